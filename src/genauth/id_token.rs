//! The ID token: whether it is this sign-in's, and what it says (OpenID Connect Core 1.0, section 3.1.3.7; reference
//! section 8.7).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

use super::fields::integer;
use super::issuer::is_same_issuer;
use super::web_token::parts;
use super::{AccessToken, IdToken, KeySet};

/// How far two clocks may be apart, in seconds.
const CLOCK_SKEW: i64 = 120;

/// What an ID token is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider's `issuer`.
    pub issuer: &'a str,
    /// The application's ID.
    pub audience: &'a str,
    /// The nonce of the authorization request; `None` where there was none, as at `signin`.
    pub nonce: Option<&'a SecretString>,
    /// The access token that came with it, for `at_hash`.
    pub access_token: Option<&'a AccessToken>,
    /// What the token before the refresh said: `iss` and `sub` must be the same (OpenID Connect Core 1.0, section
    /// 12.2). Whether the new one is expired by this computer's clock is not asked then.
    pub before: Option<&'a IdClaims>,
    /// The time.
    pub now: Timestamp,
}

/// What an ID token that was accepted says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdClaims {
    /// `iss`.
    pub issuer: String,
    /// `sub`: the person, at this issuer.
    pub subject: String,
    /// `exp`.
    pub expires_at: Timestamp,
    /// Whether its signature was checked.
    pub signature: Signature,
    /// Every claim, as it stands in the token.
    pub all: Map<String, Value>,
}

/// What is known of the signature of an accepted ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// RS256, checked with the service's published key.
    Verified,
    /// HS256: signed with the application's secret, which a desktop program does not have. It is accepted because it
    /// came from the token endpoint itself (OpenID Connect Core 1.0, section 3.1.3.7, item 6), and is not verified.
    NotVerifiable,
}

/// Why an ID token is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// It is no JSON Web Token.
    #[error("the ID token is no JSON Web Token")]
    NotAToken,
    /// It is signed in a way that is not accepted, or not at all.
    #[error("the ID token's signing algorithm is not accepted: {0}")]
    Algorithm(String),
    /// None of the service's keys has this ID. Fetched keys may be old: fetch them once more.
    #[error("the ID token is signed with a key that the service does not publish")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the ID token's signature does not fit")]
    Signature,
    /// `iss` is missing or another one.
    #[error("the ID token was issued by another service")]
    Issuer,
    /// `aud` does not name the application, or names others beside it without `azp`.
    #[error("the ID token was issued to another application")]
    Audience,
    /// `sub` is missing, or after a refresh another one.
    #[error("the ID token names another account, or none")]
    Subject,
    /// `exp` is missing or past.
    #[error("the ID token is expired")]
    Expired,
    /// `nonce` is missing or another one.
    #[error("the ID token is not the answer to this sign-in")]
    Nonce,
    /// `at_hash` is another access token's.
    #[error("the ID token belongs to another access token")]
    AccessTokenHash,
}

impl IdToken {
    /// Checks the token, which must have come straight from the service, over a connection that is protected or stays
    /// on this machine.
    ///
    /// # Errors
    ///
    /// An [`IdTokenError`]; after [`IdTokenError::UnknownKey`] it is worth one more try with fresh keys.
    pub fn check(&self, keys: &KeySet, expected: &Expected<'_>) -> Result<IdClaims, IdTokenError> {
        let token = self.expose();
        let (header, claims) = parts(token).ok_or(IdTokenError::NotAToken)?;
        let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
        let signature = match algorithm {
            "RS256" => {
                let key = keys.find(header.get("kid").and_then(Value::as_str)).ok_or(IdTokenError::UnknownKey)?;
                verify(token, &key)?;
                Signature::Verified
            }
            "HS256" => Signature::NotVerifiable,
            other => return Err(algorithm_refused(other)),
        };
        checked(claims, signature, expected)
    }

    /// Checks everything but the signature, for which the service's keys are needed.
    ///
    /// # Errors
    ///
    /// An [`IdTokenError`], never [`IdTokenError::UnknownKey`] or [`IdTokenError::Signature`].
    pub fn check_claims(&self, expected: &Expected<'_>) -> Result<(), IdTokenError> {
        let (header, claims) = parts(self.expose()).ok_or(IdTokenError::NotAToken)?;
        match header.get("alg").and_then(Value::as_str).unwrap_or_default() {
            "RS256" | "HS256" => checked(claims, Signature::NotVerifiable, expected).map(drop),
            other => Err(algorithm_refused(other)),
        }
    }
}

fn algorithm_refused(name: &str) -> IdTokenError {
    IdTokenError::Algorithm(name.chars().take(20).collect())
}

fn verify(token: &str, key: &DecodingKey) -> Result<(), IdTokenError> {
    // Only the signature: the claims are checked below, where each has a reason of its own.
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Map<String, Value>>(token, key, &validation).map(|_| ()).map_err(|_| IdTokenError::Signature)
}

fn checked(
    claims: Map<String, Value>,
    signature: Signature,
    expected: &Expected<'_>,
) -> Result<IdClaims, IdTokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let issuer = text("iss").filter(|issuer| is_same_issuer(issuer, expected.issuer)).ok_or(IdTokenError::Issuer)?;
    if !is_audience(&claims, expected.audience) {
        return Err(IdTokenError::Audience);
    }
    let expires_at = claims.get("exp").and_then(integer).and_then(|at| Timestamp::from_second(at).ok());
    let expires_at = expires_at.ok_or(IdTokenError::Expired)?;
    // A refreshed token came straight from the service just now. If it seems expired, a clock is wrong, or the service
    // gave the same one again; neither may cost a person the session, and with it the refresh token that came too.
    let judged = expected.before.is_none();
    if judged && expires_at.as_second().saturating_add(CLOCK_SKEW) <= expected.now.as_second() {
        return Err(IdTokenError::Expired);
    }
    let subject = text("sub").filter(|subject| !subject.is_empty()).ok_or(IdTokenError::Subject)?;
    if let Some(before) = expected.before {
        if !is_same_issuer(&before.issuer, issuer) {
            return Err(IdTokenError::Issuer);
        }
        if before.subject != subject {
            return Err(IdTokenError::Subject);
        }
    }
    if let Some(nonce) = expected.nonce
        && text("nonce") != Some(nonce.expose_secret())
    {
        return Err(IdTokenError::Nonce);
    }
    // Optional in the code flow (OpenID Connect Core 1.0, section 3.1.3.8); any claim may be null (reference section 14,
    // item 9).
    if let (Some(hash), Some(access_token)) =
        (claims.get("at_hash").filter(|hash| !hash.is_null()), expected.access_token)
        && hash.as_str() != Some(&access_token_hash(access_token))
    {
        return Err(IdTokenError::AccessTokenHash);
    }
    Ok(IdClaims { issuer: issuer.to_owned(), subject: subject.to_owned(), expires_at, signature, all: claims })
}

/// Whether the token is for this application: alone, or with `azp` naming it (OpenID Connect Core 1.0, section 3.1.3.7,
/// items 3 to 5).
fn is_audience(claims: &Map<String, Value>, application: &str) -> bool {
    let authorized_party = claims.get("azp").and_then(Value::as_str);
    match claims.get("aud") {
        Some(Value::String(audience)) => {
            audience == application && authorized_party.is_none_or(|party| party == application)
        }
        Some(Value::Array(audiences)) => {
            let named = audiences.iter().any(|audience| audience.as_str() == Some(application));
            let alone = audiences.len() == 1 && authorized_party.is_none();
            named && (alone || authorized_party == Some(application))
        }
        _ => false,
    }
}

/// The left half of the access token's SHA-256 (OpenID Connect Core 1.0, section 3.1.3.6; both algorithms that are
/// accepted use SHA-256).
fn access_token_hash(access_token: &AccessToken) -> String {
    let hash = digest(&SHA256, access_token.expose().as_bytes());
    let (left, _) = hash.as_ref().split_at(16);
    URL_SAFE_NO_PAD.encode(left)
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;
