//! Why a file could not be written, in words.

use super::Words;
use super::text::plain;
use crate::app::DestinationFailure;

/// What is in the way of a file, and what to do.
pub(super) fn destination_words(words: &Words, failure: &DestinationFailure) -> String {
    match failure {
        DestinationFailure::Exists => words.text("file-exists").into_owned(),
        DestinationFailure::NotWhole => words.text("file-not-whole").into_owned(),
        DestinationFailure::IsFolder => words.text("file-is-folder").into_owned(),
        DestinationFailure::NoFolder => words.text("file-no-folder").into_owned(),
        DestinationFailure::NotWritable => words.text("file-not-writable").into_owned(),
        DestinationFailure::DiskFull => words.text("file-disk-full").into_owned(),
        DestinationFailure::Other(reason) => words.with("file-other", &[("reason", plain(reason, 300).into())]),
    }
}
