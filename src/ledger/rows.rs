//! An entry as a row of its table, and back.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Account, BatchId, Deed, Entry, EntryId, Intent, LedgerError, Outcome, Settlement};

/// The columns that [`entry`] reads, of the tables `entry` and `account` joined.
pub(super) const COLUMNS: &str = "entry.id, account.host, account.app_id, account.subject, entry.deed, entry.begun_at, \
     entry.batch, entry.provider, entry.title, entry.ext_idp_id, entry.identity_ids, entry.origin_connection_ids, \
     entry.connection, entry.settlement, entry.listed, entry.listed_at, entry.superseded";

/// Reads an entry.
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let deed: String = row.get("deed")?;
    let deed = deed_of(&deed).ok_or_else(|| unreadable(format!("the deed {deed:?}")))?;
    let settlement: Option<String> = row.get("settlement")?;
    let listed_at: Option<i64> = row.get("listed_at")?;
    Ok(Entry {
        id: EntryId::kept(row.get("id")?),
        intent: Intent {
            account: account(row)?,
            deed,
            begun_at: time(row.get("begun_at")?)?,
            batch: row.get::<_, Option<String>>("batch")?.map(BatchId::kept),
            provider: row.get("provider")?,
            title: row.get("title")?,
            ext_idp_id: row.get("ext_idp_id")?,
            identity_ids: from_json(&row.get::<_, String>("identity_ids")?)?,
            origin_connection_ids: from_json(&row.get::<_, String>("origin_connection_ids")?)?,
            connection: row.get("connection")?,
        },
        settlement: settlement.as_deref().map(from_json).transpose()?,
        listed: from_json(&row.get::<_, String>("listed")?)?,
        listed_at: listed_at.map(time).transpose()?,
        superseded: row.get("superseded")?,
    })
}

/// Reads whose a row is.
pub(super) fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account { host: row.get("host")?, app_id: row.get("app_id")?, subject: row.get("subject")? })
}

/// Reads a time.
pub(super) fn time(milliseconds: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| unreadable(error.to_string()))
}

/// Reads what [`to_json`] has written.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))
}

/// Writes a list, or what came of a call.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Other(error.to_string()))
}

pub(super) fn deed_word(deed: Deed) -> &'static str {
    match deed {
        Deed::Bind => "bind",
        Deed::Unbind => "unbind",
    }
}

fn deed_of(word: &str) -> Option<Deed> {
    [Deed::Bind, Deed::Unbind].into_iter().find(|deed| deed_word(*deed) == word)
}

/// An error that says that the bytes are no longer those that were written.
fn unreadable(what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.into())
}

/// What an entry is found by: its outcome, its codes and its words.
pub(super) struct Marks {
    pub(super) outcome: &'static str,
    /// Every HTTP status, `statusCode` and `apiCode`, each between two bars.
    pub(super) codes: String,
    /// In small letters, and every text on a line of its own.
    pub(super) words: String,
}

pub(super) fn marks(entry: &Entry) -> Marks {
    let Entry { intent, settlement, listed, .. } = entry;
    let answer = settlement.as_ref().map(|settlement| &settlement.answer);
    let (mut codes, mut words) = (Vec::new(), vec![intent.title.as_str(), intent.provider.as_str()]);
    words.extend(intent.ext_idp_id.iter().chain(&intent.connection).map(String::as_str));
    words.extend(intent.identity_ids.iter().chain(&intent.origin_connection_ids).map(String::as_str));
    for request in settlement.iter().flat_map(|Settlement { requests, .. }| requests) {
        codes.extend(request.http_status.map(i64::from));
        codes.extend([request.status_code, request.api_code].into_iter().flatten());
        words.push(&request.path);
        words.extend(request.message.iter().chain(&request.request_id).map(String::as_str));
    }
    if let super::Listed::Bound { identity_ids, origin_connection_ids }
    | super::Listed::NothingNew {
        later: Some(super::FoundLater { identity_ids, origin_connection_ids, .. }),
        ..
    } = listed
    {
        words.extend(identity_ids.iter().chain(origin_connection_ids).map(String::as_str));
    }
    Marks {
        outcome: Outcome::of(intent.deed, answer, listed).word(),
        codes: codes.iter().map(|code| format!("|{code}|")).collect(),
        words: words.join("\n").to_lowercase(),
    }
}
