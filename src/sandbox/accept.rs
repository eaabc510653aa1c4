//! The accept loop: every connection is served over a stream of ours, so that faults can break it under HTTP.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::faults::{Port, PortState};
use super::socket::Socket;
use super::wire::{Wire, WireStream};

/// How long a request may take to arrive, in its head and in its body. One that takes longer is not coming.
pub(super) const LONGEST_REQUEST: Duration = Duration::from_secs(30);

/// Accepts connections, over TLS if there is an acceptor, until told to stop or until nobody is left to tell; then
/// closes them all. While a fault has the port closed there is none to accept. Dropping `stopped` says that this is done.
pub(super) async fn accept(
    mut listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    port: Arc<Port>,
    mut stop: watch::Receiver<bool>,
    stopped: watch::Sender<()>,
) {
    let mut connections = JoinSet::new();
    let mut ordered = port.watch();
    loop {
        tokio::select! {
            biased;
            _ = stop.changed() => break,
            () = told_to_close(&mut ordered) => tokio::select! {
                biased;
                _ = stop.changed() => {
                    connections.shutdown().await;
                    return;
                }
                reopened = port.close_for_a_while(listener) => listener = reopened,
            },
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    connections.spawn(serve(socket, tls.clone(), router.clone(), port.watch()));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: trying again at once would only burn time.
                    tracing::warn!(%error, "the sandbox could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    connections.shutdown().await;
    drop(stopped);
}

/// Waits until the port is no longer to be open.
async fn told_to_close(port: &mut watch::Receiver<PortState>) {
    if port.wait_for(|state| *state != PortState::Open).await.is_err() {
        // Nobody is left to tell.
        std::future::pending::<()>().await;
    }
}

async fn serve(socket: TcpStream, tls: Option<TlsAcceptor>, router: Router, mut port: watch::Receiver<PortState>) {
    let socket = match Socket::open(socket, tls.as_ref()).await {
        Ok(socket) => socket,
        Err(error) => {
            tracing::info!(%error, "a client and the sandbox did not agree on TLS");
            return;
        }
    };
    let wire = Arc::new(Wire::default());
    let stream = TokioIo::new(WireStream::new(socket, Arc::clone(&wire)));
    let routed = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&wire));
        let answer = routed.call(request);
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(LONGEST_REQUEST);
    let mut connection = pin!(http.serve_connection(stream, service));
    let ended = tokio::select! {
        biased;
        ended = connection.as_mut() => ended,
        () = told_to_close(&mut port) => {
            // What is being answered is answered to its end.
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection to the sandbox ended early");
    }
}
