//! A connection's bytes, under HTTP: they pass, until the wire is told to break.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::faults::{Next, Passage};
use super::socket::Socket;

/// What one connection is told to do with the answer it carries next. Shared between the connection's
/// [`WireStream`], which obeys, and the request being answered on it, which gives the order.
#[derive(Debug, Default)]
pub(super) struct Wire {
    order: Mutex<Order>,
}

#[derive(Debug, Default)]
enum Order {
    /// Every byte passes.
    #[default]
    Pass,
    /// The next byte written resets the connection.
    Reset,
    /// The bytes of one answer pass in this way.
    Carry(Passage),
    /// Nothing passes any more, in either direction, until the client leaves.
    Mute,
}

impl Wire {
    /// A new request came: what was ordered for the answer before it is over.
    pub(super) fn begin(&self) {
        let mut order = self.order();
        if let Order::Carry(_) = *order {
            *order = Order::Pass;
        }
    }

    /// The next answer resets the connection instead of being sent.
    pub(super) fn reset(&self) {
        *self.order() = Order::Reset;
    }

    /// The next answer is sent in this way.
    pub(super) fn carry(&self, passage: Passage) {
        *self.order() = Order::Carry(passage);
    }

    fn order(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_mute(&self) -> bool {
        matches!(*self.order(), Order::Mute)
    }
}

/// The stream HTTP is served on: a connection that obeys its [`Wire`].
#[derive(Debug)]
pub(super) struct WireStream {
    socket: Socket,
    wire: Arc<Wire>,
    /// The pause between two pieces that is going on.
    pause: Option<Pin<Box<Sleep>>>,
}

impl WireStream {
    pub(super) fn new(socket: Socket, wire: Arc<Wire>) -> Self {
        Self { socket, wire, pause: None }
    }

    /// Swallows whatever the client still sends, until it leaves.
    fn poll_client_left(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let mut space = [0; 512];
            let mut buffer = ReadBuf::new(&mut space);
            let read = ready!(Pin::new(&mut self.socket).poll_read(context, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }

    /// Sends bytes as ordered; without any, what is to be added to those that have passed.
    fn poll_carry(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { socket, wire, pause } = self;
        let mut order = wire.order();
        loop {
            let passage = match &mut *order {
                Order::Carry(passage) => passage,
                Order::Mute => return Poll::Ready(Ok(bytes.len())),
                Order::Pass | Order::Reset if bytes.is_empty() => return Poll::Ready(Ok(0)),
                Order::Pass => return Pin::new(socket).poll_write(context, bytes),
                Order::Reset => {
                    socket.set_zero_linger()?;
                    return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
                }
            };
            match passage.next(bytes) {
                Next::Pass(0) => return Poll::Ready(Ok(0)),
                Next::Pass(number) => {
                    let permitted = bytes.get(..number).unwrap_or(bytes);
                    let written = ready!(Pin::new(socket).poll_write(context, permitted))?;
                    passage.passed(permitted.get(..written).unwrap_or(permitted));
                    return Poll::Ready(Ok(written));
                }
                Next::Drop(number) => {
                    passage.passed(bytes.get(..number).unwrap_or(bytes));
                    return Poll::Ready(Ok(number));
                }
                Next::Add(more) => {
                    let written = ready!(Pin::new(&mut *socket).poll_write(context, &more))?;
                    passage.added(written);
                }
                Next::Wait(time) => {
                    ready!(pause.get_or_insert_with(|| Box::pin(sleep(time))).as_mut().poll(context));
                    *pause = None;
                    passage.waited();
                }
                Next::Mute => *order = Order::Mute,
                Next::End => {
                    // What passed may still wait in TLS, and would go down with the connection.
                    ready!(Pin::new(socket).poll_flush(context))?;
                    return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
                }
            }
        }
    }
}

impl AsyncRead for WireStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.wire.is_mute() {
            return self.poll_client_left(context).map(Ok);
        }
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for WireStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().poll_carry(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_carry(context, &[]))?;
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // HTTP believes that the answer was sent and may want to close; a stalled connection stays.
        if self.wire.is_mute() {
            ready!(self.poll_client_left(context));
        }
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
