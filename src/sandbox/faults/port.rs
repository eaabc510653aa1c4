//! The service's port: open, or closed for a while so that the system refuses connections.

use std::io;
use std::mem;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

/// How many connections may wait to be accepted; what Tokio's own listeners have.
const BACKLOG: u32 = 1024;

/// The port as faults order it and the accept loop keeps it.
#[derive(Debug)]
pub(in crate::sandbox) struct Port {
    state: watch::Sender<PortState>,
}

/// Whether the port takes connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum PortState {
    /// It does.
    Open,
    /// It is to be closed for so long, and the accept loop has not done it yet.
    Closing(Duration),
    /// It does not.
    Closed,
}

impl Default for Port {
    fn default() -> Self {
        Self { state: watch::Sender::new(PortState::Open) }
    }
}

impl Port {
    /// Orders it closed for this time, or for so much longer.
    pub(super) fn close(&self, time: Duration) {
        self.state.send_modify(|state| {
            *state = match *state {
                PortState::Closing(already) => PortState::Closing(already.saturating_add(time)),
                PortState::Open | PortState::Closed => PortState::Closing(time),
            }
        });
    }

    /// Orders it open, at once.
    pub(super) fn open(&self) {
        self.state.send_if_modified(|state| mem::replace(state, PortState::Open) != PortState::Open);
    }

    pub(in crate::sandbox) fn is_open(&self) -> bool {
        *self.state.borrow() == PortState::Open
    }

    /// To be told when it changes.
    pub(in crate::sandbox) fn watch(&self) -> watch::Receiver<PortState> {
        self.state.subscribe()
    }

    /// Waits until the last order was carried out.
    pub(super) async fn settled(&self) {
        // The sender is ours, so the wait ends with what it waits for.
        let _ = self.watch().wait_for(|state| !matches!(state, PortState::Closing(_))).await;
    }

    /// Carries out an order to close: closes the listener, keeps the port, and listens on it again
    /// once the time is over or the port was ordered open.
    pub(in crate::sandbox) async fn close_for_a_while(&self, listener: TcpListener) -> TcpListener {
        let address = match listener.local_addr() {
            Ok(address) => address,
            Err(error) => {
                tracing::warn!(%error, "the sandbox cannot close a port that it does not know");
                self.open();
                return listener;
            }
        };
        drop(listener);
        // Bound, but not listening: connections are refused, and the system gives the port to nobody who asks for any.
        let mut held = bind(address);
        tracing::debug!(%address, "a fault has closed the sandbox's port");
        self.wait_to_open().await;
        loop {
            match held.and_then(|socket| socket.listen(BACKLOG)) {
                Ok(listener) => return listener,
                Err(error) => {
                    tracing::warn!(%error, %address, "the sandbox cannot listen on its port again yet");
                    sleep(Duration::from_millis(50)).await;
                    held = bind(address);
                }
            }
        }
    }

    async fn wait_to_open(&self) {
        let mut state = self.watch();
        let mut opens_at = Some(Instant::now());
        loop {
            self.state.send_if_modified(|state| {
                let PortState::Closing(time) = *state else { return false };
                // A time beyond what the clock can hold is for good.
                opens_at = opens_at.and_then(|at| at.checked_add(time));
                *state = PortState::Closed;
                true
            });
            tokio::select! {
                biased;
                () = ordered(&mut state) => {}
                () = wait_until(opens_at) => {
                    // Unless it was just ordered closed for longer.
                    self.state.send_if_modified(|state| {
                        let over = *state == PortState::Closed;
                        if over {
                            *state = PortState::Open;
                        }
                        over
                    });
                }
            }
            if self.is_open() {
                return;
            }
        }
    }
}

/// Waits for an order that was not carried out yet.
async fn ordered(state: &mut watch::Receiver<PortState>) {
    let _ = state.wait_for(|state| *state != PortState::Closed).await;
}

async fn wait_until(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As Tokio's own listeners: on Windows the same option would let others take the port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[tokio::test]
    async fn an_order_is_settled_once_it_is_carried_out() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = Port::default();
        port.settled().await;
        port.close(Duration::from_secs(3600));
        let mut settled = pin!(port.settled());
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(settled.as_mut().poll(&mut context), Poll::Pending);
        let closing = port.close_for_a_while(listener);
        tokio::select! {
            () = settled => {}
            _ = closing => panic!("it is closed for an hour"),
        }
    }

    #[tokio::test]
    async fn a_time_without_end_is_no_reason_to_open() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let port = Port::default();
        port.close(Duration::MAX);
        port.close(Duration::MAX);
        let mut closing = pin!(port.close_for_a_while(listener));
        tokio::select! {
            biased;
            _ = closing.as_mut() => panic!("it is closed for good"),
            () = port.settled() => port.open(),
        }
        assert_eq!(closing.await.local_addr().unwrap(), address);
    }
}
