//! Unbinding with patience and without: waiting, stopping, deadlines, and trying again.

use std::time::Duration;

use bindery::app::Choice;
use bindery::genauth::Deadlines;

use crate::stage::{Scene, Stage, runtime};

#[test]
fn while_a_call_runs_the_card_says_for_how_long_and_impatient_hands_do_no_harm() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.press("Unbind WeChat…");
    // Two clicks on the same button in one frame's time.
    stage.see("Unbind WeChat");
    stage.button("Unbind WeChat").click_accesskit();
    stage.button("Unbind WeChat").click_accesskit();
    stage.see("Unbinding…");
    stage.see_part(" s, waiting for the answer");
    assert!(!stage.unbind_buttons().contains(&"Unbind WeChat…".to_owned()));

    // The rest of the window stays usable: another card is unbound meanwhile.
    stage.unbind("GitHub");
    stage.see_part("the list no longer names GitHub");
    assert!(stage.shows("Unbinding…"), "WeChat still waits");
    stage.see_part("the list no longer names WeChat");
    stage.see("Bound · 2");
    assert_eq!(stage.seen("unlink-extidp").len(), 2, "one for each");
}

#[test]
fn waiting_can_be_stopped_and_counts_as_a_lost_answer() {
    let mut stage = Stage::with_faults(&["unlink-extidp=stall"]);
    stage.sign_in();
    stage.unbind_until_sent("WeChat");
    stage.press("Stop waiting for WeChat");
    stage.see("Unbound, though no usable answer came");
    stage.see_part("You stopped waiting");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn a_deadline_ends_the_wait() {
    let faults = vec!["unlink-extidp=stall".parse().unwrap()];
    let deadlines = Deadlines { whole: Duration::from_millis(2500), ..Deadlines::default() };
    let scene = Scene { choice: Choice::Sandbox { faults }, deadlines, ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Unbound, though no usable answer came");
    stage.see_part("No complete answer from");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn dismissing_a_receipt_does_not_make_the_unbind_safe_to_send_again() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    stage.inject("get-identities=http-502x*,after-2");
    stage.unbind("WeChat");
    stage.see("Not known: no usable answer came");
    stage.press("Dismiss the receipt for WeChat");
    assert!(!stage.unbind_buttons().contains(&"Unbind WeChat…".to_owned()), "the list has not been read since");
    stage.sandbox().faults().clear();
    stage.press("Refresh the list");
    stage.see("Bound · 3");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn an_answer_that_comes_after_waiting_was_stopped_goes_onto_the_receipt() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-2500ms"]);
    stage.sign_in();
    stage.unbind_until_sent("WeChat");
    stage.press("Stop waiting for WeChat");
    stage.see("Still bound; no usable answer came");
    assert!(!stage.unbind_buttons().contains(&"Unbind WeChat…".to_owned()), "the first may still be carried out");
    stage.see("Unbound");
    stage.see("statusCode 200");
    stage.see("Bound · 3");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn what_was_not_sent_when_waiting_was_stopped_never_is() {
    let mut stage = Stage::with_faults(&["token=latency-2500ms", "unlink-extidp=401"]);
    stage.sign_in();
    stage.unbind_until_sent("WeChat");
    stage.press("Stop waiting for WeChat");
    stage.see("Not unbound");
    stage.see_part("It was withdrawn before it was sent");
    stage.see("Bound · 4");
    assert_eq!(stage.seen("unlink-extidp").len(), 1, "the second sending was not wanted any more");
}

#[test]
fn while_the_list_is_read_after_a_refusal_no_second_try_begins() {
    let mut stage = Stage::with_faults(&["unlink-extidp=403"]);
    stage.sign_in();
    stage.inject("get-identities=latency-2500ms,after-2");
    stage.unbind("WeChat");
    stage.see("Reading the list again…");
    assert!(!stage.unbind_buttons().contains(&"Unbind WeChat…".to_owned()));
    stage.see_part("WeChat is still listed");
    stage.unbind("WeChat");
    stage.see("Unbound");
    // The first receipt tells its own story still.
    assert!(stage.shows("Not unbound") && stage.shows_part("WeChat is still listed"), "{}", stage.screen());
    stage.press("Dismiss the receipt for WeChat");
    stage.press("Refresh the list");
    stage.see("Bound · 3");
    assert!(!stage.shows("Refused, yet it is gone"));
}
