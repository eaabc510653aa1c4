//! The way in and the way out: opening the account space, signing in, signing out.

mod browser;
mod captcha;
mod codes;
mod credentials;
mod picture;
mod state;
mod system_browser;
mod withdrawing;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::sync::Mutex;

use super::program::sandbox_personas;
use super::tasks::{End, Job};
use super::unbinding::ReadFor;
use super::{BindLeft, Home, KeyringState, Opening, OpeningError, Phase, Program, Screen, SignOutTrouble};
use crate::genauth::{Answer, CaptchaToken, Cause, Client, Failure};
use crate::ledger::Way;
use crate::sandbox::Sandbox;
use crate::session::{AccountSpace, Keep, Session, VaultError};
use browser::BrowserEnd;
use captcha::CaptchaRead;

pub use picture::Picture;
pub use state::{
    BrowserPurpose, BrowserSignIn, BrowserStep, Captcha, CaptchaStage, CodeAddress, SentCode, SignIn, SignInFailure,
};
pub use system_browser::{OpenAddress, system_browser};

/// What the sign-in needs and does not show.
pub(super) struct Signing {
    open_address: OpenAddress,
    browser_deadline: Duration,
    /// Says which captcha the picture on the screen belongs to; none once it was answered.
    captcha_token: Option<CaptchaToken>,
    /// Locked while a listener may hold its port.
    port: Arc<Mutex<()>>,
    /// Whether the sign-in that was begun last was cancelled since.
    withdrawn: Arc<AtomicBool>,
}

impl Signing {
    pub(super) fn new(open_address: OpenAddress, browser_deadline: Duration) -> Self {
        let (port, withdrawn) = (Arc::default(), Arc::default());
        Self { open_address, browser_deadline, captcha_token: None, port, withdrawn }
    }

    pub(super) fn open_address(&self) -> OpenAddress {
        Arc::clone(&self.open_address)
    }
}

/// What a task of the sign-in came to.
pub(super) enum SigningEnd {
    Browser(BrowserEnd),
    CaptchaRead(CaptchaRead),
    CodeSent(CodeAddress, Result<Answer<()>, Failure>),
    TokenTried(Result<Answer<Session>, Failure>),
}

impl Program {
    pub(super) fn signing_ended(&mut self, ended: SigningEnd) {
        match ended {
            SigningEnd::Browser(ended) => self.browser_ended(ended),
            SigningEnd::CaptchaRead(read) => self.captcha_read(read),
            SigningEnd::CodeSent(address, sent) => self.code_sent(address, sent),
            SigningEnd::TokenTried(tried) => {
                self.called_once(&tried);
                match tried {
                    Ok(answer) => {
                        self.enter_from_sign_in(answer.value, KeyringState::NotUsed);
                        if let Some(home) = self.home() {
                            home.session.pasted = true;
                        }
                    }
                    Err(failure) => self.sign_in_failed(SignInFailure::Call(failure.error)),
                }
            }
        }
    }

    /// Opens addresses in a browser.
    pub(super) fn open_address(&self) -> OpenAddress {
        Arc::clone(&self.signing.open_address)
    }

    fn called_once<T>(&mut self, end: &Result<Answer<T>, Failure>) {
        match end {
            Ok(answer) => self.called(std::slice::from_ref(&answer.attempt), None),
            Err(failure) => self.called(std::slice::from_ref(&failure.attempt), Some(&failure.error)),
        }
    }

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

    pub(super) fn signed_in(&mut self, session: Session, way: Way) {
        let uses_keyring = self.uses_keyring();
        let Phase::SignIn(sign_in) = &mut self.state.phase else { return };
        let keyring = match sign_in.keyring.take() {
            _ if !uses_keyring => KeyringState::NotUsed,
            _ if self.keyring_declined => KeyringState::Declined,
            Some(error) => KeyringState::Unavailable(error),
            None => KeyringState::Writing,
        };
        self.enter_from_sign_in(session, keyring);
        let now = self.state.now;
        if let Some(home) = self.home() {
            home.signed_in_by = Some((way, now));
        }
        self.note_way_in_ledger();
    }

    fn enter_from_sign_in(&mut self, session: Session, keyring: KeyringState) {
        let Some(sign_in) = self.signing_in() else { return };
        let before = sign_in.returning.take();
        self.leave_sign_in();
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
        let mut home = Home { standing: session.standing(), keyring, before, ..Home::default() };
        home.session.follow(&session);
        self.forget_browser_session();
        if let Some(old) = self.session.replace(session.clone()) {
            self.tasks.start(Job::Retire, async move {
                old.retire(&session).await;
                End::Retired
            });
        }
        self.state.phase = Phase::Home(Box::new(home));
        self.state.screen = Screen::Connections;
        self.keep();
        self.read_profile(Cause::Opening);
        self.read_lists(ReadFor::Show(Cause::Opening));
    }

    pub(super) fn sign_in_again(&mut self) {
        let Phase::Home(home) = &mut self.state.phase else { return };
        if home.signing_out || home.connections.is_unbinding() {
            return;
        }
        home.connections.forget_stopped();
        home.binds.leave(BindLeft::SignedOut);
        let returning = Some(std::mem::take(home));
        self.withdraw_and_forget_all();
        self.state.screen = Screen::Connections;
        self.state.phase = Phase::SignIn(Box::new(SignIn { returning, ..SignIn::default() }));
    }

    pub(super) fn back_to_what_was_shown(&mut self) {
        if let Phase::SignIn(sign_in) = &mut self.state.phase
            && let Some(home) = sign_in.returning.take()
        {
            self.leave_sign_in();
            self.state.phase = Phase::Home(home);
            // What was being read when the sign-in began was forgotten, so it is read anew.
            self.keep();
            self.read_profile(Cause::Opening);
            self.read_lists(ReadFor::Show(Cause::Opening));
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
        self.clear_clipboard_at_sign_out();
        self.tasks.start(Job::SignOut, async move { End::SignedOut(Box::new(session.sign_out(keyring).await)) });
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
