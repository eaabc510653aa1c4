//! A sign-in that is cancelled while the service answers it: what comes then is revoked.

use std::sync::mpsc::Receiver;

use bindery::app::{BrowserStep, Choice, Phase};
use bindery::sandbox::Sandbox;
use bindery::session::{AccountSpace, Keep, PasswordEncryption};
use egui::ViewportCommand;

use crate::stage::{Scene, Stage, runtime, seen, space};
use crate::visitor::{Visitor, address_bar};

const BROWSER: &str = "Sign in with the browser";

fn with_browser(faults: &[&str]) -> (Stage, Receiver<String>) {
    let (open_address, opened) = address_bar();
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let scene = Scene { choice: Choice::Sandbox { faults }, open_address, ..Scene::default() };
    (Stage::set(runtime(), scene), opened)
}

/// Signs in in the browser up to this step, which a fault has to hold up.
fn sign_in_up_to(step: BrowserStep, faults: &[&str]) -> Stage {
    let (mut stage, opened) = with_browser(faults);
    stage.press(BROWSER);
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    Visitor::default().sign_in(&address.unwrap(), "lin@example.com");
    stage.until("the step", |stage| match &stage.harness.state().program().state().phase {
        Phase::SignIn(sign_in) => sign_in.browser.as_ref().map(|browser| browser.step) == Some(step),
        _ => false,
    });
    stage
}

fn closes(stage: &Stage) -> bool {
    stage.window_commands().contains(&ViewportCommand::Close)
}

/// Which kinds of tokens were revoked, in order.
fn revoked(stage: &Stage) -> Vec<String> {
    let answered = stage.seen("revocation").into_iter().filter(|request| request.answered.is_some());
    answered.map(|request| request.body["token_type_hint"].as_str().unwrap_or_default().to_owned()).collect()
}

fn are_both_revoked(stage: &Stage) -> bool {
    revoked(stage) == ["refresh_token", "access_token"]
}

#[test]
fn tokens_that_a_code_is_traded_for_after_the_cancel_are_revoked() {
    let mut stage = sign_in_up_to(BrowserStep::Trading, &["token=latency-2500ms"]);
    stage.press("Cancel");
    stage.see(BROWSER);
    assert!(revoked(&stage).is_empty(), "the service has not answered yet");
    stage.until("both to be revoked", are_both_revoked);
    stage.rest();
    assert!(stage.shows(BROWSER) && !stage.shows_part("Bound"), "nobody was signed in:\n{}", stage.screen());
    assert_eq!((stage.seen("token").len(), revoked(&stage).len()), (1, 2));
}

#[test]
fn tokens_whose_id_token_is_being_checked_are_revoked() {
    let mut stage = sign_in_up_to(BrowserStep::Checking, &["jwks.json=latency-2500ms"]);
    stage.press("Cancel");
    stage.see(BROWSER);
    stage.until("both to be revoked", are_both_revoked);
}

#[test]
fn a_typed_sign_in_that_is_answered_after_the_cancel_is_revoked() {
    let mut stage = Stage::with_faults(&["signin=latency-2500ms"]);
    stage.sign_in_as("lin@example.com");
    stage.until("the request", |stage| stage.seen("signin").len() == 1);
    stage.press("Cancel");
    stage.see(BROWSER);
    // The next one is nobody's business but its own.
    stage.press("Sign in");
    stage.see("Bound · 4");
    stage.until("both to be revoked", are_both_revoked);
    stage.press("Refresh the list");
    stage.rest();
    assert!(stage.shows("Bound · 4") && !stage.shows("Sign in again"), "{}", stage.screen());
}

#[test]
fn a_sign_in_that_was_not_sent_yet_is_not_sent_after_the_cancel() {
    let (mut stage, _opened) = with_browser(&["openid-configuration=latency-2500ms"]);
    stage.press(BROWSER);
    stage.until("the request", |stage| stage.seen("openid-configuration").len() == 1);
    stage.press("Cancel");
    stage.see(BROWSER);
    stage.ask_to_close();
    stage.until("the window to close", closes);
    assert!(revoked(&stage).is_empty());
}

#[test]
fn a_password_that_is_not_encrypted_yet_is_not_sent_after_the_cancel() {
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    sandbox.faults().inject("system=latency-2500ms".parse().unwrap());
    let space = AccountSpace { password_encryption: PasswordEncryption::Rsa, ..space(&sandbox, Keep::Memory) };
    let mut stage = Stage::set(runtime, Scene { choice: Choice::Service(space), ..Scene::default() });
    stage.sign_in_as("lin@example.com");
    stage.until("the request", |_| seen(&sandbox, "system").len() == 1);
    stage.ask_to_close();
    stage.see("A cancelled sign-in is being undone");
    stage.until("the window to close", closes);
    assert!(seen(&sandbox, "signin").is_empty(), "each attempt counts");
}

#[test]
fn the_window_closes_once_they_are_revoked() {
    let mut stage = sign_in_up_to(BrowserStep::Trading, &["token=latency-2500ms"]);
    stage.ask_to_close();
    assert!(stage.window_commands().contains(&ViewportCommand::CancelClose));
    stage.see("A cancelled sign-in is being undone");
    assert!(!closes(&stage));
    stage.until("the window to close", closes);
    assert!(are_both_revoked(&stage), "{:?}", revoked(&stage));
}

#[test]
fn after_a_typed_sign_in_too_and_one_can_stay() {
    let mut stage = Stage::with_faults(&["signin=latency-2500ms"]);
    stage.sign_in_as("lin@example.com");
    stage.until("the request", |stage| stage.seen("signin").len() == 1);
    stage.ask_to_close();
    stage.see("A cancelled sign-in is being undone");
    stage.press("Stay");
    stage.see(BROWSER);
    stage.until("both to be revoked", are_both_revoked);
    stage.rest();
    assert!(!closes(&stage) && stage.shows(BROWSER));
}

#[test]
fn the_window_need_not_wait_for_a_service_that_does_not_answer() {
    let mut stage = sign_in_up_to(BrowserStep::Trading, &["token=stall"]);
    stage.ask_to_close();
    stage.press("Close without waiting");
    stage.until("the window to close", closes);
}

#[test]
fn another_account_can_be_shown_meanwhile() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Switch account space or account");
    stage.press("Sign in to Sandbox on this computer as another account");
    stage.inject("signin=latency-2500ms");
    stage.sign_in_as("mia@example.com");
    stage.until("the request", |stage| stage.seen("signin").len() == 2);
    stage.press("Switch account space or account");
    stage.press("Show 林晓 in Sandbox on this computer");
    stage.see("Bound · 4");
    stage.until("both to be revoked", are_both_revoked);
    assert!(stage.shows("Bound · 4"));
}
