//! The Activity screen in all its states.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bindery::account;
use bindery::app::{
    Action, Activity, ActivityAction, ActivityDialog, ActivityFilter, DestinationFailure, ExportDialog, ExportFailure,
    ExportFormat, ExportStage, ForgetDialog, ForgetStage, History, HistoryFailure, Home, LedgerShown, LedgerTrouble,
    OutcomeFilter, Screen, State, WhoseActivity,
};
use bindery::genauth::Language;
use bindery::ledger::{
    Account, Answer, CameThrough, Deed, Entry, EntryId, Fault, FaultKind, FoundLater, Intent, KnownAccount,
    KnownExtIdp, LedgerError, Listed, LostWhy, Outcome, Request, Settlement, WaitingEnd,
};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::scene::{Shown, assert_says, at, connections, everywhere, home, show, signed_in, space, texts};

const LARGE: (f32, f32) = (1280.0, 820.0);

fn shown_account() -> Account {
    Account { host: space().host, app_id: space().app_id, subject: "u1".to_owned() }
}

fn entry_id(number: usize) -> EntryId {
    serde_json::from_value(format!("{number:032x}").into()).unwrap()
}

fn request(path: &str, status_code: i64, api_code: Option<i64>) -> Request {
    Request {
        method: "POST".to_owned(),
        path: path.to_owned(),
        started_at: at(-9),
        took: Duration::from_millis(14),
        http_status: Some(200),
        status_code: Some(status_code),
        api_code,
        message: Some("Operation \u{202e}successful".to_owned()),
        request_id: Some("934108e5-9fbf-4d24-8da1-c330328abd6c".to_owned()),
    }
}

fn settled(answer: Answer, code: i64) -> Settlement {
    let requests = vec![request("/oidc/token", 200, None), request("/api/v3/unlink-extidp", code, Some(2020))];
    Settlement { answer, at: at(-8), took: Duration::from_millis(30), requests }
}

fn entry(number: usize, begun_at: Timestamp, settlement: impl Into<Option<Settlement>>, listed: Listed) -> Entry {
    Entry {
        id: entry_id(number),
        intent: Intent {
            account: shown_account(),
            deed: Deed::Unbind,
            begun_at,
            batch: None,
            provider: "wechat".to_owned(),
            title: "WeChat".to_owned(),
            ext_idp_id: Some("62f2093271a2b3cc10d966ee".to_owned()),
            identity_ids: vec!["identity-1".to_owned(), "identity-2".to_owned()],
            origin_connection_ids: vec!["605492ac41b2c3d4e5f60701".to_owned()],
            connection: None,
        },
        settlement: settlement.into(),
        listed_at: (listed != Listed::NotRead).then(|| at(-7)),
        listed,
        superseded: false,
    }
}

fn refusal() -> Fault {
    Fault {
        kind: FaultKind::Refused,
        http_status: None,
        status_code: Some(403),
        api_code: Some(2020),
        message: Some("Not allowed".to_owned()),
        request_id: Some("r-1".to_owned()),
        detail: None,
        content_type: None,
        retry_after: None,
        limit: None,
        because: None,
    }
}

fn history(entries: Vec<Entry>) -> History {
    let count = entries.len() as u64;
    let mut history = History {
        entries: entries.into_iter().map(Arc::new).collect(),
        found: count,
        kept: count,
        accounts: vec![KnownAccount { account: shown_account(), name: Some("林晓".to_owned()), entries: count }],
        ext_idps: vec![KnownExtIdp {
            ext_idp_id: "62f2093271a2b3cc10d966ee".to_owned(),
            provider: "wechat".to_owned(),
            title: "WeChat".to_owned(),
        }],
        ..History::default()
    };
    history.count_days(&TimeZone::UTC);
    history
}

/// One of today, one that nobody waits for, one of yesterday and a bind of another account.
fn some() -> History {
    let accepted = settled(Answer::Accepted, 200);
    let bind = Entry {
        intent: Intent {
            account: Account { subject: "u2".to_owned(), ..shown_account() },
            deed: Deed::Bind,
            connection: Some("google".to_owned()),
            identity_ids: Vec::new(),
            title: "Google".to_owned(),
            ..entry(4, at(-200_000), None, Listed::NotRead).intent
        },
        ..entry(
            4,
            at(-200_000),
            accepted.clone(),
            Listed::Bound { identity_ids: vec!["new-1".to_owned()], origin_connection_ids: vec!["c-9".to_owned()] },
        )
    };
    let mut history = history(vec![
        entry(1, at(-10), accepted, Listed::Gone),
        entry(2, at(-20), None, Listed::NotRead),
        entry(3, at(-90_000), settled(Answer::Refused(refusal()), 403), Listed::AllThere),
        bind,
    ]);
    history.left_open = HashSet::from([entry_id(2)]);
    history
}

fn on_activity(activity: Activity) -> State {
    State { screen: Screen::Activity, ..home(Home { activity, ..signed_in(connections()) }) }
}

fn with(history: History) -> Activity {
    Activity { history: Some(Arc::new(history)), ..Activity::default() }
}

fn english(state: State) -> Harness<'static, Shown> {
    show(state, Language::English, egui::Theme::Light, LARGE)
}

fn press(harness: &mut Harness<'_, Shown>, role: Role, name: &str) {
    harness.get_by_role_and_label(role, name).click_accesskit();
    harness.run();
}

fn asked(harness: &Harness<'_, Shown>) -> Vec<ActivityAction> {
    let of_activity = |action: &Action| match action {
        Action::Activity(action) => Some(action.clone()),
        _ => None,
    };
    harness.state().actions.iter().filter_map(of_activity).collect()
}

#[test]
fn the_rail_leads_there() {
    let mut harness = english(home(signed_in(connections())));
    press(&mut harness, Role::Tab, "Activity");
    assert!(matches!(harness.state().actions.as_slice(), [Action::ShowScreen(Screen::Activity)]));
    let harness = english(on_activity(Activity::default()));
    let tab = harness.get_by_role_and_label(Role::Tab, "Activity");
    assert_eq!(tab.accesskit_node().is_selected(), Some(true));
}

#[test]
fn before_anything_was_read_and_while_more_is() {
    assert_says(
        &everywhere(&on_activity(Activity { pending: true, ..Activity::default() })),
        &["Reading what was bound"],
    );
    let again = Activity { pending: true, ..with(some()) };
    assert_says(&everywhere(&on_activity(again)), &["Searching…", "Unbind WeChat"]);
}

#[test]
fn nothing_yet_nothing_found_and_nothing_of_this_account() {
    let empty = History::default();
    let said = everywhere(&on_activity(with(empty)));
    assert_says(&said, &["Nothing was bound or unbound from here yet"]);
    assert!(!said.iter().any(|text| text.contains("Export…") || text.contains("Forget history")), "{said:?}");

    let none = History { found: 0, kept: 4, entries: Vec::new(), days: Vec::new(), ..some() };
    let filter = ActivityFilter { text: "nowhere".to_owned(), ..ActivityFilter::default() };
    let activity = Activity { filter, ..with(none.clone()) };
    assert_says(&everywhere(&on_activity(activity.clone())), &["Nothing matches the filter", "0 of 4"]);
    let mut harness = english(on_activity(activity));
    harness.get_all_by_role_and_label(Role::Button, "Clear the filter").last().unwrap().click_accesskit();
    harness.run();
    assert_eq!(asked(&harness), [ActivityAction::Filter(ActivityFilter::default())]);

    let elsewhere = History { kept: 0, ..none };
    let mut harness = english(on_activity(with(elsewhere)));
    assert_says(&texts(&harness), &["Nothing is kept of this account"]);
    press(&mut harness, Role::Button, "Show every account");
    let everyone = ActivityFilter { account: WhoseActivity::Everyone, ..ActivityFilter::default() };
    assert_eq!(asked(&harness), [ActivityAction::Filter(everyone)]);
}

#[test]
fn how_the_ledger_stands_is_said() {
    let said = |ledger: LedgerShown, activity: Activity| everywhere(&State { ledger, ..on_activity(activity) });
    assert_says(&said(LedgerShown::InMemory, with(some())), &["in memory only, and goes with the window"]);
    let aside = LedgerShown::Open { kept_aside: Some(PathBuf::from("/data/ledger.damaged")) };
    assert_says(&said(aside, with(some())), &["The history was damaged", "/data/ledger.damaged", "4 receipts"]);
    let writing = LedgerShown::Failed(LedgerTrouble::Writing(LedgerError::DiskFull));
    assert_says(&said(writing, with(some())), &["No history is kept just now", "no room on the disk", "4 receipts"]);
    let path = PathBuf::from("/data/ledger.sqlite3");
    let not_open = Activity { failure: Some(HistoryFailure::NotOpen), ..Activity::default() };
    for trouble in [
        LedgerTrouble::NoFolder,
        LedgerTrouble::Newer { path: path.clone() },
        LedgerTrouble::NotALedger { path: path.clone() },
        LedgerTrouble::DamagedInUse { path: path.clone() },
        LedgerTrouble::Locked { path: path.clone() },
        LedgerTrouble::NotWritable { path: path.clone() },
        LedgerTrouble::DiskFull { path: path.clone() },
        LedgerTrouble::Other { path, reason: "it is\nodd".to_owned() },
    ] {
        let named = !matches!(trouble, LedgerTrouble::NoFolder);
        let texts = said(LedgerShown::Failed(trouble), not_open.clone());
        assert_says(&texts, &["No history is kept just now"]);
        assert_eq!(texts.iter().any(|text| text.contains("/data/ledger.sqlite3")), named, "{texts:?}");
        assert!(!texts.iter().any(|text| text == "Try again"), "that would not help: {texts:?}");
    }
}

#[test]
fn a_read_that_failed_says_why_keeps_what_was_there_and_can_be_tried_again() {
    for (failure, why) in [
        (HistoryFailure::Refused(LedgerError::Locked), "Another program holds the history"),
        (HistoryFailure::Refused(LedgerError::Damaged("x".to_owned())), "is damaged"),
        (HistoryFailure::Refused(LedgerError::Other("odd".to_owned())), "The database said: odd"),
        (HistoryFailure::Crashed, "A fault in Bindery"),
    ] {
        let activity = Activity { failure: Some(failure), ..with(some()) };
        assert_says(&everywhere(&on_activity(activity.clone())), &["could not be read", why, "Unbind WeChat"]);
        let mut harness = english(on_activity(activity));
        press(&mut harness, Role::Button, "Try again");
        assert_eq!(asked(&harness), [ActivityAction::ReadAgain]);
    }
    let damaged = History { unreadable: 2, ..some() };
    assert_says(&everywhere(&on_activity(with(damaged))), &["2 receipts are damaged"]);
}

#[test]
fn rows_stand_under_their_days_with_what_they_came_to() {
    let said = everywhere(&on_activity(with(some())));
    let today = at(0).to_zoned(TimeZone::UTC).date();
    assert_says(&said, &[&format!("Today · {today}"), &format!("Yesterday · {}", today.yesterday().unwrap())]);
    assert_says(
        &said,
        &["Unbind WeChat · Unbound · 200 · 2020", "Unbind WeChat · Not finished", "Unbind WeChat · Not unbound"],
    );
    assert_says(&said, &["Bind Google · Bound"]);
    let everyone = ActivityFilter { account: WhoseActivity::Everyone, ..ActivityFilter::default() };
    let said = everywhere(&on_activity(Activity { filter: everyone, ..with(some()) }));
    assert_says(&said, &["Unbound · 200 · 2020 · 林晓", "Bind Google · Bound · u2"]);
}

#[test]
fn every_outcome_has_words_and_a_receipt_of_its_own() {
    let lost = |why| settled(Answer::Lost(why), 200);
    let mut entries = Vec::new();
    let lists = [Listed::NotRead, Listed::Gone, Listed::PartlyGone { left: 1 }, Listed::AllThere, Listed::Unreadable];
    for listed in lists {
        let failed = Fault { kind: FaultKind::ConnectionLost, ..refusal() };
        for settlement in
            [settled(Answer::Accepted, 200), settled(Answer::Refused(refusal()), 403), lost(LostWhy::Failed(failed))]
        {
            entries.push(entry(entries.len() + 1, at(-10), settlement, listed.clone()));
        }
    }
    for why in [LostWhy::StoppedWaiting, LostWhy::Crashed, LostWhy::ProgramEnded] {
        entries.push(entry(entries.len() + 1, at(-10), lost(why), Listed::AllThere));
    }
    let unknown = Fault { kind: FaultKind::Unknown, ..refusal() };
    entries.push(entry(entries.len() + 1, at(-10), settled(Answer::Refused(unknown), 403), Listed::AllThere));
    entries.push(entry(entries.len() + 1, at(-10), None, Listed::NotRead));
    for ended in [
        WaitingEnd::Cancelled,
        WaitingEnd::DeadlinePassed,
        WaitingEnd::SessionOver,
        WaitingEnd::OtherAccount,
        WaitingEnd::ProgramEnded,
        WaitingEnd::Unknown,
    ] {
        let mut bind = entry(
            entries.len() + 1,
            at(-10),
            settled(Answer::Accepted, 200),
            Listed::NothingNew { ended, later: None },
        );
        bind.intent.deed = Deed::Bind;
        entries.push(bind);
    }
    for came_through in [CameThrough::SameConnection, CameThrough::AnotherConnection, CameThrough::Unknown] {
        entries.push(bind_found_later(entries.len() + 1, came_through));
    }
    let (mut outcomes, mut checks) = (HashSet::new(), HashSet::new());
    for entry in entries {
        let id = entry.id.clone();
        let mut harness = english(on_activity(with(history(vec![entry]))));
        harness.state_mut().forms.activity.open = Some(id);
        harness.run();
        let copied = copied(&mut harness, "Copy as text");
        let line =
            |key: &str| copied.lines().find(|line| line.trim_start().starts_with(key)).unwrap_or_default().to_owned();
        outcomes.insert(line("outcome"));
        checks.insert(
            copied.lines().filter(|line| line.contains("list") || line.contains("Bindery")).collect::<String>(),
        );
    }
    assert_eq!(outcomes.len(), 12 + 3 + 1 + 2, "{outcomes:#?}");
    assert!(checks.len() >= 23, "{checks:#?}");
}

/// A bind that was cancelled, and after which identities were listed.
fn bind_found_later(number: usize, came_through: CameThrough) -> Entry {
    let later = FoundLater {
        identity_ids: vec!["62f20932a1b2c3bcc10d966e".to_owned()],
        origin_connection_ids: vec!["605492ac41b2c3d4e5f60701".to_owned()],
        at: at(-4),
        not_yet_at: Some(at(-6)),
        came_through,
    };
    let listed = Listed::NothingNew { ended: WaitingEnd::Cancelled, later: Some(later) };
    let mut bind = entry(number, at(-10), settled(Answer::Accepted, 200), listed);
    bind.intent.deed = Deed::Bind;
    bind
}

#[test]
fn a_bind_that_was_finished_after_the_waiting_says_when_and_how_sure_that_is() {
    for (came_through, sure) in [
        (CameThrough::SameConnection, "it was finished in the browser after all"),
        (CameThrough::AnotherConnection, "most likely they are not from it"),
        (CameThrough::Unknown, "or from elsewhere, such as another device"),
    ] {
        let entry = bind_found_later(1, came_through);
        let id = entry.id.clone();
        let state = on_activity(with(history(vec![entry])));
        assert_says(&everywhere(&state), &["Bound later, perhaps from elsewhere"]);
        let mut harness = english(state);
        harness.state_mut().forms.activity.open = Some(id);
        harness.run();
        let said = texts(&harness);
        assert_says(&said, &["You stopped waiting", "None was there before this bind began", sure]);
        assert_says(&said, &["first listed", "not yet listed", "62f20932a1b2c3bcc10d966e"]);
    }
}

/// Presses what copies; returns what it put on the clipboard.
fn copied(harness: &mut Harness<'_, Shown>, name: &str) -> String {
    harness.get_by_role_and_label(Role::Button, name).click_accesskit();
    for _ in 0..5 {
        harness.step();
        let commands = &harness.output().platform_output.commands;
        let text = commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = text {
            return text;
        }
    }
    panic!("{name} copied nothing")
}

#[test]
fn a_receipt_opens_whole() {
    let mut state = on_activity(with(some()));
    state.time_zone = TimeZone::UTC;
    for (size, language, theme) in [
        (LARGE, Language::English, egui::Theme::Light),
        (LARGE, Language::SimplifiedChinese, egui::Theme::Dark),
        ((640.0, 420.0), Language::English, egui::Theme::Dark),
        ((640.0, 420.0), Language::SimplifiedChinese, egui::Theme::Light),
    ] {
        for number in 1..=4 {
            let mut harness = show(state.clone(), language, theme, size);
            harness.state_mut().forms.activity.open = Some(entry_id(number));
            harness.run();
            let said = texts(&harness);
            crate::scene::assert_no_bare_key(&said);
            assert_says(&said, &[space().host.as_str(), entry_id(number).as_str()]);
        }
    }
    let mut harness = english(state);
    let row = harness.get_by_label_contains("Unbind WeChat · Unbound").accesskit_node().label().unwrap();
    press(&mut harness, Role::Button, &row);
    let said = texts(&harness);
    assert_says(&said, &["sent: extIdpId 62f2093271a2b3cc10d966ee", "not sent: identityId identity-1, identity-2"]);
    assert_says(&said, &["not sent: originConnIds 605492ac41b2c3d4e5f60701", "HTTP 200", "apiCode 2020", "took 30 ms"]);
    assert_says(
        &said,
        &["message Operation successful", "Request 1: POST /oidc/token", "Request 2: POST /api/v3/unlink"],
    );
    assert_says(&said, &["The list no longer names the binding.", "account u1", "name 林晓"]);
    assert!(!said.iter().any(|text| text.contains('\u{202e}')), "nothing turns the writing around");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(harness.state().forms.activity.open.is_none());
    assert!(harness.get_by_role_and_label(Role::Button, &row).is_focused(), "the row has the keyboard again");
}

#[test]
fn a_receipt_is_copied_as_text_and_as_json() {
    let mut harness = english(on_activity(with(some())));
    harness.state_mut().forms.activity.open = Some(entry_id(3));
    harness.run();
    let json: serde_json::Value = serde_json::from_str(&copied(&mut harness, "Copy as JSON")).unwrap();
    assert_eq!(json["outcome"], "refused-all-there");
    assert_eq!(json["settlement"]["requests"][1]["api_code"], 2020);
    let back: Entry = serde_json::from_value(json).unwrap();
    assert_eq!(back, *some().entries[2]);
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Button, "Copied: Copy as JSON").is_some());
}

#[test]
fn what_is_typed_and_chosen_is_asked_for() {
    let mut harness = english(on_activity(with(some())));
    harness.get_by_role_and_label(Role::TextInput, "Search name, id, message…").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Search name, id, message…").type_text("git");
    harness.run();
    let Some(ActivityAction::Filter(filter)) = asked(&harness).pop() else { panic!("nothing was asked for") };
    assert_eq!(filter.text, "git");

    let mut harness = english(on_activity(with(some())));
    harness.get_by_role_and_label(Role::ComboBox, "outcome").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Unbound, though no usable answer came").click_accesskit();
    harness.run();
    let lost = OutcomeFilter::One(Outcome::Unbind(account::Outcome::LostGone));
    assert_eq!(
        asked(&harness),
        [ActivityAction::Filter(ActivityFilter { outcome: lost, ..ActivityFilter::default() })]
    );

    let mut harness = english(on_activity(with(some())));
    harness.get_by_role_and_label(Role::ComboBox, "identity provider").click();
    harness.run();
    harness.get_by_label_contains("WeChat · 62f").click_accesskit();
    harness.run();
    let wechat = Some("62f2093271a2b3cc10d966ee".to_owned());
    let filter = ActivityFilter { ext_idp_id: wechat, ..ActivityFilter::default() };
    assert_eq!(asked(&harness), [ActivityAction::Filter(filter)]);

    let filter = ActivityFilter { code: "20x".to_owned(), ..ActivityFilter::default() };
    let said = everywhere(&on_activity(Activity { filter, ..with(some()) }));
    assert_says(&said, &["A code is a number"]);
}

#[test]
fn thousands_are_listed_but_only_those_that_show_are_drawn() {
    let accepted = settled(Answer::Accepted, 200);
    let entries = (0..5000_i32).map(|n| entry(n as usize, at(-600 * i64::from(n)), accepted.clone(), Listed::Gone));
    let mut harness = english(on_activity(with(history(entries.collect()))));
    let drawn =
        |harness: &Harness<'_, Shown>| texts(harness).iter().filter(|text| text.contains("Unbind WeChat")).count();
    assert!((10..60).contains(&drawn(&harness)), "{}", drawn(&harness));
    let row = |harness: &Harness<'_, Shown>| {
        let rows = harness.get_all_by_label_contains("Unbind WeChat");
        let focused: Vec<_> = rows.filter(|row| row.is_focused()).collect();
        focused.first().and_then(|row| row.accesskit_node().label())
    };
    harness.get_all_by_label_contains("Unbind WeChat").next().unwrap().focus();
    harness.run();
    let first = row(&harness).unwrap();
    harness.key_press(egui::Key::ArrowDown);
    harness.run();
    assert_ne!(row(&harness).unwrap(), first);
    harness.key_press(egui::Key::End);
    harness.run();
    let last = row(&harness).expect("the last row has the keyboard");
    assert!(last.starts_with(&at(-600 * 4999).to_zoned(TimeZone::UTC).strftime("%H:%M:%S").to_string()), "{last}");
    assert!(drawn(&harness) < 60);
    harness.key_press(egui::Key::Home);
    harness.run();
    assert_eq!(row(&harness).unwrap(), first);
    harness.key_press(egui::Key::Tab);
    harness.run();
    assert_eq!(row(&harness), None, "the list is one stop");
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::Tab);
    harness.run();
    assert_eq!(row(&harness).unwrap(), first);
}

#[test]
fn coming_near_the_end_asks_for_more_but_only_once_and_not_after_a_failure() {
    let next = || {
        let ledger = bindery::ledger::Ledger::in_memory().unwrap();
        for _ in 0..2 {
            ledger.intend(&entry(0, at(0), None, Listed::NotRead).intent).unwrap();
        }
        let first = bindery::ledger::PageRequest::first(1);
        ledger.entries(&bindery::ledger::Filter::default(), &first).unwrap().next
    };
    let history = History { next: next(), ..some() };
    let near = english(on_activity(with(history.clone())));
    assert_eq!(asked(&near).first(), Some(&ActivityAction::ReadMore));
    assert_says(&texts(&near), &["Reading more…"]);
    let reading = Activity { pending: true, ..with(history.clone()) };
    assert!(asked(&english(on_activity(reading))).is_empty());
    let failed = Activity { failure: Some(HistoryFailure::Crashed), ..with(history) };
    assert!(asked(&english(on_activity(failed))).is_empty());
}

fn exporting(stage: ExportStage) -> State {
    let dialog = ExportDialog { path: "/home/lin/bindery-activity.csv".to_owned(), stage, ..ExportDialog::default() };
    on_activity(Activity { dialog: Some(ActivityDialog::Export(dialog)), ..with(some()) })
}

#[test]
fn every_stage_of_an_export() {
    let failed = ExportStage::Failed;
    let done = ExportStage::Done { path: PathBuf::from("/home/lin/a.csv"), entries: 4, unreadable: 1 };
    for (stage, says) in [
        (ExportStage::Ready, "Only you can read the file"),
        (ExportStage::Writing, "Writing…"),
        (done, "/home/lin/a.csv"),
        (failed(ExportFailure::Destination(DestinationFailure::Exists)), "There is a file of that name already"),
        (failed(ExportFailure::Destination(DestinationFailure::NotWhole)), "Write the whole path"),
        (failed(ExportFailure::Destination(DestinationFailure::IsFolder)), "That is a folder"),
        (failed(ExportFailure::Destination(DestinationFailure::NoFolder)), "There is no such folder"),
        (failed(ExportFailure::Destination(DestinationFailure::NotWritable)), "cannot be written"),
        (failed(ExportFailure::Destination(DestinationFailure::DiskFull)), "no room on that disk"),
        (failed(ExportFailure::Destination(DestinationFailure::Other("odd".to_owned()))), "odd"),
        (failed(ExportFailure::NotOpen), "not open"),
        (failed(ExportFailure::Ledger(LedgerError::Locked)), "Another program holds"),
        (failed(ExportFailure::Crashed), "A fault in Bindery"),
    ] {
        assert_says(&everywhere(&exporting(stage)), &["Export what the filter shows", says]);
    }
    let mut ready = english(exporting(ExportStage::Ready));
    press(&mut ready, Role::RadioButton, "JSON lines, for a program");
    let changed = ActivityAction::ChangeExport(ExportFormat::JsonLines, "/home/lin/bindery-activity.csv".to_owned());
    assert_eq!(asked(&ready), [changed]);
    let mut ready = english(exporting(ExportStage::Ready));
    press(&mut ready, Role::Button, "Export");
    assert_eq!(asked(&ready), [ActivityAction::WriteExport { replace: false }]);
    let mut exists = english(exporting(failed(ExportFailure::Destination(DestinationFailure::Exists))));
    assert!(exists.query_by_role_and_label(Role::Button, "Export").is_none());
    press(&mut exists, Role::Button, "Replace the file");
    assert_eq!(asked(&exists), [ActivityAction::WriteExport { replace: true }]);
    let mut writing = english(exporting(ExportStage::Writing));
    writing.key_press(egui::Key::Escape);
    writing.run();
    assert!(asked(&writing).is_empty(), "only its button stops what is being written");
    press(&mut writing, Role::Button, "Cancel");
    assert_eq!(asked(&writing), [ActivityAction::CloseDialog]);
}

#[test]
fn enter_in_the_field_writes_but_never_over_a_file() {
    for (stage, expected) in [
        (ExportStage::Ready, vec![ActivityAction::WriteExport { replace: false }]),
        (ExportStage::Failed(ExportFailure::Destination(DestinationFailure::Exists)), Vec::new()),
    ] {
        let mut harness = english(exporting(stage));
        harness.get_by_role_and_label(Role::TextInput, "File").focus();
        harness.run();
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!(asked(&harness), expected);
    }
}

fn forgetting(stage: ForgetStage, everything: bool, account: Option<Account>) -> State {
    let dialog = ForgetDialog { account, everything, stage };
    on_activity(Activity { dialog: Some(ActivityDialog::Forget(dialog)), ..with(some()) })
}

#[test]
fn every_stage_of_forgetting() {
    for (stage, says) in [
        (ForgetStage::Asking, "Of this account: 4 receipts"),
        (ForgetStage::Sure, "This cannot be undone"),
        (ForgetStage::Working, "Forgetting…"),
        (ForgetStage::Busy, "an unbind waits for its answer"),
        (ForgetStage::Failed(HistoryFailure::Refused(LedgerError::DiskFull)), "Nothing was forgotten"),
        (ForgetStage::Done { wiped: true }, "It is forgotten"),
        (ForgetStage::Done { wiped: false }, "Traces of it may still be on the disk"),
    ] {
        let said = everywhere(&forgetting(stage.clone(), false, Some(shown_account())));
        assert_says(&said, &["Forget history?", says]);
        if !matches!(stage, ForgetStage::Done { .. }) {
            assert_says(&said, &["What goes", "What stays", "Every binding, your session"]);
        }
    }
    let all = State { ledger: LedgerShown::Open { kept_aside: None }, ..forgetting(ForgetStage::Asking, true, None) };
    let said = everywhere(&all);
    assert_says(&said, &["Everything: 4 receipts, of 1 account", "Damaged files that were kept aside go, too"]);
    assert!(!said.iter().any(|text| text.contains("Of this account")), "nobody knows whose that would be");
}

#[test]
fn forgetting_takes_two_presses_in_two_places() {
    let state = |stage| forgetting(stage, false, Some(shown_account()));
    let mut asking = english(state(ForgetStage::Asking));
    assert!(asking.get_by_role_and_label(Role::Button, "Cancel").is_focused());
    let first = asking.get_by_role_and_label(Role::Button, "Forget…").rect();
    press(&mut asking, Role::Button, "Forget…");
    assert_eq!(asked(&asking), [ActivityAction::PressForget]);
    let mut sure = english(state(ForgetStage::Sure));
    let second = sure.get_by_role_and_label(Role::Button, "Forget it for good").rect();
    assert!(!second.contains(first.center()), "a double click stops at the first: {first} {second}");
    press(&mut sure, Role::Button, "Forget it for good");
    assert_eq!(asked(&sure), [ActivityAction::PressForget]);
    let mut asking = english(state(ForgetStage::Asking));
    press(&mut asking, Role::RadioButton, "Everything: 4 receipts, of 1 account");
    assert_eq!(asked(&asking), [ActivityAction::ChangeForget { everything: true }]);
    asking.key_press(egui::Key::Escape);
    asking.run();
    assert_eq!(asked(&asking).pop(), Some(ActivityAction::CloseDialog));
}
