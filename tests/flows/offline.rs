//! Starting while the service cannot be reached: what was last seen is shown, and nothing can be unbound.

use bindery::app::Choice;
use bindery::sandbox::Sandbox;
use bindery::session::Keep;

use crate::stage::{Keyring, Scene, Stage, runtime, seen, space};

fn on(sandbox: &Sandbox, keyring: &Keyring, folder: &tempfile::TempDir) -> Stage {
    let choice = Choice::Service(space(sandbox, Keep::Keyring));
    let data_folder = Some(folder.path().to_owned());
    Stage::set(runtime(), Scene { choice, vault: keyring.vault(), data_folder, ..Scene::default() })
}

/// How many accounts something was last seen of.
fn remembered(folder: &tempfile::TempDir) -> usize {
    std::fs::read_dir(folder.path().join("last-seen")).map_or(0, Iterator::count)
}

fn signed_in_and_remembered(sandbox: &Sandbox, keyring: &Keyring, folder: &tempfile::TempDir) {
    let mut stage = on(sandbox, keyring, folder);
    stage.sign_in();
    stage.until("the session to be kept", |stage| !stage.shows_part("Waiting for the keyring"));
    stage.until("what was seen to be remembered", |_| remembered(folder) == 1);
    stage.see("Bound · 4");
}

#[test]
fn what_was_last_seen_is_shown_until_the_service_answers_again() {
    let keeper = runtime();
    let (sandbox, keyring, folder) =
        (keeper.block_on(Sandbox::start()).unwrap(), Keyring::new(), tempfile::tempdir().unwrap());
    signed_in_and_remembered(&sandbox, &keyring, &folder);

    sandbox.faults().inject("*=reset-beforex99".parse().unwrap());
    let mut stage = on(&sandbox, &keyring, &folder);
    stage.see_part("Offline: this is as of 20");
    stage.see("Bound · 4");
    assert!(stage.shows("GitHub") && stage.shows_part("lin@example.com"), "{}", stage.screen());
    assert!(stage.unbind_buttons().is_empty(), "nothing can be unbound by what was seen earlier");

    sandbox.faults().clear();
    stage.press("Try again");
    stage.until("the list to be read", |stage| !stage.unbind_buttons().is_empty());
    assert!(!stage.shows_part("Offline"));
    assert_eq!(seen(&sandbox, "signin").len(), 1);

    stage.press("Sign out");
    stage.see("You are signed out");
    assert_eq!(remembered(&folder), 0, "nothing stays of an account that was signed out");
}

#[test]
fn a_service_that_refuses_is_not_offline() {
    let keeper = runtime();
    let (sandbox, keyring, folder) =
        (keeper.block_on(Sandbox::start()).unwrap(), Keyring::new(), tempfile::tempdir().unwrap());
    signed_in_and_remembered(&sandbox, &keyring, &folder);
    sandbox.expire_access_tokens();
    sandbox.revoke_refresh_tokens();
    let mut stage = on(&sandbox, &keyring, &folder);
    stage.see("You are no longer signed in");
    assert!(!stage.shows_part("Offline"));
}
