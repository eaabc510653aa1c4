//! A client that sends exactly what it is told and gives back every byte.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bindery::sandbox::{Persona, Sandbox, personas};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) const WECHAT: &str = "62f2093271a2b3cc10d966ee";
pub(crate) const JSON: &str = "application/json";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const EVERYTHING: &str = "openid profile username email phone offline_access";

/// A request to be written.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self { method: "GET", path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let request = Self { method: "POST", body: body.into(), ..Self::get(path) };
        request.header("Content-Type", content_type)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the header that names the sandbox's application.
    pub(crate) fn app(self, sandbox: &Sandbox) -> Self {
        self.header("x-genauth-app-id", sandbox.app_id())
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn english(self) -> Self {
        self.header("x-genauth-lang", "en-US")
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        if self.headers.iter().all(|(name, _)| name != "Host") {
            bytes.push_str("Host: 127.0.0.1\r\n");
        }
        for (name, value) in &self.headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        [bytes.as_bytes(), &self.body].concat()
    }

    /// Sends it on a connection of its own, which the server is asked to close, and reads to the end.
    pub(crate) async fn send(self, sandbox: &Sandbox) -> Answer {
        let (answer, end) = self.send_and_see_the_end(sandbox).await;
        end.expect("the connection ends well");
        answer.expect("an answer")
    }

    /// Like `send`, to any address.
    pub(crate) async fn send_to(self, address: SocketAddr) -> Answer {
        let (answer, end) = self.send_to_and_see_the_end(address).await;
        end.expect("the connection ends well");
        answer.expect("an answer")
    }

    /// Like `send`, and also says how the connection ended.
    pub(crate) async fn send_and_see_the_end(self, sandbox: &Sandbox) -> (Option<Answer>, io::Result<()>) {
        self.send_to_and_see_the_end(sandbox.address()).await
    }

    async fn send_to_and_see_the_end(self, address: SocketAddr) -> (Option<Answer>, io::Result<()>) {
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        let request = self.header("Connection", "close");
        socket.write_all(&request.bytes()).await.expect("the request is sent");
        let mut bytes = Vec::new();
        let end = read_to_the_end(&mut socket, &mut bytes).await;
        (Answer::parse(&bytes), end)
    }
}

/// Reads until the connection ends, and fails when it does not.
pub(crate) async fn read_to_the_end(socket: &mut (impl AsyncRead + Unpin), bytes: &mut Vec<u8>) -> io::Result<()> {
    let end = timeout(Duration::from_secs(20), socket.read_to_end(bytes)).await;
    end.expect("the connection ends").map(|_| ())
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads an answer; `None` while its head is not complete.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = str::from_utf8(&bytes[..end]).expect("a head of text");
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().expect("an HTTP status");
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Some(Self { status, headers, body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(header, _)| header == name)?;
        Some(value)
    }

    /// Every value of a header that may come several times.
    pub(crate) fn every(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn content_length(&self) -> usize {
        self.header("content-length").expect("a length").parse().expect("a number")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// `statusCode` and `apiCode` of an envelope, which always comes at HTTP 200 with a message and a request ID.
    #[track_caller]
    pub(crate) fn codes(&self) -> (i64, Option<i64>) {
        assert_eq!(self.status, 200);
        let envelope = self.json();
        assert!(envelope["message"].is_string(), "{envelope}");
        assert_eq!(envelope["requestId"].as_str().map(str::len), Some(36), "{envelope}");
        (envelope["statusCode"].as_i64().expect("a number"), envelope["apiCode"].as_i64())
    }

    /// `data` of a successful envelope.
    #[track_caller]
    pub(crate) fn data(&self) -> Value {
        assert_eq!(self.codes(), (200, None), "{}", self.text());
        self.json()["data"].clone()
    }
}

pub(crate) async fn start() -> Sandbox {
    Sandbox::start().await.expect("a free port")
}

pub(crate) fn persona(key: &str) -> Persona {
    personas().into_iter().find(|persona| persona.key == key).expect("a persona")
}

/// A sign-in with the whole body given.
pub(crate) fn sign_in_with(sandbox: &Sandbox, body: &Value) -> Request {
    Request::post("/api/v3/signin", JSON, body.to_string()).app(sandbox)
}

/// The `data` of a persona's sign-in.
pub(crate) async fn sign_in(sandbox: &Sandbox, key: &str) -> Value {
    let persona = persona(key);
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": persona.account(), "password": persona.password},
        "options": {"scope": EVERYTHING},
    });
    let answer = sign_in_with(sandbox, &body).send(sandbox).await;
    answer.json()["data"].clone()
}

pub(crate) async fn access_token(sandbox: &Sandbox, key: &str) -> String {
    text(&sign_in(sandbox, key).await, "access_token")
}

#[track_caller]
pub(crate) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}")).to_owned()
}

/// A V3 read with a token.
pub(crate) async fn read(sandbox: &Sandbox, token: &str, endpoint: &str) -> Answer {
    Request::get(&format!("/api/v3/{endpoint}")).app(sandbox).bearer(token).send(sandbox).await
}

/// A request to unbind.
pub(crate) fn unlink(sandbox: &Sandbox, token: &str, id: &str) -> Request {
    let body = json!({"extIdpId": id}).to_string();
    Request::post("/api/v3/unlink-extidp", JSON, body).app(sandbox).bearer(token).english()
}

/// The provider of every identity that is bound.
pub(crate) async fn bound(sandbox: &Sandbox, token: &str) -> Vec<String> {
    let data = read(sandbox, token, "get-identities").await.data();
    data.as_array().expect("a list").iter().map(|identity| text(identity, "provider")).collect()
}

pub(crate) const ALL_OF_LIN: [&str; 7] = ["wechat", "wechat", "github", "lark", "lark", "lark", "azure-ad"];

/// A V3 call with a JSON body and no token.
pub(crate) async fn call(sandbox: &Sandbox, endpoint: &str, body: Value) -> Answer {
    Request::post(&format!("/api/v3/{endpoint}"), JSON, body.to_string()).app(sandbox).send(sandbox).await
}

/// A V3 call with a JSON body and a token.
pub(crate) async fn call_as(sandbox: &Sandbox, token: &str, endpoint: &str, body: Value) -> Answer {
    let request = Request::post(&format!("/api/v3/{endpoint}"), JSON, body.to_string());
    request.app(sandbox).bearer(token).send(sandbox).await
}

/// Has a code sent by email and reads it in the mailbox.
pub(crate) async fn code_by_email(sandbox: &Sandbox, channel: &str, email: &str) -> String {
    let answer = call(sandbox, "send-email", json!({"channel": channel, "email": email})).await;
    assert_eq!((answer.codes(), answer.json().get("data")), ((200, None), None));
    last_code(sandbox, channel, email)
}

/// Has a code sent by text message and reads it in the mailbox.
pub(crate) async fn code_by_phone(sandbox: &Sandbox, channel: &str, number: &str) -> String {
    let body = json!({"channel": channel, "phoneNumber": number, "phoneCountryCode": "+1"});
    assert_eq!(call(sandbox, "send-sms", body).await.codes(), (200, None));
    last_code(sandbox, channel, number)
}

#[track_caller]
fn last_code(sandbox: &Sandbox, channel: &str, to: &str) -> String {
    let message = sandbox.mailbox().pop().expect("a message");
    assert_eq!((message.channel.as_str(), message.to.as_str()), (channel, to));
    message.code
}
