//! When each identity was first and last seen here: the API has no dates (reference section 2.1).

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::store::{find_row_of, row_of};
use super::text::{LONGEST_ID, MOST_IDENTITIES, cut};
use super::{Account, Ledger, LedgerError, found_later, rows, snapshots};
use crate::genauth::Identity;

/// How many sightings are kept of one account. Those that were last seen longest ago make room.
const MOST_OF_ONE_ACCOUNT: i64 = 2000;

/// When an identity was seen here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The identity.
    pub identity_id: String,
    /// The identity source it was under; may be empty.
    pub ext_idp_id: String,
    /// The provider's name on the wire.
    pub provider: String,
    /// `type`: the kind of id, for example `openid`.
    pub kind: String,
    /// When a list first had it.
    pub first_seen: Timestamp,
    /// When a list last had it.
    pub last_seen: Timestamp,
}

/// What became of a list that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saw {
    /// Whether it differed from the one before, and was kept as a snapshot.
    pub snapshot_kept: bool,
}

impl Ledger {
    /// Notes a list that was read whole: its identities were seen at this time, and where it differs from the one before,
    /// a snapshot is kept. A bind that nobody waits for any more is told what the list names of its identity provider.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn saw(&self, account: &Account, identities: &[Identity], read_at: Timestamp) -> Result<Saw, LedgerError> {
        let at = read_at.as_millisecond();
        self.change(|transaction| {
            let account = row_of(transaction, account)?;
            // Before the list counts as seen, so that it is known what was not.
            found_later::note(transaction, &self.run, account, identities, read_at)?;
            for identity in identities.iter().take(MOST_IDENTITIES) {
                see(transaction, account, identity, at)?;
            }
            transaction.execute(
                "DELETE FROM sighting WHERE (account, identity_id, ext_idp_id) IN (SELECT account, identity_id, ext_idp_id \
                 FROM sighting WHERE account = ? ORDER BY last_seen DESC, identity_id LIMIT -1 OFFSET ?)",
                [account, MOST_OF_ONE_ACCOUNT],
            )?;
            Ok(Saw { snapshot_kept: snapshots::keep(transaction, account, identities, at)? })
        })
    }

    /// When each identity of an account was seen here, the one that was seen first coming first.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn sightings(&self, account: &Account) -> Result<Vec<Sighting>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(Vec::new()) };
        let sql = "SELECT * FROM sighting WHERE account = ? ORDER BY first_seen, identity_id, ext_idp_id";
        let mut statement = connection.prepare(sql)?;
        let sightings = statement.query_map([account], |row| {
            Ok(Sighting {
                identity_id: row.get("identity_id")?,
                ext_idp_id: row.get("ext_idp_id")?,
                provider: row.get("provider")?,
                kind: row.get("kind")?,
                first_seen: rows::time(row.get("first_seen")?)?,
                last_seen: rows::time(row.get("last_seen")?)?,
            })
        })?;
        Ok(sightings.collect::<Result<_, _>>()?)
    }
}

fn see(transaction: &Transaction<'_>, account: i64, identity: &Identity, at: i64) -> Result<(), LedgerError> {
    // Without an ID nothing tells one identity from the next.
    if identity.identity_id.is_empty() {
        return Ok(());
    }
    let id = |id: &str| cut(id, LONGEST_ID);
    transaction.execute(
        "INSERT INTO sighting (account, identity_id, ext_idp_id, provider, kind, first_seen, last_seen) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) \
         ON CONFLICT DO UPDATE SET provider = excluded.provider, kind = excluded.kind, \
         first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)",
        params![
            account,
            id(&identity.identity_id),
            id(&identity.ext_idp_id),
            id(&identity.provider),
            id(&identity.kind),
            at
        ],
    )?;
    Ok(())
}
