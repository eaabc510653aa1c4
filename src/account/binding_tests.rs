//! Tests of the grouping: whatever the API lists, no identity is lost and none is shown twice.

use proptest::prelude::*;
use serde_json::{Map, json};

use super::*;
use crate::genauth::{EnabledConnection, ExtIdpKind, Identity};

fn identity(id: &str, ext_idp_id: &str, provider: &str) -> Identity {
    Identity {
        identity_id: id.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: provider.to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: format!("user of {id}"),
        user_info_in_idp: Map::new(),
        origin_connection_ids: vec!["c1".to_owned()],
    }
}

fn connection(identifier: &str, ext_idp_id: &str) -> EnabledConnection {
    EnabledConnection {
        identifier: identifier.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "wechat".to_owned(),
        kind: ExtIdpKind::Social,
        name: identifier.to_owned(),
        name_en: None,
        description: None,
        description_en: None,
        logo: None,
    }
}

#[test]
fn identities_of_one_source_are_one_binding() {
    let listed = [identity("1", "w", "wechat"), identity("2", "g", "github"), identity("3", "w", "wechat")];
    let grouped = bindings(&listed, Some(&[connection("pc", "w"), connection("mini", "w")]));
    assert_eq!(grouped.len(), 2);
    assert_eq!(grouped[0].identities, [listed[0].clone(), listed[2].clone()]);
    assert_eq!(grouped[0].enabled_connections().len(), 2);
    assert_eq!(grouped[1].enabled, EnabledHere::No);
}

#[test]
fn two_sources_of_one_provider_stay_two() {
    let grouped = bindings(&[identity("1", "a", "github"), identity("2", "b", "github")], None);
    assert_eq!(grouped.len(), 2);
    assert_eq!(grouped[0].enabled, EnabledHere::Unknown);
}

#[test]
fn identities_without_a_source_are_shown_but_cannot_be_unbound() {
    let grouped = bindings(&[identity("1", "", "github"), identity("2", "", "qq")], Some(&[connection("x", "")]));
    assert_eq!(grouped.len(), 2);
    assert!(grouped.iter().all(|binding| binding.ext_idp_id().is_none()));
    assert!(grouped.iter().all(|binding| binding.enabled == EnabledHere::Unknown), "an empty id joins nothing");
}

#[test]
fn a_connection_is_inferred_only_when_there_is_one_of_each() {
    let one = [identity("1", "w", "wechat")];
    let inferred = |enabled: &[EnabledConnection]| bindings(&one, Some(enabled))[0].inferred_connection().is_some();
    assert!(inferred(&[connection("pc", "w")]));
    assert!(!inferred(&[connection("pc", "w"), connection("mini", "w")]));
    assert!(!inferred(&[]));
    let mut two = identity("1", "w", "wechat");
    two.origin_connection_ids.push("c2".to_owned());
    assert!(bindings(&[two], Some(&[connection("pc", "w")]))[0].inferred_connection().is_none());
}

#[test]
fn the_persons_name_comes_from_whichever_identity_tells() {
    let mut second = identity("2", "w", "wechat");
    second.user_info_in_idp =
        json!({ "nickname": " 晓林 ", "email": "", "name": 7 }).as_object().cloned().unwrap_or_default();
    let grouped = bindings(&[identity("1", "w", "wechat"), second], None);
    assert_eq!(grouped[0].person_name(), Some("晓林"));
    assert_eq!(grouped[0].person_email(), None);
}

prop_compose! {
    /// Few different ids, so that groups and repetitions come about.
    fn any_identity()(
        id in "[ab]?", source in "[wg]?", provider in "[xy]?", kind in "[op]", user in "[mn]",
        connections in prop::collection::vec("[cd]?", 0..3),
    ) -> Identity {
        Identity {
            identity_id: id,
            ext_idp_id: source,
            provider,
            kind,
            user_id_in_idp: user,
            user_info_in_idp: Map::new(),
            origin_connection_ids: connections,
        }
    }
}

proptest! {
    #[test]
    fn no_identity_is_lost_or_shown_twice(listed in prop::collection::vec(any_identity(), 0..24), known in any::<bool>()) {
        let enabled = [connection("pc", "w")];
        let grouped = bindings(&listed, known.then_some(&enabled[..]));
        let shown: Vec<_> = grouped.iter().flat_map(|binding| &binding.identities).collect();
        for identity in &listed {
            prop_assert_eq!(shown.iter().filter(|other| **other == identity).count(), 1);
        }
        prop_assert!(shown.iter().all(|identity| listed.contains(identity)), "nothing is made up");
    }

    #[test]
    fn each_key_stands_once_and_holds_only_its_own(listed in prop::collection::vec(any_identity(), 0..24)) {
        let grouped = bindings(&listed, None);
        for (index, binding) in grouped.iter().enumerate() {
            prop_assert!(!binding.identities.is_empty());
            prop_assert!(grouped[..index].iter().all(|other| other.key != binding.key));
            for identity in &binding.identities {
                prop_assert_eq!(identity.ext_idp_id.as_str(), binding.ext_idp_id().unwrap_or_default());
            }
        }
    }

    #[test]
    fn the_first_named_comes_first(listed in prop::collection::vec(any_identity(), 1..24)) {
        let grouped = bindings(&listed, None);
        prop_assert!(grouped[0].identities.contains(&listed[0]));
    }
}
