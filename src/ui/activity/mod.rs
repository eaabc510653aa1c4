//! The Activity screen: what was bound and unbound, when, and what it came to.

mod export_dialog;
mod filter;
mod forget_dialog;
mod list;
mod notices;
mod outcome;
mod receipt;
mod sections;

use egui::{Align, Id, Layout, Ui, UiBuilder};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::sections::Surroundings;
use super::Words;
use super::theme::{CONTROL_HEIGHT, card, tokens};
use super::widgets::{ButtonKind, behind_modal, button, heading, muted, semibold, small_muted};
use crate::app::{
    Action, Activity, ActivityAction, ActivityDialog, ActivityFilter, History, LedgerShown, LedgerTrouble,
    SupportBundleAction, WhoseActivity,
};
use crate::ledger::{Account, Entry, EntryId, Filter};

/// Below this height an open receipt takes the place of the list.
const LOW: f32 = 420.0;

/// What the Activity screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct ActivityForm {
    /// The receipt that is open.
    pub open: Option<EntryId>,
    /// What was asked for the history that was drawn last: another one begins at the top.
    pub drawn: Option<Filter>,
    /// The row that the keyboard goes to once it is drawn.
    pub go_to: Option<EntryId>,
    /// What was copied last from the receipt that is open, so that its link can say so.
    pub copied: Option<Copied>,
    /// Whether a dialog was open in the last frame.
    pub dialog_was_open: bool,
}

/// A thing that can be copied from a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The receipt as text.
    Text,
    /// The receipt as JSON.
    Json,
    /// Its requestId.
    RequestId,
}

/// What is shown around the history.
#[derive(Clone, Copy)]
pub struct ActivityAround<'a> {
    /// The time of this frame.
    pub now: Timestamp,
    /// In which times are shown.
    pub time_zone: &'a TimeZone,
    /// How the ledger stands.
    pub ledger: &'a LedgerShown,
    /// The account that is shown, where it is known.
    pub account: Option<&'a Account>,
    /// Whether a wish to leave waits, or something else lies above.
    pub behind: bool,
}

/// What all parts of the screen share.
#[derive(Clone, Copy)]
struct Around<'a> {
    now: Timestamp,
    time_zone: &'a TimeZone,
    activity: &'a Activity,
    account: Option<&'a Account>,
    /// Whether entries of several accounts are among each other.
    everyone: bool,
}

/// Shows the history of binds and unbinds, in every state: opening, first load, empty, nothing found, failed, not kept.
pub fn activity_ui(
    ui: &mut Ui,
    words: &Words,
    activity: &Activity,
    around: ActivityAround<'_>,
    form: &mut ActivityForm,
) -> Vec<Action> {
    // With ids of its own, no control takes the keyboard over from the one that stood in its place on another screen.
    let own = UiBuilder::new().scope_id(Id::unique("activity screen"));
    ui.scope_builder(own, |ui| screen_ui(ui, words, activity, around, form)).inner
}

fn screen_ui(
    ui: &mut Ui,
    words: &Words,
    activity: &Activity,
    around: ActivityAround<'_>,
    form: &mut ActivityForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let behind = around.behind || activity.dialog.is_some();
    if behind {
        behind_modal(ui);
    }
    ui.set_max_width(ui.available_width() - 12.0);
    let everyone = activity.filter.account == WhoseActivity::Everyone;
    let shared = Around { now: around.now, time_zone: around.time_zone, activity, account: around.account, everyone };
    let is_open = match around.ledger {
        LedgerShown::Failed(trouble) => matches!(trouble, LedgerTrouble::Writing(_)),
        LedgerShown::Opening | LedgerShown::Open { .. } | LedgerShown::InMemory => true,
    };
    header(ui, words, activity, is_open, &mut actions);
    notices::notices_ui(ui, words, activity, around.ledger, &mut actions);
    if is_open {
        match activity.history.as_deref() {
            None if activity.failure.is_none() => {
                message(ui, |ui| {
                    muted(ui, &words.text("activity-first-load"));
                });
            }
            None => {}
            Some(history) => history_ui(ui, words, history, shared, form, behind, &mut actions),
        }
    }
    if around.behind {
        return actions;
    }
    let first_frame = activity.dialog.is_some() && !form.dialog_was_open;
    form.dialog_was_open = activity.dialog.is_some();
    match &activity.dialog {
        Some(ActivityDialog::Export(dialog)) => {
            let found = activity.history.as_ref().map_or(0, |history| history.found);
            export_dialog::export_dialog_ui(ui, words, dialog, found, first_frame, &mut actions);
        }
        Some(ActivityDialog::Forget(dialog)) => {
            let accounts = activity.history.as_ref().map_or(&[][..], |history| &history.accounts);
            let in_memory = *around.ledger == LedgerShown::InMemory;
            forget_dialog::forget_dialog_ui(ui, words, dialog, (accounts, in_memory), first_frame, &mut actions);
        }
        None => {}
    }
    actions
}

/// What it is, how much there is, and what can be done with it.
fn header(ui: &mut Ui, words: &Words, activity: &Activity, is_open: bool, actions: &mut Vec<Action>) {
    let history = activity.history.as_deref();
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        heading(ui, &words.text("activity"), 20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let known = history.is_some_and(|history| !history.accounts.is_empty());
            if is_open && known {
                let forget = words.text("activity-forget");
                if button(ui, ButtonKind::Danger, &forget, &forget).clicked() {
                    actions.push(Action::Activity(ActivityAction::OpenForget));
                }
            }
            if is_open && history.is_some_and(|history| history.found > 0) {
                let export = words.text("activity-export");
                if button(ui, ButtonKind::Plain, &export, &export).clicked() {
                    actions.push(Action::Activity(ActivityAction::OpenExport));
                }
            }
            let bundle = words.text("bundle-open");
            if button(ui, ButtonKind::Plain, &bundle, &bundle).clicked() {
                actions.push(Action::SupportBundle(SupportBundleAction::Open { listed: None }));
            }
        });
    });
}

fn history_ui(
    ui: &mut Ui,
    words: &Words,
    history: &History,
    around: Around<'_>,
    form: &mut ActivityForm,
    behind: bool,
    actions: &mut Vec<Action>,
) {
    let open = form.open.as_ref().and_then(|id| history.entries.iter().find(|entry| entry.id == *id)).cloned();
    if open.is_none() {
        form.open = None;
    }
    let surroundings = |entry: &Entry| Surroundings {
        words,
        time_zone: around.time_zone,
        accounts: &history.accounts,
        left_open: history.left_open.contains(&entry.id),
        held: &around.activity.held,
    };
    let low = ui.available_height() < LOW;
    if let Some(entry) = open.as_deref().filter(|_| low) {
        receipt::receipt_ui(ui, entry, surroundings(entry), form, (true, behind), actions);
        return;
    }
    let filter = &around.activity.filter;
    if history.kept == 0 && history.accounts.iter().all(|known| known.entries == 0) {
        message(ui, |ui| {
            semibold(ui, &words.text("activity-empty"), 14.0);
            muted(ui, &words.text("activity-empty.more"));
        });
        return;
    }
    filter::filter_ui(ui, words, history, around, actions);
    count(ui, words, history, around);
    if history.found == 0 && !around.activity.pending {
        nothing_found(ui, words, history, filter, actions);
        return;
    }
    let height = if open.is_some() { ui.available_height() * 0.42 } else { ui.available_height() - 16.0 };
    card(tokens(ui)).inner_margin(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 8.0).max(80.0));
        list::list_ui(ui, words, history, around, form, actions);
    });
    if let Some(entry) = open.as_deref() {
        receipt::receipt_ui(ui, entry, surroundings(entry), form, (false, behind), actions);
    }
}

/// How many were found; said aloud when it changes.
fn count(ui: &mut Ui, words: &Words, history: &History, around: Around<'_>) {
    let text = if around.activity.pending {
        words.text("activity-searching").into_owned()
    } else if around.activity.filter.restricts() {
        words.with("activity-found", &[("found", history.found.into()), ("kept", history.kept.into())])
    } else {
        words.with("activity-count", &[("count", history.found.into())])
    };
    let response = small_muted(ui, &text);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

fn nothing_found(ui: &mut Ui, words: &Words, history: &History, filter: &ActivityFilter, actions: &mut Vec<Action>) {
    message(ui, |ui| {
        let (all, everyone) = (ActivityFilter::default(), WhoseActivity::Everyone);
        let (headline, more, clear) = match (filter.restricts(), history.kept) {
            (true, 1..) => ("activity-none-found", "activity-none-found.more", "activity-clear"),
            _ => ("activity-none-here", "activity-none-here.more", "activity-show-everyone"),
        };
        semibold(ui, &words.find(headline).unwrap_or_default(), 14.0);
        muted(ui, &words.find(more).unwrap_or_default());
        let name = words.find(clear).unwrap_or_default();
        if button(ui, ButtonKind::Plain, &name, &name).clicked() {
            let account = if clear == "activity-clear" { filter.account.clone() } else { everyone };
            actions.push(Action::Activity(ActivityAction::Filter(ActivityFilter { account, ..all })));
        }
    });
}

fn message(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    card(tokens(ui)).inner_margin(24).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
}
