//! Tokens that are known by their form, wherever they stand.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

use super::SecretKind;

/// The shortest part of a token by form, in characters.
const SHORTEST_PART: usize = 8;
/// The shortest text that counts as the first part of a JSON Web Token when nothing follows it.
const SHORTEST_LONE_PART: usize = 20;

/// The longest user name and password in an address, in bytes.
const LONGEST_USER: usize = 2048;

/// Replaces JSON Web Tokens (RFC 7519), what stands behind `Bearer` (RFC 6750), and the user of an address (RFC 3986,
/// section 3.2.1).
pub(super) fn redact(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    // Where the run of characters of a token ends that was looked at last, so that each is gone through once.
    let mut run_end = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'e' => web_token_at(bytes, at, &mut run_end).map(|end| (at, end, SecretKind::Token)),
            b'b' | b'B' => bearer_at(bytes, at).map(|(start, end)| (start, end, SecretKind::Token)),
            b':' => user_at(bytes, at).map(|(start, end)| (start, end, SecretKind::Credentials)),
            _ => None,
        };
        if let Some((start, end, kind)) = found {
            redacted.push_str(&text[copied..start]);
            redacted.push_str(&kind.marker_for(&text[start..end]));
            copied = end;
            at = end;
        } else {
            at += 1;
        }
    }
    redacted.push_str(&text[copied..]);
    redacted
}

/// When a JSON Web Token expires (RFC 7519, section 4.1.4), without looking at its signature.
pub(super) fn expiry(token: &str) -> Option<Timestamp> {
    #[derive(Deserialize)]
    struct Claims {
        exp: f64,
    }

    let mut parts = token.split('.');
    let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let seconds = serde_json::from_slice::<Claims>(&claims).ok()?.exp;
    // The cast keeps to the range of the number, and the timestamp to its own.
    Timestamp::from_second(seconds as i64).ok()
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn part_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_base64url(**byte)).count()
}

/// Where the JSON Web Token that begins here ends. Its first part is the base64 of `{`, so it begins with `ey`;
/// the last part can be missing where a text was cut.
fn web_token_at(bytes: &[u8], start: usize, run_end: &mut usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    if !rest.starts_with(b"ey") {
        return None;
    }
    if *run_end <= start {
        *run_end = start + part_length(rest);
    }
    let first = *run_end - start;
    let begins_here = start == 0 || !bytes.get(start - 1).is_some_and(|byte| is_base64url(*byte));
    let is_object = rest.starts_with(b"eyJ") || rest.starts_with(b"eyA") || rest.starts_with(b"eyI");
    let counts_alone = begins_here && is_object && first >= SHORTEST_LONE_PART;
    let mut end = first;
    let mut parts = 1;
    while let Some(dot) = dot_length(rest.get(end..)?) {
        let part = part_length(&rest[end + dot..]);
        if part < SHORTEST_PART && parts < 2 && !counts_alone {
            break;
        }
        end += dot + part;
        parts += 1;
    }
    let counts = if parts > 1 { first >= SHORTEST_PART } else { counts_alone };
    counts.then_some(start + end)
}

/// How long the dot is that begins here: a URL can have it encoded, more than once.
fn dot_length(rest: &[u8]) -> Option<usize> {
    if rest.first() == Some(&b'.') {
        return Some(1);
    }
    let mut behind = rest.strip_prefix(b"%")?;
    while let Some(further) = behind.strip_prefix(b"25") {
        behind = further;
    }
    let behind = behind.strip_prefix(b"2E").or_else(|| behind.strip_prefix(b"2e"))?;
    Some(rest.len() - behind.len())
}

/// The user, with a password, between the `://` that begins here and the host.
fn user_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let start = at + 3;
    let rest = bytes.get(at..)?.strip_prefix(b"://")?;
    let rest = rest.get(..LONGEST_USER).unwrap_or(rest);
    let end = rest.iter().position(|byte| {
        byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'@' | b'"' | b'\'' | b'<' | b'>' | b'\\')
    })?;
    let user = rest.get(..end).filter(|_| rest.get(end) == Some(&b'@'))?;
    let is_text_and_whole = std::str::from_utf8(user).is_ok_and(|user| !super::is_marker(user));
    (user.contains(&b':') && is_text_and_whole).then_some((start, start + end))
}

/// The credentials behind `Bearer ` that begins here. Only what has a digit counts, so that prose stays readable.
fn bearer_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let word = bytes.get(at..at + 7)?;
    if !word.eq_ignore_ascii_case(b"bearer ") {
        return None;
    }
    let start = at + 7;
    let rest = &bytes[start..];
    let length =
        rest.iter().take_while(|byte| is_base64url(**byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')).count();
    (length >= SHORTEST_PART && rest[..length].iter().any(u8::is_ascii_digit)).then_some((start, start + length))
}
