//! What a list names of a bind that nobody waits for any more: a link that stays open in a browser can still be finished
//! there, and a program can end while it waits.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::receipts::rewrite;
use super::rows::{self, from_json};
use super::runs::Run;
use super::snapshots::SnapshotIdentity;
use super::text::{LONGEST_ID, MOST_IDENTITIES, cut};
use super::{CameThrough, EntryId, FoundLater, LedgerError, Listed, WaitingEnd};
use crate::genauth::Identity;

/// A bind after which it is open whether its link was finished.
struct Unfinished {
    id: EntryId,
    ext_idp_id: String,
    connection: Option<String>,
    begun_at: i64,
}

/// Tells the binds that nobody waits for what a list, read at this time, names of their identity providers. To be called
/// before that list is noted as seen.
///
/// A bind is begun only where the list names nothing of its identity provider, so whatever is named of it now is new.
pub(super) fn note(
    transaction: &Transaction<'_>,
    run: &Run,
    account: i64,
    identities: &[Identity],
    read_at: Timestamp,
) -> Result<(), LedgerError> {
    for bind in unfinished(transaction, run, account, read_at)? {
        let of_it = |identity: &&Identity| cut(&identity.ext_idp_id, LONGEST_ID) == bind.ext_idp_id;
        let new: Vec<_> = identities.iter().take(MOST_IDENTITIES).filter(of_it).collect();
        if new.is_empty() {
            continue;
        }
        let later = FoundLater {
            identity_ids: new.iter().map(|identity| identity.identity_id.clone()).collect(),
            at: first_seen(transaction, account, &bind, &new)?.unwrap_or(read_at),
            not_yet_at: last_read_without(transaction, account, &bind)?,
            came_through: came_through(transaction, account, &bind, &new)?,
            origin_connection_ids: connection_ids(&new),
        };
        let noted = rewrite(transaction, &bind.id, |entry| {
            let ended = match entry.listed {
                Listed::NothingNew { ended, .. } => ended,
                Listed::Unreadable => WaitingEnd::DeadlinePassed,
                _ => WaitingEnd::ProgramEnded,
            };
            entry.listed = Listed::NothingNew { ended, later: Some(later) }.bounded();
            true
        });
        // An entry that cannot be read any more stays as it is, and must not keep the list from being noted.
        if !matches!(noted, Err(LedgerError::Damaged(_))) {
            noted?;
        }
    }
    Ok(())
}

/// The binds that may still be finished: of each identity provider the last one for which a link was made, unless that has
/// brought something, or is waited for.
fn unfinished(
    transaction: &Transaction<'_>,
    run: &Run,
    account: i64,
    read_at: Timestamp,
) -> Result<Vec<Unfinished>, LedgerError> {
    let mut statement = transaction.prepare(
        "SELECT id, ext_idp_id, connection, begun_at, outcome, listed, run FROM entry \
         WHERE account = ? AND begun_at < ? AND deed = 'bind' AND ext_idp_id <> '' AND outcome <> 'no-link' \
         ORDER BY begun_at DESC, id DESC",
    )?;
    let mut rows = statement.query([account, read_at.as_millisecond()])?;
    let (mut found, mut looked_at) = (Vec::new(), HashSet::new());
    while let Some(row) = rows.next()? {
        let ext_idp_id: String = row.get("ext_idp_id")?;
        if !looked_at.insert(ext_idp_id.clone()) {
            continue;
        }
        let (outcome, listed, of): (String, String, String) =
            (row.get("outcome")?, row.get("listed")?, row.get("run")?);
        let Ok(listed) = from_json::<Listed>(&listed) else { continue };
        // As long as its program goes on, what nothing was listed of may be waited for.
        let waited_for = listed == Listed::NotRead && run.goes_on(&of);
        if waited_for || !matches!(outcome.as_str(), "open" | "nothing-new" | "bind-not-checked") {
            continue;
        }
        let (id, connection, begun_at) = (row.get("id")?, row.get("connection")?, row.get("begun_at")?);
        found.push(Unfinished { id: EntryId::kept(id), ext_idp_id, connection, begun_at });
    }
    Ok(found)
}

/// When a list first named one of these, where that was noted after the bind began: another window may have read it.
fn first_seen(
    transaction: &Transaction<'_>,
    account: i64,
    bind: &Unfinished,
    new: &[&Identity],
) -> Result<Option<Timestamp>, LedgerError> {
    let sql =
        "SELECT first_seen FROM sighting WHERE account = ? AND identity_id = ? AND ext_idp_id = ? AND first_seen > ?";
    let mut statement = transaction.prepare(sql)?;
    let mut first: Option<i64> = None;
    for identity in new {
        let id = cut(&identity.identity_id, LONGEST_ID);
        let values = params![account, id, bind.ext_idp_id, bind.begun_at];
        let seen: Option<i64> = statement.query_row(values, |row| row.get(0)).optional()?;
        first = first.into_iter().chain(seen).min();
    }
    Ok(first.map(rows::time).transpose()?)
}

/// When a list was last read since the bind began that named nothing of its identity provider.
fn last_read_without(
    transaction: &Transaction<'_>,
    account: i64,
    bind: &Unfinished,
) -> Result<Option<Timestamp>, LedgerError> {
    let sql = "SELECT last_read, identities FROM snapshot WHERE account = ? AND last_read > ? ORDER BY first_read DESC";
    let mut statement = transaction.prepare(sql)?;
    let mut rows = statement.query([account, bind.begun_at])?;
    while let Some(row) = rows.next()? {
        let listed = from_json::<Vec<SnapshotIdentity>>(&row.get::<_, String>("identities")?);
        let Ok(listed) = listed else { continue };
        if !listed.iter().any(|identity| identity.ext_idp_id == bind.ext_idp_id) {
            return Ok(Some(rows::time(row.get("last_read")?)?));
        }
    }
    Ok(None)
}

/// Compares with what binds from here have shown: each tells which id the connection has that it went through.
fn came_through(
    transaction: &Transaction<'_>,
    account: i64,
    bind: &Unfinished,
    new: &[&Identity],
) -> Result<CameThrough, LedgerError> {
    let sql = "SELECT identifier, origin_connection_ids FROM connection WHERE account = ? AND ext_idp_id = ?";
    let mut statement = transaction.prepare(sql)?;
    let mut rows = statement.query(params![account, bind.ext_idp_id])?;
    let ids = connection_ids(new);
    let mut came_through = CameThrough::Unknown;
    while let Some(row) = rows.next()? {
        let (identifier, known): (String, String) = (row.get("identifier")?, row.get("origin_connection_ids")?);
        let Ok(known) = from_json::<Vec<String>>(&known) else { continue };
        let is_it = known.iter().any(|id| ids.contains(id));
        if Some(identifier) == bind.connection {
            if is_it {
                return Ok(CameThrough::SameConnection);
            }
            if !known.is_empty() && !ids.is_empty() {
                came_through = CameThrough::AnotherConnection;
            }
        } else if is_it {
            came_through = CameThrough::AnotherConnection;
        }
    }
    Ok(came_through)
}

/// The ids of the connections that identities came through, each once, as they are kept.
fn connection_ids(identities: &[&Identity]) -> Vec<String> {
    let mut ids = Vec::new();
    for id in identities.iter().flat_map(|identity| &identity.origin_connection_ids) {
        let id = cut(id, LONGEST_ID);
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
