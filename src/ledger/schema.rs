//! The tables, and how a file of an older version comes to have them.

use rusqlite::{Connection, TransactionBehavior};

use super::LedgerError;

/// Marks the file as a ledger of this program: "Bndr".
pub(super) const APPLICATION_ID: i64 = 0x426e_6472;

/// One step for each version, in order. A step that was ever released is never changed: a new one follows it.
const MIGRATIONS: [&str; 1] = [include_str!("version_1.sql")];

/// The tables that a ledger of the newest version has.
const TABLES: [&str; 6] = ["account", "entry", "sighting", "way", "connection", "snapshot"];

/// The version that this program writes.
pub(super) fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// What a file is, before anything in it is changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is nothing in it.
    Empty,
    /// A ledger of this version.
    Ledger(i64),
    /// A database of another program.
    Foreign,
}

pub(super) fn kind(connection: &Connection) -> Result<Kind, LedgerError> {
    let application_id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application_id == APPLICATION_ID {
        return Ok(Kind::Ledger(version));
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if application_id == 0 && version == 0 && tables == 0 { Kind::Empty } else { Kind::Foreign })
}

/// Brings the file to the newest version, all steps or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    if done < MIGRATIONS.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", newest())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Whether the file holds together and has its tables.
pub(super) fn check(connection: &Connection) -> Result<(), LedgerError> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(LedgerError::Damaged(said));
    }
    for table in TABLES {
        let there: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)",
            [table],
            |row| row.get(0),
        )?;
        if !there {
            return Err(LedgerError::Damaged(format!("the table {table} is gone")));
        }
    }
    Ok(())
}
