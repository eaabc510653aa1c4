//! Faults as a client meets them on the wire.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use bindery::sandbox::{Fault, FaultKind, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::raw::{
    ALL_OF_LIN, Answer, FORM, Request, WECHAT, access_token, bound, read, read_to_the_end, start, unlink,
};

const WITHOUT_WECHAT: [&str; 5] = ["github", "lark", "lark", "lark", "azure-ad"];

/// Long enough for an answer on loopback; what did not come by then does not come.
const A_WHILE: Duration = Duration::from_millis(300);

fn inject(sandbox: &Sandbox, fault: &str) {
    sandbox.faults().inject(fault.parse().expect("a fault"));
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
    let mut socket = TcpStream::connect(sandbox.address()).await.unwrap();
    let request = Request::get("/api/v3/get-identities").app(&sandbox).bearer(&token).bytes();
    socket.write_all(&request).await.unwrap();
    let first = read_answer(&mut socket).await;
    assert_eq!(first.body.len(), first.content_length());

    inject(&sandbox, "*=reset-after");
    socket.write_all(&request).await.unwrap();
    let end = read_to_the_end(&mut socket, &mut Vec::new()).await;
    let error = end.expect_err("a reset");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

/// Reads one whole answer from a connection that stays open.
async fn read_answer(socket: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    loop {
        assert_ne!(socket.read_buf(&mut bytes).await.unwrap(), 0, "the answer ended early");
        match Answer::parse(&bytes) {
            Some(answer) if answer.body.len() >= answer.content_length() => return answer,
            _ => {}
        }
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
    let mut socket = TcpStream::connect(sandbox.address()).await.unwrap();
    socket.write_all(&Request::get("/api/v3/system").app(&sandbox).bytes()).await.unwrap();
    let mut bytes = Vec::new();
    read_to_the_end(&mut socket, &mut bytes).await.unwrap();
    let answer = Answer::parse(&bytes).unwrap();
    assert_eq!(answer.body.len(), answer.content_length() / 2);
}

#[tokio::test]
async fn stall_sends_half_and_then_neither_more_nor_an_end() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for connection in ["close", "keep-alive"] {
        inject(&sandbox, "get-identities=stall");
        let mut socket = TcpStream::connect(sandbox.address()).await.unwrap();
        let request = Request::get("/api/v3/get-identities").app(&sandbox).bearer(&token);
        let request = request.header("Connection", connection).bytes();
        socket.write_all(&request).await.unwrap();
        let mut bytes = Vec::new();
        let answer = loop {
            assert_ne!(socket.read_buf(&mut bytes).await.unwrap(), 0);
            match Answer::parse(&bytes) {
                Some(answer) if answer.body.len() >= answer.content_length() / 2 => break answer,
                _ => {}
            }
        };
        assert_eq!(answer.body.len(), answer.content_length() / 2);
        // What the client still says is not answered either.
        socket.write_all(&request).await.unwrap();
        let more = timeout(A_WHILE, socket.read_buf(&mut bytes)).await;
        assert!(more.is_err(), "with {connection} something came: {more:?}");

        // Once the client leaves, so does the server.
        socket.shutdown().await.unwrap();
        let end = timeout(Duration::from_secs(10), socket.read_buf(&mut bytes)).await;
        assert_eq!(end.expect("the server leaves").unwrap(), 0);
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
async fn a_gateway_answers_with_its_own_page_as_often_as_told() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "get-identities=http-502x2");
    for left in [1, 0] {
        let answer = read(&sandbox, &token, "get-identities").await;
        assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
        assert!(answer.text().contains("502 Bad Gateway"));
        let pending: u32 = sandbox.faults().pending().iter().map(|fault| fault.times).sum();
        assert_eq!(pending, left);
    }
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn an_envelope_of_ones_own_is_answered_without_unbinding() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=403/2020");
    let message = Some("last way in".to_owned());
    let kind = FaultKind::Envelope { status_code: 422, api_code: None, message };
    sandbox.faults().inject(Fault { endpoint: "/api/v3/unlink-extidp".to_owned(), kind, times: 1 });
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    assert_eq!(answer.codes(), (403, Some(2020)));
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    assert_eq!(answer.codes(), (422, None));
    assert_eq!(answer.json()["message"], "last way in");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert_eq!(unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes(), (200, None));
}

#[tokio::test]
async fn an_oauth_error_and_an_impossible_status_are_answered() {
    let sandbox = start().await;
    inject(&sandbox, "token=oauth-invalid_grant");
    let answer = Request::post("/oidc/token", FORM, "").send(&sandbox).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some("invalid_grant")));

    let kind = FaultKind::Answer { http_status: 101, content_type: "text/\nplain".to_owned(), body: "no".to_owned() };
    sandbox.faults().inject(Fault { endpoint: "*".to_owned(), kind, times: 1 });
    let answer = Request::get("/oidc/me").send(&sandbox).await;
    assert_eq!((answer.status, answer.header("content-type"), answer.text().as_str()), (502, None, "no"));
}
