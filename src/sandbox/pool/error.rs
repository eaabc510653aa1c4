//! What can be wrong with a personas file.

use super::build::Place;

/// How much of a name an error repeats, in characters.
const SHOWN: usize = 80;

/// Why a text is no personas file that can be used. Each says the line, but for the two that are about the whole file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// It is bigger than any use for it.
    #[error("the file is bigger than {most} bytes")]
    TooBig {
        /// How many bytes it may have.
        most: usize,
    },
    /// It is no TOML, or not of the form of a personas file.
    #[error("{place}: {reason}")]
    Form {
        /// Where.
        place: Place,
        /// What is wrong there, in one line.
        reason: String,
    },
    /// It names something that is nowhere.
    #[error("{place}: {whose} names the {what} {name:?}, and there is no such {what}")]
    Unknown {
        /// Where it names it.
        place: Place,
        /// Which entry does.
        whose: String,
        /// What it names: a source, a connection, a series.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two entries claim the same name or ID.
    #[error("{place}: the {what} {name:?} is taken already, in {first}")]
    Twice {
        /// Where it is claimed again.
        place: Place,
        /// What kind of name.
        what: &'static str,
        /// The name.
        name: String,
        /// Where it was claimed first.
        first: Place,
    },
    /// There is more of something than any use for it.
    #[error("{place}: with this there are more than {most} {what}")]
    TooMany {
        /// The entry that is one too many.
        place: Place,
        /// Of what, in the plural.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A value breaks a rule.
    #[error("{place}: {what} {rule}")]
    Unusable {
        /// Where it stands.
        place: Place,
        /// Which value.
        what: String,
        /// The rule.
        rule: &'static str,
    },
    /// There is no application to sign in to.
    #[error("there is no application")]
    NoApplication,
}

/// A name as an error repeats it: a long one is cut.
pub(super) fn shown(name: &str) -> String {
    match name.char_indices().nth(SHOWN) {
        None => name.to_owned(),
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
    }
}
