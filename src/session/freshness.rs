//! When an access token should be renewed, before a call finds it expired.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// How long before its end a token is renewed, at most; short-lived ones in the last tenth of their life.
const MARGIN: Duration = Duration::from_secs(60);
/// How long until a renewal ahead of the end, which did not work out, is tried again.
const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// Says when an access token is due to be renewed.
///
/// While the program runs it counts from the moment of the answer with a clock that nobody sets; the wall clock is asked
/// only about tokens of an earlier run. A computer that slept may find a token older than it seems: the service then
/// refuses it, and the call is sent again with a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Freshness {
    due: Option<Instant>,
}

impl Freshness {
    /// Of a token that came just now. Where its end is not known, or is past already because a clock is wrong, only the
    /// service tells.
    pub(super) fn of_new(expires_at: Option<Timestamp>, now: Timestamp) -> Self {
        let life = expires_at.and_then(|end| between(now, end)).filter(|life| !life.is_zero());
        Self { due: life.and_then(|life| Instant::now().checked_add(life.saturating_sub(margin(life)))) }
    }

    /// Of a token that was kept. What is left of it is never more than its whole life, wherever the clock was set.
    pub(super) fn of_kept(expires_at: Option<Timestamp>, obtained_at: Option<Timestamp>, now: Timestamp) -> Self {
        let Some(end) = expires_at else { return Self::default() };
        let Some(obtained_at) = obtained_at else {
            let left = between(now, end).unwrap_or_default();
            return Self { due: Instant::now().checked_add(left.saturating_sub(MARGIN)) };
        };
        let Some(life) = between(obtained_at, end).filter(|life| !life.is_zero()) else { return Self::default() };
        let left = between(now, end).unwrap_or_default().min(life);
        Self { due: Instant::now().checked_add(left.saturating_sub(margin(life))) }
    }

    pub(super) fn is_due(self) -> bool {
        self.due.is_some_and(|due| due <= Instant::now())
    }

    /// Does not try again at once what did not work out just now.
    pub(super) fn put_off(&mut self) {
        self.due = Instant::now().checked_add(AGAIN_AFTER);
    }

    /// Leaves it to the service to refuse the token: there is nothing to renew it with.
    pub(super) fn give_up(&mut self) {
        self.due = None;
    }
}

fn margin(life: Duration) -> Duration {
    MARGIN.min(life / 10)
}

/// `None` when the end is before the beginning.
fn between(from: Timestamp, to: Timestamp) -> Option<Duration> {
    Duration::try_from(to.duration_since(from)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::time::advance;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// After how many seconds it is due, found by letting them pass.
    async fn due_after(freshness: Freshness) -> Option<u64> {
        for passed in 0..=10_000 {
            if freshness.is_due() {
                return Some(passed);
            }
            advance(Duration::from_secs(1)).await;
        }
        None
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_token_is_due_a_minute_or_a_tenth_of_its_life_before_its_end() {
        for (life, due) in [(7200, 7140), (600, 540), (100, 90), (10, 9)] {
            assert_eq!(due_after(Freshness::of_new(Some(at(1000 + life)), at(1000))).await, Some(due), "{life} s");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_without_an_end_or_with_a_past_one_is_left_to_the_service() {
        for end in [None, Some(at(1000)), Some(at(400))] {
            assert_eq!(due_after(Freshness::of_new(end, at(1000))).await, None, "{end:?}");
        }
        assert_eq!(due_after(Freshness::of_kept(None, None, at(0))).await, None);
        assert_eq!(due_after(Freshness::of_kept(Some(at(5)), Some(at(9)), at(0))).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_kept_token_the_wall_clock_tells_what_is_left() {
        let kept = |now| Freshness::of_kept(Some(at(7200)), Some(at(0)), at(now));
        assert_eq!(due_after(kept(7000)).await, Some(140));
        assert_eq!(due_after(kept(7200)).await, Some(0));
        assert_eq!(due_after(kept(99_999)).await, Some(0));
        assert_eq!(due_after(kept(-50_000)).await, Some(7140), "a clock set back does not make it live longer");
        assert_eq!(due_after(Freshness::of_kept(Some(at(7200)), None, at(7000))).await, Some(140));
    }

    #[tokio::test(start_paused = true)]
    async fn what_did_not_work_out_is_not_tried_again_at_once() {
        let mut freshness = Freshness::of_kept(Some(at(10)), Some(at(0)), at(10));
        assert!(freshness.is_due());
        freshness.put_off();
        assert_eq!(due_after(freshness).await, Some(AGAIN_AFTER.as_secs()));
        freshness.give_up();
        assert_eq!(due_after(freshness).await, None);
    }

    proptest! {
        #[test]
        fn no_time_is_too_odd(end in any::<i64>(), obtained in any::<i64>(), now in any::<i64>()) {
            let read = |second| Timestamp::from_second(second).ok();
            let now = read(now).unwrap_or(Timestamp::MAX);
            let _ = Freshness::of_new(read(end), now).is_due();
            let _ = Freshness::of_kept(read(end), read(obtained), now).is_due();
        }
    }
}
