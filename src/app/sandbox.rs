//! The sandbox as its screen shows it, and what a person does to it there.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::tasks::{End, Job};
use super::{Phase, Program, Screen, SignIn};
use crate::sandbox::{Application, Fault, Message, Persona, Sandbox, Scenario, SeenRequest};
use crate::session::SpaceId;

/// What comes within this time of a change is shown together with it: a busy client is no reason to draw without end.
const SHOWN_TOGETHER: Duration = Duration::from_millis(50);

/// The sandbox inside the program, as its screen shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SandboxShown {
    /// Its address: `http://127.0.0.1:41873` (reference section 1.1).
    pub address: String,
    /// The applications that clients can use; the first is the one that the program itself uses.
    pub applications: Vec<Application>,
    /// Everybody who has an account.
    pub personas: Vec<Persona>,
    /// What was seen of it last.
    pub seen: SandboxSeen,
    /// Whether the dialog asks if everything should be reset.
    pub asks_to_reset: bool,
    /// What was done last, and when: nothing else on the screen would tell.
    pub done: Option<(SandboxDone, Timestamp)>,
}

/// What changes in the sandbox by itself. It is kept up to date while its screen shows, and only then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SandboxSeen {
    /// Whether it accepts calls.
    pub running: bool,
    /// How far its clock is ahead of this computer's; behind, below zero.
    pub clock_offset: SignedDuration,
    /// The codes that were sent, newest first.
    pub mailbox: Vec<Message>,
    /// The requests that it saw, newest first.
    pub requests: Vec<Arc<SeenRequest>>,
    /// The faults that wait, first come first.
    pub faults: Vec<Fault>,
    /// What was injected since the last clear, with the seed: played again, it does the same again.
    pub scenario: Scenario,
}

impl SandboxSeen {
    fn of(sandbox: &Sandbox) -> Self {
        let mut mailbox = sandbox.mailbox();
        mailbox.reverse();
        let mut requests = sandbox.shared_requests();
        requests.reverse();
        Self {
            running: sandbox.is_running(),
            clock_offset: sandbox.clock_offset(),
            mailbox,
            requests,
            faults: sandbox.faults().pending(),
            scenario: sandbox.faults().scenario(),
        }
    }

    /// The time as the sandbox has it, when this computer has `now`.
    pub fn time(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.clock_offset).unwrap_or(now)
    }
}

/// What a person did to the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxDone {
    /// Access tokens expired.
    AccessTokensExpired,
    /// Refresh tokens were revoked.
    RefreshTokensRevoked,
    /// A scenario took the place of what waited.
    ScenarioPlayed,
    /// Everything is as it was at the start.
    Reset,
}

/// What a person can do to the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxAction {
    /// Have a fault wait behind those that do.
    AddFault(Fault),
    /// Take back the fault at this position.
    RemoveFault(usize, Fault),
    /// Take back every fault.
    ClearFaults,
    /// Take back every fault, and play these.
    PlayScenario(Scenario),
    /// Set its clock ahead of this computer's or, below zero, behind.
    SetClock(SignedDuration),
    /// Have every access token expire.
    ExpireAccessTokens,
    /// Revoke every refresh token.
    RevokeRefreshTokens,
    /// Empty the mailbox.
    ClearMailbox,
    /// Show the dialog that asks whether to reset everything.
    AskToReset,
    /// Close that dialog; nothing was done.
    CancelReset,
    /// Put everything back to what it was at the start, which ends the session.
    Reset,
    /// Start a new one, after it stopped.
    StartAgain,
}

impl Program {
    /// Goes to a screen. The sandbox's is there only where there is one.
    pub(super) fn show_screen(&mut self, screen: Screen) {
        let there = screen != Screen::Sandbox || self.state.sandbox.is_some();
        // What lies behind a dialog cannot be used.
        if there && self.home().is_none_or(|home| !home.connections.asks() && home.activity.dialog.is_none()) {
            self.state.screen = screen;
        }
        if let Some(shown) = &mut self.state.sandbox {
            shown.done = None;
            shown.asks_to_reset = false;
        }
    }

    pub(super) fn show_sandbox(&mut self, sandbox: &Sandbox) {
        self.state.sandbox = Some(SandboxShown {
            address: sandbox.app_host(),
            applications: sandbox.pool().applications().cloned().collect(),
            personas: sandbox.pool().personas().cloned().collect(),
            seen: SandboxSeen::of(sandbox),
            ..SandboxShown::default()
        });
    }

    /// Has the sandbox's screen be there where an account of the sandbox is shown, and nowhere else.
    pub(super) fn show_sandbox_in_its_space(&mut self) {
        let is_its_space = self.space.as_ref().is_some_and(|space| space.id == SpaceId::sandbox());
        match self.sandbox.clone().filter(|_| is_its_space) {
            Some(sandbox) => self.show_sandbox(&sandbox),
            None => {
                self.state.sandbox = None;
                if self.state.screen == Screen::Sandbox {
                    self.state.screen = Screen::Connections;
                }
            }
        }
    }

    /// Keeps what the screen shows of the sandbox up to date while it shows, and lets go of it when it does not.
    pub(super) fn follow_sandbox(&mut self) {
        let shown = self.state.sandbox.as_mut().filter(|_| self.state.screen == Screen::Sandbox);
        let (Some(sandbox), Some(shown)) = (&self.sandbox, shown) else {
            self.spaces.tasks.stop(Job::FollowSandbox);
            return;
        };
        if self.spaces.tasks.is_running(Job::FollowSandbox) {
            return;
        }
        // Counting begins before it is looked at, so that nothing slips through between the two.
        let mut changed = sandbox.changed();
        let seen = SandboxSeen::of(sandbox);
        shown.seen.clone_from(&seen);
        if !seen.running {
            return;
        }
        let sandbox = sandbox.clone();
        self.spaces.tasks.start(Job::FollowSandbox, async move {
            // A change that leaves everything as it is shown is no reason for a frame.
            while SandboxSeen::of(&sandbox) == seen {
                tokio::select! {
                    _ = changed.changed() => tokio::time::sleep(SHOWN_TOGETHER).await,
                    () = sandbox.stopped() => {}
                }
            }
            End::SandboxChanged
        });
    }

    /// Does to the sandbox what was asked for, and shows at once what came of it.
    pub(super) fn act_on_sandbox(&mut self, action: SandboxAction) {
        let now = self.state.now;
        let (Some(sandbox), Some(shown)) = (self.sandbox.clone(), &mut self.state.sandbox) else { return };
        let mut done = None;
        match action {
            SandboxAction::AddFault(fault) => sandbox.faults().inject(fault),
            SandboxAction::RemoveFault(position, fault) => {
                sandbox.faults().remove(position, &fault);
            }
            SandboxAction::ClearFaults => sandbox.faults().clear(),
            SandboxAction::PlayScenario(scenario) => {
                sandbox.faults().play(&scenario);
                done = Some(SandboxDone::ScenarioPlayed);
            }
            SandboxAction::SetClock(offset) => sandbox.set_clock_offset(offset),
            SandboxAction::ExpireAccessTokens => {
                sandbox.expire_access_tokens();
                done = Some(SandboxDone::AccessTokensExpired);
            }
            SandboxAction::RevokeRefreshTokens => {
                sandbox.revoke_refresh_tokens();
                done = Some(SandboxDone::RefreshTokensRevoked);
            }
            SandboxAction::ClearMailbox => sandbox.clear_mailbox(),
            SandboxAction::AskToReset => {
                shown.asks_to_reset = true;
                return;
            }
            SandboxAction::CancelReset => {
                shown.asks_to_reset = false;
                return;
            }
            SandboxAction::Reset => {
                shown.asks_to_reset = false;
                sandbox.reset();
                done = Some(SandboxDone::Reset);
                self.end_session();
            }
            SandboxAction::StartAgain => {
                if !sandbox.is_running() {
                    self.start_sandbox_again();
                }
                return;
            }
        }
        if let Some(shown) = &mut self.state.sandbox {
            shown.done = done.map(|done| (done, now));
        }
        self.spaces.tasks.stop(Job::FollowSandbox);
        self.follow_sandbox();
    }

    /// Forgets the sessions here: the sandbox does not know them any more.
    fn end_session(&mut self) {
        self.clear_parked_seats_of(&SpaceId::sandbox());
        self.withdraw_and_forget_all();
        self.session = None;
        self.state.leaving = None;
        self.state.phase = Phase::SignIn(Box::new(SignIn { signed_out: true, ..SignIn::default() }));
    }

    fn start_sandbox_again(&mut self) {
        self.end_session();
        self.spaces.tasks.stop(Job::FollowSandbox);
        self.sandbox = None;
        self.state.sandbox = None;
        self.state.screen = Screen::Connections;
        self.open();
    }

    /// How long until a code in the mailbox is no longer good, which shows; `None` when none is or it is not seen.
    pub(super) fn until_a_code_expires(&self) -> Option<Duration> {
        let shown = self.state.sandbox.as_ref().filter(|_| self.state.screen == Screen::Sandbox)?;
        let now = shown.seen.time(self.state.now);
        let left = shown.seen.mailbox.iter().map(|message| message.expires_at.duration_since(now));
        let next = left.filter(|left| left.is_positive()).min()?;
        Duration::try_from(next).ok()?.checked_add(Duration::from_millis(1))
    }
}
