//! Sending the browser off to bind: a listener on loopback that sends it on, once, and hears when it is back.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use url::Url;

use super::BrowserError;
use super::page::{Page, page};
use super::sending_on::{Errand, is_meant, listen, unguessable_path};
use crate::genauth::{Language, LinkAddress};

/// A port on loopback for one link.
///
/// Both of its paths are random. What comes to the second is a wake-up and nothing more: whoever finds the path can make
/// the program look at the list, and no more often than it would by itself.
pub struct LinkListener {
    listener: TcpListener,
    address: SocketAddr,
    start: String,
    back: Url,
}

impl LinkListener {
    /// Listens on a free port.
    ///
    /// # Errors
    /// [`BrowserError::CannotListen`].
    pub async fn bind() -> Result<Self, BrowserError> {
        let (listener, address) = listen().await?;
        let back = format!("http://{address}{}", unguessable_path()?);
        let back = Url::parse(&back).map_err(|error| BrowserError::CannotListen(error.to_string()))?;
        Ok(Self { listener, address, start: unguessable_path()?, back })
    }

    /// What to open in the browser: an address on this machine that sends it on, once. The link itself binds for whoever
    /// has it, and a command line can be read by others.
    pub fn address(&self) -> String {
        format!("http://{}{}", self.address, self.start)
    }

    /// Where the service may send the browser when it is done (`target_url`).
    pub fn target_url(&self) -> &Url {
        &self.back
    }

    /// Serves until `over` ends or is dropped, or this long. `opened` hears when the browser fetched the address,
    /// `back` whenever something comes back.
    pub async fn serve(
        self,
        link: LinkAddress,
        language: Language,
        longest: Duration,
        opened: oneshot::Sender<()>,
        back: Arc<Notify>,
        over: oneshot::Receiver<()>,
    ) {
        let doorway = Doorway {
            address: self.address,
            start: self.start,
            end: self.back.path().to_owned(),
            language,
            errand: Errand::to(link.into_secret()),
            opened: Mutex::new(Some(opened)),
            back,
        };
        let pages = Router::new().fallback(serve).with_state(Arc::new(doorway));
        let serving = axum::serve(self.listener, pages).into_future();
        tokio::select! {
            _ = serving => {}
            _ = over => {}
            () = tokio::time::sleep(longest) => {}
        }
    }
}

struct Doorway {
    address: SocketAddr,
    start: String,
    end: String,
    language: Language,
    errand: Errand,
    opened: Mutex<Option<oneshot::Sender<()>>>,
    back: Arc<Notify>,
}

async fn serve(State(doorway): State<Arc<Doorway>>, request: Request) -> Response {
    match request.uri().path() {
        _ if !is_meant(&request, doorway.address) => StatusCode::NOT_FOUND.into_response(),
        path if path == doorway.start => doorway.errand.run(doorway.language, || doorway.say_opened()),
        path if path == doorway.end => {
            doorway.back.notify_one();
            page(StatusCode::OK, doorway.language, Page::Back)
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Doorway {
    fn say_opened(&self) {
        if let Some(opened) = self.opened.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody may be there to hear it any more.
            let _ = opened.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    const A_WHILE: Duration = Duration::from_secs(20);
    const LINK: &str = "https://app.example/link?link_token=sandbox-link-abc";

    struct Away {
        port: SocketAddr,
        start: String,
        end: String,
        opened: oneshot::Receiver<()>,
        back: Arc<Notify>,
        over: oneshot::Sender<()>,
        serving: tokio::task::JoinHandle<()>,
    }

    async fn away() -> Away {
        let listener = LinkListener::bind().await.unwrap();
        let (port, end) = (listener.address, listener.target_url().path().to_owned());
        let start = Url::parse(&listener.address()).unwrap().path().to_owned();
        let ((opened_to, opened), (over, over_to)) = (oneshot::channel(), oneshot::channel());
        let back = Arc::new(Notify::new());
        let link = LinkAddress::new(LINK.to_owned());
        let serving = listener.serve(link, Language::English, A_WHILE, opened_to, Arc::clone(&back), over_to);
        Away { port, start, end, opened, back, over, serving: tokio::spawn(serving) }
    }

    impl Away {
        async fn send(&self, method: &str, path: &str, host: &str) -> String {
            let mut socket = TcpStream::connect(self.port).await.unwrap();
            let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            socket.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            let _ = socket.read_to_string(&mut answer).await;
            answer
        }

        async fn get(&self, path: &str) -> String {
            self.send("GET", path, &self.port.to_string()).await
        }
    }

    #[tokio::test]
    async fn the_browser_is_sent_off_once() {
        let mut away = away().await;
        let first = away.get(&away.start).await;
        assert!(first.starts_with("HTTP/1.1 302") && first.contains(&format!("location: {LINK}")), "{first}");
        assert_eq!((&mut away.opened).await, Ok(()));
        let second = away.get(&away.start).await;
        assert!(second.starts_with("HTTP/1.1 410") && !second.contains("sandbox-link-"), "{second}");
    }

    #[tokio::test]
    async fn what_comes_back_only_wakes_and_nothing_of_it_is_repeated() {
        let away = away().await;
        let answer = away.get(&format!("{}?code=200&message=hostile&token=abc", away.end)).await;
        assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("hostile"), "{answer}");
        tokio::time::timeout(A_WHILE, away.back.notified()).await.expect("it wakes");
    }

    #[tokio::test]
    async fn strangers_get_and_wake_nothing() {
        let away = away().await;
        let here = away.port.to_string();
        for (method, path, host) in [
            ("GET", "/", here.as_str()),
            ("GET", "/callback?code=200", &here),
            ("POST", &away.end, &here),
            ("GET", &away.start, "evil.example"),
            ("GET", &away.end, "evil.example"),
        ] {
            let answer = away.send(method, path, host).await;
            assert!(answer.starts_with("HTTP/1.1 404"), "{method} {path} {host}: {answer}");
        }
        let woken = tokio::time::timeout(Duration::from_millis(20), away.back.notified()).await;
        assert!(woken.is_err(), "nobody was woken");
    }

    #[tokio::test]
    async fn the_port_is_free_when_it_is_over() {
        let Away { port, over, serving, .. } = away().await;
        drop(over);
        tokio::time::timeout(A_WHILE, serving).await.expect("it ends").unwrap();
        TcpListener::bind(port).await.expect("the port is free");
    }
}
