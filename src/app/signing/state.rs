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

/// The longest time that the countdown stands in the way of another try, whatever the service says.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);

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
    /// Where the service said that it is too soon for one, and from when on it may send it.
    pub too_soon: Option<(CodeAddress, Timestamp)>,
    /// Why none was sent.
    pub failure: Option<SignInFailure>,
}

impl SentCode {
    /// How long it takes until the service sends another there; `None` when it does at once.
    pub fn next_in(&self, address: &CodeAddress, now: Timestamp) -> Option<Duration> {
        let refused = self.too_soon.as_ref().filter(|(refused_for, _)| refused_for == address);
        let refused = refused.and_then(|(_, until)| Duration::try_from(until.duration_since(now)).ok());
        refused.into_iter().chain(self.since_sent(address, now)).max().filter(|left| !left.is_zero())
    }

    /// What is left of the minute after one was sent there; `None` when none was, or it is over.
    pub fn since_sent(&self, address: &CodeAddress, now: Timestamp) -> Option<Duration> {
        let (_, at) = self.sent.as_ref().filter(|(sent_to, _)| sent_to == address)?;
        let left = BETWEEN_TWO_CODES - now.duration_since(*at);
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// How long the countdowns that may be on the screen go on; the one that ends, or shows another second, first.
    pub(super) fn counts_down_for(&self, now: Timestamp) -> impl Iterator<Item = Duration> + use<'_> {
        let addresses = self.sent.iter().chain(&self.too_soon).map(|(address, _)| address);
        addresses.filter_map(move |address| self.next_in(address, now))
    }

    /// Notes that the service sends none there for a while: as long as it said, else for the documented minute
    /// (reference sections 3.3 and 11).
    pub(super) fn note_too_soon(&mut self, address: CodeAddress, error: &Error, now: Timestamp) {
        let is_too_soon = match error {
            Error::Refused(refusal) => refusal.status_code == 429,
            Error::NotTheApi { http_status, .. } => *http_status == 429,
            _ => false,
        };
        if !is_too_soon {
            return;
        }
        let asked = error.retry_after().and_then(|after| SignedDuration::try_from(after.left(now)).ok());
        let wait = asked.unwrap_or(BETWEEN_TWO_CODES);
        self.too_soon = now.checked_add(wait.min(LONGEST_WAIT)).ok().map(|until| (address, until));
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
    use crate::genauth::Refusal;

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

    #[test]
    fn too_many_requests_are_a_countdown_too() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let lin = CodeAddress::Email("lin@example.com".to_owned());
        let after = |error: &Error| {
            let mut code = SentCode::default();
            code.note_too_soon(lin.clone(), error, now);
            assert_eq!(code.counts_down_for(now).next(), code.next_in(&lin, now));
            code.next_in(&lin, now).map(|left| left.as_secs())
        };
        let gateway = |http_status, retry_after: Option<&str>| Error::NotTheApi {
            http_status,
            content_type: None,
            excerpt: String::new(),
            retry_after: retry_after.map(str::to_owned),
        };
        let refusal = |status_code, retry_after: Option<&str>| {
            let retry_after = retry_after.map(str::to_owned);
            Error::Refused(Refusal {
                status_code,
                api_code: None,
                message: String::new(),
                request_id: None,
                retry_after,
            })
        };
        assert_eq!(after(&refusal(429, None)), Some(60));
        assert_eq!(after(&refusal(429, Some("7"))), Some(7));
        assert_eq!(after(&refusal(429, Some("soon"))), Some(60));
        assert_eq!(after(&refusal(500, Some("7"))), None);
        assert_eq!(after(&gateway(429, Some("7"))), Some(7));
        assert_eq!(after(&gateway(429, Some("4294967295"))), Some(600));
        // It is 14:13:20 UTC.
        assert_eq!(after(&gateway(429, Some("Mon, 21 Sep 2026 14:13:50 GMT"))), Some(30));
        assert_eq!(after(&gateway(429, Some("Mon, 21 Sep 2026 13:00:00 GMT"))), None);
        assert_eq!(after(&gateway(503, Some("7"))), None);
    }
}
