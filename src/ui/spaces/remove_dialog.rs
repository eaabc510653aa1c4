//! The dialog that asks whether to remove an account space.

use egui::{Id, Ui};

use super::super::Words;
use super::super::widgets::{ButtonKind, button, modal, modal_buttons, muted};
use crate::app::{Action, SpacesAction};

/// Shows the dialog; Escape and a click beside it cancel. `first_frame` brings the keyboard here.
pub(super) fn remove_dialog_ui(ui: &Ui, words: &Words, name: &str, first_frame: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let title = words.with("space-remove-title", &[("name", name.into())]);
    let response = modal(ui, Id::unique("remove account space"), &title, 460.0, |ui| {
        muted(ui, &words.text("space-remove-title.more"));
        ui.add_space(12.0);
        modal_buttons(ui, |ui| {
            let remove = words.with("space-remove-confirm", &[("name", name.into())]);
            if button(ui, ButtonKind::SolidDanger, &remove, &remove).clicked() {
                actions.push(Action::Spaces(SpacesAction::Remove));
            }
            let cancel = words.text("cancel");
            let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
            // The keyboard begins at the choice that changes nothing.
            if first_frame {
                cancel.request_focus();
            }
            if cancel.clicked() {
                actions.push(Action::Spaces(SpacesAction::CancelRemove));
            }
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Spaces(SpacesAction::CancelRemove));
    }
    actions
}
