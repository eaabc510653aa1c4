//! Changes the strings and the numbers of a JSON text, so that it stays JSON and everything else in it stays as it was.

use serde::de::IgnoredAny;

/// The text with every string and every number replaced by the string that `change` makes of it, where it makes one; `None`
/// when the text is not JSON. `change` gets a string as it reads, without quotes and escapes, and a number as it stands there.
pub(super) fn change(text: &str, change: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let json = text.trim_start_matches('\u{feff}');
    serde_json::from_str::<IgnoredAny>(json).ok()?;
    let mut changed = text[..text.len() - json.len()].to_owned();
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => {
                rest.find(|c: char| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9')).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (part, behind) = rest.split_at(length);
        rest = behind;
        let replaced = match first {
            // One with half of a surrogate pair has no text.
            '"' => serde_json::from_str::<String>(part).ok().and_then(|string| change(&string)),
            '-' | '0'..='9' => change(part),
            _ => None,
        };
        match replaced {
            Some(replaced) => changed.push_str(&serde_json::Value::from(replaced).to_string()),
            None => changed.push_str(part),
        }
    }
    Some(changed)
}

/// How long the string at the beginning is, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn only_what_is_changed_is_other_than_it_was() {
        let sevens = |part: &str| part.contains('7').then(|| part.replace('7', "\"x\""));
        let text = "\u{feff}{ \"a\\\"7\" : [7.0, -1e5,true ,\"\\u0037\\\\\",\"\\u00e4\", 12]}\n";
        let expected =
            "\u{feff}{ \"a\\\"\\\"x\\\"\" : [\"\\\"x\\\".0\", -1e5,true ,\"\\\"x\\\"\\\\\",\"\\u00e4\", 12]}\n";
        assert_eq!(change(text, &sevens).as_deref(), Some(expected));
        assert_eq!(change("7 apples", &sevens), None);
    }
}
