//! A keyring in a folder, which several programs share and which outlives them.

use std::any::Any;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bindery::session::Vault;
use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};

/// One file for each entry.
#[derive(Clone, Debug)]
struct FolderStore {
    folder: PathBuf,
    read_only: Arc<AtomicBool>,
}

#[derive(Clone, Debug)]
struct FolderEntry {
    path: PathBuf,
    read_only: Arc<AtomicBool>,
}

/// A keyring in this folder, that takes nothing while `read_only`.
pub(crate) fn vault_in(folder: &Path, read_only: &Arc<AtomicBool>) -> Vault {
    let store = FolderStore { folder: folder.to_owned(), read_only: Arc::clone(read_only) };
    Vault::start(move || {
        std::fs::create_dir_all(&store.folder).map_err(failed)?;
        Ok(Arc::new(store) as Arc<CredentialStore>)
    })
}

fn failed(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoEntry,
        _ => Error::PlatformFailure(Box::new(error)),
    }
}

impl CredentialStoreApi for FolderStore {
    fn vendor(&self) -> String {
        "a folder".to_owned()
    }

    fn id(&self) -> String {
        self.folder.display().to_string()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let name: String = user.bytes().map(|byte| format!("{byte:02x}")).collect();
        let entry = FolderEntry { path: self.folder.join(name), read_only: Arc::clone(&self.read_only) };
        Ok(Entry::new_with_credential(Arc::new(entry)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl FolderEntry {
    fn writable(&self) -> Result<()> {
        match self.read_only.load(Ordering::SeqCst) {
            true => Err(Error::NoStorageAccess("it takes nothing".into())),
            false => Ok(()),
        }
    }
}

impl CredentialApi for FolderEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.writable()?;
        // Whole or not at all, as a keyring writes: a program may be killed in the middle.
        let beside = self.path.with_extension(std::process::id().to_string());
        std::fs::write(&beside, secret).and_then(|()| std::fs::rename(&beside, &self.path)).map_err(failed)
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        std::fs::read(&self.path).map_err(failed)
    }

    fn delete_credential(&self) -> Result<()> {
        self.writable()?;
        std::fs::remove_file(&self.path).map_err(failed)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(Some(Arc::new(self.clone())))
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
