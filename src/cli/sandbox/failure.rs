//! Why `bindery sandbox` ends before it should, in one sentence with a status of its own.

use std::io;
use std::path::PathBuf;

use crate::sandbox::{PoolError, ScenarioError, StartError, StateFileError};

/// A file holds something else than it should (`EX_DATAERR` of sysexits).
pub const EXIT_WRONG_CONTENT: u8 = 65;

/// A file cannot be read (`EX_NOINPUT`).
pub const EXIT_UNREADABLE_FILE: u8 = 66;

/// A file cannot be created or replaced (`EX_CANTCREAT`).
pub const EXIT_UNWRITABLE_FILE: u8 = 73;

/// What changed last could not be kept (`EX_IOERR`).
pub const EXIT_UNSAVED: u8 = 74;

/// Another program has the port or the state file (`EX_TEMPFAIL`).
pub const EXIT_IN_USE: u8 = 75;

/// This user may not listen on the port (`EX_NOPERM`).
pub const EXIT_NOT_PERMITTED: u8 = 77;

/// Why the sandbox does not start, or does not end as it should.
#[derive(Debug, thiserror::Error)]
pub enum SandboxFailure {
    /// A file that was named cannot be read.
    #[error("{path} cannot be read: {reason}; check the path")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The personas file is none.
    #[error("{path}: {reason}; nothing was started")]
    Personas {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line where that is known.
        reason: PoolError,
    },
    /// The scenario is none.
    #[error("{path}: {reason}; nothing was started")]
    Scenario {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line.
        reason: ScenarioError,
    },
    /// The sandbox cannot start.
    #[error("{}", in_words(.0))]
    Start(#[from] StartError),
    /// The system does not tell when to stop.
    #[error("signals cannot be received: {0}")]
    Signals(io::Error),
    /// What changed last is not in the state file.
    #[error("the sandbox stopped, but what changed last was not kept: {0}")]
    Unsaved(String),
}

impl SandboxFailure {
    /// The status to end with.
    pub fn status(&self) -> u8 {
        match self {
            Self::Unreadable { .. } => EXIT_UNREADABLE_FILE,
            Self::Personas { .. } | Self::Scenario { .. } => EXIT_WRONG_CONTENT,
            Self::Start(error) => start_status(error),
            Self::Signals(_) => crate::cli::EXIT_NO_RUNTIME,
            Self::Unsaved(_) => EXIT_UNSAVED,
        }
    }
}

fn start_status(error: &StartError) -> u8 {
    match error {
        StartError::Port { reason, .. } | StartError::AdminPort { reason, .. } => match reason.kind() {
            io::ErrorKind::PermissionDenied => EXIT_NOT_PERMITTED,
            _ => EXIT_IN_USE,
        },
        StartError::State(error) => match error {
            StateFileError::InUse { .. } => EXIT_IN_USE,
            StateFileError::Unreadable { .. } => EXIT_UNREADABLE_FILE,
            StateFileError::NotOurs { .. } | StateFileError::Version { .. } => EXIT_WRONG_CONTENT,
            StateFileError::Unwritable { .. } => EXIT_UNWRITABLE_FILE,
        },
        StartError::CaFile(_) => EXIT_UNWRITABLE_FILE,
        StartError::Authority(_) | StartError::NoRandomness => crate::cli::EXIT_NO_RUNTIME,
    }
}

/// The sandbox's own words, with the option that helps where there is one.
fn in_words(error: &StartError) -> String {
    match error {
        StartError::Port { port, reason } => port_in_words(*port, reason, "--port"),
        StartError::AdminPort { port, reason } => port_in_words(*port, reason, "--admin-port"),
        other => other.to_string(),
    }
}

fn port_in_words(port: u16, reason: &io::Error, option: &str) -> String {
    let what = match reason.kind() {
        io::ErrorKind::AddrInUse => format!("port {port} of 127.0.0.1 is already in use"),
        io::ErrorKind::PermissionDenied => format!("port {port} of 127.0.0.1 is not for this user to listen on"),
        _ => format!("port {port} of 127.0.0.1 cannot be listened on ({reason})"),
    };
    format!("{what}; give another with {option}, or leave it out for a free one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_names_the_option_that_helps() {
        let taken = || io::Error::from(io::ErrorKind::AddrInUse);
        let failure = SandboxFailure::from(StartError::AdminPort { port: 4000, reason: taken() });
        let said =
            "port 4000 of 127.0.0.1 is already in use; give another with --admin-port, or leave it out for a free one";
        assert_eq!(failure.to_string(), said);
        assert_eq!(failure.status(), EXIT_IN_USE);
        let failure =
            SandboxFailure::from(StartError::Port { port: 80, reason: io::ErrorKind::PermissionDenied.into() });
        assert_eq!(failure.status(), EXIT_NOT_PERMITTED);
    }

    #[test]
    fn a_broken_personas_file_is_named_with_its_line() {
        let reason = crate::sandbox::Pool::with("\n[[persona]]\nkey = \"own\"\ncolour = 1\n").unwrap_err();
        let failure = SandboxFailure::Personas { path: "own.toml".into(), reason };
        let said = failure.to_string();
        assert!(said.starts_with("own.toml: line 4: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(failure.status(), EXIT_WRONG_CONTENT);
    }
}
