//! The unbinds that were confirmed together, one after another.

use crate::account::{BindingKey, LostCause, Outcome, Reply};
use crate::genauth::Error;
use crate::ledger::BatchId;

/// The unbinds that were confirmed together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// In the order in which they are unbound.
    pub items: Vec<BatchItem>,
    /// Why nothing more is sent, where not all were tried.
    pub stop: Option<BatchStop>,
    /// Their common name in the ledger; none where the system gives no random numbers.
    pub id: Option<BatchId>,
    /// Whether the person has passed a hard stop.
    pub stop_passed: bool,
    /// Whether the person goes on without receipts kept.
    pub without_receipts: bool,
    /// Whether what would remain is read before the next is sent.
    pub reads_facts: bool,
    /// Whether the person is asked before anything more is sent.
    pub asks: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchItem {
    /// What.
    pub key: BindingKey,
    /// What it was called on the screen when it was confirmed.
    pub title: String,
    /// How far it has come.
    pub state: ItemState,
}

/// How far one of them has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// It is to come.
    Waiting,
    /// It is under way: its answer, or the first list after that, has not come.
    UnderWay {
        /// The number of its receipt.
        number: u64,
    },
    /// Its answer came or was lost; what it came to may still change while that is open.
    Ended {
        /// The number of its receipt.
        number: u64,
        /// What it came to.
        outcome: Outcome,
    },
    /// It was never sent.
    NotTried,
    /// It was never sent, because it was no longer bound, or could not be unbound, when its turn came.
    NotThere,
}

/// Why nothing more is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchStop {
    /// The person wanted so.
    Wanted,
    /// The session is over, or could not be renewed.
    Session,
    /// The service cannot be reached, for this reason.
    Network(Error),
    /// An answer was lost, and the list that would tell what became of it could not be read.
    ListUnreadable,
}

impl BatchStop {
    /// Whether an end of one unbind is a reason not to send the next.
    pub(super) fn after(reply: &Reply) -> Option<Self> {
        match reply {
            Reply::Refused(Error::Withdrawn) | Reply::Lost(LostCause::StoppedWaiting) => Some(Self::Wanted),
            Reply::Refused(error) => Self::after_refusal(error),
            Reply::Accepted | Reply::Lost(_) => None,
        }
    }

    fn after_refusal(error: &Error) -> Option<Self> {
        match error {
            Error::NotReachable(_) => Some(Self::Network(error.clone())),
            Error::NotRenewed(inner) => Some(Self::after_refusal(inner).unwrap_or(Self::Session)),
            Error::RenewedElsewhere | Error::IdToken(_) => Some(Self::Session),
            error if error.is_lack_of_sign_in() => Some(Self::Session),
            _ => None,
        }
    }
}

impl BatchItem {
    /// Whether the list showed it gone.
    pub fn is_done(&self) -> bool {
        matches!(self.state, ItemState::Ended { outcome, .. } if outcome.is_gone())
    }

    /// Whether it was refused, and nothing speaks against that.
    pub fn is_refused(&self) -> bool {
        let ItemState::Ended { outcome, .. } = self.state else { return false };
        matches!(outcome, Outcome::RefusedAllThere | Outcome::RefusedUnreadable)
    }

    /// Whether what it came to is not known yet, or not what was answered.
    pub fn is_open(&self) -> bool {
        match self.state {
            ItemState::UnderWay { .. } => true,
            ItemState::Ended { .. } => !self.is_done() && !self.is_refused(),
            ItemState::Waiting | ItemState::NotTried | ItemState::NotThere => false,
        }
    }

    /// Whether it was not sent.
    pub fn is_not_tried(&self) -> bool {
        matches!(self.state, ItemState::Waiting | ItemState::NotTried)
    }

    fn is_to_come(&self) -> bool {
        matches!(self.state, ItemState::Waiting | ItemState::UnderWay { .. })
    }
}

impl Batch {
    /// Whether one of them is under way or still to come.
    pub fn is_running(&self) -> bool {
        self.items.iter().any(BatchItem::is_to_come)
    }

    /// Whether all of them are gone from the list.
    pub fn is_all_done(&self) -> bool {
        self.items.iter().all(|item| item.is_done() || item.state == ItemState::NotThere)
    }

    /// The one under way, with its place among them, counted from 1.
    pub fn under_way(&self) -> Option<(usize, &BatchItem)> {
        let place = self.items.iter().position(|item| matches!(item.state, ItemState::UnderWay { .. }))?;
        Some((place + 1, self.items.get(place)?))
    }

    /// How many are over, one way or another.
    pub fn over(&self) -> usize {
        self.items.iter().filter(|item| !item.is_to_come()).count()
    }

    pub(super) fn number_under_way(&self) -> Option<u64> {
        self.items.iter().find_map(|item| match item.state {
            ItemState::UnderWay { number } => Some(number),
            _ => None,
        })
    }

    pub(super) fn has(&self, number: u64) -> bool {
        self.number_under_way() == Some(number)
    }

    /// Whether this is the number of the receipt of one of them.
    pub(in crate::app) fn began(&self, number: u64) -> bool {
        self.items.iter().any(|item| match item.state {
            ItemState::UnderWay { number: of } | ItemState::Ended { number: of, .. } => of == number,
            ItemState::Waiting | ItemState::NotTried | ItemState::NotThere => false,
        })
    }

    pub(super) fn set(&mut self, number: u64, state: ItemState) {
        let is_it = |item: &&mut BatchItem| matches!(item.state, ItemState::UnderWay { number: of } if of == number);
        if let Some(item) = self.items.iter_mut().find(is_it) {
            item.state = state;
        }
    }

    /// Sends nothing more; the first reason counts.
    pub(super) fn stop(&mut self, why: BatchStop) {
        let mut left = false;
        for item in self.items.iter_mut().filter(|item| item.state == ItemState::Waiting) {
            item.state = ItemState::NotTried;
            left = true;
        }
        self.asks = false;
        if left || matches!(why, BatchStop::Wanted) {
            self.stop.get_or_insert(why);
        }
    }

    /// Those that are unbound, or may be: the what-if of the rest goes without them.
    pub(super) fn gone(&self) -> Vec<BindingKey> {
        let counts = |item: &&BatchItem| item.is_done() || item.is_open();
        self.items.iter().filter(counts).map(|item| item.key.clone()).collect()
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = &BatchItem> {
        self.items.iter().filter(|item| item.state == ItemState::Waiting)
    }
}
