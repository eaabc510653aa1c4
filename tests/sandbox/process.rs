//! `bindery sandbox` as a process, which never outlives its test.

use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::Value;

/// How long the program may take for anything. Generous, because a machine that tests is often busy.
const DEADLINE: Duration = Duration::from_secs(20);

/// The program, running.
pub(crate) struct Process {
    child: Child,
    printed: Receiver<String>,
    complained: Receiver<String>,
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What was left to read of standard output.
    pub(crate) printed: Vec<String>,
    /// Everything on standard error.
    pub(crate) complained: Vec<String>,
}

/// The command with these words after `sandbox`, as on a machine without a display.
pub(crate) fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
    command.arg("sandbox").args(words).stdin(Stdio::null());
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(variable);
    }
    command
}

impl Process {
    pub(crate) fn start(words: &[&str]) -> Self {
        let mut child = command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let printed = lines(child.stdout.take().unwrap());
        let complained = lines(child.stderr.take().unwrap());
        Self { child, printed, complained }
    }

    /// Starts it with nobody to read standard output.
    pub(crate) fn start_unread(words: &[&str]) -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = command(words).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let complained = lines(child.stderr.take().unwrap());
        Self { child, printed: channel().1, complained }
    }

    /// The next line on standard output.
    pub(crate) fn line(&self) -> String {
        self.printed.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("it printed nothing: {:?}", self.complaints()))
    }

    /// The line of JSON.
    pub(crate) fn json(&self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// The next line on standard error.
    pub(crate) fn complaint(&self) -> String {
        self.complained.recv_timeout(DEADLINE).expect("a line on standard error")
    }

    fn complaints(&self) -> Vec<String> {
        self.complained.try_iter().collect()
    }

    /// Sends it a signal by name, such as `TERM`.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ended(mut self) -> Ended {
        let printed = rest(&self.printed);
        let complained = rest(&self.complained);
        Ended { status: self.child.wait().unwrap(), printed, complained }
    }

    /// Sends a signal and waits for a clean end, with nothing more on standard output.
    #[cfg(unix)]
    pub(crate) fn stop(self, signal: &str) {
        self.signal(signal);
        let ended = self.ended();
        assert_eq!(ended.status.code(), Some(0), "{ended:?}");
        assert_eq!(ended.printed, [""; 0]);
        assert_eq!(ended.complained, [""; 0]);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a stream, read by a thread that ends with it.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Everything up to the end of a stream, which comes when the program ends.
fn rest(lines: &Receiver<String>) -> Vec<String> {
    let mut rest = Vec::new();
    loop {
        match lines.recv_timeout(DEADLINE) {
            Ok(line) => rest.push(line),
            Err(RecvTimeoutError::Disconnected) => return rest,
            Err(RecvTimeoutError::Timeout) => panic!("it did not end; it said {rest:?}"),
        }
    }
}

/// The address in `http://127.0.0.1:41873`.
pub(crate) fn address(url: &Value) -> SocketAddr {
    let url = url.as_str().expect("a text");
    url.split_once("://").expect("a scheme").1.parse().expect("an address")
}
