//! Where the tokens are kept, in words.

use crate::app::{Home, KeyringState, SpaceShown, State};
use crate::ui::Words;
use crate::ui::explain::keyring_words;

/// Where, and why there.
pub(super) fn kept_words(words: &Words, state: &State, home: &Home) -> (String, String) {
    let memory = || words.text("session-in-memory").into_owned();
    let sandbox = state.space.as_ref().is_some_and(SpaceShown::is_sandbox);
    match &home.keyring {
        KeyringState::Kept => {
            (words.text("session-in-keyring").into_owned(), words.text("session-in-keyring.more").into_owned())
        }
        KeyringState::Writing => (memory(), words.text("keyring-writing").into_owned()),
        KeyringState::Unavailable(error) => (memory(), keyring_words(words, error)),
        KeyringState::Declined => (memory(), words.text("session-in-memory.declined").into_owned()),
        KeyringState::NotUsed if home.session.pasted => (memory(), words.text("session-in-memory.pasted").into_owned()),
        KeyringState::NotUsed if sandbox => (memory(), words.text("session-in-memory.sandbox").into_owned()),
        KeyringState::NotUsed => (memory(), words.text("session-in-memory.space").into_owned()),
    }
}
