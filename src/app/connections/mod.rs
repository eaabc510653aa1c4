//! The Connections screen: what is bound, what is being unbound, and the receipts.

mod card;
mod checks;

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use jiff::Timestamp;

use super::unbinding::Watch;
use super::{Fetch, Several, UnbindDialog};
use crate::account::{Binding, BindingKey, Listed, Receipt, bindings};
use crate::genauth::{EnabledConnection, Error, Identity};
use crate::ledger::EntryId;
pub(super) use card::Ended;
pub use card::{Card, Unbinding};
pub(super) use checks::Found;

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
    /// The dialog that asks whether to unbind.
    pub dialog: Option<UnbindDialog>,
    /// Several unbinds at once.
    pub several: Several,
    /// The address of a provider's page that no browser could be opened for.
    pub unopened: Option<&'static str>,
    /// What is asked once that dialog is closed: unbinds that were confirmed, and not sent.
    held: Vec<UnbindDialog>,
    /// The unbinds that were begun, until they are settled and their receipts dismissed.
    watched: Vec<Watch>,
    /// Where the ledger keeps the receipts.
    kept: HashMap<u64, EntryId>,
    /// When the list is read again, where that waits for its time.
    pub(super) waits_to_read: Option<Instant>,
    /// When the last read of the list began and ended that brought one.
    last_read: Option<(Instant, Instant)>,
    /// The identities, grouped; kept because grouping in every frame would be waste.
    bindings: Vec<Binding>,
    /// The cards' order: a card stays where it was first shown.
    order: Vec<BindingKey>,
}

impl Connections {
    /// What a read of both lists shows.
    pub fn of_lists(
        identities: Result<Vec<Identity>, Error>,
        enabled: Result<Vec<EnabledConnection>, Error>,
        at: Timestamp,
    ) -> Self {
        Self::default().then_lists(identities, enabled, at)
    }

    /// What another read of both lists shows after this one.
    #[must_use]
    pub fn then_lists(
        mut self,
        identities: Result<Vec<Identity>, Error>,
        enabled: Result<Vec<EnabledConnection>, Error>,
        at: Timestamp,
    ) -> Self {
        let now = Instant::now();
        self.read(identities, enabled, (now, now), at);
        self
    }

    /// What is bound, as last read.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Whether the list is being read.
    pub fn is_reading(&self) -> bool {
        self.identities.pending || self.enabled.pending
    }

    /// Whether an unbind waits for its answer, or for the list that checks it.
    pub fn is_unbinding(&self) -> bool {
        !self.unbinding.is_empty() || self.is_checking() || self.several.is_going_on()
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
                let open = self.offline || self.is_blocked(key);
                let looking = receipts.first().is_some_and(|receipt| self.is_looking_for(receipt.number));
                Some(Card { binding, listed: listed.is_some(), unbinding, open, looking, receipts })
            })
            .collect()
    }

    /// The binding with this key, if it is listed and unbinding may be offered.
    pub fn unbindable(&self, key: &BindingKey) -> Option<&Binding> {
        let card = self.cards().into_iter().find(|card| card.binding.key == *key)?;
        card.can_unbind().then_some(card.binding)
    }

    /// Notes that the list is being read; `shows` says whether the screen tells of it.
    pub(super) fn reading(&mut self, began: Instant, shows: bool) {
        self.identities.pending |= shows;
        self.enabled.pending |= shows;
        self.watches_see_read_begin(began);
    }

    /// Takes over the end of a read of both lists and compares with it what is watched; says what is news.
    pub(super) fn read(
        &mut self,
        identities: Result<Vec<Identity>, Error>,
        enabled: Result<Vec<EnabledConnection>, Error>,
        during: (Instant, Instant),
        at: Timestamp,
    ) -> Vec<Found> {
        let listed = identities.is_ok();
        self.offline &= !listed;
        self.identities.settle(identities, at);
        self.enabled.settle(enabled, at);
        self.regroup();
        if listed {
            self.last_read = Some(during);
        }
        let found = self.compare(during, listed, at);
        // Only now is it known what may be unbound.
        self.tidy_order();
        found
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
    pub(super) fn read_crashed(&mut self, error: &Error, at: Timestamp) -> Vec<Found> {
        let now = Instant::now();
        self.read(Err(error.clone()), Err(error.clone()), (now, now), at)
    }

    /// Notes that an unbind has begun.
    pub(super) fn begin(&mut self, unbinding: Unbinding, at: Instant) {
        self.watched.push(Watch::sent(unbinding.number, unbinding.binding.clone(), at));
        self.unbinding.push(unbinding);
    }

    /// The unbind of this binding that is under way.
    pub(super) fn number_of(&self, key: &BindingKey) -> Option<u64> {
        self.unbinding.iter().find(|unbinding| unbinding.binding.key == *key).map(|unbinding| unbinding.number)
    }

    /// Takes back an unbind of which nothing was sent; gives what the person had confirmed.
    pub(super) fn hold_back(&mut self, number: u64) -> Option<UnbindDialog> {
        let position = self.unbinding.iter().position(|unbinding| unbinding.number == number)?;
        self.watched.retain(|watch| watch.number != number);
        let unbinding = self.unbinding.remove(position);
        self.tidy_order();
        Some(unbinding.dialog)
    }

    /// Opens a dialog, at once or after the one that is open.
    pub(super) fn ask_again(&mut self, dialog: UnbindDialog) {
        if self.dialog.is_none() {
            self.dialog = Some(dialog);
        } else {
            self.held.push(dialog);
        }
        self.tidy_order();
    }

    /// Closes the dialog; the next one opens that waited for it.
    pub(super) fn close_dialog(&mut self) {
        self.dialog = None;
        if !self.held.is_empty() {
            self.dialog = Some(self.held.remove(0));
        }
    }

    /// Closes the dialog, and those that wait.
    pub(super) fn close_dialogs(&mut self) {
        self.dialog = None;
        self.held.clear();
        self.several.decline();
    }

    /// Takes over the end of an unbind and puts its receipt on the card; says whether it is new.
    pub(super) fn end(
        &mut self,
        ended: Ended,
        entry: Option<EntryId>,
        at: Instant,
        space: &str,
        user_id: Option<&str>,
    ) -> bool {
        let number = ended.number;
        if let Some(entry) = entry {
            self.kept.insert(number, entry);
        }
        if let Some(watch) = self.watch(number) {
            watch.answered((&ended.reply).into(), at);
        }
        let Some(position) = self.unbinding.iter().position(|unbinding| unbinding.number == number) else {
            self.answered_late(ended);
            return false;
        };
        let unbinding = self.unbinding.remove(position);
        let earlier = |receipt: &&mut Receipt| *receipt.key() == unbinding.binding.key;
        self.receipts.iter_mut().filter(earlier).for_each(|receipt| receipt.superseded = true);
        self.watched.retain(|watch| watch.binding.key != unbinding.binding.key || watch.number == number);
        self.receipts.push(Receipt {
            number,
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
        true
    }

    /// Takes over an answer that came after it was no longer waited for.
    fn answered_late(&mut self, ended: Ended) {
        let number = ended.number;
        if !self.watch(number).is_some_and(|watch| std::mem::take(&mut watch.late)) {
            return;
        }
        if let Some(receipt) = self.receipts.iter_mut().find(|receipt| receipt.number == number) {
            let took = ended.took(receipt.when);
            receipt.answered_late(ended.reply, ended.attempts, took);
        }
    }

    /// Takes a receipt off the screen.
    pub(super) fn dismiss(&mut self, number: u64) {
        self.receipts.retain(|receipt| receipt.number != number);
        self.tidy_order();
    }

    /// Brings back the receipts of the same person's session before this one.
    ///
    /// A list that this session has read was read after all of their answers, so it checks them.
    pub(super) fn take_up(&mut self, before: Self) -> Vec<Found> {
        let mut receipts = before.receipts;
        self.watched.extend(before.watched);
        self.kept.extend(before.kept);
        receipts.append(&mut self.receipts);
        self.receipts = receipts;
        self.several.take_up(before.several);
        let mut order = before.order;
        order.append(&mut self.order);
        self.order = order;
        self.tidy_order();
        match (self.last_read, self.identities.as_of()) {
            (Some(during), Some(as_of)) => self.compare(during, true, as_of),
            _ => Vec::new(),
        }
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
        if self.dialog.as_ref().is_some_and(|dialog| self.unbindable(&dialog.key).is_none()) {
            self.close_dialog();
        }
    }
}
