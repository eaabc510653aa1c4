//! The dialog that writes calls into a file: what goes in, how, where, and a preview of exactly that.

use std::sync::Arc;

use egui::{Id, ScrollArea, Ui};

use super::text_rows::rows_ui;
use crate::app::{
    Action, Export, ExportChoice, ExportForm, ExportWhat, FileFailure, FileStage, InspectorAction, Preview,
};
use crate::ui::Words;
use crate::ui::destination::destination_words;
use crate::ui::text::plain;
use crate::ui::widgets::{
    ButtonKind, Mood, banner, button, checkbox, labelled_field, modal, modal_buttons, muted, radio, small_muted,
};

/// How high the preview is, in points.
const PREVIEW: f32 = 200.0;

/// What the dialog remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct ExportForms {
    /// Where the file goes, as typed; what is suggested until something is.
    path: Option<String>,
    was_open: bool,
}

/// Shows the dialog; Escape and a click beside it close it.
pub(super) fn export_dialog_ui(
    ui: &Ui,
    words: &Words,
    export: &Export,
    form: &mut ExportForms,
    actions: &mut Vec<Action>,
) {
    let first_frame = !std::mem::replace(&mut form.was_open, true);
    if form.path.is_none() {
        form.path.clone_from(&export.suggested);
    }
    let response = modal(ui, Id::unique("export dialog"), &words.text("inspector-export-title"), 820.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 210.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            choice_ui(ui, words, export, form, actions);
            preview_ui(ui, words, export.preview.as_ref());
            path_ui(ui, words, form);
            stage_ui(ui, words, &export.stage);
        });
        ui.add_space(12.0);
        buttons_ui(ui, words, export, form, first_frame, actions);
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Inspector(InspectorAction::CloseExport));
    }
}

impl ExportForms {
    /// The dialog is closed.
    pub(super) fn closed(&mut self) {
        *self = Self::default();
    }
}

fn choice_ui(ui: &mut Ui, words: &Words, export: &Export, form: &mut ExportForms, actions: &mut Vec<Action>) {
    let mut choice = export.choice;
    let count = |key: &'static str, count: usize| words.with(key, &[("count", count.into())]);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        radio(ui, &mut choice.what, ExportWhat::All, &count("inspector-export-all", export.all.len()));
        if export.listed.len() != export.all.len() && !export.listed.is_empty() {
            radio(ui, &mut choice.what, ExportWhat::Listed, &count("inspector-export-listed", export.listed.len()));
        }
        if export.open.is_some() {
            radio(ui, &mut choice.what, ExportWhat::Open, &words.text("inspector-export-open"));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        radio(ui, &mut choice.form, ExportForm::Har, &words.text("inspector-export-har"));
        radio(ui, &mut choice.form, ExportForm::JsonLines, &words.text("inspector-export-lines"));
    });
    small_muted(ui, &words.text("inspector-export-masked"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        checkbox(ui, &mut choice.shown.emails, &words.text("inspector-export-emails"));
        checkbox(ui, &mut choice.shown.phones, &words.text("inspector-export-phones"));
        checkbox(ui, &mut choice.shown.provider_ids, &words.text("inspector-export-ids"));
    });
    if choice != export.choice {
        follow_form(form, export.choice, choice);
        actions.push(Action::Inspector(InspectorAction::ChooseExport(choice)));
    }
}

/// The path ends as its form does, unless the person ended it otherwise.
fn follow_form(form: &mut ExportForms, before: ExportChoice, now: ExportChoice) {
    if let Some(path) = &mut form.path
        && let Some(stem) = path.strip_suffix(before.form.ending())
    {
        *path = format!("{stem}{}", now.form.ending());
    }
}

fn preview_ui(ui: &mut Ui, words: &Words, preview: Option<&Arc<Preview>>) {
    let Some(preview) = preview else {
        muted(ui, &words.text("inspector-export-preparing"));
        return;
    };
    small_muted(ui, &words.with("inspector-export-preview", &[("count", preview.text.len().into())]));
    rows_ui(ui, &preview.text, &preview.rows, PREVIEW, "export preview");
}

fn path_ui(ui: &mut Ui, words: &Words, form: &mut ExportForms) {
    // It stands there once it is known what could stand in it: an empty field would not be filled any more.
    let Some(path) = &mut form.path else { return };
    ui.scope(|ui| labelled_field(ui, &words.text("inspector-export-path"), path, "export path"));
    small_muted(ui, &words.text("inspector-export-private"));
}

fn stage_ui(ui: &mut Ui, words: &Words, stage: &FileStage) {
    match stage {
        FileStage::Choosing => {}
        FileStage::Writing => {
            muted(ui, &words.text("inspector-export-writing"));
        }
        FileStage::AsksToReplace(_) => {
            let more = words.text("inspector-export-there.more");
            banner(ui, Mood::Warning, &words.text("inspector-export-there"), &[&more], |_| {});
        }
        FileStage::Written(path) => {
            let path = plain(&path.to_string_lossy(), 400);
            banner(ui, Mood::Good, &words.text("inspector-export-written"), &[&path], |_| {});
        }
        FileStage::Failed(failure) => {
            let why = match failure {
                FileFailure::Destination(failure) => destination_words(words, failure),
                FileFailure::Crashed => words.text("error-crashed").into_owned(),
            };
            banner(ui, Mood::Bad, &words.text("inspector-export-failed"), &[&why], |_| {});
        }
    }
}

fn buttons_ui(
    ui: &mut Ui,
    words: &Words,
    export: &Export,
    form: &ExportForms,
    first_frame: bool,
    actions: &mut Vec<Action>,
) {
    let writing = export.stage == FileStage::Writing;
    let written = matches!(export.stage, FileStage::Written(_));
    modal_buttons(ui, |ui| {
        if !written {
            let path = form.path.clone().unwrap_or_default();
            // Only what was asked about is replaced: another path is asked about anew.
            let replace = export.stage == FileStage::AsksToReplace(path.clone());
            let (kind, shown) = match replace {
                true => (ButtonKind::SolidDanger, words.text("inspector-export-replace")),
                false => (ButtonKind::Primary, words.text("inspector-export-write")),
            };
            let ready = export.preview.is_some() && !writing && !path.trim().is_empty();
            if ui.add_enabled_ui(ready, |ui| button(ui, kind, &shown, &shown)).inner.clicked() {
                actions.push(Action::Inspector(InspectorAction::WriteExport { path, replace }));
            }
        }
        let close = if written { words.text("request-close") } else { words.text("cancel") };
        let close = ui.add_enabled_ui(!writing, |ui| button(ui, ButtonKind::Plain, &close, &close)).inner;
        if first_frame {
            close.request_focus();
        }
        if close.clicked() {
            actions.push(Action::Inspector(InspectorAction::CloseExport));
        }
    });
}
