//! Cancelling a sign-in: what the service may still give out for it is revoked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::SigningEnd;
use super::browser::BrowserEnd;
use crate::app::tasks::{End, Job};
use crate::app::{Phase, Program};
use crate::session::Unwanted;

impl Program {
    /// Tells the sign-in that begins now when it was cancelled.
    pub(super) fn withdrawal_of_this(&mut self) -> Arc<AtomicBool> {
        self.signing.withdrawn = Arc::default();
        Arc::clone(&self.signing.withdrawn)
    }

    /// Waits for the sign-in no more. A request that is on its way cannot be taken back, so its answer is still read:
    /// tokens that nobody knew of would stay good at the service.
    pub(super) fn withdraw_sign_in(&mut self) {
        self.signing.withdrawn.store(true, Ordering::SeqCst);
        self.tasks.stop(Job::Browser);
        for job in [Job::SignIn, Job::Trade] {
            // Such a task belongs to no seat any more: another account may be shown while it goes on.
            self.spaces.tasks.take_over_unwanted(&mut self.tasks, job);
        }
    }

    /// Revokes what a sign-in brought that nobody waits for any more, if it brought anything.
    pub(in crate::app) fn revoke_unwanted(&mut self, end: End) {
        if let Some(unwanted) = brought_by(end) {
            self.spaces.tasks.start(Job::Revoke, async move {
                unwanted.revoke().await;
                End::Revoked
            });
        }
    }

    /// Cancels the sign-in before the window closes, and says whether what it may bring is still to be revoked.
    pub(in crate::app) fn is_revoking_first(&mut self) -> bool {
        if matches!(&self.state.phase, Phase::SignIn(sign_in) if sign_in.is_busy()) {
            self.cancel_sign_in();
        }
        self.is_revoking()
    }

    /// Whether a sign-in that was cancelled may still bring tokens, or these are being revoked.
    pub(in crate::app) fn is_revoking(&self) -> bool {
        [Job::Unwanted, Job::Revoke].into_iter().any(|job| self.spaces.tasks.is_running(job))
    }

    /// Does not wait for that when the window closes.
    pub(in crate::app) fn give_up_revoking(&mut self) {
        self.spaces.tasks.forget(Job::Unwanted);
        self.spaces.tasks.forget(Job::Revoke);
    }
}

/// The tokens that a task of a sign-in brought. An access token that was pasted came another way, and stays.
fn brought_by(end: End) -> Option<Unwanted> {
    match end {
        End::SignedIn(_, Ok(answer)) => Some(Unwanted::session(answer.value)),
        End::Signing(ended) => match *ended {
            SigningEnd::Browser(BrowserEnd::Traded { traded, client, .. }) => {
                traded.ok().map(|answer| Unwanted::tokens(client, answer.value))
            }
            SigningEnd::Browser(BrowserEnd::Checked(Ok(session))) => Some(Unwanted::session(session)),
            _ => None,
        },
        _ => None,
    }
}
