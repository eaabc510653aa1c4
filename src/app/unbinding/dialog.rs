//! The dialog that asks whether to unbind: what it shows, and what passes it.

use super::super::LedgerTrouble;
use super::facts::KnownFacts;
use crate::account::{BindingKey, Confirmation, WhatIf};

/// The dialog that asks whether to unbind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnbindDialog {
    /// What it asks about.
    pub key: BindingKey,
    /// What that was called on the screen when it was asked.
    pub title: String,
    /// What the unbind would leave to sign in with, as far as is known.
    pub what_if: WhatIf,
    /// What has to be typed, where no way that works or should work would be left.
    pub confirmation: Option<Confirmation>,
    /// How far it has come.
    pub stage: UnbindStage,
}

/// How far an unbind has come that asks something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnbindStage {
    /// What would remain is being read; it cannot be confirmed yet.
    Checking,
    /// It can be confirmed.
    Ready,
    /// It was confirmed, and nothing was sent, because what would remain has changed since. It can be confirmed anew.
    Changed,
    /// It was confirmed, and nothing was sent, because no receipt can be kept, for this reason.
    NoReceipt(LedgerTrouble),
}

impl UnbindDialog {
    pub(super) fn new(key: BindingKey, title: String, facts: &KnownFacts) -> Self {
        let what_if = facts.what_if(std::slice::from_ref(&key));
        let mut dialog = Self { key, title, what_if, confirmation: None, stage: UnbindStage::Checking };
        dialog.require();
        dialog
    }

    /// Takes over facts that were read since.
    pub(super) fn weigh(&mut self, facts: &KnownFacts) {
        self.what_if = facts.what_if(std::slice::from_ref(&self.key));
        self.require();
    }

    fn require(&mut self) {
        let stop = self.what_if.verdict.is_hard_stop();
        self.confirmation = stop.then(|| Confirmation::of_one(&self.title, self.key.ext_idp_id().unwrap_or_default()));
    }

    /// Whether it can be confirmed by typing this.
    pub fn accepts(&self, typed: &str) -> bool {
        matches!(self.stage, UnbindStage::Ready | UnbindStage::Changed)
            && self.confirmation.as_ref().is_none_or(|confirmation| confirmation.accepts(typed))
    }
}
