//! Rows of a long list, of which only those that show are drawn.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Key, Rect, Ui};

/// Where the keyboard goes from this row, if it goes anywhere. `rows` is how many show at once.
pub fn row_by_keys(ui: &Ui, from: usize, count: usize, rows: f32) -> Option<usize> {
    let page = (rows.floor() as usize).saturating_sub(1).max(1);
    let last = count.saturating_sub(1);
    ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        let to = if pressed(Key::ArrowDown) {
            from + 1
        } else if pressed(Key::ArrowUp) {
            from.saturating_sub(1)
        } else if pressed(Key::PageDown) {
            from + page
        } else if pressed(Key::PageUp) {
            from.saturating_sub(page)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            last
        } else {
            return None;
        };
        Some(to.min(last))
    })
}

/// A text in a cell, cut where the cell ends.
pub fn cell(ui: &Ui, rect: Rect, text: &str, font: FontId, colour: Color32) {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width((rect.width() - 8.0).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colour);
}
