//! The facts about signing in: reading them, and what follows from them.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::super::Home;
use super::super::ledger::LedgerQueue;
use crate::account::{
    Binding, BindingKey, Facts, SeenBy, SeenWay, WayStanding, WhatIf, bindings, last_ways, ways, what_if,
};
use crate::genauth::{Answer, EnabledConnection, Failure, Identity, Profile, SecurityInfo};
use crate::ledger::{self, Account};
use crate::session::{Called, Session};

/// How long the ledger is waited for; after that, nothing was seen to sign in from here.
const LEDGER_PATIENCE: Duration = Duration::from_secs(3);

/// What signed in from here, as the ledger knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenFromHere {
    /// The ways.
    pub ways: Vec<SeenWay>,
    /// The directories among them that were bound when they last signed in: they go with their binding.
    pub bound: Vec<SeenBy>,
}

impl SeenFromHere {
    fn of(known: Vec<ledger::SeenWay>, sightings: &[ledger::Sighting]) -> Self {
        let mut seen = Self::default();
        for way in known {
            let (by, directory) = match (way.way, way.ext_idp_id) {
                (ledger::Way::Browser, Some(ext_idp_id)) => (SeenBy::ExtIdp(ext_idp_id), None),
                (ledger::Way::Browser, None) => (SeenBy::Browser, None),
                (ledger::Way::Password, _) => (SeenBy::Password, None),
                (ledger::Way::EmailCode, _) => (SeenBy::EmailCode, None),
                (ledger::Way::PhoneCode, _) => (SeenBy::PhoneCode, None),
                (ledger::Way::Ldap, _) => (SeenBy::Ldap, Some("ldap")),
                (ledger::Way::ActiveDirectory, _) => (SeenBy::ActiveDirectory, Some("ad")),
            };
            let was_bound = |sighting: &ledger::Sighting| {
                Some(sighting.provider.as_str()) == directory && sighting.last_seen >= way.last_used
            };
            if sightings.iter().any(was_bound) {
                seen.bound.push(by.clone());
            }
            seen.ways.push(SeenWay { by, at: way.last_used });
        }
        seen
    }

    /// Those that count beside these bindings: a directory that was bound and is no longer does not sign in.
    fn beside(&self, bindings: &[Binding]) -> Vec<SeenWay> {
        let is_bound = |provider: &str| bindings.iter().any(|binding| binding.provider == provider);
        let counts = |by: &SeenBy| match by {
            SeenBy::Ldap => is_bound("ldap") || !self.bound.contains(by),
            SeenBy::ActiveDirectory => is_bound("ad") || !self.bound.contains(by),
            _ => true,
        };
        self.ways.iter().filter(|way| counts(&way.by)).cloned().collect()
    }
}

/// What is known about signing in to an account, all of it from one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct KnownFacts {
    bindings: Vec<Binding>,
    security: Option<SecurityInfo>,
    profile: Option<Profile>,
    seen: Vec<SeenWay>,
}

impl KnownFacts {
    /// What the screen knows. What could not be read again counts as unknown.
    pub(super) fn of_home(home: &Home) -> Self {
        let connections = &home.connections;
        let identities = connections.identities.get().map_or(&[][..], Vec::as_slice);
        let is_current = connections.identities.failure.is_none() && connections.enabled.failure.is_none();
        let enabled = connections.enabled.get().filter(|_| is_current && !connections.offline);
        let security = home.security.get().filter(|_| home.security.failure.is_none());
        Self::new(identities, enabled.map(Vec::as_slice), security, home.profile.get(), &home.seen)
    }

    /// What was just read. A list that could not be read is as it was, and whether its bindings are enabled is unknown.
    pub(super) fn of_read(read: &FactsRead, before: &[Identity], profile: Option<&Profile>) -> Self {
        let identities = read.identities.result.as_ref();
        let enabled = read.enabled.as_ref().ok().filter(|_| identities.is_ok());
        let enabled = enabled.map(|answer| answer.value.as_slice());
        let security = read.security.as_ref().and_then(|called| called.result.as_ref().ok());
        let seen = read.seen.clone().unwrap_or_default();
        Self::new(identities.map_or(before, Vec::as_slice), enabled, security, profile, &seen)
    }

    fn new(
        identities: &[Identity],
        enabled: Option<&[EnabledConnection]>,
        security: Option<&SecurityInfo>,
        profile: Option<&Profile>,
        seen: &SeenFromHere,
    ) -> Self {
        let bindings = bindings(identities, enabled);
        let seen = seen.beside(&bindings);
        Self { bindings, security: security.copied(), profile: profile.cloned(), seen }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            bindings: &self.bindings,
            security: self.security.as_ref(),
            profile: self.profile.as_ref(),
            seen: &self.seen,
        }
    }

    /// What unbinding these would leave.
    pub(super) fn what_if(&self, keys: &[BindingKey]) -> WhatIf {
        what_if(&self.facts(), keys)
    }
}

/// The ways of signing in, as the panel shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaysShown {
    /// The ways, in order.
    pub ways: Vec<WayStanding>,
    /// The bindings of which each is the last way in.
    pub last: Vec<BindingKey>,
    /// When somebody last signed in through the browser, which does not tell by which way.
    pub browser: Option<Timestamp>,
}

impl WaysShown {
    pub(super) fn of(known: &KnownFacts) -> Self {
        let facts = known.facts();
        Self { ways: ways(&facts, &[]), last: last_ways(&facts), browser: facts.seen(&SeenBy::Browser) }
    }
}

/// What one read of the facts brought.
pub(in crate::app) struct FactsRead {
    /// When its first request was sent, or earlier.
    pub(in crate::app) began: Instant,
    pub(in crate::app) identities: Called<Vec<Identity>>,
    pub(in crate::app) enabled: Result<Answer<Vec<EnabledConnection>>, Failure>,
    /// `None` where it was not asked for.
    pub(in crate::app) security: Option<Called<SecurityInfo>>,
    /// `None` where the ledger was not asked, or did not answer.
    pub(in crate::app) seen: Option<SeenFromHere>,
}

/// Reads the lists, and with them, where it is wanted, everything else that says how one can sign in.
pub(in crate::app) async fn read_facts(session: &Session, ledger: Option<(LedgerQueue, Option<Account>)>) -> FactsRead {
    let began = Instant::now();
    let client = session.client();
    let identities = session.call(|token| async move { client.get_identities(&token).await });
    let Some((ledger, account)) = ledger else {
        let (identities, enabled) = tokio::join!(identities, client.get_application_enabled_ext_idps());
        return FactsRead { began, identities, enabled, security: None, seen: None };
    };
    let security = session.call(|token| async move { client.get_security_info(&token).await });
    let (identities, enabled, security, seen) =
        tokio::join!(identities, client.get_application_enabled_ext_idps(), security, seen_from_here(ledger, account));
    FactsRead { began, identities, enabled, security: Some(security), seen }
}

/// What the ledger knows to have signed in from here; `None` while it cannot tell.
pub(in crate::app) async fn seen_from_here(ledger: LedgerQueue, account: Option<Account>) -> Option<SeenFromHere> {
    let account = account?;
    let asked = ledger.ask(move |ledger| Ok(SeenFromHere::of(ledger.ways(&account)?, &ledger.sightings(&account)?)));
    tokio::time::timeout(LEDGER_PATIENCE, asked).await.ok()?.ok()
}
