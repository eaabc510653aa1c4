//! The session as its screen shows it; nothing of it is secret.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::TokenCopy;
use crate::genauth::claims_to_show;
use crate::session::{KeptAccount, NotRenewed, Particulars, Session, SignatureCheck};

/// The session as its screen shows it, beside [`Standing`](crate::session::Standing).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionShown {
    /// The account as the ID token named it at the sign-in.
    pub account: KeptAccount,
    /// What is known of the tokens, without the access token's claims; `None` until the session began.
    pub particulars: Option<Particulars>,
    /// What the access token says, which nobody here can verify.
    pub access_token: ClaimsShown,
    /// What the ID token says; `None` where there is none.
    pub id_token: Option<IdTokenShown>,
    /// Whether it began with an access token that was pasted.
    pub pasted: bool,
    /// How the renewal that was asked for is going.
    pub renewal: Renewal,
    /// How far the access token is from the clipboard.
    pub copy: TokenCopy,
}

/// What an ID token says, and how far it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdTokenShown {
    /// How far it was checked when it came.
    pub signature: SignatureCheck,
    /// Its claims.
    pub claims: ClaimsShown,
}

/// The claims of a token, with what is secret in them replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ClaimsShown {
    /// There are none: the token is opaque.
    #[default]
    Opaque,
    /// There is more than a person could read.
    TooMany,
    /// These.
    Said(Map<String, Value>),
}

impl ClaimsShown {
    fn of(claims: Option<&Map<String, Value>>) -> Self {
        claims.map_or(Self::Opaque, |claims| claims_to_show(claims).map_or(Self::TooMany, Self::Said))
    }
}

/// A renewal that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Renewal {
    /// None was, since the screen is shown.
    #[default]
    Idle,
    /// It is under way.
    Running,
    /// It was done then.
    Done(Timestamp),
    /// It was not done.
    Failed(NotRenewed),
}

impl SessionShown {
    /// Takes over what has changed in the session.
    pub(in crate::app) fn follow(&mut self, session: &Session) {
        let mut particulars = session.particulars();
        // The tokens come together, so what they say changes with their time.
        let known = self.particulars.as_ref().is_some_and(|known| known.obtained_at == particulars.obtained_at);
        let claims = particulars.access_token_claims.take();
        if !known {
            self.access_token = ClaimsShown::of(claims.as_ref());
            self.account = session.account().clone();
            self.id_token = session.identity().map(|identity| IdTokenShown {
                signature: identity.signature,
                claims: ClaimsShown::of(Some(&identity.claims)),
            });
        }
        self.particulars = Some(particulars);
    }
}
