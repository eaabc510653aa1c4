//! Writes the state file soon after a change and at the end, away from the threads that serve requests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::state_file::{StateFile, StateFileError};
use crate::sandbox::authority::KeptAuthority;
use crate::sandbox::service::Service;

/// How long to wait after a change, so that several at once are written once.
const PAUSE: Duration = Duration::from_millis(200);

/// Why the last write failed, if it did. Shared between the keeper and whoever wants to know.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Unsaved(Mutex<Option<String>>);

impl Unsaved {
    /// What is wrong, in words; `None` while everything is in the file.
    pub(in crate::sandbox) fn reason(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, reason: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }
}

/// A service and the file that it is kept in.
pub(in crate::sandbox) struct Keeper {
    pub(in crate::sandbox) service: Arc<Service>,
    pub(in crate::sandbox) file: StateFile,
    pub(in crate::sandbox) port: u16,
    pub(in crate::sandbox) authority: Option<KeptAuthority>,
    pub(in crate::sandbox) unsaved: Arc<Unsaved>,
    /// What stands in the file.
    written: String,
}

impl Keeper {
    /// A keeper of a service, which writes the file at once: one that cannot be written is better known at the start.
    pub(in crate::sandbox) fn start(
        service: &Arc<Service>,
        file: StateFile,
        port: u16,
        authority: Option<KeptAuthority>,
    ) -> Result<Self, StateFileError> {
        let (service, unsaved) = (Arc::clone(service), Arc::default());
        let mut keeper = Self { service, file, port, authority, unsaved, written: String::new() };
        keeper.write()?;
        Ok(keeper)
    }

    /// Keeps what changes, until nothing is served any more; then what changed last. Dropping `stopped` says that this
    /// is done.
    pub(in crate::sandbox) async fn keep(mut self, mut served: watch::Receiver<()>, stopped: watch::Sender<()>) {
        let mut changes = self.service.changes.watch();
        let mut serving = true;
        while serving {
            tokio::select! {
                biased;
                _ = served.changed() => serving = false,
                _ = changes.changed() => tokio::select! {
                    _ = served.changed() => serving = false,
                    () = tokio::time::sleep(PAUSE) => {}
                },
            }
            changes.mark_unchanged();
            match tokio::task::spawn_blocking(move || self.written_or_not()).await {
                Ok(keeper) => self = keeper,
                // The runtime goes down, and the program with it.
                Err(_) => return,
            }
        }
        drop(stopped);
    }

    fn written_or_not(mut self) -> Self {
        let failure = self.write().err().map(|error| error.to_string());
        if let Some(failure) = &failure {
            tracing::error!("{failure}");
        }
        self.unsaved.set(failure);
        self
    }

    fn write(&mut self) -> Result<(), StateFileError> {
        let text = self.file.text(&self.service.kept(self.port, self.authority.clone()))?;
        if text != self.written {
            self.file.write(&text)?;
            self.written = text;
        }
        Ok(())
    }
}
