//! The Session screen against the sandbox: renewing, the deliberate copy, and the end of the browser's session.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bindery::app::{BrowserSessionStage, Choice, Home, Phase, Program, Screen, TokenCopy};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Keyring, Scene, Stage, TestClipboard, runtime, seen, space};
use crate::visitor::{Visitor, address_bar};

const COPY: &str = "Copy access token…";
const COPY_IT: &str = "Copy it: whoever has it can act as you";

fn home(stage: &Stage) -> Option<&Home> {
    match &program(stage).state().phase {
        Phase::Home(home) => Some(home),
        Phase::SignIn(_) | Phase::Opening(_) => None,
    }
}

fn program(stage: &Stage) -> &Program {
    stage.harness.state().program()
}

fn go_to_session(stage: &mut Stage) {
    stage.harness.get_by_role_and_label(Role::Tab, "Session").click_accesskit();
    stage.harness.step();
    stage.see("Renew the session now");
}

/// Signed in, on the Session screen, with a clipboard that can be looked into.
fn on_session(faults: &[&str], clipboard_deadline: Duration) -> (Stage, Arc<TestClipboard>) {
    let clipboard = Arc::new(TestClipboard::default());
    let choice = Choice::Sandbox { faults: faults.iter().map(|fault| fault.parse().unwrap()).collect() };
    let scene = Scene { choice, clipboard: Arc::clone(&clipboard) as _, clipboard_deadline, ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    stage.sign_in();
    go_to_session(&mut stage);
    (stage, clipboard)
}

/// Asks for the copy, and waits until a second press counts as a decision.
fn ask(stage: &mut Stage) {
    stage.press(COPY);
    stage.see(COPY_IT);
    stage.until("a decision to be possible", |stage| match home(stage).map(|home| &home.session.copy) {
        Some(TokenCopy::Asked { since, .. }) => {
            program(stage).state().now.duration_since(*since) > jiff::SignedDuration::from_millis(500)
        }
        _ => false,
    });
}

fn copy(stage: &mut Stage) {
    ask(stage);
    stage.press(COPY_IT);
}

#[test]
fn the_screen_tells_of_the_session_in_use() {
    let (stage, _clipboard) = on_session(&[], Duration::from_secs(30));
    for words in ["Its signature was verified", "Renews the session before it ends", "lin@example.com", "openid"] {
        assert!(stage.shows_part(words), "{words}: {}", stage.screen());
    }
    assert!(stage.shows_part("from 127.0.0.1"), "where the last sign-in came from: {}", stage.screen());
    // No token is on the screen or in what a screen reader sees.
    assert!(!stage.screen().contains("eyJ"), "{}", stage.screen());
    assert!(!format!("{:?}", program(&stage).state()).contains("eyJ"));
}

#[test]
fn the_countdown_draws_once_a_second_and_only_while_it_shows() {
    let (mut stage, _clipboard) = on_session(&[], Duration::from_secs(30));
    let left = |stage: &Stage| {
        let left = home(stage).unwrap().standing.expires_at.unwrap().duration_since(program(stage).state().now);
        u64::try_from(left.as_millis()).unwrap()
    };
    let next = |stage: &Stage| program(stage).next_change().unwrap();
    assert_eq!(next(&stage), Duration::from_millis(left(&stage) % 1000 + 1));
    stage.press(COPY);
    // The button that asks needs no frames of its own.
    assert_eq!(next(&stage), Duration::from_millis(left(&stage) % 1000 + 1));
    stage.harness.get_by_role_and_label(Role::Tab, "Connections").click_accesskit();
    stage.harness.step();
    stage.see("Bound · 4");
    assert_eq!(next(&stage), Duration::from_millis(left(&stage) % 60_000 + 1));
    assert_eq!(home(&stage).unwrap().session.copy, TokenCopy::Idle, "what was asked is taken back on leaving");
}

#[test]
fn renewing_makes_one_refresh_however_often_it_is_pressed() {
    let (mut stage, _clipboard) = on_session(&["token=latency-2500ms"], Duration::from_secs(30));
    let before = home(&stage).unwrap().session.particulars.clone().unwrap().obtained_at;
    for _ in 0..3 {
        stage.button("Renew the session now").click_accesskit();
    }
    stage.harness.step();
    stage.press("Renew the session now");
    stage.see_part("Renewed at");
    assert_eq!(stage.seen("token").len(), 1);
    assert!(home(&stage).unwrap().session.particulars.clone().unwrap().obtained_at > before);
    stage.press("Renew the session now");
    stage.until("another refresh", |stage| stage.seen("token").len() == 2);
    stage.see_part("Renewed at");
}

#[test]
fn a_renewal_that_is_refused_says_so_and_the_session_goes_on() {
    let (mut stage, _clipboard) = on_session(&["token=oauth-invalid_grant"], Duration::from_secs(30));
    stage.press("Renew the session now");
    stage.see("The service refuses to renew the session");
    stage.see_part("The service does not take it any more");
    assert!(!home(&stage).unwrap().standing.over);
    // A refused refresh token is not sent again.
    stage.button("Renew the session now").click_accesskit();
    stage.harness.step();
    assert_eq!(stage.seen("token").len(), 1);
}

#[test]
fn a_renewal_that_does_not_reach_the_service_can_be_tried_again() {
    let (mut stage, _clipboard) = on_session(&["token=reset-before"], Duration::from_secs(30));
    stage.press("Renew the session now");
    stage.see("The session could not be renewed just now");
    stage.press("Renew the session now");
    stage.see_part("Renewed at");
}

#[test]
fn the_second_press_copies_and_time_clears_it() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_millis(400));
    assert_eq!(clipboard.text(), "");
    ask(&mut stage);
    assert_eq!(clipboard.text(), "", "asking copies nothing");
    stage.press(COPY_IT);
    stage.until("the token to be copied", |_| !clipboard.taken.lock().unwrap().is_empty());
    let taken = clipboard.taken.lock().unwrap().concat();
    assert_eq!(taken.split('.').count(), 3, "the sandbox's tokens are JSON Web Tokens");
    stage.see("The access token was taken out of the clipboard");
    assert_eq!(clipboard.text(), "");
    assert!(!stage.screen().contains("eyJ"));
}

#[test]
fn escape_takes_it_back() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_secs(30));
    ask(&mut stage);
    stage.harness.key_press(egui::Key::Escape);
    stage.see(COPY);
    assert_eq!(clipboard.text(), "");
    assert_eq!(home(&stage).unwrap().session.copy, TokenCopy::Idle);
}

#[test]
fn what_the_person_copied_meanwhile_is_left_alone() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_millis(200));
    *clipboard.replaced_by.lock().unwrap() = Some("something of mine".to_owned());
    copy(&mut stage);
    stage.see_part("Something else is in the clipboard now");
    assert_eq!(clipboard.text(), "something of mine");
}

#[test]
fn a_clipboard_that_lets_nobody_look_is_left_and_said_to_be() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_millis(200));
    clipboard.blind.store(true, Ordering::SeqCst);
    copy(&mut stage);
    stage.see("not allowed to look");
    assert_ne!(clipboard.text(), "");
    clipboard.full.store(true, Ordering::SeqCst);
    copy(&mut stage);
    stage.see("The access token could not be copied");
    stage.see("no room");
}

#[test]
fn signing_out_clears_the_clipboard_at_once() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_secs(600));
    copy(&mut stage);
    stage.until("the token to be copied", |_| !clipboard.text().is_empty());
    stage.press("Sign out of this session");
    stage.see("You are signed out");
    stage.until("the clipboard to be cleared", |_| clipboard.text().is_empty());
}

#[test]
fn closing_the_window_clears_the_clipboard_first() {
    let (mut stage, clipboard) = on_session(&[], Duration::from_secs(600));
    copy(&mut stage);
    stage.until("the token to be copied", |_| !clipboard.text().is_empty());
    stage.ask_to_close();
    stage.until("the window to close", |stage| program(stage).state().close_now);
    assert_eq!(clipboard.text(), "");
}

#[test]
fn after_signing_out_the_browsers_session_can_be_ended_too() {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, ..Scene::default() });
    let take = |stage: &mut Stage| {
        let mut address = None;
        stage.until("an address to be opened", |_| {
            address = address.take().or_else(|| opened.try_recv().ok());
            address.is_some()
        });
        address.unwrap()
    };
    let mut visitor = Visitor::default();
    stage.press("Sign in with the browser");
    let address = take(&mut stage);
    visitor.sign_in(&address, "lin@example.com");
    stage.see("Bound · 4");
    stage.press("Sign out");
    stage.see("You are signed out");
    assert!(!visitor.cookies.is_empty(), "the browser is still signed in");
    stage.press("End the browser session too");
    let address = take(&mut stage);
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("token"), "{address}");
    let page = visitor.open(&address);
    assert_eq!((page.status, page.address.path()), (200, "/oidc/session/end"));
    stage.see_part("It shows what came of it");
    // It worked: the browser has to sign in anew, and the address is good for nothing.
    stage.press("Sign in with the browser");
    let address = take(&mut stage);
    assert_eq!(visitor.open(&address).address.path(), "/login");
    assert!(!stage.shows_part("End the browser session"), "a new sign-in ends the offer");
}

#[test]
fn where_no_browser_opens_it_is_said_and_can_be_tried_again() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Sign out");
    stage.press("End the browser session too");
    stage.see("No browser could be opened");
    stage.see("no browser in this test");
    stage.press("Send the browser again");
    stage.until("the end of it", |stage| {
        let Phase::SignIn(sign_in) = &program(stage).state().phase else { return false };
        matches!(sign_in.browser_session, Some(BrowserSessionStage::Failed(_)))
    });
}

#[test]
fn whoever_has_the_token_can_sign_in_with_it_in_a_session_that_can_do_little() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let clipboard = Arc::new(TestClipboard::default());
    let choice = || Choice::Service(space(&sandbox, Keep::Memory));
    let scene = Scene { choice: choice(), clipboard: Arc::clone(&clipboard) as _, ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    stage.sign_in();
    go_to_session(&mut stage);
    stage.see("That is how this account space is set up.");
    copy(&mut stage);
    stage.until("the token to be copied", |_| !clipboard.text().is_empty());

    let mut other = Stage::set(runtime(), Scene { choice: choice(), ..Scene::default() });
    other.see("Sign in");
    other.harness.get_by_role_and_label(Role::Tab, "Sign in with an access token").click_accesskit();
    other.harness.step();
    other.type_into("Access token", &clipboard.text());
    other.press("Sign in");
    other.see("Bound · 4");
    go_to_session(&mut other);
    other.see("A token that was pasted is not kept.");
    other.see("This session has none");
    other.see_part("The session cannot be renewed");
    other.press("Sign out of this session");
    other.see("You are signed out");
    assert!(!other.shows("End the browser session too"));
}

#[test]
fn a_kept_session_says_so_and_what_the_sign_out_removes() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let keyring = Keyring::new();
    let choice = Choice::Service(space(&sandbox, Keep::Keyring));
    let mut stage = Stage::set(runtime(), Scene { choice, vault: keyring.vault(), ..Scene::default() });
    stage.sign_in();
    go_to_session(&mut stage);
    stage.see("In this computer's keyring");
    stage.see_part("Removes the session from the keyring");
    stage.press("Sign out of this session");
    stage.see("You are signed out");
    let hints: Vec<_> = seen(&sandbox, "revocation")
        .iter()
        .map(|request| request.body["token_type_hint"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(hints, [Some("refresh_token".to_owned()), Some("access_token".to_owned())]);
}

#[test]
fn a_session_that_is_over_leads_to_a_new_sign_in() {
    let (mut stage, _clipboard) = on_session(&[], Duration::from_secs(30));
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.press("Renew the session now");
    stage.see("The service refuses to renew the session");
    stage.harness.get_by_role_and_label(Role::Tab, "Connections").click_accesskit();
    stage.press("Refresh the list");
    stage.see("You are no longer signed in");
    stage.harness.get_by_role_and_label(Role::Tab, "Session").click_accesskit();
    stage.see("Session ended");
    assert_eq!(program(&stage).state().screen, Screen::Session);
    stage.press("Sign in again");
    stage.sign_in_as("lin@example.com");
    stage.see("Bound · 4");
}
