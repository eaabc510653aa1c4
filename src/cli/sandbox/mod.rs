//! `bindery sandbox`: the sandbox alone, until a signal.

mod arguments;
mod failure;
mod print;
mod signals;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::sandbox::{Pool, Sandbox, Scenario, Setup};

pub use arguments::SandboxArguments;
pub use failure::{
    EXIT_IN_USE, EXIT_NOT_PERMITTED, EXIT_UNREADABLE_FILE, EXIT_UNSAVED, EXIT_UNWRITABLE_FILE, EXIT_WRONG_CONTENT,
    SandboxFailure,
};
use signals::StopSignals;

/// No file is read beyond so many bytes; what is longer than makes sense is refused by whoever reads the text.
const LONGEST_FILE: u64 = 64 << 20;

/// Serves a sandbox until the system asks to stop; prints how to reach it once it accepts calls.
///
/// # Errors
/// When it cannot start as told, or what changed last cannot be kept at the end.
pub async fn serve_sandbox(arguments: &SandboxArguments) -> Result<(), SandboxFailure> {
    // Before anything is started, so that a signal at any time ends it cleanly.
    let mut signals = StopSignals::listen().map_err(SandboxFailure::Signals)?;
    let pool = match &arguments.personas {
        Some(path) => {
            let text = read(path)?;
            Pool::with(&text).map_err(|reason| SandboxFailure::Personas { path: path.clone(), reason })?
        }
        None => Pool::built_in(),
    };
    let scenario = match &arguments.scenario {
        Some(path) => {
            let failed = |reason| SandboxFailure::Scenario { path: path.clone(), reason };
            Some(read(path)?.parse::<Scenario>().map_err(failed)?)
        }
        None => None,
    };
    let sandbox = Sandbox::start_with(Setup {
        port: arguments.port.unwrap_or_default(),
        pool,
        tls: arguments.tls,
        ca_file: arguments.ca_file.clone(),
        state_file: arguments.state.clone(),
        admin_port: Some(arguments.admin_port.unwrap_or_default()),
    })
    .await?;
    sandbox.prepare_keys();
    if let Some(scenario) = &scenario {
        sandbox.faults().play(scenario);
    }
    for fault in &arguments.fault {
        sandbox.faults().inject(fault.clone());
    }

    if let Err(error) = print::print(&sandbox.info(), arguments.json, &mut std::io::stdout().lock()) {
        // Whoever started it may know the address anyway, and does not want it to end for that.
        tracing::warn!(%error, "nobody reads standard output");
    }
    signals.received().await;
    tracing::info!("told to stop");
    let handle = sandbox.clone();
    sandbox.stop().await;
    handle.unsaved().map_or(Ok(()), |reason| Err(SandboxFailure::Unsaved(reason)))
}

/// A file that was named, as text. A pipe is as good as a file, so its length is no guide.
fn read(path: &Path) -> Result<String, SandboxFailure> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST_FILE).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text),
        Err(reason) => Err(SandboxFailure::Unreadable { path: path.to_owned(), reason }),
    }
}
