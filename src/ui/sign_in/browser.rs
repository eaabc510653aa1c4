//! Waiting for the browser: how far it is, and what can be done meanwhile.

use std::time::Duration;

use egui::{Key, Response, Ui};
use fluent_bundle::FluentValue;
use jiff::Timestamp;

use crate::app::{Action, BrowserPurpose, BrowserSignIn, BrowserStep};
use crate::ui::Words;
use crate::ui::text::{minutes_and_seconds, plain};
use crate::ui::widgets::{
    ButtonKind, Mood, StepStanding, banner, button, heading, mono, muted, small_muted, step_line,
};

/// How long a browser may take to open before the address is shown to be opened by hand.
pub(in crate::ui) const PATIENCE: Duration = Duration::from_secs(10);

/// Shows a sign-in whose browser is away; returns the row of its buttons.
pub(super) fn waiting_ui(
    ui: &mut Ui,
    words: &Words,
    browser: &BrowserSignIn,
    now: Timestamp,
    actions: &mut Vec<Action>,
) -> Response {
    let (title, hint) = match browser.purpose {
        BrowserPurpose::SignIn => ("sign-in-waiting", "sign-in-waiting.hint"),
        BrowserPurpose::ForgotPassword => ("sign-in-waiting-password", "sign-in-waiting-password.hint"),
        BrowserPurpose::CreateAccount => ("sign-in-waiting-account", "sign-in-waiting-account.hint"),
    };
    heading(ui, &words.find(title).unwrap_or_default(), 18.0);
    muted(ui, &words.find(hint).unwrap_or_default());
    ui.add_space(8.0);
    for (step, text) in [
        (BrowserStep::Preparing, words.text("sign-in-step-prepare")),
        (BrowserStep::Opening, words.text("sign-in-step-open")),
        (BrowserStep::Waiting, words.text("sign-in-step-wait")),
        (BrowserStep::Trading, words.text("sign-in-step-trade")),
        (BrowserStep::Checking, words.text("sign-in-step-check")),
    ] {
        let (standing, said) = match step.cmp(&browser.step) {
            std::cmp::Ordering::Less => (StepStanding::Done, words.text("sign-in-step-done")),
            std::cmp::Ordering::Equal => (StepStanding::Running, words.text("sign-in-step-running")),
            std::cmp::Ordering::Greater => (StepStanding::Ahead, words.text("sign-in-step-ahead")),
        };
        step_line(ui, standing, &text, &said);
    }
    ui.add_space(4.0);
    let times = [("waited", browser.waited(now)), ("limit", browser.deadline)];
    let times = times.map(|(name, time)| (name, FluentValue::from(minutes_and_seconds(time))));
    small_muted(ui, &words.with("sign-in-waited", &times));
    if browser.strangers > 0 {
        let count = [("count", FluentValue::from(browser.strangers))];
        small_muted(ui, &words.with("sign-in-strangers", &count));
    }
    let late = browser.step == BrowserStep::Opening && browser.waited(now) >= PATIENCE;
    match (&browser.not_opened, &browser.address) {
        (Some(reason), Some(address)) => {
            ui.add_space(4.0);
            not_opened(ui, words, reason, address);
        }
        // The system says that it opened one, and nothing came of it.
        (None, Some(address)) if late => {
            ui.add_space(4.0);
            muted(ui, &words.text("sign-in-not-opened.more"));
            by_hand(ui, words, address);
        }
        _ => {}
    }
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let can_open = matches!(browser.step, BrowserStep::Opening | BrowserStep::Waiting);
        let again = words.text("sign-in-open-again");
        if can_open && button(ui, ButtonKind::Plain, &again, &again).clicked() {
            actions.push(Action::OpenBrowserAgain);
        }
        let cancel = words.text("cancel");
        let clicked = button(ui, ButtonKind::Ghost, &cancel, &cancel).clicked();
        if clicked || ui.input(|input| input.key_pressed(Key::Escape)) {
            actions.push(Action::CancelSignIn);
        }
    })
    .response
}

/// The address to open by hand. It leads to the service once, and holds nothing that is worth anything to others.
pub(in crate::ui) fn not_opened(ui: &mut Ui, words: &Words, reason: &str, address: &str) {
    let reason = plain(reason, 200);
    let more = words.text("sign-in-not-opened.more");
    banner(ui, Mood::Warning, &words.text("sign-in-not-opened"), &[&reason, &more], |ui| {
        by_hand(ui, words, address);
    });
}

pub(in crate::ui) fn by_hand(ui: &mut Ui, words: &Words, address: &str) {
    mono(ui, address);
    let copy = words.text("sign-in-copy-address");
    if button(ui, ButtonKind::Plain, &copy, &copy).clicked() {
        ui.ctx().copy_text(address.to_owned());
    }
}
