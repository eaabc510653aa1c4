//! The RS256 key: signing tokens, checking them, and publishing its public half (reference section 8.7).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::der;

/// The service's key, made when it is first needed or asked for.
#[derive(Default)]
pub(crate) struct Keys {
    key: OnceLock<Option<SigningKey>>,
    asked: AtomicBool,
}

impl Keys {
    /// Makes the key on a thread of its own, once.
    pub(crate) fn prepare(self: &Arc<Self>) {
        if self.asked.swap(true, Ordering::Relaxed) {
            return;
        }
        let keys = Arc::clone(self);
        // Without a thread the key is made at first need, like when nobody asks.
        let _ = std::thread::Builder::new().name("sandbox-keys".to_owned()).spawn(move || keys.wait().is_some());
    }

    /// The key; makes it if need be, away from the threads that serve requests.
    pub(crate) async fn get(self: &Arc<Self>) -> Option<SigningKey> {
        if let Some(key) = self.key.get() {
            return key.clone();
        }
        let keys = Arc::clone(self);
        tokio::task::spawn_blocking(move || keys.wait()).await.ok().flatten()
    }

    /// The key if it was made; a token cannot be valid before.
    pub(crate) fn ready(&self) -> Option<&SigningKey> {
        self.key.get()?.as_ref()
    }

    /// Uses the key of an earlier program, unless there is one by now.
    pub(crate) fn restore(&self, key: SigningKey) {
        let _ = self.key.set(Some(key));
    }

    fn wait(&self) -> Option<SigningKey> {
        self.key.get_or_init(SigningKey::generate).clone()
    }
}

/// An RSA key of 2048 bits with its ID.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pair: Arc<KeyPair>,
    key_id: String,
}

impl SigningKey {
    fn generate() -> Option<Self> {
        KeyPair::generate(KeySize::Rsa2048).ok().map(Self::of)
    }

    fn of(pair: KeyPair) -> Self {
        let key_id = URL_SAFE_NO_PAD.encode(digest(&SHA256, pair.public_key().as_ref()));
        Self { pair: Arc::new(pair), key_id }
    }

    /// The private key as the state file keeps it: PKCS #8 in base64.
    pub(crate) fn kept(&self) -> Option<String> {
        let key: Pkcs8V1Der<'_> = self.pair.as_der().ok()?;
        Some(STANDARD.encode(key.as_ref()))
    }

    /// Reads a key that was kept.
    pub(crate) fn read(kept: &str) -> Option<Self> {
        KeyPair::from_pkcs8(&STANDARD.decode(kept).ok()?).ok().map(Self::of)
    }

    /// A signed JWT with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> Option<String> {
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": self.key_id});
        let mut token =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), token.as_bytes(), &mut signature).ok()?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Some(token)
    }

    /// The claims of a JWT that this key signed; nothing but the signature is checked.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        if header.get("alg")?.as_str()? != "RS256" || header.get("kid")?.as_str()? != self.key_id {
            return None;
        }
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key())
            .verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?)
            .ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// The JSON web key set with the public key (reference section 8.1).
    pub(crate) fn key_set(&self) -> Option<Value> {
        let (modulus, exponent) = der::rsa_public_key(self.pair.public_key().as_ref())?;
        Some(json!({"keys": [{
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.key_id,
            "n": URL_SAFE_NO_PAD.encode(modulus),
            "e": URL_SAFE_NO_PAD.encode(exponent),
        }]}))
    }
}

/// A JWT with these claims, signed with an application's secret (reference section 8.7). Its header has no `kid`.
pub(crate) fn sign_with_secret(claims: &Value, secret: &str) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let mut token =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(tag, &mut token);
    token
}

/// The claims of a JWT that was signed with this secret; nothing but the signature is checked.
pub(crate) fn verify_with_secret(token: &str, secret: &str) -> Option<Value> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.get("alg")?.as_str()? != "HS256" {
        return None;
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

/// `at_hash` of an access token and `s_hash` of a `state`: the left half of its SHA-256 (OpenID Connect Core, section
/// 3.1.3.6; reference section 8.7).
pub(crate) fn half_hash(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    let (left, _) = hash.as_ref().split_at(hash.as_ref().len() / 2);
    URL_SAFE_NO_PAD.encode(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_key_signed_is_believed() {
        let key = SigningKey::generate().unwrap();
        let claims = json!({"sub": "lin"});
        let token = key.sign(&claims).unwrap();
        assert_eq!(key.verify(&token), Some(claims));

        let other = SigningKey::generate().unwrap();
        assert_eq!(other.verify(&token), None);
        let (head, signature) = token.rsplit_once('.').unwrap();
        let (header, _) = head.split_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD.encode(json!({"sub": "mia"}).to_string());
        assert_eq!(key.verify(&format!("{header}.{forged}.{signature}")), None);
        let unsigned = URL_SAFE_NO_PAD.encode(json!({"alg": "none", "kid": key.key_id}).to_string());
        assert_eq!(key.verify(&format!("{unsigned}.{forged}.")), None);
        for text in ["", "..", "abc", "a.b.c"] {
            assert_eq!(key.verify(text), None);
        }
    }

    #[test]
    fn a_key_that_was_kept_is_the_same_key() {
        let key = SigningKey::generate().unwrap();
        let token = key.sign(&json!({"sub": "lin"})).unwrap();
        let again = SigningKey::read(&key.kept().unwrap()).unwrap();
        assert_eq!(again.key_id, key.key_id);
        assert!(again.verify(&token).is_some());
        assert!(SigningKey::read("AAAA").is_none());
    }

    #[test]
    fn asking_twice_makes_one_key() {
        let keys = Arc::new(Keys::default());
        keys.prepare();
        keys.prepare();
        let first = keys.wait().unwrap();
        assert_eq!(keys.wait().unwrap().key_id, first.key_id);
    }

    #[test]
    fn only_what_the_secret_signed_is_believed() {
        let claims = json!({"sub": "lin"});
        let token = sign_with_secret(&claims, "secret");
        assert_eq!(verify_with_secret(&token, "secret"), Some(claims));
        assert_eq!(verify_with_secret(&token, "another"), None);
        let (head, signature) = token.rsplit_once('.').unwrap();
        let (header, _) = head.split_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD.encode(json!({"sub": "mia"}).to_string());
        assert_eq!(verify_with_secret(&format!("{header}.{forged}.{signature}"), "secret"), None);
        let unsigned = URL_SAFE_NO_PAD.encode(json!({"alg": "none"}).to_string());
        assert_eq!(verify_with_secret(&format!("{unsigned}.{forged}."), "secret"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(token in "[A-Za-z0-9_.=-]{0,80}|\\PC*") {
            proptest::prop_assert_eq!(verify_with_secret(&token, "secret"), None);
        }
    }
}
