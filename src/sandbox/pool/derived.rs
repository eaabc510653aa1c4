//! IDs and keys that the file does not write out.

use aws_lc_rs::digest::{SHA256, digest};

/// 24 hexadecimal digits that are the same for the same key each time, as the service's IDs look (reference section
/// 1.7).
pub(super) fn derived_id(what: &str, key: &str) -> String {
    let hash = digest(&SHA256, format!("{what}\n{key}").as_bytes());
    let digits = hash.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.take(24).filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The key of one source of a series, which is its connection's identifier too.
pub(super) fn series_key(series: &str, number: usize) -> String {
    format!("{series}-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_id_is_the_same_each_time_and_for_that_key_only() {
        let id = derived_id("source", "a");
        assert_eq!(id, derived_id("source", "a"));
        assert_ne!(id, derived_id("source", "b"));
        assert_ne!(id, derived_id("user", "a"));
        assert_eq!(id.len(), 24);
        assert!(id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
    }
}
