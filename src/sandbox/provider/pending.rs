//! What is under way between the service, the browser and the providers.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;

use super::delivery::Delivery;
use super::one_use::OneUse;
use crate::sandbox::pool::{Application, Connection, Source};
use crate::sandbox::service::Service;

/// For how long a link can be opened, and a provider's page answered: not documented, so a guess.
const TEN_MINUTES: SignedDuration = SignedDuration::from_secs(600);

/// For how long a provider's code is good; it is redeemed by the very next request.
const ONE_MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// Links, visits and codes that are out, and connections that are switched off. All of it is bounded.
pub(crate) struct Providers {
    /// Links that nobody has opened yet, by the credential in their address.
    pub(super) links: OneUse<Visit>,
    /// Visits to a provider, by OAuth's `state`.
    pub(super) visits: OneUse<Visit>,
    /// What providers answered with, by OAuth's `code`.
    pub(super) codes: OneUse<Chosen>,
    switched_off: Mutex<BTreeSet<String>>,
}

/// A visit to a provider through a connection.
pub(crate) struct Visit {
    /// The connection's identifier.
    pub(crate) identifier: String,
    pub(crate) purpose: Purpose,
}

/// What a visit is for.
pub(crate) enum Purpose {
    /// Binding what the provider gives to an account (reference section 6).
    Bind {
        /// Whose account.
        user_id: Arc<str>,
        /// For which application.
        app_id: String,
        /// How the result is told.
        delivery: Delivery,
    },
    /// Signing in (reference section 7).
    SignIn {
        /// The authorization request that waits for it.
        interaction: String,
    },
}

/// Who signed in at a provider, through which connection.
pub(super) struct Chosen {
    pub(super) identifier: String,
    pub(super) person: String,
}

impl Default for Providers {
    fn default() -> Self {
        Self {
            links: OneUse::new("sandbox-link-", TEN_MINUTES),
            visits: OneUse::new("sandbox-visit-", TEN_MINUTES),
            codes: OneUse::new("sandbox-provider-code-", ONE_MINUTE),
            switched_off: Mutex::default(),
        }
    }
}

impl Providers {
    /// Switches a connection off, or on again.
    pub(crate) fn switch(&self, identifier: &str, enabled: bool) {
        if enabled {
            self.switched_off().remove(identifier);
        } else {
            self.switched_off().insert(identifier.to_owned());
        }
    }

    /// Whether a connection was not switched off.
    pub(crate) fn is_on(&self, identifier: &str) -> bool {
        !self.switched_off().contains(identifier)
    }

    /// Back to how it was at the start.
    pub(crate) fn reset(&self) {
        self.links.clear();
        self.visits.clear();
        self.codes.clear();
        self.switched_off().clear();
    }

    fn switched_off(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.switched_off.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    /// The connection with this identifier and its source, if an application may use it now.
    pub(crate) fn usable_connection(
        &self,
        application: &Application,
        identifier: &str,
    ) -> Option<(&Source, &Connection)> {
        let enabled = application.connections.iter().any(|one| one == identifier) && self.providers.is_on(identifier);
        enabled.then(|| self.pool.connection(identifier)).flatten()
    }

    /// The connection of a visit, if it may still be used. A sign-in's was checked when its page was made, so it only
    /// has to be on.
    pub(super) fn connection_of(&self, visit: &Visit) -> Option<(&Source, &Connection)> {
        match &visit.purpose {
            Purpose::Bind { app_id, .. } => {
                self.application(app_id).and_then(|application| self.usable_connection(application, &visit.identifier))
            }
            Purpose::SignIn { .. } => {
                self.pool.connection(&visit.identifier).filter(|_| self.providers.is_on(&visit.identifier))
            }
        }
    }
}
