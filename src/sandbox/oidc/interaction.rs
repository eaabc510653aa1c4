//! What the external providers' side hands back to an authorization request that waits on the sign-in page.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::error;
use crate::sandbox::service::Service;

/// Goes on with the authorization request for a person who signed in at a provider. No authorization request is kept
/// yet, so none is found.
pub(crate) fn signed_in_with_provider(
    _service: &Service,
    _headers: &HeaderMap,
    _interaction_id: &str,
    _user_id: &str,
    _method: &str,
) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", "there is no such authorization request")
}

/// Goes back to the sign-in page with this message. No authorization request is kept yet, so none is found.
pub(crate) fn failed_at_provider(
    _service: &Service,
    _headers: &HeaderMap,
    _interaction_id: &str,
    _message: &str,
) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", "there is no such authorization request")
}
