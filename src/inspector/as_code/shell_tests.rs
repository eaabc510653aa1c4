//! What a shell passes to cURL and to HTTPie is what was meant, whatever a call and the variables hold.

use std::process::Command;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::{Language, write};
use crate::genauth::{Exchange, Header};
use crate::inspector::samples::{HOST, exchange};

/// What means something to a shell, cURL, HTTPie, JSON, a URL or a form, and a few that mean nothing.
const HOSTILE: &str = "-'\"$`\\!*?~#&|;<>(){}[]=@:,.%+^/ \n\t\r\u{1}\u{7f}ac0é密😀";
/// The same without what ends a path.
const IN_PATH: &str = "-'\"$`\\!*~&|;<>(){}[]=@:,.%+^/ ac0é密";
/// The same without what cannot stand in a header.
const IN_HEADER: &str = "-'\"$`\\!*?~#&|;<>(){}[]=@:,.%+^/ac0é密";

fn any_text(characters: &'static str, length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select(characters.chars().collect::<Vec<_>>()), length).prop_map(String::from_iter)
}

/// A text, what was redacted in the middle of it, and the text behind that.
#[derive(Debug, Clone)]
struct Field {
    before: String,
    secret: Option<String>,
    behind: String,
}

fn any_field(characters: &'static str) -> impl Strategy<Value = Field> {
    (any_text(characters, 0..6), option::of(any_text(characters, 1..12)), any_text(characters, 0..3))
        .prop_map(|(before, secret, behind)| Field { before, secret, behind })
}

/// A field of a form or a query. What stands beside something redacted is recorded decoded, where these two end it.
fn any_form_field() -> impl Strategy<Value = Field> {
    any_field(HOSTILE).prop_map(|mut field| {
        if field.secret.is_some() {
            field.before.retain(|character| !matches!(character, '&' | '#'));
            field.behind.retain(|character| !matches!(character, '&' | '#'));
        }
        field
    })
}

impl Field {
    /// As the exchange has it: with a marker, or encoded where nothing was redacted.
    fn recorded(&self, name: &str, encode: impl Fn(&str) -> String) -> String {
        match &self.secret {
            Some(_) => format!("{}[redacted {name}]{}", self.before, self.behind),
            None => encode(&format!("{}{}", self.before, self.behind)),
        }
    }

    fn meant(&self) -> String {
        format!("{}{}{}", self.before, self.secret.as_deref().unwrap_or_default(), self.behind)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Form,
    Json,
    Text,
    Unnamed,
}

/// A call as it was meant. Fields are named for the place they stand in, and so are their variables.
#[derive(Debug, Clone)]
struct Meant {
    path: Field,
    query: Vec<Field>,
    headers: Vec<Field>,
    kind: Kind,
    /// One in a text, and any number in a form and in JSON.
    body: Vec<Field>,
}

fn any_call() -> impl Strategy<Value = Meant> {
    let kind = select(vec![Kind::Nothing, Kind::Form, Kind::Json, Kind::Text, Kind::Unnamed]);
    let query = vec(any_form_field(), 0..4);
    let headers = vec(any_field(IN_HEADER), 0..4);
    let body = vec(any_form_field(), 1..4);
    (any_field(IN_PATH), query, headers, kind, body).prop_map(|(path, query, headers, kind, body)| Meant {
        path,
        query,
        headers,
        kind,
        body,
    })
}

fn named<'a>(place: &'a str, fields: &'a [Field]) -> impl Iterator<Item = (String, &'a Field)> {
    fields.iter().enumerate().map(move |(at, field)| (format!("{place}{at}"), field))
}

fn recorded_form(place: &str, fields: &[Field]) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let pairs = named(place, fields).map(|(name, field)| format!("{name}={}", field.recorded(&name, encode)));
    pairs.collect::<Vec<_>>().join("&")
}

impl Meant {
    fn exchange(&self) -> Exchange {
        let as_it_is = str::to_owned;
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", recorded_form("q", &self.query)) };
        let (body, content_type) = match self.kind {
            Kind::Nothing => (None, None),
            Kind::Form => (Some(recorded_form("f", &self.body)), Some("application/x-www-form-urlencoded")),
            Kind::Json => {
                let fields = named("j", &self.body);
                let object: Value =
                    fields.map(|(name, field)| (name.clone(), field.recorded(&name, as_it_is))).collect();
                (Some(format!("{object:#}")), Some("application/json"))
            }
            Kind::Text => (Some(self.body[0].recorded("t", as_it_is)), Some("text/plain; charset=utf-8")),
            Kind::Unnamed => (Some(self.body[0].recorded("t", as_it_is)), None),
        };
        let path = format!("/{}{query}", self.path.recorded("path", as_it_is));
        let mut exchange = exchange(if body.is_some() { "POST" } else { "GET" }, &path, body.as_deref(), "{}");
        exchange.request.headers = named("x-h", &self.headers)
            .map(|(name, field)| (name.clone(), field.recorded(&name, as_it_is)))
            .chain(content_type.map(|kind| ("content-type".to_owned(), kind.to_owned())))
            .map(|(name, value)| Header { name, value })
            .collect();
        exchange
    }

    fn variables(&self) -> Vec<(String, String)> {
        let texts = self.body.iter().take(1).map(|field| ("T".to_owned(), field));
        let fields = named("Q", &self.query)
            .chain(named("X_H", &self.headers))
            .chain(named("F", &self.body))
            .chain(named("J", &self.body))
            .chain(texts)
            .chain([("PATH".to_owned(), &self.path)]);
        fields.filter_map(|(name, field)| Some((format!("GENAUTH_{name}"), field.secret.clone()?))).collect()
    }

    fn form(&self) -> Vec<(String, String)> {
        named("f", &self.body).map(|(name, field)| (name, field.meant())).collect()
    }
}

/// What a program was told to send.
#[derive(Debug, Default)]
struct Told {
    method: Option<String>,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Runs a script in which `name` is a function that says its arguments, and the files among them.
fn arguments(name: &str, script: &str, variables: Vec<(String, String)>) -> Vec<String> {
    let say = r#"{
  for argument in "$@"; do
    printf '%s\0' "$argument"
    case $argument in x-h[0-9]:@/dev/fd/[3-9]) cat "${argument#*@}" && printf '\0' ;; esac
  done
}"#;
    let output =
        Command::new("/bin/sh").args(["-c", &format!("{name}() {say}\n{script}")]).envs(variables).output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8(output.stdout).unwrap();
    said.strip_suffix('\0').unwrap_or(&said).split('\0').map(str::to_owned).collect()
}

/// What cURL's manual says that it makes of its arguments.
fn told_to_curl(arguments: Vec<String>) -> Told {
    let mut told = Told::default();
    let mut data: Option<String> = None;
    let mut gets = false;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut add = |more: String| {
            data = Some(data.take().map_or_else(|| more.clone(), |data| format!("{data}&{more}")));
        };
        match argument.as_str() {
            "--silent" | "--show-error" | "--globoff" => {}
            "--get" => gets = true,
            "--request" => told.method = arguments.next(),
            "--header" => {
                let header = arguments.next().unwrap();
                if let Some((name, value)) = header.split_once(": ") {
                    told.headers.push((name.to_owned(), value.to_owned()));
                } else if let Some(name) = header.strip_suffix(';') {
                    told.headers.push((name.to_owned(), String::new()));
                } else {
                    assert_eq!(header, "content-type:");
                }
            }
            "--data-raw" => add(arguments.next().unwrap()),
            "--data-urlencode" => {
                let pair = arguments.next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                add(format!("{name}={}", url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()));
            }
            url => {
                assert!(!url.starts_with('-') && told.url.is_empty(), "{url}");
                told.url = url.to_owned();
            }
        }
    }
    match data {
        Some(data) if gets => {
            let separator = if told.url.contains('?') { '&' } else { '?' };
            told.url = format!("{}{separator}{data}", told.url);
        }
        data => told.body = data,
    }
    told.method.get_or_insert(if told.body.is_some() { "POST" } else { "GET" }.to_owned());
    told
}

/// What HTTPie's manual says that it makes of its arguments.
fn told_to_httpie(arguments: Vec<String>) -> Told {
    let mut told = Told::default();
    let mut arguments = arguments.into_iter();
    assert_eq!(arguments.next().as_deref(), Some("--ignore-stdin"));
    let mut method = arguments.next();
    if method.as_deref() == Some("--raw") {
        told.body = arguments.next();
        method = arguments.next();
    }
    told.method = method;
    told.url = arguments.next().unwrap();
    while let Some(item) = arguments.next() {
        if let Some(name) = item.strip_suffix(';').filter(|name| !name.contains(':')) {
            told.headers.push((name.to_owned(), String::new()));
        } else if let Some((name, _)) = item.split_once(":@").filter(|(name, _)| !name.contains(':')) {
            told.headers.push((name.to_owned(), arguments.next().unwrap().trim_end_matches('\n').to_owned()));
        } else if let Some((name, value)) = item.split_once(": ") {
            // There it would be taken away.
            assert!(!value.contains('\\'), "{value}");
            told.headers.push((name.to_owned(), value.to_owned()));
        } else {
            assert_eq!(item, "content-type:");
        }
    }
    told
}

fn pairs(form: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

fn check(told: &Told, meant: &Meant) -> Result<(), TestCaseError> {
    prop_assert_eq!(told.method.as_deref(), Some(if meant.kind == Kind::Nothing { "GET" } else { "POST" }));
    let (address, query) = told.url.split_once('?').unwrap_or((&told.url, ""));
    let path = address.strip_prefix(HOST).unwrap();
    prop_assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{}", path);
    // What was recorded of the path is there as it was, with its escapes; a secret has none.
    let meant_path = match &meant.path.secret {
        None => percent_decoded(&format!("/{}{}", meant.path.before, meant.path.behind)),
        Some(secret) => {
            let before = percent_decoded(&format!("/{}", meant.path.before));
            [before, secret.clone().into_bytes(), percent_decoded(&meant.path.behind)].concat()
        }
    };
    prop_assert_eq!(percent_decoded(path), meant_path);
    let mut meant_query: Vec<_> = named("q", &meant.query).map(|(name, field)| (name, field.meant())).collect();
    meant_query.sort();
    prop_assert_eq!(pairs(query), meant_query);
    let headers: Vec<_> = named("x-h", &meant.headers).map(|(name, field)| (name, field.meant())).collect();
    let sent: Vec<_> = told.headers.iter().filter(|(name, _)| name != "content-type").cloned().collect();
    prop_assert_eq!(sent, headers);
    match meant.kind {
        Kind::Nothing => prop_assert_eq!(&told.body, &None),
        Kind::Form => prop_assert_eq!(pairs(told.body.as_ref().unwrap()), meant.form()),
        Kind::Json => {
            let body: Value = serde_json::from_str(told.body.as_ref().unwrap()).unwrap();
            let object: Value = named("j", &meant.body).map(|(name, field)| (name, field.meant())).collect();
            prop_assert_eq!(body, object);
        }
        Kind::Text | Kind::Unnamed => prop_assert_eq!(told.body.as_ref(), Some(&meant.body[0].meant())),
    }
    Ok(())
}

/// The bytes that a part of a URL stands for.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes().collect::<Vec<_>>();
    let mut at = 0;
    while at + 2 < bytes.len() {
        let escaped = std::str::from_utf8(&bytes[at + 1..at + 3]).ok().filter(|digits| !digits.starts_with('+'));
        if bytes[at] == b'%'
            && let Some(byte) = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            bytes.splice(at..at + 3, [byte]);
        }
        at += 1;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn curl_is_told_what_was_meant(meant in any_call()) {
        let code = write(&meant.exchange(), Language::Curl, &|_| String::new());
        check(&told_to_curl(arguments("curl", &code.text, meant.variables())), &meant)?;
    }

    #[test]
    fn httpie_is_told_what_was_meant(meant in any_call()) {
        let code = write(&meant.exchange(), Language::Httpie, &|_| String::new());
        check(&told_to_httpie(arguments("http", &code.text, meant.variables())), &meant)?;
    }

    #[test]
    fn every_variable_in_a_text_is_named(meant in any_call()) {
        let set = meant.variables();
        for language in Language::ALL {
            let code = write(&meant.exchange(), language, &|_| String::new());
            for name in &code.variables {
                prop_assert!(set.iter().any(|(other, _)| other == name), "{} in {}", name, code.text);
                prop_assert!(code.text.contains(name.as_str()), "{} in {}", name, code.text);
            }
        }
    }
}
