//! The secrets that a call itself carries, found wherever they turn up: in an error page, an echo, a message.

use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use zeroize::{Zeroize as _, Zeroizing};

use super::SecretKind;
use super::spelling::match_at;
use crate::genauth::{AccessToken, AuthorizationCode, ClientSecret, IdToken, PassCode, Password, RefreshToken};

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

/// The characters that stand for a secret, or for a part of it.
struct Needle {
    characters: Vec<char>,
    is_base64: bool,
}

impl Drop for Needle {
    fn drop(&mut self) {
        self.characters.zeroize();
    }
}

impl LiveSecret {
    pub(in crate::genauth) fn password(password: &Password) -> Self {
        Self::new(SecretKind::Password, password.expose())
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

    fn needles(&self) -> &[Needle] {
        self.shared.needles.get_or_init(|| {
            let characters: Vec<char> = self.value().chars().collect();
            if characters.len() < SHORTEST {
                return Vec::new();
            }
            let mut needles = base64_of(self.value());
            needles.push(Needle { characters, is_base64: false });
            needles
        })
    }
}

/// What base64 makes of a text that can stand anywhere in what is encoded: three ways, and two alphabets. The characters
/// at the ends also depend on what stands beside it, so they are left out.
fn base64_of(value: &str) -> Vec<Needle> {
    let mut needles = Vec::new();
    for before in 0..3 {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(value.as_bytes());
        for alphabet in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = Zeroizing::new(alphabet.encode(&bytes));
            let own = encoded.get((before * 8).div_ceil(6)..bytes.len() * 8 / 6).unwrap_or_default();
            if own.len() < SHORTEST_BASE64 {
                continue;
            }
            let needle = Needle { characters: own.chars().collect(), is_base64: true };
            if needles.last().is_none_or(|last: &Needle| last.characters != needle.characters) {
                needles.push(needle);
            }
        }
    }
    needles
}

/// For each byte, the needles that can begin with it: which secret, and which of its needles.
type ByFirstByte = Box<[Vec<(usize, usize)>; 256]>;

/// The secrets that a text is looked through for.
pub(super) struct LiveSecrets {
    secrets: Vec<LiveSecret>,
    by_first_byte: OnceLock<ByFirstByte>,
}

impl Default for LiveSecrets {
    fn default() -> Self {
        Self { secrets: Vec::new(), by_first_byte: OnceLock::new() }
    }
}

impl LiveSecrets {
    /// Adds one; says whether it was new.
    pub(super) fn add(&mut self, secret: LiveSecret) -> bool {
        if self.secrets.iter().any(|other| other.is_same(&secret)) {
            return false;
        }
        self.secrets.push(secret);
        self.by_first_byte.take();
        true
    }

    /// What this value is, when it is exactly one of the secrets.
    pub(super) fn kind_of(&self, value: &str) -> Option<SecretKind> {
        self.secrets.iter().find(|secret| secret.value() == value).map(|secret| secret.kind)
    }

    /// Replaces every secret in the text, also where some of its characters are escaped for a URL, JSON or HTML, or where
    /// the whole is in base64. `cut` says that the text may end in the middle of one.
    pub(super) fn replace(&self, text: &str, cut: bool) -> String {
        if self.secrets.is_empty() {
            return text.to_owned();
        }
        let by_first_byte = self.by_first_byte.get_or_init(|| self.index());
        let bytes = text.as_bytes();
        let mut redacted = String::with_capacity(text.len());
        let mut copied = 0;
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let longest = by_first_byte[usize::from(first)]
                .iter()
                .filter_map(|(secret, needle)| {
                    let secret = &self.secrets[*secret];
                    let needle = &secret.needles()[*needle];
                    match_at(text, at, &needle.characters, cut).map(|end| (end, needle.is_base64, secret))
                })
                .max_by_key(|(end, _, _)| *end);
            if let Some((end, is_base64, secret)) = longest {
                let (start, end) = if is_base64 { with_ends(bytes, copied, at, end) } else { (at, end) };
                redacted.push_str(&text[copied..start]);
                redacted.push_str(&secret.shared.marker);
                copied = end;
                at = end;
            } else {
                at += 1;
                while !text.is_char_boundary(at) {
                    at += 1;
                }
            }
        }
        redacted.push_str(&text[copied..]);
        redacted
    }

    /// Which needles can begin with which byte.
    fn index(&self) -> ByFirstByte {
        let mut index = Box::new([const { Vec::new() }; 256]);
        for (place, secret) in self.secrets.iter().enumerate() {
            for (number, needle) in secret.needles().iter().enumerate() {
                let Some(&character) = needle.characters.first() else { continue };
                let raw = character.encode_utf8(&mut [0; 4]).as_bytes().first().copied();
                let space = (character == ' ').then_some(b'+');
                let escapes = [b'%', b'\\', b'&'].map(Some);
                let mut firsts: Vec<u8> = [raw, space].into_iter().chain(escapes).flatten().collect();
                firsts.sort_unstable();
                firsts.dedup();
                for first in firsts {
                    index[usize::from(first)].push((place, number));
                }
            }
        }
        index
    }
}

/// A part of base64 with the characters beside it that can hold a part of the secret too.
fn with_ends(bytes: &[u8], from: usize, start: usize, end: usize) -> (usize, usize) {
    let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let before = bytes[from..start].iter().rev().take(3).take_while(is_base64).count();
    let behind = bytes[end..].iter().take(3).take_while(is_base64).count();
    (start - before, end + behind)
}

#[cfg(test)]
mod tests {
    use super::{LiveSecret, LiveSecrets};
    use crate::genauth::{AccessToken, Password};
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    fn replace(secrets: &[LiveSecret], text: &str, cut: bool) -> String {
        let mut live = LiveSecrets::default();
        for secret in secrets {
            live.add(secret.clone());
        }
        live.replace(text, cut)
    }

    fn secrets() -> Vec<LiveSecret> {
        vec![
            LiveSecret::password(&Password::new("p\u{e4}\"\\/ &<😀z".to_owned())),
            LiveSecret::access_token(&AccessToken::new("tok-123456".to_owned())),
        ]
    }

    #[test]
    fn finds_every_spelling() {
        for text in [
            "p\u{e4}\"\\/ &<😀z",
            "p%C3%A4%22%5C%2F%20%26%3C%F0%9F%98%80z",
            "p%c3%a4%22%5c%2f+%26%3c%f0%9f%98%80z",
            "p%25C3%25A4%2522%255C%252F%2520%2526%253C%25F0%259F%2598%2580z",
            r#"p\u00e4\"\\\/ \u0026\u003C\ud83d\uDE00z"#,
            "p\u{e4}&quot;\\/ &amp;&lt;😀z",
            "p&#228;&#34;&#92;&#47;&#32;&#38;&#60;&#128512;z",
            "&#x70;&#xe4;&#x22;&#x5C;&#x2f;&#x20;&#x26;&#x3c;&#x1f600;&#x7a;",
        ] {
            assert_eq!(replace(&secrets(), &format!("a{text}b"), false), "a[redacted password]b", "{text}");
        }
    }

    #[test]
    fn a_secret_can_look_like_an_escape() {
        let secrets = [LiveSecret::password(&Password::new("A0%25AA".to_owned()))];
        for text in ["A0%25AA", "A0%2525AA", "A0%252525AA"] {
            assert_eq!(replace(&secrets, text, false), "[redacted password]", "{text}");
        }
    }

    #[test]
    fn tells_the_length_of_tokens_only() {
        assert_eq!(replace(&secrets(), "tok-123456", false), "[redacted access token, 10 characters]");
        assert_eq!(replace(&secrets(), "tok-12345", false), "tok-12345");
    }

    #[test]
    fn finds_the_beginning_of_a_secret_at_a_cut() {
        assert_eq!(replace(&secrets(), "x tok-1", true), "x [redacted access token, 10 characters]");
        assert_eq!(replace(&secrets(), "x tok-1", false), "x tok-1");
        assert_eq!(replace(&secrets(), "x tok", true), "x tok");
    }

    #[test]
    fn finds_base64_at_every_place_in_what_is_encoded() {
        let secrets = [LiveSecret::password(&Password::new("hunter2\u{ff}\u{ff}?>".to_owned()))];
        for before in ["", "a", "ab", "abc", "app:"] {
            for behind in ["", "z", "zz", "zzz"] {
                let plain = format!("{before}hunter2\u{ff}\u{ff}?>{behind}");
                for alphabet in [STANDARD, URL_SAFE] {
                    let encoded = alphabet.encode(&plain);
                    let redacted = replace(&secrets, &format!("<{encoded}>"), false);
                    assert!(redacted.contains("[redacted password]"), "{plain} {encoded} {redacted}");
                    let left = redacted.replace("[redacted password]", "");
                    assert!(left.len() <= before.len() * 2 + behind.len() * 2 + 4, "{plain} {encoded} {redacted}");
                }
            }
        }
    }

    #[test]
    fn leaves_texts_alone_for_secrets_that_are_too_short() {
        let short =
            [LiveSecret::password(&Password::new("a".to_owned())), LiveSecret::password(&Password::new(String::new()))];
        assert_eq!(replace(&short, "banana", false), "banana");
    }
}
