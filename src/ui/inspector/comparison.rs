//! Two exchanges beside each other: what is different, by its place.

use egui::{Align, Frame, Key, Label, Layout, RichText, ScrollArea, TextStyle, Ui};

use super::InspectorForm;
use super::columns::precise_clock;
use super::facts::target;
use super::kept::Kept;
use crate::inspector::Entry;
use crate::inspector::compare::{Comparison, Difference, Place, Side, compare};
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::{CONTROL_CORNER, card, tokens};
use crate::ui::widgets::{heading, link_button, muted, small_muted};
use jiff::tz::TimeZone;

/// The height of a difference, in points: its place and two values.
const ROW: f32 = 58.0;
/// How long a value may be on the screen, in characters.
const LONGEST: usize = 400;

/// Which exchanges are compared, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Comparing {
    /// None.
    #[default]
    Nothing,
    /// The first is chosen, the second not yet.
    With(u64),
    /// Both.
    Both(u64, u64),
}

impl Comparing {
    /// Whether this one is among them.
    pub(super) fn concerns(self, number: u64) -> bool {
        match self {
            Self::Nothing => false,
            Self::With(first) => first == number,
            Self::Both(first, second) => first == number || second == number,
        }
    }
}

/// What was found, for the exchanges with these ids.
pub(super) type KeptComparison = Kept<(u64, u64), Comparison>;

/// Says an exchange in one line.
fn title(entry: &Entry, time_zone: &TimeZone) -> String {
    let exchange = &entry.exchange;
    let time = precise_clock(exchange.started_at, time_zone);
    format!("{time} · {} {}", exchange.request.method, plain(target(exchange), 120))
}

/// Asks for the second exchange; a press in the list chooses it.
pub(super) fn choosing_ui(ui: &mut Ui, words: &Words, first: &Entry, time_zone: &TimeZone, form: &mut InspectorForm) {
    ui.horizontal_wrapped(|ui| {
        muted(ui, &words.with("inspector-compare-choose", &[("call", title(first, time_zone).into())]));
        let cancel = words.text("cancel");
        let escaped = ui.is_enabled() && ui.input(|input| input.key_pressed(Key::Escape));
        if link_button(ui, &cancel, &cancel).clicked() || escaped {
            form.comparing = Comparing::Nothing;
            ui.ctx().request_repaint();
        }
    });
}

/// Shows what is different, in all the room that there is. What came earlier has the minus, whichever was chosen first.
pub(super) fn comparison_ui(
    ui: &mut Ui,
    words: &Words,
    (one, other): (&Entry, &Entry),
    time_zone: &TimeZone,
    form: &mut InspectorForm,
) {
    let began = |entry: &Entry| (entry.exchange.started_at, entry.number);
    let (first, second) = if began(other) < began(one) { (other, one) } else { (one, other) };
    let height = (ui.available_height() - 42.0).max(100.0);
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height(height);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = words.text("request-close");
                let closed = link_button(ui, &close, &close).clicked();
                if closed || (ui.is_enabled() && ui.input(|input| input.key_pressed(Key::Escape))) {
                    form.comparing = Comparing::Nothing;
                    ui.ctx().request_repaint();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    heading(ui, &words.text("inspector-comparison"), 14.0);
                });
            });
        });
        for (key, entry) in [("inspector-comparison-earlier", first), ("inspector-comparison-later", second)] {
            small_muted(ui, &words.with(key, &[("call", title(entry, time_zone).into())]));
        }
        let ids = (first.exchange.id, second.exchange.id);
        let found = form.comparison.get(ids, || compare(&first.exchange, &second.exchange));
        if found.differences.is_empty() {
            muted(ui, &words.text("inspector-comparison-none"));
            return;
        }
        if found.shortened {
            small_muted(ui, &words.text("inspector-comparison-shortened"));
        }
        let colours = tokens(ui);
        Frame::new().fill(colours.code).corner_radius(CONTROL_CORNER).inner_margin(10).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().auto_shrink([false, true]).id_salt("comparison");
            let height = (ui.available_height() - 12.0).max(60.0);
            area.max_height(height).show_rows(ui, ROW, found.differences.len(), |ui, shown| {
                for difference in found.differences.get(shown).unwrap_or_default() {
                    difference_ui(ui, words, difference);
                }
            });
        });
    });
}

fn difference_ui(ui: &mut Ui, words: &Words, difference: &Difference) {
    let colours = tokens(ui);
    ui.allocate_ui(egui::vec2(ui.available_width(), ROW), |ui| {
        ui.set_height(ROW);
        ui.spacing_mut().item_spacing.y = 1.0;
        small_muted(ui, &place_words(words, difference));
        for (sign, value, colour) in [("-", &difference.first, colours.bad), ("+", &difference.second, colours.ok)] {
            let value = match value {
                Some(value) => plain(value, LONGEST),
                None => words.text("inspector-comparison-nothing").into_owned(),
            };
            let text = RichText::new(format!("{sign} {value}")).text_style(TextStyle::Monospace).color(colour);
            ui.add(Label::new(text).truncate());
        }
    });
}

fn place_words(words: &Words, difference: &Difference) -> String {
    let side = match difference.side {
        Side::Request => words.text("inspector-request"),
        Side::Response => words.text("inspector-response"),
    };
    let place = match &difference.place {
        Place::Method => words.text("requests-method").into_owned(),
        Place::Url => words.text("inspector-address").into_owned(),
        Place::HttpStatus => "HTTP".to_owned(),
        Place::Header(name) => words.with("inspector-comparison-header", &[("name", plain(name, 100).into())]),
        Place::Body(path) => plain(path, 200),
        Place::WholeBody => words.text("request-body").into_owned(),
    };
    format!("{side} · {place}")
}
