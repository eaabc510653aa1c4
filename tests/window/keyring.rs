//! Whether one stays signed in: with a keyring, and without.

use atspi::Role;
use bindery::sandbox::Sandbox;
use tokio::runtime::Runtime;

use crate::desktop::Desktop;
use crate::search::{files_below, is_clean_of_tokens as is_clean};
use crate::steps::{ACCOUNT, sign_in_by_keyboard};

/// A service outside the program, which goes on when the program ends.
struct Service {
    sandbox: Sandbox,
    _runtime: Runtime,
}

impl Service {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::start()).unwrap();
        Self { sandbox, _runtime: runtime }
    }

    fn arguments(&self) -> [String; 4] {
        let address = self.sandbox.app_host();
        ["--app-host".to_owned(), address, "--app-id".to_owned(), self.sandbox.app_id().to_owned()]
    }

    fn count(&self, method: &str, path: &str) -> usize {
        let requests = self.sandbox.requests();
        requests.iter().filter(|request| request.method == method && request.path == path).count()
    }
}

#[test]
fn a_session_in_the_keyring_outlives_the_window_until_one_signs_out() {
    let service = Service::start();
    let arguments = service.arguments();
    let arguments = arguments.each_ref().map(String::as_str);
    let desktop = Desktop::with_keyring();

    let mut first = desktop.start(&arguments);
    let screen = first.screen();
    sign_in_by_keyboard(&mut first, &screen, "lin@example.com", "sandbox");
    screen.named(Role::Label, "Bound · 4");
    screen.gone("banner about the keyring", |widget| widget.name.contains("keyring"));
    assert_eq!(desktop.kept_entries(), 2, "the account's, and the one that lists the accounts");
    first.close_window();
    assert!(first.ended().success(), "{}", first.log());
    assert_eq!(service.count("POST", "/oidc/token/revocation"), 0, "closing the window is no sign-out");

    // Signed in again without being asked; the name shows that the session is a working one.
    let mut second = desktop.start(&arguments);
    let screen = second.screen();
    screen.named(Role::Label, "Bound · 4");
    screen.named(Role::Label, "lin@example.com");
    assert_eq!(service.count("POST", "/api/v3/signin"), 1);
    screen.press(&screen.button("Sign out"));
    screen.named(Role::Label, "You are signed out");
    assert_eq!(service.count("POST", "/oidc/token/revocation"), 2, "the refresh token and the access token");
    assert_eq!(desktop.kept_entries(), 0);
    second.close_window();
    assert!(second.ended().success(), "{}", second.log());

    let mut third = desktop.start(&arguments);
    let screen = third.screen();
    screen.named(Role::Entry, ACCOUNT);
    screen.named(Role::Button, "Sign in");
    assert_eq!(service.count("POST", "/api/v3/signin"), 1);

    for program in [&first, &second, &third] {
        is_clean("the log", program.log().as_bytes());
    }
    let files = files_below(desktop.folder());
    assert!(
        files.iter().any(|(path, _)| path.extension().is_some_and(|extension| extension == "keyring")),
        "{files:?}"
    );
    for (path, content) in files {
        is_clean(&path.display().to_string(), &content);
    }
}

#[test]
fn without_a_keyring_the_window_says_that_the_session_ends_with_it() {
    let service = Service::start();
    let arguments = service.arguments();
    let arguments = arguments.each_ref().map(String::as_str);
    let desktop = Desktop::open();

    let mut first = desktop.start(&arguments);
    let screen = first.screen();
    sign_in_by_keyboard(&mut first, &screen, "lin@example.com", "sandbox");
    screen.named(Role::Label, "Bound · 4");
    screen.named(Role::Label, "You are signed in until you close Bindery");
    first.close_window();
    assert!(first.ended().success(), "{}", first.log());
    for (path, content) in files_below(desktop.folder()) {
        is_clean(&path.display().to_string(), &content);
    }

    let mut second = desktop.start(&arguments);
    second.screen().named(Role::Entry, ACCOUNT);
}
