//! One fault: what goes wrong, where, and how often; and how to write it on a command line.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::http::StatusCode;

/// A fault waiting to strike.
///
/// Written as `endpoint=kind` with an optional `xN` for how many requests it strikes:
///
/// | written | strikes |
/// |---|---|
/// | `unlink-extidp=reset-before` | the connection is reset before the endpoint ran |
/// | `unlink-extidp=reset-after` | the endpoint runs and commits, then the connection is reset |
/// | `signin=stall` | the head and half of the body, then nothing |
/// | `signin=truncate` | `Content-Length` promises more than is sent, then the end |
/// | `get-identities=latency-1500ms` | the endpoint runs after 1.5 s |
/// | `get-identities=http-502x2` | twice, a gateway's HTML page with HTTP 502 |
/// | `unlink-extidp=403/2020` | an envelope with `statusCode` 403 and `apiCode` 2020, at HTTP 200 |
/// | `get-profile=429` | an envelope with `statusCode` 429 and no `apiCode` |
/// | `token=oauth-invalid_grant` | an OAuth error of this name, at HTTP 400 |
///
/// ```
/// use bindery::sandbox::{Fault, FaultKind};
///
/// let fault: Fault = "unlink-extidp=reset-after".parse()?;
/// assert_eq!(fault.endpoint, "unlink-extidp");
/// assert_eq!(fault.kind, FaultKind::ResetAfter);
/// assert_eq!(fault.times, 1);
/// # Ok::<(), bindery::sandbox::FaultError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which requests it strikes: the last segment of a path (`unlink-extidp`), a whole path
    /// (`/api/v3/unlink-extidp`), or `*` for every one.
    pub endpoint: String,
    /// What happens to a struck request.
    pub kind: FaultKind,
    /// How many requests it strikes before it is gone.
    pub times: u32,
}

/// What happens to a struck request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The endpoint runs only after this time, and answers as always.
    Latency(Duration),
    /// The connection is reset (a TCP RST) and the endpoint does not run.
    ResetBefore,
    /// The endpoint runs and what it changes stays changed; then the connection is reset without a byte of answer.
    ResetAfter,
    /// The endpoint runs; the head and half of the body are sent, then nothing more until the client leaves.
    Stall,
    /// The endpoint runs; `Content-Length` states the whole body, half of it is sent, then the connection ends.
    Truncate,
    /// The endpoint does not run; this is answered, as a gateway in front of it would (reference section 1.4).
    Answer {
        /// The HTTP status; one that cannot stand in an answer becomes 502.
        http_status: u16,
        /// The `Content-Type` header; left out when it cannot be a header value.
        content_type: String,
        /// The body, as it is.
        body: String,
    },
    /// The endpoint does not run; an envelope with this business failure is answered, at HTTP 200 (reference section 1.4).
    Envelope {
        /// The envelope's `statusCode` (reference section 1.5).
        status_code: u16,
        /// The envelope's `apiCode` (reference section 1.6).
        api_code: Option<u32>,
        /// The envelope's `message`; `None` takes the sandbox's own words, in the language the request asked for.
        message: Option<String>,
    },
    /// The endpoint does not run; `{"error": …}` is answered at HTTP 400, as under `/oidc/` (reference section 8.4).
    OauthError {
        /// The error's name, such as `invalid_grant`.
        error: String,
    },
}

impl FaultKind {
    /// A gateway's own page of HTML, with the given HTTP status.
    pub fn gateway_page(http_status: u16) -> Self {
        let reason =
            StatusCode::from_u16(http_status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error");
        let title = format!("{http_status} {reason}");
        Self::Answer {
            http_status,
            content_type: "text/html".to_owned(),
            body: format!(
                "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n\
                 <center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
            ),
        }
    }
}

/// Why a text is not a [`Fault`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There is no `=` between endpoint and kind.
    #[error("a fault is written endpoint=kind, such as unlink-extidp=reset-after")]
    NoKind,
    /// The endpoint is empty or holds white space.
    #[error("{0:?} is not an endpoint: give the last part of its path, its whole path, or *")]
    Endpoint(String),
    /// The kind is not one of those known.
    #[error(
        "{0:?} is not a kind of fault: use reset-before, reset-after, stall, truncate, latency-1500ms, \
         http-502, 403/2020 or oauth-invalid_grant, and x2 after it for twice"
    )]
    Kind(String),
    /// The HTTP status cannot stand in an answer.
    #[error("{0:?} is not an HTTP status that can be answered (200 to 599)")]
    HttpStatus(String),
    /// The number of times is zero or too large.
    #[error("{0:?} is not a number of times (1 or more)")]
    Times(String),
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (endpoint, kind) = text.split_once('=').ok_or(FaultError::NoKind)?;
        if endpoint.is_empty() || endpoint.contains(char::is_whitespace) {
            return Err(FaultError::Endpoint(endpoint.to_owned()));
        }
        let (kind, times) = match kind.rsplit_once('x') {
            Some((kind, times)) if is_digits(times) => (kind, parse_times(times)?),
            _ => (kind, 1),
        };
        Ok(Self { endpoint: endpoint.to_owned(), kind: parse_kind(kind)?, times })
    }
}

fn parse_times(text: &str) -> Result<u32, FaultError> {
    match text.parse() {
        Ok(times) if times > 0 => Ok(times),
        _ => Err(FaultError::Times(text.to_owned())),
    }
}

fn parse_kind(text: &str) -> Result<FaultKind, FaultError> {
    let unknown = || FaultError::Kind(text.to_owned());
    match text {
        "reset-before" => return Ok(FaultKind::ResetBefore),
        "reset-after" => return Ok(FaultKind::ResetAfter),
        "stall" => return Ok(FaultKind::Stall),
        "truncate" => return Ok(FaultKind::Truncate),
        _ => {}
    }
    if let Some(time) = text.strip_prefix("latency-") {
        return parse_time(time).map(FaultKind::Latency).ok_or_else(unknown);
    }
    if let Some(status) = text.strip_prefix("http-") {
        return match status.parse() {
            Ok(number @ 200..=599) if is_digits(status) => Ok(FaultKind::gateway_page(number)),
            _ => Err(FaultError::HttpStatus(status.to_owned())),
        };
    }
    if let Some(error) = text.strip_prefix("oauth-") {
        // No digits: an "x2" at the end is always a number of times.
        let named = !error.is_empty() && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        return named.then(|| FaultKind::OauthError { error: error.to_owned() }).ok_or_else(unknown);
    }
    let (status_code, api_code) = match text.split_once('/') {
        Some((status_code, api_code)) => (status_code, Some(api_code)),
        None => (text, None),
    };
    if !is_digits(status_code) || !api_code.is_none_or(is_digits) {
        return Err(unknown());
    }
    Ok(FaultKind::Envelope {
        status_code: status_code.parse().map_err(|_| unknown())?,
        api_code: api_code.map(str::parse).transpose().map_err(|_| unknown())?,
        message: None,
    })
}

fn parse_time(text: &str) -> Option<Duration> {
    let (number, unit): (&str, fn(u64) -> Duration) = match text.strip_suffix("ms") {
        Some(number) => (number, Duration::from_millis),
        None => (text.strip_suffix('s')?, Duration::from_secs),
    };
    is_digits(number).then(|| number.parse().ok()).flatten().map(unit)
}

/// Digits and nothing else: Rust also reads "+502" as a number.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Writes a fault so that it reads back the same, except for a hand-made [`FaultKind::Answer`] or message: of those
/// only the codes are written.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.endpoint, self.kind)?;
        match self.times {
            1 => Ok(()),
            times => write!(formatter, "x{times}"),
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(time) => write!(formatter, "latency-{}ms", time.as_millis()),
            Self::ResetBefore => formatter.write_str("reset-before"),
            Self::ResetAfter => formatter.write_str("reset-after"),
            Self::Stall => formatter.write_str("stall"),
            Self::Truncate => formatter.write_str("truncate"),
            Self::Answer { http_status, .. } => write!(formatter, "http-{http_status}"),
            Self::Envelope { status_code, api_code, .. } => match api_code {
                Some(api_code) => write!(formatter, "{status_code}/{api_code}"),
                None => write!(formatter, "{status_code}"),
            },
            Self::OauthError { error } => write!(formatter, "oauth-{error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<FaultKind, FaultError> {
        text.parse::<Fault>().map(|fault| fault.kind)
    }

    #[test]
    fn every_kind_is_read() {
        assert_eq!(parse("a=reset-before"), Ok(FaultKind::ResetBefore));
        assert_eq!(parse("a=reset-after"), Ok(FaultKind::ResetAfter));
        assert_eq!(parse("a=stall"), Ok(FaultKind::Stall));
        assert_eq!(parse("a=truncate"), Ok(FaultKind::Truncate));
        assert_eq!(parse("a=latency-1500ms"), Ok(FaultKind::Latency(Duration::from_millis(1500))));
        assert_eq!(parse("a=latency-2s"), Ok(FaultKind::Latency(Duration::from_secs(2))));
        assert_eq!(parse("a=http-502"), Ok(FaultKind::gateway_page(502)));
        let envelope = |status_code, api_code| FaultKind::Envelope { status_code, api_code, message: None };
        assert_eq!(parse("a=403/2020"), Ok(envelope(403, Some(2020))));
        assert_eq!(parse("a=429"), Ok(envelope(429, None)));
        assert_eq!(parse("token=oauth-invalid_grant"), Ok(FaultKind::OauthError { error: "invalid_grant".to_owned() }));
    }

    #[test]
    fn times_follow_an_x() {
        let fault: Fault = "get-identities=http-502x2".parse().unwrap();
        assert_eq!((fault.endpoint.as_str(), fault.times), ("get-identities", 2));
        assert_eq!(fault.kind, FaultKind::gateway_page(502));
        let fault: Fault = "*=403/2020x30".parse().unwrap();
        assert_eq!((fault.endpoint.as_str(), fault.times), ("*", 30));
    }

    #[test]
    fn what_is_not_a_fault_says_why() {
        assert_eq!(parse("signin"), Err(FaultError::NoKind));
        assert_eq!(parse("=stall"), Err(FaultError::Endpoint(String::new())));
        assert_eq!(parse("a b=stall"), Err(FaultError::Endpoint("a b".to_owned())));
        assert_eq!(parse("a=stallx0"), Err(FaultError::Times("0".to_owned())));
        assert_eq!(parse("a=http-100"), Err(FaultError::HttpStatus("100".to_owned())));
        assert_eq!(parse("a=http-+502"), Err(FaultError::HttpStatus("+502".to_owned())));
        for kind in ["", "explode", "latency-", "latency-5", "latency--5ms", "403/", "/2020", "+403", "oauth-", "99999"]
        {
            assert_eq!(parse(&format!("a={kind}")), Err(FaultError::Kind(kind.to_owned())));
        }
    }

    fn any_kind() -> impl Strategy<Value = FaultKind> {
        prop_oneof![
            any::<u64>().prop_map(|time| FaultKind::Latency(Duration::from_millis(time))),
            Just(FaultKind::ResetBefore),
            Just(FaultKind::ResetAfter),
            Just(FaultKind::Stall),
            Just(FaultKind::Truncate),
            (200..=599_u16).prop_map(FaultKind::gateway_page),
            (any::<u16>(), any::<Option<u32>>())
                .prop_map(|(status_code, api_code)| { FaultKind::Envelope { status_code, api_code, message: None } }),
            "[a-z_]{1,20}".prop_map(|error| FaultKind::OauthError { error }),
        ]
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Fault>();
        }

        #[test]
        fn no_text_close_to_a_fault_panics(text in "[a-z*/-]{0,8}=(latency-|http-|oauth-|reset-|x)?[0-9a-zé/+x-]{0,24}") {
            if let Ok(fault) = text.parse::<Fault>() {
                prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
            }
        }

        #[test]
        fn what_is_written_reads_back(
            endpoint in "(\\*|[a-z.-]{1,20}|/[a-z0-9/.-]{1,30})",
            kind in any_kind(),
            times in 1..=u32::MAX,
        ) {
            let fault = Fault { endpoint, kind, times };
            prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
        }
    }
}
