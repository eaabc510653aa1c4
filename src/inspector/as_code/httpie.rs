//! A call for HTTPie.
//!
//! HTTPie reads its items (`name=value` and the like) in a language of its own: a value cannot begin with some characters,
//! and no backslash can stand before them. What a variable holds is not known here, so queries and bodies are not written
//! as items, and headers only where they cannot be misread.

use super::shell::{Shell, has_hole, here_line, is_like_an_option, quote};
use super::template::{Body, Parts, Piece, form};

/// The file descriptors that headers can come through; the first three are taken, and a shell has ten.
const DESCRIPTORS: [u8; 7] = [3, 4, 5, 6, 7, 8, 9];

pub(super) fn write(parts: &Parts) -> String {
    let mut shell = Shell::default();
    let mut options = "--ignore-stdin".to_owned();
    let body = match &parts.body {
        None => None,
        Some(Body::Form(fields)) => Some(shell.encoded_word(&form(fields))),
        Some(Body::Json(text, _)) => Some(shell.json_word(text)),
        Some(Body::Text(text)) => Some(Shell::word(text)),
    };
    if let Some(body) = body {
        options.push_str(" --raw ");
        options.push_str(&body);
    }
    if is_like_an_option(&parts.whole_url) || parts.headers.iter().any(|(name, _)| name.starts_with('-')) {
        options.push_str(" --");
    }
    let url = shell.encoded_word(&parts.whole_url);
    let mut lines = vec![options, format!("{} {url}", quote(parts.method))];
    let mut documents = Vec::new();
    for (name, value) in &parts.headers {
        let item = match DESCRIPTORS.get(documents.len()) {
            _ if value.is_empty() => quote(&format!("{name};")),
            Some(descriptor) if can_be_misread(name, value) => {
                documents.push((descriptor, here_line(value)));
                quote(&format!("{name}:@/dev/fd/{descriptor}"))
            }
            // The space keeps `:=` and `:@`, which mean something else, apart.
            _ => Shell::word_behind(&format!("{name}: "), value),
        };
        lines.push(item);
    }
    if parts.has_body_of_no_kind() {
        lines.push("content-type:".to_owned());
    }
    let mut code = format!("{}http {}", shell.functions(), lines.join(" \\\n  "));
    for (descriptor, _) in &documents {
        code.push_str(&format!(" {descriptor}<<END"));
    }
    code.push('\n');
    for (_, line) in documents {
        code.push_str(&format!("{line}\nEND\n"));
    }
    code
}

/// Whether HTTPie could take the value of a header for something else. What authorizes has no backslash (RFC 6750, section
/// 2.1, and RFC 7617, section 2).
fn can_be_misread(name: &str, value: &[Piece]) -> bool {
    let has_backslash = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains('\\'));
    value.iter().any(has_backslash) || has_hole(value) && name != "authorization"
}
