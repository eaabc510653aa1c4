//! What can be told of a session's tokens without opening them to anybody.

use std::sync::PoisonError;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Session;
use super::tokens::Held;

/// What can be told of the tokens in use, beside [`Standing`](super::Standing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// When the access token came.
    pub obtained_at: Timestamp,
    /// The scopes that were granted, separated by spaces; `None` when the service did not say.
    pub scope: Option<String>,
    /// Whether there is an ID token, without which nothing can be bound (reference section 6.1).
    pub has_id_token: bool,
    /// Whether there is a refresh token, whatever the service thinks of it.
    pub has_refresh_token: bool,
    /// What the access token says, where it is a JSON Web Token; `None` where it is opaque. Nothing of it is verified.
    pub access_token_claims: Option<Map<String, Value>>,
}

impl Particulars {
    pub(super) fn of(held: &Held) -> Self {
        Self {
            obtained_at: held.obtained_at,
            scope: held.tokens.scope.clone(),
            has_id_token: held.tokens.id_token.is_some(),
            has_refresh_token: held.tokens.refresh_token.is_some(),
            access_token_claims: held.tokens.access_token.claims(),
        }
    }
}

impl Session {
    /// What can be told of the tokens in use; while a refresh runs, of those before it.
    pub fn particulars(&self) -> Particulars {
        self.inner.particulars.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
