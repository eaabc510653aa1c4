//! Signing in, and the states of the list.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bindery::app::{Action, BROWSER_DEADLINE, BrowserPurpose, Choice, Phase, Program, Setup};
use bindery::genauth::{AccessToken, Credentials, Deadlines, Language, Password};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Scene, Stage, no_keyring, runtime, seen, space, succeeded};

#[test]
fn a_wrong_password_says_so_with_its_codes_and_can_be_tried_again() {
    let mut stage = Stage::with_faults(&[]);
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "lin@example.com");
    stage.type_into("Password", "not-this-one");
    stage.press("Sign in");
    stage.see("The account or the password is wrong.");
    stage.see("statusCode 403");
    stage.see("apiCode 2333");
    assert_eq!(stage.seen("signin").len(), 1, "a sign-in is never tried again by itself");
    assert!(!stage.shows_part("not-this-one"), "the password is not on the screen");
    // The keyboard is back at the password, and what is typed replaces it.
    stage.until("the password to have the keyboard", |stage| stage.has_keyboard("Password"));
    stage.press("Fill in lin@example.com and the password");
    stage.press("Sign in");
    stage.see("Bound · 4");
}

#[test]
fn the_password_is_masked_until_it_is_shown() {
    let mut stage = Stage::with_faults(&[]);
    stage.see("Sign in");
    stage.type_into("Password", "correct horse");
    assert!(!stage.shows_part("correct horse"), "{}", stage.screen());
    stage.press("Show password");
    stage.see("correct horse");
    stage.press("Hide password");
    stage.until("the mask", |stage| !stage.shows_part("correct horse"));
}

#[test]
fn enter_submits_and_something_missing_brings_the_keyboard_there() {
    let mut stage = Stage::with_faults(&[]);
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "lin@example.com");
    stage.press("Sign in");
    assert!(stage.seen("signin").is_empty());
    let password = stage.harness.get_by(|node| {
        node.role() == egui::accesskit::Role::PasswordInput && node.label().as_deref() == Some("Password")
    });
    assert!(password.is_focused());
    password.type_text("sandbox");
    stage.harness.step();
    stage.harness.key_press(egui::Key::Enter);
    stage.see("Bound · 4");
}

#[test]
fn a_sign_in_can_be_cancelled_and_impatient_hands_send_one() {
    let mut stage = Stage::with_faults(&["signin=stall"]);
    stage.see("Sign in");
    stage.press("Fill in lin@example.com and the password");
    stage.press("Sign in");
    stage.see("Signing in…");
    assert!(!stage.shows("Sign in"), "there is nothing to press twice");
    stage.until("the request to arrive", |stage| stage.seen("signin").len() == 1);
    stage.press("Cancel");
    stage.see("Sign in");
    assert_eq!(stage.seen("signin").len(), 1);
    stage.press("Sign in");
    stage.see("Bound · 4");
}

#[test]
fn a_service_that_is_not_there_says_so_at_sign_in() {
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let address = sandbox.address();
    runtime.block_on(sandbox.stop());
    let mut stage = Stage::set(runtime, Scene { choice, ..Scene::default() });
    stage.sign_in_as("lin@example.com");
    stage.see(&format!("Nothing answers at {address}"));
    stage.see_part("The service is not running there");
}

#[test]
fn the_first_load_says_so_and_a_failed_one_has_a_way_on() {
    let mut stage = Stage::with_faults(&["get-identities=latency-2500ms", "get-identities=http-502"]);
    stage.sign_in_as("lin@example.com");
    stage.see("Reading what is bound to this account…");
    stage.see("Bound · 4");
    stage.press("Refresh the list");
    stage.see_part("The list could not be read again; this is what it said at");
    assert!(stage.shows("Bound · 4") && stage.shows("WeChat"), "the old content stays");
    stage.press("Try again");
    stage.until("the failure to go", |stage| !stage.shows_part("could not be read again"));
    stage.see("Bound · 4");
}

#[test]
fn a_first_load_that_fails_has_a_way_on() {
    let mut stage = Stage::with_faults(&["get-identities=http-502"]);
    stage.sign_in_as("lin@example.com");
    stage.see("The list could not be read");
    assert!(!stage.shows_part("Bound ·"), "what was not read is not counted");
    stage.press("Try again");
    stage.see("Bound · 4");
}

#[test]
fn without_the_enabled_list_the_cards_still_show() {
    let mut stage = Stage::with_faults(&["get-application-enabled-extidps=500"]);
    stage.sign_in();
    stage.see("Which identity providers this app offers could not be read");
    stage.see_part("whether it is enabled here is not known");
    assert_eq!(stage.unbind_buttons().len(), 4);
}

#[test]
fn an_expired_token_is_refreshed_once_for_all_calls_that_wait() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.sandbox().expire_access_tokens();
    stage.press("Refresh the list");
    stage.until("both to be read again", |stage| {
        succeeded(stage.sandbox(), "get-profile") == 2 && succeeded(stage.sandbox(), "get-identities") == 2
    });
    stage.see("Bound · 4");
    assert_eq!(stage.seen("token").len(), 1);
    assert!(!stage.shows("You are no longer signed in"));
}

#[test]
fn chinese_speaks_chinese_and_asks_the_service_for_it() {
    let scene = Scene { language: Language::SimplifiedChinese, ..Scene::default() };
    let mut stage = Stage::set(runtime(), scene);
    stage.see("登录");
    stage.press("填入 lin@example.com 和密码");
    stage.press("登录");
    stage.see("已绑定 · 4");
    stage.press("解绑“微信”…");
    stage.press("解绑“微信”");
    stage.see("已解绑");
    stage.see("已绑定 · 3");
    let language = |header: &bindery::sandbox::SeenHeader| {
        header.name == "x-genauth-lang" && header.value.as_deref() == Some("zh-CN")
    };
    assert!(stage.seen("unlink-extidp")[0].headers.iter().any(language));
    // No word of the other language is left over on the screen, but for names.
    for english in ["Unbind", "Sign", "Refresh", "Bound", "receipt", "Checked"] {
        assert!(!stage.shows_part(english), "{english}: {}", stage.screen());
    }
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let mut stage = Stage::with_faults(&[]);
    stage.see("Sign in");
    stage.harness.run_steps(5);
    assert_eq!(repaint_delay(&stage), Duration::MAX, "the sign-in waits for a person");
    stage.sign_in();
    stage.harness.run_steps(5);
    let delay = repaint_delay(&stage);
    assert!(delay > Duration::from_secs(1), "the next frame is the status bar's minute, not {delay:?}");
}

fn repaint_delay(stage: &Stage) -> Duration {
    stage.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
}

#[test]
fn a_second_sign_in_does_not_begin_while_one_is_under_way() {
    let runtime = runtime();
    let (sender, woken) = channel();
    let sender = Mutex::new(sender);
    let scene = Scene::default();
    let mut program = Program::new(Setup {
        runtime: runtime.handle().clone(),
        wake: Arc::new(move || {
            // Nobody listens any more once the test is over.
            let _ = sender.lock().map(|sender| sender.send(()));
        }),
        choice: Choice::Sandbox { faults: Vec::new() },
        vault: no_keyring(),
        language: Language::English,
        time_zone: jiff::tz::TimeZone::UTC,
        deadlines: Deadlines::default(),
        data_folder: None,
        spaces_file: None,
        open_address: Arc::new(|_| Err("no browser in this test".to_owned())),
        browser_deadline: BROWSER_DEADLINE,
        clipboard: scene.clipboard,
        clipboard_deadline: scene.clipboard_deadline,
        pace: scene.pace,
        checkpoints: None,
    });
    program.first_frame_drawn();
    let until = |program: &mut Program, done: fn(&Phase) -> bool| {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !done(&program.state().phase) {
            assert!(Instant::now() < deadline, "waited in vain: {:?}", program.state().phase);
            let _ = woken.recv_timeout(Duration::from_millis(20));
            program.update();
        }
    };
    until(&mut program, |phase| matches!(phase, Phase::SignIn(_)));
    let password = Password::new("sandbox".to_owned());
    let credentials = Credentials::Password { account: "linxiao".to_owned(), password };
    for _ in 0..3 {
        program.apply(Action::SignIn { credentials: credentials.clone(), captcha: None });
        program.apply(Action::SignInInBrowser(BrowserPurpose::SignIn));
        program.apply(Action::SignInWithToken(AccessToken::new("another".to_owned())));
    }
    until(&mut program, |phase| matches!(phase, Phase::Home(home) if home.profile.get().is_some()));
    let sandbox = program.sandbox().unwrap();
    assert_eq!(seen(sandbox, "signin").len(), 1);
    // The one of the ID token's check.
    assert_eq!(seen(sandbox, "openid-configuration").len(), 1);
    assert_eq!(seen(sandbox, "get-profile").len(), 1);
}
