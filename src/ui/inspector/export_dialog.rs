//! The dialog that writes calls into a file: what goes in, how, where, and a preview of exactly that.

use std::sync::Arc;

use egui::{Id, ScrollArea, Ui};

use super::text_rows::rows_ui;
use crate::app::{Action, Export, ExportForm, ExportWhat, InspectorAction, Preview};
use crate::ui::Words;
use crate::ui::masks::masks_ui;
use crate::ui::whole_file::{Asks, WholeFileForm, buttons_ui, place_ui, preview_height};
use crate::ui::widgets::{modal, muted, radio, small_muted};

/// Shows the dialog; Escape and a click beside it close it.
pub(super) fn export_dialog_ui(
    ui: &Ui,
    words: &Words,
    export: &Export,
    form: &mut WholeFileForm,
    actions: &mut Vec<Action>,
) {
    let first_frame = form.opened(export.suggested.as_ref());
    let response = modal(ui, Id::unique("export dialog"), &words.text("inspector-export-title"), 820.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 210.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            choice_ui(ui, words, export, form, actions);
            preview_ui(ui, words, export.preview.as_ref());
            place_ui(ui, words, &export.stage, form);
        });
        ui.add_space(12.0);
        let asks = Asks {
            write: |path, replace| Action::Inspector(InspectorAction::WriteExport { path, replace }),
            close: Action::Inspector(InspectorAction::CloseExport),
        };
        buttons_ui(ui, words, (&export.stage, export.preview.is_some(), first_frame), form, asks, actions);
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Inspector(InspectorAction::CloseExport));
    }
}

fn choice_ui(ui: &mut Ui, words: &Words, export: &Export, form: &mut WholeFileForm, actions: &mut Vec<Action>) {
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
    masks_ui(ui, words, &mut choice.shown);
    if choice != export.choice {
        form.change_ending(export.choice.form.ending(), choice.form.ending());
        actions.push(Action::Inspector(InspectorAction::ChooseExport(choice)));
    }
}

fn preview_ui(ui: &mut Ui, words: &Words, preview: Option<&Arc<Preview>>) {
    let Some(preview) = preview else {
        muted(ui, &words.text("inspector-export-preparing"));
        return;
    };
    small_muted(ui, &words.with("inspector-export-preview", &[("count", preview.text.len().into())]));
    rows_ui(ui, &preview.text, &preview.rows, preview_height(ui), "export preview");
}
