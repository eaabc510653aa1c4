//! The ledger: a local database of receipts, sightings, ways that signed in, used connections and snapshots.
//!
//! [`Ledger::open`] begins. An [`Intent`] is written before a call and is durable when [`Ledger::intend`] returns; the
//! [`Settlement`] follows the answer, and [`Listed`] what the list said. Two programs may use one file at once. What was
//! begun by a program that ended in the middle is found again with [`Ledger::open_intents`].
//!
//! No token is put here: no column is made for one, and what is copied from a list of identities are ids and the
//! person's name. Every call blocks, so it belongs into a task and never into the window's thread.

mod account;
mod connections;
mod conversion;
mod entry;
mod error;
mod ext_idps;
mod fault;
mod file;
mod forgetting;
mod found_later;
mod known_accounts;
mod milliseconds;
mod opening;
mod outcome;
mod query;
mod receipts;
mod rows;
mod runs;
mod schema;
mod sightings;
mod snapshots;
mod store;
mod text;
mod ways;

pub use account::{Account, Whose};
pub use connections::UsedConnection;
pub use entry::{
    Answer, BatchId, CameThrough, Deed, Entry, EntryId, FoundLater, Intent, ListSaid, Listed, LostWhy, Request,
    Settlement, WaitingEnd,
};
pub use error::{LedgerError, OpenError};
pub use ext_idps::KnownExtIdp;
pub use fault::{Fault, FaultKind};
pub use forgetting::Forgotten;
pub use known_accounts::KnownAccount;
pub use opening::{Note, Opened};
pub use outcome::Outcome;
pub use query::{Cursor, EntryPage, Export, Filter, PageRequest};
pub use sightings::{Saw, Sighting};
pub use snapshots::{Snapshot, SnapshotIdentity};
pub use store::Ledger;
pub use ways::{SeenWay, Way};

/// The version of the files that this program writes.
pub fn file_version() -> i64 {
    schema::newest()
}

/// The version of the library that writes them.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
