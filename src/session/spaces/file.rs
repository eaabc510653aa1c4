//! The file on disk: read whole, changed whole, and never overwritten where somebody else changed it or where it is
//! not understood.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{AccountSpace, Listing, SpaceId, document, edit};
use crate::private_files;

/// The most that is read of the file, in bytes: 1 MiB.
const LIMIT: u64 = 1024 * 1024;

/// Where the file is, when nobody says otherwise: `account-spaces.toml` in this program's folder of configuration.
/// `None` where the system names no such folder.
fn default_path() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folders = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(folders.config_dir().join("bindery").join("account-spaces.toml"))
}

/// Why the file does not serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileTrouble {
    /// It cannot be read; the reason is the operating system's.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is longer than 1 MiB.
    #[error("it is longer than 1 MiB")]
    TooLong,
    /// It is not UTF-8.
    #[error("line {line} is not UTF-8")]
    NotText {
        /// The line, from 1.
        line: usize,
    },
    /// It is not TOML.
    #[error("line {line}: {reason}")]
    NotToml {
        /// The line, from 1.
        line: usize,
        /// What the parser said.
        reason: String,
    },
    /// Something that should be a table is none.
    #[error("line {line}: {key} is no table")]
    NotATable {
        /// The line, from 1.
        line: usize,
        /// Its key.
        key: String,
    },
}

/// A change to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Puts this space in, in the place of the one with its key or at the end.
    Put {
        /// The space.
        space: Box<AccountSpace>,
        /// Whether the program opens it when it starts.
        opens_at_start: bool,
    },
    /// Takes the space with this key out.
    Remove(SpaceId),
}

/// Why a change was not made. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The file was changed by somebody else since it was read; this is what stands there now.
    #[error("the file was changed meanwhile")]
    ChangedMeanwhile(Box<SpacesFile>),
    /// The file does not serve, and is kept as it is.
    #[error("the file is broken: {0}")]
    Broken(FileTrouble),
    /// It is marked read-only. Taking its place would work all the same, and is not what the mark asks for.
    #[error("the file is read-only")]
    ReadOnly,
    /// Another program is changing it at this moment.
    #[error("another program is changing the file")]
    Busy,
    /// It cannot be written; the reason is the operating system's.
    #[error("the file cannot be written: {0}")]
    NotWritten(String),
}

/// What a change came to.
pub type Changed = Result<SpacesFile, ChangeError>;

/// The file as it was read last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpacesFile {
    path: PathBuf,
    /// `None` when there was no file.
    text: Option<Vec<u8>>,
    listing: Result<Listing, FileTrouble>,
}

impl SpacesFile {
    /// Reads the file. One that is not there holds no spaces, and is made by the first change.
    pub fn read(path: PathBuf) -> Self {
        let (text, listing) = match read_bytes(&path) {
            Ok(None) => (None, Ok(Listing::default())),
            Ok(Some(bytes)) => {
                let listing = match std::str::from_utf8(&bytes) {
                    Ok(text) => document::read(text),
                    Err(error) => {
                        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                        Err(FileTrouble::NotText { line })
                    }
                };
                (Some(bytes), listing)
            }
            Err(trouble) => (None, Err(trouble)),
        };
        Self { path, text, listing }
    }

    /// Where the file is, when nobody says otherwise.
    pub fn default_path() -> Option<PathBuf> {
        default_path()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands in it, or why it does not serve.
    pub fn listing(&self) -> &Result<Listing, FileTrouble> {
        &self.listing
    }

    /// Makes a change, and reads the file again. Blocks while it writes.
    ///
    /// # Errors
    ///
    /// A [`ChangeError`]; the file is then as it was.
    pub fn change(&self, change: &Change) -> Changed {
        if let Err(trouble) = &self.listing {
            return Err(ChangeError::Broken(trouble.clone()));
        }
        let _held = self.lock()?;
        let now = Self::read(self.path.clone());
        if now.text != self.text {
            return Err(ChangeError::ChangedMeanwhile(Box::new(now)));
        }
        if std::fs::metadata(&self.path).is_ok_and(|file| file.permissions().readonly()) {
            return Err(ChangeError::ReadOnly);
        }
        let before = self.text.as_deref().unwrap_or_default();
        let before = std::str::from_utf8(before).unwrap_or_default();
        let after = match change {
            Change::Put { space, opens_at_start } => edit::put(before, space, *opens_at_start),
            Change::Remove(id) => edit::remove(before, id),
        };
        let after = after.ok_or_else(|| ChangeError::NotWritten("the text cannot be changed".to_owned()))?;
        replace(&self.path, after.as_bytes()).map_err(|error| ChangeError::NotWritten(error.to_string()))?;
        Ok(Self::read(self.path.clone()))
    }

    /// Gives a broken file another name beside it, so that a new one can be begun; says which. Blocks.
    ///
    /// # Errors
    ///
    /// A [`ChangeError`]; also when it was repaired meanwhile.
    pub fn set_aside(&self, stamp: &str) -> Result<(Self, PathBuf), ChangeError> {
        let _held = self.lock()?;
        let now = Self::read(self.path.clone());
        if now.text != self.text || now.listing.is_ok() {
            return Err(ChangeError::ChangedMeanwhile(Box::new(now)));
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let not_written = |error: std::io::Error| ChangeError::NotWritten(error.to_string());
        for number in 1..100_u32 {
            let number = if number == 1 { String::new() } else { format!("-{number}") };
            let aside = self.path.with_file_name(format!("{name}.broken-{stamp}{number}"));
            if !aside.try_exists().map_err(not_written)? {
                std::fs::rename(&self.path, &aside).map_err(not_written)?;
                return Ok((Self::read(self.path.clone()), aside));
            }
        }
        Err(ChangeError::NotWritten("there are a hundred of them already".to_owned()))
    }

    /// Takes the lock that programs of this kind hold while they change the file. It stands on a file of its own,
    /// because the file itself is replaced; the system frees it when a program ends.
    fn lock(&self) -> Result<File, ChangeError> {
        let not_written = |error: std::io::Error| ChangeError::NotWritten(error.to_string());
        if let Some(folder) = self.path.parent() {
            private_files::make_folder(folder).map_err(not_written)?;
        }
        let path = self.path.with_extension("lock");
        let file = private_files::options().create(true).truncate(false).open(path).map_err(not_written)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(ChangeError::Busy),
            Err(TryLockError::Error(error)) => Err(not_written(error)),
        }
    }
}

fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>, FileTrouble> {
    let unreadable = |error: std::io::Error| FileTrouble::Unreadable(error.to_string());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT { Err(FileTrouble::TooLong) } else { Ok(Some(bytes)) }
}

/// Writes beside the file, then takes its place, so that nobody ever finds half of it; readable by its owner only.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // A file that is linked to from its place stays linked to.
    let path = if path.exists() { path.canonicalize()? } else { path.to_owned() };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".account-spaces-").suffix(".tmp").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    beside.persist(&path)?;
    // Without this, a loss of power could still bring the old file back.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
