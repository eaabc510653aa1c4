//! What a token says: its claims, with plain names beside those on the wire.

use egui::{Align, Layout, RichText, Ui, UiBuilder, Vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::app::ClaimsShown;
use crate::ui::Words;
use crate::ui::text::{day_and_clock, plain};
use crate::ui::theme::tokens;
use crate::ui::widgets::{link_button, muted, small_muted};

/// More claims than this are counted, not listed.
const MOST: usize = 80;
/// How long a value may be on the screen, in characters.
const LONGEST: usize = 300;
/// How wide the names are, in points.
const NAMES: f32 = 168.0;
/// How wide the names on the wire are, where they stand beside the names, in points.
const NAMES_ON_THE_WIRE: f32 = 148.0;
/// From which width on they stand there, in points.
const WIDE: f32 = 540.0;

/// Claims with words of their own, in the order in which they are shown (OpenID Connect Core 1.0, sections 2 and 5.1; RFC
/// 7519, section 4.1; reference sections 8.5 and 8.7).
const KNOWN: &[(&str, &str)] = &[
    ("sub", "claim-sub"),
    ("iss", "claim-iss"),
    ("aud", "claim-aud"),
    ("azp", "claim-azp"),
    ("client_id", "claim-client-id"),
    ("exp", "claim-exp"),
    ("iat", "claim-iat"),
    ("nbf", "claim-nbf"),
    ("auth_time", "claim-auth-time"),
    ("nonce", "claim-nonce"),
    ("at_hash", "claim-at-hash"),
    ("c_hash", "claim-c-hash"),
    ("s_hash", "claim-s-hash"),
    ("sid", "claim-sid"),
    ("jti", "claim-jti"),
    ("acr", "claim-acr"),
    ("amr", "claim-amr"),
    ("scope", "claim-scope"),
    ("name", "claim-name"),
    ("nickname", "claim-nickname"),
    ("given_name", "claim-given-name"),
    ("family_name", "claim-family-name"),
    ("middle_name", "claim-middle-name"),
    ("preferred_username", "claim-preferred-username"),
    ("username", "claim-username"),
    ("email", "claim-email"),
    ("email_verified", "claim-email-verified"),
    ("phone_number", "claim-phone-number"),
    ("phone_number_verified", "claim-phone-number-verified"),
    ("picture", "claim-picture"),
    ("profile", "claim-profile"),
    ("website", "claim-website"),
    ("gender", "claim-gender"),
    ("birthdate", "claim-birthdate"),
    ("zoneinfo", "claim-zoneinfo"),
    ("locale", "claim-locale"),
    ("address", "claim-address"),
    ("updated_at", "claim-updated-at"),
    ("external_id", "claim-external-id"),
    ("tenant_id", "claim-tenant-id"),
    ("roles", "claim-roles"),
];

/// Claims that only say something to a program: that they are there is all that is shown.
const ONLY_PRESENT: &[&str] = &["nonce", "at_hash", "c_hash", "s_hash"];
/// Claims that are moments in seconds since 1970 (RFC 7519, section 2).
const MOMENTS: &[&str] = &["exp", "iat", "nbf", "auth_time", "updated_at"];

/// Where the claims stand.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) time_zone: &'a TimeZone,
    /// Tells two tables on one screen apart.
    pub(super) salt: &'static str,
}

/// Shows the claims. Those without a value are folded away, where `shows_empty` can unfold them.
pub(super) fn claims_ui(
    ui: &mut Ui,
    words: &Words,
    claims: &ClaimsShown,
    about: About<'_>,
    shows_empty: Option<&mut bool>,
) {
    let claims = match claims {
        ClaimsShown::Said(claims) if claims.is_empty() => {
            muted(ui, &words.text("session-claims-none"));
            return;
        }
        ClaimsShown::Said(claims) => claims,
        ClaimsShown::TooMany => {
            muted(ui, &words.text("session-claims-too-many"));
            return;
        }
        ClaimsShown::Opaque => return,
    };
    let (empty, said): (Vec<_>, Vec<_>) = in_order(claims).into_iter().partition(|(_, value)| is_empty(value));
    ui.scope_builder(UiBuilder::new().id_salt(about.salt), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for (name, value) in said.iter().take(MOST) {
            claim_ui(ui, words, name, &value_words(words, name, value, about.time_zone));
        }
        if said.len() > MOST {
            small_muted(ui, &words.with("session-more", &[("count", (said.len() - MOST).into())]));
        }
        if empty.is_empty() {
            return;
        }
        let Some(shows_empty) = shows_empty else { return };
        let count = [("count", empty.len().into())];
        let shown = if *shows_empty {
            words.with("session-empty-claims.hide", &count)
        } else {
            words.with("session-empty-claims", &count)
        };
        if link_button(ui, &shown, &shown).clicked() {
            *shows_empty = !*shows_empty;
            ui.ctx().request_repaint();
        }
        if *shows_empty {
            for (name, _) in empty.iter().take(MOST) {
                claim_ui(ui, words, name, &words.text("session-no-value"));
            }
        }
    });
}

/// The claims with words of their own first.
fn in_order(claims: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let known = KNOWN.iter().filter_map(|(name, _)| claims.get_key_value(*name));
    let others = claims.iter().filter(|(name, _)| !KNOWN.iter().any(|(known, _)| known == name));
    known.chain(others).map(|(name, value)| (name.as_str(), value)).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn value_words(words: &Words, name: &str, value: &Value, time_zone: &TimeZone) -> String {
    if ONLY_PRESENT.contains(&name) {
        return words.text("session-present").into_owned();
    }
    match value {
        Value::Number(number) => {
            match number.as_i64().filter(|_| MOMENTS.contains(&name)).map(Timestamp::from_second) {
                Some(Ok(at)) => format!("{} ({number})", day_and_clock(at, time_zone)),
                _ => plain(&number.to_string(), LONGEST),
            }
        }
        Value::Bool(true) => words.text("session-yes").into_owned(),
        Value::Bool(false) => words.text("session-no").into_owned(),
        Value::String(text) => plain(text, LONGEST),
        Value::Array(_) | Value::Object(_) | Value::Null => plain(&value.to_string(), LONGEST),
    }
}

/// One claim: its names and its value, which a screen reader reads together.
fn claim_ui(ui: &mut Ui, words: &Words, name: &str, value: &str) {
    let wire = plain(name, 60);
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    let plain_name = known.and_then(|(_, key)| words.find(key));
    let read = match &plain_name {
        Some(plain_name) => format!("{plain_name} ({wire}): {value}"),
        None => format!("{wire}: {value}"),
    };
    let monospace = |ui: &mut Ui| {
        let wire = RichText::new(&wire).monospace().size(11.0).color(tokens(ui).mute);
        ui.add(egui::Label::new(wire).wrap());
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(12.0, 0.0);
        let wide = ui.available_width() >= WIDE;
        let width = NAMES.min(ui.available_width() * 0.4);
        cell(ui, width, |ui| {
            muted(ui, plain_name.as_deref().unwrap_or(&wire));
            if !wide && plain_name.is_some() {
                monospace(ui);
            }
        });
        if wide {
            cell(ui, NAMES_ON_THE_WIRE, |ui| {
                // Smaller letters, on the line of the others.
                ui.add_space(2.0);
                monospace(ui);
            });
        }
        ui.vertical(|ui| {
            let shown = ui.add(egui::Label::new(RichText::new(value).size(13.0)).wrap());
            ui.ctx().accesskit_node_builder(shown.id, |node| node.set_value(read));
        });
    });
}

fn cell(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 16.0), Layout::top_down(Align::LEFT), |ui| {
        ui.set_width(width);
        content(ui);
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::genauth::Language;

    fn said(name: &str, value: &Value) -> String {
        value_words(&Words::new(Language::English), name, value, &TimeZone::UTC)
    }

    #[test]
    fn what_only_programs_need_is_said_to_be_there_and_moments_are_times() {
        assert_eq!(said("nonce", &json!("n-0S6_WzA2Mj")), "present");
        assert_eq!(said("at_hash", &json!("77QmUPtjPfzWtF2AnpK9RQ")), "present");
        assert_eq!(said("exp", &json!(1_790_000_000)), "2026-09-21 14:13 (1790000000)");
        assert_eq!(said("exp", &json!(i64::MAX)), i64::MAX.to_string());
        assert_eq!(said("updated_at", &json!("2022-07-03T03:20:30.000Z")), "2022-07-03T03:20:30.000Z");
        assert_eq!(said("email_verified", &json!(true)), "yes");
        assert_eq!(said("own", &json!({"a": [1]})), "{\"a\":[1]}");
    }

    #[test]
    fn known_claims_come_first_and_every_one_has_words_in_both_languages() {
        let claims = json!({"zz": 1, "email": 2, "sub": 3, "aa": 4});
        let names: Vec<_> =
            in_order(claims.as_object().unwrap()).into_iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(names, ["sub", "email", "aa", "zz"]);
        for language in [Language::English, Language::SimplifiedChinese] {
            let words = Words::new(language);
            assert!(KNOWN.iter().all(|(_, key)| words.find(key).is_some()));
        }
    }

    proptest! {
        #[test]
        fn whatever_a_token_says_is_shown_in_one_bounded_line(name in ".{0,20}", text in ".{0,600}", number in any::<f64>()) {
            for value in [json!(text), json!(number), json!([text, number]), json!({ &text: text })] {
                let said = said(&name, &value);
                let is_bounded = said.chars().count() <= LONGEST + 1;
                let is_plain = !said.contains(['\n', '\u{202e}', '\u{200b}']);
                prop_assert!(is_bounded && is_plain);
            }
        }
    }
}
