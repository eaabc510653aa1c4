//! The dialog that stands between a wish to leave and an answer that has not come.

use egui::{Id, Ui};

use super::Words;
use super::widgets::{ButtonKind, button, modal, modal_buttons, muted};
use crate::app::{Action, Leaving, LeavingStage, Way};

/// Shows what leaving waits for, with the ways not to wait and not to leave.
///
/// `names` are the titles of the bindings whose answers are open; `first_frame` brings the keyboard here.
pub fn leave_dialog_ui(ui: &Ui, words: &Words, leaving: Leaving, names: &[String], first_frame: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let heading = match leaving.stage {
        LeavingStage::Answer => words.text("leave-waiting"),
        LeavingStage::Revoking => words.text("leave-revoking"),
        LeavingStage::Reading => words.text("leave-reading"),
    };
    let response = modal(ui, Id::unique("leave dialog"), &heading, 460.0, |ui| {
        let more = match leaving.stage {
            LeavingStage::Answer if names.is_empty() => words.text("leave-waiting-other").into_owned(),
            LeavingStage::Answer => {
                let names = names.join(&words.text("list-separator"));
                let key = match leaving.way {
                    Way::CloseWindow => "leave-waiting-to-close",
                    Way::SignOut => "leave-waiting-to-sign-out",
                    Way::SignOutAndClose => "leave-waiting-to-do-both",
                };
                words.with_key(key, &[("names", names.into())])
            }
            LeavingStage::Revoking => words.text("leave-revoking.more").into_owned(),
            LeavingStage::Reading => words.text("leave-reading.more").into_owned(),
        };
        muted(ui, &more);
        ui.add_space(12.0);
        modal_buttons(ui, |ui| {
            let (leave, stay) = match (leaving.stage, leaving.way) {
                (LeavingStage::Answer | LeavingStage::Revoking, Way::CloseWindow) => ("leave-close-now", "leave-stay"),
                (LeavingStage::Answer | LeavingStage::Revoking, Way::SignOut | Way::SignOutAndClose) => {
                    ("leave-sign-out-now", "leave-stay")
                }
                (LeavingStage::Reading, Way::CloseWindow) => ("leave-close", "leave-read"),
                (LeavingStage::Reading, Way::SignOut | Way::SignOutAndClose) => ("leave-sign-out", "leave-read"),
            };
            let (leave, stay) = (words.find(leave).unwrap_or_default(), words.find(stay).unwrap_or_default());
            if button(ui, ButtonKind::Danger, &leave, &leave).clicked() {
                actions.push(Action::LeaveNow);
            }
            let stay = button(ui, ButtonKind::Primary, &stay, &stay);
            if first_frame {
                stay.request_focus();
            }
            if stay.clicked() {
                actions.push(Action::Stay);
            }
        });
    });
    // Escape and a click beside the dialog choose what changes nothing.
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Stay);
    }
    actions
}
