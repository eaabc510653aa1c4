//! Binding: the dialog in which one chooses, the trackers of what is under way, and what came of it.

mod choice;
mod ended;
mod tracker;

use egui::{Id, Ui, UiBuilder};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Words;
use super::ledger_notice::ledger_words;
use super::names::connection_titles;
use super::theme::{card, tokens};
use super::widgets::muted;
use crate::app::{Action, BindStage, Home, LedgerTrouble};
use ended::ended_ui;
use tracker::tracker_ui;

pub(super) use choice::choice_ui;

/// What the dialog remembers in which one chooses what to bind.
#[derive(Debug, Default)]
pub struct BindForm {
    /// What is searched for.
    pub search: String,
    /// Whether the dialog was open in the last frame.
    pub was_open: bool,
    /// Whether the button that opens it is to have the keyboard back.
    pub gives_keyboard_back: bool,
}

/// Shows the binds under way and those whose end was not dismissed.
///
/// `host` is the service's, as the person knows it.
pub(super) fn trackers_ui(
    ui: &mut Ui,
    words: &Words,
    home: &Home,
    (host, now, time_zone): (&str, Timestamp, &TimeZone),
) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.spacing_mut().item_spacing.y = 10.0;
    let trackers = &home.binds.trackers;
    let connections: Vec<_> = trackers.iter().map(|tracker| &tracker.connection).collect();
    for (tracker, title) in trackers.iter().zip(connection_titles(words, &connections)) {
        // An id of its own keeps a tracker from being announced again when another one comes.
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique(("bind", tracker.number))), |ui| match &tracker.stage {
            BindStage::Ended(outcome) => {
                actions.extend(ended_ui(ui, words, &title, tracker, outcome, home, (host, time_zone)));
            }
            _ => {
                card(tokens(ui)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    actions.extend(tracker_ui(ui, words, &title, tracker, (host, now, time_zone)));
                });
            }
        });
    }
    actions
}

/// Says that nothing is kept of a bind, and why.
fn not_kept(ui: &mut Ui, words: &Words, trouble: &LedgerTrouble) {
    muted(ui, &words.text("bind-not-kept"));
    muted(ui, &ledger_words(words, trouble));
}
