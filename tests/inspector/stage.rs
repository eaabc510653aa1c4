//! A client whose calls are recorded, and the wait for what was recorded.

use std::sync::Arc;

use bindery::genauth::{Client, ClientSettings, ExchangeObserver};
use bindery::inspector::{Recorder, Ring, Snapshot};

pub(crate) fn recorded(settings: ClientSettings) -> (Client, Ring) {
    let recorder = Recorder::start(Ring::default());
    let ring = recorder.ring().clone();
    (Client::new(settings, recorder as Arc<dyn ExchangeObserver>).unwrap(), ring)
}

/// What the ring holds once it stands for so many calls. Redaction happens on another thread.
pub(crate) async fn after_calls(ring: &Ring, calls: u64) -> Snapshot {
    let mut changed = ring.changed();
    loop {
        let kept = ring.snapshot();
        if kept.dropped + kept.entries.iter().map(|entry| entry.count).sum::<u64>() >= calls {
            return kept;
        }
        changed.changed().await.unwrap();
    }
}
