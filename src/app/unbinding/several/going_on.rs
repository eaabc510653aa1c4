//! From one of several unbinds to the next: what has to be known before it is sent.

use super::super::Confirmed;
use super::super::dialog::{UnbindDialog, UnbindStage};
use super::super::facts::KnownFacts;
use super::{Batch, BatchStop, ChosenUnbind, ItemState, SeveralDialog};
use crate::account::{Outcome, Receipt, Reply};
use crate::app::{Home, Program};
use crate::genauth::Error;

/// What is to be done for several unbinds.
enum Step {
    /// Nothing, or not yet.
    Wait,
    /// The next one is begun.
    Begin(Box<UnbindDialog>, Confirmed),
}

impl Program {
    /// Begins the next of several unbinds once what became of the one before is known as far as it has to be; to be called
    /// whenever something may have changed.
    pub(in crate::app) fn go_on_with_several(&mut self) {
        if self.state.close_now {
            return;
        }
        loop {
            let Some(home) = self.home().filter(|home| !home.signing_out) else { return };
            let Step::Begin(dialog, confirmed) = step(home) else { return };
            let key = dialog.key.clone();
            let number = self.unbind(*dialog, confirmed);
            let Some(batch) = self.home().and_then(|home| home.connections.several.batch.as_mut()) else { return };
            let item = batch.items.iter_mut().find(|item| item.key == key && item.state == ItemState::Waiting);
            let Some(item) = item else { return };
            item.state = number.map_or(ItemState::NotTried, |number| ItemState::UnderWay { number });
            batch.reads_facts = false;
        }
    }

    /// Asks about several once more where one of them was held back before it was sent; says whether it was one of them.
    pub(in crate::app) fn several_held_back(&mut self, number: u64, stage: &UnbindStage) -> bool {
        let Some(home) = self.home() else { return false };
        let Some(batch) = home.connections.several.batch.as_mut().filter(|batch| batch.has(number)) else {
            return false;
        };
        // Where the person has stopped it meanwhile, there is nothing left to ask.
        let is_wanted = batch.stop.is_none();
        batch.set(number, if is_wanted { ItemState::Waiting } else { ItemState::NotTried });
        home.connections.hold_back(number);
        if is_wanted {
            ask_again(home, stage.clone());
        }
        true
    }

    /// Takes over facts that were read since into the question about several.
    pub(in crate::app) fn weigh_several(home: &mut Home, whole: bool) {
        let known = KnownFacts::of_home(home);
        let choosable = home.connections.choosable();
        let bound: Vec<_> = home.connections.bindings().iter().map(|binding| binding.key.clone()).collect();
        let several = &mut home.connections.several;
        if let Some(choice) = &mut several.choice {
            choice.retain(|key| bound.contains(key));
        }
        let gone = several.batch.as_ref().filter(|batch| batch.asks).map(Batch::gone).unwrap_or_default();
        let Some(dialog) = &mut several.dialog else { return };
        dialog.items.retain(|item| choosable.contains(&item.key));
        if dialog.items.is_empty() {
            // There is nothing left to ask about.
            several.decline();
            return;
        }
        if dialog.stage == UnbindStage::Checking && whole {
            dialog.stage = UnbindStage::Ready;
        }
        dialog.weigh(&known, &gone);
    }
}

/// Takes over what became of those that were begun, and says what is next.
fn step(home: &mut Home) -> Step {
    follow(home);
    let Some(batch) = home.connections.several.batch.as_mut() else { return Step::Wait };
    if batch.asks || batch.number_under_way().is_some() || batch.waiting().next().is_none() {
        return Step::Wait;
    }
    if home.standing.over {
        batch.stop(BatchStop::Session);
        return Step::Wait;
    }
    let choosable = home.connections.choosable();
    let Some(batch) = home.connections.several.batch.as_mut() else { return Step::Wait };
    for item in batch.items.iter_mut().filter(|item| item.state == ItemState::Waiting) {
        if !choosable.contains(&item.key) {
            item.state = ItemState::NotThere;
        }
    }
    let Some(next) = batch.waiting().next().cloned() else { return Step::Wait };
    let mut going: Vec<_> = batch.waiting().map(|item| item.key.clone()).collect();
    going.extend(batch.gone());
    let confirmed = Confirmed {
        stop_passed: batch.stop_passed,
        without_receipt: batch.without_receipts,
        batch: batch.id.clone(),
        // The list was read after the one before this; before the first, everything is read once more.
        going: if batch.reads_facts { going.clone() } else { Vec::new() },
    };
    let known = KnownFacts::of_home(home);
    if !confirmed.stop_passed && confirmed.going.is_empty() && known.what_if(&going).verdict.is_hard_stop() {
        ask_again(home, UnbindStage::Changed);
        return Step::Wait;
    }
    Step::Begin(Box::new(UnbindDialog::new(next.key, next.title, &known)), confirmed)
}

/// Notes what became of those that were begun, and stops where that is a reason to.
fn follow(home: &mut Home) {
    let Some(mut batch) = home.connections.several.batch.take() else { return };
    let connections = &home.connections;
    for item in &mut batch.items {
        if let ItemState::Ended { number, outcome } = &mut item.state
            && let Some(now) = connections.outcome_of(*number)
        {
            *outcome = now;
        }
    }
    if let Some(number) = batch.number_under_way()
        && !connections.unbinding.iter().any(|unbinding| unbinding.number == number)
    {
        let outcome = connections.outcome_of(number);
        let receipt = connections.receipts.iter().find(|receipt| receipt.number == number);
        let outcome = outcome.or(receipt.map(Receipt::outcome));
        // Both are kept as long as these are; without them nothing is known, and nothing more is sent.
        let outcome = outcome.unwrap_or(Outcome::LostUnreadable);
        let stop = receipt.and_then(|receipt| BatchStop::after(&receipt.reply));
        let withdrawn = receipt.is_some_and(|receipt| matches!(&receipt.reply, Reply::Refused(Error::Withdrawn)));
        // As long as a lost answer leaves everything open, nothing more is sent; the list may still be readable.
        let looks = outcome == Outcome::NotChecked
            || (outcome == Outcome::LostUnreadable && connections.is_looking_for(number));
        if let Some(stop) = stop {
            batch.stop(stop);
        }
        if withdrawn {
            batch.set(number, ItemState::NotTried);
        } else if !looks {
            batch.set(number, ItemState::Ended { number, outcome });
            if outcome == Outcome::LostUnreadable {
                batch.stop(BatchStop::ListUnreadable);
            }
        }
    }
    home.connections.several.batch = Some(batch);
}

/// Asks about those that are left.
fn ask_again(home: &mut Home, stage: UnbindStage) {
    let known = KnownFacts::of_home(home);
    let several = &mut home.connections.several;
    let Some(batch) = several.batch.as_mut() else { return };
    batch.asks = true;
    let gone = batch.gone();
    let left = batch.waiting().map(|item| ChosenUnbind { key: item.key.clone(), title: item.title.clone() });
    let mut dialog = SeveralDialog::new(left.collect(), &known);
    dialog.weigh(&known, &gone);
    dialog.stage = stage;
    several.dialog = Some(dialog);
}
