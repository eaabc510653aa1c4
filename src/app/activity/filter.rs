//! What a person looks for in the history.

use crate::account;
use crate::ledger::{Account, Deed, Filter, Outcome, Whose};

/// What a person looks for; what is empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Whose history.
    pub account: WhoseActivity,
    /// Of which identity source.
    pub ext_idp_id: Option<String>,
    /// With which outcome.
    pub outcome: OutcomeFilter,
    /// A code, as typed.
    pub code: String,
    /// A text, as typed.
    pub text: String,
}

/// Whose history is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WhoseActivity {
    /// The account that is shown; as long as nobody knows who that is, its account space.
    #[default]
    Shown,
    /// All accounts that the ledger knows.
    Everyone,
    /// Another account.
    Account(Account),
}

/// Which outcomes are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutcomeFilter {
    /// All.
    #[default]
    Any,
    /// What was done.
    Done,
    /// What was not done.
    NotDone,
    /// What nobody can be sure of.
    Unsure,
    /// One of them.
    One(Outcome),
}

impl OutcomeFilter {
    /// Whether an outcome is one of these.
    pub fn includes(self, outcome: Outcome) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => one == outcome,
            Self::Done | Self::NotDone | Self::Unsure => sort(outcome) == self,
        }
    }

    fn outcomes(self) -> Vec<Outcome> {
        match self {
            Self::Any => Vec::new(),
            other => Outcome::ALL.into_iter().filter(|outcome| other.includes(*outcome)).collect(),
        }
    }
}

/// Whether an outcome means done, not done, or neither for sure.
fn sort(outcome: Outcome) -> OutcomeFilter {
    use account::Outcome as Unbound;
    match outcome {
        Outcome::Bound => OutcomeFilter::Done,
        Outcome::Unbind(unbind) if unbind.is_gone() => OutcomeFilter::Done,
        Outcome::NothingNew
        | Outcome::NoLink
        | Outcome::Unbind(Unbound::RefusedAllThere | Unbound::RefusedUnreadable | Unbound::LostAllThere) => {
            OutcomeFilter::NotDone
        }
        Outcome::Open | Outcome::FoundLater | Outcome::BindNotChecked | Outcome::Unbind(_) => OutcomeFilter::Unsure,
    }
}

impl ActivityFilter {
    /// Whether it restricts anything but whose history is looked at.
    pub fn restricts(&self) -> bool {
        *self != Self { account: self.account.clone(), ..Self::default() }
    }

    /// The code that is looked for. `Err` when what is typed is no number.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn code(&self) -> Result<Option<i64>, NotACode> {
        match self.code.trim() {
            "" => Ok(None),
            typed => typed.parse().map(Some).map_err(|_| NotACode),
        }
    }

    /// Whose history is looked at, when this account of this account space is shown.
    pub(super) fn whose(&self, host: &str, app_id: &str, shown: Option<Account>) -> Whose {
        match (&self.account, shown) {
            (WhoseActivity::Everyone, _) => Whose::Everyone,
            (WhoseActivity::Account(account), _) => Whose::Account(account.clone()),
            (WhoseActivity::Shown, Some(account)) => Whose::Account(account),
            (WhoseActivity::Shown, None) => Whose::Space { host: host.to_owned(), app_id: app_id.to_owned() },
        }
    }

    /// What is asked of the ledger. A code that is none restricts nothing: the screen says so beside the field.
    pub(super) fn of_ledger(&self, whose: Whose) -> Filter {
        Filter {
            whose,
            deed: None::<Deed>,
            ext_idp_id: self.ext_idp_id.clone(),
            outcomes: self.outcome.outcomes(),
            code: self.code().unwrap_or(None),
            text: self.text.clone(),
            since: None,
            before: None,
        }
    }
}

/// What is typed as a code is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is a number")]
pub struct NotACode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_of_one_sort() {
        for outcome in Outcome::ALL {
            let sorts = [OutcomeFilter::Done, OutcomeFilter::NotDone, OutcomeFilter::Unsure];
            assert_eq!(sorts.into_iter().filter(|sort| sort.includes(outcome)).count(), 1, "{outcome:?}");
            assert!(OutcomeFilter::Any.includes(outcome));
            assert_eq!(OutcomeFilter::One(outcome).outcomes(), [outcome]);
        }
        assert!(OutcomeFilter::Any.outcomes().is_empty(), "which restricts nothing");
    }

    #[test]
    fn a_code_is_a_number_or_nothing() {
        let code = |typed: &str| ActivityFilter { code: typed.to_owned(), ..ActivityFilter::default() }.code();
        assert_eq!(code("  "), Ok(None));
        assert_eq!(code(" 2020 "), Ok(Some(2020)));
        assert_eq!(code("-1"), Ok(Some(-1)));
        assert_eq!(code("20x"), Err(NotACode));
        assert_eq!(code("99999999999999999999"), Err(NotACode));
    }

    #[test]
    fn only_what_is_looked_for_restricts() {
        let everyone = ActivityFilter { account: WhoseActivity::Everyone, ..ActivityFilter::default() };
        assert!(!everyone.restricts());
        assert!(ActivityFilter { text: "x".to_owned(), ..everyone }.restricts());
    }
}
