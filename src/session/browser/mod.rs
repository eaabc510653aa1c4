//! Waiting for the browser: a listener on loopback that sends it off, and takes the one answer it comes back with
//! (RFC 8252, section 7.3).

mod desk;
mod link;
mod one_shot;
mod page;
mod sending_on;
#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use url::Url;

use crate::genauth::{AuthorizationCode, AuthorizationRequest, Language, NotTheAnswer};
use desk::{Attendance, Desk};
use sending_on::unguessable_path;

pub use one_shot::OneShot;

pub use link::LinkListener;

/// How long the last page may take to reach the browser once the answer is there.
const LAST_PAGE: Duration = Duration::from_secs(2);

/// Where the browser may come back to: the part of an account space that is registered with the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectAddress {
    /// The path, beginning with `/`.
    pub path: String,
    /// The ports to listen on, tried in order.
    pub ports: Vec<u16>,
    /// Whether any other free port will do when none of them is free: only where the service takes any (RFC 8252,
    /// section 7.3; reference section 8.3).
    pub any_free_port: bool,
}

/// Why a sign-in through the browser came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrowserError {
    /// Every port that may be listened on is taken.
    #[error("none of the ports {0:?} is free")]
    PortsTaken(Vec<u16>),
    /// The system does not let this program listen on loopback.
    #[error("nothing can be listened on: {0}")]
    CannotListen(String),
    /// The person, or the service, said no (`error=access_denied`, RFC 6749, section 4.1.2.1).
    #[error("access was denied")]
    Denied,
    /// Another `error=` came back.
    #[error("the service answered {error}")]
    Answered {
        /// The error code.
        error: String,
        /// `error_description`, when there was one.
        description: Option<String>,
    },
    /// The answer had neither a code nor an error.
    #[error("the answer held no code")]
    NoCode,
    /// Nobody came back in time.
    #[error("nobody came back from the browser in time")]
    NobodyCame,
}

/// What happens while the browser is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEvent {
    /// The browser fetched the address that sends it to the service.
    Opened,
    /// Something came to the redirect address that is not this sign-in's answer; the wait goes on.
    Stranger(NotTheAnswer),
}

/// A port on loopback that waits for a browser.
pub struct RedirectListener {
    listener: TcpListener,
    address: SocketAddr,
    path: String,
}

impl RedirectListener {
    /// Listens on the first of the ports that is free.
    ///
    /// # Errors
    /// [`BrowserError::PortsTaken`] and [`BrowserError::CannotListen`].
    pub async fn bind(redirect: &RedirectAddress) -> Result<Self, BrowserError> {
        let any = redirect.any_free_port.then_some(0);
        let mut trouble = None;
        for port in redirect.ports.iter().copied().chain(any) {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
                Ok(listener) => {
                    let address =
                        listener.local_addr().map_err(|error| BrowserError::CannotListen(error.to_string()))?;
                    return Ok(Self { listener, address, path: redirect.path.clone() });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
                Err(error) => trouble = Some(error.to_string()),
            }
        }
        Err(trouble.map_or_else(|| BrowserError::PortsTaken(redirect.ports.clone()), BrowserError::CannotListen))
    }

    /// The redirect address as the service has to know it, byte for byte; `None` when its path is none.
    pub fn redirect_uri(&self) -> Option<String> {
        let written = format!("http://{}{}", self.address, self.path);
        Url::parse(&written).is_ok().then_some(written)
    }

    /// Gets ready for the answer to a request. What is to be opened in the browser is [`Waiting::address`].
    ///
    /// `None` when the system gives no random numbers.
    pub fn wait_for(self, request: AuthorizationRequest, language: Language) -> Option<Waiting> {
        let start = unguessable_path().ok()?;
        Some(Waiting { start, listener: self, request: Arc::new(request), language })
    }
}

/// A sign-in whose browser is away.
pub struct Waiting {
    listener: RedirectListener,
    request: Arc<AuthorizationRequest>,
    language: Language,
    start: String,
}

/// An answer, with the request that it answers: its nonce and its verifier are needed next.
#[derive(Debug)]
pub struct Returned {
    /// What is traded for tokens.
    pub code: AuthorizationCode,
    /// The request.
    pub request: Arc<AuthorizationRequest>,
}

impl Waiting {
    /// What to open in the browser: an address on this machine that sends it on, once. The service's own address holds
    /// `state` and `nonce`, and a command line can be read by others.
    pub fn address(&self) -> String {
        format!("http://{}{}", self.listener.address, self.start)
    }

    /// Waits until the browser comes back with the answer, at most this long. Ends the listener in any case. Requests
    /// of strangers are told off, and do not end it.
    ///
    /// # Errors
    /// A [`BrowserError`].
    pub async fn answer(
        self,
        deadline: Duration,
        events: mpsc::UnboundedSender<BrowserEvent>,
    ) -> Result<Returned, BrowserError> {
        let Self { listener: RedirectListener { listener, address, path }, request, language, start } = self;
        let desk = Arc::new(Desk::new(address, start, path, language, Arc::clone(&request), events));
        let _attendance = Attendance(Arc::clone(&desk));
        let pages = Router::new().fallback(desk::serve).with_state(Arc::clone(&desk));
        let serving = axum::serve(listener, pages).with_graceful_shutdown(desk.answered());
        // The last page is sent before the listener ends, but nobody's open connection holds the answer up.
        let answered = desk.answered();
        let enough = async {
            answered.await;
            tokio::time::sleep(LAST_PAGE).await;
        };
        let served = tokio::time::timeout(deadline, async {
            tokio::select! {
                served = serving.into_future() => served,
                () = enough => Ok(()),
            }
        })
        .await;
        match (desk.take_answer(), served) {
            (Some(answer), _) => answer.map(|code| Returned { code, request }),
            (None, Ok(Err(error))) => Err(BrowserError::CannotListen(error.to_string())),
            (None, _) => Err(BrowserError::NobodyCame),
        }
    }
}
