//! One unbind in its task: what would remain is read once more, the intent is written, and then it is sent, once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::super::LedgerTrouble;
use super::super::ledger::LedgerQueue;
use super::facts::{FactsRead, KnownFacts, read_facts};
use super::{UnbindCheckpoints, UnbindPoint};
use crate::account::{Binding, BindingKey, LostCause, Reply};
use crate::genauth::{Attempt, Cause, Error, Identity, Profile};
use crate::ledger::{Account, Answer, BatchId, EntryId, Intent, Request, Settlement};
use crate::session::{Called, Session};

/// What the screen and the task of one unbind tell each other.
#[derive(Debug, Default)]
pub(in crate::app) struct Sending {
    unwanted: AtomicBool,
    begun: AtomicBool,
    entry: OnceLock<EntryId>,
}

impl Sending {
    /// What was not sent yet never is; says whether something was sent already.
    pub(in crate::app) fn withdraw(&self) -> bool {
        self.unwanted.store(true, Ordering::SeqCst);
        self.begun.load(Ordering::SeqCst)
    }

    /// The same, but what was sent is wanted as before.
    pub(in crate::app) fn withdraw_unless_begun(&self) {
        if !self.begun.load(Ordering::SeqCst) {
            self.withdraw();
        }
    }

    /// Where the ledger keeps it.
    pub(in crate::app) fn entry(&self) -> Option<EntryId> {
        self.entry.get().cloned()
    }

    fn is_wanted(&self) -> bool {
        !self.unwanted.load(Ordering::SeqCst)
    }

    /// Whether it may be sent. It counts as sent before that is looked up, so that a withdrawal that found nothing sent is
    /// always seen here.
    fn may_send(&self) -> bool {
        self.begun.store(true, Ordering::SeqCst);
        self.is_wanted()
    }
}

/// What the task of one unbind needs.
pub(in crate::app) struct OneUnbind {
    pub(in crate::app) session: Session,
    pub(in crate::app) ledger: LedgerQueue,
    pub(in crate::app) account: Account,
    pub(in crate::app) binding: Binding,
    pub(in crate::app) title: String,
    pub(in crate::app) started: Timestamp,
    /// The identities and the profile as the screen knows them, for what cannot be read.
    pub(in crate::app) identities: Vec<Identity>,
    pub(in crate::app) profile: Option<Profile>,
    /// Whether the person has passed a hard stop.
    pub(in crate::app) stop_passed: bool,
    /// Whether the person goes on without a receipt kept.
    pub(in crate::app) without_receipt: bool,
    /// The several that it is one of.
    pub(in crate::app) batch: Option<BatchId>,
    /// Everything that is to go: what that would leave is read once more. Nothing where it was just read.
    pub(in crate::app) going: Vec<BindingKey>,
    pub(in crate::app) sending: Arc<Sending>,
    pub(in crate::app) checkpoints: Option<Arc<dyn UnbindCheckpoints>>,
}

/// What one unbind came to.
pub(in crate::app) enum UnbindEnd {
    /// Nothing was sent: no way that works or should work would be left, which the person was not told.
    Changed(Box<FactsRead>),
    /// Nothing was sent: the intent could not be written.
    NoReceipt(LedgerTrouble),
    /// It was sent, or withdrawn before that.
    Called(Called<()>),
}

impl OneUnbind {
    pub(in crate::app) async fn run(self) -> UnbindEnd {
        if !self.going.is_empty() {
            let ledger = Some((self.ledger.clone(), Some(self.account.clone())));
            let facts = Cause::Preparation.during(read_facts(&self.session, ledger)).await;
            self.reached(UnbindPoint::FactsRead);
            let known = KnownFacts::of_read(&facts, &self.identities, self.profile.as_ref());
            if self.sending.is_wanted() && !self.stop_passed && known.what_if(&self.going).verdict.is_hard_stop() {
                return UnbindEnd::Changed(Box::new(facts));
            }
        }
        if !self.sending.is_wanted() {
            return UnbindEnd::Called(withdrawn());
        }
        if !self.without_receipt
            && let Err(trouble) = self.intend().await
        {
            return UnbindEnd::NoReceipt(trouble);
        }
        self.reached(UnbindPoint::IntentWritten);
        let called = self.send().await;
        self.reached(UnbindPoint::Answered);
        self.settle(&called);
        if self.checkpoints.is_some() {
            // What is asked for last finds everything before it done.
            let _ = self.ledger.ask(|_| Ok(())).await;
        }
        self.reached(UnbindPoint::OutcomeWritten);
        UnbindEnd::Called(called)
    }

    /// Writes the intent, and which connection was used for the binding where that is known.
    async fn intend(&self) -> Result<(), LedgerTrouble> {
        let mut intent = Intent::unbind(self.account.clone(), &self.binding, &self.title, self.started);
        intent.batch.clone_from(&self.batch);
        let written = self.ledger.ask(move |ledger| {
            let used = intent.ext_idp_id.as_deref().map(|id| ledger.used_connection(&intent.account, id));
            intent.connection = used.transpose()?.flatten().map(|used| used.identifier);
            ledger.intend(&intent)
        });
        let entry = written.await.map_err(|why| self.ledger.trouble(why))?;
        let _ = self.sending.entry.set(entry);
        Ok(())
    }

    async fn send(&self) -> Called<()> {
        let client = self.session.client();
        let ext_idp_id = self.binding.ext_idp_id().unwrap_or_default();
        let may_send = || {
            self.reached(UnbindPoint::Sending);
            self.sending.may_send()
        };
        let unlink = |token| async move { client.unlink_ext_idp(&token, ext_idp_id).await };
        self.session.call_while(may_send, unlink).await
    }

    /// Writes what came of it; nobody waits for that.
    fn settle(&self, called: &Called<()>) {
        let Some(entry) = self.sending.entry() else { return };
        let reply = match Reply::from_result(called.result.clone()) {
            // The person had stopped waiting; that the answer was lost later says no more than that.
            Reply::Lost(_) if !self.sending.is_wanted() => Reply::Lost(LostCause::StoppedWaiting),
            reply => reply,
        };
        let settlement = settlement(&reply, &called.attempts, Timestamp::now());
        self.ledger.write(move |ledger| ledger.settle(&entry, &settlement));
    }

    fn reached(&self, point: UnbindPoint) {
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.reached(point);
        }
    }
}

/// What the ledger keeps of an answer.
pub(super) fn settlement(reply: &Reply, attempts: &[Attempt], at: Timestamp) -> Settlement {
    Settlement {
        answer: Answer::from(reply),
        at,
        took: attempts.iter().map(|attempt| attempt.took).sum(),
        requests: attempts.iter().map(Request::from).collect(),
    }
}

fn withdrawn() -> Called<()> {
    Called { result: Err(Error::Withdrawn), attempts: Vec::new() }
}
