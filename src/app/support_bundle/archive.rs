//! The files of a support bundle as one zip file.

use std::io::{Cursor, Write as _};

use jiff::civil::DateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::contents::BundleContents;
use crate::app::destination::DestinationFailure;

/// What a bundle is as bytes; `made_at` is the time of each file, by the clock on the wall as zip files have it.
///
/// # Errors
/// [`DestinationFailure::Other`] when a file is too large for a zip file.
pub(super) fn of(contents: &BundleContents, made_at: DateTime) -> Result<Vec<u8>, DestinationFailure> {
    let failure = |error: zip::result::ZipError| DestinationFailure::Other(error.to_string());
    let mut options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // Whoever unpacks it is the only one who may read it, too.
        .unix_permissions(0o600);
    if let Some(time) = zip_time(made_at) {
        options = options.last_modified_time(time);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in &contents.files {
        archive.start_file(file.name, options).map_err(failure)?;
        archive.write_all(file.text.as_bytes()).map_err(|error| DestinationFailure::Other(error.to_string()))?;
    }
    Ok(archive.finish().map_err(failure)?.into_inner())
}

/// `None` for a time that zip files have no place for: before 1980 and after 2107.
fn zip_time(at: DateTime) -> Option<zip::DateTime> {
    let part = |part: i8| u8::try_from(part).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    zip::DateTime::from_date_and_time(u16::try_from(at.year()).ok()?, month, day, hour, minute, second).ok()
}
