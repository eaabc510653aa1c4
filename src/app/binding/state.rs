//! Binds as the screen shows them.

use std::time::Duration;

use jiff::Timestamp;

use super::Pace;
use crate::app::LedgerTrouble;
use crate::genauth::{Attempt, EnabledConnection, Error, Identity};
use crate::session::{BrowserError, LinkError};

/// What is being bound, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binds {
    /// Whether the dialog is open in which one chooses what to bind.
    pub choosing: bool,
    /// The one identity provider that the dialog is narrowed to, by its `extIdpId`.
    pub only: Option<String>,
    /// Whether the session has no ID token, so that nothing can be bound (reference section 6.1).
    pub no_id_token: bool,
    /// The binds under way and those whose end was not dismissed, in the order of their beginning.
    pub trackers: Vec<BindTracker>,
}

impl Binds {
    /// The bind of this identity provider that is under way.
    pub fn running(&self, ext_idp_id: &str) -> Option<&BindTracker> {
        self.trackers.iter().find(|tracker| tracker.connection.ext_idp_id == ext_idp_id && tracker.is_running())
    }

    pub(super) fn tracker(&mut self, number: u64) -> Option<&mut BindTracker> {
        self.trackers.iter_mut().find(|tracker| tracker.number == number && tracker.is_running())
    }

    /// Ends what is under way, because the person left.
    pub(in crate::app) fn leave(&mut self, left: BindLeft) {
        self.choosing = false;
        for tracker in self.trackers.iter_mut().filter(|tracker| tracker.is_running()) {
            tracker.end(BindOutcome::Left(left));
        }
    }

    /// How long until a time on the screen changes; `None` when nothing waits.
    pub(in crate::app) fn next_change(&self, now: Timestamp) -> Option<Duration> {
        let running = self.trackers.iter().filter(|tracker| tracker.is_running());
        running.map(|tracker| Duration::from_millis(1001 - u64::from(tracker.waited(now).subsec_millis()))).min()
    }
}

/// One bind, from the click to the note that says what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindTracker {
    /// Tells it apart.
    pub number: u64,
    /// The connection that it goes through.
    pub connection: EnabledConnection,
    /// When the bind began, or the browser was last opened again.
    pub started: Timestamp,
    /// How long it may take from then.
    pub deadline: Duration,
    /// How far it is.
    pub stage: BindStage,
    /// Whether the browser was opened again, so that a link before this one may still be finished there.
    pub again: bool,
    /// The address on this machine that sends the browser off once; gone once it did.
    pub address: Option<String>,
    /// Why no browser could be opened.
    pub not_opened: Option<String>,
    /// When the list was last read for it.
    pub looked: Option<Timestamp>,
    /// Why it could not be read the last time.
    pub unreadable: Option<Error>,
    /// Whether the person asked to look now, and the list has not come yet.
    pub asked_to_look: bool,
    /// Whether the person asked to look, and there was nothing new.
    pub looked_in_vain: bool,
    /// The requests that made the link, and read the list before it.
    pub attempts: Vec<Attempt>,
    /// Why the ledger keeps nothing of it.
    pub not_kept: Option<LedgerTrouble>,
}

/// How far a bind is, in the order in which that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindStage {
    /// The list is read, and the link is made.
    MakingLink,
    /// The browser is being opened.
    Opening,
    /// The browser has the link; the provider has the word.
    Waiting,
    /// It is over.
    Ended(BindOutcome),
}

/// What came of a bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindOutcome {
    /// New identities are listed.
    Bound(Box<Bound>),
    /// The list, read before the link was made, has the identity provider already.
    BoundBefore,
    /// Nothing new was listed in time.
    NothingNew,
    /// No link could be made.
    Failed(BindFailure),
    /// The person does not wait any more.
    Cancelled,
    /// The person left.
    Left(BindLeft),
}

impl BindOutcome {
    /// The error of the call that ended it.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Failed(BindFailure::Link(LinkError::Call(error)) | BindFailure::List(error)) => Some(error),
            _ => None,
        }
    }
}

/// Why no browser was sent off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindFailure {
    /// There is no link.
    Link(LinkError),
    /// What is bound could not be read before, and without that nobody knows what is new.
    List(Error),
    /// This machine does not let the program wait for the browser.
    Listen(BrowserError),
    /// The task ended abnormally.
    Crashed,
}

/// How somebody left while a bind was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindLeft {
    /// Another account was shown.
    AnotherAccount,
    /// By signing out, or in again.
    SignedOut,
    /// The session is over.
    SessionOver,
}

/// A bind that is done: what is worth keeping of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The connection's identifier, which the link was asked for with.
    pub identifier: String,
    /// The identity provider.
    pub ext_idp_id: String,
    /// The identities that are new under it; never empty.
    pub identities: Vec<Identity>,
    /// The IDs of the connections that they came through, each once: the one place where an identifier meets them.
    pub origin_connection_ids: Vec<String>,
    /// When the list was read that has them.
    pub when: Timestamp,
    /// From the click to then.
    pub took: Duration,
    /// The requests that made the link.
    pub attempts: Vec<Attempt>,
}

impl BindTracker {
    pub(super) fn new(number: u64, connection: EnabledConnection, now: Timestamp, pace: Pace) -> Self {
        Self {
            number,
            connection,
            started: now,
            deadline: pace.deadline,
            stage: BindStage::MakingLink,
            again: false,
            address: None,
            not_opened: None,
            looked: None,
            unreadable: None,
            asked_to_look: false,
            looked_in_vain: false,
            attempts: Vec::new(),
            not_kept: None,
        }
    }

    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        !matches!(self.stage, BindStage::Ended(_))
    }

    /// Whether the browser has been sent off, so that the list tells when it is done.
    pub fn is_away(&self) -> bool {
        matches!(self.stage, BindStage::Opening | BindStage::Waiting)
    }

    /// For how long it has been waited.
    pub fn waited(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.started)).unwrap_or_default()
    }

    pub(super) fn end(&mut self, outcome: BindOutcome) {
        self.stage = BindStage::Ended(outcome);
        self.address = None;
        self.asked_to_look = false;
    }

    /// Compares a list with what is new in it.
    pub(super) fn settle(&mut self, identities: Vec<Identity>, now: Timestamp) {
        self.looked = Some(now);
        self.unreadable = None;
        if identities.is_empty() {
            self.still_waiting(now);
            return;
        }
        let mut origin_connection_ids: Vec<String> = Vec::new();
        for id in identities.iter().flat_map(|identity| &identity.origin_connection_ids) {
            if !id.is_empty() && !origin_connection_ids.contains(id) {
                origin_connection_ids.push(id.clone());
            }
        }
        self.end(BindOutcome::Bound(Box::new(Bound {
            identifier: self.connection.identifier.clone(),
            ext_idp_id: self.connection.ext_idp_id.clone(),
            identities,
            origin_connection_ids,
            when: now,
            took: self.waited(now),
            attempts: self.attempts.clone(),
        })));
    }

    /// Notes that the list could not be read; that ends nothing but what has waited long enough.
    pub(super) fn could_not_look(&mut self, error: Error, now: Timestamp) {
        self.unreadable = Some(error);
        self.still_waiting(now);
    }

    fn still_waiting(&mut self, now: Timestamp) {
        self.looked_in_vain |= std::mem::take(&mut self.asked_to_look) && self.unreadable.is_none();
        if self.waited(now) >= self.deadline {
            self.end(BindOutcome::NothingNew);
        }
    }
}
