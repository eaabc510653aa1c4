//! Making text that others wrote safe to show, and times readable.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Text from the service as it may stand on the screen: one line, nothing that hides or reorders, of bounded length.
///
/// A name with a right-to-left override could otherwise make a button say what it does not do.
pub(super) fn plain(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut count = 0;
    for character in text.chars() {
        let character = match character {
            c if c.is_control() => ' ',
            // Marks that only change direction or join, and those that take no room.
            '\u{ad}'
            | '\u{061c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                continue;
            }
            c => c,
        };
        if count == most {
            shown.push('…');
            break;
        }
        shown.push(character);
        count += 1;
    }
    shown
}

/// An identifier shortened in the middle, so that its beginning and end can be compared.
pub(super) fn shortened(id: &str, most: usize) -> String {
    let id = plain(id, 10_000);
    let characters: Vec<char> = id.chars().collect();
    if characters.len() <= most {
        return id;
    }
    let tail = (most - 1) / 3;
    let head = most - 1 - tail;
    let (head, tail) = (&characters[..head], &characters[characters.len() - tail..]);
    format!("{}…{}", String::from_iter(head), String::from_iter(tail))
}

/// A time of day, to the second.
pub(super) fn clock(at: Timestamp, time_zone: &TimeZone) -> String {
    at.to_zoned(time_zone.clone()).strftime("%H:%M:%S").to_string()
}

/// A day and a time of day, to the minute.
pub(super) fn day_and_clock(at: Timestamp, time_zone: &TimeZone) -> String {
    at.to_zoned(time_zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment for the record: to the second, in UTC (RFC 3339).
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A length of time in minutes and seconds.
pub(super) fn minutes_and_seconds(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_told_in_minutes_and_seconds() {
        let told = |seconds| minutes_and_seconds(Duration::from_secs(seconds));
        assert_eq!([told(0), told(9), told(60), told(600)], ["0:00", "0:09", "1:00", "10:00"]);
    }

    #[test]
    fn directions_cannot_be_overridden() {
        assert_eq!(plain("ab\u{202e}dc\u{200b}\n", 10), "abdc ");
    }

    #[test]
    fn long_ids_keep_both_ends() {
        assert_eq!(shortened("on_093ce502aaaaaaaaaaaa99123b18b", 16), "on_093ce50…3b18b");
        assert_eq!(shortened("5829113", 16), "5829113");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_bounded(text in ".*", most in 4usize..40) {
            prop_assert!(plain(&text, most).chars().count() <= most + 1);
            prop_assert!(shortened(&text, most).chars().count() <= most);
        }
    }
}
