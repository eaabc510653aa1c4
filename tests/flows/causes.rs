//! What caused each call: the whole program against the sandbox, and what the Inspector says of every call it made.

use std::time::Duration;

use bindery::app::Pace;
use bindery::genauth::Cause;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Scene, Stage, runtime};
use crate::visitor::{Visitor, address_bar};

/// Looks often, so that a test need not wait.
const BRISK: Pace =
    Pace { first: Duration::from_millis(30), slowest: Duration::from_millis(60), deadline: Duration::from_secs(300) };

const LISTS: [&str; 2] = ["get-identities", "get-application-enabled-extidps"];

fn go_to(stage: &mut Stage, name: &str) {
    stage.see(name);
    stage.harness.get_by_role_and_label(Role::Tab, name).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// Endpoint, cause and count of every line that the screen lists, oldest first.
fn lines(stage: &Stage) -> Vec<(String, Cause, u64)> {
    let entries = &stage.harness.state().program().state().inspector.snapshot.entries;
    let line = |entry: &std::sync::Arc<bindery::inspector::Entry>| {
        let endpoint = entry.exchange.attempt.path.rsplit('/').next().unwrap_or_default().to_owned();
        (endpoint, entry.exchange.cause.unwrap(), entry.count)
    };
    entries.iter().map(line).collect()
}

/// The endpoints that were called for this cause, in the order of the alphabet.
fn called_for(stage: &Stage, cause: Cause) -> Vec<String> {
    let mut called: Vec<String> =
        lines(stage).into_iter().filter(|line| line.1 == cause).map(|(endpoint, _, _)| endpoint).collect();
    called.sort();
    called
}

#[test]
fn a_sign_in_is_by_hand_and_what_it_opens_is_not() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("the calls", |stage| lines(stage).len() >= 7);
    assert_eq!(called_for(&stage, Cause::Person), ["signin"]);
    assert_eq!(called_for(&stage, Cause::IdTokenCheck), ["jwks.json", "openid-configuration"]);
    let opened = ["get-application-enabled-extidps", "get-identities", "get-profile", "get-security-info"];
    assert_eq!(called_for(&stage, Cause::Opening), opened);
    stage.see_part("/api/v3/get-profile · HTTP 200 · 200");
    stage.see_part("on opening");

    go_to(&mut stage, "Connections");
    stage.press("Refresh the list");
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("the refresh", |stage| called_for(stage, Cause::Person).len() == 5);
    assert_eq!(called_for(&stage, Cause::Opening).len(), 4);
}

#[test]
fn an_unbind_is_by_hand_and_what_goes_before_and_after_says_so() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.rest();
    stage.inject("get-identities=lag-4");
    stage.unbind("GitHub");
    stage.until("the answer", |stage| stage.seen("unlink-extidp").len() == 1);
    stage.see("Unbound");
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("the calls", |stage| called_for(stage, Cause::Checking).len() >= 2);
    let listed = lines(&stage);
    let sent = listed.iter().position(|(endpoint, ..)| endpoint == "unlink-extidp").unwrap();
    assert_eq!(listed[sent].1, Cause::Person);
    for facts in ["get-security-info", LISTS[0], LISTS[1]] {
        assert!(listed[..sent].contains(&(facts.to_owned(), Cause::Preparation, 1)), "{facts}: {listed:?}");
    }
    assert!(listed[sent + 1..].iter().all(|line| line.1 == Cause::Checking), "{listed:?}");
    // The list that still had it and the one that had not are two answers.
    let checks: Vec<u64> =
        listed[sent + 1..].iter().filter(|line| line.0 == LISTS[0]).map(|(_, _, count)| *count).collect();
    assert_eq!((checks.len(), checks.last()), (2, Some(&1)), "{listed:?}");
    assert!(checks[0] > 1, "{listed:?}");
}

#[test]
fn waiting_to_bind_is_one_line_however_long_it_takes() {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, pace: BRISK, ..Scene::default() });
    stage.sign_in_as("mia@example.com");
    stage.see("Bound · 0");
    stage.rest();
    stage.press("Bind another account…");
    stage.press("Bind Google");
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    let page = Visitor::default().open(&address.unwrap());
    let before = stage.seen("get-identities").len();
    stage.until("some looks", |stage| stage.seen("get-identities").len() > before + 5);
    Visitor::default().submit(&page, &[("person", "noor")]);
    stage.see("Google is bound");
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("the calls", |stage| called_for(stage, Cause::Checking).len() >= 2);
    let listed = lines(&stage);
    let looks: Vec<u64> = listed.iter().filter(|line| line.1 == Cause::Polling).map(|line| line.2).collect();
    assert_eq!((looks.len(), looks.last()), (2, Some(&1)), "what was found is a line of its own: {listed:?}");
    assert!(looks[0] > 5, "{listed:?}");
    assert!(listed.contains(&("generate-link-extidp-url".to_owned(), Cause::Person, 1)), "{listed:?}");
    assert!(listed.contains(&(LISTS[0].to_owned(), Cause::Preparation, 1)), "{listed:?}");
    assert!(listed.contains(&("signin".to_owned(), Cause::Person, 1)), "nothing was pushed out: {listed:?}");
}

#[test]
fn a_renewal_says_whether_a_person_asked_and_a_sign_out_ends_the_session() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.rest();
    stage.sandbox().expire_access_tokens();
    stage.press("Refresh the list");
    stage.until("the renewal", |stage| stage.seen("token").len() == 1);
    stage.rest();
    go_to(&mut stage, "Session");
    stage.press("Renew the session now");
    stage.until("the renewal", |stage| stage.seen("token").len() == 2);
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("both renewals", |stage| lines(stage).iter().filter(|line| line.0 == "token").count() == 2);
    let renewals: Vec<Cause> = lines(&stage).into_iter().filter(|line| line.0 == "token").map(|line| line.1).collect();
    assert_eq!(renewals, [Cause::Renewal, Cause::Person]);
    assert!(!called_for(&stage, Cause::Resending).is_empty());

    go_to(&mut stage, "Connections");
    stage.press("Sign out");
    stage.see("Sign in");
    stage.press("Inspector: every call with its answer");
    stage.until("the end of the session", |stage| called_for(stage, Cause::Ending).len() == 2);
    assert_eq!(called_for(&stage, Cause::Ending), ["revocation", "revocation"]);
}

#[test]
fn of_many_calls_those_of_one_cause_are_listed() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.see_part("/api/v3/signin");
    stage.harness.get_by_role_and_label(Role::ComboBox, "Cause").click_accesskit();
    stage.harness.step();
    stage.press("by hand");
    stage.until("the others to go", |stage| !stage.shows_part("/api/v3/get-profile ·"));
    stage.see_part("/api/v3/signin");
    stage.see("1 of 7 calls");
    stage.press("Clear the filter");
    stage.see_part("/api/v3/get-profile ·");
}
