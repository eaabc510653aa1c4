//! The sign-in as the screen shows it.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Picture;
use crate::app::{BrowserSessionStage, Home, SignOutTrouble};
use crate::genauth::{Error, IdTokenError, PhoneNumber};
use crate::session::{BrowserError, VaultError};

/// How long there is between two codes to one address (reference section 3.3).
const BETWEEN_TWO_CODES: SignedDuration = SignedDuration::from_secs(60);

/// The sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// Since when the service is being asked, by any way but the browser.
    pub pending: Option<Timestamp>,
    /// The sign-in whose browser is away.
    pub browser: Option<BrowserSignIn>,
    /// Why the last try failed.
    pub failure: Option<SignInFailure>,
    /// The codes that were sent by email.
    pub email_code: SentCode,
    /// The codes that were sent by text message.
    pub phone_code: SentCode,
    /// The captcha that the service asks for.
    pub captcha: Option<Captcha>,
    /// What the sign-out before it could not do.
    pub sign_out_trouble: Option<SignOutTrouble>,
    /// Whether it is to sign in beside somebody who is signed in to this space already.
    pub another: bool,
    /// Whether someone signed out just before.
    pub signed_out: bool,
    /// How far the end of the browser's session is, where it can be ended after a sign-out.
    pub browser_session: Option<BrowserSessionStage>,
    /// Why the keyring could not be read at the start.
    pub keyring: Option<VaultError>,
    /// What was on the screen when the service ended the session.
    pub returning: Option<Box<Home>>,
}

impl SignIn {
    /// Whether something is under way that another try would get in the way of.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some() || self.browser.is_some()
    }

    /// What is known of the codes that go this way.
    pub fn code(&self, address: &CodeAddress) -> &SentCode {
        match address {
            CodeAddress::Email(_) => &self.email_code,
            CodeAddress::Phone(_) => &self.phone_code,
        }
    }

    pub(super) fn code_mut(&mut self, address: &CodeAddress) -> &mut SentCode {
        match address {
            CodeAddress::Email(_) => &mut self.email_code,
            CodeAddress::Phone(_) => &mut self.phone_code,
        }
    }
}

/// Why a sign-in failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// The task ended abnormally.
    Crashed,
    /// A call to the service did not succeed.
    Call(Error),
    /// The browser did not come back with a code.
    Browser(BrowserError),
    /// The ID token that the code was traded for cannot be accepted.
    IdToken(IdTokenError),
}

/// Where a code is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAddress {
    /// By email.
    Email(String),
    /// By text message.
    Phone(PhoneNumber),
}

/// What is known of the codes that go one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentCode {
    /// Since when the service is being asked to send one.
    pub sending: Option<Timestamp>,
    /// Where the last one went, and when.
    pub sent: Option<(CodeAddress, Timestamp)>,
    /// Why none was sent.
    pub failure: Option<SignInFailure>,
}

impl SentCode {
    /// How long it takes until the service sends another there; `None` when it does at once.
    pub fn next_in(&self, address: &CodeAddress, now: Timestamp) -> Option<Duration> {
        let (_, at) = self.sent.as_ref().filter(|(sent_to, _)| sent_to == address)?;
        let left = BETWEEN_TWO_CODES - now.duration_since(*at);
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// How long the countdown that may be on the screen goes on.
    pub(super) fn counts_down_for(&self, now: Timestamp) -> Option<Duration> {
        self.next_in(&self.sent.as_ref()?.0, now)
    }
}

/// A captcha: a picture with a text that a person reads (reference section 3.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captcha {
    /// How far it is.
    pub stage: CaptchaStage,
    /// Whether what was read in the picture before it was wrong.
    pub wrong: bool,
}

/// How far a captcha is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptchaStage {
    /// The picture is being fetched and drawn.
    Reading,
    /// It is there.
    Shown(Arc<Picture>),
    /// The service did not give it.
    NotFetched(Error),
    /// What came is no picture that this program draws.
    NotDrawn,
}

/// A sign-in whose browser is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserSignIn {
    /// What the person goes there for.
    pub purpose: BrowserPurpose,
    /// When it began.
    pub started: Timestamp,
    /// How long it may take in all.
    pub deadline: Duration,
    /// How far it is.
    pub step: BrowserStep,
    /// The address on this machine that sends a browser to the service, once; no secret.
    pub address: Option<String>,
    /// Why no browser could be opened, in the words of the system.
    pub not_opened: Option<String>,
    /// How many requests came to the redirect address that were not its answer.
    pub strangers: u32,
}

impl BrowserSignIn {
    /// Since when it is under way.
    pub fn waited(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.started)).unwrap_or_default()
    }
}

/// What a person goes to the browser for. The service's own pages offer all of it (reference section 1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BrowserPurpose {
    /// To sign in.
    #[default]
    SignIn,
    /// To set a new password, and sign in with it.
    ForgotPassword,
    /// To make an account, and sign in to it.
    CreateAccount,
}

/// How far a sign-in in the browser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BrowserStep {
    /// The service is asked where one signs in, and a port is listened on.
    Preparing,
    /// The browser is being opened.
    Opening,
    /// The browser is at the service, and the person with it.
    Waiting,
    /// The code that came back is traded for tokens.
    Trading,
    /// The ID token is checked.
    Checking,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_is_about_one_address() {
        let at = |second: i64| Timestamp::from_second(1_790_000_000 + second).unwrap();
        let lin = CodeAddress::Email("lin@example.com".to_owned());
        let mia = CodeAddress::Email("mia@example.com".to_owned());
        let code = SentCode { sent: Some((lin.clone(), at(0))), ..SentCode::default() };
        assert_eq!(code.next_in(&lin, at(0)), Some(Duration::from_secs(60)));
        assert_eq!(code.next_in(&lin, at(59)), Some(Duration::from_secs(1)));
        assert_eq!(code.next_in(&lin, at(60)), None);
        assert_eq!(code.next_in(&mia, at(1)), None);
        assert_eq!(SentCode::default().next_in(&lin, at(0)), None);
    }
}
