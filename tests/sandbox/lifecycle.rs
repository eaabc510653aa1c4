//! Starting, stopping, and many at once.

use bindery::sandbox::Sandbox;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::raw::{ALL_OF_LIN, Request, WECHAT, access_token, bound, read_to_the_end, start, unlink};

#[tokio::test]
async fn two_sandboxes_share_nothing() {
    let (one, other) = (start().await, start().await);
    assert_ne!(one.address(), other.address());
    let token = access_token(&one, "rich").await;
    unlink(&one, &token, WECHAT).send(&one).await;
    let token = access_token(&other, "rich").await;
    assert_eq!(bound(&other, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn stopping_closes_what_is_open_and_frees_the_port() {
    let sandbox = start().await;
    let address = sandbox.address();
    let mut idle = TcpStream::connect(address).await.unwrap();
    // One request, so that the connection is surely being served.
    idle.write_all(&Request::get("/api/v3/system").app(&sandbox).bytes()).await.unwrap();
    idle.read_buf(&mut Vec::new()).await.unwrap();
    let handle = sandbox.clone();
    sandbox.stop().await;
    // At once, with no turn for anything else in between.
    std::net::TcpListener::bind(address).expect("the port is free");

    // Whether it ends or is reset does not matter.
    let _ = read_to_the_end(&mut idle, &mut Vec::new()).await;
    assert!(TcpStream::connect(address).await.is_err());
    handle.stop().await;

    let again = Sandbox::start_on(address.port()).await.expect("the port is free");
    assert_eq!(again.address(), address);
    let token = access_token(&again, "rich").await;
    assert_eq!(bound(&again, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn a_port_in_use_is_an_error() {
    let sandbox = start().await;
    assert!(Sandbox::start_on(sandbox.address().port()).await.is_err());
}

#[tokio::test]
async fn a_sandbox_without_handles_stops() {
    let sandbox = start().await;
    let mut socket = TcpStream::connect(sandbox.address()).await.unwrap();
    drop(sandbox);
    // Ends once the accept loop has closed its connections.
    let _ = read_to_the_end(&mut socket, &mut Vec::new()).await;
}

#[tokio::test]
async fn keys_can_be_prepared_ahead() {
    let sandbox = start().await;
    sandbox.prepare_keys();
    sandbox.prepare_keys();
    let token = access_token(&sandbox, "rich").await;
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}
