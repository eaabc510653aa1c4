//! The kinds of faults in plain words, each with the form of its text.

use crate::sandbox::Fault;
use crate::ui::Words;
use crate::ui::text::plain;

/// One kind of fault as a person chooses it.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its words; the attribute `.more` says what is seen of it.
    pub(super) key: &'static str,
    /// Its text, with `{}` for each parameter.
    form: &'static str,
    /// The words for each parameter, and what stands there at first.
    pub(super) parameters: &'static [(&'static str, &'static str)],
    /// Whether it strikes the service as a whole.
    pub(super) of_service: bool,
}

const fn kind(key: &'static str, form: &'static str, parameters: &'static [(&'static str, &'static str)]) -> Kind {
    Kind { key, form, parameters, of_service: false }
}

/// Every kind; a text is of the first whose form it has, so that the more particular ones come first.
const KINDS: &[Kind] = &[
    kind("fault-reset-after", "reset-after", &[]),
    kind("fault-reset-before", "reset-before", &[]),
    kind("fault-stall", "stall", &[]),
    kind("fault-truncate", "truncate", &[]),
    kind("fault-latency-spread", "latency-{}..{}ms", &[("fault-from-ms", "100"), ("fault-to-ms", "900")]),
    kind("fault-latency-growing", "latency-{}ms+{}ms", &[("fault-from-ms", "100"), ("fault-step-ms", "200")]),
    kind("fault-latency", "latency-{}ms", &[("fault-ms", "1500")]),
    kind("fault-drip", "drip-{}/{}ms", &[("fault-bytes", "16"), ("fault-every-ms", "50")]),
    kind("fault-length", "length{}", &[("fault-length-by", "+10")]),
    kind("fault-http-retry", "http-{}-retry-{}s", &[("fault-http-status", "429"), ("fault-retry-seconds", "7")]),
    kind("fault-http-text", "http-{}-text", &[("fault-http-status", "502")]),
    kind("fault-http-empty", "http-{}-empty", &[("fault-http-status", "502")]),
    kind("fault-http", "http-{}", &[("fault-http-status", "502")]),
    kind("fault-oauth", "oauth-{}", &[("fault-oauth-error", "invalid_grant")]),
    kind("fault-malformed", "malformed", &[]),
    kind("fault-shape", "shape-{}", &[("fault-shape-of", "null")]),
    kind("fault-huge", "huge-{}MiB", &[("fault-mebibytes", "8")]),
    kind("fault-token-expired", "token-expired", &[]),
    kind("fault-token-revoked", "token-revoked", &[]),
    kind("fault-refresh-refused", "refresh-refused", &[]),
    kind("fault-redirect", "redirect-{}", &[("fault-redirect-to", "http://127.0.0.1:9/elsewhere")]),
    Kind { of_service: true, ..kind("fault-refuse", "refuse-{}s", &[("fault-seconds", "3")]) },
    Kind { of_service: true, ..kind("fault-lag", "lag-{}", &[("fault-reads", "3")]) },
    Kind { of_service: true, ..kind("fault-clock", "clock{}s", &[("fault-clock-by", "+300")]) },
    kind("fault-envelope-retry", "{}-retry-{}s", &[("fault-status-code", "429"), ("fault-retry-seconds", "7")]),
    kind("fault-envelope-both", "{}/{}", &[("fault-status-code", "403"), ("fault-api-code", "2020")]),
    kind("fault-envelope", "{}", &[("fault-status-code", "500")]),
];

/// What an endpoint of a fault on the service as a whole is called.
pub(super) const SERVICE: &str = "service";

impl Kind {
    /// Its text with these parameters; a missing one is what stands there at first.
    pub(super) fn text(&self, parameters: &[String]) -> String {
        let mut text = String::new();
        for (index, part) in self.form.split("{}").enumerate() {
            if let Some(before) = index.checked_sub(1) {
                let first = self.parameters.get(before).map_or("", |(_, first)| first);
                text.push_str(parameters.get(before).map_or(first, |given| given.trim()));
            }
            text.push_str(part);
        }
        text
    }

    /// Whether this text has its form.
    fn is_of(&self, text: &str) -> bool {
        let mut parts = self.form.split("{}");
        let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
        for part in parts {
            // The last part is empty or the end; a parameter is never empty and holds no "/" but in an address.
            let at = if part.is_empty() { Some(rest.len()) } else { rest.find(part) };
            let Some(at) = at.filter(|at| *at > 0) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        // A form that is nothing but a parameter is a number.
        rest.is_empty() && (!self.form.starts_with("{}") || text.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// The kinds that this sandbox knows.
pub(super) fn kinds() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(|kind| {
        let endpoint = if kind.of_service { SERVICE } else { "*" };
        format!("{endpoint}={}", kind.text(&[])).parse::<Fault>().is_ok()
    })
}

/// What a fault's kind is called, from its text: `reset-after`, `http-502`. The parameters stand behind the words.
pub(super) fn fault_words(words: &Words, text: &str) -> String {
    match KINDS.iter().find(|kind| kind.is_of(text)) {
        Some(kind) if kind.parameters.is_empty() => words.find(kind.key).unwrap_or_default().into_owned(),
        Some(kind) => format!("{} ({})", words.find(kind.key).unwrap_or_default(), plain(&inside(kind, text), 40)),
        None => plain(text, 80),
    }
}

/// The parameters as they stand in the text.
fn inside(kind: &Kind, text: &str) -> String {
    let prefix = kind.form.split("{}").next().unwrap_or_default();
    text.strip_prefix(prefix).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::Language;

    #[test]
    fn every_kind_is_told_from_the_others_by_its_own_text() {
        for kind in KINDS {
            let found = KINDS.iter().find(|other| other.is_of(&kind.text(&[])));
            assert_eq!(found.map(|found| found.key), Some(kind.key));
        }
        assert!(kinds().count() >= 9);
    }

    #[test]
    fn what_is_typed_takes_the_parameters_place() {
        let both = KINDS.iter().find(|kind| kind.key == "fault-envelope-both").unwrap();
        assert_eq!(both.text(&["429".to_owned()]), "429/2020");
        assert_eq!(both.text(&[" 429 ".to_owned(), "1".to_owned()]), "429/1");
    }

    #[test]
    fn a_kind_without_words_shows_its_text() {
        let words = Words::new(Language::English);
        assert_eq!(fault_words(&words, "explode-7"), "explode-7");
        assert!(fault_words(&words, "http-503").ends_with("(503)"));
        for kind in KINDS {
            assert!(words.find(&format!("{}.more", kind.key)).is_some(), "{}", kind.key);
            assert!(kind.parameters.iter().all(|(key, _)| words.find(key).is_some()), "{}", kind.key);
        }
    }
}
