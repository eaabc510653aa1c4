//! `GET` and `POST /oidc/me`: who the access token speaks for (reference section 8.5; RFC 6750).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::claims;
use super::oauth_error::OauthError;
use super::parameters::Parameters;
use crate::sandbox::body;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::TokenTrouble;
use crate::sandbox::v3::envelope::bearer_token;

/// The claims that the token's scopes let through. The token stands after `Bearer`, in the query as Node sends it, or in
/// a posted form (RFC 6750, section 2). A raw one in the header is for `/api/v3` only.
pub(crate) async fn user_info(
    State(service): State<Arc<Service>>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    bytes: Bytes,
) -> Response {
    let query = Parameters::read(query.unwrap_or_default().as_bytes());
    let form = match body::form(&headers, &bytes) {
        Some(_) if method == Method::POST => Parameters::read(&bytes),
        _ => Parameters::default(),
    };
    let tokens = [bearer_token(&headers), query.get("access_token"), form.get("access_token")];
    let mut tokens = tokens.into_iter().flatten();
    let outcome = match (tokens.next(), tokens.next()) {
        (token, None) => claims(&service, token, &headers),
        (_, Some(_)) => {
            let error = OauthError::new("invalid_request", "the access token was sent in two ways at once");
            Err(error.challenge("Bearer error=\"invalid_request\""))
        }
    };
    match outcome {
        Ok(claims) => ([(header::CACHE_CONTROL, "no-store")], Json(claims)).into_response(),
        Err(error) => error.into_response(),
    }
}

fn claims(service: &Service, token: Option<&str>, headers: &HeaderMap) -> Result<Value, OauthError> {
    let (grant, account) = service.access(token).map_err(|trouble| invalid_token(trouble, headers))?;
    if !grant.allows("openid") {
        let error = OauthError::new("insufficient_scope", "the access token's scope does not contain openid");
        let challenge = "Bearer error=\"insufficient_scope\", scope=\"openid\"";
        return Err(error.status(StatusCode::FORBIDDEN).challenge(challenge));
    }
    Ok(Value::Object(claims::of(&account, &grant)))
}

/// A client that sent no credentials at all is told how, and not what is wrong with them (RFC 6750, section 3.1).
fn invalid_token(trouble: TokenTrouble, headers: &HeaderMap) -> OauthError {
    let sent_nothing = trouble == TokenTrouble::Missing && !headers.contains_key("authorization");
    let challenge = match sent_nothing {
        true => "Bearer".to_owned(),
        false => format!("Bearer error=\"invalid_token\", error_description=\"{trouble}\""),
    };
    OauthError::new("invalid_token", trouble.to_string()).status(StatusCode::UNAUTHORIZED).challenge(challenge)
}
