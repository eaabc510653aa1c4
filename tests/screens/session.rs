//! The Session screen in all its states, and what a sign-out offers.

use bindery::app::{
    Action, BrowserSessionError, BrowserSessionStage, ClaimsShown, Fetch, Home, IdTokenShown, KeyringState, Renewal,
    Screen, SessionAction, SessionShown, SignIn, SpaceShown, State, TokenCopy,
};
use bindery::genauth::{Error, IdTokenError, Language, Profile, Unreachable};
use bindery::session::{
    BrowserError, EndedBy, KeptAccount, NotRenewed, Particulars, SignatureCheck, SpaceName, Standing, VaultError,
};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::{Value, json};

use crate::scene::{
    Shown, assert_says, at, connections, everywhere, home, refused, show, sign_in, signed_in, space, texts,
};

const LARGE: (f32, f32) = (1280.0, 820.0);
const NARROW: (f32, f32) = (720.0, 480.0);

fn said_by(claims: &Value) -> ClaimsShown {
    ClaimsShown::Said(claims.as_object().cloned().unwrap())
}

fn id_token() -> IdTokenShown {
    let claims = json!({
        "sub": "u1", "iss": "https://app.genauth.ai/oidc", "aud": "66f0", "exp": 1_790_003_600, "iat": 1_790_000_000,
        "auth_time": 1_789_999_000, "nonce": "n-0S6_WzA2Mj", "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "name": "林晓",
        "email": "lin@example.com", "email_verified": true, "birthdate": null, "zoneinfo": "", "address": {"country": null},
        "team": {"id": 7, "lead": false},
    });
    IdTokenShown { signature: SignatureCheck::Verified, claims: said_by(&claims) }
}

fn particulars() -> Particulars {
    Particulars {
        obtained_at: at(-115),
        scope: Some("openid profile offline_access https://example.com/own".to_owned()),
        has_id_token: true,
        has_refresh_token: true,
        access_token_claims: None,
    }
}

fn session() -> SessionShown {
    SessionShown {
        account: KeptAccount { subject: "u1".to_owned(), name: Some("林晓".to_owned()), login: None },
        particulars: Some(particulars()),
        access_token: said_by(&json!({"jti": "k9", "scope": "openid profile", "iss": "https://other.example.com"})),
        id_token: Some(id_token()),
        ..SessionShown::default()
    }
}

fn profile() -> Profile {
    Profile {
        user_id: "66f0a1b2c3d4e5f607182930".to_owned(),
        name: Some("林晓".to_owned()),
        username: Some("linxiao".to_owned()),
        email: Some("lin@example.com".to_owned()),
        email_verified: Some(true),
        phone: Some("13800000000".to_owned()),
        phone_country_code: Some("+86".to_owned()),
        phone_verified: Some(false),
        last_login: Some("2026-09-20T08:00:00.000Z".to_owned()),
        last_ip: Some("203.0.113.9".to_owned()),
        logins_count: Some(12),
        ..Profile::default()
    }
}

fn whole() -> Home {
    Home { profile: Fetch::ready(profile(), at(-30)), session: session(), ..signed_in(connections()) }
}

fn on_session(shown: Home) -> State {
    State { screen: Screen::Session, ..home(shown) }
}

fn at_service(shown: Home) -> State {
    let space =
        SpaceShown { name: SpaceName::Host, host: "app.genauth.ai".to_owned(), personas: Vec::new(), ..space() };
    State { space: Some(space), ..on_session(shown) }
}

fn english(state: State) -> Harness<'static, Shown> {
    show(state, Language::English, egui::Theme::Light, LARGE)
}

fn press(harness: &mut Harness<'_, Shown>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click_accesskit();
    harness.run();
}

fn asked(harness: &Harness<'_, Shown>) -> Vec<SessionAction> {
    let actions = harness.state().actions.iter();
    actions.filter_map(|action| if let Action::Session(action) = action { Some(*action) } else { None }).collect()
}

#[track_caller]
fn assert_says_nothing_of(texts: &[String], parts: &[&str]) {
    for part in parts {
        assert!(!texts.iter().any(|text| text.contains(part)), "“{part}” is in:\n{}", texts.join("\n"));
    }
}

#[test]
fn everything_that_is_known_is_said() {
    let said = everywhere(&on_session(whole()));
    assert_says(&said, &["林晓", "linxiao", "lin@example.com", "+86 13800000000", "66f0a1b2c3d4e5f607182930"]);
    assert_says(&said, &["2026-09-20 08:00 · from 203.0.113.9 · 12 sign-ins in all", "verified", "not verified"]);
    assert_says(&said, &["58 min 05 s left", "Came 2026-09-21", "JWT", "In memory only", "The sandbox forgets"]);
    assert_says(&said, &["Renews the session before it ends", "Its signature was verified", "RS256"]);
    assert_says(&said, &["User ID (sub): u1", "Issued by (iss): https://app.genauth.ai/oidc"]);
    assert_says(&said, &["Ends (exp): 2026-09-21 15:13 (1790003600)", "Ties it to the sign-in (nonce): present"]);
    assert_says(&said, &["Email is verified (email_verified): yes", "team: {\"id\":7,\"lead\":false}"]);
    assert_says(&said, &["Sign you in, and call the service as you", "Renew the session without you"]);
    assert_says(&said, &["https://example.com/own", "Defined by the service or the application"]);
    assert_says(&said, &["Has the service revoke", "after this you can end that, too"]);
    assert_says_nothing_of(&said, &["n-0S6_WzA2Mj", "77QmUPtjPfzWtF2AnpK9RQ", "other.example.com", "birthdate"]);
}

#[test]
fn claims_without_a_value_and_those_of_the_access_token_are_folded_away() {
    let mut harness = english(on_session(whole()));
    press(&mut harness, "Show 3 claims without a value");
    assert_says(&texts(&harness), &["Birthday (birthdate): no value", "Address (address): no value"]);
    press(&mut harness, "Hide 3 claims without a value");
    assert_says_nothing_of(&texts(&harness), &["birthdate"]);
    press(&mut harness, "Show what the access token says");
    assert_says(&texts(&harness), &["Issued by (iss): https://other.example.com", "not verified"]);
    press(&mut harness, "Hide what the access token says");
    assert_says_nothing_of(&texts(&harness), &["other.example.com"]);
}

#[test]
fn how_far_the_id_token_was_checked_is_said_in_words() {
    for (signature, words) in [
        (SignatureCheck::NotVerifiable, "with the secret of the application, which a desktop program does not have"),
        (SignatureCheck::NotChecked, "The next renewal tries again"),
    ] {
        let session = SessionShown { id_token: Some(IdTokenShown { signature, ..id_token() }), ..session() };
        let said = everywhere(&on_session(Home { session, ..whole() }));
        assert_says(&said, &[words]);
        assert_says_nothing_of(&said, &["was verified"]);
    }
    let too_many = IdTokenShown { claims: ClaimsShown::TooMany, ..id_token() };
    let session = SessionShown { id_token: Some(too_many), ..session() };
    assert_says(&everywhere(&on_session(Home { session, ..whole() })), &["It says more than can be shown"]);
}

#[test]
fn before_anything_is_read() {
    let mut first = Home { session: SessionShown::default(), ..Home::default() };
    first.profile.pending = true;
    assert_says(&everywhere(&on_session(first)), &["Reading the account…", "opaque", "did not say which scopes"]);
    let mut by_token = Home { session: session(), ..Home::default() };
    by_token.profile.pending = true;
    assert_says(&everywhere(&on_session(by_token)), &["林晓", "Reading the account…", "u1"]);
}

#[test]
fn without_id_token_and_refresh_token_it_says_what_that_means() {
    let particulars = Particulars { has_id_token: false, has_refresh_token: false, scope: None, ..particulars() };
    let session = SessionShown {
        particulars: Some(particulars),
        id_token: None,
        pasted: true,
        access_token: ClaimsShown::Opaque,
        ..session()
    };
    let standing = Standing::default();
    let said = everywhere(&at_service(Home { session: session.clone(), standing, ..whole() }));
    assert_says(&said, &["This session has none", "nothing can be bound", "The session cannot be renewed", "opaque"]);
    assert_says(&said, &["A token that was pasted is not kept", "did not say how long it lasts"]);
    assert_says(&said, &["without an ID token that cannot be changed from here", "did not say which scopes"]);
    assert_says_nothing_of(&said, &["What the access token says"]);
    let harness = english(at_service(Home { session: session.clone(), standing, ..whole() }));
    let renew = harness.get_by_role_and_label(Role::Button, "Renew the session now");
    assert!(renew.accesskit_node().is_disabled());
    // The token of a service can name its scopes itself.
    let access_token = said_by(&json!({"scope": "openid roles"}));
    let said = everywhere(&at_service(Home { session: SessionShown { access_token, ..session }, standing, ..whole() }));
    assert_says(&said, &["By the access token", "Read your roles"]);
}

#[test]
fn where_the_tokens_are_kept_and_why_there() {
    for (keyring, words) in [
        (KeyringState::Kept, "In this computer's keyring"),
        (KeyringState::Writing, "Waiting for the keyring"),
        (KeyringState::Unavailable(VaultError::NotAvailable(String::new())), "offers no keyring"),
        (KeyringState::Declined, "You went on without the keyring"),
        (KeyringState::NotUsed, "how this account space is set up"),
    ] {
        assert_says(&everywhere(&at_service(Home { keyring, ..whole() })), &[words]);
    }
    let standing = Standing { kept: true, ..whole().standing };
    assert_says(&everywhere(&at_service(Home { standing, ..whole() })), &["Removes the session from the keyring"]);
}

#[test]
fn expired_and_over() {
    for (can_refresh, words) in [(true, "renewed at the next call"), (false, "Access token expired")] {
        let standing = Standing { expires_at: Some(at(-60)), can_refresh, ..Standing::default() };
        let said = everywhere(&on_session(Home { standing, ..whole() }));
        assert_says(&said, &[words]);
        assert_says_nothing_of(&said, &[" left"]);
    }
    for (ended_by, words) in [
        (EndedBy::Service, "The service ended the session"),
        (EndedBy::OtherProgram, "signed out in another Bindery window"),
        (EndedBy::IdToken, "someone whom Bindery cannot accept"),
    ] {
        let standing = Standing { over: true, ended_by: Some(ended_by), ..whole().standing };
        let state = on_session(Home { standing, ..whole() });
        let said = everywhere(&state);
        assert_says(&said, &["You are no longer signed in", words, "Session ended", "lin@example.com"]);
        assert_says_nothing_of(&said, &[" left"]);
        let mut harness = english(state);
        press(&mut harness, "Sign in again");
        assert!(matches!(harness.state().actions.as_slice(), [Action::SignInAgain]));
    }
}

#[test]
fn offline_the_account_is_as_it_was_last_seen() {
    let mut offline = whole();
    offline.profile.failure = Some(Error::NotReachable(Unreachable::NameNotFound));
    let said = everywhere(&on_session(offline));
    assert_says(&said, &["Your account could not be read", "was not found", "Try again", "as of 2026-09-21"]);
    assert_says(&said, &["lin@example.com"]);
    let mut unknown = Home { session: session(), ..Home::default() };
    unknown.profile.failure = Some(refused(500, None));
    assert_says(&everywhere(&on_session(unknown)), &["As the ID token names you", "statusCode 500"]);
}

#[test]
fn a_renewal_has_all_its_ends() {
    let with = |renewal| on_session(Home { session: SessionShown { renewal, ..session() }, ..whole() });
    let refusal =
        Error::OAuth { http_status: 400, error: "invalid_grant".to_owned(), description: None, retry_after: None };
    for (renewal, words) in [
        (Renewal::Running, "Renewing…"),
        (Renewal::Done(at(-1)), "Renewed at 14:13:19"),
        (Renewal::Failed(NotRenewed::Refused(refusal)), "refuses to renew"),
        (Renewal::Failed(NotRenewed::NotNow(Error::NotReachable(Unreachable::Refused))), "Nothing is lost"),
        (Renewal::Failed(NotRenewed::IdToken(IdTokenError::Subject)), "ended because of the ID token"),
        (Renewal::Failed(NotRenewed::NoRefreshToken), "cannot be renewed"),
        (Renewal::Failed(NotRenewed::Over), "cannot be renewed"),
    ] {
        assert_says(&everywhere(&with(renewal)), &[words]);
    }
    let mut idle = english(with(Renewal::Idle));
    press(&mut idle, "Renew the session now");
    assert_eq!(asked(&idle), [SessionAction::Renew]);
    let mut running = english(with(Renewal::Running));
    press(&mut running, "Renew the session now");
    assert_eq!(asked(&running), []);
}

#[test]
fn a_copy_is_asked_for_twice_and_says_what_becomes_of_it() {
    let with = |copy| on_session(Home { session: SessionShown { copy, ..session() }, ..whole() });
    let mut idle = english(with(TokenCopy::Idle));
    press(&mut idle, "Copy access token…");
    assert_eq!(asked(&idle), [SessionAction::AskToCopy]);
    let asking = TokenCopy::Asked { since: at(-2), until: at(8) };
    assert_says(&everywhere(&with(asking.clone())), &["Copy it: whoever has it can act as you", "Press once more"]);
    let mut harness = english(with(asking));
    press(&mut harness, "Copy it: whoever has it can act as you");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(asked(&harness), [SessionAction::CopyToken, SessionAction::CancelCopy]);
    for (copy, words) in [
        (TokenCopy::Copying, "Copy access token…"),
        (TokenCopy::Copied { until: at(30) }, "At 14:13:50 it is taken out of the clipboard"),
        (TokenCopy::Cleared, "was taken out of the clipboard"),
        (TokenCopy::Replaced, "Something else is in the clipboard"),
        (TokenCopy::NotCopied("no room".to_owned()), "no room"),
        (TokenCopy::NotCleared("not allowed".to_owned()), "Copy something else to replace it"),
    ] {
        assert_says(&everywhere(&with(copy)), &[words]);
    }
}

#[test]
fn the_keyboard_reaches_everything_and_stays_on_the_button_that_asks() {
    let mut harness = english(on_session(whole()));
    harness.get_by_role_and_label(Role::Button, "Copy access token…").focus();
    harness.run();
    let session = SessionShown { copy: TokenCopy::Asked { since: at(-2), until: at(8) }, ..session() };
    harness.state_mut().state = on_session(Home { session, ..whole() });
    harness.run();
    let copy = harness.get_by_role_and_label(Role::Button, "Copy it: whoever has it can act as you");
    assert!(copy.is_focused());
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(asked(&harness), [SessionAction::CopyToken]);
    let mut narrow = show(on_session(whole()), Language::English, egui::Theme::Dark, NARROW);
    let mut reached = Vec::new();
    for _ in 0..30 {
        narrow.key_press(egui::Key::Tab);
        narrow.run();
        let focused = narrow.query_all_by_role(Role::Button).find(|button| button.is_focused());
        reached.extend(focused.and_then(|button| button.accesskit_node().label()));
    }
    for name in ["Copy the user ID", "Renew the session now", "Copy access token…", "Sign out of this session"] {
        assert!(reached.iter().any(|reached| reached == name), "{name} is not among {reached:?}");
    }
}

#[test]
fn what_a_token_says_cannot_deceive() {
    let hostile = json!({
        "sub": "a\u{202e}b\u{200b}\nc", "name": "x".repeat(10_000), "\u{202e}own\n": {"\u{202e}": "\u{2066}"},
    });
    let id_token = IdTokenShown { signature: SignatureCheck::NotChecked, claims: said_by(&hostile) };
    let session = SessionShown {
        account: KeptAccount { subject: "\u{202e}s".to_owned(), name: Some("\u{202e}n".repeat(500)), login: None },
        particulars: Some(Particulars { scope: Some(format!("\u{202e}x {}", "y ".repeat(500))), ..particulars() }),
        id_token: Some(id_token),
        ..session()
    };
    let profile =
        Profile { last_login: Some("\u{202e}soon".to_owned()), last_ip: Some("\u{202e}1".to_owned()), ..profile() };
    for profile in [Fetch::ready(profile, at(-30)), Fetch::default()] {
        let said = everywhere(&on_session(Home { session: session.clone(), profile, ..whole() }));
        assert!(said.iter().all(|text| !text.contains(['\u{202e}', '\u{200b}', '\u{2066}', '\n'])), "{said:?}");
        assert!(said.iter().all(|text| text.chars().count() < 600));
        assert_says(&said, &["more are not shown"]);
    }
}

#[test]
fn signing_out_is_said_and_asked_for_by_a_button_of_its_own() {
    let mut harness = english(on_session(whole()));
    press(&mut harness, "Sign out of this session");
    assert!(matches!(harness.state().actions.as_slice(), [Action::SignOut]));
    assert_says(&everywhere(&on_session(Home { signing_out: true, ..whole() })), &["Signing out…"]);
}

#[test]
fn after_the_sign_out_the_browsers_session_can_be_ended_too() {
    let with = |stage| sign_in(SignIn { signed_out: true, browser_session: Some(stage), ..SignIn::default() });
    let failed = |error| with(BrowserSessionStage::Failed(error));
    for (state, words) in [
        (with(BrowserSessionStage::Offered), "may not ask for a password"),
        (with(BrowserSessionStage::Opening), "Opening the browser…"),
        (with(BrowserSessionStage::Sent), "It shows what came of it"),
        (failed(BrowserSessionError::NotOpened("nothing to open it with".to_owned())), "nothing to open it with"),
        (failed(BrowserSessionError::Browser(BrowserError::NobodyCame)), "No browser came"),
        (
            failed(BrowserSessionError::Browser(BrowserError::CannotListen("no".to_owned()))),
            "does not let Bindery wait",
        ),
        (failed(BrowserSessionError::NoAddress), "does not say where"),
        (failed(BrowserSessionError::Crashed), "interrupted"),
    ] {
        assert_says(&everywhere(&state), &["You are signed out", words]);
    }
    let mut harness = english(with(BrowserSessionStage::Offered));
    press(&mut harness, "End the browser session too");
    assert_eq!(asked(&harness), [SessionAction::EndBrowserSession]);
    let without = texts(&english(sign_in(SignIn { signed_out: true, ..SignIn::default() })));
    assert_says_nothing_of(&without, &["browser session"]);
}
