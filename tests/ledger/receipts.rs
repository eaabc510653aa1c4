//! Intents, answers and lists, as they follow one another.

use std::time::Duration;

use bindery::account::{self, Receipt, Reply, bindings};
use bindery::genauth::{Attempt, Error, Refusal};
use bindery::ledger::{
    Answer, BatchId, Deed, Entry, FaultKind, Intent, Listed, LostWhy, Outcome, Request, Settlement, WaitingEnd,
};

use crate::stage::{Place, account, at, identity, intent, request, settlement};

fn outcome(entry: &Entry) -> Outcome {
    Outcome::of(entry.intent.deed, entry.settlement.as_ref().map(|settled| &settled.answer), &entry.listed)
}

#[test]
fn an_intent_is_there_before_anything_else_is() {
    let place = Place::new();
    let ledger = place.open();
    let intent = Intent { batch: Some(BatchId::random().unwrap()), ..intent("lin", 1_000) };
    let id = ledger.intend(&intent).unwrap();
    // As another program reads it at this moment.
    let entry = place.open().entry(&id).unwrap().unwrap();
    assert_eq!(entry.intent, intent);
    assert_eq!((entry.settlement.as_ref(), &entry.listed, entry.superseded), (None, &Listed::NotRead, false));
    assert_eq!(outcome(&entry), Outcome::Open);
}

#[test]
fn a_late_answer_takes_the_place_of_a_lost_one() {
    let place = Place::new();
    let ledger = place.open();
    let id = ledger.intend(&intent("lin", 1)).unwrap();
    let late = settlement(Answer::Accepted, vec![request(401, 401, Some(2020)), request(200, 200, None)]);
    for settlement in [settlement(Answer::Lost(LostWhy::StoppedWaiting), Vec::new()), late] {
        ledger.settle(&id, &settlement).unwrap();
        assert_eq!(ledger.entry(&id).unwrap().unwrap().settlement, Some(settlement));
    }
    assert!(!ledger.settle_open(&id, &Settlement::program_ended(at(9))).unwrap());
    let entry = ledger.entry(&id).unwrap().unwrap();
    assert_eq!(entry.decisive_request().unwrap().http_status, Some(200));
}

#[test]
fn what_was_seen_gone_stays_gone() {
    let place = Place::new();
    let ledger = place.open();
    let id = ledger.intend(&intent("lin", 1)).unwrap();
    ledger.settle(&id, &settlement(Answer::Accepted, Vec::new())).unwrap();
    let expected = [
        (Listed::Unreadable, "accepted-unreadable", 2),
        (Listed::AllThere, "accepted-all-there", 3),
        (Listed::PartlyGone { left: 1 }, "accepted-partly-gone", 4),
        (Listed::Gone, "accepted-gone", 5),
    ];
    for (listed, word, time) in expected {
        ledger.update_listed(&id, &listed, Some(at(time))).unwrap();
        let entry = ledger.entry(&id).unwrap().unwrap();
        assert_eq!((outcome(&entry).word(), entry.listed_at), (word, Some(at(time))));
    }
    for listed in [Listed::AllThere, Listed::NotRead, Listed::Unreadable] {
        ledger.update_listed(&id, &listed, Some(at(9))).unwrap();
    }
    let entry = ledger.entry(&id).unwrap().unwrap();
    assert_eq!((entry.listed, entry.listed_at), (Listed::Gone, Some(at(5))));
}

#[test]
fn a_later_try_at_the_same_binding_is_noted() {
    let place = Place::new();
    let ledger = place.open();
    let id = ledger.intend(&intent("lin", 1)).unwrap();
    for changed in [1, 0] {
        assert_eq!(ledger.supersede(std::slice::from_ref(&id)).unwrap(), changed);
        assert!(ledger.entry(&id).unwrap().unwrap().superseded);
    }
}

#[test]
fn a_bind_has_its_own_ends() {
    let place = Place::new();
    let ledger = place.open();
    let bound = Listed::Bound { identity_ids: vec!["new".to_owned()], origin_connection_ids: vec!["c-9".to_owned()] };
    let nothing = Listed::NothingNew { ended: WaitingEnd::DeadlinePassed, later: None };
    let ends = [
        (Some(Answer::Accepted), Listed::NotRead, Outcome::BindNotChecked),
        (Some(Answer::Accepted), bound.clone(), Outcome::Bound),
        (Some(Answer::Accepted), nothing.clone(), Outcome::NothingNew),
        (Some(Answer::Lost(LostWhy::Crashed)), nothing, Outcome::NoLink),
        (None, Listed::NotRead, Outcome::Open),
        // The program ended while the person was with the provider, and the list told at the next start.
        (Some(Answer::Lost(LostWhy::ProgramEnded)), bound, Outcome::Bound),
    ];
    for (answer, listed, expected) in ends {
        let intent = Intent { deed: Deed::Bind, connection: Some("github-web".to_owned()), ..intent("lin", 1) };
        let id = ledger.intend(&intent).unwrap();
        if let Some(answer) = answer {
            let path = "/api/v3/generate-link-extidp-url".to_owned();
            ledger.settle(&id, &settlement(answer, vec![Request { path, ..request(200, 200, None) }])).unwrap();
        }
        ledger.update_listed(&id, &listed, Some(at(7))).unwrap();
        let entry = ledger.entry(&id).unwrap().unwrap();
        assert_eq!((outcome(&entry), &entry.listed), (expected, &listed));
        assert_eq!(entry.decisive_request().is_some(), entry.settlement.is_some());
    }
}

/// A receipt as the program has it, with everything in it that the ledger keeps.
fn receipt(reply: Reply, listed: account::Listed) -> Receipt {
    let binding = bindings(&[identity("i-1", "g"), identity("i-2", "g")], None).remove(0);
    let attempt = |http_status, status_code| Attempt {
        method: "POST",
        path: "/api/v3/unlink-extidp".to_owned(),
        started_at: at(1_000),
        took: Duration::from_micros(120_900),
        http_status: Some(http_status),
        status_code: Some(status_code),
        api_code: Some(2020),
        message: Some("未登录".to_owned()),
        request_id: Some("Request-7".to_owned()),
    };
    Receipt {
        number: 1,
        when: at(1_000),
        space: "demo.genauth.ai".to_owned(),
        user_id: Some("lin".to_owned()),
        binding,
        attempts: vec![attempt(200, 401), attempt(200, 403)],
        took: Duration::from_millis(241),
        reply,
        listed,
        listed_at: (listed != account::Listed::NotReadYet).then(|| at(2_000)),
        superseded: true,
    }
}

#[test]
fn a_receipt_is_kept_whole_and_says_the_same_after_a_restart() {
    let place = Place::new();
    let refusal = Error::Refused(Refusal {
        status_code: 403,
        api_code: Some(2333),
        message: "不允许".to_owned(),
        request_id: Some("Request-7".to_owned()),
        retry_after: Some("120".to_owned()),
    });
    let replies = [
        Reply::Accepted,
        Reply::Refused(refusal.clone()),
        Reply::Lost(account::LostCause::Failed(Error::Unreadable { place: "data".to_owned() })),
        Reply::Lost(account::LostCause::StoppedWaiting),
        Reply::Lost(account::LostCause::Crashed),
    ];
    let lists = [
        account::Listed::NotReadYet,
        account::Listed::Gone,
        account::Listed::PartlyGone { left: 1 },
        account::Listed::AllThere,
        account::Listed::Unreadable,
    ];
    for reply in replies {
        for listed in lists {
            let receipt = receipt(reply.clone(), listed);
            let id = {
                let ledger = place.open();
                let intent = Intent::unbind(account("lin"), &receipt.binding, "GitHub (work)", receipt.when);
                let id = ledger.intend(&intent).unwrap();
                ledger.record(&id, &receipt).unwrap();
                id
            };
            let entry = place.open().entry(&id).unwrap().unwrap();
            assert_eq!(outcome(&entry), Outcome::Unbind(receipt.outcome()));
            assert_eq!(entry.intent.title, "GitHub (work)");
            assert_eq!(entry.intent.ext_idp_id.as_deref(), Some("g"));
            assert_eq!(entry.intent.identity_ids, ["i-1", "i-2"]);
            assert_eq!(entry.intent.origin_connection_ids, ["c-2", "c-1"]);
            assert_eq!((entry.listed_at, entry.superseded), (receipt.listed_at, true));
            let settled = entry.settlement.clone().unwrap();
            assert_eq!((settled.took, settled.at), (receipt.took, at(1_241)));
            assert_eq!(settled.requests.len(), 2);
            let decisive = entry.decisive_request().unwrap();
            assert_eq!((decisive.status_code, decisive.api_code), (Some(403), Some(2020)));
            assert_eq!(
                (decisive.took, decisive.request_id.as_deref()),
                (Duration::from_millis(120), Some("Request-7"))
            );
            match settled.answer {
                Answer::Refused(fault) => {
                    assert_eq!((fault.kind, fault.to_error()), (FaultKind::Refused, Some(refusal.clone())));
                }
                Answer::Lost(LostWhy::Failed(fault)) => {
                    assert_eq!(fault.to_error().as_ref(), receipt.reply.error());
                }
                Answer::Accepted | Answer::Lost(_) => assert_eq!(receipt.reply.error(), None),
            }
        }
    }
}
