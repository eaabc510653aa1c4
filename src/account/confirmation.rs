//! What is typed to pass a hard stop: an unbind after which no way of signing in is known to remain.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::plainly_typable::is_plainly_typable;

/// The longest name that anybody is asked to type, in characters.
const LONGEST_NAME: usize = 40;
/// How much of an `extIdpId` is typed, in characters from its end.
const TAIL: usize = 6;

/// What has to be typed. It is never empty, and a keyboard has every character of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Confirmation {
    /// The identity provider's name, as it is shown.
    Name(String),
    /// The last six characters of its `extIdpId`, or all of one that is shorter, because the name cannot well be typed.
    IdTail(String),
    /// How many identity providers are unbound: for several at once, and for one that has neither a name nor an
    /// `extIdpId` that can be typed.
    Count(usize),
}

/// How far typing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typed {
    /// Nothing is typed.
    Nothing,
    /// What is typed is a beginning of what is wanted.
    Begun,
    /// What is typed is something else.
    Different,
    /// It is typed.
    Accepted,
}

impl Confirmation {
    /// For one identity provider, by the name that is shown and the `extIdpId` that is sent.
    pub fn of_one(name: &str, ext_idp_id: &str) -> Self {
        let name = name.trim();
        if is_plainly_typable(name, LONGEST_NAME) {
            return Self::Name(name.to_owned());
        }
        let start = ext_idp_id.char_indices().rev().nth(TAIL - 1).map_or(0, |(start, _)| start);
        let tail = ext_idp_id.get(start..).unwrap_or_default();
        // A space at an end could neither be seen nor, once trimmed, be typed.
        if !tail.is_empty() && tail.chars().all(|character| character.is_ascii_graphic()) {
            Self::IdTail(tail.to_owned())
        } else {
            Self::Count(1)
        }
    }

    /// For several at once.
    pub fn of_several(count: usize) -> Self {
        Self::Count(count)
    }

    /// What has to be typed, as the screen may show it.
    pub fn wanted(&self) -> String {
        match self {
            Self::Name(text) | Self::IdTail(text) => text.clone(),
            Self::Count(count) => count.to_string(),
        }
    }

    /// Whether this is it: the same text without the spaces around it, by canonical equivalence and without regard to
    /// case (The Unicode Standard, section 3.13, D145). One space is as good as several.
    pub fn accepts(&self, typed: &str) -> bool {
        self.compare(typed) == Typed::Accepted
    }

    /// How far typing has come, by the same comparison.
    pub fn compare(&self, typed: &str) -> Typed {
        let (typed, wanted) = (folded(typed), folded(&self.wanted()));
        if typed.is_empty() {
            Typed::Nothing
        } else if typed == wanted {
            Typed::Accepted
        } else if wanted.starts_with(&typed) {
            Typed::Begun
        } else {
            Typed::Different
        }
    }
}

fn folded(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&spaced).into_owned();
    let folded = CaseMapper::new().fold_string(&decomposed).into_owned();
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}

#[cfg(test)]
#[path = "confirmation_tests.rs"]
mod tests;
