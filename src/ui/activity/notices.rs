//! How the ledger stands, and why the history could not be read.

use std::path::Path;

use egui::Ui;

use crate::app::{Action, Activity, ActivityAction, HistoryFailure, LedgerShown, LedgerTrouble};
use crate::ledger::LedgerError;
use crate::ui::Words;
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
    match ledger {
        LedgerShown::Opening | LedgerShown::Open { kept_aside: None } => {}
        LedgerShown::Open { kept_aside: Some(path) } => {
            let more = words.with("activity-kept-aside.more", &[("path", path_words(path).into())]);
            banner(ui, Mood::Warning, &words.text("activity-kept-aside"), &[&more], |_| {});
        }
        LedgerShown::InMemory => {
            small_muted(ui, &words.text("activity-in-memory"));
        }
        LedgerShown::Failed(LedgerTrouble::Writing(error)) => {
            let reason = ledger_words(words, error);
            let more = words.text("activity-not-written.more");
            banner(ui, Mood::Warning, &words.text("activity-not-written"), &[&reason, &more], |_| {});
        }
        LedgerShown::Failed(trouble) => {
            let (why, next) = trouble_words(words, trouble);
            banner(ui, Mood::Bad, &words.text("activity-not-kept"), &[&why, &next], |_| {});
            return;
        }
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
        HistoryFailure::Refused(error) => ledger_words(words, error),
        HistoryFailure::Crashed => words.text("activity-crashed").into_owned(),
    }
}

/// What the ledger said, in words.
pub(super) fn ledger_words(words: &Words, error: &LedgerError) -> String {
    match error {
        LedgerError::Damaged(_) => words.text("ledger-damaged").into_owned(),
        LedgerError::Locked => words.text("ledger-locked").into_owned(),
        LedgerError::DiskFull => words.text("ledger-disk-full").into_owned(),
        LedgerError::NotWritable => words.text("ledger-not-writable").into_owned(),
        LedgerError::NoRandomness => words.text("error-no-randomness").into_owned(),
        LedgerError::NoSuchEntry => words.text("ledger-no-such-entry").into_owned(),
        LedgerError::Disk(reason) | LedgerError::Other(reason) => {
            words.with("ledger-other", &[("reason", plain(reason, LONGEST).into())])
        }
    }
}

/// Why nothing is kept, and what to do.
fn trouble_words(words: &Words, trouble: &LedgerTrouble) -> (String, String) {
    let (key, path, reason) = match trouble {
        LedgerTrouble::NoFolder => ("trouble-no-folder", None, None),
        LedgerTrouble::Newer { path } => ("trouble-newer", Some(path), None),
        LedgerTrouble::NotALedger { path } => ("trouble-not-a-ledger", Some(path), None),
        LedgerTrouble::DamagedInUse { path } => ("trouble-damaged-in-use", Some(path), None),
        LedgerTrouble::Locked { path } => ("trouble-locked", Some(path), None),
        LedgerTrouble::NotWritable { path } => ("trouble-not-writable", Some(path), None),
        LedgerTrouble::DiskFull { path } => ("trouble-disk-full", Some(path), None),
        LedgerTrouble::Other { path, reason } => ("trouble-other", Some(path), Some(reason.clone())),
        LedgerTrouble::Writing(error) => ("trouble-other", None, Some(ledger_words(words, error))),
    };
    let path = path.map_or_else(String::new, |path| path_words(path));
    let reason = plain(&reason.unwrap_or_default(), LONGEST);
    let values = [("path", path.into()), ("reason", reason.into())];
    (words.with_key(key, &values), words.find(&format!("{key}.next")).unwrap_or_default().into_owned())
}

/// A path as it may stand on the screen.
pub(super) fn path_words(path: &Path) -> String {
    plain(&path.to_string_lossy(), LONGEST)
}
