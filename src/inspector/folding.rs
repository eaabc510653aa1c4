//! Which exchanges are one line of the list: reads that the program makes again and again, as long as they find the same.
//!
//! Nothing is hidden by it: another answer has a line of its own, and so has what was found after a call that may have
//! changed something.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::SignedDuration;
use serde_json::Value;

use super::ring::Entry;
use crate::genauth::{Cause, Error, Exchange, Outcome};

/// Reads that are further apart than this were made for two things.
const TOGETHER: SignedDuration = SignedDuration::from_secs(30);

/// What a read found, in short. Two with the same found the same, whatever request ID they had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found(u64);

impl Found {
    /// What an exchange found, when it is one that can be folded. Reads the whole body.
    pub(super) fn of(exchange: &Exchange) -> Option<Self> {
        if !matches!(exchange.cause, Some(Cause::Polling | Cause::Checking)) || !only_reads(exchange) {
            return None;
        }
        let attempt = &exchange.attempt;
        let mut hasher = DefaultHasher::new();
        (attempt.http_status, attempt.status_code, attempt.api_code).hash(&mut hasher);
        std::mem::discriminant(&exchange.outcome).hash(&mut hasher);
        match &exchange.outcome {
            Outcome::Succeeded | Outcome::Abandoned => {}
            Outcome::Failed(error) => {
                std::mem::discriminant(error).hash(&mut hasher);
                attempt.message.hash(&mut hasher);
                if let Error::NotReachable(why) = error {
                    why.to_string().hash(&mut hasher);
                }
            }
        }
        let body = exchange.response.as_ref().map(|response| &response.body);
        match body.map(|body| (body, serde_json::from_str::<Value>(&body.text))) {
            Some((_, Ok(Value::Object(envelope)))) => {
                envelope.get("data").map(Value::to_string).hash(&mut hasher);
            }
            // Only its beginning was kept, or it is something that nobody expected.
            Some((body, _)) if exchange.outcome == Outcome::Succeeded => {
                let request_id = attempt.request_id.as_deref().map(|id| format!("\"{id}\""));
                let text = request_id.map_or_else(|| body.text.clone(), |id| body.text.replace(&id, ""));
                (body.true_length, text).hash(&mut hasher);
            }
            // A gateway's page may say something else each time; that it is one is what counts.
            Some(_) | None => {}
        }
        Some(Self(hasher.finish()))
    }
}

/// Which of these lines, oldest first, the exchange belongs to: the last one of the same read, when it found the same and
/// nothing that may have changed something came since.
pub(super) fn line_of<'a>(
    exchange: &Exchange,
    found: Option<Found>,
    lines: impl DoubleEndedIterator<Item = (&'a Entry, Option<Found>)> + ExactSizeIterator,
) -> Option<usize> {
    let found = found?;
    for (at, (entry, known)) in lines.enumerate().rev() {
        let earlier = entry.exchange.as_ref();
        if is_same_read(exchange, earlier) {
            let apart = exchange.started_at.duration_since(earlier.started_at).abs();
            return (known == Some(found) && apart <= TOGETHER).then_some(at);
        }
        if !only_reads(earlier) {
            return None;
        }
    }
    None
}

fn is_same_read(one: &Exchange, other: &Exchange) -> bool {
    one.cause == other.cause && one.request.method == other.request.method && one.request.url == other.request.url
}

/// Whether the call changed nothing that another read shows. A renewal changes only the tokens of the session.
fn only_reads(exchange: &Exchange) -> bool {
    exchange.request.method == "GET" || exchange.attempt.path.ends_with("/oidc/token")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Found;
    use crate::genauth::{Cause, Error, Exchange, Outcome, Unreachable};
    use crate::inspector::Ring;
    use crate::inspector::samples::{exchange, identities, refusal};

    const NOTHING: &str = r#"{"statusCode":200,"requestId":"1","data":[]}"#;
    const SOMETHING: &str = r#"{"statusCode":200,"requestId":"1","data":[{"identityId":"7"}]}"#;

    fn read(cause: Cause, second: u64, answer: &str) -> Exchange {
        let mut read = exchange("GET", "/api/v3/get-identities", None, answer);
        read.cause = Some(cause);
        read.started_at += Duration::from_secs(second);
        read
    }

    fn look(second: u64, answer: &str) -> Exchange {
        read(Cause::Polling, second, answer)
    }

    /// How many calls each line stands for.
    fn counts(exchanges: Vec<Exchange>) -> Vec<u64> {
        let ring = Ring::default();
        for exchange in exchanges {
            ring.put(exchange);
        }
        ring.snapshot().entries.iter().map(|entry| entry.count).collect()
    }

    #[test]
    fn the_same_answer_is_one_line_with_its_first_and_last_time() {
        for cause in [Cause::Polling, Cause::Checking] {
            let ring = Ring::default();
            ring.put(read(cause, 0, NOTHING));
            ring.put(identities());
            ring.put(read(cause, 2, &NOTHING.replace("\"1\"", "\"2\"")));
            ring.put(read(cause, 4, &NOTHING.replace("\"1\"", "\"345\"")));
            let kept = ring.snapshot();
            let lines: Vec<(u64, u64)> = kept.entries.iter().map(|entry| (entry.number, entry.count)).collect();
            assert_eq!(lines, [(0, 3), (1, 1)]);
            let line = &kept.entries[0];
            assert_eq!(line.first_started_at, read(cause, 0, NOTHING).started_at);
            assert_eq!(line.exchange.started_at, read(cause, 4, NOTHING).started_at);
            assert_eq!(line.exchange.attempt.request_id.as_deref(), Some("345"), "the last answer shows");
        }
    }

    #[test]
    fn another_answer_begins_a_line_and_the_order_of_answers_stays() {
        let busy = r#"{"statusCode":429}"#;
        let looks = [NOTHING, NOTHING, busy, NOTHING, SOMETHING, SOMETHING, NOTHING];
        let looks = looks.into_iter().zip(0..).map(|(answer, second)| look(second, answer)).collect();
        assert_eq!(counts(looks), [2, 1, 1, 2, 1], "what came back is a line of its own");
    }

    #[test]
    fn what_is_far_apart_has_another_cause_or_was_asked_elsewhere_is_another_line() {
        assert_eq!(counts(vec![look(0, NOTHING), look(31, NOTHING)]), [1, 1]);
        assert_eq!(counts(vec![look(0, NOTHING), read(Cause::Checking, 1, NOTHING)]), [1, 1]);
        let mut elsewhere = look(1, NOTHING);
        elsewhere.request.url = elsewhere.request.url.replace("bindery-test", "other");
        assert_eq!(counts(vec![look(0, NOTHING), elsewhere]), [1, 1]);
        for cause in Cause::ALL.into_iter().filter(|cause| !matches!(cause, Cause::Polling | Cause::Checking)) {
            assert_eq!(counts(vec![read(cause, 0, NOTHING), read(cause, 1, NOTHING)]), [1, 1], "{cause:?}");
        }
    }

    #[test]
    fn what_was_read_after_a_change_is_not_folded_into_what_was_read_before_it() {
        let check = |second| read(Cause::Checking, second, SOMETHING);
        assert_eq!(counts(vec![check(0), check(1), refusal(), check(2), check(3)]), [2, 1, 2]);
        let renewal = exchange("POST", "/oidc/token", Some("grant_type=refresh_token"), "{}");
        assert_eq!(counts(vec![check(0), renewal, check(1)]), [2, 1], "a renewal changes no list");
    }

    #[test]
    fn what_came_out_of_order_leaves_the_last_answer() {
        let ring = Ring::default();
        for second in [4, 2] {
            ring.put(look(second, NOTHING));
        }
        let kept = ring.snapshot();
        assert_eq!(kept.entries.len(), 1);
        assert_eq!(kept.entries[0].exchange.started_at, look(4, NOTHING).started_at);
        assert_eq!(kept.entries[0].first_started_at, look(2, NOTHING).started_at);
        let weighs: usize = kept.entries.iter().map(|entry| crate::inspector::ring::weight(&entry.exchange)).sum();
        assert_eq!(kept.bytes, weighs);
    }

    #[test]
    fn failures_are_told_apart_and_pages_of_a_gateway_are_not() {
        let failed = |second, answer: &str, error| Exchange { outcome: Outcome::Failed(error), ..look(second, answer) };
        let lost = |second, why| Exchange { response: None, ..failed(second, "", Error::NotReachable(why)) };
        assert_eq!(
            counts(vec![
                lost(0, Unreachable::Refused),
                lost(1, Unreachable::Refused),
                lost(2, Unreachable::NoAnswerInTime),
            ]),
            [2, 1]
        );
        let page = |second| {
            let excerpt = format!("ray {second}");
            let error =
                Error::NotTheApi { http_status: 502, content_type: None, excerpt: excerpt.clone(), retry_after: None };
            failed(second, &excerpt, error)
        };
        assert_eq!(counts(vec![page(0), page(1)]), [2]);
    }

    #[test]
    fn of_a_long_answer_the_kept_part_and_the_length_count() {
        let long = |second, id: &str, length| {
            let mut long = look(second, "");
            let response = long.response.as_mut().unwrap();
            response.body.text = format!("{{\"statusCode\":200,\"requestId\":\"{id}\",\"data\":[{{");
            (response.body.true_length, response.body.shortened) = (length, true);
            long.attempt.request_id = Some(id.to_owned());
            long
        };
        assert_eq!(counts(vec![long(0, "a", 9000), long(1, "b", 9000), long(2, "c", 9001)]), [2, 1]);
        assert_eq!(Found::of(&identities()), None);
    }
}
