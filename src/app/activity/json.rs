//! An entry as JSON: for a report, and for the lines of an export.

use serde::Serialize;

use crate::ledger::{Entry, Outcome};

/// An entry with the word for what it came to.
#[derive(Serialize)]
struct Record<'a> {
    outcome: &'static str,
    #[serde(flatten)]
    entry: &'a Entry,
}

impl<'a> Record<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self { outcome: outcome(entry).word(), entry }
    }
}

/// What an entry came to.
pub(super) fn outcome(entry: &Entry) -> Outcome {
    let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
    Outcome::of(entry.intent.deed, answer, &entry.listed)
}

/// An entry as JSON in several lines, for a report.
pub fn entry_json(entry: &Entry) -> String {
    // Its keys are all texts, so there is nothing that cannot be written.
    serde_json::to_string_pretty(&Record::of(entry)).unwrap_or_default()
}

/// Entries as JSON, for a support bundle, with the line's end.
pub(in crate::app) fn receipts_json(entries: &[Entry]) -> String {
    let records: Vec<Record<'_>> = entries.iter().map(Record::of).collect();
    let mut text = serde_json::to_string_pretty(&records).unwrap_or_default();
    text.push('\n');
    text
}

/// An entry as JSON in one line, with the line's end.
pub(super) fn line(entry: &Entry) -> String {
    let mut line = serde_json::to_string(&Record::of(entry)).unwrap_or_default();
    line.push('\n');
    line
}
