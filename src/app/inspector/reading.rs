//! Reading a HAR file, to look at a case that somebody else recorded.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::InspectorEnd;
use crate::app::Program;
use crate::app::destination::typed;
use crate::app::tasks::{End, Job, blocking};
use crate::inspector::har::{self, ImportError, Imported, LARGEST_FILE};

/// A file that was read. Nothing in it can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// Tells one reading from the next.
    pub number: u64,
    /// Where it was read.
    pub path: PathBuf,
    /// What was in it, redacted.
    pub imported: Imported,
}

/// The dialog that asks for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReadDialog {
    /// The person types.
    #[default]
    Typing,
    /// It is being read.
    Reading,
    /// It was not.
    Failed(ReadFailure),
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// The path does not begin at the root or at the home folder.
    NotWhole,
    /// It is a folder or a device.
    NotAFile,
    /// The system said no, in its words.
    System(String),
    /// It is no HAR file, or too large.
    NotHar(ImportError),
    /// The task ended abnormally.
    Crashed,
}

impl Program {
    pub(super) fn ask_to_read(&mut self) {
        let shown = &mut self.state.inspector;
        if !shown.dialog_is_open() {
            shown.reading = Some(ReadDialog::Typing);
        }
    }

    pub(super) fn read_case(&mut self, path: String) {
        let number = self.next_number();
        let Some(dialog) = self.state.inspector.reading.as_mut().filter(|dialog| **dialog != ReadDialog::Reading)
        else {
            return;
        };
        *dialog = ReadDialog::Reading;
        self.spaces.tasks.start(Job::ReadCase, async move {
            let read = blocking(move || read(&path));
            let read = read.await.unwrap_or(Err(ReadFailure::Crashed));
            let read = read.map(|(path, imported)| Arc::new(CaseFile { number, path, imported }));
            End::inspector(InspectorEnd::CaseRead(read))
        });
    }

    pub(super) fn case_read(&mut self, read: Result<Arc<CaseFile>, ReadFailure>) {
        let shown = &mut self.state.inspector;
        // A dialog that was closed meanwhile asks for nothing any more.
        if shown.reading.is_none() {
            return;
        }
        match read {
            Ok(file) => {
                shown.reading = None;
                shown.file = Some(file);
            }
            Err(failure) => shown.reading = Some(ReadDialog::Failed(failure)),
        }
    }
}

fn read(path: &str) -> Result<(PathBuf, Imported), ReadFailure> {
    let path = typed(path).map_err(|_| ReadFailure::NotWhole)?;
    let system = |error: std::io::Error| ReadFailure::System(error.to_string());
    let about = std::fs::metadata(&path).map_err(system)?;
    // Opening a pipe would wait for somebody who writes into it.
    if !about.is_file() {
        return Err(ReadFailure::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(&path).map_err(system)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(system)?;
    let imported = har::import(&bytes).map_err(ReadFailure::NotHar)?;
    Ok((path, imported))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_har_file_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.har");
        let not = |typed: &str| read(typed).unwrap_err();
        assert_eq!(not("a.har"), ReadFailure::NotWhole);
        assert_eq!(not(folder.path().to_str().unwrap()), ReadFailure::NotAFile);
        assert!(matches!(not(path.to_str().unwrap()), ReadFailure::System(_)));
        std::fs::write(&path, "<html>").unwrap();
        assert!(matches!(not(path.to_str().unwrap()), ReadFailure::NotHar(ImportError::NotHar { line: 1, .. })));
        std::fs::write(&path, r#"{"log":{"entries":[]}}"#).unwrap();
        assert_eq!(read(path.to_str().unwrap()).unwrap().0, path);
    }
}
