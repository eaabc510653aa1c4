//! `POST /oidc/token/revocation` (reference section 8.6; RFC 7009).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::client_authentication::authenticate;
use super::oauth_error::OauthError;
use super::parameters::Parameters;
use crate::sandbox::service::Service;

/// HTTP 200 with an empty body, also for a token that is none or another application's (RFC 7009, section 2.2). What
/// `token_type_hint` says is not needed: a token's kind can be seen.
pub(crate) async fn revocation(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    match revoke(&service, &headers, &bytes) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => error.into_response(),
    }
}

fn revoke(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<(), OauthError> {
    let form = Parameters::of_client(headers, bytes)?;
    let application = authenticate(service, headers, &form)?;
    let token = form.get("token").ok_or_else(|| OauthError::new("invalid_request", "token is missing"))?;
    service.revoke(token, &application.app_id);
    Ok(())
}
