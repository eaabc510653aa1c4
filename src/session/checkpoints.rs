//! Named points on the way of new tokens, at which a test can stop a session.

/// A point that a session passes while it gets new tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// The account is locked; the keyring has not been read again.
    Locked,
    /// The refresh token is about to be sent.
    Asking,
    /// New tokens came and stand nowhere yet. The service may have made the old refresh token worthless.
    Answered,
    /// The keyring has the new tokens; no call has.
    Stored,
    /// The next call has the new tokens.
    InUse,
}

impl Point {
    /// Every point, in the order in which they are passed.
    pub const ALL: [Self; 5] = [Self::Locked, Self::Asking, Self::Answered, Self::Stored, Self::InUse];
}

/// Is told which points a session passes, and may keep it there: the session waits until the call returns.
pub trait Checkpoints: Send + Sync {
    /// The session has come to this point.
    fn reached(&self, point: Point);
}
