//! Writing what the filter shows to a file.

use std::path::PathBuf;

use super::ActivityEnd;
use super::csv;
use super::json;
use super::state::{Activity, ActivityDialog};
use crate::app::Program;
use crate::app::destination::{DestinationFailure, Draft, suggestion, typed};
use crate::app::ledger::{LedgerQueue, NotDone};
use crate::app::tasks::{ActivityJob, Job, blocking};
use crate::ledger::{Entry, Filter, LedgerError, PageRequest};

/// How many entries are read at once.
const PAGE: u32 = 200;

/// The dialog that writes an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportDialog {
    /// In which form.
    pub format: ExportFormat,
    /// Where to, as typed; empty until a place is found to offer.
    pub path: String,
    /// How far it is.
    pub stage: ExportStage,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values, for a spreadsheet.
    #[default]
    Csv,
    /// One JSON object on each line, for a program.
    JsonLines,
}

impl ExportFormat {
    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

/// How far an export is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExportStage {
    /// It can be begun.
    #[default]
    Ready,
    /// It is being written.
    Writing,
    /// It was not written.
    Failed(ExportFailure),
    /// It stands in its place.
    Done {
        /// Where.
        path: PathBuf,
        /// How many entries are in it.
        entries: u64,
        /// How many are not, because they are damaged.
        unreadable: usize,
    },
}

/// Why an export was not written. What stood at its place is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportFailure {
    /// The file could not be.
    #[error(transparent)]
    Destination(#[from] DestinationFailure),
    /// The ledger is not open.
    #[error("the ledger is not open")]
    NotOpen,
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The task ended abnormally.
    #[error("the task ended abnormally")]
    Crashed,
}

impl From<NotDone> for ExportFailure {
    fn from(not_done: NotDone) -> Self {
        match not_done {
            NotDone::NotOpen => Self::NotOpen,
            NotDone::Refused(error) => Self::Ledger(error),
        }
    }
}

impl Activity {
    fn export(&mut self) -> Option<&mut ExportDialog> {
        match &mut self.dialog {
            Some(ActivityDialog::Export(dialog)) => Some(dialog),
            Some(ActivityDialog::Forget(_)) | None => None,
        }
    }
}

impl Program {
    pub(super) fn open_export(&mut self) {
        let stem = format!("bindery-activity-{}", self.state.time_zone.to_datetime(self.state.now).date());
        let Some(home) = self.home().filter(|home| home.activity.dialog.is_none()) else { return };
        let dialog = ExportDialog::default();
        let extension = dialog.format.extension();
        home.activity.dialog = Some(ActivityDialog::Export(dialog));
        self.tasks.start(Job::Activity(ActivityJob::Suggest), async move {
            let suggested = blocking(move || suggestion(&stem, extension)).await.flatten();
            ActivityEnd::Suggested(suggested).into()
        });
    }

    pub(super) fn place_suggested(&mut self, suggested: Option<PathBuf>) {
        // What was typed meanwhile counts more.
        if let Some(dialog) = self.home().and_then(|home| home.activity.export())
            && dialog.path.is_empty()
            && let Some(path) = suggested.and_then(|path| path.into_os_string().into_string().ok())
        {
            dialog.path = path;
            dialog.change_extension();
        }
    }

    pub(super) fn change_export(&mut self, format: ExportFormat, path: String) {
        let Some(dialog) = self.home().and_then(|home| home.activity.export()) else { return };
        if matches!(dialog.stage, ExportStage::Writing | ExportStage::Done { .. }) {
            return;
        }
        let another = dialog.format != format;
        dialog.format = format;
        dialog.path = path;
        if another {
            dialog.change_extension();
        }
        dialog.stage = ExportStage::Ready;
    }

    /// Begins to write; over a file that is there only when that was just said.
    pub(super) fn write_export(&mut self, replace: bool) {
        let (ledger, filter) = (self.ledger(), self.activity_filter());
        let Some(dialog) = self.home().and_then(|home| home.activity.export()) else { return };
        let said = dialog.stage == ExportStage::Failed(ExportFailure::Destination(DestinationFailure::Exists));
        if matches!(dialog.stage, ExportStage::Writing | ExportStage::Done { .. }) || (replace && !said) {
            return;
        }
        let format = dialog.format;
        let path = match typed(&dialog.path) {
            Ok(path) => path,
            Err(failure) => {
                dialog.stage = ExportStage::Failed(failure.into());
                return;
            }
        };
        dialog.stage = ExportStage::Writing;
        self.tasks.start(Job::Activity(ActivityJob::Export), async move {
            ActivityEnd::Exported(write(ledger, filter, format, path, replace).await).into()
        });
    }

    pub(super) fn exported(&mut self, written: Result<Written, ExportFailure>) {
        if let Some(dialog) = self.home().and_then(|home| home.activity.export()) {
            dialog.stage = match written {
                Ok(Written { path, entries, unreadable }) => ExportStage::Done { path, entries, unreadable },
                Err(failure) => ExportStage::Failed(failure),
            };
        }
    }
}

impl ExportDialog {
    /// Has the path end as the format wants it, where it ended as another does.
    fn change_extension(&mut self) {
        for format in [ExportFormat::Csv, ExportFormat::JsonLines] {
            let ending = format!(".{}", format.extension());
            if let Some(stem) = self.path.strip_suffix(&ending) {
                self.path = format!("{stem}.{}", self.format.extension());
                return;
            }
        }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Written {
    path: PathBuf,
    entries: u64,
    unreadable: usize,
}

/// Reads page by page, so that whatever else is asked of the ledger meanwhile comes between.
async fn write(
    ledger: LedgerQueue,
    filter: Filter,
    format: ExportFormat,
    path: PathBuf,
    replace: bool,
) -> Result<Written, ExportFailure> {
    let begin = move || {
        let mut draft = Draft::begin(path, replace)?;
        if format == ExportFormat::Csv {
            draft.write(csv::BYTE_ORDER_MARK.as_bytes())?;
            draft.write(csv::head().as_bytes())?;
        }
        Ok(draft)
    };
    let mut draft = blocking(begin).await.unwrap_or(Err(ExportFailure::Crashed))?;
    let (mut entries, mut unreadable) = (0, 0);
    let mut page = PageRequest::first(PAGE);
    loop {
        let filter = filter.clone();
        let read = ledger.ask(move |ledger| ledger.entries(&filter, &page)).await?;
        unreadable += read.unreadable;
        let append = move || {
            for entry in &read.entries {
                draft.write(record(format, entry).as_bytes())?;
            }
            Ok((draft, read.entries.len() as u64))
        };
        let (written, count) = blocking(append).await.unwrap_or(Err(ExportFailure::Crashed))?;
        draft = written;
        entries += count;
        match read.next {
            Some(after) => page = PageRequest { after: Some(after), size: PAGE },
            None => break,
        }
    }
    let path = blocking(move || Ok(draft.finish()?)).await.unwrap_or(Err(ExportFailure::Crashed))?;
    Ok(Written { path, entries, unreadable })
}

fn record(format: ExportFormat, entry: &Entry) -> String {
    match format {
        ExportFormat::Csv => csv::line(entry),
        ExportFormat::JsonLines => json::line(entry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_follows_the_format_unless_it_is_the_persons_own() {
        let changed = |path: &str, format| {
            let mut dialog = ExportDialog { format, path: path.to_owned(), ..ExportDialog::default() };
            dialog.change_extension();
            dialog.path
        };
        assert_eq!(changed("/a/b.csv", ExportFormat::JsonLines), "/a/b.jsonl");
        assert_eq!(changed("/a/b.jsonl", ExportFormat::Csv), "/a/b.csv");
        assert_eq!(changed("/a/b.txt", ExportFormat::JsonLines), "/a/b.txt");
    }
}
