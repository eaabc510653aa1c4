//! What there is to say of the ledger: that it was begun anew, or that nothing is kept.

use egui::Ui;

use super::Words;
use super::text::plain;
use super::widgets::{Mood, banner};
use crate::app::{LedgerShown, LedgerTrouble};
use crate::ledger::LedgerError;

/// How much of a path or of another program's words is shown, in characters.
const LONGEST: usize = 200;

/// Shows how the ledger stands where that is worth knowing.
pub(super) fn ledger_notice(ui: &mut Ui, words: &Words, ledger: &LedgerShown) {
    match ledger {
        LedgerShown::Opening | LedgerShown::InMemory | LedgerShown::Open { kept_aside: None } => {}
        LedgerShown::Open { kept_aside: Some(path) } => {
            let path = plain(&path.display().to_string(), LONGEST);
            let more = words.with("ledger-kept-aside.more", &[("path", path.into())]);
            banner(ui, Mood::Warning, &words.text("ledger-kept-aside"), &[&more], |_| {});
        }
        LedgerShown::Failed(trouble) => {
            let meaning = words.text("ledger-not-kept.more");
            banner(
                ui,
                Mood::Warning,
                &words.text("ledger-not-kept"),
                &[&ledger_words(words, trouble), &meaning],
                |_| {},
            );
        }
    }
}

/// Why nothing is kept, and what to do about it.
pub(super) fn ledger_words(words: &Words, trouble: &LedgerTrouble) -> String {
    let with_path = |key: &str, path: &std::path::Path| {
        words.with_key(key, &[("path", plain(&path.display().to_string(), LONGEST).into())])
    };
    match trouble {
        LedgerTrouble::NoFolder => words.text("ledger-no-folder").into_owned(),
        LedgerTrouble::Newer { path } => with_path("ledger-newer", path),
        LedgerTrouble::NotALedger { path } => with_path("ledger-foreign", path),
        LedgerTrouble::DamagedInUse { path } => with_path("ledger-damaged-in-use", path),
        LedgerTrouble::Locked { path } => with_path("ledger-locked", path),
        LedgerTrouble::NotWritable { path } => with_path("ledger-not-writable", path),
        LedgerTrouble::DiskFull { path } => with_path("ledger-disk-full", path),
        LedgerTrouble::Other { path, reason } => {
            let path = plain(&path.display().to_string(), LONGEST);
            words.with_key("ledger-other", &[("path", path.into()), ("reason", plain(reason, LONGEST).into())])
        }
        LedgerTrouble::Writing(error) => writing(words, error),
    }
}

fn writing(words: &Words, error: &LedgerError) -> String {
    let key = match error {
        LedgerError::Damaged(_) => "ledger-writing-damaged",
        LedgerError::Locked => "ledger-writing-locked",
        LedgerError::DiskFull => "ledger-writing-disk-full",
        LedgerError::NotWritable => "ledger-writing-not-writable",
        LedgerError::Disk(_) | LedgerError::NoSuchEntry | LedgerError::NoRandomness | LedgerError::Other(_) => {
            let reason = plain(&error.to_string(), LONGEST);
            return words.with("ledger-writing-other", &[("reason", reason.into())]);
        }
    };
    words.with_key(key, &[])
}
