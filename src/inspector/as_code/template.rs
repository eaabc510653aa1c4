//! What is sent, with named holes where something was redacted.

use serde_json::Value;

use crate::genauth::Exchange;

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
    /// The environment variable.
    pub(super) variable: String,
    /// Whether it can hold anything, quotes included; tokens and codes cannot.
    pub(super) is_free_text: bool,
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
    /// The whole URL without the query parameters that were redacted.
    pub(super) url: Template,
    /// The query parameters that were redacted, decoded.
    pub(super) secret_query: Vec<(String, Template)>,
    /// All query parameters, decoded.
    pub(super) query: Vec<(String, Template)>,
    pub(super) headers: Vec<(String, Template)>,
    pub(super) body: Option<Body>,
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
        let pieces: Vec<&str> = query.into_iter().flat_map(|query| query.split('&')).collect();
        let (secret, plain): (Vec<&str>, Vec<&str>) = pieces.iter().partition(|piece| has_marker(piece));
        let mut url = address.to_owned();
        if !plain.is_empty() {
            url.push('?');
            url.push_str(&plain.join("&"));
        }
        let headers = request
            .headers
            .iter()
            .filter(|header| !header.name.starts_with(':') && !LEFT_OUT.contains(&header.name.as_str()))
            .map(|header| {
                (
                    header.name.clone(),
                    pieces_of(&header.value, Some(&header.name).filter(|name| *name != "authorization")),
                )
            })
            .collect();
        Self {
            method: request.method,
            origin: origin.to_owned(),
            path: path.to_owned(),
            url: pieces_of(&url, None),
            secret_query: secret.into_iter().map(parameter).collect(),
            query: pieces.into_iter().map(parameter).collect(),
            headers,
            body: body_of(exchange),
        }
    }

    /// The value of a header that has no secret in it.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).and_then(|(_, value)| plain(value))
    }

    /// The environment variables, each once.
    pub(super) fn variables(&self) -> Vec<String> {
        let body: Vec<&Piece> = match &self.body {
            None => Vec::new(),
            Some(Body::Form(fields)) => fields.iter().flat_map(|(_, value)| value).collect(),
            Some(Body::Json(text, _) | Body::Text(text)) => text.iter().collect(),
        };
        let named =
            |pairs: &'_ [(String, Template)]| pairs.iter().flat_map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let mut variables: Vec<String> = Vec::new();
        let pieces = self.url.iter().cloned().chain(named(&self.secret_query)).chain(named(&self.headers));
        for piece in pieces.chain(body.into_iter().cloned()) {
            if let Piece::Secret(secret) = piece
                && !variables.contains(&secret.variable)
            {
                variables.push(secret.variable);
            }
        }
        variables
    }
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
        Ok(value) if value.is_object() || value.is_array() => Body::Json(pieces_of(text, None), value),
        _ => Body::Text(pieces_of(text, None)),
    })
}

/// One parameter of a query or a form. Where something was redacted, the text beside it is decoded already.
fn parameter(piece: &str) -> (String, Template) {
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    let name = decoded(name);
    let value = match has_marker(value) {
        true => pieces_of(value, Some(&name)),
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

const OPENING: &str = "[redacted ";

fn has_marker(text: &str) -> bool {
    text.contains(OPENING)
}

/// Splits a text at what was redacted. `name` is the field that the text is the value of; inside of JSON the name that
/// stands before a value counts.
pub(super) fn pieces_of(text: &str, name: Option<&String>) -> Template {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(OPENING) {
        let (before, marker) = rest.split_at(start);
        let Some((inside, behind)) = marker.split_once(']') else { break };
        let noun = inside.trim_start_matches(OPENING).split(',').next().unwrap_or_default();
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let field = name.cloned().or_else(|| json_name_before(before));
        pieces.push(Piece::Secret(secret(noun, field.as_deref())));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

/// The name in `"name":"` at the end of a text.
fn json_name_before(text: &str) -> Option<String> {
    let named = text.strip_suffix('"')?.trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?;
    named.rsplit_once('"').map(|(_, name)| name.to_owned())
}

/// What a marker stands for. The three tokens that everybody knows have one name wherever they stand; of everything else
/// there can be several in one call, such as an old and a new password, which the field tells apart.
fn secret(noun: &str, field: Option<&str>) -> Secret {
    let known = matches!(noun, "access token" | "refresh token" | "ID token");
    let name = field.filter(|_| !known).map(upper_snake).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| upper_snake(noun));
    Secret {
        variable: format!("GENAUTH_{name}"),
        is_free_text: !known && !matches!(noun, "token" | "code" | "credentials"),
    }
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
