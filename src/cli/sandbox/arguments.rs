//! What can be said on the command line after `bindery sandbox`.

use std::path::PathBuf;

use clap::Args;

use crate::sandbox::Fault;

/// What every status means; the numbers are in `failure.rs`.
const STATUSES: &str = "\
Ends with status 0 when it is told to stop, by Ctrl+C or a signal. Otherwise it says why in one sentence on standard
error and ends with status 65 (a file does not hold what it should), 66 (a file cannot be read), 73 (a file cannot be
written), 74 (what changed last could not be kept), 75 (a port or the state file is in use) or 77 (the port is not for
this user). A file is never left half written.";

/// Serve the sandbox alone, without a window, for testing a client of one's own.
#[derive(Debug, Args)]
#[command(after_help = STATUSES)]
pub struct SandboxArguments {
    /// Port on 127.0.0.1; a free one if not given, or the one of the state file
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Port of the admin API on 127.0.0.1; a free one if not given
    #[arg(long, value_name = "PORT")]
    pub admin_port: Option<u16>,
    /// Personas, applications and identity sources of one's own, added to those that are there
    #[arg(long, value_name = "FILE")]
    pub personas: Option<PathBuf>,
    /// Where what changes is kept for the next start; in memory only if not given
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Speak TLS, with a certificate authority of its own that can vouch for loopback addresses only
    #[arg(long)]
    pub tls: bool,
    /// Where the authority's certificate is written; a temporary file if not given
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub ca_file: Option<PathBuf>,
    /// A fault that waits from the start, e.g. unlink-extidp=reset-after; may be given several times
    #[arg(long, value_name = "FAULT")]
    pub fault: Vec<Fault>,
    /// Faults in a file, with the seed that chance is drawn from; played from the start
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Print one line of JSON once it accepts calls, instead of words
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use super::super::failure;
    use super::STATUSES;

    #[test]
    fn the_help_names_every_status() {
        for status in [
            failure::EXIT_WRONG_CONTENT,
            failure::EXIT_UNREADABLE_FILE,
            failure::EXIT_UNWRITABLE_FILE,
            failure::EXIT_UNSAVED,
            failure::EXIT_IN_USE,
            failure::EXIT_NOT_PERMITTED,
        ] {
            assert!(STATUSES.contains(&format!("{status} (")), "{status}");
        }
    }
}
