//! What can go wrong with the ledger, each with its own meaning for the person.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the ledger was not opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer version of the program has written it. It is not damaged, and is left alone.
    #[error("{} is of version {found}, and this program knows up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// It is a database of another program.
    #[error("{} is a database of another program", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// It is damaged, and another window of the program uses it, so it cannot be kept aside now.
    #[error("{} is damaged and in use by another program", path.display())]
    DamagedInUse {
        /// The file.
        path: PathBuf,
    },
    /// The folder or the file cannot be written.
    #[error("{} cannot be written", path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
    },
    /// There is no room on the disk.
    #[error("no room on the disk for {}", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Another program held it for longer than one waits.
    #[error("{} is locked by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The system refused in another way.
    #[error("{} cannot be opened: {source}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database refused in another way.
    #[error("{} cannot be opened: {source}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: LedgerError,
    },
}

/// Why a call on the open ledger did not work. Nothing of the call was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The file is damaged. At the next opening it is kept aside and a new one begun.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
    /// Another program held it for longer than one waits.
    #[error("the ledger is locked by another program")]
    Locked,
    /// There is no room on the disk.
    #[error("no room on the disk for the ledger")]
    DiskFull,
    /// The file can be read but not written (any more).
    #[error("the ledger cannot be written")]
    NotWritable,
    /// The disk failed.
    #[error("the disk failed: {0}")]
    Disk(String),
    /// There is no such entry: it was forgotten meanwhile.
    #[error("the ledger has no such entry")]
    NoSuchEntry,
    /// The system gave no random numbers, without which no entry has a name.
    #[error("the system gave no random numbers")]
    NoRandomness,
    /// Something else, in the words of the database.
    #[error("{0}")]
    Other(String),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sqlite;
        match &error {
            Sqlite::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(error.to_string()),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                    Self::Locked
                }
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::NotWritable,
                ErrorCode::SystemIoFailure => Self::Disk(error.to_string()),
                _ => Self::Other(error.to_string()),
            },
            // The program writes none of these, so the bytes are no longer those that it wrote.
            Sqlite::FromSqlConversionFailure(..)
            | Sqlite::IntegralValueOutOfRange(..)
            | Sqlite::Utf8Error(..)
            | Sqlite::InvalidColumnType(..) => Self::Damaged(error.to_string()),
            Sqlite::QueryReturnedNoRows => Self::NoSuchEntry,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl OpenError {
    pub(super) fn from_system(path: PathBuf, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::System { path, source },
        }
    }

    pub(super) fn from_database(path: PathBuf, source: LedgerError) -> Self {
        match source {
            LedgerError::Locked => Self::Locked { path },
            LedgerError::DiskFull => Self::DiskFull { path },
            LedgerError::NotWritable => Self::NotWritable { path },
            source => Self::Database { path, source },
        }
    }
}
