//! Which accounts of a space the keyring keeps.
//!
//! Each account has an entry of its own, `host|app|sub`. Which there are stands in the keyring too, under `host|app`:
//! what is removed there by hand is gone altogether, and no file on the disk names a person. Version 1 kept its only
//! session under that name; it is moved to its account's entry when it is found.

use std::io;
use std::time::Duration;

use super::account_lock::{AccountLock, AccountLockError};
use super::kept::{KeptAccount, KeptSession, MOST_ACCOUNTS, SpaceEntry};
use super::{AccountSpace, LastSeenFile, Storage, Vault, VaultError};

/// How long the list of accounts may be locked by another program: it is read and written, nothing else.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name of an account's entry in the keyring.
pub(super) fn entry_of(space_entry: &str, subject: &str) -> String {
    format!("{space_entry}|{subject}")
}

/// The accounts of a space that the keyring keeps, the one used last first. Without a vault there are none.
///
/// # Errors
/// Those of the vault.
pub async fn accounts_of(space: &AccountSpace, storage: &Storage) -> Result<Vec<KeptAccount>, VaultError> {
    let Some(vault) = &storage.vault else { return Ok(Vec::new()) };
    let space_entry = space.keyring_entry();
    match SpaceEntry::read(vault.load(space_entry.clone()).await?.as_ref()) {
        SpaceEntry::Accounts(accounts) => Ok(accounts),
        SpaceEntry::OnlySession(_) => {
            let _lock = lock(storage, &space_entry).await;
            // Another program may have moved it while this one waited.
            match SpaceEntry::read(vault.load(space_entry.clone()).await?.as_ref()) {
                SpaceEntry::Accounts(accounts) => Ok(accounts),
                SpaceEntry::OnlySession(session) => {
                    let account = session.account.clone();
                    move_to_its_account(vault, &space_entry, *session).await?;
                    Ok(vec![account])
                }
            }
        }
    }
}

/// Moves the only session of a space to its account's entry. What stands there already and lives longer, stays: the
/// moving was interrupted earlier, and the session has been renewed since.
async fn move_to_its_account(vault: &Vault, space_entry: &str, session: KeptSession) -> Result<(), VaultError> {
    let entry = entry_of(space_entry, &session.account.subject);
    let there = vault.load(entry.clone()).await?.as_ref().and_then(KeptSession::read);
    if there.is_none_or(|there| there.tokens.expires_at < session.tokens.expires_at) {
        vault.store(entry, session.to_secret()).await?;
    }
    vault.store(space_entry.to_owned(), SpaceEntry::of(vec![session.account])).await
}

/// Puts an account in front of those of its space, if it is one of them still: another program may have signed it out.
pub(super) async fn move_first(
    vault: &Vault,
    storage: &Storage,
    space_entry: &str,
    account: &KeptAccount,
) -> Result<(), VaultError> {
    let _lock = lock(storage, space_entry).await;
    let mut accounts = listed(vault, space_entry).await?;
    let Some(at) = accounts.iter().position(|other| other.subject == account.subject).filter(|at| *at > 0) else {
        return Ok(());
    };
    let moved = accounts.remove(at);
    accounts.insert(0, moved);
    vault.store(space_entry.to_owned(), SpaceEntry::of(accounts)).await
}

/// Puts an account in front of those of its space, once its own entry stands.
pub(super) async fn put_first(
    vault: &Vault,
    storage: &Storage,
    space_entry: &str,
    account: &KeptAccount,
) -> Result<(), VaultError> {
    let _lock = lock(storage, space_entry).await;
    let mut accounts = listed(vault, space_entry).await?;
    if accounts.first() == Some(account) {
        return Ok(());
    }
    accounts.retain(|other| other.subject != account.subject);
    accounts.insert(0, account.clone());
    for forgotten in accounts.iter().skip(MOST_ACCOUNTS) {
        let entry = entry_of(space_entry, &forgotten.subject);
        if let Some(Err(error)) = LastSeenFile::of(storage, &entry).map(|file| file.remove()) {
            tracing::warn!(%error, "what was last seen of an account that is no longer kept could not be removed");
        }
        vault.wipe_later(entry);
    }
    accounts.truncate(MOST_ACCOUNTS);
    vault.store(space_entry.to_owned(), SpaceEntry::of(accounts)).await
}

/// Takes an account and its entry out of the keyring.
pub(super) async fn remove(
    vault: &Vault,
    storage: &Storage,
    space_entry: &str,
    subject: &str,
) -> Result<(), VaultError> {
    // The tokens go first: a name that stays behind opens nothing.
    vault.wipe(entry_of(space_entry, subject)).await?;
    let _lock = lock(storage, space_entry).await;
    let mut accounts = listed(vault, space_entry).await?;
    accounts.retain(|other| other.subject != subject);
    if accounts.is_empty() {
        return vault.wipe(space_entry.to_owned()).await;
    }
    vault.store(space_entry.to_owned(), SpaceEntry::of(accounts)).await
}

/// What of the accounts of a space could not be forgotten; all `None` when nothing stayed.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// Why something stayed in the keyring.
    pub keyring: Option<VaultError>,
    /// Why a file with what was last seen stayed.
    pub last_seen: Option<io::ErrorKind>,
}

/// Forgets every account of a space, also those that nobody is signed in to: their entries, the list of them, and what
/// was last seen. Nothing is revoked. Every part is tried whatever became of the others.
pub async fn forget_accounts_of(space: &AccountSpace, storage: &Storage) -> Forgotten {
    let mut forgotten = Forgotten::default();
    let Some(vault) = &storage.vault else { return forgotten };
    let space_entry = space.keyring_entry();
    match accounts_of(space, storage).await {
        Ok(accounts) => {
            for account in accounts {
                let entry = entry_of(&space_entry, &account.subject);
                let file = LastSeenFile::of(storage, &entry);
                forgotten.last_seen =
                    forgotten.last_seen.or(file.and_then(|file| file.remove().err()).map(|error| error.kind()));
                forgotten.keyring = forgotten.keyring.or(vault.wipe(entry).await.err());
            }
        }
        Err(error) => forgotten.keyring = Some(error),
    }
    let _lock = lock(storage, &space_entry).await;
    // The list stays while it names an entry that could not be wiped.
    if forgotten.keyring.is_none() {
        forgotten.keyring = vault.wipe(space_entry).await.err();
    }
    forgotten
}

/// The accounts that are listed. The only session of version 1 counts as none when it is written over: whoever signs in
/// or out has gone past it.
async fn listed(vault: &Vault, space_entry: &str) -> Result<Vec<KeptAccount>, VaultError> {
    match SpaceEntry::read(vault.load_promptly(space_entry.to_owned()).await?.as_ref()) {
        SpaceEntry::Accounts(accounts) => Ok(accounts),
        SpaceEntry::OnlySession(session) => {
            let account = session.account.clone();
            move_to_its_account(vault, space_entry, *session).await?;
            Ok(vec![account])
        }
    }
}

/// Locks the list of a space's accounts. Without a lock the work is done nevertheless: two programs at the very same
/// moment are the smaller trouble.
async fn lock(storage: &Storage, space_entry: &str) -> Option<AccountLock> {
    let path = storage.file_of("locks", space_entry, "lock")?;
    match AccountLock::take(&path, PATIENCE).await {
        Ok(lock) => Some(lock),
        Err(error @ (AccountLockError::Held | AccountLockError::Unusable(_))) => {
            tracing::warn!(%error, "the list of accounts is changed without a lock");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use secrecy::SecretString;
    use serde_json::json;

    use super::*;
    use crate::genauth::AppHost;
    use crate::session::SpaceName;

    fn storage() -> Storage {
        let vault =
            Vault::start(|| keyring_core::mock::Store::new().map(|store| store as Arc<keyring_core::CredentialStore>));
        Storage { vault: Some(vault), ..Storage::default() }
    }

    fn space() -> AccountSpace {
        let app_host = AppHost::parse("https://app.example").unwrap();
        AccountSpace::of(SpaceName::Host, app_host, "app".to_owned())
    }

    fn account(subject: &str) -> KeptAccount {
        KeptAccount { subject: subject.to_owned(), ..KeptAccount::default() }
    }

    fn older(access_token: &str, expires_at: &str) -> SecretString {
        // {"alg":"none"} and {"sub":"lin"}.
        let id_token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJsaW4ifQ.";
        let kept = json!({"version": 1, "access_token": access_token, "id_token": id_token, "refresh_token": "r",
            "expires_at": expires_at, "scope": null});
        SecretString::from(kept.to_string())
    }

    async fn access_token(vault: &Vault, entry: &str) -> Option<String> {
        let kept = vault.load(entry.to_owned()).await.unwrap()?;
        KeptSession::read(&kept).map(|session| session.tokens.access_token.expose().to_owned())
    }

    #[tokio::test]
    async fn the_account_used_last_comes_first_until_it_is_removed() {
        let (storage, space) = (storage(), space());
        let vault = storage.vault.clone().unwrap();
        let entry = space.keyring_entry();
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), []);
        for subject in ["lin", "mia", "lin"] {
            put_first(&vault, &storage, &entry, &account(subject)).await.unwrap();
        }
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("lin"), account("mia")]);
        move_first(&vault, &storage, &entry, &account("mia")).await.unwrap();
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("mia"), account("lin")]);
        remove(&vault, &storage, &entry, "lin").await.unwrap();
        // Another program that still shows it does not bring it back by switching to it.
        move_first(&vault, &storage, &entry, &account("lin")).await.unwrap();
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("mia")]);
        remove(&vault, &storage, &entry, "mia").await.unwrap();
        assert!(vault.load(entry).await.unwrap().is_none(), "nothing is left of the space");
    }

    #[tokio::test]
    async fn the_account_that_there_is_no_room_for_goes_with_what_was_seen_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage { folder: Some(folder.path().to_owned()), ..storage() };
        let vault = storage.vault.clone().unwrap();
        let entry = space().keyring_entry();
        put_first(&vault, &storage, &entry, &account("first")).await.unwrap();
        let seen = storage.file_of("last-seen", &entry_of(&entry, "first"), "json").unwrap();
        crate::private_files::make_folder(seen.parent().unwrap()).unwrap();
        crate::private_files::make_file(&seen).unwrap();
        for number in 0..MOST_ACCOUNTS {
            assert!(seen.exists());
            put_first(&vault, &storage, &entry, &account(&number.to_string())).await.unwrap();
        }
        assert_eq!(accounts_of(&space(), &storage).await.unwrap().len(), MOST_ACCOUNTS);
        assert!(!seen.exists(), "nobody would ever remove it");
    }

    #[tokio::test]
    async fn the_only_session_of_version_1_is_moved_to_its_account() {
        let (storage, space) = (storage(), space());
        let vault = storage.vault.clone().unwrap();
        vault.store(space.keyring_entry(), older("a", "2026-01-01T00:00:00Z")).await.unwrap();
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("lin")]);
        assert_eq!(access_token(&vault, "https://app.example|app|lin").await.as_deref(), Some("a"));
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("lin")]);
    }

    #[tokio::test]
    async fn a_moving_that_was_interrupted_does_not_bring_older_tokens_back() {
        let (storage, space) = (storage(), space());
        let vault = storage.vault.clone().unwrap();
        vault.store("https://app.example|app|lin".to_owned(), older("renewed", "2026-01-02T00:00:00Z")).await.unwrap();
        vault.store(space.keyring_entry(), older("spent", "2026-01-01T00:00:00Z")).await.unwrap();
        assert_eq!(accounts_of(&space, &storage).await.unwrap(), [account("lin")]);
        assert_eq!(access_token(&vault, "https://app.example|app|lin").await.as_deref(), Some("renewed"));
    }

    #[tokio::test]
    async fn no_more_accounts_are_kept_than_fit() {
        let (storage, space) = (storage(), space());
        let vault = storage.vault.clone().unwrap();
        let entry = space.keyring_entry();
        for number in 0..=MOST_ACCOUNTS {
            put_first(&vault, &storage, &entry, &account(&number.to_string())).await.unwrap();
        }
        let kept = accounts_of(&space, &storage).await.unwrap();
        assert_eq!(kept.len(), MOST_ACCOUNTS);
        assert!(!kept.contains(&account("0")));
    }
}
