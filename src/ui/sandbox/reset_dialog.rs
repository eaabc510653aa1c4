//! The dialog that asks whether to put the sandbox back to its start.

use egui::{Id, Ui};

use crate::app::{Action, SandboxAction};
use crate::ui::Words;
use crate::ui::widgets::{ButtonKind, button, modal, modal_buttons, muted};

/// Shows what a reset takes away, with the way not to; `first_frame` brings the keyboard here.
pub(super) fn reset_dialog_ui(ui: &Ui, words: &Words, signed_in: bool, first_frame: bool, actions: &mut Vec<Action>) {
    let before = actions.len();
    let response = modal(ui, Id::unique("reset dialog"), &words.text("sandbox-reset-ask"), 460.0, |ui| {
        muted(ui, &words.text("sandbox-reset-ask.more"));
        if signed_in {
            muted(ui, &words.text("sandbox-reset-ask.signs-out"));
        }
        ui.add_space(12.0);
        modal_buttons(ui, |ui| {
            let reset = words.text("sandbox-reset-now");
            if button(ui, ButtonKind::SolidDanger, &reset, &reset).clicked() {
                actions.push(Action::Sandbox(SandboxAction::Reset));
            }
            let cancel = words.text("cancel");
            let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
            if first_frame {
                cancel.request_focus();
            }
            if cancel.clicked() {
                actions.push(Action::Sandbox(SandboxAction::CancelReset));
            }
        });
    });
    if response.should_close() && actions.len() == before {
        actions.push(Action::Sandbox(SandboxAction::CancelReset));
    }
}
