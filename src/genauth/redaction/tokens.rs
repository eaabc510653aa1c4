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

/// Replaces JSON Web Tokens (RFC 7519) and what stands behind `Bearer` (RFC 6750).
pub(super) fn redact(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'e' => web_token_at(bytes, at).map(|end| (at, end)),
            b'b' | b'B' => bearer_at(bytes, at),
            _ => None,
        };
        if let Some((start, end)) = found {
            redacted.push_str(&text[copied..start]);
            redacted.push_str(&SecretKind::Token.marker_for(&text[start..end]));
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
fn web_token_at(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    if !rest.starts_with(b"ey") {
        return None;
    }
    let first = part_length(rest);
    let begins_here = start == 0 || !bytes.get(start - 1).is_some_and(|byte| is_base64url(*byte));
    let is_object = rest.starts_with(b"eyJ") || rest.starts_with(b"eyA") || rest.starts_with(b"eyI");
    let counts_alone = begins_here && is_object && first >= SHORTEST_LONE_PART;
    let mut end = first;
    let mut parts = 1;
    while rest.get(end) == Some(&b'.') {
        let part = part_length(&rest[end + 1..]);
        if part < SHORTEST_PART && parts < 2 && !counts_alone {
            break;
        }
        end += 1 + part;
        parts += 1;
    }
    let counts = if parts > 1 { first >= SHORTEST_PART } else { counts_alone };
    counts.then_some(start + end)
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
