//! The editor's fields: each under its label, with what it is for and what is wrong with it.

use egui::{Response, RichText, Ui};

use super::super::Words;
use super::super::theme::tokens;
use super::super::widgets::{labelled_field, radio, small_muted};
use super::mistakes::{PLACEHOLDER, mistake_words};
use crate::session::{Field, Mistake};

/// What is drawn around every field.
pub(super) struct Around<'a> {
    pub(super) words: &'a Words,
    pub(super) mistakes: &'a [Mistake],
    /// The field to bring the keyboard to.
    pub(super) focus: Option<Field>,
}

impl Around<'_> {
    /// A line of text under its label; `key` names the words, `key.help` says what it is for.
    pub(super) fn line(&self, ui: &mut Ui, field: Field, key: &str, text: &mut String) -> Response {
        let label = self.words.find(key).unwrap_or_default();
        let response = labelled_field(ui, &label, text, field.key());
        self.follow(ui, field, key, &response);
        response
    }

    /// What follows a field: what it is for and what is wrong with it; brings the keyboard to it when it is its turn.
    pub(super) fn follow(&self, ui: &mut Ui, field: Field, key: &str, response: &Response) {
        if self.focus == Some(field) {
            response.request_focus();
            response.scroll_to_me(Some(egui::Align::Center));
        }
        self.help(ui, key);
        self.mistakes_of(ui, field);
        ui.add_space(8.0);
    }

    pub(super) fn help(&self, ui: &mut Ui, key: &str) {
        let help = self.words.with_key(&format!("{key}.help"), &[("placeholder", PLACEHOLDER.into())]);
        if self.words.find(&format!("{key}.help")).is_some() {
            small_muted(ui, &help);
        }
    }

    pub(super) fn mistakes_of(&self, ui: &mut Ui, field: Field) {
        for mistake in self.mistakes.iter().filter(|mistake| mistake.field == field) {
            let text = RichText::new(mistake_words(self.words, &mistake.reason)).size(13.0).color(tokens(ui).bad);
            ui.add(egui::Label::new(text).wrap());
        }
    }

    /// One of several values, each with what it is called.
    pub(super) fn choice<T: PartialEq + Copy>(
        &self,
        ui: &mut Ui,
        field: Field,
        key: &str,
        value: &mut T,
        choices: &[(T, &str)],
    ) {
        let label = self.words.find(key).unwrap_or_default();
        let label_id = small_muted(ui, &label).id;
        let mut first = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            for (choice, shown) in choices {
                let name = format!("{label} {shown}");
                let response = radio(ui, value, *choice, shown).labelled_by(label_id).accessible_name(&name);
                first.get_or_insert(response);
            }
        });
        if let Some(first) = first {
            self.follow(ui, field, key, &first);
        }
    }
}
