//! Faults of an answer's body: in pieces, of a wrong length, broken, of another shape, huge.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use bindery::sandbox::{Pool, Sandbox, Setup};
use serde_json::{Value, json};

use crate::conversation::Conversation;
use crate::faults::{WITHOUT_WECHAT, inject, list};
use crate::raw::{
    ALL_OF_LIN, Answer, FORM, Request, WECHAT, access_token, bound, read, sign_in_with, start, text, unlink,
};

#[tokio::test]
async fn a_drip_comes_in_pieces_with_time_between_them() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for connection in ["close", "keep-alive"] {
        inject(&sandbox, "get-identities=drip-128/20ms");
        let begun = Instant::now();
        let mut client = Conversation::with(&sandbox).await;
        client.say(&list(&sandbox, &token).header("Connection", connection)).await;
        let length = client.answer_with(0).await.content_length();
        // By the time one piece has come, the next one has not.
        for pieces in [1, 2, 3] {
            let answer = client.answer_with(128 * pieces).await;
            assert!(answer.body.len() < length && answer.body.len() % 128 == 0, "{} of {length}", answer.body.len());
        }
        client.answer().await.data();
        let pauses = u32::try_from(length.div_ceil(128) - 1).unwrap();
        let took = begun.elapsed();
        assert!(pauses > 4 && took >= pauses * Duration::from_millis(20), "{pauses} pauses in {took:?}");
        if connection == "keep-alive" {
            let (begun, answer) = (Instant::now(), client.ask(&list(&sandbox, &token)).await);
            assert_eq!(answer.data().as_array().map(Vec::len), Some(7));
            assert!(begun.elapsed() < took, "the next answer comes as always");
        }
    }
}

#[tokio::test]
async fn a_length_that_is_too_long_waits_for_what_does_not_come() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let whole = read(&sandbox, &token, "get-identities").await.body.len();
    inject(&sandbox, "get-identities=length+10x2");
    let answer = list(&sandbox, &token).send(&sandbox).await;
    assert_eq!((answer.body.len(), answer.content_length()), (whole, whole + 10));
    answer.data();

    // On a connection that stays, the next answer's bytes are taken for the rest of this one.
    let mut client = Conversation::with(&sandbox).await;
    client.say(&list(&sandbox, &token)).await;
    assert_eq!(client.answer_with(whole).await.body.len(), whole);
    client.hears_nothing().await;
    client.say(&list(&sandbox, &token)).await;
    assert!(client.answer().await.text().ends_with("}HTTP/1.1 2"));
}

#[tokio::test]
async fn a_length_that_is_too_short_leaves_bytes_before_the_next_answer() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let whole = read(&sandbox, &token, "get-identities").await.body.len();
    inject(&sandbox, "get-identities=length-10x2");
    let answer = list(&sandbox, &token).send(&sandbox).await;
    assert_eq!((answer.body.len(), answer.content_length()), (whole, whole - 10));
    answer.data();

    let mut client = Conversation::with(&sandbox).await;
    client.say(&list(&sandbox, &token)).await;
    let first = client.answer().await;
    assert_eq!(first.body.len(), whole - 10);
    client.say(&list(&sandbox, &token).header("Connection", "close")).await;
    let (rest, end) = client.end().await;
    assert!(end.is_ok(), "{end:?}");
    let rest = String::from_utf8(rest).unwrap();
    assert_eq!(rest.find("HTTP/1.1 200 OK"), Some(10), "{rest}");
    let first = format!("{}{}", first.text(), &rest[..10]);
    assert!(serde_json::from_str::<Value>(&first).is_ok(), "{first}");
}

#[tokio::test]
async fn a_length_is_never_less_than_nothing() {
    let sandbox = start().await;
    inject(&sandbox, "system=length-100000");
    let answer = Request::get("/api/v3/system").app(&sandbox).send(&sandbox).await;
    assert_eq!(answer.content_length(), 0);
    assert_eq!(answer.json()["publicIps"][0], "127.0.0.1");
}

#[tokio::test]
async fn a_malformed_answer_has_its_length_and_is_no_json() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=malformed");
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.body.len(), answer.content_length());
    assert!(answer.text().starts_with('{') && serde_json::from_slice::<Value>(&answer.body).is_err());
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT, "it was done all the same");
}

#[tokio::test]
async fn data_comes_in_every_other_shape_and_what_was_done_stays_done() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for (shape, is_so) in [
        ("null", Value::is_null as fn(&Value) -> bool),
        ("text", Value::is_string),
        ("number", Value::is_number),
        ("list", |data| data.as_array().is_some_and(|items| items.iter().all(|item| item.get("identityId").is_none()))),
        ("object", |data| data.is_object() && data.get("identityId").is_none()),
    ] {
        inject(&sandbox, &format!("get-identities=shape-{shape}"));
        let data = read(&sandbox, &token, "get-identities").await.data();
        assert!(is_so(&data), "{shape}: {data}");
    }
    inject(&sandbox, "unlink-extidp=shape-nested");
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    let (lists, ends) = ("[".repeat(512), "]".repeat(512));
    assert!(answer.text().contains(&format!("\"data\":{lists}{ends},")), "{}", answer.text());
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT);
}

#[tokio::test]
async fn what_has_no_envelope_is_of_another_shape_as_a_whole() {
    let sandbox = start().await;
    inject(&sandbox, "system=shape-list");
    let answer = Request::get("/api/v3/system").app(&sandbox).send(&sandbox).await;
    assert!(answer.json().is_array());
    inject(&sandbox, "revocation=shape-number");
    let form = format!("client_id={}&token=abc", sandbox.app_id());
    let answer = Request::post("/oidc/token/revocation", FORM, form).send(&sandbox).await;
    assert_eq!((answer.json(), answer.header("content-type")), (json!(42), Some("application/json")));
}

#[tokio::test]
async fn a_huge_answer_is_valid_and_as_large_as_told() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "get-identities=huge-8MiB");
    let mut client = Conversation::with(&sandbox).await;
    let answer = client.ask(&list(&sandbox, &token)).await;
    assert_eq!((answer.body.len(), answer.content_length()), (8 << 20, 8 << 20));
    assert_eq!(answer.data().as_array().map(Vec::len), Some(ALL_OF_LIN.len()));
    client.ask(&list(&sandbox, &token)).await.data();
    // What is as large already stays as it is.
    inject(&sandbox, "get-identities=huge-1B");
    assert_eq!(client.ask(&list(&sandbox, &token)).await.data().as_array().map(Vec::len), Some(ALL_OF_LIN.len()));
}

#[tokio::test]
async fn a_drip_ends_when_the_client_leaves() {
    let sandbox = start().await;
    inject(&sandbox, "system=drip-1/3600s");
    let mut client = Conversation::with(&sandbox).await;
    client.say(&Request::get("/api/v3/system").app(&sandbox)).await;
    assert_eq!(client.answer_with(1).await.text(), "{");
    client.hears_nothing().await;
    client.shut_down().await;
    let (bytes, end) = client.end().await;
    assert_eq!(Answer::parse(&bytes).unwrap().text(), "{");
    assert!(end.is_ok() || end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset));
}

/// Somebody with 6,000 identities: an answer of more than a megabyte, which goes out in many pieces.
const MANY: &str = r#"
    [[source_series]]
    key = "series"
    count = 2
    provider = "oidc"
    family = "enterprise"
    name = "Directory {n}"

    [[persona]]
    key = "crowd"
    name = "Crowd"
    username = "crowd"
    password = "sandbox"
    description = "6,000 identities"
    identity_series = [{ source_series = "series", count = 6000 }]
"#;

#[tokio::test]
async fn long_answers_break_as_short_ones_do() {
    let pool = Pool::with(MANY).unwrap();
    let sandbox = Sandbox::start_with(Setup { pool, ..Setup::default() }).await.unwrap();
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": "crowd", "password": "sandbox"},
    });
    let token = text(&sign_in_with(&sandbox, &body).send(&sandbox).await.data(), "access_token");
    let whole = read(&sandbox, &token, "get-identities").await.body.len();
    assert!(whole > 1 << 20, "{whole} bytes");

    inject(&sandbox, "get-identities=stall");
    let mut client = Conversation::with(&sandbox).await;
    client.say(&list(&sandbox, &token)).await;
    assert_eq!(client.answer_with(whole / 2).await.body.len(), whole / 2);
    client.hears_nothing().await;

    for (kind, sent, stated) in [
        ("truncate", whole / 2, whole),
        ("length+100000", whole, whole + 100_000),
        ("length-100000", whole, whole - 100_000),
        ("drip-100000/1ms", whole, whole),
        ("malformed", whole.div_ceil(2), whole.div_ceil(2)),
    ] {
        inject(&sandbox, &format!("get-identities={kind}"));
        let answer = list(&sandbox, &token).send(&sandbox).await;
        assert_eq!((answer.body.len(), answer.content_length()), (sent, stated), "{kind}");
    }
}
