//! Signing in by every way but the browser, against the sandbox.

use bindery::app::Choice;
use bindery::sandbox::{Delivery, Sandbox};
use bindery::session::{AccountSpace, Keep, PasswordEncryption};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::stage::{Scene, Stage, runtime, space};
use crate::visitor::{Visitor, address_bar};

const CODE: &str = "Sign in with a code";
const DIRECTORY: &str = "Sign in with LDAP or Active Directory";
const TOKEN: &str = "Sign in with an access token";

/// Presses what has this name and role, as assistive technology does.
fn choose(stage: &mut Stage, role: Role, name: &str) {
    stage.see(name);
    stage.harness.get_by_role_and_label(role, name).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

fn tab(stage: &mut Stage, name: &str) {
    choose(stage, Role::Tab, name);
}

/// The code that the sandbox sent last.
fn code(stage: &Stage, by: Delivery) -> String {
    let mailbox = stage.sandbox().mailbox();
    mailbox.iter().rfind(|message| message.by == by).expect("a code was sent").code.clone()
}

#[test]
fn a_code_by_email_signs_in() {
    let mut stage = Stage::with_faults(&[]);
    tab(&mut stage, CODE);
    stage.press("Send a code");
    assert!(stage.seen("send-email").is_empty(), "there is no address yet");
    assert!(stage.has_keyboard("Email"));
    stage.type_into("Email", "lin@example.com");
    stage.press("Send a code");
    stage.see("A code was sent to lin@example.com");
    stage.see_part("Send again in");
    stage.until("the keyboard to be at the code", |stage| stage.has_keyboard("Code from the message"));
    let code = code(&stage, Delivery::Email);
    stage.type_into("Code from the message", &code);
    assert!(!stage.shows_part(&code), "{}", stage.screen());
    stage.harness.key_press(egui::Key::Enter);
    stage.see("Bound · 4");
    assert_eq!(stage.seen("send-email").len(), 1);
    assert_eq!(stage.seen("signin").len(), 1);
}

#[test]
fn a_code_by_text_message_signs_in() {
    let mut stage = Stage::with_faults(&[]);
    tab(&mut stage, CODE);
    choose(&mut stage, Role::RadioButton, "By text message");
    stage.type_into("Country code", "+1");
    stage.type_into("Phone number", "202-555 0143");
    stage.harness.key_press(egui::Key::Enter);
    stage.see("A code was sent to +1 2025550143");
    let code = code(&stage, Delivery::Sms);
    stage.type_into("Code from the message", &code);
    stage.press("Sign in");
    stage.see_part("Nothing is bound");
}

#[test]
fn the_countdown_draws_once_a_second_and_holds_for_one_address() {
    let mut stage = Stage::with_faults(&[]);
    tab(&mut stage, CODE);
    stage.type_into("Email", "lin@example.com");
    stage.press("Send a code");
    stage.see_part("Send again in");
    stage.rest();
    stage.harness.run_steps(3);
    let delay = stage.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(
        delay > std::time::Duration::from_millis(1) && delay <= std::time::Duration::from_millis(1001),
        "{delay:?}"
    );
    stage.type_into("Email", ".org");
    stage.see("Send a code");
}

#[test]
fn too_many_codes_wait_before_the_next() {
    let mut stage = Stage::with_faults(&["send-email=429", "send-email=http-429-retry-7s"]);
    tab(&mut stage, CODE);
    stage.type_into("Email", "lin@example.com");
    stage.press("Send a code");
    stage.see("Too many requests in too short a time.");
    stage.see_part("Send again in");
    assert!(!stage.shows_part("A code was sent"), "{}", stage.screen());
    // The minute is that of one address.
    stage.type_into("Email", ".org");
    stage.press("Send a code");
    stage.see("Send again in 7 s");
}

#[test]
fn codes_that_are_refused_say_why_where_they_were_asked_for() {
    let mut stage = Stage::with_faults(&["send-email=500", "send-email=reset-before"]);
    tab(&mut stage, CODE);
    stage.type_into("Email", "lin@example.com");
    stage.press("Send a code");
    stage.see("The service could not go on with the sign-in");
    stage.press("Send a code");
    let host = stage.sandbox().app_host().replace("http://", "");
    stage.see(&format!("The connection to {host} was lost before the answer was complete"));
    stage.press("Send a code");
    stage.see("A code was sent to lin@example.com");
    stage.type_into("Code from the message", "000000x");
    stage.press("Sign in");
    stage.see("apiCode 2001");
    stage.until("the keyboard to be at the code", |stage| stage.has_keyboard("Code from the message"));
}

#[test]
fn directories_sign_in() {
    for kind in ["LDAP", "Active Directory"] {
        let mut stage = Stage::with_faults(&[]);
        tab(&mut stage, DIRECTORY);
        choose(&mut stage, Role::RadioButton, kind);
        stage.type_into("Name in the directory (sAMAccountName)", "linxiao");
        stage.type_into("Directory password", "sandbox");
        stage.press("Sign in");
        stage.see("The LDAP link is invalid.");
        tab(&mut stage, "Sign in with a password");
        tab(&mut stage, DIRECTORY);
        stage.see("linxiao");
        assert_eq!(stage.seen("signin").len(), 1, "{kind}");
    }
    for (kind, connection) in [("LDAP", "LDAP"), ("Active Directory", "AD")] {
        let mut stage = Stage::with_faults(&[]);
        tab(&mut stage, DIRECTORY);
        choose(&mut stage, Role::RadioButton, kind);
        stage.type_into("Name in the directory (sAMAccountName)", "lin.xiao");
        stage.type_into("Directory password", "sandbox");
        stage.press("Sign in");
        stage.see("Bound · 4");
        let seen = stage.seen("signin");
        assert!(format!("{:?}", seen[0]).contains(connection), "{:?}", seen[0]);
    }
}

#[test]
fn what_was_typed_stays_when_looking_at_another_way() {
    let mut stage = Stage::with_faults(&[]);
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "linxiao");
    stage.type_into("Password", "sandbox");
    tab(&mut stage, CODE);
    stage.type_into("Email", "mia@example.com");
    tab(&mut stage, TOKEN);
    tab(&mut stage, CODE);
    stage.see("mia@example.com");
    tab(&mut stage, "Sign in with a password");
    stage.see("linxiao");
    stage.press("Sign in");
    stage.see("Bound · 4");
}

/// An access token of the sandbox's, from a sign-in of its own.
pub(crate) fn access_token(stage: &Stage) -> String {
    let sandbox = stage.sandbox().clone();
    let host = bindery::genauth::AppHost::parse(&sandbox.app_host()).unwrap();
    let settings = bindery::genauth::ClientSettings::of(host, sandbox.app_id().to_owned());
    let client = bindery::genauth::Client::new(settings, std::sync::Arc::new(bindery::genauth::NoObserver)).unwrap();
    let password = bindery::genauth::Password::new("sandbox".to_owned());
    let tokens = stage.runtime.block_on(client.sign_in_with_password("lin@example.com", &password)).unwrap();
    tokens.value.access_token.expose().to_owned()
}

#[test]
fn an_access_token_shows_the_account_and_is_never_shown() {
    let mut stage = Stage::with_faults(&[]);
    tab(&mut stage, TOKEN);
    stage.see_part("Without an ID token and a refresh token, nothing can be bound");
    let token = access_token(&stage);
    stage.type_into("Access token", &format!("Bearer {token}"));
    assert!(!stage.shows_part(&token));
    stage.press("Sign in");
    stage.see("Bound · 4");
    assert!(!stage.shows_part(&token));
    stage.sandbox().expire_access_tokens();
    stage.press("Refresh the list");
    stage.see("You are no longer signed in");
    assert!(stage.seen("token").is_empty(), "there is nothing to renew it with");
}

#[test]
fn an_access_token_that_is_no_good_is_told_at_the_sign_in() {
    let mut stage = Stage::with_faults(&[]);
    tab(&mut stage, TOKEN);
    stage.type_into("Access token", "made.up.token");
    stage.press("Sign in");
    stage.see("statusCode 401");
    assert!(!stage.shows_part("made.up"));
    stage.see("Sign in with the browser");
}

/// The text in the captcha's picture, which the sandbox writes as text; read by its own call, it would be another one.
fn fail_until_captcha(stage: &mut Stage) {
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "linxiao");
    for _ in 0..10 {
        if stage.shows("Text in the picture") {
            return;
        }
        stage.press("Fill in lin@example.com and the password");
        stage.until("the password to be typed over", |stage| stage.shows("Sign in"));
        stage.type_into("Password", "x");
        stage.press("Sign in");
        stage.until("an answer", |stage| {
            stage.shows("Sign in") && !stage.shows("Signing in…") && !stage.shows("Getting a picture…")
        });
    }
    panic!("no captcha was asked for: {}", stage.screen());
}

#[test]
fn a_captcha_is_shown_as_a_picture_that_is_described() {
    let mut stage = Stage::with_faults(&[]);
    fail_until_captcha(&mut stage);
    stage.see("The service wants to know that you are a person");
    let pictures = |stage: &Stage| {
        let of_picture = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Image;
        stage
            .harness
            .root()
            .children_recursive()
            .filter(of_picture)
            .filter_map(|node| node.accesskit_node().label())
            .collect::<Vec<_>>()
    };
    assert!(pictures(&stage)[0].contains("cannot be read aloud"));
    let before = stage.seen("get-captcha-code").len();
    stage.press("Another picture");
    stage.until("another picture", |stage| stage.seen("get-captcha-code").len() == before + 1);
    stage.see("Text in the picture");
    // Without an answer nothing is sent: the keyboard goes to the field.
    let sent = stage.seen("signin").len();
    stage.press("Sign in");
    assert_eq!(stage.seen("signin").len(), sent);
    stage.until("the keyboard to be at the answer", |stage| stage.has_keyboard("Text in the picture"));
    stage.type_into("Text in the picture", "wrong");
    stage.press("Sign in");
    stage.see("That is not what the picture showed, or it was too old");
    assert_eq!(stage.seen("signin").len(), sent + 1);
}

#[test]
fn every_other_step_says_what_it_means_and_leads_on() {
    let steps = [
        ("mfa", "1635", true),
        ("mfa-app", "1636", true),
        ("first-password", "1639", true),
        ("bind-existing", "1640", true),
        ("bind-or-create", "1641", true),
        ("incomplete", "1642", true),
        ("unlockable", "1643", true),
        ("must-reset", "2058", true),
        ("locked", "2005", false),
        ("locked-failures", "2057", false),
        ("disabled", "2120008", false),
        ("not-in-tenant", "2130010", false),
    ];
    let words = bindery::ui::Words::new(bindery::genauth::Language::English);
    let mut stage = Stage::with_faults(&[]);
    for (key, code, in_browser) in steps {
        let persona = bindery::sandbox::personas().into_iter().find(|persona| persona.key == key).unwrap();
        stage.see("Sign in");
        clear(&mut stage, "Email, phone or user name");
        stage.type_into("Email, phone or user name", persona.account());
        clear(&mut stage, "Password");
        stage.type_into("Password", "sandbox");
        stage.press("Sign in");
        stage.see(&words.text(&format!("api-{code}")));
        stage.see(&words.text(&format!("api-{code}.next")));
        assert_eq!(stage.shows("Continue in the browser"), in_browser, "{key}: {}", stage.screen());
        assert!(stage.shows("Sign in with the browser"));
    }
}

/// Empties a field.
fn clear(stage: &mut Stage, name: &str) {
    let field = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() != Role::Label && node.role() != Role::Tab && node.label().as_deref() == Some(name)
    };
    stage.harness.get_by(field).focus();
    stage.harness.step();
    stage.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.harness.step();
    stage.harness.key_press(egui::Key::Backspace);
    stage.harness.step();
}

#[test]
fn a_second_factor_goes_on_in_the_browser() {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, ..Scene::default() });
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "mfa@example.com");
    stage.type_into("Password", "sandbox");
    stage.press("Sign in");
    stage.press("Continue in the browser");
    stage.see("Continue in your browser");
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    Visitor::default().sign_in(&address.unwrap(), "lin@example.com");
    stage.see("Bound · 4");
}

#[test]
fn a_password_is_encrypted_where_the_space_says_so() {
    let keeper = runtime();
    let sandbox = keeper.block_on(Sandbox::start()).unwrap();
    let space = AccountSpace { password_encryption: PasswordEncryption::Rsa, ..space(&sandbox, Keep::Memory) };
    let mut stage = Stage::set(runtime(), Scene { choice: Choice::Service(space), ..Scene::default() });
    stage.sign_in();
    let requests = sandbox.requests();
    let asked = requests.iter().position(|request| request.path.ends_with("/system"));
    let signed_in = requests.iter().position(|request| request.path.ends_with("/signin"));
    assert!(asked.is_some() && asked < signed_in, "the key is asked for first");
}
