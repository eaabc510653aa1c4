//! What is good once and for a while: links, visits and codes.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::sandbox::tokens::random_text;

/// How many of a kind wait at most; the oldest goes first.
const KEPT: usize = 1000;

/// Entries under random names that nobody can guess. Each is taken once, and not after its time.
pub(super) struct OneUse<Entry> {
    /// What every name begins with, so that a search for leaked ones can find it.
    prefix: &'static str,
    good_for: SignedDuration,
    waiting: Mutex<VecDeque<Waiting<Entry>>>,
}

struct Waiting<Entry> {
    name: String,
    expires_at: Timestamp,
    entry: Entry,
}

impl<Entry> OneUse<Entry> {
    pub(super) fn new(prefix: &'static str, good_for: SignedDuration) -> Self {
        Self { prefix, good_for, waiting: Mutex::default() }
    }

    /// Keeps an entry and says its name; `None` if no random name could be made.
    pub(super) fn add(&self, entry: Entry, now: Timestamp) -> Option<String> {
        let name = format!("{}{}", self.prefix, random_text()?);
        let expires_at = now.checked_add(self.good_for).unwrap_or(now);
        let mut waiting = self.waiting();
        waiting.retain(|one| one.expires_at > now);
        if waiting.len() == KEPT {
            waiting.pop_front();
        }
        waiting.push_back(Waiting { name: name.clone(), expires_at, entry });
        Some(name)
    }

    /// The entry of this name, which is gone afterwards; `None` if it is unknown, was taken before or is too old.
    pub(super) fn take(&self, name: &str, now: Timestamp) -> Option<Entry> {
        let mut waiting = self.waiting();
        let position = waiting.iter().position(|one| one.name == name)?;
        let taken = waiting.remove(position)?;
        (taken.expires_at > now).then_some(taken.entry)
    }

    pub(super) fn clear(&self) {
        self.waiting().clear();
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting<Entry>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn links() -> OneUse<u32> {
        OneUse::new("link-", SignedDuration::from_secs(600))
    }

    #[test]
    fn an_entry_is_taken_once_and_in_time() {
        let links = links();
        let (first, second) = (links.add(1, at(0)).unwrap(), links.add(2, at(0)).unwrap());
        assert!(first.starts_with("link-") && first != second);
        assert_eq!(links.take("link-", at(0)), None);
        assert_eq!(links.take(&first, at(599)), Some(1));
        assert_eq!(links.take(&first, at(599)), None);
        assert_eq!(links.take(&second, at(600)), None);
        assert_eq!(links.take(&second, at(0)), None, "one that came too late is gone as well");
    }

    #[test]
    fn no_more_wait_than_are_kept() {
        let links = links();
        let first = links.add(0, at(0)).unwrap();
        let second = links.add(1, at(0)).unwrap();
        for number in 0..KEPT - 1 {
            links.add(u32::try_from(number).unwrap(), at(0)).unwrap();
        }
        assert_eq!(links.waiting().len(), KEPT);
        assert_eq!(links.take(&first, at(0)), None);
        assert_eq!(links.take(&second, at(0)), Some(1));
        links.add(2, at(600)).unwrap();
        assert_eq!(links.waiting().len(), 1, "the old ones go when a new one comes");
    }
}
