//! The file that an export goes to: where to, and how it gets there whole or not at all.
//!
//! The exports of the Activity screen and of the Inspector and the support bundle are written in this way.

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How many names are tried before one is offered that is taken.
const MOST_NAMES: u32 = 99;

/// Why a file was not written. What stood at its place is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DestinationFailure {
    /// There is a file already; it is replaced if the person says so.
    #[error("there is a file already")]
    Exists,
    /// The path does not say where it begins, or names no file.
    #[error("the path is not whole")]
    NotWhole,
    /// There is a folder of that name.
    #[error("there is a folder of that name")]
    IsFolder,
    /// There is no such folder.
    #[error("there is no such folder")]
    NoFolder,
    /// The folder cannot be written.
    #[error("the folder cannot be written")]
    NotWritable,
    /// There is no room on the disk.
    #[error("no room on the disk")]
    DiskFull,
    /// The system refused in another way.
    #[error("{0}")]
    Other(String),
}

/// A path for a file of this name that is not taken, in the folder for downloads or else in the person's own; `None` where the system has
/// neither.
pub(super) fn suggestion(stem: &str, extension: &str) -> Option<PathBuf> {
    let home = etcetera::home_dir().ok()?;
    let downloads = named_downloads(&home).into_iter().chain([home.join("Downloads")]).find(|folder| folder.is_dir());
    Some(free_name(&downloads.unwrap_or(home), stem, extension))
}

fn free_name(folder: &Path, stem: &str, extension: &str) -> PathBuf {
    let first = folder.join(format!("{stem}.{extension}"));
    let others = (2..=MOST_NAMES).map(|number| folder.join(format!("{stem}-{number}.{extension}")));
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}

/// The folder for downloads as the desktop calls it in the person's language (`user-dirs.dirs` of xdg-user-dirs).
fn named_downloads(home: &Path) -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let configuration = etcetera::choose_base_strategy().ok()?.config_dir();
    let text = fs::read_to_string(configuration.join("user-dirs.dirs")).ok()?;
    downloads_of(&text, home)
}

fn downloads_of(text: &str, home: &Path) -> Option<PathBuf> {
    let named = text.lines().find_map(|line| line.trim().strip_prefix("XDG_DOWNLOAD_DIR="))?;
    let named = named.trim().trim_matches('"');
    match named.strip_prefix("$HOME") {
        Some(below) => Some(home.join(below.trim_start_matches('/'))),
        None => Some(PathBuf::from(named)).filter(|path| path.is_absolute()),
    }
}

/// The path that a person typed; a `~` at its beginning is their own folder, as in a shell. It has to begin somewhere, because
/// a window has no folder that a person knows it is in.
///
/// # Errors
/// [`DestinationFailure::NotWhole`] for one that does not say where it begins.
pub(super) fn typed(path: &str) -> Result<PathBuf, DestinationFailure> {
    let path = path.trim();
    let path = match path.strip_prefix("~/").and_then(|below| Some(etcetera::home_dir().ok()?.join(below))) {
        Some(path) => path,
        None => PathBuf::from(path),
    };
    if path.is_absolute() && path.file_name().is_some() { Ok(path) } else { Err(DestinationFailure::NotWhole) }
}

/// A file beside its destination, readable for the person only; dropped before [`Draft::finish`], it goes again.
#[derive(Debug)]
pub(super) struct Draft {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    replace: bool,
}

impl Draft {
    /// Begins one.
    ///
    /// # Errors
    /// [`DestinationFailure`]; nothing is left then.
    pub(super) fn begin(path: PathBuf, replace: bool) -> Result<Self, DestinationFailure> {
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => return Err(DestinationFailure::IsFolder),
            Ok(_) if !replace => return Err(DestinationFailure::Exists),
            Ok(_) | Err(_) => {}
        }
        let folder = path.parent().unwrap_or(Path::new("/"));
        if !folder.is_dir() {
            return Err(DestinationFailure::NoFolder);
        }
        // Such a file is readable for its owner only from the beginning.
        let file = tempfile::Builder::new().prefix(".bindery-").suffix(".part").tempfile_in(folder)?;
        Ok(Self { file: BufWriter::new(file), path, replace })
    }

    /// Writes something into it.
    ///
    /// # Errors
    /// [`DestinationFailure`].
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), DestinationFailure> {
        Ok(self.file.write_all(bytes)?)
    }

    /// Writes a whole file at once.
    ///
    /// # Errors
    /// [`DestinationFailure`]; the destination is as it was.
    pub(super) fn whole(path: PathBuf, bytes: &[u8], replace: bool) -> Result<PathBuf, DestinationFailure> {
        let mut draft = Self::begin(path, replace)?;
        draft.write(bytes)?;
        draft.finish()
    }

    /// Puts it in its place, whole; a file that appeared there meanwhile stays unless it is to be replaced.
    ///
    /// # Errors
    /// [`DestinationFailure`]; the destination is as it was.
    pub(super) fn finish(self) -> Result<PathBuf, DestinationFailure> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let placed = if self.replace { file.persist(&self.path) } else { file.persist_noclobber(&self.path) };
        match placed {
            Ok(_) => Ok(self.path),
            Err(failed) => Err(failed.error.into()),
        }
    }
}

impl From<io::Error> for DestinationFailure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder,
            _ => Self::Other(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_not_offered() {
        let folder = tempfile::tempdir().unwrap();
        let first = free_name(folder.path(), "bindery-activity-2026-11-23", "csv");
        assert_eq!(first.file_name().unwrap(), "bindery-activity-2026-11-23.csv");
        fs::write(&first, "").unwrap();
        let second = free_name(folder.path(), "bindery-activity-2026-11-23", "csv");
        assert_eq!(second.file_name().unwrap(), "bindery-activity-2026-11-23-2.csv");
    }

    #[test]
    fn the_desktops_folder_for_downloads_is_found() {
        let home = Path::new("/home/lin");
        let found = |text| downloads_of(text, home);
        assert_eq!(found("# x\nXDG_DOWNLOAD_DIR=\"$HOME/下载\"\n"), Some(PathBuf::from("/home/lin/下载")));
        assert_eq!(found("XDG_DOWNLOAD_DIR=\"/data/in\""), Some(PathBuf::from("/data/in")));
        assert_eq!(found("XDG_DOWNLOAD_DIR=\"in\""), None);
        assert_eq!(found("XDG_MUSIC_DIR=\"$HOME/Music\""), None);
    }

    #[test]
    fn a_path_says_where_it_begins() {
        assert_eq!(typed("  /tmp/a.csv "), Ok(PathBuf::from("/tmp/a.csv")));
        assert!(typed("~/a.csv").unwrap().is_absolute());
        for path in ["", "a.csv", "./a.csv", "/", "/tmp/.."] {
            assert_eq!(typed(path), Err(DestinationFailure::NotWhole), "{path}");
        }
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let names = || fs::read_dir(folder.path()).unwrap().count();
        let mut draft = Draft::begin(path.clone(), false).unwrap();
        draft.write(b"one").unwrap();
        assert!(!path.exists());
        assert_eq!(draft.finish(), Ok(path.clone()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);

        assert_eq!(Draft::begin(path.clone(), false).err(), Some(DestinationFailure::Exists));
        let mut draft = Draft::begin(path.clone(), true).unwrap();
        draft.write(b"two").unwrap();
        draft.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");

        let other = folder.path().join("b.csv");
        let draft = Draft::begin(other.clone(), false).unwrap();
        fs::write(&other, "of another program").unwrap();
        assert_eq!(draft.finish(), Err(DestinationFailure::Exists));
        assert_eq!(fs::read_to_string(&other).unwrap(), "of another program");
        drop(Draft::begin(folder.path().join("c.csv"), false).unwrap());
        assert_eq!(names(), 2, "nothing is left of what was not finished");

        assert_eq!(Draft::begin(folder.path().to_owned(), true).err(), Some(DestinationFailure::IsFolder));
        assert_eq!(Draft::begin(folder.path().join("no/a.csv"), true).err(), Some(DestinationFailure::NoFolder));
    }
}
