use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ImportError, import, write, write_lines};
use crate::genauth::{Cause, Error, Exchange, Outcome, Refusal, Unreachable};
use crate::inspector::Entry;
use crate::inspector::masking::Shown;
use crate::inspector::samples::{exchange, identities, refusal};
use crate::inspector::timing::{self, Length};

const ALL: Shown = Shown { emails: true, phones: true, provider_ids: true };

fn entries(exchanges: Vec<Exchange>) -> Vec<Arc<Entry>> {
    let entry = |(number, exchange): (usize, Exchange)| {
        let first_started_at = exchange.started_at - Duration::from_secs(9);
        Arc::new(Entry { number: number as u64, exchange: Arc::new(exchange), count: 3, first_started_at })
    };
    exchanges.into_iter().enumerate().map(entry).collect()
}

fn unreachable() -> Exchange {
    let mut lost = exchange("GET", "/a?id_token=[redacted ID token, 9 characters]&x=y", None, "");
    (lost.response, lost.headers_after, lost.attempt.http_status) = (None, None, None);
    lost.outcome = Outcome::Failed(Error::NotReachable(Unreachable::Refused));
    lost
}

#[test]
fn what_is_written_is_read_again() {
    let written = entries(vec![identities(), refusal(), unreachable()]);
    let read = import(&write(&written, ALL)).unwrap();
    assert_eq!(read.creator.as_deref(), Some(concat!("Bindery ", env!("CARGO_PKG_VERSION"))));
    assert_eq!((read.entries.len(), read.left_out), (3, 0));
    for (before, after) in written.iter().zip(&read.entries) {
        assert_eq!((before.count, before.exchange.cause), (after.count, after.exchange.cause));
        assert_eq!(before.first_started_at, after.first_started_at);
        let (before, after) = (&before.exchange, &after.exchange);
        assert_eq!(before.request, after.request);
        assert_eq!(before.response, after.response);
        assert_eq!(before.phases.connecting, after.phases.connecting);
        assert!(before.took.abs_diff(after.took) < Duration::from_micros(1), "{:?} {:?}", before.took, after.took);
        assert_eq!(before.attempt.api_code, after.attempt.api_code);
        assert_eq!(before.attempt.path, after.attempt.path);
        assert_eq!(matches!(before.outcome, Outcome::Succeeded), matches!(after.outcome, Outcome::Succeeded));
    }
    assert_eq!(read.entries[1].exchange.outcome, refusal().outcome);
}

#[test]
fn an_entry_that_stands_for_several_says_so_and_one_alone_does_not() {
    let mut written = entries(vec![identities(), identities()]);
    Arc::make_mut(&mut written[1]).count = 1;
    let file: Value = serde_json::from_slice(&write(&written, ALL)).unwrap();
    let [folded, alone] = [0, 1].map(|at| &file["log"]["entries"][at]);
    assert_eq!(folded["_bindery"]["count"], 3);
    let first = folded["_bindery"]["firstStartedDateTime"].as_str().unwrap();
    let comment = folded["comment"].as_str().unwrap();
    assert!(comment.starts_with("The last of 3 requests") && comment.contains(first), "{comment}");
    assert!(first < folded["startedDateTime"].as_str().unwrap());
    assert_eq!((&alone["comment"], &alone["_bindery"]["firstStartedDateTime"]), (&Value::Null, &Value::Null));
}

#[test]
fn lines_are_the_same_entries() {
    let written = entries(vec![identities(), refusal()]);
    let file: Value = serde_json::from_slice(&write(&written, ALL)).unwrap();
    let lines = String::from_utf8(write_lines(&written, ALL)).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(file["log"]["entries"], Value::Array(lines));
}

#[test]
fn times_and_addresses_keep_to_the_format() {
    let file: Value = serde_json::from_slice(&write(&entries(vec![unreachable()]), ALL)).unwrap();
    let entry = &file["log"]["entries"][0];
    assert_eq!(
        entry["request"]["url"],
        "https://bindery-test.genauth.ai/a?id_token=%5Bredacted%20ID%20token,%209%20characters%5D&x=y"
    );
    assert_eq!(entry["request"]["queryString"][0]["value"], "[redacted ID token, 9 characters]");
    assert_eq!(entry["timings"]["dns"], -1.0);
    assert_eq!(entry["timings"]["wait"], 10.5);
    assert_eq!(entry["time"], 12.5);
    assert_eq!(entry["response"]["status"], 0);
    assert!(url::Url::parse(entry["request"]["url"].as_str().unwrap()).is_ok());
}

/// As a browser writes it, with everything in it that a person should not pass on.
fn from_a_browser() -> Value {
    json!({"log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{"id": "page_1"}],
        "entries": [
            {
                "startedDateTime": "2026-11-23T20:00:00.123+01:00",
                "time": 30.5,
                "request": {
                    "method": "POST",
                    "url": "https://a.genauth.ai/oidc/token",
                    "httpVersion": "h2",
                    "headers": [{"name": ":authority", "value": "a.genauth.ai"}, {"name": "Cookie", "value": "sid=planted-cookie"}],
                    "postData": {"mimeType": "application/x-www-form-urlencoded", "params": [
                        {"name": "grant_type", "value": "authorization_code"},
                        {"name": "code", "value": "planted-code-1"},
                        {"name": "client_secret", "value": "planted secret"},
                    ]},
                },
                "response": {
                    "status": 200, "statusText": "", "httpVersion": "h2", "headers": [{"name": "Set-Cookie", "value": "sid=planted-cookie"}],
                    "content": {"size": 60, "mimeType": "application/json", "encoding": "base64",
                        "text": "eyJhY2Nlc3NfdG9rZW4iOiJwbGFudGVkLXRva2VuIiwidG9rZW5fdHlwZSI6IkJlYXJlciJ9"},
                },
                "timings": {"blocked": 1, "dns": -1, "connect": 5, "ssl": 4, "send": 0.5, "wait": 20, "receive": 4},
            },
            {"request": {"method": "GET", "url": "https://a.genauth.ai/cb?code=planted-code-1&state=planted-state"},
             "response": {"status": 502, "content": {"text": "<p>token was planted-token, and planted secret</p>"}}, "time": null},
            {"request": 7},
        ],
    }})
}

#[test]
fn a_browsers_file_is_read_and_made_safe() {
    let read = import(from_a_browser().to_string().as_bytes()).unwrap();
    assert_eq!((read.entries.len(), read.left_out), (2, 1));
    let shown = format!("{:?}", read.entries);
    assert!(!shown.contains("planted"), "{shown}");
    let first = &read.entries[0].exchange;
    assert_eq!(first.started_at.to_string(), "2026-11-23T19:00:00.123Z");
    assert_eq!(first.request.method, "POST");
    assert_eq!(first.headers_after, Some(Duration::from_micros(26_500)));
    assert_eq!(first.response.as_ref().unwrap().http_version, "HTTP/2");
    assert!(matches!(first.outcome, Outcome::Succeeded));
    assert!(matches!(read.entries[1].exchange.outcome, Outcome::Failed(Error::NotTheApi { http_status: 502, .. })));
}

#[test]
fn a_first_time_that_cannot_be_is_not_believed() {
    for first in [json!("2026-11-24T20:00:00Z"), json!("soon"), json!(7)] {
        let mut file = from_a_browser();
        file["log"]["entries"][0]["_bindery"] = json!({"count": 4, "firstStartedDateTime": first});
        let read = import(file.to_string().as_bytes()).unwrap();
        assert_eq!(read.entries[0].count, 4);
        assert_eq!(read.entries[0].first_started_at, read.entries[0].exchange.started_at, "{first}");
    }
}

#[test]
fn times_are_the_files_own_and_what_is_not_measured_says_so() {
    let lengths = |file: &Value| {
        let read = import(file.to_string().as_bytes()).unwrap();
        timing::parts(&read.entries[0].exchange).map(|(_, length)| length)
    };
    let mut file = from_a_browser();
    let micros = |micros| Length::Took(Duration::from_micros(micros));
    assert_eq!(lengths(&file), [Length::NotMeasured, micros(5_000), micros(20_500), micros(4_000)]);
    let timings = &mut file["log"]["entries"][0]["timings"];
    (timings["blocked"], timings["receive"]) = (json!(900), json!(-1));
    assert_eq!(lengths(&file), [Length::NotMeasured, micros(5_000), micros(20_500), Length::NotMeasured]);
    for part in ["dns", "connect", "send", "wait", "receive"] {
        file["log"]["entries"][0]["timings"][part] = json!(1.8e22);
    }
    assert!(lengths(&file).iter().all(|length| length.duration().is_some()), "the largest that there is");
}

#[test]
fn what_is_no_har_is_refused() {
    for text in ["", "{}", "[]", "null", r#"{"log":{}}"#, r#"{"log":{"entries":{}}}"#, r#"{"log":{"entries":["#] {
        assert!(matches!(import(text.as_bytes()), Err(ImportError::NotHar { .. })), "{text}");
    }
    assert_eq!(import(b"{\"log\":{\"entries\":[]}}").unwrap().entries.len(), 0);
}

#[test]
fn no_more_is_held_than_the_ring_holds() {
    let large = "x".repeat(300 * 1024);
    let entry = json!({"request": {"method": "GET", "url": "https://a/b"}, "response": {"status": 200, "content": {"text": large}}});
    let file = json!({"log": {"entries": vec![entry; 150]}}).to_string();
    let read = import(file.as_bytes()).unwrap();
    assert!(read.entries.len() < 128, "{}", read.entries.len());
    assert_eq!(read.entries.len() + read.left_out, 150);
    let body = &read.entries[0].exchange.response.as_ref().unwrap().body;
    assert_eq!((body.text.len(), body.true_length, body.shortened), (256 * 1024, 300 * 1024, true));
    let small = json!({"request": {"method": "GET", "url": "https://a/b"}});
    let file = json!({"log": {"entries": vec![small; 1200]}}).to_string();
    let read = import(file.as_bytes()).unwrap();
    assert_eq!((read.entries.len(), read.left_out), (1000, 200));
}

#[test]
fn masks_are_in_the_bytes() {
    let mut sample = identities();
    sample.cause = Some(Cause::Polling);
    let bytes = String::from_utf8(write(&entries(vec![sample]), Shown::default())).unwrap();
    assert!(!bytes.contains("48213977") && bytes.contains("[masked ID at provider 1]"), "{bytes}");
}

/// What a browser saw of a call to the API.
fn of_the_api(status: u16, content: &Value, error: Option<&str>) -> Outcome {
    let file = json!({"log": {"entries": [{
        "request": {"method": "GET", "url": "https://a.genauth.ai/api/v3/get-profile"},
        "response": {"status": status, "content": content, "_error": error},
    }]}});
    import(file.to_string().as_bytes()).unwrap().entries[0].exchange.outcome.clone()
}

#[test]
fn what_is_no_envelope_is_no_success() {
    let answer = |status, body: &str| of_the_api(status, &json!({ "text": body }), None);
    assert_eq!(answer(200, r#"{"statusCode":200,"data":{}}"#), Outcome::Succeeded);
    assert!(matches!(answer(200, r#"{"statusCode":403}"#), Outcome::Failed(Error::Refused(_))));
    assert!(matches!(answer(200, r#"{"data":{}}"#), Outcome::Failed(Error::Unreadable { .. })));
    for (status, body) in [(200, r#"{"statusCode":200,"da"#), (200, "<p>sign in</p>"), (302, "")] {
        let outcome = answer(status, body);
        assert!(matches!(outcome, Outcome::Failed(Error::NotTheApi { .. })), "{status} {body}: {outcome:?}");
    }
    let without = of_the_api(200, &json!({"size": 40}), None);
    assert!(matches!(without, Outcome::Failed(Error::Unreadable { .. })), "{without:?}");
}

#[test]
fn a_browsers_name_of_an_error_says_how_it_ended() {
    use Unreachable::{ConnectionLost, NameNotFound, NoAnswerInTime, Other, Refused, Tls};
    let ended = |status, name: &str| of_the_api(status, &json!({"text": r#"{"statusCode":200}"#}), Some(name));
    for (name, why) in [
        ("net::ERR_NAME_NOT_RESOLVED", NameNotFound),
        ("net::ERR_CONNECTION_REFUSED", Refused),
        ("net::ERR_CERT_DATE_INVALID", Tls("net::ERR_CERT_DATE_INVALID".to_owned())),
        ("net::ERR_TIMED_OUT", NoAnswerInTime),
        ("net::ERR_FAILED", Other("net::ERR_FAILED".to_owned())),
    ] {
        assert_eq!(ended(0, name), Outcome::Failed(Error::NotReachable(why)));
    }
    assert_eq!(
        ended(200, "net::ERR_INCOMPLETE_CHUNKED_ENCODING"),
        Outcome::Failed(Error::NotReachable(ConnectionLost))
    );
    assert_eq!(ended(0, "net::ERR_ABORTED"), Outcome::Abandoned);
    assert_eq!(ended(200, ""), Outcome::Succeeded);
}

#[test]
fn what_a_file_says_of_the_end_is_not_believed_against_the_answer_and_holds_no_secret() {
    let mut file: Value = serde_json::from_slice(&write(&entries(vec![refusal(), identities()]), ALL)).unwrap();
    file["log"]["entries"][0]["_bindery"]["outcome"] = json!("succeeded");
    let failure = json!({"kind": "not-reachable", "detail": "Authorization: Bearer planted-token-123456"});
    file["log"]["entries"][1]["_bindery"]["failure"] = failure;
    file["log"]["entries"][1]["_bindery"]["outcome"] = json!("failed");
    let read = import(file.to_string().as_bytes()).unwrap();
    assert_eq!(read.entries[0].exchange.outcome, refusal().outcome);
    let told = format!("{:?}", read.entries[1].exchange.outcome);
    assert!(told.contains("NotReachable") && !told.contains("planted"), "{told}");
    // Of a kind that is not known, and of an older file, the words are what there is.
    let bindery = &mut file["log"]["entries"][1]["_bindery"];
    (bindery["failure"], bindery["error"]) = (Value::Null, json!("it was strange"));
    let read = import(file.to_string().as_bytes()).unwrap();
    let strange = Error::NotReachable(Unreachable::Other("it was strange".to_owned()));
    assert_eq!(read.entries[1].exchange.outcome, Outcome::Failed(strange));
}

/// Every end that a single call can have, with what came back of it.
fn any_end() -> impl Strategy<Value = Exchange> {
    let word = || "[a-z]{1,9}( [a-z]{1,9}){0,3}";
    let unanswered = prop_oneof![
        Just(Error::NotReachable(Unreachable::NameNotFound)),
        Just(Error::NotReachable(Unreachable::Refused)),
        word().prop_map(|reason| Error::NotReachable(Unreachable::Tls(reason))),
        Just(Error::NotReachable(Unreachable::NoConnectionInTime)),
        word().prop_map(|reason| Error::NotReachable(Unreachable::NotConnected(reason))),
        Just(Error::NotEncrypted),
        Just(Error::NoEncryptionKey),
    ];
    let unanswered = unanswered.prop_map(|error| Exchange { outcome: Outcome::Failed(error), ..unreachable() });
    let broken = prop_oneof![
        Just(Outcome::Abandoned),
        Just(Outcome::Failed(Error::NotReachable(Unreachable::NoAnswerInTime))),
        Just(Outcome::Failed(Error::NotReachable(Unreachable::ConnectionLost))),
        word().prop_map(|reason| Outcome::Failed(Error::NotReachable(Unreachable::Other(reason)))),
        (1..u64::MAX).prop_map(|limit| Outcome::Failed(Error::TooLarge { limit })),
    ];
    let broken = (broken, any::<bool>(), prop::sample::select(vec!["", r#"{"statusCode":2"#, r#"{"statusCode":200}"#]));
    let broken = broken.prop_map(|(outcome, began, body)| {
        let mut exchange = exchange("GET", "/api/v3/get-profile", None, body);
        match &mut exchange.response {
            Some(response) if began => response.body.complete = false,
            _ => exchange = Exchange { outcome: outcome.clone(), ..unreachable() },
        }
        Exchange { outcome, ..exchange }
    });
    let (content_type, retry_after) = (Some("application/json; charset=utf-8".to_owned()), None);
    let answered = prop_oneof![
        Just((200, r#"{"statusCode":200,"data":[]}"#.to_owned(), Outcome::Succeeded)),
        word().prop_map(|place| (
            200,
            r#"{"statusCode":200}"#.to_owned(),
            Outcome::Failed(Error::Unreadable { place })
        )),
        (prop::sample::select(vec![200, 302, 502, 429]), word()).prop_map(move |(http_status, excerpt)| {
            let (content_type, retry_after, body) = (content_type.clone(), retry_after.clone(), excerpt.clone());
            (http_status, body, Outcome::Failed(Error::NotTheApi { http_status, content_type, excerpt, retry_after }))
        }),
        (400..700_i64, prop::option::of(1000..3000_i64), word()).prop_map(|(status_code, api_code, message)| {
            let body = json!({"statusCode": status_code, "apiCode": api_code, "message": message}).to_string();
            let refusal = Refusal { status_code, api_code, message, request_id: None, retry_after: None };
            (200, body, Outcome::Failed(Error::Refused(refusal)))
        }),
        (word(), word()).prop_map(|(error, description)| {
            let body = json!({"error": error, "error_description": description}).to_string();
            let description = Some(description);
            (400, body, Outcome::Failed(Error::OAuth { http_status: 400, error, description, retry_after: None }))
        }),
    ];
    let answered = answered.prop_map(|(http_status, body, outcome)| {
        let mut exchange = exchange("POST", "/api/v3/unlink-extidp", Some("{}"), &body);
        exchange.response.iter_mut().for_each(|response| response.http_status = http_status);
        exchange.attempt.http_status = Some(http_status);
        Exchange { outcome, ..exchange }
    });
    prop_oneof![unanswered, broken, answered]
}

proptest! {
    #[test]
    fn the_end_of_a_call_is_kept(exchange in any_end()) {
        let file = write(&entries(vec![exchange.clone()]), ALL);
        let read = import(&file).unwrap();
        let after = &read.entries[0].exchange;
        prop_assert_eq!(&after.outcome, &exchange.outcome);
        prop_assert_eq!(after.response.is_some(), exchange.response.is_some());
        let complete = |exchange: &Exchange| exchange.response.as_ref().map(|response| response.body.complete);
        prop_assert_eq!(complete(after), complete(&exchange));
    }

    #[test]
    fn any_entry_is_read_or_left_out(value in any_json(), name in "(request|response|timings|time|startedDateTime|_bindery)") {
        let mut file = from_a_browser();
        file["log"]["entries"][0][&name] = value;
        prop_assert!(import(file.to_string().as_bytes()).is_ok());
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~äß€]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                "(method|url|headers|name|value|postData|text|params|status|content|size|encoding|wait|connect)",
                inner,
                0..5
            )
            .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}
