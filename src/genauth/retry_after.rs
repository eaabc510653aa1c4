//! When a service says that it may be asked again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// What the `Retry-After` header says (RFC 9110, section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// This long after the answer, in whole seconds.
    In(Duration),
    /// At this moment.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads the header; `None` when it is neither a number nor a date. Of the three forms of a date, only the one that
    /// may be generated is read (RFC 9110, section 5.6.7).
    pub fn read(header: &str) -> Option<Self> {
        let header = header.trim();
        if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
            return header.parse::<u32>().ok().map(|seconds| Self::In(Duration::from_secs(seconds.into())));
        }
        DateTimeParser::new().parse_timestamp(header).ok().map(Self::At)
    }

    /// How long that is from now on, when the answer came now; nothing for a moment that is past.
    pub fn left(self, now: Timestamp) -> Duration {
        match self {
            Self::In(wait) => wait,
            Self::At(moment) => Duration::try_from(moment.duration_since(now)).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seconds_and_dates() {
        let date: Timestamp = "2026-11-23T21:00:00Z".parse().unwrap();
        for (header, expected) in [
            ("7", Some(RetryAfter::In(Duration::from_secs(7)))),
            (" 120 ", Some(RetryAfter::In(Duration::from_secs(120)))),
            ("Mon, 23 Nov 2026 21:00:00 GMT", Some(RetryAfter::At(date))),
            ("99999999999", None),
            ("-7", None),
            ("7.5", None),
            ("", None),
            ("soon", None),
        ] {
            assert_eq!(RetryAfter::read(header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_left() {
        let now: Timestamp = "2026-11-23T20:59:00Z".parse().unwrap();
        let left = |header: &str| RetryAfter::read(header).unwrap().left(now).as_secs();
        assert_eq!(left("7"), 7);
        assert_eq!(left("Mon, 23 Nov 2026 21:00:00 GMT"), 60);
        assert_eq!(left("Mon, 23 Nov 2026 20:00:00 GMT"), 0);
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_not(header in ".{0,60}", now in any::<i64>()) {
            let now = Timestamp::from_second(now).unwrap_or(Timestamp::MAX);
            let _ = RetryAfter::read(&header).map(|after| after.left(now));
        }
    }
}
