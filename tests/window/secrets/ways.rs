//! The ways that begin in the window: password, codes, directories, a pasted token.

use atspi::Role;

use super::echo::{Echo, SAYS};
use super::open;
use crate::desktop::Desktop;
use crate::service::{ACCOUNT, DIRECTORY_NAME, PASSWORD, PHONE, Service};
use crate::steps;

/// A password that is wrong, and nowhere else in the world.
const WRONG_PASSWORD: &str = "Wombat+91ab/wrong";
/// A code that is wrong.
const WRONG_CODE: &str = "00000000";
/// What somebody pastes that is no token of this service.
const WRONG_TOKEN: &str = "Numbat-2e8c-pasted-by-mistake";
const CODE: &str = "Code from the message";
const DIRECTORY_PASSWORD: &str = "Directory password";

#[test]
fn a_password_and_a_directory_leave_no_secret_behind() {
    let (service, desktop) = (Service::start(), Desktop::with_keyring());
    let mut watched = open(&desktop, &service);
    watched.known.add("the wrong password", WRONG_PASSWORD);
    watched.known.add("the password", PASSWORD);

    watched.type_into(Role::Entry, steps::ACCOUNT, ACCOUNT);
    for password in [WRONG_PASSWORD, PASSWORD] {
        watched.type_into(Role::PasswordText, steps::PASSWORD, password);
        watched.press("Sign in");
        if password == WRONG_PASSWORD {
            watched.says("statusCode ");
        }
    }
    watched.stay_a_while_and_leave(&service);

    watched.choose(Role::PageTab, "Sign in with LDAP or Active Directory");
    watched.type_into(Role::Entry, "Name in the directory (sAMAccountName)", DIRECTORY_NAME);
    watched.type_into(Role::PasswordText, DIRECTORY_PASSWORD, WRONG_PASSWORD);
    watched.press("Sign in");
    watched.says("statusCode ");
    for directory in ["LDAP", "Active Directory"] {
        watched.choose(Role::RadioButton, directory);
        watched.type_into(Role::PasswordText, DIRECTORY_PASSWORD, PASSWORD);
        watched.press("Sign in");
        watched.stay_a_while_and_leave(&service);
    }
    watched.finish();
}

#[test]
fn codes_and_a_refused_renewal_leave_no_secret_behind() {
    let (service, desktop) = (Service::start(), Desktop::with_keyring());
    let mut watched = open(&desktop, &service);
    watched.choose(Role::PageTab, "Sign in with a code");

    watched.type_into(Role::Entry, "Email", ACCOUNT);
    watched.press("Send a code");
    watched.says("A code was sent to ");
    let code = service.last_code();
    watched.known.add_code(&code);
    watched.known.add_code(WRONG_CODE);
    watched.type_into(Role::PasswordText, CODE, WRONG_CODE);
    watched.press("Sign in");
    watched.says("statusCode ");
    watched.type_into(Role::PasswordText, CODE, &code);
    watched.press("Sign in");
    watched.stay_a_while_and_leave(&service);

    watched.choose(Role::RadioButton, "By text message");
    watched.type_into(Role::Entry, "Country code", PHONE.0);
    watched.type_into(Role::Entry, "Phone number", PHONE.1);
    watched.press("Send a code");
    watched.says("A code was sent to ");
    let code = service.last_code();
    watched.known.add_code(&code);
    watched.type_into(Role::PasswordText, CODE, &code);
    watched.press("Sign in");
    watched.says("Bound · 1");
    watched.learn_from_the_keyring().expect("the keyring has the session");

    // The service refuses to renew the tokens, and the session is over.
    service.inject("/oidc/token=oauth-invalid_grant");
    service.expire_access_tokens();
    watched.press("Refresh the list");
    watched.says("You are no longer signed in");
    watched.finish();
}

#[test]
fn a_pasted_token_leaves_no_secret_behind() {
    let (service, desktop) = (Service::start(), Desktop::with_keyring());
    let mut watched = open(&desktop, &service);
    let token = service.access_token();
    watched.known.add_token("the pasted token", &token);
    watched.known.add("what was pasted by mistake", WRONG_TOKEN);

    watched.choose(Role::PageTab, "Sign in with an access token");
    watched.type_into(Role::PasswordText, "Access token", WRONG_TOKEN);
    watched.press("Sign in");
    watched.says("statusCode ");
    watched.type_into(Role::PasswordText, "Access token", &token);
    watched.press("Sign in");
    watched.says("Bound · 1");
    service.expire_access_tokens();
    watched.press("Refresh the list");
    watched.says("You are no longer signed in");
    watched.finish();
}

#[test]
fn a_gateway_that_shows_the_request_gets_no_secret_onto_the_screen() {
    let (service, desktop) = (Service::start(), Desktop::with_keyring());
    let mut watched = open(&desktop, &service);
    watched.known.add("the password", PASSWORD);
    watched.type_into(Role::Entry, steps::ACCOUNT, ACCOUNT);
    watched.type_into(Role::PasswordText, steps::PASSWORD, PASSWORD);
    watched.press("Sign in");
    watched.says("Bound · 1");
    watched.learn_from_the_keyring().expect("the keyring has the session");

    // From here on every request comes back with all that was in it.
    let gateway = Echo::in_place_of(&service.stop());
    watched.press("Refresh the list");
    watched.says("The list could not be read again");
    watched.press("Sign out");
    watched.says("You are signed out");
    watched.type_into(Role::PasswordText, steps::PASSWORD, PASSWORD);
    watched.press("Sign in");
    watched.says("HTTP 502");
    assert!(gateway.shown() >= 4, "the list, two revocations, the sign-in");
    assert!(watched.seen.contains(SAYS), "its page is on the screen:\n{}", watched.screen.tree());
    watched.finish();
}
