//! Unbinding: what is sent, what goes, and what every kind of answer leaves on the screen.

use bindery::app::Choice;
use bindery::sandbox::Sandbox;
use bindery::session::Keep;

use crate::stage::{Scene, Stage, runtime, seen, space};

const WECHAT: &str = "62f2093271a2b3cc10d966ee";

/// What the receipt on the card says of the API's answer.
fn receipt_has_uuid(stage: &Stage) -> bool {
    stage.texts().iter().filter_map(|text| text.strip_prefix("requestId ")).any(|id| id.len() == 36)
}

#[test]
fn unbinding_wechat_sends_one_post_and_both_its_identities_go() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    assert_eq!(stage.unbind_buttons().len(), 4);

    stage.press("Unbind WeChat…");
    stage.see("Unbind WeChat?");
    stage.see(&format!("extIdpId {WECHAT}"));
    assert!(stage.seen("unlink-extidp").is_empty(), "nothing is sent before the dialog is confirmed");
    stage.press("Unbind WeChat");
    stage.see("Unbound");

    stage.see("statusCode 200");
    stage.see("HTTP 200");
    assert!(receipt_has_uuid(&stage), "{}", stage.screen());
    stage.see_part("the list no longer names WeChat");
    stage.see("Bound · 3");
    assert_eq!(stage.unbind_buttons(), ["Unbind GitHub…", "Unbind Feishu / Lark…", "Unbind Azure AD…"]);

    let sent = stage.seen("unlink-extidp");
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].method, "POST");
    assert_eq!(sent[0].body, serde_json::json!({ "extIdpId": WECHAT }));

    // The card stays with its receipt until it is dismissed.
    assert!(stage.shows("WeChat"));
    stage.press("Dismiss the receipt for WeChat");
    assert!(!stage.shows("WeChat"));
    stage.see("Bound · 3");
}

#[test]
fn the_status_bar_keeps_the_unbind_after_the_list_was_read_again() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("GitHub");
    stage.see_part("the list no longer names GitHub");
    stage.see_part("Last asked for: POST /api/v3/unlink-extidp · HTTP 200 · 200");
}

#[test]
fn a_receipt_says_when_the_service_may_be_asked_again() {
    let mut stage = Stage::with_faults(&["unlink-extidp=429-retry-7s"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see_part("Wait 7 seconds, then try again.");
    stage.see("retry after 7");
}

#[test]
fn cancelling_the_dialog_sends_nothing() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Unbind WeChat…");
    stage.press("Cancel");
    assert!(!stage.shows("Unbind WeChat?"));
    stage.press("Unbind WeChat…");
    stage.see("Unbind WeChat?");
    stage.harness.key_press(egui::Key::Escape);
    stage.until("the dialog to close", |stage| !stage.shows("Unbind WeChat?"));
    assert!(stage.seen("unlink-extidp").is_empty());
}

#[test]
fn an_answer_lost_after_the_commit_is_found_out_by_reading_the_list() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Unbound, though no usable answer came");
    stage.see("Bound · 3");
    stage.see_part("was lost before the answer was complete");
    assert_eq!(stage.seen("unlink-extidp").len(), 1, "a lost answer is never sent again");
}

#[test]
fn an_answer_lost_before_the_commit_leaves_it_bound_and_it_can_be_tried_again() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-before"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Still bound; no usable answer came");
    stage.see("Bound · 4");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
    stage.unbind("WeChat");
    stage.see("Unbound");
    stage.see("Still bound; no usable answer came");
    stage.see("Bound · 3");
}

#[test]
fn a_lost_answer_with_an_unreadable_list_is_not_known_and_cannot_be_sent_blindly() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    stage.inject("get-identities=http-502x*,after-2");
    stage.unbind("WeChat");
    stage.see("Not known: no usable answer came");
    assert!(stage.shows("Bound · 4"), "the list of before stays");
    assert!(!stage.unbind_buttons().contains(&"Unbind WeChat…".to_owned()));
    stage.sandbox().faults().clear();
    stage.press("Check WeChat again");
    stage.see("Unbound, though no usable answer came");
    stage.see("Bound · 3");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn a_gateways_page_is_told_from_the_apis_answer() {
    let mut stage = Stage::with_faults(&["unlink-extidp=http-502"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Still bound; no usable answer came");
    stage.see_part("answered with HTTP 502, but not as the API");
    stage.see_part("Bad Gateway");
    assert!(!stage.shows_part("<html"), "{}", stage.screen());
    stage.see("Bound · 4");
}

#[test]
fn an_accepted_unbind_that_cannot_be_checked_says_so() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.inject("get-identities=truncatex*,after-2");
    stage.unbind("GitHub");
    stage.see("Accepted, but not checked");
    stage.see("Bound · 4");
    stage.sandbox().faults().clear();
    stage.press("Check GitHub again");
    stage.see("Unbound");
    stage.see("Bound · 3");
}

#[test]
fn a_stopped_service_says_so_and_the_list_stays() {
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let mut stage = Stage::set(runtime, Scene { choice, ..Scene::default() });
    stage.sign_in();
    assert!(
        seen(&sandbox, "get-identities")[0].headers.iter().any(|header| header.name == "x-authing-app-id"),
        "the space's family of headers is used"
    );
    let address = sandbox.address();
    stage.runtime.block_on(sandbox.stop());

    stage.unbind("WeChat");
    stage.see("Not unbound; the list could not be read");
    stage.see(&format!("Nothing answers at {address}"));
    stage.see("Bound · 4");
    stage.see_part("The list could not be read again");
    assert!(stage.shows("GitHub") && stage.shows("Try again"), "{}", stage.screen());
}

#[test]
fn the_receipt_can_be_copied_whole() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Unbound");
    stage.button("Copy the receipt for WeChat").click_accesskit();
    let mut copied = None;
    stage.until("the copied text", |stage| {
        copied = stage.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        copied.is_some()
    });
    let copied = copied.unwrap();
    for part in ["Unbound", WECHAT, "statusCode\t200", "requestId\t", "POST /api/v3/unlink-extidp"] {
        assert!(copied.contains(part), "{part} is missing in:\n{copied}");
    }
    assert!(!copied.contains("eyJ"), "no token is copied");
}

#[test]
fn the_keyboard_stays_on_the_card_whatever_comes_and_goes_there() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.press("Unbind WeChat…");
    stage.until("the dialog to have the keyboard", |stage| stage.has_keyboard("Cancel"));
    stage.harness.key_press(egui::Key::Escape);
    stage.until("the card to have it back", |stage| stage.has_keyboard("Unbind WeChat…"));
    stage.unbind("WeChat");
    stage.until("the card to have it while it waits", |stage| stage.has_keyboard("Stop waiting for WeChat"));
    stage.until("the receipt to have it", |stage| stage.has_keyboard("Copy the receipt for WeChat"));
}
