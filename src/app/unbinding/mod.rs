//! Unbinding: from the question through the answer to what the list says.

mod checking;
mod checkpoints;
mod dialog;
mod facts;
mod left_open;
mod sending;
mod several;
mod watch;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use super::connections::{Ended, Unbinding};
use super::tasks::{End, Job, blocking};
use super::{BindLeft, Phase, Program};
use crate::account::{BindingKey, LostCause, ProviderPage, Reply, provider_page};
use crate::genauth::Error;
use crate::ledger::{Account, BatchId, EntryId};

pub(super) use checking::{NextLook, ReadFor};
pub use checkpoints::{UnbindCheckpoints, UnbindPoint};
pub use dialog::{UnbindDialog, UnbindStage};
pub(super) use facts::FactsRead;
use facts::KnownFacts;
pub use facts::{SeenFromHere, WaysShown};
pub(super) use left_open::LeftOpen;
pub(super) use sending::{OneUnbind, Sending, UnbindEnd};
pub use several::{Batch, BatchItem, BatchStop, ChosenUnbind, ItemState, Several, SeveralAction, SeveralDialog};
pub(super) use watch::Watch;

/// What the unbinds of one account share with their tasks.
#[derive(Default)]
pub(super) struct Unbinds {
    /// By the number of the receipt.
    sending: HashMap<u64, Arc<Sending>>,
    /// Counts the reads of the list that were asked for; one that waits for its time looks whether it is still the last.
    reads: Arc<AtomicU64>,
}

/// What a person has confirmed, beside which binding it is.
#[derive(Clone, Debug, Default)]
struct Confirmed {
    stop_passed: bool,
    without_receipt: bool,
    /// The several that it is one of.
    batch: Option<BatchId>,
    /// Everything that is to go: what that would leave is read once more before this is sent. Nothing where it was just
    /// read.
    going: Vec<BindingKey>,
}

impl Program {
    /// Opens the dialog with what is known, and reads what would remain.
    pub(super) fn ask_to_unbind(&mut self, key: BindingKey, title: String) {
        let Some(home) = self.home() else { return };
        let connections = &home.connections;
        if home.signing_out
            || connections.asks()
            || connections.several.is_running()
            || connections.unbindable(&key).is_none()
        {
            return;
        }
        let dialog = UnbindDialog::new(key, title, &KnownFacts::of_home(home));
        home.connections.dialog = Some(dialog);
        self.read_lists(ReadFor::Question);
    }

    /// Begins the unbind that the dialog asks about, where what was typed passes it.
    pub(super) fn confirm_unbind(&mut self, key: &BindingKey, typed: &str) {
        let Some(home) = self.home() else { return };
        let Some(dialog) = home.connections.dialog.take_if(|dialog| dialog.key == *key && dialog.accepts(typed)) else {
            return;
        };
        let (stop_passed, going) = (dialog.confirmation.is_some(), vec![key.clone()]);
        self.unbind(dialog, Confirmed { stop_passed, going, ..Confirmed::default() });
    }

    /// Goes on although no receipt can be kept.
    pub(super) fn unbind_without_receipt(&mut self, key: &BindingKey) {
        let Some(home) = self.home() else { return };
        let asks = |dialog: &mut UnbindDialog| dialog.key == *key && matches!(dialog.stage, UnbindStage::NoReceipt(_));
        let Some(dialog) = home.connections.dialog.take_if(asks) else { return };
        let (stop_passed, going) = (dialog.confirmation.is_some(), vec![key.clone()]);
        self.unbind(dialog, Confirmed { stop_passed, without_receipt: true, going, batch: None });
    }

    /// Begins an unbind; gives the number that its receipt will have, where it can be begun.
    fn unbind(&mut self, dialog: UnbindDialog, confirmed: Confirmed) -> Option<u64> {
        let session = self.session.clone()?;
        let (number, now) = (self.next_number(), self.state.now);
        let (ledger, account) = (self.ledger(), self.account_of_receipts());
        let checkpoints = self.checkpoints.clone();
        let home = self.home()?;
        let binding = home.connections.unbindable(&dialog.key).cloned()?;
        let sending = Arc::new(Sending::default());
        let work = OneUnbind {
            session,
            ledger,
            account,
            title: dialog.title.clone(),
            started: now,
            identities: home.connections.identities.get().cloned().unwrap_or_default(),
            profile: home.profile.get().cloned(),
            stop_passed: confirmed.stop_passed,
            without_receipt: confirmed.without_receipt,
            batch: confirmed.batch,
            going: confirmed.going,
            sending: Arc::clone(&sending),
            checkpoints,
            binding: binding.clone(),
        };
        home.connections.begin(Unbinding { number, binding, started: now, dialog }, Instant::now());
        self.unbinds.sending.insert(number, sending);
        self.tasks.start(Job::Unbind { number }, async move { End::Unbound { number, end: work.run().await } });
        Some(number)
    }

    /// Takes over what the task of an unbind came to.
    pub(super) fn unbind_ended(&mut self, number: u64, end: UnbindEnd) {
        match end {
            UnbindEnd::Called(called) => {
                self.called(&called.attempts, called.result.as_ref().err());
                let reply = Reply::from_result(called.result);
                self.unbound(Ended { number, reply, attempts: called.attempts, at: self.state.now });
            }
            UnbindEnd::Changed(read) => {
                self.facts_read(*read, ReadFor::Question);
                self.held_back(number, UnbindStage::Changed);
            }
            UnbindEnd::NoReceipt(trouble) => self.held_back(number, UnbindStage::NoReceipt(trouble)),
        }
    }

    /// Asks once more: nothing was sent. Where the person stopped waiting meanwhile, there is nothing left to ask.
    fn held_back(&mut self, number: u64, stage: UnbindStage) {
        self.unbinds.sending.remove(&number);
        if self.several_held_back(number, &stage) {
            self.look_again();
            return;
        }
        let Some(home) = self.home() else { return };
        let Some(mut dialog) = home.connections.hold_back(number) else { return };
        if stage == UnbindStage::Changed {
            dialog.weigh(&KnownFacts::of_home(home));
        }
        dialog.stage = stage;
        home.connections.ask_again(dialog);
        self.look_again();
    }

    pub(super) fn unbound(&mut self, ended: Ended) {
        let (space, user_id) = self.whose();
        let number = ended.number;
        let entry = self.unbinds.sending.remove(&number).and_then(|sending| sending.entry());
        let crashed = matches!(ended.reply, Reply::Lost(LostCause::Crashed));
        let Some(home) = self.home() else { return };
        let is_new = home.connections.end(ended, entry.clone(), Instant::now(), &space, user_id.as_deref());
        if let Some(entry) = entry.filter(|_| crashed) {
            // The task did not come to writing it.
            self.write_open_settlement(entry, &Reply::Lost(LostCause::Crashed));
        }
        if is_new {
            self.supersede_earlier(number);
        }
        self.note_standing();
        self.look_again();
    }

    /// Stops waiting: what was not sent yet never is, and an answer that comes later still goes onto the receipt.
    pub(super) fn stop_waiting(&mut self, key: &BindingKey) {
        let now = self.state.now;
        let (space, user_id) = self.whose();
        let Phase::Home(home) = &mut self.state.phase else { return };
        let Some(number) = home.connections.number_of(key) else { return };
        let sending = self.unbinds.sending.get(&number);
        let was_sent = sending.is_some_and(|sending| sending.withdraw());
        let entry = sending.and_then(|sending| sending.entry());
        let reply = if was_sent { Reply::Lost(LostCause::StoppedWaiting) } else { Reply::Refused(Error::Withdrawn) };
        let ended = Ended { number, reply: reply.clone(), attempts: Vec::new(), at: now };
        home.connections.end(ended, entry.clone(), Instant::now(), &space, user_id.as_deref());
        if was_sent {
            home.connections.await_late_answer(number);
        }
        if let Some(entry) = entry {
            self.write_open_settlement(entry, &reply);
        }
        self.supersede_earlier(number);
        self.note_standing();
        self.look_again();
    }

    /// Writes an answer, unless the task has written one.
    fn write_open_settlement(&self, entry: EntryId, reply: &Reply) {
        let settlement = sending::settlement(reply, &[], self.state.now);
        self.ledger().write(move |ledger| ledger.settle_open(&entry, &settlement).map(drop));
    }

    /// Has the ledger know that earlier tries at the same binding are over.
    fn supersede_earlier(&mut self, number: u64) {
        let Some(home) = self.home() else { return };
        let earlier = home.connections.earlier_entries(number);
        if !earlier.is_empty() {
            self.ledger().write(move |ledger| ledger.supersede(&earlier).map(drop));
        }
    }

    /// Forgets all tasks; what was not sent yet never is.
    pub(super) fn withdraw_and_forget_all(&mut self) {
        for (_, sending) in self.unbinds.sending.drain() {
            sending.withdraw();
        }
        self.unbinds.give_up_waiting_reads();
        self.leave_sign_in();
        self.leave_binds(BindLeft::SignedOut);
        self.tasks.forget_all();
    }

    /// Opens the page of a provider where a person withdraws the grant that an unbind leaves there.
    pub(super) fn open_provider_page(&mut self, provider: &str) {
        let Some(ProviderPage::Web(address)) = provider_page(provider) else { return };
        let open = self.signing.open_address();
        if let Some(home) = self.home() {
            home.connections.unopened = None;
        }
        self.tasks.start(Job::OpenPage, async move {
            let opened = blocking(move || open(address)).await;
            End::PageOpened((!matches!(opened, Some(Ok(())))).then_some(address))
        });
    }

    /// Whose receipts the ledger keeps.
    pub(super) fn account_of_receipts(&self) -> Account {
        self.account_in_ledger().unwrap_or_else(|| {
            let space = self.space.as_ref();
            Account {
                host: space.map_or_else(String::new, |space| space.app_host.authority().to_owned()),
                app_id: space.map_or_else(String::new, |space| space.app_id.clone()),
                subject: String::new(),
            }
        })
    }

    /// Where and for whom, as a receipt tells it.
    fn whose(&mut self) -> (String, Option<String>) {
        let space = self.state.space.as_ref().map_or_else(String::new, |space| space.host.clone());
        let user_id = self.home().and_then(|home| home.profile.get()).map(|profile| profile.user_id.clone());
        (space, user_id)
    }
}
