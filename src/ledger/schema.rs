//! The tables, and how a file of an older version comes to have them.

use rusqlite::{Connection, TransactionBehavior};

use super::LedgerError;

/// Marks the file as a ledger of this program: "Bndr".
pub(super) const APPLICATION_ID: i64 = 0x426e_6472;

/// One step for each version, in order. A step that was ever released is never changed: a new one follows it.
const MIGRATIONS: [&str; 1] = [include_str!("version_1.sql")];

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
    migrate_by(connection, &MIGRATIONS)
}

fn migrate_by(connection: &mut Connection, steps: &[&str]) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(0);
    for step in steps.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    if done < steps.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", steps.len() as i64)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Whether the file holds together and has the tables that it should have.
pub(super) fn check(connection: &Connection) -> Result<(), LedgerError> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(LedgerError::Damaged(said));
    }
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh)?;
    // Names that a flipped bit has changed are no error to the database before a call needs them.
    let unlike = layout(connection)? != layout(&fresh)?;
    if unlike { Err(LedgerError::Damaged("the tables are not those of a ledger".to_owned())) } else { Ok(()) }
}

/// Every column of every table, and what it refers to.
fn layout(connection: &Connection) -> Result<Vec<String>, LedgerError> {
    let sql = "SELECT concat_ws(' ', it.name, of.name, of.type, of.\"notnull\", of.pk) \
               FROM sqlite_schema AS it JOIN pragma_table_info(it.name) AS of WHERE it.type = 'table' \
               UNION ALL SELECT concat_ws(' ', it.name, of.\"table\", of.\"from\", of.\"to\", of.on_delete) \
               FROM sqlite_schema AS it JOIN pragma_foreign_key_list(it.name) AS of WHERE it.type = 'table' ORDER BY 1";
    let mut statement = connection.prepare(sql)?;
    let layout = statement.query_map([], |row| row.get(0))?;
    Ok(layout.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn each_step_is_taken_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(kind(&connection).unwrap(), Kind::Empty);
        let steps = ["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)"];
        for done in 0..=steps.len() {
            migrate_by(&mut connection, &steps[..done]).unwrap();
            assert_eq!(version(&connection), done as i64);
        }
        migrate_by(&mut connection, &steps).unwrap();
        let count: i64 = connection.query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!((count, kind(&connection).unwrap()), (2, Kind::Ledger(3)));
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate_by(&mut connection, &["CREATE TABLE a (x)"]).unwrap();
        let steps = ["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)", "INSERT INTO b VALUES (1)"];
        migrate_by(&mut connection, &steps).unwrap_err();
        let count: i64 = connection.query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!((count, version(&connection)), (0, 1));
    }

    #[test]
    fn the_tables_of_another_layout_are_no_ledger() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        check(&connection).unwrap();
        connection.execute_batch("ALTER TABLE way RENAME COLUMN times TO tines").unwrap();
        assert!(matches!(check(&connection), Err(LedgerError::Damaged(_))));
    }
}
