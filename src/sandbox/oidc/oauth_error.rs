//! OAuth's own errors, which have HTTP statuses of their own (RFC 6749, section 5.2).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::sandbox::seen::Reason;

/// An error on its way to the client.
#[derive(Debug)]
pub(crate) struct OauthError {
    status: StatusCode,
    /// One of the names that the specifications give.
    pub(crate) error: &'static str,
    /// For the client's developer; plain ASCII without quotation marks (RFC 6749, section 5.2).
    pub(crate) description: String,
    /// The `WWW-Authenticate` header, if there is one.
    challenge: Option<String>,
}

impl OauthError {
    /// HTTP 400.
    pub(crate) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: description.into(), challenge: None }
    }

    /// With another HTTP status.
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// With a `WWW-Authenticate` header.
    pub(crate) fn challenge(self, challenge: impl Into<String>) -> Self {
        Self { challenge: Some(challenge.into()), ..self }
    }

    /// No key could be made, or no randomness was there.
    pub(crate) fn server() -> Self {
        Self::new("server_error", "no signing key could be made").status(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let mut response = error(self.status, self.error, &self.description);
        if let Some(challenge) = self.challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok()) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// An OAuth error with this status, name and description.
pub(crate) fn error(status: StatusCode, error: &str, description: &str) -> Response {
    let body = Json(json!({"error": error, "error_description": description}));
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
    response.extensions_mut().insert(Reason(format!("{error}: {description}")));
    response
}
