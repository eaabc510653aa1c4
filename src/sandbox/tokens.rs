//! Which tokens are out there, and for how long they are good (reference sections 4, 8.4, 8.6 and 8.7).

use std::collections::HashMap;
use std::time::Duration;

use aws_lc_rs::rand;
use jiff::Timestamp;

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

/// What a sign-in allowed: who, and which scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) user_id: &'static str,
    pub(super) scope: String,
}

impl Grant {
    pub(super) fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|one| one == scope)
    }
}

/// The tokens that are still good, as far as the service's memory goes: an access token's own expiry is in it.
#[derive(Default)]
pub(super) struct Tokens {
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
    pub(super) fn add_access(&mut self, token_id: String, grant: Grant) {
        self.access.insert(token_id, grant);
    }

    /// What an access token allows, unless it was revoked.
    pub(super) fn access_grant(&self, token_id: &str) -> Option<Grant> {
        self.access.get(token_id).cloned()
    }

    /// Makes a refresh token. It says what it is, so that a search for leaked ones can find it.
    pub(super) fn add_refresh(&mut self, grant: Grant, lifetime: Duration) -> Option<String> {
        let token = format!("sandbox-refresh-{}", random_text()?);
        let expires_at = Timestamp::now().as_second().saturating_add_unsigned(lifetime.as_secs());
        self.refresh.insert(token.clone(), RefreshToken { grant, expires_at });
        Some(token)
    }

    /// Trades a refresh token for what it allows. It can be traded once: a new one is issued each time.
    pub(super) fn redeem(&mut self, refresh_token: &str) -> Option<Grant> {
        let token = self.refresh.remove(refresh_token)?;
        (token.expires_at > Timestamp::now().as_second()).then_some(token.grant)
    }

    pub(super) fn revoke_access(&mut self, token_id: &str) {
        self.access.remove(token_id);
    }

    /// Says whether it was a refresh token at all.
    pub(super) fn revoke_refresh(&mut self, refresh_token: &str) -> bool {
        self.refresh.remove(refresh_token).is_some()
    }

    pub(super) fn forget_access(&mut self) {
        self.access.clear();
    }

    pub(super) fn forget_refresh(&mut self) {
        self.refresh.clear();
    }
}

/// 256 random bits, as hexadecimal digits.
pub(super) fn random_text() -> Option<String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant { user_id: "lin", scope: "openid offline_access".to_owned() }
    }

    #[test]
    fn a_refresh_token_is_traded_once() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(grant(), Duration::from_secs(60)).unwrap();
        assert_eq!(tokens.redeem(&token), Some(grant()));
        assert_eq!(tokens.redeem(&token), None);
    }

    #[test]
    fn an_old_refresh_token_is_worth_nothing() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(grant(), Duration::ZERO).unwrap();
        assert_eq!(tokens.redeem(&token), None);
    }

    #[test]
    fn a_scope_is_a_whole_word() {
        assert!(grant().allows("openid"));
        assert!(!grant().allows("open"));
    }
}
