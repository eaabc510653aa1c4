//! Why a text is not a fault, in words for whoever wrote it.

/// Why a text is not a [fault](super::Fault).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There is no `=` between endpoint and kind.
    #[error("a fault is written endpoint=kind, such as unlink-extidp=reset-after")]
    NoKind,
    /// The endpoint is empty, or holds white space, a control character or `#`.
    #[error("{0:?} is not an endpoint: give the last part of its path, its whole path, * for all, or service")]
    Endpoint(String),
    /// The kind is not one of those known.
    #[error(
        "{0:?} is not a kind of fault: use latency-1500ms, refuse-3s, reset-before, reset-after, stall, truncate, \
         drip-16/50ms, length+10, http-502, 403/2020, oauth-invalid_grant, redirect-http://127.0.0.1:9/, malformed, \
         shape-null, huge-8MiB, token-expired, token-revoked, refresh-refused, clock+300s or lag-3, and x2 after it for \
         twice; docs/faults.md has them all"
    )]
    Kind(String),
    /// The HTTP status cannot stand in an answer, or what follows it is not known.
    #[error(
        "{0:?} is not an HTTP status from 200 to 599 that comes with a body (not 204, 205 or 304), \
         with -text, -empty or -retry-7s after it where wanted"
    )]
    HttpStatus(String),
    /// The number of times is zero or too large.
    #[error("{0:?} is not a number of times (1 to 4294967295)")]
    Times(String),
    /// What follows a comma is no option.
    #[error("{0:?} is not an option of a fault: use after-2 to let two requests pass, or p0.3 to strike three of ten")]
    Option(String),
    /// An option is there twice.
    #[error("{0:?} gives an option again that was given before it: leave one of them out")]
    OptionAgain(String),
    /// The kind needs a request, and the service as a whole is none.
    #[error("{0} strikes requests, not the service as a whole: write *={0} for every request")]
    NotOfService(String),
    /// The kind concerns the service as a whole.
    #[error("{0} strikes the service as a whole, not one endpoint: write service={0}")]
    OnlyOfService(String),
}
