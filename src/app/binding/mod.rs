//! Binding: from the choice of an identity provider to the identities that are new in the list.
//!
//! The service tells the result to a window that a desktop program does not have, so the list is read until it has
//! something new (reference section 6.2).

mod again;
mod looking;
mod offered;
mod preparing;
mod recording;
mod state;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::tasks::{End, Job, blocking};
use super::unbinding::ReadFor;
use super::{LedgerTrouble, Program};
use crate::account::newly_bound;
use crate::genauth::{Attempt, Cause, Error, Identity, LinkAddress, Unreachable};
use crate::session::{Called, LinkListener};
use looking::{Look, look};
use preparing::Preparing;
use recording::{RecordedEnd, Recording};

pub use again::BindAgain;
pub use looking::Pace;
pub use offered::Offered;
pub use state::{BindFailure, BindLeft, BindOutcome, BindStage, BindTracker, Binds, Bound};

/// What a person can ask for about binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindAction {
    /// Show everything that can be bound.
    Choose,
    /// Close that dialog.
    CloseChoice,
    /// Bind through a connection.
    Begin {
        /// The connection's.
        identifier: String,
        /// What the identity provider is called on the screen.
        title: String,
    },
    /// Bind what was unbound, through the connection that was last used.
    Again {
        /// [`crate::account::Receipt::number`] of the unbind.
        receipt: u64,
        /// What the binding was called on the screen.
        title: String,
    },
    /// Send the browser off once more, with a new link.
    OpenAgain(u64),
    /// Look at the list now.
    LookNow(u64),
    /// Do not wait any more.
    Cancel(u64),
    /// Take the note of an ended bind off the screen.
    Dismiss(u64),
}

/// What a browser can be sent off with.
pub(super) struct Prepared {
    listener: LinkListener,
    link: LinkAddress,
    /// What was bound before the first link; `None` when the browser is opened again.
    before: Option<Vec<Identity>>,
}

/// How a step of a bind ended.
pub(super) enum BindEnd {
    Prepared {
        number: u64,
        prepared: Result<Box<Prepared>, BindOutcome>,
        attempts: Vec<Attempt>,
        /// Why no history is kept of it.
        not_kept: Option<LedgerTrouble>,
    },
    /// The system was asked to open a browser; `Err` says why it could not.
    Opened {
        number: u64,
        opened: Result<(), String>,
    },
    /// The browser fetched the address that sends it on.
    Fetched {
        number: u64,
    },
    /// The port is free again, or the browser never came.
    Served,
    Looked {
        began: Instant,
        called: Called<Vec<Identity>>,
    },
    /// The connection that was used last for what is bound again, where the ledger knows it.
    Used {
        ext_idp_id: String,
        title: String,
        used: Option<String>,
    },
}

impl End {
    fn bind(ended: BindEnd) -> Self {
        Self::Bind(Box::new(ended))
    }
}

/// What binds need and do not show.
#[derive(Default)]
pub(super) struct Binding {
    runs: HashMap<u64, Run>,
    back: Arc<Notify>,
    hurry: Arc<Notify>,
    looks: u32,
    looking_wanted: Arc<AtomicBool>,
}

/// One bind under way. The listener ends when this goes.
struct Run {
    /// What was bound before, and when that was known: a look that began earlier tells nothing.
    before: Option<(Vec<Identity>, Instant)>,
    wanted: Arc<AtomicBool>,
    listening: Option<oneshot::Sender<()>>,
    /// Until its end is written.
    recording: Option<Recording>,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.wanted.store(false, Ordering::SeqCst);
        drop(self.listening.take());
        if let Some(recording) = self.recording.take() {
            recording.end(RecordedEnd::program_ended());
        }
    }
}

impl Program {
    pub(super) fn act_on_binds(&mut self, action: BindAction) {
        match action {
            BindAction::Choose => self.choose_what_to_bind(None),
            BindAction::CloseChoice => {
                if let Some(home) = self.home() {
                    home.binds.choosing = false;
                }
            }
            BindAction::Begin { identifier, title } => self.begin_to_bind(&identifier, title),
            BindAction::Again { receipt, title } => self.bind_again(receipt, title),
            BindAction::OpenAgain(number) => self.open_bind_again(number),
            BindAction::LookNow(number) => {
                if let Some(tracker) = self.tracker(number).filter(|tracker| tracker.is_away())
                    && !std::mem::replace(&mut tracker.asked_to_look, true)
                {
                    tracker.looked_in_vain = false;
                    self.binding.hurry.notify_one();
                }
            }
            BindAction::Cancel(number) => {
                let Some(tracker) = self.tracker(number) else { return };
                tracker.end(BindOutcome::Cancelled);
                self.stop_bind(number);
                // It may have been done in that very moment.
                self.read_lists(ReadFor::Show(Cause::Checking));
            }
            BindAction::Dismiss(number) => {
                if let Some(home) = self.home() {
                    home.binds.trackers.retain(|tracker| tracker.number != number || tracker.is_running());
                }
            }
        }
    }

    fn tracker(&mut self, number: u64) -> Option<&mut BindTracker> {
        self.home()?.binds.tracker(number)
    }

    /// Opens the choice, narrowed to one identity provider where one is named.
    fn choose_what_to_bind(&mut self, only: Option<String>) {
        let no_id_token = self.session.as_ref().is_none_or(|session| session.identity().is_none());
        if let Some(home) = self.home()
            && !home.signing_out
            && !home.connections.asks()
        {
            home.binds.choosing = true;
            home.binds.only = only;
            home.binds.no_id_token = no_id_token;
        }
    }

    fn begin_to_bind(&mut self, identifier: &str, title: String) {
        let (number, now, pace) = (self.next_number(), self.state.now, self.pace);
        let kept = (self.ledger(), self.account_of_receipts());
        let Some(home) = self.home() else { return };
        if home.signing_out || home.standing.over || home.connections.offline {
            return;
        }
        let offered = home.connections.offered().unwrap_or_default();
        let mut connections = offered.into_iter().flat_map(|offered| offered.connections);
        let Some(connection) = connections.find(|connection| connection.identifier == identifier) else { return };
        // One at a time for each identity provider: new identities could not be told apart.
        if home.binds.running(&connection.ext_idp_id).is_some() {
            return;
        }
        home.binds.choosing = false;
        home.binds.trackers.retain(|tracker| tracker.connection.ext_idp_id != connection.ext_idp_id);
        let wanted = Arc::default();
        let recording = Recording::new(kept, &connection, title, now, Arc::clone(&wanted));
        home.binds.trackers.push(BindTracker::new(number, connection, now, pace));
        self.binding.runs.insert(number, Run { before: None, wanted, listening: None, recording: Some(recording) });
        self.prepare_bind(number);
    }

    fn open_bind_again(&mut self, number: u64) {
        let now = self.state.now;
        let Some(tracker) = self.tracker(number).filter(|tracker| tracker.is_away()) else { return };
        tracker.started = now;
        tracker.stage = BindStage::MakingLink;
        tracker.again = true;
        (tracker.address, tracker.not_opened, tracker.looked_in_vain) = (None, None, false);
        self.tasks.stop(Job::BindBrowser { number });
        self.prepare_bind(number);
    }

    /// Makes the link. This may renew the session, so it is forgotten, never stopped.
    fn prepare_bind(&mut self, number: u64) {
        let Some(session) = self.session.clone() else { return };
        let Some(tracker) = self.tracker(number) else { return };
        let (identifier, ext_idp_id) = (tracker.connection.identifier.clone(), tracker.connection.ext_idp_id.clone());
        let Some(run) = self.binding.runs.get_mut(&number) else { return };
        let Some(recording) = run.recording.clone() else { return };
        drop(run.listening.take());
        run.wanted.store(true, Ordering::SeqCst);
        let (wanted, knows) = (Arc::clone(&run.wanted), run.before.is_some());
        self.tasks.start(Job::Bind { number }, async move {
            let for_whom = (!knows).then_some(ext_idp_id.as_str());
            let still_wanted = || wanted.load(Ordering::SeqCst);
            let mut preparing = Preparing { session, recording, attempts: Vec::new(), not_kept: None };
            let prepared = preparing.run(&identifier, for_whom, still_wanted).await;
            let Preparing { attempts, not_kept, .. } = preparing;
            End::bind(BindEnd::Prepared { number, prepared: prepared.map(Box::new), attempts, not_kept })
        });
    }

    pub(super) fn bind_ended(&mut self, ended: BindEnd) {
        match ended {
            BindEnd::Prepared { number, prepared, attempts, not_kept } => {
                if let Some(tracker) = self.tracker(number) {
                    tracker.not_kept = not_kept;
                }
                self.prepared(number, prepared, attempts);
            }
            BindEnd::Opened { number, opened } => {
                if let Some(tracker) = self.tracker(number).filter(|tracker| tracker.is_away()) {
                    tracker.not_opened = opened.err();
                }
            }
            BindEnd::Fetched { number } => {
                if let Some(tracker) = self.tracker(number).filter(|tracker| tracker.is_away()) {
                    tracker.stage = BindStage::Waiting;
                    (tracker.address, tracker.not_opened) = (None, None);
                }
            }
            BindEnd::Served => {}
            BindEnd::Looked { began, called } => self.looked(began, &called.result),
            BindEnd::Used { ext_idp_id, title, used } => self.bind_again_through(ext_idp_id, title, used.as_deref()),
        }
    }

    fn prepared(&mut self, number: u64, prepared: Result<Box<Prepared>, BindOutcome>, attempts: Vec<Attempt>) {
        self.called(&attempts, prepared.as_ref().err().and_then(BindOutcome::error));
        if let Some(tracker) = self.tracker(number) {
            tracker.attempts.extend(attempts);
        }
        match prepared {
            Ok(prepared) => self.send_bind_off(number, *prepared),
            Err(outcome) => {
                let again = self.tracker(number).is_some_and(|tracker| tracker.again);
                let read_again = again || outcome == BindOutcome::BoundBefore;
                self.end_bind(number, outcome);
                if read_again {
                    self.read_lists(ReadFor::Show(Cause::Checking));
                }
            }
        }
        self.note_standing();
    }

    fn send_bind_off(&mut self, number: u64, prepared: Prepared) {
        let Prepared { listener, link, before } = prepared;
        let (address, language) = (listener.address(), self.language);
        let Some(tracker) = self.tracker(number) else { return };
        tracker.stage = BindStage::Opening;
        tracker.address = Some(address.clone());
        let longest = tracker.deadline;
        let (back, Some(run)) = (Arc::clone(&self.binding.back), self.binding.runs.get_mut(&number)) else { return };
        if let Some(before) = before {
            run.before = Some((before, Instant::now()));
        }
        let ((opened, fetched), (listening, over)) = (oneshot::channel(), oneshot::channel());
        run.listening = Some(listening);
        let job = Job::BindBrowser { number };
        self.tasks.start(job, async move {
            listener.serve(link, language, longest, opened, back, over).await;
            End::bind(BindEnd::Served)
        });
        self.tasks.start(job, async move {
            End::bind(if fetched.await.is_ok() { BindEnd::Fetched { number } } else { BindEnd::Served })
        });
        let open = self.open_address();
        self.tasks.start(job, async move {
            let opened = blocking(move || open(&address)).await.unwrap_or_else(|| Err(String::new()));
            End::bind(BindEnd::Opened { number, opened })
        });
        self.binding.looks = 0;
        self.binding.back.notify_one();
        self.look_at_list();
    }

    /// Has the list looked at when it is time, as long as a bind waits.
    fn look_at_list(&mut self) {
        let (now, pace) = (self.state.now, self.pace);
        let Some(session) = self.session.clone() else { return };
        let Some(home) = self.home() else { return };
        let left = home.binds.trackers.iter().filter(|tracker| tracker.is_away());
        let left = left.map(|tracker| tracker.deadline.saturating_sub(tracker.waited(now))).min();
        let Some(left) = left.filter(|_| !self.tasks.is_running(Job::BindLook)) else { return };
        let begun = Instant::now();
        let latest = begun + pace.after(self.binding.looks).min(left);
        self.binding.looking_wanted = Arc::new(AtomicBool::new(true));
        let when = Look {
            earliest: (begun + pace.first).min(latest),
            latest,
            back: Arc::clone(&self.binding.back),
            hurry: Arc::clone(&self.binding.hurry),
            wanted: Arc::clone(&self.binding.looking_wanted),
        };
        self.tasks.start(Job::BindLook, look(session, when));
    }

    fn looked(&mut self, began: Instant, result: &Result<Vec<Identity>, Error>) {
        self.binding.looks = self.binding.looks.saturating_add(1);
        // What a refusal says of the session ends the binds, before they take it for a list that cannot be read.
        self.note_standing();
        let now = self.state.now;
        let Self { binding, state, .. } = self;
        let super::Phase::Home(home) = &mut state.phase else { return };
        let mut done = Vec::new();
        for tracker in home.binds.trackers.iter_mut().filter(|tracker| tracker.is_away()) {
            let Some((before, known)) = binding.runs.get(&tracker.number).and_then(|run| run.before.as_ref()) else {
                continue;
            };
            match result {
                Ok(_) if began < *known => {}
                Ok(after) => tracker.settle(newly_bound(before, after, &tracker.connection.ext_idp_id).wanted, now),
                Err(error) => tracker.could_not_look(error.clone(), now),
            }
            if let BindStage::Ended(outcome) = &tracker.stage {
                done.push((tracker.number, matches!(outcome, BindOutcome::Bound(_))));
            }
        }
        for (number, _) in &done {
            self.stop_bind(*number);
        }
        if done.iter().any(|(_, bound)| *bound) {
            self.read_lists(ReadFor::Show(Cause::Checking));
        }
        self.look_at_list();
    }

    fn end_bind(&mut self, number: u64, outcome: BindOutcome) {
        if let Some(tracker) = self.tracker(number) {
            tracker.end(outcome);
        }
        self.stop_bind(number);
    }

    /// Frees the port of a bind that has ended, forgets its link, and writes the end.
    fn stop_bind(&mut self, number: u64) {
        let (now, run) = (self.state.now, self.binding.runs.remove(&number));
        let recording = run.and_then(|mut run| run.recording.take());
        let tracker = self.home().and_then(|home| home.binds.trackers.iter().find(|known| known.number == number));
        let end = tracker.map_or_else(RecordedEnd::program_ended, |tracker| RecordedEnd::of(tracker, now));
        if let Some(recording) = recording {
            recording.end(end);
        }
        self.tasks.stop(Job::BindBrowser { number });
        self.tasks.forget(Job::Bind { number });
        let waits = self.home().is_some_and(|home| home.binds.trackers.iter().any(BindTracker::is_running));
        if !waits {
            self.binding.looking_wanted.store(false, Ordering::SeqCst);
            self.tasks.forget(Job::BindLook);
        }
    }

    /// Ends the binds under way, because the person leaves or the session is over; a link that is open in a browser can
    /// still be finished there.
    pub(super) fn leave_binds(&mut self, left: BindLeft) {
        if let Some(home) = self.home() {
            home.binds.leave(left);
        }
        for number in self.binding.runs.keys().copied().collect::<Vec<_>>() {
            self.stop_bind(number);
        }
        self.tasks.forget(Job::BindAgain);
    }

    pub(super) fn bind_crashed(&mut self, number: u64) {
        if let Some(recording) = self.binding.runs.get(&number).and_then(|run| run.recording.as_ref()) {
            recording.crashed();
        }
        self.end_bind(number, BindOutcome::Failed(BindFailure::Crashed));
    }

    pub(super) fn look_crashed(&mut self) {
        self.looked(Instant::now(), &Err(Error::NotReachable(Unreachable::Other(String::new()))));
    }
}
