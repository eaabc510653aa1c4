//! How a session ends: the sign-out, and being replaced.

use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::authorized::recorded;
use super::{BrowserSession, Session, Vault, VaultError, accounts};
use crate::genauth::{Attempt, Cause, Client, Error, TokenSet};

/// How long a sign-out waits for another program that renews the same account: the person waits, too.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(15);

/// What sign-out could not do; all `None` when it did everything.
#[derive(Debug)]
pub struct SignedOut {
    /// Why the refresh token could not be revoked.
    pub refresh_token: Option<Error>,
    /// Why the access token could not be revoked.
    pub access_token: Option<Error>,
    /// Why the keyring entry could not be wiped.
    pub keyring: Option<VaultError>,
    /// Why the file with what was last seen could not be removed.
    pub last_seen: Option<io::ErrorKind>,
    /// What can still end the browser's session; `None` where there was no ID token to end it with.
    pub browser_session: Option<BrowserSession>,
    /// The HTTP requests it made.
    pub attempts: Vec<Attempt>,
}

impl Session {
    /// Ends the session: wipes the keyring entry and what was last seen, then revokes the refresh token and the access
    /// token.
    ///
    /// The entry goes first, because it is what the next start would sign in with. Every part is tried whatever became
    /// of the others; what could not be done is told, not hidden. `keyring` is the keyring of the space, given also for
    /// a session that is not kept: one of an earlier time may stand there.
    pub async fn sign_out(&self, keyring: Option<Vault>) -> SignedOut {
        let mut held = self.inner.tokens.lock().await;
        // No other program renews meanwhile: what it then put into the keyring would stay.
        let _lock = self.lock_account(PATIENCE_WITH_OTHERS).await;
        self.inner.ended.store(true, Ordering::SeqCst);
        // Tokens that another program has renewed are the ones to revoke.
        self.look_for_newer(&mut held).await;
        let keyring = match keyring {
            Some(vault) => {
                let (space_entry, subject) = (&self.inner.space_entry, &self.inner.account.subject);
                accounts::remove(&vault, &self.inner.storage, space_entry, subject).await.err()
            }
            None => None,
        };
        // On a machine without a keyring there is nothing to wipe.
        let keyring = keyring.filter(|error| self.standing().kept || !matches!(error, VaultError::NotAvailable(_)));
        let last_seen = self.last_seen_path().and_then(|file| file.remove().err()).map(|error| error.kind());
        let mut attempts = Vec::new();
        let (refresh_token, access_token) = self.revoke(&held.tokens, &mut attempts).await;
        let provider = self.inner.checker.known_provider().await;
        let id_token = held.tokens.id_token.clone();
        let browser_session = id_token.map(|token| BrowserSession::new(self.inner.client.clone(), provider, token));
        SignedOut { refresh_token, access_token, keyring, last_seen, browser_session, attempts }
    }

    /// Ends the session at the service because another has replaced it. The keyring entry is the other's now, if it is
    /// the same account's; else it goes too.
    pub async fn retire(&self, successor: &Self) {
        let theirs = successor.inner.tokens.lock().await.tokens.access_token.clone();
        let mut held = self.inner.tokens.lock().await;
        self.inner.ended.store(true, Ordering::SeqCst);
        if self.inner.entry != successor.inner.entry
            && let Some(vault) = self.vault().filter(|_| self.standing().kept)
        {
            // As at a sign-out: no other program puts tokens there meanwhile, and the newest are the ones to revoke.
            let _lock = self.lock_account(PATIENCE_WITH_OTHERS).await;
            self.look_for_newer(&mut held).await;
            let (space_entry, subject) = (&self.inner.space_entry, &self.inner.account.subject);
            if let Err(error) = accounts::remove(&vault, &self.inner.storage, space_entry, subject).await {
                tracing::warn!(%error, "the keyring entry of a replaced session could not be removed");
            }
            if let Some(Err(error)) = self.last_seen_path().map(|file| file.remove()) {
                tracing::warn!(%error, "what was last seen in a replaced session could not be removed");
            }
        }
        // What it took over from the keyring can be the very tokens that the other has put there.
        if held.tokens.access_token.expose() == theirs.expose() {
            return;
        }
        let (refresh_token, access_token) = self.revoke(&held.tokens, &mut Vec::new()).await;
        if refresh_token.is_some() || access_token.is_some() {
            tracing::info!("the session before this one could not be revoked and ends when it expires");
        }
    }

    /// Revokes tokens that came to this session; see [`revoke`].
    pub(super) async fn revoke(
        &self,
        tokens: &TokenSet,
        attempts: &mut Vec<Attempt>,
    ) -> (Option<Error>, Option<Error>) {
        revoke(&self.inner.client, tokens, attempts).await
    }
}

/// Revokes the refresh token first (reference section 8.6); the errors are those of the two calls.
pub(super) async fn revoke(
    client: &Client,
    tokens: &TokenSet,
    attempts: &mut Vec<Attempt>,
) -> (Option<Error>, Option<Error>) {
    let refresh_token = match &tokens.refresh_token {
        Some(token) => recorded(attempts, Cause::Ending.during(client.revoke_refresh_token(token)).await).err(),
        None => None,
    };
    let access_token = Cause::Ending.during(client.revoke_access_token(&tokens.access_token)).await;
    (refresh_token, recorded(attempts, access_token).err())
}
