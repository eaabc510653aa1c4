//! The service, embedded: a GenAuth V3 service on loopback, with accounts of its own and faults on demand.
//!
//! Written from the wire reference alone: it shares no type with the client's side of the protocol, so that an error
//! in one is not hidden by the other. Its state is in memory and goes with it, unless it is given a state file
//! (`keeping`); several can run at once.
//!
//! How a request goes: the accept loop (`accept`) serves each connection over a stream of ours (`wire`); a layer
//! (in `faults`) keeps what came (`seen`), takes a fault that waits and tells the wire what to do; `routes` leads to the
//! endpoints (`v3`, `oidc`) and to the external providers' side (`provider`), which read and change the memory
//! (`service`), filled from the `pool`.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use bindery::sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! sandbox.faults().inject("unlink-extidp=reset-after".parse().expect("a fault"));
//! assert!(sandbox.app_host().starts_with("http://127.0.0.1:"));
//! sandbox.stop().await;
//! # Ok::<(), std::io::Error>(())
//! # })?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod accept;
mod accounts;
mod admin;
mod authority;
mod body;
mod captchas;
mod changes;
mod clock;
mod codes;
mod faults;
mod history;
mod hooks;
mod info;
mod keeping;
mod lag;
mod lockout;
mod newcomer;
mod next_steps;
mod oidc;
mod page;
mod past;
mod pool;
mod provider;
mod redact;
mod routes;
mod seen;
mod service;
mod socket;
mod start;
mod tokens;
mod v3;
mod wire;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

pub use authority::AuthorityError;
pub use codes::{Delivery, Message};
pub use faults::{
    Fault, FaultError, FaultKind, Faults, Latency, Page, Probability, Scenario, ScenarioError, ScenarioProblem, Shape,
    Times,
};
pub use info::{AdminInfo, ApplicationInfo, PersonaInfo, SandboxInfo};
pub use keeping::{CaFileError, StateFileError};
pub use pool::{Application, Persona, Place, Pool, PoolError, SigningAlgorithm, TokenEndpointAuthMethod, personas};
pub use seen::{Answered, SeenHeader, SeenRequest};
pub use start::{Setup, StartError};
pub use tokens::Lifetimes;
pub use v3::endpoints::{Endpoint, v3_endpoints};

use keeping::Unsaved;
use service::Service;
use start::Trust;

/// A running service. Clones are handles to the same one; it stops when told to, or when the last handle is gone.
#[derive(Clone)]
pub struct Sandbox {
    service: Arc<Service>,
    address: SocketAddr,
    trust: Option<Arc<Trust>>,
    admin: Option<Arc<admin::Access>>,
    unsaved: Option<Arc<Unsaved>>,
    stop: Arc<watch::Sender<bool>>,
    stopped: watch::Receiver<()>,
}

impl Sandbox {
    /// Starts a service on 127.0.0.1, on a port that the system chooses. It runs on the current Tokio runtime.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// Starts a service on 127.0.0.1 and this port, or one that the system chooses if it is 0. It is a new service:
    /// neither bindings nor tokens of one that ran there before are known to it.
    ///
    /// # Errors
    /// When the port cannot be listened on.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        let started = Self::start_with(Setup { port, ..Setup::default() }).await;
        started.map_err(|error| match error {
            StartError::Port { reason, .. } => reason,
            // Nothing else was asked for, so nothing else can be missing.
            other => io::Error::other(other),
        })
    }

    /// Everything that a client has to be told to use it, with every secret in it.
    pub fn info(&self) -> SandboxInfo {
        let mut info = SandboxInfo::of(&self.service, self.trust.as_deref());
        info.admin = self.admin.as_ref().map(|access| access.info());
        info
    }

    /// Why the last change is not in the state file, in words; `None` when it is, or when there is no such file.
    pub fn unsaved(&self) -> Option<String> {
        self.unsaved.as_ref()?.reason()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The application's host as a client is told it: `http://127.0.0.1:41873` (reference section 1.1).
    pub fn app_host(&self) -> String {
        self.service.app_host.clone()
    }

    /// The ID of the application that the program itself uses, the pool's first (reference section 1.1).
    pub fn app_id(&self) -> &str {
        self.service.pool.applications().next().map_or("", |application| &application.app_id)
    }

    /// What it held at the start: applications and personas among it.
    pub fn pool(&self) -> &Pool {
        &self.service.pool
    }

    /// Back to what it was at the start: bindings, tokens, faults, clock and lifetimes.
    pub fn reset(&self) {
        self.service.reset();
    }

    /// Starts making the key that signs tokens, on a thread of its own, and does not wait for it. Without this it is
    /// made when the first token is. Calling it again does nothing.
    pub fn prepare_keys(&self) {
        self.service.keys.prepare();
    }

    /// Switches a connection off for every application, or on again, as an administrator may at any time: it is no
    /// longer listed, and a link that is already open ends with a page that says so (reference section 6.2).
    pub fn set_connection_enabled(&self, identifier: &str, enabled: bool) {
        self.service.providers.switch(identifier, enabled);
    }

    /// The faults that wait to strike.
    pub fn faults(&self) -> &Faults {
        &self.service.faults
    }

    /// The last 1000 requests as the service saw them, oldest first, without their secrets.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared_requests().into_iter().map(Arc::unwrap_or_clone).collect()
    }

    /// The same, without copying any of them.
    pub fn shared_requests(&self) -> Vec<Arc<SeenRequest>> {
        self.service.seen.all()
    }

    /// A count that goes up whenever there is something new to see: a request or what became of it, a code, a fault,
    /// the clock.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.service.changes.watch()
    }

    /// The codes that were sent, oldest first: what would have gone out by email or text message.
    pub fn mailbox(&self) -> Vec<Message> {
        self.service.codes.mailbox()
    }

    /// Empties the mailbox; codes that are out stay good.
    pub fn clear_mailbox(&self) {
        self.service.codes.clear_mailbox();
        self.service.changes.note();
    }

    /// Every access token issued so far is refused from now on, as an expired one is (reference section 5).
    pub fn expire_access_tokens(&self) {
        self.service.tokens().forget_access();
        self.service.changes.note();
    }

    /// Every refresh token issued so far is refused from now on (reference section 8.4).
    pub fn revoke_refresh_tokens(&self) {
        self.service.tokens().forget_refresh();
        self.service.changes.note();
    }

    /// Sets for how long tokens are good that are issued from now on.
    pub fn set_lifetimes(&self, lifetimes: Lifetimes) {
        *self.service.lifetimes() = lifetimes;
    }

    /// The time as the service has it.
    pub fn now(&self) -> Timestamp {
        self.service.clock.now()
    }

    /// How far the service's clock is ahead of the system's; behind, below zero.
    pub fn clock_offset(&self) -> SignedDuration {
        self.service.clock.offset()
    }

    /// Sets the service's clock ahead of the system's or, below zero, behind, in whole seconds. It shows in tokens and
    /// codes, and in what counts as expired.
    pub fn set_clock_offset(&self, offset: SignedDuration) {
        self.service.clock.set_offset(offset);
        self.service.changes.note();
    }

    /// Whether it still accepts calls.
    pub fn is_running(&self) -> bool {
        self.stopped.has_changed().is_ok()
    }

    /// Waits until it accepts no call any more, whoever stopped it.
    pub async fn stopped(&self) {
        let mut stopped = self.stopped.clone();
        // Nothing is ever sent: this ends when the accept loop drops its side.
        while stopped.changed().await.is_ok() {}
    }

    /// Stops accepting, closes every connection whatever it is doing, and waits until that is done; the port is free
    /// afterwards. For all handles: the others reach a service that no longer answers.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.stopped().await;
    }
}

impl fmt::Debug for Sandbox {
    /// Where it listens and nothing else: its memory holds tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").field("address", &self.address).finish_non_exhaustive()
    }
}
