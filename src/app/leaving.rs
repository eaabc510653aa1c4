//! A wish to leave while something runs: it waits for the answer, with a way not to.

use super::{Phase, Program};
use crate::account::Receipt;
use crate::session::Session;

/// How one leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By signing out.
    SignOut,
    /// By signing out, and closing the window after that.
    SignOutAndClose,
    /// By closing the window.
    CloseWindow,
}

/// A wish to leave that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// How.
    pub way: Way,
    /// What it waits for.
    pub stage: LeavingStage,
    /// Receipts from this number on came while waiting.
    pub since_receipt: u64,
}

/// What a wish to leave waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeavingStage {
    /// For an answer; it goes through by itself when the answer is a good one.
    Answer,
    /// For what a cancelled sign-in brought to be revoked; it goes through by itself after that.
    Revoking,
    /// For the person: an unbind ended otherwise than done, which nobody would see after leaving.
    Reading,
}

impl Program {
    pub(super) fn leave(&mut self, way: Way) {
        if let Some(leaving) = &mut self.state.leaving {
            // The dialog is open already: a second wish adds to the first, and what is to be read stays.
            if leaving.way == Way::SignOut && way == Way::CloseWindow {
                leaving.way = Way::SignOutAndClose;
            }
            return;
        }
        let next_receipt = self.last_number + 1;
        let renewing = self.is_renewing();
        let Some(home) = self.home() else {
            self.go(way);
            return;
        };
        if home.signing_out && way == Way::SignOut {
            return;
        }
        home.connections.close_dialogs();
        home.binds.choosing = false;
        if home.connections.is_unbinding() || home.signing_out || renewing {
            // Receipts of unbinds that are under way count as well: their numbers are given out already.
            let running = home.connections.unbinding.iter().map(|unbinding| unbinding.number);
            let unread = home.connections.receipts.iter().filter(|receipt| receipt.listed_at.is_none());
            let since_receipt = unread.map(|receipt| receipt.number).chain(running).min().unwrap_or(next_receipt);
            self.state.leaving = Some(Leaving { way, stage: LeavingStage::Answer, since_receipt });
        } else {
            self.go(way);
        }
    }

    /// Whether the session is being renewed: leaving in that moment could lose the new refresh token.
    fn is_renewing(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_renewing)
    }

    /// Lets a wish to leave through once nothing runs and nothing happened that the person should read first.
    pub(super) fn leave_if_done(&mut self) {
        let Some(leaving) = self.state.leaving else { return };
        if leaving.stage == LeavingStage::Revoking {
            if !self.is_revoking() {
                self.state.leaving = None;
                self.go(leaving.way);
            }
            return;
        }
        let home = match &self.state.phase {
            Phase::Home(home) => home,
            // What the sign-out could not do is to be read before the window closes.
            Phase::SignIn(sign_in) if sign_in.sign_out_trouble.is_some() => {
                self.state.leaving = None;
                return;
            }
            Phase::SignIn(_) | Phase::Opening(_) => {
                self.state.leaving = None;
                self.go(leaving.way);
                return;
            }
        };
        let busy = home.connections.is_unbinding() || home.signing_out || self.is_renewing();
        if leaving.stage == LeavingStage::Reading || busy {
            return;
        }
        let mut since = home.connections.receipts.iter().filter(|receipt| receipt.number >= leaving.since_receipt);
        // A dialog that opened by itself asks about something that was confirmed and not sent.
        if since.all(Receipt::is_gone) && !home.connections.asks() {
            self.state.leaving = None;
            self.go(leaving.way);
        } else {
            self.state.leaving = Some(Leaving { stage: LeavingStage::Reading, ..leaving });
        }
    }

    pub(super) fn go(&mut self, way: Way) {
        match way {
            Way::CloseWindow => {
                if self.hold_the_window() {
                    return;
                }
                if self.is_revoking_first() {
                    let since_receipt = self.last_number + 1;
                    self.state.leaving = Some(Leaving { way, stage: LeavingStage::Revoking, since_receipt });
                    return;
                }
                self.state.close_now = !self.is_clearing_clipboard_first();
            }
            Way::SignOut => self.sign_out(),
            Way::SignOutAndClose => {
                self.sign_out();
                let stage = LeavingStage::Answer;
                let since_receipt = self.last_number + 1;
                self.state.leaving = Some(Leaving { way: Way::CloseWindow, stage, since_receipt });
            }
        }
    }
}
