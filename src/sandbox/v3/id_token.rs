//! Who an ID token speaks for (reference sections 6.1 and 8.7).

use std::sync::Arc;

use serde_json::Value;

use crate::sandbox::pool::{Account, Application, SigningAlgorithm};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::keys;

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
            secret.and_then(|secret| keys::verify_with_secret(id_token, secret))
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
