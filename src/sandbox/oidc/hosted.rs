//! What the hosted sign-in remembers.

use super::authorization_code::AuthorizationCode;
use super::consents::Consents;
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

impl Hosted {
    /// Forgets everything.
    pub(crate) fn reset(&self) {
        self.interactions.clear();
        self.sessions.clear();
        self.authorization_codes.clear();
        self.consents.clear();
    }
}
