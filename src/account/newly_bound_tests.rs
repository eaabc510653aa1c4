//! Tests of comparing two lists: nothing that was there is new, and nothing new is lost.

use proptest::prelude::*;
use serde_json::Map;

use super::*;

fn identity(id: &str, ext_idp_id: &str) -> Identity {
    Identity {
        identity_id: id.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "wechat".to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "u".to_owned(),
        user_info_in_idp: Map::new(),
        origin_connection_ids: vec![format!("connection of {id}"), "shared".to_owned(), String::new()],
    }
}

#[test]
fn several_identities_at_once_complete_a_bind_and_those_of_another_do_not() {
    let before = [identity("1", "w"), identity("2", "q")];
    let after = [identity("2", "q"), identity("3", "g"), identity("4", "g"), identity("5", "w"), identity("4", "g")];
    let found = newly_bound(&before, &after, "g");
    assert_eq!(found.wanted, [identity("3", "g"), identity("4", "g")]);
    assert_eq!(found.elsewhere, [identity("5", "w")]);
    assert_eq!(found.vanished, [identity("1", "w")]);
    assert!(found.is_complete());
    assert_eq!(found.origin_connection_ids(), ["connection of 3", "shared", "connection of 4"]);
    assert!(!newly_bound(&before, &after, "x").is_complete());
}

#[test]
fn an_empty_id_tells_nothing_apart_and_is_nobodys() {
    let nameless = identity("", "g");
    let same = newly_bound(std::slice::from_ref(&nameless), std::slice::from_ref(&nameless), "g");
    assert_eq!(same, NewlyBound::default());
    let other = Identity { user_id_in_idp: "v".to_owned(), ..nameless.clone() };
    assert!(newly_bound(std::slice::from_ref(&nameless), &[nameless.clone(), other], "g").is_complete());
    let found = newly_bound(&[], &[identity("1", "")], "");
    assert!(!found.is_complete() && found.elsewhere.len() == 1);
}

#[test]
fn what_changed_besides_its_id_is_not_new() {
    let renamed = Identity { user_id_in_idp: "other".to_owned(), ..identity("1", "g") };
    assert_eq!(newly_bound(&[identity("1", "g")], &[renamed], "g"), NewlyBound::default());
}

prop_compose! {
    fn any_identity()(id in "[abc]?", source in "[wg]?", user in "[mn]") -> Identity {
        Identity { user_id_in_idp: user, ..identity(&id, &source) }
    }
}

proptest! {
    #[test]
    fn every_difference_is_told_once(
        before in prop::collection::vec(any_identity(), 0..8),
        after in prop::collection::vec(any_identity(), 0..8),
    ) {
        let found = newly_bound(&before, &after, "g");
        let new: Vec<_> = found.wanted.iter().chain(&found.elsewhere).collect();
        prop_assert!(new.iter().all(|new| after.contains(new) && !before.contains(new)));
        prop_assert!(found.wanted.iter().all(|new| new.ext_idp_id == "g"));
        prop_assert!(found.vanished.iter().all(|gone| before.contains(gone) && !after.contains(gone)));
        let known: Vec<_> = before.iter().chain(new.iter().copied()).collect();
        prop_assert!(after.iter().all(|listed| known.iter().any(|known| is_same(known, listed))), "none is lost");
        prop_assert_eq!(newly_bound(&after, &before, "g").vanished.len(), new.len(), "the other way round it vanishes");
        prop_assert_eq!(newly_bound(&after, &after, "g"), NewlyBound::default());
    }
}
