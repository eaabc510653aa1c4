//! Where a session keeps what outlasts the program.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};

use super::{Checkpoints, Point, Vault};

/// Where a session keeps what outlasts the program; nothing of it has to be there.
#[derive(Clone, Default)]
pub struct Storage {
    /// The keyring, for the tokens; without one the session lives in memory.
    pub vault: Option<Vault>,
    /// The program's data folder, for locks between programs and for what was last seen. No secret is put there.
    pub folder: Option<PathBuf>,
    /// Is told of the points that the session passes; for tests.
    pub checkpoints: Option<Arc<dyn Checkpoints>>,
}

impl Storage {
    /// In memory only.
    pub fn none() -> Self {
        Self::default()
    }

    pub(super) fn reach(&self, point: Point) {
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.reached(point);
        }
    }

    /// A file of a keyring entry's own in a folder of the data folder.
    ///
    /// The name is a hash: an entry names host, application and person, with characters that file names cannot have.
    pub(super) fn file_of(&self, folder: &str, entry: &str, extension: &str) -> Option<PathBuf> {
        let hash = digest(&SHA256, entry.as_bytes());
        let name: String = hash.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Some(self.folder.as_ref()?.join(folder).join(format!("{name}.{extension}")))
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Storage").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The folder where this system keeps the data of a person's programs, for this one; `None` when it has none.
pub fn data_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("bindery"))
}
