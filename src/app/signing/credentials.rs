//! Signing in with what is typed into the window: credentials, or an access token.

use std::sync::atomic::Ordering;

use super::{SignInFailure, SigningEnd};
use crate::app::tasks::{End, Job};
use crate::app::{Phase, Program, SignIn};
use crate::genauth::{
    AccessToken, Answer, CaptchaAnswer, Cause, Credentials, Error, Failure, PassCode, SignInOptions, TokenSet,
};
use crate::ledger::Way;
use crate::session::{Keep, PasswordEncryption, Session, Storage};

impl Program {
    /// The sign-in, if it is on the screen.
    pub(super) fn signing_in(&mut self) -> Option<&mut SignIn> {
        match &mut self.state.phase {
            Phase::SignIn(sign_in) => Some(sign_in),
            Phase::Opening(_) | Phase::Home(_) => None,
        }
    }

    /// Notes that a try begins, unless one is under way.
    pub(super) fn begin_to_sign_in(&mut self) -> bool {
        let Some(sign_in) = self.signing_in() else { return false };
        if sign_in.is_busy() {
            return false;
        }
        sign_in.failure = None;
        sign_in.sign_out_trouble = None;
        sign_in.signed_out = false;
        self.forget_browser_session();
        true
    }

    /// Like [`Self::begin_to_sign_in`], for a try that is one wait for the service.
    fn begin_to_ask(&mut self) -> bool {
        let now = self.state.now;
        let begun = self.begin_to_sign_in();
        if begun && let Some(sign_in) = self.signing_in() {
            sign_in.pending = Some(now);
        }
        begun
    }

    /// Where a new session is kept: with the keyring, unless that is not to be asked.
    pub(super) fn storage_for_new_session(&mut self) -> Storage {
        // A keyring that did not serve at the start is not asked again: it would keep the person waiting anew.
        let served = self.signing_in().is_some_and(|sign_in| sign_in.keyring.is_none()) && !self.keyring_declined;
        let keeps = self.space.as_ref().is_some_and(|space| space.keep == Keep::Keyring);
        self.storage((served && keeps).then(|| self.vault.clone()))
    }

    pub(in crate::app) fn sign_in(&mut self, credentials: Credentials, read_in_picture: Option<PassCode>) {
        let (Some(client), Some(space)) = (self.client.clone(), self.space.clone()) else { return };
        if !self.begin_to_ask() {
            return;
        }
        let storage = self.storage_for_new_session();
        // A captcha is good for one answer.
        let token = self.signing.captcha_token.take();
        let captcha = read_in_picture.zip(token).map(|(code, token)| CaptchaAnswer { code, token });
        let way = way_of(&credentials);
        let withdrawn = self.withdrawal_of_this();
        self.tasks.start(Job::SignIn, async move {
            let key = match space.password_encryption {
                PasswordEncryption::Rsa if has_password(&credentials) => {
                    match Cause::Preparation.during(client.encryption_key()).await {
                        // Each attempt counts (reference section 11), so none is made for nobody.
                        Ok(Answer { attempt, .. }) if withdrawn.load(Ordering::SeqCst) => {
                            return End::SignedIn(way, Err(Failure::new(Error::Withdrawn, attempt)));
                        }
                        Ok(key) => Some(key.value),
                        Err(failure) => return End::SignedIn(way, Err(failure)),
                    }
                }
                PasswordEncryption::None | PasswordEncryption::Rsa => None,
            };
            let options =
                SignInOptions { captcha: captcha.as_ref(), encryption: key.as_ref(), scope: Some(&space.scope) };
            End::SignedIn(way, Session::sign_in(client, &space, storage, &credentials, options).await)
        });
    }

    /// Signs in with an access token that came another way. The service is asked whom it belongs to first, so that one
    /// that is no good is told here.
    ///
    /// It is not kept in the keyring: it serves for looking at something, and it cannot be renewed.
    pub(in crate::app) fn sign_in_with_token(&mut self, token: AccessToken) {
        let (Some(client), Some(space)) = (self.client.clone(), self.space.clone()) else { return };
        if !self.begin_to_ask() {
            return;
        }
        self.tasks.start(Job::SignIn, async move {
            let attempt = match client.get_profile(&token).await {
                Ok(answer) => answer.attempt,
                Err(failure) => return End::signing(SigningEnd::TokenTried(Err(failure))),
            };
            let tokens = TokenSet::of_access_token(token);
            End::signing(SigningEnd::TokenTried(
                match Session::with_tokens(client, &space, Storage::none(), tokens, None, None).await {
                    Ok(session) => Ok(Answer { value: session, attempt }),
                    // There is no ID token that could be refused.
                    Err(_) => Err(Failure::new(Error::Withdrawn, attempt)),
                },
            ))
        });
    }

    pub(in crate::app) fn cancel_sign_in(&mut self) {
        if self.signing_in().is_none() {
            return;
        }
        self.withdraw_sign_in();
        let captcha_used = self.signing.captcha_token.is_none();
        if let Some(sign_in) = self.signing_in() {
            sign_in.pending = None;
            sign_in.browser = None;
            if captcha_used && sign_in.captcha.is_some() {
                self.read_captcha(false, Cause::Preparation);
            }
        }
    }

    /// Shows why the sign-in failed, and gets a picture where the service wants one read.
    pub(in crate::app) fn sign_in_failed(&mut self, failure: SignInFailure) {
        let asks =
            matches!(&failure, SignInFailure::Call(Error::Refused(refusal)) if refusal.flow_code() == Some(2000));
        let Some(sign_in) = self.signing_in() else { return };
        sign_in.pending = None;
        sign_in.browser = None;
        sign_in.failure = Some(failure);
        // Once a captcha was asked for, the next try is not made without one: it would only be asked for again.
        let had_one = sign_in.captcha.is_some();
        if asks || had_one {
            self.read_captcha(asks && had_one, Cause::Preparation);
        }
    }

    /// Stops what the sign-in does, before another account takes its place on the screen; it can be begun anew.
    pub(in crate::app) fn put_sign_in_aside(&mut self) {
        let Some(sign_in) = self.signing_in() else { return };
        sign_in.pending = None;
        sign_in.browser = None;
        sign_in.captcha = None;
        sign_in.email_code.sending = None;
        sign_in.phone_code.sending = None;
        self.leave_sign_in();
    }

    /// Ends what belongs to the sign-in, before something else takes its place on the screen.
    pub(in crate::app) fn leave_sign_in(&mut self) {
        self.withdraw_sign_in();
        for job in [Job::SendEmailCode, Job::SendPhoneCode, Job::Captcha] {
            self.tasks.stop(job);
        }
        self.signing.captcha_token = None;
    }
}

fn has_password(credentials: &Credentials) -> bool {
    match credentials {
        Credentials::Password { .. } | Credentials::Ldap { .. } | Credentials::ActiveDirectory { .. } => true,
        Credentials::EmailCode { .. } | Credentials::PhoneCode { .. } => false,
    }
}

/// Which way of signing in these credentials are.
fn way_of(credentials: &Credentials) -> Way {
    match credentials {
        Credentials::Password { .. } => Way::Password,
        Credentials::EmailCode { .. } => Way::EmailCode,
        Credentials::PhoneCode { .. } => Way::PhoneCode,
        Credentials::Ldap { .. } => Way::Ldap,
        Credentials::ActiveDirectory { .. } => Way::ActiveDirectory,
    }
}
