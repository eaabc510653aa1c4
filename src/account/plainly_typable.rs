//! Whether a person can type what stands on the screen.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

/// More marks than this in a row are no writing system's.
const MOST_MARKS: usize = 4;

/// Whether a name has at least one letter or digit, at most this many characters, and only such as a keyboard writes and
/// an eye tells apart.
///
/// Letters are of one script, or of the scripts that East Asian keyboards write together with Latin ones: a Cyrillic
/// letter in a Latin name would look right and never match (Unicode Technical Standard 39, section 5.2).
pub(super) fn is_plainly_typable(name: &str, most: usize) -> bool {
    // Text that others wrote may be endless, so it is cut before it is looked at.
    if name.chars().take(most + 1).count() > most {
        return false;
    }
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(name);
    let mut scripts = Vec::new();
    let mut named = false;
    let mut marks = None;
    for character in name.chars() {
        match kind(character) {
            Some(Kind::Letter) => {
                named = true;
                marks = Some(0);
                note(&mut scripts, character);
            }
            Some(Kind::Digit) => {
                named = true;
                marks = None;
            }
            Some(Kind::Mark) => match marks {
                Some(before) if before < MOST_MARKS => marks = Some(before + 1),
                _ => return false,
            },
            Some(Kind::Sign) => marks = None,
            None => return false,
        }
    }
    named && are_written_together(&scripts)
}

enum Kind {
    Letter,
    Digit,
    /// A mark that changes the letter before it.
    Mark,
    /// A space, or punctuation.
    Sign,
}

fn kind(character: char) -> Option<Kind> {
    if character.is_ascii() {
        return match character {
            _ if character.is_ascii_alphabetic() => Some(Kind::Letter),
            _ if character.is_ascii_digit() => Some(Kind::Digit),
            ' ' | '!'..='~' => Some(Kind::Sign),
            _ => None,
        };
    }
    if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character) {
        return None;
    }
    match CodePointMapData::<GeneralCategory>::new().get(character) {
        GeneralCategory::UppercaseLetter
        | GeneralCategory::LowercaseLetter
        | GeneralCategory::TitlecaseLetter
        | GeneralCategory::OtherLetter => is_itself(character).then_some(Kind::Letter),
        GeneralCategory::ModifierLetter => (character == 'ー').then_some(Kind::Letter),
        GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark => Some(Kind::Mark),
        GeneralCategory::OpenPunctuation | GeneralCategory::ClosePunctuation | GeneralCategory::OtherPunctuation => {
            // What Chinese and Japanese keyboards write.
            matches!(character, '\u{3001}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' | '·' | '・').then_some(Kind::Sign)
        }
        _ => None,
    }
}

/// Whether no plainer letter stands for it: `𝐆` and `ﬁ` look like what they are not.
fn is_itself(letter: char) -> bool {
    ComposingNormalizerBorrowed::new_nfkc().normalize_iter(std::iter::once(letter)).eq([letter])
}

fn note(scripts: &mut Vec<Script>, letter: char) {
    let script = CodePointMapData::<Script>::new().get(letter);
    if script != Script::Common && script != Script::Inherited && !scripts.contains(&script) {
        scripts.push(script);
    }
}

fn are_written_together(scripts: &[Script]) -> bool {
    const EAST_ASIAN: [Script; 6] =
        [Script::Latin, Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo, Script::Hangul];
    scripts.len() <= 1 || scripts.iter().all(|script| EAST_ASIAN.contains(script))
}
