//! The Activity screen: the history of binds and unbinds, looked through, written to files, and forgotten.

mod csv;
mod export;
mod filter;
mod forget;
mod held;
mod json;
mod reading;
mod state;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

pub use export::{ExportDialog, ExportFailure, ExportFormat, ExportStage};
pub use filter::{ActivityFilter, NotACode, OutcomeFilter, WhoseActivity};
pub use forget::{ForgetDialog, ForgetStage};
pub use held::HeldExchanges;
pub use json::entry_json;
pub(in crate::app) use json::receipts_json;
pub use state::{Activity, ActivityDialog, Day, History, HistoryFailure, HistoryRow};

use self::export::Written;
use super::ledger::NotDone;
use super::tasks::{ActivityJob, End, Job};
use super::{Program, Screen};
use crate::ledger::{Filter, Forgotten};

/// How long a person may pause while typing before the ledger is asked.
const WHILE_TYPING: Duration = Duration::from_millis(150);
/// What is written within this time of a change is shown together with it.
const SHOWN_TOGETHER: Duration = Duration::from_millis(50);

/// What a person can do on the Activity screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityAction {
    /// Look for something else.
    Filter(ActivityFilter),
    /// Read the entries after those that are there.
    ReadMore,
    /// Read again after that failed.
    ReadAgain,
    /// Show the dialog that writes an export.
    OpenExport,
    /// Change what it is to write, and where to.
    ChangeExport(ExportFormat, String),
    /// Write it.
    WriteExport {
        /// Whether over the file that is there, as the dialog says.
        replace: bool,
    },
    /// Show the dialog that forgets history.
    OpenForget,
    /// Change what it is to forget: everything, or what is kept of the account that is shown.
    ChangeForget {
        /// Everything.
        everything: bool,
    },
    /// Forget it: the first press asks once more.
    PressForget,
    /// Close the dialog; what is being written is stopped, and what is being forgotten goes on.
    CloseDialog,
}

/// What a task of the Activity screen came to.
pub(super) enum ActivityEnd {
    Read(Box<HistoryRead>),
    Suggested(Option<PathBuf>),
    Exported(Result<Written, ExportFailure>),
    Forgotten(Result<Forgotten, NotDone>),
}

/// The history was read, or could not be.
pub(super) struct HistoryRead {
    history: Result<Arc<History>, HistoryFailure>,
    /// Tells of what is written from then on.
    changes: watch::Receiver<u64>,
    /// How much had been written before.
    seen: u64,
}

impl From<HistoryRead> for End {
    fn from(read: HistoryRead) -> Self {
        ActivityEnd::Read(Box::new(read)).into()
    }
}

impl From<ActivityEnd> for End {
    fn from(end: ActivityEnd) -> Self {
        Self::Activity(Box::new(end))
    }
}

impl Program {
    pub(super) fn act_on_activity(&mut self, action: ActivityAction) {
        let Some(home) = self.home() else { return };
        match action {
            // What it asks for is asked before the next frame.
            ActivityAction::Filter(filter) => home.activity.filter = filter,
            ActivityAction::ReadMore => self.read_more_activity(),
            ActivityAction::ReadAgain => home.activity.asked = None,
            ActivityAction::OpenExport => self.open_export(),
            ActivityAction::ChangeExport(format, path) => self.change_export(format, path),
            ActivityAction::WriteExport { replace } => self.write_export(replace),
            ActivityAction::OpenForget => self.open_forget(),
            ActivityAction::ChangeForget { everything } => self.change_forget(everything),
            ActivityAction::PressForget => self.press_forget(),
            ActivityAction::CloseDialog => {
                home.activity.dialog = None;
                self.tasks.stop(Job::Activity(ActivityJob::Suggest));
                self.tasks.stop(Job::Activity(ActivityJob::Export));
            }
        }
    }

    pub(super) fn settle_activity(&mut self, end: ActivityEnd) {
        match end {
            ActivityEnd::Read(read) => self.activity_read(*read),
            ActivityEnd::Suggested(path) => self.place_suggested(path),
            ActivityEnd::Exported(written) => self.exported(written),
            ActivityEnd::Forgotten(forgotten) => self.forgotten(forgotten),
        }
    }

    pub(super) fn activity_crashed(&mut self, job: ActivityJob) {
        match job {
            ActivityJob::Read | ActivityJob::Follow => {
                if let Some(home) = self.home() {
                    home.activity.pending = false;
                    home.activity.failure = Some(HistoryFailure::Crashed);
                }
            }
            ActivityJob::Suggest => {}
            ActivityJob::Export => self.exported(Err(ExportFailure::Crashed)),
            ActivityJob::Forget => self.forget_crashed(),
        }
    }

    /// What the filter of the screen asks of the ledger.
    pub(super) fn activity_filter(&mut self) -> Filter {
        let account = self.account_in_ledger();
        let space = self.space.as_ref();
        let (host, app_id) = space.map_or(("", ""), |space| (space.app_host.authority(), space.app_id.as_str()));
        let (host, app_id) = (host.to_owned(), app_id.to_owned());
        let Some(home) = self.home() else { return Filter::default() };
        let filter = &home.activity.filter;
        filter.of_ledger(filter.whose(&host, &app_id, account))
    }

    /// Has the screen show what its filter asks for while it shows, and lets go of it when it does not.
    pub(super) fn follow_activity(&mut self) {
        if self.state.screen != Screen::Activity {
            self.leave_activity();
            return;
        }
        self.note_held_exchanges();
        let wanted = self.activity_filter();
        let Some(home) = self.home() else { return };
        if home.activity.asked.as_ref() == Some(&wanted) {
            return;
        }
        // Only typing goes on for long enough to wait for its end.
        let is_typing =
            home.activity.asked.as_ref().is_some_and(|before| before.text != wanted.text || before.code != wanted.code);
        // Another question begins at the newest entries again.
        let same = home.activity.asked.is_none();
        let at_least = home.activity.history.as_ref().filter(|_| same).map_or(0, |history| history.entries.len());
        home.activity.asked = Some(wanted.clone());
        home.activity.pending = true;
        self.stop_reading_activity();
        let (ledger, time_zone) = (self.ledger(), self.state.time_zone.clone());
        self.tasks.start(Job::Activity(ActivityJob::Read), async move {
            if is_typing {
                tokio::time::sleep(WHILE_TYPING).await;
            }
            // What is written while it is read counts as written after it.
            let mut changes = ledger.changes();
            let seen = *changes.borrow_and_update();
            let history = reading::read(&ledger, wanted, at_least, time_zone).await.map(Arc::new);
            HistoryRead { history, changes, seen }.into()
        });
    }

    /// The screen is not shown: nothing is read for it. What was read last is there again when it is.
    pub(super) fn leave_activity(&mut self) {
        let Some(home) = self.home() else { return };
        if home.activity.asked.take().is_some() {
            home.activity.pending = false;
            self.stop_reading_activity();
        }
    }

    fn stop_reading_activity(&mut self) {
        self.tasks.stop(Job::Activity(ActivityJob::Read));
        self.tasks.stop(Job::Activity(ActivityJob::Follow));
    }

    fn read_more_activity(&mut self) {
        let Some(home) = self.home() else { return };
        let (Some(asked), Some(before)) = (home.activity.asked.clone(), home.activity.history.clone()) else { return };
        if home.activity.pending || before.next.is_none() {
            return;
        }
        let seen_before = home.activity.seen;
        home.activity.pending = true;
        self.stop_reading_activity();
        let (ledger, time_zone) = (self.ledger(), self.state.time_zone.clone());
        self.tasks.start(Job::Activity(ActivityJob::Read), async move {
            let mut changes = ledger.changes();
            let seen = *changes.borrow_and_update();
            // What was written since the first of them were read is looked at once these are there.
            if seen != seen_before {
                changes.mark_changed();
            }
            let history = reading::read_more(&ledger, asked, before, time_zone).await.map(Arc::new);
            HistoryRead { history, changes, seen }.into()
        });
    }

    fn activity_read(&mut self, read: HistoryRead) {
        let HistoryRead { history, mut changes, seen } = read;
        let (ledger, time_zone) = (self.ledger(), self.state.time_zone.clone());
        let Some(home) = self.home() else { return };
        home.activity.pending = false;
        let Some(asked) = home.activity.asked.clone() else { return };
        home.activity.seen = seen;
        match history {
            Ok(history) => {
                home.activity.history = Some(Arc::clone(&history));
                home.activity.failure = None;
                self.tasks.start(Job::Activity(ActivityJob::Follow), async move {
                    loop {
                        if changes.changed().await.is_err() {
                            // The ledger is closed; nothing changes any more.
                            return std::future::pending().await;
                        }
                        tokio::time::sleep(SHOWN_TOGETHER).await;
                        let seen = *changes.borrow_and_update();
                        let at_least = history.entries.len();
                        let read = reading::read(&ledger, asked.clone(), at_least, time_zone.clone()).await;
                        // A change that leaves everything as it is shown is no reason for a frame.
                        if read.as_ref().ok() != Some(&*history) {
                            return HistoryRead { history: read.map(Arc::new), changes, seen }.into();
                        }
                    }
                });
            }
            Err(failure) => home.activity.failure = Some(failure),
        }
    }
}

#[cfg(test)]
mod secrets_tests;
