//! What is sent, with named holes where something was redacted.

use serde_json::Value;

use super::holes::{has_marker, pieces_of, pieces_of_json};
use crate::genauth::{Exchange, Header};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it is.
    Text(String),
    /// What the environment variable holds.
    Secret(Secret),
}

/// What was redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Secret {
    /// The environment variable. It can hold anything.
    pub(super) variable: String,
}

/// A text in pieces.
pub(super) type Template = Vec<Piece>;

/// What is sent after the headers.
#[derive(Debug)]
pub(super) enum Body {
    /// `application/x-www-form-urlencoded`, decoded.
    Form(Vec<(String, Template)>),
    /// JSON: as text, and as what it means.
    Json(Template, Value),
    /// Anything else.
    Text(Template),
}

/// A request in parts.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) method: &'static str,
    /// Scheme, host and port.
    pub(super) origin: String,
    /// The path without its query, as it is sent.
    pub(super) path: String,
    /// The URL without the query parameters that were redacted; what its holes hold has to be percent-encoded.
    pub(super) url: Template,
    /// The URL with all of them, in their order.
    pub(super) whole_url: Template,
    /// The query parameters that were redacted, decoded.
    pub(super) secret_query: Vec<(String, Template)>,
    /// All query parameters, decoded.
    pub(super) query: Vec<(String, Template)>,
    /// Each name can come more than once.
    pub(super) headers: Vec<(String, Template)>,
    pub(super) body: Option<Body>,
    /// Whether an answer came that is no JSON.
    pub(super) answer_is_foreign: bool,
}

/// Headers that whatever runs the text writes by itself.
const LEFT_OUT: [&str; 6] =
    ["host", "content-length", "accept-encoding", "connection", "user-agent", "transfer-encoding"];

impl Parts {
    pub(super) fn of(exchange: &Exchange) -> Self {
        let request = &exchange.request;
        let without_fragment = request.url.split('#').next().unwrap_or_default();
        let (address, query) = match without_fragment.split_once('?') {
            Some((address, query)) => (address, Some(query)),
            None => (without_fragment, None),
        };
        let origin_length = address
            .find("://")
            .and_then(|scheme| address.get(scheme + 3..)?.find('/').map(|slash| scheme + 3 + slash))
            .unwrap_or(address.len());
        let (origin, path) = address.split_at(origin_length);
        let pieces = query.into_iter().flat_map(|query| query.split('&')).filter(|piece| !piece.is_empty());
        let pieces: Vec<&str> = pieces.collect();
        let plain: Vec<&str> = pieces.iter().copied().filter(|piece| !has_marker(piece)).collect();
        Self {
            method: request.method,
            origin: origin.to_owned(),
            path: path.to_owned(),
            url: url(origin, path, &plain),
            whole_url: url(origin, path, &pieces),
            secret_query: pieces.iter().copied().filter(|piece| has_marker(piece)).map(parameter).collect(),
            query: pieces.into_iter().map(parameter).collect(),
            headers: request.headers.iter().filter_map(header).collect(),
            body: body_of(exchange),
            answer_is_foreign: exchange.response.as_ref().is_some_and(|response| {
                let text = response.body.text.trim_start();
                !text.is_empty() && !text.starts_with(['{', '['])
            }),
        }
    }

    /// The value of a header that has no secret in it.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).and_then(|(_, value)| plain(value))
    }

    /// Whether a body is sent that nothing says the kind of, so that what sends it must not make one up.
    pub(super) fn has_body_of_no_kind(&self) -> bool {
        self.body.is_some() && !self.headers.iter().any(|(name, _)| name == "content-type")
    }

    /// The environment variables, each once.
    pub(super) fn variables(&self) -> Vec<String> {
        let body: Vec<&Piece> = match &self.body {
            None => Vec::new(),
            Some(Body::Form(fields)) => fields.iter().flat_map(|(_, value)| value).collect(),
            Some(Body::Json(text, _) | Body::Text(text)) => text.iter().collect(),
        };
        let headers = self.headers.iter().flat_map(|(_, value)| value);
        let mut variables: Vec<String> = Vec::new();
        for piece in self.whole_url.iter().chain(headers).chain(body) {
            if let Piece::Secret(secret) = piece
                && !variables.contains(&secret.variable)
            {
                variables.push(secret.variable.clone());
            }
        }
        variables
    }
}

/// Puts a text behind what is there.
fn push_text(template: &mut Template, text: &str) {
    match template.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => template.push(Piece::Text(text.to_owned())),
    }
}

/// A URL with these pieces of a query.
fn url(origin: &str, path: &str, query: &[&str]) -> Template {
    let mut url = Template::new();
    // The brackets of an IPv6 address stay.
    push_text(&mut url, origin);
    for piece in pieces_of(path, None) {
        push_sendable(&mut url, piece);
    }
    for (at, piece) in query.iter().enumerate() {
        push_text(&mut url, if at == 0 { "?" } else { "&" });
        match has_marker(piece) {
            true => push_form_field(&mut url, &parameter(piece)),
            false => push_sendable(&mut url, Piece::Text((*piece).to_owned())),
        }
    }
    url
}

/// Puts a part of a URL behind what is there. What cannot stand in a URL (RFC 3986, section 2) is percent-encoded.
fn push_sendable(url: &mut Template, piece: Piece) {
    match piece {
        Piece::Secret(_) => url.push(piece),
        Piece::Text(text) => {
            for (at, character) in text.char_indices() {
                let behind = &text[at + character.len_utf8()..];
                let is_sendable = match character {
                    '%' => behind.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2,
                    _ => character.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(character),
                };
                let written = character.to_string();
                push_text(url, &if is_sendable { written } else { percent_encoded(&written) });
            }
        }
    }
}

/// Puts a field of a form behind what is there.
fn push_form_field(form: &mut Template, (name, value): &(String, Template)) {
    push_text(form, &percent_encoded(name));
    push_text(form, "=");
    for piece in value {
        match piece {
            Piece::Text(text) => push_text(form, &percent_encoded(text)),
            Piece::Secret(_) => form.push(piece.clone()),
        }
    }
}

/// A form as it is sent, with holes that take what is percent-encoded.
pub(super) fn form(fields: &[(String, Template)]) -> Template {
    let mut form = Template::new();
    for (at, field) in fields.iter().enumerate() {
        push_text(&mut form, if at == 0 { "" } else { "&" });
        push_form_field(&mut form, field);
    }
    form
}

/// A text in a query or a form. A space becomes `%20`, which is right in both.
pub(super) fn percent_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A header that can be written. A recorded file can hold names that are none (RFC 9110, section 5.1), which would be
/// taken for something else.
fn header(header: &Header) -> Option<(String, Template)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let name = &header.name;
    if name.is_empty() || !name.chars().all(is_name) || LEFT_OUT.contains(&name.as_str()) {
        return None;
    }
    // No line of a header holds a line break, and the space around a value is none of it (RFC 9110, section 5.5).
    let value: String = header.value.chars().map(|c| if matches!(c, '\r' | '\n' | '\0') { ' ' } else { c }).collect();
    Some((name.clone(), pieces_of(value.trim(), Some(name.as_str()).filter(|name| *name != "authorization"))))
}

/// A text without holes.
pub(super) fn plain(template: &[Piece]) -> Option<&str> {
    match template {
        [] => Some(""),
        [Piece::Text(text)] => Some(text),
        _ => None,
    }
}

fn body_of(exchange: &Exchange) -> Option<Body> {
    let text = &exchange.request.body.as_ref()?.text;
    let content_type = exchange.request.headers.iter().find(|header| header.name == "content-type");
    let content_type = content_type.map_or("", |header| &header.value);
    if content_type.starts_with("application/x-www-form-urlencoded") {
        return Some(Body::Form(text.split('&').filter(|piece| !piece.is_empty()).map(parameter).collect()));
    }
    Some(match serde_json::from_str::<Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => Body::Json(pieces_of_json(text), value),
        _ => Body::Text(pieces_of(text, None)),
    })
}

/// One parameter of a query or a form. Where something was redacted, the text beside it is decoded already.
fn parameter(piece: &str) -> (String, Template) {
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    let name = decoded(name);
    let value = match has_marker(value) {
        true => pieces_of(value, Some(name.as_str())),
        false => pieces_of(&decoded(value), None),
    };
    (name, value)
}

/// Undoes the encoding of a form.
fn decoded(text: &str) -> String {
    // The parser splits at these two, of which none is left in a name or a value.
    let whole = text.replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(whole.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}
