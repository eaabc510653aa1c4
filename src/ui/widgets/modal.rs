//! A dialog above the window.

use egui::{Id, Modal, ModalResponse, Rect, Ui};

use super::heading;
use crate::ui::theme::{dialog, tokens};

/// Shows a dialog under its heading, at most `widest` points wide and never wider than the window.
pub fn modal<R>(ui: &Ui, id: Id, title: &str, widest: f32, content: impl FnOnce(&mut Ui) -> R) -> ModalResponse<R> {
    let colours = tokens(ui);
    let width = widest.min(ui.ctx().content_rect().width() - 96.0);
    let area = Modal::default_area(id).accessible_name(title);
    let modal = Modal::new(id).area(area).backdrop_color(colours.veil).frame(dialog(colours));
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(width);
        heading(ui, title, 18.0);
        content(ui)
    });
    ui.ctx().accesskit_node_builder(response.response.id, |node| node.set_modal());
    settle(ui, id, response.response.rect);
    response
}

/// Draws on until the dialog has its size and its place: what scrolls in it grows by what the frame before left it, and a
/// button that moves under the pointer later would be missed.
fn settle(ui: &Ui, id: Id, rect: Rect) {
    let key = Id::unique(("at rest", id));
    let before = ui.data_mut(|data| {
        let before = data.get_temp::<Rect>(key);
        data.insert_temp(key, rect);
        before
    });
    if before.is_none_or(|before| before != rect) {
        ui.ctx().request_repaint();
    }
}

/// Draws what lies behind a dialog: as it was, but without any use.
pub fn behind_modal(ui: &mut Ui) {
    ui.visuals_mut().disabled_alpha = 1.0;
    ui.disable();
}

/// The row of buttons that ends a dialog, from the right.
pub fn modal_buttons(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), crate::ui::theme::CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, egui::Layout::right_to_left(egui::Align::Center), content);
}
