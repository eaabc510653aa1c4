//! Changes to the file's text that leave a person's comments, order and unknown keys as they are.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::document::{AUTHENTICATION_METHODS, HEADER_FAMILIES, OPEN_AT_START, PASSWORD_ENCRYPTIONS, PROXIES, SPACES};
use super::{AccountSpace, Field, SpaceDraft, SpaceId};

/// What a new file begins with.
const OPENING: &str = "\
# The account spaces of Bindery. You may edit this file; docs/account-spaces.md names every key.
# Secrets do not belong here: they are in the keyring of the system.

";

/// Puts a space into the text, in the place of the one with its key or at the end. `None` when the text is not one
/// that was read before.
pub(super) fn put(text: &str, space: &AccountSpace, opens_at_start: bool) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let comments = note_start(&mut document, &space.id, opens_at_start);
    let root = document.as_table_mut();
    let spaces = root.entry(SPACES).or_insert_with(|| {
        let mut table = Table::new();
        // The table itself needs no header: those of the spaces name it.
        table.set_implicit(true);
        Item::Table(table)
    });
    let spaces = spaces.as_table_like_mut()?;
    if spaces.get(space.id.as_str()).is_none() {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        spaces.insert(space.id.as_str(), Item::Table(table));
    }
    let fields = spaces.get_mut(space.id.as_str())?.as_table_like_mut()?;
    write_fields(fields, space);
    let written = under_comments(&comments, &document.to_string());
    // A comment alone would stand at the end of what is put into the document.
    Some(if text.is_empty() { format!("{OPENING}{}", written.trim_start_matches('\n')) } else { written })
}

impl AccountSpace {
    /// As it can stand in a file of account spaces of somebody else, under a key of its own. A file of certificates is only
    /// on this machine, so its path is left out.
    pub fn as_text(&self) -> String {
        let mut space = Self { extra_ca: None, ..self.clone() };
        if SpaceId::parse(space.id.as_str()).is_none() {
            space.id = SpaceId::for_name(self.app_host.authority(), &[]);
        }
        let mut text = put("", &space, false).unwrap_or_default();
        if self.extra_ca.is_some() {
            text.push_str(&format!("# {} names a file on the machine of whoever made this.\n", Field::ExtraCa.key()));
        }
        text
    }
}

/// Takes a space out of the text. What stands above its header, set off by an empty line, belongs to the file and
/// stays.
pub(super) fn remove(text: &str, id: &SpaceId) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let comments = note_start(&mut document, id, false);
    let removed = document.get_mut(SPACES)?.as_table_like_mut()?.remove(id.as_str());
    let above = match &removed {
        Some(Item::Table(table)) => table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default(),
        _ => "",
    };
    let kept = above.rsplit_once("\n\n").map_or("", |(kept, _)| kept);
    Some(under_comments(&comments, &under_comments(kept, &document.to_string())))
}

/// Notes whether this is the space to open at the start. Returns the comment above a note that goes, which belongs to the
/// file.
fn note_start(document: &mut DocumentMut, id: &SpaceId, opens_at_start: bool) -> String {
    let marked = document.get(OPEN_AT_START).and_then(Item::as_str) == Some(id.as_str());
    match (opens_at_start, marked) {
        (true, false) => set(document.as_table_mut(), OPEN_AT_START, id.as_str().into()),
        (false, true) => {
            let removed = document.as_table_mut().remove_entry(OPEN_AT_START);
            let above = removed.as_ref().and_then(|(key, _)| key.leaf_decor().prefix()?.as_str());
            return above.unwrap_or_default().to_owned();
        }
        _ => {}
    }
    String::new()
}

/// Puts comments back at the beginning of a text, set off by an empty line.
fn under_comments(comments: &str, text: &str) -> String {
    match comments.trim() {
        "" => text.to_owned(),
        comments => format!("{comments}\n\n{}", text.trim_start_matches('\n')),
    }
}

fn write_fields(fields: &mut dyn TableLike, space: &AccountSpace) {
    let draft = SpaceDraft::from(space);
    let default = SpaceDraft::default();
    let word = |written: Option<&str>| Value::from(written.unwrap_or_default());
    let ports: Array = space.redirect_uri.ports().iter().map(|port| i64::from(*port)).collect();
    let scopes: Array = space.scope.split(' ').collect();
    let own_port = !space.redirect_uri.as_str().contains("{port}");
    // What is as by default is written only where the file says it already, or said otherwise.
    let written = [
        (Field::Name, Value::from(draft.name.as_str()), true),
        (Field::AppHost, Value::from(draft.app_host.as_str()), true),
        (Field::AppId, Value::from(draft.app_id.as_str()), true),
        (
            Field::HeaderFamily,
            word(word_of(HEADER_FAMILIES, &space.header_family)),
            draft.header_family != default.header_family,
        ),
        (Field::RedirectUri, Value::from(draft.redirect_uri.as_str()), draft.redirect_uri != default.redirect_uri),
        (
            Field::Ports,
            Value::Array(ports),
            !own_port && (draft.ports != default.ports || draft.redirect_uri != default.redirect_uri),
        ),
        (Field::AnyFreePort, Value::from(draft.any_free_port), draft.any_free_port),
        (Field::Scopes, Value::Array(scopes), draft.scopes != default.scopes),
        (Field::ExtraCa, Value::from(draft.extra_ca.as_str()), !draft.extra_ca.is_empty()),
        (Field::Proxy, word(word_of(PROXIES, &space.proxy)), draft.proxy != default.proxy),
        (
            Field::Authentication,
            word(word_of(AUTHENTICATION_METHODS, &space.authentication)),
            draft.authentication != default.authentication,
        ),
        (
            Field::PasswordEncryption,
            word(word_of(PASSWORD_ENCRYPTIONS, &space.password_encryption)),
            draft.password_encryption != default.password_encryption,
        ),
    ];
    for (field, value, needed) in written {
        if needed || fields.contains_key(field.key()) {
            set(fields, field.key(), value);
        }
    }
}

fn word_of<T: PartialEq>(known: &[(&'static str, T)], value: &T) -> Option<&'static str> {
    known.iter().find(|(_, known)| known == value).map(|(word, _)| *word)
}

/// Sets a value where it is another one, and leaves the comment on its line.
fn set(fields: &mut dyn TableLike, key: &str, mut value: Value) {
    match fields.get_mut(key).and_then(Item::as_value_mut) {
        Some(there) if means(there) == means(&value) => {}
        Some(there) => {
            *value.decor_mut() = there.decor().clone();
            *there = value;
        }
        None => drop(fields.insert(key, Item::Value(value))),
    }
}

/// What a value says, whatever the way it is written: a list of one is as good as the one, a list of words as the line.
fn means(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.value().split_whitespace().map(str::to_owned).collect(),
        Value::Integer(number) => vec![number.value().to_string()],
        Value::Boolean(yes) => vec![yes.value().to_string()],
        Value::Array(values) => values.iter().flat_map(means).collect(),
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::document::read;
    use super::*;

    fn space(id: &str, name: &str, app_id: &str) -> AccountSpace {
        let draft = SpaceDraft {
            name: name.to_owned(),
            app_host: "https://acme.genauth.ai".to_owned(),
            app_id: app_id.to_owned(),
            ..SpaceDraft::default()
        };
        draft.check(SpaceId::parse(id).unwrap()).unwrap()
    }

    const EDITED: &str = r#"# Mine.

# The big one:
[spaces.acme] # header
"name" = 'Acme' # what we call it
app-host = "https://acme.genauth.ai/"
colour = "blue" # unknown
app-id = "a1"
scopes = "openid profile"   # few
ports = 5000

# The other.
[spaces.other]
name = "Other"
app-host = "https://other.example"
app-id = "a2"
"#;

    #[test]
    fn a_new_file_explains_itself_and_holds_the_space() {
        let text = put("", &space("acme", "Acme", "a1"), true).unwrap();
        assert!(text.starts_with("# The account spaces of Bindery."), "{text}");
        let listing = read(&text).unwrap();
        assert_eq!(listing.spaces().collect::<Vec<_>>(), [&space("acme", "Acme", "a1")]);
        assert_eq!(listing.open_at_start, SpaceId::parse("acme"));
        assert!(
            text.contains(
                "\n[spaces.acme]\nname = \"Acme\"\napp-host = \"https://acme.genauth.ai\"\napp-id = \"a1\"\n"
            ),
            "{text}"
        );
        let two = put(&text, &space("other", "Other", "a2"), false).unwrap();
        assert_eq!(read(&two).unwrap().spaces().count(), 2);
        assert!(two.starts_with(&text), "{two}");
    }

    #[test]
    fn a_space_as_text_can_be_read_by_somebody_else() {
        let mut mine = space("acme", "Acme", "a1");
        mine.extra_ca = Some("/home/lin/acme.pem".into());
        let text = mine.as_text();
        assert!(!text.contains("/home/lin") && text.contains("# extra-ca names a file"), "{text}");
        mine.extra_ca = None;
        assert_eq!(read(&text).unwrap().spaces().collect::<Vec<_>>(), [&mine]);

        // One that stands in no file has no key that could stand in one.
        let given = AccountSpace { id: SpaceId::unsaved(), ..mine };
        let listing = read(&given.as_text()).unwrap();
        assert_eq!(listing.spaces().next().unwrap().id.as_str(), "acme-genauth-ai");
    }

    #[test]
    fn only_the_value_that_changed_is_another() {
        let there = read(EDITED).unwrap().entries[0].space.clone().unwrap();
        let same = put(EDITED, &there, false).unwrap();
        // The host is written as it is understood; everything else is as it was.
        assert_eq!(same, EDITED.replace("genauth.ai/\"", "genauth.ai\""));
        let renamed = AccountSpace { name: super::super::SpaceName::Named("Big".to_owned()), ..there };
        let text = put(&same, &renamed, false).unwrap();
        assert_eq!(text, same.replace("'Acme'", "\"Big\""));
    }

    #[test]
    fn a_removed_space_takes_its_own_comment_along_and_no_other() {
        let text = remove(EDITED, &SpaceId::parse("acme").unwrap()).unwrap();
        assert!(text.starts_with("# Mine.\n") && text.contains("# The other.\n[spaces.other]"), "{text}");
        assert!(!text.contains("acme") && !text.contains("The big one"), "{text}");
        let empty = remove(&text, &SpaceId::parse("other").unwrap()).unwrap();
        assert_eq!(read(&empty).unwrap().entries, []);
    }

    #[test]
    fn the_mark_goes_with_its_space() {
        let text = put("", &space("acme", "Acme", "a1"), true).unwrap();
        let unmarked = put(&text, &space("acme", "Acme", "a1"), false).unwrap();
        assert_eq!(read(&unmarked).unwrap().open_at_start, None);
        let gone = remove(&text, &SpaceId::parse("acme").unwrap()).unwrap();
        assert_eq!(read(&gone).unwrap().open_at_start, None);
        assert!(gone.contains("# The account spaces of Bindery."), "{gone}");
    }

    proptest! {
        #[test]
        fn what_is_put_is_read_again(name in "\\PC{1,40}", app_id in "[!-~]{1,30}", path in "/[a-z/]{0,10}", ports in proptest::collection::btree_set(1_u16.., 1..4), any in any::<bool>(), ca in "/\\PC{0,20}") {
            let ports: Vec<_> = ports.iter().map(u16::to_string).collect();
            let draft = SpaceDraft {
                name, app_id, any_free_port: any, ports: ports.join(" "), extra_ca: ca,
                app_host: "https://acme.genauth.ai".to_owned(),
                redirect_uri: format!("http://127.0.0.1:{{port}}{path}"),
                ..SpaceDraft::default()
            };
            if let Ok(space) = draft.check(SpaceId::parse("acme").unwrap()) {
                for before in ["", EDITED] {
                    let text = put(before, &space, false).unwrap();
                    let listing = read(&text).unwrap();
                    prop_assert_eq!(listing.space(&space.id), Some(&space), "{}", text);
                }
            }
        }
    }
}
