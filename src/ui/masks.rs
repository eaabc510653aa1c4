//! Which personal data stays readable in a file.

use egui::Ui;

use super::Words;
use super::widgets::{checkbox, small_muted};
use crate::inspector::masking::Shown;

/// Shows the choice.
pub(super) fn masks_ui(ui: &mut Ui, words: &Words, shown: &mut Shown) {
    small_muted(ui, &words.text("mask-which"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        checkbox(ui, &mut shown.emails, &words.text("mask-emails"));
        checkbox(ui, &mut shown.phones, &words.text("mask-phones"));
        checkbox(ui, &mut shown.provider_ids, &words.text("mask-ids"));
    });
}
