//! The application's secret, which is kept in the keyring and nowhere else.

use secrecy::{ExposeSecret as _, SecretString};

use super::AccountSpace;
use crate::genauth::ClientSecret;
use crate::session::{Vault, VaultError};

/// Reads the secret of a space's application; `None` when the keyring has none.
///
/// # Errors
///
/// Those of the vault.
pub async fn load_secret(vault: &Vault, space: &AccountSpace) -> Result<Option<ClientSecret>, VaultError> {
    let kept = vault.load(space.secret_entry()).await?;
    Ok(kept.map(|secret| ClientSecret::new(secret.expose_secret().to_owned())))
}

/// Puts the secret of a space's application into the keyring, in the place of the one before it.
///
/// # Errors
///
/// Those of the vault.
pub async fn store_secret(vault: &Vault, space: &AccountSpace, secret: &ClientSecret) -> Result<(), VaultError> {
    vault.store_after_unlock(space.secret_entry(), SecretString::from(secret.expose())).await
}

/// Takes the secret of a space's application out of the keyring.
///
/// # Errors
///
/// Those of the vault.
pub async fn wipe_secret(vault: &Vault, space: &AccountSpace) -> Result<(), VaultError> {
    vault.wipe(space.secret_entry()).await
}
