//! Passwords encrypted before they are sent (reference section 10).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};

use super::{Answer, Client, Error, Failure, Password, SystemInfo};

/// The service's public key for passwords: RSA with PKCS#1 v1.5 padding, as the service wants it. The public cloud's is
/// of 1024 bits, which is why this does not come from the TLS library: that takes no key so short.
///
/// It adds little inside TLS, and a service that asks for it gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptionKey(RsaPublicKey);

impl EncryptionKey {
    /// The key that `GET /api/v3/system` gave, PEM or bare base64; `None` when it gave none that can be used.
    pub fn of(system: &SystemInfo) -> Option<Self> {
        RsaPublicKey::from_public_key_der(&system.rsa_public_key_der()?).ok().map(Self)
    }

    /// Its length in bits.
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }

    /// The password's ciphertext in base64; `None` when it is too long for the key (117 bytes with 1024 bits).
    pub(super) fn encrypt(&self, password: &Password) -> Option<String> {
        let mut random = rsa::rand_core::OsRng;
        let ciphertext = self.0.encrypt(&mut random, Pkcs1v15Encrypt, password.expose().as_bytes()).ok()?;
        Some(STANDARD.encode(ciphertext))
    }
}

impl Client {
    /// The key that the service wants passwords encrypted with, from `GET /api/v3/system` (reference section 10). The
    /// reference says to ask for it anew, because a deployment can change it.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::NoEncryptionKey`] when the answer has none that can be used.
    pub async fn encryption_key(&self) -> Result<Answer<EncryptionKey>, Failure> {
        let Answer { value: system, attempt } = self.system().await?;
        match EncryptionKey::of(&system) {
            Some(value) => Ok(Answer { value, attempt }),
            None => Err(Failure::new(Error::NoEncryptionKey, attempt)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public cloud's key (reference section 10).
    const PUBLIC_CLOUD: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB";

    fn key_of(text: &str) -> Option<EncryptionKey> {
        EncryptionKey::of(&SystemInfo { rsa_public_key: Some(text.to_owned()), ..SystemInfo::default() })
    }

    #[test]
    fn the_public_clouds_short_key_is_taken_in_both_writings() {
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{PUBLIC_CLOUD}\n-----END PUBLIC KEY-----\n");
        let bare = key_of(PUBLIC_CLOUD).unwrap();
        assert_eq!(key_of(&pem), Some(bare.clone()));
        assert_eq!(bare.bits(), 1024);
        let ciphertext = bare.encrypt(&Password::new("passw0rd".to_owned())).unwrap();
        assert_eq!(STANDARD.decode(ciphertext).unwrap().len(), 128);
    }

    #[test]
    fn what_is_no_key_or_too_long_is_said() {
        assert_eq!(key_of("bm90IGEga2V5"), None);
        let key = key_of(PUBLIC_CLOUD).unwrap();
        assert!(key.encrypt(&Password::new("x".repeat(117))).is_some());
        assert_eq!(key.encrypt(&Password::new("x".repeat(118))), None);
    }

    #[test]
    fn what_is_encrypted_can_be_decrypted() {
        let mut random = rsa::rand_core::OsRng;
        let private = rsa::RsaPrivateKey::new(&mut random, 1024).unwrap();
        let key = EncryptionKey(private.to_public_key());
        let ciphertext = key.encrypt(&Password::new("密码 passw0rd".to_owned())).unwrap();
        let clear = private.decrypt(Pkcs1v15Encrypt, &STANDARD.decode(ciphertext).unwrap()).unwrap();
        assert_eq!(clear, "密码 passw0rd".as_bytes());
    }
}
