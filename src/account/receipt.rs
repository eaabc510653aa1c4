//! The lasting record of one unbind: what was sent, what came back, and what the list said afterwards.

use std::time::Duration;

use jiff::Timestamp;

use super::{Binding, BindingKey};
use crate::genauth::{Attempt, Certainty, Error};

/// What the API answered to an unbind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `statusCode` 200.
    Accepted,
    /// It said no, or was never asked: nothing was done.
    Refused(Error),
    /// No answer that can be read: the unbind may have been done.
    Lost(LostCause),
}

impl Reply {
    /// Sorts the end of a call by what it says about the account, which is what the person needs to know.
    pub fn from_result(result: Result<(), Error>) -> Self {
        match result {
            Ok(()) => Self::Accepted,
            Err(error) => match error.certainty() {
                Certainty::NothingDone => Self::Refused(error),
                Certainty::Unknown => Self::Lost(LostCause::Failed(error)),
            },
        }
    }

    /// The failure behind the reply, where there was one.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Refused(error) | Self::Lost(LostCause::Failed(error)) => Some(error),
            Self::Accepted | Self::Lost(LostCause::StoppedWaiting | LostCause::Crashed | LostCause::ProgramEnded) => {
                None
            }
        }
    }
}

/// What a reply comes to, without its particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReplyKind {
    /// [`Reply::Accepted`].
    Accepted,
    /// [`Reply::Refused`].
    Refused,
    /// [`Reply::Lost`].
    Lost,
}

impl From<&Reply> for ReplyKind {
    fn from(reply: &Reply) -> Self {
        match reply {
            Reply::Accepted => Self::Accepted,
            Reply::Refused(_) => Self::Refused,
            Reply::Lost(_) => Self::Lost,
        }
    }
}

/// Why no answer to an unbind can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LostCause {
    /// The call failed in a way that leaves open whether the server acted.
    Failed(Error),
    /// The person stopped waiting for it.
    StoppedWaiting,
    /// The task that made the call ended abnormally.
    Crashed,
    /// The program ended before an answer was noted; the receipt is from its next start.
    ProgramEnded,
}

/// What the list of identities, read again after the answer, says about the binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// It has not been read since the answer.
    NotReadYet,
    /// None of the identities is listed any more.
    Gone,
    /// Some of the identities are still listed.
    PartlyGone {
        /// How many are left.
        left: usize,
    },
    /// All of them are still listed.
    AllThere,
    /// It could not be read.
    Unreadable,
}

impl Listed {
    /// What a list says of the binding that was to go; `None` is a list that could not be read.
    ///
    /// Counted by key and not by `identityId`, because the unbind is about the whole identity provider (reference
    /// section 6.3): an identity that stands there under a new ID is still a way in.
    pub fn of(binding: &Binding, bindings: Option<&[Binding]>) -> Self {
        let Some(bindings) = bindings else { return Self::Unreadable };
        let left = bindings.iter().find(|listed| listed.key == binding.key).map_or(0, |listed| listed.identities.len());
        match left {
            0 => Self::Gone,
            left if left < binding.identities.len() => Self::PartlyGone { left },
            _ => Self::AllThere,
        }
    }
}

/// What an unbind came to: the answer and the list together.
///
/// The first word is the answer's, the second the list's; [`Outcome::NotChecked`] is none of the twelve, only the
/// moment before the list has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name says its two parts")]
pub enum Outcome {
    AcceptedGone,
    AcceptedPartlyGone,
    AcceptedAllThere,
    AcceptedUnreadable,
    RefusedGone,
    RefusedPartlyGone,
    RefusedAllThere,
    RefusedUnreadable,
    LostGone,
    LostPartlyGone,
    LostAllThere,
    LostUnreadable,
    /// The answer is known, the list not yet.
    NotChecked,
}

impl Outcome {
    /// The outcome of an answer and what the list says.
    pub fn of(reply: ReplyKind, listed: Listed) -> Self {
        match (reply, listed) {
            (_, Listed::NotReadYet) => Self::NotChecked,
            (ReplyKind::Accepted, Listed::Gone) => Self::AcceptedGone,
            (ReplyKind::Accepted, Listed::PartlyGone { .. }) => Self::AcceptedPartlyGone,
            (ReplyKind::Accepted, Listed::AllThere) => Self::AcceptedAllThere,
            (ReplyKind::Accepted, Listed::Unreadable) => Self::AcceptedUnreadable,
            (ReplyKind::Refused, Listed::Gone) => Self::RefusedGone,
            (ReplyKind::Refused, Listed::PartlyGone { .. }) => Self::RefusedPartlyGone,
            (ReplyKind::Refused, Listed::AllThere) => Self::RefusedAllThere,
            (ReplyKind::Refused, Listed::Unreadable) => Self::RefusedUnreadable,
            (ReplyKind::Lost, Listed::Gone) => Self::LostGone,
            (ReplyKind::Lost, Listed::PartlyGone { .. }) => Self::LostPartlyGone,
            (ReplyKind::Lost, Listed::AllThere) => Self::LostAllThere,
            (ReplyKind::Lost, Listed::Unreadable) => Self::LostUnreadable,
        }
    }

    /// Whether the list, read after the answer, no longer names the binding.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::AcceptedGone | Self::RefusedGone | Self::LostGone)
    }

    /// Whether answer and list agree so that nothing is left to find out; the others stay open.
    pub fn is_settled(self) -> bool {
        self.is_gone() || self == Self::RefusedAllThere
    }
}

/// The lasting record of one unbind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Distinguishes receipts within one run of the program.
    pub number: u64,
    /// When the call was begun.
    pub when: Timestamp,
    /// The account space, as its host.
    pub space: String,
    /// The account's `userId`, where the profile could be read.
    pub user_id: Option<String>,
    /// The binding as it was when the call was begun: its ids are the ones sent and not sent.
    pub binding: Binding,
    /// Every HTTP request that was made for it, in order: a refresh of the session and a second sending included.
    pub attempts: Vec<Attempt>,
    /// How long its requests took together, or, where none ended, how long it was waited for.
    pub took: Duration,
    /// What the API answered.
    pub reply: Reply,
    /// What the list said afterwards.
    pub listed: Listed,
    /// When the list was read.
    pub listed_at: Option<Timestamp>,
    /// Whether a later try at the same binding has begun: what the list says from then on is about that one.
    pub superseded: bool,
}

impl Receipt {
    /// What the unbind came to.
    pub fn outcome(&self) -> Outcome {
        Outcome::of((&self.reply).into(), self.listed)
    }

    /// The attempt whose answer counts: the last one that asked for the unbind itself, not for a new token.
    pub fn decisive_attempt(&self) -> Option<&Attempt> {
        self.attempts.iter().rev().find(|attempt| attempt.path.ends_with("/unlink-extidp"))
    }

    /// Whether the list says that the binding is gone.
    pub fn is_gone(&self) -> bool {
        self.listed == Listed::Gone
    }

    /// Compares with a list that was read after the answer.
    ///
    /// A finding is not overwritten by a later failure to read: what was once seen stays said, with its time.
    pub fn check_against(&mut self, bindings: Option<&[Binding]>, read_at: Timestamp) {
        if self.superseded {
            return;
        }
        let listed = Listed::of(&self.binding, bindings);
        // A binding that was seen gone and is listed later was bound anew: that is not this receipt's story.
        if self.listed == Listed::Gone || (listed == Listed::Unreadable && self.listed != Listed::NotReadYet) {
            return;
        }
        self.listed = listed;
        self.listed_at = Some(read_at);
    }

    /// Takes over an answer that came after the person had stopped waiting; the list has to be read anew for it.
    ///
    /// An answer that is itself lost says no more than that nobody waited for it.
    pub fn answered_late(&mut self, reply: Reply, attempts: Vec<Attempt>, took: Duration) {
        if !matches!(reply, Reply::Lost(_)) {
            self.reply = reply;
        }
        self.attempts = attempts;
        self.took = took;
        if self.listed != Listed::Gone {
            self.listed = Listed::NotReadYet;
            self.listed_at = None;
        }
    }

    /// The key of the binding that it is about.
    pub fn key(&self) -> &BindingKey {
        &self.binding.key
    }
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
