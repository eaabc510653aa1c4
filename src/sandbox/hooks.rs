//! What faults do to the service itself: to its tokens.

use axum::http::header;
use axum::http::request::Parts;

use super::body;
use super::service::Service;
use super::v3::envelope::v3_token;

/// The access token that a request carries: in `Authorization`, raw or after `Bearer`, or in the query as Node sends it to
/// `/oidc/me` (reference sections 1.3 and 8.5).
pub(super) fn access_token(parts: &Parts) -> Option<String> {
    let is_basic = |scheme: &str| scheme.eq_ignore_ascii_case("basic");
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credentials_of_client = header.and_then(|value| value.split_whitespace().next()).is_some_and(is_basic);
    let token = v3_token(&parts.headers).filter(|_| !credentials_of_client).map(str::to_owned);
    token.or_else(|| {
        let query = body::pairs(parts.uri.query().unwrap_or_default().as_bytes());
        body::first(&query, "access_token").map(str::to_owned)
    })
}

/// The access token is expired from now on, if it is one of ours.
pub(super) fn expire(service: &Service, access_token: Option<&str>) {
    let claims = service.keys.ready().and_then(|key| key.verify(access_token?));
    if let Some(token_id) = claims.as_ref().and_then(|claims| claims.get("jti")?.as_str()) {
        service.tokens().expire_access(token_id);
    }
}

/// The token, of either kind, is revoked from now on.
pub(super) fn revoke(service: &Service, token: Option<&str>) {
    let Some(token) = token else { return };
    if service.tokens().lose_refresh(token) {
        return;
    }
    // A fault is nobody's client, so the token goes whichever application it was issued to.
    for application in service.pool.applications() {
        service.revoke(token, &application.app_id);
    }
}
