//! Who is signed in, and where.
//!
//! An [`AccountSpace`] says where one signs in, a [`Session`] holds the tokens and makes the calls that need them,
//! and the [`Vault`] keeps them in the system's keyring, or says that it cannot. [`Storage`] is that and the folder for
//! what outlasts the program beside the tokens.
//!
//! How a session goes: `beginning`, `authorized` (its calls), `renewal` (its tokens), `ending`.

mod account_lock;
mod accounts;
mod authorized;
mod beginning;
mod browser;
mod checkpoints;
mod ending;
mod freshness;
mod identity;
mod kept;
mod last_seen;
mod renewal;
mod space;
mod storage;
mod tokens;
pub mod vault;

pub use accounts::accounts_of;
pub use authorized::{Called, Particulars, Session};
pub use browser::{BrowserError, BrowserEvent, RedirectAddress, RedirectListener, Returned, Waiting};
pub use checkpoints::{Checkpoints, Point};
pub use ending::SignedOut;
pub use identity::{SessionIdentity, SignatureCheck};
pub use kept::KeptAccount;
pub use last_seen::{LastSeen, LastSeenFile};
pub use space::{AccountSpace, Keep, SpaceName};
pub use storage::{Storage, data_folder};
pub use tokens::{EndedBy, Standing};
pub use vault::{Vault, VaultError};
