//! One exchange, opened: its parts as tabs, and what it means.

use egui::{Align, Id, Key, Layout, ScrollArea, Ui, UiBuilder, Vec2};
use jiff::tz::TimeZone;

use super::columns::precise_clock;
use super::comparison::Comparing;
use super::facts::{cause, cause_meaning, codes, colour, duration, host, http, meaning};
use super::held::has_left;
use super::{InspectorForm, again, body, code, timing};
use crate::app::{Action, InspectorShown};
use crate::genauth::{Exchange, Header};
use crate::inspector::Entry;
use crate::ui::Words;
use crate::ui::explain::code_facts;
use crate::ui::sandbox::copy::Copying as _;
use crate::ui::text::{day_and_clock, plain};
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{
    explanation as explanation_rest, facts, heading, link_button, mono, muted, small_muted, tab, tab_line,
};

/// From which width on the meaning stands beside the parts, in points.
const TWO_COLUMNS: f32 = 820.0;
/// How wide it is there, in points.
const MEANING: f32 = 320.0;

/// A part of an exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailTab {
    /// What it was and what it came to.
    #[default]
    Summary,
    /// The body that was sent.
    Request,
    /// The body that came back.
    Response,
    /// The headers of both.
    Headers,
    /// What the time went into.
    Timing,
    /// The same call as a text that can be run.
    Code,
}

/// What an opened exchange is shown with.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) shown: &'a InspectorShown,
    pub(super) time_zone: &'a TimeZone,
    /// Whether the list is not beside it.
    pub(super) alone: bool,
    /// Whether it is of a file, so that nothing can be sent.
    pub(super) foreign: bool,
}

/// Shows an exchange in all the room that there is.
pub(super) fn detail_ui(
    ui: &mut Ui,
    words: &Words,
    entry: &Entry,
    around: Around<'_>,
    form: &mut InspectorForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let size = Vec2::new(ui.available_width(), (ui.available_height() - 12.0).max(120.0));
    // Each exchange has controls of its own, so that nothing that was folded or searched in one is so in another.
    let own = UiBuilder::new().scope_id(Id::unique(("opened exchange", form.file, entry.number)));
    ui.scope_builder(own, |ui| {
        if size.x < TWO_COLUMNS {
            parts_ui(ui, words, entry, around, (size, true), form, &mut actions);
            return;
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let left = Vec2::new(size.x - MEANING - 12.0, size.y);
            ui.allocate_ui_with_layout(left, Layout::top_down(Align::LEFT), |ui| {
                parts_ui(ui, words, entry, around, (left, false), form, &mut actions);
            });
            ui.allocate_ui_with_layout(Vec2::new(MEANING, size.y), Layout::top_down(Align::LEFT), |ui| {
                card(tokens(ui)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.set_height((size.y - 30.0).max(80.0));
                    ScrollArea::vertical().auto_shrink(false).id_salt("meaning").show(ui, |ui| {
                        meaning_ui(ui, words, entry, around, form, &mut actions);
                    });
                });
            });
        });
    });
    actions
}

fn parts_ui(
    ui: &mut Ui,
    words: &Words,
    entry: &Entry,
    around: Around<'_>,
    (size, with_meaning): (Vec2, bool),
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    let exchange = entry.exchange.as_ref();
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((size.y - 30.0).max(100.0));
        ui.spacing_mut().item_spacing.y = 6.0;
        title_ui(ui, words, entry, around, form);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            tabs_ui(ui, words, entry.number, form);
        });
        match form.tab {
            DetailTab::Summary => {
                ScrollArea::vertical().auto_shrink(false).id_salt("summary").show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 6.0;
                    summary_ui(ui, words, entry, around.time_zone, form);
                    if with_meaning {
                        ui.add_space(4.0);
                        meaning_ui(ui, words, entry, around, form, actions);
                    }
                });
            }
            DetailTab::Request => {
                body::body_ui(ui, words, exchange, body::Whose::Request, &mut form.request);
            }
            DetailTab::Response => {
                body::body_ui(ui, words, exchange, body::Whose::Response, &mut form.response);
            }
            DetailTab::Headers => {
                ScrollArea::vertical().auto_shrink(false).id_salt("headers").show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    headers_ui(ui, words, exchange);
                });
            }
            DetailTab::Timing => {
                ScrollArea::vertical().auto_shrink(false).id_salt("timing").show(ui, |ui| {
                    timing::timing_ui(ui, words, exchange);
                });
            }
            DetailTab::Code => {
                let here = around.shown.here.as_ref().map(|here| here.app_host.authority());
                let elsewhere = around.foreign || here.is_some_and(|here| here != host(exchange));
                code::code_ui(ui, words, exchange, elsewhere, &mut form.code_view, &mut form.copied);
            }
        }
    });
}

fn title_ui(ui: &mut Ui, words: &Words, entry: &Entry, around: Around<'_>, form: &mut InspectorForm) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = if around.alone { words.text("request-back") } else { words.text("request-close") };
            let closed = link_button(ui, &close, &close).clicked();
            if closed || (ui.is_enabled() && ui.input(|input| input.key_pressed(Key::Escape))) {
                form.close();
                ui.ctx().request_repaint();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
                let exchange = &entry.exchange;
                heading(ui, &format!("{} {}", exchange.request.method, plain(&exchange.attempt.path, 200)), 14.0);
            });
        });
    });
}

fn tabs_ui(ui: &mut Ui, words: &Words, number: u64, form: &mut InspectorForm) {
    // Whoever opened it by the keyboard goes on in it.
    let entered = ui.is_enabled() && form.enter == Some(number);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(2.0, 0.0);
        for (to, name) in [
            (DetailTab::Summary, words.text("inspector-summary")),
            (DetailTab::Request, words.text("inspector-request")),
            (DetailTab::Response, words.text("inspector-response")),
            (DetailTab::Headers, words.text("inspector-headers")),
            (DetailTab::Timing, words.text("inspector-timing")),
            (DetailTab::Code, words.text("inspector-code")),
        ] {
            let tab = tab(ui, &name, None, form.tab == to);
            if entered && form.tab == to {
                form.enter = None;
                tab.request_focus();
            }
            if tab.clicked() {
                form.tab = to;
                form.copied = None;
            }
        }
    });
    tab_line(ui);
}

fn summary_ui(ui: &mut Ui, words: &Words, entry: &Entry, time_zone: &TimeZone, form: &mut InspectorForm) {
    let exchange = entry.exchange.as_ref();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let said = match exchange.response {
            Some(_) => format!("HTTP {} · {}", http(exchange), codes(words, exchange)),
            None => codes(words, exchange),
        };
        let font = egui::FontId::new(14.0, crate::ui::theme::semibold());
        let colour = colour(tokens(ui), exchange);
        ui.add(egui::Label::new(egui::RichText::new(said.trim_end_matches(" · –")).font(font).color(colour)));
    });
    ui.horizontal_wrapped(|ui| {
        mono(ui, &plain(&exchange.request.url, 2000));
        form.copied.copy_button(ui, words, &words.text("inspector-url"), &exchange.request.url);
    });
    let mut known = vec![
        (words.text("requests-time").into_owned(), precise_clock(exchange.started_at, time_zone)),
        (words.text("inspector-took").into_owned(), duration(exchange.took)),
        (words.text("inspector-cause").into_owned(), cause(words, exchange.cause)),
    ];
    if entry.count > 1 {
        let first = precise_clock(entry.first_started_at, time_zone);
        known.push((
            words.text("inspector-polled").into_owned(),
            words.with("inspector-polled-since", &[("count", entry.count.into()), ("time", first.into())]),
        ));
    }
    known.push((words.text("inspector-day").into_owned(), day_and_clock(exchange.started_at, time_zone)));
    known.extend(
        exchange
            .response
            .as_ref()
            .map(|response| (words.text("inspector-protocol").into_owned(), response.http_version.to_owned())),
    );
    facts(ui, &known);
    if let Some(meaning) = cause_meaning(words, exchange.cause) {
        small_muted(ui, &meaning);
    }
    let attempt = &exchange.attempt;
    facts(ui, &code_facts(words, attempt.status_code, attempt.api_code, attempt.message.as_deref(), None));
    if let Some(request_id) = &attempt.request_id {
        ui.horizontal_wrapped(|ui| {
            facts(ui, &code_facts(words, None, None, None, Some(request_id)));
            form.copied.copy_button(ui, words, "requestId", request_id);
        });
    }
}

fn headers_ui(ui: &mut Ui, words: &Words, exchange: &Exchange) {
    let mut list = |title: &str, headers: &[Header]| {
        heading(ui, title, 13.0);
        for header in headers {
            mono(ui, &format!("{}: {}", plain(&header.name, 200), plain(&header.value, 4000)));
        }
        if headers.is_empty() {
            muted(ui, &words.text("request-no-headers"));
        }
        ui.add_space(6.0);
    };
    list(&words.text("inspector-request-headers"), &exchange.request.headers);
    match &exchange.response {
        Some(response) => list(&words.text("inspector-response-headers"), &response.headers),
        None => {
            heading(ui, &words.text("inspector-response-headers"), 13.0);
            muted(ui, &words.text("inspector-no-answer.more"));
        }
    }
    small_muted(ui, &words.text("inspector-headers-more"));
}

fn meaning_ui(
    ui: &mut Ui,
    words: &Words,
    entry: &Entry,
    around: Around<'_>,
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.y = 6.0;
    heading(ui, &words.text("inspector-meaning"), 14.0);
    let explanation = meaning(words, &entry.exchange, around.foreign);
    muted(ui, &explanation.what);
    explanation_rest(ui, &explanation);
    let compare = words.text("inspector-compare");
    if link_button(ui, &compare, &compare).clicked() {
        form.close();
        form.comparing = Comparing::With(entry.number);
        ui.ctx().request_repaint();
    }
    ui.add_space(4.0);
    if around.foreign {
        small_muted(ui, &words.text("inspector-not-repeatable-file"));
        return;
    }
    if has_left(entry.number, &around.shown.snapshot.entries) {
        small_muted(ui, &words.text("inspector-made-room"));
        return;
    }
    again::again_ui(ui, words, entry, around.shown, form, actions);
}
