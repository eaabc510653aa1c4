//! The requests as the sandbox saw them: a list in which only what shows is drawn, and one of them opened.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align, EventFilter, FontFamily, FontId, Id, Rect, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

use super::request::{codes, happened, open_request_ui};
use super::{Around, SandboxForm};
use crate::app::SandboxSeen;
use crate::sandbox::SeenRequest;
use crate::ui::Words;
use crate::ui::text::{clock, plain};
use crate::ui::theme::{Tokens, card, medium, tokens};
use crate::ui::widgets::{cell, hinted_field, muted, row_by_keys, semibold, small_muted};

/// The height of a row, in points.
const ROW: f32 = 32.0;

/// Below this width the time's column is all that stays beside method, path and code.
const NARROW: f32 = 680.0;

/// Below this height an open request takes the place of the list.
const LOW: f32 = 420.0;

/// Shows the requests, newest first.
pub(super) fn requests_ui(ui: &mut Ui, words: &Words, seen: &SandboxSeen, around: Around<'_>, form: &mut SandboxForm) {
    if seen.requests.is_empty() {
        card(tokens(ui)).inner_margin(24).show(ui, |ui| {
            ui.set_width(ui.available_width());
            semibold(ui, &words.text("requests-empty"), 14.0);
            muted(ui, &words.text("requests-empty.more"));
        });
        return;
    }
    let open = form.open.and_then(|number| seen.requests.iter().find(|request| request.number == number).cloned());
    if open.is_none() {
        form.open = None;
    }
    let low = ui.available_height() < LOW;
    if let Some(request) = open.as_ref().filter(|_| low) {
        open_request_ui(ui, words, request, around, form, true);
        return;
    }
    ui.scope(|ui| {
        ui.set_max_width(360.0);
        hinted_field(ui, &words.text("requests-filter"), &mut form.filter, "requests filter");
    });
    let wanted = form.filter.trim().to_lowercase();
    let listed: Vec<&Arc<SeenRequest>> =
        seen.requests.iter().filter(|request| wanted.is_empty() || contains(words, request, &wanted)).collect();
    if listed.is_empty() {
        muted(ui, &words.text("requests-none-found"));
        return;
    }
    let height = if open.is_some() { ui.available_height() * 0.42 } else { ui.available_height() - 16.0 };
    card(tokens(ui)).inner_margin(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 8.0).max(2.0 * ROW));
        list(ui, words, &listed, around, form);
    });
    if let Some(request) = &open {
        open_request_ui(ui, words, request, around, form, false);
    }
}

fn contains(words: &Words, request: &SeenRequest, wanted: &str) -> bool {
    let fault = happened(words, request).map(|(text, _)| text).unwrap_or_default();
    let query = request.query.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
    let texts =
        [request.method.as_str(), &request.path, &query, &codes(request).0.unwrap_or_default(), &http(request), &fault];
    texts.iter().any(|text| text.to_lowercase().contains(wanted))
}

/// Where the columns of a row begin, from its left.
struct Columns {
    method: f32,
    path: f32,
    http: Option<f32>,
    codes: f32,
    happened: Option<f32>,
}

impl Columns {
    fn of(width: f32) -> Self {
        if width < NARROW {
            return Self { method: 80.0, path: 130.0, http: None, codes: width - 132.0, happened: None };
        }
        let happened = (width * 0.72).max(width - 330.0);
        Self {
            method: 84.0,
            path: 142.0,
            http: Some(happened - 166.0),
            codes: happened - 116.0,
            happened: Some(happened),
        }
    }
}

fn list(ui: &mut Ui, words: &Words, listed: &[&Arc<SeenRequest>], around: Around<'_>, form: &mut SandboxForm) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::of(ui.available_width() - 16.0);
    head(ui, words, &columns);
    ScrollArea::vertical().auto_shrink(false).id_salt("requests").show_viewport(ui, |ui, viewport| {
        ui.set_height(ROW * listed.len() as f32);
        let whole = ui.max_rect();
        // One more on each side, so that the keyboard has where to go.
        let first = ((viewport.min.y / ROW).floor().max(1.0) as usize).saturating_sub(1);
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize + 1).min(listed.len());
        let row = |index: usize| {
            let top = whole.top() + ROW * index as f32;
            Rect::from_x_y_ranges(whole.x_range(), top..=top + ROW)
        };
        let mut focused = None;
        for (index, request) in listed.iter().enumerate().take(last).skip(first) {
            let response = row_ui(ui, words, request, row(index), &columns, around, form.open == Some(request.number));
            if form.go_to == Some(request.number) {
                form.go_to = None;
                response.request_focus();
            }
            if response.has_focus() {
                focused = Some(index);
            }
            if response.clicked() {
                form.open = (form.open != Some(request.number)).then_some(request.number);
                form.copied = None;
            }
        }
        if let Some(to) = focused.and_then(|index| row_by_keys(ui, index, listed.len(), viewport.height() / ROW))
            && let Some(request) = listed.get(to)
        {
            form.go_to = Some(request.number);
            ui.scroll_to_rect(row(to), None);
            ui.ctx().request_repaint();
        }
    });
}

fn head(ui: &mut Ui, words: &Words, columns: &Columns) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let left = rect.left() + 8.0;
    let mut name = |at: f32, text: &str| {
        let cell = Rect::from_x_y_ranges(left + at..=rect.right(), rect.y_range());
        ui.scope_builder(UiBuilder::new().max_rect(cell).layout(egui::Layout::left_to_right(Align::Center)), |ui| {
            small_muted(ui, text);
        });
    };
    name(0.0, &words.text("requests-time"));
    name(columns.method, &words.text("requests-method"));
    name(columns.path, &words.text("requests-path"));
    if let Some(http) = columns.http {
        name(http, "HTTP");
    }
    name(columns.codes, "statusCode");
    if let Some(happened) = columns.happened {
        name(happened, &words.text("requests-happened"));
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens(ui).line));
}

fn row_ui(
    ui: &Ui,
    words: &Words,
    request: &SeenRequest,
    rect: Rect,
    columns: &Columns,
    around: Around<'_>,
    open: bool,
) -> Response {
    let id = Id::unique(("seen request", request.number));
    let response = ui.interact(rect, id, Sense::click());
    let colours = tokens(ui);
    let time = clock(request.at, around.time_zone);
    let method = plain(&request.method, 8);
    let path = plain(&request.path, 200);
    let (codes, good) = codes(request);
    let happened = happened(words, request);
    let http = http(request);
    let name = [time.as_str(), &method, &path, &http]
        .into_iter()
        .chain(codes.as_deref())
        .chain(happened.as_ref().map(|(text, _)| text.as_str()))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
    ui.ctx().accesskit_node_builder(id, |node| node.set_expanded(open));
    // The arrows walk through the rows, also through those that are not drawn.
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));

    if open || response.hovered() {
        let ground = if open { colours.accent_soft } else { colours.chip };
        ui.painter().rect_filled(rect, 6.0, ground);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colours.line));
    let mono = FontId::monospace(12.0);
    let next = |from: f32, until: f32, text: &str, font: FontId, colour| {
        let from = rect.left() + 8.0 + from;
        cell(ui, Rect::from_x_y_ranges(from..=rect.left() + until, rect.y_range()), text, font, colour);
    };
    next(0.0, columns.method, &time, mono.clone(), colours.mute);
    next(columns.method, columns.path, &method, mono.clone(), colours.text);
    next(columns.path, columns.http.unwrap_or(columns.codes), &path, mono, colours.text);
    let colour = good_or_bad(colours, good);
    let shown_http = if http.is_empty() { "–" } else { &http };
    let codes = match (columns.http, &codes) {
        (Some(at), None) => {
            next(at, columns.codes, shown_http, FontId::proportional(13.0), colour);
            "–"
        }
        (Some(at), Some(codes)) => {
            next(at, columns.codes, shown_http, FontId::proportional(13.0), colours.text);
            codes
        }
        // Where there is one column for both, the envelope's say more.
        (None, codes) => codes.as_deref().unwrap_or(shown_http),
    };
    let end = columns.happened.unwrap_or(rect.width());
    match &happened {
        // Where there is one column for all, what went wrong on purpose says the most.
        Some((text, true)) if columns.happened.is_none() => {
            next(columns.codes, end, text, FontId::proportional(12.0), colours.warn);
        }
        _ => next(columns.codes, end, codes, FontId::new(13.0, medium()), colour),
    }
    if let (Some(at), Some((text, is_fault))) = (columns.happened, &happened) {
        let colour = if *is_fault { colours.warn } else { colours.mute };
        next(at, rect.width() - 8.0, text, FontId::new(12.0, FontFamily::Proportional), colour);
    }
    if response.has_focus() {
        let ring = Stroke::new(2.0, colours.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 6.0, ring, egui::StrokeKind::Inside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

fn good_or_bad(colours: &Tokens, good: Option<bool>) -> egui::Color32 {
    match good {
        Some(true) => colours.ok,
        Some(false) => colours.bad,
        None => colours.mute,
    }
}

fn http(request: &SeenRequest) -> String {
    request.answered.map_or_else(String::new, |answered| answered.http_status.to_string())
}
