//! Which exchanges a person wants to see.

use std::sync::Arc;

use super::Entry;
use crate::genauth::{Cause, Exchange, Outcome};

/// What must hold for an exchange to be listed; the default lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words, separated by spaces, that all stand somewhere in the exchange: in method, URL, codes, message, request ID or
    /// bodies. Small and capital letters of English are the same.
    pub text: String,
    /// A code: the HTTP status, `statusCode` or `apiCode`.
    pub code: Option<i64>,
    /// Only calls that did not succeed.
    pub failures: bool,
    /// Only calls that have this cause.
    pub cause: Option<Cause>,
}

impl Filter {
    /// Whether everything is listed.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.code.is_none() && !self.failures && self.cause.is_none()
    }

    /// Whether the exchange is listed.
    pub fn lets_through(&self, exchange: &Exchange) -> bool {
        let attempt = &exchange.attempt;
        let has_code = |code: i64| {
            [attempt.http_status.map(i64::from), attempt.status_code, attempt.api_code].contains(&Some(code))
        };
        (!self.failures || !matches!(exchange.outcome, Outcome::Succeeded))
            && self.code.is_none_or(has_code)
            && self.cause.is_none_or(|cause| exchange.cause == Some(cause))
            && self.text.split_whitespace().all(|word| mentions(exchange, word))
    }

    /// The entries that are listed, as places in the slice. Reads every body when words are looked for, so the answer is
    /// to be kept until the filter or the entries change.
    pub fn listed(&self, entries: &[Arc<Entry>]) -> Vec<usize> {
        let through = |(place, entry): (usize, &Arc<Entry>)| self.lets_through(&entry.exchange).then_some(place);
        entries.iter().enumerate().filter_map(through).collect()
    }
}

/// Whether a word stands anywhere in the exchange.
fn mentions(exchange: &Exchange, word: &str) -> bool {
    let attempt = &exchange.attempt;
    let codes = [attempt.http_status.map(i64::from), attempt.status_code, attempt.api_code];
    let said = [&attempt.message, &attempt.request_id].into_iter().flatten().map(String::as_str);
    let bodies = [exchange.request.body.as_ref(), exchange.response.as_ref().map(|response| &response.body)];
    [exchange.request.method, &exchange.request.url]
        .into_iter()
        .chain(said)
        .chain(bodies.into_iter().flatten().map(|body| body.text.as_str()))
        .any(|text| contains(text, word))
        || codes.into_iter().flatten().any(|code| code.to_string() == word)
}

/// Whether a text contains a word, when small and capital ASCII letters are the same.
pub(super) fn contains(text: &str, word: &str) -> bool {
    word.is_empty() || text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::genauth::Cause;
    use crate::inspector::samples::{identities, refusal};

    fn of(text: &str) -> Filter {
        Filter { text: text.to_owned(), ..Filter::default() }
    }

    #[test]
    fn every_word_must_stand_somewhere() {
        let exchange = identities();
        for text in ["", "  ", "GET-identities", "get 200", "github openid", "934108e5", "操作成功"] {
            assert!(of(text).lets_through(&exchange), "{text}");
        }
        for text in ["post", "404", "github nowhere"] {
            assert!(!of(text).lets_through(&exchange), "{text}");
        }
    }

    #[test]
    fn by_code_failure_and_cause() {
        let (good, bad) = (identities(), refusal());
        let code = |code| Filter { code: Some(code), ..Filter::default() };
        assert!(code(200).lets_through(&good));
        assert!(code(2333).lets_through(&bad) && code(403).lets_through(&bad) && !code(2333).lets_through(&good));
        let failures = Filter { failures: true, ..Filter::default() };
        assert!(!failures.lets_through(&good) && failures.lets_through(&bad));
        let polling = Filter { cause: Some(Cause::Polling), ..Filter::default() };
        assert!(!polling.lets_through(&good));
        assert!(Filter::default().is_empty() && of(" ").is_empty() && !failures.is_empty());
    }
}
