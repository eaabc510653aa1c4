//! What the service says of itself (reference section 8.1; OpenID Connect Discovery 1.0, RFC 8414).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::authorization_request::SCOPES;
use super::oauth_error::OauthError;
use crate::sandbox::service::Service;

/// `GET /oidc/.well-known/openid-configuration`: what is served, and nothing else.
pub(crate) async fn discovery(State(service): State<Arc<Service>>) -> Response {
    let issuer = service.issuer();
    let methods = ["none", "client_secret_post", "client_secret_basic"];
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "revocation_endpoint": format!("{issuer}/token/revocation"),
        "introspection_endpoint": format!("{issuer}/token/introspection"),
        "end_session_endpoint": format!("{issuer}/session/end"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256"],
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": methods,
        "scopes_supported": SCOPES,
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["en", "zh-CN"],
        "claim_types_supported": ["normal"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "s_hash", "sid",
            "name", "nickname", "given_name", "family_name", "middle_name", "preferred_username", "profile", "picture",
            "website", "birthdate", "gender", "locale", "zoneinfo", "updated_at", "username", "email",
            "email_verified", "phone_number", "phone_number_verified", "address", "external_id",
        ],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "require_request_uri_registration": false,
    }))
    .into_response()
}

/// `GET /oidc/.well-known/jwks.json`: the key that signs access tokens, and the ID tokens of applications with RS256.
pub(crate) async fn key_set(State(service): State<Arc<Service>>) -> Response {
    let keys = service.keys.get().await.and_then(|key| key.key_set());
    keys.map_or_else(|| OauthError::server().into_response(), |keys| Json(keys).into_response())
}
