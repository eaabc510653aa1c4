//! A text in rows of bounded length, so that of a long one only what shows has to be drawn.

use std::ops::Range;

/// Where the rows of a text are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows(Vec<Range<usize>>);

impl Rows {
    /// Cuts a text at its line ends, and where a line is wider than so many columns. A character beyond ASCII counts as
    /// two: in a fixed-width font many of them are that wide.
    pub fn of(text: &str, columns: usize) -> Self {
        let columns = columns.max(2);
        let mut rows = Vec::new();
        let (mut start, mut width) = (0, 0);
        for (at, character) in text.char_indices() {
            if character == '\n' {
                rows.push(start..at);
                (start, width) = (at + 1, 0);
                continue;
            }
            let wide = if character.is_ascii() { 1 } else { 2 };
            if width + wide > columns {
                rows.push(start..at);
                (start, width) = (at, 0);
            }
            width += wide;
        }
        if start < text.len() {
            rows.push(start..text.len());
        }
        Self(rows)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The row at this place, of the same text.
    pub fn row<'a>(&self, text: &'a str, at: usize) -> &'a str {
        self.0.get(at).and_then(|range| text.get(range.clone())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Rows;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        let rows = Rows::of(text, columns);
        (0..rows.count()).map(|at| rows.row(text, at)).collect()
    }

    #[test]
    fn lines_are_kept_and_long_ones_go_on_below() {
        assert_eq!(rows("", 10), Vec::<&str>::new());
        assert_eq!(rows("one\n\ntwo\n", 10), ["one", "", "two"]);
        assert_eq!(rows("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(rows("账号空间", 4), ["账号", "空间"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-z账\\n]{0,60}", columns in 2usize..9) {
            prop_assert_eq!(rows(&text, columns).concat(), text.replace('\n', ""));
        }
    }
}
