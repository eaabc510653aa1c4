//! What happened before the sign-in that the person should know.

use egui::Ui;

use crate::app::{Action, SignIn, SpacesAction};
use crate::session::VaultError;
use crate::ui::Words;
use crate::ui::explain::keyring_words;
use crate::ui::widgets::{Mood, banner, link_button};

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
            banner(ui, Mood::Warning, &words.text("sign-out-partly"), &more, |_| {});
            ui.add_space(4.0);
        }
        (None, true) => {
            banner(ui, Mood::Good, &words.text("signed-out"), &[], |_| {});
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
