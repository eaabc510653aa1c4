use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ImportError, import, write, write_lines};
use crate::genauth::{Cause, Error, Exchange, Outcome, Unreachable};
use crate::inspector::Entry;
use crate::inspector::masking::Shown;
use crate::inspector::samples::{exchange, identities, refusal};

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

proptest! {
    #[test]
    fn any_entry_is_read_or_left_out(value in any_json(), name in "(request|response|timings|time|startedDateTime)") {
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
