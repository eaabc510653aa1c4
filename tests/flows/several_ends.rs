//! What several unbinds come to: refused, lost, stopped, and what a window that closes leaves.

use bindery::app::Choice;
use bindery::ledger::{Filter, Ledger, PageRequest};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::several_unbinds::{ask, posts, unbind};
use crate::stage::{Scene, Stage, runtime, seen, space};
use crate::ways::access_token;

/// Signed in with an access token, which vouches for no way, and without being told whether a password is set: what is
/// bound and enabled is all there is.
fn without_a_way_that_works() -> Stage {
    let mut stage = Stage::with_faults(&["get-security-info=500x*"]);
    stage.see("Sign in");
    let token = access_token(&stage);
    stage.see("Sign in with an access token");
    stage.harness.get_by_role_and_label(Role::Tab, "Sign in with an access token").click_accesskit();
    stage.harness.step();
    stage.harness.step();
    stage.type_into("Access token", &token);
    stage.press("Sign in");
    stage.see("Bound · 4");
    stage
}

#[test]
fn a_refusal_does_not_stop_the_rest_and_the_rest_can_be_chosen_again() {
    let mut stage = Stage::with_faults(&["unlink-extidp=429"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.see("2 of 3 unbound");
    stage.see("Refused: WeChat");
    stage.see("Unbound: GitHub, Azure AD");
    assert_eq!(posts(&stage), 3);
    stage.press("Choose the 1 left again");
    stage.see("1 of 2 chosen");
    assert!(stage.shows("2 of 3 unbound"));
    stage.press("Unbind the 1 chosen…");
    stage.see("Unbind 1 identity provider?");
    stage.press("Unbind 1 identity provider");
    stage.see("1 of 1 unbound");
    assert_eq!(posts(&stage), 4);
}

#[test]
fn a_lost_answer_is_found_out_before_the_next_is_sent() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.see("2 of 2 unbound");
    stage.see("WeChat: Unbound, though no usable answer came");
    stage.see("GitHub: Unbound");
    assert_eq!(posts(&stage), 2);
}

#[test]
fn what_stays_open_is_checked_again_on_demand() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-before"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.see("1 of 2 unbound");
    stage.see("Open: WeChat");
    let before = stage.seen("get-identities").len();
    stage.press("Check the open ones again");
    stage.until("the list to be read", |stage| stage.seen("get-identities").len() > before);
    stage.press("Choose the 1 left again");
    stage.press("Unbind the 1 chosen…");
    stage.press("Unbind 1 identity provider");
    stage.see("1 of 1 unbound");
    assert_eq!(posts(&stage), 3);
}

#[test]
fn the_end_of_the_session_stops_the_rest() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    stage.inject("unlink-extidp=403/2020x9");
    stage.inject("token=oauth-invalid_grantx9");
    stage.press("Unbind 3 identity providers");
    stage.see("0 of 3 unbound");
    stage.see("The rest was not tried, because the session is over or could not be renewed.");
    stage.see("Not tried: GitHub, Azure AD");
    assert_eq!(posts(&stage), 1, "without a new token nothing is sent again, nor anything more");
}

#[test]
fn what_became_of_them_comes_back_after_signing_in_again() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.press("Unbind 3 identity providers");
    stage.see("Not tried: GitHub, Azure AD");
    stage.see("You are no longer signed in");
    assert!(!stage.shows("Choose the 3 left again"), "nothing can be unbound without a session");
    stage.press("Sign in again");
    stage.sign_in_as("lin@example.com");
    stage.see("0 of 3 unbound");
    stage.press("Choose the 3 left again");
    stage.see("3 of 4 chosen");
}

#[test]
fn one_refusal_for_lack_of_sign_in_is_cured_by_a_refresh_and_stops_nothing() {
    let mut stage = Stage::with_faults(&["unlink-extidp=401"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.see("2 of 2 unbound");
    assert_eq!(posts(&stage), 3);
}

#[test]
fn a_service_that_cannot_be_reached_any_more_stops_the_rest() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    // Three reads before the first, and its own request: then the port is closed.
    stage.inject("service=refuse-3s,after-4");
    stage.press("Unbind 3 identity providers");
    let why = "The rest was not tried, because the service cannot be reached. Nothing answers at";
    stage.see_part(&format!("{why} {}", stage.sandbox().address()));
    stage.see("Not tried: Azure AD");
    assert_eq!(posts(&stage), 1);
    stage.until("the port to open again", |stage| {
        stage.can_press("Refresh the list") && stage.sandbox().faults().pending().is_empty()
    });
    stage.press("Check the open ones again");
    stage.see("1 of 3 unbound");
    stage.see("Refused: GitHub");
    stage.press("Choose the 2 left again");
}

#[test]
fn a_lost_answer_that_the_list_cannot_tell_of_stops_the_rest() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 2 identity providers"));
    stage.inject("get-identities=http-502x*,after-1");
    stage.press("Unbind 2 identity providers");
    stage.see("Open: WeChat");
    stage.see("Not tried: GitHub");
    stage.see_part("an answer was lost, and the list that tells what became of it could not be read");
    assert_eq!(posts(&stage), 1, "nothing is sent blindly");
    stage.sandbox().faults().clear();
    stage.press("Check the open ones again");
    stage.see("1 of 2 unbound");
    stage.see("Unbound: WeChat");
}

#[test]
fn a_way_that_vanishes_before_the_first_has_the_person_asked_again() {
    let mut stage = without_a_way_that_works();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    stage.inject("get-application-enabled-extidps=500x*");
    stage.press("Unbind 3 identity providers");
    stage.see("Nothing more was sent: what would remain has changed");
    assert_eq!(posts(&stage), 0);
    stage.see("0 of 3 are over; the rest waits for your answer");
    assert!(!stage.can_press("Unbind 3 identity providers"));
    stage.press("Stop here");
    stage.see("0 of 3 unbound");
    stage.see("Not tried: WeChat, GitHub, Azure AD");
    stage.rest();
    assert_eq!(posts(&stage), 0);
}

#[test]
fn a_way_that_vanishes_in_the_middle_has_the_person_asked_again() {
    let mut stage = without_a_way_that_works();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    stage.inject("get-application-enabled-extidps=500x*,after-1");
    stage.press("Unbind 3 identity providers");
    stage.see("Unbind 2 identity providers?");
    stage.see("Nothing more was sent: what would remain has changed");
    stage.see("1 of 3 are over; the rest waits for your answer");
    assert_eq!(posts(&stage), 1);
    assert!(!stage.can_press("Unbind 2 identity providers"), "now it takes typing");
    stage.type_into("To unbind nevertheless, type how many identity providers are unbound, “2”", "2");
    stage.press("Unbind 2 identity providers");
    stage.see("3 of 3 unbound");
    assert_eq!(posts(&stage), 3);
}

#[test]
fn without_a_way_that_remains_it_takes_the_count_typed() {
    let mut stage = without_a_way_that_works();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD", "Feishu / Lark"]);
    stage.see("Unbind 4 identity providers?");
    let label = "To unbind nevertheless, type how many identity providers are unbound, “4”";
    stage.see(label);
    stage.until("the facts", |stage| !stage.shows("Checking what would remain…"));
    for (typed, passes) in [("3", false), ("\u{8}4", true)] {
        if typed.starts_with('\u{8}') {
            stage.harness.key_press(Key::Backspace);
            stage.harness.step();
        }
        stage.type_into(label, typed.trim_start_matches('\u{8}'));
        stage.harness.step();
        assert_eq!(stage.can_press("Unbind 4 identity providers"), passes, "{typed}");
    }
    stage.press("Unbind 4 identity providers");
    stage.see("4 of 4 unbound");
    stage.see("Bound · 0");
}

#[test]
fn where_no_receipts_can_be_kept_one_is_asked_once() {
    let (runtime, folder) = (runtime(), tempfile::tempdir().unwrap());
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    std::fs::create_dir(folder.path().join("ledger.sqlite3")).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let data_folder = Some(folder.path().to_owned());
    let mut stage = Stage::set(runtime, Scene { choice, data_folder, ..Scene::default() });
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.see("Unbind 2 identity providers without keeping receipts?");
    assert!(seen(&sandbox, "unlink-extidp").is_empty());
    stage.press("Stop here");
    stage.see("0 of 2 unbound");
    stage.press("Choose the 2 left again");
    stage.press("Unbind the 2 chosen…");
    stage.press("Unbind 2 identity providers");
    stage.press("Unbind 2 without receipts");
    stage.see("2 of 2 unbound");
    assert_eq!(seen(&sandbox, "unlink-extidp").len(), 2);
}

#[test]
fn the_ledger_names_what_was_confirmed_together_and_a_window_that_closes_begins_no_more() {
    let (first, folder) = (runtime(), tempfile::tempdir().unwrap());
    let service = runtime();
    let sandbox = service.block_on(Sandbox::start()).unwrap();
    let scene = || Scene {
        choice: Choice::Service(space(&sandbox, Keep::Memory)),
        data_folder: Some(folder.path().to_owned()),
        ..Scene::default()
    };
    let mut stage = Stage::set(first, scene());
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.see("2 of 2 unbound");
    sandbox.faults().inject("unlink-extidp=latency-1500ms".parse().unwrap());
    stage.press("Choose several to unbind…");
    stage.press("Choose all 2");
    stage.press("Unbind the 2 chosen…");
    stage.press("Unbind 2 identity providers");
    stage.until("the request", |_| seen(&sandbox, "unlink-extidp").len() == 3);
    // The window is gone in the middle of it.
    drop(stage);

    let ledger = Ledger::open(&folder.path().join("ledger.sqlite3")).unwrap().ledger;
    let entries = ledger.entries(&Filter::default(), &PageRequest::first(10)).unwrap().entries;
    drop(ledger);
    let batches: Vec<_> =
        entries.iter().map(|entry| entry.intent.batch.clone().expect("it is one of several")).collect();
    assert_eq!(batches.len(), 3, "what had not begun has no intent");
    assert_eq!(batches[1], batches[2], "two were confirmed together");
    assert_ne!(batches[0], batches[1]);

    let mut stage = Stage::set(runtime(), scene());
    stage.sign_in_as("lin@example.com");
    stage.see_part("The window closed in the middle of this");
    stage.rest();
    assert_eq!(seen(&sandbox, "unlink-extidp").len(), 3, "nothing is begun anew by itself");
    assert!(!stage.shows("Stop"));
}

#[test]
fn stopping_lets_the_one_under_way_end_and_sends_nothing_more() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 3 identity providers"));
    stage.inject("unlink-extidp=latency-2500ms");
    stage.press("Unbind 3 identity providers");
    stage.until("the request", |stage| posts(stage) == 1);
    stage.press("Stop unbinding the rest of 3");
    stage.see_part("nothing more is sent");
    assert!(!stage.can_press("Stop unbinding the rest of 3"));
    stage.see("1 of 3 unbound");
    stage.see("You stopped the rest.");
    stage.see("Not tried: GitHub, Azure AD");
    stage.see("Bound · 3");
    assert_eq!(posts(&stage), 1);
}

#[test]
fn stopping_before_anything_was_sent_sends_nothing() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 2 identity providers"));
    stage.inject("get-security-info=latency-2500ms");
    stage.press("Unbind 2 identity providers");
    stage.press("Stop unbinding the rest of 2");
    stage.see("0 of 2 unbound");
    stage.see("Not tried: WeChat, GitHub");
    stage.rest();
    assert_eq!(posts(&stage), 0);
    assert!(stage.shows("Bound · 4"));
}
