//! The tokens that a sign-in or a refresh gives.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::fields::{Fields, Misfit, integer};
use super::{AccessToken, IdToken, RefreshToken};

/// The tokens that a sign-in or a refresh gave (reference sections 4 and 8.4).
#[derive(Debug, Clone)]
pub struct TokenSet {
    /// Authorises calls.
    pub access_token: AccessToken,
    /// Needed for binding and for ending the browser session.
    pub id_token: Option<IdToken>,
    /// Only with the scope `offline_access`. After a refresh, `None` means that the old one stays in use
    /// (reference section 8.4).
    pub refresh_token: Option<RefreshToken>,
    /// When the access token expires: `expires_in`, else `expire_in`, else the token's own `exp`
    /// (reference section 14, item 5).
    pub expires_at: Option<Timestamp>,
    /// The scopes that were granted, separated by spaces; `None` when the answer did not say.
    pub scope: Option<String>,
}

impl TokenSet {
    /// An access token that came another way, with nothing beside it. When it is a JSON Web Token, its own `exp` says
    /// when it expires.
    pub fn of_access_token(access_token: AccessToken) -> Self {
        let expires_at = expiry_of(access_token.expose());
        Self { access_token, id_token: None, refresh_token: None, expires_at, scope: None }
    }

    /// Reads the tokens out of an answer that came at `now`.
    pub(super) fn read(place: &str, data: Option<&Value>, now: Timestamp) -> Result<Self, Misfit> {
        let fields = Fields::of_object(place, data)?;
        let Some(access_token) = fields.optional_text(&["access_token"])? else {
            return Err(Misfit::new(&fields.place_of("access_token"), "a string", None));
        };
        let expires_in = ["expires_in", "expire_in"].iter().find_map(|name| fields.integer(name));
        let expires_at = expires_in
            .filter(|seconds| *seconds > 0)
            .and_then(|seconds| now.checked_add(SignedDuration::from_secs(seconds)).ok())
            .or_else(|| expiry_of(&access_token));
        Ok(Self {
            id_token: fields.optional_text(&["id_token"])?.map(IdToken::new),
            refresh_token: fields.optional_text(&["refresh_token"])?.map(RefreshToken::new),
            expires_at,
            scope: fields.optional_text(&["scope"])?,
            access_token: AccessToken::new(access_token),
        })
    }
}

/// The `exp` of a JSON Web Token (RFC 7519 section 4.1.4). Nothing is verified: this only tells when to refresh.
fn expiry_of(token: &str) -> Option<Timestamp> {
    let payload = token.split('.').nth(1)?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    Timestamp::from_second(integer(claims.get("exp")?)?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use serde_json::json;

    use super::{TokenSet, expiry_of};
    use crate::genauth::fields::tests::any_json;
    use crate::genauth::{AccessToken, Error};

    /// `{"exp":1700000000}` as the claims.
    const EXPIRING: &str = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3MDAwMDAwMDB9.c2ln";

    fn expiry(answer: &serde_json::Value) -> Option<i64> {
        let now = Timestamp::from_second(1000).unwrap();
        TokenSet::read("data", Some(answer), now).unwrap().expires_at.map(Timestamp::as_second)
    }

    #[test]
    fn expiry_by_any_spelling() {
        assert_eq!(expiry(&json!({"access_token": "a", "expires_in": 60, "expire_in": 90})), Some(1060));
        assert_eq!(expiry(&json!({"access_token": "a", "expire_in": "90"})), Some(1090));
        assert_eq!(expiry(&json!({"access_token": EXPIRING})), Some(1_700_000_000));
        assert_eq!(expiry(&json!({"access_token": EXPIRING, "expires_in": i64::MAX})), Some(1_700_000_000));
        assert_eq!(expiry(&json!({"access_token": EXPIRING, "expires_in": null, "expire_in": 0})), Some(1_700_000_000));
        assert_eq!(expiry(&json!({"access_token": "opaque"})), None);
    }

    #[test]
    fn an_access_token_alone_tells_when_it_ends_if_it_can() {
        let tokens = |token: &str| TokenSet::of_access_token(AccessToken::new(token.to_owned()));
        assert_eq!(tokens(EXPIRING).expires_at.map(Timestamp::as_second), Some(1_700_000_000));
        assert_eq!(tokens("opaque").expires_at, None);
        assert!(tokens(EXPIRING).refresh_token.is_none() && tokens(EXPIRING).id_token.is_none());
    }

    #[test]
    fn an_access_token_must_come() {
        let now = Timestamp::UNIX_EPOCH;
        for answer in [json!({}), json!({"access_token": null}), json!({"access_token": ""})] {
            assert_eq!(
                Error::from(TokenSet::read("data", Some(&answer), now).unwrap_err()),
                Error::Unreadable { place: "data.access_token: expected a string, found nothing".to_owned() }
            );
        }
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json(), token in "[a-zA-Z0-9._-]{0,60}", seconds in any::<i64>()) {
            let _ = TokenSet::read("data", Some(&data), Timestamp::UNIX_EPOCH);
            let answer = json!({"access_token": token, "expires_in": seconds});
            let _ = TokenSet::read("data", Some(&answer), Timestamp::MAX);
            let _ = expiry_of(&token);
        }
    }
}
