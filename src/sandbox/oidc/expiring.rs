//! What is kept for a while under a random name, and in bounded number.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many are kept; then the one that would expire first goes.
const MOST: usize = 5000;

/// Values that expire, each with its own lifetime in Unix seconds.
#[derive(Debug)]
pub(crate) struct Expiring<Value> {
    kept: Mutex<HashMap<String, (i64, Value)>>,
}

impl<Value> Default for Expiring<Value> {
    fn default() -> Self {
        Self { kept: Mutex::default() }
    }
}

impl<Value: Clone> Expiring<Value> {
    /// Keeps a value until then.
    pub(crate) fn insert(&self, name: String, value: Value, expires_at: i64, now: i64) {
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.retain(|_, (expires_at, _)| *expires_at > now);
        }
        if kept.len() >= MOST {
            let first = kept.iter().min_by_key(|(_, (expires_at, _))| *expires_at).map(|(name, _)| name.clone());
            first.and_then(|first| kept.remove(&first));
        }
        kept.insert(name, (expires_at, value));
    }

    /// A copy of what is kept under this name.
    pub(crate) fn get(&self, name: &str, now: i64) -> Option<Value> {
        self.change(name, now, |value| value.clone())
    }

    /// Changes what is kept under this name, in one step.
    pub(crate) fn change<Answer>(
        &self,
        name: &str,
        now: i64,
        change: impl FnOnce(&mut Value) -> Answer,
    ) -> Option<Answer> {
        let mut kept = self.kept();
        let (expires_at, value) = kept.get_mut(name)?;
        (*expires_at > now).then(|| change(value))
    }

    /// Takes it away; of two who try, one gets it.
    pub(crate) fn remove(&self, name: &str, now: i64) -> Option<Value> {
        let (expires_at, value) = self.kept().remove(name)?;
        (expires_at > now).then_some(value)
    }

    /// Everything with when it expires, by name, as the state file keeps it.
    pub(crate) fn all(&self) -> BTreeMap<String, (i64, Value)> {
        self.kept().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Takes over what an earlier program kept.
    pub(crate) fn restore(&self, all: BTreeMap<String, (i64, Value)>) {
        *self.kept() = all.into_iter().collect();
    }

    pub(crate) fn clear(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, (i64, Value)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_gone_when_its_time_is_over_or_when_it_was_taken() {
        let expiring = Expiring::default();
        expiring.insert("a".to_owned(), 1, 10, 0);
        assert_eq!(expiring.get("a", 9), Some(1));
        assert_eq!(expiring.get("a", 10), None);
        assert_eq!(expiring.remove("a", 9), Some(1));
        assert_eq!(expiring.remove("a", 9), None);
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let expiring = Expiring::default();
        for number in 0..i64::try_from(MOST).unwrap() + 10 {
            expiring.insert(number.to_string(), number, 100 + number, 0);
        }
        assert_eq!(expiring.kept().len(), MOST);
        assert_eq!((expiring.get("9", 0), expiring.get("10", 0)), (None, Some(10)));
    }
}
