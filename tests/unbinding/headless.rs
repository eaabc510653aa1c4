//! The program without a window: what a person does, as actions, and what the screen would show, as state.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bindery::account::{BindingKey, Receipt};
use bindery::app::{
    Action, BROWSER_DEADLINE, CLIPBOARD_DEADLINE, Choice, Clipboard, Home, Pace, Phase, Program, Setup, State,
    UnbindCheckpoints, UnbindDialog, UnbindStage,
};
use bindery::genauth::{AppHost, Credentials, Deadlines, Language, Password};
use bindery::ledger::{Entry, Filter, Ledger, PageRequest};
use bindery::session::{AccountSpace, SpaceName, Vault};
use tokio::runtime::Runtime;

/// How long anything may take before a test gives up waiting for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program.
pub(crate) struct Headless {
    program: Program,
    woken: Receiver<()>,
    /// Last, so that the tasks of the program end before their runtime does.
    _runtime: Runtime,
}

/// Nothing is copied here.
struct NoClipboard;

impl Clipboard for NoClipboard {
    fn put_secret(&self, _text: &str) -> Result<(), String> {
        Err("no clipboard in this test".to_owned())
    }

    fn read(&self) -> Result<String, String> {
        Err("no clipboard in this test".to_owned())
    }

    fn clear(&self) -> Result<(), String> {
        Ok(())
    }
}

/// A service that keeps no session, so that each start signs in anew.
pub(crate) fn space(app_host: &str, app_id: &str) -> AccountSpace {
    let app_host = AppHost::parse(app_host).expect("a loopback address");
    AccountSpace::of(SpaceName::Host, app_host, app_id.to_owned())
}

/// Everything that the ledger in this data folder keeps, the newest first.
pub(crate) fn entries(folder: &Path) -> Vec<Entry> {
    let ledger = Ledger::open(&folder.join("ledger.sqlite3")).unwrap().ledger;
    ledger.entries(&Filter::default(), &PageRequest::first(500)).unwrap().entries
}

impl Headless {
    pub(crate) fn start(space: AccountSpace, folder: &Path, checkpoints: Option<Arc<dyn UnbindCheckpoints>>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (sender, woken) = channel();
        let sender = Mutex::new(sender);
        let program = Program::new(Setup {
            runtime: runtime.handle().clone(),
            wake: Arc::new(move || {
                // The program may be gone already when its last task ends.
                let _ = sender.lock().map(|sender| sender.send(()));
            }),
            choice: Choice::Service(space),
            vault: Vault::start(|| Err(keyring_core::Error::NoDefaultStore)),
            language: Language::English,
            time_zone: jiff::tz::TimeZone::UTC,
            deadlines: Deadlines::default(),
            data_folder: Some(folder.to_owned()),
            spaces_file: None,
            open_address: Arc::new(|_| Err("no browser in this test".to_owned())),
            browser_deadline: BROWSER_DEADLINE,
            clipboard: Arc::new(NoClipboard),
            clipboard_deadline: CLIPBOARD_DEADLINE,
            pace: Pace::default(),
            checkpoints,
        });
        Self { program, woken, _runtime: runtime }
    }

    /// Lets the program go on until the condition holds.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, mut condition: impl FnMut(&State) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.program.update();
            if condition(self.program.state()) {
                return;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}: {:#?}", self.program.state().phase);
            // Whether something came or not, the condition is looked at again.
            let _ = self.woken.recv_timeout(Duration::from_millis(20));
        }
    }

    pub(crate) fn apply(&mut self, action: Action) {
        self.program.apply(action);
    }

    pub(crate) fn home(&self) -> &Home {
        home(self.program.state()).expect("somebody is signed in")
    }

    /// Signs in and waits for the list.
    #[track_caller]
    pub(crate) fn sign_in(&mut self, account: &str) {
        self.until("the sign-in", |state| matches!(state.phase, Phase::SignIn(_)));
        let password = Password::new("sandbox".to_owned());
        let credentials = Credentials::Password { account: account.to_owned(), password };
        self.apply(Action::SignIn { credentials, captcha: None });
        self.until("the list", |state| {
            home(state).is_some_and(|home| home.ways.is_some() && home.profile.get().is_some())
        });
    }

    /// Opens the dialog and waits until it can be answered.
    #[track_caller]
    pub(crate) fn ask(&mut self, key: &BindingKey, title: &str) -> UnbindDialog {
        self.apply(Action::AskToUnbind { key: key.clone(), title: title.to_owned() });
        self.until("the question", |state| {
            home(state)
                .and_then(|home| home.connections.dialog.as_ref())
                .is_some_and(|it| it.stage == UnbindStage::Ready)
        });
        self.home().connections.dialog.clone().expect("it is open")
    }

    pub(crate) fn confirm(&mut self, key: &BindingKey, typed: &str) {
        self.apply(Action::ConfirmUnbind { key: key.clone(), typed: typed.to_owned() });
    }

    /// Waits for a receipt that was compared with the list.
    #[track_caller]
    pub(crate) fn receipt(&mut self, key: &BindingKey) -> Receipt {
        self.until("the receipt", |state| home(state).is_some_and(|home| checked(home, key).is_some()));
        checked(self.home(), key).expect("it is there").clone()
    }
}

fn checked<'a>(home: &'a Home, key: &BindingKey) -> Option<&'a Receipt> {
    home.connections.receipts.iter().rfind(|receipt| receipt.key() == key && receipt.listed_at.is_some())
}

pub(crate) fn home(state: &State) -> Option<&Home> {
    match &state.phase {
        Phase::Home(home) => Some(home),
        Phase::Opening(_) | Phase::SignIn(_) => None,
    }
}
