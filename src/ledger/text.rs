//! Texts are cut where they are longer than anybody reads, so that no answer of the other side can fill the disk.

/// The longest text that is kept whole, in characters.
pub(super) const LONGEST: usize = 2000;
/// The longest id that is kept whole, in characters.
pub(super) const LONGEST_ID: usize = 400;
/// How many ids of one kind are kept.
pub(super) const MOST_IDS: usize = 200;
/// How many requests of one call are kept.
pub(super) const MOST_REQUESTS: usize = 20;
/// How many identities of one list are kept.
pub(super) const MOST_IDENTITIES: usize = 500;
/// Stands at the end of a text that was cut.
const MARK: &str = " […]";

/// The text itself, or its beginning with a mark; together they are no longer than this many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    if text.chars().nth(longest).is_none() {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(longest.saturating_sub(MARK.chars().count())).collect();
    kept.push_str(MARK);
    kept
}

/// Like [`cut`], for ids: so many of them, each so long at most.
pub(super) fn cut_ids(ids: &[String]) -> Vec<String> {
    ids.iter().take(MOST_IDS).map(|id| cut(id, LONGEST_ID)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_cut_says_so(text in "\\PC{0,40}", longest in 4..30_usize) {
            let kept = cut(&text, longest);
            prop_assert!(kept.chars().count() <= longest);
            if text.chars().count() <= longest {
                prop_assert_eq!(kept, text);
            } else {
                prop_assert!(kept.ends_with(MARK));
                prop_assert_eq!(cut(&kept, longest), kept);
            }
        }
    }
}
