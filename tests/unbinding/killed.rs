//! Killed in the middle of an unbind: the next start finds out what became of it, and sends nothing again.
//!
//! Service, program and test are three processes, so that nothing of the killed one lives on in another.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use bindery::account::{self, BindingKey};
use bindery::app::UnbindPoint;
use bindery::genauth::Language;
use bindery::ledger::{Answer, Entry, EntryId, Listed, LostWhy, Outcome};

use crate::child::{Child, Order, Said};
use crate::service::{Service, Unlink};
use crate::stage::{Running, kept_in, shown};

/// The killed program asks for answers in English, and the next start in another language, because the service may come
/// to the last request of the killed program only when the next one has started.
const NEXT_START: Language = Language::SimplifiedChinese;

fn outcome(entry: &Entry) -> Outcome {
    Outcome::of(entry.intent.deed, entry.settlement.as_ref().map(|settlement| &settlement.answer), &entry.listed)
}

fn ext_idp_id(entry: &Entry) -> &str {
    entry.intent.ext_idp_id.as_deref().unwrap()
}

/// Whether what an entry says is what the service did.
fn agrees(entry: &Entry, unlinks: &[Unlink]) -> bool {
    let done = unlinks.iter().any(|unlink| unlink.ext_idp_id == ext_idp_id(entry) && unlink.done);
    let answer = match entry.settlement.as_ref().map(|settlement| &settlement.answer) {
        Some(Answer::Accepted) => done,
        Some(Answer::Lost(LostWhy::ProgramEnded)) => true,
        Some(Answer::Refused(_) | Answer::Lost(_)) | None => false,
    };
    answer && entry.listed == if done { Listed::Gone } else { Listed::AllThere }
}

/// Starts again with what a killed program has left, until everything that this has begun is settled and shown; gives
/// what is then kept of it.
fn next_start(service: &Service, folder: &Path, left: &[Entry]) -> Vec<Entry> {
    let mut program = Running::start(service.space(), folder, NEXT_START, None);
    program.sign_in();
    let ids: Vec<_> = left.iter().map(|entry| entry.id.clone()).collect();
    let mut now = Vec::new();
    let settled = program.comes_to(|state| {
        now = kept_in(folder);
        now.retain(|entry| ids.contains(&entry.id));
        let unlinks = service.unlinks();
        let was_open = |entry: &Entry| left.iter().any(|left| left.id == entry.id && left.listed == Listed::NotRead);
        let is_shown = |entry: &Entry| {
            let shown = shown(state, &BindingKey::ExtIdp(ext_idp_id(entry).to_owned()));
            shown.iter().any(|shown| Outcome::Unbind(*shown) == outcome(entry))
        };
        now.iter().all(|entry| agrees(entry, &unlinks) && (!was_open(entry) || is_shown(entry)))
    });
    assert!(settled, "the service saw {:?}, and this is kept: {now:#?}", service.unlinks());
    assert_eq!(now.len(), left.len(), "no receipt is lost");
    assert_eq!(service.unlinks_in(NEXT_START), 0, "nothing is sent by the next start");
    now
}

#[test]
fn at_every_named_point() {
    let service = Service::start();
    for point in UnbindPoint::ALL {
        service.reset();
        let folder = tempfile::tempdir().unwrap();
        let mut child = Child::start(&service.space(), folder.path(), Order::StayAt(point));
        while child.line().expect("the child comes to the point") != Said::Reached(point) {}
        child.kill();

        let left = kept_in(folder.path());
        let (accepted_gone, not_checked) = (account::Outcome::AcceptedGone, account::Outcome::NotChecked);
        let (expected_left, posts, expected) = match point {
            UnbindPoint::FactsRead => (None, 0, None),
            UnbindPoint::IntentWritten | UnbindPoint::Sending => {
                (Some(Outcome::Open), 0, Some(account::Outcome::LostAllThere))
            }
            UnbindPoint::Answered => (Some(Outcome::Open), 1, Some(account::Outcome::LostGone)),
            UnbindPoint::OutcomeWritten | UnbindPoint::ListRead => {
                (Some(Outcome::Unbind(not_checked)), 1, Some(accepted_gone))
            }
            UnbindPoint::ListWritten => (Some(Outcome::Unbind(accepted_gone)), 1, Some(accepted_gone)),
        };
        assert_eq!(left.iter().map(outcome).collect::<Vec<_>>(), Vec::from_iter(expected_left), "{point:?}");
        assert_eq!(service.unlinks().len(), posts, "{point:?}");

        let now = next_start(&service, folder.path(), &left);
        let expected = expected.map(Outcome::Unbind);
        assert_eq!(now.iter().map(outcome).collect::<Vec<_>>(), Vec::from_iter(expected), "{point:?}");
        assert_eq!(service.unlinks().len(), posts, "{point:?}");
    }
}

#[test]
fn at_fifty_random_moments() {
    let seed =
        std::env::var("BINDERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("BINDERY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let service = Service::start();
    // One ledger for all of them, as a person has.
    let folder = tempfile::tempdir().unwrap();
    let mut settled: HashMap<EntryId, Entry> = HashMap::new();
    for round in 0..50 {
        service.reset();
        let mut child = Child::start(&service.space(), folder.path(), Order::UnbindAll);
        let mut said = Vec::new();
        // Four unbinds, of which each is asked for and then passes every point.
        for _ in 0..random.usize(1..=4 * (1 + UnbindPoint::ALL.len())) {
            said.push(child.line().expect("the child goes on"));
        }
        let (begun, moment) = (Instant::now(), Duration::from_micros(random.u64(0..4000)));
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        said.extend(child.kill());

        let mut left = kept_in(folder.path());
        left.retain(|entry| !settled.contains_key(&entry.id));
        has_what_was_said(&said, &left);
        let now = next_start(&service, folder.path(), &left);
        let outcomes: Vec<_> = left.iter().map(outcome).zip(now.iter().map(outcome)).collect();
        println!("round {round}: killed after {:?}: {outcomes:?}", said.last());
        for unlink in service.unlinks() {
            let same = |other: &&Unlink| other.ext_idp_id == unlink.ext_idp_id;
            assert_eq!(service.unlinks().iter().filter(same).count(), 1, "{unlink:?} is sent once");
            let kept = now.iter().filter(|entry| ext_idp_id(entry) == unlink.ext_idp_id).count();
            assert_eq!(kept, 1, "{unlink:?} has a receipt");
        }
        settled.extend(now.into_iter().map(|entry| (entry.id.clone(), entry)));
    }
    let kept: HashMap<_, _> = kept_in(folder.path()).into_iter().map(|entry| (entry.id.clone(), entry)).collect();
    assert_eq!(kept, settled, "what was settled stays as it is");
}

/// Compares what the child said that it had written with what the ledger has.
fn has_what_was_said(said: &[Said], left: &[Entry]) {
    let mut unbinding = "";
    for said in said {
        let entry = || left.iter().find(|entry| ext_idp_id(entry) == unbinding);
        match said {
            Said::Asks(ext_idp_id) => unbinding = ext_idp_id,
            Said::Reached(UnbindPoint::FactsRead) | Said::Done => {}
            Said::Reached(UnbindPoint::IntentWritten | UnbindPoint::Sending | UnbindPoint::Answered) => {
                assert!(entry().is_some(), "the intent of {unbinding}");
            }
            Said::Reached(UnbindPoint::OutcomeWritten | UnbindPoint::ListRead) => {
                assert!(entry().is_some_and(|entry| entry.settlement.is_some()), "the answer to {unbinding}");
            }
            Said::Reached(UnbindPoint::ListWritten) => {
                assert!(entry().is_some_and(|entry| entry.listed == Listed::Gone), "the list after {unbinding}");
            }
        }
    }
}
