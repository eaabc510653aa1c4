//! A call for HTTPie.

use super::shell::{JSON_FUNCTION, json_word, needs_json_function, quote, word, word_behind};
use super::template::{Body, Parts, Piece, Template};

pub(super) fn write(parts: &Parts) -> String {
    let mut preamble = "";
    let mut options = vec!["--ignore-stdin".to_owned()];
    let mut items = Vec::new();
    for (name, value) in &parts.headers {
        // The space keeps `:=` and `:@`, which mean something else, apart.
        let item = match value.is_empty() {
            true => quote(&format!("{};", escaped(name))),
            false => word_behind(&format!("{}: ", escaped(name)), value),
        };
        items.push(item);
    }
    for (name, value) in &parts.secret_query {
        items.push(word_behind(&format!("{}==", escaped(name)), &item_value(value)));
    }
    match &parts.body {
        None => {}
        Some(Body::Form(fields)) => {
            options.push("--form".to_owned());
            for (name, value) in fields {
                items.push(word_behind(&format!("{}=", escaped(name)), &item_value(value)));
            }
        }
        Some(Body::Json(text, _)) => {
            if needs_json_function(text) {
                preamble = JSON_FUNCTION;
            }
            options.push(format!("--raw {}", json_word(text)));
        }
        Some(Body::Text(text)) => options.push(format!("--raw {}", word(text))),
    }
    let mut lines = vec![options.join(" "), format!("{} {}", quote(parts.method), word(&parts.url))];
    lines.extend(items);
    format!("{preamble}http {}\n", lines.join(" \\\n  "))
}

/// A value must not begin with what would make the separator before it another one.
fn item_value(value: &[Piece]) -> Template {
    let mut value = value.to_vec();
    if let Some(Piece::Text(text)) = value.first_mut()
        && text.starts_with(['=', '@', ':', ';'])
    {
        text.insert(0, '\\');
    }
    value
}

/// The name of an item: what separates names from values is escaped.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for character in name.chars() {
        if matches!(character, ':' | ';' | '=' | '@') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
