//! What was worked out once and is good until what it came from changes.

/// A value with what it was worked out from.
#[derive(Debug)]
pub(super) struct Kept<K, V>(Option<(K, V)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The value for this key, worked out anew only when the key is another one than last time.
    pub(super) fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        let known = self.0.take().filter(|(known, _)| *known == key);
        &self.0.insert(known.unwrap_or_else(|| (key, make()))).1
    }
}
