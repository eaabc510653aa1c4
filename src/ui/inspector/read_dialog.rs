//! The dialog that asks for a HAR file to look at.

use egui::{Id, Key, Ui};

use crate::app::{Action, InspectorAction, ReadDialog, ReadFailure};
use crate::inspector::har::ImportError;
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::widgets::{ButtonKind, Mood, banner, button, labelled_field, modal, modal_buttons, muted};

/// What the dialog remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct ReadForm {
    path: String,
    was_open: bool,
}

impl ReadForm {
    /// The dialog is closed; what was typed stays for the next time.
    pub(super) fn closed(&mut self) {
        self.was_open = false;
    }
}

/// Shows the dialog; Escape and a click beside it close it.
pub(super) fn read_dialog_ui(
    ui: &Ui,
    words: &Words,
    dialog: &ReadDialog,
    form: &mut ReadForm,
    actions: &mut Vec<Action>,
) {
    let first_frame = !std::mem::replace(&mut form.was_open, true);
    let reading = *dialog == ReadDialog::Reading;
    let response = modal(ui, Id::unique("read dialog"), &words.text("inspector-read-title"), 560.0, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        muted(ui, &words.text("inspector-read-title.more"));
        let field = ui.scope(|ui| labelled_field(ui, &words.text("inspector-read-path"), &mut form.path, "read path"));
        if first_frame {
            field.inner.request_focus();
        }
        let entered = field.inner.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let ReadDialog::Failed(failure) = dialog {
            let (what, next) = failure_words(words, failure);
            banner(ui, Mood::Bad, &words.text("inspector-read-failed"), &[&what, &next], |_| {});
        } else if reading {
            muted(ui, &words.text("inspector-reading"));
        }
        ui.add_space(4.0);
        modal_buttons(ui, |ui| {
            let read = words.text("inspector-read-now");
            let ready = !reading && !form.path.trim().is_empty();
            let pressed = ui.add_enabled_ui(ready, |ui| button(ui, ButtonKind::Primary, &read, &read)).inner.clicked();
            if ready && (pressed || entered) {
                actions.push(Action::Inspector(InspectorAction::ReadFile(form.path.clone())));
            }
            let cancel = words.text("cancel");
            if button(ui, ButtonKind::Plain, &cancel, &cancel).clicked() {
                actions.push(Action::Inspector(InspectorAction::CloseRead));
            }
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Inspector(InspectorAction::CloseRead));
    }
}

fn failure_words(words: &Words, failure: &ReadFailure) -> (String, String) {
    let text = |key: &str| words.find(key).unwrap_or_default().into_owned();
    match failure {
        ReadFailure::NotWhole => (words.text("file-not-whole").into_owned(), String::new()),
        ReadFailure::NotAFile => (words.text("inspector-read-no-file").into_owned(), String::new()),
        ReadFailure::System(reason) => (plain(reason, 200), String::new()),
        ReadFailure::NotHar(ImportError::TooLarge) => {
            (words.text("inspector-read-too-large").into_owned(), text("inspector-read-too-large.next"))
        }
        ReadFailure::NotHar(ImportError::NotHar { line, column }) => {
            let place = [("line", line.to_string().into()), ("column", column.to_string().into())];
            (words.with("inspector-read-not-har", &place), text("inspector-read-not-har.next"))
        }
        ReadFailure::Crashed => (words.text("error-crashed").into_owned(), text("error-crashed.next")),
    }
}
