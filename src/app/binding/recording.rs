//! What the ledger keeps of a bind. Binding harms nothing, so a bind for which nothing can be written goes on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::{BindLeft, BindOutcome, BindStage, BindTracker, Bound};
use crate::account::{LostCause, Reply};
use crate::app::LedgerTrouble;
use crate::app::ledger::LedgerQueue;
use crate::genauth::{Attempt, EnabledConnection, Error, IdTokenError};
use crate::ledger::{Account, Answer, Deed, EntryId, Intent, Listed, Request, Settlement, UsedConnection, WaitingEnd};
use crate::session::LinkError;

/// Writes one bind into the ledger, from the intent to what the list said; cheap to clone.
#[derive(Clone)]
pub(super) struct Recording {
    ledger: LedgerQueue,
    intent: Arc<Intent>,
    /// Whether the bind is still wanted; its intent is not written once its end was.
    wanted: Arc<AtomicBool>,
    /// Set by the ledger's own thread, so that what is asked of it later finds it.
    entry: Arc<OnceLock<EntryId>>,
}

impl Recording {
    pub(super) fn new(
        (ledger, account): (LedgerQueue, Account),
        connection: &EnabledConnection,
        title: String,
        begun_at: Timestamp,
        wanted: Arc<AtomicBool>,
    ) -> Self {
        let intent = Intent {
            account,
            deed: Deed::Bind,
            begun_at,
            batch: None,
            provider: connection.provider.clone(),
            title,
            ext_idp_id: Some(connection.ext_idp_id.clone()),
            identity_ids: Vec::new(),
            origin_connection_ids: Vec::new(),
            connection: Some(connection.identifier.clone()),
        };
        Self { ledger, intent: Arc::new(intent), wanted, entry: Arc::default() }
    }

    /// Writes the intent, before the first link; says why it could not be written.
    pub(super) async fn intend(&self) -> Option<LedgerTrouble> {
        let Self { intent, wanted, entry, .. } = self.clone();
        let written = self.ledger.ask(move |ledger| {
            if wanted.load(Ordering::SeqCst) && entry.get().is_none() {
                // Only this thread sets it.
                let _ = entry.set(ledger.intend(&intent)?);
            }
            Ok(())
        });
        written.await.err().map(|why| self.ledger.trouble(why))
    }

    /// Writes what came of asking for a link. Of several links, one that was made counts.
    pub(super) fn settle(&self, link: Result<(), &LinkError>, attempts: &[Attempt]) {
        let settlement = Settlement {
            answer: answer(link),
            at: Timestamp::now(),
            took: attempts.iter().map(|attempt| attempt.took).sum(),
            requests: attempts.iter().map(Request::from).collect(),
        };
        let entry = Arc::clone(&self.entry);
        self.ledger.write(move |ledger| {
            let Some(entry) = entry.get() else { return Ok(()) };
            let earlier = ledger.entry(entry)?.and_then(|entry| entry.settlement);
            ledger.settle(entry, &after(earlier, settlement))
        });
    }

    /// Writes that no link was asked for after all.
    pub(super) fn withdrawn(&self) {
        self.settle(Err(&LinkError::Call(Error::Withdrawn)), &[]);
    }

    /// Writes that the task ended abnormally in the middle.
    pub(super) fn crashed(&self) {
        let lost = Answer::from(&Reply::Lost(LostCause::Crashed));
        let settlement = Settlement { answer: lost, ..Settlement::program_ended(Timestamp::now()) };
        let entry = Arc::clone(&self.entry);
        self.ledger.write(move |ledger| match entry.get() {
            Some(entry) => ledger.settle_open(entry, &settlement).map(drop),
            None => Ok(()),
        });
    }

    /// Writes what the list said by the end, and which connection has brought what is new.
    pub(super) fn end(&self, end: RecordedEnd) {
        // Before it is asked for, so that no intent comes after it.
        self.wanted.store(false, Ordering::SeqCst);
        let RecordedEnd { listed, at, used } = end;
        let entry = Arc::clone(&self.entry);
        self.ledger.write(move |ledger| match (entry.get(), &listed) {
            (None, _) | (_, Listed::NotRead) => Ok(()),
            (Some(entry), listed) => ledger.update_listed(entry, listed, at),
        });
        if let Some(used) = used {
            let intent = Arc::clone(&self.intent);
            self.ledger.write(move |ledger| ledger.remember_connection(&intent.account, &used));
        }
    }
}

/// How a bind ended, as the ledger keeps it.
pub(super) struct RecordedEnd {
    listed: Listed,
    at: Option<Timestamp>,
    used: Option<UsedConnection>,
}

impl RecordedEnd {
    /// The program ended, or nobody knows.
    pub(super) fn program_ended() -> Self {
        Self { listed: Listed::NothingNew { ended: WaitingEnd::ProgramEnded, later: None }, at: None, used: None }
    }

    /// The end of what this tracker shows.
    pub(super) fn of(tracker: &BindTracker, now: Timestamp) -> Self {
        let BindStage::Ended(outcome) = &tracker.stage else { return Self::program_ended() };
        let nothing_new =
            |ended| Self { listed: Listed::NothingNew { ended, later: None }, at: tracker.looked, used: None };
        match outcome {
            BindOutcome::Bound(bound) => Self::bound(bound, &tracker.connection.provider),
            // A list that could not be read at the last says nothing.
            BindOutcome::NothingNew if tracker.unreadable.is_some() => {
                Self { listed: Listed::Unreadable, at: Some(now), used: None }
            }
            BindOutcome::NothingNew => nothing_new(WaitingEnd::DeadlinePassed),
            BindOutcome::Cancelled => nothing_new(WaitingEnd::Cancelled),
            BindOutcome::Left(BindLeft::AnotherAccount) => nothing_new(WaitingEnd::OtherAccount),
            BindOutcome::Left(BindLeft::SignedOut | BindLeft::SessionOver) => nothing_new(WaitingEnd::SessionOver),
            // No link was made, so there was nothing to wait for; a link before it may still be finished.
            BindOutcome::Failed(_) | BindOutcome::BoundBefore => Self { listed: Listed::NotRead, at: None, used: None },
        }
    }

    fn bound(bound: &Bound, provider: &str) -> Self {
        let listed = Listed::Bound {
            identity_ids: bound.identities.iter().map(|identity| identity.identity_id.clone()).collect(),
            origin_connection_ids: bound.origin_connection_ids.clone(),
        };
        let used = UsedConnection {
            identifier: bound.identifier.clone(),
            ext_idp_id: bound.ext_idp_id.clone(),
            provider: provider.to_owned(),
            origin_connection_ids: bound.origin_connection_ids.clone(),
            last_used: bound.when,
        };
        Self { listed, at: Some(bound.when), used: Some(used) }
    }
}

fn answer(link: Result<(), &LinkError>) -> Answer {
    let result = link.map_err(|error| match error {
        LinkError::Call(error) => error.clone(),
        LinkError::IdTokenExpired => Error::IdToken(IdTokenError::Expired),
        LinkError::NoIdToken => Error::IdToken(IdTokenError::NotAToken),
    });
    Answer::from(&Reply::from_result(result))
}

/// What the ledger keeps of all links together.
fn after(earlier: Option<Settlement>, last: Settlement) -> Settlement {
    let Some(mut whole) = earlier else { return last };
    whole.requests.extend(last.requests);
    whole.took += last.took;
    if whole.answer != Answer::Accepted {
        whole.answer = last.answer;
    }
    Settlement { at: last.at, ..whole }
}
