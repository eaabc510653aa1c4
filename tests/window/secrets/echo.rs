//! A gateway that answers every request with HTTP 502 and a page that shows the request, as careless ones do.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::wait::{DEADLINE, until};

/// What its pages say before they show the request.
pub(super) const SAYS: &str = "The gateway could not pass this on";

/// The gateway; it ends with its owner.
pub(super) struct Echo {
    address: SocketAddr,
    ends: Arc<AtomicBool>,
    shown: Arc<AtomicUsize>,
    serving: Option<JoinHandle<()>>,
}

impl Echo {
    /// Listens where a service was that has ended.
    pub(super) fn in_place_of(app_host: &str) -> Self {
        let address: SocketAddr = app_host.trim_start_matches("http://").parse().unwrap();
        let listener = until(DEADLINE, || TcpListener::bind(address).ok()).expect("the port is free again");
        let (ends, shown) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (told, counts) = (Arc::clone(&ends), Arc::clone(&shown));
        let serving = std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                if told.load(Ordering::SeqCst) {
                    return;
                }
                // A client that leaves is none of its business.
                if show_what_comes(socket).is_ok() {
                    counts.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        Self { address, ends, shown, serving: Some(serving) }
    }

    /// How many requests it has shown to who made them.
    pub(super) fn shown(&self) -> usize {
        self.shown.load(Ordering::SeqCst)
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // Wakes it up.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(serving)) = (woken, self.serving.take()) {
            let _ = serving.join();
        }
    }
}

fn show_what_comes(mut socket: TcpStream) -> std::io::Result<()> {
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    while !is_whole(&request) {
        match socket.read(&mut piece)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            length => request.extend_from_slice(&piece[..length]),
        }
    }
    let request = String::from_utf8_lossy(&request);
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or_default();
    // The body first, because little of a page is shown; and nothing that tells a name from a value.
    let bare = format!("{body} {head}").replace(['{', '}', '"', ':', ',', '&', '='], " ");
    let page = format!("<html><title>502</title><p>{SAYS} {bare}</p></html>");
    let length = page.len();
    write!(
        socket,
        "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
    )
}

/// Whether the head is there, and as much of the body as it says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}
