//! Whether a sign-in is let in: lock, captcha, proof and standing, in this order, and what of it is remembered.

use std::sync::Arc;

use axum::http::HeaderMap;

use super::attempt::{Address, Attempt, Credentials};
use super::refused::Refused;
use super::{flow, signup, visitor};
use crate::sandbox::history::SignInEvent;
use crate::sandbox::pool::{Account, Application};
use crate::sandbox::service::Service;

/// The channel of codes to sign in with (reference section 3.3).
const LOGIN_CHANNEL: &str = "CHANNEL_LOGIN";

/// A sign-in of a known account, to one application.
pub(crate) struct Admission<'service> {
    pub(crate) service: &'service Service,
    pub(crate) headers: &'service HeaderMap,
    pub(crate) application: &'service Application,
    pub(crate) attempt: &'service Attempt,
}

impl Admission<'_> {
    /// The account that signs in, if it may.
    pub(crate) fn decide(&self) -> Result<Arc<Account>, Refused> {
        let find = |holds: &dyn Fn(&Account) -> bool| self.service.accounts.find(holds);
        match &self.attempt.credentials {
            Credentials::Password { name, password } => {
                let Some(account) = find(&|account| name.is_of(account)) else {
                    if self.attempt.auto_register {
                        return signup::register_with_password(self.service, name, password);
                    }
                    return Err(Refused::WrongCredentials);
                };
                let proof = || account.persona.has_password(password).then_some(()).ok_or(Refused::WrongCredentials);
                self.admit(&account, proof)?;
                Ok(account)
            }
            Credentials::PassCode { address, code } => self.decide_by_code(address, code),
            Credentials::Ldap { name, password } | Credentials::ActiveDirectory { name, password } => {
                let is_meant = |account: &Account| account.persona.directory_name.as_deref() == Some(name);
                // The reference gives "invalid LDAP link" without saying when; a name that leads nowhere fits it best.
                let account = find(&is_meant).ok_or(Refused::NotInDirectory)?;
                let proof = || account.persona.has_password(password).then_some(()).ok_or(Refused::WrongCredentials);
                self.admit(&account, proof)?;
                Ok(account)
            }
        }
    }

    /// A code proves that its address is one's own, so only with a good one is it said whether it has an account.
    fn decide_by_code(&self, address: &Address, code: &str) -> Result<Arc<Account>, Refused> {
        let (codes, now) = (&self.service.codes, self.service.clock.now());
        let proof = || {
            let good = codes.redeem(address.delivery(), LOGIN_CHANNEL, address.to(), code, now);
            good.then_some(()).ok_or(Refused::WrongCode)
        };
        let Some(account) = self.service.accounts.find(|account| address.is_of(account)) else {
            proof()?;
            if self.attempt.auto_register {
                return signup::register_with_code(self.service, address);
            }
            return Err(Refused::NoSuchUser);
        };
        self.admit(&account, proof)?;
        Ok(account)
    }

    fn admit(&self, account: &Account, proof: impl FnOnce() -> Result<(), Refused>) -> Result<(), Refused> {
        let outcome = self.check(account, proof);
        if let Err(refused) = &outcome {
            self.record(account, Some(refused.message(super::envelope::Language::English)));
        }
        outcome
    }

    fn check(&self, account: &Account, proof: impl FnOnce() -> Result<(), Refused>) -> Result<(), Refused> {
        let (service, user_id, now) = (self.service, &account.user_id, self.service.clock.now());
        if service.lockout.is_locked(user_id, now) {
            return Err(Refused::LockedAfterFailures);
        }
        if service.lockout.needs_captcha(user_id, now) {
            let solved = |(token, code): &(String, String)| service.captchas.solve(token, code, now);
            if !self.attempt.captcha.as_ref().is_some_and(solved) {
                return Err(Refused::CaptchaNeeded);
            }
        }
        if let Err(refused) = proof() {
            service.lockout.failed(user_id, now);
            return Err(refused);
        }
        service.lockout.succeeded(user_id);
        flow::standing_allows(service, account, self.application)
    }

    /// Writes the end of the sign-in into the account's history.
    pub(crate) fn record(&self, account: &Account, error: Option<String>) {
        let client_ip = self.attempt.client_ip.clone().unwrap_or_else(|| visitor::client_ip(self.headers));
        self.service.history.record(SignInEvent {
            user_id: Arc::clone(&account.user_id),
            app_id: self.application.app_id.as_str().into(),
            at: self.service.clock.now(),
            method: self.method(account).to_owned(),
            success: error.is_none(),
            error,
            user_agent: visitor::user_agent(self.headers),
            client_ip,
        });
    }

    /// `loginMethod`: free-form, like the documented `loginByEmail` (reference section 5.5).
    fn method(&self, account: &Account) -> &'static str {
        use super::attempt::AccountName;
        match &self.attempt.credentials {
            Credentials::Password { name: AccountName::Email(_), .. } => "loginByEmail",
            Credentials::Password { name: AccountName::Phone(_), .. } => "loginByPhone",
            Credentials::Password { name: AccountName::Username(_), .. } => "loginByUsername",
            Credentials::Password { name: AccountName::Account(name), .. } => {
                if account.persona.has_email(name) {
                    "loginByEmail"
                } else if account.persona.has_username(name) {
                    "loginByUsername"
                } else {
                    "loginByPhone"
                }
            }
            Credentials::PassCode { address: Address::Email(_), .. } => "loginByEmailPassCode",
            Credentials::PassCode { address: Address::Phone(..), .. } => "loginByPhonePassCode",
            Credentials::Ldap { .. } => "loginByLDAP",
            Credentials::ActiveDirectory { .. } => "loginByAD",
        }
    }
}
