//! Small pieces of text: a labelled value, an identifier, an aside.

use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::{Align, FontId, Response, RichText, TextFormat, TextStyle, Ui, Vec2};

use crate::ui::theme::{self, tokens};

/// Labels and their values, side by side as far as there is room.
pub fn facts(ui: &mut Ui, facts: &[(String, String)]) {
    if facts.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(14.0, 4.0);
        ui.spacing_mut().interact_size.y = 16.0;
        for (label, value) in facts {
            fact(ui, label, value);
        }
    });
}

/// A label and its value as one piece of text, so that a screen reader reads them together.
pub fn fact(ui: &mut Ui, label: &str, value: &str) -> Response {
    let colours = tokens(ui);
    let format = |color, font_id| TextFormat { font_id, color, valign: Align::Center, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    job.append(label, 0.0, format(colours.mute, FontId::proportional(13.0)));
    job.append(" ", 0.0, format(colours.mute, FontId::proportional(13.0)));
    job.append(value, 0.0, format(colours.text, FontId::proportional(13.0)));
    // A fact stays in one piece and moves to the next line as a whole, unless it is wider than a line.
    let width = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()).size().x);
    let label = egui::Label::new(job);
    ui.add(if width < ui.max_rect().width() { label.extend() } else { label.wrap() })
}

/// An identifier, in the fixed-width font.
pub fn mono(ui: &mut Ui, text: &str) -> Response {
    ui.add(egui::Label::new(RichText::new(text).text_style(TextStyle::Monospace)).wrap())
}

/// Text that stands back.
pub fn muted(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).size(13.0).color(tokens(ui).mute);
    ui.add(egui::Label::new(text).wrap())
}

/// Small text that stands back.
pub fn small_muted(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).small().color(tokens(ui).mute);
    ui.add(egui::Label::new(text).wrap())
}

/// A heading, which a screen reader can jump to.
pub fn heading(ui: &mut Ui, text: &str, size: f32) -> Response {
    let response = semibold(ui, text, size);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(text);
    });
    response
}

/// A name of this size.
pub fn semibold(ui: &mut Ui, text: &str, size: f32) -> Response {
    ui.add(egui::Label::new(RichText::new(text).font(FontId::new(size, theme::semibold()))).wrap())
}
