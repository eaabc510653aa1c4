//! Looking at the list while a bind waits (reference section 6.2, item 5).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::BindEnd;
use crate::app::tasks::End;
use crate::genauth::{Cause, Error};
use crate::session::{Called, Session};

/// How a bind is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Between two looks at the list at the beginning; nothing but the person looks more often.
    pub first: Duration,
    /// Between two looks after a while.
    pub slowest: Duration,
    /// How long a bind may take.
    pub deadline: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_secs(2), slowest: Duration::from_secs(5), deadline: Duration::from_secs(300) }
    }
}

impl Pace {
    /// How long after this many looks the next one comes: half a minute at the first pace, then slower by and by.
    pub(super) fn after(self, looks: u32) -> Duration {
        let slower = looks.saturating_sub(15).min(20);
        (self.first + self.first * slower / 10).min(self.slowest)
    }
}

/// When to look next.
pub(super) struct Look {
    pub(super) earliest: Instant,
    pub(super) latest: Instant,
    /// Something came back from a browser.
    pub(super) back: Arc<Notify>,
    /// The person wants to know now.
    pub(super) hurry: Arc<Notify>,
    pub(super) wanted: Arc<AtomicBool>,
}

/// Waits until it is time, then reads what is bound.
pub(super) async fn look(session: Session, look: Look) -> End {
    let Look { earliest, latest, back, hurry, wanted } = look;
    let in_time = async {
        sleep_until(earliest).await;
        tokio::select! {
            () = sleep_until(latest) => {}
            () = back.notified() => {}
        }
    };
    let cause = tokio::select! {
        () = in_time => Cause::Polling,
        () = hurry.notified() => Cause::Person,
    };
    let began = Instant::now();
    let is_wanted = || wanted.load(Ordering::SeqCst);
    let called = if is_wanted() {
        let client = session.client();
        let read = session.call_while(is_wanted, |token| async move { client.get_identities(&token).await });
        cause.during(read).await
    } else {
        Called { result: Err(Error::Withdrawn), attempts: Vec::new() }
    };
    End::bind(BindEnd::Looked { began, called })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_looks_come_every_two_seconds_and_then_every_five() {
        let pace = Pace::default();
        let seconds = |looks| pace.after(looks).as_secs_f32();
        assert_eq!([seconds(0), seconds(15), seconds(20), seconds(30), seconds(u32::MAX)], [2.0, 2.0, 3.0, 5.0, 5.0]);
    }
}
