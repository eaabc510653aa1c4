//! The dialog that asks whether to forget every call.

use egui::{Id, Ui};

use crate::app::{Action, InspectorAction, InspectorShown};
use crate::ui::Words;
use crate::ui::widgets::{ButtonKind, button, modal, modal_buttons, muted};

/// Shows how many would go, with the way not to; `first_frame` brings the keyboard to that.
pub(super) fn clear_dialog_ui(
    ui: &Ui,
    words: &Words,
    shown: &InspectorShown,
    first_frame: bool,
    actions: &mut Vec<Action>,
) {
    let before = actions.len();
    let count = shown.snapshot.entries.len();
    let title = words.with("inspector-clear-ask", &[("count", count.into())]);
    let response = modal(ui, Id::unique("clear dialog"), &title, 460.0, |ui| {
        muted(ui, &words.text("inspector-clear-ask.more"));
        if shown.paused {
            muted(ui, &words.text("inspector-clear-ask.paused"));
        }
        ui.add_space(12.0);
        modal_buttons(ui, |ui| {
            let clear = words.text("inspector-clear-now");
            if button(ui, ButtonKind::SolidDanger, &clear, &clear).clicked() {
                actions.push(Action::Inspector(InspectorAction::Clear));
            }
            let cancel = words.text("cancel");
            let cancel = button(ui, ButtonKind::Plain, &cancel, &cancel);
            if first_frame {
                cancel.request_focus();
            }
            if cancel.clicked() {
                actions.push(Action::Inspector(InspectorAction::CancelClear));
            }
        });
    });
    if response.should_close() && actions.len() == before {
        actions.push(Action::Inspector(InspectorAction::CancelClear));
    }
}
