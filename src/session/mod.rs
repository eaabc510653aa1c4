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
mod browser_session;
mod checkpoints;
mod ending;
mod freshness;
mod identity;
mod kept;
mod last_seen;
mod link;
mod particulars;
mod renewal;
mod renewal_on_demand;
mod spaces;
mod storage;
mod token_copy;
mod tokens;
mod unwanted;
pub mod vault;

pub use accounts::{Forgotten, accounts_of, forget_accounts_of};
pub use authorized::{Called, Session};
pub use browser::{
    BrowserError, BrowserEvent, LinkListener, OneShot, RedirectAddress, RedirectListener, Returned, Waiting,
};
pub use browser_session::BrowserSession;
pub use checkpoints::{Checkpoints, Point};
pub use ending::SignedOut;
pub use identity::{SessionIdentity, SignatureCheck};
pub use kept::KeptAccount;
pub use last_seen::{LastSeen, LastSeenFile};
pub use link::{LinkError, Linked};
pub use particulars::Particulars;
pub use renewal_on_demand::{NotRenewed, Renewed};
pub use spaces::{
    AccountSpace, AuthenticationMethod, Change, ChangeError, Changed, Field, FileTrouble, Keep, Listing, Mistake,
    PasswordEncryption, Reason, RedirectUri, SpaceDraft, SpaceEntry, SpaceId, SpaceName, SpaceTrouble, SpacesFile,
    client_settings, load_secret, store_secret, wipe_secret,
};
pub use storage::{Storage, data_folder};
pub use tokens::{EndedBy, Standing};
pub use unwanted::Unwanted;
pub use vault::{Vault, VaultError};
