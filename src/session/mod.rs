//! Who is signed in, and where.
//!
//! An [`AccountSpace`] says where one signs in, a [`Session`] holds the tokens and makes the calls that need them,
//! and the [`Vault`] keeps them in the system's keyring, or says that it cannot.

mod authorized;
mod browser;
mod space;
mod tokens;
pub mod vault;

pub use authorized::{Called, Session, SignedOut};
pub use browser::{BrowserError, BrowserEvent, RedirectAddress, RedirectListener, Returned, Waiting};
pub use space::{AccountSpace, Keep, SpaceName};
pub use tokens::Standing;
pub use vault::{Vault, VaultError};
