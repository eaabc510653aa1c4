//! The sandbox from its own side: what it saw, what goes wrong in it, its mailbox, who and what is in it.

mod applications;
mod clock;
pub(super) mod copy;
mod fault_form;
mod fault_kinds;
mod faults;
mod mailbox;
mod mistakes;
mod personas;
mod request;
mod requests;
mod reset_dialog;
mod scenario;

use egui::{Align, Id, Layout, Ui, UiBuilder};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Words;
use super::sign_in::SignInForm;
use super::theme::CONTROL_HEIGHT;
use super::widgets::{
    ButtonKind, Mood, banner, behind_modal, button, heading, link_button, mono, small_muted, tab, tab_line,
};
use crate::app::{Action, SandboxAction, SandboxDone, SandboxShown, Screen};
use crate::sandbox::ScenarioError;
use copy::Copying;
use fault_form::FaultForm;

/// How wide a card grows, in points; longer lines are hard to read.
const WIDEST: f32 = 900.0;

/// What the Sandbox screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct SandboxForm {
    /// What of it is shown; `None` until the person chose.
    pub tab: Option<SandboxTab>,
    /// What was copied last, so that its button can say so.
    pub copied: Option<String>,
    /// What a request has to contain to be listed.
    pub filter: String,
    /// The number of the request that is open.
    pub open: Option<u64>,
    /// The number of the request that the keyboard goes to once it is drawn.
    pub go_to: Option<u64>,
    /// The fault that is put together.
    pub fault: FaultForm,
    /// The scenario that is written.
    pub scenario: String,
    /// Which of its lines are no faults.
    pub mistakes: Vec<ScenarioError>,
    /// By how many seconds the clock is to be ahead, as typed.
    pub clock: String,
    /// Whether the dialog was open in the last frame.
    pub dialog_was_open: bool,
    /// Whether the keyboard was brought here when the screen was entered before the sign-in.
    pub entered: bool,
}

impl SandboxForm {
    /// The screen is not shown: what belongs to a visit is forgotten.
    pub(super) fn left(&mut self) {
        self.copied = None;
        self.dialog_was_open = false;
        self.entered = false;
    }
}

/// A part of the Sandbox screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxTab {
    /// What it saw.
    Requests,
    /// What goes wrong in it.
    Faults,
    /// The codes that were sent.
    Mailbox,
    /// Whom one can sign in as.
    Personas,
    /// What a client of one's own is told.
    Applications,
}

/// What all parts of the screen share.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The time of this frame.
    pub now: Timestamp,
    /// In which times are shown.
    pub time_zone: &'a TimeZone,
    /// Whether a wish to leave waits.
    pub leaving: bool,
}

/// Shows the sandbox.
///
/// `sign_in` is the form that a persona can be filled into; `None` when somebody is signed in.
pub fn sandbox_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &SandboxShown,
    around: Around<'_>,
    form: &mut SandboxForm,
    sign_in: Option<&mut SignInForm>,
) -> Vec<Action> {
    // With ids of its own, no control takes the keyboard over from the one that stood in its place on another screen.
    let own = UiBuilder::new().scope_id(Id::unique("sandbox screen"));
    ui.scope_builder(own, |ui| screen_ui(ui, words, shown, around, form, sign_in)).inner
}

fn screen_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &SandboxShown,
    around: Around<'_>,
    form: &mut SandboxForm,
    sign_in: Option<&mut SignInForm>,
) -> Vec<Action> {
    let mut actions = Vec::new();
    if around.leaving || shown.asks_to_reset {
        behind_modal(ui);
    }
    let signed_in = sign_in.is_none();
    ui.set_max_width(ui.available_width() - 12.0);
    if !signed_in {
        let back = words.text("sandbox-back");
        let link = link_button(ui, &back, &back);
        if !std::mem::replace(&mut form.entered, true) {
            link.request_focus();
        }
        if link.clicked() {
            actions.push(Action::ShowScreen(Screen::Connections));
        }
    }
    header(ui, words, shown, form, &mut actions);
    notices(ui, words, shown, signed_in, &mut actions);
    let first = if signed_in { SandboxTab::Requests } else { SandboxTab::Personas };
    let now_on = form.tab.unwrap_or(first);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        tabs(ui, words, shown, now_on, form);
    });
    ui.add_space(4.0);
    match now_on {
        SandboxTab::Requests => requests::requests_ui(ui, words, &shown.seen, around, form),
        SandboxTab::Faults => faults::faults_ui(ui, words, shown, around, form, &mut actions),
        SandboxTab::Mailbox => mailbox::mailbox_ui(ui, words, &shown.seen, around, form, &mut actions),
        SandboxTab::Personas => personas::personas_ui(ui, words, &shown.personas, form, sign_in, &mut actions),
        SandboxTab::Applications => applications::applications_ui(ui, words, shown, form),
    }
    if shown.asks_to_reset {
        let first_frame = !std::mem::replace(&mut form.dialog_was_open, true);
        reset_dialog::reset_dialog_ui(ui, words, signed_in, first_frame, &mut actions);
    } else {
        form.dialog_was_open = false;
    }
    actions
}

/// What it is, where it is, and the way back to how it began.
fn header(ui: &mut Ui, words: &Words, shown: &SandboxShown, form: &mut SandboxForm, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        heading(ui, &words.text("sandbox"), 20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let reset = words.text("sandbox-reset");
            if button(ui, ButtonKind::Danger, &reset, &reset).clicked() {
                actions.push(Action::Sandbox(SandboxAction::AskToReset));
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        mono(ui, &shown.address);
        form.copied.copy_button(ui, words, &words.text("sandbox-address"), &shown.address);
        small_muted(ui, &words.text("sandbox-about"));
    });
}

fn notices(ui: &mut Ui, words: &Words, shown: &SandboxShown, signed_in: bool, actions: &mut Vec<Action>) {
    if !shown.seen.running {
        banner(ui, Mood::Bad, &words.text("sandbox-stopped"), &[&words.text("sandbox-stopped.next")], |ui| {
            let again = words.text("sandbox-start-again");
            if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                actions.push(Action::Sandbox(SandboxAction::StartAgain));
            }
        });
    }
    if let Some((SandboxDone::Reset, _)) = shown.done
        && !signed_in
    {
        banner(ui, Mood::Good, &words.text("sandbox-was-reset"), &[&words.text("sandbox-was-reset.more")], |_| {});
    }
}

fn tabs(ui: &mut Ui, words: &Words, shown: &SandboxShown, now_on: SandboxTab, form: &mut SandboxForm) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(2.0, 0.0);
        let seen = &shown.seen;
        for (to, name, count) in [
            (SandboxTab::Requests, words.text("sandbox-requests"), Some(seen.requests.len())),
            (SandboxTab::Faults, words.text("sandbox-faults"), Some(seen.faults.len())),
            (SandboxTab::Mailbox, words.text("sandbox-mailbox"), Some(seen.mailbox.len())),
            (SandboxTab::Personas, words.text("sandbox-personas"), None),
            (SandboxTab::Applications, words.text("sandbox-applications"), None),
        ] {
            let count = count.filter(|count| *count > 0).map(|count| count.to_string());
            if tab(ui, &name, count.as_deref(), now_on == to).clicked() {
                form.tab = Some(to);
                form.copied = None;
            }
        }
    });
    tab_line(ui);
}
