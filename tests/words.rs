//! Holds the words of the two languages together: the same files, messages, attributes and variables in both.

#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy exempts test functions, but not what they call")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::{FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

/// The names of a message: its key, `.next` and the like for its attributes, `$count` and the like for its variables.
type Names = BTreeSet<String>;

/// The names of every message in every file of a language, which have to parse together without a key that comes twice.
fn messages(language: &str) -> BTreeMap<String, Vec<Names>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(language);
    let identifier: LanguageIdentifier = language.parse().unwrap();
    let mut bundle = FluentBundle::new(vec![identifier]);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let resource = FluentResource::try_new(source.clone())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display()));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut found: Vec<Names> = blocks(&source).map(names).collect();
        found.sort();
        files.insert(name, found);
    }
    files
}

/// The messages of a file as text: each starts at the first column, and its further lines are indented.
fn blocks(source: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in source.lines() {
        if line.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-') {
            blocks.push(vec![line]);
        } else if line.starts_with([' ', '}'])
            && let Some(block) = blocks.last_mut()
        {
            block.push(line);
        }
    }
    blocks.into_iter()
}

/// The names in one message. Which plural forms it has is each language's own affair, so those do not count.
fn names(block: Vec<&str>) -> Names {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let mut names = Names::new();
    for (number, line) in block.into_iter().enumerate() {
        let trimmed = line.trim_start();
        if number == 0 || trimmed.starts_with('.') {
            let name = trimmed.split('=').next().unwrap_or_default();
            names.insert(name.trim().to_owned());
        }
        for after in line.split("{ $").skip(1).chain(line.split("{$").skip(1)) {
            let variable: String = after.chars().take_while(|letter| is_name(*letter)).collect();
            names.insert(format!("${variable}"));
        }
    }
    names
}

#[test]
fn both_languages_have_the_same_messages() {
    let english = messages("en");
    let chinese = messages("zh-CN");
    assert!(english.contains_key("codes.ftl"));
    assert_eq!(english.keys().collect::<Vec<_>>(), chinese.keys().collect::<Vec<_>>(), "the same files");
    for (file, messages) in &english {
        let only = |these: &[Names], those: &[Names]| -> Vec<Names> {
            these.iter().filter(|names| !those.contains(names)).cloned().collect()
        };
        assert_eq!(only(messages, &chinese[file]), [], "{file}: in English, but not so in Chinese");
        assert_eq!(only(&chinese[file], messages), [], "{file}: in Chinese, but not so in English");
    }
}

#[test]
fn the_names_of_a_message_are_its_key_attributes_and_variables() {
    let source = "# a comment\n-brand = Bindery\nkept = { $count ->\n    [one] one\n   *[other] { $count } kept\n}\n    .next = Ask {$name}.\n";
    let found: Vec<Names> = blocks(source).map(names).collect();
    let expected = [vec!["-brand"], vec!["$count", "$name", ".next", "kept"]]
        .map(|names| names.into_iter().map(str::to_owned).collect::<Names>());
    assert_eq!(found, expected);
}
