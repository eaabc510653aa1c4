//! How a call ended, as a file of exchanges tells it. A file can say anything, so what it says is a word of a list, a number
//! or a text that is redacted and cut; an answer that is in the file itself counts for more.

use super::excerpt::{LONGEST_EXCERPT, shorten};
use super::redaction::Redactor;
use super::{Error, Unreachable};

/// What a file says of the end of a call, beside the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ToldOutcome {
    /// Nothing, or nothing that can be used.
    #[default]
    Nothing,
    /// That it succeeded.
    Succeeded,
    /// That nobody waited for the end.
    Abandoned,
    /// That it failed.
    Failed(ToldFailure),
}

/// A failure in the words of a file. What the answer itself says is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldFailure {
    /// Which one, as a word that stays the same in every version.
    pub kind: String,
    /// What it has beside: an OAuth error code, a place in the answer, the words of a library.
    pub detail: Option<String>,
    /// The limit that an answer was longer than, in bytes.
    pub limit: Option<u64>,
}

impl ToldFailure {
    /// A failure as it is written; `None` for one that is no end of a single call.
    pub fn of(error: &Error) -> Option<Self> {
        let (kind, detail) = match error {
            Error::NotReachable(unreachable) => match unreachable {
                Unreachable::NameNotFound => ("name-not-found", None),
                Unreachable::Refused => ("connection-refused", None),
                Unreachable::Tls(reason) => ("tls", Some(reason)),
                Unreachable::NoConnectionInTime => ("no-connection-in-time", None),
                Unreachable::NotConnected(reason) => ("not-connected", Some(reason)),
                Unreachable::NoAnswerInTime => ("no-answer-in-time", None),
                Unreachable::ConnectionLost => ("connection-lost", None),
                Unreachable::Other(reason) => ("not-reachable", Some(reason)),
            },
            Error::NotTheApi { .. } => ("not-the-api", None),
            Error::Refused(_) => ("refused", None),
            Error::OAuth { error, .. } => ("oauth", Some(error)),
            Error::Unreadable { place } => ("unreadable", Some(place)),
            Error::TooLarge { limit } => {
                return Some(Self { kind: "too-large".to_owned(), detail: None, limit: Some(*limit) });
            }
            Error::NotEncrypted => ("not-encrypted", None),
            Error::NoEncryptionKey => ("no-encryption-key", None),
            Error::NotRenewed(_)
            | Error::RenewedElsewhere
            | Error::IdToken(_)
            | Error::Withdrawn
            | Error::Untrustworthy { .. }
            | Error::NoRandomness => return None,
        };
        Some(Self { kind: kind.to_owned(), detail: detail.cloned(), limit: None })
    }

    /// The failure that a browser gives a name like `net::ERR_CONNECTION_RESET`.
    pub fn of_browser(name: &str) -> ToldOutcome {
        let word = name.trim().trim_start_matches("net::").trim_start_matches("ERR_");
        let kind = match word {
            "" => return ToldOutcome::Nothing,
            "ABORTED" => return ToldOutcome::Abandoned,
            "NAME_NOT_RESOLVED" | "NAME_RESOLUTION_FAILED" | "DNS_TIMED_OUT" => "name-not-found",
            "CONNECTION_REFUSED" => "connection-refused",
            "CONNECTION_TIMED_OUT" => "no-connection-in-time",
            "INTERNET_DISCONNECTED" | "ADDRESS_UNREACHABLE" | "CONNECTION_FAILED" | "NETWORK_ACCESS_DENIED" => {
                "not-connected"
            }
            "TIMED_OUT" => "no-answer-in-time",
            "CONNECTION_RESET"
            | "CONNECTION_CLOSED"
            | "CONNECTION_ABORTED"
            | "EMPTY_RESPONSE"
            | "CONTENT_LENGTH_MISMATCH"
            | "INCOMPLETE_CHUNKED_ENCODING"
            | "NETWORK_CHANGED" => "connection-lost",
            _ if word.starts_with("CERT_") || word.starts_with("SSL_") => "tls",
            _ => "not-reachable",
        };
        ToldOutcome::Failed(Self { kind: kind.to_owned(), detail: Some(name.to_owned()), limit: None })
    }

    /// The failure itself; `None` when there is no such one, or it needs an answer and `with_answer` has none to read.
    pub(super) fn error(
        &self,
        redactor: &Redactor,
        with_answer: impl FnOnce(&str, String) -> Option<Error>,
    ) -> Option<Error> {
        let detail = || self.detail(redactor);
        Some(match self.kind.as_str() {
            "name-not-found" => Error::NotReachable(Unreachable::NameNotFound),
            "connection-refused" => Error::NotReachable(Unreachable::Refused),
            "tls" => Error::NotReachable(Unreachable::Tls(detail())),
            "no-connection-in-time" => Error::NotReachable(Unreachable::NoConnectionInTime),
            "not-connected" => Error::NotReachable(Unreachable::NotConnected(detail())),
            "no-answer-in-time" => Error::NotReachable(Unreachable::NoAnswerInTime),
            "connection-lost" => Error::NotReachable(Unreachable::ConnectionLost),
            "not-reachable" => Error::NotReachable(Unreachable::Other(detail())),
            "unreadable" => Error::Unreadable { place: detail() },
            "too-large" => Error::TooLarge { limit: self.limit? },
            "not-encrypted" => Error::NotEncrypted,
            "no-encryption-key" => Error::NoEncryptionKey,
            kind => return with_answer(kind, detail()),
        })
    }

    /// For a failure of a kind that this version does not know.
    pub(super) fn in_words(&self, redactor: &Redactor) -> Error {
        Error::NotReachable(Unreachable::Other(self.detail(redactor)))
    }

    fn detail(&self, redactor: &Redactor) -> String {
        shorten(&redactor.text(self.detail.as_deref().unwrap_or_default()), LONGEST_EXCERPT)
    }
}
