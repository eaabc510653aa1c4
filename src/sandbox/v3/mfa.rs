//! The second factor: the token between the two, its introspection, and the list of factors (reference section 9).

use std::sync::{Arc, OnceLock};

use aws_lc_rs::hmac;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::envelope::{Success, answer};
use super::parameters;
use crate::sandbox::pool::{Account, Application, Standing};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::{keys, random_text};
use crate::sandbox::{body, oidc};

/// An `mfaToken` is good for about 6 minutes in the samples (reference section 9).
const GOOD_FOR_SECONDS: i64 = 360;

/// What `mfaToken`s are signed with: made at first need, and known to nobody else.
#[derive(Default)]
pub(crate) struct MfaSecret {
    secret: OnceLock<Option<String>>,
}

impl MfaSecret {
    /// A token that says who has given the first factor. Null when no secret can be made.
    pub(crate) fn token(
        &self,
        account: &Account,
        application: &Application,
        user_pool_id: &str,
        now: Timestamp,
    ) -> Option<String> {
        let claims = json!({
            "userId": &*account.user_id,
            "userPoolId": user_pool_id,
            "appId": application.app_id,
            "iat": now.as_second(),
            "exp": now.as_second().saturating_add(GOOD_FOR_SECONDS),
        });
        self.secret().map(|secret| keys::sign_with_secret(&claims, secret))
    }

    /// The claims of a token that is ours and not expired.
    pub(crate) fn claims(&self, token: &str, now: Timestamp) -> Option<Value> {
        let (signed, tag) = token.rsplit_once('.')?;
        let (_, claims) = signed.split_once('.')?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret()?.as_bytes());
        hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(tag).ok()?).ok()?;
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        (claims.get("exp")?.as_i64()? > now.as_second()).then_some(claims)
    }

    fn secret(&self) -> Option<&str> {
        self.secret.get_or_init(random_text).as_deref()
    }
}

/// `POST /mfa/token/introspection`, not enveloped (reference section 9). Whether it takes JSON or a form is not
/// documented, so it takes both; a body without a token is the error that OAuth has for it (RFC 7662, section 2.3).
pub(crate) async fn introspect(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let token = match body::form(&headers, &bytes) {
        Some(form) => body::first(&form, "token").map(str::to_owned),
        None => body::json_object(&headers, &bytes)
            .ok()
            .and_then(|sent| parameters::text(&sent, "token").ok().map(str::to_owned)),
    };
    let Some(token) = token else {
        return oidc::error(StatusCode::BAD_REQUEST, "invalid_request", "token is missing");
    };
    let answer = match service.mfa_secret.claims(&token, service.clock.now()) {
        Some(claims) => json!({
            "active": true,
            "userPoolId": claims.get("userPoolId"),
            "userId": claims.get("userId"),
            "exp": claims.get("exp"),
            "iat": claims.get("iat"),
        }),
        None => json!({"active": false}),
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// Whether the person has a second factor of their own (reference section 5.4, `mfaEnrolled`).
pub(crate) fn is_enrolled(account: &Account) -> bool {
    account.standing == Standing::PersonalMfa
}

/// Every kind of factor, with whether this account has it. The factors of the sandbox's people are the addresses that
/// their codes go to.
fn factors(account: &Account) -> [(&'static str, Option<Value>); 4] {
    let persona = &account.persona;
    let enrolled = |profile: Option<Value>| profile.filter(|_| is_enrolled(account));
    let phone = json!({"phoneNumber": persona.phone, "phoneCountryCode": account.phone_country_code});
    [
        ("OTP", None),
        ("SMS", enrolled(persona.phone.as_ref().map(|_| phone))),
        ("EMAIL", enrolled(persona.email.as_ref().map(|email| json!({"email": email})))),
        ("FACE", None),
    ]
}

/// `GET /api/v3/list-enrolled-factors` (reference section 9).
pub(crate) async fn list_enrolled_factors(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(_, account)| {
        let enrolled = factors(&account).into_iter().filter_map(|(kind, profile)| {
            let factor_id = format!("{}-{}", account.user_id, kind.to_ascii_lowercase());
            profile.map(|profile| json!({"factorId": factor_id, "factorType": kind, "profile": profile}))
        });
        Success::of(enrolled.collect())
    });
    answer(&headers, outcome)
}

/// `GET /api/v3/list-factors-to-enroll` (reference section 9).
pub(crate) async fn list_factors_to_enroll(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(_, account)| {
        let missing = factors(&account).into_iter().filter(|(_, profile)| profile.is_none());
        Success::of(missing.map(|(kind, _)| json!({"factorType": kind})).collect())
    });
    answer(&headers, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::Pool;

    #[test]
    fn a_token_is_ours_unchanged_and_not_old() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let pool = Pool::built_in();
        let (account, application) = (pool.accounts.first().unwrap(), pool.applications.first().unwrap());
        let secret = MfaSecret::default();
        let token = secret.token(account, application, "pool", at(1000)).unwrap();
        assert_eq!(secret.claims(&token, at(1359)).unwrap().get("userPoolId"), Some(&json!("pool")));
        assert_eq!(secret.claims(&token, at(1360)), None);
        assert_eq!(MfaSecret::default().claims(&token, at(1000)), None);
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": "none"}).to_string());
        let claims = token.split('.').nth(1).unwrap();
        for forged in [format!("{header}.{claims}."), format!("{header}.{claims}"), String::new(), "..".to_owned()] {
            assert_eq!(secret.claims(&forged, at(1000)), None, "{forged}");
        }
    }
}
