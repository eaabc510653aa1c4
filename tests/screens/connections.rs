//! The list in all its states.

use bindery::app::{Connections, Home, KeyringState, LastCall, SignIn, SpaceShown, State};
use bindery::genauth::{Error, Language, Unreachable};
use bindery::session::{EndedBy, SpaceName, Standing, VaultError};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::scene::{
    assert_says, at, attempt, connections, everywhere, home, identity, refused, show, sign_in, signed_in, space,
    unbinding,
};

#[test]
fn list_states() {
    let mut first = Connections::default();
    first.identities.pending = true;
    first.enabled.pending = true;
    assert_says(&everywhere(&home(Home { connections: first, ..Home::default() })), &["Reading what is bound"]);

    let empty = Connections::of_lists(Ok(Vec::new()), Ok(Vec::new()), at(-1));
    assert_says(&everywhere(&home(signed_in(empty))), &["Nothing is bound to this account", "Bound · 0"]);

    let failed = Connections::of_lists(Err(refused(500, None)), Ok(Vec::new()), at(-1));
    let said = everywhere(&home(signed_in(failed)));
    assert_says(&said, &["The list could not be read", "statusCode 500", "Try again"]);
    assert!(!said.iter().any(|text| text.starts_with("Bound ·")));

    let mut stale = connections();
    stale.identities.failure = Some(Error::NotReachable(Unreachable::Refused));
    assert_says(&everywhere(&home(signed_in(stale))), &["could not be read again", "Bound · 2", "Nothing answers"]);

    let identities = vec![identity("1", "w", "wechat")];
    let partial = Connections::of_lists(Ok(identities), Err(refused(500, None)), at(-1));
    let said = everywhere(&home(signed_in(partial)));
    assert_says(&said, &["Which identity providers this app offers", "enabled here is not known"]);

    let said = everywhere(&home(signed_in(connections())));
    let expected = ["Bound · 2", "WeChat", "2 identities", "enabled here as “WeChat PC”", "not enabled for this app"];
    assert_says(&said, &expected);
    assert_says(&said, &["Access token expires in 58 min", "林晓", "Unbind WeChat…", "Unbind GitHub…"]);
}

#[test]
fn session_states() {
    let over = Home { standing: Standing { over: true, ..Standing::default() }, ..signed_in(connections()) };
    let said = everywhere(&home(over));
    assert_says(&said, &["You are no longer signed in", "Sign in again", "Bound · 2"]);
    assert!(!said.iter().any(|text| text == "Unbind WeChat…"));

    for (ended_by, words) in [
        (EndedBy::Service, "The service ended the session"),
        (EndedBy::OtherProgram, "signed out in another Bindery window"),
        (EndedBy::IdToken, "someone whom Bindery cannot accept"),
    ] {
        let standing = Standing { over: true, ended_by: Some(ended_by), ..Standing::default() };
        assert_says(&everywhere(&home(Home { standing, ..signed_in(connections()) })), &[words, "Sign in again"]);
    }

    let keyrings = [
        (KeyringState::Writing, "Waiting for the keyring"),
        (KeyringState::Unavailable(VaultError::NotAvailable(String::new())), "offers no keyring"),
        (KeyringState::Declined, "until you close Bindery"),
    ];
    for (keyring, words) in keyrings {
        assert_says(&everywhere(&home(Home { keyring, ..signed_in(connections()) })), &[words]);
    }
    assert_says(&everywhere(&home(Home { signing_out: true, ..signed_in(connections()) })), &["Signing out…"]);
}

#[test]
fn what_was_last_seen_has_its_time_and_nothing_to_unbind() {
    let mut seen = connections();
    seen.offline = true;
    seen.identities.failure = Some(Error::NotReachable(Unreachable::NameNotFound));
    let said = everywhere(&home(signed_in(seen)));
    assert_says(&said, &["Offline: this is as of 2026-09-21", "was not found", "Try again", "Bound · 2", "GitHub"]);
    assert!(!said.iter().any(|text| text.starts_with("Unbind ")), "{said:?}");
}

#[test]
fn an_unbind_under_way_says_for_how_long() {
    let mut connections = connections();
    connections.unbinding.push(unbinding(0));
    let mut state = home(signed_in(connections));
    state.now = at(0) + jiff::SignedDuration::from_millis(3_250);
    let said = everywhere(&state);
    assert_says(&said, &["Unbinding…", "3.2 s, waiting", "Stop waiting for WeChat", "Unbind GitHub…"]);
    assert!(!said.iter().any(|text| text == "Unbind WeChat…"));
}

#[test]
fn names_that_would_deceive_do_not() {
    let mut hostile = identity("1", "w", "\u{202e}buhtig\u{200b}");
    hostile.user_info_in_idp =
        serde_json::json!({ "nickname": format!("a\u{202e}b\n{}", "x".repeat(10_000)) }).as_object().cloned().unwrap();
    let connections = Connections::of_lists(Ok(vec![hostile]), Ok(Vec::new()), at(-1));
    let said = everywhere(&home(signed_in(connections)));
    assert!(said.iter().all(|text| !text.contains('\u{202e}') && !text.contains('\u{200b}')));
    assert!(said.iter().all(|text| text.chars().count() < 600), "a long name is cut");
}

#[test]
fn two_cards_of_one_provider_have_names_of_their_own() {
    let identities =
        vec![identity("1", "62f2093271a2b3cc10d966ee", "github"), identity("2", "73f2093271a2b3cc10d966ff", "github")];
    let said = everywhere(&home(signed_in(Connections::of_lists(Ok(identities), Ok(Vec::new()), at(-1)))));
    let mut buttons: Vec<_> = said.iter().filter(|text| text.starts_with("Unbind ")).collect();
    buttons.sort();
    buttons.dedup();
    assert_eq!(buttons.len(), 2, "{buttons:?}");
}
#[test]
fn the_status_bar_tells_the_last_call_and_the_tokens_time() {
    let mut state = home(signed_in(connections()));
    state.last_call = Some(LastCall { attempt: attempt(403, Some(2020)), error: Some(refused(403, Some(2020))) });
    let said = everywhere(&state);
    assert_says(
        &said,
        &["Last asked for: POST /api/v3/unlink-extidp · HTTP 200 · 403 · 2020 · 14 ms · message Operation"],
    );
    assert_says(&said, &["requestId 934108e5", "You are not signed in", "Copy the requestId of the last call"]);
    state.last_call = Some(LastCall { attempt: attempt(200, None), error: None });
    assert_says(&everywhere(&state), &["· 200 · 14 ms", "The request succeeded"]);
    let host = SpaceShown { name: SpaceName::Host, host: "example.com".to_owned(), personas: Vec::new(), ..space() };
    let elsewhere = State { space: Some(host), ..sign_in(SignIn::default()) };
    assert!(everywhere(&elsewhere).iter().all(|text| text.matches("example.com").count() < 2));
    for (seconds, words) in [(30, "under a minute"), (-5, "renewed at the next call"), (3 * 3600 + 9, "3 h")] {
        let mut home_of = signed_in(connections());
        home_of.standing.expires_at = Some(at(seconds));
        assert_says(&everywhere(&home(home_of)), &[words]);
    }
}

#[test]
fn no_room_is_left_where_nothing_is_said() {
    let plain = home(signed_in(connections()));
    let mut told = plain.clone();
    told.ledger = bindery::app::LedgerShown::Failed(bindery::app::LedgerTrouble::NoFolder);
    for size in [(1280.0, 820.0), (720.0, 480.0)] {
        let room = |state: &State| {
            let harness = show(state.clone(), Language::English, egui::Theme::Light, size);
            let above = [(Role::Heading, "Connections"), (Role::Button, "Refresh the list")]
                .map(|(role, name)| harness.get_by_role_and_label(role, name).rect().bottom());
            harness.get_by_role_and_label(Role::Label, "Bound · 2").rect().top() - above[0].max(above[1])
        };
        assert!((8.0..=26.0).contains(&room(&plain)), "{}", room(&plain));
        assert!(room(&told) > room(&plain) + 40.0, "a notice has its room");
    }
}
