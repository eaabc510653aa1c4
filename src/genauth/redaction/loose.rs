//! Redaction of texts that are not JSON: pages, messages, JSON that was cut off, URLs inside of something.
//!
//! Looks at every `:` and `=`. When a name before it announces a secret, the value behind it goes. Quotes are not
//! paired up over the whole text, because one stray quote would then turn everything inside out.

use super::{SecretKind, is_marker, names};

/// How far back a name is looked for, in bytes.
const LONGEST_NAME: usize = 96;

/// How long a tag between a name and its value may be, in bytes.
const LONGEST_TAG: usize = 256;

/// What can stand for a quote around a value.
const WRITTEN_QUOTES: [&str; 4] = ["&quot;", "&#34;", "&#39;", "%22"];

pub(super) fn redact(text: &str, answers_with_link: bool) -> String {
    let bytes = text.as_bytes();
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let Some(separator) = separator_at(&bytes[at..]) else {
            at += 1;
            continue;
        };
        let behind = behind_tags(text, at + separator);
        if let Some(kind) = kind_before(&text[copied..at], answers_with_link)
            && let Some((start, end)) = value_at(text, behind, kind, bytes[at] == b':')
        {
            let value = &text[start..end];
            if !is_marker(value) && !matches!(value, "" | "null" | "true" | "false") {
                redacted.push_str(&text[copied..start]);
                redacted.push_str(&kind.marker_for(value));
                copied = end;
            }
            at = end.max(behind);
        } else {
            at = behind;
        }
    }
    redacted.push_str(&text[copied..]);
    redacted
}

/// The length of the separator that begins here, if one does.
fn separator_at(bytes: &[u8]) -> Option<usize> {
    match bytes {
        // As Ruby and PHP write what they hold.
        [b'=', b'>', ..] => Some(2),
        [b':' | b'=', ..] => Some(1),
        [b'%', b'3', b'a' | b'A' | b'd' | b'D', ..] => Some(3),
        _ => None,
    }
}

/// Behind the tags and spaces that a page has between a name and its value.
fn behind_tags(text: &str, behind: usize) -> usize {
    let mut at = behind;
    loop {
        let rest = text[at..].trim_start_matches([' ', '\t']);
        let tag = rest.strip_prefix('<').filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
        let Some(end) = tag.and_then(|tag| tag.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')) else {
            return at;
        };
        at = text.len() - rest.len() + end + 2;
    }
}

/// What the name at the end of this text announces.
fn kind_before(text: &str, answers_with_link: bool) -> Option<SecretKind> {
    let mut from = text.len().saturating_sub(LONGEST_NAME);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut decoded = decode_escapes(&text[from..]);
    for quote in WRITTEN_QUOTES {
        decoded = decoded.replace(quote, "\"");
    }
    let mut named = decoded.trim_end_matches(is_between);
    // `<b>password</b>: …`, and Ruby's `[password] => …`.
    while let Some((before, tag)) = named.strip_suffix('>').and_then(|before| before.rsplit_once("</"))
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        named = before.trim_end_matches(is_between);
    }
    let named = named.strip_suffix(']').unwrap_or(named).trim_end_matches(is_between);
    let before = named.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let name = &named[before.len()..];
    names::kind_of(name)
        .or_else(|| names::oauth_kind_of(name).filter(|_| before.ends_with(['?', '&', ';', '#'])))
        .or_else(|| (answers_with_link && name == "url").then_some(SecretKind::Link))
}

/// What can stand between a name and what follows it.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'' | '\\')
}

/// `%XX` and `\uXXXX` in a name.
fn decode_escapes(text: &str) -> String {
    let percent_decoded = match text.contains('%') {
        true => names::decode(&text.replace('+', "%2B")),
        false => text.to_owned(),
    };
    let mut pieces = percent_decoded.split("\\u");
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let meant = piece.get(..4).and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match meant {
            Some(character) => {
                decoded.push(character);
                decoded.push_str(&piece[4..]);
            }
            None => decoded.push_str(piece),
        }
    }
    decoded
}

/// Where the value behind a separator begins and ends.
fn value_at(text: &str, behind: usize, kind: SecretKind, colon: bool) -> Option<(usize, usize)> {
    let rest = &text[behind..];
    let start = behind + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..)?;
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let (start, end) = match rest[slashes..].chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let start = start + slashes + 1;
            (start, quoted_end(text, start, quote, slashes))
        }
        Some(bracket @ ('{' | '[')) => (start, bracket_end(text, start + slashes, bracket)),
        _ => match WRITTEN_QUOTES.iter().find(|quote| rest.starts_with(**quote)) {
            Some(quote) => {
                let start = start + quote.len();
                (start, text[start..].find(quote).map_or(text.len(), |length| start + length))
            }
            None => (start, start + bare_length(rest, kind, colon)),
        },
    };
    let scheme = ["Bearer ", "Basic "]
        .iter()
        .find(|scheme| text[start..end].get(..scheme.len()).is_some_and(|word| word.eq_ignore_ascii_case(scheme)))
        .map_or(0, |scheme| scheme.len());
    Some((start + scheme, end))
}

/// Where a quoted value ends. Inside of JSON that stands in a JSON string, each quote has `slashes` backslashes
/// before it; a quote that belongs to the value has more, and one with fewer ends the text around.
fn quoted_end(text: &str, start: usize, quote: char, slashes: usize) -> usize {
    let bytes = text.as_bytes();
    for (offset, _) in text[start..].match_indices(quote) {
        let at = start + offset;
        let before = bytes[start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if before < slashes {
            return at - before;
        }
        if before % (2 * (slashes + 1)) == slashes {
            return at - slashes;
        }
    }
    text.len()
}

/// Where an object or array ends; brackets inside strings are not told apart, which takes rather more than less.
fn bracket_end(text: &str, start: usize, open: char) -> usize {
    let close = if open == '{' { '}' } else { ']' };
    let mut depth = 0_usize;
    for (offset, character) in text[start..].char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return start + offset + 1;
            }
        }
    }
    text.len()
}

/// How long a value without quotes is. Behind a colon, as in JSON, what closes or separates also ends it; behind an
/// equals sign, as in a form, a comma belongs to it.
fn bare_length(rest: &str, kind: SecretKind, colon: bool) -> usize {
    // Cookies and credentials have spaces in them.
    let whole_line = matches!(kind, SecretKind::Cookie | SecretKind::Credentials);
    let ends = |c: char| match whole_line {
        true => matches!(c, '\n' | '\r' | '"' | '<'),
        false => {
            c.is_whitespace()
                || matches!(c, '&' | '"' | '\'' | '<' | '>' | '\\')
                || (colon && matches!(c, ',' | '}' | ']'))
        }
    };
    let raw_end = rest.find(ends).unwrap_or(rest.len());
    rest[..raw_end].find("%26").unwrap_or(raw_end)
}
