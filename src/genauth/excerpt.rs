//! Short plain texts out of long ones: the excerpt of a page, a message that is too long.

/// The longest excerpt of a page, in characters.
pub(super) const LONGEST_EXCERPT: usize = 400;
/// How much of a page is looked at for the excerpt, in bytes.
const LONGEST_LOOK: usize = 32 * 1024;

/// The beginning of a page as plain text: without tags, scripts and styles, runs of white space as one space.
pub(super) fn excerpt(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = beginning(text, LONGEST_LOOK);
    let mut kept = 0;
    while kept < LONGEST_EXCERPT
        && let Some(character) = rest.chars().next()
    {
        if character == '<' {
            rest = behind_tag(rest);
            if !plain.ends_with(' ') && !plain.is_empty() {
                plain.push(' ');
                kept += 1;
            }
            continue;
        }
        rest = &rest[character.len_utf8()..];
        if !character.is_whitespace() && !character.is_control() {
            plain.push(character);
            kept += 1;
        } else if !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
            kept += 1;
        }
    }
    plain.truncate(plain.trim_end().len());
    if kept >= LONGEST_EXCERPT && !rest.trim().is_empty() {
        plain.push('…');
    }
    plain
}

/// At most this many bytes from the beginning of a text.
pub(super) fn beginning(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What follows the tag that begins here, and the content that belongs to it and is not text.
fn behind_tag(text: &str) -> &str {
    for (opening, closing) in [("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<head>", "<title")] {
        if text.get(..opening.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(opening))
            && let Some(end) = text.to_ascii_lowercase().find(closing)
        {
            return behind_angle(&text[end..]);
        }
    }
    behind_angle(text)
}

fn behind_angle(text: &str) -> &str {
    text.find('>').map_or("", |end| &text[end + 1..])
}

/// At most this many characters, and an ellipsis when there were more.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST_EXCERPT, excerpt};

    #[test]
    fn excerpts_are_plain_and_short() {
        assert_eq!(excerpt("<!-- x > y --><p>a\n\t b</p><STYLE>c{}</STYLE>d"), "a b d");
        assert_eq!(excerpt("<p"), "");
        assert_eq!(excerpt(""), "");
        let long = excerpt(&"ä ".repeat(1000));
        assert_eq!(long.chars().count(), 400);
        assert!(long.ends_with('…'), "{long}");
    }

    proptest! {
        #[test]
        fn any_page_has_an_excerpt(page in "[<>/!a-z \u{e4}-]{0,300}") {
            prop_assert!(excerpt(&page).chars().count() <= LONGEST_EXCERPT + 1);
        }
    }
}
