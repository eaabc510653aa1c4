//! A secret in a text that escapes some of its characters: for a URL, JSON or HTML, once or several times.

/// How much of a secret must stand at the very end of a text that was cut for it to count.
const SHORTEST_CUT: usize = 4;

/// Where the secret that begins here ends, if one begins here. Keeps every reading that is still possible, because a
/// secret can itself hold something that looks like an escape.
pub(super) fn match_at(text: &str, start: usize, secret: &[char], cut: bool) -> Option<usize> {
    // Most places fail at the first character, which should cost nothing.
    let first = *secret.first()?;
    if spellings(text.get(start..)?, first).iter().all(Option::is_none) {
        return None;
    }
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
