//! The inspector: what was sent and what came back, for every account that this program has open.

mod exporting;
mod reading;
mod repeating;

use std::sync::Arc;
use std::time::Duration;

use super::tasks::{End, Job};
use super::{Program, Screen};
use crate::genauth::{AppHost, Exchange, HarmlessRead};
use crate::inspector::{Entry, Snapshot, repeat};
use crate::session::Called;

use super::whole_file::FileStage;
pub use exporting::{Export, ExportChoice, ExportForm, ExportWhat, Preview};
pub use reading::{CaseFile, ReadDialog, ReadFailure};
pub use repeating::{NotRepeatable, Repetition};

/// What comes within this time is shown together: a busy program is no reason to draw without end.
const SHOWN_TOGETHER: Duration = Duration::from_millis(50);

/// The inspector, as its screen shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InspectorShown {
    /// What is listed. It is kept up to date while the screen shows, and only then.
    pub snapshot: Snapshot,
    /// Whether the list stands still; calls are recorded all the same.
    pub paused: bool,
    /// Where a read can be made once more: the account space that is shown.
    pub here: Option<Here>,
    /// The read that was made once more last.
    pub repetition: Option<Repetition>,
    /// Whether the dialog is open that asks whether to forget every call.
    pub asks_to_clear: bool,
    /// A file that is about to be written.
    pub export: Option<Export>,
    /// The dialog that asks for a file to read.
    pub reading: Option<ReadDialog>,
    /// The file that is looked at instead of this program's own calls.
    pub file: Option<Arc<CaseFile>>,
}

/// The account space that is shown, as far as it decides whether a call belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Its host.
    pub app_host: AppHost,
    /// Its application's identifier.
    pub app_id: String,
    /// Whether somebody is signed in.
    pub signed_in: bool,
}

impl InspectorShown {
    /// The entry with this number.
    pub fn entry(&self, number: u64) -> Option<&Arc<Entry>> {
        // Numbers grow in the order of the list.
        let at = self.snapshot.entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
        self.snapshot.entries.get(at)
    }

    /// Whether a dialog is open.
    pub fn dialog_is_open(&self) -> bool {
        self.asks_to_clear || self.export.is_some() || self.reading.is_some()
    }

    /// The read that this exchange was, when it can be made once more: it is on the list of reads without effect, went to
    /// the host and the application that are shown, and somebody is signed in where it needs the token.
    ///
    /// # Errors
    /// Why it cannot; what the call is comes before where it went.
    pub fn repeatable(&self, exchange: &Exchange) -> Result<HarmlessRead, NotRepeatable> {
        if let Some(reason) = NotRepeatable::by_its_kind(exchange) {
            return Err(reason);
        }
        let here = self.here.as_ref().ok_or(NotRepeatable::Elsewhere)?;
        let read = repeat::of(exchange, &here.app_host).ok_or(NotRepeatable::Elsewhere)?;
        let mut app_ids = exchange.request.headers.iter().filter(|header| header.name.ends_with("-app-id"));
        if !app_ids.all(|header| header.value == here.app_id) {
            return Err(NotRepeatable::Elsewhere);
        }
        if read.needs_token() && !here.signed_in { Err(NotRepeatable::SignedOut) } else { Ok(read) }
    }
}

/// What a person can do in the inspector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InspectorAction {
    /// Go to the exchange with this number.
    Show(u64),
    /// Have the list stand still.
    Pause,
    /// Have it go on, with what came meanwhile.
    GoOn,
    /// Ask whether to forget every call.
    AskToClear,
    /// Forget every call.
    Clear,
    /// Close the dialog that asks, and keep them.
    CancelClear,
    /// Make the read with this number once more, with today's token.
    Repeat(u64),
    /// Show the dialog that writes calls into a file.
    AskToExport {
        /// The numbers of the calls that are listed.
        listed: Vec<u64>,
        /// The number of the one that is open.
        open: Option<u64>,
    },
    /// Have other calls or another form in the file.
    ChooseExport(ExportChoice),
    /// Write the file at this path.
    WriteExport {
        /// The path as typed.
        path: String,
        /// Whether the file that stands there may go.
        replace: bool,
    },
    /// Close that dialog.
    CloseExport,
    /// Show the dialog that asks for a file to read.
    AskToRead,
    /// Read the file at this path.
    ReadFile(String),
    /// Close that dialog.
    CloseRead,
    /// Leave the file, back to this program's own calls.
    LeaveFile,
}

/// What a task of the inspector came to.
pub(super) enum InspectorEnd {
    /// There is something new to see.
    Changed,
    /// A read of this path was made once more.
    Repeated(Called<()>, String),
    /// What a file will hold, and where it could go.
    Previewed(Arc<Preview>, String),
    /// A file was written, or not.
    Written(FileStage),
    /// A file was read, or not.
    CaseRead(Result<Arc<CaseFile>, ReadFailure>),
}

impl Program {
    pub(super) fn act_on_inspector(&mut self, action: InspectorAction) {
        let shown = &mut self.state.inspector;
        match action {
            InspectorAction::Show(number) => self.show_exchange(number),
            InspectorAction::Pause => {
                shown.paused = true;
                self.spaces.tasks.stop(Job::FollowInspector);
            }
            InspectorAction::GoOn => {
                shown.paused = false;
                self.follow_inspector();
            }
            InspectorAction::AskToClear => shown.asks_to_clear = !shown.dialog_is_open(),
            InspectorAction::CancelClear => shown.asks_to_clear = false,
            InspectorAction::Clear => {
                shown.asks_to_clear = false;
                self.recorder.ring().clear();
                shown.snapshot = self.recorder.ring().snapshot();
                shown.repetition = None;
                self.spaces.tasks.stop(Job::FollowInspector);
                self.follow_inspector();
            }
            InspectorAction::Repeat(number) => self.repeat(number),
            InspectorAction::AskToExport { listed, open } => self.ask_to_export(&listed, open),
            InspectorAction::ChooseExport(choice) => self.choose_export(choice),
            InspectorAction::WriteExport { path, replace } => self.write_calls(path, replace),
            InspectorAction::CloseExport => self.close_export(),
            InspectorAction::AskToRead => self.ask_to_read(),
            InspectorAction::ReadFile(path) => self.read_case(path),
            InspectorAction::CloseRead => shown.reading = None,
            InspectorAction::LeaveFile => shown.file = None,
        }
    }

    pub(super) fn inspector_task_ended(&mut self, ended: InspectorEnd) {
        match ended {
            // What is new is looked at when the list is followed again.
            InspectorEnd::Changed => {}
            InspectorEnd::Repeated(called, path) => self.repeated(called, &path),
            InspectorEnd::Previewed(preview, suggested) => self.previewed(preview, suggested),
            InspectorEnd::Written(stage) => self.written(stage),
            InspectorEnd::CaseRead(read) => self.case_read(read),
        }
    }

    /// Keeps the list up to date while it shows, and lets go of it when it does not.
    pub(super) fn follow_inspector(&mut self) {
        let shown = &mut self.state.inspector;
        if self.state.screen != Screen::Inspector {
            // A list that nobody sees would only keep old answers in memory.
            if !shown.paused {
                shown.snapshot = Snapshot::default();
            }
            (shown.export, shown.reading, shown.asks_to_clear) = (None, None, false);
            shown.repetition = shown.repetition.take().filter(Repetition::is_running);
            self.spaces.tasks.stop(Job::FollowInspector);
            return;
        }
        let signed_in = self.session.is_some();
        shown.here = self.space.as_ref().map(|space| Here {
            app_host: space.app_host.clone(),
            app_id: space.app_id.clone(),
            signed_in,
        });
        if shown.paused || self.spaces.tasks.is_running(Job::FollowInspector) {
            return;
        }
        let ring = self.recorder.ring();
        // Counting begins before it is looked at, so that nothing slips through between the two.
        let mut changed = ring.changed();
        changed.mark_unchanged();
        if let Some(snapshot) = ring.snapshot_since(shown.snapshot.version) {
            shown.snapshot = snapshot;
        }
        let seen = shown.snapshot.version;
        self.spaces.tasks.start(Job::FollowInspector, async move {
            if *changed.borrow_and_update() == seen {
                let _ = changed.changed().await;
            }
            tokio::time::sleep(SHOWN_TOGETHER).await;
            End::inspector(InspectorEnd::Changed)
        });
    }
}
