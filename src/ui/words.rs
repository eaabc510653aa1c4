//! The words on the screen, from the Fluent files in `assets/words`.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::genauth::Language;

const ENGLISH: &[&str] = &[
    include_str!("../../assets/words/en/window.ftl"),
    include_str!("../../assets/words/en/connections.ftl"),
    include_str!("../../assets/words/en/errors.ftl"),
    include_str!("../../assets/words/en/providers.ftl"),
    include_str!("../../assets/words/en/codes.ftl"),
    include_str!("../../assets/words/en/sandbox.ftl"),
    include_str!("../../assets/words/en/spaces.ftl"),
    include_str!("../../assets/words/en/several.ftl"),
    include_str!("../../assets/words/en/sign-in.ftl"),
    include_str!("../../assets/words/en/session.ftl"),
    include_str!("../../assets/words/en/bind.ftl"),
    include_str!("../../assets/words/en/ways.ftl"),
    include_str!("../../assets/words/en/activity.ftl"),
    include_str!("../../assets/words/en/inspector.ftl"),
    include_str!("../../assets/words/en/support-bundle.ftl"),
];

const SIMPLIFIED_CHINESE: &[&str] = &[
    include_str!("../../assets/words/zh-CN/window.ftl"),
    include_str!("../../assets/words/zh-CN/connections.ftl"),
    include_str!("../../assets/words/zh-CN/errors.ftl"),
    include_str!("../../assets/words/zh-CN/providers.ftl"),
    include_str!("../../assets/words/zh-CN/codes.ftl"),
    include_str!("../../assets/words/zh-CN/sandbox.ftl"),
    include_str!("../../assets/words/zh-CN/spaces.ftl"),
    include_str!("../../assets/words/zh-CN/several.ftl"),
    include_str!("../../assets/words/zh-CN/sign-in.ftl"),
    include_str!("../../assets/words/zh-CN/session.ftl"),
    include_str!("../../assets/words/zh-CN/bind.ftl"),
    include_str!("../../assets/words/zh-CN/ways.ftl"),
    include_str!("../../assets/words/zh-CN/activity.ftl"),
    include_str!("../../assets/words/zh-CN/inspector.ftl"),
    include_str!("../../assets/words/zh-CN/support-bundle.ftl"),
];

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads the words of a language.
    pub fn new(language: Language) -> Self {
        let (tag, files) = match language {
            Language::English => ("en", ENGLISH),
            Language::SimplifiedChinese => ("zh-CN", SIMPLIFIED_CHINESE),
        };
        let locale: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![locale]);
        // The marks would be drawn as boxes by fonts that lack them, and screen readers would read them.
        bundle.set_use_isolating(false);
        for file in files {
            // A file that does not parse is found by the test below; at run time its good parts still serve.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(?errors, "a file of words has mistakes");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, "words are given twice");
            }
        }
        Self { language, bundle }
    }

    /// Which language they are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words with this key.
    pub fn text(&self, key: &str) -> Cow<'_, str> {
        self.pattern(key, None).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// The words with this key, with values filled in.
    pub fn with<'a>(&'a self, key: &str, values: &[(&'a str, FluentValue<'a>)]) -> String {
        let values: FluentArgs<'a> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.pattern(key, Some(&values)).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// Like [`Words::with`], for a key that is put together from parts.
    pub fn with_key(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let values: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.pattern(key, Some(&values)).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// The words with this key, if there are any; `key.attribute` names an attribute.
    pub fn find(&self, key: &str) -> Option<Cow<'_, str>> {
        self.pattern(key, None)
    }

    fn pattern<'a>(&'a self, key: &str, values: Option<&'a FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, values, &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "words lack a value");
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of the English files: tests/words.rs sees to it that the Chinese ones have the same.
    fn keys() -> impl Iterator<Item = &'static str> {
        let lines = ENGLISH.iter().flat_map(|file| file.lines());
        lines
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| Some(line.split_once(" =")?.0))
    }

    fn source() -> String {
        let mut source = String::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    source.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        source
    }

    #[test]
    fn every_key_in_the_code_has_words() {
        let words = Words::new(Language::English);
        for call in [".text(\"", ".with(\"", ".with(\n"] {
            for rest in source().split(call).skip(1) {
                let key = rest.trim_start().trim_start_matches('"').split('"').next().unwrap_or_default();
                assert!(words.bundle.has_message(key.split('.').next().unwrap()), "{key} has no words");
            }
        }
    }

    #[test]
    fn all_words_are_used() {
        // Codes, providers and personas are looked up by what the service says.
        let by_value = ["status-", "api-", "provider-", "persona-"];
        let source = source();
        let unused: Vec<_> = keys()
            .filter(|key| !by_value.iter().any(|kind| key.starts_with(kind)))
            .filter(|key| !source.contains(&format!("\"{key}\"")) && !source.contains(&format!("\"{key}.")))
            .collect();
        assert!(unused.is_empty(), "words that nothing shows: {unused:?}");
    }

    #[test]
    fn values_are_filled_in_without_marks() {
        let words = Words::new(Language::English);
        assert_eq!(words.with("unbind-title", &[("name", "GitHub".into())]), "Unbind GitHub?");
    }
}
