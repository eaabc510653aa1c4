//! The last exchanges, within bounds that hold whatever comes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use super::folding::{Found, line_of};
use crate::genauth::{Exchange, Header, RecordedBody};

/// The most entries that are kept.
pub const MOST_ENTRIES: usize = 1000;

/// The most memory that what is kept takes, in bytes: 32 MiB.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What an exchange takes beside its texts, in bytes; rather more than less.
const FIXED_WEIGHT: usize = 1024;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Grows with every entry and is never used twice.
    pub number: u64,
    /// The exchange; of several that were folded into one line, the last.
    pub exchange: Arc<Exchange>,
    /// How many exchanges this line stands for. More than one only where the program reads the same again and again and
    /// finds the same.
    pub count: u64,
    /// When the first of them began.
    pub first_started_at: Timestamp,
}

/// What the ring held at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Grows with every change.
    pub version: u64,
    /// The entries, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// How many exchanges went to make room since the last clearing; a line counts for all that it stands for.
    pub dropped: u64,
    /// What the entries take, in bytes.
    pub bytes: usize,
}

/// Keeps the last exchanges. Cheap to clone; clones are one ring.
#[derive(Clone)]
pub struct Ring {
    kept: Arc<Mutex<Kept>>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    version: u64,
    next_number: u64,
    lines: VecDeque<Line>,
    dropped: u64,
    bytes: usize,
}

struct Line {
    entry: Arc<Entry>,
    found: Option<Found>,
}

impl Default for Ring {
    fn default() -> Self {
        Self { kept: Arc::default(), changed: watch::Sender::new(0) }
    }
}

impl Ring {
    /// Puts an exchange in; the oldest go when there is no room.
    pub fn put(&self, exchange: Exchange) {
        // Working out what it found takes a while for a long body.
        let found = Found::of(&exchange);
        let version = {
            let mut kept = self.lock();
            kept.put(exchange, found);
            kept.version += 1;
            kept.version
        };
        self.changed.send_replace(version);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let version = {
            let mut kept = self.lock();
            kept.lines = VecDeque::new();
            kept.dropped = 0;
            kept.bytes = 0;
            kept.version += 1;
            kept.version
        };
        self.changed.send_replace(version);
    }

    /// What the ring holds, unless that is what a snapshot of this version held. Takes as long as it takes to copy a
    /// thousand pointers.
    pub fn snapshot_since(&self, version: u64) -> Option<Snapshot> {
        let kept = self.lock();
        (kept.version != version).then(|| Snapshot {
            version: kept.version,
            entries: kept.lines.iter().map(|line| Arc::clone(&line.entry)).collect(),
            dropped: kept.dropped,
            bytes: kept.bytes,
        })
    }

    /// What the ring holds.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_since(u64::MAX).unwrap_or_default()
    }

    /// The version, which goes up with every change. However many changes come while nobody looks, the receiver wakes
    /// once.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn put(&mut self, exchange: Exchange, found: Option<Found>) {
        let lines = self.lines.iter().map(|line| (line.entry.as_ref(), line.found));
        let folds_into = line_of(&exchange, found, lines);
        let exchange = Arc::new(exchange);
        if let Some(line) = folds_into.and_then(|at| self.lines.get_mut(at)) {
            let Entry { number, exchange: known, count, first_started_at } = line.entry.as_ref();
            let first_started_at = exchange.started_at.min(*first_started_at);
            // The thread and a caller can redact at the same time, so the later one may come first.
            let last = if exchange.started_at < known.started_at { Arc::clone(known) } else { exchange };
            self.bytes = (self.bytes + weight(&last)).saturating_sub(weight(known));
            line.entry =
                Arc::new(Entry { number: *number, exchange: last, count: count.saturating_add(1), first_started_at });
        } else {
            let (number, first_started_at) = (self.next_number, exchange.started_at);
            self.next_number += 1;
            self.bytes += weight(&exchange);
            self.lines
                .push_back(Line { entry: Arc::new(Entry { number, exchange, count: 1, first_started_at }), found });
        }
        while self.lines.len() > MOST_ENTRIES || self.bytes > MOST_BYTES {
            let Some(Line { entry: oldest, .. }) = self.lines.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(weight(&oldest.exchange));
            self.dropped += oldest.count;
        }
    }
}

/// What an exchange takes in memory, in bytes.
pub(super) fn weight(exchange: &Exchange) -> usize {
    let header = |header: &Header| header.name.capacity() + header.value.capacity() + size_of::<Header>();
    let body = |body: &RecordedBody| body.text.capacity();
    let attempt = &exchange.attempt;
    let request = &exchange.request;
    let sent = request.url.capacity()
        + request.headers.iter().map(header).sum::<usize>()
        + request.body.as_ref().map_or(0, body);
    let received = exchange
        .response
        .as_ref()
        .map_or(0, |response| response.headers.iter().map(header).sum::<usize>() + body(&response.body));
    // The error of a refusal has the message and the request ID once more; that of a page has its excerpt.
    let said =
        [&attempt.message, &attempt.request_id].into_iter().flatten().map(|text| 2 * text.capacity()).sum::<usize>();
    FIXED_WEIGHT + attempt.path.capacity() + sent + received + said + 4 * 2000
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, MOST_ENTRIES, Ring};
    use crate::genauth::Cause;
    use crate::inspector::samples::{exchange, identities};

    #[test]
    fn the_last_thousand_stay_in_order() {
        let ring = Ring::default();
        for _ in 0..MOST_ENTRIES + 5 {
            ring.put(identities());
        }
        let kept = ring.snapshot();
        let numbers: Vec<u64> = kept.entries.iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, (5..MOST_ENTRIES as u64 + 5).collect::<Vec<_>>());
        assert_eq!(kept.dropped, 5);
        ring.clear();
        assert_eq!(ring.snapshot().entries, []);
        assert_eq!((ring.snapshot().dropped, ring.snapshot().bytes), (0, 0));
        ring.put(identities());
        assert_eq!(ring.snapshot().entries[0].number, MOST_ENTRIES as u64 + 5, "no number is used twice");
    }

    #[test]
    fn large_bodies_stay_within_the_memory() {
        let ring = Ring::default();
        for _ in 0..200 {
            ring.put(exchange("GET", "/a", None, &"x".repeat(256 * 1024)));
            assert!(ring.snapshot().bytes <= MOST_BYTES);
        }
        let kept = ring.snapshot();
        assert!((100..128).contains(&kept.entries.len()), "{}", kept.entries.len());
        assert_eq!(kept.entries.len() as u64 + kept.dropped, 200);
    }

    #[test]
    fn a_line_that_goes_counts_for_all_that_it_stood_for() {
        let ring = Ring::default();
        for _ in 0..3 {
            let mut look = identities();
            look.cause = Some(Cause::Polling);
            ring.put(look);
        }
        for _ in 0..MOST_ENTRIES {
            ring.put(identities());
        }
        assert_eq!((ring.snapshot().dropped, ring.snapshot().entries.len()), (3, MOST_ENTRIES));
    }

    #[test]
    fn a_person_who_reads_twice_has_two_lines() {
        let ring = Ring::default();
        ring.put(identities());
        ring.put(identities());
        assert_eq!(ring.snapshot().entries.len(), 2);
    }

    #[test]
    fn a_snapshot_is_made_only_when_something_changed_and_many_changes_wake_once() {
        let ring = Ring::default();
        let mut changed = ring.changed();
        ring.put(identities());
        ring.put(identities());
        let kept = ring.snapshot_since(0).unwrap();
        assert!(ring.snapshot_since(kept.version).is_none());
        assert!(changed.has_changed().unwrap());
        assert_eq!(*changed.borrow_and_update(), kept.version);
        assert!(!changed.has_changed().unwrap());
    }
}
