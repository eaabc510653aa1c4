//! The open ledger.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};

use super::runs::Run;
use super::{Account, LedgerError};

/// The open ledger. Its calls block, one at a time; each is done whole or not at all.
pub struct Ledger {
    path: PathBuf,
    pub(super) run: Run,
    connection: Mutex<Connection>,
}

impl Ledger {
    pub(super) fn assemble(path: PathBuf, run: Run, connection: Connection) -> Self {
        Self { path, run, connection: Mutex::new(connection) }
    }

    /// The file; empty where it is in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic interrupted was rolled back when it was dropped.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, alone: another program's change is waited for before anything is read.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = change(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ledger").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The number of the account's row, which is made where there is none.
pub(super) fn row_of(transaction: &Transaction<'_>, account: &Account) -> Result<i64, LedgerError> {
    if let Some(row) = find_row_of(transaction, account)? {
        return Ok(row);
    }
    let sql = "INSERT INTO account (host, app_id, subject) VALUES (?, ?, ?)";
    let Account { host, app_id, subject } = account.bounded();
    transaction.execute(sql, [host, app_id, subject])?;
    Ok(transaction.last_insert_rowid())
}

/// The number of the account's row, where there is one.
pub(super) fn find_row_of(connection: &Connection, account: &Account) -> Result<Option<i64>, LedgerError> {
    let sql = "SELECT id FROM account WHERE host = ? AND app_id = ? AND subject = ?";
    let Account { host, app_id, subject } = account.bounded();
    Ok(connection.query_row(sql, [host, app_id, subject], |row| row.get(0)).optional()?)
}
