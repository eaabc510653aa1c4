//! Account spaces: where one signs in, and the file that keeps them.
//!
//! A [`SpaceDraft`] is a space as it is typed or as it stands in the file; [`SpaceDraft::check`] makes an
//! [`AccountSpace`] of it or names the fields at fault. [`SpacesFile`] reads and changes the file, and never overwrites
//! what it does not understand.

mod document;
mod draft;
mod edit;
mod file;
mod opening;
mod redirect;
mod secret;
mod space;

pub use document::{Listing, SpaceEntry};
pub use draft::{Field, Mistake, Reason, SpaceDraft};
pub use file::{Change, ChangeError, Changed, FileTrouble, SpacesFile};
pub use opening::{SpaceTrouble, client_settings};
pub use redirect::RedirectUri;
pub use secret::{load_secret, store_secret, wipe_secret};
pub use space::{AccountSpace, AuthenticationMethod, Keep, PasswordEncryption, SpaceId, SpaceName};
