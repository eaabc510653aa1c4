//! The personas whose accounts are unlike the first one's.

use crate::stage::Stage;

#[test]
fn nothing_bound_says_so() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in_as("mia@example.com");
    stage.see("Nothing is bound to this account");
    stage.see("Bound · 0");
    assert!(stage.unbind_buttons().is_empty());
}

#[test]
fn a_single_binding_can_be_unbound_by_typing_its_name() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in_as("sakura");
    stage.see("Bound · 1");
    stage.press("Unbind GitHub…");
    stage.see("No way of signing in remains");
    stage.type_into("To unbind nevertheless, type the name “GitHub”", "  gitHUB ");
    stage.press("Unbind GitHub");
    stage.see("Unbound");
    stage.see("Bound · 0");
}

#[test]
fn answers_shaped_like_the_odd_samples_are_read() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in_as("odon@example.com");
    stage.see("Bound · 1");
    let button = stage.unbind_buttons().pop().expect("the odd identity can be unbound");
    let name = button.trim_start_matches("Unbind ").trim_end_matches('…').to_owned();
    stage.unbind(&name);
    stage.see("Unbound");
    stage.see("Bound · 0");
}
