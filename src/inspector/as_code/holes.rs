//! Finds what was redacted, and names the environment variables that stand for it.

use super::template::{Piece, Secret, Template};

const OPENING: &str = "[redacted ";

pub(super) fn has_marker(text: &str) -> bool {
    text.contains(OPENING)
}

/// Splits a text at what was redacted. `name` is the field that the text is the value of.
pub(super) fn pieces_of(text: &str, name: Option<&str>) -> Template {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(OPENING) {
        let (before, marker) = rest.split_at(start);
        let Some((inside, behind)) = marker.split_once(']') else { break };
        let noun = inside.trim_start_matches(OPENING).split(',').next().unwrap_or_default();
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Secret(secret(noun, name)));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

/// Splits the value of a field of JSON. The field tells what it is only where nothing stands before it.
pub(super) fn pieces_of_value(value: &str, field: Option<&str>) -> Template {
    pieces_of(value, field.filter(|_| value.starts_with(OPENING)))
}

/// Splits a text that is JSON, as it is written.
pub(super) fn pieces_of_json(text: &str) -> Template {
    let mut pieces = Template::new();
    let mut plain = String::new();
    let mut field: Option<String> = None;
    let mut rest = text;
    while let Some(start) = rest.find(['"', ',', '{', '[', '}', ']']) {
        let (before, token) = rest.split_at(start);
        plain.push_str(before);
        let length = if token.starts_with('"') { string_length(token) } else { 1 };
        let (token, behind) = token.split_at(length);
        rest = behind;
        let Some(inside) = token.strip_prefix('"') else {
            field = None;
            plain.push_str(token);
            continue;
        };
        let is_name = behind.trim_start().starts_with(':');
        plain.push('"');
        for piece in pieces_of_value(inside, field.as_deref().filter(|_| !is_name)) {
            match piece {
                Piece::Text(text) => plain.push_str(&text),
                Piece::Secret(_) => {
                    pieces.extend(Some(std::mem::take(&mut plain)).filter(|plain| !plain.is_empty()).map(Piece::Text));
                    pieces.push(piece);
                }
            }
        }
        field = if is_name { serde_json::from_str(token).ok() } else { None };
    }
    plain.push_str(rest);
    pieces.extend(Some(plain).filter(|plain| !plain.is_empty()).map(Piece::Text));
    pieces
}

/// How long the string at the beginning of this JSON is, in bytes and with its quotes.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !is_escaped => return at + 1,
            _ => is_escaped = character == '\\' && !is_escaped,
        }
    }
    text.len()
}

/// What a marker stands for. The three tokens that everybody knows have one name wherever they stand; of everything else
/// there can be several in one call, such as an old and a new password, which the field tells apart.
fn secret(noun: &str, field: Option<&str>) -> Secret {
    let known = matches!(noun, "access token" | "refresh token" | "ID token");
    let name = field.filter(|_| !known).map(upper_snake).filter(|name| !name.is_empty());
    Secret { variable: format!("GENAUTH_{}", name.unwrap_or_else(|| upper_snake(noun))) }
}

/// `oldPassword`, `client_secret` and `ID token` as `OLD_PASSWORD`, `CLIENT_SECRET` and `ID_TOKEN`.
pub(super) fn upper_snake(name: &str) -> String {
    let mut upper = String::new();
    let mut after_small = false;
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() {
            if !upper.is_empty() && !upper.ends_with('_') {
                upper.push('_');
            }
            after_small = false;
            continue;
        }
        if character.is_ascii_uppercase() && after_small {
            upper.push('_');
        }
        after_small = !character.is_ascii_uppercase();
        upper.push(character.to_ascii_uppercase());
    }
    upper.trim_end_matches('_').to_owned()
}
