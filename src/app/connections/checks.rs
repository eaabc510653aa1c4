//! What the list says of the unbinds that were begun.

use std::time::Instant;

use jiff::Timestamp;

use super::super::unbinding::{NextLook, Watch};
use super::Connections;
use crate::account::{BindingKey, Listed, NextStep, Outcome, Receipt, VerificationEvent};
use crate::ledger::EntryId;

/// What the list says of an unbind that the ledger keeps.
pub(in crate::app) struct Found {
    pub(in crate::app) entry: EntryId,
    pub(in crate::app) listed: Listed,
    /// Whether the ledger has no answer of it.
    pub(in crate::app) left_open: bool,
}

impl Connections {
    /// Whether the list has not been read since an answer.
    pub(in crate::app) fn has_unchecked(&self) -> bool {
        self.watched.iter().any(Watch::is_unchecked)
    }

    /// Whether the list is being read to check an unbind for the first time.
    pub fn is_checking(&self) -> bool {
        self.is_reading() && self.has_unchecked()
    }

    pub(super) fn is_blocked(&self, key: &BindingKey) -> bool {
        self.watched.iter().any(|watch| watch.binding.key == *key && watch.blocks())
    }

    pub(in crate::app) fn is_looking_for(&self, number: u64) -> bool {
        self.watched.iter().any(|watch| watch.number == number && watch.verification.is_looking())
    }

    /// What an unbind that is watched came to; `None` before its answer, and once nothing is left to find out.
    pub(in crate::app) fn outcome_of(&self, number: u64) -> Option<Outcome> {
        self.watched.iter().find(|watch| watch.number == number)?.verification.outcome()
    }

    pub(super) fn watch(&mut self, number: u64) -> Option<&mut Watch> {
        self.watched.iter_mut().find(|watch| watch.number == number)
    }

    /// Notes that the answer to an unbind may still come, though nobody waits for it.
    pub(in crate::app) fn await_late_answer(&mut self, number: u64) {
        if let Some(watch) = self.watch(number) {
            watch.late = true;
        }
    }

    /// Gives up on the answers that may still come; the list alone tells then what became of those unbinds.
    pub(in crate::app) fn forget_stopped(&mut self) {
        self.watched.iter_mut().for_each(|watch| watch.late = false);
    }

    /// Has the watches know that a read began.
    pub(super) fn watches_see_read_begin(&mut self, at: Instant) {
        self.waits_to_read = None;
        self.watched.iter_mut().for_each(|watch| watch.verification.apply(VerificationEvent::ReadBegan { at }));
    }

    /// Compares everything that is watched with a read of the list; says what is news.
    pub(super) fn compare(&mut self, (began, ended): (Instant, Instant), listed: bool, at: Timestamp) -> Vec<Found> {
        self.waits_to_read = None;
        let list = listed.then_some(self.bindings.as_slice());
        let mut news = Vec::new();
        for watch in &mut self.watched {
            // What the list says while another try is under way is not yet about that one, nor any longer about this.
            let mut running = self.unbinding.iter();
            if running.any(|unbinding| unbinding.binding.key == watch.binding.key && unbinding.number != watch.number) {
                continue;
            }
            let Some(listed) = watch.read(began, ended, list) else { continue };
            if let Some(receipt) = self.receipts.iter_mut().find(|receipt| receipt.number == watch.number) {
                receipt.listed = listed;
                receipt.listed_at = Some(at);
            }
            if let Some(entry) = self.kept.get(&watch.number) {
                news.push(Found { entry: entry.clone(), listed, left_open: std::mem::take(&mut watch.left_open) });
            }
        }
        let (receipts, unbinding, batch) = (&self.receipts, &self.unbinding, &self.several.batch);
        self.watched.retain(|watch| {
            !watch.is_settled()
                || receipts.iter().any(|receipt| receipt.number == watch.number)
                || unbinding.iter().any(|unbinding| unbinding.number == watch.number)
                || batch.as_ref().is_some_and(|batch| batch.began(watch.number))
        });
        news
    }

    /// When the list is to be read next to find out about an unbind; `None` where that is under way or not needed.
    pub(in crate::app) fn next_look(&mut self, now: Instant) -> Option<NextLook> {
        let mut next: Option<Instant> = None;
        for watch in &mut self.watched {
            watch.verification.apply(VerificationEvent::Passed { now });
            match watch.verification.next() {
                NextStep::ReadNow => return Some(NextLook::Now),
                NextStep::ReadAt(at) => next = Some(next.map_or(at, |next| next.min(at))),
                NextStep::AwaitAnswer | NextStep::AwaitList | NextStep::Settled(_) | NextStep::StaysOpen(_) => {}
            }
        }
        let next = next?;
        self.waits_to_read.is_none_or(|waits| next < waits).then_some(NextLook::At(next))
    }

    /// Puts on the screen what an earlier start of the program left open.
    pub(in crate::app) fn take_up_left_open(&mut self, receipt: Receipt, watch: Watch, entry: EntryId) {
        if self.kept.values().any(|kept| *kept == entry) {
            return;
        }
        self.kept.insert(receipt.number, entry);
        self.order.push(receipt.key().clone());
        self.receipts.push(receipt);
        self.watched.push(watch);
        self.tidy_order();
    }

    /// Where the ledger keeps the receipts of earlier tries at the same binding as this one.
    pub(in crate::app) fn earlier_entries(&self, number: u64) -> Vec<EntryId> {
        let Some(this) = self.receipts.iter().find(|receipt| receipt.number == number) else { return Vec::new() };
        let earlier = self.receipts.iter().filter(|receipt| receipt.number != number && receipt.key() == this.key());
        earlier.filter_map(|receipt| self.kept.get(&receipt.number).cloned()).collect()
    }
}
