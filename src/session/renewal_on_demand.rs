//! Renewing the session because a person asks for it.

use super::renewal::NoToken;
use super::tokens::EndedBy;
use super::{Particulars, Session};
use crate::genauth::{Attempt, Cause, Error, IdTokenError};

/// How a renewal that was asked for ended, with every HTTP request that it took.
#[derive(Debug)]
pub struct Renewed {
    /// What came of it.
    pub result: Result<(), NotRenewed>,
    /// Every request, in order; none where another program had renewed already.
    pub attempts: Vec<Attempt>,
}

/// Why a session was not renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRenewed {
    /// There is no refresh token.
    NoRefreshToken,
    /// The service refused the refresh token, now or before. The access token in use stays good until its end.
    Refused(Error),
    /// The session was ended here because of the ID token that came.
    IdToken(IdTokenError),
    /// The session has ended: it was signed out of.
    Over,
    /// It did not work out this time; the session lives.
    NotNow(Error),
}

impl NotRenewed {
    /// What went wrong with the call, where there was one.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Refused(error) | Self::NotNow(error) => Some(error),
            Self::NoRefreshToken | Self::IdToken(_) | Self::Over => None,
        }
    }
}

impl Session {
    /// Renews the tokens now, however long they still last (RFC 6749, section 6; reference section 8.4).
    ///
    /// Where a renewal runs already, this waits for it and makes none of its own.
    pub async fn renew_now(&self) -> Renewed {
        let before = self.particulars();
        let mut attempts = Vec::new();
        let mut held = self.inner.tokens.lock().await;
        let result = if self.is_ended() {
            Err(NotRenewed::Over)
        } else if let Some(reason) = &held.closed {
            Err(NotRenewed::IdToken(reason.clone()))
        } else if Particulars::of(&held).obtained_at != before.obtained_at {
            Ok(())
        } else {
            match self.renew(Cause::Person, &mut held, &mut attempts).await {
                Ok(()) => Ok(()),
                Err(NoToken::Closed(reason)) => Err(NotRenewed::IdToken(reason)),
                Err(NoToken::NotNow(error)) => Err(NotRenewed::NotNow(error)),
                Err(NoToken::SignedOut) => Err(match &held.refresh_refused {
                    _ if self.standing().ended_by == Some(EndedBy::OtherProgram) => NotRenewed::Over,
                    Some(error) => NotRenewed::Refused(error.clone()),
                    None => NotRenewed::NoRefreshToken,
                }),
            }
        };
        Renewed { result, attempts }
    }
}
