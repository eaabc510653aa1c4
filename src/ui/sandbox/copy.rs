//! A link that copies a text and then says so.

use egui::Ui;

use crate::ui::Words;
use crate::ui::widgets::link_button;

/// What was copied last.
pub(in crate::ui) trait Copying {
    /// Shows a link that copies `text`, which is called `what`: the names on one screen have to differ.
    fn copy_button(&mut self, ui: &mut Ui, words: &Words, what: &str, text: &str);
}

impl Copying for Option<String> {
    fn copy_button(&mut self, ui: &mut Ui, words: &Words, what: &str, text: &str) {
        let done = self.as_deref() == Some(what);
        let values = [("what", what.into())];
        let (shown, name) = if done {
            (words.text("copied"), words.with("copied.name", &values))
        } else {
            (words.text("sandbox-copy"), words.with("sandbox-copy.name", &values))
        };
        if link_button(ui, &shown, &name).clicked() {
            ui.ctx().copy_text(text.to_owned());
            *self = Some(what.to_owned());
            ui.ctx().request_repaint();
        }
    }
}
