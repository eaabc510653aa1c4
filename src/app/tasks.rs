//! The one place that spawns tasks.

use std::path::PathBuf;
use std::sync::Arc;

use poll_promise::Promise;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::activity::ActivityEnd;
use super::binding::BindEnd;
use super::inspector::InspectorEnd;
use super::session_screen::SessionEnd;
use super::signing::SigningEnd;
use super::spaces::{SpaceRemoved, SpaceSaved, Tested};
use super::support_bundle::SupportBundleEnd;
use super::unbinding::{FactsRead, LeftOpen, ReadFor, UnbindEnd};
use super::{OpeningError, SaveFailure, SeenFromHere};
use crate::genauth::{Answer, Client, Failure, Profile};
use crate::ledger::Way;
use crate::sandbox::Sandbox;
use crate::session::{AccountSpace, Called, LastSeen, Session, SignedOut, SpacesFile, VaultError};

/// Asks the window for another frame; callable from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a task is about; tasks are stopped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    Open,
    SignIn,
    /// What of a sign-in in the browser brings no tokens.
    Browser,
    /// What of it brings tokens: the code is traded, and the ID token checked.
    Trade,
    /// A sign-in that was cancelled while the service may answer it.
    Unwanted,
    /// Revoking what it brought.
    Revoke,
    SendEmailCode,
    SendPhoneCode,
    Captcha,
    Keep,
    Profile,
    List,
    Seen,
    LeftOpen,
    Unbind {
        number: u64,
    },
    /// Making a link.
    Bind {
        number: u64,
    },
    /// What a browser that binds needs on this machine.
    BindBrowser {
        number: u64,
    },
    /// Looking at the list while a bind waits.
    BindLook,
    /// Looking up through which connection something was bound.
    BindAgain,
    OpenPage,
    SignOut,
    Renew,
    CopyToken,
    ClearClipboard,
    LeaveClipboard,
    EndBrowserSession,
    Retire,
    PutFirst,
    FollowSandbox,
    FollowInspector,
    Repeat,
    Preview,
    WriteExport,
    ReadCase,
    PrepareBundle,
    WriteBundle,
    Remember,
    Recall,
    ReadSpaces,
    ChangeSpaces,
    TestSpace,
    Ledger,
    Activity(ActivityJob),
}

/// What a task of the Activity screen is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ActivityJob {
    Read,
    /// Waits for something to be written.
    Follow,
    Suggest,
    Export,
    Forget,
}

/// What a task came to.
pub(super) enum End {
    SandboxOpened(Result<(Sandbox, AccountSpace, Client), OpeningError>),
    ServiceOpened(Result<Client, OpeningError>, Result<Vec<Session>, VaultError>),
    /// A sign-in that was typed here, and in which way.
    SignedIn(Way, Result<Answer<Session>, Failure>),
    Signing(Box<SigningEnd>),
    /// What came of a task that nobody waits for any more.
    Unwanted(Box<Self>),
    /// What an unwanted sign-in brought was revoked, as far as it could be.
    Revoked,
    Kept(Result<(), VaultError>),
    Profile(Called<Profile>),
    Listed(Box<FactsRead>, ReadFor),
    /// Another read was asked for before the time for this one came.
    NotRead,
    /// What signed in from here, where the ledger could tell.
    Seen(Option<SeenFromHere>),
    /// What an earlier start of the program left open.
    LeftOpen(Vec<LeftOpen>),
    Unbound {
        number: u64,
        end: UnbindEnd,
    },
    /// A provider's page was opened, or this one could not be.
    PageOpened(Option<&'static str>),
    SignedOut(Box<SignedOut>),
    /// Something that was asked for on the Session screen.
    Session(Box<SessionEnd>),
    Bind(Box<BindEnd>),
    /// Something that was asked for in the inspector.
    Inspector(Box<InspectorEnd>),
    /// Something about a support bundle.
    SupportBundle(Box<SupportBundleEnd>),
    /// A session that another has replaced was ended at the service, as far as it could be.
    Retired,
    /// The account stands in front of the others in the keyring, as far as it could be put there.
    PutFirst,
    /// There is something new to see in the sandbox.
    SandboxChanged,
    /// What was seen stands in its file, as far as it could be put there.
    Remembered,
    /// What was last seen, where there is such a thing.
    Recalled(Option<LastSeen>),
    /// The file of account spaces was read.
    SpacesRead(Box<SpacesFile>),
    /// A space was written to it, or could not be.
    SpaceSaved(Box<SpaceSaved>),
    /// A space was taken out of it, or could not be.
    SpaceRemoved(Box<SpaceRemoved>),
    /// The broken file has another name, or could not be given one.
    FileSetAside(Box<Result<(SpacesFile, PathBuf), SaveFailure>>),
    /// One step of trying a space ended.
    SpaceTested(Tested),
    /// Something that the Activity screen wanted.
    Activity(Box<ActivityEnd>),
    /// A ledger is no longer at work.
    LedgerClosed,
    /// The task panicked; what it was doing is not known to be done or undone.
    Crashed(Job),
}

impl End {
    pub(super) fn signing(ended: SigningEnd) -> Self {
        Self::Signing(Box::new(ended))
    }

    pub(super) fn inspector(ended: InspectorEnd) -> Self {
        Self::Inspector(Box::new(ended))
    }

    pub(super) fn session(ended: SessionEnd) -> Self {
        Self::Session(Box::new(ended))
    }
}

struct Running {
    job: Job,
    promise: Promise<End>,
    abort: AbortHandle,
}

/// The tasks under way. Dropping it stops them all.
pub(super) struct Tasks {
    runtime: Handle,
    wake: Wake,
    running: Vec<Running>,
}

impl Tasks {
    pub(super) fn new(runtime: Handle, wake: Wake) -> Self {
        Self { runtime, wake, running: Vec::new() }
    }

    /// None yet, on the same runtime.
    pub(super) fn another(&self) -> Self {
        Self::new(self.runtime.clone(), Arc::clone(&self.wake))
    }

    /// Whether a task with this job is under way, or its end has not been taken.
    pub(super) fn is_running(&self, job: Job) -> bool {
        self.running.iter().any(|running| running.job == job)
    }

    /// Starts a task; a panic in it becomes [`End::Crashed`].
    pub(super) fn start(&mut self, job: Job, work: impl Future<Output = End> + Send + 'static) {
        let (sender, promise) = Promise::new();
        let work = self.runtime.spawn(work);
        let abort = work.abort_handle();
        let wake = Arc::clone(&self.wake);
        self.runtime.spawn(async move {
            // The end is sent before the window is woken, so that the frame it draws finds it.
            sender.send(match work.await {
                Ok(end) => end,
                Err(_) => End::Crashed(job),
            });
            wake();
        });
        self.running.push(Running { job, promise, abort });
    }

    /// Forgets the tasks with this job: they run on, and nobody hears of their ends.
    ///
    /// What may refresh the session is never stopped: the service may have spent the refresh token already, and the new
    /// one would be lost with the task.
    pub(super) fn forget(&mut self, job: Job) {
        self.running.retain(|running| running.job != job);
    }

    /// Takes over the tasks of a seat with this job, which nobody wants any more. They run on, because what they bring
    /// has to be undone, and their ends come as [`End::Unwanted`].
    pub(super) fn take_over_unwanted(&mut self, seat: &mut Self, job: Job) {
        let unwanted = seat.running.extract_if(.., |running| running.job == job);
        self.running.extend(unwanted.map(|running| Running { job: Job::Unwanted, ..running }));
    }

    /// Forgets all tasks.
    pub(super) fn forget_all(&mut self) {
        self.running.clear();
    }

    /// Stops the tasks with this job and forgets their ends.
    pub(super) fn stop(&mut self, job: Job) {
        self.running.retain(|running| {
            if running.job == job {
                running.abort.abort();
            }
            running.job != job
        });
    }

    /// Takes the end of one task that is done, of the earliest started first.
    ///
    /// One at a time, because settling an end may forget a task whose end is there already.
    pub(super) fn next_finished(&mut self) -> Option<End> {
        let index = self.running.iter().position(|running| running.promise.ready().is_some())?;
        let running = self.running.remove(index);
        let end = running.promise.try_take().ok()?;
        Some(if running.job == Job::Unwanted { End::Unwanted(Box::new(end)) } else { end })
    }
}

/// Does work that blocks, on a thread for such work; `None` when it panicked.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

impl Drop for Tasks {
    fn drop(&mut self) {
        for running in self.running.drain(..) {
            running.abort.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_nobody_wants_any_more_runs_on_and_comes_as_that_even_if_it_was_there_already() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (sender, woken) = channel();
        let sender = std::sync::Mutex::new(sender);
        let wake: Wake = Arc::new(move || sender.lock().unwrap().send(()).unwrap());
        let mut seat = Tasks::new(runtime.handle().clone(), wake);
        let mut program = seat.another();
        let (release, held) = tokio::sync::oneshot::channel::<()>();
        seat.start(Job::SignIn, async { End::NotRead });
        seat.start(Job::SignIn, async {
            let _ = held.await;
            End::Retired
        });
        seat.start(Job::Profile, async { End::PutFirst });
        for _ in 0..2 {
            woken.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        program.take_over_unwanted(&mut seat, Job::SignIn);
        drop(release);
        woken.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(matches!(seat.next_finished(), Some(End::PutFirst)) && seat.next_finished().is_none());
        let mut came = || match program.next_finished() {
            Some(End::Unwanted(end)) => Some(*end),
            _ => None,
        };
        assert!(matches!((came(), came()), (Some(End::NotRead), Some(End::Retired))));
        assert!(!program.is_running(Job::Unwanted));
    }
}
