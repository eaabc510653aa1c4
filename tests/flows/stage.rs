//! The whole program on a stage: its real window code without a display, its real client, and the sandbox over HTTP.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bindery::app::{BROWSER_DEADLINE, CLIPBOARD_DEADLINE, Choice, Clipboard, OpenAddress, Pace, Program, Setup};
use bindery::genauth::{AppHost, Deadlines, HeaderFamily, Language};
use bindery::sandbox::{Fault, Sandbox, SeenRequest};
use bindery::session::{AccountSpace, Keep, SpaceName, Vault};
use bindery::ui::{Window, Words, fonts};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _, by};
use tokio::runtime::Runtime;

/// How long anything may take before a test gives up waiting for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program on its stage.
pub(crate) struct Stage {
    pub(crate) harness: Harness<'static, Window>,
    woken: Receiver<()>,
    /// Where nothing else was said, what outlasts the program is kept here.
    _data_folder: Option<tempfile::TempDir>,
    /// Last, so that the tasks of the program end before their runtime does.
    pub(crate) runtime: Runtime,
}

/// What the stage is set with.
pub(crate) struct Scene {
    pub(crate) choice: Choice,
    pub(crate) vault: Vault,
    pub(crate) language: Language,
    pub(crate) deadlines: Deadlines,
    pub(crate) size: (f32, f32),
    pub(crate) data_folder: Option<PathBuf>,
    pub(crate) spaces_file: Option<PathBuf>,
    pub(crate) open_address: OpenAddress,
    pub(crate) browser_deadline: Duration,
    pub(crate) clipboard: Arc<dyn Clipboard>,
    pub(crate) clipboard_deadline: Duration,
    pub(crate) pace: Pace,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            choice: Choice::Sandbox { faults: Vec::new() },
            vault: no_keyring(),
            language: Language::English,
            deadlines: Deadlines::default(),
            size: (1280.0, 820.0),
            data_folder: None,
            spaces_file: None,
            open_address: Arc::new(|_| Err("no browser in this test".to_owned())),
            browser_deadline: BROWSER_DEADLINE,
            clipboard: Arc::new(TestClipboard::default()),
            clipboard_deadline: CLIPBOARD_DEADLINE,
            pace: Pace::default(),
        }
    }
}

/// A clipboard that a test can look into, and have not work.
#[derive(Default)]
pub(crate) struct TestClipboard {
    text: Mutex<String>,
    /// Everything that was put there, however short it stood there.
    pub(crate) taken: Mutex<Vec<String>>,
    /// What another program puts there after this one.
    pub(crate) replaced_by: Mutex<Option<String>>,
    /// Whether it lets nobody look.
    pub(crate) blind: AtomicBool,
    /// Whether it takes nothing.
    pub(crate) full: AtomicBool,
}

impl TestClipboard {
    pub(crate) fn text(&self) -> String {
        self.text.lock().expect("no test panicked").clone()
    }
}

impl Clipboard for TestClipboard {
    fn put_secret(&self, text: &str) -> Result<(), String> {
        if self.full.load(Ordering::SeqCst) {
            return Err("no room".to_owned());
        }
        self.taken.lock().expect("no test panicked").push(text.to_owned());
        let replaced_by = self.replaced_by.lock().expect("no test panicked").clone();
        *self.text.lock().expect("no test panicked") = replaced_by.unwrap_or_else(|| text.to_owned());
        Ok(())
    }

    fn read(&self) -> Result<String, String> {
        if self.blind.load(Ordering::SeqCst) { Err("not allowed to look".to_owned()) } else { Ok(self.text()) }
    }

    fn clear(&self) -> Result<(), String> {
        self.text.lock().expect("no test panicked").clear();
        Ok(())
    }
}

/// A machine without a keyring.
pub(crate) fn no_keyring() -> Vault {
    Vault::start(|| Err(keyring_core::Error::NoDefaultStore))
}

/// A keyring that outlives the program, as the system's does.
#[derive(Clone)]
pub(crate) struct Keyring(Arc<keyring_core::CredentialStore>);

impl Keyring {
    pub(crate) fn new() -> Self {
        Self(keyring_core::mock::Store::new().expect("the mock store is made"))
    }

    pub(crate) fn vault(&self) -> Vault {
        let store = Arc::clone(&self.0);
        Vault::start(move || Ok(store))
    }

    /// The same keyring, which locks itself after it was read and waits to be unlocked through this channel.
    pub(crate) fn locked_after_first_use(&self, unlocked: Receiver<()>) -> Vault {
        let store: Arc<keyring_core::CredentialStore> = Arc::new(LocksItself {
            store: Arc::clone(&self.0),
            unlocked: Mutex::new(unlocked),
            uses: AtomicU32::new(0),
        });
        Vault::start(move || Ok(store))
    }
}

/// A keyring that serves once, then waits for a person at every use.
struct LocksItself {
    store: Arc<keyring_core::CredentialStore>,
    unlocked: Mutex<Receiver<()>>,
    uses: AtomicU32,
}

impl keyring_core::api::CredentialStoreApi for LocksItself {
    fn vendor(&self) -> String {
        self.store.vendor()
    }

    fn id(&self) -> String {
        self.store.id()
    }

    fn build(
        &self,
        service: &str,
        user: &str,
        modifiers: Option<&HashMap<&str, &str>>,
    ) -> keyring_core::Result<keyring_core::Entry> {
        if self.uses.fetch_add(1, Ordering::SeqCst) > 0 {
            // It ends when the other side is dropped, too.
            let _ = self.unlocked.lock().map(|unlocked| unlocked.recv());
        }
        self.store.build(service, user, modifiers)
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// A runtime like the program's own.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// The account space of a sandbox that the test itself runs.
pub(crate) fn space(sandbox: &Sandbox, keep: Keep) -> AccountSpace {
    let app_host = AppHost::parse(&sandbox.app_host()).expect("the sandbox has a loopback address");
    AccountSpace {
        header_family: HeaderFamily::Authing,
        keep,
        ..AccountSpace::of(SpaceName::Host, app_host, sandbox.app_id().to_owned())
    }
}

impl Stage {
    /// Opens the window on the embedded sandbox with these faults in it.
    pub(crate) fn with_faults(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|fault| fault.parse::<Fault>().expect("a fault")).collect();
        Self::set(runtime(), Scene { choice: Choice::Sandbox { faults }, ..Scene::default() })
    }

    /// Opens the window.
    pub(crate) fn set(runtime: Runtime, scene: Scene) -> Self {
        let (sender, woken) = channel();
        let sender = Mutex::new(sender);
        let handle = runtime.handle().clone();
        let Scene { choice, vault, language, deadlines, size, data_folder, spaces_file, open_address, .. } = scene;
        let (browser_deadline, clipboard_deadline) = (scene.browser_deadline, scene.clipboard_deadline);
        let clipboard = scene.clipboard;
        let pace = scene.pace;
        let own = data_folder.is_none().then(|| tempfile::tempdir().expect("a folder"));
        let data_folder = data_folder.or_else(|| own.as_ref().map(|own| own.path().to_owned()));
        let harness = Harness::builder().with_size(egui::vec2(size.0, size.1)).build_eframe(move |creation| {
            let program = Program::new(Setup {
                runtime: handle,
                wake: Arc::new(move || {
                    // The stage may be gone already when the last task ends.
                    let _ = sender.lock().map(|sender| sender.send(()));
                }),
                choice,
                vault,
                language,
                time_zone: jiff::tz::TimeZone::UTC,
                deadlines,
                data_folder,
                spaces_file,
                open_address,
                browser_deadline,
                clipboard,
                clipboard_deadline,
                pace,
                checkpoints: None,
            });
            let cjk = egui::FontData::from_static(include_bytes!("../fonts/NotoSansSC-subset.otf"));
            let fonts = fonts::definitions(Some(("Noto Sans SC", cjk)));
            Window::new(&creation.egui_ctx, fonts, Words::new(language), program)
        });
        Self { harness, woken, _data_folder: own, runtime }
    }

    /// Draws frames until the condition holds, waking for each task that ends.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, mut condition: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.harness.step();
            if condition(self) {
                return;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}; on the screen:\n{}", self.screen());
            match self.woken.recv_timeout(Duration::from_millis(20)) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the program dropped its waker"),
            }
        }
    }

    /// Waits until something with exactly this name or value is on the screen; an outcome also counts where it is said
    /// of a binding ("WeChat: Unbound").
    #[track_caller]
    pub(crate) fn see(&mut self, text: &str) {
        self.until(&format!("“{text}”"), |stage| stage.shows(text));
    }

    /// Waits until something that contains this is on the screen.
    #[track_caller]
    pub(crate) fn see_part(&mut self, text: &str) {
        self.until(&format!("“…{text}…”"), |stage| stage.texts().iter().any(|shown| shown.contains(text)));
    }

    pub(crate) fn shows(&self, text: &str) -> bool {
        let said_of_a_binding =
            |shown: &str| shown.split_once(": ").or(shown.split_once('：')).is_some_and(|(_, rest)| rest == text);
        self.texts().iter().any(|shown| shown == text || said_of_a_binding(shown))
    }

    pub(crate) fn shows_part(&self, text: &str) -> bool {
        self.texts().iter().any(|shown| shown.contains(text))
    }

    /// Presses the button with this name, as assistive technology does.
    #[track_caller]
    pub(crate) fn press(&mut self, name: &str) {
        self.until(&format!("“{name}” to be of use"), |stage| stage.can_press(name));
        self.button(name).click_accesskit();
        self.harness.step();
        self.harness.step();
    }

    /// Whether there is a button with this name that can be pressed.
    pub(crate) fn can_press(&self, name: &str) -> bool {
        let mut found = self.harness.query_all_by_role_and_label(Role::Button, name);
        found.any(|button| !button.accesskit_node().is_disabled())
    }

    /// The button with this name.
    pub(crate) fn button<'a>(&'a self, name: &'a str) -> egui_kittest::Node<'a> {
        self.harness.get_by_role_and_label(Role::Button, name)
    }

    /// Whether the control with this name has the keyboard.
    pub(crate) fn has_keyboard(&self, name: &str) -> bool {
        self.harness.query_all(by().label(name)).any(|node| node.is_focused())
    }

    /// Types into the field with this name.
    pub(crate) fn type_into(&mut self, name: &str, text: &str) {
        let field = self.harness.get_by(|node| node.role() != Role::Label && node.label().as_deref() == Some(name));
        field.focus();
        self.harness.step();
        let field = self.harness.get_by(|node| node.role() != Role::Label && node.label().as_deref() == Some(name));
        field.type_text(text);
        self.harness.step();
    }

    /// Presses every button that copies, and gives what was copied.
    pub(crate) fn copied(&mut self) -> String {
        let mut said = String::new();
        let names: Vec<String> = self.texts().into_iter().filter(|text| text.starts_with("Copy ")).collect();
        for name in names {
            let Some(button) = self.harness.query_by_role_and_label(Role::Button, &name) else { continue };
            button.click_accesskit();
            for _ in 0..3 {
                self.harness.step();
                for command in &self.harness.output().platform_output.commands {
                    if let egui::OutputCommand::CopyText(text) = command {
                        said += text;
                    }
                }
            }
        }
        said
    }

    /// Everything that the screen says: names and values.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.harness
            .root()
            .children_recursive()
            .flat_map(|node| {
                let node = node.accesskit_node();
                [node.label(), node.value()]
            })
            .flatten()
            .collect()
    }

    /// Draws until nothing has woken the window for a moment.
    pub(crate) fn rest(&mut self) {
        loop {
            self.harness.step();
            if !self.is_woken_within(Duration::from_millis(300)) {
                return;
            }
        }
    }

    /// Whether something wakes the window within this time.
    pub(crate) fn is_woken_within(&self, time: Duration) -> bool {
        self.woken.recv_timeout(time).is_ok()
    }

    pub(crate) fn screen(&self) -> String {
        self.texts().join("\n")
    }

    /// The names of the buttons that begin an unbind.
    pub(crate) fn unbind_buttons(&self) -> Vec<String> {
        self.texts().into_iter().filter(|text| text.starts_with("Unbind ") && text.ends_with('…')).collect()
    }

    /// Signs in as the persona with four identity providers and waits for the list.
    pub(crate) fn sign_in(&mut self) {
        self.sign_in_as("lin@example.com");
        self.see("Bound · 4");
    }

    pub(crate) fn sign_in_as(&mut self, account: &str) {
        self.see("Sign in");
        let fill = format!("Fill in {account} and the password");
        if self.shows(&fill) {
            self.press(&fill);
        } else {
            self.type_into("Email, phone or user name", account);
            let persona = bindery::sandbox::personas().into_iter().find(|persona| persona.account() == account);
            let password = persona.and_then(|persona| persona.password);
            self.type_into("Password", password.as_deref().unwrap_or("sandbox"));
        }
        self.press("Sign in");
    }

    /// Unbinds by the dialog, without waiting for the answer.
    pub(crate) fn unbind(&mut self, name: &str) {
        self.press(&format!("Unbind {name}…"));
        self.see(&format!("Unbind {name}?"));
        self.press(&format!("Unbind {name}"));
    }

    /// Unbinds by the dialog, and waits until the request was sent.
    pub(crate) fn unbind_until_sent(&mut self, name: &str) {
        let before = self.seen("unlink-extidp").len();
        self.unbind(name);
        self.until("the request", |stage| stage.seen("unlink-extidp").len() > before);
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        self.harness.state().program().sandbox().expect("the embedded sandbox runs")
    }

    pub(crate) fn inject(&self, fault: &str) {
        self.sandbox().faults().inject(fault.parse().expect("a fault"));
    }

    /// The requests to an endpoint, as the sandbox saw them.
    pub(crate) fn seen(&self, endpoint: &str) -> Vec<SeenRequest> {
        seen(self.sandbox(), endpoint)
    }

    /// The commands to the window from the last frame.
    pub(crate) fn window_commands(&self) -> Vec<egui::ViewportCommand> {
        let output = &self.harness.output().viewport_output;
        output.get(&egui::ViewportId::ROOT).map(|output| output.commands.clone()).unwrap_or_default()
    }

    /// Asks the window to close, as its frame's button does.
    pub(crate) fn ask_to_close(&mut self) {
        let viewport = self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        viewport.events.push(egui::ViewportEvent::Close);
        self.harness.step();
        let viewport = self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        viewport.events.clear();
    }
}

/// The requests to an endpoint, as a sandbox saw them.
pub(crate) fn seen(sandbox: &Sandbox, endpoint: &str) -> Vec<SeenRequest> {
    sandbox.requests().into_iter().filter(|request| request.path.ends_with(&format!("/{endpoint}"))).collect()
}

/// How many requests to an endpoint succeeded: those refused for an expired token do not count.
pub(crate) fn succeeded(sandbox: &Sandbox, endpoint: &str) -> usize {
    let good = |request: &SeenRequest| request.answered.as_ref().is_some_and(|answer| answer.status_code == Some(200));
    seen(sandbox, endpoint).iter().filter(|request| good(request)).count()
}
