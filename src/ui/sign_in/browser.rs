//! Waiting for the browser: how far it is, and what can be done meanwhile.

use std::time::Duration;

use egui::{Key, Pos2, Response, Sense, Shape, Stroke, Ui, Vec2};
use fluent_bundle::FluentValue;
use jiff::Timestamp;

use crate::app::{Action, BrowserPurpose, BrowserSignIn, BrowserStep};
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::tokens;
use crate::ui::widgets::{ButtonKind, Mood, banner, button, heading, mono, muted, small_muted};

/// How long a browser may take to open before the address is shown to be opened by hand.
const PATIENCE: Duration = Duration::from_secs(10);

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
        step_ui(ui, words, step, browser.step, &text);
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
fn not_opened(ui: &mut Ui, words: &Words, reason: &str, address: &str) {
    let reason = plain(reason, 200);
    let more = words.text("sign-in-not-opened.more");
    banner(ui, Mood::Warning, &words.text("sign-in-not-opened"), &[&reason, &more], |ui| {
        by_hand(ui, words, address);
    });
}

fn by_hand(ui: &mut Ui, words: &Words, address: &str) {
    mono(ui, address);
    let copy = words.text("sign-in-copy-address");
    if button(ui, ButtonKind::Plain, &copy, &copy).clicked() {
        ui.ctx().copy_text(address.to_owned());
    }
}

/// How a step stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Done,
    Running,
    Ahead,
}

fn step_ui(ui: &mut Ui, words: &Words, step: BrowserStep, now_at: BrowserStep, text: &str) {
    let (standing, said) = match step.cmp(&now_at) {
        std::cmp::Ordering::Less => (Standing::Done, words.text("sign-in-step-done")),
        std::cmp::Ordering::Equal => (Standing::Running, words.text("sign-in-step-running")),
        std::cmp::Ordering::Greater => (Standing::Ahead, words.text("sign-in-step-ahead")),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        mark(ui, standing);
        let colours = tokens(ui);
        let colour = if standing == Standing::Ahead { colours.mute } else { colours.text };
        let response = ui.add(egui::Label::new(egui::RichText::new(text).color(colour)).wrap());
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(format!("{text} · {said}"));
            if standing == Standing::Running {
                node.set_live(egui::accesskit::Live::Polite);
            }
        });
    });
}

/// A mark for how a step stands; the label beside it says the same to a screen reader.
fn mark(ui: &mut Ui, standing: Standing) {
    let colours = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    let centre = rect.center();
    match standing {
        Standing::Done => {
            ui.painter().circle_filled(centre, 7.5, colours.ok);
            let tick = [Vec2::new(-3.2, 0.2), Vec2::new(-0.9, 2.6), Vec2::new(3.4, -2.4)];
            let points: Vec<Pos2> = tick.iter().map(|offset| centre + *offset).collect();
            ui.painter().add(Shape::line(points, Stroke::new(1.6, colours.panel)));
        }
        Standing::Running => {
            ui.painter().circle_stroke(centre, 6.5, Stroke::new(2.0, colours.accent));
            ui.painter().circle_filled(centre, 3.0, colours.accent);
        }
        Standing::Ahead => {
            ui.painter().circle_stroke(centre, 6.5, Stroke::new(1.5, colours.line));
        }
    }
}

fn minutes_and_seconds(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_minutes_and_seconds() {
        let told = |seconds| minutes_and_seconds(Duration::from_secs(seconds));
        assert_eq!([told(0), told(9), told(60), told(600)], ["0:00", "0:09", "1:00", "10:00"]);
    }
}
