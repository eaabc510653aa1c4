//! Words of a POSIX shell (IEEE 1003.1, Shell Command Language, section 2.2).

use super::template::Piece;

/// Escapes a secret for a JSON string: quotes, backslashes and control characters (RFC 8259, section 7).
const JSON_FUNCTION: &str = r#"json() {
  printf '%s\n' "$1" | LC_ALL=C awk 'BEGIN { ORS = "" } {
    gsub(/["\\]/, "\\\\&")
    for (i = 1; i < 32; i++) gsub(sprintf("%c", i), sprintf("\\u%04x", i))
    if (NR > 1) print "\\n"
    print
  }'
}
"#;

/// Percent-encodes a secret for a URL or a form, byte by byte, and leaves what need not be (RFC 3986, section 2.3).
const ENCODED_FUNCTION: &str = r#"encoded() {
  printf %s "$1" | od -An -v -tx1 | LC_ALL=C awk 'BEGIN {
    ORS = ""
    for (i = 45; i < 127; i++) if (sprintf("%c", i) ~ /[-.0-9A-Z_a-z~]/) kept[sprintf("%02x", i)] = sprintf("%c", i)
  } { for (i = 1; i <= NF; i++) print(($i in kept) ? kept[$i] : "%" toupper($i)) }'
}
"#;

/// Writes words, and remembers which functions they need.
#[derive(Debug, Default)]
pub(super) struct Shell {
    escapes_json: bool,
    encodes: bool,
}

impl Shell {
    /// One word with its holes as variables.
    pub(super) fn word(template: &[Piece]) -> String {
        written(template, |variable| format!("\"${variable}\""))
    }

    /// One word that is JSON, where holes stand inside of strings.
    pub(super) fn json_word(&mut self, template: &[Piece]) -> String {
        self.escapes_json |= has_hole(template);
        written(template, |variable| format!("\"$(json \"${variable}\")\""))
    }

    /// One word that is a URL or a form.
    pub(super) fn encoded_word(&mut self, template: &[Piece]) -> String {
        self.encodes |= has_hole(template);
        written(template, |variable| format!("\"$(encoded \"${variable}\")\""))
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
        Self::word(&whole)
    }

    /// The functions that the words need, to stand before them.
    pub(super) fn functions(&self) -> String {
        let needed = [(self.escapes_json, JSON_FUNCTION), (self.encodes, ENCODED_FUNCTION)];
        needed.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, function)| function).collect()
    }
}

/// Quotes a text so that a shell takes it as one word, whatever it holds. A NUL, which no argument can hold, is left out.
pub(super) fn quote(text: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | ',' | '@' | '+' | '%');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// A line of a here-document, in which variables are filled in (IEEE 1003.1, section 2.7.4).
pub(super) fn here_line(template: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.replace('\\', r"\\").replace('$', r"\$").replace('`', r"\`"),
        Piece::Secret(secret) => format!("${{{}}}", secret.variable),
    };
    template.iter().map(piece).collect()
}

/// Whether something was redacted in it.
pub(super) fn has_hole(template: &[Piece]) -> bool {
    template.iter().any(|piece| matches!(piece, Piece::Secret(_)))
}

/// Whether a program would take it for an option, which a recorded file can bring about.
pub(super) fn is_like_an_option(template: &[Piece]) -> bool {
    matches!(template.first(), Some(Piece::Text(text)) if text.starts_with('-'))
}

fn written(template: &[Piece], hole: impl Fn(&str) -> String) -> String {
    if template.is_empty() {
        return quote("");
    }
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => quote(text),
        Piece::Secret(secret) => hole(&secret.variable),
    };
    template.iter().map(piece).collect()
}
