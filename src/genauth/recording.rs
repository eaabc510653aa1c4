//! Records one call while it runs, and hands it over when it ends, however it ends.
//!
//! What is handed over still has its secrets and shows nothing: redaction takes longer than the call itself may wait, so
//! whoever keeps the call chooses where it happens.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Version;
use reqwest::header::{CONTENT_TYPE, HeaderMap, SET_COOKIE};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::envelope::{self, BodyForm, Codes, Head};
use super::excerpt::beginning;
use super::phases::Measurements;
use super::redaction::Redactor;
use super::transport::RequestBody;
use super::{
    Attempt, Cause, Error, Exchange, ExchangeObserver, Header, Outcome, Phases, RecordedBody, RecordedRequest,
    RecordedResponse,
};

/// How much of a body is kept, in bytes: 256 KiB.
pub(super) const KEPT: usize = 256 * 1024;

/// How much of a body is redacted for keeping, in bytes: 1 MiB. More than is kept, because redaction shortens; and not
/// all, so that a huge body made of nothing but separators cannot keep a thread busy.
const LOOKED_AT: usize = 1024 * 1024;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A call that runs. When it is dropped before its end, it is handed over as abandoned.
pub(super) struct Recording {
    observer: Arc<dyn ExchangeObserver>,
    redactor: Redactor,
    id: u64,
    cause: Cause,
    started_at: Timestamp,
    clock: Instant,
    headers_after: Option<Duration>,
    measurements: Measurements,
    path: String,
    request: RawRequest,
    response: Option<RawResponse>,
    codes: Codes,
    handed_over: bool,
}

/// What was sent, with its secrets.
#[derive(Default)]
struct RawRequest {
    method: &'static str,
    url: SecretString,
    headers: HeaderMap,
    body: Option<RawBody>,
}

/// A body with its secrets.
enum RawBody {
    Text(SecretString),
    Form(SecretString),
}

/// What came so far, with its secrets.
struct RawResponse {
    http_status: u16,
    version: Version,
    headers: HeaderMap,
    body: Vec<u8>,
    true_length: u64,
    complete: bool,
}

impl Recording {
    pub(super) fn begin(
        observer: Arc<dyn ExchangeObserver>,
        redactor: Redactor,
        method: &'static str,
        path: &str,
        url: &str,
        headers: &HeaderMap,
        body: &RequestBody,
    ) -> Self {
        let request = RawRequest {
            method,
            url: SecretString::from(url),
            headers: headers.clone(),
            body: match body {
                RequestBody::None => None,
                RequestBody::Json(text) => Some(RawBody::Text(SecretString::from(text.as_str()))),
                RequestBody::Form(text) => Some(RawBody::Form(SecretString::from(text.as_str()))),
            },
        };
        Self {
            observer,
            redactor,
            id: next_id(),
            cause: Cause::current(),
            started_at: Timestamp::now(),
            clock: Instant::now(),
            headers_after: None,
            measurements: Measurements::default(),
            path: path.split('?').next().unwrap_or_default().to_owned(),
            request,
            response: None,
            codes: Codes::default(),
            handed_over: false,
        }
    }

    /// Where the time that the connection takes is noted.
    pub(super) fn measurements(&self) -> Measurements {
        self.measurements.clone()
    }

    pub(super) fn response_began(&mut self, http_status: u16, version: Version, headers: &HeaderMap) {
        self.headers_after = Some(self.clock.elapsed());
        for value in headers.get_all(SET_COOKIE) {
            self.redactor.learn_cookies(SET_COOKIE.as_str(), &String::from_utf8_lossy(value.as_bytes()));
        }
        self.response = Some(RawResponse {
            http_status,
            version,
            headers: headers.clone(),
            body: Vec::new(),
            true_length: 0,
            complete: false,
        });
    }

    /// Takes a part of the body; says whether it was still within the limit.
    pub(super) fn take(&mut self, chunk: &[u8], limit: u64) -> bool {
        let Some(response) = &mut self.response else {
            return true;
        };
        let length = response.true_length.saturating_add(chunk.len() as u64);
        if length > limit {
            return false;
        }
        response.body.extend_from_slice(chunk);
        response.true_length = length;
        true
    }

    pub(super) fn response_ended(&mut self) {
        if let Some(response) = &mut self.response {
            response.complete = true;
        }
    }

    /// Opens the body that was taken.
    pub(super) fn open(&mut self, head: &Head, form: BodyForm) -> Result<Option<Value>, Error> {
        let json = self.response.as_ref().and_then(|response| envelope::parse(&response.body));
        if let Some(json) = &json {
            self.redactor.learn_from(json);
        }
        let redacted = || self.response.as_ref().map(|response| response.redacted(&self.redactor).text);
        let (codes, opened) = envelope::open(head, json, &|| redacted().unwrap_or_default(), form, &self.redactor);
        self.codes = codes;
        opened
    }

    /// Ends the call, hands it over and says how it went.
    pub(super) fn finish(mut self, result: Result<(), Error>) -> Attempt {
        let outcome = match result {
            Ok(()) => Outcome::Succeeded,
            Err(error) => Outcome::Failed(error),
        };
        self.hand_over(outcome)
    }

    fn hand_over(&mut self, outcome: Outcome) -> Attempt {
        self.handed_over = true;
        let took = self.clock.elapsed();
        let codes = std::mem::take(&mut self.codes);
        let attempt = Attempt {
            method: self.request.method,
            path: self.path.clone(),
            started_at: self.started_at,
            took,
            http_status: self.response.as_ref().map(|response| response.http_status),
            status_code: codes.status_code,
            api_code: codes.api_code,
            message: codes.message,
            request_id: codes.request_id,
        };
        tracing::debug!(
            method = attempt.method,
            path = attempt.path,
            http_status = attempt.http_status,
            status_code = attempt.status_code,
            took = ?attempt.took,
            "call"
        );
        let mut response = self.response.take();
        if let Some(response) = &mut response {
            response.body.truncate(LOOKED_AT);
            response.body.shrink_to_fit();
        }
        self.observer.call_ended(EndedCall {
            redactor: std::mem::take(&mut self.redactor),
            id: self.id,
            cause: self.cause,
            headers_after: self.headers_after,
            phases: self.measurements.phases(response.is_some()),
            request: std::mem::take(&mut self.request),
            response,
            attempt: attempt.clone(),
            outcome,
        });
        attempt
    }
}

/// A call that has ended, with its secrets still in it. All that can be done with it is to redact it.
pub struct EndedCall {
    redactor: Redactor,
    id: u64,
    cause: Cause,
    headers_after: Option<Duration>,
    phases: Phases,
    request: RawRequest,
    response: Option<RawResponse>,
    attempt: Attempt,
    outcome: Outcome,
}

impl EndedCall {
    /// Takes the secrets out. This takes a while for a large answer, about 10 ms for each 100 KiB in the worst case.
    pub fn redact(self) -> Exchange {
        let redactor = &self.redactor;
        let response = self.response.map(|response| RecordedResponse {
            http_status: response.http_status,
            http_version: version_name(response.version),
            headers: redacted_headers(&response.headers, redactor),
            body: response.redacted(redactor),
        });
        Exchange {
            id: self.id,
            cause: Some(self.cause),
            started_at: self.attempt.started_at,
            took: self.attempt.took,
            headers_after: self.headers_after,
            phases: self.phases,
            request: self.request.redacted(redactor),
            response,
            attempt: self.attempt,
            outcome: self.outcome,
        }
    }
}

impl fmt::Debug for EndedCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EndedCall").field("attempt", &self.attempt).finish_non_exhaustive()
    }
}

impl RawRequest {
    fn redacted(&self, redactor: &Redactor) -> RecordedRequest {
        RecordedRequest {
            method: self.method,
            url: redactor.url(self.url.expose_secret()),
            headers: redacted_headers(&self.headers, redactor),
            body: self.body.as_ref().map(|body| {
                let (redacted, true_length) = match body {
                    RawBody::Text(text) => {
                        (redactor.sent_text(text.expose_secret(), false), text.expose_secret().len())
                    }
                    RawBody::Form(text) => (redactor.form(text.expose_secret()), text.expose_secret().len()),
                };
                recorded(redacted, true_length as u64, true)
            }),
        }
    }
}

impl RawResponse {
    fn redacted(&self, redactor: &Redactor) -> RecordedBody {
        let kind = if is_form(&self.headers) { BodyKind::Form } else { BodyKind::Answer };
        redacted_body(&self.body, self.true_length, self.complete, kind, redactor)
    }
}

/// What a body can be, of what somebody else wrote.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// `application/x-www-form-urlencoded`, either way.
    Form,
    /// Of a request.
    Sent,
    /// Of a response.
    Answer,
}

/// A body is redacted before it is shortened, because a secret that lay across the cut would not be known any more.
pub(super) fn redacted_body(
    body: &[u8],
    true_length: u64,
    complete: bool,
    kind: BodyKind,
    redactor: &Redactor,
) -> RecordedBody {
    let looked_at = body.get(..LOOKED_AT).unwrap_or(body);
    let all = looked_at.len() as u64 == true_length;
    // Without its zeros a text in UTF-16 can be looked through like any other; elsewhere they mean nothing.
    let text = String::from_utf8_lossy(looked_at).replace('\0', "");
    let is_cut = !(complete && all);
    let redacted = match kind {
        BodyKind::Form if is_cut => redactor.cut_text(&redactor.form(&text)),
        BodyKind::Form => redactor.form(&text),
        BodyKind::Sent => redactor.sent_text(&text, is_cut),
        BodyKind::Answer if is_cut => redactor.cut_text(&text),
        BodyKind::Answer => redactor.text(&text),
    };
    let mut recorded = recorded(redacted, true_length, complete);
    recorded.shortened |= !all;
    recorded
}

/// A number for the next exchange.
pub(super) fn next_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

impl Drop for Recording {
    fn drop(&mut self) {
        if !self.handed_over {
            self.hand_over(Outcome::Abandoned);
        }
    }
}

fn recorded(mut text: String, true_length: u64, complete: bool) -> RecordedBody {
    let shortened = text.len() > KEPT;
    let kept = beginning(&text, KEPT).len();
    text.truncate(kept);
    text.shrink_to_fit();
    RecordedBody { text, true_length, shortened, complete }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded"))
}

fn redacted_headers(headers: &HeaderMap, redactor: &Redactor) -> Vec<Header> {
    headers
        .iter()
        .map(|(name, value)| Header {
            name: redactor.text(name.as_str()),
            value: redactor.header(name.as_str(), &String::from_utf8_lossy(value.as_bytes())),
        })
        .collect()
}

fn version_name(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    }
}
