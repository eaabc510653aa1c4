//! The sign-in: each way, the browser, codes, the captcha, and why any of it failed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bindery::app::{
    Action, BrowserPurpose, BrowserSignIn, BrowserStep, Captcha, CaptchaStage, CodeAddress, Picture, SentCode, SignIn,
    SignInFailure,
};
use bindery::genauth::{Credentials, Error, IdTokenError, Language, PhoneNumber, Unreachable};
use bindery::session::BrowserError;
use bindery::ui::{CodeBy, SignInWay};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::scene::{assert_no_bare_key, assert_says, at, everywhere, refused, show, sign_in, texts};

/// What the sign-in says in this way, in English; it is shown in every language, theme and size as well.
fn in_way(state: &SignIn, way: SignInWay, code_by: CodeBy) -> Vec<String> {
    let mut english = Vec::new();
    for language in [Language::SimplifiedChinese, Language::English] {
        for (theme, size) in [(egui::Theme::Light, (1280.0, 820.0)), (egui::Theme::Dark, (640.0, 420.0))] {
            let mut harness = show(sign_in(state.clone()), language, theme, size);
            harness.state_mut().forms.sign_in.way = way;
            harness.state_mut().forms.sign_in.code_by = code_by;
            harness.run();
            let said = texts(&harness);
            assert_no_bare_key(&said);
            if language == Language::English {
                english = said;
            }
        }
    }
    english
}

#[test]
fn every_way_has_its_fields_and_the_browser_is_first() {
    let state = SignIn::default();
    for (way, code_by, fields) in [
        (SignInWay::Password, CodeBy::Email, &["Email, phone or user name", "Password", "Forgot password?"][..]),
        (SignInWay::Code, CodeBy::Email, &["Email", "Send a code", "Code from the message"]),
        (SignInWay::Code, CodeBy::Phone, &["Country code", "Phone number", "Send a code"]),
        (SignInWay::Directory, CodeBy::Email, &["LDAP", "Active Directory", "sAMAccountName", "Directory password"]),
        (SignInWay::Token, CodeBy::Email, &["Access token", "nothing can be bound"]),
    ] {
        let said = in_way(&state, way, code_by);
        assert_says(&said, fields);
        let place = |text: &str| said.iter().position(|said| said == text).unwrap();
        assert!(place("Sign in with the browser") < place("Sign in"), "{said:?}");
    }
}

fn waiting(purpose: BrowserPurpose, step: BrowserStep) -> BrowserSignIn {
    BrowserSignIn {
        purpose,
        started: at(-75),
        deadline: Duration::from_secs(600),
        step,
        address: Some("http://127.0.0.1:41873/5f1c".to_owned()),
        not_opened: None,
        strangers: 0,
    }
}

#[test]
fn the_waiting_says_how_far_it_is() {
    let steps = [
        (BrowserStep::Preparing, "Ask the service where to sign in"),
        (BrowserStep::Opening, "Open the browser"),
        (BrowserStep::Waiting, "Wait for you to sign in there"),
        (BrowserStep::Trading, "Trade the code that came back"),
        (BrowserStep::Checking, "Check the ID token"),
    ];
    for (step, text) in steps {
        let browser = Some(waiting(BrowserPurpose::SignIn, step));
        let said = everywhere(&sign_in(SignIn { browser, ..SignIn::default() }));
        assert_says(&said, &["Continue in your browser", "1:15 of 10:00", "Cancel", &format!("{text} · under way")]);
        let done = said.iter().filter(|text| text.ends_with(" · done")).count();
        assert_eq!(done, steps.iter().position(|(known, _)| *known == step).unwrap());
        // What has come back is not thrown away by opening again.
        let can_open = matches!(step, BrowserStep::Opening | BrowserStep::Waiting);
        assert_eq!(said.iter().any(|text| text == "Open again"), can_open);
        // A browser that has not come after a while may never come.
        assert_eq!(said.iter().any(|text| text == "Copy address"), step == BrowserStep::Opening);
        assert!(!said.iter().any(|text| text == "Sign in with the browser" || text == "Password"), "{said:?}");
    }
    for (purpose, text) in [
        (BrowserPurpose::ForgotPassword, "Set a new password in your browser"),
        (BrowserPurpose::CreateAccount, "Create your account in your browser"),
    ] {
        let browser = Some(waiting(purpose, BrowserStep::Waiting));
        assert_says(&everywhere(&sign_in(SignIn { browser, ..SignIn::default() })), &[text]);
    }
}

#[test]
fn strangers_are_noted_quietly_and_a_browser_that_did_not_open_leaves_its_address() {
    let browser = BrowserSignIn {
        not_opened: Some("no browser is installed".to_owned()),
        strangers: 2,
        ..waiting(BrowserPurpose::SignIn, BrowserStep::Opening)
    };
    let said = everywhere(&sign_in(SignIn { browser: Some(browser), ..SignIn::default() }));
    assert_says(
        &said,
        &[
            "2 requests that do not belong to this sign-in",
            "No browser could be opened",
            "no browser is installed",
            "http://127.0.0.1:41873/5f1c",
            "Copy address",
        ],
    );
}

#[test]
fn codes_count_down_to_the_next() {
    let email = CodeAddress::Email("lin@example.com".to_owned());
    let sending = SentCode { sending: Some(at(-1)), ..SentCode::default() };
    let said = in_way(&SignIn { email_code: sending, ..SignIn::default() }, SignInWay::Code, CodeBy::Email);
    assert_says(&said, &["Sending…"]);
    let sent = SentCode { sent: Some((email, at(-18))), ..SentCode::default() };
    let state = SignIn { email_code: sent, ..SignIn::default() };
    // The countdown is that of the address in the field.
    let mut harness = show(sign_in(state), Language::English, egui::Theme::Light, (1280.0, 820.0));
    harness.state_mut().forms.sign_in.way = SignInWay::Code;
    harness.state_mut().forms.sign_in.email = "lin@example.com".to_owned();
    harness.run();
    assert_says(&texts(&harness), &["Send again in 42 s", "A code was sent to lin@example.com"]);
    harness.get_by_label("Send again in 42 s").click();
    harness.run();
    assert!(harness.state().actions.is_empty(), "{:?}", harness.state().actions);
    let number = PhoneNumber { country_code: Some("+86".to_owned()), number: "13800000000".to_owned() };
    for failure in [SignInFailure::Crashed, SignInFailure::Call(refused(429, None))] {
        let failed = SentCode {
            sent: Some((CodeAddress::Phone(number.clone()), at(-90))),
            failure: Some(failure),
            ..SentCode::default()
        };
        let said = in_way(&SignIn { phone_code: failed, ..SignIn::default() }, SignInWay::Code, CodeBy::Phone);
        assert_says(&said, &["Send a code"]);
        assert!(said.iter().any(|text| text.contains("Too many requests") || text.contains("A fault in Bindery")));
    }
}

fn captcha(stage: CaptchaStage, wrong: bool) -> SignIn {
    SignIn {
        captcha: Some(Captcha { stage, wrong }),
        failure: Some(SignInFailure::Call(refused(403, Some(2000)))),
        ..SignIn::default()
    }
}

#[test]
fn a_captcha_in_all_its_states() {
    let picture = Arc::new(Picture { width: 2, height: 1, rgba: vec![255, 0, 0, 255, 0, 0, 255, 255] });
    let said = everywhere(&sign_in(captcha(CaptchaStage::Reading, false)));
    assert_says(&said, &["The service wants to know that you are a person", "Getting a picture…"]);
    let said = everywhere(&sign_in(captcha(CaptchaStage::Shown(picture), true)));
    assert_says(&said, &["That is not what the picture showed", "cannot be read aloud", "Text in the picture"]);
    assert_says(&said, &["Another picture", "Continue in the browser"]);
    let error = Error::NotReachable(Unreachable::Refused);
    let said = everywhere(&sign_in(captcha(CaptchaStage::NotFetched(error), false)));
    assert_says(&said, &["Nothing answers at", "Another picture"]);
    let said = everywhere(&sign_in(captcha(CaptchaStage::NotDrawn, false)));
    assert_says(&said, &["The picture cannot be shown safely", "Another picture"]);
}

fn token_endpoint(error: &str) -> Error {
    Error::OAuth { http_status: 400, error: error.to_owned(), description: None, retry_after: None }
}

#[test]
fn the_token_endpoint_is_explained_like_the_browsers_answer() {
    for (error, told, next) in [
        (
            "invalid_client",
            "does not accept how the application proves itself",
            "the client secret of the account space",
        ),
        ("server_error", "Something went wrong inside the service", "Try again in a minute"),
        ("invalid_scope", "may not ask for everything", "Check the scopes"),
        ("of_tomorrow", "The service ended the sign-in", "Try again"),
    ] {
        let failure = Some(SignInFailure::Call(token_endpoint(error)));
        let said = everywhere(&sign_in(SignIn { failure, ..SignIn::default() }));
        assert_says(&said, &[told, next, error, "HTTP 400"]);
    }
}

#[test]
fn every_end_in_the_browser_has_words_of_its_own() {
    let answered = |error: &str| BrowserError::Answered { error: error.to_owned(), description: None };
    let mut failures = vec![
        SignInFailure::Browser(BrowserError::PortsTaken(vec![41873, 41874])),
        SignInFailure::Browser(BrowserError::CannotListen("not permitted".to_owned())),
        SignInFailure::Browser(BrowserError::Denied),
        SignInFailure::Browser(BrowserError::NoCode),
        SignInFailure::Browser(BrowserError::NobodyCame),
        SignInFailure::Call(token_endpoint("invalid_grant")),
        SignInFailure::Call(token_endpoint("invalid_client")),
    ];
    failures.extend(
        [
            "login_required",
            "consent_required",
            "interaction_required",
            "account_selection_required",
            "temporarily_unavailable",
            "server_error",
            "invalid_scope",
            "unauthorized_client",
            "invalid_request",
            "of_tomorrow",
        ]
        .map(|error| SignInFailure::Browser(answered(error))),
    );
    failures.extend(
        [
            IdTokenError::NotAToken,
            IdTokenError::Algorithm("none".to_owned()),
            IdTokenError::UnknownKey,
            IdTokenError::Signature,
            IdTokenError::Issuer,
            IdTokenError::Audience,
            IdTokenError::Subject,
            IdTokenError::Expired,
            IdTokenError::Nonce,
            IdTokenError::AccessTokenHash,
        ]
        .map(SignInFailure::IdToken),
    );
    let said_before = everywhere(&sign_in(SignIn::default()));
    let mut headlines = BTreeSet::new();
    for failure in failures {
        let state = sign_in(SignIn { failure: Some(failure.clone()), ..SignIn::default() });
        let harness = show(state.clone(), Language::SimplifiedChinese, egui::Theme::Dark, (720.0, 480.0));
        assert_no_bare_key(&texts(&harness));
        let harness = show(state, Language::English, egui::Theme::Light, (1280.0, 820.0));
        let new: Vec<_> = texts(&harness).into_iter().filter(|text| !said_before.contains(text)).collect();
        assert!(new.len() >= 2, "{failure:?}: {new:?}");
        assert!(headlines.insert(new[0].clone()), "two ends say “{}”", new[0]);
    }
}

#[test]
fn what_was_typed_becomes_what_is_done() {
    let mut harness = show(sign_in(SignIn::default()), Language::English, egui::Theme::Light, (1280.0, 820.0));
    let form = &mut harness.state_mut().forms.sign_in;
    form.way = SignInWay::Code;
    form.code_by = CodeBy::Phone;
    form.country_code = Some("86".to_owned());
    form.phone = "138 0000 0000".to_owned();
    form.phone_code.fill("123456");
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Sign in").click();
    harness.run();
    let Some(Action::SignIn { credentials: Credentials::PhoneCode { phone, .. }, captcha: None }) =
        harness.state_mut().actions.pop()
    else {
        panic!("no sign-in was asked for");
    };
    assert_eq!((phone.country_code.as_deref(), phone.number.as_str()), (Some("+86"), "13800000000"));
}
