//! What the tests of sessions share.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bindery::genauth::{AppHost, Client, ClientSettings, Error, NoObserver, Password};
use bindery::sandbox::Sandbox;
use bindery::session::{AccountSpace, Keep, Session, SpaceName, Storage, Vault};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::keyring::vault_in;

/// How long anything may take before a test gives up waiting for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A keyring and a data folder that outlive programs.
pub(crate) struct Keyring {
    folder: tempfile::TempDir,
    read_only: Arc<AtomicBool>,
}

impl Keyring {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), read_only: Arc::default() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// As another program reaches it: through a thread of its own.
    pub(crate) fn vault(&self) -> Vault {
        vault_in(&self.folder().join("keyring"), &self.read_only)
    }

    pub(crate) fn storage(&self) -> Storage {
        Storage { vault: Some(self.vault()), folder: Some(self.folder().join("data")), checkpoints: None }
    }

    pub(crate) fn take_nothing(&self, nothing: bool) {
        self.read_only.store(nothing, Ordering::SeqCst);
    }

    /// How many entries there are.
    pub(crate) fn entries(&self) -> usize {
        std::fs::read_dir(self.folder().join("keyring")).unwrap().count()
    }

    /// Changes what is kept of a session, as time would: its access token came and ends this many seconds from now.
    pub(crate) async fn let_pass(&self, session: &Session, space: &AccountSpace, came: i64, ends: i64) {
        let vault = self.vault();
        let entry = format!("{}|{}", space.keyring_entry(), session.account().subject);
        let kept = vault.load(entry.clone()).await.unwrap().unwrap();
        let mut kept: Value = serde_json::from_str(kept.expose_secret()).unwrap();
        let at = |seconds| Timestamp::now().checked_add(SignedDuration::from_secs(seconds)).unwrap().to_string();
        kept["obtained_at"] = at(came).into();
        kept["expires_at"] = at(ends).into();
        vault.store(entry, SecretString::from(kept.to_string())).await.unwrap();
    }
}

pub(crate) fn space_at(app_host: &str, app_id: &str, keep: Keep) -> AccountSpace {
    let app_host = AppHost::parse(app_host).unwrap();
    AccountSpace { keep, ..AccountSpace::of(SpaceName::Host, app_host, app_id.to_owned()) }
}

pub(crate) fn space(sandbox: &Sandbox, keep: Keep) -> AccountSpace {
    space_at(&sandbox.app_host(), sandbox.app_id(), keep)
}

pub(crate) fn client(space: &AccountSpace) -> Client {
    let settings = ClientSettings::of(space.app_host.clone(), space.app_id.clone());
    Client::new(settings, Arc::new(NoObserver)).unwrap()
}

pub(crate) async fn signed_in(sandbox: &Sandbox) -> Session {
    signed_in_to(&space(sandbox, Keep::Memory), Storage::none()).await
}

pub(crate) async fn signed_in_to(space: &AccountSpace, storage: Storage) -> Session {
    sign_in_as("lin@example.com", space, storage).await.unwrap()
}

pub(crate) async fn sign_in_as(account: &str, space: &AccountSpace, storage: Storage) -> Result<Session, Error> {
    let persona = bindery::sandbox::personas().into_iter().find(|persona| persona.account() == account);
    let password = Password::new(persona.and_then(|persona| persona.password).unwrap_or_default());
    let answer = Session::sign_in_with_password(client(space), space, storage, account, &password).await;
    answer.map(|answer| answer.value).map_err(|failure| failure.error)
}

/// Signs in and keeps the session.
pub(crate) async fn kept(space: &AccountSpace, keyring: &Keyring) -> Session {
    let session = signed_in_to(space, keyring.storage()).await;
    session.keep().await.unwrap();
    session
}

/// The session as another program takes it up.
pub(crate) async fn restored(space: &AccountSpace, keyring: &Keyring) -> Session {
    Session::restore(client(space), space, keyring.storage()).await.unwrap().expect("a session is kept")
}

pub(crate) fn count(sandbox: &Sandbox, endpoint: &str) -> usize {
    sandbox.requests().iter().filter(|request| request.path.ends_with(endpoint)).count()
}

pub(crate) async fn list(session: &Session) -> Result<usize, Error> {
    let client = session.client();
    let called = session.call(|token| async move { client.get_identities(&token).await }).await;
    called.result.map(|identities| identities.len())
}

/// This many calls at once; how many of them succeeded.
pub(crate) async fn at_once(sessions: &[&Session], calls: usize) -> usize {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..calls {
        for session in sessions {
            let session = (*session).clone();
            running.spawn(async move { list(&session).await });
        }
    }
    running.join_all().await.into_iter().filter(Result::is_ok).count()
}

/// Waits until the sandbox has seen this many requests to an endpoint.
pub(crate) async fn arrived(sandbox: &Sandbox, endpoint: &str, wanted: usize) {
    let all = async {
        while count(sandbox, endpoint) < wanted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, all).await.unwrap();
}
