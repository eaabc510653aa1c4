//! The keyring of the operating system, reached through a thread of its own.
//!
//! Keyring calls are synchronous and can block for as long as a person leaves an unlock prompt open, so they run
//! on one thread in the order they were asked for, and every caller waits with a deadline.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use keyring_core::CredentialStore;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;

/// How long reading may take: an unlock prompt waits for a person.
const UNLOCK_DEADLINE: Duration = Duration::from_secs(120);
/// How long writing and wiping may take: most often the keyring is unlocked by then.
const WRITE_DEADLINE: Duration = Duration::from_secs(10);
/// The service name under which all entries stand.
const SERVICE: &str = "Bindery";

/// Why the keyring did not serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// This machine offers no keyring, or it cannot be reached.
    #[error("no keyring is available: {0}")]
    NotAvailable(String),
    /// It is there, but it refused or failed.
    #[error("the keyring failed: {0}")]
    Failed(String),
    /// Its thread ended, or a task did while it waited.
    #[error("the keyring's thread ended")]
    Interrupted,
    /// It did not answer in time, most likely because it waits to be unlocked.
    #[error("the keyring did not answer in time")]
    NoAnswerInTime,
}

type Opened = Result<Arc<CredentialStore>, VaultError>;
type Job = Box<dyn FnOnce(&Opened) + Send>;

/// A handle to the keyring's thread; cheap to clone. The thread ends with the last handle.
#[derive(Clone)]
pub struct Vault {
    jobs: mpsc::Sender<Job>,
}

impl Vault {
    /// Starts the thread; the store is opened there, at the first call.
    pub fn start(open: impl FnOnce() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let started = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            let mut open = Some(open);
            let mut store: Option<Opened> = None;
            for job in queue {
                let opened = store.get_or_insert_with(|| match open.take() {
                    Some(open) => open().map_err(|error| VaultError::NotAvailable(described(&error))),
                    None => Err(VaultError::Interrupted),
                });
                job(opened);
            }
        });
        if let Err(error) = started {
            // Every call then finds the queue closed, and says so.
            tracing::warn!(%error, "the keyring's thread could not be started");
        }
        Self { jobs }
    }

    /// The keyring of this operating system.
    pub fn of_this_system() -> Self {
        Self::start(system_store)
    }

    /// Reads an entry; `None` when there is none.
    ///
    /// # Errors
    /// When there is no keyring, it fails, or nobody unlocks it in time.
    pub async fn load(&self, entry: String) -> Result<Option<SecretString>, VaultError> {
        self.load_within(UNLOCK_DEADLINE, entry).await
    }

    /// Reads an entry like [`Vault::load`], but leaves no time to unlock the keyring: it was used before.
    ///
    /// # Errors
    /// When there is no keyring, it fails, or does not answer in time.
    pub async fn load_promptly(&self, entry: String) -> Result<Option<SecretString>, VaultError> {
        self.load_within(WRITE_DEADLINE, entry).await
    }

    async fn load_within(&self, deadline: Duration, entry: String) -> Result<Option<SecretString>, VaultError> {
        self.ask(deadline, move |store| match store.build(SERVICE, &entry, None)?.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Writes an entry, replacing what stood there.
    ///
    /// # Errors
    /// When there is no keyring, it fails, or does not answer in time.
    pub async fn store(&self, entry: String, secret: SecretString) -> Result<(), VaultError> {
        self.store_within(WRITE_DEADLINE, entry, secret).await
    }

    /// Writes an entry like [`Vault::store`], but leaves a person time to unlock the keyring first.
    ///
    /// # Errors
    /// When there is no keyring, it fails, or nobody unlocks it in time.
    pub async fn store_after_unlock(&self, entry: String, secret: SecretString) -> Result<(), VaultError> {
        self.store_within(UNLOCK_DEADLINE, entry, secret).await
    }

    async fn store_within(&self, deadline: Duration, entry: String, secret: SecretString) -> Result<(), VaultError> {
        self.ask(deadline, move |store| store.build(SERVICE, &entry, None)?.set_password(secret.expose_secret())).await
    }

    /// Removes an entry; it is no error when there was none.
    ///
    /// # Errors
    /// When there is no keyring, it fails, or does not answer in time.
    pub async fn wipe(&self, entry: String) -> Result<(), VaultError> {
        self.ask(WRITE_DEADLINE, move |store| match store.build(SERVICE, &entry, None)?.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// Removes an entry when the keyring gets to it, after all that was asked of it before. Nobody waits for it.
    pub fn wipe_later(&self, entry: String) {
        let job: Job = Box::new(move |opened| {
            let Ok(store) = opened else { return };
            let removed = store.build(SERVICE, &entry, None).and_then(|entry| entry.delete_credential());
            if let Err(error) = removed
                && !matches!(error, keyring_core::Error::NoEntry)
            {
                tracing::warn!(error = described(&error), "a keyring entry could not be removed");
            }
        });
        // A thread that has ended has nothing left to write.
        let _ = self.jobs.send(job);
    }

    async fn ask<T: Send + 'static>(
        &self,
        deadline: Duration,
        work: impl FnOnce(&Arc<CredentialStore>) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |opened| {
            // Nobody is left to hear when the caller's deadline has passed.
            let _ = answer.send(match opened {
                Ok(store) => work(store).map_err(|error| VaultError::Failed(described(&error))),
                Err(error) => Err(error.clone()),
            });
        });
        if self.jobs.send(job).is_err() {
            return Err(VaultError::Interrupted);
        }
        match tokio::time::timeout(deadline, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Interrupted),
            Err(_) => Err(VaultError::NoAnswerInTime),
        }
    }
}

/// The kind of a keyring error, never its data: `BadEncoding` and its like carry the secret's own bytes.
fn described(error: &keyring_core::Error) -> String {
    match error {
        keyring_core::Error::PlatformFailure(cause) | keyring_core::Error::NoStorageAccess(cause) => cause.to_string(),
        keyring_core::Error::NoDefaultStore => "no store".to_owned(),
        keyring_core::Error::NoEntry => "no entry".to_owned(),
        keyring_core::Error::Ambiguous(_) => "more than one entry".to_owned(),
        _ => "the entry cannot be used".to_owned(),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    zbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "macos")]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(windows)]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mock() -> Vault {
        Vault::start(|| keyring_core::mock::Store::new().map(|store| store as Arc<CredentialStore>))
    }

    #[tokio::test]
    async fn what_is_stored_is_loaded_until_it_is_wiped() {
        let vault = mock();
        assert!(vault.load("space".to_owned()).await.unwrap().is_none());
        vault.store("space".to_owned(), SecretString::from("kept")).await.unwrap();
        assert_eq!(vault.load("space".to_owned()).await.unwrap().unwrap().expose_secret(), "kept");
        vault.wipe("space".to_owned()).await.unwrap();
        assert!(vault.load("space".to_owned()).await.unwrap().is_none());
        vault.wipe("space".to_owned()).await.unwrap();
    }

    #[tokio::test]
    async fn a_machine_without_a_keyring_says_so_every_time() {
        let vault = Vault::start(|| Err(keyring_core::Error::NoDefaultStore));
        for _ in 0..2 {
            assert_eq!(
                vault.load("space".to_owned()).await.unwrap_err(),
                VaultError::NotAvailable("no store".to_owned())
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_keyring_that_never_answers_ends_at_the_deadline() {
        let (release, held) = mpsc::channel::<()>();
        let vault = Vault::start(move || {
            let _ = held.recv();
            Err(keyring_core::Error::NoDefaultStore)
        });
        assert_eq!(vault.load("space".to_owned()).await.unwrap_err(), VaultError::NoAnswerInTime);
        drop(release);
    }

    #[tokio::test]
    async fn what_is_written_after_nobody_waits_is_wiped() {
        let store: Arc<CredentialStore> = keyring_core::mock::Store::new().unwrap();
        let (release, held) = mpsc::channel::<()>();
        let opened = Arc::clone(&store);
        let vault = Vault::start(move || {
            let _ = held.recv();
            Ok(opened)
        });
        let mut writing = Box::pin(vault.store("space".to_owned(), SecretString::from("kept")));
        assert!(polled_once(writing.as_mut()).await.is_pending());
        vault.wipe_later("space".to_owned());
        drop(release);
        writing.await.unwrap();
        // The thread answers in order, so this comes after the wipe.
        assert!(vault.load("space".to_owned()).await.unwrap().is_none());
    }

    /// Polls once, so that the job is on its way.
    async fn polled_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> std::task::Poll<F::Output> {
        std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context))).await
    }

    #[test]
    fn an_error_never_tells_the_secret_it_carries() {
        let error = keyring_core::Error::BadEncoding(b"the secret".to_vec());
        assert!(!described(&error).contains("secret"));
    }
}
