//! Records one call while it runs, and hands the redacted exchange over when it ends, however it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Version;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use super::envelope::{self, BodyForm, Codes, Head};
use super::excerpt::beginning;
use super::redaction::Redactor;
use super::transport::RequestBody;
use super::{
    Attempt, Error, Exchange, ExchangeObserver, Header, Outcome, RecordedBody, RecordedRequest, RecordedResponse,
};

/// How much of a body is kept, in bytes: 256 KiB.
pub(super) const KEPT: usize = 256 * 1024;

/// How much of a body is redacted for keeping, in bytes: 1 MiB. More than is kept, because redaction shortens; and not
/// all, so that a huge body made of nothing but separators cannot keep a thread busy.
const LOOKED_AT: usize = 1024 * 1024;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A call that runs. When it is dropped before its end, the exchange is handed over as abandoned.
pub(super) struct Recording {
    observer: Arc<dyn ExchangeObserver>,
    redactor: Redactor,
    id: u64,
    started_at: Timestamp,
    clock: Instant,
    headers_after: Option<Duration>,
    method: &'static str,
    path: String,
    request: Option<RecordedRequest>,
    response: Option<ResponseSoFar>,
    redacted_body: Option<RecordedBody>,
    codes: Codes,
    handed_over: bool,
}

struct ResponseSoFar {
    http_status: u16,
    version: Version,
    headers: HeaderMap,
    body: Vec<u8>,
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
        let request = RecordedRequest {
            method,
            url: redactor.url(url),
            headers: redacted_headers(headers, &redactor),
            body: match body {
                RequestBody::None => None,
                RequestBody::Json(text) => Some(recorded(redactor.text(text), text.len(), true)),
                RequestBody::Form(text) => Some(recorded(redactor.form(text), text.len(), true)),
            },
        };
        Self {
            observer,
            redactor,
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            started_at: Timestamp::now(),
            clock: Instant::now(),
            headers_after: None,
            method,
            path: path.split('?').next().unwrap_or_default().to_owned(),
            request: Some(request),
            response: None,
            redacted_body: None,
            codes: Codes::default(),
            handed_over: false,
        }
    }

    pub(super) fn response_began(&mut self, http_status: u16, version: Version, headers: &HeaderMap) {
        self.headers_after = Some(self.clock.elapsed());
        self.response =
            Some(ResponseSoFar { http_status, version, headers: headers.clone(), body: Vec::new(), complete: false });
    }

    /// Takes a part of the body; says whether it was still within the limit.
    pub(super) fn take(&mut self, chunk: &[u8], limit: u64) -> bool {
        let Some(response) = &mut self.response else {
            return true;
        };
        let length = (response.body.len() as u64).saturating_add(chunk.len() as u64);
        if length > limit {
            return false;
        }
        response.body.extend_from_slice(chunk);
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
        let body = self.redact_body();
        let (codes, opened) = envelope::open(head, json, &body.text, form, &self.redactor);
        self.codes = codes;
        self.redacted_body = Some(body);
        opened
    }

    /// The body is redacted before it is shortened, because a secret that lay across the cut would not be known any
    /// more.
    fn redact_body(&self) -> RecordedBody {
        let Some(response) = &self.response else {
            return RecordedBody::default();
        };
        let (looked_at, rest) = response.body.split_at(response.body.len().min(LOOKED_AT));
        let text = String::from_utf8_lossy(looked_at);
        let whole = response.complete && rest.is_empty();
        let redacted = match (is_form(&response.headers), whole) {
            (true, true) => self.redactor.form(&text),
            (true, false) => self.redactor.cut_text(&self.redactor.form(&text)),
            (false, true) => self.redactor.text(&text),
            (false, false) => self.redactor.cut_text(&text),
        };
        let mut recorded = recorded(redacted, response.body.len(), response.complete);
        recorded.shortened |= !rest.is_empty();
        recorded
    }

    /// Ends the call, hands the exchange over and says how it went.
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
            method: self.method,
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
        let body = self.redacted_body.take().unwrap_or_else(|| self.redact_body());
        let response = self.response.take().map(|response| RecordedResponse {
            http_status: response.http_status,
            http_version: version_name(response.version),
            headers: redacted_headers(&response.headers, &self.redactor),
            body,
        });
        if let Some(request) = self.request.take() {
            self.observer.observe(Exchange {
                id: self.id,
                started_at: self.started_at,
                took,
                headers_after: self.headers_after,
                request,
                response,
                attempt: attempt.clone(),
                outcome,
            });
        }
        attempt
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if !self.handed_over {
            self.hand_over(Outcome::Abandoned);
        }
    }
}

fn recorded(mut text: String, true_length: usize, complete: bool) -> RecordedBody {
    let shortened = text.len() > KEPT;
    let kept = beginning(&text, KEPT).len();
    text.truncate(kept);
    RecordedBody { text, true_length: true_length as u64, shortened, complete }
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
            name: name.as_str().to_owned(),
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
