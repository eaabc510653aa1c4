//! Leaving while something runs: it waits for the answer, with a way not to.

use egui::ViewportCommand;

use crate::stage::Stage;

fn closes(stage: &Stage) -> bool {
    stage.window_commands().contains(&ViewportCommand::Close)
}

#[test]
fn signing_out_revokes_both_tokens() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.press("Sign out");
    stage.see("You are signed out");
    assert_eq!(stage.seen("revocation").len(), 2);
    assert!(!stage.shows_part("WeChat"));
}

#[test]
fn a_sign_out_that_cannot_revoke_says_so() {
    let mut stage = Stage::with_faults(&["revocation=reset-beforex2"]);
    stage.sign_in();
    stage.press("Sign out");
    stage.see("You are signed out here, but not everything could be undone");
    stage.see_part("stay valid until they expire");
}

#[test]
fn signing_out_waits_for_the_answer_and_then_happens() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.press("Sign out");
    stage.see("Waiting for an answer");
    stage.see_part("Unbinding WeChat is not answered yet");
    stage.see("You are signed out");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
    assert!(stage.seen("unlink-extidp")[0].ran);
}

#[test]
fn staying_keeps_the_receipt() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.press("Sign out");
    stage.press("Stay");
    stage.see("Unbound");
    stage.see("Bound · 3");
}

#[test]
fn an_answer_that_is_not_a_good_one_is_shown_before_leaving() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms", "unlink-extidp=reset-before"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.unbind("GitHub");
    stage.ask_to_close();
    stage.see("Something needs a look first");
    assert!(!closes(&stage));
    stage.press("Stay and read");
    stage.see("Still bound; no usable answer came");
}

#[test]
fn closing_the_window_waits_for_the_answer() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.ask_to_close();
    assert!(stage.window_commands().contains(&ViewportCommand::CancelClose));
    stage.see("Waiting for an answer");
    stage.until("the window to close", closes);
    assert!(stage.seen("unlink-extidp")[0].ran);
}

#[test]
fn closing_need_not_wait() {
    let mut stage = Stage::with_faults(&["unlink-extidp=stall"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.ask_to_close();
    stage.see("Close without waiting");
    stage.button("Close without waiting").click_accesskit();
    stage.until("the window to close", closes);
}

#[test]
fn closing_with_nothing_under_way_closes() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.ask_to_close();
    stage.until("the window to close", closes);
}

#[test]
fn closing_while_a_sign_out_waits_does_both() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.press("Sign out");
    stage.see("Waiting for an answer");
    stage.ask_to_close();
    stage.until("the window to close", closes);
    assert_eq!(stage.seen("revocation").len(), 2);
}

#[test]
fn what_a_sign_out_could_not_do_is_shown_before_the_window_closes() {
    let mut stage = Stage::with_faults(&["revocation=latency-2500ms", "revocation=reset-before"]);
    stage.sign_in();
    stage.press("Sign out");
    stage.ask_to_close();
    stage.see("You are signed out here, but not everything could be undone");
    assert!(!closes(&stage));
    stage.ask_to_close();
    stage.until("the window to close", closes);
}

#[test]
fn a_second_impatient_close_does_not_hide_what_is_to_be_read() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms", "unlink-extidp=reset-before"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.unbind("GitHub");
    stage.ask_to_close();
    stage.ask_to_close();
    stage.see("Something needs a look first");
    stage.ask_to_close();
    stage.harness.run_steps(3);
    assert!(!closes(&stage) && stage.shows("Something needs a look first"));
}
