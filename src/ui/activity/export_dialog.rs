//! The dialog that writes what the filter shows to a file.

use egui::accesskit::Live;
use egui::{Id, Key, RichText, Ui};

use super::notices::{error_words, path_words};
use crate::app::{Action, ActivityAction, DestinationFailure, ExportDialog, ExportFailure, ExportFormat, ExportStage};
use crate::ui::Words;
use crate::ui::destination::destination_words;
use crate::ui::theme::tokens;
use crate::ui::widgets::{ButtonKind, Mood, button, labelled_field, link_button, modal, modal_buttons, mono, muted};

/// Shows the dialog; Escape and a click beside it cancel, but not while it writes.
pub(super) fn export_dialog_ui(
    ui: &Ui,
    words: &Words,
    dialog: &ExportDialog,
    found: u64,
    first_frame: bool,
    actions: &mut Vec<Action>,
) {
    let title = words.text("export-title");
    let response = modal(ui, Id::unique("export activity"), &title, 560.0, |ui| match &dialog.stage {
        ExportStage::Done { path, entries, unreadable } => {
            Mood::Good.headline(ui, &words.with("export-done", &[("count", (*entries).into())]));
            mono(ui, &path_words(path));
            if *unreadable > 0 {
                muted(ui, &words.with("export-left-out", &[("count", (*unreadable).into())]));
            }
            modal_buttons(ui, |ui| {
                let close = words.text("activity-close");
                let close = button(ui, ButtonKind::Primary, &close, &close);
                // What was pressed is gone; the keyboard goes to what can be pressed now.
                if ui.memory(|memory| memory.focused().is_none()) {
                    close.request_focus();
                }
                if close.clicked() {
                    actions.push(Action::Activity(ActivityAction::CloseDialog));
                }
                let copy = words.text("export-copy-path");
                if link_button(ui, &copy, &copy).clicked() {
                    ui.ctx().copy_text(path.to_string_lossy().into_owned());
                }
            });
        }
        ExportStage::Ready | ExportStage::Writing | ExportStage::Failed(_) => {
            form(ui, words, dialog, found, first_frame, actions);
        }
    });
    if dialog.stage != ExportStage::Writing && response.should_close() && actions.is_empty() {
        actions.push(Action::Activity(ActivityAction::CloseDialog));
    }
}

fn form(ui: &mut Ui, words: &Words, dialog: &ExportDialog, found: u64, first_frame: bool, actions: &mut Vec<Action>) {
    let writing = dialog.stage == ExportStage::Writing;
    let exists = dialog.stage == ExportStage::Failed(ExportFailure::Destination(DestinationFailure::Exists));
    muted(ui, &words.with("export-what", &[("count", found.into())]));
    let (mut format, mut path) = (dialog.format, dialog.path.clone());
    let field = ui
        .add_enabled_ui(!writing, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                ui.radio_value(&mut format, ExportFormat::Csv, words.text("export-csv"));
                ui.radio_value(&mut format, ExportFormat::JsonLines, words.text("export-json-lines"));
            });
            labelled_field(ui, &words.text("export-path"), &mut path, "export path")
        })
        .inner;
    if first_frame {
        field.request_focus();
    }
    if format != dialog.format || path != dialog.path {
        actions.push(Action::Activity(ActivityAction::ChangeExport(format, path)));
    }
    ui.spacing_mut().item_spacing.y = 8.0;
    match &dialog.stage {
        ExportStage::Failed(failure) => {
            let said = RichText::new(export_failure_words(words, failure)).size(13.0).color(tokens(ui).bad);
            let said = ui.add(egui::Label::new(said).wrap());
            ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
        }
        ExportStage::Writing => {
            Mood::Running.headline(ui, &words.text("export-writing"));
        }
        ExportStage::Ready | ExportStage::Done { .. } => {
            muted(ui, &words.text("export-private"));
        }
    }
    let submitted = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    modal_buttons(ui, |ui| {
        let (key, kind) = match exists {
            true => ("export-replace", ButtonKind::SolidDanger),
            false => ("export-write", ButtonKind::Primary),
        };
        let name = words.find(key).unwrap_or_default();
        let ready = !writing && !dialog.path.trim().is_empty();
        let write = ui.add_enabled_ui(ready, |ui| button(ui, kind, &name, &name)).inner;
        // Enter in the field writes, but never over another file.
        if write.clicked() || (submitted && ready && !exists) {
            actions.push(Action::Activity(ActivityAction::WriteExport { replace: exists }));
        }
        let cancel = words.text("cancel");
        if button(ui, ButtonKind::Plain, &cancel, &cancel).clicked() {
            actions.push(Action::Activity(ActivityAction::CloseDialog));
        }
    });
}

/// Why it was not written, and what to do.
fn export_failure_words(words: &Words, failure: &ExportFailure) -> String {
    match failure {
        ExportFailure::Destination(failure) => destination_words(words, failure),
        ExportFailure::NotOpen => words.text("activity-not-open").into_owned(),
        ExportFailure::Ledger(error) => error_words(words, error),
        ExportFailure::Crashed => words.text("activity-crashed").into_owned(),
    }
}
