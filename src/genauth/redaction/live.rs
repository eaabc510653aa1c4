//! The secrets that a call itself carries, found wherever they turn up: in an error page, an echo, a message.

use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use zeroize::{Zeroize as _, Zeroizing};

use super::SecretKind;
use crate::genauth::{
    AccessToken, AuthorizationCode, CaptchaToken, ClientSecret, IdToken, PassCode, Password, RefreshToken,
};

/// A secret shorter than this is not looked for: it would turn up by chance in most texts, and a marker in every one
/// of those places would tell what it is.
const SHORTEST: usize = 4;

/// How many characters of base64 must be the secret's own for them to count: fewer turn up by chance.
const SHORTEST_BASE64: usize = 6;

/// One secret that the call carries, with what it is. Clones share the value.
#[derive(Clone)]
pub(in crate::genauth) struct LiveSecret {
    kind: SecretKind,
    shared: Arc<Shared>,
}

struct Shared {
    value: SecretString,
    marker: String,
    /// Made when the first text is looked through.
    needles: OnceLock<Vec<Needle>>,
}

/// The characters that stand for a secret, or for a part of it, in UTF-8.
pub(super) struct Needle {
    pub(super) bytes: Vec<u8>,
    pub(super) is_base64: bool,
}

impl Drop for Needle {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl LiveSecret {
    pub(in crate::genauth) fn password(password: &Password) -> Self {
        Self::new(SecretKind::Password, password.expose())
    }

    /// An encrypted password: whoever has it can send it just as well (reference section 10).
    pub(in crate::genauth) fn encrypted_password(ciphertext: &str) -> Self {
        Self::new(SecretKind::Password, ciphertext)
    }

    pub(in crate::genauth) fn captcha_token(token: &CaptchaToken) -> Self {
        Self::new(SecretKind::Token, token.expose())
    }

    pub(in crate::genauth) fn code(code: &PassCode) -> Self {
        Self::new(SecretKind::Code, code.expose())
    }

    pub(in crate::genauth) fn authorization_code(code: &AuthorizationCode) -> Self {
        Self::new(SecretKind::Code, code.expose())
    }

    pub(in crate::genauth) fn code_verifier(verifier: &SecretString) -> Self {
        Self::new(SecretKind::Secret, verifier.expose_secret())
    }

    pub(in crate::genauth) fn access_token(token: &AccessToken) -> Self {
        Self::new(SecretKind::AccessToken, token.expose())
    }

    pub(in crate::genauth) fn refresh_token(token: &RefreshToken) -> Self {
        Self::new(SecretKind::RefreshToken, token.expose())
    }

    pub(in crate::genauth) fn id_token(token: &IdToken) -> Self {
        Self::new(SecretKind::IdToken, token.expose())
    }

    pub(in crate::genauth) fn client_secret(secret: &ClientSecret) -> Self {
        Self::new(SecretKind::Secret, secret.expose())
    }

    /// What follows `Basic` in a header: whoever has it has the secret.
    pub(in crate::genauth) fn client_credentials(credentials: &SecretString) -> Self {
        Self::new(SecretKind::Credentials, credentials.expose_secret())
    }

    pub(super) fn new(kind: SecretKind, value: &str) -> Self {
        let marker = kind.marker_for(value);
        let shared = Shared { value: SecretString::from(value), marker, needles: OnceLock::new() };
        Self { kind, shared: Arc::new(shared) }
    }

    pub(super) fn kind(&self) -> SecretKind {
        self.kind
    }

    /// What stands in its place.
    pub(super) fn marker(&self) -> &str {
        &self.shared.marker
    }

    /// How long it is, in bytes.
    pub(super) fn length(&self) -> usize {
        self.value().len()
    }

    /// Whether this is it.
    pub(super) fn is(&self, value: &str) -> bool {
        self.value() == value
    }

    fn value(&self) -> &str {
        self.shared.value.expose_secret()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.value() == other.value()
    }

    /// Whether it was taken out already, before it came here.
    pub(super) fn is_marker(&self) -> bool {
        super::is_marker(self.value())
    }

    /// Whether it can turn up in later calls too.
    pub(super) fn is_worth_knowing(&self) -> bool {
        self.kind.is_token() || matches!(self.kind, SecretKind::Credentials)
    }

    /// What is looked for in texts; nothing when the secret is too short for that.
    pub(super) fn needles(&self) -> &[Needle] {
        self.shared.needles.get_or_init(|| {
            let value = self.value();
            if value.chars().count() < SHORTEST {
                return Vec::new();
            }
            let mut needles = base64_of(value);
            needles.push(Needle { bytes: value.as_bytes().to_vec(), is_base64: false });
            for digits in [b"0123456789abcdef", b"0123456789ABCDEF"] {
                let bytes = value.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
                let bytes: Vec<u8> = bytes.filter_map(|half| digits.get(usize::from(half)).copied()).collect();
                needles.push(Needle { bytes, is_base64: false });
            }
            needles
        })
    }
}

/// What base64 makes of a text that can stand anywhere in what is encoded: three ways, and two alphabets. The characters
/// at the ends also depend on what stands beside it, so they are left out; where too few are left then, the whole counts.
fn base64_of(value: &str) -> Vec<Needle> {
    let mut needles = Vec::new();
    for before in 0..3 {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(value.as_bytes());
        for alphabet in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = Zeroizing::new(alphabet.encode(&bytes));
            let own = encoded.get((before * 8).div_ceil(6)..bytes.len() * 8 / 6).unwrap_or_default();
            let counts = [own, encoded.as_str()].into_iter().take(if before == 0 { 2 } else { 1 });
            let Some(counts) = counts.into_iter().find(|text| text.len() >= SHORTEST_BASE64) else { continue };
            needles.push(Needle { bytes: counts.as_bytes().to_vec(), is_base64: true });
        }
    }
    needles
}
