//! The session in the keyring: kept, restored, wiped, or not to be had.

use std::sync::mpsc;

use bindery::app::Choice;
use bindery::sandbox::Sandbox;
use bindery::session::{Keep, Vault};

use crate::stage::{Keyring, Scene, Stage, no_keyring, runtime, seen, space, succeeded};

/// A program on a sandbox that outlives it.
fn on(sandbox: &Sandbox, vault: Vault) -> Stage {
    let choice = Choice::Service(space(sandbox, Keep::Keyring));
    Stage::set(runtime(), Scene { choice, vault, ..Scene::default() })
}

/// A program whose session stands in the keyring.
fn signed_in_and_kept(sandbox: &Sandbox, keyring: &Keyring) -> Stage {
    let mut stage = on(sandbox, keyring.vault());
    stage.sign_in();
    stage.until("the session to be kept", |stage| !stage.shows_part("Waiting for the keyring"));
    stage
}

#[test]
fn a_kept_session_is_there_at_the_next_start_until_it_is_signed_out() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let keyring = Keyring::new();

    drop(signed_in_and_kept(&sandbox, &keyring));

    let mut second = on(&sandbox, keyring.vault());
    second.see("Bound · 4");
    assert_eq!(seen(&sandbox, "signin").len(), 1, "the second start asked for no password");
    second.press("Sign out");
    second.see("You are signed out");
    assert_eq!(seen(&sandbox, "revocation").len(), 2);
    drop(second);

    let mut third = on(&sandbox, keyring.vault());
    third.see("Sign in");
}

#[test]
fn a_rotated_refresh_token_serves_at_the_next_start() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let keyring = Keyring::new();
    let mut first = signed_in_and_kept(&sandbox, &keyring);
    sandbox.expire_access_tokens();
    first.press("Refresh the list");
    first.until("the list to be read again", |_| succeeded(&sandbox, "get-identities") == 2);
    assert_eq!(seen(&sandbox, "token").len(), 1);
    drop(first);

    sandbox.expire_access_tokens();
    let mut second = on(&sandbox, keyring.vault());
    second.see("Bound · 4");
    assert_eq!(seen(&sandbox, "signin").len(), 1, "the rotated token served at the next start");
}

#[test]
fn without_a_keyring_the_window_says_that_the_session_lives_in_memory() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let mut stage = on(&sandbox, no_keyring());
    stage.see("You will not stay signed in");
    stage.see_part("This computer offers no keyring");
    stage.sign_in();
    stage.see("You are signed in until you close Bindery");
}

#[test]
fn a_locked_keyring_is_waited_for_with_a_way_on() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    // A keyring that waits for a person, who never comes.
    let (person, prompt) = mpsc::channel::<()>();
    let vault = Vault::start(move || {
        let _ = prompt.recv();
        Err(keyring_core::Error::NoDefaultStore)
    });
    let mut stage = on(&sandbox, vault);
    stage.see("Waiting for the keyring");
    stage.press("Continue without the keyring");
    stage.sign_in();
    stage.see("You are signed in until you close Bindery");
    drop(person);
}

#[test]
fn a_keyring_that_locks_at_sign_in_is_waited_for_with_a_way_on_and_keeps_nothing() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let keyring = Keyring::new();
    let (person, prompt) = mpsc::channel::<()>();
    let mut stage = on(&sandbox, keyring.locked_after_first_use(prompt));
    stage.sign_in();
    stage.see("Waiting for the keyring, to stay signed in");
    stage.press("Continue without the keyring");
    stage.see("You are signed in until you close Bindery");
    stage.see("Bound · 4");
    // The person unlocks it after all; what was being written does not stay.
    drop(person);
    drop(stage);
    let mut next = on(&sandbox, keyring.vault());
    next.see("Sign in");
}
