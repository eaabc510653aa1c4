//! Exchanges as files: HAR 1.2, and the same entries as JSON lines; and HAR files from elsewhere.
//!
//! HAR is defined at <http://www.softwareishard.com/blog/har-12-spec/>. What is only ours stands in `_bindery`, which the
//! format allows for names that begin with an underscore.

mod bounded;
mod entry;
mod import;

pub use import::{ImportError, Imported, LARGEST_FILE, import};
use serde::Serialize;

use super::Entry;
use super::masking::{Masker, Shown};
use std::sync::Arc;

/// Writes a HAR file; what is returned is what stands in it, to the byte.
pub fn write(entries: &[Arc<Entry>], shown: Shown) -> Vec<u8> {
    write_masked(entries, &Masker::of(entries, shown))
}

/// Writes a HAR file that goes with others, masked as they are.
pub fn write_masked(entries: &[Arc<Entry>], masker: &Masker) -> Vec<u8> {
    let entries = entries.iter().map(|entry| entry::of(&masker.entry(entry))).collect();
    let file = File {
        log: Log {
            version: VERSION,
            creator: Creator { name: CREATOR, version: env!("CARGO_PKG_VERSION") },
            pages: [],
            entries,
        },
    };
    let mut bytes = serde_json::to_vec_pretty(&file).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Writes one HAR entry a line.
pub fn write_lines(entries: &[Arc<Entry>], shown: Shown) -> Vec<u8> {
    let masker = Masker::of(entries, shown);
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(serde_json::to_vec(&entry::of(&masker.entry(entry))).unwrap_or_default());
        bytes.push(b'\n');
    }
    bytes
}

/// The version of the format.
pub const VERSION: &str = "1.2";

const CREATOR: &str = "Bindery";

#[derive(Serialize)]
struct File {
    log: Log,
}

#[derive(Serialize)]
struct Log {
    version: &'static str,
    creator: Creator,
    /// There are none, but some readers want the list.
    pages: [(); 0],
    entries: Vec<entry::HarEntry>,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[cfg(test)]
mod tests;
