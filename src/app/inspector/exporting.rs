//! Writing calls into a file: what is written is what the preview shows, to the byte.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::InspectorEnd;
use crate::app::Program;
use crate::app::destination::suggestion;
use crate::app::tasks::{End, Job, blocking};
use crate::app::whole_file::{FileFailure, FileStage, write_whole};
use crate::inspector::masking::Shown;
use crate::inspector::rows::Rows;
use crate::inspector::{Entry, har};

/// How wide the preview's rows are, in characters.
const COLUMNS: usize = 100;

/// A file that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Every call that was kept when the dialog opened; what comes later is not in the file.
    pub all: Vec<Arc<Entry>>,
    /// The calls that the filter let through.
    pub listed: Vec<Arc<Entry>>,
    /// The call that was open.
    pub open: Option<Arc<Entry>>,
    /// What of it goes into the file, and how.
    pub choice: ExportChoice,
    /// Where the file could go; `None` until it is known.
    pub suggested: Option<String>,
    /// What the file will hold; `None` while that is worked out.
    pub preview: Option<Arc<Preview>>,
    /// How far it is.
    pub stage: FileStage,
}

/// What goes into the file, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportChoice {
    /// Which calls.
    pub what: ExportWhat,
    /// In which form.
    pub form: ExportForm,
    /// Which personal data stays readable.
    pub shown: Shown,
}

/// Which calls go into the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportWhat {
    /// Every call that is kept.
    #[default]
    All,
    /// Those that the filter lets through.
    Listed,
    /// The one that is open.
    Open,
}

/// The form of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportForm {
    /// HAR 1.2.
    #[default]
    Har,
    /// One HAR entry a line.
    JsonLines,
}

impl ExportForm {
    /// How the file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Har => ".har",
            Self::JsonLines => ".jsonl",
        }
    }
}

/// What a file will hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The text, as it will be written.
    pub text: String,
    /// Its rows.
    pub rows: Rows,
}

impl Export {
    /// The calls that are chosen.
    pub fn chosen(&self) -> Vec<Arc<Entry>> {
        match self.choice.what {
            ExportWhat::All => self.all.clone(),
            ExportWhat::Listed => self.listed.clone(),
            ExportWhat::Open => self.open.iter().cloned().collect(),
        }
    }
}

impl Program {
    /// Opens the dialog, with the calls of these numbers to choose from.
    pub(super) fn ask_to_export(&mut self, listed: &[u64], open: Option<u64>) {
        let shown = &mut self.state.inspector;
        let all = shown.snapshot.entries.clone();
        if all.is_empty() || shown.dialog_is_open() {
            return;
        }
        let listed = listed.iter().filter_map(|number| shown.entry(*number).cloned()).collect();
        let open = open.and_then(|number| shown.entry(number).cloned());
        shown.export = Some(Export {
            all,
            listed,
            open,
            choice: ExportChoice::default(),
            suggested: None,
            preview: None,
            stage: FileStage::Choosing,
        });
        self.make_preview();
    }

    pub(super) fn choose_export(&mut self, choice: ExportChoice) {
        let Some(export) = self.export_not_writing() else { return };
        if export.choice != choice {
            export.choice = choice;
            export.stage = FileStage::Choosing;
            self.make_preview();
        }
    }

    fn export_not_writing(&mut self) -> Option<&mut Export> {
        self.state.inspector.export.as_mut().filter(|export| export.stage != FileStage::Writing)
    }

    fn make_preview(&mut self) {
        let (now, time_zone) = (self.state.now, self.state.time_zone.clone());
        let Some(export) = &mut self.state.inspector.export else { return };
        export.preview = None;
        let (entries, choice) = (export.chosen(), export.choice);
        self.spaces.tasks.forget(Job::Preview);
        self.spaces.tasks.start(Job::Preview, async move {
            let made = blocking(move || {
                let bytes = match choice.form {
                    ExportForm::Har => har::write(&entries, choice.shown),
                    ExportForm::JsonLines => har::write_lines(&entries, choice.shown),
                };
                let text = String::from_utf8(bytes).unwrap_or_default();
                let rows = Rows::of(&text, COLUMNS);
                (Arc::new(Preview { text, rows }), suggested(now, &time_zone, choice.form))
            });
            match made.await {
                Some((preview, suggested)) => End::inspector(InspectorEnd::Previewed(preview, suggested)),
                None => End::Crashed(Job::Preview),
            }
        });
    }

    pub(super) fn previewed(&mut self, preview: Arc<Preview>, suggested: String) {
        if let Some(export) = &mut self.state.inspector.export {
            export.preview = Some(preview);
            export.suggested.get_or_insert(suggested);
        }
    }

    /// Writes what the preview shows. A file of that name is replaced only when the person was asked about it.
    pub(super) fn write_calls(&mut self, typed: String, replace: bool) {
        let Some(export) = self.export_not_writing() else { return };
        let Some(preview) = export.preview.clone() else { return };
        let Some(replace) = export.stage.may_replace(&typed, replace) else { return };
        export.stage = FileStage::Writing;
        self.spaces.tasks.start(Job::WriteExport, async move {
            match blocking(move || write_whole(typed, preview.text.as_bytes(), replace)).await {
                Some(stage) => End::inspector(InspectorEnd::Written(stage)),
                None => End::Crashed(Job::WriteExport),
            }
        });
    }

    pub(super) fn written(&mut self, stage: FileStage) {
        if let Some(export) = &mut self.state.inspector.export {
            export.stage = stage;
        }
    }

    pub(in crate::app) fn export_crashed(&mut self) {
        self.written(FileStage::Failed(FileFailure::Crashed));
    }

    pub(super) fn close_export(&mut self) {
        if self.export_not_writing().is_some() {
            self.state.inspector.export = None;
            self.spaces.tasks.forget(Job::Preview);
        }
    }
}

/// A name that says when, in the folder for downloads; empty where the system has no such folder.
fn suggested(now: Timestamp, time_zone: &TimeZone, form: ExportForm) -> String {
    let stem = now.to_zoned(time_zone.clone()).strftime("bindery-%Y-%m-%d-%H%M%S").to_string();
    let path = suggestion(&stem, form.ending().trim_start_matches('.'));
    path.unwrap_or_default().to_string_lossy().into_owned()
}
