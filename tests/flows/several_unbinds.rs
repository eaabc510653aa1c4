//! Several unbinds at once: choosing, one question, and one after another.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::stage::Stage;

/// Checks or unchecks the box of a card.
fn choose(stage: &mut Stage, name: &str) {
    let name = format!("Choose {name}");
    stage.until(&name, |stage| stage.harness.query_by_role_and_label(Role::CheckBox, &name).is_some());
    stage.harness.get_by_role_and_label(Role::CheckBox, &name).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// Chooses these and opens the dialog.
pub(crate) fn ask(stage: &mut Stage, names: &[&str]) {
    stage.press("Choose several to unbind…");
    for name in names {
        choose(stage, name);
    }
    stage.press(&format!("Unbind the {} chosen…", names.len()));
}

/// Chooses these and confirms the dialog.
pub(crate) fn unbind(stage: &mut Stage, names: &[&str]) {
    ask(stage, names);
    stage.press(&format!("Unbind {} identity providers", names.len()));
}

pub(crate) fn posts(stage: &Stage) -> usize {
    stage.seen("unlink-extidp").len()
}

#[test]
fn several_are_unbound_one_after_another_with_a_receipt_each() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat"]);
    stage.see("Unbind 2 identity providers?");
    stage.see("2 of 4 chosen");
    assert_eq!(posts(&stage), 0, "nothing is sent before the dialog is confirmed");
    stage.press("Unbind 2 identity providers");
    stage.see("2 of 2 unbound");
    stage.see("Unbound: WeChat, GitHub");
    stage.see("Bound · 2");
    stage.see("WeChat: Unbound");
    stage.see("GitHub: Unbound");
    assert!(!stage.shows("Done choosing"), "the choice is over");
    let sent = stage.seen("unlink-extidp");
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|request| request.ran));
    stage.rest();
    assert!(stage.shows("2 of 2 unbound"), "the summary stays until it is dismissed");
    stage.press("Dismiss the summary");
    assert!(!stage.shows("2 of 2 unbound"));
    assert!(stage.shows("WeChat: Unbound"), "the receipts stay");
}

#[test]
fn the_list_is_read_between_one_and_the_next() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.see("3 of 3 unbound");
    let order: Vec<_> = stage
        .sandbox()
        .requests()
        .into_iter()
        .filter_map(|request| request.path.rsplit('/').next().map(str::to_owned))
        .filter(|name| name == "unlink-extidp" || name == "get-identities")
        .collect();
    let after_the_first = order.iter().skip_while(|name| *name != "unlink-extidp");
    let pairs: Vec<_> = after_the_first.collect();
    assert!(
        pairs.windows(2).all(|pair| !(pair[0] == "unlink-extidp" && pair[1] == "unlink-extidp")),
        "two were sent without reading the list between them: {order:?}"
    );
}

#[test]
fn choosing_can_be_left_and_counts_live() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Choose several to unbind…");
    stage.see("0 of 4 chosen");
    assert!(!stage.can_press("Unbind the 0 chosen…"));
    assert!(stage.unbind_buttons().iter().all(|name| name.starts_with("Unbind the ")), "{:?}", stage.unbind_buttons());
    stage.press("Choose all 4");
    stage.see("4 of 4 chosen");
    choose(&mut stage, "GitHub");
    stage.see("3 of 4 chosen");
    stage.press("Choose none");
    stage.see("0 of 4 chosen");
    stage.harness.key_press(Key::Escape);
    stage.until("the boxes to go", |stage| !stage.shows("Choose GitHub"));
    assert_eq!(stage.unbind_buttons().len(), 4);
    stage.press("Choose several to unbind…");
    stage.see("0 of 4 chosen");
    stage.press("Done choosing");
    assert!(!stage.shows("Choose GitHub"));
}

#[test]
fn cancelling_the_dialog_keeps_the_choice_and_sends_nothing() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat"]);
    stage.see("Unbind 2 identity providers?");
    stage.press("Cancel");
    stage.until("the dialog to close", |stage| !stage.shows("Unbind 2 identity providers?"));
    stage.see("2 of 4 chosen");
    stage.press("Unbind the 2 chosen…");
    stage.see("Unbind 2 identity providers?");
    stage.harness.key_press(Key::Escape);
    stage.until("the dialog to close", |stage| !stage.shows("Unbind 2 identity providers?"));
    assert!(stage.shows("2 of 4 chosen"), "Escape closed the dialog, not the choice");
    assert_eq!(posts(&stage), 0);
}

#[test]
fn an_account_that_is_put_aside_goes_on() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-300msx*"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.until("the request", |stage| posts(stage) == 1);
    stage.press("Switch account space or account");
    stage.press("Sign in to Sandbox on this computer as another account");
    stage.see("Sign in");
    stage.until("the second", |stage| posts(stage) == 2);
}

#[test]
fn repeated_presses_begin_it_once() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    ask(&mut stage, &["GitHub", "WeChat"]);
    stage.until("the dialog", |stage| stage.can_press("Unbind 2 identity providers"));
    for _ in 0..3 {
        stage.button("Unbind 2 identity providers").click_accesskit();
    }
    stage.harness.step();
    stage.harness.step();
    assert!(!stage.shows("Choose several to unbind…"), "no second choice while this goes on");
    assert!(!stage.unbind_buttons().iter().any(|name| stage.can_press(name)), "nor a single unbind");
    stage.see("2 of 2 unbound");
    assert_eq!(posts(&stage), 2);
}

#[test]
fn signing_out_in_the_middle_waits_or_sends_nothing_more() {
    // The first is answered by nobody, so that all three are still open however slow this machine is.
    let mut stage = Stage::with_faults(&["unlink-extidp=stall"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat", "Azure AD"]);
    stage.until("the request", |stage| posts(stage) == 1);
    stage.press("Sign out");
    stage.see("Waiting for an answer");
    stage.see_part("Unbinding WeChat, GitHub, Azure AD is not answered yet");
    stage.press("Sign out without waiting");
    stage.see("You are signed out");
    stage.rest();
    assert_eq!(posts(&stage), 1, "what had not begun is not begun");

    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    unbind(&mut stage, &["GitHub", "WeChat"]);
    stage.until("the request", |stage| posts(stage) == 1);
    stage.press("Sign out");
    stage.see_part("Unbinding WeChat, GitHub is not answered yet");
    stage.see("You are signed out");
    assert_eq!(posts(&stage), 2, "the leave waits for all of them");
}

#[test]
fn the_keyboard_alone_does_it() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    let press = |stage: &mut Stage, key: Key| {
        stage.harness.key_press(key);
        stage.harness.step();
        stage.harness.step();
    };
    let tab_to = |stage: &mut Stage, name: &str| {
        for _ in 0..60 {
            if stage.has_keyboard(name) {
                return;
            }
            stage.harness.key_press(Key::Tab);
            stage.harness.step();
            stage.harness.step();
        }
        panic!("Tab does not reach “{name}”:\n{}", stage.screen());
    };
    tab_to(&mut stage, "Choose several to unbind…");
    press(&mut stage, Key::Space);
    stage.until("the same button", |stage| stage.has_keyboard("Done choosing"));
    press(&mut stage, Key::Escape);
    stage.until("the same button", |stage| stage.has_keyboard("Choose several to unbind…"));
    press(&mut stage, Key::Enter);
    tab_to(&mut stage, "Choose WeChat");
    press(&mut stage, Key::Space);
    stage.see("1 of 4 chosen");
    tab_to(&mut stage, "Choose GitHub");
    press(&mut stage, Key::Space);
    stage.see("2 of 4 chosen");
    tab_to(&mut stage, "Unbind the 2 chosen…");
    press(&mut stage, Key::Enter);
    stage.see("Unbind 2 identity providers?");
    stage.until("the keyboard at what changes nothing", |stage| stage.has_keyboard("Cancel"));
    press(&mut stage, Key::Enter);
    stage.until("the keyboard back", |stage| stage.has_keyboard("Unbind the 2 chosen…"));
    press(&mut stage, Key::Enter);
    stage.until("the facts", |stage| stage.can_press("Unbind 2 identity providers"));
    stage.inject("unlink-extidp=latency-2500ms");
    tab_to(&mut stage, "Unbind 2 identity providers");
    press(&mut stage, Key::Enter);
    stage.until("the keyboard at the way to stop", |stage| stage.has_keyboard("Stop unbinding the rest of 2"));
    stage.see("2 of 2 unbound");
    stage.until("the keyboard at the summary", |stage| stage.has_keyboard("Dismiss the summary"));
    press(&mut stage, Key::Enter);
    stage.until("the keyboard at the beginning", |stage| stage.has_keyboard("Choose several to unbind…"));
}

#[test]
fn each_card_has_a_box_of_its_own() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Choose several to unbind…");
    let boxes = stage.harness.query_all_by_role(Role::CheckBox);
    let mut names: Vec<_> = boxes.filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(names.len(), 4);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
}
