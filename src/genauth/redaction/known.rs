//! The tokens of a client's earlier calls: an answer to one call can hold the token of another.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::LiveSecret;

/// How many tokens are remembered; the ones that came last stay.
const MOST_KNOWN: usize = 64;

/// Shared by all clones of a client. Passwords and codes are not kept: they are no use after their call, and a program
/// should not hold them longer for the sake of hiding them.
#[derive(Clone, Default)]
pub(in crate::genauth) struct KnownSecrets(Arc<Mutex<VecDeque<LiveSecret>>>);

impl KnownSecrets {
    /// Remembers a token; anything else is left out.
    pub(super) fn remember(&self, secret: &LiveSecret) {
        if !secret.is_worth_knowing() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = known.iter().position(|other| other.is_same(secret)) {
            // What is in use stays longest.
            known.remove(at);
        } else if known.len() == MOST_KNOWN {
            known.pop_front();
        }
        known.push_back(secret.clone());
    }

    pub(super) fn all(&self) -> Vec<LiveSecret> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
