//! A call for cURL.

use super::shell::{Shell, is_like_an_option, quote};
use super::template::{Body, Parts, Piece, form, percent_encoded};

pub(super) fn write(parts: &Parts) -> String {
    let mut shell = Shell::default();
    let mut arguments = vec!["--silent --show-error".to_owned()];
    // Brackets and braces of a host are cURL's own language unless it is told otherwise.
    if parts.url.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(['[', ']', '{', '}']))) {
        arguments.push("--globoff".to_owned());
    }
    // With `--get` all data goes into the query, so that a body leaves no other way than a URL that is whole.
    let gets = parts.body.is_none() && can_be_data(&parts.secret_query);
    if gets {
        arguments.push("--get".to_owned());
    }
    let usual = if parts.body.is_some() { "POST" } else { "GET" };
    if parts.method == "HEAD" && parts.body.is_none() {
        // Told so by `--request`, cURL waits for a body.
        arguments.push("--head".to_owned());
    } else if parts.method != usual {
        arguments.push(format!("--request {}", quote(parts.method)));
    }
    for (name, value) in &parts.headers {
        // cURL leaves a header without a value out, unless a semicolon ends it.
        let header =
            if value.is_empty() { quote(&format!("{name};")) } else { Shell::word_behind(&format!("{name}: "), value) };
        arguments.push(format!("--header {header}"));
    }
    if parts.has_body_of_no_kind() {
        arguments.push("--header content-type:".to_owned());
    }
    let data = |(name, value): &(String, Vec<Piece>)| {
        // The name is left as it is, and the value encoded.
        format!("--data-urlencode {}", Shell::word_behind(&format!("{}=", percent_encoded(name)), value))
    };
    if gets {
        arguments.extend(parts.secret_query.iter().map(data));
    }
    match &parts.body {
        None => {}
        Some(Body::Form(fields)) if can_be_data(fields) => arguments.extend(fields.iter().map(data)),
        Some(Body::Form(fields)) => arguments.push(format!("--data-raw {}", shell.encoded_word(&form(fields)))),
        Some(Body::Json(text, _)) => arguments.push(format!("--data-raw {}", shell.json_word(text))),
        Some(Body::Text(text)) => arguments.push(format!("--data-raw {}", Shell::word(text))),
    }
    let url = if gets { &parts.url } else { &parts.whole_url };
    if is_like_an_option(url) {
        arguments.push("--".to_owned());
    }
    arguments.push(shell.encoded_word(url));
    format!("{}curl {}\n", shell.functions(), arguments.join(" \\\n  "))
}

/// Whether cURL can be given these as data one by one: without a name, it takes the `=` away.
fn can_be_data(fields: &[(String, Vec<Piece>)]) -> bool {
    !fields.is_empty() && fields.iter().all(|(name, _)| !name.is_empty())
}
