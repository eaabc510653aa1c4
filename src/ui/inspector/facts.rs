//! An exchange in short words: its target, its codes, how long it took, what caused it.

use std::time::Duration;

use egui::Color32;

use crate::genauth::{Cause, Certainty, Error, Exchange, Outcome, Unreachable};
use crate::ui::Words;
use crate::ui::explain::{Explanation, Purpose, explain};
use crate::ui::text::plain;
use crate::ui::theme::Tokens;

/// The path with its query, redacted.
pub(super) fn target(exchange: &Exchange) -> &str {
    let url = exchange.request.url.as_str();
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(after_scheme..).unwrap_or_default();
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(&exchange.attempt.path)
}

/// The host, as the person knows it.
pub(super) fn host(exchange: &Exchange) -> String {
    let url = exchange.request.url.as_str();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    plain(rest.split(['/', '?', '#']).next().unwrap_or_default(), 120)
}

/// The HTTP status, or a dash for none.
pub(super) fn http(exchange: &Exchange) -> String {
    exchange.attempt.http_status.map_or_else(|| "–".to_owned(), |status| status.to_string())
}

/// The envelope's codes, `statusCode` before `apiCode`; without an envelope, whether an answer came at all.
pub(super) fn codes(words: &Words, exchange: &Exchange) -> String {
    let attempt = &exchange.attempt;
    match (attempt.status_code, attempt.api_code) {
        (Some(status_code), Some(api_code)) => format!("{status_code} · {api_code}"),
        (Some(code), None) | (None, Some(code)) => code.to_string(),
        (None, None) => match (&exchange.outcome, &exchange.response) {
            (Outcome::Abandoned, _) => words.text("inspector-abandoned").into_owned(),
            (Outcome::Failed(Error::OAuth { error, .. }), Some(_)) => plain(error, 40),
            (Outcome::Failed(error), answer) => {
                words.find(failure_key(error, answer.is_some())).unwrap_or_default().into()
            }
            (Outcome::Succeeded, None) => words.text("inspector-no-answer").into_owned(),
            (Outcome::Succeeded, Some(_)) => "–".to_owned(),
        },
    }
}

/// What happened, in a word or two, where no code says it.
fn failure_key(error: &Error, answered: bool) -> &'static str {
    match error {
        Error::NotReachable(Unreachable::NoAnswerInTime) => "inspector-too-late",
        Error::NotReachable(Unreachable::ConnectionLost) => "inspector-lost",
        Error::NotReachable(
            Unreachable::NameNotFound
            | Unreachable::NoConnectionInTime
            | Unreachable::Refused
            | Unreachable::Tls(_)
            | Unreachable::NotConnected(_),
        ) => "inspector-not-connected",
        Error::NotTheApi { .. } => "inspector-not-the-api",
        Error::TooLarge { .. } => "inspector-too-large",
        _ if answered => "inspector-not-usable",
        _ => "inspector-no-answer",
    }
}

/// The colour of the HTTP status: that of a failure where it is one, or where nothing else in the answer says so.
pub(super) fn http_colour(colours: &Tokens, exchange: &Exchange) -> Color32 {
    let attempt = &exchange.attempt;
    let is_error = attempt.http_status.is_some_and(|status| status >= 400);
    let failed = matches!(exchange.outcome, Outcome::Failed(_));
    if is_error || (failed && attempt.status_code.is_none() && attempt.api_code.is_none()) {
        return colours.bad;
    }
    colours.text
}

/// The colour for how it ended.
pub(super) fn colour(colours: &Tokens, exchange: &Exchange) -> Color32 {
    match exchange.outcome {
        Outcome::Succeeded => colours.ok,
        Outcome::Failed(_) => colours.bad,
        Outcome::Abandoned => colours.warn,
    }
}

/// A length of time, in the unit in which it is read best.
pub(super) fn duration(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1000.0;
    match millis {
        _ if millis >= 1000.0 => format!("{:.2} s", millis / 1000.0),
        _ if millis >= 10.0 => format!("{millis:.0} ms"),
        _ => format!("{millis:.1} ms"),
    }
}

/// What caused it, in a word or two.
pub(super) fn cause(words: &Words, cause: Option<Cause>) -> String {
    words.find(cause_key(cause)).unwrap_or_default().into_owned()
}

/// What is meant by that; nothing where the cause is not known.
pub(super) fn cause_meaning(words: &Words, cause: Option<Cause>) -> Option<String> {
    cause?;
    words.find(&format!("{}.more", cause_key(cause))).map(|meaning| meaning.into_owned())
}

fn cause_key(cause: Option<Cause>) -> &'static str {
    match cause {
        Some(Cause::Person) => "inspector-cause-person",
        Some(Cause::Opening) => "inspector-cause-opening",
        Some(Cause::Preparation) => "inspector-cause-preparation",
        Some(Cause::Checking) => "inspector-cause-checking",
        Some(Cause::IdTokenCheck) => "inspector-cause-id-token-check",
        Some(Cause::Renewal) => "inspector-cause-renewal",
        Some(Cause::Resending) => "inspector-cause-resending",
        Some(Cause::Polling) => "inspector-cause-polling",
        Some(Cause::Repetition) => "inspector-cause-repetition",
        Some(Cause::Ending) => "inspector-cause-ending",
        None => "inspector-cause-unknown",
    }
}

/// What it came to, in words. `foreign` is for a call of a file: whoever made it is not sitting here.
pub(super) fn meaning(words: &Words, exchange: &Exchange, foreign: bool) -> Explanation {
    let explanation = match &exchange.outcome {
        Outcome::Succeeded => {
            return Explanation {
                what: words.text("status-200").into_owned(),
                next: words.text("status-200.next").into_owned(),
                ..Explanation::default()
            };
        }
        Outcome::Failed(error) => explain(words, error, &host(exchange), purpose(&exchange.attempt.path)),
        Outcome::Abandoned => Explanation {
            what: words.text("inspector-was-abandoned").into_owned(),
            next: words.text("inspector-was-abandoned.next").into_owned(),
            ..Explanation::default()
        },
    };
    let next = match &exchange.outcome {
        _ if foreign => in_file(exchange).and_then(|key| words.find(key)).unwrap_or_default().into_owned(),
        // The call that was sent again after it says how it went on.
        Outcome::Failed(error) if error.is_lack_of_sign_in() && exchange.cause != Some(Cause::Resending) => {
            words.text("inspector-renews-itself").into_owned()
        }
        _ => explanation.next,
    };
    Explanation { next, ..explanation }
}

/// What helps with a call that somebody else made; nothing where nothing does.
fn in_file(exchange: &Exchange) -> Option<&'static str> {
    let reads = matches!(exchange.request.method, "GET" | "HEAD" | "OPTIONS");
    match &exchange.outcome {
        Outcome::Failed(error) if reads || error.certainty() == Certainty::NothingDone => match error {
            Error::NotReachable(why) if why.certainty() == Certainty::NothingDone => Some("inspector-file-not-sent"),
            Error::NotTheApi { .. } => Some("inspector-file-not-the-api"),
            Error::Refused(_) => Some("inspector-file-refused"),
            Error::Unreadable { .. } => Some("inspector-file-unreadable"),
            _ => None,
        },
        Outcome::Abandoned if reads => None,
        Outcome::Failed(_) | Outcome::Abandoned => Some("inspector-file-maybe-done"),
        Outcome::Succeeded => None,
    }
}

fn purpose(path: &str) -> Purpose {
    match path {
        "/api/v3/signin" | "/api/v3/signin-by-mobile" => Purpose::SignIn,
        _ if path.ends_with("/unlink-extidp") => Purpose::Unbind,
        _ => Purpose::Read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_unit_that_is_read_best() {
        let told = |micros| duration(Duration::from_micros(micros));
        assert_eq!([told(310), told(9_400), told(12_500), told(1_234_567)], ["0.3 ms", "9.4 ms", "12 ms", "1.23 s"]);
    }
}
