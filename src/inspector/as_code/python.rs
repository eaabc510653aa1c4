//! A call for Python: with the official SDK where it has the call, and with `requests` where it has not.

use std::fmt::Write as _;

use serde_json::Value;

use super::holes::pieces_of_value;
use super::sdk;
use super::shell::has_hole;
use super::template::{Body, Parts, Piece, plain};

pub(super) fn write(parts: &Parts) -> String {
    sdk::write(parts).unwrap_or_else(|| with_requests(parts))
}

fn with_requests(parts: &Parts) -> String {
    let mut call = "response = requests.request(\n".to_owned();
    // Writing to a string cannot fail.
    let _ = writeln!(call, "    {},\n    {},", quote(parts.method), url(&parts.url));
    if !parts.secret_query.is_empty() {
        let _ = writeln!(call, "    params={},", pairs(&parts.secret_query));
    }
    call.push_str("    headers={\n");
    for (name, value) in headers(parts) {
        let _ = writeln!(call, "        {}: {value},", quote(name));
    }
    call.push_str("    },\n");
    match &parts.body {
        None => {}
        Some(Body::Form(fields)) => {
            let _ = writeln!(call, "    data={},", pairs(fields));
        }
        Some(Body::Json(_, value)) => {
            let _ = writeln!(call, "    json={},", literal(value, None, 1));
        }
        Some(Body::Text(body)) => {
            let _ = writeln!(call, "    data=({}).encode(),", text(body));
        }
    }
    call.push_str("    allow_redirects=False,\n)\nprint(response.text)\n");
    let imports: String =
        [(!parts.variables().is_empty(), "import os\n"), (has_hole(&parts.url), "from urllib.parse import quote\n")]
            .into_iter()
            .filter(|(is_needed, _)| *is_needed)
            .map(|(_, import)| import)
            .collect();
    let gap = if imports.is_empty() { "" } else { "\n" };
    format!("{imports}{gap}import requests\n\n{call}")
}

/// The headers, each name once, with expressions for their values.
fn headers(parts: &Parts) -> Vec<(&str, String)> {
    let mut headers: Vec<(&str, Vec<Piece>)> = Vec::new();
    for (name, value) in &parts.headers {
        // What `json=` and `data=` send says by itself what it is.
        let said = match &parts.body {
            Some(Body::Json(..)) => "application/json",
            Some(Body::Form(_)) => "application/x-www-form-urlencoded",
            Some(Body::Text(_)) | None => "",
        };
        let is_said = name == "content-type" && plain(value) == Some(said);
        if is_said {
            continue;
        }
        match headers.iter_mut().find(|(other, _)| other == name) {
            // A dictionary has a name once; joined they mean the same (RFC 9110, section 5.3, and RFC 9113, section 8.2.3).
            Some((_, joined)) => {
                joined.push(Piece::Text(if name == "cookie" { "; " } else { ", " }.to_owned()));
                joined.extend(value.iter().cloned());
            }
            None => headers.push((name, value.clone())),
        }
    }
    let expression = |value: &[Piece]| {
        let is_ascii = |piece: &Piece| !matches!(piece, Piece::Text(text) if !text.is_ascii());
        match value.iter().all(is_ascii) {
            true => text(value),
            // Characters that Latin-1 has not are sent as bytes only.
            false => format!("({}).encode()", text(value)),
        }
    };
    headers.into_iter().map(|(name, value)| (name, expression(&value))).collect()
}

/// An expression for a URL, where what a hole takes is percent-encoded.
fn url(template: &[Piece]) -> String {
    joined(template, |variable| format!("quote({}, safe=\"\")", self::variable(variable)))
}

/// A list of pairs, because a name can come twice.
fn pairs(fields: &[(String, Vec<Piece>)]) -> String {
    let mut list = "[\n".to_owned();
    for (name, value) in fields {
        let _ = writeln!(list, "        ({}, {}),", quote(name), text(value));
    }
    list.push_str("    ]");
    list
}

/// A value of JSON. `field` is the one that it stands in.
pub(super) fn literal(value: &Value, field: Option<&str>, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(value) => text(&pieces_of_value(value, field)),
        Value::Array(elements) if elements.is_empty() => "[]".to_owned(),
        Value::Array(elements) => {
            let elements: String = elements
                .iter()
                .map(|element| format!("{indent}    {},\n", literal(element, None, depth + 1)))
                .collect();
            format!("[\n{elements}{indent}]")
        }
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let fields: String = fields
                .iter()
                .map(|(name, value)| {
                    format!(
                        "{indent}    {}: {},\n",
                        text(&pieces_of_value(name, None)),
                        literal(value, Some(name.as_str()), depth + 1)
                    )
                })
                .collect();
            format!("{{\n{fields}{indent}}}")
        }
    }
}

/// An expression for a text with its holes.
pub(super) fn text(template: &[Piece]) -> String {
    joined(template, variable)
}

fn joined(template: &[Piece], hole: impl Fn(&str) -> String) -> String {
    if let Some(text) = plain(template) {
        return quote(text);
    }
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => quote(text),
        Piece::Secret(secret) => hole(&secret.variable),
    };
    template.iter().map(piece).collect::<Vec<_>>().join(" + ")
}

fn variable(name: &str) -> String {
    format!("os.environ[{}]", quote(name))
}

/// A string literal, whatever the text holds.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // What cannot be seen is written out, so that the text is what it looks like.
            other if other.is_control() || is_invisible(other) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What has no form of its own or turns the order of the others around; all of it has four digits.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
