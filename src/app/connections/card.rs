//! One card: a binding, or what is left of one with its receipts.

use std::time::Duration;

use jiff::Timestamp;

use super::super::UnbindDialog;
use crate::account::{Binding, LostCause, Receipt, Reply};
use crate::genauth::Attempt;

/// An unbind whose answer has not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbinding {
    /// The number its receipt will have.
    pub number: u64,
    /// What is being unbound, as it was at the click.
    pub binding: Binding,
    /// When the click was.
    pub started: Timestamp,
    /// What the person has confirmed; it is asked again where nothing could be sent.
    pub dialog: UnbindDialog,
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
    /// Whether the list is read again by itself for the newest receipt.
    pub looking: bool,
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

/// How an unbind ended.
pub(in crate::app) struct Ended {
    pub(in crate::app) number: u64,
    pub(in crate::app) reply: Reply,
    pub(in crate::app) attempts: Vec<Attempt>,
    pub(in crate::app) at: Timestamp,
}

impl Ended {
    /// What the requests took together, or, where none ended, how long the person waited.
    pub(super) fn took(&self, started: Timestamp) -> Duration {
        if self.attempts.is_empty() {
            Duration::try_from(self.at.duration_since(started)).unwrap_or_default()
        } else {
            self.attempts.iter().map(|attempt| attempt.took).sum()
        }
    }

    pub(in crate::app) fn lost(number: u64, cause: LostCause, at: Timestamp) -> Self {
        Self { number, reply: Reply::Lost(cause), attempts: Vec::new(), at }
    }
}
