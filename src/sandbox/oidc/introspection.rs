//! `POST /oidc/token/introspection` (reference section 8.6; RFC 7662).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::client_authentication::authenticate;
use super::credentials;
use super::oauth_error::OauthError;
use super::parameters::Parameters;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::keys;

/// Says whether a token is good, to the application that it was issued to. For any other, and for ID tokens, it is not.
pub(crate) async fn introspection(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    match introspect(&service, &headers, &bytes) {
        Ok(answer) => ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(error) => error.into_response(),
    }
}

fn introspect(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Value, OauthError> {
    let form = Parameters::of_client(headers, bytes)?;
    let application = authenticate(service, headers, &form)?;
    let token = form.get("token").ok_or_else(|| OauthError::new("invalid_request", "token is missing"))?;
    let mut active = access_token(service, &application.app_id, token);
    if active.is_none() {
        active = refresh_token(service, &application.app_id, token);
    }
    // With `strict` the account's state counts too.
    let strict = form.get("strict").is_some_and(|strict| strict.eq_ignore_ascii_case("true") || strict == "1");
    let barred = |answer: &Value| {
        let account = answer.get("sub").and_then(Value::as_str).and_then(|user_id| service.accounts.get(user_id));
        account.is_none_or(|account| credentials::barred(account.standing).is_some())
    };
    Ok(active.filter(|answer| !(strict && barred(answer))).unwrap_or_else(|| json!({"active": false})))
}

fn access_token(service: &Service, client_id: &str, token: &str) -> Option<Value> {
    let (grant, _) = service.access(Some(token)).ok()?;
    if *grant.client_id != *client_id {
        return None;
    }
    let claims = service.keys.ready()?.verify(token)?;
    Some(json!({
        "active": true,
        "sub": &*grant.user_id,
        "client_id": client_id,
        "exp": claims.get("exp"),
        "iat": claims.get("iat"),
        "iss": service.issuer(),
        "jti": claims.get("jti"),
        "scope": &*grant.scope,
        "token_type": "Bearer",
    }))
}

/// A refresh token has no ID of its own, so that `jti` is a hash. `token_type` is that of access tokens (RFC 7662,
/// section 2.2).
fn refresh_token(service: &Service, client_id: &str, token: &str) -> Option<Value> {
    let tokens = service.tokens();
    let family = tokens.family(token, service.clock.now())?;
    if *family.grant.client_id != *client_id {
        return None;
    }
    Some(json!({
        "active": true,
        "sub": &*family.grant.user_id,
        "client_id": client_id,
        "exp": family.expires_at,
        "iat": family.issued_at,
        "iss": service.issuer(),
        "jti": keys::half_hash(token),
        "scope": &*family.grant.scope,
    }))
}
