//! Finding out what an unbind came to: an answer, and the list read again until it settles the matter.
//!
//! The machine never asks for the unbind to be sent, so a lost answer cannot be sent again here.

use std::time::{Duration, Instant};

use super::{Listed, Outcome, ReplyKind};

/// How long after an answer the list is read again as long as the binding is not gone.
pub const CHECK_WINDOW: Duration = Duration::from_secs(10);
/// A read that said nothing for this long counts as one that failed.
pub const LONGEST_READ: Duration = Duration::from_secs(60);

/// How long to wait after each read before the next; the last one repeats.
const BACKOFF: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(3)];

/// Something that happened. Times are of a clock that never goes back, so that setting the system's does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationEvent {
    /// The answer came, or it was given up as lost; a second one is the answer that came late.
    Answered {
        /// What it says.
        reply: ReplyKind,
        /// When it came.
        at: Instant,
    },
    /// A read of the list began, for whatever reason.
    ReadBegan {
        /// When its request was sent, or earlier.
        at: Instant,
    },
    /// A read of the list ended.
    ListRead {
        /// When it had begun.
        began: Instant,
        /// When it ended.
        ended: Instant,
        /// What it says of the binding; [`Listed::NotReadYet`] is no answer, so it counts as
        /// [`Listed::Unreadable`].
        listed: Listed,
    },
    /// Time passed.
    Passed {
        /// What time it is.
        now: Instant,
    },
    /// The person asks to look once more.
    CheckAgain {
        /// When.
        at: Instant,
    },
}

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Wait for the answer.
    AwaitAnswer,
    /// Begin to read the list now.
    ReadNow,
    /// Wait for the read that is under way.
    AwaitList,
    /// Begin to read the list at this time; until then the outcome is what [`Verification::outcome`] says.
    ReadAt(Instant),
    /// Nothing: this is what it came to.
    Settled(Outcome),
    /// Nothing by itself: this is what is known, and it may still change. "Check again" reads the list.
    StaysOpen(Outcome),
}

/// What is known about one unbind that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    answer: Option<(ReplyKind, Instant)>,
    /// When an answer first came or was given up: before `answer` where that came late.
    first_answer: Option<Instant>,
    /// What the list said last, in a read that began after the answer, and when that read began.
    found: Option<(Listed, Instant)>,
    /// When the latest read began that has not ended.
    under_way: Option<Instant>,
    /// When the next read is due.
    due: Option<Instant>,
    /// When the reading began anew, with the answer.
    window: Option<Instant>,
    /// How many reads that count have ended since then.
    reads: usize,
    now: Instant,
}

impl Verification {
    /// An unbind that was sent and has no answer yet.
    pub fn sent(at: Instant) -> Self {
        Self {
            answer: None,
            first_answer: None,
            found: None,
            under_way: None,
            due: None,
            window: None,
            reads: 0,
            now: at,
        }
    }

    /// Takes over what happened.
    pub fn apply(&mut self, event: VerificationEvent) {
        match event {
            VerificationEvent::Answered { reply, at } => self.answered(reply, at),
            VerificationEvent::ReadBegan { at } => {
                self.pass(at);
                self.under_way = self.under_way.max(Some(at));
                if self.counts(at) {
                    self.due = None;
                }
            }
            VerificationEvent::ListRead { began, ended, listed } => self.list_read(began, ended, listed),
            VerificationEvent::Passed { now } => self.pass(now),
            VerificationEvent::CheckAgain { at } => {
                self.pass(at);
                if self.answer.is_some() && !self.is_gone() {
                    self.due = Some(self.now);
                }
            }
        }
        self.give_up_on_a_silent_read();
    }

    /// What the unbind came to, as far as is known; `None` before the answer.
    pub fn outcome(&self) -> Option<Outcome> {
        let (reply, _) = self.answer?;
        Some(Outcome::of(reply, self.listed()))
    }

    /// What the list says, in a read that began after the answer.
    pub fn listed(&self) -> Listed {
        self.found.map_or(Listed::NotReadYet, |(listed, _)| listed)
    }

    /// The same, with when the read began that says it; `None` before there was one.
    pub fn found(&self) -> Option<(Listed, Instant)> {
        self.found
    }

    /// Whether the list is read again by itself.
    pub fn is_looking(&self) -> bool {
        matches!(self.next(), NextStep::ReadNow | NextStep::AwaitList | NextStep::ReadAt(_))
    }

    /// What there is to do.
    pub fn next(&self) -> NextStep {
        let Some(outcome) = self.outcome() else { return NextStep::AwaitAnswer };
        if outcome.is_gone() {
            return NextStep::Settled(outcome);
        }
        if self.under_way.is_some_and(|began| self.counts(began)) {
            return NextStep::AwaitList;
        }
        match self.due {
            Some(due) if due <= self.now => NextStep::ReadNow,
            Some(due) => NextStep::ReadAt(due),
            None if outcome.is_settled() => NextStep::Settled(outcome),
            None => NextStep::StaysOpen(outcome),
        }
    }

    fn answered(&mut self, reply: ReplyKind, at: Instant) {
        self.pass(at);
        let reply = match (self.answer, reply) {
            // An answer that is there is not answered a second time.
            (Some((ReplyKind::Accepted | ReplyKind::Refused, _)), _) => return,
            (Some((ReplyKind::Lost, _)) | None, reply) => reply,
        };
        self.answer = Some((reply, at));
        self.first_answer.get_or_insert(at);
        self.window = Some(at);
        self.reads = 0;
        if !self.is_gone() {
            self.found = None;
            self.due = Some(at);
        }
    }

    fn list_read(&mut self, began: Instant, ended: Instant, listed: Listed) {
        self.pass(ended);
        if self.under_way.is_some_and(|under_way| under_way <= began) {
            self.under_way = None;
        }
        let listed = if listed == Listed::NotReadYet { Listed::Unreadable } else { listed };
        // "Gone" is the end of this binding, also by a read that was under way when the answer came late.
        if listed == Listed::Gone && self.first_answer.is_some_and(|at| at <= began) {
            self.found = Some((listed, began));
            self.due = None;
        }
        if !self.counts(began) || self.is_gone() {
            return;
        }
        let is_newest = self.found.is_none_or(|(_, newest)| newest <= began);
        let says_more = listed != Listed::Unreadable || self.found.is_none();
        if is_newest && says_more {
            self.found = Some((listed, began));
        }
        self.read_again_after(ended);
    }

    fn read_again_after(&mut self, ended: Instant) {
        let pause = BACKOFF.get(self.reads).or(BACKOFF.last()).copied().unwrap_or(CHECK_WINDOW);
        self.reads = self.reads.saturating_add(1);
        let again = ended.max(self.now).checked_add(pause);
        let end = self.window.and_then(|window| window.checked_add(CHECK_WINDOW));
        self.due = again.filter(|again| end.is_some_and(|end| *again <= end));
    }

    /// Whether a read that began then says anything about this unbind: one from before the answer may show what was
    /// before the unbind.
    fn counts(&self, began: Instant) -> bool {
        self.answer.is_some_and(|(_, at)| at <= began)
    }

    fn is_gone(&self) -> bool {
        self.listed() == Listed::Gone
    }

    fn pass(&mut self, now: Instant) {
        self.now = self.now.max(now);
    }

    /// A read that never began, or of which nothing was heard, must not keep the matter open for ever.
    fn give_up_on_a_silent_read(&mut self) {
        let began = match (self.under_way, self.due) {
            (Some(began), _) => began,
            (None, Some(due)) => due,
            (None, None) => return,
        };
        if self.now.saturating_duration_since(began) >= LONGEST_READ {
            self.list_read(began, self.now, Listed::Unreadable);
        }
    }
}

#[cfg(test)]
#[path = "verification_tests.rs"]
mod tests;
