//! Entries as CSV (RFC 4180), for a spreadsheet.

use super::json::outcome;
use crate::ledger::{Answer, CameThrough, Deed, Entry, Fault, Listed, LostWhy};

/// Stands at the beginning of the file: without it, Excel takes Chinese for something else.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns, by names that stay the same in every version and language.
const COLUMNS: [&str; 30] = [
    "begun_at",
    "deed",
    "outcome",
    "answer",
    "http_status",
    "status_code",
    "api_code",
    "message",
    "request_id",
    "answered_at",
    "took_ms",
    "requests",
    "listed",
    "listed_at",
    "still_listed",
    "host",
    "app_id",
    "subject",
    "provider",
    "title",
    "ext_idp_id",
    "identity_ids",
    "origin_connection_ids",
    "new_identity_ids",
    "connection",
    "superseded",
    "batch",
    "id",
    "found_later_at",
    "came_through",
];

/// The first line: the names of the columns.
pub(super) fn head() -> String {
    row(COLUMNS.map(str::to_owned))
}

/// An entry in one row. Times are in UTC (RFC 3339); several ids in one cell have a space between them.
pub(super) fn line(entry: &Entry) -> String {
    let intent = &entry.intent;
    let settlement = entry.settlement.as_ref();
    let request = entry.decisive_request();
    let fault = settlement.and_then(|settlement| fault(&settlement.answer));
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let http_status = request.map_or_else(|| fault.and_then(|fault| fault.http_status), |request| request.http_status);
    let (listed, still_listed, new_ids) = match &entry.listed {
        Listed::NotRead => ("not-read", None, None),
        Listed::Gone => ("gone", None, None),
        Listed::PartlyGone { left } => ("partly-gone", Some(*left), None),
        Listed::AllThere => ("all-there", Some(intent.identity_ids.len()), None),
        Listed::Unreadable => ("unreadable", None, None),
        Listed::Bound { identity_ids, .. } => ("bound", None, Some(identity_ids)),
        Listed::NothingNew { later: None, .. } => ("nothing-new", None, None),
        Listed::NothingNew { later: Some(later), .. } => ("found-later", None, Some(&later.identity_ids)),
    };
    let later = match &entry.listed {
        Listed::NothingNew { later, .. } => later.as_ref(),
        _ => None,
    };
    row([
        intent.begun_at.to_string(),
        match intent.deed {
            Deed::Bind => "bind".to_owned(),
            Deed::Unbind => "unbind".to_owned(),
        },
        outcome(entry).word().to_owned(),
        settlement.map_or("", |settlement| answer(&settlement.answer)).to_owned(),
        number(http_status.map(i64::from)),
        number(request.and_then(|request| request.status_code).or(fault.and_then(|fault| fault.status_code))),
        number(request.and_then(|request| request.api_code).or(fault.and_then(|fault| fault.api_code))),
        text(request.and_then(|request| request.message.as_ref()).or(fault.and_then(|fault| fault.message.as_ref()))),
        text(
            request
                .and_then(|request| request.request_id.as_ref())
                .or(fault.and_then(|fault| fault.request_id.as_ref())),
        ),
        settlement.map_or_else(String::new, |settlement| settlement.at.to_string()),
        settlement.map_or_else(String::new, |settlement| settlement.took.as_millis().to_string()),
        settlement.map_or_else(String::new, |settlement| settlement.requests.len().to_string()),
        listed.to_owned(),
        entry.listed_at.map_or_else(String::new, |at| at.to_string()),
        still_listed.map_or_else(String::new, |left| left.to_string()),
        intent.account.host.clone(),
        intent.account.app_id.clone(),
        intent.account.subject.clone(),
        intent.provider.clone(),
        intent.title.clone(),
        text(intent.ext_idp_id.as_ref()),
        intent.identity_ids.join(" "),
        intent.origin_connection_ids.join(" "),
        new_ids.map_or_else(String::new, |ids| ids.join(" ")),
        text(intent.connection.as_ref()),
        entry.superseded.to_string(),
        intent.batch.as_ref().map_or_else(String::new, |batch| batch.as_str().to_owned()),
        entry.id.as_str().to_owned(),
        later.map_or_else(String::new, |later| later.at.to_string()),
        later.map_or("", |later| came_through(later.came_through)).to_owned(),
    ])
}

fn answer(answer: &Answer) -> &'static str {
    match answer {
        Answer::Accepted => "accepted",
        Answer::Refused(_) => "refused",
        Answer::Lost(LostWhy::Failed(_)) => "lost",
        Answer::Lost(LostWhy::StoppedWaiting) => "lost-stopped-waiting",
        Answer::Lost(LostWhy::Crashed) => "lost-crashed",
        Answer::Lost(LostWhy::ProgramEnded) => "lost-program-ended",
    }
}

fn came_through(came_through: CameThrough) -> &'static str {
    match came_through {
        CameThrough::SameConnection => "same-connection",
        CameThrough::AnotherConnection => "another-connection",
        CameThrough::Unknown => "unknown",
    }
}

fn fault(answer: &Answer) -> Option<&Fault> {
    match answer {
        Answer::Refused(fault) | Answer::Lost(LostWhy::Failed(fault)) => Some(fault),
        Answer::Accepted | Answer::Lost(_) => None,
    }
}

fn row<const CELLS: usize>(cells: [String; CELLS]) -> String {
    let mut row = cells.map(|text| cell(&text)).join(",");
    row.push_str("\r\n");
    row
}

/// A text as a cell: in quotes where it needs them, and never a formula: a spreadsheet would carry out a name such as
/// `=HYPERLINK(…)` that somebody chose at a provider.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    let needs_quotes = text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
