//! What a list names of a bind once nobody waits for it any more.

use bindery::ledger::{
    Answer, CameThrough, Deed, Entry, EntryId, FoundLater, Intent, Ledger, Listed, LostWhy, Outcome, UsedConnection,
    WaitingEnd,
};

use crate::stage::{Place, account, at, identity, intent, settlement};

const GITHUB: &str = "62f2093271a2b3cc10d966ee";

fn bind(begun_at: i64) -> Intent {
    let nothing_before = (Vec::new(), Vec::new());
    let (identity_ids, origin_connection_ids) = nothing_before;
    let connection = Some("github-web".to_owned());
    Intent { deed: Deed::Bind, identity_ids, origin_connection_ids, connection, ..intent("lin", begun_at) }
}

/// A bind whose link was made, and that the person cancelled.
fn cancelled(ledger: &Ledger, begun_at: i64) -> EntryId {
    let id = ledger.intend(&bind(begun_at)).unwrap();
    ledger.settle(&id, &settlement(Answer::Accepted, Vec::new())).unwrap();
    let nothing = Listed::NothingNew { ended: WaitingEnd::Cancelled, later: None };
    ledger.update_listed(&id, &nothing, Some(at(begun_at + 1))).unwrap();
    id
}

fn entry(ledger: &Ledger, id: &EntryId) -> Entry {
    ledger.entry(id).unwrap().unwrap()
}

fn later(ledger: &Ledger, id: &EntryId) -> Option<FoundLater> {
    match entry(ledger, id).listed {
        Listed::NothingNew { later, .. } => later,
        _ => None,
    }
}

fn outcome(ledger: &Ledger, id: &EntryId) -> Outcome {
    let entry = entry(ledger, id);
    Outcome::of(entry.intent.deed, entry.settlement.as_ref().map(|settlement| &settlement.answer), &entry.listed)
}

fn used(identifier: &str, id: &str) -> UsedConnection {
    UsedConnection {
        identifier: identifier.to_owned(),
        ext_idp_id: GITHUB.to_owned(),
        provider: "github".to_owned(),
        origin_connection_ids: vec![id.to_owned()],
        last_used: at(1),
    }
}

#[test]
fn a_bind_that_was_cancelled_says_when_something_is_listed_after_all() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    let id = cancelled(&ledger, 100);
    ledger.saw(&lin, &[identity("of another", "w")], at(200)).unwrap();
    assert_eq!((later(&ledger, &id), outcome(&ledger, &id)), (None, Outcome::NothingNew), "nothing new is listed yet");
    ledger.saw(&account("mia"), &[identity("hers", GITHUB)], at(250)).unwrap();
    assert_eq!(later(&ledger, &id), None, "that is somebody else's");
    ledger.saw(&lin, &[identity("of another", "w"), identity("new", GITHUB)], at(300)).unwrap();
    let expected = FoundLater {
        identity_ids: vec!["new".to_owned()],
        origin_connection_ids: vec!["c-2".to_owned(), "c-1".to_owned()],
        at: at(300),
        not_yet_at: Some(at(200)),
        came_through: CameThrough::Unknown,
    };
    assert_eq!((later(&ledger, &id), outcome(&ledger, &id)), (Some(expected.clone()), Outcome::FoundLater));
    let Listed::NothingNew { ended, .. } = entry(&ledger, &id).listed else { panic!("why it ended is kept") };
    assert_eq!((ended, entry(&ledger, &id).listed_at), (WaitingEnd::Cancelled, Some(at(101))));
    // Once it was found, nothing takes that back.
    ledger.saw(&lin, &[identity("of another", "w")], at(400)).unwrap();
    ledger.saw(&lin, &[identity("newer", GITHUB)], at(500)).unwrap();
    ledger.update_listed(&id, &Listed::NothingNew { ended: WaitingEnd::ProgramEnded, later: None }, None).unwrap();
    drop(ledger);
    assert_eq!(later(&place.open(), &id), Some(expected));
}

#[test]
fn a_bind_whose_program_ended_is_told_and_one_that_is_waited_for_is_not() {
    let place = Place::new();
    let (ended, ended_with_link) = {
        let ledger = place.open();
        let other = Intent { ext_idp_id: Some("w".to_owned()), ..bind(100) };
        let (with_link, without) = (ledger.intend(&bind(100)).unwrap(), ledger.intend(&other).unwrap());
        ledger.settle(&with_link, &settlement(Answer::Accepted, Vec::new())).unwrap();
        ledger.saw(&account("lin"), &[identity("new", GITHUB), identity("newer", "w")], at(150)).unwrap();
        assert_eq!((later(&ledger, &with_link), later(&ledger, &without)), (None, None), "its program goes on");
        (without, with_link)
    };
    let ledger = place.open();
    assert_eq!(outcome(&ledger, &ended), Outcome::Open);
    ledger.saw(&account("lin"), &[identity("new", GITHUB), identity("newer", "w")], at(300)).unwrap();
    for id in [&ended, &ended_with_link] {
        assert_eq!(outcome(&ledger, id), Outcome::FoundLater);
        let found = later(&ledger, id).unwrap();
        assert_eq!((found.at, found.not_yet_at), (at(150), None), "another window had read it before");
        let Listed::NothingNew { ended, .. } = entry(&ledger, id).listed else { panic!("it was found") };
        assert_eq!(ended, WaitingEnd::ProgramEnded);
    }
}

#[test]
fn how_sure_it_is_follows_from_the_connections_that_were_used() {
    for (known, expected) in [
        (vec![], CameThrough::Unknown),
        (vec![used("github-web", "c-1")], CameThrough::SameConnection),
        (vec![used("github-app", "c-1")], CameThrough::AnotherConnection),
        (vec![used("github-web", "c-9")], CameThrough::AnotherConnection),
        (vec![used("github-app", "c-9")], CameThrough::Unknown),
        (vec![used("github-app", "c-1"), used("github-web", "c-2")], CameThrough::SameConnection),
    ] {
        let ledger = Ledger::in_memory().unwrap();
        let id = cancelled(&ledger, 100);
        for used in &known {
            ledger.remember_connection(&account("lin"), used).unwrap();
        }
        ledger.saw(&account("lin"), &[identity("new", GITHUB)], at(300)).unwrap();
        assert_eq!(later(&ledger, &id).map(|found| found.came_through), Some(expected), "{known:?}");
    }
}

#[test]
fn only_the_last_bind_with_a_link_is_told() {
    let ledger = Ledger::in_memory().unwrap();
    let lin = account("lin");
    let (first, last) = (cancelled(&ledger, 100), cancelled(&ledger, 200));
    let without_link = ledger.intend(&bind(300)).unwrap();
    ledger.settle(&without_link, &settlement(Answer::Lost(LostWhy::Crashed), Vec::new())).unwrap();
    ledger.saw(&lin, &[identity("new", GITHUB)], at(150)).unwrap();
    assert_eq!(later(&ledger, &last), None, "that list was read before it began");
    ledger.saw(&lin, &[identity("new", GITHUB)], at(400)).unwrap();
    assert!(later(&ledger, &last).is_some());
    assert_eq!(outcome(&ledger, &without_link), Outcome::NoLink);
    assert_eq!(later(&ledger, &first).map(|found| found.at), Some(at(150)), "it was the last one then");
}

#[test]
fn what_another_bind_has_brought_is_its_own() {
    let ledger = Ledger::in_memory().unwrap();
    let (first, second) = (cancelled(&ledger, 100), ledger.intend(&bind(200)).unwrap());
    ledger.settle(&second, &settlement(Answer::Accepted, Vec::new())).unwrap();
    let ids = |ids: &[&str]| ids.iter().copied().map(str::to_owned).collect();
    let bound = Listed::Bound { identity_ids: ids(&["new"]), origin_connection_ids: ids(&["c-1"]) };
    ledger.update_listed(&second, &bound, Some(at(250))).unwrap();
    ledger.saw(&account("lin"), &[identity("new", GITHUB)], at(300)).unwrap();
    assert_eq!((later(&ledger, &first), outcome(&ledger, &second)), (None, Outcome::Bound));
}
