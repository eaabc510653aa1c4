//! How a session begins: by a sign-in, with tokens that came another way, or from the keyring.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use secrecy::SecretString;

use super::authorized::Inner;
use super::freshness::Freshness;
use super::identity::IdTokenChecker;
use super::kept::{KeptAccount, KeptSession};
use super::tokens::{Held, Standing};
use super::{AccountSpace, Particulars, PasswordEncryption, Session, SessionIdentity, Storage, VaultError, accounts};
use crate::genauth::{
    Answer, Cause, Client, Credentials, Error, Failure, IdTokenError, Password, ProviderMetadata, SignInOptions,
    TokenSet,
};

impl Session {
    /// Signs in with a password (reference section 4); see [`Session::sign_in`].
    ///
    /// # Errors
    /// Those of [`Session::sign_in`].
    pub async fn sign_in_with_password(
        client: Client,
        space: &AccountSpace,
        storage: Storage,
        account: &str,
        password: &Password,
    ) -> Result<Answer<Self>, Failure> {
        let key = match space.password_encryption {
            PasswordEncryption::None => None,
            PasswordEncryption::Rsa => Some(Cause::Preparation.during(client.encryption_key()).await?.value),
        };
        let credentials = Credentials::Password { account: account.to_owned(), password: password.clone() };
        let options = SignInOptions { encryption: key.as_ref(), scope: Some(&space.scope), captcha: None };
        Self::sign_in(client, space, storage, &credentials, options).await
    }

    /// Signs in with credentials (reference section 4).
    ///
    /// The tokens are in memory only until [`Session::keep`] has put them into the vault. A sign-in is never tried
    /// again by itself: each attempt counts (reference section 11). The ID token is checked with what the service
    /// publishes; where that cannot be fetched, the session begins with one that is not checked.
    ///
    /// # Errors
    /// Those of the call; [`Error::IdToken`] when the ID token cannot be accepted. What came with it is revoked then.
    pub async fn sign_in(
        client: Client,
        space: &AccountSpace,
        storage: Storage,
        credentials: &Credentials,
        options: SignInOptions<'_>,
    ) -> Result<Answer<Self>, Failure> {
        let Answer { value: tokens, attempt } = client.sign_in(credentials, options).await?;
        match Self::with_tokens(client, space, storage, tokens, None, None).await {
            Ok(session) => Ok(Answer { value: session, attempt }),
            Err(reason) => Err(Failure::new(Error::IdToken(reason), attempt)),
        }
    }

    /// Begins with tokens that came just now, straight from the service.
    ///
    /// After a sign-in in the browser, `nonce` is the authorization request's, and `provider` what the service said of
    /// itself for it. A session with nothing but an access token is possible too.
    ///
    /// # Errors
    /// When the ID token cannot be accepted; with a nonce, also when there is none. The tokens are revoked then, as far
    /// as that can be done.
    pub async fn with_tokens(
        client: Client,
        space: &AccountSpace,
        storage: Storage,
        tokens: TokenSet,
        nonce: Option<&SecretString>,
        provider: Option<ProviderMetadata>,
    ) -> Result<Self, IdTokenError> {
        let now = Timestamp::now();
        let checker = IdTokenChecker::new(client.clone(), provider);
        let checked = checker.check(&tokens, nonce, None).await;
        let (identity, refused) = match checked {
            Ok(identity) => (identity, None),
            Err(reason) => (None, Some(reason)),
        };
        let account = identity
            .as_ref()
            .map_or_else(KeptAccount::without_claims, |identity| KeptAccount::of_claims(&identity.claims));
        let held = Held {
            freshness: Freshness::of_new(tokens.expires_at, now),
            obtained_at: now,
            tokens,
            in_keyring: None,
            refresh_refused: None,
            not_renewed: None,
            closed: None,
        };
        let session = Self::with(client, space, storage, account, held, identity, checker, false);
        match refused {
            None => Ok(session),
            Some(reason) => {
                let held = session.inner.tokens.lock().await;
                // As well as can be: nobody is going to use them.
                let _ = session.revoke(&held.tokens, &mut Vec::new()).await;
                drop(held);
                Err(reason)
            }
        }
    }

    /// Takes up the session of the account that was used last in this space; `None` when the vault keeps none that can
    /// be read.
    ///
    /// # Errors
    /// Those of the vault.
    pub async fn restore(client: Client, space: &AccountSpace, storage: Storage) -> Result<Option<Self>, VaultError> {
        for account in accounts::accounts_of(space, &storage).await? {
            if let Some(session) = Self::restore_account(client.clone(), space, storage.clone(), &account).await? {
                return Ok(Some(session));
            }
        }
        Ok(None)
    }

    /// Takes up the sessions of all accounts that the vault keeps for this space, the one used last first.
    ///
    /// # Errors
    /// Those of the vault.
    pub async fn restore_all(client: Client, space: &AccountSpace, storage: Storage) -> Result<Vec<Self>, VaultError> {
        let mut sessions = Vec::new();
        for account in accounts::accounts_of(space, &storage).await? {
            sessions.extend(Self::restore_account(client.clone(), space, storage.clone(), &account).await?);
        }
        Ok(sessions)
    }

    /// Takes up the session of one account that [`accounts_of`](super::accounts_of) named; `None` when it cannot be read.
    ///
    /// # Errors
    /// Those of the vault.
    pub async fn restore_account(
        client: Client,
        space: &AccountSpace,
        storage: Storage,
        account: &KeptAccount,
    ) -> Result<Option<Self>, VaultError> {
        let Some(vault) = &storage.vault else { return Ok(None) };
        let entry = accounts::entry_of(&space.keyring_entry(), &account.subject);
        let Some(kept) = vault.load(entry).await?.as_ref().and_then(KeptSession::read) else { return Ok(None) };
        let now = Timestamp::now();
        let identity = SessionIdentity::of_token(kept.tokens.id_token.as_ref(), kept.signature);
        let checker = IdTokenChecker::new(client.clone(), None);
        let held = Held {
            freshness: Freshness::of_kept(kept.tokens.expires_at, kept.obtained_at, now),
            obtained_at: kept.obtained_at.unwrap_or(now),
            in_keyring: Some(kept.tokens.access_token.clone()),
            tokens: kept.tokens,
            refresh_refused: None,
            not_renewed: None,
            closed: None,
        };
        Ok(Some(Self::with(client, space, storage, account.clone(), held, identity, checker, true)))
    }

    #[expect(clippy::too_many_arguments, reason = "it only puts them together")]
    fn with(
        client: Client,
        space: &AccountSpace,
        storage: Storage,
        account: KeptAccount,
        held: Held,
        identity: Option<SessionIdentity>,
        checker: IdTokenChecker,
        kept: bool,
    ) -> Self {
        let standing = Standing {
            expires_at: held.tokens.expires_at,
            can_refresh: held.tokens.refresh_token.is_some(),
            kept,
            ..Standing::default()
        };
        let space_entry = space.keyring_entry();
        Self::assemble(Inner {
            client,
            entry: accounts::entry_of(&space_entry, &account.subject),
            space_entry,
            account,
            vault: Mutex::new(storage.vault.clone()),
            storage,
            particulars: Mutex::new(Particulars::of(&held)),
            tokens: tokio::sync::Mutex::new(held),
            standing: Mutex::new(standing),
            identity: Mutex::new(identity),
            checker,
            vault_trouble: Mutex::new(None),
            ended: AtomicBool::new(false),
        })
    }
}
