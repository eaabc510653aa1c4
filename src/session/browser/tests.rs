//! The listener against raw bytes.

use std::sync::Arc;

use secrecy::ExposeSecret as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::genauth::{AppHost, Client, ClientSettings, NoObserver, ProviderMetadata};

const A_WHILE: Duration = Duration::from_secs(20);

fn anywhere() -> RedirectAddress {
    RedirectAddress { path: "/callback".to_owned(), ports: Vec::new(), any_free_port: true }
}

fn request(redirect_uri: &str) -> AuthorizationRequest {
    let settings = ClientSettings::of(AppHost::parse("http://127.0.0.1:9").unwrap(), "app".to_owned());
    let provider = ProviderMetadata {
        issuer: "http://127.0.0.1:9/oidc".to_owned(),
        authorization_endpoint: Url::parse("http://127.0.0.1:9/oidc/auth").unwrap(),
        token_path: "/oidc/token".to_owned(),
        key_set_path: None,
        end_session_endpoint: None,
        answers_with_issuer: true,
        id_token_algorithms: Vec::new(),
        grant_types: Vec::new(),
        authentication_methods: Vec::new(),
    };
    let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
    client.authorization_request(&provider, redirect_uri, "openid").unwrap()
}

/// A wait under way, and what a browser needs to end it.
struct Away {
    port: SocketAddr,
    start: String,
    state: String,
    events: mpsc::UnboundedReceiver<BrowserEvent>,
    waiting: tokio::task::JoinHandle<Result<Returned, BrowserError>>,
}

async fn away(deadline: Duration) -> Away {
    let listener = RedirectListener::bind(&anywhere()).await.unwrap();
    let port = listener.address;
    let request = request(&listener.redirect_uri().unwrap());
    let service = Url::parse(request.address().expose_secret()).unwrap();
    let state = service.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let waiting = listener.wait_for(request, Language::English).unwrap();
    let start = Url::parse(&waiting.address()).unwrap().path().to_owned();
    let (sender, events) = mpsc::unbounded_channel();
    Away { port, start, state, events, waiting: tokio::spawn(waiting.answer(deadline, sender)) }
}

impl Away {
    async fn get(&self, target: &str) -> String {
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.port)).await
    }

    async fn send(&self, bytes: &str) -> String {
        let mut socket = TcpStream::connect(self.port).await.unwrap();
        socket.write_all(bytes.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = socket.read_to_string(&mut answer).await;
        answer
    }

    fn answer_with(&self, more: &str) -> String {
        format!("/callback?state={}&iss=http%3A%2F%2F127.0.0.1%3A9%2Foidc&{more}", self.state)
    }

    async fn end(self) -> Result<Returned, BrowserError> {
        tokio::time::timeout(A_WHILE, self.waiting).await.expect("the wait ends").unwrap()
    }
}

#[tokio::test]
async fn the_browser_is_sent_off_once_and_comes_back_with_a_code() {
    let mut away = away(A_WHILE).await;
    let sent_off = away.get(&away.start).await;
    assert!(sent_off.starts_with("HTTP/1.1 302"), "{sent_off}");
    assert!(sent_off.contains("location: http://127.0.0.1:9/oidc/auth?"), "{sent_off}");
    assert_eq!(away.events.recv().await, Some(BrowserEvent::Opened));
    let again = away.get(&away.start).await;
    assert!(again.starts_with("HTTP/1.1 410") && !again.contains(&away.state), "{again}");

    let page = away.get(&away.answer_with("code=abc-123")).await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    for secret in ["abc-123", &away.state] {
        assert!(!page.contains(secret), "{page}");
    }
    assert_eq!(away.end().await.unwrap().code.expose(), "abc-123");
}

#[tokio::test]
async fn strangers_do_not_end_the_wait() {
    let mut away = away(A_WHILE).await;
    let port = away.port;
    for bytes in [
        format!("GET /callback?code=stolen&state=guessed HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n"),
        format!("GET /callback HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n"),
        format!(
            "GET /callback?state={0}&state={0}&code=x HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n",
            away.state
        ),
        format!(
            "GET /callback?state={}&iss=http%3A%2F%2Fevil.example&code=x HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n",
            away.state
        ),
        format!("GET /callback?state={}&code=x HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n", away.state),
    ] {
        let answer = away.send(&bytes).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(matches!(away.events.recv().await, Some(BrowserEvent::Stranger(_))));
    }
    let good = away.answer_with("code=x");
    for bytes in [
        format!("GET {good} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        format!("POST {good} HTTP/1.1\r\nHost: {port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        format!("GET /other{good} HTTP/1.1\r\nHost: {port}\r\nConnection: close\r\n\r\n"),
    ] {
        let answer = away.send(&bytes).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }
    away.send("nonsense\r\n\r\n").await;
    away.get(&good).await;
    assert_eq!(away.end().await.unwrap().code.expose(), "x");
}

#[tokio::test]
async fn an_open_connection_does_not_hold_the_answer_up() {
    let away = away(A_WHILE).await;
    let mut idle = TcpStream::connect(away.port).await.unwrap();
    idle.write_all(b"GET /callback HTTP/1.1\r\nHost: ").await.unwrap();
    away.get(&away.answer_with("code=x")).await;
    let answered = tokio::time::timeout(A_WHILE / 2, away.waiting).await;
    assert!(answered.is_ok(), "the answer came while somebody kept a connection open");
}

#[tokio::test]
async fn a_browser_keeps_no_connection_for_the_next_sign_in() {
    let away = away(A_WHILE).await;
    for target in [away.start.as_str(), "/callback", "/other"] {
        let mut socket = TcpStream::connect(away.port).await.unwrap();
        let bytes = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", away.port);
        socket.write_all(bytes.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let closed = tokio::time::timeout(A_WHILE, socket.read_to_string(&mut answer)).await;
        assert!(closed.is_ok(), "{target}: the connection stays open");
        assert!(answer.contains("connection: close"), "{answer}");
    }
}

#[tokio::test]
async fn a_wait_that_was_stopped_takes_nothing_on_a_connection_from_before() {
    let away = away(A_WHILE).await;
    let mut idle = TcpStream::connect(away.port).await.unwrap();
    let mut begun = TcpStream::connect(away.port).await.unwrap();
    begun.write_all(format!("GET {} HTTP/1.1\r\n", away.answer_with("code=x")).as_bytes()).await.unwrap();
    // Both were accepted by the time a third has its answer.
    away.get("/other").await;
    away.waiting.abort();
    let mut answer = String::new();
    let ended = tokio::time::timeout(A_WHILE, idle.read_to_string(&mut answer)).await;
    assert!(ended.is_ok() && answer.is_empty(), "{answer}");
    begun.write_all(format!("Host: {}\r\n\r\n", away.port).as_bytes()).await.unwrap();
    tokio::time::timeout(A_WHILE, begun.read_to_string(&mut answer)).await.expect("it ends").unwrap();
    assert!(answer.starts_with("HTTP/1.1 410") && answer.contains("no longer waits"), "{answer}");
}

#[tokio::test]
async fn errors_come_by_their_names() {
    for (query, expected) in [
        ("error=access_denied", BrowserError::Denied),
        (
            "error=server_error&error_description=try+later",
            BrowserError::Answered { error: "server_error".to_owned(), description: Some("try later".to_owned()) },
        ),
        ("code=", BrowserError::NoCode),
    ] {
        let away = away(A_WHILE).await;
        let page = away.get(&away.answer_with(query)).await;
        assert!(!page.contains("try later") && !page.contains("server_error"), "{page}");
        assert_eq!(away.end().await.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn nobody_comes() {
    let away = away(Duration::from_millis(50)).await;
    assert_eq!(away.end().await.unwrap_err(), BrowserError::NobodyCame);
}

#[tokio::test]
async fn ports_are_tried_in_order() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let taken_port = taken.local_addr().unwrap().port();
    let only = RedirectAddress { ports: vec![taken_port], any_free_port: false, ..anywhere() };
    let refused = RedirectListener::bind(&only).await.err();
    assert_eq!(refused, Some(BrowserError::PortsTaken(vec![taken_port])));
    let more = RedirectAddress { any_free_port: true, ..only };
    let listener = RedirectListener::bind(&more).await.unwrap();
    assert_ne!(listener.address.port(), taken_port);
}
