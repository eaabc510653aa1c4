//! The ways of signing in: the panel, what an unbind leaves of them, and the provider's own page.

use bindery::account::{
    Binding, BindingKey, Facts, SeenBy, SeenWay, WayStanding, WhatIf, bindings, last_ways, ways, what_if,
};
use bindery::genauth::{Language, Profile, SecurityInfo};
use bindery::ui::{WaysPanel, Words, provider_page_ui, provider_title, ways_ui, what_if_ui};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::tz::TimeZone;
use std::collections::HashMap;

use crate::scene::{assert_no_bare_key, assert_says, at, dress, enabled, identity, texts};

/// What is drawn, with the words of a language; the titles are that language's too.
type Draw = Box<dyn Fn(&mut egui::Ui, &Words)>;

struct Drawn {
    words: Words,
    draw: Draw,
}

fn show(draw: Draw, language: Language, theme: egui::Theme, width: f32) -> Harness<'static, Drawn> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(width, 700.0))
        .with_theme(theme)
        .with_context_setup(dress)
        .build_ui_state(
            |ui, drawn: &mut Drawn| {
                (drawn.draw)(ui, &drawn.words);
                assert!(ui.min_rect().right() <= ui.max_rect().right() + 0.5, "{:?}", ui.min_rect());
            },
            Drawn { words: Words::new(language), draw },
        );
    harness.run();
    harness
}

/// Draws it in both languages and themes, broad and narrow; returns what the English one says.
fn everywhere(draw: impl Fn(&mut egui::Ui, &Words) + Clone + 'static) -> Vec<String> {
    for width in [480.0, 240.0] {
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let said = texts(&show(Box::new(draw.clone()), Language::SimplifiedChinese, theme, width));
            assert!(said.iter().any(|text| text.contains(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c))), "{said:?}");
            assert_no_bare_key(&said);
        }
    }
    let said = texts(&show(Box::new(draw), Language::English, egui::Theme::Light, 480.0));
    assert_no_bare_key(&said);
    said
}

fn titles(words: &Words, bound: &[Binding]) -> HashMap<BindingKey, String> {
    bound.iter().map(|binding| (binding.key.clone(), provider_title(words, binding))).collect()
}

/// WeChat, bound and enabled; GitHub, bound and not enabled; Google without an `extIdpId`.
fn bound() -> Vec<Binding> {
    let listed = [identity("1", "w", "wechat"), identity("2", "g", "github"), identity("3", "", "google")];
    bindings(&listed, Some(&[enabled("WeChat PC", "w")]))
}

fn key(ext_idp_id: &str) -> BindingKey {
    BindingKey::ExtIdp(ext_idp_id.to_owned())
}

fn panel(bound: Vec<Binding>, ways: Option<Vec<WayStanding>>, last: Vec<BindingKey>, browser: bool) -> Vec<String> {
    everywhere(move |ui, words| {
        let titles = titles(words, &bound);
        let panel = WaysPanel {
            ways: ways.as_deref(),
            last: &last,
            browser: browser.then(|| at(0)),
            titles: &titles,
            time_zone: &TimeZone::UTC,
        };
        ways_ui(ui, words, &panel);
    })
}

fn panel_of(facts: &Facts<'_>) -> Vec<String> {
    let browser = facts.seen(&SeenBy::Browser).is_some();
    panel(facts.bindings.to_vec(), Some(ways(facts, &[])), last_ways(facts), browser)
}

fn seen(by: SeenBy) -> SeenWay {
    SeenWay { by, at: at(0) }
}

const TOLD: SecurityInfo = SecurityInfo {
    password_set: Some(true),
    email_bound: Some(true),
    phone_bound: Some(false),
    mfa_enrolled: None,
    password_security_level: None,
    security_score: None,
};

#[test]
fn before_the_facts_are_read_the_panel_says_so() {
    assert_says(&panel(Vec::new(), None, Vec::new(), false), &["Ways you can sign in", "Reading how you can sign in…"]);
}

#[test]
fn every_way_has_its_standing_and_its_reason() {
    let bound = bound();
    let profile =
        Profile { email: Some("lin@example.com".to_owned()), email_verified: Some(false), ..Profile::default() };
    let seen = [seen(SeenBy::ExtIdp("w".to_owned())), seen(SeenBy::Ldap), seen(SeenBy::Browser)];
    let facts = Facts { bindings: &bound, security: Some(&TOLD), profile: Some(&profile), seen: &seen };
    let said = panel_of(&facts);
    assert_says(&said, &["Password: should work", "A password is set, but has not signed in from here yet"]);
    assert_says(&said, &["WeChat: works", "Signed in from here, last on 2026-09-21 14:13"]);
    assert_says(&said, &["GitHub: no", "Bound, but not enabled for this app"]);
    assert_says(&said, &["Google: unknown", "Came without an extIdpId", "Directory (LDAP): works"]);
    assert_says(&said, &["Code by email to lin@example.com: unknown", "bound, but not verified"]);
    assert_says(&said, &["Code by text message: no", "No phone number is bound"]);
    assert_says(&said, &["You can unbind any one account", "You last signed in in the browser on 2026-09-21 14:13"]);
}

#[test]
fn facts_that_could_not_be_read_are_told() {
    let unread = bindings(&[identity("1", "w", "wechat")], None);
    let said = panel_of(&Facts { bindings: &unread, security: None, profile: None, seen: &[] });
    assert_says(&said, &["Password: unknown", "did not say whether a password is set", "WeChat: unknown"]);
    assert_says(&said, &["which identity providers this app offers could not be read"]);
    assert_says(&said, &["did not say whether an email address", "did not say whether a phone number"]);
    assert_says(&said, &["No way of signing in is known to work"]);
}

#[test]
fn what_no_longer_works_is_told_with_the_time_at_which_it_did() {
    let bound = bound();
    let security = SecurityInfo { password_set: Some(false), email_bound: Some(false), ..TOLD };
    let profile = Profile { phone: Some("13800000000".to_owned()), ..Profile::default() };
    let ways = [
        SeenBy::Password,
        SeenBy::EmailCode,
        SeenBy::PhoneCode,
        SeenBy::ActiveDirectory,
        SeenBy::ExtIdp("g".to_owned()),
    ];
    let seen = ways.map(seen);
    let facts = Facts { bindings: &bound, security: Some(&security), profile: Some(&profile), seen: &seen };
    let said = panel_of(&facts);
    assert_says(&said, &["No password is set any more; one signed in from here on 2026-09-21 14:13"]);
    assert_says(&said, &["No email address is bound any more", "no longer enabled for this app"]);
    assert_says(
        &said,
        &["Code by text message to 13800000000: unknown", "says that no phone number is bound, and yet"],
    );
    assert_says(&said, &["Directory (Active Directory): works"]);
}

#[test]
fn the_last_way_in_is_named() {
    let bound = bound();
    let facts = Facts { bindings: &bound, security: None, profile: None, seen: &[] };
    assert_says(&panel_of(&facts), &["Without WeChat, no way that works or should work would be left"]);
    let nothing = Facts { bindings: &[], security: Some(&TOLD), ..facts };
    let said = panel_of(&nothing);
    assert!(!said.iter().any(|text| text.contains("unbind")), "where nothing is bound: {said:?}");
}

#[test]
fn an_address_that_would_deceive_or_flood_does_not() {
    let email = Some(format!("a\u{202e}b\n{}", "x".repeat(10_000)));
    let profile = Profile { email, ..Profile::default() };
    let said = panel_of(&Facts { bindings: &[], security: None, profile: Some(&profile), seen: &[] });
    assert!(said.iter().all(|text| !text.contains('\u{202e}') && text.chars().count() < 200), "{said:?}");
}

fn left(what_if: WhatIf, bound: Vec<Binding>) -> Vec<String> {
    everywhere(move |ui, words| {
        let titles = titles(words, &bound);
        what_if_ui(ui, words, &what_if, &titles, &TimeZone::UTC);
    })
}

#[test]
fn an_unbind_shows_what_changes_and_has_a_verdict() {
    let bound = bound();
    let facts = Facts { bindings: &bound, security: Some(&TOLD), profile: None, seen: &[] };
    let said = left(what_if(&facts, &[key("w")]), bound.clone());
    assert_says(&said, &["After this you can still sign in with", "WeChat: should work now, no afterwards"]);
    assert_says(&said, &["Ends with this unbind", "Password: should work", "At least one way of signing in remains"]);

    let no_password = SecurityInfo { password_set: Some(false), ..TOLD };
    let facts = Facts { security: Some(&no_password), ..facts };
    let said = left(what_if(&facts, &[key("w")]), bound.clone());
    assert_says(&said, &["No way that is known to work remains", "Whether you can still sign in is not known"]);
    assert!(!said.iter().any(|text| text.contains("you can still sign in with")), "a hard stop promises nothing");

    let listed = bindings(&[identity("1", "w", "wechat")], Some(&[enabled("WeChat PC", "w")]));
    let nothing = SecurityInfo { email_bound: Some(false), ..no_password };
    let facts = Facts { bindings: &listed, security: Some(&nothing), ..facts };
    let said = left(what_if(&facts, &[key("w")]), listed.clone());
    assert_says(&said, &["No way of signing in remains", "you are locked out of this account"]);

    let two = [identity("1", "a", "ldap"), identity("2", "b", "ldap")];
    let two = bindings(&two, Some(&[enabled("A", "a"), enabled("B", "b")]));
    let seen = [seen(SeenBy::Ldap)];
    let facts = Facts { bindings: &two, security: Some(&nothing), profile: None, seen: &seen };
    let said = left(what_if(&facts, &[key("a")]), two.clone());
    assert_says(&said, &["Directory (LDAP): works now, unknown afterwards", "perhaps through the directory"]);
}

#[test]
fn standings_differ_by_more_than_their_colour() {
    let bound = bound();
    let seen = [seen(SeenBy::Ldap)];
    let facts = Facts { bindings: &bound, security: Some(&TOLD), profile: None, seen: &seen };
    let change = what_if(&facts, &[key("w")]);
    let draw: Draw = Box::new(move |ui, words| what_if_ui(ui, words, &change, &titles(words, &bound), &TimeZone::UTC));
    let harness = show(draw, Language::English, egui::Theme::Light, 480.0);
    let shown: Vec<_> = harness
        .output()
        .shapes
        .iter()
        .filter_map(|shape| match &shape.shape {
            egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
            _ => None,
        })
        .collect();
    for expected in ["✓ works", "○ should work", "? unknown", "✗ no", "✗ should work → no"] {
        assert!(shown.iter().any(|text| text == expected), "“{expected}” is missing in {shown:?}");
    }
}

#[test]
fn the_providers_own_page_opens_where_it_is_known() {
    for (provider, words) in [
        ("github", "Withdraw that on its own page"),
        ("wechat", "Personal Information & Permissions"),
        ("line", "settings of its own app"),
        ("oidc", "may go on trusting the app"),
    ] {
        let said = everywhere(move |ui, words| {
            provider_page_ui(ui, words, "The provider", provider);
        });
        assert_says(&said, &[words, "The provider itself"]);
    }
    let asked = std::rc::Rc::new(std::cell::Cell::new(None));
    let answer = std::rc::Rc::clone(&asked);
    let draw: Draw = Box::new(move |ui, words| {
        if let Some(address) = provider_page_ui(ui, words, "GitHub", "github") {
            answer.set(Some(address));
        }
    });
    let mut harness = show(draw, Language::English, egui::Theme::Dark, 480.0);
    let name = "Open GitHub’s page where the grant is withdrawn";
    harness.get_by_role_and_label(egui::accesskit::Role::Button, name).click();
    harness.run();
    assert_eq!(asked.get(), Some("https://github.com/settings/applications"));
}
