//! The OpenID Connect endpoints (reference section 8). Nothing here is enveloped.

pub(super) mod claims;
pub(super) mod interaction;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::body;
use super::seen::Reason;
use super::service::{Issued, Service};
use super::v3::envelope::{Success, answer, bearer_token};

/// An OAuth error (RFC 6749, section 5.2).
pub(crate) fn error(status: StatusCode, error: &str, description: &str) -> Response {
    let body = Json(json!({"error": error, "error_description": description}));
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
    response.extensions_mut().insert(Reason(format!("{error}: {description}")));
    response
}

fn server_error() -> Response {
    error(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "no signing key could be made")
}

/// `GET /oidc/.well-known/openid-configuration` (reference section 8.1).
pub(crate) async fn discovery(State(service): State<Arc<Service>>) -> Response {
    let issuer = service.issuer();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "revocation_endpoint": format!("{issuer}/token/revocation"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "grant_types_supported": ["refresh_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "scopes_supported": [
            "openid", "profile", "username", "email", "phone", "address", "offline_access", "external_id"
        ],
    }))
    .into_response()
}

/// `GET /oidc/.well-known/jwks.json` (reference section 8.1).
pub(crate) async fn key_set(State(service): State<Arc<Service>>) -> Response {
    let keys = service.keys.get().await.and_then(|key| key.key_set());
    keys.map_or_else(server_error, |keys| Json(keys).into_response())
}

/// `GET /oidc/auth`: the sandbox has no page to sign in on.
pub(crate) async fn authorize() -> Response {
    let description = "the sandbox has no hosted sign-in page";
    error(StatusCode::BAD_REQUEST, "unsupported_response_type", description)
}

/// Every other path and method under `/oidc/` and elsewhere.
pub(crate) async fn no_such_path() -> Response {
    error(StatusCode::NOT_FOUND, "invalid_request", "unrecognized route or not allowed method")
}

/// `POST /oidc/token` (reference section 8.4).
pub(crate) async fn token(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let form = match client_form(&service, &headers, &bytes) {
        Ok(form) => form,
        Err(refused) => return *refused,
    };
    match body::first(&form, "grant_type") {
        Some("refresh_token") => {}
        Some(_) => {
            let description = "the sandbox only refreshes";
            return error(StatusCode::BAD_REQUEST, "unsupported_grant_type", description);
        }
        None => {
            return error(StatusCode::BAD_REQUEST, "invalid_request", "grant_type is missing");
        }
    }
    let Some(refresh_token) = body::first(&form, "refresh_token") else {
        return error(StatusCode::BAD_REQUEST, "invalid_request", "refresh_token is missing");
    };
    let redeemed = service.tokens().redeem(refresh_token, service.clock.now());
    let Some(grant) = redeemed else {
        let description = "the refresh token is expired, revoked, already used or not from here";
        return error(StatusCode::BAD_REQUEST, "invalid_grant", description);
    };
    let odd = service.accounts.get(&grant.user_id).is_some_and(|account| account.odd);
    match service.issue(grant).await {
        Ok(issued) if odd => answer(&headers, Ok(Success::of(token_set(issued, "expire_in")))),
        Ok(issued) => {
            let body = Json(token_set(issued, "expires_in"));
            ([(header::CACHE_CONTROL, "no-store")], body).into_response()
        }
        Err(_) => server_error(),
    }
}

/// The token response. One documentation sample shows it enveloped with `expire_in`, so the odd persona gets that
/// (reference section 8.4).
fn token_set(issued: Issued, expiry_key: &str) -> Value {
    let mut set = Map::new();
    set.insert("access_token".to_owned(), issued.access_token.into());
    set.insert(expiry_key.to_owned(), issued.expires_in.into());
    if let Some(id_token) = issued.id_token {
        set.insert("id_token".to_owned(), id_token.into());
    }
    if let Some(refresh_token) = issued.refresh_token {
        set.insert("refresh_token".to_owned(), refresh_token.into());
    }
    set.insert("scope".to_owned(), issued.scope.into());
    set.insert("token_type".to_owned(), "Bearer".into());
    set.into()
}

/// `POST /oidc/token/revocation`: HTTP 200 with an empty body, also for a token that is none (reference section 8.6;
/// RFC 7009, section 2.2).
pub(crate) async fn revocation(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let form = match client_form(&service, &headers, &bytes) {
        Ok(form) => form,
        Err(refused) => return *refused,
    };
    let Some(token) = body::first(&form, "token") else {
        return error(StatusCode::BAD_REQUEST, "invalid_request", "token is missing");
    };
    service.revoke(token);
    StatusCode::OK.into_response()
}

/// `GET` or `POST /oidc/me` (reference section 8.5): the token after `Bearer`, or in the query as Node sends it.
pub(crate) async fn user_info(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let token = bearer_token(&headers).or_else(|| body::first(&query, "access_token"));
    match service.access(token) {
        Ok((grant, account)) => Json(Value::Object(claims::of(&account, &grant))).into_response(),
        Err(trouble) => {
            let challenge = [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")];
            let refusal = error(StatusCode::UNAUTHORIZED, "invalid_token", &trouble.to_string());
            (challenge, refusal).into_response()
        }
    }
}

/// The form of a request by this application, which has no secret (reference sections 4 and 8.4).
fn client_form(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Vec<(String, String)>, Box<Response>> {
    let Some(form) = body::form(headers, bytes) else {
        let description = "the body must be application/x-www-form-urlencoded";
        return Err(Box::new(error(StatusCode::BAD_REQUEST, "invalid_request", description)));
    };
    if body::first(&form, "client_id").and_then(|client_id| service.application(client_id)).is_none() {
        let description = "client_id is missing or unknown";
        return Err(Box::new(error(StatusCode::UNAUTHORIZED, "invalid_client", description)));
    }
    Ok(form)
}
