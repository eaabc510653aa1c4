//! The program: its state, its tasks, and what they share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Handle;

use super::binding::{Binding, Pace};
use super::inspector::InspectorShown;
use super::ledger::Ledgers;
use super::session_screen::{Clipboard, ClipboardCare};
use super::signing::Signing;
use super::spaces::Spaces;
use super::tasks::{End, Job, Tasks, Wake, blocking};
use super::unbinding::Unbinds;
use super::{
    LedgerShown, OpenAddress, Opening, OpeningError, Phase, SandboxPersona, Screen, SpaceShown, SpacesShown, State,
    UnbindCheckpoints,
};
use crate::genauth::{AppHost, Client, ClientSecret, Deadlines, ExchangeObserver, Language};
use crate::inspector::{Recorder, Ring};
use crate::sandbox::{self, Fault, Sandbox};
use crate::session::{
    AccountSpace, AuthenticationMethod, BrowserSession, Keep, Session, SpaceName, Storage, Vault, client_settings,
    load_secret,
};

/// Which account space to open.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one for each account, and they are not moved about")]
pub enum Choice {
    /// The sandbox inside the program, with these faults waiting in it.
    Sandbox {
        /// Faults to put in before anything is called.
        faults: Vec<Fault>,
    },
    /// A service.
    Service(AccountSpace),
}

/// How long a sign-in in the browser may take: as long as the service keeps its code at hand (reference section 8.2).
pub const BROWSER_DEADLINE: Duration = Duration::from_secs(600);

/// What the program is started with.
pub struct Setup {
    /// Where tasks run.
    pub runtime: Handle,
    /// Asks for a frame.
    pub wake: Wake,
    /// Which account space to open.
    pub choice: Choice,
    /// The keyring.
    pub vault: Vault,
    /// In which language the API is asked to answer.
    pub language: Language,
    /// In which times are shown.
    pub time_zone: TimeZone,
    /// How long calls may take.
    pub deadlines: Deadlines,
    /// The folder for what outlasts the program beside the keyring; without one nothing of that is kept.
    pub data_folder: Option<PathBuf>,
    /// The file of account spaces; `None` where none can be kept.
    pub spaces_file: Option<PathBuf>,
    /// Opens addresses in a browser.
    pub open_address: OpenAddress,
    /// How long a sign-in in the browser may take.
    pub browser_deadline: Duration,
    /// The clipboard that the access token can be copied to.
    pub clipboard: Arc<dyn Clipboard>,
    /// How long the access token stays there.
    pub clipboard_deadline: Duration,
    /// How a bind is waited for.
    pub pace: Pace,
    /// Is told which points an unbind passes; for tests.
    pub checkpoints: Option<Arc<dyn UnbindCheckpoints>>,
}

/// The running program without a screen.
pub struct Program {
    pub(super) state: State,
    pub(super) tasks: Tasks,
    /// Account spaces, and the accounts that are not shown.
    pub(super) spaces: Spaces,
    pub(super) choice: Choice,
    pub(super) vault: Vault,
    pub(super) language: Language,
    pub(super) deadlines: Deadlines,
    /// Keeps what every client of the program sends and gets, whichever account it is for.
    pub(super) recorder: Arc<Recorder>,
    data_folder: Option<PathBuf>,
    pub(super) sandbox: Option<Sandbox>,
    pub(super) space: Option<AccountSpace>,
    pub(super) client: Option<Client>,
    pub(super) session: Option<Session>,
    /// The secrets of applications that were typed since the program started, by their names in the keyring.
    pub(super) secrets: HashMap<String, ClientSecret>,
    pub(super) signing: Signing,
    pub(super) clipboard: ClipboardCare,
    /// Whether the window closes once the clipboard was looked at.
    pub(super) closing: bool,
    /// What can still end the browser's session, after a sign-out.
    pub(super) browser_session: Option<Arc<BrowserSession>>,
    pub(super) binding: Binding,
    pub(super) pace: Pace,
    pub(super) ledgers: Ledgers,
    pub(super) last_number: u64,
    pub(super) unbinds: Unbinds,
    pub(super) checkpoints: Option<Arc<dyn UnbindCheckpoints>>,
    /// Whether the person went on without the keyring at the start.
    pub(super) keyring_declined: bool,
    first_frame_drawn: bool,
}

impl Program {
    /// Starts the program: it begins to open its account space at once.
    pub fn new(setup: Setup) -> Self {
        let Setup { runtime, wake, choice, vault, language, time_zone, deadlines, .. } = setup;
        let Setup { data_folder, spaces_file, open_address, browser_deadline, checkpoints, .. } = setup;
        let Setup { clipboard, clipboard_deadline, pace, .. } = setup;
        let tasks = Tasks::new(runtime, Arc::clone(&wake));
        let file = Self::file_before_reading(spaces_file.as_ref());
        let mut spaces = Spaces::new(spaces_file, &choice, tasks.another());
        let ledgers = Ledgers::open(data_folder.as_deref(), &mut spaces.tasks, &wake);
        let mut program = Self {
            state: State {
                now: Timestamp::now(),
                time_zone,
                space: None,
                phase: Phase::Opening(Opening::StartingSandbox),
                screen: Screen::default(),
                sandbox: None,
                spaces: SpacesShown { file, ..SpacesShown::default() },
                ledger: LedgerShown::default(),
                inspector: InspectorShown::default(),
                support_bundle: None,
                last_call: None,
                leaving: None,
                close_now: false,
            },
            spaces,
            tasks,
            choice,
            vault,
            language,
            deadlines,
            recorder: Recorder::start(Ring::default()),
            data_folder,
            sandbox: None,
            space: None,
            client: None,
            session: None,
            secrets: HashMap::new(),
            signing: Signing::new(open_address, browser_deadline),
            clipboard: ClipboardCare::new(clipboard, clipboard_deadline),
            closing: false,
            browser_session: None,
            binding: Binding::default(),
            pace,
            ledgers,
            last_number: 0,
            unbinds: Unbinds::default(),
            checkpoints,
            keyring_declined: false,
            first_frame_drawn: false,
        };
        if !program.spaces.opens_after_reading {
            program.open();
        }
        program.read_spaces();
        program
    }

    /// What the panels draw.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The sandbox inside the program, once it runs.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Called once the first frame is on the screen: what can wait until then is begun now.
    pub fn first_frame_drawn(&mut self) {
        self.first_frame_drawn = true;
        self.prepare_keys();
    }

    /// Has the sandbox make its key once both it and the window are there, while the person types.
    pub(super) fn prepare_keys(&self) {
        if let Some(sandbox) = self.sandbox.as_ref().filter(|_| self.first_frame_drawn) {
            sandbox.prepare_keys();
        }
    }

    /// How long until something visible changes by itself; `None` when nothing will.
    pub fn next_change(&self) -> Option<Duration> {
        [
            self.until_the_session_changes(),
            self.until_session_screen_changes(),
            self.until_a_code_expires(),
            self.until_sign_in_changes(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    fn until_the_session_changes(&self) -> Option<Duration> {
        let Phase::Home(home) = &self.state.phase else { return None };
        if !home.connections.unbinding.is_empty() {
            return Some(Duration::from_millis(100));
        }
        if home.standing.over {
            return None;
        }
        if let Some(next) = home.binds.next_change(self.state.now) {
            return Some(next);
        }
        until_shown_time_changes(home.standing.expires_at?.duration_since(self.state.now))
    }

    /// Begins to open the account space.
    pub(super) fn open(&mut self) {
        match self.choice.clone() {
            Choice::Sandbox { faults } => {
                self.state.phase = Phase::Opening(Opening::StartingSandbox);
                if self.open_running_sandbox() {
                    return;
                }
                let (language, deadlines, observer) = (self.language, self.deadlines, self.observer());
                self.tasks.start(Job::Open, async move {
                    End::SandboxOpened(open_sandbox(faults, language, deadlines, observer).await)
                });
            }
            Choice::Service(space) => {
                self.state.phase = Phase::Opening(Opening::ReadingKeyring);
                self.show_space(&space, Vec::new());
                self.start_to_open(space, false);
            }
        }
    }

    /// Opens a service without asking the keyring.
    pub(super) fn open_without_keyring(&mut self) {
        let Choice::Service(space) = self.choice.clone() else { return };
        self.start_to_open(space, true);
    }

    fn start_to_open(&mut self, space: AccountSpace, without_keyring: bool) {
        let opening = self.opening_of(space, without_keyring);
        self.tasks.start(Job::Open, open_service(opening));
    }

    pub(super) fn opening_of(&self, space: AccountSpace, without_keyring: bool) -> ServiceOpening {
        let asked = space.keep == Keep::Keyring && !without_keyring;
        ServiceOpening {
            secret: self.secrets.get(&space.secret_entry()).cloned(),
            storage: self.storage(asked.then(|| self.vault.clone())),
            space,
            language: self.language,
            deadlines: self.deadlines,
            observer: self.observer(),
        }
    }

    pub(super) fn show_space(&mut self, space: &AccountSpace, personas: Vec<SandboxPersona>) {
        self.state.space = Some(SpaceShown {
            name: space.name.clone(),
            host: space.app_host.authority().to_owned(),
            app_id: space.app_id.clone(),
            personas,
        });
        self.space = Some(space.clone());
    }

    /// Takes what a client records; for every client that the program makes.
    pub(super) fn observer(&self) -> Arc<dyn ExchangeObserver> {
        Arc::clone(&self.recorder) as Arc<dyn ExchangeObserver>
    }

    /// Where a session keeps what outlasts the program, with this keyring or none.
    pub(super) fn storage(&self, vault: Option<Vault>) -> Storage {
        Storage { vault, folder: self.data_folder.clone(), checkpoints: None }
    }

    pub(super) fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

/// How long the status bar's word for the token's time left stays true; `None` once it has run out.
///
/// Two hours and more are shown in whole hours, less in whole minutes, so the word changes when the present one is over.
fn until_shown_time_changes(left: SignedDuration) -> Option<Duration> {
    let left = u64::try_from(left.as_millis()).ok().filter(|left| *left > 0)?;
    let unit = if left >= 2 * 3_600_000 { 3_600_000 } else { 60_000 };
    Some(Duration::from_millis(left % unit + 1))
}

async fn open_sandbox(
    faults: Vec<Fault>,
    language: Language,
    deadlines: Deadlines,
    observer: Arc<dyn ExchangeObserver>,
) -> Result<(Sandbox, AccountSpace, Client), OpeningError> {
    let sandbox = Sandbox::start().await.map_err(|error| OpeningError::Sandbox(error.to_string()))?;
    for fault in faults {
        sandbox.faults().inject(fault);
    }
    let (space, client) = sandbox_client(&sandbox, language, deadlines, observer)?;
    Ok((sandbox, space, client))
}

/// The sandbox as an account space, with a client for it.
pub(super) fn sandbox_client(
    sandbox: &Sandbox,
    language: Language,
    deadlines: Deadlines,
    observer: Arc<dyn ExchangeObserver>,
) -> Result<(AccountSpace, Client), OpeningError> {
    let app_host = AppHost::parse(&sandbox.app_host()).map_err(|error| OpeningError::Sandbox(error.to_string()))?;
    let space = AccountSpace::of(SpaceName::Sandbox, app_host, sandbox.app_id().to_owned());
    let settings = client_settings(&space, None, language, deadlines).map_err(OpeningError::Space)?;
    let client = Client::new(settings, observer).map_err(OpeningError::Client)?;
    Ok((space, client))
}

pub(super) fn sandbox_personas() -> Vec<SandboxPersona> {
    sandbox::personas()
        .into_iter()
        .filter(|persona| persona.offered)
        .map(|persona| SandboxPersona {
            account: persona.account().to_owned(),
            key: persona.key,
            password: persona.password.unwrap_or_default(),
        })
        .collect()
}

/// What is needed to open a service.
#[derive(Clone)]
pub(super) struct ServiceOpening {
    pub(super) space: AccountSpace,
    /// The application's secret, when it was typed since the program started.
    secret: Option<ClientSecret>,
    /// With the keyring, when it may be asked.
    pub(super) storage: Storage,
    language: Language,
    deadlines: Deadlines,
    observer: Arc<dyn ExchangeObserver>,
}

async fn open_service(opening: ServiceOpening) -> End {
    match client_of(opening.clone()).await {
        Some(Ok(client)) => {
            let kept = Session::restore_all(client.clone(), &opening.space, opening.storage).await;
            End::ServiceOpened(Ok(client), kept)
        }
        Some(Err(error)) => End::ServiceOpened(Err(error), Ok(Vec::new())),
        None => End::Crashed(Job::Open),
    }
}

/// A client for a service, with its secret and its certificates; `None` when making it panicked.
pub(super) async fn client_of(opening: ServiceOpening) -> Option<Result<Client, OpeningError>> {
    let ServiceOpening { space, mut secret, storage, language, deadlines, observer } = opening;
    if space.authentication != AuthenticationMethod::None
        && secret.is_none()
        && let Some(vault) = &storage.vault
    {
        match load_secret(vault, &space).await {
            Ok(kept) => secret = kept,
            Err(error) => return Some(Err(OpeningError::Secret(error))),
        }
    }
    // Certificates are read from disk.
    let made = blocking(move || {
        let settings = client_settings(&space, secret, language, deadlines).map_err(OpeningError::Space)?;
        Client::new(settings, observer).map_err(OpeningError::Client)
    });
    made.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_frame_comes_when_the_shown_time_changes_and_not_before() {
        let next = |millis| until_shown_time_changes(SignedDuration::from_millis(millis));
        assert_eq!(next(0), None);
        assert_eq!(next(-5), None);
        assert_eq!(next(59_000), Some(Duration::from_millis(59_001)));
        assert_eq!(next(61_000), Some(Duration::from_millis(1_001)));
        // A token of two weeks is shown in hours: no frame for every minute of them.
        assert_eq!(next(14 * 24 * 3_600_000 - 1), Some(Duration::from_millis(3_600_000)));
        // From 2 h to 119 min.
        assert_eq!(next(2 * 3_600_000 + 30_000), Some(Duration::from_millis(30_001)));
    }
}
