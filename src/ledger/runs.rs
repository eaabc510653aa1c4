//! Which programs use a ledger just now, so that what one of them does is not taken for something left behind.
//!
//! Each opening has a run: a file of its own that it holds a lock on. The system frees the lock however the program ends,
//! so a run whose file can be locked, or is gone, is over.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::LedgerError;
use super::entry::random_name;
use crate::private_files;

/// How often a new name is tried, should another program tidy up the file of a run that is just beginning.
const TRIES: usize = 5;

/// One opening of a ledger; over when this is dropped.
#[derive(Debug)]
pub(super) struct Run {
    folder: PathBuf,
    name: String,
    /// None where the file system has no locks: the run then looks over to others, and they may settle what it began.
    lock: Option<File>,
}

impl Run {
    /// Begins a run, and tidies up those that are over.
    pub(super) fn begin(folder: PathBuf) -> Result<Self, LedgerError> {
        // Without a folder for it the run has no lock; that is told where the ledger itself cannot be written.
        let _ = private_files::make_folder(&folder);
        tidy(&folder);
        for _ in 0..TRIES {
            let name = random_name()?;
            if let Ok(Some(lock)) = locked(&folder.join(&name), true) {
                return Ok(Self { folder, name, lock: Some(lock) });
            }
        }
        Ok(Self { name: random_name()?, folder, lock: None })
    }

    /// A run of a ledger that nobody else can open.
    pub(super) fn alone() -> Result<Self, LedgerError> {
        Ok(Self { folder: PathBuf::new(), name: random_name()?, lock: None })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the run of this name goes on, in this program or another.
    pub(super) fn goes_on(&self, name: &str) -> bool {
        name == self.name || is_held(&self.folder.join(Path::new(name).file_name().unwrap_or_default()))
    }

    /// Whether another run goes on.
    pub(super) fn is_not_alone(&self) -> bool {
        files(&self.folder).iter().any(|path| !path.ends_with(&self.name) && is_held(path))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // Where it stays, the next opening tidies it up.
            let _ = fs::remove_file(self.folder.join(&self.name));
        }
    }
}

/// The file's lock; `None` when another holds it, or tidied the file up before it was locked.
fn locked(path: &Path, create: bool) -> io::Result<Option<File>> {
    let file = private_files::options().create_new(create).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(path.exists().then_some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn is_held(path: &Path) -> bool {
    path.is_file() && matches!(locked(path, false), Ok(None))
}

fn tidy(folder: &Path) {
    for path in files(folder) {
        if let Ok(Some(lock)) = locked(&path, false) {
            // The name is never used again, so nobody can wait for this lock.
            let _ = fs::remove_file(&path);
            drop(lock);
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
