//! The service's memory, and the rules that need more than one part of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;

use super::accounts::Accounts;
use super::clock::Clock;
use super::codes::Codes;
use super::faults::Faults;
use super::history::History;
use super::oidc::claims;
use super::pool::{Account, Application, Pool, SigningAlgorithm};
use super::provider::pending::Providers;
use super::seen::SeenRequests;
use super::tokens::keys::{self, Keys};
use super::tokens::{Grant, Lifetimes, TokenTrouble, Tokens, random_text};
use super::v3::refused::Refused;

/// Everything the service knows. Each part has its own lock, and no lock is held while another is taken.
pub(super) struct Service {
    pub(super) app_host: String,
    /// What it held at the start; accounts change, the rest of it does not.
    pub(super) pool: Pool,
    pub(super) accounts: Accounts,
    pub(super) clock: Clock,
    pub(super) codes: Codes,
    pub(super) history: History,
    pub(super) faults: Faults,
    pub(super) providers: Providers,
    pub(super) seen: SeenRequests,
    pub(super) keys: Arc<Keys>,
    tokens: Mutex<Tokens>,
    lifetimes: Mutex<Lifetimes>,
}

/// What a sign-in or a refresh issues.
pub(super) struct Issued {
    pub(super) access_token: String,
    /// Only with the scope `openid`.
    pub(super) id_token: Option<String>,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: u64,
    pub(super) scope: String,
}

impl Service {
    pub(super) fn new(app_host: String, pool: Pool) -> Self {
        Self {
            app_host,
            accounts: Accounts::new(&pool),
            pool,
            clock: Clock::default(),
            codes: Codes::default(),
            history: History::default(),
            faults: Faults::default(),
            providers: Providers::default(),
            seen: SeenRequests::default(),
            keys: Arc::default(),
            tokens: Mutex::default(),
            lifetimes: Mutex::default(),
        }
    }

    /// The issuer of every token (reference section 8.1).
    pub(super) fn issuer(&self) -> String {
        format!("{}/oidc", self.app_host)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lifetimes(&self) -> MutexGuard<'_, Lifetimes> {
        self.lifetimes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The application of this ID.
    pub(super) fn application(&self, app_id: &str) -> Option<&Arc<Application>> {
        self.pool.application(app_id)
    }

    /// Issues tokens for a grant; a refresh token only with `offline_access` (reference section 4).
    pub(super) async fn issue(&self, grant: Grant) -> Result<Issued, Refused> {
        let key = self.keys.get().await.ok_or(Refused::NoKeys)?;
        let account = self.accounts.get(&grant.user_id).ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))?;
        let application = self.application(&grant.client_id).ok_or(Refused::UnknownApp)?;
        let lifetimes = *self.lifetimes();
        let token_id = random_text().ok_or(Refused::NoKeys)?;
        let now = self.clock.now().as_second();
        let until = |lifetime: Duration| now.saturating_add_unsigned(lifetime.as_secs());

        let access_token = key
            .sign(&json!({
                "jti": token_id,
                "sub": &*grant.user_id,
                "aud": &*grant.client_id,
                "iss": self.issuer(),
                "iat": now,
                "exp": until(lifetimes.access_token),
                "scope": &*grant.scope,
            }))
            .ok_or(Refused::NoKeys)?;

        let id_token = match grant.allows("openid") {
            true => {
                let mut claims = claims::of(&account, &grant);
                claims.extend([
                    ("aud".to_owned(), (*grant.client_id).into()),
                    ("iss".to_owned(), self.issuer().into()),
                    ("iat".to_owned(), now.into()),
                    ("exp".to_owned(), until(lifetimes.id_token).into()),
                    ("at_hash".to_owned(), keys::access_token_hash(&access_token).into()),
                ]);
                if let Some(nonce) = &grant.nonce {
                    claims.insert("nonce".to_owned(), nonce.clone().into());
                }
                let claims = claims.into();
                let signed = match application.id_token_signed_response_alg {
                    SigningAlgorithm::Rs256 => key.sign(&claims),
                    SigningAlgorithm::Hs256 => {
                        Some(keys::sign_with_secret(&claims, application.secret.as_deref().unwrap_or_default()))
                    }
                };
                Some(signed.ok_or(Refused::NoKeys)?)
            }
            false => None,
        };

        let mut tokens = self.tokens();
        let refresh_token = match grant.allows("offline_access") {
            true => Some(tokens.add_refresh(grant.clone(), until(lifetimes.refresh_token)).ok_or(Refused::NoKeys)?),
            false => None,
        };
        let scope = grant.scope.to_string();
        tokens.add_access(token_id, grant);
        drop(tokens);
        Ok(Issued { access_token, id_token, refresh_token, expires_in: lifetimes.access_token.as_secs(), scope })
    }

    /// The grant and the account of an access token that is signed by us, neither expired nor revoked, whichever
    /// application it was issued to. An ID token is none: it has no `jti`.
    pub(super) fn access(&self, token: Option<&str>) -> Result<(Grant, Arc<Account>), TokenTrouble> {
        let claims = self.keys.ready().and_then(|key| key.verify(token?));
        let claims = match (token, claims) {
            (None, _) => return Err(TokenTrouble::Missing),
            (Some(_), None) => return Err(TokenTrouble::NotOurs),
            (Some(_), Some(claims)) => claims,
        };
        let text = |key: &str| claims.get(key).and_then(|value| value.as_str());
        if text("iss") != Some(&self.issuer()) {
            return Err(TokenTrouble::NotOurs);
        }
        let token_id = text("jti").ok_or(TokenTrouble::IdToken)?;
        let expires_at = claims.get("exp").and_then(|value| value.as_i64()).unwrap_or_default();
        if expires_at <= self.clock.now().as_second() {
            return Err(TokenTrouble::Expired);
        }
        let grant = self.tokens().access_grant(token_id).ok_or(TokenTrouble::Revoked)?;
        let account = self.accounts.get(&grant.user_id).ok_or(TokenTrouble::NoAccount)?;
        Ok((grant, account))
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

    /// Back to what it was at the start: accounts, tokens, codes, history, faults, clock and lifetimes. Keys stay, since nobody holds a
    /// token that they would make good again; what was seen stays too.
    pub(super) fn reset(&self) {
        self.accounts.reset(&self.pool);
        *self.tokens() = Tokens::default();
        *self.lifetimes() = Lifetimes::default();
        self.codes.reset();
        self.history.reset();
        self.faults.clear();
        self.providers.reset();
        self.clock.set_offset(jiff::SignedDuration::ZERO);
    }
}
