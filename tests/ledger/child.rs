//! A program of its own that writes a ledger: this test program, started once more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use bindery::ledger::{Answer, Ledger};

use crate::stage::{intent, request, settlement};

const ORDER: &str = "BINDERY_LEDGER_TEST_ORDER";
const FILE: &str = "BINDERY_LEDGER_TEST_FILE";
const NAME: &str = "child::a_ledger_in_a_program_of_its_own";

/// What a child does with the ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// It says that it has opened the ledger, waits for the word, then intends and settles this many unbinds.
    Write(usize),
    /// It intends one unbind, says its id, and stays.
    IntendAndStay,
    /// It intends and settles one unbind after the other, and says each when it is done.
    OnAndOn,
}

impl Order {
    fn text(self) -> String {
        match self {
            Self::Write(count) => count.to_string(),
            Self::IntendAndStay => "intend and stay".to_owned(),
            Self::OnAndOn => "on and on".to_owned(),
        }
    }
}

/// A child; it is killed when this is dropped.
pub(crate) struct Child {
    process: std::process::Child,
    stdin: ChildStdin,
    lines: BufReader<ChildStdout>,
}

impl Child {
    pub(crate) fn start(file: &Path, order: Order) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
            .env(ORDER, order.text())
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, stdin, lines: BufReader::new(stdout) }
    }

    pub(crate) fn go(&mut self) {
        self.stdin.write_all(b"go\n").unwrap();
    }

    /// Waits for what it says next; none when it has ended. What the test harness says of itself is passed over.
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

    /// Kills it, with SIGKILL on unix; what it had said until then and was not read yet.
    pub(crate) fn kill(mut self) -> Vec<String> {
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
fn a_ledger_in_a_program_of_its_own() {
    let Ok(order) = std::env::var(ORDER) else {
        let name = std::thread::current().name().map(str::to_owned);
        assert!(name.is_none_or(|name| name == NAME || name == "main"));
        return;
    };
    let ledger = Ledger::open(Path::new(&std::env::var_os(FILE).unwrap())).unwrap().ledger;
    let done = || settlement(Answer::Accepted, vec![request(200, 200, None)]);
    if order == Order::IntendAndStay.text() {
        say(ledger.intend(&intent("lin", 1_000)).unwrap().as_str());
        wait_for_a_word();
        return;
    }
    if let Ok(count) = order.parse::<i64>() {
        say("ready");
        wait_for_a_word();
        for number in 0..count {
            let id = ledger.intend(&intent("lin", number)).unwrap();
            ledger.settle(&id, &done()).unwrap();
        }
        say("done");
        return;
    }
    // It goes on until it is killed.
    for number in 0.. {
        let id = ledger.intend(&intent("lin", number)).unwrap();
        say(&format!("intended {id}"));
        ledger.settle(&id, &done()).unwrap();
        say(&format!("settled {id}"));
    }
}
