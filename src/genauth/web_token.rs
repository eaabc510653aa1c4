//! Reading what a JSON Web Token says (RFC 7519), without believing it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::redaction::Redactor;
use super::{AccessToken, IdToken};

/// More than this is not read for being shown, in bytes of JSON.
const LARGEST_SHOWN: usize = 64 * 1024;

impl IdToken {
    /// What it says, without any check; for showing what is known already to be this session's. `None` if it is no JSON
    /// Web Token.
    pub fn claims(&self) -> Option<Map<String, Value>> {
        parts(self.expose()).map(|(_, claims)| claims)
    }
}

impl AccessToken {
    /// What it says, where it is a JSON Web Token; `None` where it is opaque.
    ///
    /// Only the service that it is meant for can tell whether it is true: to a client every access token is opaque (RFC
    /// 6749, section 1.4; reference section 8.7). For showing, and for nothing else.
    pub fn claims(&self) -> Option<Map<String, Value>> {
        parts(self.expose()).map(|(_, claims)| claims)
    }
}

/// Header and claims of a compact JSON Web Token (RFC 7519, section 3).
pub(super) fn parts(token: &str) -> Option<(Map<String, Value>, Map<String, Value>)> {
    let mut parts = token.split('.');
    let mut read = || serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok();
    let both = (read()?, read()?);
    // The signature, and nothing after it.
    (parts.next().is_some() && parts.next().is_none()).then_some(both)
}

/// Claims as they may stand on a screen: what is secret by its name or its form is replaced by a mark. A service can put
/// anything into a token, the tokens of its identity providers too (reference section 2.1).
///
/// `None` when there is more than a person could read.
pub fn claims_to_show(claims: &Map<String, Value>) -> Option<Map<String, Value>> {
    let text = serde_json::to_string(claims).ok().filter(|text| text.len() <= LARGEST_SHOWN)?;
    serde_json::from_str(&Redactor::default().text(&text)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::genauth::fields::tests::any_json;

    fn token(claims: &Value) -> String {
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2ln", encoded(&json!({"alg": "RS256"})), encoded(claims))
    }

    #[test]
    fn an_access_token_that_is_no_web_token_says_nothing() {
        let says = |token: &str| AccessToken::new(token.to_owned()).claims();
        for opaque in ["", "opaque", "a.b.c", "e30.e30", "e30.e30.s.s", "e30.W10.s"] {
            assert_eq!(says(opaque), None, "{opaque}");
        }
        assert_eq!(says(&token(&json!({"scope": "openid"}))), json!({"scope": "openid"}).as_object().cloned());
    }

    #[test]
    fn what_is_secret_is_not_shown_wherever_it_stands() {
        let inside = token(&json!({"sub": "x"}));
        let claims = json!({
            "sub": "66f0", "exp": 1_790_000_000, "email": null,
            "identities": [{"provider": "github", "accessToken": "gho_verysecret", "more": {"refreshToken": "r-secret"}}],
            "note": inside,
        });
        let shown = claims_to_show(claims.as_object().unwrap()).unwrap();
        let text = serde_json::to_string(&shown).unwrap();
        assert!(!text.contains("gho_verysecret") && !text.contains("r-secret") && !text.contains(&inside), "{text}");
        assert_eq!((shown["sub"].as_str(), shown["exp"].as_i64()), (Some("66f0"), Some(1_790_000_000)));
        assert!(shown["email"].is_null() && text.contains("github"));
    }

    #[test]
    fn more_than_can_be_read_is_not_shown() {
        let claims = json!({ "name": "x".repeat(LARGEST_SHOWN) });
        assert_eq!(claims_to_show(claims.as_object().unwrap()), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in ".{0,80}", claims in any_json()) {
            let _ = parts(&text);
            // Floats may come back in their last digit otherwise, so names are compared.
            let read = parts(&token(&claims)).map(|(_, claims)| claims.into_iter().map(|(name, _)| name).collect());
            prop_assert_eq!(read, claims.as_object().map(|claims| claims.keys().cloned().collect::<Vec<_>>()));
            if let Some(claims) = claims.as_object() {
                let shown = claims_to_show(claims).unwrap();
                prop_assert_eq!(shown.keys().collect::<Vec<_>>(), claims.keys().collect::<Vec<_>>());
            }
        }
    }
}
