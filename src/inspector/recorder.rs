//! Takes exchanges off the caller's path: a thread of its own redacts them and puts them into the ring.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use super::Ring;
use crate::genauth::{EndedCall, Exchange, ExchangeObserver};

/// How many calls wait for redaction at most. Each can hold 1 MiB of an answer.
const MOST_WAITING: usize = 16;

/// Keeps the exchanges of every client that it is given to.
///
/// A call hands itself over through a bounded queue and goes on. When the queue is full, the caller redacts its own call:
/// nothing is lost, and no more memory is taken. The thread ends when the recorder is dropped.
pub struct Recorder {
    ring: Ring,
    /// Without a thread, which the system can refuse, every caller redacts its own calls.
    queue: Option<SyncSender<EndedCall>>,
}

impl Recorder {
    /// Starts the thread.
    pub fn start(ring: Ring) -> Arc<Self> {
        let (queue, waiting) = sync_channel(MOST_WAITING);
        let puts_into = ring.clone();
        let thread = std::thread::Builder::new().name("recorder".to_owned()).spawn(move || run(&waiting, &puts_into));
        if let Err(reason) = &thread {
            tracing::warn!(%reason, "no thread for recording calls");
        }
        Arc::new(Self { ring, queue: thread.is_ok().then_some(queue) })
    }

    /// Where the exchanges go.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }
}

fn run(waiting: &Receiver<EndedCall>, ring: &Ring) {
    while let Ok(call) = waiting.recv() {
        ring.put(call.redact());
    }
}

impl ExchangeObserver for Recorder {
    fn call_ended(&self, call: EndedCall) {
        let refused = match &self.queue {
            Some(queue) => match queue.try_send(call) {
                Ok(()) => None,
                Err(TrySendError::Full(call) | TrySendError::Disconnected(call)) => Some(call),
            },
            None => Some(call),
        };
        if let Some(call) = refused {
            self.observe(call.redact());
        }
    }

    fn observe(&self, exchange: Exchange) {
        self.ring.put(exchange);
    }
}
