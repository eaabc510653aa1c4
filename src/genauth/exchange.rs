//! The record of one HTTP request and its response, redacted while it is made.

use std::time::Duration;

use jiff::Timestamp;

use super::recording::EndedCall;
use super::{Attempt, Cause, Error, Phases};

/// One HTTP request and its response.
///
/// It is redacted already: whoever holds it may show it and export it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Unique within the running program, and growing with the order in which the calls began.
    pub id: u64,
    /// What made the program send it; `None` when that is not known, as for an imported one.
    pub cause: Option<Cause>,
    /// When the call began.
    pub started_at: Timestamp,
    /// From the beginning of the call to its end, however it ended.
    pub took: Duration,
    /// From the beginning of the call to the arrival of the response's headers. HAR's `wait` ends here.
    pub headers_after: Option<Duration>,
    /// How long the connection took, as far as it was measured.
    pub phases: Phases,
    /// What was sent.
    pub request: RecordedRequest,
    /// What came back, as far as it came.
    pub response: Option<RecordedResponse>,
    /// The same in short, with the codes of the body.
    pub attempt: Attempt,
    /// How the call ended.
    pub outcome: Outcome,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The service answered with what was asked for.
    Succeeded,
    /// It did not.
    Failed(Error),
    /// Nobody waited for the end. The request may have been acted on.
    Abandoned,
}

/// A request, as it was handed to the HTTP library; that one adds `host` and `content-length`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The HTTP method.
    pub method: &'static str,
    /// The whole URL, its query redacted.
    pub url: String,
    /// The headers in the order in which they were set.
    pub headers: Vec<Header>,
    /// The body, when there was one.
    pub body: Option<RecordedBody>,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedResponse {
    /// The HTTP status.
    pub http_status: u16,
    /// The protocol version as HAR writes it, for example `HTTP/1.1`.
    pub http_version: &'static str,
    /// The headers. When the body came compressed, `content-encoding` and `content-length` are gone, because the body
    /// here is the unpacked one.
    pub headers: Vec<Header>,
    /// The body after decompression; empty when none came.
    pub body: RecordedBody,
}

/// One header line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name in lower case.
    pub name: String,
    /// The value, redacted. Bytes that are not UTF-8 are replaced by U+FFFD.
    pub value: String,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedBody {
    /// The text, redacted, at most 256 KiB of it. Bytes that are not UTF-8 are replaced by U+FFFD, and zeros are left out.
    pub text: String,
    /// How many bytes there were before redaction and before shortening, as far as they were read.
    pub true_length: u64,
    /// Whether `text` was shortened.
    pub shortened: bool,
    /// Whether the body was read to its end.
    pub complete: bool,
}

/// Takes what a client records.
///
/// The client calls [`call_ended`](Self::call_ended) from its own task, once for each call. Redaction takes time, so an
/// implementation that should not hold the caller up puts the call away and redacts it elsewhere.
pub trait ExchangeObserver: Send + Sync {
    /// One call has ended. Unless it is overridden, the call is redacted at once.
    fn call_ended(&self, call: EndedCall) {
        self.observe(call.redact());
    }

    /// Takes one exchange.
    fn observe(&self, exchange: Exchange);
}

/// An observer that keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl ExchangeObserver for NoObserver {
    fn call_ended(&self, _call: EndedCall) {}

    fn observe(&self, _exchange: Exchange) {}
}
