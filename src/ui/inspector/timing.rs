//! What the time of a call went into, as a bar of what was measured.

use egui::{Color32, Rect, Sense, Ui, Vec2};

use super::facts::duration;
use crate::genauth::Exchange;
use crate::inspector::timing::{Length, Part, parts};
use crate::ui::Words;
use crate::ui::theme::{Tokens, tokens};
use crate::ui::widgets::{fact, small_muted};

/// The height of the bar, in points.
const BAR: f32 = 14.0;

fn name(words: &Words, exchange: &Exchange, part: Part) -> String {
    let key = match part {
        Part::NameLookup => "inspector-part-lookup",
        Part::Connecting if exchange.request.url.starts_with("https:") => "inspector-part-connecting",
        Part::Connecting => "inspector-part-connecting.plain",
        Part::Waiting => "inspector-part-waiting",
        Part::Receiving => "inspector-part-receiving",
    };
    words.text(key).into_owned()
}

fn colour(colours: &Tokens, part: Part) -> Color32 {
    match part {
        Part::NameLookup => colours.mute,
        Part::Connecting => colours.warn,
        Part::Waiting => colours.accent,
        Part::Receiving => colours.ok,
    }
}

/// Shows the parts. What nobody measured has no place in the bar and says so.
pub(super) fn timing_ui(ui: &mut Ui, words: &Words, exchange: &Exchange) {
    ui.spacing_mut().item_spacing.y = 8.0;
    let colours = tokens(ui);
    let parts = parts(exchange);
    let (bar, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), BAR), Sense::hover());
    ui.painter().rect_filled(bar, 4.0, colours.chip);
    let whole = exchange.took.as_secs_f32().max(f32::MIN_POSITIVE);
    let mut left = bar.left();
    for (part, length) in parts {
        let Some(took) = length.duration() else { continue };
        // What took next to no time is still seen.
        let width = (bar.width() * took.as_secs_f32() / whole).max(2.0).min(bar.right() - left);
        let piece = Rect::from_min_size(egui::pos2(left, bar.top()), Vec2::new(width, BAR));
        ui.painter().rect_filled(piece, 2.0, colour(colours, part));
        left += width;
    }
    for (part, length) in parts {
        ui.horizontal(|ui| {
            let (mark, _) = ui.allocate_exact_size(Vec2::splat(10.0), Sense::hover());
            if length.duration().is_some() {
                ui.painter().rect_filled(mark, 3.0, colour(colours, part));
            }
            let said = match length {
                Length::Took(took) => duration(took),
                Length::Absent => words.text("inspector-part-absent").into_owned(),
                Length::NotMeasured => words.text("inspector-part-not-measured").into_owned(),
            };
            fact(ui, &name(words, exchange, part), &said);
        });
    }
    fact(ui, &words.text("inspector-took"), &duration(exchange.took));
    small_muted(ui, &words.text("inspector-timing-more"));
}
