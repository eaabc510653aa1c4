//! The program without a window.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bindery::account::{BindingKey, Outcome, Receipt};
use bindery::app::{
    Action, BROWSER_DEADLINE, CLIPBOARD_DEADLINE, Choice, Clipboard, Home, Pace, Phase, Program, Setup, State,
    UnbindCheckpoints, UnbindDialog, UnbindStage,
};
use bindery::genauth::{AppHost, Credentials, Deadlines, Language, Password};
use bindery::ledger::{Entry, Filter, Ledger};
use bindery::session::{AccountSpace, Keep, SpaceName, Vault};
use tokio::runtime::Runtime;

/// How long anything may take before a test gives up waiting for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

pub(crate) fn space_at(app_host: &str, app_id: &str, keep: Keep) -> AccountSpace {
    let app_host = AppHost::parse(app_host).unwrap();
    AccountSpace { keep, ..AccountSpace::of(SpaceName::Host, app_host, app_id.to_owned()) }
}

/// What the ledger in this data folder keeps, the oldest first.
pub(crate) fn kept_in(folder: &Path) -> Vec<Entry> {
    let ledger = Ledger::open(&folder.join("ledger.sqlite3")).unwrap().ledger;
    let mut entries: Vec<_> = ledger.export(Filter::default()).map(Result::unwrap).collect();
    entries.reverse();
    entries
}

/// A machine without a clipboard.
struct NoClipboard;

impl Clipboard for NoClipboard {
    fn put_secret(&self, _: &str) -> Result<(), String> {
        Err("no clipboard in this test".to_owned())
    }

    fn read(&self) -> Result<String, String> {
        Err("no clipboard in this test".to_owned())
    }

    fn clear(&self) -> Result<(), String> {
        Err("no clipboard in this test".to_owned())
    }
}

/// The program, which nobody sees.
pub(crate) struct Running {
    program: Program,
    woken: Receiver<()>,
    /// Last, so that the tasks of the program end before their runtime does.
    _runtime: Runtime,
}

impl Running {
    /// Starts it on a service, with this data folder.
    pub(crate) fn start(
        space: AccountSpace,
        folder: &Path,
        language: Language,
        checkpoints: Option<Arc<dyn UnbindCheckpoints>>,
    ) -> Self {
        let runtime = runtime();
        let (sender, woken) = channel();
        let sender = Mutex::new(sender);
        let program = Program::new(Setup {
            runtime: runtime.handle().clone(),
            wake: Arc::new(move || {
                // The program may be gone already when the last task ends.
                let _ = sender.lock().map(|sender| sender.send(()));
            }),
            choice: Choice::Service(space),
            vault: Vault::start(|| Err(keyring_core::Error::NoDefaultStore)),
            language,
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

    /// Takes over what tasks came to until the condition holds, as the window does before each frame.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, condition: impl FnMut(&State) -> bool) {
        assert!(self.comes_to(condition), "waited in vain for {what}");
    }

    /// The same; says whether it held before patience ran out.
    pub(crate) fn comes_to(&mut self, mut condition: impl FnMut(&State) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.program.update();
            if condition(self.program.state()) {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            match self.woken.recv_timeout(Duration::from_millis(20)) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the program dropped its waker"),
            }
        }
    }

    /// Signs in as the persona with a password and four identity providers, waits for the list, and gives what it names.
    #[track_caller]
    pub(crate) fn sign_in(&mut self) -> Vec<BindingKey> {
        self.sign_in_as("lin@example.com")
    }

    #[track_caller]
    pub(crate) fn sign_in_as(&mut self, account: &str) -> Vec<BindingKey> {
        self.until("the sign-in", |state| matches!(state.phase, Phase::SignIn(_)));
        let persona = bindery::sandbox::personas().into_iter().find(|persona| persona.account() == account).unwrap();
        let password = Password::new(persona.password.unwrap());
        let credentials = Credentials::Password { account: account.to_owned(), password };
        self.program.apply(Action::SignIn { credentials, captcha: None });
        self.until("the list", |state| {
            home(state).is_some_and(|home| home.ways.is_some() && home.profile.get().is_some())
        });
        let home = home(self.program.state()).unwrap();
        home.connections.bindings().iter().map(|binding| binding.key.clone()).collect()
    }

    /// Asks to unbind, and confirms as soon as that is possible.
    #[track_caller]
    pub(crate) fn unbind(&mut self, key: &BindingKey) {
        self.ask(key, "it");
        self.confirm(key, "");
    }

    /// Asks to unbind what is called so, and waits until that can be confirmed.
    #[track_caller]
    pub(crate) fn ask(&mut self, key: &BindingKey, title: &str) -> UnbindDialog {
        self.until("the binding", |state| {
            let connections = home(state).map(|home| &home.connections);
            connections.is_some_and(|shown| shown.unbindable(key).is_some() && shown.dialog.is_none())
        });
        self.program.apply(Action::AskToUnbind { key: key.clone(), title: title.to_owned() });
        self.until("the dialog", |state| dialog(state).is_some_and(|dialog| dialog.stage == UnbindStage::Ready));
        dialog(self.program.state()).expect("it is open").clone()
    }

    /// Confirms with what was typed; says whether the program took it.
    pub(crate) fn confirm(&mut self, key: &BindingKey, typed: &str) -> bool {
        self.program.apply(Action::ConfirmUnbind { key: key.clone(), typed: typed.to_owned() });
        dialog(self.program.state()).is_none()
    }

    pub(crate) fn apply(&mut self, action: Action) {
        self.program.apply(action);
    }

    pub(crate) fn home(&self) -> &Home {
        home(self.program.state()).expect("somebody is signed in")
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

pub(crate) fn dialog(state: &State) -> Option<&UnbindDialog> {
    home(state).and_then(|home| home.connections.dialog.as_ref())
}

pub(crate) fn home(state: &State) -> Option<&Home> {
    match &state.phase {
        Phase::Home(home) => Some(home),
        Phase::Opening(_) | Phase::SignIn(_) => None,
    }
}

/// What the receipts that are shown say of this binding, the oldest first.
pub(crate) fn shown(state: &State, key: &BindingKey) -> Vec<Outcome> {
    let receipts = home(state).map_or(&[][..], |home| home.connections.receipts.as_slice());
    receipts.iter().filter(|receipt| receipt.key() == key).map(|receipt| receipt.outcome()).collect()
}
