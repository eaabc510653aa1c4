//! What needs no token (reference sections 3.1, 3.2 and 3.5).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::envelope::{Success, answer, v3_token};
use super::password_key;
use super::refused::Refused;
use crate::sandbox::service::Service;

/// The public cloud's default key (reference section 10). The sandbox refuses SM2, so it has no private half of its own.
const SM2_PUBLIC_KEY: &str = "042bc07187cc3bdcfe63b37902eead6dc400734d386e8e2be05d26159bce3259ae602c608052204079e5f49c12ef3296df8ceeff6314b45e2cf110dd58e96a47e4";

/// `GET /api/v3/system`, not enveloped (reference section 3.1).
pub(crate) async fn system() -> Response {
    Json(json!({
        "rsa": {"publicKey": password_key::PUBLIC_KEY},
        "sm2": {"publicKey": SM2_PUBLIC_KEY},
        "version": {"server": "2.0.0", "console": "2.0.0", "login": "2.0.0"},
        "publicIps": ["127.0.0.1"],
    }))
    .into_response()
}

/// `GET /api/v3/get-application-enabled-extidps` (reference section 3.2). With the odd persona's token, one object
/// that holds only `identifier`, as the documentation's sample is.
pub(crate) async fn get_application_enabled_extidps(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Response {
    // A token is not needed, so one that is not good is not looked at.
    let odd = service.access(v3_token(&headers)).is_ok_and(|(_, account)| account.odd);
    let outcome = service.calling_application(&headers).map(|application| {
        let enabled = service.pool.enabled(application);
        let enabled = enabled.filter(|(_, connection)| service.providers.is_on(&connection.identifier));
        let connections: Vec<Value> = enabled.map(|(source, connection)| source.to_json(connection)).collect();
        Success::of(match connections.first() {
            Some(first) if odd => json!({"identifier": first.get("identifier")}),
            _ => connections.into(),
        })
    });
    answer(&headers, outcome)
}

/// `GET /api/v3/get-captcha-code` (reference section 3.5).
pub(crate) async fn get_captcha_code(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let picture = service.captchas.draw(service.clock.now()).ok_or(Refused::NoKeys);
    let data = picture.map(|picture| json!({"captchaCodeSvg": picture.svg, "captchaToken": picture.token}));
    answer(&headers, data.map(Success::of))
}
