//! Signing in in the browser, from the button to the list, with every way in which it can end.

use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use bindery::app::{BrowserStep, Choice};
use bindery::genauth::Language;
use bindery::sandbox::Sandbox;
use bindery::session::{AccountSpace, Keep, RedirectUri};
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Scene, Stage, runtime, space};
use crate::visitor::{Visitor, address_bar};

const BUTTON: &str = "Sign in with the browser";
const WAITING: &str = "Continue in your browser";

/// The program with a browser, whose addresses come out here.
fn with_browser(scene: Scene) -> (Stage, Receiver<String>) {
    let (open_address, opened) = address_bar();
    (Stage::set(runtime(), Scene { open_address, ..scene }), opened)
}

/// Presses the button and waits for the address that is opened.
fn begin(stage: &mut Stage, opened: &Receiver<String>) -> String {
    stage.press(BUTTON);
    stage.see(WAITING);
    address(stage, opened)
}

fn address(stage: &mut Stage, opened: &Receiver<String>) -> String {
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    address.unwrap()
}

fn step(stage: &Stage) -> Option<BrowserStep> {
    match &stage.harness.state().program().state().phase {
        bindery::app::Phase::SignIn(sign_in) => sign_in.browser.as_ref().map(|browser| browser.step),
        _ => None,
    }
}

#[test]
fn from_the_button_to_the_list() {
    let (mut stage, opened) = with_browser(Scene::default());
    let address = begin(&mut stage, &opened);
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("state"), "{address}");
    let mut visitor = Visitor::default();
    let page = visitor.open(&address);
    assert_eq!(page.address.path(), "/login");
    stage.until("the browser to count as opened", |stage| step(stage) == Some(BrowserStep::Waiting));
    let again = Visitor::default().open(&address);
    assert_eq!(again.status, 410, "the address sends a browser off once");
    let page = visitor.submit(&page, &[("account", "lin@example.com"), ("password", "sandbox"), ("action", "sign-in")]);
    let page = visitor.submit(&page, &[("action", "allow")]);
    assert_eq!((page.status, page.address.path()), (200, "/callback"));
    stage.see("Bound · 4");
    // Signed in by code, once, with PKCE; nothing was typed here.
    assert_eq!(stage.seen("token").len(), 1);
    assert!(stage.seen("signin").is_empty());
    assert_eq!(stage.seen("jwks.json").len(), 1, "the ID token's signature was checked");
    let bar = std::iter::from_fn(|| opened.try_recv().ok()).count();
    assert_eq!(bar, 0, "one address was opened");
}

#[test]
fn impatient_presses_begin_one() {
    let (mut stage, opened) = with_browser(Scene::default());
    stage.see(BUTTON);
    stage.button(BUTTON).click_accesskit();
    stage.button(BUTTON).click_accesskit();
    stage.harness.step();
    stage.see(WAITING);
    address(&mut stage, &opened);
    stage.see("Open again");
    assert_eq!(stage.seen("openid-configuration").len(), 1);
    assert!(!stage.shows("Sign in"), "there is nothing to press twice");
}

#[test]
fn denied_in_the_browser() {
    let (mut stage, opened) = with_browser(Scene::default());
    let address = begin(&mut stage, &opened);
    let mut visitor = Visitor::default();
    let page = visitor.open(&address);
    visitor.submit(&page, &[("action", "cancel")]);
    stage.see("Access was denied in the browser");
    // The way on is right there.
    stage.press("Try again in the browser");
    stage.see(WAITING);
}

#[test]
fn in_a_small_window_the_end_comes_into_sight_with_the_keyboard() {
    let (mut stage, opened) = with_browser(Scene { size: (640.0, 420.0), ..Scene::default() });
    let in_sight = |stage: &Stage, name: &str| {
        let shown = stage.harness.query_by_label(name).is_some_and(|node| node.rect().bottom() < 400.0);
        shown && !stage.harness.query_by_label(name).is_some_and(|node| node.rect().top() < 0.0)
    };
    stage.see(BUTTON);
    assert!(!in_sight(&stage, "Forgot password? Set a new one in the browser"), "the window is small");
    let address = begin(&mut stage, &opened);
    stage.until("the way back to be in sight", |stage| in_sight(stage, "Cancel"));
    let mut visitor = Visitor::default();
    let page = visitor.open(&address);
    visitor.submit(&page, &[("action", "cancel")]);
    let again = "Try again in the browser";
    stage.until("why it ended to be in sight", |stage| in_sight(stage, "Access was denied in the browser"));
    stage.until("the way on to be in sight", |stage| in_sight(stage, again) && stage.has_keyboard(again));
    stage.harness.key_press(egui::Key::Enter);
    stage.see(WAITING);
}

#[test]
fn a_taken_port_is_told_by_its_number_until_it_is_free() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let redirect_uri = RedirectUri::parse("http://127.0.0.1:{port}/callback", &[port], false).unwrap();
    let space = AccountSpace { redirect_uri, ..space(&sandbox, Keep::Memory) };
    let (mut stage, opened) = with_browser(Scene { choice: Choice::Service(space), ..Scene::default() });
    stage.press(BUTTON);
    stage.see("None of the ports that the browser may come back to is free");
    stage.see(&format!("ports {port}"));
    assert!(opened.try_recv().is_err(), "no browser is sent off that could not come back");
    // Tried again once the other program is gone.
    drop(taken);
    stage.press("Try again in the browser");
    let address = address(&mut stage, &opened);
    assert!(address.starts_with(&format!("http://127.0.0.1:{port}/")), "{address}");
    Visitor::default().sign_in(&address, "lin@example.com");
    stage.see("Bound · 4");
}

#[test]
fn a_strangers_answer_does_not_end_it() {
    let (mut stage, opened) = with_browser(Scene::default());
    let address = begin(&mut stage, &opened);
    let origin = url::Url::parse(&address).unwrap().origin().ascii_serialization();
    let mut visitor = Visitor::default();
    let page = visitor.open(&format!("{origin}/callback?code=stolen&state=guessed"));
    assert_eq!(page.status, 400);
    stage.see_part("One request that does not belong to this sign-in");
    visitor.sign_in(&address, "lin@example.com");
    stage.see("Bound · 4");
}

#[test]
fn opening_again_voids_the_request_before() {
    let (mut stage, opened) = with_browser(Scene::default());
    let first = begin(&mut stage, &opened);
    let mut visitor = Visitor { stops_before: Some("/callback"), ..Visitor::default() };
    let answer = visitor.sign_in(&first, "lin@example.com").address;
    stage.press("Open again");
    let second = address(&mut stage, &opened);
    assert_ne!(first, second);
    // What the first one brings back is not this sign-in's, even where it comes to the right port.
    let origin = url::Url::parse(&second).unwrap().origin().ascii_serialization();
    let mut stranger = Visitor::default();
    let page = stranger.open(&format!("{origin}/callback?{}", answer.query().unwrap()));
    assert_eq!(page.status, 400);
    stage.see_part("does not belong to this sign-in");
    // Signed in at the service already, this browser is only asked whether it allows.
    visitor.stops_before = None;
    let page = visitor.open(&second);
    assert_eq!(page.address.path(), "/consent");
    visitor.submit(&page, &[("action", "allow")]);
    stage.see("Bound · 4");
}

#[test]
fn cancelling_gives_the_port_back_and_keeps_what_was_typed() {
    let (mut stage, opened) = with_browser(Scene::default());
    stage.see(BUTTON);
    stage.type_into("Email, phone or user name", "lin@example.com");
    let address = begin(&mut stage, &opened);
    let listening = url::Url::parse(&address).unwrap().port().unwrap();
    stage.press("Cancel");
    stage.see(BUTTON);
    stage.see("lin@example.com");
    stage.until("the port to be free", |_| TcpListener::bind(("127.0.0.1", listening)).is_ok());
    begin(&mut stage, &opened);
    stage.harness.key_press(egui::Key::Escape);
    stage.see(BUTTON);
}

#[test]
fn nobody_comes_back_in_time() {
    let scene = Scene { browser_deadline: Duration::from_millis(300), ..Scene::default() };
    let (mut stage, _opened) = with_browser(scene);
    stage.press(BUTTON);
    stage.see("Nobody came back from the browser in time");
    stage.see(BUTTON);
}

#[test]
fn a_browser_that_does_not_open_leaves_the_address() {
    let mut stage = Stage::with_faults(&[]);
    stage.press(BUTTON);
    stage.see("No browser could be opened");
    stage.see("no browser in this test");
    let address = stage.texts().into_iter().find(|text| text.starts_with("http://127.0.0.1:")).unwrap();
    stage.button("Copy address").click_accesskit();
    stage.harness.step();
    let copied =
        |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if *text == address);
    assert!(stage.harness.output().platform_output.commands.iter().any(copied));
    Visitor::default().sign_in(&address, "lin@example.com");
    stage.see("Bound · 4");
}

#[test]
fn a_code_that_is_refused_says_so() {
    let (mut stage, opened) = with_browser(Scene::default());
    let address = begin(&mut stage, &opened);
    let mut visitor = Visitor { stops_before: Some("/callback"), ..Visitor::default() };
    let mut answer = visitor.sign_in(&address, "lin@example.com").address;
    let changed: Vec<(String, String)> = answer
        .query_pairs()
        .map(|(name, value)| (name.to_string(), if name == "code" { "made-up".to_owned() } else { value.to_string() }))
        .collect();
    answer.query_pairs_mut().clear().extend_pairs(changed);
    visitor.stops_before = None;
    visitor.open(answer.as_str());
    stage.see("The service does not take the code that the browser came back with");
    assert!(!stage.shows_part("made-up"), "{}", stage.screen());
}

#[test]
fn what_the_service_answers_is_told_by_its_name() {
    let (mut stage, opened) = with_browser(Scene::default());
    for (error, told) in [
        ("login_required", "The service wants you to sign in anew, and did not ask you to"),
        ("temporarily_unavailable", "The sign-in is overloaded or down for maintenance"),
        ("of_tomorrow", "The service ended the sign-in"),
    ] {
        let address = begin(&mut stage, &opened);
        // The state is known to the service alone; here it is read off the address that the browser is sent to.
        let mut visitor = Visitor { stops_before: Some("/oidc/auth"), ..Visitor::default() };
        let asked = visitor.open(&address).address;
        let value = |name: &str| asked.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
        let mut answer = url::Url::parse(&value("redirect_uri")).unwrap();
        let issuer = format!("{}/oidc", asked.origin().ascii_serialization());
        answer
            .query_pairs_mut()
            .extend_pairs([("error", error), ("state", &value("state")), ("iss", &issuer)])
            .append_pair("error_description", "because");
        Visitor::default().open(answer.as_str());
        stage.see(told);
        stage.see(&format!("error {error}"));
        stage.see("message because");
    }
}

#[test]
fn a_service_that_does_not_answer_says_so() {
    let mut stage = Stage::with_faults(&["openid-configuration=http-502"]);
    stage.press(BUTTON);
    stage.see_part("answered with HTTP 502, but not as the API");
    stage.see(BUTTON);
}

#[test]
fn forgotten_passwords_and_new_accounts_lead_to_the_service() {
    for (button, title) in [
        ("Forgot password? Set a new one in the browser", "Set a new password in your browser"),
        ("Create an account in the browser", "Create your account in your browser"),
    ] {
        let (mut stage, opened) = with_browser(Scene::default());
        stage.press(button);
        stage.see(title);
        let address = address(&mut stage, &opened);
        assert_eq!(Visitor::default().open(&address).address.path(), "/login");
        stage.press("Cancel");
        stage.see(BUTTON);
    }
}

#[test]
fn in_chinese_the_service_is_asked_for_chinese() {
    let (mut stage, opened) = with_browser(Scene { language: Language::SimplifiedChinese, ..Scene::default() });
    stage.press("用浏览器登录");
    let address = address(&mut stage, &opened);
    let page = Visitor::default().sign_in(&address, "lin@example.com");
    assert!(page.text.contains("lang=\"zh"), "{}", page.text);
    stage.see("已绑定 · 4");
}

#[test]
fn the_waiting_draws_once_a_second() {
    let (mut stage, opened) = with_browser(Scene::default());
    begin(&mut stage, &opened);
    stage.rest();
    stage.harness.run_steps(3);
    let delay = stage.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_millis(1) && delay <= Duration::from_millis(1001), "{delay:?}");
}
