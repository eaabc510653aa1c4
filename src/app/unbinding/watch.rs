//! What became of an unbind that was begun: watched until it is settled.

use std::time::Instant;

use crate::account::{Binding, Listed, Outcome, ReplyKind, Verification, VerificationEvent};

/// An unbind that was begun, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Watch {
    /// The number of its receipt.
    pub(in crate::app) number: u64,
    /// What was to go.
    pub(in crate::app) binding: Binding,
    pub(in crate::app) verification: Verification,
    /// Whether an answer may still come that nobody waits for.
    pub(in crate::app) late: bool,
    /// Whether the ledger has no answer of it: the program ended in the middle of it.
    pub(in crate::app) left_open: bool,
}

impl Watch {
    pub(in crate::app) fn sent(number: u64, binding: Binding, at: Instant) -> Self {
        Self { number, binding, verification: Verification::sent(at), late: false, left_open: false }
    }

    pub(in crate::app) fn answered(&mut self, reply: ReplyKind, at: Instant) {
        self.verification.apply(VerificationEvent::Answered { reply, at });
    }

    /// Takes over a read of the list; says what it shows where that is news. That it is gone is news once.
    pub(in crate::app) fn read(&mut self, began: Instant, ended: Instant, list: Option<&[Binding]>) -> Option<Listed> {
        let listed = Listed::of(&self.binding, list);
        let before = self.verification.found();
        if self.verification.listed() == Listed::Gone {
            return None;
        }
        self.verification.apply(VerificationEvent::ReadBegan { at: began });
        self.verification.apply(VerificationEvent::ListRead { began, ended, listed });
        let found = self.verification.found();
        found.filter(|_| found != before).map(|(listed, _)| listed)
    }

    /// Whether the same may not be unbound again yet: an answer may still come, or the list has not shown what came of it.
    pub(in crate::app) fn blocks(&self) -> bool {
        self.late
            || match self.verification.outcome() {
                None | Some(Outcome::NotChecked | Outcome::AcceptedUnreadable | Outcome::LostUnreadable) => true,
                Some(_) => false,
            }
    }

    /// Whether the list has not been read since the answer.
    pub(in crate::app) fn is_unchecked(&self) -> bool {
        self.verification.outcome() == Some(Outcome::NotChecked)
    }

    pub(in crate::app) fn is_settled(&self) -> bool {
        !self.late && self.verification.outcome().is_some_and(Outcome::is_settled)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::account::{BindingKey, EnabledHere};

    #[test]
    fn a_later_list_has_no_news_of_what_is_gone() {
        let binding = Binding {
            key: BindingKey::ExtIdp("g".to_owned()),
            provider: "github".to_owned(),
            identities: Vec::new(),
            enabled: EnabledHere::Unknown,
        };
        let begun = Instant::now();
        let mut watch = Watch::sent(1, binding, begun);
        watch.answered(ReplyKind::Accepted, begun);
        let mut read = |seconds, list: Option<&[Binding]>| {
            let at = begun + Duration::from_secs(seconds);
            watch.read(at, at, list)
        };
        assert_eq!(read(1, None), Some(Listed::Unreadable));
        assert_eq!(read(2, Some(&[])), Some(Listed::Gone));
        assert_eq!((read(3, Some(&[])), read(4, Some(&[])), read(5, None)), (None, None, None));
    }
}
