//! The layer around every request: it keeps what came and what was answered, and lets faults strike.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::FaultKind;
use super::oidc;
use super::seen::{Answered, Reason};
use super::service::Service;
use super::v3::envelope::answer;
use super::v3::refused::Refused;
use super::wire::Wire;

/// More than any request of the protocol needs.
const LARGEST_BODY: usize = 1 << 20;

/// Answers one request, as the fault that strikes it will have it.
pub(super) async fn strike(
    State(service): State<Arc<Service>>,
    Extension(wire): Extension<Arc<Wire>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let sent = to_bytes(body, LARGEST_BODY).await;
    let number = service.seen.arrived(&parts, sent.as_deref().unwrap_or_default());
    let Ok(sent) = sent else {
        return answer(&parts.headers, Err(Refused::BodyTooLarge));
    };

    let fault = service.faults.take(&path);
    if let Some(fault) = &fault {
        tracing::debug!(%method, path, %fault, "a fault strikes");
        service.seen.update(number, |seen| seen.fault = Some(fault.clone()));
    }
    if let Some(FaultKind::Latency(time)) = &fault {
        tokio::time::sleep(*time).await;
    }
    let response = match fault.as_ref().and_then(|fault| instead(fault, &parts.headers)) {
        Some(response) => response,
        None if fault == Some(FaultKind::ResetBefore) => return reset(&wire),
        None => {
            let response = next.run(Request::from_parts(parts, Body::from(sent))).await;
            service.seen.update(number, |seen| seen.ran = true);
            response
        }
    };
    if fault == Some(FaultKind::ResetAfter) {
        return reset(&wire);
    }

    let (head, body) = response.into_parts();
    let mut body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let answered = Answered::read(head.status.as_u16(), &body);
    let reason = head.extensions.get::<Reason>().map(|reason| reason.0.clone());
    service.seen.update(number, |seen| {
        seen.answered = Some(answered);
        seen.reason.clone_from(&reason);
    });
    tracing::debug!(
        %method,
        path,
        http = answered.http_status,
        statusCode = answered.status_code,
        reason,
        "answered"
    );
    match fault {
        Some(FaultKind::Stall) => wire.stall_after(half(&mut body)),
        Some(FaultKind::Truncate) => wire.end_after(half(&mut body)),
        _ => {}
    }
    Response::from_parts(head, Body::from(body))
}

/// What is answered without running the endpoint, if the fault is of that kind.
fn instead(fault: &FaultKind, headers: &HeaderMap) -> Option<Response> {
    match fault {
        FaultKind::Answer { http_status, content_type, body } => {
            // Below 200 there is no final answer, and HTTP would not send one.
            let status = StatusCode::from_u16(*http_status)
                .ok()
                .filter(|status| !status.is_informational())
                .unwrap_or(StatusCode::BAD_GATEWAY);
            let mut response = (status, body.clone()).into_response();
            match HeaderValue::from_str(content_type) {
                Ok(content_type) => response.headers_mut().insert(header::CONTENT_TYPE, content_type),
                Err(_) => response.headers_mut().remove(header::CONTENT_TYPE),
            };
            Some(response)
        }
        FaultKind::Envelope { status_code, api_code, message } => {
            let refused =
                Refused::Injected { status_code: *status_code, api_code: *api_code, message: message.clone() };
            Some(answer(headers, Err(refused)))
        }
        FaultKind::OauthError { error } => {
            let description = "a fault injected into the sandbox";
            Some(oidc::error(StatusCode::BAD_REQUEST, error, description))
        }
        FaultKind::Latency(_)
        | FaultKind::ResetBefore
        | FaultKind::ResetAfter
        | FaultKind::Stall
        | FaultKind::Truncate => None,
    }
}

/// Tells the wire to reset the connection; the answer returned here never leaves.
fn reset(wire: &Wire) -> Response {
    wire.reset();
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Half the length of the body. An empty one becomes blanks, so that there is something to hold back.
fn half(body: &mut Bytes) -> usize {
    if body.is_empty() {
        *body = Bytes::from_static(&[b' '; 16]);
    }
    body.len() / 2
}
