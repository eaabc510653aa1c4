//! Who an ID token speaks for (reference sections 6.1 and 8.7).

use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::sandbox::pool::{Account, Application, SigningAlgorithm};
use crate::sandbox::service::Service;

/// Why an ID token is refused. A client is not told which; whoever looks at the service's side is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IdTokenTrouble {
    #[error("the id_token was not signed here for this application, or is none")]
    NotOurs,
    #[error("this is an access token, not an ID token")]
    AccessToken,
    #[error("the id_token was issued to another application")]
    OtherApplication,
    #[error("the id_token is expired")]
    Expired,
    #[error("the account of the id_token is gone")]
    NoAccount,
}

/// The account that an ID token was issued for, to this application; it must be signed as the application's are.
pub(super) fn account(
    service: &Service,
    application: &Application,
    id_token: &str,
) -> Result<Arc<Account>, IdTokenTrouble> {
    let by_our_key = service.keys.ready().and_then(|key| key.verify(id_token));
    // Access tokens are always signed with our key, and have an ID.
    if by_our_key.as_ref().is_some_and(|claims| claims.get("jti").is_some()) {
        return Err(IdTokenTrouble::AccessToken);
    }
    let claims = match application.id_token_signed_response_alg {
        SigningAlgorithm::Rs256 => by_our_key,
        SigningAlgorithm::Hs256 => {
            let secret = application.secret.as_deref().filter(|secret| !secret.is_empty());
            secret.and_then(|secret| signed_with_secret(id_token, secret))
        }
    };
    let claims = claims.ok_or(IdTokenTrouble::NotOurs)?;
    let text = |key: &str| claims.get(key).and_then(Value::as_str);
    if text("iss") != Some(&service.issuer()) {
        return Err(IdTokenTrouble::NotOurs);
    }
    if text("aud") != Some(&application.app_id) {
        return Err(IdTokenTrouble::OtherApplication);
    }
    let expires_at = claims.get("exp").and_then(Value::as_i64).unwrap_or_default();
    if expires_at <= service.clock.now().as_second() {
        return Err(IdTokenTrouble::Expired);
    }
    text("sub").and_then(|user_id| service.accounts.get(user_id)).ok_or(IdTokenTrouble::NoAccount)
}

/// The claims of a JWT that this secret signed by HS256; nothing but the signature is checked.
fn signed_with_secret(token: &str, secret: &str) -> Option<Value> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.get("alg")?.as_str()? != "HS256" {
        return None;
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sandbox::tokens::keys::sign_with_secret;

    #[test]
    fn only_what_the_secret_signed_is_believed() {
        let claims = json!({"sub": "lin"});
        let token = sign_with_secret(&claims, "secret");
        assert_eq!(signed_with_secret(&token, "secret"), Some(claims));
        assert_eq!(signed_with_secret(&token, "another"), None);
        let (head, signature) = token.rsplit_once('.').unwrap();
        let (header, _) = head.split_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD.encode(json!({"sub": "mia"}).to_string());
        assert_eq!(signed_with_secret(&format!("{header}.{forged}.{signature}"), "secret"), None);
        let unsigned = URL_SAFE_NO_PAD.encode(json!({"alg": "none"}).to_string());
        assert_eq!(signed_with_secret(&format!("{unsigned}.{forged}."), "secret"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(token in "[A-Za-z0-9_.=-]{0,80}|\\PC*") {
            proptest::prop_assert_eq!(signed_with_secret(&token, "secret"), None);
        }
    }
}
