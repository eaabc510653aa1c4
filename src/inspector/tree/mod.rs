//! JSON as a tree of rows, to fold, search and copy from.

mod reading;

use std::collections::HashSet;

use reading::Reading;
use serde::de::DeserializeSeed as _;
use serde_json::Number;

use super::filter::contains;

/// The most values of a tree. A text with more is shown as text only.
pub const MOST_NODES: usize = 100_000;

/// One value of a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// How many values it stands in; the text's own value stands in none.
    pub depth: usize,
    /// Where it stands in the value around it.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// The value around it, as a place in [`Tree::nodes`].
    pub parent: Option<usize>,
    /// Just behind its last descendant, as a place in [`Tree::nodes`].
    pub end: usize,
}

/// Where a value stands in the one around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is the whole text.
    Root,
    /// Under this name of an object.
    Name(String),
    /// At this place of an array, counted from 0.
    Index(usize),
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// An array of so many elements.
    Array(usize),
    /// An object of so many fields.
    Object(usize),
}

impl Kind {
    /// Whether something stands in it.
    pub fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Object(_))
    }
}

/// A JSON text, its values in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// Which values are folded; a value that is not in it stands open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds(HashSet<usize>);

impl Folds {
    /// Folds or opens a value.
    pub fn toggle(&mut self, node: usize) {
        if !self.0.remove(&node) {
            self.0.insert(node);
        }
    }

    /// Whether a value is folded.
    pub fn is_folded(&self, node: usize) -> bool {
        self.0.contains(&node)
    }

    /// Opens everything.
    pub fn open_all(&mut self) {
        self.0.clear();
    }

    /// Folds everything below the root.
    pub fn fold_all(&mut self, tree: &Tree) {
        let inner = |(place, node): (usize, &Node)| (node.depth > 0 && node.kind.is_container()).then_some(place);
        self.0 = tree.nodes.iter().enumerate().filter_map(inner).collect();
    }

    /// Opens what stands around a value, so that it shows.
    pub fn reveal(&mut self, tree: &Tree, node: usize) {
        for around in tree.around(node) {
            self.0.remove(&around);
        }
    }
}

impl Tree {
    /// Reads a text; `None` when it is not JSON, is deeper than 128 values or has more than [`MOST_NODES`].
    pub fn parse(text: &str) -> Option<Self> {
        let mut nodes = Vec::new();
        let mut reader = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
        Reading::of(&mut nodes).deserialize(&mut reader).ok()?;
        reader.end().ok()?;
        Some(Self { nodes })
    }

    /// All values, each before those that stand in it.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The values that show when these are folded, as places in [`Tree::nodes`].
    pub fn shown(&self, folds: &Folds) -> Vec<usize> {
        let mut shown = Vec::new();
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            shown.push(at);
            at = if folds.is_folded(at) { node.end.max(at + 1) } else { at + 1 };
        }
        shown
    }

    /// The values that have this text in their name or in themselves; small and capital ASCII letters are the same.
    pub fn search(&self, text: &str) -> Vec<usize> {
        if text.is_empty() {
            return Vec::new();
        }
        let found = |node: &Node| {
            let named = matches!(&node.place, Place::Name(name) if contains(name, text));
            named
                || match &node.kind {
                    Kind::String(value) => contains(value, text),
                    Kind::Number(number) => contains(&number.to_string(), text),
                    Kind::Bool(value) => contains(if *value { "true" } else { "false" }, text),
                    Kind::Null => contains("null", text),
                    Kind::Array(_) | Kind::Object(_) => false,
                }
        };
        self.nodes.iter().enumerate().filter_map(|(place, node)| found(node).then_some(place)).collect()
    }

    /// Where a value stands, as a normalised path of JSONPath (RFC 9535, section 2.7) with dots where names allow it:
    /// `$.data[0]['my name']`.
    pub fn path(&self, node: usize) -> String {
        let mut places: Vec<&Place> = self.nodes.get(node).map(|node| &node.place).into_iter().collect();
        places
            .extend(self.around(node).into_iter().filter_map(|around| self.nodes.get(around)).map(|node| &node.place));
        places.into_iter().rev().map(segment).collect()
    }

    /// A value to copy: a string without its quotes, anything else as indented JSON.
    pub fn value(&self, node: usize) -> String {
        let Some(found) = self.nodes.get(node) else { return String::new() };
        match &found.kind {
            Kind::String(text) => text.clone(),
            _ => {
                let mut text = String::new();
                self.write(node, 0, &mut text);
                text
            }
        }
    }

    /// The values around a value, the nearest first.
    fn around(&self, node: usize) -> Vec<usize> {
        std::iter::successors(self.nodes.get(node).and_then(|node| node.parent), |at| self.nodes.get(*at)?.parent)
            .collect()
    }

    /// The values that stand directly in this one.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let (first, end) = self.nodes.get(node).map_or((0, 0), |found| (node + 1, found.end));
        let next = move |at: &usize| self.nodes.get(*at).map(|child| child.end).filter(|next| *next < end);
        std::iter::successors((first < end).then_some(first), next)
    }

    fn write(&self, node: usize, depth: usize, text: &mut String) {
        let Some(found) = self.nodes.get(node) else { return };
        let (open, close, names) = match &found.kind {
            Kind::Null => return text.push_str("null"),
            Kind::Bool(value) => return text.push_str(if *value { "true" } else { "false" }),
            Kind::Number(number) => return text.push_str(&number.to_string()),
            Kind::String(value) => return text.push_str(&quoted(value)),
            Kind::Array(_) => ('[', ']', false),
            Kind::Object(_) => ('{', '}', true),
        };
        text.push(open);
        let mut is_first = true;
        for child in self.children(node) {
            if !is_first {
                text.push(',');
            }
            is_first = false;
            text.push('\n');
            text.push_str(&"  ".repeat(depth + 1));
            if let (true, Some(Place::Name(name))) = (names, self.nodes.get(child).map(|child| &child.place)) {
                text.push_str(&quoted(name));
                text.push_str(": ");
            }
            self.write(child, depth + 1, text);
        }
        if !is_first {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        }
        text.push(close);
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// One part of a path.
fn segment(place: &Place) -> String {
    match place {
        Place::Root => "$".to_owned(),
        Place::Index(index) => format!("[{index}]"),
        Place::Name(name) => {
            let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            if begins && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                return format!(".{name}");
            }
            format!("['{}']", name.replace('\\', r"\\").replace('\'', r"\'"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Folds, Kind, Tree};

    const TEXT: &str = r#"{"statusCode":200,"data":[{"b":1,"a":null,"my name":"GitHub"},[]],"z":{}}"#;

    #[test]
    fn rows_stand_in_the_order_of_the_text() {
        let tree = Tree::parse(TEXT).unwrap();
        let paths: Vec<String> = (0..tree.nodes().len()).map(|node| tree.path(node)).collect();
        assert_eq!(
            paths,
            [
                "$",
                "$.statusCode",
                "$.data",
                "$.data[0]",
                "$.data[0].b",
                "$.data[0].a",
                "$.data[0]['my name']",
                "$.data[1]",
                "$.z"
            ]
        );
        assert_eq!(tree.nodes()[2].kind, Kind::Array(2));
        assert_eq!(tree.children(0).collect::<Vec<_>>(), [1, 2, 8]);
        assert_eq!(tree.children(7).count(), 0);
    }

    #[test]
    fn folds_hide_what_stands_inside() {
        let tree = Tree::parse(TEXT).unwrap();
        let mut folds = Folds::default();
        assert_eq!(tree.shown(&folds).len(), 9);
        folds.toggle(2);
        assert_eq!(tree.shown(&folds), [0, 1, 2, 8]);
        folds.reveal(&tree, 6);
        assert_eq!(tree.shown(&folds).len(), 9);
        folds.fold_all(&tree);
        assert_eq!(tree.shown(&folds), [0, 1, 2, 8]);
    }

    #[test]
    fn search_and_copy() {
        let tree = Tree::parse(TEXT).unwrap();
        assert_eq!(tree.search("github"), [6]);
        assert_eq!(tree.search("DATA"), [2]);
        assert_eq!(tree.search("200"), [1]);
        assert_eq!(tree.search(""), [0; 0]);
        assert_eq!(tree.value(6), "GitHub");
        assert_eq!(tree.value(3), "{\n  \"b\": 1,\n  \"a\": null,\n  \"my name\": \"GitHub\"\n}");
        assert_eq!((tree.value(7).as_str(), tree.value(99).as_str()), ("[]", ""));
    }

    #[test]
    fn what_is_no_json_or_too_much_is_no_tree() {
        for text in ["", "{", "{} {}", "nope", &"[".repeat(10_000), &format!("[{}1]", "1,".repeat(200_000))] {
            assert!(Tree::parse(text).is_none(), "{text:.20}");
        }
        assert!(Tree::parse("\u{feff} 1 ").is_some());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,a0-9 \\\\.-]{0,60}") {
            if let Some(tree) = Tree::parse(&text) {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                if !value.is_string() {
                    // A name that comes twice stays twice here, and is one in the value.
                    let copied: serde_json::Value = serde_json::from_str(&tree.value(0)).unwrap();
                    prop_assert_eq!(copied, value);
                }
                prop_assert_eq!(tree.shown(&Folds::default()).len(), tree.nodes().len());
            }
        }
    }
}
