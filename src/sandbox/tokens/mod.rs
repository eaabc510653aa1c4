//! Which tokens are out there, and for how long they are good (reference sections 4, 8.4, 8.6 and 8.7).

mod der;
pub(super) mod keys;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand;
use jiff::Timestamp;

use super::pool::{Account, Application};

/// For how long tokens are good, from when they are issued. A change concerns those issued after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Access tokens: 2 hours unless told otherwise. Counted in whole seconds, on the wire and in the token.
    pub access_token: Duration,
    /// ID tokens: 14 days unless told otherwise.
    pub id_token: Duration,
    /// Refresh tokens: 30 days unless told otherwise.
    pub refresh_token: Duration,
}

impl Default for Lifetimes {
    /// The lifetimes of the reference's samples (section 8.4).
    fn default() -> Self {
        Self {
            access_token: Duration::from_secs(7200),
            id_token: Duration::from_secs(1_209_600),
            refresh_token: Duration::from_secs(2_592_000),
        }
    }
}

/// What a sign-in allowed: who, to which application, and which scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) user_id: Arc<str>,
    pub(crate) client_id: Arc<str>,
    /// Separated by blanks (RFC 6749, section 3.3).
    pub(crate) scope: Arc<str>,
    /// What the authorization request wants repeated in the ID token (OpenID Connect Core, section 3.1.2.1).
    pub(crate) nonce: Option<String>,
    /// When the person signed in, in Unix seconds (`auth_time`).
    pub(crate) authenticated_at: i64,
}

impl Grant {
    pub(crate) fn new(account: &Account, application: &Application, scope: &str, now: Timestamp) -> Self {
        Self {
            user_id: Arc::clone(&account.user_id),
            client_id: application.app_id.as_str().into(),
            scope: scope.into(),
            nonce: None,
            authenticated_at: now.as_second(),
        }
    }

    pub(crate) fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|one| one == scope)
    }
}

/// Why an access token is refused. A client is not told which; whoever looks at the service's side is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenTrouble {
    #[error("no access token was sent")]
    Missing,
    #[error("the access token was not signed here, or is none")]
    NotOurs,
    #[error("this is an ID token, not an access token")]
    IdToken,
    #[error("the access token is expired")]
    Expired,
    #[error("the access token was revoked")]
    Revoked,
    #[error("the access token was issued to another application")]
    OtherApplication,
    #[error("the account of the access token is gone")]
    NoAccount,
}

/// The tokens that are still good, as far as the service's memory goes: an access token's own expiry is in it.
#[derive(Default)]
pub(crate) struct Tokens {
    /// By the token's `jti`.
    access: HashMap<String, Grant>,
    /// By the token itself.
    refresh: HashMap<String, RefreshToken>,
}

struct RefreshToken {
    grant: Grant,
    expires_at: i64,
}

impl Tokens {
    /// Remembers a new access token by its `jti`.
    pub(crate) fn add_access(&mut self, token_id: String, grant: Grant) {
        self.access.insert(token_id, grant);
    }

    /// What an access token allows, unless it was revoked.
    pub(crate) fn access_grant(&self, token_id: &str) -> Option<Grant> {
        self.access.get(token_id).cloned()
    }

    /// Makes a refresh token. It says what it is, so that a search for leaked ones can find it.
    pub(crate) fn add_refresh(&mut self, grant: Grant, expires_at: i64) -> Option<String> {
        let token = format!("sandbox-refresh-{}", random_text()?);
        self.refresh.insert(token.clone(), RefreshToken { grant, expires_at });
        Some(token)
    }

    /// Trades a refresh token for what it allows. It can be traded once: a new one is issued each time.
    pub(crate) fn redeem(&mut self, refresh_token: &str, now: Timestamp) -> Option<Grant> {
        let token = self.refresh.remove(refresh_token)?;
        (token.expires_at > now.as_second()).then_some(token.grant)
    }

    pub(crate) fn revoke_access(&mut self, token_id: &str) {
        self.access.remove(token_id);
    }

    /// Says whether it was a refresh token at all.
    pub(crate) fn revoke_refresh(&mut self, refresh_token: &str) -> bool {
        self.refresh.remove(refresh_token).is_some()
    }

    pub(crate) fn forget_access(&mut self) {
        self.access.clear();
    }

    pub(crate) fn forget_refresh(&mut self) {
        self.refresh.clear();
    }
}

/// 256 random bits, as hexadecimal digits.
pub(crate) fn random_text() -> Option<String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant {
            user_id: "lin".into(),
            client_id: "app".into(),
            scope: "openid offline_access".into(),
            nonce: None,
            authenticated_at: 0,
        }
    }

    #[test]
    fn a_refresh_token_is_traded_once() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(grant(), 60).unwrap();
        assert_eq!(tokens.redeem(&token, Timestamp::UNIX_EPOCH), Some(grant()));
        assert_eq!(tokens.redeem(&token, Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn an_old_refresh_token_is_worth_nothing() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(grant(), 0).unwrap();
        assert_eq!(tokens.redeem(&token, Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn a_scope_is_a_whole_word() {
        assert!(grant().allows("openid"));
        assert!(!grant().allows("open"));
    }
}
