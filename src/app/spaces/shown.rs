//! What the panels show of account spaces.

use super::SpaceTest;
use crate::genauth::Error;
use crate::session::{AccountSpace, ChangeError, Mistake, SpaceDraft, SpaceId, SpacesFile, VaultError};

/// Account spaces and accounts, as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpacesShown {
    /// The file.
    pub file: FileShown,
    /// The space that the command line gave.
    pub unsaved: Option<AccountSpace>,
    /// Who is signed in where; the order is that of signing in.
    pub accounts: Vec<AccountShown>,
    /// What lies above or in the place of the screen.
    pub panel: Option<SpacesPanel>,
    /// What was done last.
    pub notice: Option<Notice>,
}

/// The file of account spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileShown {
    /// There is none: the system names no folder for it.
    #[default]
    NoPlace,
    /// It is being read for the first time.
    Reading,
    /// It was read, as well as it could be.
    Read(Box<SpacesFile>),
}

/// An account that is signed in, or a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountShown {
    /// Tells it apart.
    pub number: u64,
    /// Where.
    pub space: SpaceId,
    /// What it is called, once that is known.
    pub name: Option<String>,
    /// Its email address.
    pub email: Option<String>,
    /// How it stands.
    pub standing: AccountStanding,
    /// Whether it is the one on the screen.
    pub is_shown: bool,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountStanding {
    /// Nobody is signed in.
    SignedOut,
    /// Signed in.
    SignedIn,
    /// The service ended the session.
    Over,
    /// An unbind or a sign-out waits for its answer.
    Busy,
    /// An unbind ended otherwise than hoped, and nobody has seen it.
    NeedsALook,
}

/// What lies above or in the place of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpacesPanel {
    /// The list to switch in.
    Switcher,
    /// The editor of one space.
    Editor(Box<Editor>),
}

/// The editor of one space. What is being typed is the panel's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// Each editor that is opened has another.
    pub number: u64,
    /// Which space; `None` for a new one.
    pub id: Option<SpaceId>,
    /// What it begins with.
    pub draft: SpaceDraft,
    /// Whether the program opens this space when it starts.
    pub opens_at_start: bool,
    /// What is wrong with what was saved, tested or read.
    pub mistakes: Vec<Mistake>,
    /// Whether it is being written or removed.
    pub saving: bool,
    /// Why it could not be written.
    pub failure: Option<SaveFailure>,
    /// What trying it came to.
    pub test: Option<SpaceTest>,
    /// Whether the dialog asks if it should be removed.
    pub asks_to_remove: bool,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveFailure {
    /// The file did not take it.
    File(ChangeError),
    /// There is no file to keep it in.
    NoPlace,
    /// An answer of an account of this space is waited for.
    Busy,
    /// The task ended abnormally.
    Crashed,
}

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A space was kept.
    Saved {
        /// Its name.
        name: String,
        /// Why its secret is only remembered until the program ends.
        secret: Option<VaultError>,
    },
    /// A space was removed.
    Removed {
        /// Its name.
        name: String,
        /// Why a token could not be revoked.
        revocation: Option<Error>,
        /// Why the keyring could not be cleared.
        keyring: Option<VaultError>,
        /// Whether what was last seen of an account stayed on the disk.
        last_seen: bool,
    },
    /// A space was made another application's, and not everything of the one before could be undone.
    Replaced {
        /// The space's name.
        name: String,
        /// Why a token could not be revoked.
        revocation: Option<Error>,
        /// Why the keyring could not be cleared.
        keyring: Option<VaultError>,
        /// Whether what was last seen of an account stayed on the disk.
        last_seen: bool,
    },
    /// The broken file has another name now.
    SetAside {
        /// Where it is.
        path: String,
    },
    /// The broken file could not be set aside.
    NotSetAside(SaveFailure),
}
