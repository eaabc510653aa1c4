//! Redaction of texts that are JSON: names are read as JSON reads them, and everything else stays as it was written.

use serde::de::IgnoredAny;

use super::{Redactor, SecretKind, Standing, is_marker};

/// Whether the text is one JSON object or array.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Redacts a text that [`is_json`] accepted.
pub(super) fn redact(text: &str, redactor: &Redactor, standing: Standing) -> String {
    let bytes = text.as_bytes();
    let mut redacted = String::with_capacity(text.len());
    // What everything inside each open object or array counts as, because of the name it stands under.
    let mut open: Vec<Option<SecretKind>> = Vec::new();
    // What the value that comes next counts as.
    let mut pending: Option<SecretKind> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let inherited = open.last().copied().flatten();
        let end = match byte {
            b'"' => string_end(bytes, at),
            b'-' | b'0'..=b'9' => number_end(bytes, at),
            _ => at + text[at..].chars().next().map_or(1, char::len_utf8),
        };
        let token = &text[at..end];
        match byte {
            b'"' if is_key(bytes, end) => {
                pending = redactor.kind_of_key(&unescape(token), standing.was_sent).or(inherited);
                redacted.push_str(&redact_string(token, None, redactor, standing));
            }
            b'"' => redacted.push_str(&redact_string(token, pending.take().or(inherited), redactor, standing)),
            b'-' | b'0'..=b'9' => match pending.take().or(inherited) {
                Some(kind) => redacted.push_str(&quote(&kind.marker_for(token))),
                None => redacted.push_str(token),
            },
            b'{' | b'[' => {
                open.push(pending.take().or(inherited));
                redacted.push_str(token);
            }
            b'}' | b']' => {
                open.pop();
                pending = None;
                redacted.push_str(token);
            }
            b',' => {
                pending = None;
                redacted.push_str(token);
            }
            _ => redacted.push_str(token),
        }
        at = end;
    }
    redacted
}

/// The string with its quotes, as it was when nothing in it is secret.
fn redact_string(token: &str, kind: Option<SecretKind>, redactor: &Redactor, standing: Standing) -> String {
    let value = unescape(token);
    let redacted = match kind {
        Some(_) if value.is_empty() || is_marker(&value) => value.clone(),
        Some(kind) => redactor.live.kind_of(&value).unwrap_or(kind).marker_for(&value),
        None => redactor.any_text(&value, standing.inside()),
    };
    if redacted == value { token.to_owned() } else { quote(&redacted) }
}

fn is_key(bytes: &[u8], end: usize) -> bool {
    bytes.get(end..).and_then(|rest| rest.iter().find(|byte| !byte.is_ascii_whitespace())) == Some(&b':')
}

/// Just behind the closing quote of the string that begins here.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
    start + bytes[start..].iter().take_while(|byte| is_part(byte)).count()
}

/// The value of a JSON string. One with a lone surrogate has none; its text then stands for it.
fn unescape(token: &str) -> String {
    serde_json::from_str(token).unwrap_or_else(|_| token.trim_matches('"').to_owned())
}

fn quote(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}
