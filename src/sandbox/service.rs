//! The service's memory, and the rules that need more than one part of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::claims;
use super::faults::Faults;
use super::keys::{self, Keys};
use super::model::Account;
use super::refused::Refused;
use super::seed;
use super::seen::SeenRequests;
use super::tokens::{Grant, Lifetimes, Tokens, random_text};

/// Everything the service knows. Each part has its own lock, and no lock is held while another is taken.
pub(super) struct Service {
    pub(super) app_host: String,
    pub(super) faults: Faults,
    pub(super) seen: SeenRequests,
    pub(super) keys: Arc<Keys>,
    accounts: Mutex<Vec<Account>>,
    tokens: Mutex<Tokens>,
    lifetimes: Mutex<Lifetimes>,
}

/// What a sign-in or a refresh issues.
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) id_token: String,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: u64,
    pub(super) scope: String,
}

impl Service {
    pub(super) fn new(app_host: String) -> Self {
        Self {
            app_host,
            faults: Faults::default(),
            seen: SeenRequests::default(),
            keys: Arc::default(),
            accounts: Mutex::new(seed::accounts()),
            tokens: Mutex::default(),
            lifetimes: Mutex::default(),
        }
    }

    /// The issuer of every token (reference section 8.1).
    pub(super) fn issuer(&self) -> String {
        format!("{}/oidc", self.app_host)
    }

    pub(super) fn accounts(&self) -> MutexGuard<'_, Vec<Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lifetimes(&self) -> MutexGuard<'_, Lifetimes> {
        self.lifetimes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The account of this ID, as it is now.
    pub(super) fn account(&self, user_id: &str) -> Option<Account> {
        self.accounts().iter().find(|account| account.user_id == user_id).cloned()
    }

    /// Issues tokens for a grant; a refresh token only with `offline_access` (reference section 4).
    pub(super) async fn issue(&self, grant: Grant) -> Result<Issued, Refused> {
        let key = self.keys.get().await.ok_or(Refused::NoKeys)?;
        let account = self.account(grant.user_id).ok_or(Refused::NotSignedIn)?;
        let lifetimes = *self.lifetimes();
        let token_id = random_text().ok_or(Refused::NoKeys)?;
        let now = Timestamp::now().as_second();
        let until = |lifetime: Duration| now.saturating_add_unsigned(lifetime.as_secs());

        let access_token = key
            .sign(&json!({
                "jti": token_id,
                "sub": grant.user_id,
                "aud": seed::APP_ID,
                "iss": self.issuer(),
                "iat": now,
                "exp": until(lifetimes.access_token),
                "scope": grant.scope,
            }))
            .ok_or(Refused::NoKeys)?;

        let mut claims = claims::of(&account, &grant);
        claims.extend([
            ("aud".to_owned(), seed::APP_ID.into()),
            ("iss".to_owned(), self.issuer().into()),
            ("iat".to_owned(), now.into()),
            ("exp".to_owned(), until(lifetimes.id_token).into()),
            ("at_hash".to_owned(), keys::access_token_hash(&access_token).into()),
        ]);
        let id_token = key.sign(&claims.into()).ok_or(Refused::NoKeys)?;

        let mut tokens = self.tokens();
        let refresh_token = match grant.allows("offline_access") {
            true => Some(tokens.add_refresh(grant.clone(), lifetimes.refresh_token).ok_or(Refused::NoKeys)?),
            false => None,
        };
        let scope = grant.scope.clone();
        tokens.add_access(token_id, grant);
        drop(tokens);
        Ok(Issued { access_token, id_token, refresh_token, expires_in: lifetimes.access_token.as_secs(), scope })
    }

    /// The grant and the account of an access token that is signed by us, for this application, neither expired nor
    /// revoked. An ID token is none: it has no `jti`.
    pub(super) fn access(&self, token: Option<&str>) -> Result<(Grant, Account), Refused> {
        token
            .and_then(|token| self.access_grant(token))
            .and_then(|grant| self.account(grant.user_id).map(|account| (grant, account)))
            .ok_or(Refused::NotSignedIn)
    }

    fn access_grant(&self, token: &str) -> Option<Grant> {
        let claims = self.keys.ready()?.verify(token)?;
        let expires_at = claims.get("exp")?.as_i64()?;
        let ours = claims.get("iss")?.as_str()? == self.issuer() && claims.get("aud")?.as_str()? == seed::APP_ID;
        if !ours || expires_at <= Timestamp::now().as_second() {
            return None;
        }
        self.tokens().access_grant(claims.get("jti")?.as_str()?)
    }

    /// Revokes a token of either kind; any other text is none of ours, and that is no error (RFC 7009, section 2.2).
    pub(super) fn revoke(&self, token: &str) {
        if self.tokens().revoke_refresh(token) {
            return;
        }
        let claims = self.keys.ready().and_then(|key| key.verify(token));
        if let Some(token_id) = claims.as_ref().and_then(|claims| claims.get("jti")?.as_str()) {
            self.tokens().revoke_access(token_id);
        }
    }
}
