//! Which identity sources the entries are about, and what they were called.

use super::{Ledger, LedgerError, Whose};

/// How many identity sources are told at most. Those used longest ago are left out.
const MOST: u32 = 200;

/// An identity source that the ledger has entries of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownExtIdp {
    /// `extIdpId`.
    pub ext_idp_id: String,
    /// The provider's name on the wire.
    pub provider: String,
    /// What it was last called on the screen.
    pub title: String,
}

impl Ledger {
    /// The identity sources of these accounts' entries, the one used last coming first.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn ext_idps(&self, whose: &Whose) -> Result<Vec<KnownExtIdp>, LedgerError> {
        let (condition, values) = whose.condition();
        // Of the columns beside a `max`, SQLite gives those of the row that has it.
        let sql = format!(
            "SELECT entry.ext_idp_id, entry.provider, entry.title, max(entry.begun_at) AS last FROM entry \
             JOIN account ON account.id = entry.account WHERE {condition} AND entry.ext_idp_id IS NOT NULL \
             GROUP BY entry.ext_idp_id ORDER BY last DESC, entry.ext_idp_id LIMIT {MOST}"
        );
        let connection = self.connection();
        let mut statement = connection.prepare(&sql)?;
        let found = statement.query_map(rusqlite::params_from_iter(values), |row| {
            Ok(KnownExtIdp {
                ext_idp_id: row.get("ext_idp_id")?,
                provider: row.get("provider")?,
                title: row.get("title")?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Counts the rows that this program has changed since it opened the ledger; the same number means that it has
    /// changed nothing in between.
    pub fn changes(&self) -> u64 {
        self.connection().total_changes()
    }
}
