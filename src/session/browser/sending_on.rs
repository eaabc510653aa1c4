//! What the listeners here have in common: where they stand, whom they serve, and how a browser is sent on, once.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::rand;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;

use super::BrowserError;
use super::page::{Page, page};
use crate::genauth::Language;

/// The port that a browser does not name in `Host` when it speaks plain HTTP (RFC 9110, sections 4.2.1 and 7.2).
const DEFAULT_PORT: u16 = 80;

/// Listens on any free port of loopback.
///
/// # Errors
/// [`BrowserError::CannotListen`].
pub(super) async fn listen() -> Result<(TcpListener, SocketAddr), BrowserError> {
    let cannot = |error: std::io::Error| BrowserError::CannotListen(error.to_string());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    Ok((listener, address))
}

/// A path that nobody can guess.
///
/// # Errors
/// [`BrowserError::CannotListen`] when the system gives no random numbers.
pub(super) fn unguessable_path() -> Result<String, BrowserError> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| BrowserError::CannotListen("no random numbers".to_owned()))?;
    let random: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("/{random}"))
}

/// Whether a request asks for something at this very listener: a web page that reaches loopback through a name of its
/// own names another host.
pub(super) fn is_meant(request: &Request, listener: SocketAddr) -> bool {
    let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
    request.method() == Method::GET && host.is_some_and(|host| names(host, listener))
}

/// Whether a `Host` names this address; the default port may be left out, and browsers leave it out.
fn names(host: &[u8], listener: SocketAddr) -> bool {
    host == listener.to_string().as_bytes()
        || (listener.port() == DEFAULT_PORT && host == listener.ip().to_string().as_bytes())
}

/// Where one browser is to be sent on to.
pub(super) struct Errand(Mutex<Option<SecretString>>);

impl Errand {
    pub(super) fn to(address: SecretString) -> Self {
        Self(Mutex::new(Some(address)))
    }

    /// Sends the browser on, once: whoever learns of the address on this machine later learns nothing from it. `gone`
    /// is called when it is on its way.
    pub(super) fn run(&self, language: Language, gone: impl FnOnce()) -> Response {
        let Some(address) = self.take() else { return page(StatusCode::GONE, language, Page::Used) };
        let Ok(mut location) = HeaderValue::from_str(address.expose_secret()) else {
            return page(StatusCode::BAD_GATEWAY, language, Page::Failed);
        };
        location.set_sensitive(true);
        gone();
        let headers = [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            // A browser that kept the connection would hold the listener up.
            (header::CONNECTION, HeaderValue::from_static("close")),
        ];
        (StatusCode::FOUND, headers).into_response()
    }

    /// Sends nobody on any more.
    pub(super) fn give_up(&self) {
        self.take();
    }

    fn take(&self) -> Option<SecretString> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn is_meant_for(port: u16, method: &str, host: &str) -> bool {
        let request = Request::builder().method(method).uri("/").header(header::HOST, host).body(Body::empty());
        is_meant(&request.unwrap(), SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
    }

    #[test]
    fn the_default_port_may_be_left_out_and_no_other() {
        for (port, host, meant) in [
            (41873, "127.0.0.1:41873", true),
            (41873, "127.0.0.1", false),
            (41873, "127.0.0.1:80", false),
            (80, "127.0.0.1:80", true),
            (80, "127.0.0.1", true),
            (80, "127.0.0.1:", false),
            (80, "127.0.0.1:41873", false),
            (80, "evil.example", false),
            (80, "evil.example:80", false),
            (443, "127.0.0.1:443", true),
            // That is the default of https, which is not spoken here.
            (443, "127.0.0.1", false),
        ] {
            assert_eq!(is_meant_for(port, "GET", host), meant, "{host} at port {port}");
            assert!(!is_meant_for(port, "POST", host));
        }
    }

    #[test]
    fn what_no_header_can_carry_sends_nobody_anywhere() {
        let errand = Errand::to(SecretString::from("https://app.example/\n".to_owned()));
        let answer = errand.run(Language::English, || panic!("nobody is on the way"));
        assert_eq!((answer.status(), answer.headers().get(header::LOCATION)), (StatusCode::BAD_GATEWAY, None));
    }
}
