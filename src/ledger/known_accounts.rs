//! Which accounts the ledger knows, and what they are called.

use rusqlite::params;

use super::store::row_of;
use super::text::{LONGEST_ID, cut};
use super::{Account, Ledger, LedgerError, rows};

/// An account that the ledger has something of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    /// Which.
    pub account: Account,
    /// What it was last called on the screen.
    pub name: Option<String>,
    /// How many binds and unbinds are kept of it.
    pub entries: u64,
}

impl Ledger {
    /// Remembers what an account is called on the screen.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn name_account(&self, account: &Account, name: &str) -> Result<(), LedgerError> {
        self.change(|transaction| {
            let row = row_of(transaction, account)?;
            transaction.execute("UPDATE account SET name = ? WHERE id = ?", params![cut(name, LONGEST_ID), row])?;
            Ok(())
        })
    }

    /// The accounts that the ledger knows, by host, application and subject.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn accounts(&self) -> Result<Vec<KnownAccount>, LedgerError> {
        let connection = self.connection();
        let sql = "SELECT *, (SELECT count(*) FROM entry WHERE entry.account = account.id) AS entries FROM account \
                   ORDER BY host, app_id, subject";
        let mut statement = connection.prepare(sql)?;
        let accounts = statement.query_map([], |row| {
            Ok(KnownAccount {
                account: rows::account(row)?,
                name: row.get("name")?,
                entries: u64::try_from(row.get::<_, i64>("entries")?).unwrap_or(0),
            })
        })?;
        Ok(accounts.collect::<Result<_, _>>()?)
    }
}
