//! What an entry came to, in words and in a colour.

use crate::account;
use crate::ledger::{Answer, Deed, Entry, Outcome};
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::widgets::Mood;

/// How long a binding's name may be on the screen, in characters.
const NAME_LENGTH: usize = 60;

/// What an entry came to.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) mood: Mood,
}

/// Says what an entry came to; `left_open` says that the program which waited for its answer is over.
pub(super) fn said(words: &Words, entry: &Entry, left_open: bool) -> Said {
    let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
    let outcome = Outcome::of(entry.intent.deed, answer, &entry.listed);
    let key = match (outcome, answer) {
        (Outcome::Open, _) if left_open => "activity-left-open",
        (Outcome::Open, _) => "activity-open",
        (Outcome::Unbind(account::Outcome::NotChecked), Some(Answer::Refused(_))) => "activity-refused-not-checked",
        (Outcome::Unbind(account::Outcome::NotChecked), Some(Answer::Lost(_))) => "activity-lost-not-checked",
        (outcome, _) => outcome_key(outcome),
    };
    Said { text: words.find(key).unwrap_or_default().into_owned(), mood: mood(outcome, left_open) }
}

/// The key of an outcome's words.
pub(super) fn outcome_key(outcome: Outcome) -> &'static str {
    use account::Outcome as Unbound;
    match outcome {
        Outcome::Open => "activity-not-finished",
        Outcome::Bound => "activity-bound",
        Outcome::NothingNew => "activity-nothing-new",
        Outcome::FoundLater => "activity-found-later",
        Outcome::NoLink => "activity-no-link",
        Outcome::BindNotChecked => "activity-bind-not-checked",
        Outcome::Unbind(Unbound::NotChecked) => "activity-not-checked",
        Outcome::Unbind(Unbound::AcceptedGone) => "outcome-accepted-gone",
        Outcome::Unbind(Unbound::AcceptedPartlyGone) => "outcome-accepted-partly",
        Outcome::Unbind(Unbound::AcceptedAllThere) => "outcome-accepted-there",
        Outcome::Unbind(Unbound::AcceptedUnreadable) => "outcome-accepted-unreadable",
        Outcome::Unbind(Unbound::RefusedGone) => "outcome-refused-gone",
        Outcome::Unbind(Unbound::RefusedPartlyGone) => "outcome-refused-partly",
        Outcome::Unbind(Unbound::RefusedAllThere) => "outcome-refused-there",
        Outcome::Unbind(Unbound::RefusedUnreadable) => "outcome-refused-unreadable",
        Outcome::Unbind(Unbound::LostGone) => "outcome-lost-gone",
        Outcome::Unbind(Unbound::LostPartlyGone) => "outcome-lost-partly",
        Outcome::Unbind(Unbound::LostAllThere) => "outcome-lost-there",
        Outcome::Unbind(Unbound::LostUnreadable) => "outcome-lost-unreadable",
    }
}

fn mood(outcome: Outcome, left_open: bool) -> Mood {
    use account::Outcome as Unbound;
    match outcome {
        Outcome::Open if !left_open => Mood::Running,
        Outcome::Bound => Mood::Good,
        Outcome::Unbind(unbind) if unbind.is_gone() => Mood::Good,
        Outcome::NoLink
        | Outcome::Unbind(Unbound::RefusedAllThere | Unbound::RefusedUnreadable | Unbound::LostAllThere) => Mood::Bad,
        Outcome::Open | Outcome::NothingNew | Outcome::FoundLater | Outcome::BindNotChecked | Outcome::Unbind(_) => {
            Mood::Warning
        }
    }
}

/// What was done to which binding.
pub(super) fn deed_words(words: &Words, entry: &Entry) -> String {
    let name = plain(&entry.intent.title, NAME_LENGTH);
    let name = if name.trim().is_empty() { plain(&entry.intent.provider, NAME_LENGTH) } else { name };
    match entry.intent.deed {
        Deed::Bind => words.with("activity-bind", &[("name", name.into())]),
        Deed::Unbind => words.with("activity-unbind", &[("name", name.into())]),
    }
}
