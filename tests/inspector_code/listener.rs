//! Takes any request, remembers what it was, and gives every one the same answer.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came, in a form in which it can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Decoded and in the order of the alphabet, because the order has no meaning.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: SeenBody,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SeenBody {
    Form(Vec<(String, String)>),
    Json(Value),
    Text(String),
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A service that only listens.
pub(crate) struct Listener {
    host: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Listener {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                tokio::spawn(async move { serve(stream, &kept).await });
            }
        });
        Self { host, seen }
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The one request that came since it was last asked for, which stays.
    pub(crate) fn peek(&self) -> Seen {
        self.seen.lock().unwrap().last().unwrap().clone()
    }

    /// The one request that came since it was last asked for.
    pub(crate) fn take(&self) -> Seen {
        let mut seen = std::mem::take(&mut *self.seen.lock().unwrap());
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }
}

async fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Seen>>) -> Option<()> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            break at;
        }
        stream.read_buf(&mut bytes).await.ok().filter(|count| *count > 0)?;
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut request_line = lines.next()?.split(' ');
    let (method, target) = (request_line.next()?.to_owned(), request_line.next()?);
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let header = |name: &str| headers.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value);
    let length: usize = header("content-length").parse().unwrap_or(0);
    while bytes.len() < head_end + 4 + length {
        stream.read_buf(&mut bytes).await.ok().filter(|count| *count > 0)?;
    }
    let body = String::from_utf8(bytes[head_end + 4..].to_vec()).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = |form: &str| url::form_urlencoded::parse(form.as_bytes()).into_owned().collect::<Vec<_>>();
    let mut query = pairs(query);
    query.sort();
    let body = match header("content-type") {
        kind if kind.starts_with("application/x-www-form-urlencoded") => SeenBody::Form(pairs(&body)),
        kind if kind.starts_with("application/json") => SeenBody::Json(serde_json::from_str(&body).unwrap()),
        _ => SeenBody::Text(body),
    };
    seen.lock().unwrap().push(Seen { method, path: path.to_owned(), query, headers, body });
    let answer = json!({
        "statusCode": 200, "message": "", "access_token": "at", "token_type": "Bearer", "expires_in": 60,
        "data": { "url": "https://127.0.0.1/link", "access_token": "at", "token_type": "Bearer", "expires_in": 60 },
    })
    .to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    stream.write_all(format!("{head}{answer}").as_bytes()).await.ok()
}
