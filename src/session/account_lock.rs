//! One program at a time renews the tokens of an account.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::private_files;

/// How long until a lock that another program holds is tried again.
const AGAIN_AFTER: Duration = Duration::from_millis(25);

/// A lock that this program holds. It is free again when this is dropped, and when the program ends in any way.
#[derive(Debug)]
pub(super) struct AccountLock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccountLockError {
    /// Another program holds it for longer than one waits.
    #[error("another program holds the lock")]
    Held,
    /// There can be no lock in that place.
    #[error("the lock cannot be used: {0}")]
    Unusable(#[from] io::Error),
}

impl AccountLock {
    /// Takes the lock that this file stands for, and waits for whoever holds it, up to this long.
    ///
    /// The file is never removed: whoever removed it could hold a lock on a file that others no longer find.
    pub(super) async fn take(path: &Path, patience: Duration) -> Result<Self, AccountLockError> {
        let file = opened(path)?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Err(AccountLockError::Held),
                Err(TryLockError::WouldBlock) => sleep(AGAIN_AFTER).await,
            }
        }
    }
}

fn opened(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        private_files::make_folder(folder)?;
    }
    private_files::options().create(true).truncate(false).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_holds_it_and_the_next_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("locks").join("a.lock");
        let first = AccountLock::take(&path, Duration::ZERO).await.unwrap();
        let refused = AccountLock::take(&path, Duration::from_millis(60)).await.unwrap_err();
        assert!(matches!(refused, AccountLockError::Held), "{refused}");
        let (second, ()) = tokio::join!(AccountLock::take(&path, Duration::from_secs(20)), async {
            tokio::task::yield_now().await;
            drop(first);
        });
        assert!(second.is_ok());
    }

    #[tokio::test]
    async fn where_there_can_be_no_lock_it_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let refused = AccountLock::take(&file.join("a.lock"), Duration::ZERO).await.unwrap_err();
        assert!(matches!(refused, AccountLockError::Unusable(_)), "{refused}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("locks").join("a.lock");
        let _lock = AccountLock::take(&path, Duration::ZERO).await.unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
