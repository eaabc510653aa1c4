//! Account spaces: the list, the editor, and what can be wrong.

use bindery::app::{
    AccountShown, AccountStanding, Action, Editor, FileShown, Found, Home, Notice, SaveFailure, SignIn, SpaceTest,
    SpacesAction, SpacesPanel, SpacesShown, State, TestFailure, TestStep, TestedStep,
};
use bindery::genauth::{AppHostError, Error, Language, Unreachable};
use bindery::session::{
    AuthenticationMethod, ChangeError, Field, FileTrouble, Mistake, Reason, SpaceDraft, SpaceId, SpaceTrouble,
    SpacesFile, VaultError,
};
use egui_kittest::kittest::Queryable as _;

use crate::scene::{assert_says, connections, everywhere, home, show, sign_in, signed_in};

/// What a file with this text is shown as.
fn file(text: &str) -> FileShown {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account-spaces.toml");
    std::fs::write(&path, text).unwrap();
    FileShown::Read(Box::new(SpacesFile::read(path)))
}

const TWO: &str = "open-at-start = 'acme'\n\
    [spaces.acme]\nname = 'Acme'\napp-host = 'https://acme.genauth.ai'\napp-id = '62f2093271a2b3cc10d90001'\n\
    [spaces.odd]\nname = 'Odd'\napp-host = 'http://odd.example'\nports = 'x'\n";

fn account(number: u64, space: &SpaceId, name: &str, standing: AccountStanding, is_shown: bool) -> AccountShown {
    let email = Some(format!("{}@example.com", name.to_lowercase()));
    AccountShown { number, space: space.clone(), name: Some(name.to_owned()), email, standing, is_shown }
}

fn with(state: State, spaces: SpacesShown) -> State {
    State { spaces, ..state }
}

fn switcher() -> SpacesShown {
    let (sandbox, acme) = (SpaceId::sandbox(), SpaceId::parse("acme").unwrap());
    SpacesShown {
        file: file(TWO),
        accounts: vec![
            account(1, &sandbox, "Lin", AccountStanding::SignedIn, true),
            account(2, &sandbox, "Mia", AccountStanding::NeedsALook, false),
            account(3, &acme, "Ada", AccountStanding::Busy, false),
            account(4, &acme, "Bo", AccountStanding::Over, false),
        ],
        panel: Some(SpacesPanel::Switcher),
        ..SpacesShown::default()
    }
}

fn editor() -> Editor {
    Editor {
        number: 1,
        id: SpaceId::parse("acme"),
        draft: SpaceDraft {
            name: "Acme".to_owned(),
            authentication: AuthenticationMethod::Basic,
            ..SpaceDraft::default()
        },
        opens_at_start: true,
        mistakes: Vec::new(),
        saving: false,
        failure: None,
        test: None,
        asks_to_remove: false,
    }
}

fn editing(editor: Editor) -> State {
    let spaces = SpacesShown { panel: Some(SpacesPanel::Editor(Box::new(editor))), ..SpacesShown::default() };
    with(sign_in(SignIn::default()), spaces)
}

#[test]
fn the_list_shows_spaces_accounts_and_how_they_stand() {
    let said = everywhere(&with(home(signed_in(connections())), switcher()));
    assert_says(
        &said,
        &[
            "Account spaces",
            "Sandbox on this computer",
            "Lin",
            "on the screen",
            "Show Mia in Sandbox on this computer",
            "needs a look",
            "Show Ada in Acme",
            "waiting for an answer",
            "session ended",
            "Sign in to Acme as another account",
            "opens at the start",
            "Edit Acme…",
            "Cannot be used",
            "Line 8 · app-host · It has to begin with https.",
            "Line 9 · ports",
            "Edit Odd…",
            "Add an account space…",
        ],
    );
}

#[test]
fn the_list_without_anybody_signed_in_opens_spaces() {
    let spaces = SpacesShown { accounts: Vec::new(), ..switcher() };
    let state = with(sign_in(SignIn::default()), spaces);
    assert_says(&everywhere(&state), &["Open Sandbox on this computer", "Open Acme"]);
    let mut harness = show(state, Language::English, egui::Theme::Light, (1280.0, 820.0));
    harness.get_by_label("Open Acme").click_accesskit();
    harness.run();
    let opened = |action: &Action| matches!(action, Action::Spaces(SpacesAction::Open(id)) if id.as_str() == "acme");
    assert!(harness.state().actions.iter().any(opened), "{:?}", harness.state().actions);
}

#[test]
fn a_broken_file_says_where_and_what_can_be_done() {
    for (text, said) in [("a = = b", "Line 1: "), ("spaces = 1", "Line 1: spaces has to be a table.")] {
        let spaces = SpacesShown { file: file(text), ..SpacesShown::default() };
        let before = everywhere(&with(sign_in(SignIn::default()), spaces.clone()));
        assert_says(&before, &["The file of account spaces is broken", said, "Look at it…"]);
        let open = SpacesShown { panel: Some(SpacesPanel::Switcher), ..spaces };
        let state = with(home(Home::default()), open);
        assert_says(&everywhere(&state), &["It is kept as it is", "Read it again", "Set it aside", said]);
    }
    let nowhere = SpacesShown { panel: Some(SpacesPanel::Switcher), ..SpacesShown::default() };
    assert_says(
        &everywhere(&with(sign_in(SignIn::default()), nowhere)),
        &["Account spaces cannot be kept", "--spaces"],
    );
}

#[test]
fn what_was_done_is_said() {
    let no_keyring = VaultError::NotAvailable("none".to_owned());
    let name = "Acme".to_owned();
    let refused = Error::NotReachable(Unreachable::Refused);
    for (notice, said) in [
        (Notice::Saved { name: name.clone(), secret: None }, "Acme was saved"),
        (
            Notice::Saved { name: name.clone(), secret: Some(no_keyring.clone()) },
            "only remembered until Bindery closes",
        ),
        (Notice::Removed { name: name.clone(), revocation: None, keyring: None, last_seen: false }, "Acme was removed"),
        (
            Notice::Replaced { name: name.clone(), revocation: None, keyring: None, last_seen: true },
            "not everything of the application before could be undone",
        ),
        (
            Notice::Removed { name, revocation: Some(refused), keyring: Some(no_keyring), last_seen: true },
            "not everything",
        ),
        (Notice::SetAside { path: "/x/y".to_owned() }, "It is now /x/y"),
        (Notice::NotSetAside(SaveFailure::Crashed), "could not be set aside"),
    ] {
        let spaces = SpacesShown { notice: Some(notice), ..switcher() };
        assert_says(&everywhere(&with(home(Home::default()), spaces)), &[said]);
    }
}

#[test]
fn the_editor_has_every_field_and_says_what_is_wrong_with_it() {
    let said = everywhere(&editing(editor()));
    assert_says(
        &said,
        &[
            "Edit Acme",
            "App host",
            "Redirect address",
            "{port} stands for the port",
            "Token endpoint auth method client_secret_basic",
            "Client secret",
            "Keep",
            "Remove Acme…",
            "Test",
        ]
        .map(|part| if part == "Keep" { "Kept in the keyring" } else { part }),
    );
    let reasons = [
        (Field::Id, Reason::NotAKey),
        (Field::Name, Reason::TooLong(60)),
        (Field::Name, Reason::UsedBy("Other".to_owned())),
        (Field::AppHost, Reason::AppHost(AppHostError::PlainHttp)),
        (Field::AppHost, Reason::AppHost(AppHostError::NoHost)),
        (Field::AppHost, Reason::AppHost(AppHostError::Path)),
        (Field::AppHost, Reason::AppHost(AppHostError::Scheme { scheme: "ftp".to_owned() })),
        (Field::AppId, Reason::Missing),
        (Field::AppId, Reason::Unsendable),
        (Field::HeaderFamily, Reason::UnknownValue { found: "other".to_owned() }),
        (Field::RedirectUri, Reason::NotAnAddress),
        (Field::RedirectUri, Reason::NotLoopback),
        (Field::RedirectUri, Reason::MoreThanPath),
        (Field::RedirectUri, Reason::NoPortInAddress),
        (Field::RedirectUri, Reason::NotAsSent { sent: "http://127.0.0.1:{port}/".to_owned() }),
        (Field::Ports, Reason::PortTwiceGiven),
        (Field::Ports, Reason::NoPorts),
        (Field::Ports, Reason::NotAPort("x".to_owned())),
        (Field::Ports, Reason::PortTwice(80)),
        (Field::Scopes, Reason::NoOpenId),
        (Field::ExtraCa, Reason::NotAbsolute),
        (Field::Proxy, Reason::WrongKind),
    ];
    let mistakes: Vec<_> = reasons.map(|(field, reason)| Mistake::typed(field, reason)).into();
    let said = everywhere(&editing(Editor { mistakes, ..editor() }));
    assert_says(
        &said,
        &[
            "22 fields need a look",
            "Other has this already.",
            "It needs {port}",
            "80 stands there twice.",
            "openid is missing",
        ],
    );
}

#[test]
fn why_a_change_was_not_made_is_said() {
    let FileShown::Read(now) = file("") else { panic!("it was read") };
    for (failure, said) in [
        (SaveFailure::File(ChangeError::ChangedMeanwhile(now)), "changed by somebody else meanwhile"),
        (SaveFailure::File(ChangeError::Broken(FileTrouble::TooLong)), "because the file is broken"),
        (SaveFailure::File(ChangeError::ReadOnly), "the file is marked read-only"),
        (SaveFailure::File(ChangeError::Busy), "another program is changing the file"),
        (SaveFailure::File(ChangeError::NotWritten("disk full".to_owned())), "disk full"),
        (SaveFailure::NoPlace, "Account spaces cannot be kept"),
        (SaveFailure::Busy, "waits for an answer"),
        (SaveFailure::Crashed, "A fault in Bindery"),
    ] {
        assert_says(&everywhere(&editing(Editor { failure: Some(failure), ..editor() })), &[said]);
    }
    assert_says(&everywhere(&editing(Editor { saving: true, ..editor() })), &["Saving…"]);
    let asks = everywhere(&editing(Editor { asks_to_remove: true, ..editor() }));
    assert_says(&asks, &["Remove Acme?", "the keyring forgets their sessions", "Remove Acme", "Cancel"]);
}

#[test]
fn every_step_of_the_test_is_said_with_what_it_found_or_why_it_failed() {
    let step = |step, result| TestStep { step, result };
    let test = |steps, stopped| SpaceTest { host: "acme.genauth.ai".to_owned(), steps, stopped, has_secret: true };
    let shown = |test| everywhere(&editing(Editor { test: Some(test), ..editor() }));
    let all = vec![
        step(TestedStep::Certificates, Some(Ok(Found::Certificates(2)))),
        step(TestedStep::System, Some(Ok(Found::System { version: Some("2.0.0".to_owned()), key_bits: Some(1024) }))),
        step(TestedStep::Application, Some(Ok(Found::Application(3)))),
    ];
    assert_says(
        &shown(test(all, false)),
        &[
            "2 extra certificates were read",
            "server 2.0.0",
            "password key 1024 bits",
            "it offers 3 connections",
            "This account space works",
            "shows at the first sign-in only",
        ],
    );
    for (which, running, failed) in [
        (TestedStep::Certificates, "Reading the certificates…", "The connection cannot be prepared"),
        (TestedStep::System, "Asking the server who it is…", "The server did not answer"),
        (TestedStep::Discovery, "Asking where one signs in…", "Where one signs in cannot be told"),
        (TestedStep::Application, "Asking what the application offers…", "did not take the app ID"),
    ] {
        assert_says(&shown(test(vec![step(which, None)], false)), &[running, "Stop the test"]);
        let refused = TestFailure::Call(Error::NotReachable(Unreachable::Refused));
        let said = shown(test(vec![step(which, Some(Err(refused)))], false));
        assert_says(&said, &[failed, "Nothing answers at acme.genauth.ai", "Test again"]);
    }
    assert_says(&shown(test(vec![step(TestedStep::System, None)], true)), &["The test was stopped"]);
    for (failure, said) in [
        (TestFailure::Space(SpaceTrouble::NoSecret), "client secret of this application is not in the keyring"),
        (TestFailure::MethodNotOffered { offered: vec!["none".to_owned()] }, "methods none"),
        (TestFailure::Crashed, "A fault in Bindery"),
    ] {
        assert_says(&shown(test(vec![step(TestedStep::Discovery, Some(Err(failure)))], false)), &[said]);
    }
}
