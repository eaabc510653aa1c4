//! Finding entries again: by filter, in pages, whole for an export.

use bindery::account;
use bindery::ledger::{Account, Answer, Deed, Filter, Intent, Ledger, Listed, LostWhy, Outcome, PageRequest, Whose};

use crate::stage::{Place, account, at, intent, request, settlement};

fn begun(ledger: &Ledger, filter: Filter) -> Vec<i64> {
    ledger.export(filter).map(|entry| entry.unwrap().intent.begun_at.as_millisecond()).collect()
}

/// Six entries that differ in everything that can be filtered by.
fn filled(place: &Place) -> Ledger {
    let ledger = place.open();
    let settle = |intent: &Intent, answer: Answer, code: i64, listed: Listed| {
        let id = ledger.intend(intent).unwrap();
        ledger.settle(&id, &settlement(answer, vec![request(200, code, Some(2000 + code))])).unwrap();
        ledger.update_listed(&id, &listed, Some(at(9))).unwrap();
    };
    settle(&intent("lin", 10), Answer::Accepted, 200, Listed::Gone);
    settle(&intent("lin", 20), Answer::Accepted, 20, Listed::AllThere);
    let wechat = Intent {
        provider: "wechat".to_owned(),
        title: "ВКонтакте 微信 100%_".to_owned(),
        ext_idp_id: Some("w".to_owned()),
        ..intent("mia", 30)
    };
    settle(&wechat, Answer::Lost(LostWhy::StoppedWaiting), 502, Listed::Gone);
    let elsewhere = Account { app_id: "another".to_owned(), ..account("lin") };
    ledger.intend(&Intent { account: elsewhere, ..intent("", 40) }).unwrap();
    ledger.intend(&Intent { deed: Deed::Bind, ..intent("lin", 50) }).unwrap();
    ledger.intend(&intent("lin", 60)).unwrap();
    ledger
}

#[test]
fn each_filter_lets_through_what_it_says() {
    let place = Place::new();
    let ledger = filled(&place);
    let all = Filter::default();
    let Account { host, app_id, .. } = account("");
    let outcome = |outcomes: &[Outcome]| Filter { outcomes: outcomes.to_vec(), ..Filter::default() };
    let text = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
    let code = |code| Filter { code: Some(code), ..Filter::default() };
    let gone = Outcome::Unbind(account::Outcome::AcceptedGone);
    let lost_gone = Outcome::Unbind(account::Outcome::LostGone);
    let expected: [(Filter, &[i64]); 22] = [
        (all.clone(), &[60, 50, 40, 30, 20, 10]),
        (Filter { whose: Whose::Account(account("lin")), ..all.clone() }, &[60, 50, 20, 10]),
        (Filter { whose: Whose::Account(account("nobody")), ..all.clone() }, &[]),
        (Filter { whose: Whose::Space { host, app_id }, ..all.clone() }, &[60, 50, 30, 20, 10]),
        (Filter { deed: Some(Deed::Bind), ..all.clone() }, &[50]),
        (Filter { ext_idp_id: Some("w".to_owned()), ..all.clone() }, &[30]),
        (outcome(&[gone]), &[10]),
        (outcome(&[gone, lost_gone]), &[30, 10]),
        (outcome(&[Outcome::Open]), &[60, 50, 40]),
        (outcome(&[Outcome::Bound]), &[]),
        (code(200), &[30, 20, 10]),
        (code(20), &[20]),
        (code(2502), &[30]),
        (code(2), &[]),
        (text("  GITHUB "), &[60, 50, 40, 20, 10]),
        (text("вконтакте"), &[30]),
        (text("微信"), &[30]),
        (text("%"), &[30]),
        (text("'; DROP TABLE entry; --"), &[]),
        (text("request-7"), &[30, 20, 10]),
        (Filter { since: Some(at(20)), before: Some(at(50)), ..all.clone() }, &[40, 30, 20]),
        (Filter { code: Some(200), outcomes: vec![lost_gone], text: "微".to_owned(), ..all }, &[30]),
    ];
    for (filter, wanted) in expected {
        assert_eq!(begun(&ledger, filter.clone()), wanted, "{filter:?}");
        assert_eq!(ledger.count(&filter).unwrap(), wanted.len() as u64, "{filter:?}");
    }
}

#[test]
fn pages_join_without_a_gap_though_new_entries_come_and_times_are_equal() {
    let place = Place::new();
    let ledger = place.open();
    let mut wanted: Vec<_> =
        (0..23).map(|number| (number / 4, ledger.intend(&intent("lin", number / 4)).unwrap())).collect();
    wanted.sort();
    wanted.reverse();
    for size in [1, 4, 7, 23, 100] {
        let (mut found, mut request) = (Vec::new(), PageRequest::first(size));
        loop {
            let page = ledger.entries(&Filter::default(), &request).unwrap();
            assert!(page.entries.len() <= size as usize);
            found.extend(page.entries.into_iter().map(|entry| (entry.intent.begun_at.as_millisecond(), entry.id)));
            // It is begun later than all that is wanted.
            if request.after.is_none() {
                ledger.intend(&intent("mia", 1_000)).unwrap();
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        let later = found.iter().filter(|(begun, _)| *begun == 1_000).count();
        assert_eq!(found.split_off(later), wanted, "pages of {size}");
        ledger.forget_history(&Whose::Account(account("mia"))).unwrap();
    }
}

#[test]
fn every_word_of_an_outcome_is_its_own() {
    let mut words: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Outcome::ALL.len());
}
