//! Sending a browser to an address that nobody else may see, once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::sending_on::{Errand, is_meant, listen, unguessable_path};
use super::{BrowserError, LAST_PAGE};
use crate::genauth::Language;

/// An address on this machine that sends a browser on, once. What is opened stands in the list of processes, where others
/// can read it; where it leads does not.
pub struct OneShot {
    listener: TcpListener,
    address: SocketAddr,
    path: String,
}

struct Desk {
    address: SocketAddr,
    path: String,
    language: Language,
    errand: Errand,
    sent: watch::Sender<bool>,
}

impl OneShot {
    /// Listens on any free port of loopback.
    ///
    /// # Errors
    /// [`BrowserError::CannotListen`].
    pub async fn bind() -> Result<Self, BrowserError> {
        let (listener, address) = listen().await?;
        Ok(Self { listener, address, path: unguessable_path()? })
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
            address: self.address,
            path: self.path,
            language,
            errand: Errand::to(leads_to),
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
    if !is_meant(&request, desk.address) || request.uri().path() != desk.path {
        return StatusCode::NOT_FOUND.into_response();
    }
    desk.errand.run(desk.language, || {
        desk.sent.send_replace(true);
    })
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
