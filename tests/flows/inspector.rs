//! The Inspector against the sandbox: what is recorded of real calls, and what comes out of it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bindery::app::{Choice, Program, Repetition};
use bindery::genauth::{AppHost, Cause, Exchange};
use bindery::session::{AccountSpace, Keep, SpaceName};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::json;

use crate::server::{Server, Then, ok};
use crate::stage::{Scene, Stage, runtime};
use crate::support_bundle;

const TABS: [&str; 6] = ["Summary", "Request", "Response", "Headers", "Timing", "Code"];

fn program(stage: &Stage) -> &Program {
    stage.harness.state().program()
}

/// Goes to a screen by the rail, or to a part of an exchange by its tab.
#[track_caller]
fn go_to(stage: &mut Stage, name: &str) {
    stage.see(name);
    stage.harness.get_by_role_and_label(Role::Tab, name).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// What the screen lists, oldest first.
fn listed(stage: &Stage) -> Vec<Exchange> {
    let entries = &program(stage).state().inspector.snapshot.entries;
    entries.iter().map(|entry| entry.exchange.as_ref().clone()).collect()
}

fn paths(stage: &Stage) -> Vec<String> {
    listed(stage).into_iter().map(|exchange| exchange.attempt.path).collect()
}

/// Presses the newest row that names this.
#[track_caller]
fn open(stage: &mut Stage, part: &str) {
    stage.see_part(part);
    let row = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.role() == Role::Button && node.label().is_some_and(|name| name.contains(part) && name.contains(" · "))
    };
    let rows = stage.harness.root().children_recursive().filter(row);
    rows.into_iter().next().unwrap().click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

#[test]
fn every_call_is_recorded_with_what_caused_it() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.sandbox().expire_access_tokens();
    stage.press("Refresh the list");
    stage.until("the refresh", |stage| stage.seen("token").len() == 1);
    stage.see("Bound · 4");
    go_to(&mut stage, "Inspector");
    stage.until("all calls", |stage| listed(stage).iter().any(|one| one.cause == Some(Cause::Resending)));
    assert!(paths(&stage).iter().any(|path| path == "/api/v3/signin"), "{:?}", paths(&stage));
    let renewal = listed(&stage).into_iter().find(|one| one.cause == Some(Cause::Renewal)).unwrap();
    assert_eq!(renewal.attempt.path, "/oidc/token");
    stage.see_part("/oidc/token · HTTP 200");
    stage.see_part("token renewal");
}

#[test]
fn the_list_follows_while_it_shows_and_wakes_nobody_when_it_does_not() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Inspector");
    stage.rest();
    let before = listed(&stage).len();
    open(&mut stage, "/api/v3/get-profile");
    stage.press("Make this read again");
    stage.until("the read to be listed", |stage| listed(stage).len() == before + 1);
    stage.see_part("Made again: HTTP 200 · 200");
    let again = listed(&stage).into_iter().next_back().unwrap();
    assert_eq!((again.cause, again.attempt.path.as_str()), (Some(Cause::Repetition), "/api/v3/get-profile"));
    assert_eq!(stage.seen("get-profile").len(), 2);

    stage.press("Pause the list");
    stage.press("Make this read again");
    stage.until("the read to have ended", |stage| {
        !program(stage).state().inspector.repetition.as_ref().is_some_and(Repetition::is_running)
    });
    stage.rest();
    assert_eq!(listed(&stage).len(), before + 1, "it stands still");
    stage.press("Let the list go on");
    stage.until("the read to be listed", |stage| listed(stage).len() == before + 2);
    stage.press("Forget all calls…");
    stage.press("Forget them");
    stage.see("No call has been made yet");

    go_to(&mut stage, "Session");
    stage.rest();
    stage.press("Renew the session now");
    stage.rest();
    assert!(!stage.is_woken_within(Duration::from_millis(300)));
    assert!(listed(&stage).is_empty());
}

#[test]
fn a_repeated_read_renews_an_expired_token_first() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Inspector");
    open(&mut stage, "/api/v3/get-identities");
    stage.sandbox().expire_access_tokens();
    stage.press("Make this read again");
    stage.see_part("Made again: HTTP 200 · 200");
    assert_eq!(stage.seen("token").len(), 1);
    stage.until("the calls to be listed", |stage| listed(stage).iter().any(|one| one.cause == Some(Cause::Resending)));
    stage.press("Show the new call");
    stage.see_part("The service had refused it, so it was sent once more.");
}

#[test]
fn the_new_call_is_shown_though_the_list_stood_still_when_it_was_made() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Inspector");
    open(&mut stage, "/api/v3/get-identities");
    stage.press("Make this read again");
    stage.see("Show the new call");
    stage.press("Pause the list");
    let before = listed(&stage).len();
    stage.press("Make this read again");
    stage.see_part("The new call is in it once it goes on.");
    assert!(!stage.shows("Show the new call"), "the one in the list is an older one");
    stage.press("Let the list go on");
    stage.until("the read to be listed", |stage| listed(stage).len() == before + 1);
    stage.press("Show the new call");
    let nodes = stage.harness.root().children_recursive();
    let rows = nodes.filter(|node| node.accesskit_node().label().is_some_and(|name| name.contains(" · GET · ")));
    let open: Vec<bool> = rows.map(|row| row.accesskit_node().data().is_expanded() == Some(true)).collect();
    assert!(open[0] && !open[1..].contains(&true), "the newest is open: {open:?}");
}

#[test]
fn a_read_that_is_made_again_says_that_its_answer_is_lost_or_of_another_shape() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Inspector");
    open(&mut stage, "/api/v3/get-identities");
    stage.sandbox().faults().inject("get-identities=reset-before".parse().unwrap());
    stage.press("Make this read again");
    stage.see_part("Made again: no answer · ");
    stage.sandbox().faults().inject("get-identities=shape-text".parse().unwrap());
    stage.press("Make this read again");
    stage.see_part("Made again: HTTP 200 · 200");
    stage.see_part("data: expected an array, found a string");
}

/// Walks through everything that the screen says of every call and copies what can be copied.
fn everything(stage: &mut Stage) -> String {
    let mut said = String::new();
    let rows: Vec<String> = stage
        .texts()
        .into_iter()
        .filter(|text| text.contains(" · /") && text.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    for row in rows {
        stage.press(&row);
        for tab in TABS {
            go_to(stage, tab);
            if let Some(row) = stage.harness.query_all_by_role(Role::TreeItem).last() {
                row.click_accesskit();
                stage.harness.step();
                stage.harness.step();
            }
            said += &stage.screen();
            said += &stage.copied();
        }
        stage.press("Close");
    }
    said
}

/// What the server of this test answers with: every kind of secret that the screen could show.
fn planted() -> (Vec<u8>, Vec<u8>, Vec<String>) {
    let plant = |kind: usize| format!("planted{kind:02}secret");
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let token =
        [r#"{"alg":"RS256"}"#, r#"{"exp":1790000000,"sub":"planted20secret"}"#, "planted21secret"].map(part).join(".");
    let signed_in = json!({"statusCode": 200, "message": format!("hello {}", plant(0)), "data": {
        "access_token": plant(1), "refresh_token": plant(2), "token_type": "Bearer", "expires_in": 7200,
        "echo": [plant(0)], "asBase64": STANDARD.encode(format!("lin:{}", plant(0))),
        "asJson": json!({"password": plant(3)}).to_string(),
    }});
    let read = json!({"statusCode": 403, "apiCode": 1000, "requestId": "1f0c6a52",
        "message": format!("see https://core.genauth.ai/x?id_token={}&code={}", plant(4), plant(5)),
        "data": [{"accessToken": plant(6), "refreshToken": plant(7), "userInfoInIdp": {"deep": {"access_token": plant(8)},
            "session_key": plant(9)}, "bindUrl": format!("https://core.genauth.ai/{}", plant(10)), "mfaToken": plant(11),
            "note": format!("of {} and {}", plant(1), plant(6)), "jwt": token}]});
    let read = format!(
        "HTTP/1.1 200 OK\r\nSet-Cookie: sid={}\r\nLocation: https://a/cb?code={}\r\nX-Auth-Token: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{read}",
        plant(12),
        plant(13),
        plant(14),
        read.to_string().len()
    );
    let secrets =
        (0..15).chain([20, 21]).map(plant).flat_map(|secret| [URL_SAFE_NO_PAD.encode(&secret), secret]).collect();
    (ok(&signed_in.to_string()), read.into_bytes(), secrets)
}

#[test]
fn no_planted_secret_is_on_the_screen_or_copied() {
    let (signed_in, read, secrets) = planted();
    let runtime = runtime();
    let script = std::iter::once(signed_in).chain(std::iter::repeat_n(read, 40)).map(Then::Write).collect();
    let server = runtime.block_on(Server::start(script));
    let app_host = AppHost::parse(&format!("http://{}", server.address)).unwrap();
    let space = AccountSpace {
        keep: Keep::Memory,
        ..AccountSpace::of(SpaceName::Host, app_host, "62f2093271a2b3cc10d90001".to_owned())
    };
    let mut stage = Stage::set(runtime, Scene { choice: Choice::Service(space), ..Scene::default() });
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "lin");
    stage.type_into("Password", &secrets[1]);
    stage.press("Sign in");
    stage.see("Refresh the list");
    stage.rest();
    go_to(&mut stage, "Inspector");
    stage.until("the calls to be listed", |stage| listed(stage).len() >= 4);
    stage.rest();
    let mut said = everything(&mut stage);
    let folder = tempfile::tempdir().unwrap();
    said += &export(&mut stage, &folder.path().join("a.har"));
    for (_, text) in support_bundle::unmasked(&mut stage, &folder.path().join("a.zip")) {
        said += &text;
    }
    said += &stage.screen();
    for expected in ["[redacted password", "[redacted access token", "[redacted refresh token", "curl", "$.data"] {
        assert!(said.contains(expected), "{expected} is missing in {said}");
    }
    for secret in secrets {
        let stands = said.find(&secret);
        assert!(stands.is_none(), "{secret} in …{:.300}", stands.map_or("", |at| &said[at.saturating_sub(200)..]));
    }
}

/// Writes every call into a file, and gives what stands in it.
fn export(stage: &mut Stage, path: &std::path::Path) -> String {
    stage.press("Write calls into a file…");
    stage.see_part("Exactly this will be written");
    write_to(stage, path);
    stage.see("The file is written");
    stage.press("Close");
    std::fs::read_to_string(path).unwrap()
}

fn write_to(stage: &mut Stage, path: &std::path::Path) {
    let field = stage.harness.get_by_role_and_label(Role::TextInput, "File");
    field.focus();
    stage.harness.step();
    stage.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.harness.step();
    stage.harness.get_by_role_and_label(Role::TextInput, "File").type_text(path.to_str().unwrap());
    stage.harness.step();
    stage.press("Write the file");
}

#[test]
fn calls_are_written_masked_and_read_again_as_a_case_of_somebody_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.har");
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Inspector");
    stage.rest();
    let count = listed(&stage).len();
    let text = export(&mut stage, &path);
    let har: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), count);
    assert!(!text.contains("lin@example.com"), "the email is masked");

    stage.press("Write calls into a file…");
    stage.see_part("Exactly this will be written");
    stage.harness.get_by_role_and_label(Role::CheckBox, "Email addresses").click_accesskit();
    stage.until("the preview without masks", |stage| {
        let export = program(stage).state().inspector.export.as_ref();
        export
            .and_then(|export| export.preview.as_ref())
            .is_some_and(|preview| preview.text.contains("lin@example.com"))
    });
    write_to(&mut stage, &path);
    stage.see("There is a file of that name already");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "nothing is replaced unasked");
    let preview = program(&stage).state().inspector.export.as_ref().unwrap().preview.clone().unwrap();
    stage.press("Replace the file");
    stage.see("The file is written");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), preview.text, "what the preview shows is what is written");
    stage.press("Close");

    let before = stage.sandbox().requests().len();
    stage.press("Open a HAR file…");
    stage.see("Open the file");
    stage.harness.get_by_role_and_label(Role::TextInput, "File").type_text(path.to_str().unwrap());
    stage.harness.step();
    stage.press("Open the file");
    stage.see_part("case.har: nothing in it can be sent");
    open(&mut stage, "/api/v3/get-identities");
    stage.see("What this means");
    assert!(!stage.shows("Make this read again"));
    stage.press("Back to this program’s calls");
    stage.rest();
    assert_eq!(stage.sandbox().requests().len(), before, "nothing was sent");
}
