//! The layer around every request: it keeps what came and what was answered, and lets faults strike.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::fmt::rfc2822::DateTimePrinter;

use super::answers::instead;
use super::bodies;
use super::fault::FaultKind;
use super::passage::Passage;
use super::queue::Carried;
use crate::sandbox::accept::LONGEST_REQUEST;
use crate::sandbox::body;
use crate::sandbox::hooks;
use crate::sandbox::redact;
use crate::sandbox::seen::{Answered, Reason};
use crate::sandbox::service::Service;
use crate::sandbox::v3::envelope::answer;
use crate::sandbox::v3::refused::Refused;
use crate::sandbox::wire::Wire;

/// More than any request of the protocol needs.
const LARGEST_BODY: usize = 1 << 20;

/// Answers one request, as the faults that concern it will have it.
pub(in crate::sandbox) async fn strike(
    State(service): State<Arc<Service>>,
    Extension(wire): Extension<Arc<Wire>>,
    request: Request,
    next: Next,
) -> Response {
    wire.begin();
    if !service.faults.port().is_open() {
        // It came over a connection that was still open, and the service is not there to see it.
        return reset(&wire);
    }
    let mut response = respond(&service, &wire, request, next).await;
    let now = DateTimePrinter::new().timestamp_to_rfc9110_string(&service.clock.now());
    if let Some(date) = now.ok().and_then(|date| HeaderValue::try_from(date).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    service.faults.request_passed();
    // A port that closes after this request is closed before its answer is out, so that whoever has it knows.
    service.faults.port().settled().await;
    response
}

async fn respond(service: &Service, wire: &Wire, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method.clone(), redact::path(parts.uri.path()));
    let Ok(sent) = tokio::time::timeout(LONGEST_REQUEST, to_bytes(body, LARGEST_BODY)).await else {
        return reset(wire);
    };
    let number = service.seen.arrived(&parts, sent.as_deref().unwrap_or_default());
    let Ok(sent) = sent else {
        return answer(&parts.headers, Err(Refused::BodyTooLarge));
    };

    let (access_token, refresh_token) = (hooks::access_token(&parts), refresh_token(&parts, &sent));
    let carried = Carried { access_token: access_token.is_some(), refresh_token: refresh_token.is_some() };
    let strike = service.faults.take(&path, carried);
    if let Some(strike) = &strike {
        tracing::debug!(%method, path, fault = %strike.kind, "a fault strikes");
        service.seen.update(number, |seen| seen.fault = Some(strike.kind.clone()));
        tokio::time::sleep(strike.delay).await;
    }
    let fault = strike.map(|strike| strike.kind);
    match &fault {
        Some(FaultKind::ResetBefore) => return reset(wire),
        Some(FaultKind::TokenExpired) => hooks::expire(service, access_token.as_deref()),
        Some(FaultKind::TokenRevoked) => hooks::revoke(service, access_token.as_deref()),
        Some(FaultKind::RefreshRefused) => hooks::revoke(service, refresh_token.as_deref()),
        Some(other) => service.faults.carry_out(other),
        None => {}
    }
    let response = match fault.as_ref().and_then(|fault| instead(fault, &parts.headers)) {
        Some(response) => response,
        None => {
            let response = next.run(Request::from_parts(parts, Body::from(sent))).await;
            service.seen.update(number, |seen| seen.ran = true);
            response
        }
    };
    if fault == Some(FaultKind::ResetAfter) {
        return reset(wire);
    }

    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
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
    let mut response = Response::from_parts(head, Body::empty());
    let struck = fault.and_then(|fault| broken(&fault, &body, wire));
    if struck.is_some() {
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    }
    *response.body_mut() = Body::from(struck.unwrap_or(body));
    response
}

/// The body that HTTP sends in place of this one, if the fault is of that kind; and tells the wire what is to become of
/// its bytes.
fn broken(fault: &FaultKind, body: &Bytes, wire: &Wire) -> Option<Bytes> {
    match fault {
        FaultKind::Stall => {
            let body = not_empty(body);
            wire.carry(Passage::stall_after(body.len() / 2));
            Some(body)
        }
        FaultKind::Truncate => {
            let body = not_empty(body);
            wire.carry(Passage::end_after(body.len() / 2));
            Some(body)
        }
        FaultKind::Drip { bytes, every } => {
            wire.carry(Passage::drip(usize::try_from(*bytes).unwrap_or(usize::MAX), *every));
            None
        }
        FaultKind::WrongLength(by) => Some(of_wrong_length(body, *by, wire)),
        FaultKind::Malformed => Some(bodies::malformed(body)),
        FaultKind::Shape(shape) => Some(bodies::of_another_shape(body, *shape)),
        FaultKind::Huge { bytes } => Some(bodies::grown(body, usize::try_from(*bytes).unwrap_or(usize::MAX))),
        _ => None,
    }
}

/// HTTP counts what it sends, so it gets a body of the length that is to be stated; the wire drops what is too much, or
/// adds what is missing.
fn of_wrong_length(body: &Bytes, by: i32, wire: &Wire) -> Bytes {
    let difference = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    if by < 0 {
        let stated = body.len().saturating_sub(difference);
        wire.carry(Passage::with_more(stated, body.slice(stated..)));
        return body.slice(..stated);
    }
    let mut longer = body.to_vec();
    longer.resize(body.len().saturating_add(difference), b' ');
    wire.carry(Passage::without_the_end(longer.len(), difference));
    longer.into()
}

/// An empty body becomes blanks, so that there is something to hold back.
fn not_empty(body: &Bytes) -> Bytes {
    if body.is_empty() { Bytes::from_static(&[b' '; 16]) } else { body.clone() }
}

/// The refresh token in a form (reference section 8.4).
fn refresh_token(parts: &Parts, sent: &[u8]) -> Option<String> {
    let form = body::form(&parts.headers, sent)?;
    body::first(&form, "refresh_token").map(str::to_owned)
}

/// Tells the wire to reset the connection; the answer returned here never leaves.
fn reset(wire: &Wire) -> Response {
    wire.reset();
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
