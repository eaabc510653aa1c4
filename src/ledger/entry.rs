//! What is kept of one bind or unbind: the intent, then the answer, then what the list said.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::rand;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Account, Fault, LedgerError, milliseconds};

/// Names an entry, in this file and in every other: 32 hexadecimal digits, random, so that two programs never collide.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(String);

/// Names several unbinds that were confirmed together; made like an [`EntryId`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchId(String);

impl EntryId {
    pub(super) fn random() -> Result<Self, LedgerError> {
        Ok(Self(random_name()?))
    }

    pub(super) fn kept(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BatchId {
    /// A new one.
    ///
    /// # Errors
    /// [`LedgerError::NoRandomness`] where the system gives no random numbers.
    pub fn random() -> Result<Self, LedgerError> {
        Ok(Self(random_name()?))
    }

    pub(super) fn kept(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// 128 random bits in hexadecimal digits.
pub(super) fn random_name() -> Result<String, LedgerError> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| LedgerError::NoRandomness)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What is done to a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// `generate-link-extidp-url`, and what the person does in the browser (reference section 6).
    Bind,
    /// `unlink-extidp` (reference section 6.3).
    Unbind,
}

/// Everything that is known before the call. Times are kept in milliseconds, and long texts are cut with a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Whose binding it is.
    pub account: Account,
    /// What is to be done.
    pub deed: Deed,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// The several that it is one of.
    pub batch: Option<BatchId>,
    /// The provider's name on the wire, for example `github` (reference section 12.1).
    pub provider: String,
    /// What the binding was called on the screen.
    pub title: String,
    /// The identity source, which an unbind sends.
    pub ext_idp_id: Option<String>,
    /// The identities that were bound under it; none before a bind.
    pub identity_ids: Vec<String>,
    /// The connections that they came through (`originConnIds`).
    pub origin_connection_ids: Vec<String>,
    /// The connection's `identifier`: sent by a bind, and remembered from one where an unbind follows.
    pub connection: Option<String>,
}

/// One HTTP request that was made for it, without any secret; the fields are those of
/// [`Attempt`](crate::genauth::Attempt).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The path, without a query.
    pub path: String,
    /// When it began.
    pub started_at: Timestamp,
    /// From its beginning to its end, in whole milliseconds.
    #[serde(rename = "took_ms", with = "milliseconds")]
    pub took: Duration,
    /// The HTTP status, when an answer came.
    pub http_status: Option<u16>,
    /// The body's `statusCode` (reference section 1.4).
    pub status_code: Option<i64>,
    /// The body's `apiCode` (reference section 1.4).
    pub api_code: Option<i64>,
    /// The body's `message`.
    pub message: Option<String>,
    /// The body's `requestId`, or else the `X-Request-Id` header.
    pub request_id: Option<String>,
}

/// What the API answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "reason", rename_all = "kebab-case")]
pub enum Answer {
    /// `statusCode` 200. Of a bind: the link was made.
    Accepted,
    /// It said no, or was never asked: nothing was done.
    Refused(Fault),
    /// No answer that can be read: it may have been done.
    Lost(LostWhy),
}

/// Why no answer can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", content = "fault", rename_all = "kebab-case")]
pub enum LostWhy {
    /// The call failed in a way that leaves open whether the server acted.
    Failed(Fault),
    /// The person stopped waiting for it.
    StoppedWaiting,
    /// The task that made the call ended abnormally.
    Crashed,
    /// The program ended before an answer came.
    ProgramEnded,
}

/// What came of the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// What the API answered.
    pub answer: Answer,
    /// When that was known.
    pub at: Timestamp,
    /// How long its requests took together, or how long it was waited for, in whole milliseconds.
    #[serde(rename = "took_ms", with = "milliseconds")]
    pub took: Duration,
    /// Every request that was made for it, in order.
    pub requests: Vec<Request>,
}

/// What the list of identities said afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Listed {
    /// It has not been read since.
    NotRead,
    /// Of an unbind: none of the identities is listed any more.
    Gone,
    /// Of an unbind: some are still listed.
    PartlyGone {
        /// How many are left.
        left: usize,
    },
    /// Of an unbind: all are still listed.
    AllThere,
    /// It could not be read.
    Unreadable,
    /// Of a bind: identities are listed that were not before.
    Bound {
        /// The new identities.
        identity_ids: Vec<String>,
        /// The connections that they came through.
        origin_connection_ids: Vec<String>,
    },
    /// Of a bind: nothing new was listed as long as was waited.
    NothingNew {
        /// Why the waiting ended.
        ended: WaitingEnd,
        /// What a list named after that; a file of before has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        later: Option<FoundLater>,
    },
}

/// Identities that a list named once nobody waited for a bind any more. None of them was there before it began, but they may
/// have come from elsewhere: a link that stays open in a browser and another device look the same in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLater {
    /// The identities.
    pub identity_ids: Vec<String>,
    /// The connections that they came through (`originConnIds`).
    pub origin_connection_ids: Vec<String>,
    /// When a list first named them.
    pub at: Timestamp,
    /// When a list was last read that did not, where one was read since the bind began.
    pub not_yet_at: Option<Timestamp>,
    /// What tells whether they came from this bind.
    pub came_through: CameThrough,
}

/// Through which connection identities came, compared with the one that a bind went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CameThrough {
    /// Through the same: a bind from here has shown which id it has.
    SameConnection,
    /// Through another one.
    AnotherConnection,
    /// Nothing joins an `identifier` to these ids (reference section 2).
    #[serde(other)]
    Unknown,
}

/// What a list that was read says of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSaid {
    /// The entry.
    pub entry: EntryId,
    /// What it says.
    pub listed: Listed,
    /// The end of the call, where none may be known: the program that made it is over.
    pub settlement: Option<Settlement>,
}

/// Why the waiting for a bind ended without a new identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitingEnd {
    /// The person stopped it.
    Cancelled,
    /// The time for it was over.
    DeadlinePassed,
    /// The session ended, by a sign-out or by the service.
    SessionOver,
    /// Another account was shown.
    OtherAccount,
    /// The program ended.
    ProgramEnded,
    /// Something else.
    #[serde(other)]
    Unknown,
}

/// One bind or unbind as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// What was known before the call.
    #[serde(flatten)]
    pub intent: Intent,
    /// What came of the call; none while it runs, or when the program ended first.
    pub settlement: Option<Settlement>,
    /// What the list said afterwards.
    pub listed: Listed,
    /// When that was read.
    pub listed_at: Option<Timestamp>,
    /// Whether a later try at the same binding has begun: what the list says from then on is about that one.
    pub superseded: bool,
}

impl Entry {
    /// The request whose answer counts: the last one that asked for the deed itself, not for a new token.
    pub fn decisive_request(&self) -> Option<&Request> {
        let ending = match self.intent.deed {
            Deed::Bind => "/generate-link-extidp-url",
            Deed::Unbind => "/unlink-extidp",
        };
        self.settlement.as_ref()?.requests.iter().rev().find(|request| request.path.ends_with(ending))
    }
}
