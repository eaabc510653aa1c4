//! Tells whoever looks at the service that there is something new to see.

use tokio::sync::watch;

/// Counts what changed. Clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    count: watch::Sender<u64>,
}

impl Changes {
    /// Something that a person can look at is otherwise than before.
    pub(super) fn note(&self) {
        self.count.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// The count; whoever holds this is told when it changes.
    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }
}
