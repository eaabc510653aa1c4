//! Binding, from the button to the identities that are new in the list, with every way in which it can end.

use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use bindery::app::{BindOutcome, BindStage, BindTracker, Pace, Phase};
use bindery::genauth::Language;
use bindery::sandbox::Lifetimes;

use crate::stage::{Scene, Stage, runtime};
use crate::visitor::{Page, Visitor, address_bar};

const BUTTON: &str = "Bind another account…";
const MIA: &str = "mia@example.com";

/// Looks often, so that a test need not wait.
const BRISK: Pace =
    Pace { first: Duration::from_millis(30), slowest: Duration::from_millis(60), deadline: Duration::from_secs(300) };

/// Looks so seldom that only who asks for it sees anything.
const SELDOM: Pace =
    Pace { first: Duration::from_secs(3600), slowest: Duration::from_secs(3600), deadline: Duration::from_secs(7200) };

/// The program with a browser, whose addresses come out here, and somebody signed in with nothing bound.
fn mia(pace: Pace) -> (Stage, Receiver<String>) {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, pace, ..Scene::default() });
    stage.sign_in_as(MIA);
    stage.see("Bound · 0");
    (stage, opened)
}

fn choose(stage: &mut Stage, button: &str) {
    stage.press(BUTTON);
    stage.press(button);
}

fn address(stage: &mut Stage, opened: &Receiver<String>) -> String {
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    address.unwrap()
}

/// Presses the buttons and has the browser at the provider's page.
fn at_provider(stage: &mut Stage, opened: &Receiver<String>, button: &str) -> Page {
    choose(stage, button);
    let address = address(stage, opened);
    let page = Visitor::default().open(&address);
    assert!(page.address.path().starts_with("/providers/"), "{page:?}");
    page
}

fn be(page: &Page, person: &str) -> Page {
    Visitor::default().submit(page, &[("person", person)])
}

fn trackers(stage: &Stage) -> Vec<BindTracker> {
    match &stage.harness.state().program().state().phase {
        Phase::Home(home) => home.binds.trackers.clone(),
        _ => Vec::new(),
    }
}

fn links(stage: &Stage) -> usize {
    stage.seen("generate-link-extidp-url").len()
}

fn is_free(address: &str) -> bool {
    let port = url::Url::parse(address).unwrap().port().unwrap();
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

#[test]
fn from_the_button_to_the_card() {
    let (mut stage, opened) = mia(BRISK);
    choose(&mut stage, "Bind Google");
    let address = address(&mut stage, &opened);
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("link"), "{address}");
    stage.see("Binding Google");
    let page = Visitor::default().open(&address);
    stage.until("the browser to count as opened", |stage| trackers(stage)[0].stage == BindStage::Waiting);
    assert_eq!(Visitor::default().open(&address).status, 410, "the address sends a browser off once");
    let back = be(&page, "noor");
    assert_eq!(back.status, 200);
    assert!(back.text.contains("Back to Bindery") && back.address.host_str() == Some("127.0.0.1"), "{back:?}");
    stage.see("Google is bound");
    stage.see("Bound · 1");
    assert!(stage.unbind_buttons().contains(&"Unbind Google…".to_owned()), "{}", stage.screen());
    stage.until("the port to be free", |_| is_free(&address));
    let BindStage::Ended(BindOutcome::Bound(bound)) = &trackers(&stage)[0].stage else { panic!("it is bound") };
    assert_eq!((bound.identifier.as_str(), bound.identities.len()), ("google", 1));
    assert_eq!(bound.origin_connection_ids, ["605492ac41b2c3d4e5f60706"]);
    assert_eq!(links(&stage), 1);
    stage.press("Dismiss the note about Google");
    stage.until("the note to go", |stage| !stage.shows("Google is bound"));
}

#[test]
fn neither_the_link_nor_the_id_token_is_kept_anywhere() {
    let (mut stage, opened) = mia(BRISK);
    let page = at_provider(&mut stage, &opened, "Bind Google");
    let waiting = format!("{:?}", stage.harness.state().program().state());
    be(&page, "noor");
    stage.see("Google is bound");
    let done = format!("{:?} {}", stage.harness.state().program().state(), stage.screen());
    for secret in ["sandbox-link-", "link_token", "eyJ"] {
        assert!(!waiting.contains(secret) && !done.contains(secret), "{secret} is kept");
    }
}

#[test]
fn several_identities_come_at_once() {
    let (mut stage, opened) = mia(BRISK);
    let page = at_provider(&mut stage, &opened, "Bind WeChat through WeChat PC");
    be(&page, "wen");
    stage.see("WeChat is bound");
    stage.see("2 identities");
    let BindStage::Ended(BindOutcome::Bound(bound)) = &trackers(&stage)[0].stage else { panic!("it is bound") };
    let kinds: Vec<&str> = bound.identities.iter().map(|identity| identity.kind.as_str()).collect();
    assert_eq!(kinds, ["unionid", "openid"]);
}

#[test]
fn what_lacks_is_offered_and_what_is_bound_is_not() {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, pace: BRISK, ..Scene::default() });
    stage.sign_in();
    stage.press(BUTTON);
    stage.see("Bind Google");
    assert!(!stage.shows("Bind GitHub"), "{}", stage.screen());
    stage.type_into("Search by name, provider or identifier", "linked");
    stage.until("the others to go", |stage| !stage.shows("Bind Google"));
    stage.press("Bind LinkedIn");
    let page = Visitor::default().open(&address(&mut stage, &opened));
    be(&page, "wen");
    stage.see("LinkedIn is bound");
    stage.see("Bound · 5");
}

#[test]
fn ten_clicks_make_one_link() {
    let (mut stage, opened) = mia(BRISK);
    stage.press(BUTTON);
    stage.see("Bind Google");
    for _ in 0..10 {
        stage.button("Bind Google").click_accesskit();
    }
    stage.harness.step();
    address(&mut stage, &opened);
    stage.until("a look at the list", |stage| trackers(stage)[0].looked.is_some());
    assert_eq!((links(&stage), trackers(&stage).len()), (1, 1));
    assert!(opened.try_recv().is_err(), "one address was opened");
    // The dialog does not offer it twice.
    stage.press(BUTTON);
    stage.see("Bind GitHub");
    assert!(!stage.shows("Bind Google") && stage.shows("being bound"), "{}", stage.screen());
}

#[test]
fn another_provider_does_not_complete_it() {
    let (mut stage, opened) = mia(BRISK);
    let google = at_provider(&mut stage, &opened, "Bind Google");
    let github = at_provider(&mut stage, &opened, "Bind GitHub");
    be(&github, "noor");
    stage.see("GitHub is bound");
    let looked = trackers(&stage)[0].looked;
    stage.until("another look", |stage| trackers(stage)[0].looked > looked);
    assert!(trackers(&stage)[0].is_running() && stage.shows("Binding Google"), "{}", stage.screen());
    be(&google, "noor");
    stage.see("Google is bound");
    stage.see("Bound · 2");
}

#[test]
fn nothing_comes_of_a_cancelled_one_or_of_somebody_elses() {
    for (button, action) in [("Bind Google", ("action", "cancel")), ("Bind GitHub", ("person", "single"))] {
        let (mut stage, opened) = mia(BRISK);
        let page = at_provider(&mut stage, &opened, button);
        Visitor::default().submit(&page, &[action]);
        let name = button.strip_prefix("Bind ").unwrap();
        stage.press(&format!("Check now whether {name} is bound"));
        stage.see("Nothing new is listed yet");
        stage.see_part("bound to another account here");
        assert!(trackers(&stage)[0].is_running(), "the person may still try again in the browser");
        stage.press(&format!("Stop waiting for {name} to be bound"));
        stage.see(&format!("{name} is no longer waited for"));
        stage.press(&format!("Try again to bind {name}"));
        let page = Visitor::default().open(&address(&mut stage, &opened));
        be(&page, "noor");
        stage.see(&format!("{name} is bound"));
        assert_eq!(links(&stage), 2);
    }
}

#[test]
fn opening_again_makes_a_new_link_and_closes_the_port_before() {
    let (mut stage, opened) = mia(BRISK);
    choose(&mut stage, "Bind Google");
    let first = address(&mut stage, &opened);
    stage.press("Open the browser again for Google");
    let second = address(&mut stage, &opened);
    assert_ne!(first, second);
    stage.until("the first port to be free", |_| is_free(&first));
    be(&Visitor::default().open(&second), "noor");
    stage.see("Google is bound");
    assert_eq!(links(&stage), 2);
}

#[test]
fn when_no_new_link_can_be_made_the_list_tells_of_the_one_before() {
    let (mut stage, opened) = mia(SELDOM);
    let page = at_provider(&mut stage, &opened, "Bind Google");
    be(&page, "noor");
    stage.inject("generate-link-extidp-url=403");
    stage.press("Open the browser again for Google");
    stage.see_part("Google: no new link could be made");
    stage.see("Bound · 1");
    assert!(!stage.shows("Try again to bind Google"), "{}", stage.screen());
}

#[test]
fn the_person_can_have_it_checked_at_once() {
    let (mut stage, opened) = mia(SELDOM);
    let page = at_provider(&mut stage, &opened, "Bind Google");
    be(&page, "noor");
    stage.rest();
    assert!(trackers(&stage)[0].is_running(), "a request from a browser alone looks no more often than that");
    stage.press("Check now whether Google is bound");
    stage.see("Google is bound");
}

#[test]
fn who_comes_back_wakes_it_before_its_time() {
    let pace = Pace { first: Duration::from_millis(30), ..SELDOM };
    let (mut stage, opened) = mia(Pace { slowest: Duration::from_secs(3600), ..pace });
    let page = at_provider(&mut stage, &opened, "Bind Google");
    be(&page, "noor");
    stage.see("Google is bound");
}

#[test]
fn the_deadline_ends_the_wait_with_what_may_have_happened() {
    let (mut stage, opened) = mia(Pace { deadline: Duration::from_millis(400), ..BRISK });
    at_provider(&mut stage, &opened, "Bind Google");
    stage.see("Google: nothing new was listed in time");
    stage.see_part("Perhaps it was cancelled in the browser");
    assert!(stage.shows("Try again to bind Google"));
}

#[test]
fn a_list_that_cannot_be_read_does_not_end_the_wait() {
    let (mut stage, opened) = mia(BRISK);
    let page = at_provider(&mut stage, &opened, "Bind Google");
    stage.inject("get-identities=http-502x3");
    stage.see("The list could not be read just now; Bindery goes on trying");
    be(&page, "noor");
    stage.see("Google is bound");
}

#[test]
fn without_the_list_before_nothing_is_begun() {
    let (mut stage, _opened) = mia(BRISK);
    stage.inject("get-identities=http-502");
    choose(&mut stage, "Bind Google");
    stage.see("Google: no link could be made, so nothing was bound");
    assert_eq!(links(&stage), 0);
}

#[test]
fn a_refused_or_lost_link_says_so_and_can_be_tried_again() {
    for fault in ["403", "reset-after", "http-502", "truncate"] {
        let (mut stage, opened) = mia(BRISK);
        stage.inject(&format!("generate-link-extidp-url={fault}"));
        choose(&mut stage, "Bind Google");
        stage.see("Google: no link could be made, so nothing was bound");
        assert!(opened.try_recv().is_err(), "{fault}");
        assert!(!stage.shows_part("sandbox-link-"), "{}", stage.screen());
        stage.press("Try again to bind Google");
        be(&Visitor::default().open(&address(&mut stage, &opened)), "noor");
        stage.see("Google is bound");
    }
}

#[test]
fn a_service_that_takes_no_target_is_asked_without_one() {
    let (mut stage, opened) = mia(BRISK);
    stage.inject("generate-link-extidp-url=400");
    let page = at_provider(&mut stage, &opened, "Bind Google");
    let has_target: Vec<bool> = stage
        .seen("generate-link-extidp-url")
        .iter()
        .map(|request| request.query.iter().any(|(name, _)| name == "target_url"))
        .collect();
    assert_eq!(has_target, [true, false]);
    let done = be(&page, "noor");
    assert!(done.text.contains("<h1>Bound</h1>"), "{done:?}");
    stage.see("Google is bound");
}

#[test]
fn an_id_token_near_its_end_is_renewed_first_and_a_refused_one_once() {
    let (mut stage, opened) = mia(BRISK);
    stage.inject("generate-link-extidp-url=401");
    choose(&mut stage, "Bind Google");
    address(&mut stage, &opened);
    assert_eq!((links(&stage), stage.seen("token").len()), (2, 1));

    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, pace: BRISK, ..Scene::default() });
    stage.see("Sign in");
    stage.sandbox().set_lifetimes(Lifetimes { id_token: Duration::from_secs(100), ..Lifetimes::default() });
    stage.sign_in_as(MIA);
    stage.see("Bound · 0");
    choose(&mut stage, "Bind Google");
    address(&mut stage, &opened);
    assert_eq!((links(&stage), stage.seen("token").len()), (1, 1));
}

#[test]
fn a_sign_out_ends_it_and_frees_the_port() {
    let (mut stage, opened) = mia(BRISK);
    choose(&mut stage, "Bind Google");
    let address = address(&mut stage, &opened);
    stage.press("Sign out");
    stage.see("You are signed out");
    stage.until("the port to be free", |_| is_free(&address));
    let looks = stage.seen("get-identities").len();
    stage.rest();
    assert_eq!(stage.seen("get-identities").len(), looks, "nobody looks any more");
}

#[test]
fn another_account_ends_it_and_says_so() {
    let (mut stage, opened) = mia(BRISK);
    choose(&mut stage, "Bind Google");
    let address = address(&mut stage, &opened);
    stage.press("Switch account space or account");
    stage.see_part("as another account");
    let is_it = |text: &String| text.starts_with("Sign in to ") && text.ends_with(" as another account");
    let beside = stage.texts().into_iter().find(is_it).unwrap();
    stage.press(&beside);
    stage.until("the port to be free", |_| is_free(&address));
    stage.press("Back to that account");
    stage.see("Google is no longer waited for, because another account was shown");
    assert!(stage.shows("Try again to bind Google"), "{}", stage.screen());
}

#[test]
fn the_end_of_the_session_ends_it_and_says_so() {
    let (mut stage, opened) = mia(BRISK);
    at_provider(&mut stage, &opened, "Bind Google");
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.see("You are no longer signed in");
    stage.see("Google is no longer waited for, because the session is over");
    assert!(!stage.shows(BUTTON), "{}", stage.screen());
}

#[test]
fn the_waiting_draws_once_a_second() {
    let (mut stage, opened) = mia(SELDOM);
    choose(&mut stage, "Bind Google");
    address(&mut stage, &opened);
    stage.rest();
    stage.harness.run_steps(3);
    let delay = stage.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_millis(1) && delay <= Duration::from_millis(1001), "{delay:?}");
}

#[test]
fn the_keyboard_begins_in_the_search_and_comes_back_to_the_button() {
    let (mut stage, _opened) = mia(BRISK);
    stage.press(BUTTON);
    let search = "Search by name, provider or identifier";
    stage.until("the search to have the keyboard", |stage| stage.has_keyboard(search));
    stage.harness.key_press(egui::Key::Escape);
    stage.until("the button to have it back", |stage| stage.has_keyboard(BUTTON));
    assert!(!stage.shows(search));
}

#[test]
fn in_chinese_too() {
    let (open_address, opened) = address_bar();
    let scene = Scene { open_address, pace: BRISK, language: Language::SimplifiedChinese, ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    stage.see("登录");
    stage.press("填入 mia@example.com 和密码");
    stage.press("登录");
    stage.see("已绑定 · 0");
    stage.press("绑定其他账号…");
    stage.press("绑定“Google”");
    be(&Visitor::default().open(&address(&mut stage, &opened)), "noor");
    stage.see("“Google”已绑定");
}
