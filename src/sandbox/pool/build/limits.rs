//! How much a personas file may ask for: enough to try any program's patience, and not all memory.

use toml::Spanned;

use super::place::{Origin, Spot};
use crate::sandbox::pool::error::PoolError;
use crate::sandbox::pool::file::Text;

/// The most bytes that a file may have.
pub(super) const BIGGEST_FILE: usize = 4 * 1024 * 1024;

/// How deep a filler may nest.
pub(super) const DEEPEST: usize = 1_000;

/// How many there may be of one thing, over all files.
pub(super) struct Limit {
    what: &'static str,
    most: usize,
    left: usize,
}

impl Limit {
    fn new(what: &'static str, most: usize) -> Self {
        Self { what, most, left: most }
    }

    /// Takes so many of what is left.
    pub(super) fn take(&mut self, count: usize, spot: Spot<'_>) -> Result<(), PoolError> {
        let left = self.left.checked_sub(count);
        self.left = left.ok_or_else(|| PoolError::TooMany { place: spot.place(), what: self.what, most: self.most })?;
        Ok(())
    }
}

/// What is limited.
pub(super) struct Limits {
    pub(super) applications: Limit,
    pub(super) connections: Limit,
    pub(super) personas: Limit,
    pub(super) identities: Limit,
    pub(super) people: Limit,
    pub(super) filler: Limit,
    repeated: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            applications: Limit::new("applications", 100),
            connections: Limit::new("sources and connections", 10_000),
            personas: Limit::new("personas", 10_000),
            identities: Limit::new("identities", 100_000),
            people: Limit::new("people", 1_000),
            filler: Limit::new("members by filler", 100_000),
            repeated: Limit::new("bytes of repeated text", 4_000_000),
        }
    }
}

impl Limits {
    /// A text with its repetitions written out.
    pub(super) fn text(&mut self, origin: Origin<'_>, text: Spanned<Text>) -> Result<String, PoolError> {
        let spot = origin.spot(&text);
        match text.into_inner() {
            Text::Plain(text) => Ok(text),
            Text::Repeated(repeated) => {
                self.repeated.take(repeated.repeat.len().saturating_mul(repeated.times), spot)?;
                Ok(repeated.repeat.repeat(repeated.times))
            }
        }
    }

    /// The same for a text that may be missing.
    pub(super) fn optional_text(
        &mut self,
        origin: Origin<'_>,
        text: Option<Spanned<Text>>,
    ) -> Result<Option<String>, PoolError> {
        text.map(|text| self.text(origin, text)).transpose()
    }
}
