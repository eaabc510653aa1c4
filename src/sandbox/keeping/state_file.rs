//! The state file: one JSON document that only one program at a time has.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::replace::{self, Readers};

/// What the first member of every state file says, so that no other JSON is taken for one.
const FORMAT: &str = "bindery-sandbox-state";

/// Rises when an older program could no longer read the file, or would read it wrong.
const VERSION: u32 = 1;

/// Why a state file cannot be used. It is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum StateFileError {
    /// Another program holds its lock.
    #[error(
        "the state file {path} is used by another sandbox; stop that one, or give this one a state file of its own"
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The system does not let it be read.
    #[error("the state file {path} cannot be read: {reason}; nothing was changed")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// It holds something else.
    #[error(
        "{path}: line {line}: this is no state file of the sandbox: {reason}; nothing was changed: give another file, \
         or move this one away"
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// Counts from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// A later version of the program wrote it.
    #[error(
        "the state file {path} has version {version}, and this program reads version {VERSION}; nothing was changed: \
         use the program that wrote it, or give another file"
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The version it says it has.
        version: u32,
    },
    /// It cannot be written.
    #[error("the state file {path} cannot be written: {reason}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
}

/// A state file, locked for this program until the value is dropped.
#[derive(Debug)]
pub(in crate::sandbox) struct StateFile {
    path: PathBuf,
    /// The lock is on a file beside, because the state file itself is replaced by every write.
    _lock: File,
}

#[derive(Deserialize, Serialize)]
struct Document<State> {
    format: String,
    version: u32,
    state: State,
}

/// What is read first: enough to know whether the rest can be.
#[derive(Deserialize)]
struct Heading {
    format: String,
    version: u32,
}

impl StateFile {
    /// Locks the file, whether or not it exists yet, and reads what it holds.
    pub(in crate::sandbox) fn open<State: DeserializeOwned>(
        path: &Path,
    ) -> Result<(Self, Option<State>), StateFileError> {
        let unreadable = |reason| StateFileError::Unreadable { path: path.to_owned(), reason };
        let path = real(path).map_err(unreadable)?;
        let lock = lock(&path)?;
        let file = Self { path, _lock: lock };
        match file.text_on_disk() {
            Ok(Some(text)) => file.read(&text).map(|state| (file, Some(state))),
            Ok(None) => Ok((file, None)),
            Err(reason) if reason.kind() == io::ErrorKind::InvalidData => Err(file.not_ours(1, reason.to_string())),
            Err(reason) => Err(StateFileError::Unreadable { path: file.path, reason }),
        }
    }

    /// What the file holds; `None` when it does not exist.
    fn text_on_disk(&self) -> io::Result<Option<String>> {
        match fs::metadata(&self.path) {
            Ok(metadata) if metadata.is_file() => fs::read_to_string(&self.path).map(Some),
            // A device or a pipe may never end.
            Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "it is no ordinary file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read<State: DeserializeOwned>(&self, text: &str) -> Result<State, StateFileError> {
        let broken = |error: &serde_json::Error| {
            let (line, reason) = (error.line(), error.to_string());
            let place = format!(" at line {line} column {}", error.column());
            self.not_ours(line.max(1), reason.strip_suffix(&place).unwrap_or(&reason).to_owned())
        };
        let heading: Heading = serde_json::from_str(text).map_err(|error| broken(&error))?;
        if heading.format != FORMAT {
            return Err(self.not_ours(1, format!("its format is not {FORMAT}")));
        }
        if heading.version != VERSION {
            return Err(StateFileError::Version { path: self.path.clone(), version: heading.version });
        }
        let document: Document<State> = serde_json::from_str(text).map_err(|error| broken(&error))?;
        Ok(document.state)
    }

    fn not_ours(&self, line: usize, reason: String) -> StateFileError {
        StateFileError::NotOurs { path: self.path.clone(), line, reason }
    }

    /// The file's text with this state.
    pub(in crate::sandbox) fn text<State: Serialize>(&self, state: &State) -> Result<String, StateFileError> {
        let document = Document { format: FORMAT.to_owned(), version: VERSION, state };
        let unwritable =
            |error: serde_json::Error| StateFileError::Unwritable { path: self.path.clone(), reason: error.into() };
        let mut text = serde_json::to_string_pretty(&document).map_err(unwritable)?;
        text.push('\n');
        Ok(text)
    }

    /// Replaces the file. After an error it is as it was. Waits for the disk, so not for a thread that serves.
    pub(in crate::sandbox) fn write(&self, text: &str) -> Result<(), StateFileError> {
        replace::replace(&self.path, text.as_bytes(), Readers::Owner)
            .map_err(|reason| StateFileError::Unwritable { path: self.path.clone(), reason })
    }
}

/// Where the file really is, so that a link stays one, and two paths to one file have one lock.
fn real(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or(error)?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(folder.canonicalize()?.join(name))
        }
        found => found,
    }
}

fn lock(path: &Path) -> Result<File, StateFileError> {
    let unwritable = |reason| StateFileError::Unwritable { path: path.to_owned(), reason };
    let beside = replace::beside(path, ".lock").map_err(unwritable)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    let lock = replace::owned(&mut options, Readers::Owner).open(beside).map_err(unwritable)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(StateFileError::InUse { path: path.to_owned() }),
        Err(fs::TryLockError::Error(reason)) => Err(unwritable(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::keeping::scratch::Scratch;

    type Bindings = std::collections::BTreeMap<String, u32>;

    fn bindings(count: u32) -> Bindings {
        [("github".to_owned(), count)].into()
    }

    fn text_of(state: &Bindings) -> String {
        let folder = Scratch::new("state-text");
        let (file, _) = StateFile::open::<Bindings>(&folder.path().join("any.json")).unwrap();
        file.text(state).unwrap()
    }

    #[test]
    fn what_was_written_is_read_and_only_its_owner_may() {
        let folder = Scratch::new("state-round");
        let path = folder.path().join("state.json");
        for count in 0..2_u32 {
            let (file, found) = StateFile::open::<Bindings>(&path).unwrap();
            assert_eq!(found, count.checked_sub(1).map(bindings));
            file.write(&file.text(&bindings(count)).unwrap()).unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            }
        }
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "the state and its lock: {names:?}");
    }

    #[test]
    fn two_programs_do_not_share_one() {
        let folder = Scratch::new("state-lock");
        let path = folder.path().join("state.json");
        let (first, _) = StateFile::open::<Bindings>(&path).unwrap();
        assert!(matches!(StateFile::open::<Bindings>(&path), Err(StateFileError::InUse { .. })));
        drop(first);
        StateFile::open::<Bindings>(&path).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_one_and_has_the_lock_of_its_file() {
        let folder = Scratch::new("state-link");
        let (path, link) = (folder.path().join("state.json"), folder.path().join("link.json"));
        fs::write(&path, text_of(&bindings(7))).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let (file, found) = StateFile::open::<Bindings>(&link).unwrap();
        assert_eq!(found, Some(bindings(7)));
        assert!(matches!(StateFile::open::<Bindings>(&path), Err(StateFileError::InUse { .. })));
        file.write(&file.text(&bindings(8)).unwrap()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        drop(file);
        assert_eq!(StateFile::open::<Bindings>(&path).unwrap().1, Some(bindings(8)));
    }

    #[test]
    fn what_is_not_ours_is_reported_and_left_alone() {
        let folder = Scratch::new("state-foreign");
        let path = folder.path().join("state.json");
        let ours = text_of(&bindings(1));
        let wrong_inside = ours.replace('1', "true").replace("\"version\": true", "\"version\": 1");
        for (text, line) in [
            (String::new(), 1),
            ("{\n\"a\": 1,\n".to_owned(), 3),
            (r#"{"format": "other", "version": 1, "state": {}}"#.to_owned(), 1),
            (ours.get(..ours.len() / 2).unwrap().to_owned(), ours.lines().count() / 2),
            (wrong_inside, 5),
        ] {
            fs::write(&path, &text).unwrap();
            let error = StateFile::open::<Bindings>(&path).unwrap_err();
            let StateFileError::NotOurs { line: found, .. } = &error else { panic!("{error:?} for {text}") };
            assert!(found.abs_diff(line) <= 1, "{error} for {text}");
            assert!(error.to_string().contains(&format!("state.json: line {found}: ")), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        fs::write(&path, b"\xff\xfe").unwrap();
        assert!(matches!(StateFile::open::<Bindings>(&path), Err(StateFileError::NotOurs { .. })));
    }

    #[test]
    fn a_later_version_is_left_to_a_later_program() {
        let folder = Scratch::new("state-version");
        let path = folder.path().join("state.json");
        let text = text_of(&bindings(3)).replace("\"version\": 1", "\"version\": 2");
        fs::write(&path, &text).unwrap();
        let error = StateFile::open::<Bindings>(&path).unwrap_err();
        assert!(matches!(error, StateFileError::Version { version: 2, .. }), "{error:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_folder_and_a_place_that_does_not_exist_are_said_to_be_so() {
        let folder = Scratch::new("state-nowhere");
        assert!(matches!(StateFile::open::<Bindings>(folder.path()), Err(StateFileError::NotOurs { .. })));
        let nowhere = folder.path().join("no/such/state.json");
        assert!(matches!(StateFile::open::<Bindings>(&nowhere), Err(StateFileError::Unreadable { .. })));
    }
}
