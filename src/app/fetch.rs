//! Something read from the API, in every state that a panel has to show.

use jiff::Timestamp;

use crate::genauth::Error;

/// The last value read, whether a read is under way, and how the last one failed.
///
/// The three are independent: a reload keeps the old value on the screen, and so does a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch<T> {
    /// The last value that could be read, with the time of its reading.
    pub value: Option<(T, Timestamp)>,
    /// Whether a read is under way.
    pub pending: bool,
    /// Why the last read failed; cleared by the next that succeeds.
    pub failure: Option<Error>,
}

impl<T> Default for Fetch<T> {
    fn default() -> Self {
        Self { value: None, pending: false, failure: None }
    }
}

impl<T> Fetch<T> {
    /// A value just read.
    pub fn ready(value: T, read_at: Timestamp) -> Self {
        Self { value: Some((value, read_at)), pending: false, failure: None }
    }

    /// The last value that could be read.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref().map(|(value, _)| value)
    }

    /// When it was read.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.value.as_ref().map(|(_, read_at)| *read_at)
    }

    /// Takes over the end of a read.
    pub fn settle(&mut self, result: Result<T, Error>, read_at: Timestamp) {
        self.pending = false;
        match result {
            Ok(value) => *self = Self::ready(value, read_at),
            Err(error) => self.failure = Some(error),
        }
    }

    /// Whether it is being read for the first time.
    pub fn is_first_load(&self) -> bool {
        self.pending && self.value.is_none()
    }
}
