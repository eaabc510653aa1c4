//! A file whose every byte is known before it is written: how far that is.

use std::path::PathBuf;

use super::destination::{DestinationFailure, Draft, typed};

/// How far the writing of a file is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileStage {
    /// The person chooses.
    #[default]
    Choosing,
    /// It is being written.
    Writing,
    /// There is a file of that name already, at this path as it was typed.
    AsksToReplace(String),
    /// It stands there.
    Written(PathBuf),
    /// It does not.
    Failed(FileFailure),
}

/// Why a file could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFailure {
    /// Something is in its way; never that there is a file already, which is asked about.
    #[error(transparent)]
    Destination(#[from] DestinationFailure),
    /// The task ended abnormally.
    #[error("the task ended abnormally")]
    Crashed,
}

impl FileStage {
    /// Whether to write now, and whether the file that stands at this path may go: only the one that was asked about.
    /// `None` while it is written, and once it is.
    pub(super) fn may_replace(&self, typed: &str, replace: bool) -> Option<bool> {
        match self {
            Self::Writing | Self::Written(_) => None,
            Self::AsksToReplace(asked) => Some(replace && asked == typed),
            Self::Choosing | Self::Failed(_) => Some(false),
        }
    }
}

/// Writes a file, whole or not at all, readable for this person only.
pub(super) fn write_whole(path: String, bytes: &[u8], replace: bool) -> FileStage {
    match typed(&path).and_then(|path| Draft::whole(path, bytes, replace)) {
        Ok(path) => FileStage::Written(path),
        Err(DestinationFailure::Exists) => FileStage::AsksToReplace(path),
        Err(failure) => FileStage::Failed(failure.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_replaces_none_unasked_and_what_cannot_be_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.har");
        let at = path.to_str().unwrap();
        assert_eq!(write_whole(at.to_owned(), b"one", false), FileStage::Written(path.clone()));
        let asks = write_whole(at.to_owned(), b"two", false);
        assert_eq!(asks, FileStage::AsksToReplace(at.to_owned()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(write_whole(at.to_owned(), b"two", true), FileStage::Written(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        let not = FileFailure::Destination(DestinationFailure::NotWhole);
        assert_eq!(write_whole("calls.har".to_owned(), b"", true), FileStage::Failed(not));
    }

    #[test]
    fn only_what_was_asked_about_is_replaced() {
        let asks = FileStage::AsksToReplace("/a".to_owned());
        assert_eq!(asks.may_replace("/a", true), Some(true));
        assert_eq!(asks.may_replace("/a", false), Some(false));
        assert_eq!(asks.may_replace("/b", true), Some(false));
        assert_eq!(FileStage::Choosing.may_replace("/a", true), Some(false));
        assert_eq!(FileStage::Writing.may_replace("/a", true), None);
        assert_eq!(FileStage::Written("/a".into()).may_replace("/a", true), None);
    }
}
