//! Tests of the ways of signing in: what the API says now comes before what was seen, and an unbind improves nothing.

use proptest::prelude::*;
use serde_json::Map;

use super::*;
use crate::account::bindings;
use crate::genauth::{EnabledConnection, ExtIdpKind, Identity};

const EARLIER: Timestamp = Timestamp::UNIX_EPOCH;

fn later() -> Timestamp {
    EARLIER + jiff::SignedDuration::from_secs(60)
}

fn identity(ext_idp_id: &str, provider: &str) -> Identity {
    Identity {
        identity_id: format!("identity of {ext_idp_id}"),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: provider.to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "u".to_owned(),
        user_info_in_idp: Map::new(),
        origin_connection_ids: Vec::new(),
    }
}

fn connection(ext_idp_id: &str) -> EnabledConnection {
    EnabledConnection {
        identifier: ext_idp_id.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "github".to_owned(),
        kind: ExtIdpKind::Social,
        name: ext_idp_id.to_owned(),
        name_en: None,
        description: None,
        description_en: None,
        logo: None,
    }
}

fn key(ext_idp_id: &str) -> BindingKey {
    BindingKey::ExtIdp(ext_idp_id.to_owned())
}

fn seen(by: SeenBy) -> SeenWay {
    SeenWay { by, at: EARLIER }
}

const NOTHING: Facts<'_> = Facts { bindings: &[], security: None, profile: None, seen: &[] };

/// What is known of a way; `None` where it is not listed.
fn evidence(facts: &Facts<'_>, unbound: &[BindingKey], way: &Way) -> Option<Evidence> {
    let mut found = ways(facts, unbound).into_iter().filter(|standing| standing.way == *way);
    let evidence = found.next().map(|standing| standing.evidence);
    assert!(found.next().is_none(), "a way stands once");
    evidence
}

#[test]
fn a_password_that_is_no_longer_set_does_not_work_because_it_once_did() {
    let seen = [seen(SeenBy::Password)];
    let of = |password_set, seen| {
        let security = SecurityInfo { password_set, ..SecurityInfo::default() };
        let told = Facts { security: Some(&security), seen, ..NOTHING };
        evidence(&told, &[], &Way::Password).unwrap()
    };
    assert_eq!(of(Some(false), &seen), Evidence::PasswordNotSet { signed_in: Some(EARLIER) });
    assert_eq!(of(Some(false), &[]), Evidence::PasswordNotSet { signed_in: None });
    assert_eq!(of(Some(true), &seen), Evidence::SignedIn { at: EARLIER });
    assert_eq!(of(Some(true), &[]), Evidence::PasswordSet);
    assert_eq!(of(None, &seen), Evidence::SignedIn { at: EARLIER });
    assert_eq!(of(None, &[]), Evidence::NotTold);
    assert_eq!(evidence(&NOTHING, &[], &Way::Password), Some(Evidence::NotTold), "security info could not be read");
}

#[test]
fn the_latest_time_counts() {
    let seen = [seen(SeenBy::Password), SeenWay { by: SeenBy::Password, at: later() }, seen(SeenBy::Password)];
    let facts = Facts { seen: &seen, ..NOTHING };
    assert_eq!(evidence(&facts, &[], &Way::Password), Some(Evidence::SignedIn { at: later() }));
}

#[test]
fn an_identity_provider_works_should_work_or_is_not_enabled_here() {
    let listed = [identity("seen", "github"), identity("new", "github"), identity("off", "github"), identity("", "qq")];
    let enabled = [connection("seen"), connection("new")];
    let bound = bindings(&listed, Some(&enabled));
    let seen = [seen(SeenBy::ExtIdp("seen".to_owned())), seen(SeenBy::ExtIdp("off".to_owned()))];
    let facts = Facts { bindings: &bound, seen: &seen, ..NOTHING };
    let of = |id: &str| evidence(&facts, &[], &Way::ExtIdp(key(id)));
    assert_eq!(of("seen"), Some(Evidence::SignedIn { at: EARLIER }));
    assert_eq!(of("new"), Some(Evidence::BoundAndEnabled), "another source of the same provider vouches for nothing");
    assert_eq!(of("off"), Some(Evidence::NotEnabledHere { signed_in: Some(EARLIER) }));
    let nameless = BindingKey::WithoutExtIdp { provider: "qq".to_owned() };
    assert_eq!(evidence(&facts, &[], &Way::ExtIdp(nameless)), Some(Evidence::WithoutExtIdpId));
    assert_eq!(of("gone"), None, "what is not bound is no way");
}

#[test]
fn where_the_enabled_list_could_not_be_read_only_what_was_seen_is_known() {
    let bound = bindings(&[identity("a", "github"), identity("b", "github")], None);
    let seen = [seen(SeenBy::ExtIdp("a".to_owned()))];
    let facts = Facts { bindings: &bound, seen: &seen, ..NOTHING };
    assert_eq!(evidence(&facts, &[], &Way::ExtIdp(key("a"))), Some(Evidence::SignedIn { at: EARLIER }));
    assert_eq!(evidence(&facts, &[], &Way::ExtIdp(key("b"))), Some(Evidence::EnabledNotRead));
    assert_eq!(evidence(&facts, &[key("a")], &Way::ExtIdp(key("a"))), Some(Evidence::Unbound));
}

#[test]
fn a_code_is_unknown_unless_it_was_seen() {
    let email = |bound, named: Option<&str>, seen: &[SeenWay]| {
        let security = SecurityInfo { email_bound: bound, phone_bound: bound, ..SecurityInfo::default() };
        let profile = Profile {
            email: named.map(str::to_owned),
            phone: named.map(str::to_owned),
            email_verified: Some(true),
            ..Profile::default()
        };
        let facts = Facts { security: Some(&security), profile: Some(&profile), seen, ..NOTHING };
        evidence(&facts, &[], &Way::EmailCode).unwrap()
    };
    let seen = [seen(SeenBy::EmailCode)];
    assert_eq!(email(Some(true), Some("a@b"), &[]), Evidence::CodeNotSeen { verified: Some(true) });
    assert_eq!(email(Some(true), None, &[]), Evidence::CodeNotSeen { verified: Some(true) });
    assert_eq!(email(None, Some("a@b"), &[]), Evidence::CodeNotSeen { verified: Some(true) });
    assert_eq!(email(None, None, &[]), Evidence::NotTold, "the profile shows only what the token's scopes allow");
    assert_eq!(email(None, Some("  "), &[]), Evidence::NotTold);
    assert_eq!(email(Some(false), None, &[]), Evidence::NotBound { signed_in: None });
    assert_eq!(email(Some(false), Some("a@b"), &[]), Evidence::FactsDisagree);
    assert_eq!(email(Some(true), Some("a@b"), &seen), Evidence::SignedIn { at: EARLIER });
    assert_eq!(email(Some(false), None, &seen), Evidence::NotBound { signed_in: Some(EARLIER) });
    assert_eq!(email(Some(false), Some("a@b"), &seen), Evidence::FactsDisagree);
    assert_eq!(email(None, None, &seen), Evidence::SignedIn { at: EARLIER });
    let phone = Facts { seen: &seen, ..NOTHING };
    assert_eq!(evidence(&phone, &[], &Way::PhoneCode), Some(Evidence::NotTold), "an email code vouches for no phone");
}

#[test]
fn an_address_is_named_with_its_country_code_once() {
    let address = |phone: &str, code: &str| {
        let profile =
            Profile { phone: Some(phone.to_owned()), phone_country_code: Some(code.to_owned()), ..Profile::default() };
        ways(&Facts { profile: Some(&profile), ..NOTHING }, &[]).pop().unwrap().address
    };
    assert_eq!(address("13800000000", "+86").as_deref(), Some("+86 13800000000"));
    assert_eq!(address("+8613800000000", "+86").as_deref(), Some("+8613800000000"));
    assert_eq!(address("13800000000", "").as_deref(), Some("13800000000"));
    assert_eq!(address(" ", "+86"), None);
}

#[test]
fn a_directory_ends_with_what_is_bound_of_its_kind() {
    let listed = [identity("a", "ldap"), identity("b", "ldap"), identity("c", "ad")];
    let bound = bindings(&listed, Some(&[connection("a"), connection("b"), connection("c")]));
    let ldap_seen = [seen(SeenBy::Ldap)];
    let facts = Facts { bindings: &bound, seen: &ldap_seen, ..NOTHING };
    let of = |unbound: &[BindingKey]| evidence(&facts, unbound, &Way::Ldap).unwrap();
    assert_eq!(of(&[]), Evidence::SignedIn { at: EARLIER });
    assert_eq!(of(&[key("c")]), Evidence::SignedIn { at: EARLIER });
    assert_eq!(of(&[key("a")]), Evidence::OneOfSeveralUnbound { at: EARLIER });
    assert_eq!(of(&[key("a"), key("b")]), Evidence::Unbound);
    assert_eq!(evidence(&facts, &[], &Way::ActiveDirectory), None, "one that was not seen has no place");

    let off = bindings(&listed, Some(&[connection("c")]));
    let facts = Facts { bindings: &off, seen: &ldap_seen, ..NOTHING };
    assert_eq!(evidence(&facts, &[], &Way::Ldap), Some(Evidence::NotEnabledHere { signed_in: Some(EARLIER) }));
    let alone = Facts { seen: &ldap_seen, ..NOTHING };
    assert_eq!(evidence(&alone, &[key("a")], &Way::Ldap), Some(Evidence::SignedIn { at: EARLIER }));
}

#[test]
fn the_last_way_in_is_a_hard_stop_with_a_sentence_of_its_own() {
    let bound = bindings(&[identity("a", "github"), identity("b", "qq")], Some(&[connection("a"), connection("b")]));
    let no_code = SecurityInfo {
        password_set: Some(false),
        email_bound: Some(false),
        phone_bound: Some(false),
        ..SecurityInfo::default()
    };
    let facts = Facts { bindings: &bound, security: Some(&no_code), ..NOTHING };
    assert_eq!(what_if(&facts, &[key("a")]).verdict, Verdict::Remains);
    assert_eq!(what_if(&facts, &[key("a"), key("b")]).verdict, Verdict::Nothing);
    let email = SecurityInfo { email_bound: Some(true), ..no_code };
    let facts = Facts { security: Some(&email), ..facts };
    assert_eq!(what_if(&facts, &[key("a"), key("b")]).verdict, Verdict::OnlyUnknown);
    assert!(Verdict::OnlyUnknown.is_hard_stop() && Verdict::Nothing.is_hard_stop() && !Verdict::Remains.is_hard_stop());

    let lost: Vec<_> = what_if(&facts, &[key("a")]).changes.into_iter().filter(Change::is_change).collect();
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].way(), &Way::ExtIdp(key("a")));
    assert_eq!((lost[0].before.standing(), lost[0].after.standing()), (Standing::ShouldWork, Standing::No));
}

#[test]
fn the_last_way_in_is_named() {
    let listed = [identity("a", "github"), identity("off", "github"), identity("", "qq")];
    let bound = bindings(&listed, Some(&[connection("a")]));
    let facts = Facts { bindings: &bound, ..NOTHING };
    assert_eq!(last_ways(&facts), [key("a")], "the one that is enabled; without it nothing is known to work");
    let password = SecurityInfo { password_set: Some(true), ..SecurityInfo::default() };
    assert_eq!(last_ways(&Facts { security: Some(&password), ..facts }), []);
    let off = bindings(&listed, Some(&[]));
    assert_eq!(last_ways(&Facts { bindings: &off, ..NOTHING }), [key("a"), key("off")]);
}

fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::No => 0,
        Standing::Unknown => 1,
        Standing::ShouldWork => 2,
        Standing::Works => 3,
    }
}

prop_compose! {
    fn any_identity()(source in "[abcd]?", provider in prop::sample::select(vec!["ldap", "ad", "github", ""]))
        -> Identity { identity(&source, provider) }
}

fn any_seen() -> impl Strategy<Value = SeenWay> {
    let by = prop_oneof![
        Just(SeenBy::Password),
        Just(SeenBy::EmailCode),
        Just(SeenBy::PhoneCode),
        "[abcd]?".prop_map(SeenBy::ExtIdp),
        Just(SeenBy::Ldap),
        Just(SeenBy::ActiveDirectory),
        Just(SeenBy::Browser),
    ];
    (by, 0i64..100).prop_map(|(by, second)| SeenWay { by, at: Timestamp::from_second(second).unwrap() })
}

type Told = Option<(Option<bool>, Option<bool>, Option<bool>)>;

fn security(told: Told) -> Option<SecurityInfo> {
    told.map(|(password_set, email_bound, phone_bound)| SecurityInfo {
        password_set,
        email_bound,
        phone_bound,
        ..SecurityInfo::default()
    })
}

fn keys(sources: &[String]) -> Vec<BindingKey> {
    sources.iter().map(|source| key(source)).collect()
}

proptest! {
    #[test]
    fn an_unbind_improves_nothing_and_a_larger_one_leaves_no_more(
        listed in prop::collection::vec(any_identity(), 0..8),
        enabled in prop::option::of(prop::collection::vec("[abcd]", 0..4)),
        told in any::<Told>(),
        email in prop::option::of("[a ]?"),
        seen in prop::collection::vec(any_seen(), 0..6),
        some in prop::collection::vec("[abcde]", 0..3),
        more in prop::collection::vec("[abcde]", 0..3),
    ) {
        let enabled = enabled.map(|ids| ids.iter().map(|id| connection(id)).collect::<Vec<_>>());
        let bound = bindings(&listed, enabled.as_deref());
        let security = security(told);
        let profile = Profile { email, ..Profile::default() };
        let facts = Facts { bindings: &bound, security: security.as_ref(), profile: Some(&profile), seen: &seen };
        let some = keys(&some);
        let larger: Vec<_> = some.iter().cloned().chain(keys(&more)).collect();
        let (small, large) = (what_if(&facts, &some), what_if(&facts, &larger));
        prop_assert_eq!(small.changes.len(), large.changes.len());
        for (small, large) in small.changes.iter().zip(&large.changes) {
            prop_assert_eq!(&small.before, &large.before);
            prop_assert_eq!(&small.before.way, &small.after.way);
            prop_assert!(rank(small.after.standing()) <= rank(small.before.standing()));
            prop_assert!(rank(large.after.standing()) <= rank(small.after.standing()));
            if let Way::ExtIdp(key) = &small.before.way {
                prop_assert_eq!(small.after.evidence == Evidence::Unbound, some.contains(key));
                prop_assert!(small.before.evidence != Evidence::Unbound);
            }
        }
        prop_assert!(!small.verdict.is_hard_stop() || large.verdict.is_hard_stop());
        let counts = small.changes.iter().any(|change| change.after.standing().counts());
        prop_assert_eq!(small.verdict.is_hard_stop(), !counts);
    }

    #[test]
    fn works_means_that_it_signed_in_from_here(
        listed in prop::collection::vec(any_identity(), 0..8),
        told in any::<Told>(),
        seen in prop::collection::vec(any_seen(), 0..6),
    ) {
        let bound = bindings(&listed, Some(&[connection("a"), connection("b")]));
        let security = security(told);
        let facts = Facts { bindings: &bound, security: security.as_ref(), profile: None, seen: &seen };
        for standing in ways(&facts, &[]) {
            if let Evidence::SignedIn { at } = standing.evidence {
                prop_assert!(seen.iter().any(|seen| seen.at == at && seen.by != SeenBy::Browser));
            }
        }
        let without: Vec<_> = seen.iter().filter(|seen| seen.by != SeenBy::Browser).cloned().collect();
        prop_assert_eq!(ways(&facts, &[]), ways(&Facts { seen: &without, ..facts }, &[]), "a browser vouches for none");
    }
}
