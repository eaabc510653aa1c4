//! The list of exchanges, newest first; only the rows that show are drawn.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align, EventFilter, FontFamily, FontId, Id, Layout, Rect, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, style::ScrollAnimation,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::InspectorForm;
use super::facts::{cause, codes, colour, duration, http, target};
use crate::inspector::Entry;
use crate::ui::Words;
use crate::ui::text::{clock, plain, shortened};
use crate::ui::theme::{medium, tokens};
use crate::ui::widgets::{cell, row_by_keys, small_muted};

/// The height of a row, in points.
const ROW: f32 = 30.0;

/// Below this width there is no room for requestId.
const MEDIUM: f32 = 900.0;

/// Below this width only time to the second, method, path, codes and cause are left.
const NARROW: f32 = 680.0;

/// Below this width the method has no room either, and of the path only the end, which is where the endpoint stands.
const VERY_NARROW: f32 = 540.0;

/// How wide the column of causes is, in points: the longest fits.
const CAUSE: f32 = 108.0;

/// Where the columns of a row begin, from its left.
struct Columns {
    method: Option<f32>,
    path: f32,
    http: Option<f32>,
    codes: f32,
    took: Option<f32>,
    request_id: Option<f32>,
    cause: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        let cause = width - CAUSE;
        if width < NARROW {
            let codes = cause - 84.0;
            let (method, path) = if width < VERY_NARROW { (None, 76.0) } else { (Some(76.0), 124.0) };
            return Self { method, path, http: None, codes, took: None, request_id: None, cause };
        }
        let (method, path) = (Some(102.0), 152.0);
        let request_id = (width >= MEDIUM).then_some(cause - 104.0);
        let took = request_id.unwrap_or(cause) - 76.0;
        let codes = took - 142.0;
        Self { method, path, http: Some(codes - 48.0), codes, took: Some(took), request_id, cause }
    }

    fn is_narrow(&self) -> bool {
        self.http.is_none()
    }
}

/// Shows the entries at these places of the list, which has the oldest first.
pub(super) fn list_ui(
    ui: &mut Ui,
    words: &Words,
    entries: &[Arc<Entry>],
    listed: &[usize],
    time_zone: &TimeZone,
    form: &mut InspectorForm,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::of(ui.available_width() - 16.0);
    head(ui, words, &columns);
    let count = listed.len();
    let at = |row: usize| count.checked_sub(row + 1).and_then(|at| entries.get(*listed.get(at)?));
    let goes_to = form.place.offset(!form.stays, count, &at);
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("exchanges");
    let scrolled = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(ROW * count as f32);
        let whole = ui.max_rect();
        if let Some(offset) = goes_to {
            let there = Rect::from_x_y_ranges(whole.x_range(), whole.top() + offset..=whole.top() + offset + ROW);
            ui.scroll_to_rect_animation(there, Some(Align::TOP), ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
        // One more on each side, so that the keyboard has where to go.
        let first = ((viewport.min.y / ROW).floor().max(1.0) as usize).saturating_sub(1);
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize + 1).min(count);
        let rect = |index: usize| {
            let top = whole.top() + ROW * index as f32;
            Rect::from_x_y_ranges(whole.x_range(), top..=top + ROW)
        };
        let mut focused = None;
        for index in first..last {
            let Some(entry) = at(index) else { continue };
            let response = row_ui(ui, words, entry, rect(index), &columns, time_zone, form);
            if form.go_to == Some(entry.number) {
                form.go_to = None;
                response.request_focus();
            }
            if response.has_focus() {
                focused = Some(index);
            }
            if response.clicked() {
                form.choose(entry.number);
            }
        }
        let rows = viewport.height() / ROW;
        if let Some(entry) = focused.and_then(|index| row_by_keys(ui, index, count, rows)).and_then(&at) {
            form.go_to = Some(entry.number);
        }
        // What the keyboard goes to may not be drawn yet.
        if let Some(row) =
            form.go_to.and_then(|number| (0..count).find(|row| at(*row).is_some_and(|entry| entry.number == number)))
        {
            ui.scroll_to_rect(rect(row), None);
            ui.ctx().request_repaint();
        } else {
            form.go_to = None;
        }
    });
    let top = (scrolled.state.clamped_offset().y / ROW).floor().max(0.0) as usize;
    form.place = Place {
        top: at(top).map(|entry| entry.number),
        newest: at(0).map(|entry| entry.number),
        offset: scrolled.state.clamped_offset().y,
    };
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
    name(columns.codes, if columns.is_narrow() { "statusCode" } else { "statusCode · apiCode" });
    if let Some(at) = columns.took {
        name(at, &words.text("inspector-took"));
    }
    if let Some(at) = columns.request_id {
        name(at, "requestId");
    }
    name(columns.cause, &words.text("inspector-cause"));
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens(ui).line));
}

/// A time of day, to the millisecond.
pub(super) fn precise_clock(at: Timestamp, time_zone: &TimeZone) -> String {
    at.to_zoned(time_zone.clone()).strftime("%H:%M:%S%.3f").to_string()
}

/// The last part of a path, with its query.
fn end_of(target: &str) -> String {
    let path_end = target.find('?').unwrap_or(target.len());
    match target.get(..path_end).and_then(|path| path.rfind('/')) {
        Some(start) if start > 0 => format!("…{}", target.get(start..).unwrap_or_default()),
        Some(_) | None => target.to_owned(),
    }
}

/// What a screen reader says of a row.
fn row_name(words: &Words, entry: &Entry, time_zone: &TimeZone) -> String {
    let exchange = &entry.exchange;
    let mut parts = vec![
        precise_clock(exchange.started_at, time_zone),
        exchange.request.method.to_owned(),
        plain(target(exchange), 200),
    ];
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

fn row_ui(
    ui: &Ui,
    words: &Words,
    entry: &Entry,
    rect: Rect,
    columns: &Columns,
    time_zone: &TimeZone,
    form: &InspectorForm,
) -> Response {
    let exchange = entry.exchange.as_ref();
    let id = Id::unique(("exchange", form.file, entry.number));
    let response = ui.interact(rect, id, Sense::click());
    let colours = tokens(ui);
    let open = form.open == Some(entry.number);
    let marked = open || form.comparing.concerns(entry.number);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), row_name(words, entry, time_zone)));
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
    let time = if columns.is_narrow() { clock } else { precise_clock };
    let until = columns.method.unwrap_or(columns.path);
    next(0.0, until, &time(exchange.started_at, time_zone), mono.clone(), colours.mute);
    if let Some(at) = columns.method {
        next(at, columns.path, exchange.request.method, mono.clone(), colours.text);
    }
    let mut path = plain(target(exchange), 200);
    if columns.method.is_none() {
        path = end_of(&path);
    }
    if entry.count > 1 {
        path = format!("{path}  ×{}", entry.count);
    }
    next(columns.path, columns.http.unwrap_or(columns.codes), &path, mono.clone(), colours.text);
    let how = colour(colours, exchange);
    if let Some(at) = columns.http {
        next(at, columns.codes, &http(exchange), FontId::proportional(13.0), colours.text);
    }
    let mut said = codes(words, exchange);
    if columns.is_narrow() && said == "–" {
        said = http(exchange);
    }
    let end = columns.took.unwrap_or(columns.cause);
    next(columns.codes, end, &said, FontId::new(13.0, medium()), how);
    if let Some(at) = columns.took {
        let end = columns.request_id.unwrap_or(columns.cause);
        next(at, end, &duration(exchange.took), FontId::proportional(13.0), colours.text);
    }
    if let Some(at) = columns.request_id {
        let request_id = exchange.attempt.request_id.as_deref().map_or_else(|| "–".to_owned(), |id| shortened(id, 11));
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

#[cfg(test)]
mod tests {
    use super::end_of;

    #[test]
    fn of_a_path_the_end_stays_with_its_query() {
        assert_eq!(end_of("/api/v3/get-profile?withIdentities=true"), "…/get-profile?withIdentities=true");
        assert_eq!(end_of("/oidc/authorize?redirect_uri=/a/b"), "…/authorize?redirect_uri=/a/b");
        for whole in ["/me", "/", "", "?a=/b/c"] {
            assert_eq!(end_of(whole), whole);
        }
    }
}
