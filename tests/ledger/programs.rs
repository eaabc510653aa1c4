//! Two programs on one ledger, and programs that are killed.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use bindery::ledger::{Answer, Filter, LostWhy, Outcome, PageRequest, Settlement};

use crate::child::{Child, Order};
use crate::stage::{Place, account, at, intent};

#[test]
fn two_programs_write_at_once_and_nothing_is_lost() {
    let place = Place::new();
    let mut children: Vec<_> = (0..2).map(|_| Child::start(&place.file(), Order::Write(60))).collect();
    for child in &mut children {
        assert_eq!(child.line().as_deref(), Some("ready"));
    }
    for child in &mut children {
        child.go();
    }
    let ledger = place.open();
    for number in 0..20 {
        ledger.intend(&intent("lin", number)).unwrap();
    }
    for child in &mut children {
        assert_eq!(child.line().as_deref(), Some("done"));
    }
    let entries: Vec<_> = ledger.export(Filter::default()).map(Result::unwrap).collect();
    let ids: HashSet<_> = entries.iter().map(|entry| entry.id.clone()).collect();
    assert_eq!((entries.len(), ids.len()), (140, 140));
    let settled =
        Filter { outcomes: vec![Outcome::Unbind(bindery::account::Outcome::NotChecked)], ..Filter::default() };
    assert_eq!(ledger.count(&settled).unwrap(), 120);
}

#[test]
fn a_kill_leaves_the_intent_and_a_program_that_goes_on_keeps_its_own() {
    let place = Place::new();
    let mut child = Child::start(&place.file(), Order::IntendAndStay);
    let id = child.line().unwrap();
    let ledger = place.open();
    let page = ledger.entries(&Filter::default(), &PageRequest::first(10)).unwrap();
    assert_eq!(page.entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
    assert_eq!(ledger.open_intents(&account("lin")).unwrap(), [], "the other program goes on");
    child.kill();
    let open = ledger.open_intents(&account("lin")).unwrap();
    assert_eq!(open.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
    assert_eq!(open[0].intent, intent("lin", 1_000));
    assert_eq!(ledger.open_intents(&account("mia")).unwrap(), []);
    assert!(ledger.settle_open(&open[0].id, &Settlement::program_ended(at(9_000))).unwrap());
    assert!(!ledger.settle_open(&open[0].id, &Settlement::program_ended(at(9_999))).unwrap(), "only once");
    assert_eq!(ledger.open_intents(&account("lin")).unwrap(), []);
    let settled = ledger.entry(&open[0].id).unwrap().unwrap().settlement.unwrap();
    assert_eq!((settled.answer, settled.at), (Answer::Lost(LostWhy::ProgramEnded), at(9_000)));
}

#[test]
fn what_this_program_has_begun_is_not_left_open_by_another() {
    let place = Place::new();
    let ledger = place.open();
    let id = ledger.intend(&intent("lin", 1)).unwrap();
    assert_eq!(ledger.open_intents(&account("lin")).unwrap(), []);
    let other = place.open();
    assert_eq!(other.open_intents(&account("lin")).unwrap(), []);
    drop(ledger);
    assert_eq!(other.open_intents(&account("lin")).unwrap().len(), 1);
    assert_eq!(other.open_intents(&account("lin")).unwrap()[0].id, id);
}

#[test]
fn killed_at_thirty_random_moments_what_was_said_is_there() {
    let seed =
        std::env::var("BINDERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("BINDERY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let place = Place::new();
    let mut said = Vec::new();
    for _ in 0..30 {
        let mut child = Child::start(&place.file(), Order::OnAndOn);
        for _ in 0..random.usize(1..=6) {
            said.extend(child.line());
        }
        let (begun, moment) = (Instant::now(), Duration::from_micros(random.u64(0..3000)));
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        said.extend(child.kill());
    }
    let ledger = place.open();
    let entries: Vec<_> = ledger.export(Filter::default()).map(Result::unwrap).collect();
    let find = |id: &str| entries.iter().find(|entry| entry.id.as_str() == id);
    for line in &said {
        match line.split_once(' ') {
            Some(("intended", id)) => assert!(find(id).is_some(), "{line}"),
            Some(("settled", id)) => assert!(find(id).is_some_and(|entry| entry.settlement.is_some()), "{line}"),
            // The last line may have been cut off.
            _ => {}
        }
    }
    let open = entries.iter().filter(|entry| entry.settlement.is_none()).count();
    assert_eq!(ledger.open_intents(&account("lin")).unwrap().len(), open, "all of them are found again");
    let intended = said.iter().filter(|line| line.starts_with("intended")).count();
    assert!((intended..=intended + 30).contains(&entries.len()), "{} of {intended}", entries.len());
}
