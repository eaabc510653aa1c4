//! Forgetting, so that nothing of it stays in the file or its log.

use super::file::remove_kept_aside;
use super::{Ledger, LedgerError, Whose};

/// What a forgetting came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// How many accounts were forgotten, with all that was kept of them.
    pub accounts: usize,
    /// Whether no byte of it is left in the files. It is not so while another program reads them; the next forgetting, or
    /// the last program to close the file, removes the rest.
    pub wiped: bool,
}

impl Ledger {
    /// Forgets everything of these accounts: receipts, open intents, sightings, ways, connections and snapshots. When it
    /// is everyone's, damaged files that were kept aside go too.
    ///
    /// # Errors
    /// [`LedgerError`]; nothing is forgotten then.
    pub fn forget_history(&self, whose: &Whose) -> Result<Forgotten, LedgerError> {
        let (condition, values) = whose.condition();
        let accounts = self.change(|transaction| {
            let sql = format!("DELETE FROM account WHERE {condition}");
            Ok(transaction.execute(&sql, rusqlite::params_from_iter(values))?)
        })?;
        let aside = match whose {
            Whose::Everyone => remove_kept_aside(self.path()).is_ok(),
            Whose::Space { .. } | Whose::Account(_) => true,
        };
        Ok(Forgotten { accounts, wiped: self.wipe().unwrap_or(false) && aside })
    }

    /// Writes the file anew without what is free in it, and empties the log.
    fn wipe(&self) -> Result<bool, LedgerError> {
        let connection = self.connection();
        connection.execute_batch("VACUUM")?;
        let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}
