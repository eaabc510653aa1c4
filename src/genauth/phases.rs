//! How long it took to get a connection: a resolver and a layer around the connector that look at the clock.
//!
//! The HTTP library does not say which call a connection was made for, so the measurements travel with the task of the
//! call. When the library makes a connection in the background instead, nothing is measured.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tower_layer::Layer;
use tower_service::Service;

/// What was measured of getting a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Phases {
    /// Where the connection came from.
    pub connection: ConnectionUse,
    /// How long the host's name was looked up; `None` when there was none to look up, or it was not measured.
    pub name_lookup: Option<Duration>,
    /// How long the connection took to stand, its TLS handshake included and the lookup of the name left out.
    pub connecting: Option<Duration>,
    /// What is known of the rest of a call that somebody else recorded; `None` for our own calls.
    pub elsewhere: Option<MeasuredElsewhere>,
}

/// Parts of a call as whoever recorded it measured them; `None` for what they did not measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeasuredElsewhere {
    /// Sending the request and waiting for the first of the answer.
    pub waiting: Option<Duration>,
    /// Receiving the body.
    pub receiving: Option<Duration>,
}

/// Where the connection of a call came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ConnectionUse {
    /// Not known: nothing came back, or somebody else recorded the call.
    #[default]
    Unknown,
    /// It was made for this call.
    New,
    /// It stood from an earlier call.
    Reused,
}

tokio::task_local! {
    static MEASURED: Measurements;
}

/// Where the resolver and the connector write to while one call runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Measurements(Arc<Mutex<Taken>>);

#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    began_connecting: bool,
    name_lookup: Option<Duration>,
    connected_after: Option<Duration>,
}

impl Measurements {
    /// Runs a call that is measured.
    pub(super) async fn during<F: Future>(&self, future: F) -> F::Output {
        MEASURED.scope(self.clone(), future).await
    }

    fn note(&self, note: impl FnOnce(&mut Taken)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What was measured by now; `answered` says that something came back, so there was a connection.
    pub(super) fn phases(&self, answered: bool) -> Phases {
        let taken = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match (taken.began_connecting, taken.connected_after, answered) {
            (true, Some(_), _) => ConnectionUse::New,
            // A connection that became free in the meantime was quicker than the one that was begun.
            (_, None, true) => ConnectionUse::Reused,
            _ => ConnectionUse::Unknown,
        };
        let connecting =
            taken.connected_after.map(|connected| connected.saturating_sub(taken.name_lookup.unwrap_or_default()));
        Phases { connection, name_lookup: taken.name_lookup, connecting, elsewhere: None }
    }
}

/// Looks names up like the HTTP library does by itself, through the system, and notes how long it took.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeasuredResolver;

impl Resolve for MeasuredResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let began = Instant::now();
            // The port is put in by the connector.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let _ = MEASURED.try_with(|measured| measured.note(|taken| taken.name_lookup = Some(began.elapsed())));
            let addresses: Addrs = Box::new(found?.collect::<Vec<_>>().into_iter());
            Ok(addresses)
        })
    }
}

/// Puts a [`MeasuredConnector`] around the connector.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeasuredConnecting;

impl<S> Layer<S> for MeasuredConnecting {
    type Service = MeasuredConnector<S>;

    fn layer(&self, inner: S) -> Self::Service {
        MeasuredConnector { inner }
    }
}

/// Notes how long the connector inside took.
#[derive(Debug, Clone)]
pub(super) struct MeasuredConnector<S> {
    inner: S,
}

impl<S, R> Service<R> for MeasuredConnector<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.inner.call(request);
        let Ok(measured) = MEASURED.try_with(Clone::clone) else {
            return Box::pin(connecting);
        };
        Box::pin(async move {
            measured.note(|taken| taken.began_connecting = true);
            let began = Instant::now();
            let connected = measured.during(connecting).await;
            if connected.is_ok() {
                measured.note(|taken| taken.connected_after = Some(began.elapsed()));
            }
            connected
        })
    }
}
