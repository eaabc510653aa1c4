//! The Connections screen: what is bound, what is being unbound, and the receipts.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;

use super::Fetch;
use crate::account::{Binding, BindingKey, Listed, LostCause, Receipt, Reply, bindings};
use crate::genauth::{Attempt, EnabledConnection, Error, Identity};

/// What the Connections screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    /// The identities, as last read.
    pub identities: Fetch<Vec<Identity>>,
    /// The connections that the application offers, as last read.
    pub enabled: Fetch<Vec<EnabledConnection>>,
    /// The unbinds under way, at most one for each binding.
    pub unbinding: Vec<Unbinding>,
    /// The receipts not dismissed yet, oldest first.
    pub receipts: Vec<Receipt>,
    /// Whether this is what was last seen at an earlier time, because the service could not be reached since the start.
    /// Nothing can be unbound then.
    pub offline: bool,
    /// Which binding the dialog asks about.
    pub dialog: Option<BindingKey>,
    /// Unbinds that are no longer waited for, whose answers may still come.
    stopped: Vec<(u64, BindingKey)>,
    /// Bindings that were tried to unbind, and whose list has not been read since the answer.
    unchecked: HashSet<BindingKey>,
    /// Of those, the ones whose answer was accepted or lost: only a list that can be read clears them.
    unproven: HashSet<BindingKey>,
    /// The identities, grouped; kept because grouping in every frame would be waste.
    bindings: Vec<Binding>,
    /// The cards' order: a card stays where it was first shown.
    order: Vec<BindingKey>,
}

/// An unbind whose answer has not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbinding {
    /// The number its receipt will have.
    pub number: u64,
    /// What is being unbound, as it was at the click.
    pub binding: Binding,
    /// When the click was.
    pub started: Timestamp,
}

/// One card: a binding, or what is left of one with its receipts.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// What it is about.
    pub binding: &'a Binding,
    /// Whether the list, as last read, has it.
    pub listed: bool,
    /// The unbind under way.
    pub unbinding: Option<&'a Unbinding>,
    /// Whether an unbind is still to be compared with the list, or its answer may still come.
    pub open: bool,
    /// Its receipts, newest first.
    pub receipts: Vec<&'a Receipt>,
}

impl Card<'_> {
    /// Whether unbinding may be offered.
    ///
    /// Not while a call runs or may still run, and not while an answer has yet to be compared with the list, whether
    /// or not its receipt is still shown: an unbind is never sent again blindly.
    pub fn can_unbind(&self) -> bool {
        self.listed && self.unbinding.is_none() && !self.open && self.binding.ext_idp_id().is_some()
    }
}

impl Connections {
    /// What a read of both lists shows.
    pub fn of_lists(
        identities: Result<Vec<Identity>, Error>,
        enabled: Result<Vec<EnabledConnection>, Error>,
        at: Timestamp,
    ) -> Self {
        let mut connections = Self::default();
        connections.read(identities, enabled, at);
        connections
    }

    /// What is bound, as last read.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Whether the list is being read.
    pub fn is_reading(&self) -> bool {
        self.identities.pending || self.enabled.pending
    }

    /// Whether the list is being read to check an unbind.
    pub fn is_checking(&self) -> bool {
        self.is_reading() && !self.unchecked.is_empty()
    }

    /// Whether an unbind waits for its answer, or for the list that checks it.
    pub fn is_unbinding(&self) -> bool {
        !self.unbinding.is_empty() || self.is_checking()
    }

    /// The cards, in their order.
    pub fn cards(&self) -> Vec<Card<'_>> {
        self.order
            .iter()
            .filter_map(|key| {
                let listed = self.bindings.iter().find(|binding| binding.key == *key);
                let unbinding = self.unbinding.iter().find(|unbinding| unbinding.binding.key == *key);
                let receipts: Vec<_> = self.receipts.iter().rev().filter(|receipt| receipt.key() == key).collect();
                let remembered = unbinding
                    .map(|unbinding| &unbinding.binding)
                    .or_else(|| receipts.first().map(|receipt| &receipt.binding));
                let binding = listed.or(remembered)?;
                let open = self.offline
                    || self.unchecked.contains(key)
                    || self.unproven.contains(key)
                    || self.stopped.iter().any(|(_, stopped)| stopped == key);
                Some(Card { binding, listed: listed.is_some(), unbinding, open, receipts })
            })
            .collect()
    }

    /// The binding with this key, if it is listed and unbinding may be offered.
    pub fn unbindable(&self, key: &BindingKey) -> Option<&Binding> {
        let card = self.cards().into_iter().find(|card| card.binding.key == *key)?;
        card.can_unbind().then_some(card.binding)
    }

    /// Notes that the list is being read.
    pub(super) fn reading(&mut self) {
        self.identities.pending = true;
        self.enabled.pending = true;
    }

    /// Takes over the end of a read of both lists and compares the receipts with it.
    pub(super) fn read(
        &mut self,
        identities: Result<Vec<Identity>, Error>,
        enabled: Result<Vec<EnabledConnection>, Error>,
        at: Timestamp,
    ) {
        let listed = identities.is_ok();
        self.offline &= !listed;
        self.identities.settle(identities, at);
        self.enabled.settle(enabled, at);
        self.regroup();
        self.unchecked.clear();
        if listed {
            self.unproven.clear();
        }
        // What the list says while a try is under way is not yet about that try, nor any longer about one before it.
        for receipt in &mut self.receipts {
            receipt.check_against(listed.then_some(self.bindings.as_slice()), at);
        }
    }

    /// Shows what was last seen, at this time, until the list can be read.
    pub(super) fn show_last_seen(
        &mut self,
        identities: Vec<Identity>,
        enabled: Option<Vec<EnabledConnection>>,
        at: Timestamp,
    ) {
        self.offline = true;
        self.identities.value = Some((identities, at));
        if self.enabled.value.is_none() {
            self.enabled.value = enabled.map(|enabled| (enabled, at));
        }
        self.regroup();
    }

    /// Takes over that a read ended abnormally.
    pub(super) fn read_crashed(&mut self, error: &Error, at: Timestamp) {
        self.read(Err(error.clone()), Err(error.clone()), at);
    }

    /// Notes that an unbind has begun.
    pub(super) fn begin(&mut self, unbinding: Unbinding) {
        self.dialog = None;
        for receipt in &mut self.receipts {
            receipt.superseded |= *receipt.key() == unbinding.binding.key;
        }
        self.unbinding.push(unbinding);
    }

    /// Notes that the answer to an unbind is no longer waited for: it counts as lost until it comes.
    pub(super) fn stop(&mut self, key: &BindingKey, at: Timestamp, space: &str, user_id: Option<&str>) -> Option<u64> {
        let number = self.unbinding.iter().find(|unbinding| unbinding.binding.key == *key)?.number;
        self.end(Ended::lost(number, LostCause::StoppedWaiting, at), space, user_id);
        self.stopped.push((number, key.clone()));
        Some(number)
    }

    /// Takes over an answer that came after it was no longer waited for.
    fn answered_late(&mut self, ended: Ended) {
        let Some(position) = self.stopped.iter().position(|(number, _)| *number == ended.number) else { return };
        let (number, key) = self.stopped.remove(position);
        self.open_until_read(&key, &ended.reply);
        if let Some(receipt) = self.receipts.iter_mut().find(|receipt| receipt.number == number) {
            let took = ended.took(receipt.when);
            receipt.answered_late(ended.reply, ended.attempts, took);
        }
    }

    /// Gives up on the answers that may still come; the list alone tells then what became of those unbinds.
    pub(super) fn forget_stopped(&mut self) {
        self.unproven.extend(self.stopped.drain(..).map(|(_, key)| key));
    }

    fn open_until_read(&mut self, key: &BindingKey, reply: &Reply) {
        self.unchecked.insert(key.clone());
        if !matches!(reply, Reply::Refused(_)) {
            self.unproven.insert(key.clone());
        }
    }

    /// Takes over the end of an unbind and puts its receipt on the card.
    pub(super) fn end(&mut self, ended: Ended, space: &str, user_id: Option<&str>) {
        let Some(position) = self.unbinding.iter().position(|unbinding| unbinding.number == ended.number) else {
            self.answered_late(ended);
            return;
        };
        let unbinding = self.unbinding.remove(position);
        self.open_until_read(&unbinding.binding.key, &ended.reply);
        self.receipts.push(Receipt {
            number: unbinding.number,
            when: unbinding.started,
            space: space.to_owned(),
            user_id: user_id.map(str::to_owned),
            took: ended.took(unbinding.started),
            binding: unbinding.binding,
            attempts: ended.attempts,
            reply: ended.reply,
            listed: Listed::NotReadYet,
            listed_at: None,
            superseded: false,
        });
    }

    /// Takes a receipt off the screen.
    pub(super) fn dismiss(&mut self, number: u64) {
        self.receipts.retain(|receipt| receipt.number != number);
        self.tidy_order();
    }

    /// Brings back the receipts of the same person's session before this one.
    ///
    /// A list that this session has read was read after all of their answers, so it checks them.
    pub(super) fn take_up(&mut self, before: Self) {
        let mut receipts = before.receipts;
        if let Some(as_of) = self.identities.as_of() {
            for receipt in &mut receipts {
                receipt.check_against(Some(&self.bindings), as_of);
            }
        } else {
            self.unchecked.extend(before.unchecked);
            self.unproven.extend(before.unproven);
        }
        receipts.append(&mut self.receipts);
        self.receipts = receipts;
        let mut order = before.order;
        order.append(&mut self.order);
        self.order = order;
        self.tidy_order();
    }

    fn regroup(&mut self) {
        let identities = self.identities.get().map_or(&[][..], Vec::as_slice);
        self.bindings = bindings(identities, self.enabled.get().map(Vec::as_slice));
        self.order.extend(self.bindings.iter().map(|binding| binding.key.clone()));
        self.tidy_order();
    }

    fn tidy_order(&mut self) {
        let mut seen = HashSet::new();
        let (bindings, receipts, unbinding) = (&self.bindings, &self.receipts, &self.unbinding);
        self.order.retain(|key| {
            let shown = bindings.iter().any(|binding| binding.key == *key)
                || receipts.iter().any(|receipt| receipt.key() == key)
                || unbinding.iter().any(|unbinding| unbinding.binding.key == *key);
            shown && seen.insert(key.clone())
        });
        // A dialog about a binding that is no longer listed has nothing left to ask.
        if self.dialog.as_ref().is_some_and(|key| self.unbindable(key).is_none()) {
            self.dialog = None;
        }
    }
}

/// How an unbind ended.
pub(super) struct Ended {
    pub(super) number: u64,
    pub(super) reply: Reply,
    pub(super) attempts: Vec<Attempt>,
    pub(super) at: Timestamp,
}

impl Ended {
    /// What the requests took together, or, where none ended, how long the person waited.
    fn took(&self, started: Timestamp) -> Duration {
        if self.attempts.is_empty() {
            Duration::try_from(self.at.duration_since(started)).unwrap_or_default()
        } else {
            self.attempts.iter().map(|attempt| attempt.took).sum()
        }
    }

    pub(super) fn lost(number: u64, cause: LostCause, at: Timestamp) -> Self {
        Self { number, reply: Reply::Lost(cause), attempts: Vec::new(), at }
    }
}
