//! The files of a support bundle.

use super::facts::{BundledReceipts, Facts};
use super::{readme, versions};
use crate::app::activity::receipts_json;
use crate::inspector::har;
use crate::inspector::masking::{Masker, Personal};
use crate::inspector::rows::Rows;

/// How wide the preview's rows are, in characters.
const COLUMNS: usize = 100;

/// What a support bundle holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleContents {
    /// Its files, the one that explains the others first.
    pub files: Vec<BundleFile>,
    /// The receipts in it.
    pub receipts: BundledReceipts,
}

/// One file of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// What it is called.
    pub name: &'static str,
    /// What stands in it, to the byte.
    pub text: String,
    /// Its rows.
    pub rows: Rows,
}

impl BundleFile {
    fn new(name: &'static str, text: String) -> Self {
        let rows = Rows::of(&text, COLUMNS);
        Self { name, text, rows }
    }
}

/// Works out every file.
pub(super) fn of(facts: &Facts) -> BundleContents {
    let receipts = match &facts.receipts {
        BundledReceipts::Read { entries, .. } => Some(receipts_json(entries)),
        BundledReceipts::LeftOut | BundledReceipts::OfNobody | BundledReceipts::NotRead => None,
    };
    let space = facts.space.as_ref().map(crate::session::AccountSpace::as_text);
    // What is personal is looked for in all files before one is masked: then one value has one mask in all of them.
    let mut personal = Personal::new(facts.shown);
    personal.in_entries(&facts.calls);
    for text in [&receipts, &space].into_iter().flatten() {
        personal.in_body(text);
    }
    let masker = personal.masker();
    let mut files = Vec::new();
    if !facts.calls.is_empty() {
        let calls = har::write_masked(&facts.calls, &masker);
        files.push(BundleFile::new("calls.har", String::from_utf8_lossy(&calls).into_owned()));
    }
    let masked = |text: String, masker: &Masker| masker.text(&text);
    files.extend(receipts.map(|text| BundleFile::new("receipts.json", masked(text, &masker))));
    files.extend(space.map(|text| BundleFile::new("space.toml", masked(text, &masker))));
    files.push(BundleFile::new("versions.json", versions::of(facts)));
    files.insert(0, BundleFile::new("README.md", readme::of(facts, &files)));
    BundleContents { files, receipts: facts.receipts.clone() }
}
