//! Redaction of what is written between angle brackets, and of forms with several parts: there the name of a value stands
//! in another place than before a colon or an equals sign.

use super::{SecretKind, is_marker, names};
use crate::genauth::excerpt::beginning;

/// How long a tag may be, in bytes; a longer one is no tag.
const LONGEST_TAG: usize = 16 * 1024;

/// How many tags without an end a page may have. Looking for the end of each takes time.
const MOST_WITHOUT_END: usize = 256;

/// How far the name of a part may stand behind the beginning of its line, and its value behind the name, in bytes.
const LONGEST_PART_HEAD: usize = 1024;

/// A change to a text: from where to where, and what for.
type Change = (usize, usize, SecretKind);

/// Redacts `<input name="password" value="…">`, `<password>…</password>`, `<td>password</td><td>…</td>`, and the parts of
/// `multipart/form-data` (RFC 7578). Everything else stays as it was written.
pub(super) fn redact(text: &str) -> String {
    let mut changes = Vec::new();
    in_pages(text, &mut changes);
    in_parts(text, &mut changes);
    changes.sort_unstable_by_key(|(start, end, _)| (*start, *end));
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end, kind) in changes {
        if start < copied {
            continue;
        }
        let value = &text[start..end];
        if !value.trim().is_empty() && !is_marker(value) && !matches!(value, "null" | "true" | "false") {
            redacted.push_str(&text[copied..start]);
            redacted.push_str(&kind.marker_for(value));
            copied = end;
        }
    }
    redacted.push_str(&text[copied..]);
    redacted
}

/// What a name of a field, an element or a row announces. In a form of a page, `code` and `state` are OAuth's
/// (OAuth 2.0 Form Post Response Mode).
fn kind_of_field(name: &str) -> Option<SecretKind> {
    names::kind_of(name).or_else(|| names::oauth_kind_of(name))
}

/// A row of a table, or of a list of names and values.
#[derive(Clone, Copy)]
enum Row {
    /// Nothing in it is known to be secret.
    Ordinary,
    /// A cell said what the next one holds.
    Named(SecretKind),
    /// That next cell is open.
    Open(SecretKind),
}

fn in_pages(text: &str, changes: &mut Vec<Change>) {
    let mut row = Row::Ordinary;
    let mut at = 0;
    let mut without_end = 0;
    while let Some(open) = text[at..].find('<').map(|offset| at + offset) {
        let Some(close) = tag_end(text, open) else {
            without_end += 1;
            if without_end > MOST_WITHOUT_END {
                return;
            }
            at = open + 1;
            continue;
        };
        let tag = &text[open + 1..close];
        let behind = close + 1;
        let content_end = text[behind..].find('<').map_or(text.len(), |offset| behind + offset);
        let content = text[behind..content_end].trim();
        let name = tag.split(char::is_whitespace).next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
        let within = match (name.as_str(), row) {
            ("td" | "dd", Row::Named(kind)) => {
                row = Row::Open(kind);
                Some(kind)
            }
            ("th" | "td" | "dt", _) => {
                let named = names::kind_of(content.trim_matches(|c: char| c.is_whitespace() || ":\"'".contains(c)));
                row = named.map_or(Row::Ordinary, Row::Named);
                None
            }
            ("tr" | "dl", _) | ("/td" | "/dd", Row::Open(_)) => {
                row = Row::Ordinary;
                None
            }
            ("input" | "meta" | "param" | "button" | "option", _) => {
                in_attributes(text, open + 1, close, changes);
                None
            }
            (_, Row::Open(kind)) => Some(kind),
            (name, _) => names::kind_of(name.rsplit(':').next().unwrap_or_default()).filter(|_| !name.starts_with('/')),
        };
        changes.extend(within.map(|kind| (behind, content_end, kind)));
        at = behind;
    }
}

/// Where the tag that begins here ends: at its `>`.
fn tag_end(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = bytes.get(open + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    let within = bytes.get(open..).map(|rest| rest.get(..LONGEST_TAG).unwrap_or(rest)).filter(|_| begins)?;
    let mut quote = None;
    for (offset, byte) in within.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(open + offset),
            // A quote that is never closed is prose.
            (None, b'<') if offset > 0 => return None,
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// A tag that names a value and has it: `<input name=… value=…>`, `<meta name=… content=…>`.
fn in_attributes(text: &str, start: usize, end: usize, changes: &mut Vec<Change>) {
    let mut kind = None;
    let mut value = None;
    for (name, from, to) in attributes(text, start, end) {
        let written = &text[from..to];
        match name.to_ascii_lowercase().as_str() {
            "name" | "id" => kind = kind.or_else(|| kind_of_field(written)),
            "type" if written.eq_ignore_ascii_case("password") => kind = Some(SecretKind::Password),
            "value" | "content" => value = Some((from, to)),
            _ => {}
        }
    }
    if let (Some(kind), Some((from, to))) = (kind, value) {
        changes.push((from, to, kind));
    }
}

/// The attributes of a tag: a name, and where the value begins and ends.
fn attributes(text: &str, start: usize, end: usize) -> Vec<(&str, usize, usize)> {
    let mut found = Vec::new();
    let mut at = start;
    while let Some(equals) = text[at..end].find('=').map(|offset| at + offset) {
        let before = text[at..equals].trim_end();
        let name = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next().unwrap_or_default();
        let rest = &text[equals + 1..end];
        let from = equals + 1 + (rest.len() - rest.trim_start().len());
        let (from, to, next) = match text[from..end].chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let to = text[from + 1..end].find(quote).map_or(end, |offset| from + 1 + offset);
                (from + 1, to, (to + 1).min(end))
            }
            // What was taken out before has spaces in it.
            Some('[') if text[from..end].contains(']') => {
                let to = text[from..end].find(']').map_or(end, |offset| from + offset + 1);
                (from, to, to)
            }
            _ => {
                let to = text[from..end].find(char::is_whitespace).map_or(end, |offset| from + offset);
                (from, to, to)
            }
        };
        found.push((name, from, to));
        at = next;
    }
    found
}

/// The parts of `multipart/form-data`: a line that names a field, more lines of headers, an empty one, and the value up to
/// the line of the boundary.
fn in_parts(text: &str, changes: &mut Vec<Change>) {
    const NAMES: &str = "name=\"";
    let mut at = 0;
    while let Some(name) = text[at..].find(NAMES).map(|offset| at + offset + NAMES.len()) {
        at = name;
        let mut from = name.saturating_sub(LONGEST_PART_HEAD);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let line = text[from..name].rsplit('\n').next().unwrap_or_default();
        let head = beginning(&text[name..], LONGEST_PART_HEAD);
        let Some((field, head)) = head.split_once('"').filter(|_| line.to_ascii_lowercase().contains("form-data"))
        else {
            continue;
        };
        let Some(kind) = kind_of_field(field) else { continue };
        let empty = ["\r\n\r\n", "\n\n"].iter().filter_map(|line| Some((head.find(line)?, line.len()))).min();
        let Some((offset, length)) = empty else { continue };
        let start = name + field.len() + 1 + offset + length;
        let end = text[start..].find("\n--").map_or(text.len(), |offset| start + offset);
        changes.push((start, end - usize::from(text[start..end].ends_with('\r')), kind));
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn pages_name_values_in_many_ways() {
        for (text, expected) in [
            (
                r#"<input type="hidden" name="code" value="abc"/>"#,
                r#"<input type="hidden" name="code" value="[redacted code]"/>"#,
            ),
            (
                "<INPUT NAME=access_token VALUE=abc>",
                "<INPUT NAME=access_token VALUE=[redacted access token, 3 characters]>",
            ),
            (
                "<input type='password' name='p' value='a > b'>",
                "<input type='password' name='p' value='[redacted password]'>",
            ),
            (
                r#"<meta name="csrf-token" content="abc">"#,
                r#"<meta name="csrf-token" content="[redacted token, 3 characters]">"#,
            ),
            ("<ns:Password a='b'>abc</ns:Password>", "<ns:Password a='b'>[redacted password]</ns:Password>"),
            ("<tr><th>Cookie</th><td>abc</td></tr>", "<tr><th>Cookie</th><td>[redacted cookie]</td></tr>"),
            (
                "<dt>refresh_token:</dt>\n<dd>abc</dd>",
                "<dt>refresh_token:</dt>\n<dd>[redacted refresh token, 3 characters]</dd>",
            ),
            (
                "--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\na\nb\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\n[redacted password]\r\n--b--",
            ),
        ] {
            assert_eq!(redact(text), expected);
            assert_eq!(redact(expected), expected, "what is redacted stays as it is");
        }
    }

    #[test]
    fn what_names_no_secret_stays() {
        for text in [
            "",
            "<",
            "<input name=\"code\" value=\"\">",
            "<h1>Password</h1><p>Enter it.</p>",
            "<tr><td>Password</td></tr><tr><td>Other</td></tr>",
            "<p>a < b, name=\"password\" here</p>",
            "<input name=\"account\" value=\"lin\"><td>requestId</td><td>1f0c</td>",
            "form-data; name=\"password\"",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
