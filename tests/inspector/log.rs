//! The program's own log at its most verbose, kept in memory.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use bindery::cli::{LogLevel, log_to};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Takes the lines of the log.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The log of this process, from the first time that this is asked for. All tests of the process write there.
    pub(crate) fn of_this_process() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            log_to(LogLevel::Trace, move || writer.clone()).init();
            log
        })
    }

    /// What it says so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
