//! Bindery, running on a test's desktop.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::desktop::{Desktop, Started};
use crate::screen::Screen;
use crate::wait::{DEADLINE, until};

/// What the program printed so far.
#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    grown: Condvar,
}

/// Bindery, running; it ends with its owner.
pub(crate) struct Program<'desktop> {
    /// Where it runs.
    pub(crate) desktop: &'desktop Desktop,
    process: Started,
    log: Arc<Log>,
    reader: Option<JoinHandle<()>>,
}

impl<'desktop> Program<'desktop> {
    /// Starts it and keeps reading what it prints on standard error.
    pub(crate) fn start(desktop: &'desktop Desktop, command: &mut Command) -> Self {
        let mut process = Started::new(command.stderr(Stdio::piped()).spawn().unwrap());
        let printed = BufReader::new(process.child().stderr.take().unwrap());
        let log = Arc::new(Log::default());
        let kept = Arc::clone(&log);
        let reader = std::thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                kept.lines.lock().unwrap().push(line);
                kept.grown.notify_all();
            }
        });
        Self { desktop, process, log, reader: Some(reader) }
    }

    /// Its process.
    pub(crate) fn id(&mut self) -> u32 {
        self.process.child().id()
    }

    /// What a screen reader sees of it.
    pub(crate) fn screen(&mut self) -> Screen<'desktop> {
        let id = self.id();
        Screen::of(&self.desktop.accessibility, id).unwrap_or_else(|| {
            let status = self.process.child().try_wait();
            panic!("it never came to the accessibility bus; {status:?}; it printed:\n{}", self.log())
        })
    }

    /// What it printed on standard error so far.
    pub(crate) fn log(&self) -> String {
        self.log.lines.lock().unwrap().join("\n")
    }

    /// How many frames it has drawn.
    pub(crate) fn frames(&self) -> usize {
        frames_in(&self.log.lines.lock().unwrap())
    }

    /// Waits for a frame beyond the first `known` ones; `false` when there was none within that time.
    pub(crate) fn draws_within(&self, known: usize, time: Duration) -> bool {
        let end = Instant::now() + time;
        let mut lines = self.log.lines.lock().unwrap();
        while frames_in(&lines) <= known {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            lines = self.log.grown.wait_timeout(lines, left).unwrap().0;
        }
        true
    }

    /// How much processor time it has used, in the kernel's ticks of 10 ms.
    pub(crate) fn ticks(&mut self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap();
        // The second field is the name in parentheses, which may hold anything; user and system time are 14 and 15.
        let after_name = stat.rsplit_once(')').unwrap().1;
        after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.process.child().try_wait().unwrap().is_none()
    }

    /// Waits until it has ended by itself; its log is whole then.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let ended = until(DEADLINE, || self.process.child().try_wait().unwrap());
        let status = ended.unwrap_or_else(|| panic!("it did not end; it printed:\n{}", self.log()));
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }
}

fn frames_in(lines: &[String]) -> usize {
    lines.iter().filter(|line| line.contains(" drawn frame=")).count()
}
