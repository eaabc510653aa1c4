//! Several accounts of one space, kept over the end of the program: each comes back, each goes by itself.

use bindery::sandbox::Sandbox;
use bindery::session::{Keep, KeptAccount, Storage, accounts_of};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Keyring, Scene, Stage, runtime, seen, space};

/// A service with a file that names it, a keyring and a data folder.
struct Ground {
    keeper: tokio::runtime::Runtime,
    service: Sandbox,
    keyring: Keyring,
    folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let keeper = runtime();
        let service = keeper.block_on(Sandbox::start()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let ground = Self { keeper, service, keyring: Keyring::new(), folder };
        ground.write();
        ground
    }

    fn write(&self) {
        let (host, app_id) = (self.service.app_host(), self.service.app_id());
        let text = format!("[spaces.acme]\nname = \"Acme\"\napp-host = \"{host}\"\napp-id = \"{app_id}\"\n");
        std::fs::write(self.folder.path().join("account-spaces.toml"), text).unwrap();
    }

    /// Starts the program and goes to the service.
    fn stage(&self) -> Stage {
        let scene = Scene {
            vault: self.keyring.vault(),
            data_folder: Some(self.folder.path().to_owned()),
            spaces_file: Some(self.folder.path().join("account-spaces.toml")),
            size: (1280.0, 2000.0),
            ..Scene::default()
        };
        let mut stage = Stage::set(runtime(), scene);
        stage.see("Switch account space or account");
        switch(&mut stage);
        stage.press("Open Acme");
        stage.until("the list to close", |stage| !stage.shows("Account spaces"));
        stage
    }

    /// The accounts that the keyring keeps, the one used last first.
    fn accounts(&self) -> Vec<KeptAccount> {
        let storage = Storage { vault: Some(self.keyring.vault()), ..Storage::none() };
        self.keeper.block_on(accounts_of(&space(&self.service, Keep::Keyring), &storage)).unwrap()
    }

    /// How many accounts the keyring keeps.
    fn kept(&self) -> usize {
        self.accounts().len()
    }

    /// Which account the next start shows.
    fn first(&self) -> Option<KeptAccount> {
        self.accounts().into_iter().next()
    }

    /// How many accounts something was last seen of.
    fn remembered(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("last-seen")).map_or(0, Iterator::count)
    }

    /// Signs in as lin and as mia, and ends the program once both are kept.
    fn with_two_accounts() -> Self {
        let ground = Self::new();
        let mut stage = ground.stage();
        stage.see("Sign in");
        stage.sign_in_as("lin@example.com");
        stage.see("Bound · 4");
        stage.until("lin to be kept and remembered", |_| ground.remembered() == 1);
        sign_in_beside(&mut stage, "mia@example.com");
        stage.see("Nothing is bound to this account");
        stage.until("mia to be kept and remembered", |_| ground.remembered() == 2);
        drop(stage);
        assert_eq!(ground.kept(), 2);
        ground
    }
}

fn switch(stage: &mut Stage) {
    stage.press("Switch account space or account");
    stage.see("Account spaces");
}

fn sign_in_beside(stage: &mut Stage, account: &str) {
    switch(stage);
    stage.press("Sign in to Acme as another account");
    stage.see("Signing in beside an account that stays signed in");
    stage.until("the list to close", |stage| !stage.shows("Account spaces"));
    stage.sign_in_as(account);
}

/// Shows the account of the service that is not on the screen.
fn show_the_other(stage: &mut Stage) {
    switch(stage);
    let other = |text: &String| text.starts_with("Show ") && text.contains(" in ");
    let found = stage.texts().into_iter().find(other);
    stage.press(&found.expect("there is another account"));
}

#[test]
fn every_account_that_the_keyring_kept_is_there_at_the_next_start() {
    let ground = Ground::with_two_accounts();
    let before = seen(&ground.service, "get-profile").len();
    let mut stage = ground.stage();
    // The one that was signed in last is on the screen, and nothing is read for the other until it is shown.
    stage.see("Nothing is bound to this account");
    assert_eq!(seen(&ground.service, "get-profile").len(), before + 1);
    switch(&mut stage);
    assert!(stage.shows("Show 林晓 in Acme"), "it is called by its name: {}", stage.screen());
    stage.press("Close");
    show_the_other(&mut stage);
    stage.see("Bound · 4");
    assert_eq!(seen(&ground.service, "signin").len(), 2, "nobody had to sign in again");

    stage.press("Sign out");
    stage.see("You are signed out");
    assert_eq!((ground.kept(), ground.remembered()), (1, 1), "the other account's entry is its own");
    drop(stage);
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
}

#[test]
fn the_account_that_was_shown_last_is_shown_at_the_next_start() {
    let ground = Ground::with_two_accounts();
    let before = ground.first();
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
    show_the_other(&mut stage);
    stage.see("Bound · 4");
    stage.until("the keyring to have it in front", |_| ground.first() != before);
    drop(stage);
    let mut stage = ground.stage();
    stage.see("Bound · 4");
    assert_eq!(ground.kept(), 2);
}

#[test]
fn who_signs_in_again_takes_the_place_of_the_account_that_was_kept() {
    let ground = Ground::with_two_accounts();
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
    sign_in_beside(&mut stage, "lin@example.com");
    stage.see("Bound · 4");
    stage.until("the session before to be ended", |_| seen(&ground.service, "revocation").len() == 2);
    assert_eq!(stage.harness.state().program().state().spaces.accounts.len(), 2, "lin is there once");
    assert_eq!(ground.kept(), 2);
    stage.press("Refresh the list");
    stage.see("Bound · 4");
}

#[test]
fn removing_a_space_forgets_all_its_accounts() {
    let ground = Ground::with_two_accounts();
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.press("Remove Acme…");
    stage.press("Remove Acme");
    stage.see("Acme was removed");
    assert_eq!((ground.kept(), ground.remembered()), (0, 0));
    assert_eq!(seen(&ground.service, "revocation").len(), 4, "both sessions were ended at the service");
}

#[test]
fn the_sandbox_screen_is_there_with_the_sandbox_only() {
    let ground = Ground::with_two_accounts();
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
    let has_entry = |stage: &Stage| stage.harness.query_by_role_and_label(Role::Tab, "Sandbox").is_some();
    assert!(!has_entry(&stage), "{}", stage.screen());
    switch(&mut stage);
    stage.press("Open Sandbox on this computer");
    stage.until("the list to close", |stage| !stage.shows("Account spaces"));
    stage.sign_in();
    stage.harness.get_by_role_and_label(Role::Tab, "Sandbox").click_accesskit();
    stage.see("Mailbox");
    switch(&mut stage);
    stage.press("Show Mia Nováková in Acme");
    stage.see("Nothing is bound to this account");
    assert!(!has_entry(&stage) && !stage.shows("Mailbox"), "{}", stage.screen());
    // Back in the sandbox, its screen is as it was left.
    switch(&mut stage);
    stage.press("Show 林晓 in Sandbox on this computer");
    stage.see("Mailbox");
}

#[test]
fn a_sign_in_in_the_browser_ends_when_another_account_is_shown() {
    let ground = Ground::with_two_accounts();
    let mut stage = ground.stage();
    stage.see("Nothing is bound to this account");
    switch(&mut stage);
    stage.press("Open Sandbox on this computer");
    stage.until("the list to close", |stage| !stage.shows("Account spaces"));
    stage.sign_in();
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.press("Refresh the list");
    stage.press("Sign in again");
    stage.press("Sign in with the browser");
    stage.see("Continue in your browser");
    switch(&mut stage);
    stage.press("Show Mia Nováková in Acme");
    stage.see("Nothing is bound to this account");
    switch(&mut stage);
    stage.press("Open Sandbox on this computer");
    // What was on the screen before is still there to go back to, and the sign-in begins anew.
    stage.see("Sign in with the browser");
    assert!(!stage.shows("Continue in your browser") && stage.shows_part("Back to"), "{}", stage.screen());
    stage.sign_in();
}
