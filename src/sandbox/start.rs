//! Starting a service: what it is told, what can go wrong, and in which order things are made.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::authority::{Authority, AuthorityError, KeptAuthority};
use super::keeping::{CaFile, CaFileError, Keeper, Kept, StateFile, StateFileError};
use super::pool::Pool;
use super::service::Service;
use super::{Sandbox, accept, admin, routes};

/// What a service is started with.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The port on 127.0.0.1; 0 for the one in the state file if it is free, and else one that the system chooses.
    pub port: u16,
    /// Who and what is in it.
    pub pool: Pool,
    /// Whether it speaks TLS, with a certificate authority of its own.
    pub tls: bool,
    /// With TLS, where the authority's certificate is written; a file in the temporary folder, which goes with the
    /// service, if not given.
    pub ca_file: Option<PathBuf>,
    /// Where what changes is kept; in memory only if not given.
    pub state_file: Option<PathBuf>,
    /// The port of the admin API on 127.0.0.1; 0 for one that the system chooses, and no admin API if not given.
    pub admin_port: Option<u16>,
}

/// Why a service does not start. Nothing was overwritten then.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port cannot be listened on.
    #[error("port {port} of 127.0.0.1 cannot be listened on: {reason}")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system says.
        reason: io::Error,
    },
    /// The port of the admin API cannot be listened on.
    #[error("port {port} of 127.0.0.1, for the admin API, cannot be listened on: {reason}")]
    AdminPort {
        /// The port that was asked for.
        port: u16,
        /// What the system says.
        reason: io::Error,
    },
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateFileError),
    /// TLS cannot be offered.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// The authority's certificate cannot be written.
    #[error(transparent)]
    CaFile(#[from] CaFileError),
    /// The system gives no random numbers, which the admin API's token is made of.
    #[error("the system gives no random numbers")]
    NoRandomness,
}

/// What a client of a service with TLS has to trust.
#[derive(Debug)]
pub(super) struct Trust {
    pub(super) file: CaFile,
    /// PEM.
    pub(super) certificate: String,
}

impl Sandbox {
    /// Starts a service as told.
    ///
    /// # Errors
    /// When something that it was told to use cannot be used.
    pub async fn start_with(setup: Setup) -> Result<Self, StartError> {
        let now = Timestamp::now();
        if let Some(path) = setup.ca_file.as_deref().filter(|_| setup.tls) {
            CaFile::check(path)?;
        }
        let (state_file, mut kept) = match &setup.state_file {
            Some(path) => {
                let (file, kept) = StateFile::open::<Kept>(path)?;
                (Some(file), kept)
            }
            None => (None, None),
        };

        let (listener, address) = listen(setup.port, kept.as_ref()).await?;
        let admin_listener = match setup.admin_port {
            Some(port) => {
                let failed = |reason| StartError::AdminPort { port, reason };
                Some(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?)
            }
            None => None,
        };

        let mut kept_authority = kept.as_mut().and_then(|kept| kept.authority.take());
        let authority = match setup.tls {
            true => Some(authority(kept_authority.take(), now)?),
            false => None,
        };
        if let Some(authority) = &authority {
            kept_authority = Some(authority.kept());
        }
        let tls = authority.as_ref().map(|authority| authority.acceptor(now)).transpose()?;

        let scheme = if setup.tls { "https" } else { "http" };
        let service = Arc::new(Service::new(format!("{scheme}://{address}"), setup.pool));
        if let Some(kept) = kept {
            service.restore(kept);
        }
        let admin = match admin_listener {
            Some(listener) => Some((admin::Access::new(&listener)?, listener)),
            None => None,
        };
        let keeper = match state_file {
            Some(file) => Some(Keeper::start(&service, file, address.port(), kept_authority)?),
            None => None,
        };
        // Last of what can fail, because it takes the place of the certificate of a start that went well.
        let trust = match &authority {
            Some(authority) => {
                let certificate = authority.certificate().to_owned();
                let file = CaFile::write(setup.ca_file.as_deref(), &certificate)?;
                Some(Arc::new(Trust { file, certificate }))
            }
            None => None,
        };

        let (stop, told_to_stop) = watch::channel(false);
        let (stopping, stopped) = watch::channel(());
        let unsaved = keeper.as_ref().map(|keeper| Arc::clone(&keeper.unsaved));
        let serving = match keeper {
            Some(keeper) => {
                let (serving, served) = watch::channel(());
                tokio::spawn(keeper.keep(served, stopping));
                serving
            }
            None => stopping,
        };
        let admin = admin.map(|(access, listener)| {
            let access = Arc::new(access);
            let router = admin::router(&service, &access, trust.as_ref());
            // A port of its own, which no fault knows.
            let never_closed = Arc::default();
            tokio::spawn(accept::accept(listener, None, router, never_closed, told_to_stop.clone(), serving.clone()));
            access
        });
        let port = Arc::clone(service.faults.port());
        tokio::spawn(accept::accept(listener, tls, routes::router(&service), port, told_to_stop, serving));
        tracing::info!(%address, "the sandbox is running");
        Ok(Self { service, address, trust, admin, unsaved, stop: Arc::new(stop), stopped })
    }
}

/// Listens on this port, or, if it is 0, where an earlier service was, or on any.
async fn listen(port: u16, kept: Option<&Kept>) -> Result<(TcpListener, SocketAddr), StartError> {
    let earlier = kept.map(|kept| kept.port).filter(|_| port == 0);
    if let Some(earlier) = earlier
        && let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, earlier)).await
        && let Ok(address) = listener.local_addr()
    {
        return Ok((listener, address));
    }
    let failed = |reason| StartError::Port { port, reason };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

fn authority(kept: Option<KeptAuthority>, now: Timestamp) -> Result<Authority, AuthorityError> {
    match kept {
        Some(kept) => Authority::resume(kept, now),
        None => Authority::generate(now),
    }
}
