//! Faults that break the connection or answer in the endpoint's place, as a client meets them on the wire.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use bindery::sandbox::{Fault, FaultKind, Page, Sandbox};
use serde_json::Value;

use crate::conversation::Conversation;
use crate::raw::{ALL_OF_LIN, Answer, FORM, Request, WECHAT, access_token, bound, read, start, unlink};

pub(crate) const WITHOUT_WECHAT: [&str; 5] = ["github", "lark", "lark", "lark", "azure-ad"];

pub(crate) fn inject(sandbox: &Sandbox, fault: &str) {
    sandbox.faults().inject(fault.parse().expect("a fault"));
}

/// The texts of the faults that wait.
pub(crate) fn pending(sandbox: &Sandbox) -> Vec<String> {
    sandbox.faults().pending().iter().map(Fault::to_string).collect()
}

/// A request for the list.
pub(crate) fn list(sandbox: &Sandbox, token: &str) -> Request {
    Request::get("/api/v3/get-identities").app(sandbox).bearer(token)
}

#[tokio::test]
async fn reset_before_leaves_everything_as_it_was() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=reset-before");
    let (answer, end) = unlink(&sandbox, &token, WECHAT).send_and_see_the_end(&sandbox).await;
    assert!(answer.is_none());
    assert_eq!(end.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);

    let seen = &sandbox.requests()[1];
    assert_eq!((seen.ran, seen.answered, seen.fault.as_ref()), (false, None, Some(&FaultKind::ResetBefore)));
}

#[tokio::test]
async fn reset_after_commits_and_says_nothing() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=reset-after");
    let (answer, end) = unlink(&sandbox, &token, WECHAT).send_and_see_the_end(&sandbox).await;
    assert!(answer.is_none());
    assert_eq!(end.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT);

    let seen = &sandbox.requests()[1];
    assert_eq!((seen.ran, seen.answered, seen.fault.as_ref()), (true, None, Some(&FaultKind::ResetAfter)));
}

#[tokio::test]
async fn a_connection_that_served_well_can_still_be_reset() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for kind in ["reset-before", "reset-after"] {
        let mut client = Conversation::with(&sandbox).await;
        client.ask(&list(&sandbox, &token)).await.data();
        inject(&sandbox, &format!("*={kind}"));
        client.say(&list(&sandbox, &token)).await;
        let (came, end) = client.end().await;
        assert_eq!((came.len(), end.map_err(|error| error.kind())), (0, Err(ErrorKind::ConnectionReset)), "{kind}");
    }
}

#[tokio::test]
async fn truncate_promises_more_than_it_sends() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=truncate");
    let (answer, end) = unlink(&sandbox, &token, WECHAT).send_and_see_the_end(&sandbox).await;
    let answer = answer.expect("the head came");
    assert!(end.is_ok(), "the connection ends without a reset: {end:?}");
    assert_eq!(answer.body.len(), answer.content_length() / 2);
    assert!(answer.text().starts_with('{'));
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT);
}

#[tokio::test]
async fn truncate_ends_a_connection_that_wants_to_stay() {
    let sandbox = start().await;
    inject(&sandbox, "system=truncate");
    let mut client = Conversation::with(&sandbox).await;
    client.say(&Request::get("/api/v3/system").app(&sandbox)).await;
    let (bytes, end) = client.end().await;
    assert!(end.is_ok(), "{end:?}");
    let answer = Answer::parse(&bytes).unwrap();
    assert_eq!(answer.body.len(), answer.content_length() / 2);
}

#[tokio::test]
async fn stall_sends_half_and_then_neither_more_nor_an_end() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for connection in ["close", "keep-alive"] {
        inject(&sandbox, "get-identities=stall");
        let mut client = Conversation::with(&sandbox).await;
        let request = list(&sandbox, &token).header("Connection", connection);
        client.say(&request).await;
        let half = client.answer_with(0).await.content_length() / 2;
        assert_eq!(client.answer_with(half).await.body.len(), half);
        // What the client still says is not answered either.
        client.say(&request).await;
        client.hears_nothing().await;

        // Once the client leaves, so does the server.
        client.shut_down().await;
        let (bytes, end) = client.end().await;
        assert!(end.is_ok(), "{end:?}");
        assert_eq!(Answer::parse(&bytes).unwrap().body.len(), half, "with {connection} more came");
    }
    let seen = sandbox.requests();
    assert_eq!(seen.len(), 3, "the request sent into the stall was never served");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN, "others are served as always");
}

#[tokio::test]
async fn an_empty_answer_can_be_cut_short_too() {
    let sandbox = start().await;
    inject(&sandbox, "revocation=truncate");
    let form = format!("client_id={}&token=abc", sandbox.app_id());
    let answer = Request::post("/oidc/token/revocation", FORM, form).send(&sandbox).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.len() < answer.content_length());
}

#[tokio::test]
async fn an_answer_without_a_body_leaves_no_fault_to_the_next() {
    let sandbox = start().await;
    let mut client = Conversation::with(&sandbox).await;
    for kind in ["truncate", "stall", "length+10", "length-10"] {
        inject(&sandbox, &format!("system={kind}"));
        let head = Request { method: "HEAD", ..Request::get("/api/v3/system") }.app(&sandbox);
        client.say(&head).await;
        assert_eq!(client.answer_with(0).await.status, 200);
        client.forget();
        let answer = client.ask(&Request::get("/api/v3/system").app(&sandbox)).await;
        assert_eq!(answer.json()["publicIps"][0], "127.0.0.1", "after {kind}");
    }
}

#[tokio::test]
async fn what_is_cut_short_is_the_answer_and_not_the_word_to_go_on() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=truncate");
    let (answer, end) =
        unlink(&sandbox, &token, WECHAT).header("Expect", "100-continue").send_and_see_the_end(&sandbox).await;
    let interim = answer.expect("a first answer");
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(interim.status, 100);
    let answer = Answer::parse(&interim.body).expect("a second answer");
    assert_eq!((answer.status, answer.body.len()), (200, answer.content_length() / 2));
}

#[tokio::test]
async fn latency_delays_one_request_and_no_other() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "get-identities=latency-400ms");
    let begun = Instant::now();
    let slow = async {
        let identities = bound(&sandbox, &token).await;
        (identities, begun.elapsed())
    };
    let fast = async {
        read(&sandbox, &token, "get-security-info").await;
        begun.elapsed()
    };
    let ((identities, slow), fast) = tokio::join!(slow, fast);
    assert_eq!(identities, ALL_OF_LIN);
    assert!(slow >= Duration::from_millis(400), "{slow:?}");
    assert!(fast < slow, "{fast:?} and {slow:?}");
}

#[tokio::test]
async fn latency_spreads_and_grows() {
    let sandbox = start().await;
    inject(&sandbox, "system=latency-120..200msx2");
    inject(&sandbox, "system=latency-50ms+100msx3");
    for least in [120, 120, 50, 150, 250] {
        let begun = Instant::now();
        Request::get("/api/v3/system").app(&sandbox).send(&sandbox).await;
        let took = begun.elapsed();
        assert!(took >= Duration::from_millis(least), "{took:?} is less than {least} ms");
    }
    assert_eq!(pending(&sandbox), [""; 0]);
}

#[tokio::test]
async fn a_gateway_answers_with_its_own_page_as_often_as_told() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "get-identities=http-502x2");
    for left in [vec!["get-identities=http-502"], vec![]] {
        let answer = read(&sandbox, &token, "get-identities").await;
        assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
        assert!(answer.text().contains("502 Bad Gateway"));
        assert_eq!(pending(&sandbox), left);
    }
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn a_gateway_answers_in_every_way() {
    let sandbox = start().await;
    for (kind, status, content_type, body, retry) in [
        ("http-500", 500, Some("text/html"), "<center><h1>500 Internal Server Error</h1></center>", None),
        ("http-503-text", 503, Some("text/plain"), "503 Service Unavailable", None),
        ("http-503-empty-retry-30s", 503, None, "", Some("30")),
        ("http-429", 429, Some("text/html"), "429 Too Many Requests", None),
        ("http-429-retry-7s", 429, Some("text/html"), "429 Too Many Requests", Some("7")),
    ] {
        inject(&sandbox, &format!("system={kind}"));
        let answer = Request::get("/api/v3/system").app(&sandbox).send(&sandbox).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, content_type), "{kind}");
        assert!(answer.text().contains(body) && answer.body.is_empty() == body.is_empty(), "{kind}: {}", answer.text());
        assert_eq!(answer.header("retry-after"), retry, "{kind}");
        assert_eq!(answer.content_length(), answer.body.len(), "{kind}");
    }
}

#[tokio::test]
async fn an_envelope_is_answered_without_unbinding() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for (kind, codes, retry) in [
        ("403/2020", (403, Some(2020)), None),
        ("429", (429, None), None),
        ("429-retry-7s", (429, None), Some("7")),
        ("500", (500, None), None),
        ("601", (601, None), None),
    ] {
        inject(&sandbox, &format!("/api/v3/unlink-extidp={kind}"));
        let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
        assert_eq!((answer.codes(), answer.header("retry-after")), (codes, retry), "{kind}");
        assert_eq!(answer.json().get("data"), None::<&Value>);
    }
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert_eq!(unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes(), (200, None));
}

#[tokio::test]
async fn an_oauth_error_and_an_impossible_status_are_answered() {
    let sandbox = start().await;
    for (error, status) in [("invalid_grant", 400), ("invalid_client", 401), ("insufficient_scope", 403)] {
        inject(&sandbox, &format!("token=oauth-{error}"));
        let answer = Request::post("/oidc/token", FORM, "").send(&sandbox).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)));
    }
    let kind = FaultKind::Http { http_status: 101, page: Page::Empty, retry_after: None };
    sandbox.faults().inject(Fault::once("*", kind));
    assert_eq!(Request::get("/oidc/me").send(&sandbox).await.status, 502);
}

#[tokio::test]
async fn a_redirect_leads_elsewhere_without_running_the_endpoint() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=redirect-http://127.0.0.1:9/elsewhere?a=b#x2x1");
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("http://127.0.0.1:9/elsewhere?a=b#x2")));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}
