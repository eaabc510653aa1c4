//! Marks to set: one of several, or yes and no.

use egui::{Response, Ui};

use super::button::show_keyboard;
use crate::ui::theme::tokens;

/// Draws a choice of one among several.
pub fn radio<T: PartialEq>(ui: &mut Ui, value: &mut T, this: T, text: &str) -> Response {
    outlined(ui, |ui| ui.radio_value(value, this, text))
}

/// Draws a choice of yes or no.
pub fn checkbox(ui: &mut Ui, value: &mut bool, text: &str) -> Response {
    outlined(ui, |ui| ui.checkbox(value, text))
}

/// Draws a choice of yes or no that shows `shown` and is called `name` by assistive technology.
pub fn named_checkbox(ui: &mut Ui, value: &mut bool, shown: &str, name: &str) -> Response {
    let response = checkbox(ui, value, shown).accessible_name(name);
    show_keyboard(ui, &response);
    response
}

/// A mark that is not set is nothing but its line, so that line has to be seen well.
fn outlined<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke.color = tokens(ui).mute;
        content(ui)
    })
    .inner
}
