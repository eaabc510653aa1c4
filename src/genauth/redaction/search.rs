//! Looks through a text for many secrets at once, in whatever spelling they stand there.
//!
//! All that is looked for stands in one sorted list. From each place of the text the list is narrowed down character by
//! character, for every way in which the text can be read, so that the time depends on the text and hardly on how much is
//! looked for.

use std::sync::OnceLock;

use super::SecretKind;
use super::live::{LiveSecret, Needle};
use super::spelling::{begins_an_escape, is_cut_escape, readings};

/// How much of a secret must stand at the very end of a text that was cut for it to count, in bytes.
const SHORTEST_CUT: usize = 4;

/// The most ways of reading a text that are followed at once.
const MOST_WALKS: usize = 64;

/// The secrets that a text is looked through for.
#[derive(Default)]
pub(super) struct LiveSecrets {
    secrets: Vec<LiveSecret>,
    sorted: OnceLock<Sorted>,
}

/// Which needle of which secret, in the order of their bytes, and for each byte those that begin with it.
struct Sorted {
    needles: Vec<(usize, usize)>,
    begin_with: Box<[(usize, usize); 256]>,
}

/// Needles from `from` to `to` begin like the text does from some place up to `end`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Walk {
    from: usize,
    to: usize,
    matched: usize,
    end: usize,
}

/// A secret in the text.
struct Found<'a> {
    end: usize,
    needle: &'a Needle,
    secret: &'a LiveSecret,
}

impl LiveSecrets {
    /// Adds one; says whether it was new.
    pub(super) fn add(&mut self, secret: LiveSecret) -> bool {
        if self.secrets.iter().any(|other| other.is_same(&secret)) {
            return false;
        }
        self.secrets.push(secret);
        self.sorted.take();
        true
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.secrets.len()
    }

    /// What this value is, when it is exactly one of the secrets.
    pub(super) fn kind_of(&self, value: &str) -> Option<SecretKind> {
        self.secrets.iter().find(|secret| secret.is(value)).map(LiveSecret::kind)
    }

    /// Replaces every secret in the text, also where some of its characters are escaped for a URL, JSON or HTML, or where
    /// the whole is in base64 or hexadecimal. `cut` says that the text may end in the middle of one.
    pub(super) fn replace(&self, text: &str, cut: bool) -> String {
        if self.secrets.is_empty() {
            return text.to_owned();
        }
        let sorted = self.sorted.get_or_init(|| self.sort());
        let bytes = text.as_bytes();
        let mut redacted = String::with_capacity(text.len());
        let mut walks = [Vec::new(), Vec::new()];
        let mut copied = 0;
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            if let Some(found) = self.longest_at(sorted, text, at, cut, &mut walks) {
                let (start, end) =
                    if found.needle.is_base64 { with_ends(bytes, copied, at, found.end) } else { (at, found.end) };
                redacted.push_str(&text[copied..start]);
                redacted.push_str(found.secret.marker());
                copied = end;
                at = end;
            } else {
                at += if first.is_ascii() { 1 } else { text[at..].chars().next().map_or(1, char::len_utf8) };
            }
        }
        redacted.push_str(&text[copied..]);
        redacted
    }

    fn sort(&self) -> Sorted {
        let numbers = self.secrets.iter().enumerate();
        let mut needles: Vec<(usize, usize)> =
            numbers.flat_map(|(secret, live)| (0..live.needles().len()).map(move |needle| (secret, needle))).collect();
        needles.sort_by(|one, other| self.bytes(*one).cmp(self.bytes(*other)));
        let mut begin_with = Box::new([(0, 0); 256]);
        for (place, needle) in needles.iter().enumerate() {
            if let Some(first) = self.bytes(*needle).first()
                && let Some((from, to)) = begin_with.get_mut(usize::from(*first))
            {
                *from = if *to == 0 { place } else { *from };
                *to = place + 1;
            }
        }
        Sorted { needles, begin_with }
    }

    fn bytes(&self, (secret, needle): (usize, usize)) -> &[u8] {
        self.needle((secret, needle)).map_or(&[], |(_, needle)| needle.bytes.as_slice())
    }

    fn needle(&self, (secret, needle): (usize, usize)) -> Option<(&LiveSecret, &Needle)> {
        let secret = self.secrets.get(secret)?;
        Some((secret, secret.needles().get(needle)?))
    }

    /// The longest secret that begins at this place.
    fn longest_at<'a>(
        &'a self,
        sorted: &Sorted,
        text: &str,
        at: usize,
        cut: bool,
        [walks, next]: &mut [Vec<Walk>; 2],
    ) -> Option<Found<'a>> {
        let first = *text.as_bytes().get(at)?;
        // Most places begin none, which should cost nothing.
        let (from, to) = *sorted.begin_with.get(usize::from(first))?;
        if from == to && !begins_an_escape(first) {
            return None;
        }
        let mut longest: Option<Found<'a>> = None;
        let mut note = |end: usize, place: usize| {
            if longest.as_ref().is_none_or(|longest| end > longest.end)
                && let Some((secret, needle)) = sorted.needles.get(place).and_then(|number| self.needle(*number))
            {
                longest = Some(Found { end, needle, secret });
            }
        };
        walks.clear();
        walks.push(Walk { from: 0, to: sorted.needles.len(), matched: 0, end: at });
        while !walks.is_empty() {
            next.clear();
            for walk in walks.iter() {
                let rest = &text[walk.end..];
                if cut && walk.matched >= SHORTEST_CUT && (rest.is_empty() || is_cut_escape(rest)) {
                    note(text.len(), walk.from);
                }
                for &(character, end) in readings(text, walk.end).as_slice() {
                    let Some(further) = self.narrowed(sorted, *walk, character, end) else { continue };
                    let ends_here = |number| self.bytes(number).len() == further.matched;
                    if sorted.needles.get(further.from).copied().is_some_and(ends_here) {
                        note(end, further.from);
                    }
                    if next.len() < MOST_WALKS && !next.contains(&further) {
                        next.push(further);
                    }
                }
            }
            std::mem::swap(walks, next);
        }
        longest
    }

    /// Those needles that go on with this character.
    fn narrowed(&self, sorted: &Sorted, walk: Walk, character: char, end: usize) -> Option<Walk> {
        let Walk { mut from, mut to, mut matched, .. } = walk;
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            if matched == 0 {
                (from, to) = *sorted.begin_with.get(usize::from(byte))?;
            } else {
                let among = sorted.needles.get(from..to)?;
                let byte_of = |number: &(usize, usize)| self.bytes(*number).get(matched).copied();
                // One that is over has no byte here, and comes before all others.
                let begin = among.partition_point(|number| byte_of(number) < Some(byte));
                let length = among.get(begin..)?.partition_point(|number| byte_of(number) == Some(byte));
                (from, to) = (from + begin, from + begin + length);
            }
            if from == to {
                return None;
            }
            matched += 1;
        }
        Some(Walk { from, to, matched, end })
    }
}

/// A part of base64 with the characters beside it that can hold a part of the secret too.
fn with_ends(bytes: &[u8], from: usize, start: usize, end: usize) -> (usize, usize) {
    let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let before = bytes[from..start].iter().rev().take(3).take_while(is_base64).count();
    let behind = bytes[end..].iter().take(3).take_while(is_base64).count();
    (start - before, end + behind)
}

#[cfg(test)]
mod tests {
    use super::LiveSecrets;
    use crate::genauth::redaction::live::LiveSecret;
    use crate::genauth::{AccessToken, Password};
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    fn replace(secrets: &[LiveSecret], text: &str, cut: bool) -> String {
        let mut live = LiveSecrets::default();
        for secret in secrets {
            live.add(secret.clone());
        }
        live.replace(text, cut)
    }

    fn secrets() -> Vec<LiveSecret> {
        vec![
            LiveSecret::password(&Password::new("p\u{e4}\"\\/ &<😀z".to_owned())),
            LiveSecret::access_token(&AccessToken::new("tok-123456".to_owned())),
        ]
    }

    #[test]
    fn finds_every_spelling() {
        for text in [
            "p\u{e4}\"\\/ &<😀z",
            "p%C3%A4%22%5C%2F%20%26%3C%F0%9F%98%80z",
            "p%c3%a4%22%5c%2f+%26%3c%f0%9f%98%80z",
            "p%25C3%25A4%2522%255C%252F%2520%2526%253C%25F0%259F%2598%2580z",
            r#"p\u00e4\"\\\/ \u0026\u003C\ud83d\uDE00z"#,
            "p\u{e4}&quot;\\/ &amp;&lt;😀z",
            "p&#228;&#34;&#92;&#47;&#32;&#38;&#60;&#128512;z",
            "&#x70;&#xe4;&#x22;&#x5C;&#x2f;&#x20;&#x26;&#x3c;&#x1f600;&#x7a;",
        ] {
            assert_eq!(replace(&secrets(), &format!("a{text}b"), false), "a[redacted password]b", "{text}");
        }
    }

    #[test]
    fn a_secret_can_look_like_an_escape() {
        let secrets = [LiveSecret::password(&Password::new("A0%25AA".to_owned()))];
        for text in ["A0%25AA", "A0%2525AA", "A0%252525AA"] {
            assert_eq!(replace(&secrets, text, false), "[redacted password]", "{text}");
        }
    }

    #[test]
    fn tells_the_length_of_tokens_only() {
        assert_eq!(replace(&secrets(), "tok-123456", false), "[redacted access token, 10 characters]");
        assert_eq!(replace(&secrets(), "tok-12345", false), "tok-12345");
    }

    #[test]
    fn finds_the_beginning_of_a_secret_at_a_cut() {
        assert_eq!(replace(&secrets(), "x tok-1", true), "x [redacted access token, 10 characters]");
        assert_eq!(replace(&secrets(), "x tok-1", false), "x tok-1");
        assert_eq!(replace(&secrets(), "x tok", true), "x tok");
    }

    #[test]
    fn finds_base64_at_every_place_in_what_is_encoded() {
        let secrets = [LiveSecret::password(&Password::new("hunter2\u{ff}\u{ff}?>".to_owned()))];
        for before in ["", "a", "ab", "abc", "app:"] {
            for behind in ["", "z", "zz", "zzz"] {
                let plain = format!("{before}hunter2\u{ff}\u{ff}?>{behind}");
                for alphabet in [STANDARD, URL_SAFE] {
                    let encoded = alphabet.encode(&plain);
                    let redacted = replace(&secrets, &format!("<{encoded}>"), false);
                    assert!(redacted.contains("[redacted password]"), "{plain} {encoded} {redacted}");
                    let left = redacted.replace("[redacted password]", "");
                    assert!(left.len() <= before.len() * 2 + behind.len() * 2 + 4, "{plain} {encoded} {redacted}");
                }
            }
        }
    }

    #[test]
    fn leaves_texts_alone_for_secrets_that_are_too_short() {
        let short =
            [LiveSecret::password(&Password::new("a".to_owned())), LiveSecret::password(&Password::new(String::new()))];
        assert_eq!(replace(&short, "banana", false), "banana");
    }
}
