//! A connection's bytes, under HTTP: they pass, until the wire is told to break.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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
    /// The head and so many bytes of the body pass.
    Cut { cut: Cut, then: Then },
    /// Nothing passes any more, in either direction, until the client leaves.
    Mute,
}

#[derive(Clone, Copy, Debug)]
enum Then {
    Mute,
    End,
}

impl Wire {
    /// The next answer resets the connection instead of being sent.
    pub(super) fn reset(&self) {
        *self.order() = Order::Reset;
    }

    /// The next answer stops after so many bytes of its body, and the connection stays open.
    pub(super) fn stall_after(&self, body_bytes: usize) {
        let cut = Cut::after(body_bytes);
        *self.order() = Order::Cut { cut, then: Then::Mute };
    }

    /// The next answer stops after so many bytes of its body, and the connection ends.
    pub(super) fn end_after(&self, body_bytes: usize) {
        let cut = Cut::after(body_bytes);
        *self.order() = Order::Cut { cut, then: Then::End };
    }

    fn order(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_mute(&self) -> bool {
        matches!(*self.order(), Order::Mute)
    }
}

/// Where in an answer to stop: after the blank line that ends its head, and so many bytes more.
#[derive(Debug)]
struct Cut {
    /// How much of the blank line (`\r\n\r\n`) was just seen; 4 once the head is over.
    blank: usize,
    body_left: usize,
}

impl Cut {
    const BLANK: &'static [u8; 4] = b"\r\n\r\n";

    fn after(body_bytes: usize) -> Self {
        Self { blank: 0, body_left: body_bytes }
    }

    /// How many of these bytes may pass.
    fn permitted(&self, bytes: &[u8]) -> usize {
        let mut blank = self.blank;
        let head = bytes.iter().take_while(|byte| advance(&mut blank, **byte)).count();
        if blank < Self::BLANK.len() {
            return head;
        }
        bytes.len().min(head + self.body_left)
    }

    /// Counts bytes that did pass.
    fn passed(&mut self, bytes: &[u8]) {
        let head = bytes.iter().take_while(|byte| advance(&mut self.blank, **byte)).count();
        self.body_left = self.body_left.saturating_sub(bytes.len() - head);
    }
}

/// Follows one byte through the head; false once the head is over and the byte belongs to the body.
fn advance(blank: &mut usize, byte: u8) -> bool {
    match Cut::BLANK.get(*blank) {
        None => return false,
        Some(expected) if *expected == byte => *blank += 1,
        // A `\r` that breaks the sequence is itself the beginning of a new one.
        Some(_) => *blank = usize::from(byte == b'\r'),
    }
    true
}

/// The stream HTTP is served on: a TCP connection that obeys its [`Wire`].
#[derive(Debug)]
pub(super) struct WireStream {
    socket: TcpStream,
    wire: Arc<Wire>,
}

impl WireStream {
    pub(super) fn new(socket: TcpStream, wire: Arc<Wire>) -> Self {
        Self { socket, wire }
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
        let Self { socket, wire } = self.get_mut();
        let mut order = wire.order();
        let Order::Cut { cut, then } = &mut *order else {
            return match &*order {
                Order::Mute => Poll::Ready(Ok(bytes.len())),
                Order::Reset => {
                    // With no time to linger, dropping the socket sends a RST instead of a FIN.
                    socket.set_zero_linger()?;
                    Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
                }
                Order::Pass | Order::Cut { .. } => Pin::new(socket).poll_write(context, bytes),
            };
        };
        let permitted = bytes.get(..cut.permitted(bytes)).unwrap_or_default();
        if permitted.is_empty() && !bytes.is_empty() {
            return Poll::Ready(match then {
                Then::Mute => {
                    *order = Order::Mute;
                    Ok(bytes.len())
                }
                Then::End => Err(io::ErrorKind::BrokenPipe.into()),
            });
        }
        let written = ready!(Pin::new(socket).poll_write(context, permitted))?;
        cut.passed(permitted.get(..written).unwrap_or_default());
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\na: \r\r\n\r\n{\"statusCode\":200}";

    #[test]
    fn the_head_passes_whole_and_the_body_in_part() {
        for size in 1..=ANSWER.len() {
            let mut cut = Cut::after(6);
            let mut sent = Vec::new();
            for piece in ANSWER.chunks(size) {
                let permitted = piece.get(..cut.permitted(piece)).unwrap();
                cut.passed(permitted);
                sent.extend_from_slice(permitted);
            }
            assert!(sent.ends_with(b"\r\n\r\n{\"stat"), "in pieces of {size}: {sent:?}");
        }
    }

    #[test]
    fn a_piece_that_only_went_out_in_part_is_counted_in_part() {
        let mut cut = Cut::after(2);
        cut.passed(b"HTTP/1.1 200 OK\r\n\r");
        assert_eq!(cut.permitted(b"\nabcdef"), 3);
        cut.passed(b"\na");
        assert_eq!(cut.permitted(b"bcdef"), 1);
        cut.passed(b"b");
        assert_eq!(cut.permitted(b"cdef"), 0);
    }
}
