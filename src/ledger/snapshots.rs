//! What the list of identities was like, each time that it had changed.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};

use super::rows::{self, from_json, to_json};
use super::store::find_row_of;
use super::text::{LONGEST_ID, MOST_IDENTITIES, cut, cut_ids};
use super::{Account, Ledger, LedgerError};
use crate::account::bindings;
use crate::genauth::Identity;

/// How many snapshots are kept of one account. The oldest make room.
const MOST_OF_ONE_ACCOUNT: i64 = 200;

/// The list of identities as it was for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was first read like this.
    pub first_read: Timestamp,
    /// When it was last read like this.
    pub last_read: Timestamp,
    /// The identities, ordered by identity source and ID.
    pub identities: Vec<SnapshotIdentity>,
}

/// What a snapshot keeps of an identity: ids, and of the provider's profile nothing but the person's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SnapshotIdentity {
    /// `extIdpId`; may be empty.
    pub ext_idp_id: String,
    /// `identityId`; may be empty.
    pub identity_id: String,
    /// The provider's name on the wire.
    pub provider: String,
    /// `type`: the kind of id, for example `openid`.
    pub kind: String,
    /// `userIdInIdp`: the person's id at the provider.
    pub user_id_in_idp: String,
    /// `originConnIds`, each once, in order.
    pub origin_connection_ids: Vec<String>,
    /// What the person is called at the provider.
    pub person_name: Option<String>,
}

impl From<&Identity> for SnapshotIdentity {
    fn from(identity: &Identity) -> Self {
        let id = |id: &str| cut(id, LONGEST_ID);
        let mut origin_connection_ids = cut_ids(&identity.origin_connection_ids);
        origin_connection_ids.sort();
        origin_connection_ids.dedup();
        let alone = bindings(std::slice::from_ref(identity), None);
        Self {
            ext_idp_id: id(&identity.ext_idp_id),
            identity_id: id(&identity.identity_id),
            provider: id(&identity.provider),
            kind: id(&identity.kind),
            user_id_in_idp: id(&identity.user_id_in_idp),
            origin_connection_ids,
            person_name: alone.first().and_then(|binding| binding.person_name()).map(id),
        }
    }
}

impl Ledger {
    /// The snapshots of an account, the newest first, so many at most.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn snapshots(&self, account: &Account, most: u32) -> Result<Vec<Snapshot>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(Vec::new()) };
        let sql = "SELECT * FROM snapshot WHERE account = ? ORDER BY first_read DESC LIMIT ?";
        let mut statement = connection.prepare(sql)?;
        let snapshots = statement.query_map([account, i64::from(most)], |row| {
            Ok(Snapshot {
                first_read: rows::time(row.get("first_read")?)?,
                last_read: rows::time(row.get("last_read")?)?,
                identities: from_json(&row.get::<_, String>("identities")?)?,
            })
        })?;
        Ok(snapshots.collect::<Result<_, _>>()?)
    }
}

/// Keeps a list that differs from the newest one, and notes that an equal one was read again; says whether it was kept.
///
/// A list that was read before the newest one says nothing about how things are now, and is passed over.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    account: i64,
    identities: &[Identity],
    at: i64,
) -> Result<bool, LedgerError> {
    let mut kept: Vec<_> = identities.iter().take(MOST_IDENTITIES).map(SnapshotIdentity::from).collect();
    // The order of the API's list is no difference.
    kept.sort();
    let kept = to_json(&kept)?;
    let sql =
        "SELECT first_read, last_read, identities FROM snapshot WHERE account = ? ORDER BY first_read DESC LIMIT 1";
    let newest: Option<(i64, i64, String)> =
        transaction.query_row(sql, [account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    if let Some((first_read, last_read, identities)) = newest {
        if at <= last_read {
            return Ok(false);
        }
        if identities == kept {
            let sql = "UPDATE snapshot SET last_read = ? WHERE account = ? AND first_read = ?";
            transaction.execute(sql, [at, account, first_read])?;
            return Ok(false);
        }
    }
    let sql = "INSERT INTO snapshot (account, first_read, last_read, identities) VALUES (?1, ?2, ?2, ?3)";
    transaction.execute(sql, params![account, at, kept])?;
    transaction.execute(
        "DELETE FROM snapshot WHERE account = ?1 AND first_read IN \
         (SELECT first_read FROM snapshot WHERE account = ?1 ORDER BY first_read DESC LIMIT -1 OFFSET ?2)",
        [account, MOST_OF_ONE_ACCOUNT],
    )?;
    Ok(true)
}
