//! Buttons, each with a name of its own for a screen reader.

use egui::{Button, Response, RichText, Stroke, StrokeKind, Ui, Vec2};

use crate::ui::theme::{CONTROL_CORNER, CONTROL_HEIGHT, medium, tokens};

/// What a button is for, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The thing to do here.
    Primary,
    /// One of several things.
    Plain,
    /// Begins something that removes.
    Danger,
    /// Does something that removes.
    SolidDanger,
    /// Stands back.
    Ghost,
}

/// A button that shows `shown` and is called `name` by assistive technology.
pub fn button(ui: &mut Ui, kind: ButtonKind, shown: &str, name: &str) -> Response {
    let response = ui.add(styled(ui, kind, shown)).accessible_name(name);
    show_keyboard(ui, &response);
    response
}

/// A button that looks like a link, for things that lead elsewhere.
pub fn link_button(ui: &mut Ui, shown: &str, name: &str) -> Response {
    let text = RichText::new(shown).size(13.0).color(tokens(ui).accent);
    let response = ui.add(Button::new(text).frame(false).small()).accessible_name(name);
    show_keyboard(ui, &response);
    response
}

/// Draws a ring around what has the keyboard and brings it into view: a keyboard cannot scroll to it.
pub(super) fn show_keyboard(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, tokens(ui).accent);
        ui.painter().rect_stroke(response.rect.expand(2.0), CONTROL_CORNER + 2, ring, StrokeKind::Outside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

fn styled(ui: &Ui, kind: ButtonKind, shown: &str) -> Button<'static> {
    let colours = tokens(ui);
    let text = RichText::new(shown).family(medium());
    let (text, fill, line) = match kind {
        ButtonKind::Primary => (text.color(colours.on_accent), Some(colours.accent), Some(colours.accent)),
        ButtonKind::Plain => (text, None, None),
        ButtonKind::Danger => (text.color(colours.bad), None, Some(colours.bad_line)),
        ButtonKind::SolidDanger => (text.color(colours.on_bad), Some(colours.bad), Some(colours.bad)),
        ButtonKind::Ghost => (text.color(colours.mute), None, None),
    };
    let mut button = Button::new(text).min_size(Vec2::new(0.0, CONTROL_HEIGHT));
    if let Some(fill) = fill {
        button = button.fill(fill);
    }
    if let Some(line) = line {
        button = button.stroke(Stroke::new(1.0, line));
    }
    if kind == ButtonKind::Ghost {
        button = button.frame_when_inactive(false);
    }
    button
}
