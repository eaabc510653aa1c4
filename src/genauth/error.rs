//! Why a call did not succeed, and whether it may have had an effect nevertheless.

use super::{RetryAfter, codes};

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No complete HTTP answer came.
    #[error("{0}")]
    NotReachable(Unreachable),
    /// An HTTP answer came, but not one of the service: a gateway's page, a redirect, a captive portal.
    #[error("HTTP {http_status}: the answer is not from the API")]
    NotTheApi {
        /// The HTTP status.
        http_status: u16,
        /// The `Content-Type` header.
        content_type: Option<String>,
        /// The beginning of the body as plain text, redacted and at most 400 characters long.
        excerpt: String,
        /// The `Retry-After` header as it came: seconds, or a date (RFC 9110 section 10.2.3).
        retry_after: Option<String>,
    },
    /// The service said no, or asked for another step.
    #[error("{0}")]
    Refused(Refusal),
    /// An OAuth 2.0 endpoint said no (RFC 6749 section 5.2).
    #[error("{error} (HTTP {http_status})")]
    OAuth {
        /// The HTTP status.
        http_status: u16,
        /// The error code, for example `invalid_grant`.
        error: String,
        /// `error_description`, when there was one.
        description: Option<String>,
        /// The `Retry-After` header as it came.
        retry_after: Option<String>,
    },
    /// The answer is the service's, but something in it is not of the documented kind.
    #[error("unexpected answer at {place}")]
    Unreadable {
        /// Where in the answer and what is wrong, for example
        /// `data[3].extIdpId: expected a string, found an object`. Never holds a value from the answer.
        place: String,
    },
    /// The access token was refused, and no new one could be had just now; the session may still live.
    #[error("the session could not be renewed: {0}")]
    NotRenewed(Box<Self>),
    /// Another program was renewing the same session, and did not come to an end in time.
    #[error("another program is renewing the session")]
    RenewedElsewhere,
    /// The ID token that came with the tokens cannot be accepted, so neither can they.
    #[error("{0}")]
    IdToken(super::IdTokenError),
    /// The call was withdrawn before it was sent.
    #[error("withdrawn before it was sent")]
    Withdrawn,
    /// What the service says of itself is not to be believed: it names another issuer, or sends people and tokens to
    /// another host.
    #[error("the service's description of itself cannot be trusted: {what}")]
    Untrustworthy {
        /// Which part, by its name in the document.
        what: &'static str,
        /// What stands there, redacted; `None` when nothing does.
        found: Option<String>,
    },
    /// The system gave no random numbers, without which no sign-in through the browser is safe.
    #[error("the system gave no random numbers")]
    NoRandomness,
    /// The password was not sent, because the service's key cannot encrypt it: it is too long for the key.
    #[error("the password is too long for the service's key")]
    NotEncrypted,
    /// Passwords are to be encrypted, and the service gave no key that can be used for it.
    #[error("the service gave no key to encrypt the password with")]
    NoEncryptionKey,
    /// The body is longer than this program reads.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes after decompression.
        limit: u64,
    },
}

/// Why no complete HTTP answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The host's name has no address, or the lookup failed.
    #[error("the host's name was not found")]
    NameNotFound,
    /// Nothing listens at that address and port.
    #[error("the connection was refused")]
    Refused,
    /// No secure connection could be made, for example because the certificate is not trusted.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// No connection stood before the deadline for connecting.
    #[error("no connection in time")]
    NoConnectionInTime,
    /// The connection could not be made for another reason, for example because no route leads to the host.
    #[error("no connection: {0}")]
    NotConnected(String),
    /// The whole deadline passed. The request may have been acted on.
    #[error("no complete answer in time")]
    NoAnswerInTime,
    /// The connection was reset or closed after it stood. The request may have been acted on.
    #[error("the connection was lost")]
    ConnectionLost,
    /// Something else, in the words of the library that met it, without URLs. The request may have been acted on.
    #[error("{0}")]
    Other(String),
}

/// What the service said when it did not answer with success.
///
/// Flow codes such as 1636 (multi-factor authentication required) come in either field, depending on who wrote
/// about it (reference section 4); [`Refusal::flow_code`] looks in both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status_code}{}: {message}", api_code.map(|code| format!("/{code}")).unwrap_or_default())]
pub struct Refusal {
    /// The body's `statusCode` (reference section 1.5). It is 200 when the body said `data.success: false`.
    pub status_code: i64,
    /// The body's `apiCode` (reference section 1.6).
    pub api_code: Option<i64>,
    /// The body's `message`, redacted; may be empty.
    pub message: String,
    /// The body's `requestId`, or else the `X-Request-Id` header.
    pub request_id: Option<String>,
    /// The `Retry-After` header as it came; it may stand beside an envelope too (reference section 1.4).
    pub retry_after: Option<String>,
}

/// Whether a call that did not succeed can have had an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The request was not sent, or the service said that it did not act on it.
    NothingDone,
    /// The service may have acted on it. Only looking again can tell.
    Unknown,
}

impl Refusal {
    /// The code of the next step, when the service asked for one: multi-factor authentication, a password reset, a
    /// choice of account, a profile to complete. Looks in `apiCode`, then in `statusCode` (reference section 14,
    /// item 6).
    pub fn flow_code(&self) -> Option<i64> {
        codes::another_step(self.status_code, self.api_code).map(|entry| entry.number)
    }
}

impl Error {
    /// When the service says that it may be asked again, where it does: with HTTP or `statusCode` 429 or 503, whatever
    /// body came with it (RFC 9110, section 10.2.3; reference section 11).
    pub fn retry_after(&self) -> Option<RetryAfter> {
        let (status, header) = match self {
            Self::NotTheApi { http_status, retry_after, .. } | Self::OAuth { http_status, retry_after, .. } => {
                (i64::from(*http_status), retry_after)
            }
            Self::Refused(refusal) => (refusal.status_code, &refusal.retry_after),
            Self::NotRenewed(cause) => return cause.retry_after(),
            _ => return None,
        };
        header.as_deref().filter(|_| matches!(status, 429 | 503)).and_then(RetryAfter::read)
    }

    /// Whether the person is not signed in (any more): `statusCode` 401 or `apiCode` 2020 in the body, either alone
    /// (reference section 14, item 11).
    ///
    /// Only these two are definite enough to send a call again after a refresh. A wrong password (403 with 2333) is not
    /// that, nor is a gateway's HTTP 401.
    pub fn is_lack_of_sign_in(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.status_code == 401 || refusal.api_code == Some(2020))
    }

    /// Whether the service can have acted on the request.
    ///
    /// A refusal says that it did not, except where it reports a fault of its own (500, 502, 504 and the third-party
    /// faults 601 to 603): such a fault can come after the deed. A gateway's 4xx page means that the request did not
    /// get through; any other page leaves it open, because a gateway gives up while the service goes on.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::NotReachable(unreachable) => unreachable.certainty(),
            // The refusal before it was definite.
            Self::NotRenewed(_)
            | Self::RenewedElsewhere
            | Self::IdToken(_)
            | Self::Withdrawn
            | Self::NotEncrypted
            | Self::NoEncryptionKey
            | Self::Untrustworthy { .. }
            | Self::NoRandomness => Certainty::NothingDone,
            Self::Refused(refusal) => match refusal.status_code {
                500 | 502 | 504 | 601..=603 => Certainty::Unknown,
                _ => Certainty::NothingDone,
            },
            Self::OAuth { http_status, .. } | Self::NotTheApi { http_status, .. }
                if (400..500).contains(http_status) =>
            {
                Certainty::NothingDone
            }
            Self::OAuth { .. } | Self::NotTheApi { .. } | Self::Unreadable { .. } | Self::TooLarge { .. } => {
                Certainty::Unknown
            }
        }
    }
}

impl Unreachable {
    /// Whether the service can have acted on the request: not while no connection stood.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::NameNotFound | Self::Refused | Self::Tls(_) | Self::NoConnectionInTime | Self::NotConnected(_) => {
                Certainty::NothingDone
            }
            Self::NoAnswerInTime | Self::ConnectionLost | Self::Other(_) => Certainty::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Certainty, Error, Refusal, Unreachable};

    fn refused(status_code: i64, api_code: Option<i64>) -> Error {
        Error::Refused(Refusal { status_code, api_code, message: "no".to_owned(), request_id: None, retry_after: None })
    }

    fn page(http_status: u16) -> Error {
        Error::NotTheApi { http_status, content_type: None, excerpt: String::new(), retry_after: None }
    }

    fn oauth(http_status: u16, error: &str) -> Error {
        Error::OAuth { http_status, error: error.to_owned(), description: None, retry_after: None }
    }

    #[test]
    fn lack_of_sign_in_by_either_code_alone() {
        for error in [refused(401, None), refused(401, Some(2020)), refused(403, Some(2020)), refused(499, Some(2020))]
        {
            assert!(error.is_lack_of_sign_in(), "{error}");
        }
        for error in [
            refused(403, Some(2333)),
            refused(403, None),
            refused(200, None),
            oauth(400, "invalid_grant"),
            oauth(401, "invalid_client"),
            oauth(401, "invalid_token"),
            refused(2020, None),
            page(401),
            Error::NotReachable(Unreachable::ConnectionLost),
        ] {
            assert!(!error.is_lack_of_sign_in(), "{error}");
        }
    }

    #[test]
    fn what_can_have_had_an_effect() {
        for error in [
            refused(403, Some(2333)),
            refused(200, None),
            refused(429, None),
            refused(503, None),
            oauth(400, "invalid_grant"),
            page(404),
            Error::NotReachable(Unreachable::NameNotFound),
            Error::NotReachable(Unreachable::Refused),
            Error::NotReachable(Unreachable::Tls(String::new())),
            Error::NotReachable(Unreachable::NoConnectionInTime),
            Error::NotReachable(Unreachable::NotConnected(String::new())),
        ] {
            assert_eq!(error.certainty(), Certainty::NothingDone, "{error:?}");
        }
        for error in [
            refused(500, None),
            refused(603, None),
            oauth(500, "server_error"),
            page(200),
            page(302),
            page(502),
            Error::NotReachable(Unreachable::NoAnswerInTime),
            Error::NotReachable(Unreachable::ConnectionLost),
            Error::NotReachable(Unreachable::Other(String::new())),
            Error::Unreadable { place: String::new() },
            Error::TooLarge { limit: 1 },
        ] {
            assert_eq!(error.certainty(), Certainty::Unknown, "{error:?}");
        }
    }

    #[test]
    fn words_for_a_log() {
        assert_eq!(refused(403, Some(2333)).to_string(), "403/2333: no");
        assert_eq!(refused(500, None).to_string(), "500: no");
    }
}
