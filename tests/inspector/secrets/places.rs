//! Everything that comes out of the program, and the search in it. One more file to search is one more [`Places::add`].

use bindery::inspector::as_code::{self, Language};
use bindery::inspector::har::{self, Imported};
use bindery::inspector::masking::Shown;
use bindery::inspector::tree::Tree;
use bindery::inspector::{Snapshot, compare};

use super::spelled::forms;

const UNMASKED: Shown = Shown { emails: true, phones: true, provider_ids: true };

/// What came out, and where.
#[derive(Default)]
pub(crate) struct Places(Vec<(&'static str, String)>);

impl Places {
    pub(crate) fn add(&mut self, place: &'static str, text: impl AsRef<[u8]>) {
        // Nor may a person read it between zeros, as they are or as JSON and Rust write them.
        let text = String::from_utf8_lossy(text.as_ref()).replace("\\u0000", "").replace("\\0", "").replace('\0', "");
        self.0.push((place, text));
    }

    /// All that is made of what the ring holds: files, files that are read again, texts to copy, comparisons.
    pub(crate) fn add_ring(&mut self, kept: &Snapshot) {
        self.add("the ring", format!("{kept:?}"));
        for shown in [Shown::default(), UNMASKED] {
            let file = har::write(&kept.entries, shown);
            self.add("a HAR file that is read again", format!("{:?}", har::import(&file).unwrap()));
            self.add("a HAR file", file);
            self.add("JSON lines", har::write_lines(&kept.entries, shown));
        }
        self.add_entries(&Imported { entries: kept.entries.clone(), ..Imported::default() });
    }

    /// What is made of exchanges, wherever they come from.
    pub(crate) fn add_entries(&mut self, read: &Imported) {
        self.add("what a file holds", format!("{read:?}"));
        let mut before = None;
        for entry in &read.entries {
            let exchange = &entry.exchange;
            for language in Language::ALL {
                let code = as_code::write(exchange, language, &|_| String::new());
                self.add("a call as code", code.text);
            }
            let bodies = [exchange.request.body.as_ref(), exchange.response.as_ref().map(|response| &response.body)];
            for tree in bodies.into_iter().flatten().filter_map(|body| Tree::parse(&body.text)) {
                let copied = (0..tree.nodes().len()).map(|node| format!("{}\n{}\n", tree.path(node), tree.value(node)));
                self.add("a value that is copied", copied.collect::<String>());
            }
            if let Some(before) = before.replace(exchange) {
                self.add("a comparison", format!("{:?}", compare::compare(before, exchange)));
            }
        }
    }

    #[track_caller]
    pub(crate) fn hold(&self, text: &str) {
        assert!(self.0.iter().any(|(_, said)| said.contains(text)), "{text} is nowhere");
    }

    /// Fails when a secret stands anywhere, however it is spelled.
    #[track_caller]
    pub(crate) fn are_free_of(&self, what: &str, secret: &str) {
        for form in forms(secret) {
            for (place, text) in &self.0 {
                if let Some(at) = text.find(&form) {
                    let from = text[..at].char_indices().rev().nth(150).map_or(0, |(from, _)| from);
                    panic!("{what} stands in {place} as {form}: …{:.400}", &text[from..]);
                }
            }
        }
    }
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    for (_, spell) in super::kinds::SPELLINGS {
        let mut places = Places::default();
        places.add("a text", format!("ab {}.", spell("planted007secret")));
        assert!(std::panic::catch_unwind(|| places.are_free_of("it", "planted007secret")).is_err());
        places.are_free_of("another", "planted008secret");
    }
}
