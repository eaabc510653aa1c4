//! What errors mean, in words.

use super::*;
use crate::genauth::Language;

fn refused(status_code: i64, retry_after: &str) -> Error {
    let retry_after = Some(retry_after.to_owned());
    Error::Refused(Refusal { status_code, api_code: None, message: String::new(), request_id: None, retry_after })
}

fn next(error: &Error) -> String {
    explain(&Words::new(Language::English), error, "app.example", Purpose::Read).next
}

#[test]
fn when_to_try_again_is_said_in_words_whatever_the_answer_looks_like() {
    for (header, said) in [
        ("1", "Wait one second, then try again. The service asks for that."),
        ("7", "Wait 7 seconds, then try again. The service asks for that."),
        ("121", "Wait 3 minutes, then try again. The service asks for that."),
        ("7201", "Wait 3 hours, then try again. The service asks for that."),
        (
            "Mon, 23 Nov 2026 21:00:00 GMT",
            "Wait until 2026-11-23 21:00:00 UTC, then try again. The service asks for that.",
        ),
    ] {
        assert_eq!(next(&refused(429, header)), said);
        let retry_after = Some(header.to_owned());
        let oauth = Error::OAuth { http_status: 503, error: "busy".to_owned(), description: None, retry_after };
        assert_eq!(next(&oauth), said);
        let (content_type, excerpt, retry_after) = (None, String::new(), Some(header.to_owned()));
        let page = Error::NotTheApi { http_status: 429, content_type, excerpt, retry_after };
        assert_eq!(next(&page), format!("That is too many requests in too short a time. {said}"));
    }
    assert_eq!(next(&refused(503, "120")), "Wait 2 minutes, then try again. The service asks for that.");
}

#[test]
fn what_a_service_says_of_itself_is_told_by_what_stands_there() {
    let words = Words::new(Language::English);
    let explained = |what, found: Option<&str>| {
        let error = Error::Untrustworthy { what, found: found.map(str::to_owned) };
        explain(&words, &error, "app.example", Purpose::SignIn)
    };
    let issuer = explained("issuer", Some("https://app.example/other"));
    assert_eq!(issuer.what, "app.example says that somebody else issues its tokens");
    assert!(issuer.facts.contains(&("found".to_owned(), "https://app.example/other".to_owned())), "{issuer:?}");
    let endpoint = explained("token_endpoint", Some("https://evil.example/token"));
    assert_eq!(endpoint.what, "app.example sends people or tokens to another host");
    assert_eq!(explained("token_endpoint", None).what, "app.example does not say where one signs in");
}

#[test]
fn what_is_no_time_is_shown_as_it_came_and_not_put_into_words() {
    for header in ["soon", "0"] {
        let words = Words::new(Language::English);
        let explanation = explain(&words, &refused(429, header), "app.example", Purpose::Read);
        assert_eq!(explanation.next, words.text("status-429.next"));
        assert!(explanation.facts.contains(&("retry after".to_owned(), header.to_owned())), "{explanation:?}");
    }
}

#[test]
fn an_answer_that_is_not_the_apis_is_told_by_what_it_is() {
    let page = |http_status, content_type: Option<&str>| {
        let (content_type, excerpt) = (content_type.map(str::to_owned), String::new());
        next(&Error::NotTheApi { http_status, content_type, excerpt, retry_after: None })
    };
    assert!(page(429, None).ends_with("Wait a minute, then try again."), "{}", page(429, None));
    assert!(page(503, None).starts_with("The service, or a gateway before it, takes no requests"));
    assert!(page(200, Some("application/json; charset=utf-8")).contains("not whole"));
    assert!(page(302, Some("text/html")).contains("another address"));
    for (status, kind) in [(200, Some("text/html")), (502, Some("application/json")), (400, None)] {
        assert!(page(status, kind).starts_with("Most likely a gateway"), "{status}");
    }
}

#[test]
fn an_unbind_that_a_gateway_answered_may_have_been_done() {
    let words = Words::new(Language::English);
    let next = |http_status, purpose| {
        let (content_type, excerpt) = (None, String::new());
        let error = Error::NotTheApi { http_status, content_type, excerpt, retry_after: None };
        explain(&words, &error, "app.example", purpose).next
    };
    assert!(next(502, Purpose::Unbind).starts_with("The service may have acted all the same. The list tells. Most"));
    let too_large = explain(&words, &Error::TooLarge { limit: 1 << 20 }, "app.example", Purpose::Unbind).next;
    assert!(too_large.starts_with("The service may have acted"), "{too_large}");
    assert!(!next(502, Purpose::Read).contains("may have acted"));
    assert!(!next(403, Purpose::Unbind).contains("may have acted"), "a refusal of the gateway's own did nothing");
}

#[test]
fn a_refusal_is_worded_by_what_was_called() {
    let words = Words::new(Language::English);
    let explained = |status_code, purpose| {
        let (message, request_id, retry_after) = (String::new(), None, None);
        let refusal = Refusal { status_code, api_code: None, message, request_id, retry_after };
        explain(&words, &Error::Refused(refusal), "app.example", purpose)
    };
    for purpose in [Purpose::Read, Purpose::Unbind] {
        let forbidden = explained(403, purpose);
        assert!(!format!("{forbidden:?}").contains("password") && !forbidden.next.is_empty(), "{forbidden:?}");
    }
    assert!(explained(403, Purpose::SignIn).what.contains("password"));
    for status in [500, 502, 599] {
        assert!(explained(status, Purpose::Unbind).next.contains("Refresh the list"));
        let read = explained(status, Purpose::Read).next;
        assert!(!read.contains("changed") && read.starts_with("Try again"), "{read}");
    }
    assert!(!explained(777, Purpose::Read).next.is_empty());
}
