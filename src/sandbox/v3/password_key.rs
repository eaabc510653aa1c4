//! Encrypted passwords: RSA PKCS#1 v1.5, base64 (reference section 10).

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

use super::refused::Refused;

/// The public half (SPKI, base64 without PEM's armour, as the public cloud's default key is known). It is not the public
/// cloud's key: a client has to read the one of the service that it speaks to.
pub(crate) const PUBLIC_KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCwHjUdmWLMymv74M/h77uBRE4N8zW23KtRyWW/X5S67pTd3Q6MudMAf2PokHC/ILuPZ+/QlPtVs/YquWbGCnys0Eji5WfNzKk5WgzR9jg81wr1MethxaXDy6I0zIzCRbij0lvVR9h5Kn5chuDwtZ9cS4NptFg0udS4ji+zP4vF8wIDAQAB";

/// The private half (PKCS#1), of 1024 bits like the public cloud's. It protects nothing: everybody has it, and the
/// passwords that it decrypts are those of made-up people.
const PRIVATE_KEY: &str = concat!(
    "MIICXQIBAAKBgQCwHjUdmWLMymv74M/h77uBRE4N8zW23KtRyWW/X5S67pTd3Q6MudMAf2PokHC/ILuPZ+/QlPtVs/YquWbGCnys0Eji5WfN",
    "zKk5WgzR9jg81wr1MethxaXDy6I0zIzCRbij0lvVR9h5Kn5chuDwtZ9cS4NptFg0udS4ji+zP4vF8wIDAQABAoGAINzyIlzNz9LxxWVUxR8b",
    "yOo6+mVon3+bxD4la0llkmAUjTXDkkTWd6BNv0a8kx2DgiXt3Oj/4SUciSphYBDy5GkQfEMrcU1z/AGUzIHDHljM3rO+7w1KZ/77nxIBmKnC",
    "WUgF0DVr/33m22E7WAs21RJJTix+qvpayRqEyh3UMRkCQQDZw+KF9E0jxEJovCrNRPZKe0DurKp3IdQUILdnTWRfooxbYXHOjowq70wpbhYy",
    "wiotDyHkwwqXpXVNnLyk9KwHAkEAzwpdOMAsYdwe9NCpXgEnBj7IyS/2QAUCLB2Hk7+iqLVANxYEMu0AktI2vCNiBnTwcm7T/PMbFOWGK99r",
    "3MFztQJBAMTrBKk7PJJOQ/svxMiwRsMdZ58slk16UqwM1axdaJmuhJuRp3cwogGlOMryGLK3r6nlWDHkSWzOGyAeztufwPsCQQCysylfME+e",
    "b5WwjOGCp8/9DffT3rfW7fvABATfO8qzfy3b3f7lzbZvA04G+StEk25t9sa2T0aStMEn4QGCWt75AkBBdUcndSqRhjwAd2b6aka4M6Ldg2rE",
    "HIRz3qBT1KF6SBnKr39iiI7Lu7ggkOV+22hyuBg7t3KE7qGYybrAvfSf",
);

static KEY: LazyLock<Option<RsaPrivateKey>> =
    LazyLock::new(|| RsaPrivateKey::from_pkcs1_der(&STANDARD.decode(PRIVATE_KEY).ok()?).ok());

/// How a password was sent: `passwordEncryptType` (reference section 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasswordEncryption {
    None,
    Rsa,
}

impl PasswordEncryption {
    /// Reads the parameter. `sm2` is refused as unsupported: the SDKs disagree on what it is (reference section 10).
    pub(crate) fn read(sent: Option<&str>, path: &'static str) -> Result<Self, Refused> {
        match sent {
            None | Some("none") => Ok(Self::None),
            Some("rsa") => Ok(Self::Rsa),
            Some("sm2") => Err(Refused::UnsupportedEncryption),
            Some(_) => Err(Refused::Parameter(path)),
        }
    }

    /// The password in clear text. What cannot be decrypted is refused as a malformed parameter of this path.
    pub(crate) fn open(self, sent: &str, path: &'static str) -> Result<String, Refused> {
        match self {
            Self::None => Ok(sent.to_owned()),
            Self::Rsa => decrypt(sent).filter(|password| !password.is_empty()).ok_or(Refused::Parameter(path)),
        }
    }
}

fn decrypt(sent: &str) -> Option<String> {
    let bytes = STANDARD.decode(sent.trim()).ok()?;
    let password = KEY.as_ref()?.decrypt(Pkcs1v15Encrypt, &bytes).ok()?;
    String::from_utf8(password).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rsa::RsaPublicKey;
    use rsa::pkcs8::DecodePublicKey as _;
    use rsa::traits::PublicKeyParts as _;

    use super::*;

    /// "sandbox", encrypted by OpenSSL with the public key.
    const ENCRYPTED: &str = "DlwXjR6s8UPfEK5EnplYzhQF1EAxaUnXzPZkERJ+391i75pheEun3RiXJfZCTdRQxZ44rIbtoyKltw7W8vd2QyJxTLcHm2kzkLC3Q1ZHP9v/iryN/eySx1ma47fxXPkygNzuW+D9DrREucn4tuFhv3sM0HOG6mewSWcTiaj2Uwg=";

    #[test]
    fn what_openssl_encrypted_is_decrypted() {
        assert_eq!(PasswordEncryption::Rsa.open(ENCRYPTED, "password"), Ok("sandbox".to_owned()));
        for wrong in ["sandbox", "", "AAAA", &ENCRYPTED[4..]] {
            assert_eq!(PasswordEncryption::Rsa.open(wrong, "password"), Err(Refused::Parameter("password")));
        }
        assert_eq!(PasswordEncryption::None.open(ENCRYPTED, "password"), Ok(ENCRYPTED.to_owned()));
    }

    #[test]
    fn the_published_half_is_of_1024_bits() {
        let key = RsaPublicKey::from_public_key_der(&STANDARD.decode(PUBLIC_KEY).unwrap()).unwrap();
        assert_eq!(key.size() * 8, 1024);
        assert_eq!(Some(key), KEY.as_ref().map(RsaPublicKey::from));
    }

    proptest! {
        #[test]
        fn nothing_sent_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decrypt(&STANDARD.encode(&bytes)), None);
        }
    }
}
