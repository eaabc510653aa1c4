//! The history in rows, grouped by day, of which only those that show are drawn.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, EventFilter, FontId, Id, Rect, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo};
use jiff::civil::Date;

use super::outcome::{deed_words, said};
use super::{ActivityForm, Around};
use crate::app::{Action, ActivityAction, History, HistoryRow};
use crate::ledger::{Entry, EntryId};
use crate::ui::Words;
use crate::ui::text::{clock, plain, shortened};
use crate::ui::theme::{medium, tokens};
use crate::ui::widgets::{row_by_keys, small_muted};

/// The height of a row, in points.
const ROW: f32 = 34.0;
/// Below this width the codes have no column.
const NARROW: f32 = 560.0;
/// So many rows before the last one the next are asked for.
const AHEAD: usize = 40;

/// Shows the history; what comes after what was read is asked for as one comes near.
pub(super) fn list_ui(
    ui: &mut Ui,
    words: &Words,
    history: &History,
    around: Around<'_>,
    form: &mut ActivityForm,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let rows = history.rows();
    let more = history.next.is_some();
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("activity");
    if form.drawn.as_ref() != Some(&history.filter) {
        form.drawn = Some(history.filter.clone());
        area = area.vertical_scroll_offset(0.0);
    }
    area.show_viewport(ui, |ui, viewport| {
        if viewport.min.y > ROW * rows as f32 {
            // There is less than before; the next frame stands where there is something.
            ui.ctx().request_repaint();
        }
        ui.set_height(ROW * (rows + usize::from(more)) as f32);
        let whole = ui.max_rect();
        let place = |row: usize| {
            let top = whole.top() + ROW * row as f32;
            Rect::from_x_y_ranges(whole.x_range(), top..=top + ROW)
        };
        let first = (viewport.min.y / ROW).floor().max(0.0) as usize;
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize).min(rows);
        // The list is one stop of the keyboard: the row that has it, else the one that is open, else the newest.
        let index_of = |id: &EntryId| history.entries.iter().position(|entry| entry.id == *id);
        let keyboard = ui.memory(|memory| memory.focused());
        let has_keyboard = || history.entries.iter().position(|entry| keyboard == Some(row_id(&entry.id)));
        let asked = form.go_to.as_ref().and_then(index_of).or_else(has_keyboard);
        let stop = asked.or_else(|| form.open.as_ref().and_then(index_of)).unwrap_or(0);
        // It is there also where it is out of view, so that the keyboard finds the list.
        let stop_row = history.row_of(stop);
        let out_of_view = Some(stop_row).filter(|row| *row < rows && !(first..last).contains(row));
        let mut focused = None;
        for row in (first..last).chain(out_of_view) {
            match history.row(row) {
                Some(HistoryRow::Day(day)) => day_ui(ui, words, day.date, place(row), around),
                Some(HistoryRow::Entry(index, entry)) => {
                    let at = (place(row), row == stop_row);
                    let response = row_ui(ui, words, history, entry, at, around, form);
                    if response.has_focus() {
                        focused = Some(index);
                    }
                }
                None => {}
            }
        }
        if more && viewport.max.y >= ROW * rows as f32 {
            let place = place(rows).shrink2(egui::vec2(8.0, 8.0));
            ui.scope_builder(UiBuilder::new().max_rect(place), |ui| small_muted(ui, &words.text("activity-more")));
        }
        if more && last + AHEAD > rows && !around.activity.pending && around.activity.failure.is_none() {
            actions.push(Action::Activity(ActivityAction::ReadMore));
        }
        // A row that is not drawn cannot be given the keyboard: it is brought into view first.
        let by_keys = focused.and_then(|index| row_by_keys(ui, index, history.entries.len(), viewport.height() / ROW));
        let to = by_keys.or_else(|| {
            let wanted = form.go_to.as_ref()?;
            history.entries.iter().position(|entry| entry.id == *wanted)
        });
        if let Some((index, entry)) = to.and_then(|index| Some((index, history.entries.get(index)?))) {
            form.go_to = Some(entry.id.clone());
            ui.scroll_to_rect(place(history.row_of(index)), None);
            ui.ctx().request_repaint();
        } else {
            form.go_to = None;
        }
    });
}

fn day_ui(ui: &mut Ui, words: &Words, date: Date, place: Rect, around: Around<'_>) {
    let today = around.time_zone.to_datetime(around.now).date();
    let said = if date == today {
        words.with("activity-today", &[("date", date.to_string().into())])
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
        words.with("activity-yesterday", &[("date", date.to_string().into())])
    } else {
        date.to_string()
    };
    let inside = Rect::from_min_max(place.min + egui::vec2(8.0, 12.0), place.max);
    let builder = UiBuilder::new().max_rect(inside).scope_id(Id::unique(("activity day", date.to_string())));
    ui.scope_builder(builder, |ui| {
        let response = small_muted(ui, &said);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Heading);
            node.set_label(said.as_str());
        });
    });
    ui.painter().hline(place.x_range(), place.bottom(), Stroke::new(1.0, tokens(ui).line));
}

/// What a row says, from left to right.
struct Cells {
    time: String,
    deed: String,
    outcome: String,
    codes: String,
    account: Option<String>,
}

fn codes(entry: &Entry) -> String {
    let Some(request) = entry.decisive_request() else { return String::new() };
    let codes = [request.status_code, request.api_code];
    let mut codes: Vec<_> = codes.into_iter().flatten().map(|code| code.to_string()).collect();
    if codes.is_empty() {
        codes.extend(request.http_status.map(|status| format!("HTTP {status}")));
    }
    codes.join(" · ")
}

fn account(history: &History, entry: &Entry) -> String {
    let of = &entry.intent.account;
    let known = history.accounts.iter().find(|known| known.account == *of);
    match known.and_then(|known| known.name.as_deref()) {
        Some(name) => plain(name, 40),
        None if of.subject.is_empty() => plain(&of.host, 40),
        None => shortened(&of.subject, 14),
    }
}

/// Tells a row from every other one.
fn row_id(id: &EntryId) -> Id {
    Id::unique(("activity entry", id.as_str()))
}

fn row_ui(
    ui: &Ui,
    words: &Words,
    history: &History,
    entry: &Arc<Entry>,
    (place, is_stop): (Rect, bool),
    around: Around<'_>,
    form: &mut ActivityForm,
) -> Response {
    let id = row_id(&entry.id);
    let response = ui.interact(place, id, if is_stop { Sense::click() } else { Sense::CLICK });
    let open = form.open.as_ref() == Some(&entry.id);
    let outcome = said(words, entry, history.left_open.contains(&entry.id));
    let cells = Cells {
        time: clock(entry.intent.begun_at, around.time_zone),
        deed: deed_words(words, entry),
        outcome: outcome.text,
        codes: codes(entry),
        account: around.everyone.then(|| account(history, entry)),
    };
    let said = [&cells.time, &cells.deed, &cells.outcome, &cells.codes].into_iter().chain(&cells.account);
    let name = said.filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
    ui.ctx().accesskit_node_builder(id, |node| node.set_expanded(open));
    // The arrows walk through the rows, also through those that are not drawn.
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    draw(ui, &cells, place, (open, response.hovered()), outcome.mood.colour(tokens(ui)));
    if form.go_to.as_ref() == Some(&entry.id) {
        form.go_to = None;
        response.request_focus();
    }
    if response.has_focus() {
        let ring = Stroke::new(2.0, tokens(ui).accent);
        ui.painter().rect_stroke(place.shrink(1.0), 6.0, ring, egui::StrokeKind::Inside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        form.open = (!open).then(|| entry.id.clone());
        form.copied = None;
        ui.ctx().request_repaint();
    }
    response
}

/// Where the columns of a row begin, from its left.
struct Columns {
    deed: f32,
    outcome: f32,
    account: Option<f32>,
    codes: Option<f32>,
}

impl Columns {
    fn of(width: f32, with_account: bool) -> Self {
        if width < NARROW {
            let deed = 76.0;
            // Where there is little room, whose it is stands between what was done and what it came to.
            return match with_account {
                true => Self { deed, account: Some(width * 0.42), outcome: width * 0.62, codes: None },
                false => Self { deed, account: None, outcome: width * 0.5, codes: None },
            };
        }
        let (deed, codes) = (84.0, width - 120.0);
        let account = with_account.then_some(codes - 140.0);
        let outcome = deed + (account.unwrap_or(codes) - deed) * 0.42;
        Self { deed, outcome, account, codes: Some(codes) }
    }

    /// Where the column that begins here ends.
    fn end(&self, begin: f32, width: f32) -> f32 {
        let begins = [Some(self.outcome), self.account, self.codes, Some(width)];
        begins.into_iter().flatten().filter(|other| *other > begin).fold(width, f32::min)
    }
}

fn draw(ui: &Ui, cells: &Cells, place: Rect, (open, hovered): (bool, bool), outcome: Color32) {
    let colours = tokens(ui);
    if open || hovered {
        let ground = if open { colours.accent_soft } else { colours.chip };
        ui.painter().rect_filled(place, 6.0, ground);
    }
    ui.painter().hline(place.x_range(), place.bottom(), Stroke::new(1.0, colours.line));
    let width = place.width() - 16.0;
    let columns = Columns::of(width, cells.account.is_some());
    let text = |begin: f32, end: f32, text: &str, font: FontId, colour| {
        let left = place.left() + 8.0;
        cut(ui, Rect::from_x_y_ranges(left + begin..=left + end, place.y_range()), text, font, colour);
    };
    let mono = FontId::monospace(12.0);
    text(0.0, columns.deed, &cells.time, mono.clone(), colours.mute);
    let end = |begin| columns.end(begin, width);
    text(columns.deed, end(columns.deed), &cells.deed, FontId::proportional(14.0), colours.text);
    text(columns.outcome, end(columns.outcome), &cells.outcome, FontId::new(13.0, medium()), outcome);
    if let (Some(at), Some(name)) = (columns.account, &cells.account) {
        text(at, end(at), name, FontId::proportional(12.0), colours.mute);
    }
    if let Some(at) = columns.codes {
        text(at, width, &cells.codes, mono, colours.mute);
    }
}

/// A text in a cell, cut where the cell ends.
fn cut(ui: &Ui, cell: Rect, text: &str, font: FontId, colour: Color32) {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width((cell.width() - 8.0).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = egui::pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colour);
}
