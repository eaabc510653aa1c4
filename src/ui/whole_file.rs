//! What the dialogs share that write a file whose every byte is known: where to, how far it is, and the buttons.

use egui::Ui;

use super::Words;
use super::destination::destination_words;
use super::text::plain;
use super::widgets::{ButtonKind, Mood, banner, button, labelled_field, modal_buttons, muted, small_muted};
use crate::app::{Action, FileFailure, FileStage};

/// What such a dialog remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct WholeFileForm {
    /// Where the file goes, as typed; what is suggested until something is.
    path: Option<String>,
    was_open: bool,
    /// Whether it was being written, and whether it was written, in the last frame.
    was: (bool, bool),
}

/// What the buttons ask for.
pub(super) struct Asks<W> {
    /// Writes at this path, with whether what stands there may go.
    pub(super) write: W,
    /// Closes the dialog.
    pub(super) close: Action,
}

impl WholeFileForm {
    /// The dialog shows; whether for the first time since it was opened.
    pub(super) fn opened(&mut self, suggested: Option<&String>) -> bool {
        if self.path.is_none() {
            self.path = suggested.cloned();
        }
        !std::mem::replace(&mut self.was_open, true)
    }

    /// The dialog is closed.
    pub(super) fn closed(&mut self) {
        *self = Self::default();
    }

    /// The form of the file is another: the path ends as that does, unless the person ended it otherwise.
    pub(super) fn change_ending(&mut self, before: &str, now: &str) {
        if let Some(path) = &mut self.path
            && let Some(stem) = path.strip_suffix(before)
        {
            *path = format!("{stem}{now}");
        }
    }
}

/// How high a preview of what is written is, in points: what the rest of such a dialog leaves of the window.
pub(super) fn preview_height(ui: &Ui) -> f32 {
    (ui.ctx().content_rect().height() - 560.0).clamp(110.0, 420.0)
}

/// Where the file goes, and how far it is.
pub(super) fn place_ui(ui: &mut Ui, words: &Words, stage: &FileStage, form: &mut WholeFileForm) {
    // It stands there once it is known what could stand in it: an empty field would not be filled any more.
    if let Some(path) = &mut form.path {
        ui.scope(|ui| labelled_field(ui, &words.text("file-path"), path, "file path"));
        small_muted(ui, &words.text("file-private"));
    }
    match stage {
        FileStage::Choosing => {}
        FileStage::Writing => {
            muted(ui, &words.text("file-writing"));
        }
        FileStage::AsksToReplace(_) => {
            let more = words.text("file-there.more");
            banner(ui, Mood::Warning, &words.text("file-there"), &[&more], |_| {});
        }
        FileStage::Written(path) => {
            let path = plain(&path.to_string_lossy(), 400);
            banner(ui, Mood::Good, &words.text("file-written"), &[&path], |_| {});
        }
        FileStage::Failed(failure) => {
            let (why, next) = match failure {
                FileFailure::Destination(failure) => (destination_words(words, failure), "".into()),
                FileFailure::Crashed => (words.text("error-crashed").into_owned(), words.text("error-crashed.next")),
            };
            banner(ui, Mood::Bad, &words.text("file-failed"), &[&why, &next], |_| {});
        }
    }
}

/// The buttons; `prepared` says whether it is known what to write.
pub(super) fn buttons_ui(
    ui: &mut Ui,
    words: &Words,
    (stage, prepared, first_frame): (&FileStage, bool, bool),
    form: &mut WholeFileForm,
    asks: Asks<impl FnOnce(String, bool) -> Action>,
    actions: &mut Vec<Action>,
) {
    let writing = *stage == FileStage::Writing;
    let written = matches!(stage, FileStage::Written(_));
    // What was pressed could not be pressed meanwhile, and had to give the keyboard up.
    let ended = std::mem::replace(&mut form.was, (writing, written)) != (writing, written) && !writing;
    modal_buttons(ui, |ui| {
        if !written {
            let path = form.path.clone().unwrap_or_default();
            // Only what was asked about is replaced: another path is asked about anew.
            let replace = *stage == FileStage::AsksToReplace(path.clone());
            let (kind, shown) = match replace {
                true => (ButtonKind::SolidDanger, words.text("file-replace")),
                false => (ButtonKind::Primary, words.text("file-write")),
            };
            let ready = prepared && !writing && !path.trim().is_empty();
            if ui.add_enabled_ui(ready, |ui| button(ui, kind, &shown, &shown)).inner.clicked() {
                actions.push((asks.write)(path, replace));
            }
        }
        let close = if written { words.text("request-close") } else { words.text("cancel") };
        let close = ui.add_enabled_ui(!writing, |ui| button(ui, ButtonKind::Plain, &close, &close)).inner;
        if first_frame || ended {
            close.request_focus();
        }
        if close.clicked() {
            actions.push(asks.close);
        }
    });
}
