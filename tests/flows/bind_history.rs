//! What the ledger keeps of binds, and binding again what was unbound.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use bindery::app::{Choice, Pace};
use bindery::ledger::{
    Answer, CameThrough, Deed, Entry, Filter, Ledger, Listed, Outcome, PageRequest, UsedConnection, WaitingEnd, Whose,
};
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::{Scene, Stage, runtime, seen, space};
use crate::visitor::{Visitor, address_bar};

const BUTTON: &str = "Bind another account…";
const MIA: &str = "mia@example.com";

/// Looks often, so that a test need not wait.
const BRISK: Pace =
    Pace { first: Duration::from_millis(30), slowest: Duration::from_millis(60), deadline: Duration::from_secs(300) };

/// Mia, signed in to a service, whose ledger is a file that the test can open, too.
struct History {
    stage: Stage,
    opened: Receiver<String>,
    folder: tempfile::TempDir,
    sandbox: Sandbox,
}

impl History {
    fn of_mia(pace: Pace) -> Self {
        let runtime = runtime();
        let sandbox = runtime.block_on(Sandbox::start()).unwrap();
        let choice = Choice::Service(space(&sandbox, Keep::Memory));
        let folder = tempfile::tempdir().unwrap();
        let data_folder = Some(folder.path().join("data"));
        let (open_address, opened) = address_bar();
        let mut stage = Stage::set(runtime, Scene { choice, data_folder, open_address, pace, ..Scene::default() });
        stage.sign_in_as(MIA);
        stage.see("Bound · 0");
        Self { stage, opened, folder, sandbox }
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.folder.path().join("data/ledger.sqlite3")).unwrap().ledger
    }

    fn entries(ledger: &Ledger) -> Vec<Entry> {
        let everything = Filter { whose: Whose::Everyone, ..Filter::default() };
        ledger.entries(&everything, &PageRequest::first(100)).unwrap().entries
    }

    /// Waits until the newest entry is like this.
    #[track_caller]
    fn kept(&mut self, what: &str, mut alike: impl FnMut(&Entry) -> bool) -> Entry {
        let ledger = self.ledger();
        let mut found = None;
        self.stage.until(what, |_| {
            found = Self::entries(&ledger).into_iter().next().filter(&mut alike);
            found.is_some()
        });
        found.unwrap()
    }

    fn choose(&mut self, button: &str) {
        self.stage.press(BUTTON);
        self.stage.press(button);
    }

    fn bind(&mut self, button: &str, person: &str) {
        self.choose(button);
        let address = address(&mut self.stage, &self.opened);
        be(&address, &[("person", person)]);
    }
}

fn address(stage: &mut Stage, opened: &Receiver<String>) -> String {
    let mut address = None;
    stage.until("an address to be opened", |_| {
        address = address.take().or_else(|| opened.try_recv().ok());
        address.is_some()
    });
    address.unwrap()
}

/// Opens an address in a browser and answers the provider's page.
fn be(address: &str, fields: &[(&str, &str)]) {
    let page = Visitor::default().open(address);
    assert!(page.address.path().starts_with("/providers/"), "{page:?}");
    Visitor::default().submit(&page, fields);
}

fn outcome(entry: &Entry) -> Outcome {
    Outcome::of(entry.intent.deed, entry.settlement.as_ref().map(|settlement| &settlement.answer), &entry.listed)
}

fn ended(entry: &Entry) -> Option<WaitingEnd> {
    match entry.listed {
        Listed::NothingNew { ended, .. } => Some(ended),
        _ => None,
    }
}

fn go_to(stage: &mut Stage, screen: &str) {
    stage.harness.get_by_role_and_label(Role::Tab, screen).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// The identifiers that links were asked for with.
fn identifiers(stage: &Stage) -> Vec<String> {
    let value = |query: &[(String, String)]| {
        query.iter().find(|(name, _)| name == "ext_idp_conn_identifier").map(|(_, value)| value.clone())
    };
    stage.seen("generate-link-extidp-url").iter().filter_map(|request| value(&request.query)).collect()
}

#[test]
fn a_bind_is_kept_with_the_connection_that_it_came_through() {
    let mut history = History::of_mia(BRISK);
    history.bind("Bind Google", "noor");
    history.stage.see("Google is bound");
    let entry = history.kept("the bind to be kept", |entry| matches!(entry.listed, Listed::Bound { .. }));
    assert_eq!((entry.intent.deed, entry.intent.title.as_str()), (Deed::Bind, "Google"));
    assert_eq!(entry.intent.connection.as_deref(), Some("google"));
    let settlement = entry.settlement.as_ref().unwrap();
    assert_eq!(settlement.answer, Answer::Accepted);
    let request = entry.decisive_request().unwrap();
    assert_eq!(request.path, "/api/v3/generate-link-extidp-url");
    assert!(request.request_id.is_some() && request.status_code == Some(200), "{request:?}");
    let Listed::Bound { identity_ids, origin_connection_ids } = &entry.listed else { panic!("it is bound") };
    assert_eq!(
        (identity_ids.len(), origin_connection_ids.as_slice()),
        (1, &["605492ac41b2c3d4e5f60706".to_owned()][..])
    );

    let ledger = history.ledger();
    let id = entry.intent.ext_idp_id.clone().unwrap();
    let mut used = None;
    history.stage.until("the connection to be remembered", |_| {
        used = ledger.used_connection(&entry.intent.account, &id).unwrap();
        used.is_some()
    });
    let UsedConnection { identifier, provider, origin_connection_ids: through, .. } = used.unwrap();
    assert_eq!((identifier.as_str(), provider.as_str(), &through), ("google", "google", origin_connection_ids));

    go_to(&mut history.stage, "Activity");
    history.stage.see_part("Bind Google · Bound");
    for file in std::fs::read_dir(history.folder.path().join("data")).unwrap() {
        let path = file.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["sandbox-link-", "link_token", "eyJ"] {
            assert!(!text.contains(secret), "{secret} is in {}", path.display());
        }
    }
}

#[test]
fn the_intent_is_kept_before_the_link_is_made() {
    let mut history = History::of_mia(BRISK);
    history.sandbox.faults().inject("generate-link-extidp-url=latency-3s".parse().unwrap());
    history.choose("Bind Google");
    let sandbox_saw = |history: &History| seen(&history.sandbox, "generate-link-extidp-url").len();
    let entry = history.kept("the intent", |_| true);
    assert_eq!((outcome(&entry), sandbox_saw(&history) <= 1), (Outcome::Open, true));
    history.stage.press("Stop waiting for Google to be bound");
    let entry = history.kept("the end", |entry| ended(entry).is_some() && entry.settlement.is_some());
    assert_eq!((outcome(&entry), ended(&entry)), (Outcome::NothingNew, Some(WaitingEnd::Cancelled)));
    assert_eq!(History::entries(&history.ledger()).len(), 1);
}

#[test]
fn without_a_link_it_is_kept_that_there_was_none() {
    let mut history = History::of_mia(BRISK);
    history.sandbox.faults().inject("generate-link-extidp-url=403".parse().unwrap());
    history.choose("Bind Google");
    history.stage.see("Google: no link could be made, so nothing was bound");
    let entry = history.kept("the refusal", |entry| entry.settlement.is_some());
    assert_eq!((outcome(&entry), &entry.listed), (Outcome::NoLink, &Listed::NotRead));
    // What could not even be begun leaves nothing.
    history.sandbox.faults().inject("get-identities=http-502".parse().unwrap());
    history.stage.press("Try again to bind Google");
    history.stage.see("Google: no link could be made, so nothing was bound");
    assert_eq!(History::entries(&history.ledger()).len(), 1);
}

#[test]
fn several_links_are_one_bind_and_one_that_was_made_counts() {
    let mut history = History::of_mia(Pace { deadline: Duration::from_secs(3), ..BRISK });
    history.choose("Bind Google");
    let first = address(&mut history.stage, &history.opened);
    history.stage.press("Open the browser again for Google");
    let second = address(&mut history.stage, &history.opened);
    assert_ne!(first, second);
    be(&second, &[("action", "cancel")]);
    history.stage.see("Google: nothing new was listed in time");
    let entry = history.kept("the deadline", |entry| ended(entry).is_some());
    assert_eq!((outcome(&entry), ended(&entry)), (Outcome::NothingNew, Some(WaitingEnd::DeadlinePassed)));
    assert!(entry.listed_at.is_some());
    let requests = entry.settlement.unwrap().requests;
    let links = requests.iter().filter(|request| request.path.ends_with("/generate-link-extidp-url"));
    assert_eq!(links.count(), 2, "{requests:?}");
    assert_eq!(History::entries(&history.ledger()).len(), 1);

    history.choose_again_and_fail();
    let entry = history.kept("the other bind", |entry| {
        entry.settlement.as_ref().is_some_and(|settlement| settlement.requests.len() > 2)
    });
    assert_eq!(outcome(&entry), Outcome::BindNotChecked);
}

impl History {
    /// Binds, and has the browser opened again, for which no link can be made.
    fn choose_again_and_fail(&mut self) {
        self.stage.press("Try again to bind Google");
        address(&mut self.stage, &self.opened);
        self.sandbox.faults().inject("generate-link-extidp-url=403".parse().unwrap());
        self.stage.press("Open the browser again for Google");
        self.stage.see_part("Google: no new link could be made");
    }
}

#[test]
fn leaving_is_kept_as_what_it_was() {
    let mut history = History::of_mia(BRISK);
    history.choose("Bind Google");
    address(&mut history.stage, &history.opened);
    history.stage.press("Sign out");
    history.stage.see("You are signed out");
    let entry = history.kept("the sign-out", |entry| ended(entry).is_some());
    assert_eq!(ended(&entry), Some(WaitingEnd::SessionOver));

    let mut history = History::of_mia(BRISK);
    history.choose("Bind Google");
    address(&mut history.stage, &history.opened);
    let (ledger, History { stage, folder: _folder, .. }) = (history.ledger(), history);
    drop(stage);
    let entry = History::entries(&ledger).remove(0);
    assert_eq!((outcome(&entry), ended(&entry)), (Outcome::NothingNew, Some(WaitingEnd::ProgramEnded)));
}

#[test]
fn a_bind_goes_on_where_nothing_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    // A folder where the file should be.
    std::fs::create_dir(data.join("ledger.sqlite3")).unwrap();
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let (open_address, opened) = address_bar();
    let scene = Scene { choice, data_folder: Some(data), open_address, pace: BRISK, ..Scene::default() };
    let mut stage = Stage::set(runtime, scene);
    stage.sign_in_as(MIA);
    stage.press(BUTTON);
    stage.press("Bind Google");
    let address = address(&mut stage, &opened);
    stage.see_part("No history is kept of this bind");
    be(&address, &[("person", "noor")]);
    stage.see("Google is bound");
    assert!(stage.shows_part("No history is kept of this bind"), "{}", stage.screen());
}

/// Somebody signed in to the sandbox inside the program.
fn signed_in(account: &str, bound: &str) -> (Stage, Receiver<String>) {
    let (open_address, opened) = address_bar();
    let mut stage = Stage::set(runtime(), Scene { open_address, pace: BRISK, ..Scene::default() });
    stage.sign_in_as(account);
    stage.see(bound);
    (stage, opened)
}

fn unbind(stage: &mut Stage, name: &str) {
    stage.unbind(name);
    stage.see(&format!("{name}: Unbound"));
}

#[test]
fn it_is_bound_again_through_the_connection_that_was_used() {
    let (mut stage, opened) = signed_in(MIA, "Bound · 0");
    stage.press(BUTTON);
    stage.press("Bind WeChat through WeChat PC");
    be(&address(&mut stage, &opened), &[("person", "wen")]);
    stage.see("WeChat is bound");
    assert!(!stage.shows("Bind WeChat again…"), "{}", stage.screen());
    unbind(&mut stage, "WeChat");

    // An impatient hand makes one link.
    stage.until("the way back", |stage| stage.can_press("Bind WeChat again…"));
    for _ in 0..5 {
        stage.button("Bind WeChat again…").click_accesskit();
    }
    stage.harness.step();
    let address = address(&mut stage, &opened);
    stage.see_part("WeChat is being bound again");
    let asked = identifiers(&stage);
    assert_eq!((asked.len(), &asked[0]), (2, &asked[1]), "{asked:?}");
    be(&address, &[("person", "wen")]);
    stage.see("WeChat is bound");
    stage.see("Bound · 1");
    assert!(!stage.shows("Bind WeChat again…") && opened.try_recv().is_err(), "{}", stage.screen());
}

#[test]
fn without_a_history_the_only_connection_is_taken_or_the_person_chooses() {
    let (mut stage, opened) = signed_in("lin@example.com", "Bound · 4");
    unbind(&mut stage, "GitHub");
    stage.press("Bind GitHub again…");
    be(&address(&mut stage, &opened), &[("person", "rich")]);
    stage.see("GitHub is bound");

    unbind(&mut stage, "WeChat");
    stage.press("Bind WeChat again…");
    stage.see("Bind WeChat through WeChat PC");
    assert!(!stage.shows("Bind Google"), "{}", stage.screen());
    stage.press("Show everything that can be bound");
    stage.see("Bind Google");
    stage.press("Cancel");
    stage.press(BUTTON);
    stage.see("Bind Google");
    stage.press("Bind WeChat through WeChat PC");
    be(&address(&mut stage, &opened), &[("person", "rich")]);
    stage.see("WeChat is bound");
}

#[test]
fn what_is_not_enabled_here_is_not_offered_again() {
    let (mut stage, _opened) = signed_in("lin@example.com", "Bound · 4");
    unbind(&mut stage, "Azure AD");
    stage.see_part("Azure AD is no longer enabled for this app");
    assert!(!stage.shows("Bind Azure AD again…"), "{}", stage.screen());
}

#[test]
fn a_bind_that_is_finished_after_the_cancelling_is_told_in_the_history() {
    let mut history = History::of_mia(BRISK);
    history.choose("Bind Google");
    let address = address(&mut history.stage, &history.opened);
    let page = Visitor::default().open(&address);
    history.stage.press("Stop waiting for Google to be bound");
    let entry = history.kept("the end", |entry| ended(entry).is_some());
    assert_eq!(outcome(&entry), Outcome::NothingNew);
    // What the browser still has open is finished there, and cannot come back.
    Visitor { stays_here: true, ..Visitor::default() }.submit(&page, &[("person", "noor")]);
    history.stage.press("Refresh the list");
    history.stage.see("Bound · 1");
    let entry = history.kept("what was found", |entry| outcome(entry) == Outcome::FoundLater);
    let Listed::NothingNew { later: Some(later), .. } = &entry.listed else { panic!("{entry:#?}") };
    assert_eq!((later.identity_ids.len(), later.came_through), (1, CameThrough::Unknown));
    assert!(later.not_yet_at.is_some_and(|at| at < later.at), "{later:?}");
    go_to(&mut history.stage, "Activity");
    history.stage.see_part("Bind Google · Bound later, perhaps from elsewhere");
}
