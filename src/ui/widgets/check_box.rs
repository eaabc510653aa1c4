//! A box to check, with a name of its own for a screen reader.

use egui::{Response, Ui};

use super::button::show_keyboard;

/// A box that shows `shown` and is called `name` by assistive technology.
pub fn check_box(ui: &mut Ui, checked: &mut bool, shown: &str, name: &str) -> Response {
    let response = ui.checkbox(checked, shown).accessible_name(name);
    show_keyboard(ui, &response);
    response
}
