//! A server that writes bytes: it knows nothing of HTTP beyond where a request ends.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bindery::genauth::{AppHost, Client, ClientSettings, Deadlines, Exchange, ExchangeObserver};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with the next request.
#[derive(Clone)]
pub(crate) enum Then {
    /// Writes these bytes and closes.
    Write(Vec<u8>),
    /// Writes these bytes and reads the next request from the same connection.
    WriteAndKeep(Vec<u8>),
    /// Writes these bytes and then neither writes nor closes.
    WriteAndHang(Vec<u8>),
    /// Closes in good order without an answer.
    Close,
    /// Answers HTTP 502 with a page that shows the request, without anything that tells a name from a value, and closes.
    Echo,
    /// Resets the connection.
    Reset,
}

/// A server with a script. When the script is over, it resets every connection, but still notes requests.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(script: Vec<Then>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&requests);
        let script = Arc::new(Mutex::new(script.into_iter().collect::<std::collections::VecDeque<_>>()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&noted)));
            }
        });
        Self { address, requests }
    }

    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(vec![Then::Write(answer.into())]).await
    }

    /// The requests that came so far, each with its headers and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request that came.
    pub(crate) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests[0].clone()
    }

    pub(crate) fn settings(&self) -> ClientSettings {
        settings(&format!("http://{}", self.address))
    }

    pub(crate) fn client(&self) -> Client {
        client(self.settings()).0
    }
}

async fn serve(
    mut stream: TcpStream,
    script: Arc<Mutex<std::collections::VecDeque<Then>>>,
    noted: Arc<Mutex<Vec<String>>>,
) {
    while let Some(request) = read_request(&mut stream).await {
        let mut then = script.lock().unwrap().pop_front().unwrap_or(Then::Reset);
        if matches!(then, Then::Echo) {
            let bare = request.replace(['{', '}', '"', ':', ',', '&', '=', '?'], " ");
            then = Then::Write(answer("502 Bad Gateway", "text/html", &format!("<pre>{bare}</pre>")));
        }
        noted.lock().unwrap().push(request);
        match then {
            Then::Write(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                // A reset would take the answer back while the client still reads it.
                let _ = stream.read_to_end(&mut Vec::new()).await;
                return;
            }
            Then::WriteAndKeep(bytes) => stream.write_all(&bytes).await.unwrap(),
            Then::WriteAndHang(bytes) => {
                stream.write_all(&bytes).await.unwrap();
                let _ = stream.read_to_end(&mut Vec::new()).await;
                return;
            }
            Then::Close => return,
            Then::Echo | Then::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header_in(head, "content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// The value of a header in a request.
pub(crate) fn header_in(request: &str, name: &str) -> Option<String> {
    let head = request.split("\r\n\r\n").next().unwrap();
    head.lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.to_owned())
}

pub(crate) fn body_in(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

/// An answer with HTTP 200 and this JSON.
pub(crate) fn ok(json: &str) -> Vec<u8> {
    answer("200 OK", "application/json; charset=utf-8", json)
}

pub(crate) fn answer(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Keeps the exchanges of a client.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Vec<Exchange>>);

impl Kept {
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn only(&self) -> Exchange {
        let mut exchanges = self.exchanges();
        assert_eq!(exchanges.len(), 1, "{exchanges:#?}");
        exchanges.remove(0)
    }
}

impl ExchangeObserver for Kept {
    fn observe(&self, exchange: Exchange) {
        self.0.lock().unwrap().push(exchange);
    }
}

pub(crate) fn settings(app_host: &str) -> ClientSettings {
    ClientSettings {
        deadlines: Deadlines { connect: Duration::from_secs(10), whole: Duration::from_secs(20) },
        ..ClientSettings::of(AppHost::parse(app_host).unwrap(), "62f2093271a2b3cc10d90001".to_owned())
    }
}

pub(crate) fn client(settings: ClientSettings) -> (Client, Arc<Kept>) {
    let kept = Arc::new(Kept::default());
    (Client::new(settings, Arc::clone(&kept) as Arc<dyn ExchangeObserver>).unwrap(), kept)
}

/// Runs the test with this name once more in a process of its own, with these environment variables. Gives the
/// variables' values to nobody else: changing the environment of a running test would change that of all.
///
/// Says whether this is that process, in which the test should go on.
pub(crate) fn in_process_of_its_own(test: &str, variables: &[(&str, &str)]) -> bool {
    const MARK: &str = "GENAUTH_WIRE_INNER";
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .envs(variables.iter().copied())
        .env(MARK, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "no test is called {test}: {said}");
    false
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}
