//! What a bind or unbind came to, as one word that can be filtered by.

use super::{Answer, Deed, Listed};
use crate::account;

/// What a bind or unbind came to: the answer and the list together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// No answer is known: the call runs, or the program ended in the middle of it.
    Open,
    /// An unbind; one of the twelve, or not checked yet.
    Unbind(account::Outcome),
    /// A bind after which new identities are listed.
    Bound,
    /// A bind after which nothing new was listed.
    NothingNew,
    /// A bind after which nothing new was listed as long as was waited, and something later.
    FoundLater,
    /// A bind for which no link was made: refused, or the answer was lost.
    NoLink,
    /// A bind whose link was made; what the list says is not known.
    BindNotChecked,
}

impl Outcome {
    /// Every outcome, in the order of a filter.
    pub const ALL: [Self; 19] = [
        Self::Open,
        Self::Unbind(account::Outcome::NotChecked),
        Self::Unbind(account::Outcome::AcceptedGone),
        Self::Unbind(account::Outcome::AcceptedPartlyGone),
        Self::Unbind(account::Outcome::AcceptedAllThere),
        Self::Unbind(account::Outcome::AcceptedUnreadable),
        Self::Unbind(account::Outcome::RefusedGone),
        Self::Unbind(account::Outcome::RefusedPartlyGone),
        Self::Unbind(account::Outcome::RefusedAllThere),
        Self::Unbind(account::Outcome::RefusedUnreadable),
        Self::Unbind(account::Outcome::LostGone),
        Self::Unbind(account::Outcome::LostPartlyGone),
        Self::Unbind(account::Outcome::LostAllThere),
        Self::Unbind(account::Outcome::LostUnreadable),
        Self::Bound,
        Self::NothingNew,
        Self::FoundLater,
        Self::NoLink,
        Self::BindNotChecked,
    ];

    /// What the parts come to.
    pub fn of(deed: Deed, answer: Option<&Answer>, listed: &Listed) -> Self {
        match deed {
            Deed::Bind => Self::of_bind(answer, listed),
            Deed::Unbind => answer.map_or(Self::Open, |answer| Self::Unbind(of_unbind(answer, listed))),
        }
    }

    fn of_bind(answer: Option<&Answer>, listed: &Listed) -> Self {
        match (listed, answer) {
            (Listed::Bound { .. }, _) => Self::Bound,
            (Listed::NothingNew { later: Some(_), .. }, _) => Self::FoundLater,
            (_, None) => Self::Open,
            (_, Some(Answer::Refused(_) | Answer::Lost(_))) => Self::NoLink,
            (Listed::NothingNew { .. }, Some(Answer::Accepted)) => Self::NothingNew,
            (_, Some(Answer::Accepted)) => Self::BindNotChecked,
        }
    }

    /// A word that stays the same in every version, for the file and for exports.
    pub fn word(self) -> &'static str {
        use account::Outcome as Unbound;
        match self {
            Self::Open => "open",
            Self::Bound => "bound",
            Self::NothingNew => "nothing-new",
            Self::FoundLater => "found-later",
            Self::NoLink => "no-link",
            Self::BindNotChecked => "bind-not-checked",
            Self::Unbind(Unbound::NotChecked) => "not-checked",
            Self::Unbind(Unbound::AcceptedGone) => "accepted-gone",
            Self::Unbind(Unbound::AcceptedPartlyGone) => "accepted-partly-gone",
            Self::Unbind(Unbound::AcceptedAllThere) => "accepted-all-there",
            Self::Unbind(Unbound::AcceptedUnreadable) => "accepted-unreadable",
            Self::Unbind(Unbound::RefusedGone) => "refused-gone",
            Self::Unbind(Unbound::RefusedPartlyGone) => "refused-partly-gone",
            Self::Unbind(Unbound::RefusedAllThere) => "refused-all-there",
            Self::Unbind(Unbound::RefusedUnreadable) => "refused-unreadable",
            Self::Unbind(Unbound::LostGone) => "lost-gone",
            Self::Unbind(Unbound::LostPartlyGone) => "lost-partly-gone",
            Self::Unbind(Unbound::LostAllThere) => "lost-all-there",
            Self::Unbind(Unbound::LostUnreadable) => "lost-unreadable",
        }
    }
}

fn of_unbind(answer: &Answer, listed: &Listed) -> account::Outcome {
    use account::Outcome as Unbound;
    match (answer, listed) {
        (_, Listed::NotRead | Listed::Bound { .. } | Listed::NothingNew { .. }) => Unbound::NotChecked,
        (Answer::Accepted, Listed::Gone) => Unbound::AcceptedGone,
        (Answer::Accepted, Listed::PartlyGone { .. }) => Unbound::AcceptedPartlyGone,
        (Answer::Accepted, Listed::AllThere) => Unbound::AcceptedAllThere,
        (Answer::Accepted, Listed::Unreadable) => Unbound::AcceptedUnreadable,
        (Answer::Refused(_), Listed::Gone) => Unbound::RefusedGone,
        (Answer::Refused(_), Listed::PartlyGone { .. }) => Unbound::RefusedPartlyGone,
        (Answer::Refused(_), Listed::AllThere) => Unbound::RefusedAllThere,
        (Answer::Refused(_), Listed::Unreadable) => Unbound::RefusedUnreadable,
        (Answer::Lost(_), Listed::Gone) => Unbound::LostGone,
        (Answer::Lost(_), Listed::PartlyGone { .. }) => Unbound::LostPartlyGone,
        (Answer::Lost(_), Listed::AllThere) => Unbound::LostAllThere,
        (Answer::Lost(_), Listed::Unreadable) => Unbound::LostUnreadable,
    }
}
