//! Whatever the other side wrote comes back as it was, or cut with a mark.

use std::sync::LazyLock;
use std::time::Duration;

use bindery::genauth::{Error, IdTokenError, Refusal, Unreachable};
use bindery::ledger::{
    Account, Answer, BatchId, CameThrough, Deed, Entry, Fault, Filter, FoundLater, Intent, Ledger, Listed, LostWhy,
    PageRequest, Request, Settlement, UsedConnection, WaitingEnd,
};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::stage::{Place, account, at, identity, intent, request, settlement};

static PLACE: LazyLock<(Place, Ledger)> = LazyLock::new(|| {
    let place = Place::new();
    let ledger = place.open();
    (place, ledger)
});

/// Text that people and programs get wrong: quotes, NUL, right-to-left marks, what looks like SQL or JSON.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just("'; DROP TABLE entry; --".to_owned()),
        Just("a\0b".to_owned()),
        Just("\u{202e}evil\u{2066}".to_owned()),
        Just("{\"kind\":\"gone\"}".to_owned()),
        Just("%_|200|\n\r\t".to_owned()),
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..4)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.as_millisecond()..=Timestamp::MAX.as_millisecond()).prop_map(at)
}

fn took() -> impl Strategy<Value = Duration> {
    any::<u64>().prop_map(Duration::from_millis)
}

/// Every error that can be made again from what is kept of it.
fn error() -> impl Strategy<Value = Error> {
    let unreachable = prop_oneof![
        Just(Unreachable::NameNotFound),
        Just(Unreachable::Refused),
        text().prop_map(Unreachable::Tls),
        Just(Unreachable::NoConnectionInTime),
        text().prop_map(Unreachable::NotConnected),
        Just(Unreachable::NoAnswerInTime),
        Just(Unreachable::ConnectionLost),
        text().prop_map(Unreachable::Other),
    ];
    let id_token = prop_oneof![
        Just(IdTokenError::NotAToken),
        text().prop_map(IdTokenError::Algorithm),
        Just(IdTokenError::UnknownKey),
        Just(IdTokenError::Signature),
        Just(IdTokenError::Issuer),
        Just(IdTokenError::Audience),
        Just(IdTokenError::Subject),
        Just(IdTokenError::Expired),
        Just(IdTokenError::Nonce),
        Just(IdTokenError::AccessTokenHash),
    ];
    let optional = || prop::option::of(text());
    let refusal = (any::<i64>(), any::<Option<i64>>(), text(), optional(), optional()).prop_map(
        |(status_code, api_code, message, request_id, retry_after)| Refusal {
            status_code,
            api_code,
            message,
            request_id,
            retry_after,
        },
    );
    let plain = prop_oneof![
        unreachable.prop_map(Error::NotReachable),
        (any::<u16>(), optional(), text(), optional()).prop_map(|(http_status, content_type, excerpt, retry_after)| {
            Error::NotTheApi { http_status, content_type, excerpt, retry_after }
        }),
        refusal.prop_map(Error::Refused),
        (any::<u16>(), text(), optional(), optional()).prop_map(|(http_status, error, description, retry_after)| {
            Error::OAuth { http_status, error, description, retry_after }
        }),
        text().prop_map(|place| Error::Unreadable { place }),
        Just(Error::RenewedElsewhere),
        id_token.prop_map(Error::IdToken),
        Just(Error::Withdrawn),
        Just(Error::NoRandomness),
        Just(Error::NotEncrypted),
        Just(Error::NoEncryptionKey),
        any::<u64>().prop_map(|limit| Error::TooLarge { limit }),
    ];
    (plain, any::<bool>())
        .prop_map(|(error, renewing)| if renewing { Error::NotRenewed(Box::new(error)) } else { error })
}

fn answer() -> impl Strategy<Value = Answer> {
    let fault = || error().prop_map(|error| Fault::from(&error));
    prop_oneof![
        Just(Answer::Accepted),
        fault().prop_map(Answer::Refused),
        fault().prop_map(|fault| Answer::Lost(LostWhy::Failed(fault))),
        Just(Answer::Lost(LostWhy::StoppedWaiting)),
        Just(Answer::Lost(LostWhy::Crashed)),
        Just(Answer::Lost(LostWhy::ProgramEnded)),
    ]
}

prop_compose! {
    fn found_later()(
        identity_ids in texts(), origin_connection_ids in texts(), at in time(), not_yet_at in prop::option::of(time()),
        came_through in prop_oneof![
            Just(CameThrough::SameConnection), Just(CameThrough::AnotherConnection), Just(CameThrough::Unknown),
        ],
    ) -> FoundLater {
        FoundLater { identity_ids, origin_connection_ids, at, not_yet_at, came_through }
    }
}

fn listed() -> impl Strategy<Value = Listed> {
    let ends = prop_oneof![
        Just(WaitingEnd::Cancelled),
        Just(WaitingEnd::DeadlinePassed),
        Just(WaitingEnd::SessionOver),
        Just(WaitingEnd::OtherAccount),
        Just(WaitingEnd::ProgramEnded),
        Just(WaitingEnd::Unknown),
    ];
    prop_oneof![
        Just(Listed::NotRead),
        Just(Listed::Gone),
        any::<usize>().prop_map(|left| Listed::PartlyGone { left }),
        Just(Listed::AllThere),
        Just(Listed::Unreadable),
        (texts(), texts())
            .prop_map(|(identity_ids, origin_connection_ids)| Listed::Bound { identity_ids, origin_connection_ids }),
        (ends, prop::option::of(found_later())).prop_map(|(ended, later)| Listed::NothingNew { ended, later }),
    ]
}

prop_compose! {
    fn any_request()(
        method in text(), path in text(), started_at in time(), took in took(),
        http_status: Option<u16>, status_code: Option<i64>, api_code: Option<i64>,
        message in prop::option::of(text()), request_id in prop::option::of(text()),
    ) -> Request {
        Request { method, path, started_at, took, http_status, status_code, api_code, message, request_id }
    }
}

prop_compose! {
    fn any_intent()(
        (host, app_id, subject) in (text(), text(), text()), bind: bool, begun_at in time(), several: bool,
        provider in text(), title in text(), ext_idp_id in prop::option::of(text()), identity_ids in texts(),
        origin_connection_ids in texts(), connection in prop::option::of(text()),
    ) -> Intent {
        Intent {
            account: Account { host, app_id, subject },
            deed: if bind { Deed::Bind } else { Deed::Unbind },
            begun_at,
            batch: several.then(|| BatchId::random().unwrap()),
            provider, title, ext_idp_id, identity_ids, origin_connection_ids, connection,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_entry_comes_back_as_it_was(
        intent in any_intent(), answer in answer(), settled_at in time(), took in took(),
        requests in prop::collection::vec(any_request(), 0..3), listed in listed(), read_at in time(),
    ) {
        let ledger = &PLACE.1;
        let id = ledger.intend(&intent).unwrap();
        let settlement = Settlement { answer, at: settled_at, took, requests };
        ledger.settle(&id, &settlement).unwrap();
        ledger.update_listed(&id, &listed, Some(read_at)).unwrap();
        let entry = ledger.entry(&id).unwrap().unwrap();
        let expected = Entry {
            id,
            intent: intent.clone(),
            settlement: Some(settlement),
            listed,
            listed_at: Some(read_at),
            superseded: false,
        };
        prop_assert_eq!(&entry, &expected);
        // As an export writes it.
        let text = serde_json::to_string(&entry).unwrap();
        prop_assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), expected);
        let found = Filter { text: intent.title, ..Filter::default() };
        let page = ledger.entries(&found, &PageRequest::first(500)).unwrap();
        prop_assert_eq!(page.unreadable, 0);
        prop_assert!(page.entries.contains(&entry) || page.next.is_some());
    }

    #[test]
    fn an_error_is_made_again_from_what_is_kept(error in error()) {
        prop_assert_eq!(Fault::from(&error).to_error(), Some(error));
    }

    #[test]
    fn identities_and_connections_of_any_kind_are_taken(
        id in text(), ext_idp_id in text(), provider in text(), kind in text(), name in text(), ids in texts(), at in time(),
    ) {
        let ledger = &PLACE.1;
        let account = account(&id);
        let mut identity = identity(&id, &ext_idp_id);
        identity.provider.clone_from(&provider);
        identity.kind = kind;
        identity.user_info_in_idp.insert("nickname".to_owned(), name.into());
        identity.origin_connection_ids.clone_from(&ids);
        ledger.saw(&account, std::slice::from_ref(&identity), at).unwrap();
        let seen = ledger.sightings(&account).unwrap();
        prop_assert_eq!(id.is_empty(), seen.is_empty());
        let used = UsedConnection { identifier: id, ext_idp_id, provider, origin_connection_ids: ids, last_used: at };
        ledger.remember_connection(&account, &used).unwrap();
        prop_assert!(ledger.used_connections(&account).unwrap().iter().any(|known| known.identifier == used.identifier));
        ledger.snapshots(&account, 500).unwrap();
    }
}

#[test]
fn what_no_version_knew_yet_is_read_as_unknown() {
    let fault: Fault = serde_json::from_str(r#"{"kind":"struck-by-lightning","message":"x"}"#).unwrap();
    assert_eq!((fault.to_error(), fault.message.as_deref()), (None, Some("x")));
}

#[test]
fn texts_without_end_are_cut_with_a_mark() {
    let place = Place::new();
    let ledger = place.open();
    let endless = "长".repeat(1_000_000);
    let many = vec![endless.clone(); 2_000];
    let whole = Intent {
        account: account(&endless),
        title: endless.clone(),
        provider: endless.clone(),
        ext_idp_id: Some(endless.clone()),
        identity_ids: many.clone(),
        ..intent("", 1)
    };
    let id = ledger.intend(&whole).unwrap();
    let fault = Fault { message: Some(endless.clone()), ..Fault::from(&Error::Withdrawn) };
    let long = Request { message: Some(endless.clone()), path: endless.clone(), ..request(200, 200, None) };
    ledger.settle(&id, &settlement(Answer::Refused(fault), vec![long; 600])).unwrap();
    let kept = ledger.entry(&id).unwrap().unwrap();
    assert!(kept.intent.title.ends_with(" […]") && kept.intent.title.chars().count() == 2_000);
    assert!(kept.intent.identity_ids.iter().all(|id| id.ends_with(" […]")));
    assert_eq!(kept.settlement.as_ref().unwrap().requests.len(), 20);
    ledger.saw(&whole.account, &vec![identity(&endless, &endless); 600], at(1)).unwrap();
    assert_eq!(ledger.sightings(&whole.account).unwrap().len(), 1, "the long account is found again");
    let found = Filter { ext_idp_id: Some(endless), ..Filter::default() };
    assert_eq!(ledger.count(&found).unwrap(), 1);
    drop(ledger);
    let size = std::fs::metadata(place.file()).unwrap().len();
    assert!(size < 3_000_000, "{size} bytes");
}
