//! The program: its state, its tasks, and what they share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Handle;

use super::tasks::{End, Job, Tasks, Wake, blocking};
use super::{Opening, OpeningError, Phase, SandboxPersona, Screen, SpaceShown, State};
use crate::genauth::{AppHost, Client, ClientSettings, Deadlines, HeaderFamily, Language, NoObserver};
use crate::sandbox::{self, Fault, Sandbox};
use crate::session::{AccountSpace, Keep, Session, SpaceName, Storage, Vault};

/// Which account space to open.
#[derive(Clone, Debug)]
pub enum Choice {
    /// The sandbox inside the program, with these faults waiting in it.
    Sandbox {
        /// Faults to put in before anything is called.
        faults: Vec<Fault>,
    },
    /// A service.
    Service(AccountSpace),
}

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
}

/// The running program without a screen.
pub struct Program {
    pub(super) state: State,
    pub(super) tasks: Tasks,
    pub(super) choice: Choice,
    pub(super) vault: Vault,
    pub(super) language: Language,
    pub(super) deadlines: Deadlines,
    data_folder: Option<PathBuf>,
    pub(super) sandbox: Option<Sandbox>,
    pub(super) space: Option<AccountSpace>,
    pub(super) client: Option<Client>,
    pub(super) session: Option<Session>,
    pub(super) last_number: u64,
    /// Whether the unbind with this number may still be sent.
    pub(super) wanted: HashMap<u64, Arc<AtomicBool>>,
    /// Whether the person went on without the keyring at the start.
    pub(super) keyring_declined: bool,
    first_frame_drawn: bool,
}

impl Program {
    /// Starts the program: it begins to open its account space at once.
    pub fn new(setup: Setup) -> Self {
        let Setup { runtime, wake, choice, vault, language, time_zone, deadlines, data_folder } = setup;
        let mut program = Self {
            state: State {
                now: Timestamp::now(),
                time_zone,
                space: None,
                phase: Phase::Opening(Opening::StartingSandbox),
                screen: Screen::default(),
                sandbox: None,
                last_call: None,
                leaving: None,
                close_now: false,
            },
            tasks: Tasks::new(runtime, wake),
            choice,
            vault,
            language,
            deadlines,
            data_folder,
            sandbox: None,
            space: None,
            client: None,
            session: None,
            last_number: 0,
            wanted: HashMap::new(),
            keyring_declined: false,
            first_frame_drawn: false,
        };
        program.open();
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
        [self.until_the_session_changes(), self.until_a_code_expires()].into_iter().flatten().min()
    }

    fn until_the_session_changes(&self) -> Option<Duration> {
        let Phase::Home(home) = &self.state.phase else { return None };
        if !home.connections.unbinding.is_empty() {
            return Some(Duration::from_millis(100));
        }
        if home.standing.over {
            return None;
        }
        until_shown_time_changes(home.standing.expires_at?.duration_since(self.state.now))
    }

    /// Begins to open the account space.
    pub(super) fn open(&mut self) {
        match self.choice.clone() {
            Choice::Sandbox { faults } => {
                self.state.phase = Phase::Opening(Opening::StartingSandbox);
                let (language, deadlines) = (self.language, self.deadlines);
                self.tasks.start(Job::Open, async move {
                    End::SandboxOpened(open_sandbox(faults, language, deadlines).await)
                });
            }
            Choice::Service(space) => {
                self.state.phase = Phase::Opening(Opening::ReadingKeyring);
                let settings = settings(&space, self.language, self.deadlines);
                let storage = self.storage((space.keep == Keep::Keyring).then(|| self.vault.clone()));
                self.show_space(&space, Vec::new());
                self.tasks.start(Job::Open, open_service(settings, space, storage));
            }
        }
    }

    /// Opens a service without asking the keyring.
    pub(super) fn open_without_keyring(&mut self) {
        let Choice::Service(space) = self.choice.clone() else { return };
        let settings = settings(&space, self.language, self.deadlines);
        self.tasks.start(Job::Open, open_service(settings, space, Storage::none()));
    }

    pub(super) fn show_space(&mut self, space: &AccountSpace, personas: Vec<SandboxPersona>) {
        self.state.space = Some(SpaceShown {
            name: space.name,
            host: space.app_host.authority().to_owned(),
            app_id: space.app_id.clone(),
            personas,
        });
        self.space = Some(space.clone());
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

fn settings(space: &AccountSpace, language: Language, deadlines: Deadlines) -> ClientSettings {
    ClientSettings {
        app_host: space.app_host.clone(),
        app_id: space.app_id.clone(),
        header_family: space.header_family,
        language,
        deadlines,
    }
}

async fn open_sandbox(
    faults: Vec<Fault>,
    language: Language,
    deadlines: Deadlines,
) -> Result<(Sandbox, AccountSpace, Client), OpeningError> {
    let sandbox = Sandbox::start().await.map_err(|error| OpeningError::Sandbox(error.to_string()))?;
    for fault in faults {
        sandbox.faults().inject(fault);
    }
    let space = sandbox_space(&sandbox).map_err(|error| OpeningError::Sandbox(error.to_string()))?;
    let client = Client::new(settings(&space, language, deadlines), Arc::new(NoObserver));
    client.map(|client| (sandbox, space, client)).map_err(OpeningError::Client)
}

fn sandbox_space(sandbox: &Sandbox) -> Result<AccountSpace, crate::genauth::AppHostError> {
    Ok(AccountSpace {
        name: SpaceName::Sandbox,
        app_host: AppHost::parse(&sandbox.app_host())?,
        app_id: sandbox.app_id().to_owned(),
        header_family: HeaderFamily::GenAuth,
        keep: Keep::Memory,
    })
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

async fn open_service(settings: ClientSettings, space: AccountSpace, storage: Storage) -> End {
    // Making a client reads the certificates of this machine from disk.
    let client = match blocking(move || Client::new(settings, Arc::new(NoObserver))).await {
        Some(Ok(client)) => client,
        Some(Err(error)) => return End::ServiceOpened(Err(error), Ok(None)),
        None => return End::Crashed(Job::Open),
    };
    let kept = Session::restore(client.clone(), &space, storage).await;
    End::ServiceOpened(Ok(client), kept)
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
