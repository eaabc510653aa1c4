//! The ways of signing in to an account, each with what is known of it.
//!
//! No endpoint says which ways an application allows, so none is promised: each has a [`Standing`], which follows from
//! its [`Evidence`]. What the API says now counts for more than what was seen before.

mod evidence;
mod what_if;

use jiff::Timestamp;

use super::{Binding, BindingKey, EnabledHere};
use crate::genauth::{Profile, SecurityInfo};

pub use evidence::{Evidence, Standing};
pub use what_if::{Change, Verdict, WhatIf, last_ways, what_if};

/// One way of signing in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// With a password (reference section 4, `PASSWORD`).
    Password,
    /// With a code by email (`PASSCODE`).
    EmailCode,
    /// With a code by text message (`PASSCODE`).
    PhoneCode,
    /// With an external identity provider that is bound.
    ExtIdp(BindingKey),
    /// With a name in an LDAP directory (`LDAP`).
    Ldap,
    /// With a name in Active Directory (`AD`).
    ActiveDirectory,
}

/// By what somebody signed in from here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SeenBy {
    /// A password.
    Password,
    /// A code by email.
    EmailCode,
    /// A code by text message.
    PhoneCode,
    /// The identity provider with this `extIdpId`.
    ExtIdp(String),
    /// A name in an LDAP directory.
    Ldap,
    /// A name in Active Directory.
    ActiveDirectory,
    /// The hosted page in a browser, which does not tell which way was taken there: it vouches for none.
    Browser,
}

/// A way that signed in to this account from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenWay {
    /// By what.
    pub by: SeenBy,
    /// When it last did.
    pub at: Timestamp,
}

/// What is known about signing in to an account.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What is bound. Where the list of enabled connections could not be read, each of them says so
    /// ([`EnabledHere::Unknown`]).
    pub bindings: &'a [Binding],
    /// What `get-security-info` said, where it could be read.
    pub security: Option<&'a SecurityInfo>,
    /// What `get-profile` said, where it could be read.
    pub profile: Option<&'a Profile>,
    /// What signed in from here, in any order; of one way the latest counts.
    pub seen: &'a [SeenWay],
}

impl Facts<'_> {
    /// When this last signed in from here.
    pub fn seen(&self, by: &SeenBy) -> Option<Timestamp> {
        self.seen.iter().filter(|seen| seen.by == *by).map(|seen| seen.at).max()
    }
}

/// A way of signing in and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayStanding {
    /// The way.
    pub way: Way,
    /// The address that a code goes to, where the profile names it.
    pub address: Option<String>,
    /// What is known.
    pub evidence: Evidence,
}

impl WayStanding {
    /// Whether it can be counted on.
    pub fn standing(&self) -> Standing {
        self.evidence.standing()
    }
}

/// The ways of signing in once the bindings with these keys are unbound; with none of them, the present ones.
///
/// The order is always the same: password, what is bound in the order of the list, directories that were seen, codes.
/// A key that is not bound changes nothing.
pub fn ways(facts: &Facts<'_>, unbound: &[BindingKey]) -> Vec<WayStanding> {
    let mut ways = vec![WayStanding { way: Way::Password, address: None, evidence: password(facts) }];
    ways.extend(facts.bindings.iter().map(|binding| WayStanding {
        way: Way::ExtIdp(binding.key.clone()),
        address: None,
        evidence: ext_idp(facts, binding, unbound),
    }));
    for (way, by, provider) in
        [(Way::Ldap, SeenBy::Ldap, "ldap"), (Way::ActiveDirectory, SeenBy::ActiveDirectory, "ad")]
    {
        // A directory cannot be told from what the API says, so only one that was seen has a place here.
        if let Some(at) = facts.seen(&by) {
            ways.push(WayStanding { way, address: None, evidence: directory(facts, provider, at, unbound) });
        }
    }
    ways.push(email_code(facts));
    ways.push(phone_code(facts));
    ways
}

fn password(facts: &Facts<'_>) -> Evidence {
    let signed_in = facts.seen(&SeenBy::Password);
    match (facts.security.and_then(|security| security.password_set), signed_in) {
        (Some(false), signed_in) => Evidence::PasswordNotSet { signed_in },
        (_, Some(at)) => Evidence::SignedIn { at },
        (Some(true), None) => Evidence::PasswordSet,
        (None, None) => Evidence::NotTold,
    }
}

fn ext_idp(facts: &Facts<'_>, binding: &Binding, unbound: &[BindingKey]) -> Evidence {
    if unbound.contains(&binding.key) {
        return Evidence::Unbound;
    }
    let Some(ext_idp_id) = binding.ext_idp_id() else { return Evidence::WithoutExtIdpId };
    let signed_in = facts.seen(&SeenBy::ExtIdp(ext_idp_id.to_owned()));
    match (&binding.enabled, signed_in) {
        (EnabledHere::No, signed_in) => Evidence::NotEnabledHere { signed_in },
        (_, Some(at)) => Evidence::SignedIn { at },
        (EnabledHere::Through(_), None) => Evidence::BoundAndEnabled,
        (EnabledHere::Unknown, None) => Evidence::EnabledNotRead,
    }
}

/// A directory signs in by name, which goes through what is bound of its kind, where anything is.
fn directory(facts: &Facts<'_>, provider: &str, at: Timestamp, unbound: &[BindingKey]) -> Evidence {
    let bound: Vec<_> = facts.bindings.iter().filter(|binding| binding.provider == provider).collect();
    let left: Vec<_> = bound.iter().filter(|binding| !unbound.contains(&binding.key)).collect();
    if bound.is_empty() {
        return Evidence::SignedIn { at };
    }
    if left.is_empty() {
        return Evidence::Unbound;
    }
    if left.iter().all(|binding| binding.enabled == EnabledHere::No) {
        return Evidence::NotEnabledHere { signed_in: Some(at) };
    }
    if left.len() < bound.len() { Evidence::OneOfSeveralUnbound { at } } else { Evidence::SignedIn { at } }
}

fn email_code(facts: &Facts<'_>) -> WayStanding {
    let bound = facts.security.and_then(|security| security.email_bound);
    let address = facts.profile.and_then(|profile| address(profile.email.as_deref()));
    let verified = facts.profile.and_then(|profile| profile.email_verified);
    let evidence = code(bound, address.is_some(), verified, facts.seen(&SeenBy::EmailCode));
    WayStanding { way: Way::EmailCode, address, evidence }
}

fn phone_code(facts: &Facts<'_>) -> WayStanding {
    let bound = facts.security.and_then(|security| security.phone_bound);
    let number = facts.profile.and_then(|profile| address(profile.phone.as_deref()));
    let country = facts.profile.and_then(|profile| address(profile.phone_country_code.as_deref()));
    let verified = facts.profile.and_then(|profile| profile.phone_verified);
    let evidence = code(bound, number.is_some(), verified, facts.seen(&SeenBy::PhoneCode));
    let address = number.map(|number| match country {
        Some(country) if !number.starts_with('+') => format!("{country} {number}"),
        _ => number,
    });
    WayStanding { way: Way::PhoneCode, address, evidence }
}

fn address(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A profile without an address proves nothing, because what it shows depends on the token's scopes
/// (reference section 5.1).
fn code(bound: Option<bool>, named: bool, verified: Option<bool>, signed_in: Option<Timestamp>) -> Evidence {
    match (bound, named, signed_in) {
        (Some(false), true, _) => Evidence::FactsDisagree,
        (Some(false), false, signed_in) => Evidence::NotBound { signed_in },
        (_, _, Some(at)) => Evidence::SignedIn { at },
        (Some(true), ..) | (None, true, None) => Evidence::CodeNotSeen { verified },
        (None, false, None) => Evidence::NotTold,
    }
}

#[cfg(test)]
#[path = "ways_tests.rs"]
mod tests;
