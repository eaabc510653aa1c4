//! A service that is not there: the port is closed, and opens again.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use bindery::sandbox::{FaultKind, Sandbox};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::conversation::Conversation;
use crate::faults::{inject, list, pending};
use crate::raw::{ALL_OF_LIN, access_token, bound, start};

async fn connect(sandbox: &Sandbox) -> Result<TcpStream, ErrorKind> {
    TcpStream::connect(sandbox.address()).await.map_err(|error: io::Error| error.kind())
}

/// Connects again and again until the outcome is as wanted.
async fn until(sandbox: &Sandbox, wanted: impl Fn(&Result<TcpStream, ErrorKind>) -> bool) {
    let trying = async {
        while !wanted(&connect(sandbox).await) {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), trying).await.expect("it comes to that");
}

pub(crate) async fn until_refused(sandbox: &Sandbox) {
    until(sandbox, |outcome| matches!(outcome, Err(ErrorKind::ConnectionRefused))).await;
}

pub(crate) async fn until_accepted(sandbox: &Sandbox) {
    until(sandbox, Result::is_ok).await;
}

#[tokio::test]
async fn a_closed_port_refuses_and_then_serves_again_as_if_nothing_had_been() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let begun = Instant::now();
    inject(&sandbox, "service=refuse-400ms");
    until_refused(&sandbox).await;
    until_accepted(&sandbox).await;
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(400), "{took:?}");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN, "the same service, with what it knew");
    assert_eq!(pending(&sandbox), [""; 0]);
}

#[tokio::test]
async fn a_connection_that_was_open_ends_and_what_is_being_answered_is_answered() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let mut idle = Conversation::with(&sandbox).await;
    idle.ask(&list(&sandbox, &token)).await.data();
    let mut busy = Conversation::with(&sandbox).await;
    inject(&sandbox, "get-identities=latency-300ms");
    busy.say(&list(&sandbox, &token)).await;
    let answered = async {
        while sandbox.requests().last().is_none_or(|seen| !matches!(seen.fault, Some(FaultKind::Latency(_)))) {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), answered).await.expect("the request arrives");

    inject(&sandbox, "service=refuse-3600s");
    let (bytes, end) = idle.end().await;
    assert!(bytes.is_empty() && end.is_ok(), "{bytes:?}, {end:?}");
    let answer = busy.answer().await;
    assert_eq!((answer.data().as_array().map(Vec::len), answer.header("connection")), (Some(7), Some("close")));
    assert!(busy.end().await.1.is_ok());
    assert_eq!(connect(&sandbox).await.err(), Some(ErrorKind::ConnectionRefused));

    // Clearing the faults opens it at once.
    sandbox.faults().clear();
    until_accepted(&sandbox).await;
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn a_request_that_arrives_while_it_closes_is_not_served() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let mut client = Conversation::with(&sandbox).await;
    client.ask(&list(&sandbox, &token)).await.data();
    let seen = sandbox.requests().len();
    client.say(&list(&sandbox, &token)).await;
    // The sandbox, which runs on this thread, had no turn yet to read it.
    inject(&sandbox, "service=refuse-3600s");
    // Reset, or ended without it having been read.
    let (came, _) = client.end().await;
    assert_eq!((came.len(), sandbox.requests().len()), (0, seen), "nobody was there to see it");
}

#[tokio::test]
async fn it_closes_before_the_answer_of_the_request_after_which_it_does() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "service=refuse-200msx2,after-2");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    for _ in 0..2 {
        assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
        assert_eq!(connect(&sandbox).await.err(), Some(ErrorKind::ConnectionRefused), "at once, with no turn between");
        until_accepted(&sandbox).await;
    }
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert!(connect(&sandbox).await.is_ok());
}

#[tokio::test]
async fn two_times_add_up() {
    let sandbox = start().await;
    let begun = Instant::now();
    inject(&sandbox, "service=refuse-200ms");
    until_refused(&sandbox).await;
    inject(&sandbox, "service=refuse-300ms");
    until_accepted(&sandbox).await;
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
}

/// Linux lets another program listen on a port that is bound and not listened on.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_port_that_somebody_took_is_taken_back_once_it_is_free() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "service=refuse-3600s");
    until_refused(&sandbox).await;
    let taken = std::net::TcpListener::bind(sandbox.address()).unwrap();
    sandbox.faults().clear();
    // It tries and fails before it is free: a connection is the other's.
    let connection = TcpStream::connect(sandbox.address()).await.unwrap();
    taken.accept().unwrap();
    drop((taken, connection));
    until_accepted(&sandbox).await;
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn a_sandbox_stops_while_its_port_is_closed() {
    let sandbox = start().await;
    let address = sandbox.address();
    inject(&sandbox, "service=refuse-3600s");
    until_refused(&sandbox).await;
    sandbox.stop().await;
    std::net::TcpListener::bind(address).expect("the port is free");
}
