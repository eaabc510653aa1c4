//! Several unbinds at once: choosing, one question for all of them, and one after another.

mod asking;
mod batch;
mod going_on;

pub use batch::{Batch, BatchItem, BatchStop, ItemState};

use super::dialog::UnbindStage;
use super::facts::KnownFacts;
use crate::account::{BindingKey, Confirmation, WhatIf};
use crate::app::Connections;

/// Several unbinds at once, as far as one has come with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// What is chosen; `None` while nobody chooses.
    pub choice: Option<Vec<BindingKey>>,
    /// The dialog that asks about the choice.
    pub dialog: Option<SeveralDialog>,
    /// Those that were confirmed together: under way, or what they came to until that is dismissed.
    pub batch: Option<Batch>,
}

/// One of several that are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenUnbind {
    /// What.
    pub key: BindingKey,
    /// What it is called on the screen.
    pub title: String,
}

/// What a person can ask about several unbinds at once.
#[derive(Clone, Debug)]
pub enum SeveralAction {
    /// Show the boxes that choose.
    Begin,
    /// Put them away, and forget what was chosen.
    Leave,
    /// Choose this, or no longer.
    Choose {
        /// What.
        key: BindingKey,
        /// Whether it is chosen.
        chosen: bool,
    },
    /// Choose everything that can be unbound.
    ChooseAll,
    /// Choose nothing.
    ChooseNone,
    /// Show the dialog that asks whether to unbind what is chosen.
    Ask(Vec<ChosenUnbind>),
    /// Close that dialog; what was not sent is not sent.
    Cancel,
    /// Unbind what the dialog shows.
    Confirm {
        /// What was typed; it has to pass where the dialog wants typing.
        typed: String,
    },
    /// Unbind what the dialog shows although no receipts can be kept.
    WithoutReceipts,
    /// Send nothing more; the one under way ends.
    Stop,
    /// Choose again what was not unbound.
    ChooseRest,
    /// Take the summary off the screen.
    Dismiss,
}

/// The dialog that asks whether to unbind several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralDialog {
    /// What it asks about, in the order in which they are unbound.
    pub items: Vec<ChosenUnbind>,
    /// What would be left to sign in with once all of them are unbound, as far as is known.
    pub what_if: WhatIf,
    /// What has to be typed, where no way that works or should work would be left.
    pub confirmation: Option<Confirmation>,
    /// How far it has come.
    pub stage: UnbindStage,
}

impl SeveralDialog {
    fn new(items: Vec<ChosenUnbind>, facts: &KnownFacts) -> Self {
        let what_if = facts.what_if(&keys(&items));
        let mut dialog = Self { items, what_if, confirmation: None, stage: UnbindStage::Checking };
        dialog.require();
        dialog
    }

    /// Takes over facts that were read since; `gone` are those of the same batch that are unbound or may be.
    fn weigh(&mut self, facts: &KnownFacts, gone: &[BindingKey]) {
        let mut unbound = keys(&self.items);
        unbound.extend_from_slice(gone);
        self.what_if = facts.what_if(&unbound);
        self.require();
    }

    fn require(&mut self) {
        let stop = self.what_if.verdict.is_hard_stop();
        self.confirmation = stop.then(|| match self.items.as_slice() {
            [one] => Confirmation::of_one(&one.title, one.key.ext_idp_id().unwrap_or_default()),
            several => Confirmation::of_several(several.len()),
        });
    }

    /// Whether it can be confirmed by typing this.
    pub fn accepts(&self, typed: &str) -> bool {
        matches!(self.stage, UnbindStage::Ready | UnbindStage::Changed)
            && self.confirmation.as_ref().is_none_or(|confirmation| confirmation.accepts(typed))
    }
}

fn keys(items: &[ChosenUnbind]) -> Vec<BindingKey> {
    items.iter().map(|item| item.key.clone()).collect()
}

impl Several {
    /// Whether unbinds are under way or still to come.
    pub fn is_running(&self) -> bool {
        self.batch.as_ref().is_some_and(Batch::is_running)
    }

    /// Whether they go on by themselves, without a question that waits for the person.
    pub fn is_going_on(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| batch.is_running() && !batch.asks)
    }

    /// Brings back what became of those of the same person's session before this one. That session is over, so nothing more
    /// is sent.
    pub(in crate::app) fn take_up(&mut self, before: Self) {
        if let (None, Some(mut batch)) = (&self.batch, before.batch) {
            batch.stop(BatchStop::Session);
            self.batch = Some(batch);
        }
    }
}

impl Connections {
    /// What can be chosen, in the order of the cards.
    pub fn choosable(&self) -> Vec<BindingKey> {
        self.cards().iter().filter(|card| card.can_unbind()).map(|card| card.binding.key.clone()).collect()
    }

    /// What is chosen and can be unbound, in the order of the cards.
    pub fn chosen(&self) -> Vec<BindingKey> {
        let Some(choice) = &self.several.choice else { return Vec::new() };
        self.choosable().into_iter().filter(|key| choice.contains(key)).collect()
    }

    /// What of the last several was not unbound and can be tried again.
    pub fn rest_of_several(&self) -> Vec<BindingKey> {
        let Some(batch) = self.several.batch.as_ref().filter(|batch| !batch.is_running()) else { return Vec::new() };
        let rest = |key: &BindingKey| batch.items.iter().any(|item| item.key == *key && !item.is_done());
        self.choosable().into_iter().filter(rest).collect()
    }

    /// Whether something is asked about an unbind.
    pub fn asks(&self) -> bool {
        self.dialog.is_some() || self.several.dialog.is_some()
    }
}

#[cfg(test)]
#[path = "several_tests.rs"]
mod tests;
