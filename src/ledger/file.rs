//! The files around the database: locked while they are opened, kept aside when damaged.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::private_files;

/// How long until a lock that another program holds is tried again.
const AGAIN_AFTER: Duration = Duration::from_millis(10);
/// What a damaged file's name has between the ledger's name and the time.
const DAMAGED: &str = "damaged";
/// The database, its log and the log's index.
const PARTS: [&str; 3] = ["", "-wal", "-shm"];

/// Held by the one program that opens the ledger, so that no two keep a damaged file aside.
#[derive(Debug)]
pub(super) struct OpeningLock {
    _file: File,
}

impl OpeningLock {
    /// Takes the lock, and waits for whoever holds it, up to this long; `None` when it took longer.
    ///
    /// A file system without locks is no reason to keep no receipts: the database has its own.
    pub(super) fn take(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let file = private_files::options().create(true).truncate(false).open(path)?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Some(Self { _file: file })),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Ok(None),
                Err(TryLockError::WouldBlock) => std::thread::park_timeout(AGAIN_AFTER),
            }
        }
    }
}

/// Gives the database, with its log, another name, and says which.
pub(super) fn keep_aside(path: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let seconds = now.as_second();
    let name = |number: u32| match number {
        0 => with_ending(path, &format!(".{DAMAGED}-{seconds}")),
        number => with_ending(path, &format!(".{DAMAGED}-{seconds}-{number}")),
    };
    let aside = (0..1000).map(name).find(|aside| !aside.exists()).ok_or(io::ErrorKind::AlreadyExists)?;
    for part in PARTS {
        match fs::rename(with_ending(path, part), with_ending(&aside, part)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed?,
        }
    }
    Ok(aside)
}

/// Removes every file that was kept aside, with its log.
pub(super) fn remove_kept_aside(path: &Path) -> io::Result<()> {
    let beginning = with_ending(path, &format!(".{DAMAGED}-"));
    let Some(beginning) = beginning.file_name().and_then(|name| name.to_str()) else { return Ok(()) };
    for entry in fs::read_dir(path.parent().unwrap_or(Path::new(".")))? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(beginning)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The same path with this at its end.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole = OsString::from(path);
    whole.push(ending);
    PathBuf::from(whole)
}
