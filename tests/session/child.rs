//! A program of its own that uses a session: this test program, started once more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use bindery::session::{AccountSpace, Checkpoints, Keep, Point, Session, Storage};

use crate::keyring::vault_in;
use crate::stage::{Keyring, PATIENCE, at_once, client, list, space_at};

const ORDER: &str = "BINDERY_SESSION_TEST_ORDER";
const HOST: &str = "BINDERY_SESSION_TEST_HOST";
const APP: &str = "BINDERY_SESSION_TEST_APP";
const FOLDER: &str = "BINDERY_SESSION_TEST_FOLDER";

/// What a child does with the session that it finds in the keyring.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// It makes a call and stays at this point.
    StayAt(Point),
    /// It makes one call after the other.
    CallOnAndOn,
    /// It waits for the word, then makes 25 calls at once.
    ManyCalls,
}

impl Order {
    /// How it is told to the child.
    fn text(self) -> String {
        match self {
            Self::StayAt(point) => format!("stay at {point:?}"),
            Self::CallOnAndOn => "call on and on".to_owned(),
            Self::ManyCalls => "many calls".to_owned(),
        }
    }
}

/// A child; it is killed when this is dropped.
pub(crate) struct Child {
    process: std::process::Child,
    stdin: Option<ChildStdin>,
    lines: Option<BufReader<ChildStdout>>,
}

impl Child {
    pub(crate) fn start(space: &AccountSpace, keyring: &Keyring, order: Order) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::a_session_in_a_program_of_its_own", "--nocapture", "--test-threads=1"])
            .env(ORDER, order.text())
            .env(HOST, space.app_host.as_str())
            .env(APP, &space.app_id)
            .env(FOLDER, keyring.folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (process.stdin.take(), process.stdout.take());
        Self { process, stdin, lines: stdout.map(BufReader::new) }
    }

    pub(crate) fn go(&mut self) {
        self.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    }

    /// Waits until it has said this.
    pub(crate) async fn says(&mut self, wanted: &str) {
        while self.line().await != wanted {}
    }

    /// Waits for what it says next. What the test harness says of itself is passed over.
    pub(crate) async fn line(&mut self) -> String {
        let mut lines = self.lines.take().unwrap();
        let reading = tokio::task::spawn_blocking(move || {
            loop {
                let mut line = String::new();
                assert!(lines.read_line(&mut line).unwrap() > 0, "the child ended");
                if let Some((_, said)) = line.trim_end().split_once("child: ") {
                    return (said.to_owned(), lines);
                }
            }
        });
        let (said, lines) = tokio::time::timeout(PATIENCE, reading).await.expect("the child says nothing").unwrap();
        self.lines = Some(lines);
        said
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

struct Says(Option<Point>);

impl Checkpoints for Says {
    fn reached(&self, point: Point) {
        say(&format!("{point:?}"));
        if self.0 == Some(point) {
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
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_in_a_program_of_its_own() {
    let Ok(order) = std::env::var(ORDER) else {
        let name = std::thread::current().name().map(str::to_owned);
        assert!(name.is_none_or(|name| name == "child::a_session_in_a_program_of_its_own" || name == "main"));
        return;
    };
    let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let space = space_at(&std::env::var(HOST).unwrap(), &std::env::var(APP).unwrap(), Keep::Keyring);
    let stays_at = Point::ALL.into_iter().find(|point| order == Order::StayAt(*point).text());
    let storage = Storage {
        vault: Some(vault_in(&folder.join("keyring"), &Arc::default())),
        folder: Some(folder.join("data")),
        checkpoints: Some(Arc::new(Says(stays_at))),
    };
    let session = Session::restore(client(&space), &space, storage).await.unwrap().expect("a session is kept");
    if order == Order::ManyCalls.text() {
        say("ready");
        wait_for_a_word();
        say(&format!("succeeded {}", at_once(&[&session], 25).await));
        return;
    }
    loop {
        // The points it passes tell what happens; it goes on until it is killed.
        let _ = list(&session).await;
        if stays_at.is_some() {
            return;
        }
    }
}
