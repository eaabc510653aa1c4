//! One request, and what came back of it.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use super::Error;

/// One request and what came back of it, without any secret: it is safe to show, to keep and to export.
///
/// Texts that came from the other side are redacted of the call's own secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The HTTP method.
    pub method: &'static str,
    /// The path that was asked for, without a query.
    pub path: String,
    /// When the call began.
    pub started_at: Timestamp,
    /// From the beginning of the call to its end, however it ended.
    pub took: Duration,
    /// The HTTP status, when an answer came.
    pub http_status: Option<u16>,
    /// The body's `statusCode`, or the `code` of older bodies (reference section 1.4).
    pub status_code: Option<i64>,
    /// The body's `apiCode`. Its presence proves nothing: samples of successful calls carry one (reference section 1.4).
    pub api_code: Option<i64>,
    /// The body's `message`, in the language that was asked for; never to be branched on.
    pub message: Option<String>,
    /// The body's `requestId`, or else the `X-Request-Id` header.
    pub request_id: Option<String>,
}

/// A call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was asked for.
    pub value: T,
    /// How the call went.
    pub attempt: Attempt,
}

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub error: Error,
    /// How the call went. Boxed, so that a `Result` that carries a failure stays small.
    pub attempt: Box<Attempt>,
}

impl Failure {
    /// Puts the two together.
    pub fn new(error: Error, attempt: Attempt) -> Self {
        Self { error, attempt: Box::new(attempt) }
    }

    /// A call that was not sent.
    pub(super) fn unsent(method: &'static str, path: &str, error: Error) -> Self {
        let attempt = Attempt {
            method,
            path: path.to_owned(),
            started_at: Timestamp::now(),
            took: Duration::ZERO,
            http_status: None,
            status_code: None,
            api_code: None,
            message: None,
            request_id: None,
        };
        Self::new(error, attempt)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.attempt.method, self.attempt.path, self.error)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
