//! The admin API: what a test of a client asks of the sandbox beside the protocol. `docs/admin-api.md` describes it for
//! people.
//!
//! It has a listener of its own, which faults never touch. A request has to bring a random token, name this very
//! address in `Host`, and not come from a web page (`guard`).

mod answer;
mod endpoints;
mod guard;
mod requests;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use super::info::AdminInfo;
use super::service::Service;
use super::start::{StartError, Trust};
use super::tokens::random_text;

/// How the admin API is reached, and by whom.
pub(super) struct Access {
    port: u16,
    /// 256 random bits, as hexadecimal digits.
    token: String,
}

impl Access {
    /// Access to the API on this listener, with a new token.
    pub(super) fn new(listener: &TcpListener) -> Result<Self, StartError> {
        let port = listener.local_addr().map_err(|reason| StartError::AdminPort { port: 0, reason })?.port();
        Ok(Self { port, token: random_text().ok_or(StartError::NoRandomness)? })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Address and token, for whoever started the sandbox.
    pub(super) fn info(&self) -> AdminInfo {
        AdminInfo { url: self.url(), token: Some(self.token.clone()) }
    }
}

/// What the endpoints work on.
struct Admin {
    service: Arc<Service>,
    access: Arc<Access>,
    trust: Option<Arc<Trust>>,
}

/// All paths. The guard is around everything, also around what is not found.
pub(super) fn router(service: &Arc<Service>, access: &Arc<Access>, trust: Option<&Arc<Trust>>) -> Router {
    let admin =
        Arc::new(Admin { service: Arc::clone(service), access: Arc::clone(access), trust: trust.map(Arc::clone) });
    Router::new()
        .route("/info", get(endpoints::info))
        .route("/requests", get(requests::list).delete(requests::forget))
        .route("/faults", get(endpoints::faults).post(endpoints::inject_faults).delete(endpoints::clear_faults))
        .route("/scenario", get(endpoints::scenario).put(endpoints::play_scenario))
        .route("/mailbox", get(endpoints::mailbox).delete(endpoints::clear_mailbox))
        .route("/personas", get(endpoints::personas))
        .route("/reset", post(endpoints::reset))
        .route("/tokens/expire", post(endpoints::expire_tokens))
        .route("/tokens/revoke", post(endpoints::revoke_tokens))
        .route("/clock", get(endpoints::clock).put(endpoints::set_clock))
        .fallback(answer::no_such_path)
        .method_not_allowed_fallback(answer::no_such_method)
        .layer(middleware::from_fn_with_state(Arc::clone(access), guard::guard))
        .with_state(admin)
}
