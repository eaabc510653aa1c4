//! The faults that wait, in the order they came.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use jiff::SignedDuration;

use super::fault::{Fault, FaultKind, Latency, Probability, Times};
use super::port::Port;
use super::scenario::Scenario;
use crate::sandbox::changes::Changes;
use crate::sandbox::clock::Clock;
use crate::sandbox::lag::Lag;
use crate::sandbox::pool::Identities;

/// The faults that wait to strike. A request is struck by the first one that is for it; the others keep waiting, and do
/// not count it.
///
/// What is random in a fault is drawn from a seed, by every fault for itself. The same seed, the same faults in the
/// same order and the same requests for each of them are struck the same way, however requests for others come between.
pub struct Faults {
    queue: Mutex<Queue>,
    port: Arc<Port>,
    /// What faults of the service itself do their work on.
    clock: Arc<Clock>,
    lag: Arc<Lag<Identities>>,
    changes: Changes,
}

struct Queue {
    seed: u64,
    /// Gives each fault a seed of its own.
    seeds: Rng,
    injected: Vec<Fault>,
    waiting: Vec<Waiting>,
    /// What struck the service and was not carried out yet.
    due: Vec<FaultKind>,
}

struct Waiting {
    /// With the times that are left, and the requests that still pass first.
    fault: Fault,
    strikes: u32,
    random: Rng,
}

/// What a request carries that a fault may need.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carried {
    pub(super) access_token: bool,
    pub(super) refresh_token: bool,
}

/// One strike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strike {
    pub(super) kind: FaultKind,
    /// How long to wait before anything happens: what a latency comes to this time.
    pub(super) delay: Duration,
}

impl Default for Faults {
    /// None wait, and the seed is drawn.
    fn default() -> Self {
        Self::of_service(Changes::default(), Arc::default(), Arc::default())
    }
}

impl Faults {
    /// None yet; what comes and goes is noted there. Those that strike the service itself do it to this clock and to these
    /// lists.
    pub(in crate::sandbox) fn of_service(changes: Changes, clock: Arc<Clock>, lag: Arc<Lag<Identities>>) -> Self {
        Self { queue: Mutex::new(Queue::new(fastrand::u64(..))), port: Arc::default(), clock, lag, changes }
    }

    /// Adds a fault behind those that wait. One with no times left is dropped.
    pub fn inject(&self, fault: Fault) {
        self.queue().inject(fault);
        self.changes.note();
        self.carry_out_what_is_due();
    }

    /// Forgets every fault that waits, and what was injected. A closed port opens. The clock stays as it was set, and a
    /// list that lags goes on doing so. The seed is begun anew, so that the same faults do the same again.
    pub fn clear(&self) {
        let mut queue = self.queue();
        *queue = Queue::new(queue.seed);
        drop(queue);
        self.changes.note();
        self.port.open();
    }

    /// Clears everything, and plays these faults with their seed; without one, a seed is drawn.
    pub fn play(&self, scenario: &Scenario) {
        let mut fresh = Queue::new(scenario.seed.unwrap_or_else(|| fastrand::u64(..)));
        scenario.faults.iter().cloned().for_each(|fault| fresh.inject(fault));
        *self.queue() = fresh;
        self.changes.note();
        self.port.open();
        self.carry_out_what_is_due();
    }

    /// What was injected since the last clear, with the seed: played on a fresh service, it does the same again.
    pub fn scenario(&self) -> Scenario {
        let queue = self.queue();
        Scenario { seed: Some(queue.seed), faults: queue.injected.clone() }
    }

    /// The faults that wait, first come first, each with the times it has left and the requests it still lets pass.
    pub fn pending(&self) -> Vec<Fault> {
        self.queue().waiting.iter().map(|waiting| waiting.fault.clone()).collect()
    }

    /// Takes back the fault at this position of [`Faults::pending`], if it is still the same but for the times it has left
    /// and the requests it lets pass. Says whether it was. A replay has it all the same.
    pub fn remove(&self, position: usize, fault: &Fault) -> bool {
        let mut queue = self.queue();
        let same = |waiting: &Waiting| {
            let Fault { endpoint, kind, probability, .. } = &waiting.fault;
            (endpoint, kind, probability) == (&fault.endpoint, &fault.kind, &fault.probability)
        };
        let is_there = queue.waiting.get(position).is_some_and(same);
        if is_there {
            queue.waiting.remove(position);
            self.changes.note();
        }
        is_there
    }

    /// Takes one strike from the first fault that is for this request.
    pub(super) fn take(&self, path: &str, carried: Carried) -> Option<Strike> {
        let mut queue = self.queue();
        let strike = queue.waiting.iter_mut().find_map(|waiting| waiting.offer(path, carried));
        queue.forget_the_spent();
        if strike.is_some() {
            self.changes.note();
        }
        strike
    }

    /// A request was answered, or struck so that it was not: what waits for the service may be due.
    pub(super) fn request_passed(&self) {
        if self.queue().request_passed() {
            self.changes.note();
        }
        self.carry_out_what_is_due();
    }

    /// The port, which faults close and the accept loop keeps.
    pub(in crate::sandbox) fn port(&self) -> &Arc<Port> {
        &self.port
    }

    /// Does what struck the service, at once: whoever looks next sees it.
    fn carry_out_what_is_due(&self) {
        let due = std::mem::take(&mut self.queue().due);
        for kind in due {
            self.carry_out(&kind);
        }
    }

    /// Does to the service what this fault does to it, if it is of that kind.
    pub(super) fn carry_out(&self, kind: &FaultKind) {
        match kind {
            FaultKind::Refuse(time) => self.port.close(*time),
            FaultKind::Clock { seconds } => self.clock.set_offset(SignedDuration::from_secs(*seconds)),
            FaultKind::Lag { reads } => self.lag.arm(*reads),
            _ => return,
        }
        self.changes.note();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Faults").field("pending", &self.pending()).field("port", &self.port).finish()
    }
}

impl Queue {
    fn new(seed: u64) -> Self {
        Self { seed, seeds: Rng::with_seed(seed), injected: Vec::new(), waiting: Vec::new(), due: Vec::new() }
    }

    fn inject(&mut self, fault: Fault) {
        if fault.times == Times::Exactly(0) {
            return;
        }
        self.injected.push(fault.clone());
        let mut waiting = Waiting { fault, strikes: 0, random: self.seeds.fork() };
        if waiting.fault.is_for_service() && waiting.fault.after == 0 && waiting.draws_a_strike() {
            self.due.push(waiting.strike().kind);
        }
        self.waiting.push(waiting);
        self.forget_the_spent();
    }

    /// Says whether anything waited for it.
    fn request_passed(&mut self) -> bool {
        let mut counted = false;
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.fault.is_for_service()) {
            counted = true;
            waiting.fault.after = waiting.fault.after.saturating_sub(1);
            if waiting.fault.after == 0 && waiting.draws_a_strike() {
                self.due.push(waiting.strike().kind);
            }
        }
        self.forget_the_spent();
        counted
    }

    fn forget_the_spent(&mut self) {
        self.waiting.retain(|waiting| waiting.fault.times != Times::Exactly(0));
    }
}

impl Waiting {
    /// Strikes a request that it is for, unless it lets it pass.
    fn offer(&mut self, path: &str, carried: Carried) -> Option<Strike> {
        let Fault { endpoint, kind, after, .. } = &mut self.fault;
        let has_what_it_needs = match kind {
            FaultKind::TokenExpired | FaultKind::TokenRevoked => carried.access_token,
            FaultKind::RefreshRefused => carried.refresh_token,
            _ => true,
        };
        if endpoint == Fault::SERVICE || !matches(endpoint, path) || !has_what_it_needs {
            return None;
        }
        if *after > 0 {
            *after -= 1;
            return None;
        }
        self.draws_a_strike().then(|| self.strike())
    }

    fn draws_a_strike(&mut self) -> bool {
        let probability = self.fault.probability;
        probability == Probability::ALWAYS || self.random.u32(..Probability::WHOLE) < probability.millionths()
    }

    fn strike(&mut self) -> Strike {
        let delay = match &self.fault.kind {
            FaultKind::Latency(Latency::Fixed(time)) => *time,
            FaultKind::Latency(Latency::Spread { from, to }) => {
                let (from, to) = (milliseconds(*from), milliseconds(*to));
                Duration::from_millis(self.random.u64(from.min(to)..=to.max(from)))
            }
            FaultKind::Latency(Latency::Growing { first, step }) => {
                first.saturating_add(step.saturating_mul(self.strikes))
            }
            _ => Duration::ZERO,
        };
        self.strikes = self.strikes.saturating_add(1);
        if let Times::Exactly(left) = &mut self.fault.times {
            *left = left.saturating_sub(1);
        }
        Strike { kind: self.fault.kind.clone(), delay }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn matches(endpoint: &str, path: &str) -> bool {
    endpoint == "*" || endpoint == path || path.rsplit('/').next() == Some(endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(texts: &[&str]) -> Faults {
        let faults = Faults::default();
        for text in texts {
            faults.inject(text.parse().unwrap());
        }
        faults
    }

    fn take(faults: &Faults, path: &str) -> Option<FaultKind> {
        faults.take(path, Carried::default()).map(|strike| strike.kind)
    }

    fn pending(faults: &Faults) -> Vec<String> {
        faults.pending().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn the_first_match_strikes_as_often_as_it_says() {
        let faults = faults(&["unlink-extidp=stallx2", "*=truncate"]);
        let path = "/api/v3/unlink-extidp";
        assert_eq!(take(&faults, path), Some(FaultKind::Stall));
        assert_eq!(pending(&faults), ["unlink-extidp=stall", "*=truncate"]);
        assert_eq!(take(&faults, path), Some(FaultKind::Stall));
        assert_eq!(take(&faults, path), Some(FaultKind::Truncate));
        assert_eq!(take(&faults, path), None);
    }

    #[test]
    fn an_endpoint_is_a_last_segment_or_a_whole_path() {
        let faults = faults(&["token=stall", "/oidc/token/revocation=truncate"]);
        assert_eq!(take(&faults, "/oidc/token/revocation"), Some(FaultKind::Truncate));
        assert_eq!(take(&faults, "/oidc/token/revocation"), None);
        assert_eq!(take(&faults, "/oidc/token"), Some(FaultKind::Stall));
    }

    #[test]
    fn clearing_forgets_all_and_nothing_strikes_zero_times() {
        let faults = faults(&["token=stallx*", "service=refuse-1s,after-1"]);
        assert_eq!(take(&faults, "/oidc/token"), Some(FaultKind::Stall));
        assert_eq!(take(&faults, "/oidc/token"), Some(FaultKind::Stall));
        faults.clear();
        assert_eq!((faults.pending(), faults.scenario().faults), (vec![], vec![]));
        faults.inject(Fault { times: Times::Exactly(0), ..Fault::once("*", FaultKind::Stall) });
        assert_eq!(take(&faults, "/anything"), None);
    }

    #[test]
    fn one_is_taken_back_only_where_it_still_waits() {
        let faults = faults(&["a=stallx2", "a=truncate"]);
        let waiting = faults.pending();
        take(&faults, "/a");
        assert!(faults.remove(0, &waiting[0]), "one of its strikes is left");
        assert!(!faults.remove(1, &waiting[1]), "it has moved up");
        assert_eq!(faults.pending(), waiting[1..]);
    }

    #[test]
    fn a_request_that_another_fault_takes_is_not_counted() {
        let faults = faults(&["a=stall,after-1", "a=truncate", "a=malformed,after-1"]);
        assert_eq!(take(&faults, "/a"), Some(FaultKind::Truncate), "the first one let it pass");
        assert_eq!(take(&faults, "/a"), Some(FaultKind::Stall));
        assert_eq!(pending(&faults), ["a=malformed,after-1"]);
        assert_eq!((take(&faults, "/a"), take(&faults, "/a")), (None, Some(FaultKind::Malformed)));
    }

    #[test]
    fn a_fault_of_tokens_waits_for_a_request_that_carries_one() {
        let faults = faults(&["*=refresh-refused", "*=token-expired"]);
        assert_eq!(take(&faults, "/oidc/token"), None);
        let access = Carried { access_token: true, refresh_token: false };
        assert_eq!(faults.take("/oidc/me", access).map(|strike| strike.kind), Some(FaultKind::TokenExpired));
        let refresh = Carried { access_token: false, refresh_token: true };
        assert_eq!(faults.take("/oidc/token", refresh).map(|strike| strike.kind), Some(FaultKind::RefreshRefused));
    }

    #[test]
    fn latency_grows_with_every_strike() {
        let faults = faults(&["a=latency-100ms+200msx*"]);
        let delays = [(); 3].map(|()| faults.take("/a", Carried::default()).unwrap().delay.as_millis());
        assert_eq!(delays, [100, 300, 500]);
    }

    /// What 100 requests of two kinds meet, in the order in which they come.
    fn outcomes(faults: &Faults, paths: &[&str]) -> Vec<Option<Strike>> {
        (0..100).flat_map(|_| paths).map(|path| faults.take(path, Carried::default())).collect()
    }

    #[test]
    fn the_same_seed_strikes_the_same_requests() {
        let scenario = |seed| Scenario {
            seed: Some(seed),
            faults: ["a=latency-0..1000msx*,p0.3", "b=stallx*,p0.5"].map(|text| text.parse().unwrap()).into(),
        };
        let faults = Faults::default();
        faults.play(&scenario(42));
        let first = outcomes(&faults, &["/a", "/b"]);
        let struck = first.iter().flatten().count();
        assert!((50..110).contains(&struck), "{struck} of 200 with 0.3 and 0.5");

        faults.play(&faults.scenario());
        assert_eq!(outcomes(&faults, &["/a", "/b"]), first);
        faults.clear();
        scenario(42).faults.into_iter().for_each(|fault| faults.inject(fault));
        assert_eq!(outcomes(&faults, &["/a", "/b"]), first, "cleared and injected again");
        faults.play(&scenario(43));
        assert_ne!(outcomes(&faults, &["/a", "/b"]), first);

        // What comes between for another endpoint changes nothing.
        faults.play(&scenario(42));
        let of_a: Vec<_> = first.iter().step_by(2).cloned().collect();
        assert_eq!(outcomes(&faults, &["/a"]), of_a);
    }

    #[test]
    fn what_strikes_the_service_does_so_at_once_and_after_requests() {
        let faults = faults(&["service=lag-2x2", "service=clock+9s,after-2"]);
        assert_eq!(take(&faults, "/service"), None, "it is no request's");
        assert!(faults.lag.is_armed(), "before any request came");
        faults.lag.reset();
        faults.request_passed();
        assert!(faults.lag.is_armed());
        assert_eq!(pending(&faults), ["service=clock+9s,after-1"]);
        assert_eq!(faults.clock.offset(), SignedDuration::ZERO);
        faults.request_passed();
        assert_eq!(faults.clock.offset(), SignedDuration::from_secs(9));
        assert_eq!(faults.pending(), []);
    }
}
