//! One fault: what goes wrong, where, and how often.

use std::time::Duration;

/// A fault waiting to strike. [`crate::sandbox::Faults`] says in which order they do, and `docs/faults.md` how one is
/// written.
///
/// ```
/// use bindery::sandbox::{Fault, FaultKind, Times};
///
/// let fault: Fault = "unlink-extidp=reset-afterx2".parse()?;
/// assert_eq!(fault.endpoint, "unlink-extidp");
/// assert_eq!(fault.kind, FaultKind::ResetAfter);
/// assert_eq!(fault.times, Times::Exactly(2));
/// assert_eq!(fault.to_string(), "unlink-extidp=reset-afterx2");
/// # Ok::<(), bindery::sandbox::FaultError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which requests it strikes: the last segment of a path (`unlink-extidp`), a whole path
    /// (`/api/v3/unlink-extidp`), `*` for every one, or [`Fault::SERVICE`] for none: then it strikes the service.
    pub endpoint: String,
    /// What happens when it strikes.
    pub kind: FaultKind,
    /// How often it strikes before it is gone.
    pub times: Times,
    /// How many requests that it could strike pass first.
    pub after: u32,
    /// How likely it strikes a request that it could strike.
    pub probability: Probability,
}

impl Fault {
    /// The endpoint of a fault that concerns the service as a whole. It strikes at once, then (if it does so more than
    /// once) whenever a request has been answered.
    pub const SERVICE: &str = "service";

    /// A fault that strikes the next request there, once.
    pub fn once(endpoint: impl Into<String>, kind: FaultKind) -> Self {
        Self { endpoint: endpoint.into(), kind, times: Times::Exactly(1), after: 0, probability: Probability::ALWAYS }
    }

    pub(in crate::sandbox) fn is_for_service(&self) -> bool {
        self.endpoint == Self::SERVICE
    }
}

/// How often a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So many times; written `x3`, and not at all for once.
    Exactly(u32),
    /// Until the faults are cleared; written `x*`.
    UntilCleared,
}

/// How likely a fault strikes, in steps of a millionth; written `p0.3`, and not at all when it always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probability {
    millionths: u32,
}

impl Probability {
    /// It strikes every time.
    pub const ALWAYS: Self = Self { millionths: Self::WHOLE };

    pub(super) const WHOLE: u32 = 1_000_000;

    /// So many millionths; `None` for 0, which never strikes, and for more than a million.
    pub fn from_millionths(millionths: u32) -> Option<Self> {
        (1..=Self::WHOLE).contains(&millionths).then_some(Self { millionths })
    }

    /// In millionths: 1 to 1,000,000.
    pub fn millionths(self) -> u32 {
        self.millionths
    }
}

/// What happens when a fault strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The endpoint runs only after a time, and answers as always.
    Latency(Latency),
    /// The service's port is closed for this time, so that the system refuses connections. Those that are open end
    /// once what is being answered on them is out.
    Refuse(Duration),
    /// The connection is reset (a TCP RST) and the endpoint does not run.
    ResetBefore,
    /// The endpoint runs and what it changes stays changed; then the connection is reset without a byte of answer.
    ResetAfter,
    /// The endpoint runs; the head and half of the body are sent, then nothing more until the client leaves.
    Stall,
    /// The endpoint runs; `Content-Length` states the whole body, half of it is sent, then the connection ends.
    Truncate,
    /// The endpoint runs; its body is sent in pieces.
    Drip {
        /// How long a piece is, in bytes; 0 counts as 1.
        bytes: u32,
        /// How long to wait between two pieces.
        every: Duration,
    },
    /// The endpoint runs and the whole body is sent; `Content-Length` is larger (or, below zero, smaller) by this. It
    /// is never less than 0.
    WrongLength(i32),
    /// The endpoint does not run; a gateway in front of it answers (reference section 1.4).
    Http {
        /// The HTTP status; one that cannot end a request becomes 502.
        http_status: u16,
        /// What the body is.
        page: Page,
        /// The `Retry-After` header, in seconds (RFC 9110, section 10.2.3).
        retry_after: Option<u32>,
    },
    /// The endpoint does not run; an envelope with this business failure is answered, at HTTP 200 (reference section 1.4).
    Envelope {
        /// The envelope's `statusCode` (reference section 1.5).
        status_code: u16,
        /// The envelope's `apiCode` (reference section 1.6).
        api_code: Option<u32>,
        /// The `Retry-After` header, in seconds (reference section 11).
        retry_after: Option<u32>,
    },
    /// The endpoint does not run; `{"error": …}` is answered, as under `/oidc/` (reference section 8.4): at HTTP 401
    /// for `invalid_client` and `invalid_token`, 403 for `insufficient_scope`, otherwise 400 (RFC 6749, section 5.2;
    /// RFC 6750, section 3.1).
    OauthError {
        /// The error's name, such as `invalid_grant`.
        error: String,
    },
    /// The endpoint does not run; HTTP 302 leads elsewhere.
    Redirect {
        /// The `Location` header; left out when it cannot be a header value.
        to: String,
    },
    /// The endpoint runs; half of its answer is sent as if it were the whole, so that it is no JSON.
    Malformed,
    /// The endpoint runs; `data` (or the whole answer, where there is no envelope) has another shape than documented.
    Shape(Shape),
    /// The endpoint runs; its answer grows to this many bytes and stays as valid as it was.
    Huge {
        /// The size of the body in bytes, at most 64 MiB. A larger answer stays as it is.
        bytes: u32,
    },
    /// The access token that the request carries is expired from now on. The endpoint runs and finds it so.
    TokenExpired,
    /// The access token that the request carries is revoked. The endpoint runs and finds it so.
    TokenRevoked,
    /// The refresh token that the request carries is gone. The endpoint runs and finds it so.
    RefreshRefused,
    /// The service's clock differs from the system's by this many seconds from now on: ahead, or behind below zero. It
    /// shows in `Date` headers, in what is written into tokens, and in what counts as expired.
    Clock {
        /// How far ahead.
        seconds: i64,
    },
    /// After the next commit, this many reads of the account's identities show what was before it.
    Lag {
        /// How many reads of `get-identities`, or of `get-profile` with identities.
        reads: u32,
    },
}

impl FaultKind {
    /// One text of every kind and of its variants, as it stands after the `=`, to choose from.
    pub const EXAMPLES: &[&str] = &[
        "latency-1500ms",
        "latency-100..900ms",
        "latency-100ms+200ms",
        "refuse-3s",
        "reset-before",
        "reset-after",
        "stall",
        "truncate",
        "drip-16/50ms",
        "length+10",
        "length-10",
        "http-500",
        "http-502",
        "http-502-text",
        "http-502-empty",
        "http-503",
        "http-429",
        "http-429-retry-7s",
        "429",
        "429-retry-7s",
        "500",
        "601",
        "403/2020",
        "oauth-invalid_grant",
        "redirect-http://127.0.0.1:9/elsewhere",
        "malformed",
        "shape-null",
        "shape-text",
        "shape-number",
        "shape-list",
        "shape-object",
        "shape-nested",
        "huge-8MiB",
        "token-expired",
        "token-revoked",
        "refresh-refused",
        "clock+300s",
        "clock-300s",
        "lag-3",
    ];

    /// The kind's name, the same for all its variants.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Latency(_) => "latency",
            Self::Refuse(_) => "refuse",
            Self::ResetBefore => "reset-before",
            Self::ResetAfter => "reset-after",
            Self::Stall => "stall",
            Self::Truncate => "truncate",
            Self::Drip { .. } => "drip",
            Self::WrongLength(_) => "length",
            Self::Http { .. } => "http",
            Self::Envelope { .. } => "envelope",
            Self::OauthError { .. } => "oauth",
            Self::Redirect { .. } => "redirect",
            Self::Malformed => "malformed",
            Self::Shape(_) => "shape",
            Self::Huge { .. } => "huge",
            Self::TokenExpired => "token-expired",
            Self::TokenRevoked => "token-revoked",
            Self::RefreshRefused => "refresh-refused",
            Self::Clock { .. } => "clock",
            Self::Lag { .. } => "lag",
        }
    }

    /// A gateway's own page of HTML, with the given HTTP status.
    pub fn gateway_page(http_status: u16) -> Self {
        Self::Http { http_status, page: Page::Html, retry_after: None }
    }

    /// Whether it can strike the service as a whole.
    pub(super) fn can_strike_service(&self) -> bool {
        matches!(self, Self::Refuse(_) | Self::Clock { .. } | Self::Lag { .. })
    }
}

/// After which time the endpoint runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latency {
    /// Always the same.
    Fixed(Duration),
    /// Between these two, in whole milliseconds, drawn from the scenario's seed.
    Spread {
        /// The shortest.
        from: Duration,
        /// The longest.
        to: Duration,
    },
    /// More with every strike.
    Growing {
        /// At the first strike.
        first: Duration,
        /// How much is added with every further one.
        step: Duration,
    },
}

/// The body of a gateway's answer (reference section 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A page of HTML; what a status alone writes (`http-502`).
    Html,
    /// The status in words, as plain text (`http-502-text`).
    Text,
    /// Nothing (`http-502-empty`).
    Empty,
}

/// What stands where the documented shape should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `null`.
    Null,
    /// A text that holds no JSON.
    Text,
    /// A number.
    Number,
    /// A list of things that do not belong into one.
    List,
    /// An object without any key that is documented.
    Object,
    /// Lists in lists, 512 deep.
    Nested,
}
