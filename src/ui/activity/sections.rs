//! A receipt whole, in sections: the screen draws them, and the text that is copied says the same.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::outcome::{deed_words, said};
use crate::app::HeldExchanges;
use crate::ledger::{
    Answer, CameThrough, Deed, Entry, Fault, FoundLater, KnownAccount, Listed, LostWhy, Request, WaitingEnd,
};
use crate::ui::Words;
use crate::ui::explain::{Explanation, Purpose, code_facts, code_key, explain};
use crate::ui::receipt::took;
use crate::ui::text::{day_and_clock, plain};

/// How long a value may be, in characters: longer than anything that the ledger keeps.
const LONGEST: usize = 4000;

/// A part of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: String,
    /// Labels and values.
    pub(super) facts: Vec<(String, String)>,
    /// Sentences: what it means, and what to do next.
    pub(super) notes: Vec<String>,
    /// The beginning of an answer that is not the API's.
    pub(super) excerpt: Option<String>,
}

/// What a receipt is shown with.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) words: &'a Words,
    pub(super) time_zone: &'a TimeZone,
    pub(super) accounts: &'a [KnownAccount],
    /// Whether the program that waited for its answer is over.
    pub(super) left_open: bool,
    /// Which exchanges the inspector still holds.
    pub(super) held: &'a HeldExchanges,
}

/// Every field of an entry.
pub(super) fn sections(entry: &Entry, around: Surroundings<'_>) -> Vec<Section> {
    let mut sections = vec![about(entry, around), sent(entry, around), answer(entry, around)];
    sections.push(check(entry, around));
    let requests = entry.settlement.iter().flat_map(|settlement| &settlement.requests).enumerate();
    sections.extend(requests.map(|(index, made)| request(index + 1, made, around)));
    sections
}

/// A receipt as text, to be pasted into a report.
pub(super) fn receipt_text(entry: &Entry, around: Surroundings<'_>) -> String {
    let mut lines = Vec::new();
    for section in sections(entry, around) {
        lines.push(section.title);
        lines.extend(section.facts.into_iter().map(|(label, value)| format!("  {label}\t{value}")));
        lines.extend(section.notes.into_iter().chain(section.excerpt).map(|note| format!("  {note}")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn labelled(words: &Words, key: &str, value: &str) -> (String, String) {
    (words.find(key).unwrap_or_default().into_owned(), plain(value, LONGEST))
}

fn moment(at: Timestamp, time_zone: &TimeZone) -> String {
    format!("{} ({at})", day_and_clock(at, time_zone))
}

fn about(entry: &Entry, around: Surroundings<'_>) -> Section {
    let Surroundings { words, time_zone, accounts, left_open, .. } = around;
    let intent = &entry.intent;
    let name = accounts.iter().find(|known| known.account == intent.account).and_then(|known| known.name.as_deref());
    let facts = [
        Some(labelled(words, "receipt-outcome", &said(words, entry, left_open).text)),
        Some(labelled(words, "receipt-when", &moment(intent.begun_at, time_zone))),
        Some(labelled(words, "receipt-space", &intent.account.host)),
        Some(labelled(words, "activity-app", &intent.account.app_id)),
        name.map(|name| labelled(words, "activity-account-name", name)),
        Some(labelled(words, "receipt-account", &intent.account.subject)),
        Some(labelled(words, "activity-provider", &intent.provider)),
        intent.batch.as_ref().map(|batch| labelled(words, "activity-batch", batch.as_str())),
        Some(labelled(words, "activity-entry", entry.id.as_str())),
    ];
    let superseded = entry.superseded.then(|| words.text("activity-superseded").into_owned());
    Section {
        title: deed_words(words, entry),
        facts: facts.into_iter().flatten().collect(),
        notes: superseded.into_iter().collect(),
        excerpt: None,
    }
}

fn sent(entry: &Entry, around: Surroundings<'_>) -> Section {
    let words = around.words;
    let intent = &entry.intent;
    let mut facts = Vec::new();
    let not_sent = |facts: &mut Vec<_>, key: &str, ids: &[String]| {
        if !ids.is_empty() {
            facts.push(labelled(words, key, &ids.join(", ")));
        }
    };
    match intent.deed {
        Deed::Unbind => {
            let id = intent.ext_idp_id.as_deref().unwrap_or_default();
            facts.push(labelled(words, "activity-sent-ext-idp", id));
            not_sent(&mut facts, "activity-not-sent-connection", intent.connection.as_slice());
        }
        Deed::Bind => {
            let identifier = intent.connection.as_deref().unwrap_or_default();
            facts.push(labelled(words, "activity-sent-identifier", identifier));
            not_sent(&mut facts, "activity-not-sent-ext-idp", intent.ext_idp_id.as_slice());
        }
    }
    not_sent(&mut facts, "activity-not-sent-identities", &intent.identity_ids);
    not_sent(&mut facts, "activity-not-sent-connections", &intent.origin_connection_ids);
    Section { title: words.text("activity-ids").into_owned(), facts, ..Section::default() }
}

fn answer(entry: &Entry, around: Surroundings<'_>) -> Section {
    let Surroundings { words, time_zone, left_open, .. } = around;
    let title = words.text("activity-answer").into_owned();
    let Some(settlement) = &entry.settlement else {
        let note = if left_open { words.text("activity-left-open.more") } else { words.text("activity-open.more") };
        return Section { title, notes: vec![note.into_owned()], ..Section::default() };
    };
    let said = match &settlement.answer {
        Answer::Accepted => words.text("activity-accepted"),
        Answer::Refused(_) => words.text("activity-refused"),
        Answer::Lost(_) => words.text("activity-lost"),
    };
    let mut facts = vec![labelled(words, "activity-answered", &said)];
    if let Some(request) = entry.decisive_request() {
        facts.extend(request_facts(words, request));
    }
    facts.push(labelled(words, "fact-took", &took(words, settlement.took)));
    facts.push(labelled(words, "activity-settled", &moment(settlement.at, time_zone)));
    let explanation = meaning(words, &settlement.answer, &entry.intent.account.host, entry.intent.deed);
    for extra in explanation.facts {
        if !facts.contains(&extra) {
            facts.push(extra);
        }
    }
    let notes = [explanation.what, explanation.next].into_iter().filter(|note| !note.is_empty()).collect();
    Section { title, facts, notes, excerpt: explanation.excerpt }
}

fn meaning(words: &Words, answer: &Answer, host: &str, deed: Deed) -> Explanation {
    let text = |key: &str| words.find(key).unwrap_or_default().into_owned();
    let only = |what: String| Explanation { what, ..Explanation::default() };
    match answer {
        Answer::Accepted => only(text("status-200")),
        Answer::Refused(fault) | Answer::Lost(LostWhy::Failed(fault)) => {
            let purpose = match deed {
                Deed::Unbind => Purpose::Unbind,
                Deed::Bind => Purpose::Read,
            };
            match fault.to_error() {
                Some(error) => explain(words, &error, host, purpose),
                None => unknown(words, fault),
            }
        }
        Answer::Lost(LostWhy::StoppedWaiting) => only(text("lost-stopped-waiting")),
        Answer::Lost(LostWhy::Crashed) => {
            Explanation { what: text("error-crashed"), next: text("error-crashed.next"), ..Explanation::default() }
        }
        Answer::Lost(LostWhy::ProgramEnded) => only(text("activity-program-ended")),
    }
}

/// A failure of a kind that this version does not know: what is kept of it, without its meaning.
fn unknown(words: &Words, fault: &Fault) -> Explanation {
    let http = fault.http_status.map(|status| labelled(words, "fact-http", &status.to_string()));
    let codes =
        code_facts(words, fault.status_code, fault.api_code, fault.message.as_deref(), fault.request_id.as_deref());
    let detail = fault.detail.as_deref().map(|detail| labelled(words, "fact-reason", detail));
    Explanation {
        what: words.text("activity-unknown-fault").into_owned(),
        facts: http.into_iter().chain(codes).chain(detail).collect(),
        ..Explanation::default()
    }
}

fn check(entry: &Entry, around: Surroundings<'_>) -> Section {
    let Surroundings { words, time_zone, .. } = around;
    let (mut facts, mut notes) = (Vec::new(), Vec::new());
    let said = match &entry.listed {
        Listed::NotRead => words.text("check-not-read").into_owned(),
        Listed::Gone => words.text("activity-listed-gone").into_owned(),
        Listed::PartlyGone { left } => words.with("activity-listed-partly", &[("count", (*left).into())]),
        Listed::AllThere => words.text("activity-listed-there").into_owned(),
        Listed::Unreadable => words.text("activity-listed-unreadable").into_owned(),
        Listed::Bound { identity_ids, origin_connection_ids } => {
            facts.extend(new_ids(words, identity_ids, origin_connection_ids));
            words.text("activity-listed-bound").into_owned()
        }
        Listed::NothingNew { ended, later } => {
            if let Some(later) = later {
                found_later(words, later, time_zone, (&mut facts, &mut notes));
            }
            waited(words, *ended).into_owned()
        }
    };
    notes.insert(0, said);
    facts.extend(entry.listed_at.map(|at| labelled(words, "activity-listed-at", &moment(at, time_zone))));
    Section { title: words.text("activity-check").into_owned(), facts, notes, excerpt: None }
}

fn new_ids(words: &Words, identity_ids: &[String], origin_connection_ids: &[String]) -> [(String, String); 2] {
    [
        labelled(words, "activity-new-identities", &identity_ids.join(", ")),
        labelled(words, "activity-new-connections", &origin_connection_ids.join(", ")),
    ]
}

/// Why nobody waits for a bind any more.
fn waited(words: &Words, ended: WaitingEnd) -> Cow<'_, str> {
    match ended {
        WaitingEnd::Cancelled => words.text("activity-waited-cancelled"),
        WaitingEnd::DeadlinePassed => words.text("activity-waited-deadline"),
        WaitingEnd::SessionOver => words.text("activity-waited-session"),
        WaitingEnd::OtherAccount => words.text("activity-waited-account"),
        WaitingEnd::ProgramEnded => words.text("activity-waited-ended"),
        WaitingEnd::Unknown => words.text("activity-waited-unknown"),
    }
}

/// What a list named after that, when, and how sure it is that it came from this bind.
fn found_later(
    words: &Words,
    later: &FoundLater,
    time_zone: &TimeZone,
    (facts, notes): (&mut Vec<(String, String)>, &mut Vec<String>),
) {
    facts.push(labelled(words, "activity-found-later-at", &moment(later.at, time_zone)));
    facts.extend(later.not_yet_at.map(|at| labelled(words, "activity-found-later-not-yet", &moment(at, time_zone))));
    facts.extend(new_ids(words, &later.identity_ids, &later.origin_connection_ids));
    notes.push(words.text("activity-found-later.more").into_owned());
    let sure = match later.came_through {
        CameThrough::SameConnection => words.text("activity-found-later.same"),
        CameThrough::AnotherConnection => words.text("activity-found-later.another"),
        CameThrough::Unknown => words.text("activity-found-later.unknown"),
    };
    notes.push(sure.into_owned());
}

fn request(number: usize, request: &Request, around: Surroundings<'_>) -> Section {
    let Surroundings { words, time_zone, .. } = around;
    let line = format!("{} {}", plain(&request.method, 8), plain(&request.path, LONGEST));
    let mut facts = request_facts(words, request);
    facts.push(labelled(words, "fact-took", &took(words, request.took)));
    facts.push(labelled(words, "activity-began", &moment(request.started_at, time_zone)));
    let meaning = request.status_code.map(|status_code| match status_code {
        // The envelope may say 200 where its data says no; what that came to, the answer tells.
        200 => words.text("status-200").into_owned(),
        _ => words.find(&code_key(words, status_code, request.api_code)).unwrap_or_default().into_owned(),
    });
    Section {
        title: words.with("activity-request", &[("number", number.into()), ("request", line.into())]),
        facts,
        notes: meaning.into_iter().collect(),
        excerpt: None,
    }
}

fn request_facts(words: &Words, request: &Request) -> Vec<(String, String)> {
    let http = match request.http_status {
        Some(status) => labelled(words, "fact-http", &status.to_string()),
        None => labelled(words, "fact-http", &words.text("no-answer")),
    };
    let codes = code_facts(words, request.status_code, request.api_code, None, None);
    let message = request.message.as_deref().filter(|message| !message.trim().is_empty());
    let message = message.map(|message| labelled(words, "fact-message", message));
    let id = request.request_id.as_deref().map(|id| labelled(words, "fact-request-id", id));
    std::iter::once(http).chain(codes).chain(message).chain(id).collect()
}
