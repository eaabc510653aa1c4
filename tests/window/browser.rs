//! Signing in in a real browser, from the button in the window to the list.

use std::net::{SocketAddr, TcpStream};

use atspi::Role;
use url::Url;

use crate::address_bar::AddressBar;
use crate::desktop::Desktop;
use crate::processes::command_lines;
use crate::screen::Screen;
use crate::wait::{DEADLINE, until};
use crate::webdriver::Browser;

const BUTTON: &str = "Sign in with the browser";
const WAITING: &str = "Continue in your browser";

#[test]
fn a_person_signs_in_in_a_real_browser_and_sees_the_list() {
    let browser = Browser::open();
    let (desktop, bar) = (Desktop::open(), AddressBar::new());
    let mut program = desktop.start_with_browser(&bar, &[]);
    let screen = program.screen();
    screen.press(&screen.button(BUTTON));
    let address = bar.opened();
    assert!(is_one_shot(&address), "{address}");
    // Whatever anybody on this computer can read of its processes meanwhile.
    let mut listed = command_lines();
    assert!(listed.contains(&address), "the search finds what the browser was given");

    browser.visit(&address);
    browser.at("/login");
    step_is_under_way(&screen, "Wait for you to sign in there");
    browser.sign_in("lin@example.com", "sandbox");
    browser.at("/consent");
    listed += &command_lines();
    browser.press("allow");
    browser.at("/callback");
    assert!(browser.text().contains("The sign-in goes on there."), "{}", browser.text());
    screen.named(Role::Label, "Bound · 4");
    screen.named(Role::Label, "lin@example.com");
    listed += &command_lines();

    let mut asked = browser.requests();
    // The page of an empty tab comes before.
    asked.retain(|asked| asked.starts_with("http"));
    assert_eq!(asked.first(), Some(&address), "{asked:?}");
    let request = asked.iter().filter_map(|asked| Url::parse(asked).ok()).find(|asked| asked.path() == "/oidc/auth");
    let request = request.expect("the browser was sent to the service");
    let answer = Url::parse(&browser.address()).unwrap();
    for (url, names) in [(&request, &["state", "nonce", "code_challenge"][..]), (&answer, &["code", "state"])] {
        for name in names {
            assert!(!listed.contains(&parameter(url, name)), "{name} is in the list of processes");
        }
    }
    let service = request.origin().ascii_serialization();
    assert!(!listed.contains(&service), "an address of the service is in the list of processes");
    assert!(!parameter(&request, "client_id").is_empty());

    // The address is used up, and nobody listens there any more.
    assert!(!listens(&address), "{address}");
    program.close_window();
    assert!(program.ended().success(), "{}", program.log());
}

#[test]
fn a_second_factor_is_asked_for_in_the_browser() {
    let browser = Browser::open();
    let (desktop, bar) = (Desktop::open(), AddressBar::new());
    let mut program = desktop.start_with_browser(&bar, &[]);
    let screen = program.screen();
    screen.press(&screen.button(BUTTON));
    browser.visit(&bar.opened());
    browser.sign_in("mfa@example.com", "sandbox");
    browser.at("/login/second-factor");

    // The code went to the sandbox's mailbox, and the sign-in goes on waiting while the person looks there.
    screen.press(&screen.button("Sandbox: its mailbox, personas and faults"));
    screen.press(&screen.named(Role::PageTab, "Mailbox"));
    let code = screen.find("code in the mailbox", |widget| {
        widget.role == Role::Label && widget.name.len() >= 4 && widget.name.bytes().all(|byte| byte.is_ascii_digit())
    });
    screen.press(&screen.button("Back to the sign-in"));
    step_is_under_way(&screen, "Wait for you to sign in there");

    browser.type_into("code", &code.name);
    browser.press("verify");
    browser.at("/consent");
    browser.press("allow");
    browser.at("/callback");
    screen.named(Role::Label, "mfa@example.com");
    screen.named(Role::Label, "Bound · 0");
}

#[test]
fn saying_no_and_walking_away_lead_back_to_the_sign_in() {
    let browser = Browser::open();
    let (desktop, bar) = (Desktop::open(), AddressBar::new());
    let mut program = desktop.start_with_browser(&bar, &[]);
    let screen = program.screen();
    screen.press(&screen.button(BUTTON));
    browser.visit(&bar.opened());
    browser.sign_in("lin@example.com", "sandbox");
    browser.at("/consent");
    browser.press("deny");
    browser.at("/callback");
    assert!(browser.text().contains("The sign-in did not work out."), "{}", browser.text());
    screen.named(Role::Label, "Access was denied in the browser");

    // Another try; the tab is closed before anything is said.
    screen.press(&screen.button("Try again in the browser"));
    let address = bar.opened();
    browser.visit(&address);
    browser.at("/consent");
    browser.close();
    step_is_under_way(&screen, "Wait for you to sign in there");
    assert!(listens(&address), "{address}");
    screen.press(&screen.button("Cancel"));
    screen.button(BUTTON);
    screen.gone("sign-in that waits", |widget| widget.name == WAITING);
    let freed = until(DEADLINE, || (!listens(&address)).then_some(()));
    assert!(freed.is_some(), "nobody waits, and the port is still taken");
    assert!(program.runs());
}

/// Whether it is an address of this computer with nothing but a random path.
fn is_one_shot(address: &str) -> bool {
    let url = Url::parse(address).unwrap();
    let path = url.path().trim_start_matches('/');
    let random = path.len() == 32 && path.bytes().all(|byte| byte.is_ascii_hexdigit());
    url.scheme() == "http" && url.host_str() == Some("127.0.0.1") && url.query().is_none() && random
}

/// Whether somebody listens where this address leads.
fn listens(address: &str) -> bool {
    let url = Url::parse(address).unwrap();
    TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], url.port().unwrap()))).is_ok()
}

/// The value of a parameter in an address.
pub(crate) fn parameter(url: &Url, name: &str) -> String {
    let value = url.query_pairs().find(|(known, _)| known == name);
    value.unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned()
}

/// Waits until this step of the sign-in is under way.
fn step_is_under_way(screen: &Screen<'_>, step: &str) {
    screen.find(&format!("step {step:?} under way"), |widget| {
        widget.name.contains(step) && widget.name.contains("under way")
    });
}
