//! Issuing tokens and revoking them (reference sections 4, 8.4, 8.6 and 8.7).

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::keys::{self, SigningKey};
use super::{Grant, TokenTrouble, random_text};
use crate::sandbox::oidc::claims;
use crate::sandbox::pool::{Account, Application, SigningAlgorithm};
use crate::sandbox::service::{Issued, Service};
use crate::sandbox::v3::refused::Refused;

impl Service {
    /// Issues tokens for a grant; a refresh token only with `offline_access` (reference section 4).
    pub(crate) async fn issue(&self, grant: Grant) -> Result<Issued, Refused> {
        let scope = Arc::clone(&grant.scope);
        self.issue_narrowed(grant, scope).await
    }

    /// Issues tokens for a grant of which only this scope is asked for now. The refresh token keeps all of the grant
    /// (RFC 6749, section 6).
    pub(crate) async fn issue_narrowed(&self, grant: Grant, scope: Arc<str>) -> Result<Issued, Refused> {
        let key = self.keys.get().await.ok_or(Refused::NoKeys)?;
        let account = self.accounts.get(&grant.user_id).ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))?;
        let application = self.application(&grant.client_id).ok_or(Refused::UnknownApp)?;
        let lifetimes = *self.lifetimes();
        let token_id = random_text().ok_or(Refused::NoKeys)?;
        let now = self.clock.now().as_second();
        let until = |lifetime: Duration| now.saturating_add_unsigned(lifetime.as_secs());
        let narrowed = Grant { scope: Arc::clone(&scope), ..grant.clone() };

        let access_token = key
            .sign(&json!({
                "jti": token_id,
                "sub": &*grant.user_id,
                "aud": &*grant.client_id,
                "iss": self.issuer(),
                "iat": now,
                "exp": until(lifetimes.access_token),
                "scope": &*scope,
            }))
            .ok_or(Refused::NoKeys)?;
        let id_token = match narrowed.allows("openid") {
            true => {
                let claims = self.id_token_claims(&account, &narrowed, &access_token, until(lifetimes.id_token));
                Some(sign(&key, application, &claims).ok_or(Refused::NoKeys)?)
            }
            false => None,
        };

        let mut tokens = self.tokens();
        let refresh_token = match grant.allows("offline_access") {
            true => Some(tokens.add_refresh(grant, now, until(lifetimes.refresh_token)).ok_or(Refused::NoKeys)?),
            false => None,
        };
        tokens.add_access(token_id, narrowed.for_refreshing(), until(lifetimes.access_token), now);
        drop(tokens);
        let expires_in = lifetimes.access_token.as_secs();
        Ok(Issued { access_token, id_token, refresh_token, expires_in, scope: scope.to_string() })
    }

    /// The claims of an ID token (reference section 8.7).
    fn id_token_claims(&self, account: &Account, grant: &Grant, access_token: &str, expires_at: i64) -> Value {
        let mut claims = claims::of(account, grant);
        claims.extend([
            ("aud".to_owned(), (*grant.client_id).into()),
            ("iss".to_owned(), self.issuer().into()),
            ("iat".to_owned(), self.clock.now().as_second().into()),
            ("exp".to_owned(), expires_at.into()),
            ("auth_time".to_owned(), grant.authenticated_at.into()),
            ("at_hash".to_owned(), keys::half_hash(access_token).into()),
        ]);
        let optional = [("nonce", &grant.nonce), ("s_hash", &grant.state_hash), ("sid", &grant.session_id)];
        for (name, value) in optional {
            if let Some(value) = value {
                claims.insert(name.to_owned(), (**value).into());
            }
        }
        claims.into()
    }

    /// Revokes a token of either kind that was issued to this application; any other text is none of its, and that is
    /// no error (RFC 7009, section 2.2). With a refresh token goes everything that came of the same sign-in.
    pub(crate) fn revoke(&self, token: &str, client_id: &str) {
        if self.tokens().revoke_refresh(token, client_id, self.clock.now()) {
            return;
        }
        let claims = self.keys.ready().and_then(|key| key.verify(token));
        if let Some(token_id) = claims.as_ref().and_then(|claims| claims.get("jti")?.as_str()) {
            self.tokens().revoke_access(token_id, client_id);
        }
    }
}

/// An ID token, signed as the application wants it.
fn sign(key: &SigningKey, application: &Application, claims: &Value) -> Option<String> {
    match application.id_token_signed_response_alg {
        SigningAlgorithm::Rs256 => key.sign(claims),
        SigningAlgorithm::Hs256 => {
            Some(keys::sign_with_secret(claims, application.secret.as_deref().unwrap_or_default()))
        }
    }
}
