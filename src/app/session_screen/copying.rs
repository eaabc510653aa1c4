//! The deliberate copy of the access token: asked twice, and taken back out of the clipboard.

use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::SessionEnd;
use super::clipboard::{self, Clipboard, TokenDigest};
use crate::app::Program;
use crate::app::tasks::{End, Job, blocking};

/// How long a copied token stays in the clipboard.
pub const CLIPBOARD_DEADLINE: Duration = Duration::from_secs(30);
/// How long the button asks.
const ASKS_FOR: SignedDuration = SignedDuration::from_secs(10);
/// A second press sooner than this is the end of a double click, or of a key that was held down, and no decision.
const DECISION: SignedDuration = SignedDuration::from_millis(500);
/// How long the clipboard may hold up the end of the program.
const PATIENCE_ON_LEAVING: Duration = Duration::from_secs(2);

/// How far the access token is from the clipboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TokenCopy {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// The button asks whether it is meant.
    Asked {
        /// Since when.
        since: Timestamp,
        /// When the button stops asking.
        until: Timestamp,
    },
    /// It is on its way.
    Copying,
    /// It is there until then, if nothing else takes its place.
    Copied {
        /// When the clipboard is looked at.
        until: Timestamp,
    },
    /// It was taken out of the clipboard.
    Cleared,
    /// Something else was copied before it was taken out.
    Replaced,
    /// It could not be put there, for this reason of the system's.
    NotCopied(String),
    /// Whether it is still there could not be seen, or it could not be taken out, for this reason of the system's.
    NotCleared(String),
}

impl TokenCopy {
    /// When the button stops asking, while it asks.
    pub fn asks_until(&self) -> Option<Timestamp> {
        match self {
            Self::Asked { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Whether a press now is a decision. One that comes too soon has the time begin anew, so that a key that is held
    /// down never becomes one.
    fn is_decided(&mut self, now: Timestamp) -> bool {
        let Self::Asked { since, .. } = self else { return false };
        let decided = now.duration_since(*since) >= DECISION;
        if !decided {
            *since = now;
        }
        decided
    }

    /// The button stops asking in time, and once it is not shown any more; what is done is told while it is shown.
    pub(super) fn follow(&mut self, now: Timestamp, shown: bool) {
        let over = match self {
            Self::Asked { until, .. } => !shown || now >= *until,
            Self::Cleared | Self::Replaced | Self::NotCopied(_) => !shown,
            Self::Idle | Self::Copying | Self::Copied { .. } | Self::NotCleared(_) => false,
        };
        if over {
            *self = Self::Idle;
        }
    }
}

/// How the copying ended; by what the token is known again.
pub(in crate::app) type Copied = Result<TokenDigest, String>;

/// What was found in the clipboard in the end.
pub(in crate::app) enum Cleared {
    Done,
    /// Something else stands there, or nothing of ours any more.
    Replaced,
    NotSeen(String),
}

/// What the program knows of the clipboard: which token of which seat stands there, by its digest.
pub(in crate::app) struct ClipboardCare {
    clipboard: Arc<dyn Clipboard>,
    deadline: Duration,
    holds: Arc<Mutex<Option<(u64, TokenDigest)>>>,
}

impl ClipboardCare {
    pub(in crate::app) fn new(clipboard: Arc<dyn Clipboard>, deadline: Duration) -> Self {
        Self { clipboard, deadline, holds: Arc::default() }
    }

    /// Whether a token of this program may stand in the clipboard.
    fn may_hold_one(&self) -> bool {
        match self.holds.try_lock() {
            Ok(held) => held.is_some(),
            Err(TryLockError::Poisoned(held)) => held.into_inner().is_some(),
            // It is being put there, or looked for.
            Err(TryLockError::WouldBlock) => true,
        }
    }

    /// Takes the token out of the clipboard if it is still there; of one seat only, or of any. Blocks.
    fn clear<W>(&self, wanted: W) -> impl FnOnce() -> Cleared + use<W> + Send
    where
        W: Fn(u64, TokenDigest) -> bool + Send + 'static,
    {
        let (clipboard, holds) = (Arc::clone(&self.clipboard), Arc::clone(&self.holds));
        move || {
            let mut held = holds.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((_, token)) = held.filter(|(seat, token)| wanted(*seat, *token)) else { return Cleared::Replaced };
            // Where the system does not let it look, looking again would not help.
            *held = None;
            match clipboard::holds(&*clipboard, token) {
                Ok(true) => clipboard.clear().map_or_else(Cleared::NotSeen, |()| Cleared::Done),
                Ok(false) => Cleared::Replaced,
                Err(reason) => Cleared::NotSeen(reason),
            }
        }
    }
}

impl Program {
    pub(super) fn ask_to_copy(&mut self) {
        let now = self.state.now;
        let Some(home) = self.home() else { return };
        let copy = &mut home.session.copy;
        if !home.signing_out && !matches!(copy, TokenCopy::Asked { .. } | TokenCopy::Copying) {
            *copy = TokenCopy::Asked { since: now, until: now.saturating_add(ASKS_FOR).unwrap_or(now) };
        }
    }

    pub(super) fn cancel_copy(&mut self) {
        if let Some(home) = self.home()
            && matches!(home.session.copy, TokenCopy::Asked { .. })
        {
            home.session.copy = TokenCopy::Idle;
        }
    }

    pub(super) fn copy_token(&mut self) {
        let (now, seat) = (self.state.now, self.spaces.current_seat());
        let Some(session) = self.session.clone() else { return };
        let Some(home) = self.home() else { return };
        if !home.session.copy.is_decided(now) {
            return;
        }
        home.session.copy = TokenCopy::Copying;
        // The one that waits to clear the clipboard would clear the new copy too early.
        self.tasks.stop(Job::ClearClipboard);
        let (clipboard, holds) = (Arc::clone(&self.clipboard.clipboard), Arc::clone(&self.clipboard.holds));
        self.tasks.start(Job::CopyToken, async move {
            let Some(token) = session.access_token_to_copy().await else {
                return End::session(SessionEnd::Copied(Err(String::new())));
            };
            let copied = blocking(move || {
                let mut held = holds.lock().unwrap_or_else(PoisonError::into_inner);
                let copied = clipboard::put(&*clipboard, &token);
                *held = copied.as_ref().ok().map(|digest| (seat, *digest));
                copied
            });
            End::session(SessionEnd::Copied(copied.await.unwrap_or_else(|| Err(String::new()))))
        });
    }

    pub(super) fn token_copied(&mut self, copied: Copied) {
        let (now, deadline) = (self.state.now, self.clipboard.deadline);
        let stage = match copied {
            Ok(token) => {
                let clear = self.clipboard.clear(move |_, held| held == token);
                self.tasks.start(Job::ClearClipboard, async move {
                    tokio::time::sleep(deadline).await;
                    let cleared = blocking(clear).await.unwrap_or_else(|| Cleared::NotSeen(String::new()));
                    End::session(SessionEnd::Cleared(cleared))
                });
                let after = SignedDuration::try_from(deadline).unwrap_or(SignedDuration::MAX);
                TokenCopy::Copied { until: now.saturating_add(after).unwrap_or(now) }
            }
            Err(reason) => TokenCopy::NotCopied(reason),
        };
        if let Some(home) = self.home() {
            home.session.copy = stage;
        }
    }

    pub(super) fn clipboard_cleared(&mut self, cleared: Cleared) {
        if let Some(home) = self.home()
            && matches!(home.session.copy, TokenCopy::Copied { .. })
        {
            home.session.copy = match cleared {
                Cleared::Done => TokenCopy::Cleared,
                Cleared::Replaced => TokenCopy::Replaced,
                Cleared::NotSeen(reason) => TokenCopy::NotCleared(reason),
            };
        }
    }

    /// Takes what was copied of the session that ends out of the clipboard at once.
    pub(in crate::app) fn clear_clipboard_at_sign_out(&mut self) {
        let seat = self.spaces.current_seat();
        if self.clipboard.may_hold_one() {
            self.clear_clipboard_now(move |held, _| held == seat);
        }
    }

    /// Takes what was copied out of the clipboard before the window closes; says whether that is under way.
    pub(in crate::app) fn is_clearing_clipboard_first(&mut self) -> bool {
        if self.clipboard.may_hold_one() && !self.spaces.tasks.is_running(Job::LeaveClipboard) {
            self.clear_clipboard_now(|_, _| true);
        }
        self.closing = self.spaces.tasks.is_running(Job::LeaveClipboard);
        self.closing
    }

    fn clear_clipboard_now(&mut self, wanted: impl Fn(u64, TokenDigest) -> bool + Send + 'static) {
        let clear = blocking(self.clipboard.clear(wanted));
        // The clipboard is everybody's, so its task belongs to no seat.
        self.spaces.tasks.start(Job::LeaveClipboard, async move {
            let _ = tokio::time::timeout(PATIENCE_ON_LEAVING, clear).await;
            End::session(SessionEnd::ClearedOnLeaving)
        });
    }

    pub(super) fn clipboard_cleared_on_leaving(&mut self) {
        if std::mem::take(&mut self.closing) {
            self.state.close_now = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    fn asked() -> TokenCopy {
        TokenCopy::Asked { since: at(0), until: at(10_000) }
    }

    #[test]
    fn neither_a_double_click_nor_a_key_that_is_held_down_is_a_decision() {
        let mut copy = asked();
        for press in (30..3_000).step_by(30) {
            assert!(!copy.is_decided(at(press)), "{press} ms");
        }
        assert!(copy.is_decided(at(3_480)));
        assert!(!TokenCopy::Idle.is_decided(at(9_000)) && !TokenCopy::Copying.is_decided(at(9_000)));
    }

    #[test]
    fn time_takes_it_back_and_so_does_going_elsewhere() {
        let after = |mut copy: TokenCopy, millis, shown| {
            copy.follow(at(millis), shown);
            copy
        };
        assert_eq!(after(asked(), 9_999, true), asked());
        assert_eq!(after(asked(), 10_000, true), TokenCopy::Idle);
        assert_eq!(after(asked(), 1, false), TokenCopy::Idle);
        let copied = TokenCopy::Copied { until: at(5) };
        assert_eq!(after(copied.clone(), 90_000, false), copied, "the clipboard is still to be cleared");
        assert_eq!(after(TokenCopy::Cleared, 1, false), TokenCopy::Idle);
    }
}
