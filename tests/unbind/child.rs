//! A program of its own that unbinds: this test program, started once more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::Arc;

use bindery::account::BindingKey;
use bindery::app::{UnbindCheckpoints, UnbindPoint};

use crate::headless::{Headless, space};
use crate::standalone::Standalone;

const NAME: &str = "child::an_unbind_in_a_program_of_its_own";
const STAYS_AT: &str = "BINDERY_UNBIND_TEST_STAYS_AT";
const HOST: &str = "BINDERY_UNBIND_TEST_HOST";
const APP: &str = "BINDERY_UNBIND_TEST_APP";
const FOLDER: &str = "BINDERY_UNBIND_TEST_FOLDER";

/// The persona's four bindings are unbound through this one: WeChat, with two identities.
pub(crate) const WECHAT: &str = "62f2093271a2b3cc10d966ee";

/// A child; it is killed when this is dropped.
pub(crate) struct Child {
    process: std::process::Child,
    lines: BufReader<ChildStdout>,
}

impl Child {
    /// Starts a program that unbinds at once, and stays at this point.
    pub(crate) fn start(sandbox: &Standalone, folder: &Path, stays_at: Option<UnbindPoint>) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
            .env(STAYS_AT, stays_at.map_or_else(|| "nowhere".to_owned(), |point| format!("{point:?}")))
            .env(HOST, sandbox.app_host())
            .env(APP, sandbox.app_id())
            .env(FOLDER, folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Self { process, lines }
    }

    /// Waits for what it says next; what the test harness says of itself is passed over. `None` when it has ended.
    pub(crate) fn line(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some((_, said)) = line.trim_end().split_once("child: ") {
                return Some(said.to_owned());
            }
        }
    }

    /// Waits until it has said this.
    pub(crate) fn says(&mut self, wanted: &str) {
        while self.line().expect("the child goes on") != wanted {}
    }

    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Says(String);

impl UnbindCheckpoints for Says {
    fn reached(&self, point: UnbindPoint) {
        let name = format!("{point:?}");
        say(&name);
        if self.0 == name {
            wait_for_a_word();
        }
    }
}

fn say(text: &str) {
    let mut stdout = std::io::stdout().lock();
    // Whoever listened may have gone.
    let _ = stdout.write_all(format!("child: {text}\n").as_bytes()).and_then(|()| stdout.flush());
}

fn wait_for_a_word() {
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Without an order this shows that the name above is this test's; with one it is the child.
#[test]
fn an_unbind_in_a_program_of_its_own() {
    let Ok(stays_at) = std::env::var(STAYS_AT) else {
        let name = std::thread::current().name().map(str::to_owned);
        assert!(name.is_none_or(|name| name == NAME || name == "main"));
        return;
    };
    let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let space = space(&std::env::var(HOST).unwrap(), &std::env::var(APP).unwrap());
    let mut program = Headless::start(space, &folder, Some(Arc::new(Says(stays_at))));
    program.sign_in("lin@example.com");
    let key = BindingKey::ExtIdp(WECHAT.to_owned());
    program.ask(&key, "WeChat");
    say("confirmed");
    program.confirm(&key, "");
    program.receipt(&key);
    say("done");
    wait_for_a_word();
}
