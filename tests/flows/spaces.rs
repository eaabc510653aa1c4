//! Account spaces and accounts: kept in the file, tried, switched between, removed.

use std::path::{Path, PathBuf};

use bindery::app::{AccountStanding, Choice};
use bindery::sandbox::Sandbox;
use bindery::session::Vault;
use egui::ViewportCommand;
use egui_kittest::kittest::Queryable as _;
use tokio::runtime::Runtime;

use crate::stage::{Keyring, Scene, Stage, no_keyring, runtime, seen};

/// A folder with a file of account spaces in it, and sandboxes that stand for services.
struct Ground {
    folder: tempfile::TempDir,
    keeper: Runtime,
}

impl Ground {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), keeper: runtime() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("account-spaces.toml")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).unwrap()
    }

    fn service(&self) -> Sandbox {
        self.keeper.block_on(Sandbox::start()).unwrap()
    }

    /// Writes a file with these sandboxes as spaces, each under its name.
    fn write(&self, spaces: &[(&str, &Sandbox)]) {
        let mut text = "# Mine.\n".to_owned();
        for (name, sandbox) in spaces {
            let (key, host, app_id) = (name.to_lowercase(), sandbox.app_host(), sandbox.app_id());
            text.push_str(&format!(
                "\n[spaces.{key}] # kept\nname = \"{name}\"\napp-host = \"{host}\"\napp-id = \"{app_id}\"\n"
            ));
        }
        std::fs::write(self.file(), text).unwrap();
    }

    fn stage(&self) -> Stage {
        self.stage_with(no_keyring())
    }

    fn stage_with(&self, vault: Vault) -> Stage {
        let scene = Scene { vault, spaces_file: Some(self.file()), size: (1280.0, 2000.0), ..Scene::default() };
        let mut stage = Stage::set(runtime(), scene);
        stage.see("Switch account space or account");
        stage
    }
}

/// Shows the account that is signed in to a space, from the open switcher.
fn show_account_in(stage: &mut Stage, space: &str) {
    let ends = format!(" in {space}");
    let name = stage.texts().into_iter().find(|text| text.starts_with("Show ") && text.ends_with(&ends)).unwrap();
    stage.press(&name);
}

fn switch(stage: &mut Stage) {
    stage.press("Switch account space or account");
    stage.see("Account spaces");
}

fn open(stage: &mut Stage, name: &str) {
    switch(stage);
    stage.press(&format!("Open {name}"));
}

fn sign_in(stage: &mut Stage, account: &str, sees: &str) {
    stage.see("Sign in");
    stage.until("the list to close", |stage| !stage.shows("Account spaces"));
    stage.sign_in_as(account);
    stage.see(sees);
}

fn begin_to_add(stage: &mut Stage, name: &str, host: &str, app_id: &str) {
    switch(stage);
    stage.press("Add an account space…");
    stage.see("Add an account space");
    stage.type_into("Name", name);
    stage.type_into("App host", host);
    stage.type_into("App ID", app_id);
}

/// How many accounts are signed in.
fn signed_in(stage: &Stage) -> usize {
    let accounts = &stage.harness.state().program().state().spaces.accounts;
    accounts.iter().filter(|account| account.standing == AccountStanding::SignedIn).count()
}

fn closes(stage: &Stage) -> bool {
    stage.window_commands().contains(&ViewportCommand::Close)
}

#[test]
fn a_space_is_tried_kept_signed_in_to_and_there_at_the_next_start() {
    let ground = Ground::new();
    let service = ground.service();
    let mut stage = ground.stage();
    begin_to_add(&mut stage, "Acme", &service.app_host(), service.app_id());
    stage.press("Test");
    stage.see_part("This account space works as far as it can be tried");
    for found in ["No extra certificates", "The server answers", "server 2.0.0", "Sign-in is described"] {
        assert!(stage.shows(found), "{found}: {}", stage.screen());
    }
    assert!(stage.shows_part("The service knows the app ID; it offers"), "{}", stage.screen());
    assert!(!ground.file().exists(), "a test saves nothing");
    stage.press("Save");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    assert!(ground.text().contains("[spaces.acme]\nname = \"Acme\""), "{}", ground.text());
    assert!(stage.shows_part("Acme"), "the rail names the space");
    drop(stage);

    let mut next = ground.stage();
    open(&mut next, "Acme");
    next.see("Sign in");
    assert!(next.shows("Acme"), "{}", next.screen());
}

#[test]
fn the_marked_space_opens_at_the_start() {
    let ground = Ground::new();
    let service = ground.service();
    ground.write(&[("Acme", &service)]);
    let mut stage = ground.stage();
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.see("Edit Acme");
    let mark = stage.harness.get_by(|node| {
        node.role() == egui::accesskit::Role::CheckBox && node.label().is_some_and(|name| name.starts_with("Open this"))
    });
    mark.click_accesskit();
    stage.harness.step();
    stage.press("Save");
    stage.see("Acme was saved");
    let text = ground.text();
    assert!(text.contains("open-at-start = \"acme\"") && text.contains("# Mine.") && text.contains("# kept"), "{text}");
    drop(stage);
    let mut next = ground.stage();
    next.see("Acme");
    assert!(!next.shows_part("Sandbox on this computer"), "{}", next.screen());
    assert!(next.harness.state().program().sandbox().is_none(), "the sandbox starts when it is wanted");
}

#[test]
fn two_spaces_keep_their_sessions_and_what_is_on_their_screens() {
    let ground = Ground::new();
    let (one, two) = (ground.service(), ground.service());
    ground.write(&[("One", &one), ("Two", &two)]);
    let mut stage = ground.stage();
    open(&mut stage, "One");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    stage.unbind("WeChat");
    stage.see("Bound · 3");
    open(&mut stage, "Two");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    assert!(!stage.shows("Unbound"), "the receipt is the other space's");
    switch(&mut stage);
    show_account_in(&mut stage, "One");
    stage.see("Bound · 3");
    assert!(stage.shows("Unbound"), "{}", stage.screen());
    assert_eq!((seen(&one, "signin").len(), seen(&two, "signin").len()), (1, 1));
    assert_eq!(seen(&one, "revocation").len() + seen(&two, "revocation").len(), 0, "nobody was signed out");
}

#[test]
fn what_ends_while_another_space_is_shown_stays_with_its_own() {
    let ground = Ground::new();
    let (one, two) = (ground.service(), ground.service());
    ground.write(&[("One", &one), ("Two", &two)]);
    let mut stage = ground.stage();
    open(&mut stage, "Two");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    open(&mut stage, "One");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    one.faults().inject("unlink-extidp=latency-2500ms".parse().unwrap());
    stage.unbind("WeChat");
    switch(&mut stage);
    stage.see("waiting for an answer");
    show_account_in(&mut stage, "Two");
    stage.until("the other unbind to be checked", |_| seen(&one, "get-identities").len() == 4);
    stage.see("Bound · 4");
    assert!(!stage.shows("Unbound") && stage.shows("WeChat"), "{}", stage.screen());
    switch(&mut stage);
    show_account_in(&mut stage, "One");
    stage.see("Bound · 3");
    assert_eq!(seen(&two, "unlink-extidp").len(), 0);
}

#[test]
fn the_window_waits_for_the_answer_of_an_account_that_is_not_shown() {
    let ground = Ground::new();
    let (one, two) = (ground.service(), ground.service());
    ground.write(&[("One", &one), ("Two", &two)]);
    let mut stage = ground.stage();
    open(&mut stage, "One");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    one.faults().inject("unlink-extidp=stall".parse().unwrap());
    stage.unbind("WeChat");
    open(&mut stage, "Two");
    stage.see("Sign in");
    stage.ask_to_close();
    stage.see("Waiting for an answer");
    stage.see_part("Unbinding WeChat is not answered yet");
    assert!(!closes(&stage));
    stage.press("Stay");
    stage.ask_to_close();
    stage.see("Close without waiting");
    stage.button("Close without waiting").click_accesskit();
    stage.until("the window to close", closes);
}

#[test]
fn several_accounts_of_one_space_stand_beside_each_other() {
    let ground = Ground::new();
    let mut stage = ground.stage();
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    switch(&mut stage);
    stage.press("Sign in to Sandbox on this computer as another account");
    stage.see("Signing in beside an account that stays signed in");
    stage.press("Back to that account");
    stage.see("Bound · 4");
    switch(&mut stage);
    stage.press("Sign in to Sandbox on this computer as another account");
    stage.sign_in_as("mia@example.com");
    stage.see("Nothing is bound to this account");
    switch(&mut stage);
    assert_eq!(signed_in(&stage), 2, "{}", stage.screen());
    let lin = stage.texts().into_iter().find(|text| text.starts_with("Show ") && text.contains(" in ")).unwrap();
    stage.press(&lin);
    stage.see("Bound · 4");
    assert_eq!(stage.seen("revocation").len(), 0);
    // Signing out ends this account's session and leaves the other.
    stage.press("Sign out");
    stage.see("You are signed out");
    switch(&mut stage);
    let mia = stage.texts().into_iter().find(|text| text.starts_with("Show ") && text.contains(" in ")).unwrap();
    stage.press(&mia);
    stage.see("Nothing is bound to this account");
    stage.press("Refresh the list");
    stage.until("the list to be read again", |stage| !stage.shows_part("You are no longer signed in"));
}

#[test]
fn the_same_person_again_takes_the_place_of_the_session_before() {
    let ground = Ground::new();
    let mut stage = ground.stage();
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    stage.unbind("WeChat");
    stage.see("Bound · 3");
    switch(&mut stage);
    stage.press("Sign in to Sandbox on this computer as another account");
    stage.sign_in_as("lin@example.com");
    stage.see("Unbound");
    stage.until("the session before to end", |stage| stage.seen("revocation").len() == 2);
    switch(&mut stage);
    assert_eq!(signed_in(&stage), 1, "{}", stage.screen());
}

#[test]
fn what_was_typed_for_one_space_is_not_there_for_another() {
    let ground = Ground::new();
    let service = ground.service();
    ground.write(&[("Acme", &service)]);
    let mut stage = ground.stage();
    stage.press("Fill in lin@example.com and the password");
    open(&mut stage, "Acme");
    stage.until("the sign-in of the other space", |stage| stage.shows("Acme") && stage.shows("Sign in"));
    stage.press("Sign in");
    stage.harness.run_steps(3);
    assert!(seen(&service, "signin").is_empty(), "the fields are empty");
}

#[test]
fn a_broken_file_is_told_kept_and_set_aside_only_when_asked() {
    let ground = Ground::new();
    let broken = "# Mine.\n[spaces.acme]\nname = = 1\n";
    std::fs::write(ground.file(), broken).unwrap();
    let mut stage = ground.stage();
    stage.see("The file of account spaces is broken");
    stage.see_part("Line 3: ");
    stage.see("Sandbox on this computer");
    begin_to_add(&mut stage, "New", "https://127.0.0.1:9", "a");
    stage.press("Save");
    stage.see("Nothing was saved, because the file is broken");
    assert_eq!(ground.text(), broken);
    stage.press("Cancel");
    stage.press("Set it aside");
    stage.see("The broken file was set aside");
    let kept = |folder: &Path| {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut aside = files.filter(|path| path.to_string_lossy().contains(".broken-"));
        std::fs::read_to_string(aside.next().unwrap()).unwrap()
    };
    assert_eq!(kept(ground.folder.path()), broken);
    assert!(!ground.file().exists());
    stage.press("Close");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
}

#[test]
fn a_file_that_was_repaired_is_read_again() {
    let ground = Ground::new();
    let service = ground.service();
    std::fs::write(ground.file(), "=").unwrap();
    let mut stage = ground.stage();
    stage.see("The file of account spaces is broken");
    ground.write(&[("Acme", &service)]);
    switch(&mut stage);
    stage.see("Open Acme");
    assert!(!stage.shows("The file of account spaces is broken"));
}

#[test]
fn one_space_at_fault_is_told_with_its_line_and_can_be_put_right() {
    let ground = Ground::new();
    let service = ground.service();
    ground.write(&[("Acme", &service)]);
    let text = ground.text().replace("app-id", "proxy = \"some\"\napp-id");
    std::fs::write(ground.file(), text).unwrap();
    let mut stage = ground.stage();
    switch(&mut stage);
    stage.see("Cannot be used");
    stage.see_part("Line 6 · proxy · some is not a value");
    stage.press("Edit Acme…");
    stage.press("Save");
    stage.see("Acme was saved");
    assert!(ground.text().contains("proxy = \"system\""), "{}", ground.text());
}

#[test]
fn a_change_by_somebody_else_is_not_overwritten() {
    let ground = Ground::new();
    let (one, two) = (ground.service(), ground.service());
    ground.write(&[("One", &one)]);
    let mut stage = ground.stage();
    begin_to_add(&mut stage, "Mine", &two.app_host(), two.app_id());
    let theirs = ground.text().replace("# Mine.", "# Theirs.");
    std::fs::write(ground.file(), &theirs).unwrap();
    stage.press("Save");
    stage.see_part("the file was changed by somebody else meanwhile");
    assert_eq!(ground.text(), theirs);
    stage.press("Save");
    stage.see("Sign in");
    stage.until("the file to be written", |_| ground.text().contains("[spaces.mine]"));
    assert!(ground.text().starts_with("# Theirs."), "{}", ground.text());
}

#[test]
fn what_is_wrong_stands_beside_its_field() {
    let ground = Ground::new();
    let mut stage = ground.stage();
    begin_to_add(&mut stage, "Acme", "http://acme.genauth.ai", "");
    stage.press("Save");
    stage.see("2 fields need a look");
    assert!(stage.shows("It has to begin with https. Plain http is for 127.0.0.1 only."), "{}", stage.screen());
    assert!(stage.shows("This is needed."));
    stage.until("the first field at fault to have the keyboard", |stage| stage.has_keyboard("App host"));
    assert!(!ground.file().exists());
}

#[test]
fn each_step_of_the_test_can_fail_with_its_reason() {
    let ground = Ground::new();
    let service = ground.service();
    let (host, app_id) = (service.app_host(), service.app_id().to_owned());
    let failing = |app_id: &str, fault: Option<&str>, said: &[&str], ca: Option<&str>| {
        service.faults().clear();
        if let Some(fault) = fault {
            service.faults().inject(fault.parse().unwrap());
        }
        let mut stage = ground.stage();
        begin_to_add(&mut stage, "Acme", &host, app_id);
        if let Some(ca) = ca {
            stage.type_into("Extra certificates", ca);
        }
        stage.press("Test");
        for part in said {
            stage.see_part(part);
        }
        assert!(!stage.shows_part("This account space works"), "{}", stage.screen());
        stage.see("Test again");
    };
    let missing = ground.folder.path().join("ca.pem");
    let missing = missing.to_str().unwrap();
    let ca = ["The connection cannot be prepared", "The file of extra certificates cannot be read", "ca.pem"];
    failing(&app_id, None, &ca, Some(missing));
    let gateway = ["The server did not answer as the service would", "HTTP 502"];
    failing(&app_id, Some("system=http-502"), &gateway, None);
    let discovery = ["The server answers", "Where one signs in cannot be told"];
    failing(&app_id, Some("openid-configuration=http-502"), &discovery, None);
    let application = ["Sign-in is described", "The service did not take the app ID"];
    failing(&app_id, Some("get-application-enabled-extidps=403"), &application, None);
    let unknown = ["The service did not take the app ID", "apiCode 2011"];
    failing("66f0000000000000000000ff", None, &unknown, None);
}

#[test]
fn a_test_that_hangs_can_be_stopped() {
    let ground = Ground::new();
    let service = ground.service();
    service.faults().inject("system=stall".parse().unwrap());
    let mut stage = ground.stage();
    begin_to_add(&mut stage, "Acme", &service.app_host(), service.app_id());
    stage.press("Test");
    stage.see("Asking the server who it is…");
    stage.press("Stop the test");
    stage.see("The test was stopped");
    stage.press("Test again");
    stage.see_part("This account space works");
}

#[test]
fn removing_a_space_signs_out_and_forgets_what_the_keyring_had() {
    let ground = Ground::new();
    let service = ground.service();
    let keyring = Keyring::new();
    ground.write(&[("Acme", &service)]);
    let mut stage = ground.stage_with(keyring.vault());
    open(&mut stage, "Acme");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    stage.until("the session to be kept", |stage| !stage.shows_part("Waiting for the keyring"));
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.press("Remove Acme…");
    stage.see("Remove Acme?");
    stage.press("Remove Acme");
    stage.see("Acme was removed");
    assert!(!ground.text().contains("acme") && ground.text().contains("# Mine."), "{}", ground.text());
    assert_eq!(seen(&service, "revocation").len(), 2);
    stage.press("Close");
    stage.see("Sandbox on this computer");
    drop(stage);
    ground.write(&[("Acme", &service)]);
    let mut next = ground.stage_with(keyring.vault());
    open(&mut next, "Acme");
    next.see("Sign in");
    assert_eq!(seen(&service, "get-identities").len(), 1, "no session was left in the keyring");
}

/// The program before it has opened a service, of which the keyring keeps an account.
fn with_kept_accounts(ground: &Ground, service: &Sandbox, keyring: &Keyring) -> Stage {
    ground.write(&[("Acme", service)]);
    let mut before = ground.stage_with(keyring.vault());
    open(&mut before, "Acme");
    sign_in(&mut before, "lin@example.com", "Bound · 4");
    before.until("the session to be kept", |stage| !stage.shows_part("Waiting for the keyring"));
    drop(before);
    ground.stage_with(keyring.vault())
}

#[test]
fn removing_a_space_that_was_not_opened_ends_its_kept_sessions_too() {
    let (ground, keyring) = (Ground::new(), Keyring::new());
    let service = ground.service();
    let mut stage = with_kept_accounts(&ground, &service, &keyring);
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.press("Remove Acme…");
    stage.press("Remove Acme");
    stage.see("Acme was removed");
    assert_eq!(seen(&service, "revocation").len(), 2, "the refresh token, and the access token");
}

#[test]
fn a_space_made_another_applications_says_what_could_not_be_undone() {
    let (ground, keyring) = (Ground::new(), Keyring::new());
    let service = ground.service();
    let mut stage = with_kept_accounts(&ground, &service, &keyring);
    service.faults().inject("revocation=http-503x*".parse().unwrap());
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.until("the keyboard to be in the editor", |stage| stage.has_keyboard("Name"));
    stage.type_into("App ID", "0");
    stage.press("Save");
    stage.see("Acme was saved, but not everything of the application before could be undone");
    stage.see_part("Its tokens stay valid until they expire");
    assert_eq!(seen(&service, "revocation").len(), 2);
}

#[test]
fn a_space_that_waits_for_an_answer_is_not_removed() {
    let ground = Ground::new();
    let service = ground.service();
    ground.write(&[("Acme", &service)]);
    let mut stage = ground.stage();
    open(&mut stage, "Acme");
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    service.faults().inject("unlink-extidp=stall".parse().unwrap());
    stage.unbind("WeChat");
    switch(&mut stage);
    stage.press("Edit Acme…");
    stage.press("Remove Acme…");
    stage.see("An account of this space waits for an answer");
    assert!(ground.text().contains("[spaces.acme]"));
}

#[test]
fn the_space_of_the_command_line_can_be_kept() {
    let ground = Ground::new();
    let service = ground.service();
    let choice = Choice::Service(crate::stage::space(&service, bindery::session::Keep::Keyring));
    let scene = Scene { choice, spaces_file: Some(ground.file()), size: (1280.0, 2000.0), ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    sign_in(&mut stage, "lin@example.com", "Bound · 4");
    switch(&mut stage);
    stage.see("from the command line, not kept");
    stage.press(&format!("Keep {}…", service.address()));
    stage.type_into("Name", " kept");
    stage.press("Save");
    stage.see("Bound · 4");
    assert!(ground.text().contains("header-family = \"authing\""), "{}", ground.text());
    assert_eq!(seen(&service, "signin").len(), 1, "it stays signed in");
}

#[test]
fn a_secret_is_kept_in_the_keyring_and_not_in_the_file() {
    let ground = Ground::new();
    let service = ground.service();
    let keyring = Keyring::new();
    let mut stage = ground.stage_with(keyring.vault());
    begin_to_add(&mut stage, "Acme", &service.app_host(), service.app_id());
    let post = stage.harness.get_by(|node| {
        node.role() == egui::accesskit::Role::RadioButton
            && node.label().is_some_and(|name| name.ends_with("client_secret_post"))
    });
    post.click_accesskit();
    stage.harness.run_steps(2);
    stage.type_into("Client secret", "s3cr3t-of-the-app");
    assert!(!stage.shows_part("s3cr3t"), "{}", stage.screen());
    stage.press("Save");
    stage.see("Sign in");
    stage.until("the list to close", |stage| !stage.shows("Account spaces"));
    assert!(ground.text().contains("token-endpoint-auth-method = \"post\"") && !ground.text().contains("s3cr3t"));
    drop(stage);

    let mut next = ground.stage_with(keyring.vault());
    open(&mut next, "Acme");
    next.sign_in_as("lin@example.com");
    next.until("the sign-in to arrive", |_| !seen(&service, "signin").is_empty());
    let body = seen(&service, "signin")[0].body.clone();
    assert!(body.get("client_secret").is_some(), "{body}");
    assert!(!body.to_string().contains("s3cr3t"), "the sandbox does not show it either");
    drop(next);

    let mut without = ground.stage_with(no_keyring());
    open(&mut without, "Acme");
    without.see("The client secret could not be read from the keyring");
}
