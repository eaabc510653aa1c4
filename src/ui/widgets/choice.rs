//! Choices: one of several, or yes and no.

use egui::{ComboBox, Response, Ui};

use super::button::show_keyboard;
use crate::ui::theme::{CONTROL_HEIGHT, tokens};

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

/// A list of which one thing is chosen; `name` is read aloud, and what is chosen says the rest. `salt` tells the lists on
/// one screen apart.
pub fn choose<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    shown: &str,
    choices: &[(T, String)],
    chosen: &mut T,
    salt: &str,
) {
    // As high as the fields beside it.
    let low = std::mem::replace(&mut ui.spacing_mut().interact_size.y, CONTROL_HEIGHT);
    let height = (ui.content_rect().height() - 180.0).clamp(160.0, 420.0);
    let response = ComboBox::from_id_salt(salt)
        .width(150.0)
        .height(height)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for (choice, name) in choices {
                if ui.selectable_label(choice == chosen, name).clicked() {
                    *chosen = choice.clone();
                    ui.close();
                }
            }
        })
        .response;
    ui.spacing_mut().interact_size.y = low;
    response.accessible_name(name);
}

/// A mark that is not set is nothing but its line, so that line has to be seen well.
fn outlined<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    // Not in a scope of its own: a line that is full would not break before it.
    let well_seen = tokens(ui).mute;
    let line = std::mem::replace(&mut ui.visuals_mut().widgets.inactive.bg_stroke.color, well_seen);
    let drawn = content(ui);
    ui.visuals_mut().widgets.inactive.bg_stroke.color = line;
    drawn
}
