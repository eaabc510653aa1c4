//! Renewing the tokens: one refresh at a time, here and in other programs, and no token used before it is kept.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::account_lock::{AccountLock, AccountLockError};
use super::authorized::recorded;
use super::freshness::Freshness;
use super::kept::KeptSession;
use super::tokens::{EndedBy, Held, merge};
use super::{Particulars, Point, Session, SessionIdentity, SignatureCheck, Vault};
use crate::genauth::{AccessToken, Attempt, Cause, Error, IdTokenError, TokenSet};

/// How long another program may renew the same account before this one gives up waiting: as long as that takes at most,
/// with a keyring that hardly answers and a service that hardly does.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(60);

/// Why there is no newer access token.
pub(super) enum NoToken {
    /// The session has ended, or it was ended here.
    SignedOut,
    /// The session was ended because of what a refresh brought.
    Closed(IdTokenError),
    /// The refresh did not work out; the session may still live.
    NotNow(Error),
}

/// What the keyring holds, beside what this session knows.
enum InKeyring {
    /// Nothing that this session does not have.
    NothingNewer,
    /// Another program's tokens, now taken over.
    TakenOver,
    /// No longer anything: another program has signed out.
    Gone,
}

impl Session {
    /// The access token, renewed first when it is about to end.
    ///
    /// A renewal that does not work out is no reason not to make the call: the token may still be good.
    ///
    /// # Errors
    /// When the session was ended here because of what a refresh brought.
    pub(super) async fn access_token(&self, attempts: &mut Vec<Attempt>) -> Result<AccessToken, IdTokenError> {
        let mut held = self.inner.tokens.lock().await;
        if let Some(reason) = &held.closed {
            return Err(reason.clone());
        }
        if held.freshness.is_due() && !self.is_ended() {
            match self.renew(Cause::Renewal, &mut held, attempts).await {
                Ok(()) => {}
                Err(NoToken::Closed(reason)) => return Err(reason),
                Err(NoToken::NotNow(_)) => held.freshness.put_off(),
                Err(NoToken::SignedOut) => held.freshness.give_up(),
            }
        }
        Ok(held.tokens.access_token.clone())
    }

    /// A newer access token than the one that was refused.
    ///
    /// Calls that wait here while another refreshes find its token, or why there is none, and make no refresh of their
    /// own.
    pub(super) async fn refreshed(
        &self,
        refused: &AccessToken,
        attempts: &mut Vec<Attempt>,
    ) -> Result<AccessToken, NoToken> {
        let asked_at = Instant::now();
        let mut held = self.inner.tokens.lock().await;
        if self.is_ended() {
            return Err(NoToken::SignedOut);
        }
        if let Some(reason) = &held.closed {
            return Err(NoToken::Closed(reason.clone()));
        }
        if held.tokens.access_token.expose() != refused.expose() {
            return Ok(held.tokens.access_token.clone());
        }
        if let Some((at, error)) = &held.not_renewed
            && *at > asked_at
        {
            return Err(NoToken::NotNow(error.clone()));
        }
        match self.renew(Cause::Renewal, &mut held, attempts).await {
            Ok(()) => Ok(held.tokens.access_token.clone()),
            Err(NoToken::NotNow(error)) => {
                held.not_renewed = Some((Instant::now(), error.clone()));
                Err(NoToken::NotNow(error))
            }
            Err(NoToken::SignedOut) => {
                self.note(|standing| {
                    standing.end(standing.ended_by.unwrap_or(EndedBy::Service));
                });
                Err(NoToken::SignedOut)
            }
            Err(other) => Err(other),
        }
    }

    /// Gets newer tokens, from another program or from the service; the call to that has this cause.
    pub(super) async fn renew(
        &self,
        cause: Cause,
        held: &mut Held,
        attempts: &mut Vec<Attempt>,
    ) -> Result<(), NoToken> {
        let _lock = self.lock_account(PATIENCE_WITH_OTHERS).await?;
        self.inner.storage.reach(Point::Locked);
        match self.look_into_keyring(held).await {
            InKeyring::TakenOver if !held.freshness.is_due() => return Ok(()),
            InKeyring::TakenOver | InKeyring::NothingNewer => {}
            InKeyring::Gone => {
                self.note(|standing| standing.end(EndedBy::OtherProgram));
                return Err(NoToken::SignedOut);
            }
        }
        let refresh_token = held.tokens.refresh_token.clone().filter(|_| held.refresh_refused.is_none());
        let Some(refresh_token) = refresh_token else { return Err(NoToken::SignedOut) };
        self.inner.storage.reach(Point::Asking);
        match recorded(attempts, cause.during(self.inner.client.refresh(&refresh_token)).await) {
            Ok(refreshed) => {
                self.inner.storage.reach(Point::Answered);
                self.replace(held, refreshed).await.map_err(NoToken::Closed)?;
                self.inner.storage.reach(Point::InUse);
                Ok(())
            }
            Err(error) if ends_the_session(&error) => {
                // Where there is no lock, another program may have renewed in that very moment.
                if matches!(self.look_into_keyring(held).await, InKeyring::TakenOver) {
                    return Ok(());
                }
                held.refresh_refused = Some(error);
                self.note(|standing| standing.can_refresh = false);
                Err(NoToken::SignedOut)
            }
            Err(error) => Err(NoToken::NotNow(error)),
        }
    }

    /// Keeps other programs from renewing this account meanwhile; `None` where the account is not kept, so that no
    /// other program has it, and where there can be no lock.
    pub(super) async fn lock_account(&self, patience: Duration) -> Result<Option<AccountLock>, NoToken> {
        if self.vault().is_none() {
            return Ok(None);
        }
        let Some(path) = self.inner.storage.file_of("locks", &self.inner.entry, "lock") else { return Ok(None) };
        match AccountLock::take(&path, patience).await {
            Ok(lock) => Ok(Some(lock)),
            Err(AccountLockError::Held) => Err(NoToken::NotNow(Error::RenewedElsewhere)),
            Err(error @ AccountLockError::Unusable(_)) => {
                tracing::warn!(%error, "the session is renewed without a lock");
                Ok(None)
            }
        }
    }

    /// Takes over what another program has put into the keyring, if it has.
    pub(super) async fn look_for_newer(&self, held: &mut Held) {
        let _ = self.look_into_keyring(held).await;
    }

    /// Takes over what another program has put into the keyring since this one last read or wrote it.
    async fn look_into_keyring(&self, held: &mut Held) -> InKeyring {
        // What stands there before this session was put there itself is older than it.
        let Some(vault) = self.vault().filter(|_| held.in_keyring.is_some()) else { return InKeyring::NothingNewer };
        let kept = match vault.load_promptly(self.inner.entry.clone()).await {
            Ok(Some(secret)) => KeptSession::read(&secret),
            // What this session never could put there is not missing.
            Ok(None) if self.standing().kept => return InKeyring::Gone,
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(%error, "the keyring could not be read again");
                None
            }
        };
        let Some(kept) = kept else { return InKeyring::NothingNewer };
        let theirs = kept.tokens.access_token.expose();
        let known = |token: &AccessToken| token.expose() == theirs;
        if known(&held.tokens.access_token) || held.in_keyring.as_ref().is_some_and(known) {
            return InKeyring::NothingNewer;
        }
        let now = Timestamp::now();
        held.freshness = Freshness::of_kept(kept.tokens.expires_at, kept.obtained_at, now);
        held.obtained_at = kept.obtained_at.unwrap_or(now);
        held.in_keyring = Some(kept.tokens.access_token.clone());
        held.refresh_refused = None;
        held.tokens = kept.tokens;
        self.identify(SessionIdentity::of_token(held.tokens.id_token.as_ref(), kept.signature));
        self.note_tokens(held, true);
        InKeyring::TakenOver
    }

    /// Takes over what a refresh brought: into the keyring first, because a rotated token that is lost ends the session.
    ///
    /// # Errors
    /// When the new ID token is another person's or cannot be accepted otherwise; the session is then ended.
    async fn replace(&self, held: &mut Held, refreshed: TokenSet) -> Result<(), IdTokenError> {
        let brought = refreshed.id_token.is_some();
        let next = merge(&held.tokens, refreshed);
        let before = self.identity();
        // What the token itself tells needs no time, so nothing of another person comes into the keyring.
        let alone = if brought { self.inner.checker.check_alone(&next, None, before.as_ref()) } else { Ok(None) };
        if let Err(reason) = alone {
            self.close(held, &next, &reason).await;
            return Err(reason);
        }
        let obtained_at = Timestamp::now();
        let freshness = Freshness::of_new(next.expires_at, obtained_at);
        let signature = before.as_ref().map(|identity| identity.signature).unwrap_or_default();
        let mut kept = self.put_into_keyring(&next, obtained_at, signature).await;
        self.inner.storage.reach(Point::Stored);
        if brought {
            match self.inner.checker.check(&next, None, before.as_ref()).await {
                Ok(identity) => {
                    let checked = identity.as_ref().map(|identity| identity.signature).unwrap_or_default();
                    if kept && checked != signature {
                        kept = self.put_into_keyring(&next, obtained_at, checked).await;
                    }
                    self.identify(identity);
                }
                Err(reason) => {
                    self.close(held, &next, &reason).await;
                    return Err(reason);
                }
            }
        }
        // Both at once: whoever stops waiting before leaves tokens in the keyring that look like another program's, and
        // they are taken over.
        if kept {
            held.in_keyring = Some(next.access_token.clone());
        }
        held.tokens = next;
        held.obtained_at = obtained_at;
        held.freshness = freshness;
        self.note_tokens(held, kept);
        Ok(())
    }

    async fn put_into_keyring(&self, tokens: &TokenSet, obtained_at: Timestamp, signature: SignatureCheck) -> bool {
        let Some(vault) = self.vault() else { return false };
        let kept = KeptSession {
            account: self.inner.account.clone(),
            tokens: tokens.clone(),
            obtained_at: Some(obtained_at),
            signature,
        };
        let trouble = vault.store(self.inner.entry.clone(), kept.to_secret()).await.err();
        if let Some(error) = &trouble {
            tracing::warn!(%error, "the refreshed session could not be kept");
        }
        let kept = trouble.is_none();
        self.note_vault_trouble(trouble);
        kept
    }

    /// Ends the session because of what a refresh brought: nothing is sent any more, and nothing of it stays.
    async fn close(&self, held: &mut Held, brought: &TokenSet, reason: &IdTokenError) {
        tracing::warn!(%reason, "the session was ended: a refresh brought an ID token that is not accepted");
        held.closed = Some(reason.clone());
        self.note(|standing| standing.end(EndedBy::IdToken));
        if let Some(vault) = self.vault() {
            self.forget_in(&vault).await;
        }
        // As well as can be: these tokens are nobody's here.
        let _ = self.revoke(brought, &mut Vec::new()).await;
    }

    async fn forget_in(&self, vault: &Vault) {
        let (space_entry, subject) = (&self.inner.space_entry, &self.inner.account.subject);
        if let Err(error) = super::accounts::remove(vault, &self.inner.storage, space_entry, subject).await {
            tracing::warn!(%error, "the keyring entry of an ended session could not be removed");
        }
        self.note(|standing| standing.kept = false);
    }

    fn note_tokens(&self, held: &Held, kept: bool) {
        *self.inner.particulars.lock().unwrap_or_else(PoisonError::into_inner) = Particulars::of(held);
        self.note(|standing| {
            standing.expires_at = held.tokens.expires_at;
            standing.can_refresh = held.tokens.refresh_token.is_some() && held.refresh_refused.is_none();
            standing.kept = kept;
            standing.over = false;
            standing.ended_by = None;
        });
    }
}

/// Whether a refused refresh means that only a new sign-in helps, and not that the service is busy or out of order.
fn ends_the_session(error: &Error) -> bool {
    match error {
        // The names of trouble are for authorization responses (RFC 6749, section 4.1.2.1), and are met here too.
        Error::OAuth { error, .. } if matches!(error.as_str(), "temporarily_unavailable" | "server_error") => false,
        Error::OAuth { http_status, .. } => (400..500).contains(http_status) && *http_status != 429,
        Error::Refused(refusal) => error.is_lack_of_sign_in() || matches!(refusal.status_code, 400 | 403),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::genauth::{AppHost, Client, ClientSettings, NoObserver, RefreshToken};
    use crate::session::{AccountSpace, SpaceName, Storage};

    #[test]
    fn a_service_in_trouble_ends_no_session() {
        for (http_status, error, ends) in [
            (400, "invalid_grant", true),
            (401, "invalid_client", true),
            (400, "temporarily_unavailable", false),
            (400, "server_error", false),
            (429, "slow_down", false),
            (503, "invalid_grant", false),
        ] {
            let refused = Error::OAuth { http_status, error: error.to_owned(), description: None, retry_after: None };
            assert_eq!(ends_the_session(&refused), ends, "{http_status} {error}");
        }
    }

    #[tokio::test]
    async fn who_waits_for_a_refresh_that_does_not_work_out_makes_none_of_their_own() {
        // Nothing listens there.
        let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let app_host = AppHost::parse(&format!("http://{closed}")).unwrap();
        let client = Client::new(ClientSettings::of(app_host.clone(), "app".to_owned()), Arc::new(NoObserver)).unwrap();
        let space = AccountSpace::of(SpaceName::Host, app_host, "app".to_owned());
        let tokens = TokenSet {
            refresh_token: Some(RefreshToken::new("refresh".to_owned())),
            ..TokenSet::of_access_token(AccessToken::new("refused".to_owned()))
        };
        let session = Session::with_tokens(client, &space, Storage::none(), tokens, None, None).await.unwrap();
        let held = session.inner.tokens.lock().await;
        let refused = held.tokens.access_token.clone();
        let (mut one, mut other, mut later) = (Vec::new(), Vec::new(), Vec::new());
        let (first, second, ()) =
            tokio::join!(session.refreshed(&refused, &mut one), session.refreshed(&refused, &mut other), async {
                drop(held);
            });
        for end in [first, second] {
            assert!(matches!(end, Err(NoToken::NotNow(Error::NotReachable(_)))));
        }
        assert_eq!((one.len(), other.len()), (1, 0));
        let _ = session.refreshed(&refused, &mut later).await;
        assert_eq!(later.len(), 1, "who asks afterwards tries again");
    }
}
