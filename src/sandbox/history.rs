//! Who signed in, when and how (reference sections 5.5 and 5.6).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many sign-ins are kept over all accounts; the oldest goes first.
const KEPT: usize = 5000;

/// One sign-in, or one that failed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct SignInEvent {
    pub(super) user_id: Arc<str>,
    pub(super) app_id: Arc<str>,
    pub(super) at: Timestamp,
    /// `loginMethod`, which is free-form: `loginByEmail` and the like.
    pub(super) method: String,
    pub(super) success: bool,
    /// Why it failed.
    pub(super) error: Option<String>,
    /// The `User-Agent` header.
    pub(super) user_agent: String,
    pub(super) client_ip: String,
}

/// Every sign-in, oldest first.
#[derive(Debug, Default)]
pub(super) struct History {
    events: Mutex<VecDeque<SignInEvent>>,
}

/// What the sign-ins of one account come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// How many were good.
    pub(super) good: usize,
    /// The last good one.
    pub(super) last: Option<SignInEvent>,
}

impl History {
    /// A history with a past: these events, oldest first.
    pub(super) fn starting_with(events: Vec<SignInEvent>) -> Self {
        let history = Self::default();
        history.start_with(events);
        history
    }

    /// Forgets everything but these events, oldest first.
    pub(super) fn start_with(&self, events: Vec<SignInEvent>) {
        *self.events() = events.into();
    }

    /// What the good sign-ins of one account come to.
    pub(super) fn summary(&self, user_id: &str) -> Summary {
        let events = self.events();
        let mut good = events.iter().rev().filter(|event| &*event.user_id == user_id && event.success);
        let last = good.next().cloned();
        Summary { good: good.count() + usize::from(last.is_some()), last }
    }

    pub(super) fn record(&self, event: SignInEvent) {
        let mut events = self.events();
        if events.len() >= KEPT {
            events.pop_front();
        }
        events.push_back(event);
    }

    /// The sign-ins of one account, newest first.
    pub(super) fn of(&self, user_id: &str) -> Vec<SignInEvent> {
        self.events().iter().rev().filter(|event| &*event.user_id == user_id).cloned().collect()
    }

    /// Every sign-in, oldest first, as the state file keeps it.
    pub(super) fn kept(&self) -> VecDeque<SignInEvent> {
        self.events().clone()
    }

    /// Takes over what an earlier program kept.
    pub(super) fn restore(&self, kept: VecDeque<SignInEvent>) {
        *self.events() = kept;
    }

    fn events(&self) -> MutexGuard<'_, VecDeque<SignInEvent>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
