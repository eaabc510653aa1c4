//! Holds the committed fonts to what they are for: they load, and have the characters that are shown in them.

#![allow(clippy::unwrap_used, reason = "clippy exempts test functions, but not what they call")]

use std::path::Path;

use egui::epaint::text::{FontData, FontDefinitions, Fonts, TextOptions};
use egui::{Color32, FontFamily, FontId};

/// One committed font, alone, so that no other can stand in for a character that it lacks.
fn fonts_of(path: &str) -> Fonts {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut definitions = FontDefinitions::empty();
    definitions.font_data.insert(path.to_owned(), FontData::from_owned(bytes).into());
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        definitions.families.insert(family, vec![path.to_owned()]);
    }
    Fonts::new(TextOptions::default(), definitions)
}

/// The characters of `text` that the font lacks.
fn missing(fonts: &mut Fonts, text: &str) -> String {
    let mut view = fonts.with_pixels_per_point(1.0);
    text.chars()
        .filter(|character| !character.is_control())
        .filter(|character| !view.has_glyph(&FontId::proportional(14.0), *character))
        .collect()
}

/// How wide the font draws `text`, which has to leave something on the screen.
fn drawn_width(fonts: &mut Fonts, text: &str) -> f32 {
    let galley =
        fonts.with_pixels_per_point(1.0).layout_no_wrap(text.to_owned(), FontId::proportional(14.0), Color32::BLACK);
    assert!(galley.num_vertices > 0, "nothing is drawn for {text:?}");
    galley.size().x
}

/// Every file of words in a language, as one text.
fn words(language: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(language);
    let mut words = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        words.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    words
}

const INTER: [&str; 3] =
    ["assets/fonts/Inter-Regular.otf", "assets/fonts/Inter-Medium.otf", "assets/fonts/Inter-SemiBold.otf"];

const CHINESE: &str = "tests/fonts/NotoSansSC-subset.otf";

#[test]
fn inter_has_the_characters_that_the_program_shows() {
    let ascii: String = (' '..='~').collect();
    let accents = "ÀÉÎÕÜßàéîõüÿĀąČďĘěĞğİıŁłŃňŐőŘřŚşŠšŤťŪůŹżŽžƒȘșȚțẞ";
    let greek = "ΑΒΓΔΩαβγδωάέ";
    let signs = "·…“”‘’–—‑•●○▲▶▼◀⚠✓✗×→←↑↓↩⌘⇧«»‹›€£¥₩₽°±÷≈≠≤≥−™©®½²№";
    for font in INTER {
        let mut fonts = fonts_of(font);
        for text in [&ascii, accents, greek, signs] {
            assert_eq!(missing(&mut fonts, text), "", "{font}");
        }
        assert_eq!(missing(&mut fonts, "账号"), "账号", "{font} is asked for what it cannot have");
    }
}

#[test]
fn inter_has_the_english_words() {
    for font in INTER {
        assert_eq!(missing(&mut fonts_of(font), &words("en")), "", "{font}");
    }
}

#[test]
fn a_heavier_weight_is_drawn_wider() {
    let [regular, medium, semibold] = INTER.map(|font| drawn_width(&mut fonts_of(font), "Connections"));
    assert!(regular < medium && medium < semibold, "{regular} {medium} {semibold}");
}

#[test]
fn the_tests_own_font_has_the_chinese_words() {
    let mut fonts = fonts_of(CHINESE);
    let words = words("zh-CN");
    assert!(words.contains("账号空间"));
    let missing = missing(&mut fonts, &words);
    assert_eq!(missing, "", "say it in other words, or add the character in tests/fonts/subset.sh");
    assert!(drawn_width(&mut fonts, "绑定") > drawn_width(&mut fonts, "绑"));
}

#[test]
fn every_font_stands_beside_its_licence() {
    for licence in ["assets/fonts/OFL-Inter.txt", "tests/fonts/OFL-NotoSansSC.txt"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(licence)).unwrap();
        assert!(text.contains("Copyright 20"), "{licence}");
        assert!(text.contains("SIL OPEN FONT LICENSE Version 1.1"), "{licence}");
    }
}
