//! Who is served at the listener: the browser, once at each of two paths. Strangers are told off.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{mpsc, watch};

use super::page::{Page, page};
use super::sending_on::{Errand, is_meant};
use super::{BrowserError, BrowserEvent};
use crate::genauth::{AuthorizationCode, AuthorizationRequest, Language};

/// What the listener knows while the browser is away.
pub(super) struct Desk {
    address: SocketAddr,
    start: String,
    path: String,
    language: Language,
    request: Arc<AuthorizationRequest>,
    to_the_service: Errand,
    answer: Mutex<Option<Result<AuthorizationCode, BrowserError>>>,
    answered: watch::Sender<bool>,
    /// Whether nobody waits any more. A browser may hold a connection that was made before.
    closed: AtomicBool,
    events: mpsc::UnboundedSender<BrowserEvent>,
}

/// Closes the desk when the wait ends in any way, also when it is stopped from outside.
pub(super) struct Attendance(pub(super) Arc<Desk>);

impl Drop for Attendance {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Answers one request.
///
/// Each connection serves one: the next sign-in may listen on the same port, and a browser that kept a connection would
/// take its request to the desk of the sign-in before.
pub(super) async fn serve(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let mut response = desk.answer(&request);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

impl Desk {
    pub(super) fn new(
        address: SocketAddr,
        start: String,
        path: String,
        language: Language,
        request: Arc<AuthorizationRequest>,
        events: mpsc::UnboundedSender<BrowserEvent>,
    ) -> Self {
        Self {
            address,
            start,
            path,
            language,
            to_the_service: Errand::to(request.address().clone()),
            request,
            answer: Mutex::new(None),
            answered: watch::Sender::new(false),
            closed: AtomicBool::new(false),
            events,
        }
    }

    fn answer(&self, request: &Request) -> Response {
        match request.uri().path() {
            _ if !is_meant(request, self.address) => StatusCode::NOT_FOUND.into_response(),
            path if path != self.start && path != self.path => StatusCode::NOT_FOUND.into_response(),
            _ if self.closed.load(Ordering::SeqCst) => page(StatusCode::GONE, self.language, Page::Over),
            path if path == self.start => self.to_the_service.run(self.language, || {
                let _ = self.events.send(BrowserEvent::Opened);
            }),
            _ => self.take_back(request.uri().query().unwrap_or_default()),
        }
    }

    /// Sends nobody off and takes nothing any more; connections that are open end.
    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.to_the_service.give_up();
        self.answered.send_replace(true);
    }

    /// Ends once the answer is there, or nobody waits for one.
    pub(super) fn answered(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut answered = self.answered.subscribe();
        async move {
            // It only fails when the desk is gone, and then nobody waits.
            let _ = answered.wait_for(|answered| *answered).await;
        }
    }

    pub(super) fn take_answer(&self) -> Option<Result<AuthorizationCode, BrowserError>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Takes the answer, if it is one.
    fn take_back(&self, query: &str) -> Response {
        let value = |name: &str| single(query, name);
        if let Err(stranger) = self.request.check(value("state").as_deref(), value("iss").as_deref()) {
            let _ = self.events.send(BrowserEvent::Stranger(stranger));
            return page(StatusCode::BAD_REQUEST, self.language, Page::Stranger);
        }
        let answer = match (value("error"), value("code")) {
            (Some(error), _) if error == "access_denied" => Err(BrowserError::Denied),
            (Some(error), _) => Err(BrowserError::Answered { error, description: value("error_description") }),
            (None, Some(code)) => Ok(AuthorizationCode::new(code)),
            (None, None) => Err(BrowserError::NoCode),
        };
        let shown = if answer.is_ok() { Page::Done } else { Page::Failed };
        let mut taken = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.is_some() || *self.answered.borrow() {
            return page(StatusCode::GONE, self.language, Page::Used);
        }
        *taken = Some(answer);
        // Only now, since whoever waits for this takes the answer.
        self.answered.send_replace(true);
        page(StatusCode::OK, self.language, shown)
    }
}

/// The value of a parameter that came once and is not empty; one that came twice counts as missing (RFC 6749, section
/// 3.1).
fn single(query: &str, name: &str) -> Option<String> {
    let mut values = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let first = values.next().map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty());
    values.next().is_none().then_some(first).flatten()
}
