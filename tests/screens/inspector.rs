//! The Inspector in all its states.

use std::sync::Arc;
use std::time::Duration;

use bindery::app::{
    Action, CaseFile, DestinationFailure, Export, ExportChoice, ExportForm, ExportWhat, FileFailure, FileStage, Here,
    Home, InspectorAction, InspectorShown, Preview, ReadDialog, ReadFailure, Repetition, Screen, SignIn, State,
};
use bindery::genauth::{
    AppHost, Attempt, Cause, ConnectionUse, Error, Exchange, Header, Language, Outcome, Phases, RecordedBody,
    RecordedRequest, RecordedResponse, Refusal, Unreachable,
};
use bindery::inspector::har::{ImportError, Imported};
use bindery::inspector::rows::Rows;
use bindery::inspector::{Entry, Snapshot};
use bindery::ui::{DetailTab, Words};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::scene::{
    Shown, assert_no_bare_key, assert_says, at, connections, everywhere, home, show, sign_in, signed_in, texts,
};

pub(crate) const LARGE: (f32, f32) = (1280.0, 820.0);
pub(crate) const SMALL: (f32, f32) = (720.0, 480.0);
const HOST: &str = "http://127.0.0.1:41873";
const IDENTITIES: &str = r#"{"statusCode":200,"message":"OK","requestId":"934108e5","data":[{"provider":"github","userInfoInIdp":{"nickname":"晓林"},"accessToken":"[redacted access token, 40 characters]"}]}"#;

fn body(text: &str) -> RecordedBody {
    RecordedBody { text: text.to_owned(), true_length: text.len() as u64, shortened: false, complete: true }
}

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn exchange(method: &'static str, path: &str, sent: Option<&str>, answer: &str) -> Exchange {
    let json: serde_json::Value = serde_json::from_str(answer).unwrap_or_default();
    let took = Duration::from_micros(12_500);
    Exchange {
        id: 7,
        cause: Some(Cause::Person),
        started_at: at(0),
        took,
        headers_after: Some(Duration::from_millis(11)),
        phases: Phases {
            connection: ConnectionUse::New,
            name_lookup: None,
            connecting: Some(Duration::from_millis(2)),
            elsewhere: None,
        },
        request: RecordedRequest {
            method,
            url: format!("{HOST}{path}"),
            headers: vec![
                header("x-genauth-app-id", "66f0a1b2c3d4e5f607182930"),
                header("authorization", "Bearer [redacted access token, 812 characters]"),
            ],
            body: sent.map(body),
        },
        response: Some(RecordedResponse {
            http_status: 200,
            http_version: "HTTP/1.1",
            headers: vec![header("content-type", "application/json")],
            body: body(answer),
        }),
        attempt: Attempt {
            method,
            path: path.split('?').next().unwrap().to_owned(),
            started_at: at(0),
            took,
            http_status: Some(200),
            status_code: json["statusCode"].as_i64(),
            api_code: json["apiCode"].as_i64(),
            message: json["message"].as_str().map(str::to_owned),
            request_id: json["requestId"].as_str().map(str::to_owned),
        },
        outcome: Outcome::Succeeded,
    }
}

pub(crate) fn identities() -> Exchange {
    exchange("GET", "/api/v3/get-identities", None, IDENTITIES)
}

pub(crate) fn refusal() -> Exchange {
    let sent = r#"{"extIdpId":"w"}"#;
    let answer = r#"{"statusCode":403,"apiCode":2020,"message":"尚未登录","requestId":"1f0c6a52"}"#;
    let error = Refusal {
        status_code: 403,
        api_code: Some(2020),
        message: "尚未登录".to_owned(),
        request_id: Some("1f0c6a52".to_owned()),
        retry_after: None,
    };
    let refused = exchange("POST", "/api/v3/unlink-extidp", Some(sent), answer);
    Exchange { outcome: Outcome::Failed(Error::Refused(error)), ..refused }
}

fn lost() -> Exchange {
    let mut lost = exchange("GET", "/api/v3/get-profile?withIdentities=true", None, "");
    lost.response = None;
    lost.headers_after = None;
    lost.phases = Phases::default();
    lost.attempt.http_status = None;
    lost.outcome = Outcome::Failed(Error::NotReachable(Unreachable::NoAnswerInTime));
    lost
}

/// Entries in the order in which they came, a second apart.
pub(crate) fn entries(exchanges: Vec<Exchange>) -> Vec<Arc<Entry>> {
    let numbered = exchanges.into_iter().zip(0_u64..);
    numbered
        .map(|(mut exchange, number)| {
            exchange.id = number + 1;
            exchange.started_at = at(i64::try_from(number).unwrap());
            let first_started_at = exchange.started_at;
            Arc::new(Entry { number, exchange: Arc::new(exchange), count: 1, first_started_at })
        })
        .collect()
}

fn inspector(exchanges: Vec<Exchange>) -> InspectorShown {
    InspectorShown {
        snapshot: Snapshot { version: 1, entries: entries(exchanges), dropped: 0, bytes: 0 },
        here: Some(Here {
            app_host: AppHost::parse(HOST).unwrap(),
            app_id: "66f0a1b2c3d4e5f607182930".to_owned(),
            signed_in: true,
        }),
        ..InspectorShown::default()
    }
}

fn state(inspector: InspectorShown) -> State {
    State { screen: Screen::Inspector, inspector, ..home(Home { ..signed_in(connections()) }) }
}

pub(crate) fn english(state: &State, size: (f32, f32)) -> Harness<'static, Shown> {
    show(state.clone(), Language::English, egui::Theme::Light, size)
}

/// Shows a part of the exchange with this number in both languages, themes and sizes; returns what the English screen
/// says.
fn part(state: &State, number: u64, tab: DetailTab) -> Vec<String> {
    for (size, theme) in [(LARGE, egui::Theme::Light), (SMALL, egui::Theme::Dark)] {
        let mut chinese = show(state.clone(), Language::SimplifiedChinese, theme, size);
        open(&mut chinese, number, tab);
        assert_no_bare_key(&texts(&chinese).into_iter().filter(|text| text != "content-type").collect::<Vec<_>>());
    }
    let mut small = english(state, SMALL);
    open(&mut small, number, tab);
    let mut harness = english(state, LARGE);
    open(&mut harness, number, tab);
    texts(&harness)
}

fn open(harness: &mut Harness<'_, Shown>, number: u64, tab: DetailTab) {
    harness.state_mut().forms.inspector.open = Some(number);
    harness.state_mut().forms.inspector.tab = tab;
    harness.run();
}

pub(crate) fn press(harness: &mut Harness<'_, Shown>, role: Role, name: &str) {
    harness.get_by_role_and_label(role, name).click_accesskit();
    harness.run();
}

fn copied(harness: &Harness<'_, Shown>) -> Option<String> {
    harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// Presses a link that copies, and returns what it copied.
fn copy(harness: &mut Harness<'_, Shown>, name: &str) -> String {
    harness.get_by_role_and_label(Role::Button, name).click_accesskit();
    for _ in 0..4 {
        harness.step();
        if let Some(text) = copied(harness) {
            harness.run();
            return text;
        }
    }
    panic!("{name} copied nothing");
}

fn rows(harness: &Harness<'_, Shown>) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    let named = nodes.filter(|node| node.accesskit_node().role() == Role::Button);
    named.filter_map(|node| node.accesskit_node().label()).filter(|name| name.starts_with("14:13:")).collect()
}

#[test]
fn nothing_yet() {
    assert_says(&everywhere(&state(inspector(Vec::new()))), &["No call has been made yet", "Inspector"]);
}

#[test]
fn the_list_has_the_newest_first_with_codes_times_and_cause() {
    let state = state(inspector(vec![identities(), refusal(), lost()]));
    everywhere(&state);
    let harness = english(&state, LARGE);
    assert_eq!(
        rows(&harness),
        [
            "14:13:22.000 · GET · /api/v3/get-profile?withIdentities=true · no answer in time · 12 ms · by hand",
            "14:13:21.000 · POST · /api/v3/unlink-extidp · HTTP 200 · 403 · 2020 · 12 ms · 1f0c6a52 · by hand",
            "14:13:20.000 · GET · /api/v3/get-identities · HTTP 200 · 200 · 12 ms · 934108e5 · by hand",
        ]
    );
    let tab = harness.get_by_role_and_label(Role::Tab, "Inspector");
    assert_eq!(tab.accesskit_node().is_selected(), Some(true));
}

#[test]
fn the_list_is_filtered_by_text_code_and_failure() {
    let state = state(inspector(vec![identities(), refusal(), lost()]));
    let mut harness = english(&state, LARGE);
    harness.state_mut().forms.inspector.filter = "GITHUB".to_owned();
    harness.run();
    assert!(matches!(rows(&harness).as_slice(), [row] if row.contains("get-identities")));
    assert_says(&texts(&harness), &["1 of 3 calls"]);
    harness.state_mut().forms.inspector.filter = String::new();
    harness.state_mut().forms.inspector.code = "2020".to_owned();
    harness.run();
    assert!(matches!(rows(&harness).as_slice(), [row] if row.contains("unlink-extidp")));
    harness.state_mut().forms.inspector.code = String::new();
    press(&mut harness, Role::CheckBox, "Failures only");
    assert_eq!(rows(&harness).len(), 2);
    harness.state_mut().forms.inspector.code = "not a number".to_owned();
    harness.run();
    assert_says(&texts(&harness), &["No call fits the filter.", "A code is a number, such as 200 or 2020."]);
}

/// One call of each cause, and one of which that is not known.
fn of_each_cause() -> Vec<Exchange> {
    let causes = Cause::ALL.into_iter().map(Some).chain([None]);
    causes.map(|cause| Exchange { cause, ..identities() }).collect()
}

#[test]
fn every_row_says_its_cause_and_the_detail_what_that_means() {
    let state = state(inspector(of_each_cause()));
    everywhere(&state);
    let said = part(&state, 2, DetailTab::Summary);
    assert_says(&said, &["Cause preparation", "It had to be known before something else was sent"]);
    assert_says(&part(&state, 10, DetailTab::Summary), &["Cause not known"]);
    let harness = english(&state, (1280.0, 1200.0));
    let said: Vec<String> =
        rows(&harness).iter().filter_map(|row| Some(row.rsplit_once(" · ")?.1.to_owned())).rev().collect();
    let expected = [
        "by hand",
        "on opening",
        "preparation",
        "waiting to bind",
        "outcome check",
        "token renewal",
        "ID token check",
        "sent again",
        "made again",
        "session end",
        "not known",
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_list_is_filtered_by_cause_with_the_keyboard_too() {
    let state = state(inspector(of_each_cause()));
    for size in [LARGE, SMALL] {
        let mut harness = english(&state, size);
        harness.get_by_role_and_label(Role::ComboBox, "Cause").focus();
        harness.run();
        harness.key_press(egui::Key::Space);
        harness.run();
        press(&mut harness, Role::Button, "outcome check");
        assert_eq!(harness.state().forms.inspector.cause, Some(Cause::Checking));
        assert!(
            matches!(rows(&harness).as_slice(), [row] if row.ends_with(" · outcome check")),
            "{:?}",
            rows(&harness)
        );
        assert_says(&texts(&harness), &["1 of 11 calls"]);
        press(&mut harness, Role::Button, "Clear the filter");
        assert_eq!(harness.state().forms.inspector.cause, None);
        assert!(rows(&harness).len() > 1 && harness.query_by_label("Clear the filter").is_none());
    }
    let chinese = show(state, Language::SimplifiedChinese, egui::Theme::Dark, LARGE);
    assert!(chinese.query_by_role_and_label(Role::ComboBox, "起因").is_some());
}

#[test]
fn what_is_open_stays_when_it_makes_room_and_goes_when_all_is_forgotten() {
    let shown = inspector(vec![identities(), refusal(), identities()]);
    let mut harness = english(&state(shown.clone()), LARGE);
    open(&mut harness, 0, DetailTab::Summary);
    let mut later = shown.clone();
    later.snapshot.entries.remove(0);
    (later.snapshot.version, later.snapshot.dropped) = (2, 1);
    harness.state_mut().state.inspector = later.clone();
    harness.run();
    assert_says(&texts(&harness), &["What this means", "This call had to make room in the list."]);
    assert!(harness.query_by_label("Make this read again").is_none(), "it can be made again from the list only");
    press(&mut harness, Role::Button, "Close");
    assert_eq!(harness.state().forms.inspector.open, None);
    assert!(harness.query_by_label("What this means").is_none());

    for entries in [Vec::new(), later.snapshot.entries.clone()] {
        let mut harness = english(&state(shown.clone()), LARGE);
        open(&mut harness, 0, DetailTab::Summary);
        let cleared = Snapshot { version: 3, entries, dropped: 0, bytes: 0 };
        harness.state_mut().state.inspector.snapshot = cleared;
        harness.run();
        assert_eq!(harness.state().forms.inspector.open, None);
        assert!(harness.query_by_label("What this means").is_none(), "nothing of it is held");
    }
}

#[test]
fn the_answer_of_a_line_that_goes_on_is_the_last_one() {
    let mut shown = inspector(vec![exchange("GET", "/a", None, r#"{"statusCode":200,"requestId":"first"}"#)]);
    let mut harness = english(&state(shown.clone()), LARGE);
    open(&mut harness, 0, DetailTab::Response);
    assert_says(&texts(&harness), &["requestId: \"first\""]);
    let last = exchange("GET", "/a", None, r#"{"statusCode":200,"requestId":"second"}"#);
    let line = Arc::make_mut(&mut shown.snapshot.entries[0]);
    (line.exchange, line.count) = (Arc::new(Exchange { id: 99, ..last }), 2);
    shown.snapshot.version = 2;
    harness.state_mut().state.inspector = shown;
    harness.run();
    assert_says(&texts(&harness), &["requestId: \"second\""]);
}

#[test]
fn polling_is_one_row_with_its_count() {
    let mut shown = inspector(vec![identities()]);
    let entry = Arc::make_mut(&mut shown.snapshot.entries[0]);
    entry.count = 12;
    Arc::make_mut(&mut entry.exchange).cause = Some(Cause::Polling);
    let state = state(shown);
    assert_says(&rows(&english(&state, LARGE)), &["waiting to bind · 12 times"]);
    assert_says(&part(&state, 0, DetailTab::Summary), &["Asked 12 times since 14:13:20.000"]);
}

#[test]
fn every_part_of_a_refusal() {
    let state = state(inspector(vec![identities(), refusal(), lost()]));
    let said = part(&state, 1, DetailTab::Summary);
    assert_says(&said, &["HTTP 200 · 403 · 2020", "What this means", "Took 12 ms", "requestId 1f0c6a52", "尚未登录"]);
    assert_says(&said, &["Unbind through Connections"]);
    assert_says(&part(&state, 1, DetailTab::Request), &["16 bytes", "extIdpId: \"w\""]);
    assert_says(&part(&state, 1, DetailTab::Response), &["apiCode: 2020", "message: \"尚未登录\""]);
    let said = part(&state, 1, DetailTab::Headers);
    assert_says(&said, &["authorization: Bearer [redacted access token, 812 characters]", "content-type: application"]);
    let said = part(&state, 1, DetailTab::Timing);
    assert_says(&said, &["Looking up the name none", "Connecting 2.0 ms", "Sending and waiting 9.0 ms"]);
    let mut with_tls = refusal();
    with_tls.request.url = with_tls.request.url.replace("http:", "https:");
    assert_says(&part(&self::state(inspector(vec![with_tls])), 0, DetailTab::Timing), &["Connecting, with TLS 2.0 ms"]);
    let said = part(&state, 1, DetailTab::Code);
    assert_says(&said, &["curl", "It changes the account.", "Set GENAUTH_ACCESS_TOKEN first"]);
}

#[test]
fn what_never_came_is_told_from_what_was_not_measured() {
    let state = state(inspector(vec![lost()]));
    assert_says(&part(&state, 0, DetailTab::Summary), &["no answer", "What this means"]);
    assert_says(&part(&state, 0, DetailTab::Request), &["No body"]);
    assert_says(&part(&state, 0, DetailTab::Response), &["No answer came."]);
    assert_says(&part(&state, 0, DetailTab::Headers), &["No answer came."]);
    assert_says(&part(&state, 0, DetailTab::Timing), &["Sending and waiting not measured"]);
}

#[test]
fn a_body_that_is_cut_or_no_json_says_so() {
    let mut cut = exchange("GET", "/api/v3/get-identities", None, "<html>Bad gateway</html>");
    let response = cut.response.as_mut().unwrap();
    response.body = RecordedBody { true_length: 900_000, shortened: true, complete: false, ..response.body.clone() };
    let said = part(&state(inspector(vec![cut])), 0, DetailTab::Response);
    assert_says(&said, &["<html>Bad gateway</html>", "900000 bytes", "Only the beginning is kept", "It broke off"]);
    assert!(!said.iter().any(|text| text == "Show as a tree"));
}

#[test]
fn an_abandoned_call_says_that_it_may_have_been_acted_on() {
    let abandoned = Exchange { outcome: Outcome::Abandoned, ..lost() };
    let said = part(&state(inspector(vec![abandoned])), 0, DetailTab::Summary);
    assert_says(&said, &["given up", "The service may have acted on it"]);
}

#[test]
fn a_tree_folds_is_searched_and_gives_paths_and_values() {
    let state = state(inspector(vec![identities()]));
    let mut harness = english(&state, LARGE);
    open(&mut harness, 0, DetailTab::Response);
    press(&mut harness, Role::Button, "Fold all");
    assert_says(&texts(&harness), &["data: [ 1 element ]"]);
    assert!(harness.query_by_label_contains("nickname").is_none());
    harness.get_by_label("Search names and values").focus();
    harness.run();
    harness.get_by_label("Search names and values").type_text("晓");
    harness.run();
    assert_says(&texts(&harness), &["1 found"]);
    press(&mut harness, Role::Button, "Next one found");
    assert_says(&texts(&harness), &["nickname: \"晓林\"", "1 of 1 found"]);
    assert_eq!(copy(&mut harness, "Copy the path"), "$.data[0].userInfoInIdp.nickname");
    assert_eq!(copy(&mut harness, "Copy the value"), "晓林");
    press(&mut harness, Role::TreeItem, "data: [1]");
    assert!(harness.query_by_label_contains("nickname").is_none(), "a press folds");
    harness.get_by_role_and_label(Role::TreeItem, "data: [ 1 element ]").focus();
    harness.run();
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    harness.key_press(egui::Key::ArrowDown);
    harness.run();
    let focused = harness.root().children_recursive().find(|node| node.is_focused()).unwrap();
    assert_eq!(focused.accesskit_node().label().as_deref(), Some("0: {3}"));
    assert_eq!(copy(&mut harness, "Copy the response body"), IDENTITIES);
    press(&mut harness, Role::Button, "Show as text");
    assert!(harness.query_by_label_contains("{\"statusCode\":200").is_some());
}

#[test]
fn a_tree_is_searched_from_the_field_with_the_keyboard_alone() {
    let answer = r#"{"a":"find 1","deep":{"b":"find 2"},"c":"find 3"}"#;
    let mut harness = english(&state(inspector(vec![exchange("GET", "/a", None, answer)])), LARGE);
    open(&mut harness, 0, DetailTab::Response);
    let field = "Search names and values";
    harness.get_by_label(field).focus();
    harness.run();
    harness.get_by_label(field).type_text("find");
    harness.run();
    let back = egui::Modifiers::SHIFT;
    let forth = egui::Modifiers::NONE;
    for (modifiers, expected) in [(forth, "1 of 3"), (forth, "2 of 3"), (forth, "3 of 3"), (forth, "1 of 3")]
        .into_iter()
        .chain([(back, "3 of 3"), (back, "2 of 3")])
    {
        harness.key_press_modifiers(modifiers, egui::Key::Enter);
        harness.run();
        assert_says(&texts(&harness), &[&format!("{expected} found"), "b: \"find 2\""]);
        assert!(harness.get_by_label(field).is_focused(), "{expected}");
    }
    assert_eq!(copy(&mut harness, "Copy the value"), "find 2");
    let is_copied = |harness: &Harness<'_, Shown>| texts(harness).iter().any(|text| text == "Copied: the value");
    assert!(is_copied(&harness));
    press(&mut harness, Role::Button, "Next one found");
    assert!(!is_copied(&harness), "what was copied is not what is chosen now");
    assert_eq!(copy(&mut harness, "Copy the value"), "find 3");
}

#[test]
fn code_is_copied_in_the_language_that_is_chosen() {
    let state = state(inspector(vec![identities()]));
    let mut harness = english(&state, LARGE);
    open(&mut harness, 0, DetailTab::Code);
    assert!(copy(&mut harness, "Copy cURL").contains("curl"));
    press(&mut harness, Role::RadioButton, "Python");
    let python = copy(&mut harness, "Copy Python");
    assert!(python.contains("import") && python.contains("GENAUTH_ACCESS_TOKEN"), "{python}");
    press(&mut harness, Role::RadioButton, "HTTPie");
    assert!(copy(&mut harness, "Copy HTTPie").contains("http"));
}

#[test]
fn another_call_that_is_chosen_shows_its_own_parts_and_nothing_of_the_one_before() {
    let call = |which: &str| {
        let sent = format!("{{\n\"extIdpId\":\"sent-{which}\"\n}}");
        let answer = format!("{{\n\"requestId\":\"answered-{which}\",\n\"data\":\"more of {which}\"\n}}");
        exchange("POST", &format!("/{which}"), Some(&sent), &answer)
    };
    let two = state(inspector(vec![call("aaa"), call("bbb")]));
    for tab in [DetailTab::Request, DetailTab::Response, DetailTab::Code] {
        for as_text in [false, true] {
            let mut harness = english(&two, LARGE);
            open(&mut harness, 0, tab);
            if as_text && tab != DetailTab::Code {
                press(&mut harness, Role::Button, "Show as text");
            }
            let row = rows(&harness).into_iter().find(|row| row.contains("/bbb")).unwrap();
            harness.get_by_role_and_label(Role::Button, &row).click_accesskit();
            harness.run();
            if as_text && tab != DetailTab::Code {
                press(&mut harness, Role::Button, "Show as text");
            }
            let below = texts(&harness).into_iter().filter(|text| !text.starts_with("14:13:")).collect::<Vec<_>>();
            assert!(!below.iter().any(|text| text.contains("aaa")), "{tab:?}: {below:?}");
            let (what, part) = match tab {
                DetailTab::Request => ("Copy the request body", "sent-bbb"),
                DetailTab::Response => ("Copy the response body", "answered-bbb"),
                _ => ("Copy cURL", "sent-bbb"),
            };
            assert!(below.iter().any(|text| text.contains(part)), "{tab:?}: {below:?}");
            let copied = copy(&mut harness, what);
            assert!(copied.contains(part) && !copied.contains("aaa"), "{tab:?}: {copied}");
        }
    }
}

/// The rows of a text that are shown, one after another.
fn shown_text(harness: &Harness<'_, Shown>, of: &str) -> String {
    let said = texts(harness);
    of.lines().filter(|line| said.iter().any(|text| text == line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn code_in_another_language_is_shown_as_it_is_copied() {
    let mut harness = english(&state(inspector(vec![identities()])), LARGE);
    open(&mut harness, 0, DetailTab::Code);
    for language in ["Python", "HTTPie", "cURL"] {
        press(&mut harness, Role::RadioButton, language);
        let code = copy(&mut harness, &format!("Copy {language}"));
        let short: Vec<&str> = code.lines().filter(|line| !line.is_empty() && line.len() < 60).take(3).collect();
        assert!(!short.is_empty());
        assert_eq!(shown_text(&harness, &short.join("\n")), short.join("\n"), "{language}: {:?}", texts(&harness));
    }
    let changes = state(inspector(vec![refusal()]));
    let mut harness = english(&changes, LARGE);
    open(&mut harness, 0, DetailTab::Code);
    harness.state_mut().words = Words::new(Language::SimplifiedChinese);
    harness.run();
    assert!(copy(&mut harness, "复制cURL").contains("它会更改账号。"));
}

#[test]
fn a_read_can_be_made_again_and_for_everything_else_the_reason_is_said() {
    let again = |shown: &InspectorShown, number: u64| {
        let mut harness = english(&state(shown.clone()), LARGE);
        open(&mut harness, number, DetailTab::Summary);
        if harness.query_by_label("Make this read again").is_none() {
            return part(&state(shown.clone()), number, DetailTab::Summary).join("\n");
        }
        press(&mut harness, Role::Button, "Make this read again");
        let asked = [Action::Inspector(InspectorAction::Repeat(number))];
        assert_eq!(format!("{:?}", harness.state().actions), format!("{asked:?}"));
        "made".to_owned()
    };
    let call = |method, path| exchange(method, path, None, "{}");
    let shown = inspector(vec![
        identities(),
        refusal(),
        call("POST", "/api/v3/signin"),
        call("POST", "/oidc/token"),
        call("GET", "/api/v3/generate-link-extidp-url?app_id=1"),
        call("POST", "/api/v3/update-profile"),
        call("GET", "/api/v3/system"),
    ]);
    assert_eq!(again(&shown, 0), "made");
    assert!(again(&shown, 1).contains("Unbind through Connections, which shows first what remains."));
    for credentials in 2..=4 {
        assert!(again(&shown, credentials).contains("Such a call is never made again from here."), "{credentials}");
    }
    assert!(again(&shown, 5).contains("Only reads without effect can be made again from here."));
    let mut harness = english(&state(shown.clone()), LARGE);
    open(&mut harness, 1, DetailTab::Summary);
    press(&mut harness, Role::Button, "Go to Connections");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Connections)]));
    let mut other_app = shown.clone();
    other_app.here.as_mut().unwrap().app_id = "another".to_owned();
    let mut signed_out = shown.clone();
    signed_out.here.as_mut().unwrap().signed_in = false;
    let mut other_host = shown;
    other_host.here.as_mut().unwrap().app_host = AppHost::parse("http://127.0.0.1:1").unwrap();
    for shown in [other_app, other_host] {
        assert!(again(&shown, 0).contains("It went to another host or app than the one shown."));
    }
    assert!(again(&signed_out, 0).contains("It needs an access token, and nobody is signed in."));
    assert_eq!(again(&signed_out, 6), "made", "it needs none");
}

#[test]
fn what_became_of_making_it_again_is_told() {
    let mut repeated = identities();
    // After a renewal that is its cause.
    repeated.cause = Some(Cause::Resending);
    repeated.attempt.started_at = at(9);
    let older = Exchange { cause: Some(Cause::Repetition), ..identities() };
    let mut shown = inspector(vec![identities(), repeated.clone(), older]);
    shown.repetition = Some(Repetition { number: 0, ended: None });
    assert_says(&part(&state(shown.clone()), 0, DetailTab::Summary), &["Making it again…"]);
    shown.repetition = Some(Repetition { number: 0, ended: Some((Some(repeated.attempt), None)) });
    let state_after = state(shown.clone());
    assert_says(&part(&state_after, 0, DetailTab::Summary), &["Made again: HTTP 200 · 200 · 12 ms"]);
    let mut harness = english(&state_after, LARGE);
    open(&mut harness, 0, DetailTab::Summary);
    press(&mut harness, Role::Button, "Show the new call");
    assert_eq!(harness.state().forms.inspector.open, Some(1));
    let mut still = InspectorShown { paused: true, ..shown.clone() };
    still.snapshot.entries.remove(1);
    let said = part(&state(still), 0, DetailTab::Summary);
    assert_says(&said, &["The new call is in it once it goes on."]);
    assert!(!said.iter().any(|text| text == "Show the new call"));
    let nobody = Error::NotReachable(Unreachable::NoAnswerInTime);
    shown.repetition = Some(Repetition { number: 0, ended: Some((Some(lost().attempt), Some(nobody))) });
    assert_says(&part(&state(shown.clone()), 0, DetailTab::Summary), &["Made again: no answer · 12 ms"]);
    shown.repetition = Some(Repetition { number: 0, ended: Some((None, Some(Error::RenewedElsewhere))) });
    assert_says(
        &part(&state(shown), 0, DetailTab::Summary),
        &["It could not be sent again", "does not come to an end"],
    );
}

#[test]
fn the_list_stands_still_goes_on_and_is_cleared() {
    let mut harness = english(&state(inspector(vec![identities()])), LARGE);
    press(&mut harness, Role::Button, "Pause the list");
    press(&mut harness, Role::Button, "Forget all calls…");
    let asked = [Action::Inspector(InspectorAction::Pause), Action::Inspector(InspectorAction::AskToClear)];
    assert_eq!(format!("{:?}", harness.state().actions), format!("{asked:?}"));
    let paused = InspectorShown { paused: true, ..inspector(vec![identities()]) };
    assert_says(&everywhere(&state(paused.clone())), &["The list stands still. Calls are recorded all the same."]);
    let mut harness = english(&state(paused), LARGE);
    press(&mut harness, Role::Button, "Let the list go on");
    assert!(matches!(harness.state().actions.as_slice(), [Action::Inspector(InspectorAction::GoOn)]));
    let mut dropped = inspector(vec![identities()]);
    dropped.snapshot.dropped = 4;
    assert_says(&everywhere(&state(dropped)), &["The 4 oldest calls had to make room."]);
}

#[test]
fn of_a_thousand_calls_only_those_that_show_are_drawn_and_keys_reach_the_others() {
    let calls = (0..1000).map(|number| exchange("GET", &format!("/r/{number}"), None, "{}")).collect();
    let mut harness = english(&state(inspector(calls)), LARGE);
    let drawn = |harness: &Harness<'_, Shown>| {
        texts(harness).iter().filter(|text| text.contains(" · /r/")).cloned().collect::<Vec<_>>()
    };
    assert!((5..40).contains(&drawn(&harness).len()), "{}", drawn(&harness).len());
    let focused = |harness: &Harness<'_, Shown>| {
        let nodes = harness.root().children_recursive();
        nodes.filter(|node| node.is_focused()).find_map(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    harness.get_by(|node| node.label().is_some_and(|name| name.contains("/r/999 "))).focus();
    harness.run();
    for (key, expected) in [
        (egui::Key::ArrowDown, "/r/998 "),
        (egui::Key::End, "/r/0 "),
        (egui::Key::ArrowUp, "/r/1 "),
        (egui::Key::Home, "/r/999 "),
    ] {
        harness.key_press(key);
        harness.run();
        assert!(focused(&harness).contains(expected), "{key:?}: {}", focused(&harness));
    }
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state().forms.inspector.open, Some(999));
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(harness.state().forms.inspector.open, None);
    assert!(focused(&harness).contains("/r/999 "), "the keyboard goes back to the row");
}

#[test]
fn what_comes_above_moves_nothing_unless_the_newest_are_followed() {
    let calls = |count: usize| (0..count).map(|number| exchange("GET", &format!("/r/{number}"), None, "{}")).collect();
    for (follows, expected) in [(false, "/r/0 "), (true, "/r/209 ")] {
        let mut harness = english(&state(inspector(calls(200))), LARGE);
        if !follows {
            press(&mut harness, Role::CheckBox, "Follow the newest");
        }
        harness.get_by(|node| node.label().is_some_and(|name| name.contains("/r/199 "))).focus();
        harness.run();
        harness.key_press(egui::Key::End);
        harness.run();
        let mut more = inspector(calls(210));
        more.snapshot.version = 2;
        harness.state_mut().state.inspector = more;
        harness.run();
        let seen = texts(&harness).iter().any(|text| text.contains(expected));
        assert!(seen, "{follows} {:?}", rows(&harness));
    }
}

#[test]
fn it_can_be_looked_at_before_the_sign_in() {
    let before =
        State { screen: Screen::Inspector, inspector: inspector(vec![refusal()]), ..sign_in(SignIn::default()) };
    assert_says(&everywhere(&before), &["Back to the sign-in", "/api/v3/unlink-extidp"]);
    let mut harness = english(&sign_in(SignIn::default()), LARGE);
    press(&mut harness, Role::Button, "Inspector: every call with its answer");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Inspector)]));
}

fn export(stage: FileStage) -> InspectorShown {
    let mut shown = inspector(vec![identities(), refusal()]);
    let text = "{\n  \"log\": {}\n}\n".to_owned();
    let all = shown.snapshot.entries.clone();
    shown.export = Some(Export {
        listed: all[1..].to_vec(),
        open: Some(Arc::clone(&all[0])),
        all,
        choice: ExportChoice::default(),
        suggested: Some("/home/lin/Downloads/bindery.har".to_owned()),
        preview: Some(Arc::new(Preview { rows: Rows::of(&text, 100), text })),
        stage,
    });
    shown
}

#[test]
fn a_file_is_chosen_previewed_and_written() {
    let state = state(export(FileStage::Choosing));
    let said = everywhere(&state);
    assert_says(&said, &["Exactly this will be written: 16 bytes", "\"log\": {}", "/home/lin/Downloads/bindery.har"]);
    let mut harness = english(&state, LARGE);
    press(&mut harness, Role::RadioButton, "JSON lines");
    press(&mut harness, Role::RadioButton, "The one that is open");
    press(&mut harness, Role::CheckBox, "Phone numbers");
    let chosen: Vec<ExportChoice> = harness
        .state()
        .actions
        .iter()
        .filter_map(|action| match action {
            Action::Inspector(InspectorAction::ChooseExport(choice)) => Some(*choice),
            _ => None,
        })
        .collect();
    assert_eq!(chosen[0].form, ExportForm::JsonLines);
    assert_eq!(chosen[1].what, ExportWhat::Open);
    assert!(chosen[2].shown.phones && !chosen[2].shown.emails);
    harness.state_mut().actions.clear();
    press(&mut harness, Role::Button, "Write the file");
    assert!(
        matches!(harness.state().actions.as_slice(), [Action::Inspector(InspectorAction::WriteExport { path, replace: false })] if path.ends_with("bindery.jsonl")),
        "{:?}",
        harness.state().actions
    );
    harness.state_mut().actions.clear();
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(matches!(harness.state().actions.as_slice(), [Action::Inspector(InspectorAction::CloseExport)]));
}

#[test]
fn the_path_is_filled_in_though_it_comes_after_the_dialog() {
    let mut before = export(FileStage::Choosing);
    let known = before.clone();
    let export = before.export.as_mut().unwrap();
    (export.preview, export.suggested) = (None, None);
    let mut harness = english(&state(before), LARGE);
    harness.state_mut().state.inspector = known;
    harness.run();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("/home/lin/Downloads/bindery.har"));
}

#[test]
fn every_end_of_writing_a_file_is_told() {
    let there = "/home/lin/Downloads/bindery.har".to_owned();
    let mut preparing = export(FileStage::Choosing);
    preparing.export.as_mut().unwrap().preview = None;
    assert_says(&everywhere(&state(preparing)), &["Working out what the file will hold…"]);
    assert_says(&everywhere(&state(export(FileStage::Writing))), &["Writing…"]);
    let asks = state(export(FileStage::AsksToReplace(there.clone())));
    assert_says(&everywhere(&asks), &["There is a file of that name already", "Replace the file"]);
    let mut harness = english(&asks, LARGE);
    press(&mut harness, Role::Button, "Replace the file");
    assert!(matches!(
        harness.state().actions.as_slice(),
        [Action::Inspector(InspectorAction::WriteExport { replace: true, .. })]
    ));
    let written = state(export(FileStage::Written(there.into())));
    assert_says(&everywhere(&written), &["The file is written", "Close"]);
    for (failure, said) in [
        (FileFailure::Destination(DestinationFailure::NotWhole), "Write the whole path with the file's name"),
        (FileFailure::Destination(DestinationFailure::IsFolder), "That is a folder. Add a name for the file."),
        (
            FileFailure::Destination(DestinationFailure::Other("Input/output error".to_owned())),
            "The system refused: Input/output error",
        ),
        (FileFailure::Crashed, "A fault in Bindery interrupted this"),
    ] {
        let said = ["The file could not be written", said];
        assert_says(&everywhere(&state(export(FileStage::Failed(failure)))), &said);
    }
}

#[test]
fn a_file_is_asked_for_and_every_end_of_reading_it_is_told() {
    let asking = |dialog| state(InspectorShown { reading: Some(dialog), ..inspector(vec![identities()]) });
    assert_says(&everywhere(&asking(ReadDialog::Typing)), &["nothing in it can be sent", "Open the file"]);
    assert_says(&everywhere(&asking(ReadDialog::Reading)), &["Reading…"]);
    for (failure, said) in [
        (ReadFailure::NotWhole, "Write the whole path"),
        (ReadFailure::NotAFile, "This is a folder or a device"),
        (ReadFailure::System("Permission denied".to_owned()), "Permission denied"),
        (ReadFailure::NotHar(ImportError::TooLarge), "It is larger than 64 MiB."),
        (ReadFailure::NotHar(ImportError::NotHar { line: 3, column: 7 }), "reading stopped in line 3, column 7"),
        (ReadFailure::Crashed, "A fault in Bindery interrupted this"),
    ] {
        assert_says(&everywhere(&asking(ReadDialog::Failed(failure))), &["The file could not be opened", said]);
    }
    let mut harness = english(&asking(ReadDialog::Typing), LARGE);
    let field = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::TextInput && node.is_focused();
    assert!(harness.root().children_recursive().any(|node| field(&node)), "the keyboard is in the field");
    harness.event(egui::Event::Text("/tmp/a.har".to_owned()));
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert!(
        matches!(harness.state().actions.as_slice(), [Action::Inspector(InspectorAction::ReadFile(path))] if path == "/tmp/a.har"),
        "{:?}",
        harness.state().actions
    );
}

fn case(exchanges: Vec<Exchange>, left_out: usize) -> InspectorShown {
    let imported = Imported { entries: entries(exchanges), creator: Some("Firefox 140".to_owned()), left_out };
    let file = CaseFile { number: 4, path: "/home/lin/case.har".into(), imported };
    InspectorShown { file: Some(Arc::new(file)), ..inspector(vec![identities(), identities()]) }
}

#[test]
fn a_file_is_looked_at_and_nothing_in_it_can_be_sent() {
    let read = state(case(vec![identities(), refusal()], 3));
    let said = everywhere(&read);
    assert_says(
        &said,
        &["/home/lin/case.har: nothing in it can be sent", "Written by Firefox 140", "3 entries were left out"],
    );
    let mut harness = english(&read, LARGE);
    assert_eq!(rows(&harness).len(), 2);
    open(&mut harness, 0, DetailTab::Summary);
    assert_says(&texts(&harness), &["What this means", "It is from a file, and nothing in a file can be sent."]);
    for sends in ["Make this read again", "Pause the list", "Forget all calls…", "Write calls into a file…"] {
        assert!(harness.query_by_label(sends).is_none(), "{sends}");
    }
    press(&mut harness, Role::Button, "Back to this program’s calls");
    assert!(matches!(harness.state().actions.as_slice(), [Action::Inspector(InspectorAction::LeaveFile)]));
    harness.state_mut().state.inspector.file = None;
    harness.run();
    assert_eq!(harness.state().forms.inspector.open, None, "what was open in the file is not open here");
    assert_says(&everywhere(&state(case(Vec::new(), 0))), &["There is no call in it."]);
}

#[test]
fn of_two_calls_the_earlier_has_the_minus_whichever_was_chosen_first() {
    let mut changed = identities();
    changed.response.as_mut().unwrap().body = body(&IDENTITIES.replace("github", "wechat"));
    let mut harness = english(&state(inspector(vec![identities(), changed, identities()])), LARGE);
    open(&mut harness, 1, DetailTab::Summary);
    press(&mut harness, Role::Button, "Compare with another call…");
    let row = rows(&harness).into_iter().find(|row| row.starts_with("14:13:20")).unwrap();
    press(&mut harness, Role::Button, &row);
    let call = "GET /api/v3/get-identities";
    assert_says(
        &texts(&harness),
        &[&format!("- earlier: 14:13:20.000 · {call}"), &format!("+ later: 14:13:21.000 · {call}")],
    );
    assert_says(&texts(&harness), &["- \"github\"", "+ \"wechat\""]);
    let nodes = harness.root().children_recursive();
    let marked: Vec<String> = nodes
        .filter(|node| {
            node.accesskit_node().role() == Role::Button && node.accesskit_node().is_selected() == Some(true)
        })
        .filter_map(|node| node.accesskit_node().label())
        .map(|name| name[..8].to_owned())
        .collect();
    assert_eq!(marked, ["14:13:21", "14:13:20"]);
}

#[test]
fn two_calls_are_compared() {
    let mut changed = identities();
    changed.response.as_mut().unwrap().body = body(&IDENTITIES.replace("github", "wechat"));
    let compared = state(inspector(vec![identities(), changed, identities()]));
    for (second, expected) in [(1, "Response · $.data[0].provider"), (2, "Nothing is different.")] {
        for size in [LARGE, SMALL] {
            let mut harness = english(&compared, size);
            open(&mut harness, 0, DetailTab::Summary);
            press(&mut harness, Role::Button, "Compare with another call…");
            assert_says(
                &texts(&harness),
                &["Choose the call to compare with 14:13:20.000 · GET /api/v3/get-identities."],
            );
            let row = rows(&harness).into_iter().find(|row| row.starts_with(&format!("14:13:2{second}"))).unwrap();
            press(&mut harness, Role::Button, &row);
            assert_says(&texts(&harness), &["What is different", expected]);
            if second == 1 {
                assert_says(&texts(&harness), &["- \"github\"", "+ \"wechat\""]);
            }
            harness.key_press(egui::Key::Escape);
            harness.run();
            assert!(harness.query_by_label("What is different").is_none());
        }
    }
    let mut chinese = show(compared, Language::SimplifiedChinese, egui::Theme::Dark, SMALL);
    open(&mut chinese, 0, DetailTab::Summary);
    press(&mut chinese, Role::Button, "与另一个请求比较…");
    let row = rows(&chinese).remove(0);
    press(&mut chinese, Role::Button, &row);
    assert_no_bare_key(&texts(&chinese));
}

/// What has the keyboard, by name.
fn focused(harness: &Harness<'_, Shown>) -> String {
    let nodes = harness.root().children_recursive();
    nodes.filter(|node| node.is_focused()).find_map(|node| node.accesskit_node().label()).unwrap_or_default()
}

fn key(harness: &mut Harness<'_, Shown>, key: egui::Key) {
    harness.key_press(key);
    harness.run();
}

fn many(count: usize) -> Vec<Exchange> {
    (0..count).map(|number| exchange("GET", &format!("/r/{number}"), None, "{}")).collect()
}

#[test]
fn the_list_is_one_stop_of_the_keyboard_and_enter_goes_on_in_what_it_opens() {
    for size in [LARGE, SMALL] {
        let mut harness = english(&state(inspector(many(100))), size);
        harness.get_by_role_and_label(Role::CheckBox, "Follow the newest").focus();
        harness.run();
        key(&mut harness, egui::Key::Tab);
        assert!(focused(&harness).contains("/r/99 "), "the newest: {}", focused(&harness));
        key(&mut harness, egui::Key::Tab);
        assert!(!focused(&harness).contains("/r/"), "one stop: {}", focused(&harness));
        harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::Tab);
        harness.run();
        key(&mut harness, egui::Key::End);
        assert!(focused(&harness).contains("/r/0 "), "{}", focused(&harness));
        key(&mut harness, egui::Key::Enter);
        assert_eq!((harness.state().forms.inspector.open, focused(&harness).as_str()), (Some(0), "Summary"));
        key(&mut harness, egui::Key::Escape);
        assert_eq!(harness.state().forms.inspector.open, None);
        assert!(focused(&harness).contains("/r/0 "), "back at the row: {}", focused(&harness));
    }
}

#[test]
fn where_the_newest_are_not_followed_it_says_how_many_are_above() {
    let mut harness = english(&state(inspector(many(60))), LARGE);
    press(&mut harness, Role::CheckBox, "Follow the newest");
    assert_says(&texts(&harness), &["Nothing newer above"]);
    let mut more = inspector(many(63));
    more.snapshot.version = 2;
    harness.state_mut().state.inspector = more;
    harness.run();
    assert!(rows(&harness).iter().all(|row| !row.contains("/r/62 ")) || rows(&harness)[0].contains("/r/62 "));
    harness.get_by_role_and_label(Role::Button, "3 newer calls above").focus();
    harness.run();
    key(&mut harness, egui::Key::Enter);
    assert!(focused(&harness).contains("/r/62 "), "{}", focused(&harness));
    assert_says(&texts(&harness), &["Nothing newer above"]);
}

#[test]
fn a_file_begins_unfiltered_says_day_and_host_and_the_own_filter_comes_back() {
    let mut elsewhere = exchange("OPTIONS", "/api/v3/get-profile", None, "{}");
    elsewhere.request.url = "https://console.example.com/api/v3/get-profile".to_owned();
    let mut read = case(vec![identities(), elsewhere], 0);
    let file = read.file.take();
    let mut harness = english(&state(read), LARGE);
    harness.state_mut().forms.inspector.filter = "unlink".to_owned();
    harness.state_mut().forms.inspector.failures = true;
    harness.run();
    assert!(rows(&harness).is_empty());
    let shown = &mut harness.state_mut().state;
    shown.inspector.file = file;
    shown.now = at(3 * 24 * 3600);
    harness.run();
    let listed = texts(&harness);
    assert_says(
        &listed,
        &[
            "2026-09-21 14:13:20.000 · GET · 127.0.0.1:41873/api/v3/get-identities",
            "2026-09-21 14:13:21.000 · OPTIONS · console.example.com/api/v3/get-profile",
        ],
    );
    assert!(!listed.iter().any(|text| text == "Follow the newest"));
    assert!(focused(&harness).contains("OPTIONS"), "the keyboard is in the list: {}", focused(&harness));
    harness.state_mut().state.inspector.file = None;
    harness.run();
    let form = &harness.state().forms.inspector;
    assert_eq!((form.filter.as_str(), form.failures), ("unlink", true));
}

#[test]
fn forgetting_every_call_is_asked_about() {
    let asks = InspectorShown { asks_to_clear: true, ..inspector(many(3)) };
    assert_says(&everywhere(&state(asks.clone())), &["Forget all 3 calls?", "They cannot be brought back."]);
    for (name, expected) in [("Forget them", InspectorAction::Clear), ("Cancel", InspectorAction::CancelClear)] {
        let mut harness = english(&state(asks.clone()), SMALL);
        assert_eq!(focused(&harness), "Cancel");
        press(&mut harness, Role::Button, name);
        assert_eq!(format!("{:?}", harness.state().actions), format!("{:?}", [Action::Inspector(expected)]));
    }
    let paused = InspectorShown { paused: true, ..asks };
    assert_says(&everywhere(&state(paused)), &["Calls that were recorded since the list stands still go too."]);
}

#[test]
fn a_failure_without_codes_says_what_happened() {
    let failed = |error: Error, status: Option<u16>| {
        let mut failed = lost();
        if let Some(http_status) = status {
            failed.response = identities().response;
            failed.attempt.http_status = Some(http_status);
        }
        Exchange { outcome: Outcome::Failed(error), ..failed }
    };
    let not_the_api =
        Error::NotTheApi { http_status: 502, content_type: None, excerpt: String::new(), retry_after: None };
    let calls = vec![
        failed(Error::NotReachable(Unreachable::ConnectionLost), None),
        failed(Error::NotReachable(Unreachable::Refused), None),
        failed(not_the_api, Some(502)),
        failed(Error::Unreadable { place: "$.data".to_owned() }, Some(200)),
    ];
    let state = state(inspector(calls));
    everywhere(&state);
    let expected = [" · lost · ", " · no connection · ", " · HTTP 502 · not the API · ", " · HTTP 200 · not usable · "];
    for (row, expected) in rows(&english(&state, LARGE)).iter().rev().zip(expected) {
        assert!(row.contains(expected), "{row}");
    }
}

#[test]
fn choosing_another_part_moves_no_tab() {
    let mut harness = english(&state(inspector(vec![identities()])), LARGE);
    open(&mut harness, 0, DetailTab::Summary);
    let place = |harness: &Harness<'_, Shown>| harness.get_by_role_and_label(Role::Tab, "Code").rect();
    let before = place(&harness);
    press(&mut harness, Role::Tab, "Response");
    assert_eq!(place(&harness), before);
}

#[test]
fn the_keyboard_goes_to_the_way_out_when_a_file_is_written() {
    let mut harness = english(&state(export(FileStage::Choosing)), LARGE);
    harness.get_by_role_and_label(Role::Button, "Write the file").focus();
    harness.run();
    let written = FileStage::Written("/home/lin/Downloads/bindery.har".into());
    for stage in [FileStage::Writing, written] {
        harness.state_mut().state.inspector = export(stage);
        harness.run();
    }
    assert_eq!(focused(&harness), "Close");
}

#[test]
fn a_lack_of_sign_in_leads_to_the_call_that_was_sent_again_and_in_a_file_to_nothing_here() {
    let again = Exchange { cause: Some(Cause::Resending), ..refusal() };
    let live = state(inspector(vec![refusal(), again.clone()]));
    let of = |state: &State, number: u64| {
        let mut harness = english(state, LARGE);
        open(&mut harness, number, DetailTab::Summary);
        texts(&harness).join("\n")
    };
    assert!(of(&live, 0).contains("Bindery renews it and sends the call again"));
    assert!(of(&live, 1).contains("\nSign in again."), "{}", of(&live, 1));
    let file = state(case(vec![refusal(), lost()], 0));
    for number in [0, 1] {
        let said = of(&file, number);
        assert!(said.contains("What this means") && !said.contains("again"), "{said}");
    }
    assert!(of(&file, 0).contains("The requestId tells the administrator"));
}

#[test]
fn code_of_a_file_names_the_host_that_its_secrets_go_to() {
    let said = |state: &State| part(state, 0, DetailTab::Code).join("\n");
    let warning = "that you put into it go to 127.0.0.1:41873.";
    assert!(said(&state(case(vec![identities()], 0))).contains(warning));
    assert!(!said(&state(inspector(vec![identities()]))).contains("that you put into it"));
    let mut other = inspector(vec![identities()]);
    other.here.as_mut().unwrap().app_host = AppHost::parse("https://other.example").unwrap();
    assert!(said(&state(other)).contains(warning));
}
