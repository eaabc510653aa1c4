//! What a space leaves when it is removed, or made another application's: its sessions end at the service, and the
//! keyring forgets them.

use super::super::program::{ServiceOpening, client_of};
use crate::genauth::Error;
use crate::session::{Session, VaultError, accounts_of, forget_accounts_of, wipe_secret};

/// What could not be ended or forgotten.
#[derive(Default)]
pub(super) struct Left {
    /// Why a token could not be revoked.
    pub(super) revocation: Option<Error>,
    /// Why the keyring could not be cleared.
    pub(super) keyring: Option<VaultError>,
    /// Whether what was last seen of an account stayed on the disk.
    pub(super) last_seen: bool,
}

impl Left {
    pub(super) fn is_nothing(&self) -> bool {
        self.revocation.is_none() && self.keyring.is_none() && !self.last_seen
    }
}

/// Ends the sessions of a space: those that this program holds, and those that only the keyring has.
pub(super) async fn end_all_of(opening: ServiceOpening, held: Vec<Session>) -> Left {
    let mut left = Left::default();
    let subjects: Vec<String> = held.iter().map(|session| session.account().subject.clone()).collect();
    for session in held {
        let signed_out = session.sign_out(None).await;
        left.revocation = left.revocation.or(signed_out.refresh_token).or(signed_out.access_token);
        left.last_seen |= signed_out.last_seen.is_some();
    }
    // Before the keyring forgets them: nobody could revoke their tokens any more.
    end_kept(&opening, &subjects, &mut left).await;
    let ServiceOpening { space, storage, .. } = opening;
    let forgotten = forget_accounts_of(&space, &storage).await;
    left.last_seen |= forgotten.last_seen.is_some();
    left.keyring = forgotten.keyring;
    if let Some(vault) = &storage.vault {
        left.keyring = left.keyring.or(wipe_secret(vault, &space).await.err());
    }
    // Where there is no keyring, nothing was kept in one.
    left.keyring = left.keyring.filter(|error| !matches!(error, VaultError::NotAvailable(_)));
    left
}

async fn end_kept(opening: &ServiceOpening, ended: &[String], left: &mut Left) {
    let (space, storage) = (&opening.space, &opening.storage);
    // What the keyring does not tell now, it does not forget either, and that is told.
    let mut accounts = accounts_of(space, storage).await.unwrap_or_default();
    accounts.retain(|account| !ended.contains(&account.subject));
    if accounts.is_empty() {
        return;
    }
    let Some(Ok(client)) = client_of(opening.clone()).await else {
        left.revocation = Some(Error::Withdrawn);
        return;
    };
    for account in accounts {
        // A service that cannot be reached for one of them is not waited for once more.
        if matches!(left.revocation, Some(Error::NotReachable(_))) {
            return;
        }
        if let Ok(Some(session)) = Session::restore_account(client.clone(), space, storage.clone(), &account).await {
            let signed_out = session.sign_out(None).await;
            left.revocation = left.revocation.take().or(signed_out.refresh_token).or(signed_out.access_token);
        }
    }
}
