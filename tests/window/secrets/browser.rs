//! The way through the browser, at an application that has a secret of its own.

use atspi::Role;
use url::Url;

use super::Watched;
use super::echo::{Echo, SAYS};
use crate::address_bar::AddressBar;
use crate::browser::parameter;
use crate::desktop::Desktop;
use crate::service::{ACCOUNT, APP_WITH_SECRET, CLIENT_SECRET, PASSWORD, Service};
use crate::webdriver::Browser;

const BUTTON: &str = "Sign in with the browser";
/// A code of the test's.
const CODE: &str = "Bilby-77aa-from-nowhere";

#[test]
fn the_browser_and_a_client_secret_leave_no_secret_behind() {
    let (service, desktop) = (Service::start(), Desktop::with_keyring());
    let (browser, bar) = (Browser::open(), AddressBar::new());
    let spaces = desktop.folder().join("home/spaces.toml");
    let host = service.app_host();
    let text = format!(
        "open-at-start = \"web\"\n[spaces.web]\nname = \"Web\"\napp-host = \"{host}\"\napp-id = \"{APP_WITH_SECRET}\"\n\
         any-free-port = true\ntoken-endpoint-auth-method = \"post\"\n"
    );
    std::fs::write(&spaces, text).unwrap();
    let mut watched = Watched::new(desktop.start_with_browser(&bar, &["--spaces", spaces.to_str().unwrap()]));
    watched.known.add("the client secret", CLIENT_SECRET);
    watched.known.add("the password", PASSWORD);

    watched.says("The client secret of this application is not in the keyring");
    watched.press("Switch account space or account");
    watched.screen.focused(Role::Button, "Close");
    watched.press("Edit Web…");
    watched.type_into(Role::PasswordText, "Client secret", CLIENT_SECRET);
    watched.press("Save");
    watched.says("Web was saved");
    watched.press("Close");
    watched.press("Try again");

    // The code comes back from the browser, and the service does not take it.
    service.inject("/oidc/token=oauth-invalid_grant");
    watched.press(BUTTON);
    browser.visit(&bar.opened());
    browser.sign_in(ACCOUNT, PASSWORD);
    browser.at("/consent");
    watched.look();
    browser.press("allow");
    browser.at("/callback");
    watched.says("The service does not take the code that the browser came back with");
    learn_from_the_browser(&mut watched, &browser);

    watched.press(BUTTON);
    browser.visit(&bar.opened());
    browser.at("/consent");
    watched.look();
    browser.press("allow");
    browser.at("/callback");
    watched.says("Bound · 1");
    learn_from_the_browser(&mut watched, &browser);
    watched.stay_a_while_and_leave(&service);

    // Once more, and the code is traded with a gateway that shows the whole request.
    watched.press(BUTTON);
    browser.visit(&bar.opened());
    browser.at("/consent");
    let request = last_request(&browser);
    watched.known.add("code", CODE);
    learn_from_the_request(&mut watched, &request);
    let gateway = Echo::in_place_of(&service.stop());
    let mut answer = Url::parse(&parameter(&request, "redirect_uri")).unwrap();
    let issuer = format!("{host}/oidc");
    answer.query_pairs_mut().extend_pairs([("code", CODE), ("state", &parameter(&request, "state")), ("iss", &issuer)]);
    browser.visit(answer.as_str());
    watched.says("HTTP 502");
    assert_eq!(gateway.shown(), 1, "the code was sent");
    assert!(watched.seen.contains(SAYS), "its page is on the screen:\n{}", watched.screen.tree());
    watched.finish();
}

/// Adds what the browser was sent off with and came back with to what must be nowhere.
fn learn_from_the_browser(watched: &mut Watched<'_>, browser: &Browser) {
    let answer = Url::parse(&browser.address()).unwrap();
    watched.known.add("code", &parameter(&answer, "code"));
    learn_from_the_request(watched, &last_request(browser));
}

fn learn_from_the_request(watched: &mut Watched<'_>, request: &Url) {
    for name in ["state", "nonce"] {
        watched.known.add(name, &parameter(request, name));
    }
    watched.known.add_verifier_of(&parameter(request, "code_challenge"));
}

/// What the browser asked of the service when it was last sent there.
fn last_request(browser: &Browser) -> Url {
    let asked: Vec<Url> = browser.requests().iter().filter_map(|asked| Url::parse(asked).ok()).collect();
    asked.into_iter().rfind(|asked| asked.path() == "/oidc/auth").expect("the browser was there")
}
