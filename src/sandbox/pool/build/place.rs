//! Where in which file something stands, so that an error can name the line.

use std::fmt;

use toml::Spanned;

/// A line of a personas file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counts from 1.
    pub line: usize,
    /// Whether the file is the one that comes with the program.
    pub built_in: bool,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.line)?;
        match self.built_in {
            true => formatter.write_str(" of the personas that come with the program"),
            false => Ok(()),
        }
    }
}

/// The file that an entry comes from.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'text> {
    pub(crate) text: &'text str,
    pub(crate) built_in: bool,
}

impl<'text> Origin<'text> {
    pub(super) fn at(self, offset: usize) -> Spot<'text> {
        Spot { origin: self, offset }
    }

    pub(super) fn spot<Value>(self, value: &Spanned<Value>) -> Spot<'text> {
        self.at(value.span().start)
    }
}

/// Where something begins. Lines are counted only when an error asks for one.
#[derive(Clone, Copy)]
pub(super) struct Spot<'text> {
    origin: Origin<'text>,
    /// In bytes.
    offset: usize,
}

impl Spot<'_> {
    pub(super) fn place(self) -> Place {
        let before = self.origin.text.bytes().take(self.offset);
        Place { line: before.filter(|byte| *byte == b'\n').count() + 1, built_in: self.origin.built_in }
    }
}
