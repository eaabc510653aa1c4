//! A long text in the fixed-width font, of which only the rows that show are drawn.

use egui::{Frame, RichText, ScrollArea, TextStyle, Ui};

use super::kept::Kept;
use crate::inspector::rows::Rows;
use crate::ui::text::plain;
use crate::ui::theme::{CONTROL_CORNER, tokens};

/// The rows of the text that was shown last.
pub(super) type KeptRows<K> = Kept<(K, usize), Rows>;

/// Shows a text on a ground of its own, in all the room that there is. `key` tells texts apart.
pub(super) fn text_rows_ui<K: PartialEq>(ui: &mut Ui, text: &str, key: K, kept: &mut KeptRows<K>, salt: &str) {
    let font = TextStyle::Monospace.resolve(ui.style());
    let advance = ui.fonts_mut(|fonts| fonts.glyph_width(&font, 'm'));
    // The ground has its margins, and the scroll bar its place at the end.
    let columns = ((ui.available_width() - 36.0) / advance.max(1.0)).floor().max(20.0) as usize;
    let rows = kept.get((key, columns), || Rows::of(text, columns));
    let height = (ui.available_height() - 32.0).max(24.0);
    rows_ui(ui, text, rows, height, salt);
}

/// Shows the rows of a text on a ground of its own, at most so high.
pub(in crate::ui) fn rows_ui(ui: &mut Ui, text: &str, rows: &Rows, most: f32, salt: &str) {
    let colours = tokens(ui);
    Frame::new().fill(colours.code).corner_radius(CONTROL_CORNER).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let font = TextStyle::Monospace.resolve(ui.style());
        let height = ui.fonts_mut(|fonts| fonts.row_height(&font));
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = ScrollArea::both().auto_shrink([false, true]).id_salt(salt).max_height(most);
        area.show_rows(ui, height, rows.count(), |ui, shown| {
            for at in shown {
                let row = plain(rows.row(text, at), usize::MAX);
                ui.add(egui::Label::new(RichText::new(row).text_style(TextStyle::Monospace)).extend());
            }
        });
    });
}
