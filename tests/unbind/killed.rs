//! Killed in the middle of an unbind: the next start has the receipt or the intent, and finds out what became of it.

use std::path::Path;
use std::time::{Duration, Instant};

use bindery::account::{BindingKey, Outcome};
use bindery::app::UnbindPoint;
use bindery::ledger::{self, Answer, Entry, EntryId, Listed};

use crate::child::{Child, WECHAT};
use crate::headless::{Headless, entries};
use crate::standalone::Standalone;

/// Starts again after a kill, and holds what the ledger then says against what the sandbox did.
fn next_start(sandbox: &Standalone, folder: &Path, known: &mut Vec<EntryId>) -> Option<Entry> {
    let key = BindingKey::ExtIdp(WECHAT.to_owned());
    let (asked, done) = sandbox.unbinds();
    let mut program = Headless::start(sandbox.space(), folder, None);
    program.sign_in("lin@example.com");
    program.until("what was left open to be settled", |_| entries(folder).iter().all(is_settled));
    assert_eq!(sandbox.unbinds(), (asked, done), "nothing is sent again");
    assert!(asked <= 1, "one POST at most, {asked} were seen");
    let is_bound = program.is_bound(&key);
    assert_eq!(is_bound, done == 0, "the list is true");

    let mut new: Vec<Entry> = entries(folder).into_iter().filter(|entry| !known.contains(&entry.id)).collect();
    assert!(new.len() <= 1, "{new:#?}");
    let entry = new.pop();
    let Some(entry) = entry else {
        assert_eq!(asked, 0, "what was sent is in the ledger");
        return None;
    };
    known.push(entry.id.clone());
    assert_eq!(entry.intent.ext_idp_id.as_deref(), Some(WECHAT));
    assert_eq!(entry.listed == Listed::Gone, !is_bound, "what the receipt claims is so: {entry:#?}");
    let answer = &entry.settlement.as_ref().unwrap().answer;
    assert!(*answer != Answer::Accepted || done == 1, "{entry:#?}");
    assert!(!matches!(answer, Answer::Refused(_)), "nobody refused: {entry:#?}");
    Some(entry)
}

fn is_settled(entry: &Entry) -> bool {
    entry.settlement.is_some() && !matches!(entry.listed, Listed::NotRead | Listed::Unreadable)
}

fn outcome(entry: &Entry) -> ledger::Outcome {
    let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
    ledger::Outcome::of(entry.intent.deed, answer, &entry.listed)
}

#[test]
fn at_every_named_point() {
    let sandbox = Standalone::start();
    let (folder, mut known) = (tempfile::tempdir().unwrap(), Vec::new());
    for point in UnbindPoint::ALL {
        sandbox.reset();
        let mut child = Child::start(&sandbox, folder.path(), Some(point));
        child.says(&format!("{point:?}"));
        child.kill();
        let entry = next_start(&sandbox, folder.path(), &mut known);
        let expected = match point {
            UnbindPoint::FactsRead => None,
            UnbindPoint::IntentWritten | UnbindPoint::Sending => Some(Outcome::LostAllThere),
            UnbindPoint::Answered => Some(Outcome::LostGone),
            UnbindPoint::OutcomeWritten | UnbindPoint::ListRead | UnbindPoint::ListWritten => {
                Some(Outcome::AcceptedGone)
            }
        };
        assert_eq!(entry.as_ref().map(outcome), expected.map(ledger::Outcome::Unbind), "{point:?}");
    }
}

#[test]
fn at_fifty_random_points() {
    let seed =
        std::env::var("BINDERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("BINDERY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let sandbox = Standalone::start();
    let (folder, mut known) = (tempfile::tempdir().unwrap(), Vec::new());
    for round in 0..50 {
        sandbox.reset();
        let mut child = Child::start(&sandbox, folder.path(), None);
        child.says("confirmed");
        // The seven points, and the receipt on the screen.
        for _ in 0..random.usize(0..=8) {
            child.line();
        }
        let (begun, moment) = (Instant::now(), Duration::from_micros(random.u64(0..6000)));
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        child.kill();
        let entry = next_start(&sandbox, folder.path(), &mut known);
        println!("round {round}: {:?}", entry.as_ref().map(outcome));
    }
}
