//! A session: its tokens, and the calls that need them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::genauth::{AccessToken, Answer, Attempt, Client, Error, Failure, Password, TokenSet};

use super::tokens::{Standing, from_kept, merge, to_kept};
use super::{AccountSpace, Vault, VaultError};

/// The end of a call made for a signed-in person, with every HTTP request that it took.
#[derive(Debug)]
pub struct Called<T> {
    /// What came of it.
    pub result: Result<T, Error>,
    /// Every request, in order; a refresh stands between the two sendings that it links.
    pub attempts: Vec<Attempt>,
}

/// Who is signed in to an account space; cheap to clone, all clones are one session.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    entry: String,
    vault: Mutex<Option<Vault>>,
    /// Held while a refresh runs, so that there is one at a time however many calls wait for it.
    tokens: tokio::sync::Mutex<TokenSet>,
    /// A copy of what may be seen without waiting for a refresh.
    standing: Mutex<Standing>,
    /// Why the keyring did not take what a refresh brought.
    vault_trouble: Mutex<Option<VaultError>>,
    /// Whether the session was ended here; changed under the lock of the tokens only.
    ended: AtomicBool,
}

impl Session {
    /// Signs in with a password (reference section 4).
    ///
    /// The tokens are in memory only until [`Session::keep`] has put them into the vault. A sign-in is never tried
    /// again by itself: each attempt counts (reference section 11).
    ///
    /// # Errors
    /// Those of the call.
    pub async fn sign_in_with_password(
        client: Client,
        space: &AccountSpace,
        vault: Option<Vault>,
        account: &str,
        password: &Password,
    ) -> Result<Answer<Self>, Failure> {
        let Answer { value: tokens, attempt } = client.sign_in_with_password(account, password).await?;
        Ok(Answer { value: Self::assemble(client, space, vault, tokens, false), attempt })
    }

    fn assemble(client: Client, space: &AccountSpace, vault: Option<Vault>, tokens: TokenSet, kept: bool) -> Self {
        let standing =
            Standing { expires_at: tokens.expires_at, can_refresh: tokens.refresh_token.is_some(), over: false, kept };
        Self {
            inner: Arc::new(Inner {
                client,
                entry: space.keyring_entry(),
                vault: Mutex::new(vault),
                tokens: tokio::sync::Mutex::new(tokens),
                standing: Mutex::new(standing),
                vault_trouble: Mutex::new(None),
                ended: AtomicBool::new(false),
            }),
        }
    }

    /// Takes up the session that the vault kept for this space; `None` when there is none that can be read.
    ///
    /// # Errors
    /// Those of the vault.
    pub async fn restore(client: Client, space: &AccountSpace, vault: Vault) -> Result<Option<Self>, VaultError> {
        let kept = vault.load(space.keyring_entry()).await?;
        Ok(kept.as_ref().and_then(from_kept).map(|tokens| Self::assemble(client, space, Some(vault), tokens, true)))
    }

    /// What is known of the session without its tokens.
    pub fn standing(&self) -> Standing {
        *self.inner.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The client, for calls that need no token.
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    /// Makes a call with the access token.
    ///
    /// A refusal for lack of sign-in (`statusCode` 401 or `apiCode` 2020, either alone) is definite: nothing was
    /// done, so after one refresh the call is sent once more, a POST too (reference section 14, item 11). Nothing
    /// else is ever sent twice.
    pub async fn call<T, F>(&self, send: impl Fn(AccessToken) -> F) -> Called<T>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        self.call_while(|| true, send).await
    }

    /// Makes a call like [`Session::call`], which is not sent any more once it is not `wanted`.
    pub async fn call_while<T, F>(&self, wanted: impl Fn() -> bool, send: impl Fn(AccessToken) -> F) -> Called<T>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        let first = self.access_token().await;
        let mut attempts = Vec::new();
        if !wanted() {
            return Called { result: Err(Error::Withdrawn), attempts };
        }
        let refusal = match recorded(&mut attempts, send(first.clone()).await) {
            Err(error) if error.is_lack_of_sign_in() => error,
            result => {
                if result.is_ok() {
                    // An answer is proof that the session lives, whatever another call was told.
                    self.note(|standing| standing.over = false);
                }
                return Called { result, attempts };
            }
        };
        let second = match self.refreshed(&first, &mut attempts).await {
            Ok(second) => second,
            Err(NoToken::SignedOut) => return Called { result: Err(refusal), attempts },
            Err(NoToken::NotNow(error)) => {
                return Called { result: Err(Error::NotRenewed(Box::new(error))), attempts };
            }
        };
        if !wanted() {
            return Called { result: Err(Error::Withdrawn), attempts };
        }
        let result = recorded(&mut attempts, send(second).await);
        if result.as_ref().is_err_and(Error::is_lack_of_sign_in) {
            self.note(|standing| standing.over = true);
        }
        Called { result, attempts }
    }

    async fn access_token(&self) -> AccessToken {
        self.inner.tokens.lock().await.access_token.clone()
    }

    /// A newer access token than the one that was refused.
    ///
    /// Calls that wait here while another refreshes find its token and make no refresh of their own.
    async fn refreshed(&self, refused: &AccessToken, attempts: &mut Vec<Attempt>) -> Result<AccessToken, NoToken> {
        let mut tokens = self.inner.tokens.lock().await;
        if self.inner.ended.load(Ordering::SeqCst) {
            return Err(NoToken::SignedOut);
        }
        if tokens.access_token.expose() != refused.expose() {
            return Ok(tokens.access_token.clone());
        }
        let Some(refresh_token) = tokens.refresh_token.clone() else {
            self.note(|standing| standing.over = true);
            return Err(NoToken::SignedOut);
        };
        match recorded(attempts, self.inner.client.refresh(&refresh_token).await) {
            Ok(refreshed) => {
                self.replace(&mut tokens, refreshed).await;
                Ok(tokens.access_token.clone())
            }
            Err(error) if ends_the_session(&error) => {
                self.note(|standing| standing.over = true);
                Err(NoToken::SignedOut)
            }
            Err(error) => Err(NoToken::NotNow(error)),
        }
    }

    /// Puts the tokens into the vault; without a vault there is nothing to do.
    ///
    /// # Errors
    /// Those of the vault; the session then lives in memory only.
    pub async fn keep(&self) -> Result<(), VaultError> {
        let Some(vault) = self.vault() else { return Ok(()) };
        let tokens = self.inner.tokens.lock().await.clone();
        vault.store_after_unlock(self.inner.entry.clone(), to_kept(&tokens)).await?;
        self.note(|standing| standing.kept = true);
        Ok(())
    }

    /// Goes on in memory only, because the person would not wait for the keyring.
    pub fn continue_without_vault(&self) {
        let vault = self.inner.vault.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(vault) = vault {
            // A keyring that is unlocked later would otherwise finish the writing that nobody waits for any more.
            vault.wipe_later(self.inner.entry.clone());
        }
        self.note(|standing| standing.kept = false);
    }

    /// Why the keyring did not take what a refresh brought; `None` when it did.
    pub fn vault_trouble(&self) -> Option<VaultError> {
        self.inner.vault_trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the tokens are being changed just now.
    pub fn is_renewing(&self) -> bool {
        self.inner.tokens.try_lock().is_err()
    }

    fn vault(&self) -> Option<Vault> {
        self.inner.vault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what a refresh brought: into the vault first, because a rotated token that is lost ends the session.
    async fn replace(&self, current: &mut TokenSet, refreshed: TokenSet) {
        let next = merge(current, refreshed);
        let kept = match self.vault() {
            Some(vault) => match vault.store(self.inner.entry.clone(), to_kept(&next)).await {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(%error, "the refreshed session could not be kept");
                    *self.inner.vault_trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    false
                }
            },
            None => false,
        };
        self.note(|standing| {
            *standing =
                Standing { expires_at: next.expires_at, can_refresh: next.refresh_token.is_some(), over: false, kept };
        });
        *current = next;
    }

    fn note(&self, change: impl FnOnce(&mut Standing)) {
        change(&mut self.inner.standing.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Ends the session: wipes the keyring entry, then revokes the refresh token and the access token.
    ///
    /// The entry goes first, because it is what the next start would sign in with. Every part is tried whatever became
    /// of the others; what could not be done is told, not hidden. `kept_in` is the keyring and the entry of the space,
    /// given also for a session that is not kept: one of an earlier time may stand there.
    pub async fn sign_out(&self, kept_in: Option<(Vault, String)>) -> SignedOut {
        let tokens = self.inner.tokens.lock().await;
        self.inner.ended.store(true, Ordering::SeqCst);
        let keyring = match kept_in {
            Some((vault, entry)) => vault.wipe(entry).await.err(),
            None => None,
        };
        // On a machine without a keyring there is nothing to wipe.
        let keyring = keyring.filter(|error| self.standing().kept || !matches!(error, VaultError::NotAvailable(_)));
        let mut attempts = Vec::new();
        let (refresh_token, access_token) = self.revoke(&tokens, &mut attempts).await;
        SignedOut { refresh_token, access_token, keyring, attempts }
    }

    /// Ends the session at the service because another has replaced it; the keyring entry is the other's now.
    pub async fn retire(&self) {
        let tokens = self.inner.tokens.lock().await;
        self.inner.ended.store(true, Ordering::SeqCst);
        let (refresh_token, access_token) = self.revoke(&tokens, &mut Vec::new()).await;
        if refresh_token.is_some() || access_token.is_some() {
            tracing::info!("the session before this one could not be revoked and ends when it expires");
        }
    }

    /// Revokes the refresh token first (reference section 8.6); the errors are those of the two calls.
    async fn revoke(&self, tokens: &TokenSet, attempts: &mut Vec<Attempt>) -> (Option<Error>, Option<Error>) {
        let client = &self.inner.client;
        let refresh_token = match &tokens.refresh_token {
            Some(token) => recorded(attempts, client.revoke_refresh_token(token).await).err(),
            None => None,
        };
        (refresh_token, recorded(attempts, client.revoke_access_token(&tokens.access_token).await).err())
    }
}

/// Why there is no newer access token.
enum NoToken {
    /// The service refused the session for good, or it was ended here.
    SignedOut,
    /// The refresh did not work out; the session may still live.
    NotNow(Error),
}

/// Whether a refused refresh means that only a new sign-in helps, and not that the service is busy or out of order.
fn ends_the_session(error: &Error) -> bool {
    match error {
        Error::OAuth { http_status, .. } => (400..500).contains(http_status) && *http_status != 429,
        Error::Refused(refusal) => error.is_lack_of_sign_in() || matches!(refusal.status_code, 400 | 403),
        _ => false,
    }
}

/// What sign-out could not do; all `None` when it did everything.
#[derive(Debug)]
pub struct SignedOut {
    /// Why the refresh token could not be revoked.
    pub refresh_token: Option<Error>,
    /// Why the access token could not be revoked.
    pub access_token: Option<Error>,
    /// Why the keyring entry could not be wiped.
    pub keyring: Option<VaultError>,
    /// The HTTP requests it made.
    pub attempts: Vec<Attempt>,
}

fn recorded<T>(attempts: &mut Vec<Attempt>, end: Result<Answer<T>, Failure>) -> Result<T, Error> {
    match end {
        Ok(Answer { value, attempt }) => {
            attempts.push(attempt);
            Ok(value)
        }
        Err(Failure { error, attempt }) => {
            attempts.push(*attempt);
            Err(error)
        }
    }
}
