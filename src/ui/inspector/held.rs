//! What is looked at stays, also when it has to leave the list to make room.

use std::sync::Arc;

use crate::inspector::Entry;

/// The calls that were looked at in the last frame: the one that is open, and those that are compared.
#[derive(Debug, Default)]
pub(super) struct Held(Vec<Arc<Entry>>);

impl Held {
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a Arc<Entry>>) -> Self {
        Self(entries.cloned().collect())
    }

    /// The entry with this number: of the list, or one that made room in it. `dropped` is how many did; where none did,
    /// what is not in the list was forgotten on purpose.
    pub(super) fn entry(&self, number: u64, listed: &[Arc<Entry>], dropped: u64) -> Option<Arc<Entry>> {
        // Numbers grow in the order of the list.
        if let Ok(at) = listed.binary_search_by_key(&number, |entry| entry.number) {
            return listed.get(at).cloned();
        }
        let made_room = dropped > 0 && has_left(number, listed);
        self.0.iter().find(|entry| made_room && entry.number == number).cloned()
    }
}

/// Whether a call with this number was in the list and is not any more.
pub(super) fn has_left(number: u64, listed: &[Arc<Entry>]) -> bool {
    listed.first().is_some_and(|oldest| number < oldest.number)
}
