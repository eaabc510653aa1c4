//! Captchas: a text to read off a picture, good once (reference section 3.5).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::rand;
use jiff::{SignedDuration, Timestamp};
use maud::html;

use super::tokens::random_text;

/// For how long a captcha is good; not documented.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// How many may be out; not one more is made before an old one is gone.
const MOST: usize = 1000;

/// Characters that nobody takes for one another.
const READABLE: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The captchas that are out.
#[derive(Debug, Default)]
pub(super) struct Captchas {
    by_token: Mutex<HashMap<String, Captcha>>,
}

#[derive(Debug)]
struct Captcha {
    text: String,
    expires_at: Timestamp,
}

/// A new captcha, as `get-captcha-code` answers it.
#[derive(Debug)]
pub(super) struct Picture {
    /// An SVG document in which the text can be read, by eyes as by a screen reader: it keeps nobody out.
    pub(super) svg: String,
    /// What goes back with the text.
    pub(super) token: String,
}

impl Captchas {
    /// Makes one; `None` when no random numbers can be made.
    pub(super) fn draw(&self, now: Timestamp) -> Option<Picture> {
        let (text, token) = (four_characters()?, random_text()?);
        let svg = picture(&text);
        let mut by_token = self.by_token();
        by_token.retain(|_, captcha| captcha.expires_at > now);
        if by_token.len() >= MOST
            && let Some(oldest) =
                by_token.iter().min_by_key(|(_, captcha)| captcha.expires_at).map(|(token, _)| token.clone())
        {
            by_token.remove(&oldest);
        }
        let expires_at = now.checked_add(GOOD_FOR).unwrap_or(now);
        by_token.insert(token.clone(), Captcha { text, expires_at });
        Some(Picture { svg, token })
    }

    /// Whether this text, in any case, was in the picture of this token. Right or wrong, the captcha is used up.
    pub(super) fn solve(&self, token: &str, text: &str, now: Timestamp) -> bool {
        let captcha = self.by_token().remove(token);
        captcha.is_some_and(|captcha| captcha.expires_at > now && captcha.text.eq_ignore_ascii_case(text.trim()))
    }

    /// Forgets everything.
    pub(super) fn reset(&self) {
        self.by_token().clear();
    }

    fn by_token(&self) -> MutexGuard<'_, HashMap<String, Captcha>> {
        self.by_token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn four_characters() -> Option<String> {
    let mut bytes = [0; 4];
    rand::fill(&mut bytes).ok()?;
    Some(bytes.iter().filter_map(|byte| READABLE.get(usize::from(byte % 32))).copied().map(char::from).collect())
}

fn picture(text: &str) -> String {
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" width="150" height="50" viewBox="0 0 150 50" role="img" aria-label=(text) {
            rect width="150" height="50" fill="#eef1f6" {}
            path d="M0 34 Q40 8 75 30 T150 18" fill="none" stroke="#98a2b3" {}
            text x="75" y="35" font-family="monospace" font-size="30" letter-spacing="6" text-anchor="middle" fill="#1b2130" {
                (text)
            }
        }
    };
    svg.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// The text that somebody reads off the picture.
    fn read(picture: &Picture) -> &str {
        let (_, after) = picture.svg.split_once("aria-label=\"").unwrap();
        after.split('"').next().unwrap()
    }

    #[test]
    fn a_captcha_is_good_once_in_any_case_and_for_a_while() {
        let captchas = Captchas::default();
        let picture = captchas.draw(at(0)).unwrap();
        let text = read(&picture).to_ascii_lowercase();
        assert_eq!(text.len(), 4);
        assert!(captchas.solve(&picture.token, &text, at(1)));
        assert!(!captchas.solve(&picture.token, &text, at(1)), "used up");

        let picture = captchas.draw(at(0)).unwrap();
        assert!(!captchas.solve(&picture.token, "0000", at(1)));
        assert!(!captchas.solve(&picture.token, read(&picture), at(1)), "a wrong guess uses it up too");

        let picture = captchas.draw(at(0)).unwrap();
        assert!(!captchas.solve(&picture.token, read(&picture), at(300)));
    }

    #[test]
    fn there_are_never_more_than_so_many() {
        let captchas = Captchas::default();
        let first = captchas.draw(at(0)).unwrap();
        for _ in 0..MOST {
            captchas.draw(at(1)).unwrap();
        }
        assert_eq!(captchas.by_token().len(), MOST);
        assert!(!captchas.solve(&first.token, read(&first), at(2)), "the oldest went");
    }
}
