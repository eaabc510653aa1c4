//! The Inspector: every call, with its times, codes and what they mean.

mod body;
mod code;
mod detail;
mod facts;
mod kept;
mod list;
mod text_rows;
mod timing;
mod tree_view;

use std::sync::Arc;

use egui::{Align, Id, Layout, Ui, UiBuilder, Vec2};

use super::Words;
use super::theme::{CONTROL_HEIGHT, card, tokens};
use super::widgets::{
    ButtonKind, behind_modal, button, checkbox, heading, hinted_field, link_button, muted, semibold, small_muted,
};
use crate::app::{Action, InspectorAction, InspectorShown, Screen, State};
use crate::inspector::Entry;
use crate::inspector::filter::Filter;
use body::BodyForm;
use code::CodeForm;
pub use detail::DetailTab;
use kept::Kept;
use list::Place;

/// Below this height an open exchange takes the place of the list, in points.
const LOW: f32 = 420.0;

/// What the Inspector remembers from frame to frame.
#[derive(Debug, Default)]
pub struct InspectorForm {
    /// Words that an exchange has to contain to be listed.
    pub filter: String,
    /// The code that it has to have, as typed.
    pub code: String,
    /// Whether only calls that did not succeed are listed.
    pub failures: bool,
    /// Whether the list stays where it is when something comes above.
    pub stays: bool,
    /// The number of the exchange that is open.
    pub open: Option<u64>,
    /// Which part of it is shown.
    pub tab: DetailTab,
    /// The number of the exchange that the keyboard goes to once it is drawn.
    go_to: Option<u64>,
    /// What was copied last, so that its button can say so.
    copied: Option<String>,
    /// Whether the keyboard was brought here when the screen was entered before the sign-in.
    entered: bool,
    /// Whether what is listed comes from a file.
    foreign: bool,
    listed: Kept<(u64, bool, Filter), Vec<usize>>,
    place: Place,
    request: BodyForm,
    response: BodyForm,
    code_view: CodeForm,
}

impl InspectorForm {
    /// The screen is not shown: what belongs to a visit is forgotten. Trees and rows of old answers take memory.
    pub(super) fn left(&mut self) {
        self.copied = None;
        self.entered = false;
        self.listed = Kept::default();
        self.forget_opened();
    }

    /// Opens an exchange, or closes it when it is the one that is open.
    fn choose(&mut self, number: u64) {
        self.open = (self.open != Some(number)).then_some(number);
        self.forget_opened();
    }

    /// Closes what is open; the keyboard goes back to its row.
    fn close(&mut self) {
        self.go_to = self.open.take();
        self.forget_opened();
    }

    fn forget_opened(&mut self) {
        self.copied = None;
        self.request = BodyForm::default();
        self.response = BodyForm::default();
        self.code_view.for_another();
    }

    fn filter(&self) -> Filter {
        Filter {
            text: self.filter.trim().to_owned(),
            // What is no number is no code, so nothing has it.
            code: Some(self.code.trim()).filter(|code| !code.is_empty()).map(|code| code.parse().unwrap_or(-1)),
            failures: self.failures,
            cause: None,
        }
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
        if behind {
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
        actions
    })
    .inner
}

fn screen_ui(ui: &mut Ui, words: &Words, state: &State, form: &mut InspectorForm, actions: &mut Vec<Action>) {
    let shown = &state.inspector;
    header_ui(ui, words, shown, actions);
    let entries = shown.snapshot.entries.as_slice();
    if entries.is_empty() {
        form.open = None;
        card(tokens(ui)).inner_margin(24).show(ui, |ui| {
            ui.set_width(ui.available_width());
            semibold(ui, &words.text("inspector-empty"), 14.0);
            muted(ui, &words.text("inspector-empty.more"));
        });
        return;
    }
    let open = form.open.and_then(|number| shown.entry(number)).cloned();
    if open.is_none() && form.open.take().is_some() {
        form.forget_opened();
    }
    let around = |alone| detail::Around { shown, time_zone: &state.time_zone, alone, foreign: false };
    if let Some(entry) = open.as_ref().filter(|_| ui.available_height() < LOW) {
        actions.extend(detail::detail_ui(ui, words, entry, around(true), form));
        return;
    }
    filter_ui(ui, words, form);
    let filter = form.filter();
    let listed = form.listed.get((shown.snapshot.version, false, filter.clone()), || filter.listed(entries)).clone();
    counts_ui(ui, words, shown, listed.len());
    if listed.is_empty() {
        muted(ui, &words.text("requests-none-found"));
    } else {
        listed_ui(ui, words, state, (entries, &listed), open.is_some(), form);
    }
    if let Some(entry) = &open {
        actions.extend(detail::detail_ui(ui, words, entry, around(false), form));
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
    let height = if is_open { ui.available_height() * 0.42 } else { ui.available_height() - 16.0 };
    card(tokens(ui)).inner_margin(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 8.0).max(64.0));
        list::list_ui(ui, words, entries, listed, &state.time_zone, form);
    });
}

fn header_ui(ui: &mut Ui, words: &Words, shown: &InspectorShown, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        heading(ui, &words.text("inspector"), 20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let clear = words.text("inspector-clear");
            let some = !shown.snapshot.entries.is_empty();
            let clear = ui.add_enabled_ui(some, |ui| {
                button(ui, ButtonKind::Plain, &clear, &words.text("inspector-clear.name")).clicked()
            });
            if clear.inner {
                actions.push(Action::Inspector(InspectorAction::Clear));
            }
            let (key, name, action) = match shown.paused {
                false => ("inspector-pause", "inspector-pause.name", InspectorAction::Pause),
                true => ("inspector-go-on", "inspector-go-on.name", InspectorAction::GoOn),
            };
            let (key, name) = (words.find(key).unwrap_or_default(), words.find(name).unwrap_or_default());
            if button(ui, ButtonKind::Plain, &key, &name).clicked() {
                actions.push(Action::Inspector(action));
            }
        });
    });
}

fn filter_ui(ui: &mut Ui, words: &Words, form: &mut InspectorForm) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 4.0);
        let wide = (ui.available_width() - 360.0).clamp(150.0, 340.0);
        ui.allocate_ui(Vec2::new(wide, CONTROL_HEIGHT), |ui| {
            hinted_field(ui, &words.text("inspector-filter"), &mut form.filter, "exchanges filter");
        });
        ui.allocate_ui(Vec2::new(90.0, CONTROL_HEIGHT), |ui| {
            hinted_field(ui, &words.text("inspector-filter-code"), &mut form.code, "exchanges code");
        });
        checkbox(ui, &mut form.failures, &words.text("inspector-failures"));
        let mut follow = !form.stays;
        if checkbox(ui, &mut follow, &words.text("inspector-follow")).changed() {
            form.stays = !follow;
        }
    });
}

/// What is listed of what, and what is not there any more.
fn counts_ui(ui: &mut Ui, words: &Words, shown: &InspectorShown, listed: usize) {
    let all = shown.snapshot.entries.len();
    let dropped = shown.snapshot.dropped;
    if listed == all && dropped == 0 && !shown.paused {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if listed != all {
            small_muted(ui, &words.with("inspector-listed", &[("count", listed.into()), ("all", all.into())]));
        }
        if dropped > 0 {
            small_muted(ui, &words.with("inspector-dropped", &[("count", dropped.into())]));
        }
        if shown.paused {
            small_muted(ui, &words.text("inspector-paused"));
        }
    });
}
