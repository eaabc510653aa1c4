//! Binding in a real browser, and unbinding again, from the button in the window to the card that goes.

use atspi::Role;

use crate::address_bar::AddressBar;
use crate::desktop::Desktop;
use crate::processes::command_lines;
use crate::screen::Screen;
use crate::steps::{sign_in_as_lin, unbind_buttons};
use crate::webdriver::Browser;

#[test]
fn a_person_binds_google_in_a_real_browser_and_unbinds_it() {
    let browser = Browser::open();
    let (desktop, bar) = (Desktop::open(), AddressBar::new());
    let mut program = desktop.start_with_browser(&bar, &[]);
    let screen = program.screen();
    sign_in_as_lin(&screen);
    assert_eq!(unbind_buttons(&screen).len(), 4);

    screen.press(&screen.button("Bind another account…"));
    screen.named(Role::Dialog, "Bind another account");
    screen.press(&screen.button("Bind Google"));
    let address = bar.opened();
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("link"), "{address}");
    screen.named(Role::Heading, "Binding Google");
    browser.visit(&address);
    browser.at("/providers/google/authorize");
    step_is_under_way(&screen, "Wait for you to sign in at Google");
    let listed = command_lines();
    browser.choose("person", "noor");
    screen.text_from("Google is bound");
    screen.named(Role::Label, "Bound · 5");
    assert!(browser.text().contains("Back to Bindery"), "{}", browser.text());
    assert!(unbind_buttons(&screen).contains(&"Unbind Google…".to_owned()), "{}", screen.tree());
    // The link was in the browser alone.
    let link = browser.requests().into_iter().find(|asked| asked.contains("link_token=")).expect("the browser had it");
    let (_, token) = link.split_once("link_token=").expect("a token");
    let token = token.split('&').next().unwrap_or_default();
    assert!(token.len() > 8 && !listed.contains(token) && !screen.tree().contains(token));
    assert!(!program.log().contains(token), "the link is in the log");

    screen.press(&screen.button("Unbind Google…"));
    screen.named(Role::Dialog, "Unbind Google?");
    screen.press(&screen.button("Unbind Google"));
    screen.named(Role::Label, "Google: Unbound");
    screen.named(Role::Label, "Bound · 4");
    assert!(!unbind_buttons(&screen).contains(&"Unbind Google…".to_owned()), "{}", screen.tree());
    screen.button("Bind Google again…");
    screen.press(&screen.button("Dismiss the receipt for Google"));
    screen.press(&screen.button("Dismiss the note about Google"));
    screen.gone("card of Google", |widget| widget.name.contains("Google"));
    program.close_window();
    assert!(program.ended().success(), "{}", program.log());
}

/// Waits until this step of the bind is under way.
fn step_is_under_way(screen: &Screen<'_>, step: &str) {
    screen.find(&format!("step {step:?} under way"), |widget| {
        widget.name.contains(step) && widget.name.contains("under way")
    });
}
