//! The Inspector: every call, with its times, codes and what they mean.

mod again;
mod body;
mod clear_dialog;
mod code;
mod columns;
mod comparison;
mod detail;
mod export_dialog;
mod facts;
mod filter;
mod header;
mod held;
mod kept;
mod list;
mod read_dialog;
mod text_rows;
mod timing;
mod tree_view;

use std::sync::Arc;

use egui::{Id, Ui, UiBuilder};
use jiff::civil::Date;

use super::Words;
use super::text::plain;
use super::theme::{card, tokens};
use super::whole_file::WholeFileForm;
use super::widgets::{Mood, banner, behind_modal, link_button, muted, semibold};
use crate::app::{Action, CaseFile, InspectorShown, Screen, State};
use crate::genauth::Cause;
use crate::inspector::Entry;
use crate::inspector::filter::Filter;
use body::BodyForm;
use code::CodeForm;
use columns::RowLook;
use comparison::{Comparing, KeptComparison};
pub use detail::DetailTab;
use filter::{FilterFields, counts_ui, filter_ui};
use held::Held;
use kept::Kept;
use list::Place;
use read_dialog::ReadForm;
pub(super) use text_rows::rows_ui;

/// Below this height an open exchange takes the place of the list, in points.
const LOW: f32 = 420.0;

/// How much room an open exchange keeps below the list, in points.
const DETAIL: f32 = 280.0;

/// What the Inspector remembers from frame to frame.
#[derive(Debug, Default)]
pub struct InspectorForm {
    /// Words that an exchange has to contain to be listed.
    pub filter: String,
    /// The code that it has to have, as typed.
    pub code: String,
    /// Whether only calls that did not succeed are listed.
    pub failures: bool,
    /// The cause that it has to have.
    pub cause: Option<Cause>,
    /// Whether the list stays where it is when something comes above.
    pub stays: bool,
    /// The number of the exchange that is open.
    pub open: Option<u64>,
    /// Which part of it is shown.
    pub tab: DetailTab,
    /// The number of the exchange that the keyboard goes to once it is drawn.
    go_to: Option<u64>,
    /// The number of the exchange whose row had the keyboard last.
    stop: Option<u64>,
    /// The number of the exchange that was opened by the keyboard, which goes on in it.
    enter: Option<u64>,
    /// The number of the newest exchange when the list last stood at its top.
    seen: Option<u64>,
    /// Whether the keyboard comes to the list from elsewhere.
    arrives: bool,
    /// Whether the list goes to its top.
    to_top: bool,
    /// What was copied last, so that its button can say so.
    copied: Option<String>,
    /// Whether the keyboard was brought here when the screen was entered before the sign-in.
    entered: bool,
    listed: Kept<(u64, Option<u64>, Filter), Vec<usize>>,
    look: Kept<(u64, Option<u64>, Date), RowLook>,
    held: Held,
    place: Place,
    comparing: Comparing,
    comparison: KeptComparison,
    export: WholeFileForm,
    read: ReadForm,
    /// Whether the dialog that asks whether to forget every call was open in the last frame.
    asked_to_clear: bool,
    /// What one's own calls are narrowed by, while a file is looked at.
    own_filter: FilterFields,
    /// The number of the file that is looked at; `None` for this program's own calls.
    file: Option<u64>,
    request: BodyForm,
    response: BodyForm,
    code_view: CodeForm,
}

impl InspectorForm {
    /// The screen is not shown: what belongs to a visit is forgotten. Trees and rows of old answers take memory.
    pub(super) fn left(&mut self) {
        self.copied = None;
        self.entered = false;
        self.forget_calls();
    }

    /// Opens an exchange, or closes it when it is the one that is open.
    ///
    /// While the second of two to compare is chosen, it is that one.
    fn choose(&mut self, number: u64) {
        if let Comparing::With(first) = self.comparing {
            self.comparing = if first == number { self.comparing } else { Comparing::Both(first, number) };
            return;
        }
        self.comparing = Comparing::Nothing;
        self.open = (self.open != Some(number)).then_some(number);
        self.forget_opened();
    }

    /// Opens an exchange that was asked for elsewhere, whatever was looked for here.
    pub fn show(&mut self, number: u64) {
        *self = Self { open: Some(number), go_to: Some(number), ..Self::default() };
    }

    /// What is looked at is another list: nothing of the one before is open in it.
    fn follow_file(&mut self, file: Option<u64>) {
        let before = std::mem::replace(&mut self.file, file);
        if before == file {
            return;
        }
        // What was looked for in one's own calls says nothing about a file; it is there again after it.
        match (before, file) {
            (None, Some(_)) => self.own_filter = self.take_filter(),
            (Some(_), None) => {
                let own = std::mem::take(&mut self.own_filter);
                self.put_filter(own);
            }
            _ => drop(self.take_filter()),
        }
        self.open = None;
        self.place = Place::default();
        self.seen = None;
        self.left();
        // What had the keyboard is gone with the dialog or the button; the list has it now.
        self.go_to = None;
        self.arrives = true;
    }

    /// Whether the list goes to what is new. A file has nothing new.
    fn follows(&self) -> bool {
        !self.stays && self.file.is_none()
    }

    /// Lets go of everything that was worked out from calls.
    fn forget_calls(&mut self) {
        self.listed = Kept::default();
        self.held = Held::default();
        self.comparing = Comparing::Nothing;
        self.comparison = Kept::default();
        self.forget_opened();
    }

    /// Closes what is open; the keyboard goes back to its row.
    fn close(&mut self) {
        self.go_to = self.open.take();
        self.forget_opened();
    }

    fn forget_opened(&mut self) {
        self.enter = None;
        self.copied = None;
        self.request = BodyForm::default();
        self.response = BodyForm::default();
        self.code_view.for_another();
    }

    /// The places of what is listed; worked out anew only when the list or the filter is another one.
    fn listed(&mut self, version: u64, entries: &[Arc<Entry>]) -> Vec<usize> {
        let filter = self.filter();
        self.listed.get((version, self.file, filter.clone()), || filter.listed(entries)).clone()
    }
}

/// Shows the inspector: nothing yet, nothing that fits, the list, and one exchange of it.
///
/// `behind` says that something lies above it; `before_sign_in` that the rail is not beside it.
pub fn inspector_ui(
    ui: &mut Ui,
    words: &Words,
    state: &State,
    behind: bool,
    before_sign_in: bool,
    form: &mut InspectorForm,
) -> Vec<Action> {
    // With ids of its own, no control takes the keyboard over from the one that stood in its place on another screen.
    let own = UiBuilder::new().scope_id(Id::unique("inspector screen"));
    ui.scope_builder(own, |ui| {
        if behind || state.inspector.dialog_is_open() {
            behind_modal(ui);
        }
        let mut actions = Vec::new();
        ui.set_max_width(ui.available_width() - 12.0);
        if before_sign_in {
            let back = words.text("sandbox-back");
            let link = link_button(ui, &back, &back);
            if !std::mem::replace(&mut form.entered, true) {
                link.request_focus();
            }
            if link.clicked() {
                actions.push(Action::ShowScreen(Screen::Connections));
            }
        }
        screen_ui(ui, words, state, form, &mut actions);
        dialogs_ui(ui, words, &state.inspector, behind, form, &mut actions);
        actions
    })
    .inner
}

/// The dialog that is open, unless something lies above it.
fn dialogs_ui(
    ui: &Ui,
    words: &Words,
    shown: &InspectorShown,
    behind: bool,
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    match shown.export.as_ref().filter(|_| !behind) {
        Some(export) => export_dialog::export_dialog_ui(ui, words, export, &mut form.export, actions),
        None if shown.export.is_none() => form.export.closed(),
        None => {}
    }
    match shown.reading.as_ref().filter(|_| !behind) {
        Some(dialog) => read_dialog::read_dialog_ui(ui, words, dialog, &mut form.read, actions),
        None => form.read.closed(),
    }
    let asks = shown.asks_to_clear && !behind;
    let first_frame = std::mem::replace(&mut form.asked_to_clear, asks) != asks;
    if asks {
        clear_dialog::clear_dialog_ui(ui, words, shown, first_frame, actions);
    }
}

fn screen_ui(ui: &mut Ui, words: &Words, state: &State, form: &mut InspectorForm, actions: &mut Vec<Action>) {
    let shown = &state.inspector;
    let file = shown.file.as_deref();
    let entries = file.map_or(&shown.snapshot.entries, |file| &file.imported.entries).as_slice();
    form.follow_file(file.map(|file| file.number));
    header::header_ui(ui, words, shown, entries, form, actions);
    if let Some(file) = file {
        file_ui(ui, words, file);
    }
    if entries.is_empty() {
        form.open = None;
        form.forget_calls();
        if file.is_none() {
            card(tokens(ui)).inner_margin(24).show(ui, |ui| {
                ui.set_width(ui.available_width());
                semibold(ui, &words.text("inspector-empty"), 14.0);
                muted(ui, &words.text("inspector-empty.more"));
            });
        }
        return;
    }
    let held = std::mem::take(&mut form.held);
    let dropped = if file.is_none() { shown.snapshot.dropped } else { 0 };
    let entry = |number: u64| held.entry(number, entries, dropped);
    let open = form.open.and_then(entry);
    if open.is_none() && form.open.take().is_some() {
        form.forget_opened();
    }
    let compared = match form.comparing {
        Comparing::Both(first, second) => entry(first).zip(entry(second)),
        Comparing::Nothing | Comparing::With(_) => None,
    };
    let first = match form.comparing {
        Comparing::With(first) => entry(first),
        Comparing::Nothing | Comparing::Both(..) => None,
    };
    let compared_ones = compared.iter().flat_map(|(first, second)| [first, second]);
    form.held = Held::of(open.iter().chain(&first).chain(compared_ones));
    let around = |alone| detail::Around { shown, time_zone: &state.time_zone, alone, foreign: file.is_some() };
    let low = ui.available_height() < LOW;
    match (&compared, &open) {
        (Some((first, second)), _) if low => {
            comparison::comparison_ui(ui, words, (first, second), &state.time_zone, form);
            return;
        }
        (None, Some(entry)) if low => {
            actions.extend(detail::detail_ui(ui, words, entry, around(true), form));
            return;
        }
        _ => {}
    }
    filter_ui(ui, words, form);
    match &first {
        Some(first) => comparison::choosing_ui(ui, words, first, &state.time_zone, form),
        None if matches!(form.comparing, Comparing::With(_)) => form.comparing = Comparing::Nothing,
        None => {}
    }
    let listed = form.listed(shown.snapshot.version, entries);
    counts_ui(ui, words, shown, (entries, &listed), form);
    if listed.is_empty() {
        muted(ui, &words.text("inspector-none-found"));
    } else {
        listed_ui(ui, words, state, (entries, &listed), open.is_some() || compared.is_some(), form);
    }
    match (&compared, &open) {
        (Some((first, second)), _) => {
            comparison::comparison_ui(ui, words, (first, second), &state.time_zone, form);
        }
        (None, Some(entry)) => actions.extend(detail::detail_ui(ui, words, entry, around(false), form)),
        (None, None) => {}
    }
}

fn listed_ui(
    ui: &mut Ui,
    words: &Words,
    state: &State,
    (entries, listed): (&[Arc<Entry>], &[usize]),
    is_open: bool,
    form: &mut InspectorForm,
) {
    let room = ui.available_height();
    let height = if is_open { (room * 0.42).min(room - DETAIL) } else { room - 16.0 };
    let time_zone = &state.time_zone;
    let today = state.now.to_zoned(time_zone.clone()).date();
    let key = (state.inspector.snapshot.version, form.file, today);
    let look = *form.look.get(key, || RowLook::of(entries, state.now, time_zone));
    card(tokens(ui)).inner_margin(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 8.0).max(64.0));
        list::list_ui(ui, words, entries, listed, (look, time_zone), form);
    });
}

/// Says which file is looked at, and that nothing of it can be sent.
fn file_ui(ui: &mut Ui, words: &Words, file: &CaseFile) {
    let path = plain(&file.path.to_string_lossy(), 300);
    let creator = file.imported.creator.as_deref().map(|creator| plain(creator, 80));
    let by = creator.map(|by| words.with("inspector-file-by", &[("creator", by.into())])).unwrap_or_default();
    let left_out = file.imported.left_out;
    let left = if left_out == 0 {
        String::new()
    } else {
        words.with("inspector-file-left-out", &[("count", left_out.into())])
    };
    let none = if file.imported.entries.is_empty() { words.text("inspector-file-empty") } else { "".into() };
    banner(ui, Mood::Running, &words.with("inspector-file", &[("path", path.into())]), &[&by, &left, &none], |_| {});
}
