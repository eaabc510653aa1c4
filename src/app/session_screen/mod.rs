//! The Session screen: who is signed in with which tokens, renewing them, and copying one deliberately.

mod browser_session;
mod clipboard;
mod copying;
mod shown;

use std::time::Duration;

use jiff::SignedDuration;

use super::tasks::{End, Job};
use super::{Phase, Program, Screen};
use crate::session::{NotRenewed, Renewed};

pub use browser_session::{BrowserSessionError, BrowserSessionStage};
pub use clipboard::{Clipboard, system_clipboard};
pub(super) use copying::ClipboardCare;
pub use copying::{CLIPBOARD_DEADLINE, TokenCopy};
pub use shown::{ClaimsShown, IdTokenShown, Renewal, SessionShown};

/// What a person can do about the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Renew the tokens now.
    Renew,
    /// Have the button ask whether the access token is really to be copied.
    AskToCopy,
    /// Take that back; nothing was copied.
    CancelCopy,
    /// Copy the access token.
    CopyToken,
    /// After a sign-out, end the browser's session too.
    EndBrowserSession,
}

/// What a task of the Session screen came to.
pub(super) enum SessionEnd {
    Renewed(Renewed),
    Copied(copying::Copied),
    Cleared(copying::Cleared),
    /// The clipboard was looked at because the person leaves.
    ClearedOnLeaving,
    BrowserSession(Result<(), BrowserSessionError>),
}

impl Program {
    pub(super) fn act_on_session(&mut self, action: SessionAction) {
        match action {
            SessionAction::Renew => self.renew_session(),
            SessionAction::AskToCopy => self.ask_to_copy(),
            SessionAction::CancelCopy => self.cancel_copy(),
            SessionAction::CopyToken => self.copy_token(),
            SessionAction::EndBrowserSession => self.end_browser_session(),
        }
    }

    pub(super) fn session_task_ended(&mut self, ended: SessionEnd) {
        match ended {
            SessionEnd::Renewed(renewed) => self.session_renewed(renewed),
            SessionEnd::Copied(copied) => self.token_copied(copied),
            SessionEnd::Cleared(cleared) => self.clipboard_cleared(cleared),
            SessionEnd::ClearedOnLeaving => self.clipboard_cleared_on_leaving(),
            SessionEnd::BrowserSession(ended) => self.browser_session_ended(ended),
        }
    }

    /// Takes over that one of these tasks ended abnormally.
    pub(super) fn session_task_crashed(&mut self, job: Job) {
        match job {
            Job::Renew => {
                self.note_standing();
                if let Some(home) = self.home() {
                    home.session.renewal = Renewal::Idle;
                }
            }
            Job::CopyToken => self.token_copied(Err(String::new())),
            Job::ClearClipboard => self.clipboard_cleared(copying::Cleared::NotSeen(String::new())),
            Job::LeaveClipboard => self.clipboard_cleared_on_leaving(),
            _ => self.browser_session_ended(Err(BrowserSessionError::Crashed)),
        }
    }

    /// Begins to renew the session, unless that is under way.
    fn renew_session(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let Some(home) = self.home() else { return };
        let can = home.standing.can_refresh && !home.standing.over && !home.signing_out;
        if !can || home.session.renewal == Renewal::Running {
            return;
        }
        home.session.renewal = Renewal::Running;
        self.tasks.start(Job::Renew, async move { End::session(SessionEnd::Renewed(session.renew_now().await)) });
    }

    fn session_renewed(&mut self, renewed: Renewed) {
        let Renewed { result, attempts } = renewed;
        self.called(&attempts, result.as_ref().err().and_then(NotRenewed::error));
        let now = self.state.now;
        if let Some(home) = self.home() {
            home.session.renewal = match result {
                Ok(()) => Renewal::Done(now),
                Err(reason) => Renewal::Failed(reason),
            };
        }
        self.note_standing();
    }

    /// Lets go of what belongs to the screen once it is not shown, and of what time takes back.
    pub(super) fn follow_session_screen(&mut self) {
        let shown = self.state.screen == Screen::Session && self.state.leaving.is_none();
        let now = self.state.now;
        if let Some(home) = self.home() {
            home.session.copy.follow(now, shown);
            if !shown && home.session.renewal != Renewal::Running {
                home.session.renewal = Renewal::Idle;
            }
        }
    }

    /// How long until the Session screen changes by itself; `None` when it is not shown or nothing on it will.
    pub(super) fn until_session_screen_changes(&self) -> Option<Duration> {
        let Phase::Home(home) = &self.state.phase else { return None };
        if self.state.screen != Screen::Session {
            return None;
        }
        let now = self.state.now;
        let asked = home.session.copy.asks_until().map(|until| until.duration_since(now).max(SignedDuration::ZERO));
        let counts = home.standing.expires_at.filter(|_| !home.standing.over).map(|end| end.duration_since(now));
        let counts = counts.and_then(until_countdown_changes);
        let asked = asked.and_then(|left| Duration::try_from(left).ok()).map(|left| left + Duration::from_millis(1));
        [asked, counts].into_iter().flatten().min()
    }
}

/// How long the countdown stays true: it tells seconds within the last day, else minutes. `None` once it has run out.
fn until_countdown_changes(left: SignedDuration) -> Option<Duration> {
    let millis = u64::try_from(left.as_millis()).ok().filter(|left| *left > 0)?;
    let unit = if millis >= 24 * 3_600_000 { 60_000 } else { 1_000 };
    Some(Duration::from_millis(millis % unit + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_changes_each_second_and_of_long_lives_each_minute() {
        let next = |millis| until_countdown_changes(SignedDuration::from_millis(millis));
        assert_eq!(next(0), None);
        assert_eq!(next(-1), None);
        assert_eq!(next(500), Some(Duration::from_millis(501)));
        assert_eq!(next(61_000), Some(Duration::from_millis(1)));
        assert_eq!(next(61_250), Some(Duration::from_millis(251)));
        assert_eq!(next(14 * 24 * 3_600_000 + 5_000), Some(Duration::from_millis(5_001)));
    }
}
