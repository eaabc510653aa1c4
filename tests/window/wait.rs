//! Waiting for a condition, with a deadline.

use std::time::{Duration, Instant};

/// How long anything may take to show. Generous, because a machine that tests is often busy.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// How long to leave the machine to others between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Looks again and again until something is found; `None` when nothing was within that time.
pub(crate) fn until<T>(within: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + within;
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if Instant::now() >= end {
            return None;
        }
        std::thread::park_timeout(BETWEEN_LOOKS);
    }
}
