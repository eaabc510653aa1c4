//! A desktop for one test: a screen, a session bus, the accessibility bus and, if asked for, a keyring.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use x11rb::rust_connection::RustConnection;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::address_bar::AddressBar;
use crate::program::Program;
use crate::wait::{DEADLINE, until};

/// A session bus that starts nothing by itself, so that there is a keyring only where a test starts one.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// How long a program may take to say what is on its screen.
const ANSWER: Duration = Duration::from_secs(3);

/// How long a process that is asked to end may take.
const TIME_TO_END: Duration = Duration::from_secs(5);

/// A secret as the keyring gives it out: session, parameters, value, media type (Secret Service API, section 5.7).
type KeptSecret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A process that ends with its owner, also when the owner panics.
pub(crate) struct Started(Child);

impl Started {
    /// Starts a process.
    pub(crate) fn start(command: &mut Command) -> Self {
        let started = command.spawn();
        Self(started.unwrap_or_else(|error| panic!("{command:?}: {error}; .ci/run names the package")))
    }

    /// Takes over a process.
    pub(crate) fn new(child: Child) -> Self {
        Self(child)
    }

    /// The process.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Its first line on standard output.
    pub(crate) fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{:?} ended at once", self.0);
        line.trim().to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Asked first, because the accessibility bus ends processes of its own; then made to. What fails here has ended
        // already.
        let ask =
            Command::new("sh").args(["-c", "kill \"$0\"", &self.0.id().to_string()]).stderr(Stdio::null()).status();
        if ask.is_ok() && until(TIME_TO_END, || self.0.try_wait().ok().flatten()).is_some() {
            return;
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("bindery-window-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A desktop. What it started ends with it, last started first; the folder with the home goes at the very end.
pub(crate) struct Desktop {
    /// The accessibility bus.
    pub(crate) accessibility: Connection,
    /// The session bus.
    pub(crate) session: Connection,
    /// The display, seen past the toolkit.
    pub(crate) x11: RustConnection,
    processes: Vec<Started>,
    display: String,
    bus: String,
    folder: Folder,
}

impl Desktop {
    /// A desktop whose accessibility bus says that a screen reader is on, without a keyring.
    pub(crate) fn open() -> Self {
        let folder = Folder::new();
        for name in ["home", "tmp"] {
            std::fs::create_dir(folder.0.join(name)).unwrap();
        }
        let mut screen = Command::new("Xvfb");
        // Xvfb writes the number that it found to be free to this file descriptor, which is standard output.
        screen.args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]);
        let mut screen = Started::start(screen.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()));
        let display = format!(":{}", screen.first_line());
        let (x11, _) = RustConnection::connect(Some(&display)).unwrap();

        let config = folder.0.join("bus.conf");
        std::fs::write(&config, BUS.replace("FOLDER", folder.0.to_str().unwrap())).unwrap();
        let mut bus = Command::new("dbus-daemon");
        bus.arg("--config-file").arg(&config).args(["--nofork", "--nopidfile", "--print-address=1"]);
        let mut bus = Started::start(bus.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()));
        let address = bus.first_line();
        let session = Builder::address(address.as_str()).unwrap().build().unwrap();

        let mut launcher = command_in(&folder, &display, &address, "/usr/libexec/at-spi-bus-launcher");
        // Whether a screen reader is on is a setting of the desktop, kept in memory here.
        let launcher = Started::start(launcher.arg("--launch-immediately").env("GSETTINGS_BACKEND", "memory"));
        let accessibility = accessibility_bus(&session);
        Self { accessibility, session, x11, processes: vec![launcher, bus, screen], display, bus: address, folder }
    }

    /// The same with an unlocked keyring.
    pub(crate) fn with_keyring() -> Self {
        let mut desktop = Self::open();
        let mut keyring = desktop.command("gnome-keyring-daemon");
        keyring.args(["--unlock", "--foreground", "--components=secrets"]).stdin(Stdio::piped());
        let mut keyring = Started::start(&mut keyring);
        let mut password = keyring.child().stdin.take().unwrap();
        password.write_all(b"the password of the keyring\n").unwrap();
        // It reads to the end.
        drop(password);
        desktop.processes.insert(0, keyring);
        let ready = until(DEADLINE, || {
            let collection: OwnedObjectPath = desktop.secrets()?.call("ReadAlias", &("default",)).ok()?;
            (collection.as_str() != "/").then_some(())
        });
        ready.expect("the keyring is ready");
        desktop
    }

    fn secrets(&self) -> Option<Proxy<'_>> {
        let service = ("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service");
        Proxy::new(&self.session, service.0, service.1, service.2).ok()
    }

    /// How many entries the program has in the keyring.
    pub(crate) fn kept_entries(&self) -> usize {
        self.entries().len()
    }

    /// What the program has in the keyring.
    pub(crate) fn kept(&self) -> Vec<String> {
        let secrets = self.secrets().unwrap();
        let plain = ("plain", Value::from(""));
        let (_, session): (OwnedValue, OwnedObjectPath) = secrets.call("OpenSession", &plain).unwrap();
        let kept: HashMap<OwnedObjectPath, KeptSecret> =
            secrets.call("GetSecrets", &(self.entries(), session)).unwrap();
        kept.into_values().map(|(_, _, secret, _)| String::from_utf8(secret).unwrap()).collect()
    }

    fn entries(&self) -> Vec<OwnedObjectPath> {
        let wanted = HashMap::from([("service", "Bindery")]);
        let (unlocked, mut locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            self.secrets().unwrap().call("SearchItems", &(wanted,)).unwrap();
        locked.extend(unlocked);
        locked
    }

    /// Where everything lies that programs on this desktop may write: the home and the folder for temporary files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// A command on this desktop, silent.
    pub(crate) fn command(&self, program: &str) -> Command {
        command_in(&self.folder, &self.display, &self.bus, program)
    }

    /// Starts Bindery, in English and with the whole log.
    pub(crate) fn start(&self, arguments: &[&str]) -> Program<'_> {
        Program::start(self, &mut self.bindery(arguments))
    }

    /// The same, with a script in the place of the system's browser.
    pub(crate) fn start_with_browser(&self, browser: &AddressBar, arguments: &[&str]) -> Program<'_> {
        Program::start(self, self.bindery(arguments).env("BROWSER", browser.script()))
    }

    fn bindery(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_bindery"));
        command.args(["--log", "trace", "--language", "en"]).args(arguments);
        command
    }
}

/// A command with nothing of this process's environment but the path.
fn command_in(folder: &Folder, display: &str, bus: &str, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder.0.join("home"))
        .env("TMPDIR", folder.0.join("tmp"))
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Tells the desktop that a screen reader is on, and connects to the bus that it would read from.
fn accessibility_bus(session: &Connection) -> Connection {
    let proxy = |interface| Proxy::new(session, "org.a11y.Bus", "/org/a11y/bus", interface).ok();
    let address: Option<String> = until(DEADLINE, || proxy("org.a11y.Bus")?.call("GetAddress", &()).ok());
    let properties = proxy("org.freedesktop.DBus.Properties").unwrap();
    for property in ["IsEnabled", "ScreenReaderEnabled"] {
        let _: () = properties.call("Set", &("org.a11y.Status", property, Value::Bool(true))).unwrap();
    }
    let address = address.expect("an accessibility bus");
    // A program that comes to the bus loses the calls of the first moment, so that no answer is waited for for long.
    Builder::address(address.as_str()).unwrap().method_timeout(ANSWER).build().unwrap()
}
