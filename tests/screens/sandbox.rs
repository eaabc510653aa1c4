//! The Sandbox screen in all its states.

use std::sync::Arc;

use bindery::app::{Action, Home, Phase, SandboxAction, SandboxDone, SandboxSeen, SandboxShown, Screen, SignIn, State};
use bindery::genauth::Language;
use bindery::sandbox::{Answered, Delivery, Message, Pool, SeenHeader, SeenRequest};
use bindery::ui::SandboxTab;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;

use crate::scene::{
    Shown, assert_no_bare_key, assert_says, at, connections, everywhere, home, show, sign_in, signed_in, texts,
};

const LARGE: (f32, f32) = (1280.0, 820.0);

fn request(number: u64, path: &str) -> Arc<SeenRequest> {
    Arc::new(SeenRequest {
        number,
        at: at(i64::try_from(number).unwrap()),
        method: "POST".to_owned(),
        path: path.to_owned(),
        query: vec![("include".to_owned(), "a\u{202e}b".to_owned())],
        headers: vec![
            SeenHeader { name: "x-genauth-lang".to_owned(), value: Some("en-US".to_owned()) },
            SeenHeader { name: "authorization".to_owned(), value: None },
        ],
        body: serde_json::json!({ "extIdpId": "w" }),
        ran: true,
        answered: Some(Answered { http_status: 200, status_code: Some(403), api_code: Some(2020) }),
        reason: Some("the access token is expired".to_owned()),
        fault: None,
    })
}

fn message(to: &str, good_for: i64) -> Message {
    Message {
        at: at(-60),
        by: Delivery::Email,
        channel: "CHANNEL_LOGIN".to_owned(),
        to: to.to_owned(),
        code: "048213".to_owned(),
        expires_at: at(good_for),
    }
}

fn seen() -> SandboxSeen {
    SandboxSeen { running: true, ..SandboxSeen::default() }
}

fn sandbox(seen: SandboxSeen) -> SandboxShown {
    let pool = Pool::built_in();
    SandboxShown {
        address: "http://127.0.0.1:41873".to_owned(),
        applications: pool.applications().cloned().collect(),
        personas: pool.personas().filter(|persona| persona.offered).cloned().collect(),
        seen,
        ..SandboxShown::default()
    }
}

fn on_sandbox(shown: SandboxShown) -> State {
    let home = home(Home { ..signed_in(connections()) });
    State { screen: Screen::Sandbox, sandbox: Some(shown), ..home }
}

fn before_sign_in(shown: SandboxShown) -> State {
    State { screen: Screen::Sandbox, sandbox: Some(shown), ..sign_in(SignIn::default()) }
}

/// Shows a part of the screen in every language, theme and size; returns what the English screen says.
fn part(state: &State, tab: SandboxTab) -> Vec<String> {
    for (size, theme) in [(LARGE, egui::Theme::Light), ((640.0, 420.0), egui::Theme::Dark)] {
        let mut chinese = show(state.clone(), Language::SimplifiedChinese, theme, size);
        chinese.state_mut().forms.sandbox.tab = Some(tab);
        chinese.run();
        // The made-up secrets of the applications look like keys.
        let said: Vec<_> = texts(&chinese).into_iter().filter(|text| !text.starts_with("sandbox-secret-of-")).collect();
        assert_no_bare_key(&said);
    }
    texts(&english(state, tab))
}

fn english(state: &State, tab: SandboxTab) -> Harness<'static, Shown> {
    let mut harness = show(state.clone(), Language::English, egui::Theme::Light, LARGE);
    harness.state_mut().forms.sandbox.tab = Some(tab);
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, Shown>, role: Role, name: &str) {
    harness.get_by_role_and_label(role, name).click_accesskit();
    harness.run();
}

#[test]
fn the_rail_says_where_one_is_and_only_has_what_there_is() {
    let mut harness = show(on_sandbox(sandbox(seen())), Language::English, egui::Theme::Light, LARGE);
    let selected = |harness: &Harness<'_, Shown>, name: &str| {
        let node = harness.get_by_role_and_label(Role::Tab, name);
        node.accesskit_node().is_selected()
    };
    assert_eq!(selected(&harness, "Sandbox"), Some(true));
    assert_eq!(selected(&harness, "Connections"), Some(false));
    press(&mut harness, Role::Tab, "Connections");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Connections)]));

    let service = home(signed_in(connections()));
    let harness = show(service, Language::English, egui::Theme::Light, LARGE);
    assert!(harness.query_by_role_and_label(Role::Tab, "Sandbox").is_none());
}

#[test]
fn nothing_yet() {
    let state = on_sandbox(sandbox(seen()));
    assert_says(&everywhere(&state), &["http://127.0.0.1:41873", "No request has come yet", "Reset everything…"]);
    assert_says(&part(&state, SandboxTab::Faults), &["Nothing: every request is answered", "the same time as this"]);
    assert_says(&part(&state, SandboxTab::Mailbox), &["No code was sent yet"]);
}

#[test]
fn a_stopped_sandbox_says_so_and_can_be_started_anew() {
    let state = on_sandbox(sandbox(SandboxSeen::default()));
    assert_says(&everywhere(&state), &["The sandbox has stopped", "Start a new one"]);
    let mut harness = english(&state, SandboxTab::Requests);
    press(&mut harness, Role::Button, "Start a new one");
    assert!(matches!(harness.state().actions.as_slice(), [Action::Sandbox(SandboxAction::StartAgain)]));
}

#[test]
fn a_request_opens_to_what_came_without_its_secrets() {
    let requests = vec![request(2, "/api/v3/unlink-extidp"), request(1, "/api/v3/signin")];
    let state = on_sandbox(sandbox(SandboxSeen { requests, ..seen() }));
    part(&state, SandboxTab::Requests);
    let mut harness = english(&state, SandboxTab::Requests);
    let row =
        |path: &str, time: &str| format!("{time} · POST · {path} · 200 · 403 · 2020 · the access token is expired");
    press(&mut harness, Role::Button, &row("/api/v3/unlink-extidp", "14:13:22"));
    let said = texts(&harness);
    assert_says(&said, &["authorization: (not shown)", "x-genauth-lang: en-US", "\"extIdpId\": \"w\"", "include = ab"]);
    assert_says(&said, &["The endpoint ran", "Refused because the access token is expired", "apiCode 2020"]);

    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(!texts(&harness).iter().any(|text| text.contains("not shown")));

    harness.state_mut().forms.sandbox.filter = "SIGNIN".to_owned();
    harness.run();
    assert!(harness.query_by_label(&row("/api/v3/signin", "14:13:21")).is_some());
    assert!(harness.query_by_label(&row("/api/v3/unlink-extidp", "14:13:22")).is_none());
    harness.state_mut().forms.sandbox.filter = "nowhere".to_owned();
    harness.run();
    assert_says(&texts(&harness), &["No request contains this"]);
}

#[test]
fn of_a_thousand_requests_only_those_that_show_are_drawn_and_keys_reach_the_others() {
    let requests = (1..=1000).rev().map(|number| request(number, &format!("/r/{number}"))).collect();
    let state = on_sandbox(sandbox(SandboxSeen { requests, ..seen() }));
    let mut harness = english(&state, SandboxTab::Requests);
    let drawn = |harness: &Harness<'_, Shown>| texts(harness).iter().filter(|text| text.contains(" · /r/")).count();
    assert!((5..40).contains(&drawn(&harness)), "{}", drawn(&harness));
    let focused = |harness: &Harness<'_, Shown>| {
        let nodes = harness.root().children_recursive();
        nodes.filter(|node| node.is_focused()).find_map(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    harness.get_by(|node| node.label().is_some_and(|name| name.contains("/r/1000"))).focus();
    harness.run();
    for (key, expected) in [
        (egui::Key::ArrowDown, " /r/999 "),
        (egui::Key::End, " /r/1 "),
        (egui::Key::ArrowUp, " /r/2 "),
        (egui::Key::Home, " /r/1000 "),
    ] {
        harness.key_press(key);
        harness.run();
        assert!(focused(&harness).contains(expected), "{key:?}: {}", focused(&harness));
        assert!(drawn(&harness) < 40);
    }
}

#[test]
fn codes_that_are_no_longer_good_say_so() {
    let mailbox = vec![message("lin@example.com", 200), message("mia@example.com", 0)];
    let state = on_sandbox(sandbox(SandboxSeen { mailbox, ..seen() }));
    let said = part(&state, SandboxTab::Mailbox);
    assert_says(&said, &["048213", "To sign in", "Email to lin@example.com", "Copy the code to lin@example.com"]);
    assert_eq!(said.iter().filter(|text| *text == "expired").count(), 2, "one, as name and as value");
    assert!(!said.iter().any(|text| text.contains("Copy the code to mia@example.com")));

    // By the sandbox's own clock, which is an hour ahead, neither is.
    let SandboxShown { seen, .. } = state.sandbox.clone().unwrap();
    let ahead = on_sandbox(sandbox(SandboxSeen { clock_offset: SignedDuration::from_hours(1), ..seen }));
    let said = part(&ahead, SandboxTab::Mailbox);
    assert!(!said.iter().any(|text| text.contains("Copy the code")));
}

#[test]
fn faults_that_wait_can_be_taken_back() {
    let faults: Vec<_> =
        ["unlink-extidp=reset-after", "get-identities=http-502x3"].map(|text| text.parse().unwrap()).into();
    let state = on_sandbox(sandbox(SandboxSeen { faults: faults.clone(), ..seen() }));
    let said = part(&state, SandboxTab::Faults);
    assert_says(&said, &["Done, but the answer is lost", "A gateway’s page (502)", "3 times left", "once"]);
    let mut harness = english(&state, SandboxTab::Faults);
    press(&mut harness, Role::Button, "Remove fault 2: get-identities=http-502x3");
    press(&mut harness, Role::Button, "Remove all");
    let asked = &harness.state().actions;
    let [Action::Sandbox(removed), Action::Sandbox(SandboxAction::ClearFaults)] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!(*removed, SandboxAction::RemoveFault(1, faults[1].clone()));
}

#[test]
fn a_fault_is_put_together_and_one_is_had_with_one_press() {
    let mut harness = english(&on_sandbox(sandbox(seen())), SandboxTab::Faults);
    press(&mut harness, Role::Button, "The next unbind’s answer is lost");
    press(&mut harness, Role::ComboBox, "What goes wrong");
    press(&mut harness, Role::Button, "Slow");
    press(&mut harness, Role::ComboBox, "For");
    press(&mut harness, Role::Button, "Every request");
    assert_says(&texts(&harness), &["Milliseconds", "*=latency-1500ms"]);
    press(&mut harness, Role::Button, "Add");
    let added: Vec<_> = harness
        .state()
        .actions
        .iter()
        .map(|action| match action {
            Action::Sandbox(SandboxAction::AddFault(fault)) => fault.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(added, ["unlink-extidp=reset-after", "*=latency-1500ms"]);
}

#[test]
fn a_scenario_tells_every_line_that_is_no_fault() {
    let mut harness = english(&on_sandbox(sandbox(seen())), SandboxTab::Faults);
    harness.state_mut().forms.sandbox.scenario = "stall\n\n# a comment\na=explode".to_owned();
    press(&mut harness, Role::Button, "Apply");
    assert_says(&texts(&harness), &["Line 1: A fault is written", "Line 4: “explode” is no kind"]);
    assert!(harness.state().actions.is_empty());

    harness.state_mut().forms.sandbox.scenario = "signin=stall\n".to_owned();
    press(&mut harness, Role::Button, "Apply");
    assert!(!texts(&harness).iter().any(|text| text.starts_with("Line ")));
    let asked = &harness.state().actions;
    let [Action::Sandbox(SandboxAction::PlayScenario(scenario))] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(scenario.to_string(), "signin=stall\n");
}

#[test]
fn the_clock_and_what_was_done_are_told() {
    for (seconds, words) in [(300, "300 s ahead"), (-10_800, "10800 s behind")] {
        let seen = SandboxSeen { clock_offset: SignedDuration::from_secs(seconds), ..seen() };
        assert_says(&part(&on_sandbox(sandbox(seen)), SandboxTab::Faults), &[words, "As this computer"]);
    }
    for (done, words) in [
        (SandboxDone::AccessTokensExpired, "Every access token issued before 14:13:20"),
        (SandboxDone::RefreshTokensRevoked, "Every refresh token issued before 14:13:20"),
        (SandboxDone::ScenarioPlayed, "It waits now"),
    ] {
        let shown = SandboxShown { done: Some((done, at(0))), ..sandbox(seen()) };
        assert_says(&part(&on_sandbox(shown), SandboxTab::Faults), &[words]);
    }
    let shown = SandboxShown { done: Some((SandboxDone::Reset, at(0))), ..sandbox(seen()) };
    assert_says(&part(&before_sign_in(shown), SandboxTab::Personas), &["Everything is as it was at the start"]);
}

#[test]
fn personas_show_their_credentials_and_fill_the_sign_in() {
    let said = part(&on_sandbox(sandbox(seen())), SandboxTab::Personas);
    assert_says(&said, &["Lin Xiao", "lin@example.com", "Copy Password of Lin Xiao", "four identity providers"]);
    assert!(!said.iter().any(|text| text.starts_with("Sign in as")), "somebody is signed in");

    let mut harness = english(&before_sign_in(sandbox(seen())), SandboxTab::Personas);
    press(&mut harness, Role::Button, "Sign in as Mia Novakova");
    let shown = harness.state();
    assert!(matches!(shown.actions.as_slice(), [Action::ShowScreen(Screen::Connections)]));
    assert_eq!(shown.forms.sign_in.account, "mia@example.com");
    let mia = Pool::built_in().personas().find(|persona| persona.key == "empty").cloned().unwrap();
    assert_eq!(Some(shown.forms.sign_in.password.expose()), mia.password.as_deref());
}

#[test]
fn a_persona_of_ones_own_cannot_deceive_by_its_name() {
    let mut persona = Pool::built_in().personas().next().cloned().unwrap();
    persona.key = "own".to_owned();
    persona.name = format!("a\u{202e}b\u{200b}\n{}", "x".repeat(10_000));
    persona.description = "\u{2066}c\u{0}".to_owned();
    let state = on_sandbox(SandboxShown { personas: vec![persona], ..sandbox(seen()) });
    let said = part(&state, SandboxTab::Personas);
    assert_says(&said, &["ab x"]);
    assert!(said.iter().all(|text| text.chars().count() < 300 && !text.contains(['\u{202e}', '\u{200b}', '\u{2066}'])));
}

#[test]
fn applications_show_what_a_client_needs() {
    let said = part(&on_sandbox(sandbox(seen())), SandboxTab::Applications);
    assert_says(&said, &["66f0a1b2c3d4e5f607182930", "No secret: a public client", "sandbox-secret-of-web-post"]);
    assert_says(&said, &["client_secret_basic", "http://127.0.0.1:*/callback"]);
}

#[test]
fn a_reset_asks_first() {
    let shown = SandboxShown { asks_to_reset: true, ..sandbox(seen()) };
    let state = on_sandbox(shown.clone());
    assert_says(&everywhere(&state), &["Reset the sandbox?", "You are signed out"]);
    let mut harness = english(&state, SandboxTab::Requests);
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
    press(&mut harness, Role::Button, "Reset everything");
    harness.key_press(egui::Key::Escape);
    harness.run();
    let asked = &harness.state().actions;
    assert!(
        matches!(
            asked.as_slice(),
            [Action::Sandbox(SandboxAction::Reset), Action::Sandbox(SandboxAction::CancelReset)]
        ),
        "{asked:?}"
    );
    assert!(
        !texts(&english(&before_sign_in(shown), SandboxTab::Requests)).iter().any(|text| text.contains("signed out"))
    );
}

#[test]
fn before_the_sign_in_there_is_a_way_there_and_back() {
    let shown = sandbox(seen());
    let at_sign_in = State { sandbox: Some(shown.clone()), ..sign_in(SignIn::default()) };
    let mut harness = show(at_sign_in, Language::English, egui::Theme::Dark, LARGE);
    press(&mut harness, Role::Button, "Sandbox: its mailbox, personas and faults");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Sandbox)]));

    let there = before_sign_in(shown);
    assert_says(&everywhere(&there), &["Back to the sign-in", "Sign in as Lin Xiao"]);
    let mut harness = show(there, Language::English, egui::Theme::Dark, LARGE);
    assert!(harness.get_by_role_and_label(Role::Button, "Back to the sign-in").is_focused());
    press(&mut harness, Role::Button, "Back to the sign-in");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Connections)]));
    assert!(matches!(harness.state().state.phase, Phase::SignIn(_)));
}
