//! Who a session is, by its ID token, and how far that was checked.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::genauth::{
    Cause, Client, Expected, IdClaims, IdToken, IdTokenError, KeySet, ProviderMetadata, Signature, TokenSet,
    is_issuer_at,
};

/// How long the check may wait for what the service publishes. A sign-in does not fail because of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What an ID token says of who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionIdentity {
    /// `iss`.
    pub issuer: String,
    /// `sub`: the person, at this issuer.
    pub subject: String,
    /// `exp` of the ID token, not of the session.
    pub expires_at: Option<Timestamp>,
    /// Every claim, as it stands in the token.
    pub claims: Map<String, Value>,
    /// How far the token was checked.
    pub signature: SignatureCheck,
}

/// How far an ID token was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureCheck {
    /// Signed by the service: checked with its published key.
    Verified,
    /// Signed in a way that a desktop program cannot check (HS256). It came straight from the service (OpenID Connect
    /// Core 1.0, section 3.1.3.7, item 6).
    NotVerifiable,
    /// What the service publishes could not be fetched when the token came.
    #[default]
    NotChecked,
}

impl SessionIdentity {
    fn accepted(claims: IdClaims) -> Self {
        let signature = match claims.signature {
            Signature::Verified => SignatureCheck::Verified,
            Signature::NotVerifiable => SignatureCheck::NotVerifiable,
        };
        Self {
            issuer: claims.issuer,
            subject: claims.subject,
            expires_at: Some(claims.expires_at),
            claims: claims.all,
            signature,
        }
    }

    /// Of a token that was checked when it came, or that nothing can be checked of; `None` when it says nothing.
    pub(super) fn of_token(token: Option<&IdToken>, signature: SignatureCheck) -> Option<Self> {
        let claims = token?.claims()?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let second = claims.get("exp").and_then(Value::as_i64);
        Some(Self {
            issuer: text("iss"),
            subject: text("sub"),
            expires_at: second.and_then(|second| Timestamp::from_second(second).ok()),
            signature,
            claims,
        })
    }

    fn as_before(&self) -> IdClaims {
        IdClaims {
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
            expires_at: Timestamp::UNIX_EPOCH,
            signature: Signature::NotVerifiable,
            all: Map::new(),
        }
    }
}

/// Checks the ID tokens of one session with what the service publishes, which is fetched once and kept.
pub(super) struct IdTokenChecker {
    client: Client,
    provider: tokio::sync::Mutex<Option<ProviderMetadata>>,
    keys: tokio::sync::Mutex<KeySet>,
}

impl IdTokenChecker {
    /// `provider` is what the service said of itself, where it was asked already.
    pub(super) fn new(client: Client, provider: Option<ProviderMetadata>) -> Self {
        Self { client, provider: tokio::sync::Mutex::new(provider), keys: tokio::sync::Mutex::new(KeySet::default()) }
    }

    /// Checks as much as can be checked without asking the service; see [`IdTokenChecker::check`].
    ///
    /// # Errors
    /// When the token cannot be accepted, whatever the service publishes.
    pub(super) fn check_alone(
        &self,
        tokens: &TokenSet,
        nonce: Option<&SecretString>,
        before: Option<&SessionIdentity>,
    ) -> Result<Option<SessionIdentity>, IdTokenError> {
        let Some(token) = expected_token(tokens, nonce, before)? else { return Ok(None) };
        let Some(said) = SessionIdentity::of_token(Some(token), SignatureCheck::NotChecked) else {
            return Err(IdTokenError::NotAToken);
        };
        // Those that discovery believes, so that nothing has to be asked for it.
        let host = &self.client.settings().app_host;
        let issuer = if is_issuer_at(host, &said.issuer) { said.issuer.clone() } else { format!("{host}/oidc") };
        let before = before.map(SessionIdentity::as_before);
        token.check_claims(&self.expected(&issuer, tokens, nonce, before.as_ref())).map(|()| Some(said))
    }

    /// Checks an ID token that came straight from the service: at a sign-in, or after a refresh, with who it was
    /// `before`.
    ///
    /// `None` when there is no ID token. One that is no JSON Web Token counts as none where nothing was known before and
    /// no nonce was asked for: the service is lenient there, and nobody relies on it. When the service does not tell its
    /// metadata or its keys in time, the token is accepted by its claims, and its signature is not checked: it came over a
    /// protected connection.
    ///
    /// # Errors
    /// When the token cannot be accepted.
    pub(super) async fn check(
        &self,
        tokens: &TokenSet,
        nonce: Option<&SecretString>,
        before: Option<&SessionIdentity>,
    ) -> Result<Option<SessionIdentity>, IdTokenError> {
        let Some(said) = self.check_alone(tokens, nonce, before)? else { return Ok(None) };
        let Some(token) = &tokens.id_token else { return Ok(None) };
        let before = before.map(SessionIdentity::as_before);
        let with_keys = Cause::IdTokenCheck.during(self.check_with_keys(token, tokens, nonce, before.as_ref()));
        match tokio::time::timeout(PATIENCE, with_keys).await {
            Ok(Some(result)) => result.map(|claims| Some(SessionIdentity::accepted(claims))),
            Ok(None) | Err(_) => Ok(Some(said)),
        }
    }

    /// `None` when the service does not tell what is needed.
    async fn check_with_keys(
        &self,
        token: &IdToken,
        tokens: &TokenSet,
        nonce: Option<&SecretString>,
        before: Option<&IdClaims>,
    ) -> Option<Result<IdClaims, IdTokenError>> {
        let provider = self.provider().await?;
        let expected = self.expected(&provider.issuer, tokens, nonce, before);
        let mut keys = self.keys.lock().await;
        match token.check(&keys, &expected) {
            // The keys were not fetched yet, or the service has new ones since.
            Err(IdTokenError::UnknownKey) => {}
            result => return Some(result),
        }
        *keys = self.client.key_set(&provider).await.ok()??.value;
        Some(token.check(&keys, &expected))
    }

    fn expected<'a>(
        &'a self,
        issuer: &'a str,
        tokens: &'a TokenSet,
        nonce: Option<&'a SecretString>,
        before: Option<&'a IdClaims>,
    ) -> Expected<'a> {
        Expected {
            issuer,
            audience: &self.client.settings().app_id,
            nonce,
            access_token: Some(&tokens.access_token),
            before,
            now: Timestamp::now(),
        }
    }

    async fn provider(&self) -> Option<ProviderMetadata> {
        let mut provider = self.provider.lock().await;
        if provider.is_none() {
            *provider = self.client.discover().await.ok().map(|answer| answer.value);
        }
        provider.clone()
    }

    /// What the service said of itself, where it was asked already.
    pub(super) async fn known_provider(&self) -> Option<ProviderMetadata> {
        self.provider.lock().await.clone()
    }
}

/// The token that is to be checked; `None` when there is none and none is needed.
///
/// A refresh may leave the ID token out (OpenID Connect Core 1.0, section 12.2); a sign-in with a nonce must not.
fn expected_token<'a>(
    tokens: &'a TokenSet,
    nonce: Option<&SecretString>,
    before: Option<&SessionIdentity>,
) -> Result<Option<&'a IdToken>, IdTokenError> {
    match &tokens.id_token {
        None if nonce.is_some() => Err(IdTokenError::NotAToken),
        None => Ok(None),
        Some(token) if nonce.is_none() && before.is_none() && token.claims().is_none() => Ok(None),
        Some(token) => Ok(Some(token)),
    }
}
