//! The Activity screen: what was done shows there, is found again, goes to a file, and is forgotten.

use std::path::PathBuf;

use bindery::app::{Choice, Phase, Screen};
use bindery::ledger::{Account, Answer, Deed, Filter, Intent, Ledger, Listed, Settlement, Whose};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;

use crate::stage::{Scene, Stage, runtime, space};

const SEARCH: &str = "Search name, id, message…";

/// Somebody signed in to a service, whose ledger is a file that the test can open, too.
struct History {
    stage: Stage,
    folder: tempfile::TempDir,
    _sandbox: Sandbox,
}

impl History {
    fn signed_in() -> Self {
        let runtime = runtime();
        let sandbox = runtime.block_on(Sandbox::start()).unwrap();
        let choice = Choice::Service(space(&sandbox, Keep::Memory));
        let folder = tempfile::tempdir().unwrap();
        let data_folder = Some(folder.path().join("data"));
        let mut stage = Stage::set(runtime, Scene { choice, data_folder, ..Scene::default() });
        stage.sign_in();
        Self { stage, folder, _sandbox: sandbox }
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.folder.path().join("data/ledger.sqlite3")).unwrap().ledger
    }

    /// The account that is shown, once the ledger has heard of it.
    fn account(&mut self) -> Account {
        let ledger = self.ledger();
        let mut found = None;
        self.stage.until("the ledger to know the account", |_| {
            found = ledger.accounts().unwrap().first().map(|known| known.account.clone());
            found.is_some()
        });
        found.unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Keeps so many unbinds, a minute apart, called by their numbers.
fn keep(ledger: &Ledger, account: &Account, count: u32) {
    for number in 0..count {
        let begun_at = Timestamp::from_second(1_700_000_000 + 60 * i64::from(number)).unwrap();
        let intent = Intent {
            account: account.clone(),
            deed: Deed::Unbind,
            begun_at,
            batch: None,
            provider: "github".to_owned(),
            title: format!("=GitHub {number:04}"),
            ext_idp_id: Some("62f2093271a2b3cc10d966ee".to_owned()),
            identity_ids: vec![format!("identity-{number}")],
            origin_connection_ids: Vec::new(),
            connection: None,
        };
        let id = ledger.intend(&intent).unwrap();
        let took = std::time::Duration::from_millis(20);
        let settlement = Settlement { answer: Answer::Accepted, at: begun_at, took, requests: Vec::new() };
        ledger.settle(&id, &settlement).unwrap();
        ledger.update_listed(&id, &Listed::Gone, Some(begun_at)).unwrap();
    }
}

/// Goes to a screen by the rail.
fn go_to(stage: &mut Stage, screen: &str) {
    stage.harness.get_by_role_and_label(Role::Tab, screen).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// Puts this into a field in place of what is there.
fn retype(stage: &mut Stage, field: &str, text: &str) {
    let find = |stage: &Stage| stage.harness.get_by_role_and_label(Role::TextInput, field).rect().center();
    let at = find(stage);
    stage.harness.get_by_role_and_label(Role::TextInput, field).focus();
    stage.harness.step();
    stage.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.harness.step();
    assert_eq!(find(stage), at, "nothing moves while one types");
    stage.harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    stage.harness.step();
}

/// How far the history was read.
fn read(stage: &Stage) -> usize {
    match &stage.harness.state().program().state().phase {
        Phase::Home(home) => home.activity.history.as_ref().map_or(0, |history| history.entries.len()),
        Phase::Opening(_) | Phase::SignIn(_) => 0,
    }
}

/// The rows that are on the screen, from the top.
fn rows(stage: &Stage) -> Vec<String> {
    stage.texts().into_iter().filter(|text| text.contains(" · Unbind ")).collect()
}

#[test]
fn an_unbind_shows_as_it_goes_on_and_its_receipt_opens_whole() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-3s"]);
    stage.sign_in();
    go_to(&mut stage, "Activity");
    stage.see("Nothing was bound or unbound from here yet");
    go_to(&mut stage, "Connections");
    stage.unbind_until_sent("WeChat");
    go_to(&mut stage, "Activity");
    stage.see_part("Unbind WeChat · Waiting for the answer");
    stage.see_part("in memory only, and goes with the window");
    stage.see_part("Unbind WeChat · Unbound · 200");
    assert!(!stage.shows_part("Waiting for the answer"), "what is there is replaced: {}", stage.screen());
    let row = rows(&stage).remove(0);
    stage.press(&row);
    stage.see("sent: extIdpId 62f2093271a2b3cc10d966ee");
    stage.see_part("Request 1: POST /api/v3/unlink-extidp");
    stage.see("The list no longer names the binding.");
    stage.see_part("list read ");
}

#[test]
fn a_receipt_leads_to_its_call_as_long_as_that_is_held() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind_until_sent("WeChat");
    stage.see("Bound · 3");
    go_to(&mut stage, "Activity");
    stage.see_part("Unbind WeChat · Unbound · 200");
    let row = rows(&stage).remove(0);
    stage.press(&row);
    // The binding that was looked for is what the call carried.
    stage.press("Show the call in the Inspector");
    stage.see("Summary");
    assert_eq!(stage.harness.state().program().state().screen, Screen::Inspector);
    stage.harness.get_by_role_and_label(Role::Tab, "Request").click_accesskit();
    stage.see_part("62f2093271a2b3cc10d966ee");
    stage.press("Forget all calls…");
    stage.press("Forget them");
    go_to(&mut stage, "Activity");
    stage.see_part("The call itself is no longer held");
    assert!(!stage.shows("Show the call in the Inspector"));
}

#[test]
fn hundreds_are_read_in_pages_and_the_newest_search_wins() {
    let mut history = History::signed_in();
    let account = history.account();
    keep(&history.ledger(), &account, 450);
    keep(&history.ledger(), &Account { subject: "somebody else".to_owned(), ..account }, 3);
    let stage = &mut history.stage;
    go_to(stage, "Activity");
    stage.see("450 receipts");
    assert!(rows(stage)[0].contains("Unbind =GitHub 0449 · Unbound"), "{:?}", rows(stage));
    stage.harness.get_by_role_and_label(Role::Button, &rows(stage)[0]).focus();
    stage.harness.step();
    // Each press goes to the last that is there, and brings those after it.
    for (last, then) in [("0250", 400), ("0050", 450), ("0000", 450)] {
        stage.harness.key_press(egui::Key::End);
        stage.see_part(&format!("Unbind =GitHub {last} · Unbound"));
        stage.until("those after it to be read", |stage| read(stage) == then);
    }
    retype(stage, SEARCH, "github 01");
    retype(stage, SEARCH, "IDENTITY-317");
    stage.see("1 of 450");
    assert_eq!(rows(stage).len(), 1, "{:?}", rows(stage));
    assert!(rows(stage)[0].contains("=GitHub 0317"));
    stage.press("Clear the filter");
    stage.see("450 receipts");
    retype(stage, "Code", "403");
    stage.see("Nothing matches the filter");
    retype(stage, "Code", "4o3");
    stage.see_part("A code is a number");
    stage.see("450 of 450");
    assert!(!stage.is_woken_within(std::time::Duration::from_millis(400)), "nothing changes, so nothing is drawn");
}

#[test]
fn an_export_says_where_it_is_and_takes_the_place_of_no_other_file() {
    let mut history = History::signed_in();
    let account = history.account();
    keep(&history.ledger(), &account, 250);
    let (csv, json) = (history.path("out.csv"), history.path("out.jsonl"));
    let stage = &mut history.stage;
    go_to(stage, "Activity");
    stage.see("250 receipts");
    retype(stage, SEARCH, "GitHub 00");
    stage.see("100 of 250");

    stage.press("Export…");
    stage.see("100 receipts are written to a file on this computer.");
    let offered =
        |stage: &Stage| stage.harness.get_by_role_and_label(Role::TextInput, "File").value().unwrap_or_default();
    stage.until("a place to be offered", |stage| offered(stage).ends_with(".csv"));
    retype(stage, "File", csv.to_str().unwrap());
    stage.press("Export");
    stage.see("100 receipts were written to");
    assert!(stage.shows(csv.to_str().unwrap()));
    stage.press("Close");
    let written = std::fs::read_to_string(&csv).unwrap();
    let lines: Vec<_> = written.lines().collect();
    assert_eq!(lines.len(), 101);
    assert!(lines[0].starts_with("\u{feff}begun_at,deed,outcome,"), "{}", lines[0]);
    assert!(lines[1].contains(",'=GitHub 0099,"), "a name is no formula: {}", lines[1]);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&csv).unwrap().permissions()) & 0o777, 0o600);

    std::fs::write(&csv, "of somebody else").unwrap();
    stage.press("Export…");
    stage.until("a place to be offered", |stage| !offered(stage).is_empty());
    retype(stage, "File", csv.to_str().unwrap());
    stage.press("Export");
    stage.see_part("There is a file of that name already");
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), "of somebody else");
    stage.press("Replace the file");
    stage.see("100 receipts were written to");
    stage.press("Close");
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), written);

    stage.press("Export…");
    stage.until("a place to be offered", |stage| !offered(stage).is_empty());
    retype(stage, "File", history.folder.path().join("no/such.csv").to_str().unwrap());
    stage.press("Export");
    stage.see_part("There is no such folder");
    retype(stage, "File", json.with_extension("csv").to_str().unwrap());
    stage.harness.get_by_role_and_label(Role::RadioButton, "JSON lines, for a program").click_accesskit();
    stage.until("the ending to follow", |stage| offered(stage).ends_with(".jsonl"));
    stage.press("Export");
    stage.see("100 receipts were written to");
    let written = std::fs::read_to_string(&json).unwrap();
    assert_eq!(written.lines().count(), 100);
    for line in written.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["outcome"], "accepted-gone");
    }
    let left: Vec<_> =
        std::fs::read_dir(history.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "the data folder and the two files: {left:?}");
}

#[test]
fn forgetting_an_account_leaves_the_others_and_takes_two_presses() {
    let mut history = History::signed_in();
    let account = history.account();
    let other = Account { subject: "somebody else".to_owned(), ..account.clone() };
    let ledger = history.ledger();
    keep(&ledger, &account, 3);
    keep(&ledger, &other, 2);
    let count = |account: &Account| {
        let whose = Whose::Account(account.clone());
        ledger.count(&Filter { whose, ..Filter::default() }).unwrap()
    };
    let stage = &mut history.stage;
    go_to(stage, "Activity");
    stage.see("3 receipts");
    stage.press("Forget history…");
    stage.see("Of this account: 3 receipts");
    stage.press("Cancel");
    stage.press("Forget history…");
    stage.press("Forget…");
    stage.see("This cannot be undone. Forget it for good?");
    assert_eq!(count(&account), 3, "nothing is forgotten by the first press");
    stage.press("Forget it for good");
    stage.see("It is forgotten");
    // The test reads the file, too, as another window would.
    stage.press("Close");
    stage.see("Nothing is kept of this account");
    assert_eq!((count(&account), count(&other)), (0, 2));
    stage.press("Show every account");
    stage.see("2 receipts");
    stage.press("Forget history…");
    stage.harness.get_by_role_and_label(Role::RadioButton, "Everything: 2 receipts, of 1 account").click_accesskit();
    stage.harness.step();
    stage.press("Forget…");
    stage.press("Forget it for good");
    stage.see("It is forgotten");
    stage.press("Close");
    stage.see("Nothing was bound or unbound from here yet");
    assert_eq!(count(&other), 0);
}

#[test]
fn nothing_is_forgotten_while_an_unbind_waits_for_its_answer() {
    let mut stage = Stage::with_faults(&["unlink-extidp=latency-10s"]);
    stage.sign_in();
    stage.unbind_until_sent("WeChat");
    go_to(&mut stage, "Activity");
    stage.see_part("Waiting for the answer");
    stage.press("Forget history…");
    stage.press("Forget…");
    stage.see_part("an unbind waits for its answer");
    stage.press("Cancel");
    stage.see_part("Unbind WeChat · Waiting for the answer");
}

#[test]
fn a_ledger_that_is_not_open_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    // A folder where the file should be.
    std::fs::create_dir(data.join("ledger.sqlite3")).unwrap();
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let mut stage = Stage::set(runtime, Scene { choice, data_folder: Some(data), ..Scene::default() });
    stage.sign_in();
    go_to(&mut stage, "Activity");
    stage.see("No history is kept just now");
    assert!(!stage.shows("Export…") && !stage.shows("Forget history…"), "{}", stage.screen());
    assert!(stage.shows_part("ledger.sqlite3"), "{}", stage.screen());
}
