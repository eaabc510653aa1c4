//! A call for cURL.

use super::shell::{JSON_FUNCTION, json_word, needs_json_function, quote, word, word_behind};
use super::template::{Body, Parts, Piece};

pub(super) fn write(parts: &Parts) -> String {
    let mut preamble = "";
    let mut arguments = vec!["--silent --show-error".to_owned()];
    // Brackets and braces of a URL are cURL's own language unless it is told otherwise.
    if parts.url.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(['[', ']', '{', '}']))) {
        arguments.push("--globoff".to_owned());
    }
    let usual = if parts.body.is_some() { "POST" } else { "GET" };
    if !parts.secret_query.is_empty() {
        arguments.push("--get".to_owned());
    }
    if parts.method != usual || !parts.secret_query.is_empty() && parts.method != "GET" {
        arguments.push(format!("--request {}", quote(parts.method)));
    }
    for (name, value) in &parts.headers {
        // cURL leaves a header without a value out, unless a semicolon ends it.
        let header =
            if value.is_empty() { quote(&format!("{name};")) } else { word_behind(&format!("{name}: "), value) };
        arguments.push(format!("--header {header}"));
    }
    for (name, value) in &parts.secret_query {
        arguments.push(format!("--data-urlencode {}", word_behind(&format!("{}=", encoded(name)), value)));
    }
    match &parts.body {
        None => {}
        Some(Body::Form(fields)) => {
            for (name, value) in fields {
                arguments.push(format!("--data-urlencode {}", word_behind(&format!("{}=", encoded(name)), value)));
            }
        }
        Some(Body::Json(text, _)) => {
            if needs_json_function(text) {
                preamble = JSON_FUNCTION;
            }
            arguments.push(format!("--data-raw {}", json_word(text)));
        }
        Some(Body::Text(text)) => arguments.push(format!("--data-raw {}", word(text))),
    }
    arguments.push(word(&parts.url));
    format!("{preamble}curl {}\n", arguments.join(" \\\n  "))
}

/// cURL encodes the values of `--data-urlencode`, and leaves the names as they are.
fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect()
}
