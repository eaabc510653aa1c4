//! The file's text: what stands in it, read with the line of every mistake.

use toml_edit::{Document, Item, TableLike};

use super::{
    AccountSpace, AuthenticationMethod, Field, FileTrouble, Mistake, PasswordEncryption, Reason, SpaceDraft, SpaceId,
};
use crate::genauth::{HeaderFamily, ProxyChoice};

/// The table that holds the spaces, each under its key.
pub(super) const SPACES: &str = "spaces";
/// The key of the space to open when the program starts.
pub(super) const OPEN_AT_START: &str = "open-at-start";

/// What stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The spaces, in the order of the file.
    pub entries: Vec<SpaceEntry>,
    /// Which one to open when the program starts; the sandbox when `None`.
    pub open_at_start: Option<SpaceId>,
}

impl Listing {
    /// The space with this key, when it can be used.
    pub fn space(&self, id: &SpaceId) -> Option<&AccountSpace> {
        self.entry(id)?.space.as_ref().ok()
    }

    /// What stands under this key.
    pub fn entry(&self, id: &SpaceId) -> Option<&SpaceEntry> {
        self.entries.iter().find(|entry| entry.id.as_ref() == Some(id))
    }

    /// The spaces that can be used.
    pub fn spaces(&self) -> impl Iterator<Item = &AccountSpace> {
        self.entries.iter().filter_map(|entry| entry.space.as_ref().ok())
    }

    /// What of a space is another's already: its name, or its application.
    pub fn clashes(&self, space: &AccountSpace) -> Vec<Mistake> {
        clashes(self.spaces().filter(|other| other.id != space.id), space)
    }
}

/// One space as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceEntry {
    /// The key of its table, as written.
    pub key: String,
    /// The same, when it can be one.
    pub id: Option<SpaceId>,
    /// Its line, from 1.
    pub line: usize,
    /// What stands there, where it is of the right kind; what is not is as by default.
    pub draft: SpaceDraft,
    /// The space, or why it is none.
    pub space: Result<AccountSpace, Vec<Mistake>>,
}

fn clashes<'a>(others: impl Iterator<Item = &'a AccountSpace>, space: &AccountSpace) -> Vec<Mistake> {
    let name_of = |space: &AccountSpace| SpaceDraft::from(space).name;
    let mut mistakes = Vec::new();
    for other in others {
        if other.name == space.name {
            mistakes.push(Mistake::typed(Field::Name, Reason::UsedBy(name_of(other))));
        }
        if other.is_same_application(space) {
            mistakes.push(Mistake::typed(Field::AppId, Reason::UsedBy(name_of(other))));
        }
    }
    mistakes
}

/// The line of a place in a text, from 1.
fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Reads the text of the file. A space that cannot be used does not stand in the way of the others.
pub(super) fn read(text: &str) -> Result<Listing, FileTrouble> {
    let line_of = |span: Option<std::ops::Range<usize>>| line_at(text, span.map_or(0, |span| span.start));
    let document = Document::parse(text).map_err(|error| FileTrouble::NotToml {
        line: line_of(error.span()),
        // The library's message is one line or more of plain English, without the text around.
        reason: error.message().to_owned(),
    })?;
    let root = document.as_table();
    let open_at_start = root.get(OPEN_AT_START).and_then(Item::as_str).and_then(SpaceId::parse);
    let Some(spaces) = root.get(SPACES) else { return Ok(Listing { entries: Vec::new(), open_at_start }) };
    let Some(table) = spaces.as_table_like() else {
        return Err(FileTrouble::NotATable { line: line_of(spaces.span()), key: SPACES.to_owned() });
    };
    let mut entries: Vec<SpaceEntry> = Vec::new();
    for (key, item) in table.iter() {
        let line = table.get_key_value(key).and_then(|(key, _)| key.span()).or_else(|| item.span());
        let line = line_of(line);
        let Some(fields) = item.as_table_like() else {
            return Err(FileTrouble::NotATable { line, key: format!("{SPACES}.{key}") });
        };
        let mut entry = read_entry(key, line, &Fields { fields, text });
        if let Ok(space) = &entry.space {
            let earlier = entries.iter().filter_map(|entry| entry.space.as_ref().ok());
            let mut mistakes = clashes(earlier, space);
            if !mistakes.is_empty() {
                let fields = Fields { fields, text };
                for mistake in &mut mistakes {
                    mistake.line = Some(fields.line(mistake.field).unwrap_or(line));
                }
                entry.space = Err(mistakes);
            }
        }
        entries.push(entry);
    }
    Ok(Listing { entries, open_at_start })
}

fn read_entry(key: &str, line: usize, fields: &Fields<'_>) -> SpaceEntry {
    let mut mistakes = Vec::new();
    let draft = fields.draft(&mut mistakes);
    let id = SpaceId::parse(key);
    if id.is_none() {
        mistakes.push(Mistake { field: Field::Id, reason: Reason::NotAKey, line: Some(line) });
    }
    // The key decides nothing about the other fields, so that all mistakes are told at once.
    let checked = draft.check(id.clone().unwrap_or_else(SpaceId::unsaved));
    let space = match checked {
        Ok(space) if mistakes.is_empty() => Ok(space),
        Ok(_) => Err(mistakes),
        Err(found) => {
            for mistake in found {
                // What was of the wrong kind is told already; its default says nothing.
                if !mistakes.iter().any(|told| told.field == mistake.field) {
                    mistakes.push(Mistake { line: Some(fields.line(mistake.field).unwrap_or(line)), ..mistake });
                }
            }
            Err(mistakes)
        }
    };
    SpaceEntry { key: key.to_owned(), id, line, draft, space }
}

/// The keys of one space.
struct Fields<'a> {
    fields: &'a dyn TableLike,
    text: &'a str,
}

impl Fields<'_> {
    fn line(&self, field: Field) -> Option<usize> {
        let span = self.fields.get(field.key())?.span()?;
        Some(line_at(self.text, span.start))
    }

    fn wrong(&self, field: Field, reason: Reason, mistakes: &mut Vec<Mistake>) {
        mistakes.push(Mistake { field, reason, line: self.line(field) });
    }

    /// A text; the default where there is none, or where it is of another kind.
    fn text(&self, field: Field, default: String, mistakes: &mut Vec<Mistake>) -> String {
        let Some(item) = self.fields.get(field.key()) else { return default };
        match item.as_str() {
            Some(text) => text.to_owned(),
            None => {
                self.wrong(field, Reason::WrongKind, mistakes);
                default
            }
        }
    }

    /// One of several words.
    fn choice<T: Default + Copy>(&self, field: Field, known: &[(&str, T)], mistakes: &mut Vec<Mistake>) -> T {
        let Some(item) = self.fields.get(field.key()) else { return T::default() };
        let Some(found) = item.as_str() else {
            self.wrong(field, Reason::WrongKind, mistakes);
            return T::default();
        };
        match known.iter().find(|(word, _)| *word == found) {
            Some((_, value)) => *value,
            None => {
                self.wrong(field, Reason::UnknownValue { found: found.chars().take(40).collect() }, mistakes);
                T::default()
            }
        }
    }

    /// A list, or one value alone, as it is typed in one line.
    fn list(&self, field: Field, separator: &str, default: String, mistakes: &mut Vec<Mistake>) -> String {
        let Some(item) = self.fields.get(field.key()) else { return default };
        let one = |value: &toml_edit::Value| match value {
            toml_edit::Value::String(text) => Some(text.value().clone()),
            toml_edit::Value::Integer(number) => Some(number.value().to_string()),
            _ => None,
        };
        let read = match item.as_value() {
            Some(toml_edit::Value::Array(values)) => values.iter().map(one).collect::<Option<Vec<_>>>(),
            Some(value) => one(value).map(|value| vec![value]),
            None => None,
        };
        match read {
            Some(values) => values.join(separator),
            None => {
                self.wrong(field, Reason::WrongKind, mistakes);
                default
            }
        }
    }

    fn draft(&self, mistakes: &mut Vec<Mistake>) -> SpaceDraft {
        let default = SpaceDraft::default();
        let any_free_port = match self.fields.get(Field::AnyFreePort.key()).map(Item::as_bool) {
            None => false,
            Some(Some(any_free_port)) => any_free_port,
            Some(None) => {
                self.wrong(Field::AnyFreePort, Reason::WrongKind, mistakes);
                false
            }
        };
        let redirect_uri = self.text(Field::RedirectUri, default.redirect_uri.clone(), mistakes);
        // An address with a port of its own needs no list.
        let ports = if redirect_uri == default.redirect_uri { default.ports } else { String::new() };
        SpaceDraft {
            name: self.text(Field::Name, String::new(), mistakes),
            app_host: self.text(Field::AppHost, String::new(), mistakes),
            app_id: self.text(Field::AppId, String::new(), mistakes),
            header_family: self.choice(Field::HeaderFamily, HEADER_FAMILIES, mistakes),
            ports: self.list(Field::Ports, ", ", ports, mistakes),
            redirect_uri,
            any_free_port,
            scopes: self.list(Field::Scopes, " ", default.scopes, mistakes),
            extra_ca: self.text(Field::ExtraCa, String::new(), mistakes),
            proxy: self.choice(Field::Proxy, PROXIES, mistakes),
            authentication: self.choice(Field::Authentication, AUTHENTICATION_METHODS, mistakes),
            password_encryption: self.choice(Field::PasswordEncryption, PASSWORD_ENCRYPTIONS, mistakes),
        }
    }
}

pub(super) const HEADER_FAMILIES: &[(&str, HeaderFamily)] =
    &[("genauth", HeaderFamily::GenAuth), ("authing", HeaderFamily::Authing)];
pub(super) const PROXIES: &[(&str, ProxyChoice)] = &[("system", ProxyChoice::System), ("none", ProxyChoice::None)];
pub(super) const AUTHENTICATION_METHODS: &[(&str, AuthenticationMethod)] = &[
    ("none", AuthenticationMethod::None),
    ("post", AuthenticationMethod::Post),
    ("basic", AuthenticationMethod::Basic),
];
pub(super) const PASSWORD_ENCRYPTIONS: &[(&str, PasswordEncryption)] =
    &[("none", PasswordEncryption::None), ("rsa", PasswordEncryption::Rsa)];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"# My spaces.
open-at-start = "acme"

[spaces.acme]   # the big one
name = "Acme"
app-host = "https://acme.genauth.ai"
app-id = "a1"
ports = [5001, 5000]
scopes = ["openid", "profile"]
colour = "blue"

[spaces.other]
name = "Other"
app-host = "https://127.0.0.1:8443"
app-id = "a2"
header-family = "authing"
redirect-uri = "http://127.0.0.1:5000/cb"
scopes = "openid"
proxy = "none"
token-endpoint-auth-method = "basic"
password-encryption = "rsa"
"#;

    #[test]
    fn every_field_is_read() {
        let listing = read(GOOD).unwrap();
        assert_eq!(listing.open_at_start, SpaceId::parse("acme"));
        let spaces: Vec<_> = listing.spaces().collect();
        assert_eq!(spaces[0].redirect_uri.ports(), [5001, 5000]);
        assert_eq!(spaces[0].scope, "openid profile");
        assert_eq!(spaces[1].header_family, HeaderFamily::Authing);
        assert_eq!(spaces[1].redirect_uri.ports(), [5000]);
        assert_eq!(spaces[1].proxy, ProxyChoice::None);
        assert_eq!(spaces[1].authentication, AuthenticationMethod::Basic);
        assert_eq!(spaces[1].password_encryption, PasswordEncryption::Rsa);
        assert_eq!(listing.entries[1].line, 12);
    }

    #[test]
    fn a_broken_file_says_where() {
        let broken = format!("{GOOD}\nname = = 1\n");
        let Err(FileTrouble::NotToml { line, reason }) = read(&broken) else { panic!("it is broken") };
        assert_eq!(line, broken.lines().count());
        assert!(!reason.is_empty());
        assert_eq!(read("spaces = 1"), Err(FileTrouble::NotATable { line: 1, key: "spaces".to_owned() }));
        let twice = "[spaces.a]\nname = 'a'\n[spaces.a]\n";
        assert!(matches!(read(twice), Err(FileTrouble::NotToml { line: 3, .. })), "{:?}", read(twice));
    }

    #[test]
    fn a_space_at_fault_says_which_field_and_line_and_leaves_the_others() {
        let text = GOOD.replace("proxy = \"none\"", "proxy = \"some\"").replace("\"a2\"", "17");
        let listing = read(&text).unwrap();
        assert_eq!(listing.spaces().count(), 1);
        let mistakes = listing.entries[1].space.clone().unwrap_err();
        let found: Vec<_> = mistakes.iter().map(|mistake| (mistake.field, mistake.line)).collect();
        assert_eq!(found, [(Field::AppId, Some(15)), (Field::Proxy, Some(19))]);
        assert_eq!(mistakes[1].reason, Reason::UnknownValue { found: "some".to_owned() });
    }

    #[test]
    fn two_spaces_cannot_have_one_application_or_one_name() {
        let text = "[spaces.a]\nname='A'\napp-host='https://a.example'\napp-id='1'\n\
                    [spaces.b]\nname='A'\napp-host='https://A.example/'\napp-id='1'\n";
        let listing = read(text).unwrap();
        let mistakes = listing.entries[1].space.clone().unwrap_err();
        let found: Vec<_> = mistakes.iter().map(|mistake| (mistake.field, mistake.line)).collect();
        assert_eq!(found, [(Field::Name, Some(6)), (Field::AppId, Some(8))]);
    }

    #[test]
    fn a_key_that_is_none_says_so() {
        let listing = read("[spaces.sandbox]\nname='S'\napp-host='https://a.example'\napp-id='1'\n").unwrap();
        assert_eq!(listing.entries[0].space.clone().unwrap_err()[0].reason, Reason::NotAKey);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*", value in "\\PC{0,30}", field in 0_usize..12) {
            let _ = read(&text);
            let keys = ["name", "app-host", "app-id", "header-family", "redirect-uri", "ports", "any-free-port",
                "scopes", "extra-ca", "proxy", "token-endpoint-auth-method", "password-encryption"];
            let _ = read(&format!("[spaces.a]\n{} = {value}\n", keys[field]));
            let _ = read(&format!("[spaces.a]\n{} = '{value}'\n", keys[field]));
        }
    }
}
