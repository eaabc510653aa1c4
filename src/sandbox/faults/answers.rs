//! What is answered instead of running the endpoint.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::fault::{FaultKind, Page};
use crate::sandbox::oidc;
use crate::sandbox::v3::envelope::answer;
use crate::sandbox::v3::refused::Refused;

/// The answer to a request with these headers, if the fault is one that answers by itself.
pub(super) fn instead(fault: &FaultKind, headers: &HeaderMap) -> Option<Response> {
    let mut response = match fault {
        FaultKind::Http { http_status, page, .. } => {
            // Below 200 there is no final answer, and HTTP would not send one.
            let status = StatusCode::from_u16(*http_status)
                .ok()
                .filter(|status| !status.is_informational())
                .unwrap_or(StatusCode::BAD_GATEWAY);
            gateway(status, *page)
        }
        FaultKind::Envelope { status_code, api_code, .. } => {
            let refused = Refused::Injected { status_code: *status_code, api_code: *api_code };
            answer(headers, Err(refused))
        }
        FaultKind::OauthError { error } => oidc::error(oauth_status(error), error, "a fault injected into the sandbox"),
        FaultKind::Redirect { to } => {
            let mut response = gateway(StatusCode::FOUND, Page::Html);
            if let Ok(to) = HeaderValue::from_str(to) {
                response.headers_mut().insert(header::LOCATION, to);
            }
            response
        }
        FaultKind::Latency(_)
        | FaultKind::Refuse(_)
        | FaultKind::ResetBefore
        | FaultKind::ResetAfter
        | FaultKind::Stall
        | FaultKind::Truncate
        | FaultKind::Drip { .. }
        | FaultKind::WrongLength(_)
        | FaultKind::Malformed
        | FaultKind::Shape(_)
        | FaultKind::Huge { .. }
        | FaultKind::TokenExpired
        | FaultKind::TokenRevoked
        | FaultKind::RefreshRefused
        | FaultKind::Clock { .. }
        | FaultKind::Lag { .. } => return None,
    };
    if let FaultKind::Http { retry_after: Some(seconds), .. } | FaultKind::Envelope { retry_after: Some(seconds), .. } =
        fault
    {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    Some(response)
}

/// The HTTP status that belongs to an OAuth error (RFC 6749, section 5.2; RFC 6750, section 3.1).
fn oauth_status(error: &str) -> StatusCode {
    match error {
        "invalid_client" | "invalid_token" => StatusCode::UNAUTHORIZED,
        "insufficient_scope" => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// A gateway's own answer.
fn gateway(status: StatusCode, page: Page) -> Response {
    let title = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or("Error"));
    match page {
        Page::Empty => status.into_response(),
        Page::Text => (status, [(header::CONTENT_TYPE, "text/plain")], format!("{title}\n")).into_response(),
        Page::Html => {
            let body = format!(
                "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n\
                 <center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
            );
            (status, [(header::CONTENT_TYPE, "text/html")], body).into_response()
        }
    }
}
