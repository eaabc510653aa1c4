//! What happened before the sign-in that the person should know.

use egui::Ui;

use crate::app::{Action, BrowserSessionError, BrowserSessionStage, SessionAction, SignIn, SpacesAction};
use crate::session::{BrowserError, VaultError};
use crate::ui::Words;
use crate::ui::explain::keyring_words;
use crate::ui::text::plain;
use crate::ui::widgets::{ButtonKind, Mood, banner, button, link_button, muted};

pub(super) fn notices(ui: &mut Ui, words: &Words, state: &SignIn, actions: &mut Vec<Action>) {
    if let Some(home) = &state.returning {
        let more = if home.standing.over {
            words.text("sign-in-session-over.more")
        } else {
            words.text("sign-in-session-over.asked")
        };
        banner(ui, Mood::Warning, &words.text("sign-in-session-over"), &[&more], |ui| {
            let back = words.text("sign-in-back");
            if link_button(ui, &back, &back).clicked() {
                actions.push(Action::BackToWhatWasShown);
            }
        });
        ui.add_space(4.0);
    }
    if state.another {
        banner(ui, Mood::Running, &words.text("spaces-another-notice"), &[], |ui| {
            let back = words.text("spaces-back-to-account");
            if link_button(ui, &back, &back).clicked() {
                actions.push(Action::Spaces(SpacesAction::BackToAccount));
            }
        });
        ui.add_space(4.0);
    }
    match (&state.sign_out_trouble, state.signed_out) {
        (Some(trouble), _) => {
            let mut more = Vec::new();
            if trouble.crashed {
                more.push(words.text("sign-out-crashed"));
            }
            if trouble.revocation.is_some() {
                more.push(words.text("sign-out-not-revoked"));
            }
            if trouble.keyring.is_some() {
                more.push(words.text("sign-out-not-wiped"));
            }
            if trouble.last_seen {
                more.push(words.text("sign-out-last-seen-stays"));
            }
            let more: Vec<&str> = more.iter().map(AsRef::as_ref).collect();
            banner(ui, Mood::Warning, &words.text("sign-out-partly"), &more, |ui| {
                browser_session(ui, words, state, actions);
            });
            ui.add_space(4.0);
        }
        (None, true) => {
            banner(ui, Mood::Good, &words.text("signed-out"), &[], |ui| {
                browser_session(ui, words, state, actions);
            });
            ui.add_space(4.0);
        }
        (None, false) => {}
    }
    if let Some(error) = &state.keyring {
        let headline = match error {
            VaultError::NotAvailable(_) => words.text("keyring-missing"),
            _ => words.text("keyring-unavailable"),
        };
        banner(ui, Mood::Warning, &headline, &[&keyring_words(words, error)], |_| {});
        ui.add_space(4.0);
    }
}

/// What became of the browser's session, with the offer to end it (reference section 8.8).
fn browser_session(ui: &mut Ui, words: &Words, state: &SignIn, actions: &mut Vec<Action>) {
    let Some(stage) = &state.browser_session else { return };
    let failure = match stage {
        BrowserSessionStage::Offered => {
            muted(ui, &words.text("session-browser-stays"));
            None
        }
        BrowserSessionStage::Opening => {
            said(ui, &words.text("session-browser-opening"));
            return;
        }
        BrowserSessionStage::Sent => {
            said(ui, &words.text("session-browser-sent"));
            None
        }
        BrowserSessionStage::Failed(error) => Some(error),
    };
    if let Some(error) = failure {
        let (what, reason) = match error {
            BrowserSessionError::NotOpened(reason) => (words.text("session-browser-not-opened"), Some(reason)),
            BrowserSessionError::Browser(BrowserError::CannotListen(reason)) => {
                (words.text("session-browser-cannot-listen"), Some(reason))
            }
            BrowserSessionError::Browser(_) => (words.text("session-browser-nobody-came"), None),
            BrowserSessionError::NoAddress => (words.text("session-browser-no-address"), None),
            BrowserSessionError::Crashed => (words.text("session-browser-crashed"), None),
        };
        said(ui, &what);
        if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
            muted(ui, &plain(reason, 200));
        }
    }
    let label = match stage {
        BrowserSessionStage::Offered => words.text("session-browser-end"),
        _ => words.text("session-browser-again"),
    };
    if button(ui, ButtonKind::Plain, &label, &label).clicked() {
        actions.push(Action::Session(SessionAction::EndBrowserSession));
    }
}

/// Text that a screen reader announces when it appears.
fn said(ui: &mut Ui, text: &str) {
    let said = muted(ui, text);
    ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
}
