//! How the ledger stands, and why the history could not be read.

use std::path::Path;

use egui::Ui;

use crate::app::{Action, Activity, ActivityAction, HistoryFailure, LedgerShown, LedgerTrouble};
use crate::ledger::LedgerError;
use crate::ui::Words;
use crate::ui::ledger_notice::{ledger_notice, ledger_words};
use crate::ui::text::plain;
use crate::ui::widgets::{ButtonKind, Mood, banner, button, small_muted};

/// How long a path or a reason may be on the screen, in characters.
const LONGEST: usize = 300;

/// Shows what the person should know before reading the history.
pub(super) fn notices_ui(
    ui: &mut Ui,
    words: &Words,
    activity: &Activity,
    ledger: &LedgerShown,
    actions: &mut Vec<Action>,
) {
    if *ledger == LedgerShown::InMemory {
        small_muted(ui, &words.text("activity-in-memory"));
    }
    ledger_notice(ui, words, ledger);
    if let LedgerShown::Failed(trouble) = ledger
        && !matches!(trouble, LedgerTrouble::Writing(_))
    {
        return;
    }
    if let Some(failure) = &activity.failure {
        let reason = failure_words(words, failure);
        banner(ui, Mood::Bad, &words.text("activity-failed"), &[&reason], |ui| {
            let again = words.text("try-again");
            if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                actions.push(Action::Activity(ActivityAction::ReadAgain));
            }
        });
    }
    if let Some(unreadable) = activity.history.as_ref().map(|history| history.unreadable).filter(|count| *count > 0) {
        let said = words.with("activity-unreadable", &[("count", unreadable.into())]);
        banner(ui, Mood::Warning, &said, &[], |_| {});
    }
}

/// Why the history could not be read, in words.
pub(super) fn failure_words(words: &Words, failure: &HistoryFailure) -> String {
    match failure {
        HistoryFailure::NotOpen => words.text("activity-not-open").into_owned(),
        HistoryFailure::Refused(error) => error_words(words, error),
        HistoryFailure::Crashed => words.text("activity-crashed").into_owned(),
    }
}

/// What the ledger said, in words.
pub(super) fn error_words(words: &Words, error: &LedgerError) -> String {
    match error {
        LedgerError::Disk(reason) | LedgerError::Other(reason) => {
            words.with("activity-database", &[("reason", plain(reason, LONGEST).into())])
        }
        error => ledger_words(words, &LedgerTrouble::Writing(error.clone())),
    }
}

/// A path as it may stand on the screen.
pub(super) fn path_words(path: &Path) -> String {
    plain(&path.to_string_lossy(), LONGEST)
}
