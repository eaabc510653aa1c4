//! Why a call did not succeed, as plain words and numbers that outlast the program.

use serde::{Deserialize, Serialize};

use super::text::{LONGEST, cut};
use crate::genauth::{Error, IdTokenError, Refusal, Unreachable};

/// Why a call did not succeed. What is not known is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The kind, as a word that stays the same in every version.
    pub kind: FaultKind,
    /// The HTTP status, where the kind names one.
    pub http_status: Option<u16>,
    /// The body's `statusCode`.
    pub status_code: Option<i64>,
    /// The body's `apiCode`.
    pub api_code: Option<i64>,
    /// The body's `message`, or an OAuth endpoint's `error_description`.
    pub message: Option<String>,
    /// The body's `requestId`.
    pub request_id: Option<String>,
    /// What the kind has beside: an OAuth error code, a place in the answer, a page's beginning, a library's words.
    pub detail: Option<String>,
    /// The `Content-Type` of a page that was not the API's.
    pub content_type: Option<String>,
    /// The `Retry-After` header as it came.
    pub retry_after: Option<String>,
    /// The limit that an answer was longer than, in bytes.
    pub limit: Option<u64>,
    /// Why the session could not be renewed, where that was it.
    pub because: Option<Box<Self>>,
}

/// The kinds of [`Error`], one word each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the error of that name in genauth")]
pub enum FaultKind {
    NameNotFound,
    ConnectionRefused,
    Tls,
    NoConnectionInTime,
    NotConnected,
    NoAnswerInTime,
    ConnectionLost,
    NotReachable,
    NotTheApi,
    Refused,
    OAuth,
    Unreadable,
    NotRenewed,
    RenewedElsewhere,
    IdToken,
    Withdrawn,
    Untrustworthy,
    NoRandomness,
    NotEncrypted,
    NoEncryptionKey,
    TooLarge,
    /// A word of a newer version.
    #[serde(other)]
    Unknown,
}

impl Fault {
    fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            http_status: None,
            status_code: None,
            api_code: None,
            message: None,
            request_id: None,
            detail: None,
            content_type: None,
            retry_after: None,
            limit: None,
            because: None,
        }
    }

    fn detailed(kind: FaultKind, detail: &str) -> Self {
        Self { detail: Some(cut(detail, LONGEST)), ..Self::new(kind) }
    }

    /// As it is kept: with long texts cut, and with one reason behind it at most.
    pub(super) fn bounded(&self) -> Self {
        let text = |text: &Option<String>| text.as_ref().map(|text| cut(text, LONGEST));
        let because =
            self.because.as_ref().map(|because| Box::new(Self { because: None, ..(**because).clone() }.bounded()));
        Self {
            message: text(&self.message),
            request_id: text(&self.request_id),
            detail: text(&self.detail),
            content_type: text(&self.content_type),
            retry_after: text(&self.retry_after),
            because,
            ..*self
        }
    }

    /// The error itself again, so that the words for it are found in one place; `None` for the few that cannot be made
    /// from what is kept.
    pub fn to_error(&self) -> Option<Error> {
        let detail = || self.detail.clone().unwrap_or_default();
        Some(match self.kind {
            FaultKind::NameNotFound => Error::NotReachable(Unreachable::NameNotFound),
            FaultKind::ConnectionRefused => Error::NotReachable(Unreachable::Refused),
            FaultKind::Tls => Error::NotReachable(Unreachable::Tls(detail())),
            FaultKind::NoConnectionInTime => Error::NotReachable(Unreachable::NoConnectionInTime),
            FaultKind::NotConnected => Error::NotReachable(Unreachable::NotConnected(detail())),
            FaultKind::NoAnswerInTime => Error::NotReachable(Unreachable::NoAnswerInTime),
            FaultKind::ConnectionLost => Error::NotReachable(Unreachable::ConnectionLost),
            FaultKind::NotReachable => Error::NotReachable(Unreachable::Other(detail())),
            FaultKind::NotTheApi => Error::NotTheApi {
                http_status: self.http_status?,
                content_type: self.content_type.clone(),
                excerpt: detail(),
                retry_after: self.retry_after.clone(),
            },
            FaultKind::Refused => Error::Refused(Refusal {
                status_code: self.status_code?,
                api_code: self.api_code,
                message: self.message.clone().unwrap_or_default(),
                request_id: self.request_id.clone(),
                retry_after: self.retry_after.clone(),
            }),
            FaultKind::OAuth => Error::OAuth {
                http_status: self.http_status?,
                error: detail(),
                description: self.message.clone(),
                retry_after: self.retry_after.clone(),
            },
            FaultKind::Unreadable => Error::Unreadable { place: detail() },
            FaultKind::NotRenewed => Error::NotRenewed(Box::new(self.because.as_ref()?.to_error()?)),
            FaultKind::RenewedElsewhere => Error::RenewedElsewhere,
            FaultKind::IdToken => Error::IdToken(id_token_error(self.detail.as_deref()?, self.message.as_deref())?),
            FaultKind::Withdrawn => Error::Withdrawn,
            FaultKind::NoRandomness => Error::NoRandomness,
            FaultKind::NotEncrypted => Error::NotEncrypted,
            FaultKind::NoEncryptionKey => Error::NoEncryptionKey,
            FaultKind::TooLarge => Error::TooLarge { limit: self.limit? },
            FaultKind::Untrustworthy | FaultKind::Unknown => return None,
        })
    }
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        let text = |text: &String| cut(text, LONGEST);
        match error {
            Error::NotReachable(unreachable) => Self::from(unreachable),
            Error::NotTheApi { http_status, content_type, excerpt, retry_after } => Self {
                http_status: Some(*http_status),
                content_type: content_type.as_ref().map(text),
                retry_after: retry_after.as_ref().map(text),
                ..Self::detailed(FaultKind::NotTheApi, excerpt)
            },
            Error::Refused(refusal) => Self {
                status_code: Some(refusal.status_code),
                api_code: refusal.api_code,
                message: Some(text(&refusal.message)),
                request_id: refusal.request_id.as_ref().map(text),
                retry_after: refusal.retry_after.as_ref().map(text),
                ..Self::new(FaultKind::Refused)
            },
            Error::OAuth { http_status, error, description, retry_after } => Self {
                http_status: Some(*http_status),
                message: description.as_ref().map(text),
                retry_after: retry_after.as_ref().map(text),
                ..Self::detailed(FaultKind::OAuth, error)
            },
            Error::Unreadable { place } => Self::detailed(FaultKind::Unreadable, place),
            Error::NotRenewed(because) => {
                Self { because: Some(Box::new(Self::from(&**because))), ..Self::new(FaultKind::NotRenewed) }
            }
            Error::RenewedElsewhere => Self::new(FaultKind::RenewedElsewhere),
            Error::IdToken(reason) => {
                let algorithm = match reason {
                    IdTokenError::Algorithm(algorithm) => Some(text(algorithm)),
                    _ => None,
                };
                Self { message: algorithm, ..Self::detailed(FaultKind::IdToken, id_token_word(reason)) }
            }
            Error::Withdrawn => Self::new(FaultKind::Withdrawn),
            Error::Untrustworthy { what, .. } => Self::detailed(FaultKind::Untrustworthy, what),
            Error::NoRandomness => Self::new(FaultKind::NoRandomness),
            Error::NotEncrypted => Self::new(FaultKind::NotEncrypted),
            Error::NoEncryptionKey => Self::new(FaultKind::NoEncryptionKey),
            Error::TooLarge { limit } => Self { limit: Some(*limit), ..Self::new(FaultKind::TooLarge) },
        }
    }
}

impl From<&Unreachable> for Fault {
    fn from(unreachable: &Unreachable) -> Self {
        match unreachable {
            Unreachable::NameNotFound => Self::new(FaultKind::NameNotFound),
            Unreachable::Refused => Self::new(FaultKind::ConnectionRefused),
            Unreachable::Tls(detail) => Self::detailed(FaultKind::Tls, detail),
            Unreachable::NoConnectionInTime => Self::new(FaultKind::NoConnectionInTime),
            Unreachable::NotConnected(detail) => Self::detailed(FaultKind::NotConnected, detail),
            Unreachable::NoAnswerInTime => Self::new(FaultKind::NoAnswerInTime),
            Unreachable::ConnectionLost => Self::new(FaultKind::ConnectionLost),
            Unreachable::Other(detail) => Self::detailed(FaultKind::NotReachable, detail),
        }
    }
}

fn id_token_word(reason: &IdTokenError) -> &'static str {
    match reason {
        IdTokenError::NotAToken => "not-a-token",
        IdTokenError::Algorithm(_) => "algorithm",
        IdTokenError::UnknownKey => "unknown-key",
        IdTokenError::Signature => "signature",
        IdTokenError::Issuer => "issuer",
        IdTokenError::Audience => "audience",
        IdTokenError::Subject => "subject",
        IdTokenError::Expired => "expired",
        IdTokenError::Nonce => "nonce",
        IdTokenError::AccessTokenHash => "access-token-hash",
    }
}

fn id_token_error(word: &str, algorithm: Option<&str>) -> Option<IdTokenError> {
    Some(match word {
        "not-a-token" => IdTokenError::NotAToken,
        "algorithm" => IdTokenError::Algorithm(algorithm.unwrap_or_default().to_owned()),
        "unknown-key" => IdTokenError::UnknownKey,
        "signature" => IdTokenError::Signature,
        "issuer" => IdTokenError::Issuer,
        "audience" => IdTokenError::Audience,
        "subject" => IdTokenError::Subject,
        "expired" => IdTokenError::Expired,
        "nonce" => IdTokenError::Nonce,
        "access-token-hash" => IdTokenError::AccessTokenHash,
        _ => return None,
    })
}
