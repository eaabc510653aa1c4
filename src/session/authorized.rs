//! A session: its tokens, and the calls that need them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::identity::IdTokenChecker;
use super::kept::{KeptAccount, KeptSession};
use super::renewal::NoToken;
use super::tokens::{EndedBy, Held, Standing};
use super::{Particulars, SessionIdentity, Storage, Vault, VaultError, accounts};
use crate::genauth::{AccessToken, Answer, Attempt, Cause, Client, Error, Failure};

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
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) client: Client,
    pub(super) account: KeptAccount,
    /// The names of two keyring entries: the accounts of the space, and this account.
    pub(super) space_entry: String,
    pub(super) entry: String,
    /// Its vault is the one that the session began with; [`Session::vault`] is the one in use.
    pub(super) storage: Storage,
    pub(super) vault: Mutex<Option<Vault>>,
    /// Held while a refresh runs, so that there is one at a time however many calls wait for it.
    pub(super) tokens: tokio::sync::Mutex<Held>,
    /// A copy of what may be seen without waiting for a refresh.
    pub(super) standing: Mutex<Standing>,
    pub(super) particulars: Mutex<Particulars>,
    pub(super) identity: Mutex<Option<SessionIdentity>>,
    pub(super) checker: IdTokenChecker,
    /// Why the keyring did not take what a refresh brought.
    pub(super) vault_trouble: Mutex<Option<VaultError>>,
    /// Whether the session was ended here; changed under the lock of the tokens only.
    pub(super) ended: AtomicBool,
}

impl Session {
    pub(super) fn assemble(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
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
        let mut attempts = Vec::new();
        let first = match self.access_token(&mut attempts).await {
            Ok(first) => first,
            Err(reason) => return Called { result: Err(Error::IdToken(reason)), attempts },
        };
        if !wanted() {
            return Called { result: Err(Error::Withdrawn), attempts };
        }
        let refusal = match recorded(&mut attempts, send(first.clone()).await) {
            Err(error) if error.is_lack_of_sign_in() => error,
            result => {
                if result.is_ok() {
                    self.note(Standing::answered);
                }
                return Called { result, attempts };
            }
        };
        let second = match self.refreshed(&first, &mut attempts).await {
            Ok(second) => second,
            Err(NoToken::SignedOut) => return Called { result: Err(refusal), attempts },
            Err(NoToken::Closed(reason)) => return Called { result: Err(Error::IdToken(reason)), attempts },
            Err(NoToken::NotNow(error)) => {
                return Called { result: Err(Error::NotRenewed(Box::new(error))), attempts };
            }
        };
        if !wanted() {
            return Called { result: Err(Error::Withdrawn), attempts };
        }
        let result = recorded(&mut attempts, Cause::Resending.during(send(second)).await);
        if result.as_ref().is_err_and(Error::is_lack_of_sign_in) {
            self.note(|standing| standing.end(EndedBy::Service));
        }
        Called { result, attempts }
    }

    /// Puts the tokens into the vault, and the account in front of those of its space; without a vault there is nothing
    /// to do.
    ///
    /// # Errors
    /// Those of the vault; the session then lives in memory only.
    pub async fn keep(&self) -> Result<(), VaultError> {
        let Some(vault) = self.vault() else { return Ok(()) };
        let (kept, stored) = {
            let held = self.inner.tokens.lock().await;
            let kept = KeptSession {
                account: self.inner.account.clone(),
                tokens: held.tokens.clone(),
                obtained_at: Some(held.obtained_at),
                signature: self.identity().map(|identity| identity.signature).unwrap_or_default(),
            };
            (kept.to_secret(), held.tokens.access_token.clone())
        };
        // The tokens are not held while a person unlocks the keyring. A refresh meanwhile writes after this.
        vault.store_after_unlock(self.inner.entry.clone(), kept).await?;
        let mut held = self.inner.tokens.lock().await;
        if self.is_ended() {
            // A sign-out came while the keyring was locked, and has wiped what did not stand there yet.
            return vault.wipe(self.inner.entry.clone()).await;
        }
        accounts::put_first(&vault, &self.inner.storage, &self.inner.space_entry, &self.inner.account).await?;
        if held.in_keyring.is_none() {
            held.in_keyring = Some(stored);
        }
        self.note(|standing| standing.kept = true);
        Ok(())
    }

    /// Puts the account in front of those of its space, so that the next start shows it first. One that is not kept, or
    /// no longer, stays out.
    ///
    /// # Errors
    /// Those of the vault.
    pub async fn put_first(&self) -> Result<(), VaultError> {
        let Some(vault) = self.vault().filter(|_| self.standing().kept) else { return Ok(()) };
        accounts::move_first(&vault, &self.inner.storage, &self.inner.space_entry, &self.inner.account).await
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

    /// Who it is, by the ID token; `None` where there was none.
    pub fn identity(&self) -> Option<SessionIdentity> {
        self.inner.identity.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The account as the keyring knows it.
    pub fn account(&self) -> &KeptAccount {
        &self.inner.account
    }

    pub(super) fn vault(&self) -> Option<Vault> {
        self.inner.vault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn is_ended(&self) -> bool {
        self.inner.ended.load(Ordering::SeqCst)
    }

    pub(super) fn identify(&self, identity: Option<SessionIdentity>) {
        *self.inner.identity.lock().unwrap_or_else(PoisonError::into_inner) = identity;
    }

    pub(super) fn note_vault_trouble(&self, trouble: Option<VaultError>) {
        *self.inner.vault_trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    pub(super) fn note(&self, change: impl FnOnce(&mut Standing)) {
        change(&mut self.inner.standing.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

pub(super) fn recorded<T>(attempts: &mut Vec<Attempt>, end: Result<Answer<T>, Failure>) -> Result<T, Error> {
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
