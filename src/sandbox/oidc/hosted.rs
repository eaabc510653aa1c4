//! What the hosted sign-in remembers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::authorization_code::AuthorizationCode;
use super::consents::{Consent, Consents};
use super::expiring::Expiring;
use super::interaction::Interaction;
use super::session::Session;

/// Sign-ins under way, and what came of them. Each part has its own lock.
#[derive(Debug, Default)]
pub(crate) struct Hosted {
    /// By the ID in the address of their pages.
    pub(crate) interactions: Expiring<Interaction>,
    /// By the value of the session's cookie.
    pub(crate) sessions: Expiring<Session>,
    /// By the code itself.
    pub(crate) authorization_codes: Expiring<AuthorizationCode>,
    pub(crate) consents: Consents,
}

/// What of it outlives the program: sign-ins under way do not.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct KeptSignIns {
    sessions: BTreeMap<String, (i64, Session)>,
    consents: Vec<Consent>,
}

impl Hosted {
    /// What the state file keeps.
    pub(crate) fn kept(&self) -> KeptSignIns {
        KeptSignIns { sessions: self.sessions.all(), consents: self.consents.all() }
    }

    /// Takes over what an earlier program kept.
    pub(crate) fn restore(&self, kept: KeptSignIns) {
        self.sessions.restore(kept.sessions);
        self.consents.restore(kept.consents);
    }

    /// Forgets everything.
    pub(crate) fn reset(&self) {
        self.interactions.clear();
        self.sessions.clear();
        self.authorization_codes.clear();
        self.consents.clear();
    }
}
