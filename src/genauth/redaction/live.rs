//! The secrets that a call itself carries, found wherever they turn up: in an error page, an echo, a message.

use secrecy::{ExposeSecret, SecretString};

use super::SecretKind;
use crate::genauth::{AccessToken, AuthorizationCode, ClientSecret, IdToken, PassCode, Password, RefreshToken};

/// A secret shorter than this is not looked for: it would turn up by chance in most texts, and a marker in every one
/// of those places would tell what it is.
const SHORTEST: usize = 4;

/// How much of a secret must stand at the very end of a text that was cut for it to count.
const SHORTEST_CUT: usize = 4;

/// One secret that the call carries, with what it is.
#[derive(Clone)]
pub(in crate::genauth) struct LiveSecret {
    kind: SecretKind,
    value: SecretString,
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
        Self { kind, value: SecretString::from(value) }
    }
}

/// What this value is, when it is exactly one of the secrets.
pub(super) fn kind_of(secrets: &[LiveSecret], value: &str) -> Option<SecretKind> {
    secrets.iter().find(|secret| secret.value.expose_secret() == value).map(|secret| secret.kind)
}

/// Replaces every secret in the text, also where some of its characters are escaped for a URL, JSON or HTML. `cut`
/// says that the text may end in the middle of one.
pub(super) fn replace(secrets: &[LiveSecret], text: &str, cut: bool) -> String {
    let needles: Vec<(Vec<char>, SecretKind)> = secrets
        .iter()
        .map(|secret| (secret.value.expose_secret().chars().collect::<Vec<char>>(), secret.kind))
        .filter(|(value, _)| value.len() >= SHORTEST)
        .collect();
    if needles.is_empty() {
        return text.to_owned();
    }
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < text.len() {
        let longest = needles
            .iter()
            .filter_map(|(value, kind)| match_at(text, at, value, cut).map(|end| (end, *kind, value.len())))
            .max_by_key(|(end, _, _)| *end);
        if let Some((end, kind, length)) = longest {
            redacted.push_str(&text[copied..at]);
            redacted.push_str(&kind.marker(length));
            copied = end;
            at = end;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    redacted.push_str(&text[copied..]);
    redacted
}

/// Where the secret that begins here ends, if one begins here. Keeps every reading that is still possible, because a
/// secret can itself hold something that looks like an escape.
fn match_at(text: &str, start: usize, secret: &[char], cut: bool) -> Option<usize> {
    let mut ends = vec![start];
    for (matched, &wanted) in secret.iter().enumerate() {
        let mut next: Vec<usize> = Vec::with_capacity(1);
        for &end in &ends {
            let rest = &text[end..];
            if cut && matched >= SHORTEST_CUT && (rest.is_empty() || is_cut_escape(rest)) {
                return Some(text.len());
            }
            for length in spellings(rest, wanted).into_iter().flatten() {
                if !next.contains(&(end + length)) {
                    next.push(end + length);
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        ends = next;
    }
    ends.into_iter().max()
}

/// Whether this is the beginning of an escape, with the rest cut off.
fn is_cut_escape(rest: &str) -> bool {
    rest.len() < 6 && rest.starts_with(['%', '\\', '&'])
}

/// The lengths of the spellings of one character at the beginning of a text: raw, percent-encoded, with a backslash,
/// as an HTML character reference.
fn spellings(text: &str, wanted: char) -> [Option<usize>; 3] {
    let is_raw = text.starts_with(wanted) || (wanted == ' ' && text.starts_with('+'));
    let raw = is_raw.then(|| wanted.len_utf8());
    match text.as_bytes().first() {
        Some(b'%') => [raw, percent(text, wanted, "%"), percent(text, wanted, "%25")],
        Some(b'\\') => [raw, backslash(text, wanted), None],
        Some(b'&') => [raw, character_reference(text, wanted), None],
        _ => [raw, None, None],
    }
}

/// `%XX` for each byte; after encoding twice the sign itself is `%25`.
fn percent(text: &str, wanted: char, sign: &str) -> Option<usize> {
    let mut buffer = [0; 4];
    let mut length = 0;
    for byte in wanted.encode_utf8(&mut buffer).bytes() {
        let digits = text.get(length..)?.strip_prefix(sign)?;
        if hexadecimal(digits, 2) != Some(u32::from(byte)) {
            return None;
        }
        length += sign.len() + 2;
    }
    Some(length)
}

/// A JSON escape, or any other backslash before the character; any number of backslashes, for JSON inside JSON.
fn backslash(text: &str, wanted: char) -> Option<usize> {
    let rest = text.trim_start_matches('\\');
    let slashes = text.len() - rest.len();
    if wanted == '\\' {
        // One backslash of the secret is two on the wire; more can belong to what follows.
        return (slashes >= 2).then_some(2);
    }
    let letter = match wanted {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        other => other,
    };
    if rest.starts_with(letter) && !(letter == wanted && wanted.is_ascii_alphanumeric()) {
        return Some(slashes + letter.len_utf8());
    }
    if let Some(code) = rest.strip_prefix('x') {
        return (hexadecimal(code, 2) == Some(u32::from(wanted))).then_some(slashes + 3);
    }
    let mut units = [0; 2];
    let mut length = slashes;
    for (index, unit) in wanted.encode_utf16(&mut units).iter().enumerate() {
        let mut rest = text.get(length..)?;
        if index > 0 {
            let trimmed = rest.trim_start_matches('\\');
            length += rest.len() - trimmed.len();
            rest = trimmed;
        }
        if hexadecimal(rest.strip_prefix('u')?, 4) != Some(u32::from(*unit)) {
            return None;
        }
        length += 5;
    }
    Some(length)
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn character_reference(text: &str, wanted: char) -> Option<usize> {
    // The longest reference that is understood is `&#x10ffff;`.
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let meant = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => name
            .strip_prefix('#')
            .and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            })
            .and_then(char::from_u32),
    };
    (meant == Some(wanted)).then_some(end + 1)
}

fn hexadecimal(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::{LiveSecret, replace};
    use crate::genauth::{AccessToken, Password};

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
    fn leaves_texts_alone_for_secrets_that_are_too_short() {
        let short =
            [LiveSecret::password(&Password::new("a".to_owned())), LiveSecret::password(&Password::new(String::new()))];
        assert_eq!(replace(&short, "banana", false), "banana");
    }
}
