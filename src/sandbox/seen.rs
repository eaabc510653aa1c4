//! What the service saw and answered, kept so that it can be compared with what a client believes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::changes::Changes;
use super::faults::FaultKind;
use super::redact;

/// How many bytes of requests are kept, as they came; whoever sends large ones pushes out more of the others.
const KEPT_BYTES: usize = 4 << 20;

/// How many requests are kept; the oldest goes first.
const KEPT: usize = 1000;

/// One request as the service saw it, without its secrets, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRequest {
    /// Counts from 1, over the life of the service.
    pub number: u64,
    /// When its body had arrived.
    pub at: Timestamp,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query's pairs, in order, with tokens and codes redacted.
    pub query: Vec<(String, String)>,
    /// The headers, in order.
    pub headers: Vec<SeenHeader>,
    /// The body as JSON (a form as an object), with passwords, tokens and codes redacted; null when there was none.
    pub body: Value,
    /// Whether the endpoint ran, so that what it changes was changed, whatever became of the answer.
    pub ran: bool,
    /// What was answered; `None` while it is not, and for good when the connection was reset.
    pub answered: Option<Answered>,
    /// Why it was refused, if it was, in more words than the client was told.
    pub reason: Option<String>,
    /// The fault that struck, if one did.
    pub fault: Option<FaultKind>,
}

/// Why a request is refused, on its way from the endpoint to where requests are kept.
#[derive(Clone, Debug)]
pub(super) struct Reason(pub(super) String);

/// One request header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenHeader {
    /// The name, in lower case.
    pub name: String,
    /// The value; `None` when it is a secret or no text.
    pub value: Option<String>,
}

/// What was answered, before a fault cut it short if one did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status.
    pub http_status: u16,
    /// The envelope's `statusCode`, if the answer was one (reference section 1.4).
    pub status_code: Option<i64>,
    /// The envelope's `apiCode`.
    pub api_code: Option<i64>,
}

impl Answered {
    /// Reads what matters from an answer, and skips the rest, which may be large; a `statusCode` may be a numeric string
    /// (reference section 1.4).
    pub(super) fn read(http_status: u16, body: &[u8]) -> Self {
        // A list would do for its members in order, and is no envelope.
        let is_object = body.trim_ascii_start().starts_with(b"{");
        let codes: Codes = is_object.then(|| serde_json::from_slice(body).ok()).flatten().unwrap_or_default();
        let number = |code: Value| match code {
            Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        };
        Self { http_status, status_code: number(codes.status_code), api_code: number(codes.api_code) }
    }
}

/// The two members of an envelope that say how it went.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Codes {
    status_code: Value,
    api_code: Value,
}

/// The last requests.
#[derive(Debug, Default)]
pub(super) struct SeenRequests {
    ring: Mutex<Ring>,
    changes: Changes,
}

#[derive(Debug, Default)]
struct Ring {
    last_number: u64,
    /// Shared with those who look, so that looking copies none of them.
    requests: VecDeque<Arc<SeenRequest>>,
    /// How many bytes each of them was, in the same order.
    sizes: VecDeque<usize>,
    bytes: usize,
}

impl Ring {
    fn forget_the_oldest(&mut self) {
        self.requests.pop_front();
        self.bytes -= self.sizes.pop_front().unwrap_or_default();
    }
}

impl SeenRequests {
    /// None yet; each that comes, and what becomes of it, is noted there.
    pub(super) fn noted_in(changes: Changes) -> Self {
        Self { ring: Mutex::default(), changes }
    }

    /// Keeps a request that just arrived, and gives it its number.
    pub(super) fn arrived(&self, parts: &Parts, body: &[u8]) -> u64 {
        let mut ring = self.ring();
        ring.last_number += 1;
        let number = ring.last_number;
        let size = size(parts, body);
        ring.bytes += size;
        ring.sizes.push_back(size);
        ring.requests.push_back(Arc::new(SeenRequest {
            number,
            at: Timestamp::now(),
            method: parts.method.as_str().to_owned(),
            path: redact::path(parts.uri.path()),
            query: redact::pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            headers: redact::headers(&parts.headers),
            body: redact::body(content_type(&parts.headers), body),
            ran: false,
            answered: None,
            reason: None,
            fault: None,
        }));
        while ring.requests.len() > KEPT || (ring.bytes > KEPT_BYTES && ring.requests.len() > 1) {
            ring.forget_the_oldest();
        }
        drop(ring);
        self.changes.note();
        number
    }

    /// Changes what is known of a request, if it is still kept.
    pub(super) fn update(&self, number: u64, change: impl FnOnce(&mut SeenRequest)) {
        let mut ring = self.ring();
        // From the back: the request is nearly always one of the last.
        if let Some(request) = ring.requests.iter_mut().rev().find(|request| request.number == number) {
            change(Arc::make_mut(request));
        }
        drop(ring);
        self.changes.note();
    }

    pub(super) fn all(&self) -> Vec<Arc<SeenRequest>> {
        self.ring().requests.iter().cloned().collect()
    }

    /// Forgets them; numbers go on counting, so that none is given twice.
    pub(super) fn forget(&self) {
        let mut ring = self.ring();
        *ring = Ring { last_number: ring.last_number, ..Ring::default() };
        drop(ring);
        self.changes.note();
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many bytes of a request are held on to: a body that is too large to be kept counts as nothing.
fn size(parts: &Parts, body: &[u8]) -> usize {
    let headers = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>();
    let target = parts.uri.path().len() + parts.uri.query().map_or(0, str::len);
    headers + target + if body.len() > redact::LARGEST_BODY { 0 } else { body.len() }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn the_oldest_goes_when_the_ring_is_full() {
        let seen = SeenRequests::default();
        let (parts, ()) = Request::get("/api/v3/system?id_token=abc&x=1").body(()).unwrap().into_parts();
        for _ in 0..KEPT + 2 {
            seen.arrived(&parts, b"");
        }
        let requests = seen.all();
        assert_eq!(requests.len(), KEPT);
        assert_eq!(requests.first().map(|request| request.number), Some(3));
        assert_eq!(
            requests.last().map(|request| request.query.clone()),
            Some(vec![("id_token".to_owned(), redact::REDACTED.to_owned()), ("x".to_owned(), "1".to_owned()),])
        );
        seen.update(1, |_| panic!("it is gone"));
        seen.update(3, |request| request.ran = true);
        assert_eq!(seen.all().first().map(|request| request.ran), Some(true));
    }

    #[test]
    fn large_requests_push_out_others_and_the_largest_bodies_are_not_kept() {
        let seen = SeenRequests::default();
        let (parts, ()) =
            Request::post("/nope").header("content-type", "application/json").body(()).unwrap().into_parts();
        let body = |bytes: usize| format!("[{}0]", "0,".repeat(bytes / 2 - 2));
        for _ in 0..KEPT {
            seen.arrived(&parts, body(redact::LARGEST_BODY).as_bytes());
        }
        assert!(seen.all().len() <= KEPT_BYTES / redact::LARGEST_BODY + 1, "{}", seen.all().len());
        seen.arrived(&parts, body(1 << 20).as_bytes());
        let last = seen.all().last().map(|request| request.body.clone());
        assert_eq!(last, Some(Value::from("[1048575 bytes, too many to keep]")));
    }

    #[test]
    fn an_answers_codes_are_read_in_both_spellings() {
        let answered = Answered::read(200, br#"{"statusCode":"200","apiCode":0}"#);
        assert_eq!((answered.status_code, answered.api_code), (Some(200), Some(0)));
        for other in [&b"<html>"[..], b"", b"[200, 0]", br#"{"data":{"statusCode":200}}"#, br#"{"statusCode":null}"#] {
            let answered = Answered::read(502, other);
            assert_eq!((answered.status_code, answered.api_code), (None, None));
        }
    }
}
