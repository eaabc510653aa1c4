//! Which connection was used in a bind from here: nothing else joins an `identifier` to `originConnIds` (reference
//! section 2).

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use super::rows::{self, from_json, to_json};
use super::store::{find_row_of, row_of};
use super::text::{LONGEST_ID, cut, cut_ids};
use super::{Account, Ledger, LedgerError};

/// How many connections are kept of one account. Those that were last used longest ago make room.
const MOST_OF_ONE_ACCOUNT: i64 = 200;

/// A connection that a bind from here has used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedConnection {
    /// Its `identifier`, which the bind sent.
    pub identifier: String,
    /// The identity source.
    pub ext_idp_id: String,
    /// The provider's name on the wire.
    pub provider: String,
    /// The connection ids that appeared with the new identities; those of the last bind that brought some.
    pub origin_connection_ids: Vec<String>,
    /// When it was last used.
    pub last_used: Timestamp,
}

impl Ledger {
    /// Remembers the connection that a bind has used.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn remember_connection(&self, account: &Account, used: &UsedConnection) -> Result<(), LedgerError> {
        let id = |id: &str| cut(id, LONGEST_ID);
        let connection_ids = to_json(&cut_ids(&used.origin_connection_ids))?;
        self.change(|transaction| {
            let account = row_of(transaction, account)?;
            transaction.execute(
                "INSERT INTO connection (account, ext_idp_id, identifier, provider, origin_connection_ids, last_used) \
                 VALUES (?, ?, ?, ?, ?, ?) \
                 ON CONFLICT DO UPDATE SET provider = excluded.provider, last_used = max(last_used, excluded.last_used), \
                 origin_connection_ids = iif(excluded.origin_connection_ids = '[]', origin_connection_ids, \
                 excluded.origin_connection_ids)",
                params![
                    account,
                    id(&used.ext_idp_id),
                    id(&used.identifier),
                    id(&used.provider),
                    connection_ids,
                    used.last_used.as_millisecond(),
                ],
            )?;
            transaction.execute(
                "DELETE FROM connection WHERE (account, ext_idp_id, identifier) IN (SELECT account, ext_idp_id, identifier \
                 FROM connection WHERE account = ? ORDER BY last_used DESC, identifier LIMIT -1 OFFSET ?)",
                [account, MOST_OF_ONE_ACCOUNT],
            )?;
            Ok(())
        })
    }

    /// The connection that was last used for an identity source.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn used_connection(&self, account: &Account, ext_idp_id: &str) -> Result<Option<UsedConnection>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(None) };
        let sql =
            "SELECT * FROM connection WHERE account = ? AND ext_idp_id = ? ORDER BY last_used DESC, identifier LIMIT 1";
        Ok(connection.query_row(sql, params![account, cut(ext_idp_id, LONGEST_ID)], used).optional()?)
    }

    /// All connections that binds of an account have used, the one used last coming first.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn used_connections(&self, account: &Account) -> Result<Vec<UsedConnection>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(Vec::new()) };
        let sql = "SELECT * FROM connection WHERE account = ? ORDER BY last_used DESC, identifier";
        let mut statement = connection.prepare(sql)?;
        let all = statement.query_map([account], used)?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}

fn used(row: &Row<'_>) -> rusqlite::Result<UsedConnection> {
    Ok(UsedConnection {
        identifier: row.get("identifier")?,
        ext_idp_id: row.get("ext_idp_id")?,
        provider: row.get("provider")?,
        origin_connection_ids: from_json(&row.get::<_, String>("origin_connection_ids")?)?,
        last_used: rows::time(row.get("last_used")?)?,
    })
}
