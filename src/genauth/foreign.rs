//! Exchanges that somebody else recorded, made safe like our own.

use std::time::Duration;

use jiff::Timestamp;

use super::envelope::{self, BodyForm, Head};
use super::recording::{BodyKind, next_id, redacted_body};
use super::redaction::Redactor;
use super::{
    Attempt, Cause, Error, Exchange, Header, Outcome, Phases, RecordedRequest, RecordedResponse, Refusal, ToldFailure,
    ToldOutcome, Unreachable,
};

/// How long a path, a name or the value of a header may be, in bytes; the rest is cut off.
const LONGEST_LINE: usize = 64 * 1024;

/// An exchange from a file. It has its secrets still, so it shows nothing; [`ForeignExchange::redact`] is the way out.
pub struct ForeignExchange {
    /// When the call began.
    pub started_at: Timestamp,
    /// What made the program send it, when the file says so.
    pub cause: Option<Cause>,
    /// From the beginning of the call to its end.
    pub took: Duration,
    /// From the beginning of the call to the arrival of the response's headers.
    pub headers_after: Option<Duration>,
    /// How long the connection took, as far as the file says it.
    pub phases: Phases,
    /// The HTTP method. One that HTTP does not define (RFC 9110, section 9.1, and RFC 5789) is shown as `OTHER`.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Names and values.
    pub request_headers: Vec<(String, String)>,
    /// What was sent after the headers.
    pub request_body: Option<ForeignBody>,
    /// The HTTP status; `None` when no response came.
    pub http_status: Option<u16>,
    /// The protocol version as the file spells it.
    pub http_version: String,
    /// Names and values.
    pub response_headers: Vec<(String, String)>,
    /// What came after the headers.
    pub response_body: ForeignBody,
    /// What the file says of the end.
    pub told: ToldOutcome,
    /// The `statusCode` and the `apiCode` that the file says were in the body, for one that it has not.
    pub told_codes: (Option<i64>, Option<i64>),
    /// Whether the file says that the body did not come to its end.
    pub broke_off: bool,
}

/// A body from a file.
#[derive(Default)]
pub struct ForeignBody {
    /// What the file has of it.
    pub text: String,
    /// How many bytes it had, when the file says so.
    pub true_length: Option<u64>,
    /// Whether the file has all of it.
    pub complete: bool,
}

impl ForeignExchange {
    /// Takes the secrets out of the exchanges of one file, and out of what the file says of itself. A secret of one is
    /// looked for in all.
    pub fn redact(exchanges: Vec<Self>, about: &str) -> (Vec<Exchange>, String) {
        let mut redactor = Redactor::default();
        for exchange in &exchanges {
            redactor.at(exchange.path());
            let body = exchange.request_body.as_ref().map_or("", |body| &body.text);
            redactor.learn_from_request(&exchange.url, &exchange.request_headers, body);
            let headers = exchange.request_headers.iter().chain(&exchange.response_headers);
            headers.for_each(|(name, value)| redactor.learn_cookies(name, value));
            if let Some(json) = envelope::parse(exchange.response_body.text.as_bytes()) {
                redactor.learn_from(&json);
            }
        }
        let redacted = exchanges.into_iter().map(|exchange| {
            redactor.at(exchange.path());
            exchange.redacted(&redactor)
        });
        let redacted = redacted.collect();
        (redacted, redactor.text(about))
    }

    /// The path without host and query.
    fn path(&self) -> &str {
        let behind_scheme = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let path = behind_scheme.find('/').and_then(|at| behind_scheme.get(at..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/")
    }

    fn redacted(self, redactor: &Redactor) -> Exchange {
        let (method, path) = (method(&self.method), redactor.text(shortened(self.path())));
        let request = RecordedRequest {
            method,
            url: redactor.url(shortened(&self.url)),
            headers: redacted_headers(&self.request_headers, redactor),
            body: self
                .request_body
                .as_ref()
                .map(|body| body.redacted(kind(&self.request_headers, BodyKind::Sent), redactor)),
        };
        let (codes, outcome) = self.read(redactor);
        let response = self.http_status.map(|http_status| RecordedResponse {
            http_status,
            http_version: version(&self.http_version),
            headers: redacted_headers(&self.response_headers, redactor),
            body: self.response_body.redacted(kind(&self.response_headers, BodyKind::Answer), redactor),
        });
        let attempt = Attempt {
            method,
            path,
            started_at: self.started_at,
            took: self.took,
            http_status: self.http_status,
            status_code: codes.status_code,
            api_code: codes.api_code,
            message: codes.message,
            request_id: codes.request_id,
        };
        Exchange {
            id: next_id(),
            cause: self.cause,
            started_at: self.started_at,
            took: self.took,
            headers_after: self.headers_after,
            phases: self.phases,
            request,
            response,
            attempt,
            outcome,
        }
    }

    /// How it ended: what the answer says, read like the answer to one of our own calls where it is the API's, and what
    /// the file says beside. A success has to stand in the answer; a failure is believed.
    fn read(&self, redactor: &Redactor) -> (envelope::Codes, Outcome) {
        let Some(http_status) = self.http_status else {
            let nothing = || Error::NotReachable(Unreachable::Other("no response is in the file".to_owned()));
            let outcome = match &self.told {
                ToldOutcome::Abandoned => Outcome::Abandoned,
                ToldOutcome::Failed(told) => {
                    Outcome::Failed(told.error(redactor, |_, _| None).unwrap_or_else(|| told.in_words(redactor)))
                }
                ToldOutcome::Succeeded | ToldOutcome::Nothing => Outcome::Failed(nothing()),
            };
            return (envelope::Codes::default(), outcome);
        };
        let head = self.head(http_status);
        let (mut codes, read) = self.opened(&head, redactor);
        let outcome = match (&self.told, read) {
            (ToldOutcome::Abandoned, _) => Outcome::Abandoned,
            (ToldOutcome::Failed(told), read) => match self.told_error(told, &head, &codes, &read, redactor) {
                Some(error) => Outcome::Failed(error),
                None => Outcome::Failed(read.err().unwrap_or_else(|| told.in_words(redactor))),
            },
            _ if self.broke_off => Outcome::Failed(Error::NotReachable(Unreachable::ConnectionLost)),
            // What was not kept whole cannot be read again.
            (ToldOutcome::Succeeded, Err(Error::Unreadable { .. })) if self.is_shortened() && head.is_success() => {
                (codes.status_code, codes.api_code) = self.told_codes;
                Outcome::Succeeded
            }
            (_, read) => ended(read),
        };
        (codes, outcome)
    }

    fn head(&self, http_status: u16) -> Head {
        let header = |name: &str| {
            self.response_headers
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        Head {
            http_status,
            content_type: header("content-type"),
            retry_after: header("retry-after"),
            request_id: header("x-request-id"),
        }
    }

    /// What the answer itself says.
    fn opened(&self, head: &Head, redactor: &Redactor) -> (envelope::Codes, Result<(), Error>) {
        let path = self.path();
        let json = envelope::parse(self.response_body.text.as_bytes());
        let has_envelope = json.as_ref().is_some_and(|json| json.get("statusCode").is_some());
        // A browser asks with OPTIONS whether it may call; what answers that is not the API.
        let is_call = !matches!(self.method.as_str(), "OPTIONS" | "HEAD");
        let has_to = is_call && path.starts_with("/api/v3/");
        let is_redirect = (300..400).contains(&head.http_status);
        // Elsewhere a redirect is how a browser's sign-in goes; and what a browser has already is no failure anywhere.
        if (is_redirect && !has_to) || head.http_status == 304 {
            return (envelope::Codes::default(), Ok(()));
        }
        if has_to && json.is_none() && head.is_success() && self.is_shortened() {
            let place = "body: not all of it is in the file".to_owned();
            return (envelope::Codes::default(), Err(Error::Unreadable { place }));
        }
        let form = match has_to || (has_envelope && (path.starts_with("/oidc/") || path.starts_with("/api/"))) {
            true => BodyForm::Enveloped,
            false => BodyForm::Ignored,
        };
        let (codes, opened) = envelope::open(head, json, &|| self.answer(redactor), form, redactor);
        (codes, opened.map(|_| ()))
    }

    /// The failure that the file tells of, with the particulars from the answer where it has them.
    fn told_error(
        &self,
        told: &ToldFailure,
        head: &Head,
        codes: &envelope::Codes,
        read: &Result<(), Error>,
        redactor: &Redactor,
    ) -> Option<Error> {
        told.error(redactor, |kind, detail| match (kind, read) {
            ("not-the-api", Err(error @ Error::NotTheApi { .. }))
            | ("refused", Err(error @ Error::Refused(_)))
            | ("oauth", Err(error @ Error::OAuth { .. })) => Some(error.clone()),
            ("not-the-api", _) => Some(envelope::not_the_api(head, &|| self.answer(redactor), redactor)),
            ("refused", _) => Some(Error::Refused(Refusal {
                status_code: self.told_codes.0?,
                api_code: self.told_codes.1,
                message: codes.message.clone().unwrap_or_default(),
                request_id: codes.request_id.clone(),
                retry_after: envelope::retry_after(head, redactor),
            })),
            ("oauth", _) => Some(Error::OAuth {
                http_status: head.http_status,
                error: detail,
                description: None,
                retry_after: envelope::retry_after(head, redactor),
            }),
            _ => None,
        })
    }

    fn answer(&self, redactor: &Redactor) -> String {
        self.response_body.redacted(kind(&self.response_headers, BodyKind::Answer), redactor).text
    }

    /// Whether the file has less than came.
    fn is_shortened(&self) -> bool {
        let body = &self.response_body;
        !body.complete || body.true_length.is_some_and(|length| length > body.text.len() as u64)
    }
}

fn ended(read: Result<(), Error>) -> Outcome {
    read.map_or_else(Outcome::Failed, |()| Outcome::Succeeded)
}

impl ForeignBody {
    fn redacted(&self, kind: BodyKind, redactor: &Redactor) -> super::RecordedBody {
        let had = self.text.len() as u64;
        let true_length = self.true_length.unwrap_or(had);
        let complete = self.complete && had >= true_length;
        let mut recorded = redacted_body(self.text.as_bytes(), had, complete, kind, redactor);
        recorded.shortened |= had < true_length;
        recorded.true_length = true_length;
        recorded
    }
}

fn method(name: &str) -> &'static str {
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"]
        .into_iter()
        .find(|method| *method == name)
        .unwrap_or("OTHER")
}

fn version(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    match name.trim_start_matches("http/") {
        "0.9" => "HTTP/0.9",
        "1.0" => "HTTP/1.0",
        "2" | "2.0" | "h2" => "HTTP/2",
        "3" | "3.0" | "h3" => "HTTP/3",
        _ => "HTTP/1.1",
    }
}

/// What a body with these headers is; `otherwise` when it is no form.
fn kind(headers: &[(String, String)], otherwise: BodyKind) -> BodyKind {
    let is_form = headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("content-type")
            && value.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
    });
    if is_form { BodyKind::Form } else { otherwise }
}

fn redacted_headers(headers: &[(String, String)], redactor: &Redactor) -> Vec<Header> {
    headers
        .iter()
        .map(|(name, value)| Header {
            name: redactor.text(&shortened(name).to_ascii_lowercase()),
            value: redactor.header(name, shortened(value)),
        })
        .collect()
}

fn shortened(line: &str) -> &str {
    super::excerpt::beginning(line, LONGEST_LINE)
}
