//! Takes secrets out of texts before anything keeps them.
//!
//! Three nets, one behind the other, because each has holes that another closes:
//! 1. the call's own secrets, wherever they stand and however they are escaped (`live`, `search`, `spelling`);
//! 2. values whose name says that they are secret, in JSON, forms, queries, pages and free text (`names`, `structured`,
//!    `markup`, `loose`);
//! 3. JSON Web Tokens, bearer credentials and what stands before the host of an address by their form (`tokens`).
//!
//! What is taken out leaves a marker such as `[redacted access token, 1204 characters]`. Of passwords and codes the
//! marker does not tell the length.

mod known;
mod live;
mod loose;
mod markup;
mod names;
mod search;
mod spelling;
mod structured;
mod tokens;

use std::fmt::Write as _;

use search::LiveSecrets;
use serde_json::Value;

pub(super) use known::KnownSecrets;
pub(super) use live::LiveSecret;

/// How deep a JSON text inside a JSON string inside a JSON string is followed. Beyond it, only names and forms count.
const NESTING_LIMIT: u8 = 6;

/// A token from an answer that is shorter than this is not looked for elsewhere: it could be a common word.
const SHORTEST_LEARNT: usize = 8;

/// How many secrets one call looks for, so that an answer cannot make redaction slow.
const MOST_LEARNT: usize = 32;

/// A cookie with a shorter value is not looked for elsewhere: many hold a language or a theme.
const SHORTEST_SESSION: usize = 16;

/// A token that is longer than this, in bytes, is not looked for elsewhere: where it stands by its name it goes anyway.
const LONGEST_LEARNT: usize = 16 * 1024;

/// How much all that is looked for takes at most, in bytes, and how many secrets that can be: a file has many calls.
const MOST_LEARNT_BYTES: usize = 1024 * 1024;
const MOST_SECRETS: usize = 4096;

/// What this path answers is a link with a credential in it (reference section 6.1).
const LINK_PATH: &str = "/generate-link-extidp-url";

/// What kind of secret a marker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretKind {
    Password,
    Code,
    State,
    AccessToken,
    RefreshToken,
    IdToken,
    Token,
    Secret,
    Cookie,
    Credentials,
    Link,
}

impl SecretKind {
    /// The marker for a value of this many characters.
    fn marker(self, characters: usize) -> String {
        let (noun, with_length) = match self {
            Self::Password => ("password", false),
            Self::Code => ("code", false),
            Self::State => ("state", false),
            Self::AccessToken => ("access token", true),
            Self::RefreshToken => ("refresh token", true),
            Self::IdToken => ("ID token", true),
            Self::Token => ("token", true),
            Self::Secret => ("secret", false),
            Self::Cookie => ("cookie", false),
            Self::Credentials => ("credentials", false),
            Self::Link => ("link", false),
        };
        let mut marker = format!("[redacted {noun}");
        if with_length {
            // Writing to a string cannot fail.
            let _ = write!(marker, ", {characters} characters");
        }
        marker.push(']');
        marker
    }

    fn is_token(self) -> bool {
        matches!(self, Self::AccessToken | Self::RefreshToken | Self::IdToken | Self::Token)
    }

    /// The marker for this value. Of a JSON Web Token it says when it expires.
    fn marker_for(self, value: &str) -> String {
        let mut marker = self.marker(value.chars().count());
        if self.is_token()
            && let Some(expiry) = tokens::expiry(value)
        {
            marker.pop();
            // Writing to a string cannot fail.
            let _ = write!(marker, ", expires {expiry}]");
        }
        marker
    }
}

/// Whether a value is a marker already, so that a second net leaves the better name of the first.
fn is_marker(value: &str) -> bool {
    value
        .strip_prefix("[redacted ")
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inside| !inside.contains(['[', ']']))
}

/// Whether a name announces a secret; such keys of a provider's profile are not kept either.
pub(super) fn is_secret_name(name: &str) -> bool {
    names::kind_of(name).is_some()
}

/// What is known of a text before it is read.
#[derive(Clone, Copy, Default)]
struct Standing {
    /// In how many JSON strings it stands.
    nesting: u8,
    /// Whether it may end in the middle of something.
    is_cut: bool,
    /// Whether it is the body of a request. There `code` is one that somebody was sent (reference section 9); in an answer
    /// it is a status.
    was_sent: bool,
}

impl Standing {
    fn inside(self) -> Self {
        Self { nesting: self.nesting + 1, is_cut: false, ..self }
    }
}

/// Redacts the texts of one call.
#[derive(Default)]
pub(super) struct Redactor {
    live: LiveSecrets,
    known: KnownSecrets,
    learnt: usize,
    learnt_bytes: usize,
    answers_with_link: bool,
}

impl Redactor {
    /// `path` is the path of the call: what `generate-link-extidp-url` answers holds a credential in its `url`
    /// (reference section 6.1). The call's tokens become known to the calls that follow.
    pub(super) fn new(path: &str, live: Vec<LiveSecret>, known: &KnownSecrets) -> Self {
        let mut secrets = LiveSecrets::default();
        for secret in live {
            known.remember(&secret);
            secrets.add(secret);
        }
        for secret in known.all() {
            secrets.add(secret);
        }
        Self {
            live: secrets,
            known: known.clone(),
            learnt: 0,
            learnt_bytes: 0,
            answers_with_link: path.ends_with(LINK_PATH),
        }
    }

    /// Adds the tokens in an answer, and the link, so that they are found in its other texts too; tokens also in later answers.
    pub(super) fn learn_from(&mut self, answer: &Value) {
        match answer {
            Value::Array(elements) => elements.iter().for_each(|element| self.learn_from(element)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    let learnt = |kind: SecretKind| kind.is_token() || (self.answers_with_link && name == "url");
                    match (self.kind_of_key(name, false), value) {
                        (Some(kind), Value::String(value)) if learnt(kind) && value.len() >= SHORTEST_LEARNT => {
                            self.learn(&LiveSecret::new(kind, value));
                        }
                        _ => self.learn_from(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Adds what a recorded request carries by name, so that it is found elsewhere too. Here every kind counts, because
    /// nobody said what the call's secrets were.
    pub(super) fn learn_from_request(&mut self, url: &str, headers: &[(String, String)], body: &str) {
        for (name, value) in headers {
            if names::kind_of(name) == Some(SecretKind::Credentials)
                && let Some((scheme, credentials)) = value.split_once(' ')
            {
                let kind = match scheme.eq_ignore_ascii_case("bearer") {
                    true => SecretKind::AccessToken,
                    false => SecretKind::Credentials,
                };
                self.learn(&LiveSecret::new(kind, credentials));
            }
        }
        let query = url.split_once('?').map_or("", |(_, query)| query);
        for form in [query.split('#').next().unwrap_or_default(), body] {
            for (name, value) in url::form_urlencoded::parse(form.as_bytes()) {
                if let Some(kind) = names::kind_of(&name).or_else(|| names::oauth_kind_of(&name))
                    && value.len() >= SHORTEST_LEARNT
                {
                    self.learn(&LiveSecret::new(kind, &value));
                }
            }
        }
        if let Ok(json) = serde_json::from_str::<Value>(body) {
            self.learn_every_kind(&json);
        }
    }

    fn learn_every_kind(&mut self, value: &Value) {
        match value {
            Value::Array(elements) => elements.iter().for_each(|element| self.learn_every_kind(element)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (self.kind_of_key(name, true), value) {
                        (Some(kind), Value::String(value)) if value.len() >= SHORTEST_LEARNT => {
                            self.learn(&LiveSecret::new(kind, value));
                        }
                        _ => self.learn_every_kind(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Adds the values of the cookies in a header, either way, when they are long enough for a session.
    pub(super) fn learn_cookies(&mut self, name: &str, value: &str) {
        let pairs = match names::kind_of(name) {
            Some(SecretKind::Cookie) if name.eq_ignore_ascii_case("set-cookie") => value.split(';').take(1),
            Some(SecretKind::Cookie) => value.split(';').take(MOST_LEARNT),
            _ => return,
        };
        for (_, value) in pairs.filter_map(|pair| pair.split_once('=')) {
            if value.len() >= SHORTEST_SESSION {
                self.learn(&LiveSecret::new(SecretKind::Cookie, value));
            }
        }
    }

    /// The same secrets for another path.
    pub(super) fn at(&mut self, path: &str) {
        self.learnt = 0;
        self.answers_with_link = path.ends_with(LINK_PATH);
    }

    fn learn(&mut self, secret: &LiveSecret) {
        let learnt_bytes = self.learnt_bytes + secret.length();
        let has_room = self.learnt < MOST_LEARNT
            && self.live.len() < MOST_SECRETS
            && secret.length() <= LONGEST_LEARNT
            && learnt_bytes <= MOST_LEARNT_BYTES;
        if has_room && !secret.is_marker() && self.live.add(secret.clone()) {
            self.learnt += 1;
            self.learnt_bytes = learnt_bytes;
            self.known.remember(secret);
        }
    }

    /// Redacts a complete text of any kind.
    pub(super) fn text(&self, text: &str) -> String {
        self.any_text(text, Standing::default())
    }

    /// Redacts a text that may end in the middle of something.
    pub(super) fn cut_text(&self, text: &str) -> String {
        self.any_text(text, Standing { is_cut: true, ..Standing::default() })
    }

    /// Redacts the body of a request.
    pub(super) fn sent_text(&self, text: &str, is_cut: bool) -> String {
        self.any_text(text, Standing { is_cut, was_sent: true, ..Standing::default() })
    }

    /// Redacts an `application/x-www-form-urlencoded` text: a body, or the query of a URL. Here `code` and `state`
    /// are OAuth's (RFC 6749 section 4.1.2); elsewhere they are ordinary words.
    pub(super) fn form(&self, text: &str) -> String {
        // Before the pieces are told apart, because a server can echo a secret that has a raw `&` in it.
        let text = self.live.replace(text, false);
        let pieces: Vec<String> = text.split('&').map(|piece| self.form_piece(piece)).collect();
        pieces.join("&")
    }

    fn form_piece(&self, piece: &str) -> String {
        let Some((name, value)) = piece.split_once('=') else {
            return self.text(piece);
        };
        let decoded_name = names::decode(name);
        match names::kind_of(&decoded_name).or_else(|| names::oauth_kind_of(&decoded_name)) {
            Some(_) if value.is_empty() || is_marker(value) => piece.to_owned(),
            Some(kind) => {
                let decoded = names::decode(value);
                let marker = self.live.kind_of(&decoded).unwrap_or(kind).marker_for(&decoded);
                format!("{name}={marker}")
            }
            None => {
                let decoded = names::decode(value);
                let redacted = self.text(&decoded);
                let value = if redacted == decoded { value.to_owned() } else { redacted };
                format!("{}={value}", self.text(name))
            }
        }
    }

    /// Redacts a URL: its query and its fragment as forms.
    pub(super) fn url(&self, url: &str) -> String {
        // Before the parts are told apart, because a secret can have a `?` or a `#` in it.
        let url = self.live.replace(url, false);
        let (before_fragment, fragment) = match url.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (url.as_str(), None),
        };
        let (address, query) = match before_fragment.split_once('?') {
            Some((address, query)) => (address, Some(query)),
            None => (before_fragment, None),
        };
        let mut redacted = self.text(address);
        for (mark, part) in [('?', query), ('#', fragment)] {
            if let Some(part) = part {
                redacted.push(mark);
                redacted.push_str(&self.form(part));
            }
        }
        redacted
    }

    /// Redacts the value of a header.
    pub(super) fn header(&self, name: &str, value: &str) -> String {
        match names::kind_of(name) {
            // A file can hold what was redacted before.
            Some(_) if is_marker(value) || value.split_once(' ').is_some_and(|(_, rest)| is_marker(rest)) => {
                value.to_owned()
            }
            Some(SecretKind::Credentials) => match value.split_once(' ') {
                Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                    let kind = self.live.kind_of(token).unwrap_or(SecretKind::Token);
                    format!("{scheme} {}", kind.marker_for(token))
                }
                Some((scheme, _)) if scheme.eq_ignore_ascii_case("basic") => {
                    format!("{scheme} {}", SecretKind::Credentials.marker(0))
                }
                _ => SecretKind::Credentials.marker(0),
            },
            Some(kind) => kind.marker_for(value),
            None => self.text(value),
        }
    }

    fn any_text(&self, text: &str, standing: Standing) -> String {
        let text = self.live.replace(text, standing.is_cut);
        let text = match standing.nesting < NESTING_LIMIT && structured::is_json(&text) {
            true => structured::redact(&text, self, standing),
            false => loose::redact(&markup::redact(&text), self.answers_with_link),
        };
        tokens::redact(&text)
    }

    /// The kind of secret under a JSON key, in this call's answer or, when it was sent, in its request.
    fn kind_of_key(&self, key: &str, was_sent: bool) -> Option<SecretKind> {
        names::kind_of(key)
            .or_else(|| (self.answers_with_link && key == "url").then_some(SecretKind::Link))
            .or_else(|| (was_sent && key == "code").then_some(SecretKind::Code))
    }
}

#[cfg(test)]
mod spelling_tests;
#[cfg(test)]
mod tests;
