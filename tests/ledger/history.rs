//! Sightings, snapshots, ways that signed in and connections that were used.

use bindery::ledger::{Saw, UsedConnection, Way};
use serde_json::Value;

use crate::stage::{Place, account, at, identity};

#[test]
fn identities_are_seen_first_and_last() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    let (one, other, nameless) = (identity("1", "g"), identity("2", "g"), identity("", "g"));
    ledger.saw(&lin, &[one.clone(), nameless], at(20)).unwrap();
    ledger.saw(&lin, &[one.clone(), other], at(30)).unwrap();
    // A list that was read earlier and is told of later.
    ledger.saw(&lin, std::slice::from_ref(&one), at(10)).unwrap();
    ledger.saw(&account("mia"), &[one], at(90)).unwrap();
    let seen: Vec<_> = ledger
        .sightings(&lin)
        .unwrap()
        .into_iter()
        .map(|sighting| (sighting.identity_id, sighting.first_seen, sighting.last_seen))
        .collect();
    assert_eq!(seen, [("1".to_owned(), at(10), at(30)), ("2".to_owned(), at(30), at(30))]);
    assert_eq!(ledger.sightings(&account("nobody")).unwrap(), []);
}

#[test]
fn a_snapshot_is_kept_when_the_list_has_changed() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    let (one, other) = (identity("1", "g"), identity("2", "w"));
    let saw = |identities: &[_], time| {
        let Saw { snapshot_kept } = ledger.saw(&lin, identities, at(time)).unwrap();
        snapshot_kept
    };
    assert!(saw(&[one.clone(), other.clone()], 10));
    assert!(!saw(&[other.clone(), one.clone()], 20), "the order is no difference");
    let mut profile = one.clone();
    profile.user_info_in_idp.insert("bio".to_owned(), Value::from("another"));
    assert!(!saw(&[profile, other.clone()], 30), "nor is what is not kept of it");
    assert!(saw(std::slice::from_ref(&other), 40));
    assert!(!saw(&[one.clone(), other.clone()], 35), "what was read before the newest says nothing");
    assert!(saw(&[], 50), "an empty list is a list");
    let snapshots = ledger.snapshots(&lin, 10).unwrap();
    let times: Vec<_> = snapshots.iter().map(|snapshot| (snapshot.first_read, snapshot.last_read)).collect();
    assert_eq!(times, [(at(50), at(50)), (at(40), at(40)), (at(10), at(30))]);
    let oldest = &snapshots[2].identities;
    assert_eq!(oldest.iter().map(|identity| identity.identity_id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(oldest[0].person_name.as_deref(), Some("octocat"));
    assert_eq!(oldest[0].origin_connection_ids, ["c-1", "c-2"]);
    assert_eq!(ledger.snapshots(&lin, 1).unwrap().len(), 1);
    assert_eq!(place.holding("only in the profile"), [] as [std::path::PathBuf; 0]);
}

#[test]
fn no_more_than_two_hundred_snapshots_are_kept() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    for number in 0..205_i64 {
        assert!(ledger.saw(&lin, &[identity(&number.to_string(), "g")], at(number)).unwrap().snapshot_kept);
    }
    let snapshots = ledger.snapshots(&lin, 1_000).unwrap();
    assert_eq!((snapshots.len(), snapshots[199].first_read), (200, at(5)));
}

#[test]
fn ways_that_signed_in_are_counted() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    for (number, way) in Way::ALL.into_iter().enumerate() {
        ledger.signed_in_by(&lin, way, None, None, at(number as i64)).unwrap();
    }
    ledger.signed_in_by(&lin, Way::Password, None, None, at(100)).unwrap();
    ledger.signed_in_by(&lin, Way::Password, None, None, at(50)).unwrap();
    ledger.signed_in_by(&lin, Way::Browser, Some("g"), Some("github"), at(70)).unwrap();
    let ways = ledger.ways(&lin).unwrap();
    assert_eq!(ways.len(), 7);
    assert_eq!((ways[0].way, ways[0].first_used, ways[0].last_used), (Way::Password, at(0), at(100)));
    assert_eq!((ways[0].times, ways[0].ext_idp_id.as_deref()), (3, None));
    assert_eq!((ways[1].way, ways[1].ext_idp_id.as_deref()), (Way::Browser, Some("g")));
    assert_eq!(ways[1].provider.as_deref(), Some("github"));
    assert_eq!(ledger.ways(&account("mia")).unwrap(), []);
}

#[test]
fn the_connection_that_was_last_used_is_remembered() {
    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    let used = |identifier: &str, ids: &[&str], time| UsedConnection {
        identifier: identifier.to_owned(),
        ext_idp_id: "g".to_owned(),
        provider: "github".to_owned(),
        origin_connection_ids: ids.iter().copied().map(str::to_owned).collect(),
        last_used: at(time),
    };
    assert_eq!(ledger.used_connection(&lin, "g").unwrap(), None);
    ledger.remember_connection(&lin, &used("github-web", &["c-1"], 10)).unwrap();
    ledger.remember_connection(&lin, &used("github-app", &["c-2"], 20)).unwrap();
    assert_eq!(ledger.used_connection(&lin, "g").unwrap(), Some(used("github-app", &["c-2"], 20)));
    // A bind that brought nothing new takes nothing away.
    ledger.remember_connection(&lin, &used("github-web", &[], 30)).unwrap();
    assert_eq!(ledger.used_connection(&lin, "g").unwrap(), Some(used("github-web", &["c-1"], 30)));
    assert_eq!(ledger.used_connections(&lin).unwrap().len(), 2);
    assert_eq!(ledger.used_connection(&lin, "w").unwrap(), None);
    assert_eq!(ledger.used_connections(&account("mia")).unwrap(), []);
}

#[test]
fn an_account_has_the_name_that_it_had_last() {
    let place = Place::new();
    let ledger = place.open();
    ledger.name_account(&account("lin"), "Lin").unwrap();
    ledger.name_account(&account("lin"), "林晓").unwrap();
    ledger.saw(&account("mia"), &[], at(1)).unwrap();
    let names: Vec<_> = ledger.accounts().unwrap().into_iter().map(|known| (known.name, known.entries)).collect();
    assert_eq!(names, [(Some("林晓".to_owned()), 0), (None, 0)]);
}
