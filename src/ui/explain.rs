//! What an error means and what to do about it, in words.

use fluent_bundle::FluentValue;

use super::Words;
use super::text::plain;
use crate::genauth::codes;
use crate::genauth::{Certainty, Error, IdTokenError, Refusal, RetryAfter, Unreachable};
use crate::session::VaultError;

/// What a call was for, which decides what a person can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in: there is no list yet to look at.
    SignIn,
    /// Reading something: it can simply be read again.
    Read,
    /// Unbinding: it may have been done, and the list tells.
    Unbind,
}

/// An error in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happened.
    pub what: String,
    /// What to do next; may be empty.
    pub next: String,
    /// What exactly came back, as labels and values.
    pub facts: Vec<(String, String)>,
    /// The beginning of an answer that is not the API's.
    pub excerpt: Option<String>,
}

/// Says what an error means. `host` is the service's, as the person knows it.
pub fn explain(words: &Words, error: &Error, host: &str, purpose: Purpose) -> Explanation {
    match error {
        Error::NotReachable(unreachable) => not_reachable(words, unreachable, host, purpose),
        Error::NotRenewed(cause) => {
            let cause = explain(words, cause, host, purpose);
            Explanation {
                what: words.with("error-not-renewed", &[("cause", cause.what.into())]),
                next: words.text("error-not-renewed.next").into_owned(),
                ..cause
            }
        }
        Error::NotTheApi { http_status, content_type, excerpt, retry_after } => Explanation {
            what: words.with(
                "error-not-the-api",
                &[("host", host.into()), ("status", FluentValue::from(http_status.to_string()))],
            ),
            next: or_done(words, error, purpose, not_the_api_next(words, error, *http_status, content_type.as_deref())),
            facts: [
                Some((words.text("fact-http").into_owned(), http_status.to_string())),
                content_type.as_ref().map(|kind| (words.text("fact-content-type").into_owned(), plain(kind, 80))),
                retry_after_fact(words, retry_after.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            excerpt: Some(plain(excerpt, 400)).filter(|excerpt| !excerpt.trim().is_empty()),
        },
        Error::Refused(refusal) => {
            let explanation = refused(words, refusal, purpose);
            Explanation { next: asks_to_wait(words, error).unwrap_or(explanation.next), ..explanation }
        }
        Error::OAuth { http_status, error: code, description, retry_after } => Explanation {
            what: words.with("error-oauth", &[("error", plain(code, 60).into())]),
            next: asks_to_wait(words, error).unwrap_or_else(|| words.text("error-oauth.next").into_owned()),
            facts: [
                Some((words.text("fact-http").into_owned(), http_status.to_string())),
                description.as_ref().map(|text| (words.text("fact-message").into_owned(), plain(text, 300))),
                retry_after_fact(words, retry_after.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            excerpt: None,
        },
        Error::Unreadable { place } => Explanation {
            what: words.text("error-unreadable").into_owned(),
            next: or_done(words, error, purpose, words.text("error-unreadable.next").into_owned()),
            facts: vec![(words.text("fact-place").into_owned(), plain(place, 200))],
            excerpt: None,
        },
        Error::RenewedElsewhere => Explanation {
            what: words.text("error-renewed-elsewhere").into_owned(),
            next: words.text("error-renewed-elsewhere.next").into_owned(),
            ..Explanation::default()
        },
        Error::IdToken(reason) => Explanation {
            what: words.text("error-id-token").into_owned(),
            next: words.text("error-id-token.next").into_owned(),
            facts: vec![(words.text("fact-reason").into_owned(), plain(&id_token_words(words, reason), 200))],
            excerpt: None,
        },
        Error::Withdrawn => Explanation {
            what: words.text("error-withdrawn").into_owned(),
            next: words.text("error-withdrawn.next").into_owned(),
            ..Explanation::default()
        },
        Error::Untrustworthy { what, found } => untrustworthy(words, what, found.as_deref(), host),
        Error::NoRandomness => Explanation {
            what: words.text("error-no-randomness").into_owned(),
            next: words.text("error-no-randomness.next").into_owned(),
            ..Explanation::default()
        },
        Error::NotEncrypted => Explanation {
            what: words.text("error-not-encrypted").into_owned(),
            next: words.text("error-not-encrypted.next").into_owned(),
            ..Explanation::default()
        },
        Error::NoEncryptionKey => Explanation {
            what: words.text("error-no-encryption-key").into_owned(),
            next: words.text("error-no-encryption-key.next").into_owned(),
            ..Explanation::default()
        },
        Error::TooLarge { limit } => Explanation {
            what: words
                .with("error-too-large", &[("mebibytes", FluentValue::from((limit / (1024 * 1024)).to_string()))]),
            next: or_done(words, error, purpose, words.text("error-too-large.next").into_owned()),
            ..Explanation::default()
        },
    }
}

/// A gateway in trouble mends itself; where there is no such call, or another address is named, waiting does not help.
fn not_the_api_next(words: &Words, error: &Error, http_status: u16, content_type: Option<&str>) -> String {
    let is_json = content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
    let wait = || asks_to_wait(words, error).unwrap_or_else(|| words.text("error-wait-a-minute").into_owned());
    let key = match http_status {
        429 => return words.with("error-not-the-api.too-many", &[("wait", wait().into())]),
        503 => return words.with("error-not-the-api.busy", &[("wait", wait().into())]),
        404 | 410 => "error-not-the-api.not-there",
        200..300 if is_json => "error-not-the-api.broken",
        300..400 => "error-not-the-api.elsewhere",
        _ => "error-not-the-api.next",
    };
    words.text(key).into_owned()
}

/// Of an unbind that may have been done that is said first: to try again is the second thing to do.
fn or_done(words: &Words, error: &Error, purpose: Purpose, next: String) -> String {
    match (error.certainty(), purpose) {
        (Certainty::Unknown, Purpose::Unbind) => format!("{} {next}", words.text("error-maybe-done")),
        _ => next,
    }
}

fn untrustworthy(words: &Words, what: &str, found: Option<&str>, host: &str) -> Explanation {
    let key = match (what, found) {
        ("issuer", _) => "error-other-issuer",
        (_, Some(_)) => "error-other-host",
        (_, None) => "error-no-endpoint",
    };
    let mut facts = vec![(words.text("fact-place").into_owned(), what.to_owned())];
    facts.extend(found.map(|found| (words.text("fact-found").into_owned(), plain(found, 200))));
    Explanation {
        what: words.with_key(key, &[("host", host.into())]),
        next: words.with_key(&format!("{key}.next"), &[("host", host.into())]),
        facts,
        excerpt: None,
    }
}

/// When to try again, where the service says it.
pub(super) fn asks_to_wait(words: &Words, error: &Error) -> Option<String> {
    let seconds = match error.retry_after()? {
        RetryAfter::At(moment) => {
            let time = moment.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            return Some(words.with("error-wait-until", &[("time", time.into())]));
        }
        RetryAfter::In(wait) => wait.as_secs(),
    };
    // In the largest unit that tells enough, and never less than was asked for.
    let (key, count) = match seconds {
        0 => return None,
        1..120 => ("error-wait-seconds", seconds),
        120..7200 => ("error-wait-minutes", seconds.div_ceil(60)),
        _ => ("error-wait-hours", seconds.div_ceil(3600)),
    };
    Some(words.with(key, &[("count", FluentValue::from(count))]))
}

fn retry_after_fact(words: &Words, header: Option<&String>) -> Option<(String, String)> {
    header.map(|after| (words.text("fact-retry-after").into_owned(), plain(after, 40)))
}

/// Why an ID token is not accepted, in words.
pub(super) fn id_token_words(words: &Words, reason: &IdTokenError) -> String {
    let key = match reason {
        IdTokenError::NotAToken => "id-token-none",
        IdTokenError::Algorithm(name) => {
            return words.with("id-token-algorithm", &[("name", plain(name, 20).into())]);
        }
        IdTokenError::UnknownKey => "id-token-unknown-key",
        IdTokenError::Signature => "id-token-signature",
        IdTokenError::Issuer => "id-token-issuer",
        IdTokenError::Audience => "id-token-audience",
        IdTokenError::Subject => "id-token-subject",
        IdTokenError::Expired => "id-token-expired",
        IdTokenError::Nonce => "id-token-nonce",
        IdTokenError::AccessTokenHash => "id-token-access-token-hash",
    };
    words.text(key).into_owned()
}

fn not_reachable(words: &Words, unreachable: &Unreachable, host: &str, purpose: Purpose) -> Explanation {
    let (what, next, reason) = match unreachable {
        Unreachable::NameNotFound => ("error-name-not-found", "error-name-not-found.next", None),
        Unreachable::Refused => ("error-connection-refused", "error-connection-refused.next", None),
        Unreachable::Tls(reason) => ("error-tls", "error-tls.next", Some(reason)),
        Unreachable::NoConnectionInTime => ("error-no-connection-in-time", "error-no-connection-in-time.next", None),
        Unreachable::NotConnected(reason) => ("error-not-connected", "error-not-connected.next", Some(reason)),
        Unreachable::NoAnswerInTime => ("error-no-answer-in-time", "error-no-answer-in-time.next", None),
        Unreachable::ConnectionLost => ("error-connection-lost", "error-connection-lost.next", None),
        Unreachable::Other(reason) => ("error-other", "error-other.next", Some(reason)),
    };
    // Of an unbind that may have been done, the list tells; anything else is simply tried again.
    let next = match (unreachable.certainty(), purpose) {
        (Certainty::Unknown, Purpose::Unbind) => "error-maybe-done",
        _ => next,
    };
    Explanation {
        what: words.with(what, &[("host", host.into())]),
        next: words.find(next).unwrap_or_default().into_owned(),
        facts: reason
            .filter(|reason| !reason.is_empty())
            .map(|reason| (words.text("fact-reason").into_owned(), plain(reason, 200)))
            .into_iter()
            .collect(),
        excerpt: None,
    }
}

fn refused(words: &Words, refusal: &Refusal, purpose: Purpose) -> Explanation {
    let key = match (refusal.status_code, purpose) {
        // The envelope says 200 and its data says no (reference section 5.7).
        (200, _) => "error-success-false".to_owned(),
        (404 | 409 | 500..=699, Purpose::SignIn) if refusal.api_code.is_none() => "error-sign-in-trouble".to_owned(),
        _ => code_key(words, refusal.status_code, refusal.api_code),
    };
    // Only where somebody signs in can it be about the password.
    let key = match (key.as_str(), purpose) {
        ("status-403", Purpose::Read | Purpose::Unbind) => "error-not-allowed".to_owned(),
        _ => key,
    };
    // What only reads has changed nothing that the list could tell.
    let next = match (key.as_str(), purpose) {
        ("status-500" | "status-502" | "status-class-5xx", Purpose::Read) => "error-read-trouble".to_owned(),
        _ => format!("{key}.next"),
    };
    let mut facts = code_facts(
        words,
        Some(refusal.status_code),
        refusal.api_code,
        Some(&refusal.message),
        refusal.request_id.as_deref(),
    );
    facts.extend(retry_after_fact(words, refusal.retry_after.as_ref()));
    Explanation {
        what: words.text(&key).into_owned(),
        next: words.find(&next).unwrap_or_default().into_owned(),
        facts,
        excerpt: None,
    }
}

/// What an answer said, as labels and values in the order of the envelope (reference section 1.4).
pub(super) fn code_facts(
    words: &Words,
    status_code: Option<i64>,
    api_code: Option<i64>,
    message: Option<&str>,
    request_id: Option<&str>,
) -> Vec<(String, String)> {
    [
        status_code.map(|code| (words.text("fact-status-code").into_owned(), code.to_string())),
        api_code.map(|code| (words.text("fact-api-code").into_owned(), code.to_string())),
        message
            .filter(|message| !message.trim().is_empty())
            .map(|message| (words.text("fact-message").into_owned(), plain(message, 300))),
        request_id.map(|id| (words.text("fact-request-id").into_owned(), plain(id, 80))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The key of the words for a code: the business reason says most, then the status, then its class.
pub(super) fn code_key(words: &Words, status_code: i64, api_code: Option<i64>) -> String {
    // Flow codes may stand in either field (reference section 14, item 6).
    let candidates = [
        api_code.map(|code| format!("api-{code}")),
        Some(format!("status-{status_code}")),
        Some(format!("api-{status_code}")),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|key| words.find(key).is_some())
        .unwrap_or_else(|| codes::status_class(status_code).key().to_owned())
}

/// Why the keyring did not serve, in words.
pub(super) fn keyring_words(words: &Words, error: &VaultError) -> String {
    match error {
        VaultError::NotAvailable(_) => words.text("keyring-none").into_owned(),
        VaultError::Failed(reason) => words.with("keyring-failed", &[("reason", plain(reason, 200).into())]),
        VaultError::NoAnswerInTime => words.text("keyring-no-answer").into_owned(),
        VaultError::Interrupted => words.text("keyring-interrupted").into_owned(),
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
