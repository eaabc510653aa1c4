//! The list of exchanges, newest first; only the rows that show are drawn.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align, EventFilter, FontFamily, FontId, Id, Key, Layout, Rect, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    Vec2, WidgetInfo, style::ScrollAnimation,
};
use jiff::tz::TimeZone;

use super::InspectorForm;
use super::columns::{Columns, RowLook, room_for};
use super::facts::{cause, codes, colour, duration, http, http_colour};
use crate::inspector::Entry;
use crate::ui::Words;
use crate::ui::text::{plain, shortened};
use crate::ui::theme::{medium, tokens};
use crate::ui::widgets::{cell, row_by_keys, small_muted};

/// The height of a row, in points.
const ROW: f32 = 30.0;

/// Shows the entries at these places of the list, which has the oldest first.
pub(super) fn list_ui(
    ui: &mut Ui,
    words: &Words,
    entries: &[Arc<Entry>],
    listed: &[usize],
    (look, time_zone): (RowLook, &TimeZone),
    form: &mut InspectorForm,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::of(ui.available_width() - 16.0, look.day);
    head(ui, words, &columns);
    let count = listed.len();
    let at = |row: usize| count.checked_sub(row + 1).and_then(|at| entries.get(*listed.get(at)?));
    let to_top = std::mem::take(&mut form.to_top);
    let goes_to = form.place.offset(form.follows(), count, &at).or(to_top.then_some(0.0));
    let row_of = |number: u64| (0..count).find(|row| at(*row).is_some_and(|entry| entry.number == number));
    if std::mem::take(&mut form.arrives) {
        form.go_to = at(0).map(|entry| entry.number);
    }
    // The list is one stop of the keyboard: the row that has it, else the one that is open, else the newest.
    let has_keyboard = |number: &u64| ui.memory(|memory| memory.has_focus(row_id(form.file, *number)));
    let asked = form.go_to.or_else(|| form.stop.filter(has_keyboard)).or(form.open);
    let stop = asked.and_then(row_of).unwrap_or(0);
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("exchanges");
    let scrolled = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(ROW * count as f32);
        let whole = ui.max_rect();
        if let Some(offset) = goes_to {
            let there = Rect::from_x_y_ranges(whole.x_range(), whole.top() + offset..=whole.top() + offset + ROW);
            ui.scroll_to_rect_animation(there, Some(Align::TOP), ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
        let first = (viewport.min.y / ROW).floor().max(0.0) as usize;
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize).min(count);
        let rect = |index: usize| {
            let top = whole.top() + ROW * index as f32;
            Rect::from_x_y_ranges(whole.x_range(), top..=top + ROW)
        };
        let reachable = ui.is_enabled() && ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
        let mut by_keys = None;
        // The stop is there also where it is out of view, so that the keyboard finds the list.
        let out_of_view = Some(stop).filter(|stop| *stop < count && !(first..last).contains(stop));
        for index in (first..last).chain(out_of_view) {
            let Some(entry) = at(index) else { continue };
            let response = row_ui(ui, words, entry, (rect(index), index == stop), &columns, (look, time_zone), form);
            if form.go_to == Some(entry.number) && reachable {
                form.go_to = None;
                response.request_focus();
                ui.scroll_to_rect(rect(index), None);
            }
            if response.has_focus() {
                form.stop = Some(entry.number);
                by_keys = row_by_keys(ui, index, count, viewport.height() / ROW).and_then(&at);
            }
            if response.clicked() {
                form.choose(entry.number);
                let pressed = |key| ui.input(|input| input.key_pressed(key));
                if form.open == Some(entry.number) && (pressed(Key::Enter) || pressed(Key::Space)) {
                    form.enter = form.open;
                }
                ui.ctx().request_repaint();
            }
        }
        if let Some(entry) = by_keys {
            form.go_to = Some(entry.number);
        }
        if form.go_to.is_some_and(|number| row_of(number).is_none()) {
            form.go_to = None;
        } else if form.go_to.is_some() && ui.is_enabled() {
            ui.ctx().request_repaint();
        }
    });
    let top = (scrolled.state.clamped_offset().y / ROW).floor().max(0.0) as usize;
    form.place = Place {
        top: at(top).map(|entry| entry.number),
        newest: at(0).map(|entry| entry.number),
        offset: scrolled.state.clamped_offset().y,
    };
    if form.follows() || (form.place.offset < 1.0 && goes_to.is_none()) {
        form.seen = form.place.newest;
    }
}

/// Where the list was scrolled to, so that it stays there when something comes above.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    top: Option<u64>,
    newest: Option<u64>,
    offset: f32,
}

impl Place {
    /// Where to scroll to; `None` where nothing came.
    fn offset<'a>(self, follow: bool, count: usize, at: &dyn Fn(usize) -> Option<&'a Arc<Entry>>) -> Option<f32> {
        if at(0).map(|entry| entry.number) == self.newest {
            return None;
        }
        if follow || self.offset < 1.0 && self.top.is_none() {
            return Some(0.0);
        }
        let row = (0..count).find(|row| at(*row).is_some_and(|entry| Some(entry.number) <= self.top))?;
        Some(ROW * row as f32 + self.offset % ROW)
    }
}

fn head(ui: &mut Ui, words: &Words, columns: &Columns) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let left = rect.left() + 8.0;
    let mut name = |at: f32, text: &str| {
        let cell = Rect::from_x_y_ranges(left + at..=rect.right(), rect.y_range());
        ui.scope_builder(UiBuilder::new().max_rect(cell).layout(Layout::left_to_right(Align::Center)), |ui| {
            small_muted(ui, text);
        });
    };
    name(0.0, &words.text("requests-time"));
    if let Some(at) = columns.method {
        name(at, &words.text("requests-method"));
    }
    name(columns.path, &words.text("requests-path"));
    if let Some(at) = columns.http {
        name(at, "HTTP");
    }
    // Where it has no column, the HTTP status stands in for codes that were not answered.
    let narrow = words.text("inspector-answer");
    name(columns.codes, if columns.is_narrow() { &narrow } else { "statusCode · apiCode" });
    if let Some(at) = columns.took {
        name(at, &words.text("inspector-took"));
    }
    if let Some(at) = columns.request_id {
        name(at, "requestId");
    }
    name(columns.cause, &words.text("inspector-cause"));
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens(ui).line));
}

/// What a screen reader says of a row.
fn row_name(words: &Words, entry: &Entry, (look, time_zone): (RowLook, &TimeZone)) -> String {
    let exchange = &entry.exchange;
    let time = look.time(exchange.started_at, time_zone, false);
    let mut parts = vec![time, exchange.request.method.to_owned(), look.target(exchange)];
    parts.extend(exchange.attempt.http_status.map(|status| format!("HTTP {status}")));
    parts.push(codes(words, exchange));
    parts.push(duration(exchange.took));
    parts.extend(exchange.attempt.request_id.as_deref().map(|id| plain(id, 80)));
    parts.push(cause(words, exchange.cause));
    if entry.count > 1 {
        parts.push(words.with("inspector-times", &[("count", entry.count.into())]));
    }
    parts.retain(|part| part != "–");
    parts.join(" · ")
}

/// Tells a row from every other one, also from those of another file.
fn row_id(file: Option<u64>, number: u64) -> Id {
    Id::unique(("exchange", file, number))
}

fn row_ui(
    ui: &Ui,
    words: &Words,
    entry: &Entry,
    (rect, is_stop): (Rect, bool),
    columns: &Columns,
    (look, time_zone): (RowLook, &TimeZone),
    form: &InspectorForm,
) -> Response {
    let exchange = entry.exchange.as_ref();
    let id = row_id(form.file, entry.number);
    let focusable = is_stop || ui.memory(|memory| memory.has_focus(id));
    let response = ui.interact(rect, id, if focusable { Sense::click() } else { Sense::CLICK });
    let colours = tokens(ui);
    let open = form.open == Some(entry.number);
    let marked = open || form.comparing.concerns(entry.number);
    response
        .widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), row_name(words, entry, (look, time_zone))));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_expanded(open);
        node.set_selected(marked);
    });
    // The arrows walk through the rows, also through those that are not drawn.
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));

    if marked || response.hovered() {
        ui.painter().rect_filled(rect, 6.0, if marked { colours.accent_soft } else { colours.chip });
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colours.line));
    let mono = FontId::monospace(12.0);
    let next = |from: f32, until: f32, text: &str, font: FontId, colour| {
        let from = rect.left() + 8.0 + from;
        cell(ui, Rect::from_x_y_ranges(from..=rect.left() + until, rect.y_range()), text, font, colour);
    };
    let time = look.time(exchange.started_at, time_zone, columns.is_narrow());
    next(0.0, columns.method.unwrap_or(columns.path), &time, mono.clone(), colours.mute);
    if let Some(at) = columns.method {
        next(at, columns.path, exchange.request.method, mono.clone(), colours.text);
    }
    let path_end = columns.http.unwrap_or(columns.codes);
    // A path may be cut, but never how many calls the row stands for.
    let times = if entry.count > 1 { format!("×{}", entry.count) } else { String::new() };
    let times_at = path_end - room_for(&times);
    next(
        columns.path,
        times_at,
        &look.target_within(exchange, times_at - columns.path - 16.0),
        mono.clone(),
        colours.text,
    );
    if !times.is_empty() {
        next(times_at, path_end, &times, mono.clone(), colours.text);
    }
    let how = colour(colours, exchange);
    if let Some(at) = columns.http {
        next(at, columns.codes, &http(exchange), FontId::proportional(13.0), http_colour(colours, exchange));
    }
    let mut said = codes(words, exchange);
    if columns.is_narrow() && said == "–" {
        said = format!("HTTP {}", http(exchange));
    }
    let end = columns.took.unwrap_or(columns.cause);
    next(columns.codes, end, &said, FontId::new(13.0, medium()), how);
    if let Some(at) = columns.took {
        let end = columns.request_id.unwrap_or(columns.cause);
        next(at, end, &duration(exchange.took), FontId::proportional(13.0), colours.text);
    }
    if let Some(at) = columns.request_id {
        let request_id = exchange
            .attempt
            .request_id
            .as_deref()
            .map_or_else(|| "–".to_owned(), |id| shortened(id, columns.of_request_id()));
        next(at, columns.cause, &request_id, mono, colours.mute);
    }
    let font = FontId::new(12.0, FontFamily::Proportional);
    next(columns.cause, rect.width() - 4.0, &cause(words, exchange.cause), font, colours.mute);
    if response.has_focus() {
        let ring = Stroke::new(2.0, colours.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 6.0, ring, egui::StrokeKind::Inside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}
