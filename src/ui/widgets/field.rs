//! Fields to type into, named by their labels.

use std::fmt;

use egui::epaint::text::CharIndex;
use egui::{Align2, Frame, Margin, Response, Stroke, TextBuffer, TextEdit, Ui};
use zeroize::Zeroize as _;

use super::{link_button, small_muted};
use crate::ui::theme::{CONTROL_CORNER, tokens};

/// A password while it is typed; it prints nothing and is wiped when it goes.
#[derive(Default)]
pub struct SecretText(String);

impl SecretText {
    /// What was typed.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts this text into the field.
    pub fn fill(&mut self, text: &str) {
        self.wipe();
        self.0.push_str(text);
    }

    /// Empties the field.
    pub fn wipe(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText")
    }
}

impl TextBuffer for SecretText {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    fn insert_text(&mut self, text: &str, char_index: CharIndex) -> usize {
        self.0.insert_text(text, char_index)
    }

    fn delete_char_range(&mut self, char_range: std::ops::Range<CharIndex>) {
        self.0.delete_char_range(char_range);
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}

/// A field under its label.
pub fn labelled_field(ui: &mut Ui, label: &str, text: &mut dyn TextBuffer, salt: &str) -> Response {
    ui.spacing_mut().item_spacing.y = 4.0;
    let label = small_muted(ui, label);
    field_frame(ui, |ui| {
        let width = ui.available_width();
        ui.add(
            TextEdit::singleline(text).id_salt(salt).align(Align2::LEFT_CENTER).frame(Frame::NONE).desired_width(width),
        )
    })
    .labelled_by(label.id)
}

/// A field that says inside what it is for, as long as it is empty.
pub fn hinted_field(ui: &mut Ui, name: &str, text: &mut String, salt: &str) -> Response {
    let hint = egui::RichText::new(name).size(13.0).color(tokens(ui).mute);
    field_frame(ui, |ui| {
        let width = ui.available_width();
        let edit = TextEdit::singleline(text)
            .id_salt(salt)
            .hint_text(hint)
            .align(Align2::LEFT_CENTER)
            .frame(Frame::NONE)
            .desired_width(width);
        ui.add(edit)
    })
    .accessible_name(name)
}

/// A field for a password under its label, with a button that shows what was typed.
pub fn password_field(
    ui: &mut Ui,
    label: &str,
    (show, show_name): (&str, &str),
    password: &mut SecretText,
    shown: &mut bool,
    salt: &str,
) -> Response {
    ui.spacing_mut().item_spacing.y = 4.0;
    let label = small_muted(ui, label);
    field_frame(ui, |ui| {
        ui.horizontal(|ui| {
            let width = ui.available_width() - 64.0;
            let edit = TextEdit::singleline(password)
                .id_salt(salt)
                .align(Align2::LEFT_CENTER)
                .password(!*shown)
                .frame(Frame::NONE)
                .desired_width(width);
            let response = ui.add(edit);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if link_button(ui, show, show_name).clicked() {
                    *shown = !*shown;
                }
            });
            response
        })
        .inner
    })
    .labelled_by(label.id)
}

/// The box around a field; its line says where the keyboard is.
fn field_frame(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> Response) -> Response {
    let colours = tokens(ui);
    let mut prepared = Frame::new()
        .fill(colours.bg)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(CONTROL_CORNER)
        .inner_margin(Margin::symmetric(12, 8))
        .outer_margin(1)
        .begin(ui);
    let response = content(&mut prepared.content_ui);
    if response.has_focus() {
        // The thicker line takes its room from the margin, so that nothing moves.
        prepared.frame.stroke = Stroke::new(2.0, colours.accent);
        prepared.frame.outer_margin = Margin::ZERO;
    }
    prepared.end(ui);
    response
}
