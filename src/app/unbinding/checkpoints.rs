//! Named points on the way of an unbind, at which a test can stop the program.

/// A point that an unbind passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnbindPoint {
    /// What would remain to sign in with was read once more; nothing is written.
    FactsRead,
    /// The ledger has the intent; nothing is sent.
    IntentWritten,
    /// The request is about to be sent.
    Sending,
    /// The answer came, or was lost; the ledger does not have it.
    Answered,
    /// The ledger has the answer; the list has not been read.
    OutcomeWritten,
    /// The list was read after the answer; the ledger does not have what it says.
    ListRead,
    /// The ledger has what the list says.
    ListWritten,
}

impl UnbindPoint {
    /// Every point, in the order in which they are passed.
    pub const ALL: [Self; 7] = [
        Self::FactsRead,
        Self::IntentWritten,
        Self::Sending,
        Self::Answered,
        Self::OutcomeWritten,
        Self::ListRead,
        Self::ListWritten,
    ];
}

/// Is told which points an unbind passes, and may keep it there: it waits until the call returns.
pub trait UnbindCheckpoints: Send + Sync {
    /// An unbind has come to this point.
    fn reached(&self, point: UnbindPoint);
}
