//! Binding: the choice, the tracker and the note, in all their states.

use bindery::account::{Listed, Reply};
use bindery::app::{
    Action, BindAction, BindFailure, BindLeft, BindOutcome, BindStage, BindTracker, Bound, Connections, Home,
    LedgerTrouble, State,
};
use bindery::genauth::{EnabledConnection, Error, ExtIdpKind, Language, Unreachable};
use bindery::session::{BrowserError, LinkError, Standing};
use egui_kittest::kittest::Queryable as _;
use std::time::Duration;

use crate::scene::{
    assert_says, at, connections, enabled, everywhere, home, identity, receipt, refused, show, signed_in,
};

fn connection(identifier: &str, ext_idp_id: &str, provider: &str, name: &str) -> EnabledConnection {
    EnabledConnection {
        identifier: identifier.to_owned(),
        provider: provider.to_owned(),
        name: name.to_owned(),
        ..enabled(name, ext_idp_id)
    }
}

/// WeChat is bound; Google, Lark with two connections, two GitHubs and a hostile name are not.
fn offering() -> Connections {
    let offered = vec![
        enabled("WeChat PC", "w"),
        connection("google", "o", "google", "Google"),
        connection("feishu-internal", "l", "lark", "Feishu (internal)"),
        connection("feishu-public", "l", "lark", "Feishu (public)"),
        connection("github", "g", "github", "GitHub"),
        connection("github-partners", "p", "github", "GitHub (partners)"),
        EnabledConnection {
            kind: ExtIdpKind::Enterprise,
            ..connection("odd", "x", "saml", &format!("a\u{202e}b\n{}", "y".repeat(10_000)))
        },
    ];
    Connections::of_lists(Ok(vec![identity("1", "w", "wechat")]), Ok(offered), at(-30))
}

fn choosing(connections: Connections) -> Home {
    let mut home = signed_in(connections);
    home.binds.choosing = true;
    home
}

fn tracker(stage: BindStage) -> BindTracker {
    BindTracker {
        number: 1,
        connection: connection("google", "o", "google", "Google"),
        started: at(-75),
        deadline: Duration::from_secs(300),
        stage,
        again: false,
        address: None,
        not_opened: None,
        looked: None,
        unreadable: None,
        asked_to_look: false,
        looked_in_vain: false,
        attempts: Vec::new(),
        not_kept: None,
    }
}

fn with_tracker(tracker: BindTracker) -> State {
    let mut of = signed_in(offering());
    of.binds.trackers.push(tracker);
    home(of)
}

fn begin(identifier: &str, title: &str) -> BindAction {
    BindAction::Begin { identifier: identifier.to_owned(), title: title.to_owned() }
}

fn asked(state: &State, button: &str) -> Vec<Action> {
    let mut harness = show(state.clone(), Language::English, egui::Theme::Light, (1280.0, 820.0));
    harness.get_by_role_and_label(egui::accesskit::Role::Button, button).click_accesskit();
    harness.run();
    std::mem::take(&mut harness.state_mut().actions)
}

#[track_caller]
fn assert_asks(state: &State, button: &str, expected: &BindAction) {
    let actions = asked(state, button);
    assert!(matches!(actions.as_slice(), [Action::Bind(action)] if action == expected), "{button}: {actions:?}");
}

#[test]
fn what_can_be_bound() {
    let state = home(choosing(offering()));
    let said = everywhere(&state);
    assert_says(
        &said,
        &["Bind another account", "Bind Google", "Bind GitHub (github)", "Bind GitHub (github-partners)"],
    );
    assert_says(&said, &["Bind Feishu / Lark through Feishu (internal)", "Bind Feishu / Lark through Feishu (public)"]);
    assert_says(
        &said,
        &["Feishu (internal) · feishu-internal", "Search by name, provider or identifier", "enterprise"],
    );
    assert!(!said.iter().any(|text| text == "Bind WeChat"), "{said:?}");
    assert!(said.iter().all(|text| !text.contains('\u{202e}') && text.chars().count() < 600));
    assert_asks(&state, "Bind Google", &begin("google", "Google"));
    let through = "Bind Feishu / Lark through Feishu (public)";
    assert_asks(&state, through, &begin("feishu-public", "Feishu / Lark"));
    assert_asks(&home(signed_in(offering())), "Bind another account…", &BindAction::Choose);
    assert_asks(&state, "Cancel", &BindAction::CloseChoice);
}

#[test]
fn the_search_finds_and_says_when_there_is_nothing() {
    let mut harness = show(home(choosing(offering())), Language::English, egui::Theme::Light, (1280.0, 820.0));
    harness.state_mut().forms.connections.bind.search = "PARTNERS".to_owned();
    harness.run();
    assert!(harness.query_by_label("Bind GitHub (github-partners)").is_some());
    assert!(harness.query_by_label("Bind Google").is_none());
    harness.state_mut().forms.connections.bind.search = "nobody".to_owned();
    harness.run();
    assert!(harness.query_by_label("Nothing that can be bound matches that.").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run();
    let actions = &harness.state().actions;
    assert!(matches!(actions.last(), Some(Action::Bind(BindAction::CloseChoice))), "{actions:?}");
}

#[test]
fn why_nothing_can_be_bound() {
    let mut loading = Connections::default();
    loading.identities.pending = true;
    loading.enabled.pending = true;
    let nothing_left = Connections::of_lists(Ok(vec![identity("1", "w", "w")]), Ok(vec![enabled("W", "w")]), at(-1));
    let nothing_offered = Connections::of_lists(Ok(Vec::new()), Ok(Vec::new()), at(-1));
    let partial = Connections::of_lists(Ok(Vec::new()), Err(refused(500, None)), at(-1));
    let unreadable = Connections::of_lists(Err(refused(500, None)), Ok(vec![enabled("W", "w")]), at(-1));
    let mut offline = connections();
    offline.offline = true;
    for (connections, words) in [
        (loading, ["Reading what can be bound", "Cancel"]),
        (nothing_left, ["offers is bound already", "unbind the one"]),
        (nothing_offered, ["offers no identity providers", "administrator"]),
        (partial, ["What can be bound could not be read", "statusCode 500"]),
        (unreadable, ["What can be bound could not be read", "Try again"]),
        (offline, ["Offline: nothing can be bound now", "read earlier"]),
    ] {
        assert_says(&everywhere(&home(choosing(connections))), &words);
    }
    let mut without = choosing(offering());
    without.binds.no_id_token = true;
    let said = everywhere(&home(without));
    assert_says(&said, &["This session has no ID token, so nothing can be bound", "sign in again with a password"]);
    assert!(!said.iter().any(|text| text == "Bind Google"));
    let over = Home { standing: Standing { over: true, ..Standing::default() }, ..choosing(offering()) };
    let said = everywhere(&home(over));
    assert_says(&said, &["Sign in again, then bind."]);
    assert!(!said.iter().any(|text| text == "Bind another account…"));
}

#[test]
fn a_bind_under_way() {
    let said = everywhere(&with_tracker(tracker(BindStage::MakingLink)));
    assert_says(&said, &["Binding Google", "through “Google”", "Make a link that works once · under way"]);
    assert_says(&said, &["1:15 of 5:00", "Stop waiting for Google to be bound"]);
    assert!(!said.iter().any(|text| text.starts_with("Check now") || text.contains("Open the browser again")));

    let opening = BindTracker { address: Some("http://127.0.0.1:4100/abc".to_owned()), ..tracker(BindStage::Opening) };
    let said = everywhere(&with_tracker(opening.clone()));
    assert_says(&said, &["Open the browser · under way", "Copy address", "http://127.0.0.1:4100/abc"]);
    let not_opened = BindTracker { not_opened: Some("none installed".to_owned()), ..opening };
    let said = everywhere(&with_tracker(not_opened));
    assert_says(&said, &["No browser could be opened", "none installed", "Copy address"]);

    let waiting = BindTracker { looked: Some(at(-3)), ..tracker(BindStage::Waiting) };
    let state = with_tracker(waiting.clone());
    let said = everywhere(&state);
    assert_says(&said, &["Wait for you to sign in at Google · under way", "Find it in the list · still ahead"]);
    assert_says(&said, &["list last read at"]);
    assert_asks(&state, "Check now whether Google is bound", &BindAction::LookNow(1));
    assert_asks(&state, "Open the browser again for Google", &BindAction::OpenAgain(1));
    assert_asks(&state, "Stop waiting for Google to be bound", &BindAction::Cancel(1));

    let looking = BindTracker { asked_to_look: true, ..waiting.clone() };
    assert_says(&everywhere(&with_tracker(looking)), &["Check now whether Google is bound"]);
    let in_vain = BindTracker { looked_in_vain: true, ..waiting.clone() };
    assert_says(&everywhere(&with_tracker(in_vain)), &["Nothing new is listed yet", "cancelled in the browser"]);
    let unreadable = Some(Error::NotReachable(Unreachable::Refused));
    let said = everywhere(&with_tracker(BindTracker { unreadable, ..waiting }));
    assert_says(&said, &["Bindery goes on trying", "Nothing answers"]);
}

#[test]
fn two_binds_of_one_brand_have_names_of_their_own() {
    let mut of = signed_in(offering());
    let github = |number, identifier: &str, id: &str| BindTracker {
        number,
        connection: connection(identifier, id, "github", "GitHub"),
        ..tracker(BindStage::Waiting)
    };
    of.binds.trackers = vec![github(1, "github", "g"), github(2, "github-partners", "p")];
    let said = everywhere(&home(of));
    assert_says(&said, &["Stop waiting for GitHub (github) to be", "Stop waiting for GitHub (github-partners) to be"]);
}

fn ended(outcome: BindOutcome) -> State {
    with_tracker(tracker(BindStage::Ended(outcome)))
}

#[test]
fn what_came_of_it() {
    let bound = Bound {
        identifier: "google".to_owned(),
        ext_idp_id: "o".to_owned(),
        identities: vec![identity("62f20932a1b2c3bcc10d966e", "o", "google")],
        origin_connection_ids: Vec::new(),
        when: at(-1),
        took: Duration::from_secs(74),
        attempts: Vec::new(),
    };
    let done = ended(BindOutcome::Bound(Box::new(bound)));
    let said = everywhere(&done);
    assert_says(&said, &["Google is bound", "as 晓林", "connection google", "identityId 62f20932", "took 1:14"]);
    assert!(!said.iter().any(|text| text.starts_with("Try again")));
    assert_asks(&done, "Dismiss the note about Google", &BindAction::Dismiss(1));
    assert_says(&everywhere(&ended(BindOutcome::BoundBefore)), &["Google was bound already", "No link was made"]);

    let list = || Error::NotReachable(Unreachable::ConnectionLost);
    let call = |error| BindOutcome::Failed(BindFailure::Link(LinkError::Call(error)));
    for (outcome, words) in [
        (BindOutcome::NothingNew, ["nothing new was listed in time", "bound to another account here"]),
        (BindOutcome::Cancelled, ["is no longer waited for", "bound all the same"]),
        (BindOutcome::Left(BindLeft::AnotherAccount), ["because another account was shown", "Close the page"]),
        (BindOutcome::Left(BindLeft::SignedOut), ["because you are leaving this session", "Close the page"]),
        (BindOutcome::Left(BindLeft::SessionOver), ["because the session is over", "Close the page"]),
        (call(refused(403, None)), ["no link could be made, so nothing was bound", "statusCode 403"]),
        (BindOutcome::Failed(BindFailure::List(list())), ["no link could be made", "was lost"]),
        (
            BindOutcome::Failed(BindFailure::Listen(BrowserError::CannotListen("denied".to_owned()))),
            ["does not let Bindery wait", "denied"],
        ),
        (BindOutcome::Failed(BindFailure::Crashed), ["A fault in Bindery", "no link could be made"]),
    ] {
        let state = ended(outcome);
        assert_says(&everywhere(&state), &words);
        assert_asks(&state, "Try again to bind Google", &begin("google", "Google"));
    }
    for (error, words) in [
        (LinkError::NoIdToken, ["no ID token", "Sign out, then sign in again"]),
        (LinkError::IdTokenExpired, ["The ID token has expired", "offline_access"]),
    ] {
        let said = everywhere(&ended(BindOutcome::Failed(BindFailure::Link(error))));
        assert_says(&said, &words);
        assert!(!said.iter().any(|text| text.starts_with("Try again")), "a new link would not help");
    }
    let crashed = BindStage::Ended(BindOutcome::Failed(BindFailure::Crashed));
    let said = everywhere(&with_tracker(BindTracker { again: true, ..tracker(crashed) }));
    assert_says(&said, &["no new link could be made; the one before may still be finished"]);
    let unreadable = Some(list());
    let not_known = BindTracker { unreadable, ..tracker(BindStage::Ended(BindOutcome::NothingNew)) };
    assert_says(&everywhere(&with_tracker(not_known)), &["not known whether it is bound", "was lost"]);
}

#[test]
fn a_bind_of_which_nothing_is_kept_says_why() {
    for stage in [BindStage::Waiting, BindStage::Ended(BindOutcome::NothingNew)] {
        let not_kept = Some(LedgerTrouble::Writing(bindery::ledger::LedgerError::DiskFull));
        let said = everywhere(&with_tracker(BindTracker { not_kept, ..tracker(stage) }));
        assert_says(&said, &["No history is kept of this bind", "There is no room on the disk"]);
    }
}

/// WeChat is unbound, and its receipt says so; these are enabled.
fn unbound(offered: Vec<EnabledConnection>) -> Home {
    let mut before = connections();
    before.receipts.push(receipt(Reply::Accepted, Listed::Gone));
    signed_in(before.then_lists(Ok(Vec::new()), Ok(offered), at(-1)))
}

#[test]
fn what_was_unbound_can_be_bound_again_where_that_is_possible() {
    const AGAIN: &str = "Bind WeChat again…";
    let wechat = || vec![enabled("WeChat PC", "w")];
    let again = BindAction::Again { receipt: 1, title: "WeChat".to_owned() };
    assert_asks(&home(unbound(wechat())), AGAIN, &again);

    let mut offline = unbound(wechat());
    offline.connections.offline = true;
    let mut under_way = unbound(wechat());
    let running = tracker(BindStage::Waiting);
    under_way.binds.trackers.push(BindTracker { connection: enabled("WeChat PC", "w"), ..running });
    let over = Home { standing: Standing { over: true, ..Standing::default() }, ..unbound(wechat()) };
    for (of, words) in [
        (offline, "Offline: WeChat cannot be bound again now"),
        (under_way, "WeChat is being bound again"),
        (over, "To bind WeChat again, sign in again first"),
        (unbound(Vec::new()), "WeChat is no longer enabled for this app"),
    ] {
        let said = everywhere(&home(of));
        assert_says(&said, &[words]);
        assert!(!said.iter().any(|text| text == AGAIN), "{words}: {said:?}");
    }
    // It is listed again, and only the newest receipt has a way on.
    let mut listed = unbound(wechat());
    listed.connections = listed.connections.then_lists(Ok(vec![identity("1", "w", "wechat")]), Ok(wechat()), at(0));
    let mut superseded = unbound(wechat());
    superseded.connections.receipts[0].superseded = true;
    for of in [listed, superseded] {
        let said = everywhere(&home(of));
        assert!(!said.iter().any(|text| text.contains(" again")), "{said:?}");
    }
}

#[test]
fn the_choice_can_be_narrowed_to_one_provider() {
    let mut of = choosing(offering());
    of.binds.only = Some("l".to_owned());
    let state = home(of);
    let said = everywhere(&state);
    assert_says(&said, &["Bind Feishu / Lark through Feishu (internal)", "Show everything that can be bound"]);
    assert!(!said.iter().any(|text| text == "Bind Google"), "{said:?}");
    assert_asks(&state, "Show everything that can be bound", &BindAction::Choose);
}
