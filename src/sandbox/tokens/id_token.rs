//! Reading an ID token that comes back as a hint (reference section 8.8).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::keys;
use crate::sandbox::pool::{Application, SigningAlgorithm};
use crate::sandbox::service::Service;

/// An ID token that this service signed, however old it is.
#[derive(Clone, Debug)]
pub(crate) struct IdToken {
    pub(crate) application: Arc<Application>,
    pub(crate) user_id: String,
}

impl Service {
    /// Reads an ID token of ours, signed as its application's are: with the service's key or the application's secret.
    /// An access token is none: it has a `jti`.
    pub(crate) fn id_token(&self, token: &str) -> Option<IdToken> {
        let application = Arc::clone(self.application(&unverified_audience(token)?)?);
        let claims = match application.id_token_signed_response_alg {
            SigningAlgorithm::Rs256 => self.keys.ready()?.verify(token)?,
            SigningAlgorithm::Hs256 => keys::verify_with_secret(token, application.secret.as_deref()?)?,
        };
        let text = |key: &str| claims.get(key).and_then(Value::as_str);
        if text("iss") != Some(&self.issuer()) || claims.get("jti").is_some() {
            return None;
        }
        Some(IdToken { user_id: text("sub")?.to_owned(), application })
    }
}

/// For whom the token says it is, before anything of it is believed.
fn unverified_audience(token: &str) -> Option<String> {
    let claims = token.split('.').nth(1)?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    claims.get("aud")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::sandbox::pool::Pool;

    fn service() -> Service {
        Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in())
    }

    /// One whose ID tokens are signed with its secret.
    fn application(service: &Service) -> Arc<Application> {
        let hs256 =
            |application: &&Arc<Application>| application.id_token_signed_response_alg == SigningAlgorithm::Hs256;
        Arc::clone(service.pool.applications.iter().find(hs256).unwrap())
    }

    #[test]
    fn a_token_signed_with_another_secret_or_for_another_application_is_none_of_ours() {
        let service = service();
        let application = application(&service);
        let secret = application.secret.clone().unwrap();
        let claims = |audience: &str, issuer: &str| json!({"sub": "lin", "aud": audience, "iss": issuer, "exp": 1});
        let read = |claims: &Value, secret: &str| service.id_token(&keys::sign_with_secret(claims, secret));

        let good = claims(&application.app_id, &service.issuer());
        assert_eq!(read(&good, &secret).unwrap().user_id, "lin");
        assert!(read(&good, "another secret").is_none());
        assert!(read(&claims(&application.app_id, "http://other/oidc"), &secret).is_none());
        // This application's tokens are signed with the service's key.
        let native = &service.pool.applications.first().unwrap().app_id;
        assert!(read(&claims(native, &service.issuer()), &secret).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_no_token_of_ours(text in ".{0,200}", claims in "\\PC{0,60}") {
            let service = service();
            prop_assert!(service.id_token(&text).is_none());
            let forged = format!("e30.{}.{}", URL_SAFE_NO_PAD.encode(claims), URL_SAFE_NO_PAD.encode(text));
            prop_assert!(service.id_token(&forged).is_none());
        }
    }
}
