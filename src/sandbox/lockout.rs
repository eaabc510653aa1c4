//! What repeated failures to sign in lead to: a captcha, then a lock (reference section 11).
//!
//! The service lets a user pool choose one of the two, the number of attempts and the window. The sandbox has both, with
//! numbers of its own, which are not documented anywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// From so many failures on, a sign-in has to bring a captcha.
const UNTIL_CAPTCHA: u32 = 3;

/// From so many failures on, the account is locked.
const UNTIL_LOCKED: u32 = 10;

/// So long after the last failure all are forgotten, and a lock is open again.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The failures of every account since its last good sign-in.
#[derive(Debug, Default)]
pub(super) struct Lockout {
    by_user: Mutex<HashMap<Arc<str>, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Lockout {
    /// Counts a failure. A locked account is not locked for longer by further ones.
    pub(super) fn failed(&self, user_id: &Arc<str>, now: Timestamp) {
        let mut by_user = self.by_user();
        by_user.retain(|_, failures| !failures.forgotten(now));
        let failures = by_user.entry(Arc::clone(user_id)).or_insert(Failures { count: 0, last: now });
        if failures.count < UNTIL_LOCKED {
            *failures = Failures { count: failures.count + 1, last: now };
        }
    }

    /// Forgets the failures of an account that signed in well.
    pub(super) fn succeeded(&self, user_id: &str) {
        self.by_user().remove(user_id);
    }

    /// Whether a sign-in has to bring a captcha: `apiCode` 2000 (reference section 1.6).
    pub(super) fn needs_captcha(&self, user_id: &str, now: Timestamp) -> bool {
        self.count(user_id, now) >= UNTIL_CAPTCHA
    }

    /// Whether no sign-in is let in, whatever it brings: `apiCode` 2057 (reference section 1.6).
    pub(super) fn is_locked(&self, user_id: &str, now: Timestamp) -> bool {
        self.count(user_id, now) >= UNTIL_LOCKED
    }

    /// Forgets everything.
    pub(super) fn reset(&self) {
        self.by_user().clear();
    }

    fn count(&self, user_id: &str, now: Timestamp) -> u32 {
        self.by_user().get(user_id).filter(|failures| !failures.forgotten(now)).map_or(0, |failures| failures.count)
    }

    fn by_user(&self) -> MutexGuard<'_, HashMap<Arc<str>, Failures>> {
        self.by_user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Failures {
    fn forgotten(self, now: Timestamp) -> bool {
        now.duration_since(self.last) >= FORGOTTEN_AFTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn after(failures: u32) -> (Lockout, Arc<str>) {
        let lockout = Lockout::default();
        let user: Arc<str> = "lin".into();
        for _ in 0..failures {
            lockout.failed(&user, at(0));
        }
        (lockout, user)
    }

    #[test]
    fn three_failures_ask_for_a_captcha_and_ten_lock() {
        for (failures, captcha, locked) in [(2, false, false), (3, true, false), (9, true, false), (10, true, true)] {
            let (lockout, user) = after(failures);
            assert_eq!(lockout.needs_captcha(&user, at(1)), captcha, "{failures}");
            assert_eq!(lockout.is_locked(&user, at(1)), locked, "{failures}");
            assert!(!lockout.needs_captcha("mia", at(1)), "somebody else's failures do not count");
        }
    }

    #[test]
    fn time_and_a_good_sign_in_make_up_for_failures() {
        let (lockout, user) = after(10);
        // Trying on does not make it longer.
        lockout.failed(&user, at(500));
        assert!(lockout.is_locked(&user, at(599)));
        assert!(!lockout.is_locked(&user, at(600)));
        assert!(!lockout.needs_captcha(&user, at(600)));

        let (lockout, user) = after(9);
        lockout.succeeded(&user);
        lockout.failed(&user, at(1));
        assert!(!lockout.needs_captcha(&user, at(1)));
    }
}
