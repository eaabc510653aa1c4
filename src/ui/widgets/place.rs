//! Places to go to, of which one is shown: the entries of the rail, and tabs.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, FontFamily, FontId, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::button::show_keyboard;
use crate::ui::theme::{CONTROL_CORNER, CONTROL_HEIGHT, semibold, tokens};

/// An entry of the rail, as wide as there is room, with an aside at its end.
pub fn rail_entry(ui: &mut Ui, name: &str, aside: Option<&str>, selected: bool) -> Response {
    let colours = tokens(ui);
    let size = Vec2::new(ui.available_width(), CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    describe(ui, &response, name, aside, selected);
    let ground = match (selected, response.hovered()) {
        (true, _) => Some(colours.accent_soft),
        (false, true) => Some(colours.chip),
        (false, false) => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CONTROL_CORNER, ground);
    }
    let (family, colour) =
        if selected { (semibold(), colours.accent) } else { (FontFamily::Proportional, colours.mute) };
    let inside = rect.shrink2(Vec2::new(10.0, 0.0));
    ui.painter().text(inside.left_center(), Align2::LEFT_CENTER, name, FontId::new(14.0, family), colour);
    if let Some(aside) = aside {
        let font = FontId::proportional(12.0);
        ui.painter().text(inside.right_center(), Align2::RIGHT_CENTER, aside, font, colours.mute);
    }
    show_keyboard(ui, &response);
    response
}

/// A tab: its name, a count where there is one, and a line below when it is the one that is shown.
pub fn tab(ui: &mut Ui, name: &str, count: Option<&str>, selected: bool) -> Response {
    let colours = tokens(ui);
    let (family, colour) =
        if selected { (semibold(), colours.accent) } else { (FontFamily::Proportional, colours.mute) };
    let format = |size, family, color| TextFormat {
        font_id: FontId::new(size, family),
        color,
        valign: Align::Center,
        ..TextFormat::default()
    };
    let galley = |family| {
        let mut job = LayoutJob::default();
        job.append(name, 0.0, format(14.0, family, colour));
        if let Some(count) = count {
            job.append(count, 6.0, format(12.0, FontFamily::Proportional, colours.mute));
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    // As wide as it is when it is chosen, so that choosing another moves nothing.
    let widest = galley(semibold()).size().x.max(galley(FontFamily::Proportional).size().x);
    let galley = galley(family);
    let size = Vec2::new(widest + 20.0, CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    describe(ui, &response, name, count, selected);
    if response.hovered() && !selected {
        ui.painter().rect_filled(rect, CONTROL_CORNER, colours.chip);
    }
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    ui.painter().galley(at, galley, colour);
    if selected {
        let below = Rect::from_x_y_ranges(rect.x_range().shrink(10.0), rect.bottom() - 2.0..=rect.bottom());
        ui.painter().rect_filled(below, 1.0, colours.accent);
    }
    show_keyboard(ui, &response);
    response
}

/// The line that a row of tabs stands on.
pub fn tab_line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, tokens(ui).line));
}

/// Tells assistive technology what it is, and whether it is the one that is shown.
fn describe(ui: &Ui, response: &Response, name: &str, aside: Option<&str>, selected: bool) {
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        // What changes by itself is no part of the name, or a screen reader would say it again and again.
        if let Some(aside) = aside {
            node.set_description(aside);
        }
    });
}
