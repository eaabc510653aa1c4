//! Tests of what is typed to pass a hard stop: whatever the name, there is one thing to type, and it is accepted.

use proptest::prelude::*;

use super::*;

const ID: &str = "62f2093271a2b3cc10d966ee";

fn name(text: &str) -> Confirmation {
    Confirmation::Name(text.to_owned())
}

#[test]
fn a_plain_name_is_typed_whatever_its_case_and_the_spaces_around_it() {
    let confirmation = Confirmation::of_one(" Contoso Azure AD ", ID);
    assert_eq!(confirmation, name("Contoso Azure AD"));
    for typed in ["Contoso Azure AD", "contoso azure ad", "  CONTOSO  Azure\u{a0}AD\n"] {
        assert!(confirmation.accepts(typed), "{typed:?}");
    }
    for typed in ["", " ", "Contoso", "Contoso Azure", "Contoso-Azure-AD", "ContosoAzureAD", "d966ee", "1"] {
        assert!(!confirmation.accepts(typed), "{typed:?}");
    }
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    assert!(Confirmation::of_one("Cafe\u{301}", ID).accepts("CAFÉ"));
    assert!(Confirmation::of_one("Straße", ID).accepts("STRASSE"));
    assert!(Confirmation::of_one("ΟΔΟΣ", ID).accepts("οδος"));
    assert!(Confirmation::of_one("İstanbul", ID).accepts("i̇stanbul"));
    assert!(!Confirmation::of_one("Café", ID).accepts("Cafe"));
}

#[test]
fn names_that_keyboards_write_are_typed() {
    for shown in [
        "微信",
        "X（Twitter）",
        "飞书 Lark",
        "トヨタ・サーバー",
        "네이버",
        "Яндекс",
        "हिन्दी",
        "GitHub (62f209)",
        "3Com",
        "דואר",
    ] {
        let confirmation = Confirmation::of_one(shown, ID);
        assert_eq!(confirmation, name(shown), "{shown}");
        assert!(confirmation.accepts(shown));
    }
}

#[test]
fn names_that_cannot_well_be_typed_give_way_to_the_id() {
    let tail = Confirmation::IdTail("d966ee".to_owned());
    let long = "x".repeat(41);
    let endless = "x".repeat(10_000);
    let zalgo = format!("a{}", "\u{301}\u{302}\u{303}".repeat(20));
    for shown in [
        "",
        "  ",
        "…",
        "-",
        "()",
        &long,
        &endless,
        &zalgo,
        "buhtig\u{202e}",
        "Git\u{200b}Hub",
        "Git\u{ad}Hub",
        "a\nb",
        "a\u{0}b",
        "\u{301}",
        "\u{301}a",
        "a \u{301}",
        "P\u{430}ypal",
        "GitHub\u{e000}",
        "\u{378}",
        "😀",
        "GitHub™",
        "\u{3164}",
        "\u{1d406}it",
        "ﬁle",
        "Google…",
        "a\u{fe0f}",
        "\u{e0041}",
        "a\u{20dd}",
        "\u{2800}",
        "שלום github",
        "Ｇｉｔ",
        "ʼ",
        "\u{feff}GitHub",
        "GitHub\u{2066}",
    ] {
        let confirmation = Confirmation::of_one(shown, ID);
        assert_eq!(confirmation, tail, "{shown:?}");
        assert!(!confirmation.accepts(shown));
        assert!(confirmation.accepts("d966ee") && confirmation.accepts(" D966EE ") && !confirmation.accepts("966ee"));
    }
    assert_eq!(Confirmation::of_one(&"x".repeat(40), ID), name(&"x".repeat(40)));
}

#[test]
fn an_id_that_is_short_is_typed_whole_and_one_that_cannot_be_typed_gives_way_to_the_count() {
    assert_eq!(Confirmation::of_one("", "abc"), Confirmation::IdTail("abc".to_owned()));
    assert_eq!(Confirmation::of_one("", "abcdef"), Confirmation::IdTail("abcdef".to_owned()));
    for id in ["", "abc\u{202e}", "12 456", "微信微信微信", "\n"] {
        let confirmation = Confirmation::of_one("", id);
        assert_eq!(confirmation, Confirmation::Count(1), "{id:?}");
        assert!(confirmation.accepts("1") && !confirmation.accepts(id));
    }
    assert_eq!(Confirmation::of_one("", "\u{202e}abcdef"), Confirmation::IdTail("abcdef".to_owned()));
}

#[test]
fn for_several_the_count_is_typed() {
    let confirmation = Confirmation::of_several(12);
    assert!(confirmation.accepts("12") && confirmation.accepts(" 12 "));
    assert!(["", "1", "2", "012", "12.", "+12", "1 2", "twelve"].iter().all(|typed| !confirmation.accepts(typed)));
}

#[test]
fn a_beginning_is_told_from_something_else() {
    let confirmation = Confirmation::of_one("GitHub", ID);
    for (typed, expected) in [
        ("", Typed::Nothing),
        (" ", Typed::Nothing),
        ("g", Typed::Begun),
        ("GITHU ", Typed::Begun),
        ("x", Typed::Different),
        ("github!", Typed::Different),
        ("github", Typed::Accepted),
    ] {
        assert_eq!(confirmation.compare(typed), expected, "{typed:?}");
    }
}

/// Texts of what hides, reorders, combines, stands for nothing, or is plain.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<char>().prop_map(String::from),
        "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{fe00}-\u{fe0f}]",
        "[\u{300}-\u{36f}]{1,6}",
        "[\u{0}-\u{1f}\u{7f}-\u{9f}]",
        "[a-zA-Z ]{1,8}",
        "[а-я]{1,4}",
        "[\u{4e00}-\u{4eff}]{1,4}",
        Just("x".repeat(10_000)),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn what_is_wanted_is_never_empty_fits_and_is_accepted(name in hostile(), id in hostile()) {
        let confirmation = Confirmation::of_one(&name, &id);
        let wanted = confirmation.wanted();
        prop_assert!(!wanted.trim().is_empty() && wanted.chars().count() <= LONGEST_NAME);
        prop_assert!(!wanted.contains(char::is_control));
        let spaced = format!("\t{wanted} ");
        prop_assert!(confirmation.accepts(&wanted) && confirmation.accepts(&spaced));
        prop_assert!(!confirmation.accepts("") && !confirmation.accepts(" \n"));
    }

    #[test]
    fn nothing_else_is_accepted(name in "[a-z]{1,12}", typed in hostile()) {
        let confirmation = Confirmation::of_one(&name, ID);
        if confirmation.accepts(&typed) {
            let same = CaseMapper::new().fold_string(typed.trim()).into_owned();
            prop_assert_eq!(same, name);
        }
    }

    #[test]
    fn the_typed_form_does_not_depend_on_how_it_is_composed(name in "[a-zà-öø-ÿ\u{300}-\u{304}]{1,20}") {
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&name).into_owned();
        let confirmation = Confirmation::of_one(&name, ID);
        prop_assert_eq!(confirmation.accepts(&name), confirmation.accepts(&decomposed));
        prop_assert_eq!(folded(&name), folded(&decomposed));
    }
}
