//! Tokens that stand for a step already taken, and allow the next one: reference section 5.7 has several such pairs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::tokens::random_text;

/// For how long a token of this kind is good: the 60 seconds of the documentation's sample.
pub(super) const GOOD_FOR: SignedDuration = SignedDuration::from_secs(60);

/// What a token allows, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NextStep {
    /// `reset-password`: after a code was given, or after a sign-in that demands it.
    ResetPassword,
    /// `update-email`, to this address.
    UpdateEmail(String),
    /// `update-phone`, to this number with this country code.
    UpdatePhone(String, Option<String>),
    /// `delete-account`.
    DeleteAccount,
}

/// The tokens that are out.
#[derive(Debug, Default)]
pub(super) struct NextSteps {
    by_token: Mutex<HashMap<String, Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    step: NextStep,
    user_id: Arc<str>,
    expires_at: Timestamp,
}

impl NextSteps {
    /// A token that allows this step for this account; `None` when no random numbers can be made.
    pub(super) fn allow(&self, step: NextStep, user_id: &Arc<str>, now: Timestamp) -> Option<String> {
        let token = random_text()?;
        let expires_at = now.checked_add(GOOD_FOR).unwrap_or(now);
        let mut by_token = self.by_token();
        by_token.retain(|_, waiting| waiting.expires_at > now);
        by_token.insert(token.clone(), Waiting { step, user_id: Arc::clone(user_id), expires_at });
        Some(token)
    }

    /// The step that a token allows and for which account, if it is one of those meant; it is used up then.
    pub(super) fn take(
        &self,
        token: &str,
        now: Timestamp,
        meant: impl FnOnce(&NextStep, &str) -> bool,
    ) -> Option<(NextStep, Arc<str>)> {
        let mut by_token = self.by_token();
        let waiting = by_token.get(token)?;
        if waiting.expires_at <= now || !meant(&waiting.step, &waiting.user_id) {
            return None;
        }
        by_token.remove(token).map(|waiting| (waiting.step, waiting.user_id))
    }

    /// Forgets everything.
    pub(super) fn reset(&self) {
        self.by_token().clear();
    }

    fn by_token(&self) -> MutexGuard<'_, HashMap<String, Waiting>> {
        self.by_token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_taken_once_in_time_and_by_whom_it_was_meant_for() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let steps = NextSteps::default();
        let lin: Arc<str> = "lin".into();
        let token = steps.allow(NextStep::DeleteAccount, &lin, at(0)).unwrap();
        assert_eq!(steps.take(&token, at(1), |step, _| *step == NextStep::ResetPassword), None);
        assert_eq!(steps.take(&token, at(1), |_, user_id| user_id == "mia"), None);
        assert_eq!(steps.take(&token, at(60), |_, _| true), None);
        assert_eq!(steps.take(&token, at(59), |_, _| true), Some((NextStep::DeleteAccount, lin)));
        assert_eq!(steps.take(&token, at(59), |_, _| true), None);
    }
}
