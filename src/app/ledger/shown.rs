//! How the ledger stands, for the panels.

use std::path::PathBuf;

use crate::ledger::{LedgerError, OpenError};

/// How the ledger of the account space that is shown stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LedgerShown {
    /// It is being opened.
    #[default]
    Opening,
    /// It is open.
    Open {
        /// Where a damaged one was put, in whose place a new one was begun.
        kept_aside: Option<PathBuf>,
    },
    /// It is in memory, and goes with the window: the sandbox's.
    InMemory,
    /// Nothing is kept.
    Failed(LedgerTrouble),
}

/// Why nothing is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerTrouble {
    /// This system has no folder for it.
    NoFolder,
    /// A newer version of the program has written the file; it was left alone.
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// The file is a database of another program; it was left alone.
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged, and another window uses it.
    DamagedInUse {
        /// The file.
        path: PathBuf,
    },
    /// Another program held the file for longer than one waits.
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The folder or the file cannot be written.
    NotWritable {
        /// The file.
        path: PathBuf,
    },
    /// There is no room on the disk.
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The system or the database refused otherwise, in its own words.
    Other {
        /// The file.
        path: PathBuf,
        /// What was said.
        reason: String,
    },
    /// It was open, and something could not be written.
    Writing(LedgerError),
}

impl LedgerTrouble {
    pub(super) fn opening(error: &OpenError) -> Self {
        match error {
            OpenError::Newer { path, .. } => Self::Newer { path: path.clone() },
            OpenError::NotALedger { path } => Self::NotALedger { path: path.clone() },
            OpenError::DamagedInUse { path } => Self::DamagedInUse { path: path.clone() },
            OpenError::Locked { path } => Self::Locked { path: path.clone() },
            OpenError::NotWritable { path } => Self::NotWritable { path: path.clone() },
            OpenError::DiskFull { path } => Self::DiskFull { path: path.clone() },
            OpenError::System { path, source } => Self::Other { path: path.clone(), reason: source.to_string() },
            OpenError::Database { path, source } => Self::Other { path: path.clone(), reason: source.to_string() },
        }
    }
}
