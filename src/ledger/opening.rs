//! Opening the ledger: a new one, one of an older version, a newer one that is left alone, a damaged one that is kept aside.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::file::{OpeningLock, keep_aside, with_ending};
use super::runs::Run;
use super::schema::{self, Kind};
use super::{Ledger, LedgerError, OpenError};
use crate::private_files;

/// How long another program is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long another program may take to open the ledger, which can mean to bring it to a newer version.
const OPENING_PATIENCE: Duration = Duration::from_secs(20);

/// No ledger is smaller than its first page, in bytes.
const FIRST_PAGE: u64 = 4096;

/// A ledger, and what there is to say about how it was opened.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// What the person should hear.
    pub note: Option<Note>,
}

/// What the person should hear about how the ledger was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The file was damaged. It was kept aside under this name, and a new one begun.
    KeptAside {
        /// Where the damaged file is now.
        path: PathBuf,
    },
}

/// Why one attempt to open the file did not work.
enum Refused {
    Damaged,
    Newer { found: i64 },
    Foreign,
    Failed(LedgerError),
}

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Damaged(_) => Self::Damaged,
            other => Self::Failed(other),
        }
    }
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(LedgerError::from(error))
    }
}

impl Ledger {
    /// Opens the ledger in this file, and makes it where there is none. Beside it stand its log (`-wal`, `-shm`), a lock
    /// (`.lock`) and a folder that says which programs use it (`.runs`).
    ///
    /// A damaged file is kept aside and a new one begun, which the note says; [`Opened::note`].
    ///
    /// # Errors
    /// [`OpenError`]; the file is then as it was.
    pub fn open(path: &Path) -> Result<Opened, OpenError> {
        Self::open_or_replace(path, false)
    }

    /// Keeps the file aside whatever is in it, and begins a new one; for a person who chose so.
    ///
    /// # Errors
    /// [`OpenError`]; the file is then as it was.
    pub fn begin_anew(path: &Path) -> Result<Opened, OpenError> {
        Self::open_or_replace(path, true)
    }

    /// A ledger in memory, which goes with it.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn in_memory() -> Result<Self, LedgerError> {
        let mut connection = Connection::open_in_memory()?;
        connection.pragma_update(None, "foreign_keys", true)?;
        schema::migrate(&mut connection)?;
        Ok(Self::assemble(PathBuf::new(), Run::alone()?, connection))
    }

    fn open_or_replace(path: &Path, replace: bool) -> Result<Opened, OpenError> {
        let system = |source| OpenError::from_system(path.to_owned(), source);
        let database = |source| OpenError::from_database(path.to_owned(), source);
        private_files::make_folder(path.parent().unwrap_or(Path::new("."))).map_err(system)?;
        let lock = OpeningLock::take(&with_ending(path, ".lock"), OPENING_PATIENCE).map_err(system)?;
        let Some(_lock) = lock else { return Err(OpenError::Locked { path: path.to_owned() }) };
        let run = Run::begin(with_ending(path, ".runs")).map_err(database)?;
        let opened = if replace {
            Err(Refused::Damaged)
        } else {
            // Made before the database makes it, so that its log has the same permissions.
            private_files::make_file(path).map_err(system)?;
            connect(path)
        };
        let (connection, note) = match opened {
            Ok(connection) => (connection, None),
            Err(Refused::Damaged) => {
                // Under another name the file would lose the log that the other program still writes.
                if run.is_not_alone() {
                    return Err(OpenError::DamagedInUse { path: path.to_owned() });
                }
                let aside = keep_aside(path, Timestamp::now()).map_err(system)?;
                private_files::make_file(path).map_err(system)?;
                let connection = connect(path).map_err(|refused| self::refused(path, refused))?;
                let note = aside.exists().then_some(Note::KeptAside { path: aside });
                (connection, note)
            }
            Err(refused) => return Err(self::refused(path, refused)),
        };
        Ok(Opened { ledger: Self::assemble(path.to_owned(), run, connection), note })
    }
}

fn refused(path: &Path, refused: Refused) -> OpenError {
    let path = path.to_owned();
    match refused {
        Refused::Newer { found } => OpenError::Newer { path, found, known: schema::newest() },
        Refused::Foreign => OpenError::NotALedger { path },
        Refused::Damaged => OpenError::from_database(path, LedgerError::Damaged(String::new())),
        Refused::Failed(error) => OpenError::from_database(path, error),
    }
}

fn connect(path: &Path) -> Result<Connection, Refused> {
    // The mutex around the connection does what SQLite's own would.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // What the file says of its own schema is not trusted more than anything else that could have been changed.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    match schema::kind(&connection)? {
        Kind::Foreign => return Err(Refused::Foreign),
        Kind::Ledger(found) if found > schema::newest() => return Err(Refused::Newer { found }),
        // SQLite takes a file that ends before its first page does for a new one, and would write over it.
        Kind::Empty if std::fs::metadata(path).is_ok_and(|file| (1..FIRST_PAGE).contains(&file.len())) => {
            return Err(Refused::Damaged);
        }
        Kind::Empty | Kind::Ledger(_) => {}
    }
    if connection.is_readonly(MAIN_DB)? {
        return Err(LedgerError::NotWritable.into());
    }
    settings(&connection)?;
    schema::migrate(&mut connection)?;
    schema::check(&connection)?;
    Ok(connection)
}

fn settings(connection: &Connection) -> Result<(), LedgerError> {
    // A file system that has no shared memory answers with another mode, which is slower and as safe.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // An intent is on the disk when the call returns, and survives a loss of power.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS the disk keeps what it was told in its own memory otherwise.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is forgotten is overwritten, and no temporary file has a copy.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}
