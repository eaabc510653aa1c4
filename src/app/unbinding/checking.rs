//! Reading the lists: when a person asks, for a question, and to find out what an unbind came to.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::super::Program;
use super::super::connections::Found;
use super::super::tasks::{End, Job};
use super::facts::{FactsRead, KnownFacts, WaysShown, read_facts, seen_from_here};
use super::{UnbindPoint, UnbindStage, Unbinds};
use crate::genauth::Cause;
use crate::ledger::{ListSaid, Listed, Settlement};
use crate::session::Called;

/// What the lists are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum ReadFor {
    /// To be shown, and what caused that.
    Show(Cause),
    /// For the dialog that asks whether to unbind.
    Question,
    /// To find out what an unbind came to.
    Check,
}

impl ReadFor {
    /// The cause of what is sent for it.
    fn cause(self) -> Cause {
        match self {
            Self::Show(cause) => cause,
            Self::Question => Cause::Preparation,
            Self::Check => Cause::Checking,
        }
    }
}

/// When the list is to be read to find out what unbinds came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum NextLook {
    Now,
    At(Instant),
}

impl Unbinds {
    /// Notes that another read was asked for: one that still waits for its time ends without reading.
    pub(super) fn give_up_waiting_reads(&self) {
        self.reads.fetch_add(1, Ordering::SeqCst);
    }
}

impl Program {
    /// Reads both lists; a read under way is given up for it, because only a read begun after an answer checks it.
    pub(in crate::app) fn read_lists(&mut self, purpose: ReadFor) {
        let Some(home) = self.home() else { return };
        // What only looks once more is not worth a word on the screen.
        let shows = match purpose {
            ReadFor::Show(_) => true,
            ReadFor::Question => false,
            ReadFor::Check => home.connections.has_unchecked(),
        };
        home.connections.reading(Instant::now(), shows);
        if purpose != ReadFor::Check {
            home.security.pending = true;
        }
        self.start_reading(None, purpose);
    }

    /// Reads the list again where an unbind is to be found out about, now or when the time for it has come.
    pub(in crate::app) fn look_again(&mut self) {
        let now = Instant::now();
        let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
        let next = home.connections.next_look(now);
        // Without a session the list is tried once; that it cannot be read then is known.
        if home.standing.over && !home.connections.has_unchecked() {
            return;
        }
        match next {
            Some(NextLook::Now) => self.read_lists(ReadFor::Check),
            Some(NextLook::At(at)) => {
                home.connections.waits_to_read = Some(at);
                self.start_reading(Some(at), ReadFor::Check);
            }
            None => {}
        }
    }

    fn start_reading(&mut self, at: Option<Instant>, purpose: ReadFor) {
        let Some(session) = self.session.clone() else { return };
        self.unbinds.give_up_waiting_reads();
        let reads = Arc::clone(&self.unbinds.reads);
        let this = reads.load(Ordering::SeqCst);
        // A question that waits for its facts is not to wait longer because the list is read for something else.
        let whole = purpose != ReadFor::Check || self.home().is_some_and(|home| home.security.pending);
        let ledger = whole.then(|| (self.ledger(), self.account_in_ledger()));
        self.tasks.forget(Job::List);
        self.tasks.start(Job::List, async move {
            if let Some(at) = at {
                tokio::time::sleep_until(at.into()).await;
                if reads.load(Ordering::SeqCst) != this {
                    return End::NotRead;
                }
            }
            let read = purpose.cause().during(read_facts(&session, ledger)).await;
            End::Listed(Box::new(read), purpose)
        });
    }

    /// Takes over what was read.
    pub(in crate::app) fn facts_read(&mut self, read: FactsRead, purpose: ReadFor) {
        let FactsRead { began, identities, enabled, security, seen } = read;
        let (enabled, attempt) = match enabled {
            Ok(answer) => (Ok(answer.value), answer.attempt),
            Err(failure) => (Err(failure.error), *failure.attempt),
        };
        // A read that was not asked for leaves what was asked for standing as the last call.
        let was_asked_for = matches!(purpose, ReadFor::Show(_));
        if was_asked_for && !self.home().is_some_and(|home| home.connections.has_unchecked()) {
            self.called(&[attempt], enabled.as_ref().err());
            self.called(&identities.attempts, identities.result.as_ref().err());
        }
        let (now, whole) = (self.state.now, security.is_some());
        let Some(home) = self.home() else { return };
        let found = home.connections.read(identities.result, enabled, (began, Instant::now()), now);
        if let Some(Called { result, .. }) = security {
            home.security.settle(result, now);
        }
        if let Some(seen) = seen {
            home.seen = seen;
        }
        self.write_found(found);
        self.weigh(whole);
        self.note_list_in_ledger();
        self.note_standing();
        self.remember_or_recall();
        self.take_up_left_open();
        self.look_again();
    }

    /// Has the ledger know what the list says of unbinds that it keeps.
    pub(in crate::app) fn write_found(&self, found: Vec<Found>) {
        if found.is_empty() {
            return;
        }
        self.reached(UnbindPoint::ListRead);
        let (ledger, now) = (self.ledger(), self.state.now);
        let said = found.into_iter().map(|Found { entry, listed, left_open }| ListSaid {
            entry,
            listed: Listed::from(listed),
            settlement: left_open.then(|| Settlement::program_ended(now)),
        });
        let said: Vec<_> = said.collect();
        ledger.write(move |ledger| ledger.list_said(&said, now).map(drop));
        if let Some(checkpoints) = self.checkpoints.clone() {
            // What is asked for last finds everything before it done.
            ledger.write(move |_| {
                checkpoints.reached(UnbindPoint::ListWritten);
                Ok(())
            });
        }
    }

    /// Works out anew how one can sign in, and what the open question would leave of that.
    ///
    /// `whole` says that everything was just read, so that the question can be answered.
    pub(in crate::app) fn weigh(&mut self, whole: bool) {
        let Some(home) = self.home() else { return };
        Self::weigh_several(home, whole);
        let known = KnownFacts::of_home(home);
        if home.connections.identities.value.is_some() && !home.security.is_first_load() {
            let shown = WaysShown::of(&known);
            home.ways = Some(shown);
        }
        if let Some(dialog) = &mut home.connections.dialog {
            if dialog.stage == UnbindStage::Checking && whole {
                dialog.stage = UnbindStage::Ready;
            }
            if matches!(dialog.stage, UnbindStage::Checking | UnbindStage::Ready) {
                dialog.weigh(&known);
            }
        }
    }

    /// Asks the ledger anew what signed in from here.
    pub(in crate::app) fn read_seen(&mut self) {
        let (ledger, account) = (self.ledger(), self.account_in_ledger());
        self.tasks.forget(Job::Seen);
        self.tasks.start(Job::Seen, async move { End::Seen(seen_from_here(ledger, account).await) });
    }

    pub(in crate::app) fn reached(&self, point: UnbindPoint) {
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.reached(point);
        }
    }
}
