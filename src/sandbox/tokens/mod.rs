//! Which tokens are out there, and for how long they are good (reference sections 4, 8.4, 8.6 and 8.7).

mod der;
mod grant;
mod id_token;
mod issue;
pub(super) mod keys;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use grant::Grant;
pub(crate) use id_token::IdToken;

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

/// Why a refresh token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RefreshTrouble {
    #[error("the refresh token is revoked, or not from here")]
    Unknown,
    #[error("the refresh token is expired")]
    Expired,
    #[error("the refresh token was issued to another application")]
    OtherApplication,
    #[error("the refresh token was used before, so everything that came of its sign-in is revoked")]
    Reused,
    #[error("the scope is wider than what was granted")]
    WiderScope,
}

/// For how long a revoked family is remembered, in seconds: longer than any request that is still being answered.
const REVOKED_FOR: i64 = 600;

/// After how many new tokens the expired ones are looked for, at least.
const BETWEEN_SWEEPS: usize = 1024;

/// What every refresh token begins with, so that a search for leaked ones can find it.
const REFRESH_TOKEN: &str = "sandbox-refresh-";

/// The tokens that are still good.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Tokens {
    /// By the token's `jti`.
    access: HashMap<String, AccessToken>,
    /// By the family of the grant; only what can be refreshed, and for a while what was revoked.
    families: HashMap<Arc<str>, Family>,
    #[serde(skip)]
    added_since_sweep: usize,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct AccessToken {
    grant: Grant,
    expires_at: i64,
    /// A fault expired it before its time.
    expired_early: bool,
}

/// The refresh tokens of one sign-in, of which only the last is good. A refresh token names its family, so that an
/// older one is recognised without being kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Family {
    pub(crate) grant: Grant,
    /// The last refresh token; `None` while it is being traded.
    current: Option<String>,
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
    revoked: bool,
}

impl Tokens {
    /// Remembers a new access token by its `jti`, unless its family was revoked while it was made.
    pub(crate) fn add_access(&mut self, token_id: String, grant: Grant, expires_at: i64, now: i64) {
        self.sweep(now);
        if !self.is_revoked(&grant.family) {
            self.access.insert(token_id, AccessToken { grant, expires_at, expired_early: false });
        }
    }

    /// What an access token allows, unless it was revoked or expired before its time. Its expiry is in the token itself.
    pub(crate) fn access_grant(&self, token_id: &str) -> Result<Grant, TokenTrouble> {
        match self.access.get(token_id) {
            None => Err(TokenTrouble::Revoked),
            Some(token) if token.expired_early => Err(TokenTrouble::Expired),
            Some(token) => Ok(token.grant.clone()),
        }
    }

    /// An access token that is still good counts as expired from now on.
    pub(crate) fn expire_access(&mut self, token_id: &str) {
        if let Some(token) = self.access.get_mut(token_id) {
            token.expired_early = true;
        }
    }

    /// Whether an account has an access token for an application that is good at this time, in Unix seconds.
    pub(crate) fn has_access(&self, user_id: &str, client_id: &str, now: i64) -> bool {
        self.access.values().any(|token| {
            let is_good = token.expires_at > now && !token.expired_early;
            is_good && *token.grant.user_id == *user_id && *token.grant.client_id == *client_id
        })
    }

    /// Makes a refresh token, which takes the place of the family's last one. If the family was revoked meanwhile, it
    /// is one that was never good.
    pub(crate) fn add_refresh(&mut self, grant: Grant, issued_at: i64, expires_at: i64) -> Option<String> {
        let token = format!("{REFRESH_TOKEN}{}-{}", grant.family, random_text()?);
        if !self.is_revoked(&grant.family) {
            let (family, current) = (Arc::clone(&grant.family), Some(token.clone()));
            let grant = grant.for_refreshing();
            self.families.insert(family, Family { grant, current, issued_at, expires_at, revoked: false });
        }
        Some(token)
    }

    /// Trades a refresh token for what it allows, once: a new one is issued each time. One that was traded before is
    /// in wrong hands, or its successor is, so its whole family is revoked (RFC 9700, section 4.14.2). `scope` is what
    /// the client asks for, if less than all.
    pub(crate) fn redeem(
        &mut self,
        refresh_token: &str,
        client_id: &str,
        scope: Option<&str>,
        now: Timestamp,
    ) -> Result<Grant, RefreshTrouble> {
        let name = family_of(refresh_token).ok_or(RefreshTrouble::Unknown)?;
        let family = self.families.get_mut(name).filter(|family| !family.revoked).ok_or(RefreshTrouble::Unknown)?;
        if &*family.grant.client_id != client_id {
            return Err(RefreshTrouble::OtherApplication);
        }
        if family.current.as_deref() != Some(refresh_token) {
            self.revoke_family(name, now);
            return Err(RefreshTrouble::Reused);
        }
        if family.expires_at <= now.as_second() {
            return Err(RefreshTrouble::Expired);
        }
        if scope.is_some_and(|scope| !scope.split(' ').all(|one| family.grant.allows(one))) {
            return Err(RefreshTrouble::WiderScope);
        }
        family.current = None;
        Ok(family.grant.clone())
    }

    /// The family of a refresh token that is good.
    pub(crate) fn family(&self, refresh_token: &str, now: Timestamp) -> Option<&Family> {
        let family = self.families.get(family_of(refresh_token)?)?;
        (family.current.as_deref() == Some(refresh_token) && family.expires_at > now.as_second()).then_some(family)
    }

    /// Revokes every token of a family, also those that are just being made.
    pub(crate) fn revoke_family(&mut self, name: &str, now: Timestamp) {
        self.access.retain(|_, token| &*token.grant.family != name);
        if let Some(family) = self.families.get_mut(name) {
            family.current = None;
            family.revoked = true;
            family.expires_at = now.as_second().saturating_add(REVOKED_FOR);
        }
    }

    /// Like `revoke_family`, for a grant whose first tokens may not be there yet.
    pub(crate) fn revoke_grant(&mut self, grant: Grant, now: Timestamp) {
        let (name, issued_at) = (Arc::clone(&grant.family), now.as_second());
        let family = Family { grant, current: None, issued_at, expires_at: issued_at, revoked: true };
        self.families.entry(Arc::clone(&name)).or_insert(family);
        self.revoke_family(&name, now);
    }

    /// Revokes an access token of this application.
    pub(crate) fn revoke_access(&mut self, token_id: &str, client_id: &str) {
        if self.access.get(token_id).is_some_and(|token| &*token.grant.client_id == client_id) {
            self.access.remove(token_id);
        }
    }

    /// Revokes the family of a refresh token of this application. Says whether it was a refresh token at all.
    pub(crate) fn revoke_refresh(&mut self, refresh_token: &str, client_id: &str, now: Timestamp) -> bool {
        let Some(name) = family_of(refresh_token) else { return false };
        if self.families.get(name).is_some_and(|family| &*family.grant.client_id == client_id) {
            self.revoke_family(name, now);
        }
        true
    }

    /// A refresh token is gone, and what it already gave stays good. Says whether it was one.
    pub(crate) fn lose_refresh(&mut self, refresh_token: &str) -> bool {
        family_of(refresh_token).is_some_and(|name| self.families.remove(name).is_some())
    }

    pub(crate) fn forget_access(&mut self) {
        self.access.clear();
    }

    pub(crate) fn forget_refresh(&mut self) {
        self.families.retain(|_, family| family.revoked);
    }

    fn is_revoked(&self, family: &str) -> bool {
        self.families.get(family).is_some_and(|family| family.revoked)
    }

    /// Drops what is expired, so rarely that it costs nothing and so often that memory does not grow.
    fn sweep(&mut self, now: i64) {
        self.added_since_sweep += 1;
        if self.added_since_sweep > BETWEEN_SWEEPS.max(self.access.len() / 2) {
            self.added_since_sweep = 0;
            self.access.retain(|_, token| token.expires_at > now);
            self.families.retain(|_, family| family.expires_at > now);
        }
    }
}

/// The family that a refresh token names.
fn family_of(refresh_token: &str) -> Option<&str> {
    let (family, _) = refresh_token.strip_prefix(REFRESH_TOKEN)?.split_once('-')?;
    Some(family)
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

    const START: Timestamp = Timestamp::UNIX_EPOCH;

    fn redeem(tokens: &mut Tokens, token: &str) -> Result<Grant, RefreshTrouble> {
        tokens.redeem(token, "app", None, START)
    }

    #[test]
    fn a_refresh_token_used_again_takes_the_whole_family_with_it() {
        let mut tokens = Tokens::default();
        let first = tokens.add_refresh(Grant::sample(), 0, 60).unwrap();
        assert_eq!(redeem(&mut tokens, &first), Ok(Grant::sample().for_refreshing()));
        let second = tokens.add_refresh(Grant::sample(), 0, 60).unwrap();
        tokens.add_access("id".to_owned(), Grant::sample(), 60, 0);

        assert_eq!(redeem(&mut tokens, &first), Err(RefreshTrouble::Reused));
        assert_eq!(redeem(&mut tokens, &second), Err(RefreshTrouble::Unknown));
        assert_eq!(tokens.access_grant("id"), Err(TokenTrouble::Revoked));
    }

    #[test]
    fn what_is_issued_while_its_family_is_revoked_was_never_good() {
        let mut tokens = Tokens::default();
        tokens.revoke_grant(Grant::sample(), START);
        let token = tokens.add_refresh(Grant::sample(), 0, 60).unwrap();
        tokens.add_access("id".to_owned(), Grant::sample(), 60, 0);
        assert_eq!(redeem(&mut tokens, &token), Err(RefreshTrouble::Unknown));
        assert_eq!(tokens.access_grant("id"), Err(TokenTrouble::Revoked));
    }

    #[test]
    fn an_old_refresh_token_is_worth_nothing() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(Grant::sample(), 0, 0).unwrap();
        assert_eq!(redeem(&mut tokens, &token), Err(RefreshTrouble::Expired));
    }

    #[test]
    fn another_application_can_neither_use_nor_revoke() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(Grant::sample(), 0, 60).unwrap();
        tokens.add_access("id".to_owned(), Grant::sample(), 60, 0);
        assert_eq!(tokens.redeem(&token, "other", None, START), Err(RefreshTrouble::OtherApplication));
        assert!(tokens.revoke_refresh(&token, "other", START));
        tokens.revoke_access("id", "other");
        assert!(tokens.access_grant("id").is_ok());
        assert!(redeem(&mut tokens, &token).is_ok());
    }

    #[test]
    fn a_wider_scope_is_refused_and_uses_nothing_up() {
        let mut tokens = Tokens::default();
        let token = tokens.add_refresh(Grant::sample(), 0, 60).unwrap();
        assert_eq!(tokens.redeem(&token, "app", Some("openid email"), START), Err(RefreshTrouble::WiderScope));
        assert!(tokens.redeem(&token, "app", Some("openid"), START).is_ok());
    }

    #[test]
    fn expired_tokens_do_not_pile_up() {
        let mut tokens = Tokens::default();
        for number in 0..10_000 {
            let grant = Grant { family: number.to_string().into(), ..Grant::sample() };
            tokens.add_refresh(grant.clone(), number, number + 60).unwrap();
            tokens.add_access(number.to_string(), grant, number + 60, number);
        }
        assert!(tokens.access.len() < 2000, "{}", tokens.access.len());
        assert!(tokens.families.len() < 2000, "{}", tokens.families.len());
        assert!(tokens.access_grant("9999").is_ok());
    }
}
