//! What a sign-in allowed.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::random_text;
use crate::sandbox::pool::{Account, Application};

/// What a sign-in allowed: who, to which application, and which scopes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Grant {
    pub(crate) user_id: Arc<str>,
    pub(crate) client_id: Arc<str>,
    /// Separated by blanks (RFC 6749, section 3.3).
    pub(crate) scope: Arc<str>,
    /// What the authorization request wants repeated in the first ID token (OpenID Connect Core, section 3.1.2.1).
    pub(crate) nonce: Option<Arc<str>>,
    /// `s_hash` of the first ID token: the hash of the authorization request's `state` (reference section 8.7).
    pub(crate) state_hash: Option<Arc<str>>,
    /// When the person signed in, in Unix seconds (`auth_time`).
    pub(crate) authenticated_at: i64,
    /// Random, and the same for every token that comes of one sign-in, so that they can be revoked together.
    pub(crate) family: Arc<str>,
    /// The browser session in which it was given (`sid`); a sign-in without a browser has none.
    pub(crate) session_id: Option<Arc<str>>,
}

impl Grant {
    pub(crate) fn new(account: &Account, application: &Application, scope: &str, now: Timestamp) -> Self {
        Self {
            user_id: Arc::clone(&account.user_id),
            client_id: application.app_id.as_str().into(),
            scope: scope.into(),
            nonce: None,
            state_hash: None,
            authenticated_at: now.as_second(),
            // Without randomness nothing is issued, so that no two families are ever empty and alike.
            family: random_text().unwrap_or_default().into(),
            session_id: None,
        }
    }

    pub(crate) fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|one| one == scope)
    }

    /// What is left of it for a refresh: an ID token repeats its nonce once (OpenID Connect Core, section 12.2).
    pub(crate) fn for_refreshing(self) -> Self {
        Self { nonce: None, state_hash: None, ..self }
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        Self {
            user_id: "lin".into(),
            client_id: "app".into(),
            scope: "openid offline_access".into(),
            nonce: Some("once".into()),
            state_hash: None,
            authenticated_at: 0,
            family: "family".into(),
            session_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_a_whole_word() {
        assert!(Grant::sample().allows("openid"));
        assert!(!Grant::sample().allows("open"));
    }

    #[test]
    fn no_two_sign_ins_share_a_family() {
        let pool = crate::sandbox::pool::Pool::built_in();
        let (account, application) = (pool.accounts.first().unwrap(), pool.applications.first().unwrap());
        let family = || Grant::new(account, application, "openid", Timestamp::UNIX_EPOCH).family;
        assert_ne!(family(), family());
    }
}
