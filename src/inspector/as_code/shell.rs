//! Words of a POSIX shell (IEEE 1003.1, Shell Command Language, section 2.2).

use super::template::{Piece, Secret};

/// A function for secrets inside of JSON, where quotes and backslashes must be escaped.
pub(super) const JSON_FUNCTION: &str = "json() { printf %s \"$1\" | sed 's/\\\\/\\\\\\\\/g; s/\"/\\\\\"/g'; }\n";

/// Quotes a text so that a shell takes it as one word, whatever it holds. A NUL, which no argument can hold, is left out.
pub(super) fn quote(text: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | ',' | '@' | '+' | '%');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// One word with its holes as variables.
pub(super) fn word(template: &[Piece]) -> String {
    written(template, |secret| format!("\"${}\"", secret.variable))
}

/// One word that is JSON.
pub(super) fn json_word(template: &[Piece]) -> String {
    written(template, |secret| match secret.is_free_text {
        true => format!("\"$(json \"${}\")\"", secret.variable),
        false => format!("\"${}\"", secret.variable),
    })
}

/// Whether a JSON text needs [`JSON_FUNCTION`].
pub(super) fn needs_json_function(template: &[Piece]) -> bool {
    template.iter().any(|piece| matches!(piece, Piece::Secret(secret) if secret.is_free_text))
}

fn written(template: &[Piece], hole: impl Fn(&Secret) -> String) -> String {
    if template.is_empty() {
        return quote("");
    }
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => quote(text),
        Piece::Secret(secret) => hole(secret),
    };
    template.iter().map(piece).collect()
}

/// A word with a text before it.
pub(super) fn word_behind(before: &str, template: &[Piece]) -> String {
    let mut whole = vec![Piece::Text(before.to_owned())];
    whole.extend(template.iter().cloned());
    // Two texts beside each other read better as one.
    if let [Piece::Text(first), Piece::Text(second), ..] = whole.as_slice() {
        let joined = format!("{first}{second}");
        whole.splice(..2, [Piece::Text(joined)]);
    }
    word(&whole)
}
