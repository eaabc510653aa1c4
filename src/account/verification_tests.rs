//! Tests of the outcome machine: every answer with every list in every order, and any sequence of events at all.

use proptest::prelude::*;

use super::*;

const REPLIES: [ReplyKind; 3] = [ReplyKind::Accepted, ReplyKind::Refused, ReplyKind::Lost];
const LISTS: [Listed; 4] = [Listed::Gone, Listed::PartlyGone { left: 1 }, Listed::AllThere, Listed::Unreadable];

fn milliseconds(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// Reads the list as the machine asks, a read taking a tenth of a second, until it asks for nothing; says when each began.
fn obey(machine: &mut Verification, from: Instant, mut list: impl FnMut(usize) -> Listed) -> Vec<Duration> {
    let mut began_after = Vec::new();
    let mut now = from;
    loop {
        match machine.next() {
            NextStep::ReadAt(at) => {
                now = at;
                machine.apply(VerificationEvent::Passed { now });
            }
            NextStep::ReadNow => {
                began_after.push(now.duration_since(from));
                machine.apply(VerificationEvent::ReadBegan { at: now });
                assert_eq!(machine.next(), NextStep::AwaitList);
                let (began, ended) = (now, now + milliseconds(100));
                let listed = list(began_after.len() - 1);
                machine.apply(VerificationEvent::ListRead { began, ended, listed });
                now = ended;
            }
            NextStep::AwaitAnswer | NextStep::AwaitList => panic!("nothing is under way: {machine:?}"),
            NextStep::Settled(_) | NextStep::StaysOpen(_) => return began_after,
        }
        assert!(began_after.len() < 100, "it does not end");
    }
}

fn answered(reply: ReplyKind, start: Instant) -> Verification {
    let mut machine = Verification::sent(start);
    assert_eq!(machine.next(), NextStep::AwaitAnswer);
    machine.apply(VerificationEvent::Answered { reply, at: start });
    assert_eq!(machine.next(), NextStep::ReadNow);
    machine
}

#[test]
fn every_answer_with_every_list_ends_as_its_own_outcome() {
    let start = Instant::now();
    let mut outcomes = std::collections::HashSet::new();
    for reply in REPLIES {
        for listed in LISTS {
            let mut machine = answered(reply, start);
            let reads = obey(&mut machine, start, |_| listed);
            let outcome = Outcome::of(reply, listed);
            let settled = listed == Listed::Gone || (reply, listed) == (ReplyKind::Refused, Listed::AllThere);
            let end = if settled { NextStep::Settled(outcome) } else { NextStep::StaysOpen(outcome) };
            assert_eq!(machine.next(), end);
            outcomes.insert(outcome);
            let expected: &[u64] = if listed == Listed::Gone { &[0] } else { &[0, 600, 1700, 3800, 6900, 10_000] };
            assert_eq!(reads, expected.iter().copied().map(milliseconds).collect::<Vec<_>>(), "{outcome:?}");
        }
    }
    assert_eq!(outcomes.len(), 12);
    assert!(!outcomes.contains(&Outcome::NotChecked));
}

#[test]
fn every_order_of_lists_ends_as_the_newest_that_could_be_read_or_gone() {
    let start = Instant::now();
    for reply in REPLIES {
        for index in 0..LISTS.len().pow(6) {
            let lists: Vec<_> = (0..6).map(|place| LISTS[index / LISTS.len().pow(place) % LISTS.len()]).collect();
            let mut machine = answered(reply, start);
            let reads = obey(&mut machine, start, |read| lists[read]);
            let heard = &lists[..reads.len()];
            let expected = if heard.contains(&Listed::Gone) {
                Listed::Gone
            } else {
                heard.iter().rev().copied().find(|listed| *listed != Listed::Unreadable).unwrap_or(Listed::Unreadable)
            };
            assert_eq!(machine.outcome(), Some(Outcome::of(reply, expected)), "{lists:?}");
            assert_eq!(heard.len(), lists.iter().position(|listed| *listed == Listed::Gone).map_or(6, |at| at + 1));
        }
    }
}

#[test]
fn a_list_that_began_before_the_answer_proves_nothing() {
    let start = Instant::now();
    for reply in REPLIES {
        for listed in LISTS {
            let mut machine = Verification::sent(start);
            let (began, at) = (start + milliseconds(1), start + milliseconds(2));
            machine.apply(VerificationEvent::ReadBegan { at: began });
            machine.apply(VerificationEvent::Answered { reply, at });
            assert_eq!(machine.next(), NextStep::ReadNow, "the read that is under way does not do");
            machine.apply(VerificationEvent::ListRead { began, ended: at + milliseconds(1), listed });
            assert_eq!((machine.next(), machine.outcome()), (NextStep::ReadNow, Some(Outcome::NotChecked)));
        }
    }
    let mut machine = Verification::sent(start);
    machine.apply(VerificationEvent::ListRead { began: start, ended: start, listed: Listed::Gone });
    assert_eq!(machine.next(), NextStep::AwaitAnswer);
}

#[test]
fn reads_that_overlap_count_by_when_they_began() {
    let start = Instant::now();
    let at = |count| start + milliseconds(count);
    let mut machine = answered(ReplyKind::Accepted, start);
    machine.apply(VerificationEvent::ReadBegan { at: at(1) });
    machine.apply(VerificationEvent::ReadBegan { at: at(2) });
    let left = Listed::PartlyGone { left: 1 };
    machine.apply(VerificationEvent::ListRead { began: at(2), ended: at(3), listed: left });
    machine.apply(VerificationEvent::ListRead { began: at(1), ended: at(4), listed: Listed::AllThere });
    assert_eq!(machine.outcome(), Some(Outcome::AcceptedPartlyGone));
    machine.apply(VerificationEvent::ListRead { began: at(1), ended: at(5), listed: Listed::Gone });
    assert_eq!(machine.next(), NextStep::Settled(Outcome::AcceptedGone), "gone once seen stays");
}

#[test]
fn an_answer_that_comes_late_is_checked_anew_unless_the_binding_was_seen_gone() {
    let start = Instant::now();
    let late = start + Duration::from_secs(30);
    for listed in LISTS {
        for reply in REPLIES {
            let mut machine = answered(ReplyKind::Lost, start);
            obey(&mut machine, start, |_| listed);
            machine.apply(VerificationEvent::Answered { reply, at: late });
            if listed == Listed::Gone {
                assert_eq!(machine.next(), NextStep::Settled(Outcome::of(reply, Listed::Gone)));
                continue;
            }
            assert_eq!((machine.next(), machine.outcome()), (NextStep::ReadNow, Some(Outcome::NotChecked)));
            obey(&mut machine, late, |_| Listed::Gone);
            assert_eq!(machine.next(), NextStep::Settled(Outcome::of(reply, Listed::Gone)));
        }
    }
    let mut machine = answered(ReplyKind::Accepted, start);
    machine.apply(VerificationEvent::Answered { reply: ReplyKind::Refused, at: late });
    obey(&mut machine, late, |_| Listed::Gone);
    assert_eq!(machine.outcome(), Some(Outcome::AcceptedGone), "the first definite answer stands");
}

#[test]
fn check_again_reads_once_and_is_not_sent_before_the_answer() {
    let start = Instant::now();
    let mut machine = Verification::sent(start);
    machine.apply(VerificationEvent::CheckAgain { at: start });
    assert_eq!(machine.next(), NextStep::AwaitAnswer);
    let mut machine = answered(ReplyKind::Lost, start);
    obey(&mut machine, start, |_| Listed::AllThere);
    let later = start + Duration::from_secs(60);
    for (listed, end) in [
        (Listed::Unreadable, NextStep::StaysOpen(Outcome::LostAllThere)),
        (Listed::AllThere, NextStep::StaysOpen(Outcome::LostAllThere)),
        (Listed::Gone, NextStep::Settled(Outcome::LostGone)),
    ] {
        machine.apply(VerificationEvent::CheckAgain { at: later });
        assert_eq!(machine.next(), NextStep::ReadNow);
        assert_eq!(obey(&mut machine, later, |_| listed).len(), 1);
        assert_eq!(machine.next(), end);
    }
    machine.apply(VerificationEvent::CheckAgain { at: later });
    assert_eq!(machine.next(), NextStep::Settled(Outcome::LostGone), "what is gone needs no look");
}

#[test]
fn a_read_of_which_nothing_is_heard_ends_as_unreadable() {
    let start = Instant::now();
    for begun in [true, false] {
        let mut machine = answered(ReplyKind::Accepted, start);
        if begun {
            machine.apply(VerificationEvent::ReadBegan { at: start });
        }
        machine.apply(VerificationEvent::Passed { now: start + LONGEST_READ });
        assert_eq!(machine.next(), NextStep::StaysOpen(Outcome::AcceptedUnreadable));
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Answer(ReplyKind),
    Begin,
    End { listed: Listed, read: usize },
    Pass(u64),
    CheckAgain,
    Obey(Listed),
}

fn any_act() -> impl Strategy<Value = Act> {
    let listed = prop::sample::select([&LISTS[..], &[Listed::NotReadYet]].concat());
    prop_oneof![
        prop::sample::select(REPLIES.to_vec()).prop_map(Act::Answer),
        Just(Act::Begin),
        (listed.clone(), any::<usize>()).prop_map(|(listed, read)| Act::End { listed, read }),
        (0u64..8_000).prop_map(Act::Pass),
        Just(Act::CheckAgain),
        listed.prop_map(Act::Obey),
    ]
}

proptest! {
    #[test]
    fn any_sequence_claims_gone_only_with_a_list_that_shows_it_and_ends(acts in prop::collection::vec(any_act(), 0..40)) {
        let mut now = Instant::now();
        let mut machine = Verification::sent(now);
        let mut begun = Vec::new();
        let mut first_answer = None;
        let mut shown_gone = false;
        for act in acts {
            match act {
                Act::Answer(reply) => {
                    first_answer.get_or_insert(now);
                    machine.apply(VerificationEvent::Answered { reply, at: now });
                }
                Act::Begin => {
                    begun.push(now);
                    machine.apply(VerificationEvent::ReadBegan { at: now });
                }
                Act::End { listed, read } => {
                    if begun.is_empty() {
                        continue;
                    }
                    let began = begun.remove(read % begun.len());
                    shown_gone |= listed == Listed::Gone && first_answer.is_some_and(|at| at <= began);
                    machine.apply(VerificationEvent::ListRead { began, ended: now, listed });
                }
                Act::Pass(count) => {
                    now += milliseconds(count);
                    machine.apply(VerificationEvent::Passed { now });
                }
                Act::CheckAgain => machine.apply(VerificationEvent::CheckAgain { at: now }),
                Act::Obey(listed) => {
                    if machine.next() == NextStep::ReadNow {
                        shown_gone |= listed == Listed::Gone;
                        machine.apply(VerificationEvent::ListRead { began: now, ended: now, listed });
                    }
                }
            }
            let was_gone = machine.outcome().is_some_and(Outcome::is_gone);
            prop_assert!(!was_gone || shown_gone, "gone without a list that shows it");
            prop_assert_eq!(machine.next() == NextStep::AwaitAnswer, first_answer.is_none());
            if shown_gone {
                prop_assert!(matches!(machine.next(), NextStep::Settled(outcome) if outcome.is_gone()), "gone stays");
            }
        }
        // Time alone brings it to an end, once there is an answer.
        machine.apply(VerificationEvent::Answered { reply: ReplyKind::Lost, at: now });
        for _ in 0..4 {
            now += LONGEST_READ;
            machine.apply(VerificationEvent::Passed { now });
        }
        let outcome = match machine.next() {
            NextStep::Settled(outcome) | NextStep::StaysOpen(outcome) => outcome,
            other => panic!("it does not end: {other:?}"),
        };
        prop_assert_ne!(outcome, Outcome::NotChecked);
        prop_assert_eq!(outcome.is_gone(), shown_gone);
    }
}
