//! The faults that wait, in the order they came.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::changes::Changes;
use super::fault::{Fault, FaultKind};

/// The faults that wait to strike. A request takes the first one that matches it; the others keep waiting.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<VecDeque<Fault>>,
    changes: Changes,
}

impl Faults {
    /// None yet; what comes and goes is noted there.
    pub(super) fn noted_in(changes: Changes) -> Self {
        Self { waiting: Mutex::default(), changes }
    }

    /// Adds a fault behind those that wait. One with no times left is dropped.
    pub fn inject(&self, fault: Fault) {
        if fault.times > 0 {
            self.queue(|waiting| waiting.push_back(fault));
            self.changes.note();
        }
    }

    /// Forgets every fault that waits.
    pub fn clear(&self) {
        self.queue(VecDeque::clear);
        self.changes.note();
    }

    /// Takes back the fault at this position of [`Faults::pending`], if it is still the same but for the times it has
    /// left. Says whether it was.
    pub fn remove(&self, position: usize, fault: &Fault) -> bool {
        let removed = self.queue(|waiting| {
            let same = |waits: &Fault| waits.endpoint == fault.endpoint && waits.kind == fault.kind;
            waiting.get(position).is_some_and(same).then(|| waiting.remove(position)).is_some()
        });
        self.changes.note();
        removed
    }

    /// The faults that wait, first come first, each with the times it has left.
    pub fn pending(&self) -> Vec<Fault> {
        self.queue(|waiting| waiting.iter().cloned().collect())
    }

    /// Takes one strike from the first fault that matches the path.
    pub(super) fn take(&self, path: &str) -> Option<FaultKind> {
        self.queue(|waiting| {
            let position = waiting.iter().position(|fault| matches(&fault.endpoint, path))?;
            let fault = waiting.get_mut(position)?;
            fault.times -= 1;
            let kind = fault.kind.clone();
            if fault.times == 0 {
                waiting.remove(position);
            }
            Some(kind)
        })
    }

    fn queue<Answer>(&self, act: impl FnOnce(&mut VecDeque<Fault>) -> Answer) -> Answer {
        act(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn matches(endpoint: &str, path: &str) -> bool {
    endpoint == "*" || endpoint == path || path.rsplit('/').next() == Some(endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(texts: &[&str]) -> Faults {
        let faults = Faults::default();
        for text in texts {
            faults.inject(text.parse().unwrap());
        }
        faults
    }

    #[test]
    fn the_first_match_strikes_as_often_as_it_says() {
        let faults = faults(&["unlink-extidp=stallx2", "*=truncate"]);
        let path = "/api/v3/unlink-extidp";
        assert_eq!(faults.take(path), Some(FaultKind::Stall));
        assert_eq!(faults.pending().first().map(|fault| fault.times), Some(1));
        assert_eq!(faults.take(path), Some(FaultKind::Stall));
        assert_eq!(faults.take(path), Some(FaultKind::Truncate));
        assert_eq!(faults.take(path), None);
    }

    #[test]
    fn an_endpoint_is_a_last_segment_or_a_whole_path() {
        let faults = faults(&["token=stall", "/oidc/token/revocation=truncate"]);
        assert_eq!(faults.take("/oidc/token/revocation"), Some(FaultKind::Truncate));
        assert_eq!(faults.take("/oidc/token/revocation"), None);
        assert_eq!(faults.take("/oidc/token"), Some(FaultKind::Stall));
    }

    #[test]
    fn one_is_taken_back_only_where_it_still_waits() {
        let faults = faults(&["token=stallx2", "token=truncate"]);
        let waiting = faults.pending();
        faults.take("/oidc/token");
        assert!(faults.remove(0, &waiting[0]), "one of its strikes is left");
        assert!(!faults.remove(1, &waiting[1]), "it has moved up");
        assert_eq!(faults.pending(), waiting[1..]);
    }

    #[test]
    fn clearing_forgets_all_and_nothing_strikes_zero_times() {
        let faults = faults(&["token=stall"]);
        faults.clear();
        assert_eq!(faults.pending(), []);
        faults.inject(Fault { endpoint: "*".to_owned(), kind: FaultKind::Stall, times: 0 });
        assert_eq!(faults.take("/anything"), None);
    }
}
