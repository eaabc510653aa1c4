//! The program in a process of its own: this test program, started once more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bindery::app::{UnbindCheckpoints, UnbindPoint};
use bindery::genauth::Language;
use bindery::session::{AccountSpace, Keep};

use crate::stage::{Running, space_at};

const ORDER: &str = "BINDERY_UNBINDING_TEST_ORDER";
const HOST: &str = "BINDERY_UNBINDING_TEST_HOST";
const APP: &str = "BINDERY_UNBINDING_TEST_APP";
const FOLDER: &str = "BINDERY_UNBINDING_TEST_FOLDER";
const NAME: &str = "child::the_program_in_a_process_of_its_own";

/// What a child does once it is signed in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// It unbinds, and stays at this point.
    StayAt(UnbindPoint),
    /// It unbinds everything, one after the other.
    UnbindAll,
}

impl Order {
    fn text(self) -> String {
        match self {
            Self::StayAt(point) => format!("stay at {point:?}"),
            Self::UnbindAll => "unbind all".to_owned(),
        }
    }
}

/// What a child says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It asks to unbind this `extIdpId`, and will confirm that.
    Asks(String),
    /// The unbind has come to this point.
    Reached(UnbindPoint),
    /// Everything is unbound.
    Done,
}

impl Said {
    fn read(text: &str) -> Option<Self> {
        if let Some(ext_idp_id) = text.strip_prefix("asks ") {
            return Some(Self::Asks(ext_idp_id.to_owned()));
        }
        if text == "done" {
            return Some(Self::Done);
        }
        UnbindPoint::ALL.into_iter().find(|point| text == format!("{point:?}")).map(Self::Reached)
    }
}

/// A child; it is killed when this is dropped.
pub(crate) struct Child {
    process: std::process::Child,
    /// A child that stays waits for a word, which never comes.
    _stdin: ChildStdin,
    lines: BufReader<ChildStdout>,
}

impl Child {
    pub(crate) fn start(space: &AccountSpace, folder: &Path, order: Order) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
            .env(ORDER, order.text())
            .env(HOST, space.app_host.as_str())
            .env(APP, &space.app_id)
            .env(FOLDER, folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, _stdin: stdin, lines: BufReader::new(stdout) }
    }

    /// Waits for what it says next; none when it has ended. What the test harness says of itself is passed over.
    pub(crate) fn line(&mut self) -> Option<Said> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            let said = line.trim_end().split_once("child: ").and_then(|(_, text)| Said::read(text));
            if said.is_some() {
                return said;
            }
        }
    }

    /// Kills it, with SIGKILL on unix; what it had said until then and was not read yet.
    pub(crate) fn kill(mut self) -> Vec<Said> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::iter::from_fn(|| self.line()).collect()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says each point that the present unbind comes to, and stays at one.
struct Says {
    stays_at: Option<UnbindPoint>,
    /// Whether its answer is written.
    answered: AtomicBool,
    /// Whether what the list says of it is written.
    listed: AtomicBool,
}

impl UnbindCheckpoints for Says {
    fn reached(&self, point: UnbindPoint) {
        let of_the_list = matches!(point, UnbindPoint::ListRead | UnbindPoint::ListWritten);
        if of_the_list && !self.answered.load(Ordering::SeqCst) {
            // The list, read for the question, says once more that what went before is gone.
            return;
        }
        say(&format!("{point:?}"));
        if self.stays_at == Some(point) {
            wait_for_a_word();
        }
        match point {
            UnbindPoint::OutcomeWritten => self.answered.store(true, Ordering::SeqCst),
            UnbindPoint::ListWritten => self.listed.store(true, Ordering::SeqCst),
            _ => {}
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
fn the_program_in_a_process_of_its_own() {
    let Ok(order) = std::env::var(ORDER) else {
        let name = std::thread::current().name().map(str::to_owned);
        assert!(name.is_none_or(|name| name == NAME || name == "main"));
        return;
    };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let space = space_at(&std::env::var(HOST).unwrap(), &std::env::var(APP).unwrap(), Keep::Memory);
    let stays_at = UnbindPoint::ALL.into_iter().find(|point| order == Order::StayAt(*point).text());
    let says = Arc::new(Says { stays_at, answered: AtomicBool::new(false), listed: AtomicBool::new(false) });
    let mut program = Running::start(space, &folder, Language::English, Some(says.clone()));
    for key in &program.sign_in() {
        says.answered.store(false, Ordering::SeqCst);
        says.listed.store(false, Ordering::SeqCst);
        say(&format!("asks {}", key.ext_idp_id().unwrap()));
        program.unbind(key);
        program.until("the end of the unbind", |_| says.listed.load(Ordering::SeqCst));
    }
    say("done");
    wait_for_a_word();
}
