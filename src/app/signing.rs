//! The way in and the way out: opening the account space, signing in, signing out.

use super::program::sandbox_personas;
use super::tasks::{End, Job};
use super::{Home, KeyringState, Opening, OpeningError, Phase, Program, Screen, SignIn, SignOutTrouble};
use crate::genauth::{Client, Error, Password};
use crate::sandbox::Sandbox;
use crate::session::{AccountSpace, Keep, Session, VaultError};

impl Program {
    pub(super) fn sandbox_opened(&mut self, opened: Result<(Sandbox, AccountSpace, Client), OpeningError>) {
        match opened {
            Ok((sandbox, space, client)) => {
                self.show_space(&space, sandbox_personas());
                self.client = Some(client);
                self.show_sandbox(&sandbox);
                self.sandbox = Some(sandbox);
                self.prepare_keys();
                self.state.phase = Phase::SignIn(Box::default());
            }
            Err(error) => self.state.phase = Phase::Opening(Opening::Failed(error)),
        }
    }

    pub(super) fn service_opened(
        &mut self,
        client: Result<Client, OpeningError>,
        kept: Result<Vec<Session>, VaultError>,
    ) {
        match client {
            Ok(client) => self.client = Some(client),
            Err(error) => {
                self.state.phase = Phase::Opening(Opening::Failed(error));
                return;
            }
        }
        match kept {
            Ok(sessions) => match self.seat_restored(sessions) {
                Some(session) => self.enter(session, KeyringState::Kept, None),
                None => self.state.phase = Phase::SignIn(Box::default()),
            },
            Err(error) => {
                self.state.phase = Phase::SignIn(Box::new(SignIn { keyring: Some(error), ..SignIn::default() }));
            }
        }
    }

    pub(super) fn continue_without_keyring(&mut self) {
        match &mut self.state.phase {
            Phase::Opening(Opening::ReadingKeyring) => {
                self.tasks.stop(Job::Open);
                self.keyring_declined = true;
                self.open_without_keyring();
            }
            Phase::Home(home) if home.keyring == KeyringState::Writing => {
                self.tasks.stop(Job::Keep);
                home.keyring = KeyringState::Declined;
                if let Some(session) = &self.session {
                    session.continue_without_vault();
                }
            }
            Phase::Opening(_) | Phase::SignIn(_) | Phase::Home(_) => {}
        }
    }

    pub(super) fn sign_in(&mut self, account: String, password: Password) {
        let now = self.state.now;
        let Phase::SignIn(sign_in) = &mut self.state.phase else { return };
        let (Some(client), Some(space)) = (self.client.clone(), self.space.clone()) else { return };
        if sign_in.pending.is_some() {
            return;
        }
        sign_in.pending = Some(now);
        sign_in.failure = None;
        sign_in.sign_out_trouble = None;
        sign_in.signed_out = false;
        // A keyring that did not serve at the start is not asked again: it would keep the person waiting anew.
        let asked = space.keep == Keep::Keyring && sign_in.keyring.is_none() && !self.keyring_declined;
        let storage = self.storage(asked.then(|| self.vault.clone()));
        self.tasks.start(Job::SignIn, async move {
            End::SignedIn(Session::sign_in_with_password(client, &space, storage, &account, &password).await)
        });
    }

    pub(super) fn cancel_sign_in(&mut self) {
        if let Phase::SignIn(sign_in) = &mut self.state.phase {
            sign_in.pending = None;
            self.tasks.stop(Job::SignIn);
        }
    }

    pub(super) fn sign_in_failed(&mut self, error: Option<Error>) {
        if let Phase::SignIn(sign_in) = &mut self.state.phase {
            sign_in.pending = None;
            sign_in.failure = Some(error);
        }
    }

    pub(super) fn signed_in(&mut self, session: Session) {
        let Phase::SignIn(sign_in) = &mut self.state.phase else { return };
        let before = sign_in.returning.take();
        let unavailable = sign_in.keyring.take();
        let uses_keyring = self.uses_keyring();
        let keyring = match unavailable {
            _ if !uses_keyring => KeyringState::NotUsed,
            _ if self.keyring_declined => KeyringState::Declined,
            Some(error) => KeyringState::Unavailable(error),
            None => KeyringState::Writing,
        };
        self.enter(session, keyring, before);
    }

    fn uses_keyring(&self) -> bool {
        self.space.as_ref().is_some_and(|space| space.keep == Keep::Keyring)
    }

    /// Begins to write the session into the keyring, where that is what the screen says.
    fn keep(&mut self) {
        let Some(session) = self.session.clone() else { return };
        if self.home().is_some_and(|home| home.keyring == KeyringState::Writing) {
            self.tasks.start(Job::Keep, async move { End::Kept(session.keep().await) });
        }
    }

    pub(super) fn kept(&mut self, result: Result<(), VaultError>) {
        if result.is_err()
            && let Some(session) = &self.session
        {
            session.continue_without_vault();
        }
        if let Some(home) = self.home() {
            home.keyring = result.map_or_else(KeyringState::Unavailable, |()| KeyringState::Kept);
        }
        self.note_standing();
        // What was read before the session was kept was not put on the disk yet.
        self.remember_or_recall();
    }

    pub(super) fn enter(&mut self, session: Session, keyring: KeyringState, before: Option<Box<Home>>) {
        let home = Home { standing: session.standing(), keyring, before, ..Home::default() };
        if let Some(old) = self.session.replace(session.clone()) {
            self.tasks.start(Job::Retire, async move {
                old.retire(&session).await;
                End::Retired
            });
        }
        self.state.phase = Phase::Home(Box::new(home));
        self.state.screen = Screen::Connections;
        self.keep();
        self.read_profile();
        self.read_lists();
    }

    pub(super) fn sign_in_again(&mut self) {
        let Phase::Home(home) = &mut self.state.phase else { return };
        if home.signing_out || home.connections.is_unbinding() {
            return;
        }
        home.connections.forget_stopped();
        let returning = Some(std::mem::take(home));
        self.withdraw_and_forget_all();
        self.state.screen = Screen::Connections;
        self.state.phase = Phase::SignIn(Box::new(SignIn { returning, ..SignIn::default() }));
    }

    pub(super) fn back_to_what_was_shown(&mut self) {
        if let Phase::SignIn(sign_in) = &mut self.state.phase
            && let Some(home) = sign_in.returning.take()
        {
            self.tasks.stop(Job::SignIn);
            self.state.phase = Phase::Home(home);
            // What was being read when the sign-in began was forgotten, so it is read anew.
            self.keep();
            self.read_profile();
            self.read_lists();
        }
    }

    pub(super) fn sign_out(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let keyring = self.uses_keyring().then(|| self.vault.clone());
        let Some(home) = self.home() else { return };
        if home.signing_out {
            return;
        }
        home.signing_out = true;
        self.withdraw_and_forget_all();
        self.tasks.start(Job::SignOut, async move { End::SignedOut(session.sign_out(keyring).await) });
    }

    pub(super) fn signed_out(&mut self, trouble: SignOutTrouble) {
        self.tasks.forget_all();
        self.session = None;
        self.state.screen = Screen::Connections;
        let nothing_wrong = trouble == SignOutTrouble::default();
        self.state.phase = Phase::SignIn(Box::new(SignIn {
            signed_out: true,
            sign_out_trouble: (!nothing_wrong).then_some(trouble),
            ..SignIn::default()
        }));
    }
}
