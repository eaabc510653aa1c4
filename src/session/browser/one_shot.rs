//! Sending a browser to an address that nobody else may see, once.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::page::{Page, page};
use super::{BrowserError, LAST_PAGE, one_shot_path};
use crate::genauth::Language;

/// An address on this machine that sends a browser on, once. What is opened stands in the list of processes, where others
/// can read it; where it leads does not.
pub struct OneShot {
    listener: TcpListener,
    address: SocketAddr,
    path: String,
}

struct Desk {
    host: String,
    path: String,
    language: Language,
    /// Until it was fetched.
    leads_to: Mutex<Option<SecretString>>,
    sent: watch::Sender<bool>,
}

impl OneShot {
    /// Listens on any free port of loopback.
    ///
    /// # Errors
    /// [`BrowserError::CannotListen`].
    pub async fn bind() -> Result<Self, BrowserError> {
        let cannot = |error: std::io::Error| BrowserError::CannotListen(error.to_string());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let path = one_shot_path().ok_or_else(|| BrowserError::CannotListen("no random numbers".to_owned()))?;
        Ok(Self { listener, address, path })
    }

    /// What to open in the browser.
    pub fn address(&self) -> String {
        format!("http://{}{}", self.address, self.path)
    }

    /// Sends the browser that comes on to `leads_to`, waiting at most this long for it. Ends the listener in any case.
    ///
    /// # Errors
    /// [`BrowserError::NobodyCame`] and [`BrowserError::CannotListen`].
    pub async fn send_off(
        self,
        leads_to: SecretString,
        language: Language,
        deadline: Duration,
    ) -> Result<(), BrowserError> {
        let desk = Arc::new(Desk {
            host: self.address.to_string(),
            path: self.path,
            language,
            leads_to: Mutex::new(Some(leads_to)),
            sent: watch::Sender::new(false),
        });
        let is_sent = || {
            let mut sent = desk.sent.subscribe();
            async move {
                // It only fails when the desk is gone, and then nobody waits.
                let _ = sent.wait_for(|sent| *sent).await;
            }
        };
        let pages = Router::new().fallback(serve).with_state(Arc::clone(&desk));
        let serving = axum::serve(self.listener, pages).with_graceful_shutdown(is_sent());
        // The answer reaches the browser before the listener ends, but nobody's open connection holds that up.
        let enough = async {
            is_sent().await;
            tokio::time::sleep(LAST_PAGE).await;
        };
        let served = tokio::time::timeout(deadline, async {
            tokio::select! {
                served = serving.into_future() => served.map_err(|error| BrowserError::CannotListen(error.to_string())),
                () = enough => Ok(()),
            }
        })
        .await;
        match served {
            _ if *desk.sent.borrow() => Ok(()),
            Ok(Err(error)) => Err(error),
            Ok(Ok(())) | Err(_) => Err(BrowserError::NobodyCame),
        }
    }
}

async fn serve(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    // A web page that reaches loopback through a name of its own does not name this listener.
    let is_meant = request.headers().get(header::HOST).is_some_and(|host| host.as_bytes() == desk.host.as_bytes());
    if request.method() != Method::GET || !is_meant || request.uri().path() != desk.path {
        return StatusCode::NOT_FOUND.into_response();
    }
    let leads_to = desk.leads_to.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(location) = leads_to.and_then(|address| HeaderValue::from_str(address.expose_secret()).ok()) else {
        return page(StatusCode::GONE, desk.language, Page::Used);
    };
    desk.sent.send_replace(true);
    let quiet = [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];
    (StatusCode::FOUND, quiet, [(header::LOCATION, location), (header::CONNECTION, HeaderValue::from_static("close"))])
        .into_response()
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    const A_WHILE: Duration = Duration::from_secs(20);

    async fn get(at: SocketAddr, path: &str, host: &str) -> String {
        let mut socket = TcpStream::connect(at).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_sends_the_one_who_has_its_address_on_and_strangers_nowhere() {
        let one_shot = OneShot::bind().await.unwrap();
        let (at, path, host) = (one_shot.address, one_shot.path.clone(), one_shot.address.to_string());
        assert!(one_shot.address().ends_with(&path) && path.len() == 33, "{path}");
        let leads_to = SecretString::from("https://app.example.com/oidc/session/end?id_token_hint=e30".to_owned());
        let sending = tokio::spawn(one_shot.send_off(leads_to, Language::English, A_WHILE));
        for (path, host) in [("/", host.as_str()), (path.as_str(), "evil.example:80"), ("/guess", host.as_str())] {
            let answer = get(at, path, host).await;
            assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("id_token_hint"), "{answer}");
        }
        let answer = get(at, &path, &host).await;
        assert!(answer.starts_with("HTTP/1.1 302") && answer.contains("no-store"), "{answer}");
        assert!(answer.contains("location: https://app.example.com/oidc/session/end?id_token_hint=e30"), "{answer}");
        assert_eq!(sending.await.unwrap(), Ok(()));
        assert!(TcpStream::connect(at).await.is_err(), "the port is given back");
    }

    #[tokio::test]
    async fn nobody_comes() {
        let one_shot = OneShot::bind().await.unwrap();
        let sent = one_shot.send_off(SecretString::from(String::new()), Language::English, Duration::ZERO).await;
        assert_eq!(sent, Err(BrowserError::NobodyCame));
    }
}
