//! The field in which one types what passes a hard stop.

use bindery::account::Confirmation;
use bindery::genauth::Language;
use bindery::ui::{Words, typed_confirmation_ui};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::scene::{assert_no_bare_key, assert_says, dress, texts};

struct Field {
    words: Words,
    confirmation: Confirmation,
    typed: String,
    accepted: bool,
    submitted: bool,
}

fn show(
    confirmation: &Confirmation,
    typed: &str,
    language: Language,
    theme: egui::Theme,
    width: f32,
) -> Harness<'static, Field> {
    let field = Field {
        words: Words::new(language),
        confirmation: confirmation.clone(),
        typed: typed.to_owned(),
        accepted: false,
        submitted: false,
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(width, 200.0))
        .with_theme(theme)
        .with_context_setup(dress)
        .build_ui_state(
            |ui, field: &mut Field| {
                let answer = typed_confirmation_ui(ui, &field.words, &field.confirmation, &mut field.typed);
                field.accepted = answer.accepted;
                field.submitted |= answer.submitted;
            },
            field,
        );
    harness.run();
    harness
}

fn everywhere(confirmation: &Confirmation, typed: &str) -> Vec<String> {
    for (theme, width) in [(egui::Theme::Light, 480.0), (egui::Theme::Dark, 240.0)] {
        let said = texts(&show(confirmation, typed, Language::SimplifiedChinese, theme, width));
        assert!(said.iter().any(|text| text.contains(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c))), "{said:?}");
        assert_no_bare_key(&said);
    }
    texts(&show(confirmation, typed, Language::English, egui::Theme::Light, 480.0))
}

#[test]
fn the_field_says_what_to_type() {
    let id = "62f2093271a2b3cc10d966ee";
    let name = Confirmation::of_one("WeChat", id);
    assert_says(&everywhere(&name, ""), &["type the name “WeChat”", "Nothing is unbound until you type it"]);
    let hostile = Confirmation::of_one(&format!("a\u{202e}{}", "b".repeat(10_000)), id);
    let said = everywhere(&hostile, "");
    assert_says(&said, &["type the end of its extIdpId, “d966ee”"]);
    assert!(said.iter().all(|text| !text.contains('\u{202e}') && text.chars().count() < 200));
    assert_says(&everywhere(&Confirmation::of_several(3), ""), &["how many identity providers are unbound, “3”"]);
}

#[test]
fn the_field_says_how_far_one_is() {
    let name = Confirmation::of_one("WeChat", "");
    assert_says(&everywhere(&name, "we"), &["Go on…"]);
    assert_says(&everywhere(&name, "wx"), &["This is not “WeChat”."]);
    assert_says(&everywhere(&name, " wechat "), &["✓ This is it."]);
}

#[test]
fn only_what_is_wanted_can_be_submitted_from_the_keyboard() {
    let name = Confirmation::of_one("WeChat", "");
    let mut harness = show(&name, "", Language::English, egui::Theme::Light, 480.0);
    let label = "To unbind nevertheless, type the name “WeChat”";
    for (more, accepted) in [("we", false), ("chat", true)] {
        let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label);
        field.focus();
        harness.run();
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label).type_text(more);
        harness.run();
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!((harness.state().accepted, harness.state().submitted), (accepted, accepted), "after {more}");
    }
}
