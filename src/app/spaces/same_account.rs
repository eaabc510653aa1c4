//! One account, one session: what the keyring gives back for each account of a space, and who signs in again.

use super::super::tasks::{End, Job};
use super::super::unbinding::ReadFor;
use super::super::{Fetch, Home, KeyringState, Phase, Program};
use super::Seat;
use crate::genauth::Cause;
use crate::session::Session;

impl Program {
    /// Takes the sessions that the keyring kept for the space on the screen: gives back the one to show, and has the
    /// others sit beside it. Who sits there already has the session in use.
    pub(in crate::app) fn seat_restored(&mut self, sessions: Vec<Session>) -> Option<Session> {
        let id = self.space.as_ref().map(|space| space.id.clone());
        let of_space = self.spaces.parked.iter().filter(|seat| seat.id() == id.as_ref());
        let seated: Vec<String> =
            of_space.filter_map(|seat| Some(seat.session.as_ref()?.account().subject.clone())).collect();
        let mut restored = sessions.into_iter().filter(|session| !seated.contains(&session.account().subject));
        let first = restored.next();
        for session in restored.collect::<Vec<_>>() {
            let home = Home { standing: session.standing(), keyring: KeyringState::Kept, ..Home::default() };
            let mut seat = self.new_seat(self.choice.clone());
            seat.shown.clone_from(&self.state.space);
            seat.space.clone_from(&self.space);
            seat.client.clone_from(&self.client);
            seat.phase = Phase::Home(Box::new(home));
            seat.session = Some(session);
            self.spaces.parked.push(seat);
        }
        first
    }

    /// Reads what belongs to an account that the keyring gave back, when it is shown for the first time.
    pub(super) fn read_if_never_read(&mut self) {
        let is_new =
            |home: &mut Home| home.profile == Fetch::default() && home.connections.identities == Fetch::default();
        if self.home().is_some_and(is_new) {
            self.read_profile(Cause::Opening);
            self.read_lists(ReadFor::Show(Cause::Opening));
        }
    }

    /// Ends the session that the same person has in another seat of this space: the new one takes its place, and its
    /// receipts come along. One with an answer outstanding is left alone.
    pub(in crate::app) fn take_over_same_account(&mut self, user_id: &str) {
        let id = self.space.as_ref().map(|space| space.id.clone());
        let Some(successor) = self.session.clone() else { return };
        let subject = &successor.account().subject;
        let same = |seat: &Seat| {
            let known = match &seat.phase {
                Phase::Home(home) => home.profile.get(),
                Phase::SignIn(sign_in) => sign_in.returning.as_ref().and_then(|home| home.profile.get()),
                Phase::Opening(_) => None,
            };
            let is_known = known.is_some_and(|profile| profile.user_id == user_id);
            // Of one that was never shown, only the ID token tells who it is.
            let kept = seat.session.as_ref().map(|session| &session.account().subject);
            let is_kept = kept == Some(subject);
            seat.id() == id.as_ref() && !seat.is_busy() && (is_known || is_kept)
        };
        let Some(index) = self.spaces.parked.iter().position(same) else { return };
        let mut seat = self.spaces.parked.remove(index);
        seat.tasks.forget_all();
        if let Some(session) = seat.session.take() {
            self.tasks.start(Job::Retire, async move {
                session.retire(&successor).await;
                End::Retired
            });
        }
        let before = match seat.phase {
            Phase::Home(home) => Some(home),
            Phase::SignIn(sign_in) => sign_in.returning,
            Phase::Opening(_) => None,
        };
        if let (Some(mut before), Some(home)) = (before, self.home()) {
            before.connections.forget_stopped();
            let found = home.connections.take_up(before.connections);
            self.write_found(found);
        }
    }
}
