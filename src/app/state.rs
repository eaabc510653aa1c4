//! What the panels draw.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{
    Activity, Binds, Connections, Fetch, InspectorShown, Leaving, LedgerShown, SandboxShown, SeenFromHere,
    SessionShown, SignIn, SpacesShown, SupportBundle, WaysShown,
};
use crate::genauth::{Attempt, ClientError, Error, Profile, SecurityInfo};
use crate::ledger;
use crate::session::{SpaceName, SpaceTrouble, Standing, VaultError};

/// Everything on the screen but what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The time of this frame.
    pub now: Timestamp,
    /// In which times are shown.
    pub time_zone: TimeZone,
    /// Where one signs in; `None` until it is open.
    pub space: Option<SpaceShown>,
    /// How far one has come.
    pub phase: Phase,
    /// Where one is in the rail.
    pub screen: Screen,
    /// The sandbox inside the program; `None` where the space is a service.
    pub sandbox: Option<SandboxShown>,
    /// Account spaces and accounts.
    pub spaces: SpacesShown,
    /// How the ledger stands.
    pub ledger: LedgerShown,
    /// What was sent and what came back, whichever account it was for.
    pub inspector: InspectorShown,
    /// A support bundle that is about to be written; its dialog lies above whatever shows.
    pub support_bundle: Option<SupportBundle>,
    /// The last HTTP request that ended.
    pub last_call: Option<LastCall>,
    /// A wish to leave that waits for an answer.
    pub leaving: Option<Leaving>,
    /// Whether the window should close now.
    pub close_now: bool,
}

/// The last HTTP request that ended, and why it did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCall {
    /// The request and what came back of it.
    pub attempt: Attempt,
    /// Why it did not succeed; `None` when it did.
    pub error: Option<Error>,
}

/// The account space as the screen names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceShown {
    /// What it is called.
    pub name: SpaceName,
    /// Host and port, without the scheme.
    pub host: String,
    /// The application's identifier.
    pub app_id: String,
    /// Whom one can sign in as, where it is the sandbox.
    pub personas: Vec<SandboxPersona>,
}

impl SpaceShown {
    /// Whether it is the sandbox inside the program.
    pub fn is_sandbox(&self) -> bool {
        self.name == SpaceName::Sandbox
    }
}

/// Whom one can sign in as in the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxPersona {
    /// Names the words that describe it.
    pub key: String,
    /// What it signs in with: an email address or a user name.
    pub account: String,
    /// Its password, which is no secret: the service it opens is made up.
    pub password: String,
}

/// A screen that the rail leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// What is bound. Before the sign-in, the sign-in stands in its place.
    #[default]
    Connections,
    /// The history of binds and unbinds.
    Activity,
    /// What was sent and what came back.
    Inspector,
    /// Who is signed in, with which tokens.
    Session,
    /// The sandbox inside the program. It can be looked at before the sign-in, too.
    Sandbox,
}

/// How far one has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the sign-in.
    Opening(Opening),
    /// The sign-in.
    SignIn(Box<SignIn>),
    /// Signed in.
    Home(Box<Home>),
}

/// What happens before the sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The sandbox starts.
    StartingSandbox,
    /// The keyring is asked for a kept session; it may be waiting to be unlocked.
    ReadingKeyring,
    /// It did not work.
    Failed(OpeningError),
}

/// Why an account space could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningError {
    /// The sandbox could not start; the reason is the operating system's.
    Sandbox(String),
    /// The client for the service could not be made.
    Client(ClientError),
    /// Something that the account space names is not there: its certificates, its secret.
    Space(SpaceTrouble),
    /// The keyring did not give the secret of the application.
    Secret(VaultError),
    /// The task ended abnormally.
    Crashed,
}

/// What a sign-out could not do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignOutTrouble {
    /// Why a token could not be revoked; it stays valid until it expires.
    pub revocation: Option<Error>,
    /// Why the keyring entry could not be wiped.
    pub keyring: Option<VaultError>,
    /// Whether what was last seen of the account stayed on the disk.
    pub last_seen: bool,
    /// Whether the task ended abnormally, so that nothing is known.
    pub crashed: bool,
}

/// Signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Who it is.
    pub profile: Fetch<Profile>,
    /// What is bound.
    pub connections: Connections,
    /// What is being bound.
    pub binds: Binds,
    /// What was bound and unbound before.
    pub activity: Activity,
    /// How well the account is protected, and by what.
    pub security: Fetch<SecurityInfo>,
    /// What signed in from here.
    pub seen: SeenFromHere,
    /// How one can sign in; `None` until it is known.
    pub ways: Option<WaysShown>,
    /// Whether the ledger was asked what an earlier start of the program left open.
    pub left_open_asked: bool,
    /// How the session stands.
    pub standing: Standing,
    /// Whether the session is kept.
    pub keyring: KeyringState,
    /// The session and its tokens.
    pub session: SessionShown,
    /// Whether the sign-out is under way.
    pub signing_out: bool,
    /// By what the person signed in, and when, until the ledger has it.
    pub signed_in_by: Option<(ledger::Way, Timestamp)>,
    /// What was on the screen before a new sign-in; its receipts come back if it is the same person.
    pub before: Option<Box<Self>>,
}

/// Whether the session is kept in the keyring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeyringState {
    /// It is not meant to be: the sandbox forgets its sessions.
    #[default]
    NotUsed,
    /// It is being written; the keyring may be waiting to be unlocked.
    Writing,
    /// It is kept.
    Kept,
    /// It lives in memory, because the keyring did not serve.
    Unavailable(VaultError),
    /// It lives in memory, because the person would not wait.
    Declined,
}
