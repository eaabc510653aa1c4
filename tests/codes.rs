//! Holds the catalogue of codes and its words in both languages together.

#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy exempts test functions, but not what they call")]

use std::collections::BTreeSet;

use bindery::genauth::codes::{API_CODES, Evidence, STATUS_CODES, StatusClass};
use fluent_bundle::{FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

/// One language's `codes.ftl`, and how it marks what only clients say.
struct Words {
    language: &'static str,
    source: &'static str,
    as_clients_say: &'static str,
    full_stop: char,
}

const ENGLISH: Words = Words {
    language: "en",
    source: include_str!("../assets/words/en/codes.ftl"),
    as_clients_say: "Clients take this to mean that ",
    full_stop: '.',
};

const CHINESE: Words = Words {
    language: "zh-CN",
    source: include_str!("../assets/words/zh-CN/codes.ftl"),
    as_clients_say: "客户端的理解是：",
    full_stop: '。',
};

impl Words {
    /// The parsed file, which may hold no syntax error and no key twice.
    fn bundle(&self) -> FluentBundle<FluentResource> {
        let resource = FluentResource::try_new(self.source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", self.language));
        let language: LanguageIdentifier = self.language.parse().unwrap();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{}: {errors:?}", self.language));
        bundle
    }

    /// What a code means and what to do next.
    fn meaning_and_next(&self, bundle: &FluentBundle<FluentResource>, key: &str) -> [String; 2] {
        let place = format!("{} in {}", key, self.language);
        let message = bundle.get_message(key).unwrap_or_else(|| panic!("no {place}"));
        let meaning = message.value().unwrap_or_else(|| panic!("no words for {place}"));
        let next = message.get_attribute("next").unwrap_or_else(|| panic!("no next step for {place}"));
        assert_eq!(message.attributes().count(), 1, "an attribute that nothing reads: {place}");
        let mut errors = Vec::new();
        let words =
            [meaning, next.value()].map(|pattern| bundle.format_pattern(pattern, None, &mut errors).into_owned());
        assert!(errors.is_empty(), "{place}: {errors:?}");
        words
    }

    /// Every key of the file. Fluent starts a message at the first column, and nothing else there but comments.
    fn keys(&self) -> BTreeSet<String> {
        self.source
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key.to_owned())
            .collect()
    }
}

/// Every key that the program can ask for.
fn keys_of_the_catalogue() -> BTreeSet<String> {
    let status = STATUS_CODES.iter().map(|entry| entry.key());
    let api = API_CODES.iter().map(|entry| entry.key());
    let class = StatusClass::ALL.iter().map(|class| class.key().to_owned());
    status.chain(api).chain(class).collect()
}

#[test]
fn every_code_has_its_words_in_both_languages() {
    for words in [ENGLISH, CHINESE] {
        let bundle = words.bundle();
        for key in keys_of_the_catalogue() {
            for sentence in words.meaning_and_next(&bundle, &key) {
                assert!(sentence.chars().count() > 4, "{key} in {}: {sentence:?}", words.language);
                assert!(sentence.ends_with(words.full_stop), "{key} in {}: {sentence:?}", words.language);
                assert_eq!(sentence.trim(), sentence, "{key} in {}", words.language);
                assert!(!sentence.contains('\n'), "{key} in {} has a line break", words.language);
            }
        }
    }
}

#[test]
fn no_words_are_left_without_a_code() {
    let codes = keys_of_the_catalogue();
    for words in [ENGLISH, CHINESE] {
        assert_eq!(words.keys(), codes, "{}", words.language);
    }
}

#[test]
fn a_meaning_that_only_clients_give_says_so() {
    for words in [ENGLISH, CHINESE] {
        let bundle = words.bundle();
        for entry in API_CODES {
            let [meaning, _] = words.meaning_and_next(&bundle, &entry.key());
            let says_so = meaning.starts_with(words.as_clients_say);
            assert_eq!(says_so, entry.evidence == Evidence::SeenInClients, "{}: {meaning}", entry.key());
        }
    }
}

#[test]
fn english_is_written_in_ascii_and_chinese_with_full_width_punctuation() {
    let bundle = ENGLISH.bundle();
    for key in keys_of_the_catalogue() {
        let [meaning, next] = ENGLISH.meaning_and_next(&bundle, &key);
        assert!(meaning.is_ascii() && next.is_ascii(), "{key}: {meaning} {next}");
    }
    let bundle = CHINESE.bundle();
    for key in keys_of_the_catalogue() {
        for sentence in CHINESE.meaning_and_next(&bundle, &key) {
            assert!(!sentence.contains([',', '.', ';', ':', '!', '?', '(', ')', '"']), "{key}: {sentence}");
            assert!(sentence.contains(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)), "{key}: {sentence}");
        }
    }
}
