//! A list that lags: for some reads after a commit it shows what was before.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The lists that lag, one for each user.
#[derive(Debug)]
pub(super) struct Lag<List> {
    state: Mutex<State<List>>,
}

#[derive(Debug)]
struct State<List> {
    /// For how many reads the next commit stays unseen.
    armed: u32,
    /// By the user's ID.
    lagging: HashMap<String, Lagging<List>>,
}

#[derive(Debug)]
struct Lagging<List> {
    before: List,
    reads_left: u32,
}

impl<List> Default for Lag<List> {
    fn default() -> Self {
        Self { state: Mutex::default() }
    }
}

impl<List> Default for State<List> {
    fn default() -> Self {
        Self { armed: 0, lagging: HashMap::new() }
    }
}

impl<List: Clone> Lag<List> {
    /// The next commit, whoever's it is, stays unseen for so many reads.
    pub(super) fn arm(&self, reads: u32) {
        self.state().armed = reads;
    }

    /// Whether the next commit stays unseen.
    pub(super) fn is_armed(&self) -> bool {
        self.state().armed > 0
    }

    /// A user's list was changed, and was this before. While it lags already and no new lag waits, the older list goes on
    /// being shown.
    pub(super) fn committed(&self, user_id: &str, before: List) {
        let mut state = self.state();
        let reads_left = std::mem::take(&mut state.armed);
        if reads_left > 0 {
            state.lagging.insert(user_id.to_owned(), Lagging { before, reads_left });
        }
    }

    /// What a read shows instead of the user's list as it is now, if it lags. It counts as one of the reads.
    pub(super) fn read(&self, user_id: &str) -> Option<List> {
        let mut state = self.state();
        let lagging = state.lagging.get_mut(user_id)?;
        lagging.reads_left -= 1;
        if lagging.reads_left > 0 {
            return Some(lagging.before.clone());
        }
        state.lagging.remove(user_id).map(|lagging| lagging.before)
    }

    /// Nothing lags, and the next commit is seen at once.
    pub(super) fn reset(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State<List>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commit_after_it_is_armed_stays_unseen_for_so_many_reads() {
        let lag = Lag::default();
        lag.committed("lin", 1);
        assert_eq!(lag.read("lin"), None, "it was not armed");
        lag.arm(2);
        assert_eq!(lag.read("lin"), None, "nothing was committed");
        lag.committed("lin", 2);
        assert_eq!(lag.read("mia"), None);
        assert_eq!([lag.read("lin"), lag.read("lin"), lag.read("lin")], [Some(2), Some(2), None]);
    }

    #[test]
    fn the_older_list_stays_until_a_new_lag_begins() {
        let lag = Lag::default();
        lag.arm(3);
        lag.committed("lin", 1);
        lag.committed("lin", 2);
        assert_eq!(lag.read("lin"), Some(1));
        lag.arm(1);
        lag.committed("lin", 3);
        assert_eq!([lag.read("lin"), lag.read("lin")], [Some(3), None]);
        lag.arm(1);
        lag.arm(0);
        lag.committed("lin", 4);
        assert_eq!(lag.read("lin"), None, "it was disarmed");
    }
}
