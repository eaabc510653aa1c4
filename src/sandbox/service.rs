//! The service's memory, and the rules that need more than one part of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::accounts::Accounts;
use super::captchas::Captchas;
use super::changes::Changes;
use super::clock::Clock;
use super::codes::Codes;
use super::faults::Faults;
use super::history::History;
use super::lockout::Lockout;
use super::next_steps::NextSteps;
use super::oidc::Hosted;
use super::past;
use super::pool::{Account, Application, Pool};
use super::provider::pending::Providers;
use super::seen::SeenRequests;
use super::tokens::keys::Keys;
use super::tokens::{Grant, Lifetimes, TokenTrouble, Tokens};
use super::v3::mfa::MfaSecret;

/// Everything the service knows. Each part has its own lock, and no lock is held while another is taken.
pub(super) struct Service {
    pub(super) app_host: String,
    pub(super) changes: Changes,
    /// What it held at the start; accounts change, the rest of it does not.
    pub(super) pool: Pool,
    pub(super) accounts: Accounts,
    pub(super) clock: Arc<Clock>,
    pub(super) codes: Codes,
    pub(super) captchas: Captchas,
    pub(super) lockout: Lockout,
    pub(super) next_steps: NextSteps,
    pub(super) mfa_secret: MfaSecret,
    pub(super) history: History,
    pub(super) hosted: Hosted,
    pub(super) faults: Faults,
    pub(super) providers: Providers,
    pub(super) seen: SeenRequests,
    pub(super) keys: Arc<Keys>,
    tokens: Mutex<Tokens>,
    lifetimes: Mutex<Lifetimes>,
}

/// What a sign-in or a refresh issues.
pub(super) struct Issued {
    pub(super) access_token: String,
    /// Only with the scope `openid`.
    pub(super) id_token: Option<String>,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: u64,
    pub(super) scope: String,
}

impl Service {
    pub(super) fn new(app_host: String, pool: Pool) -> Self {
        let (changes, clock, accounts) = (Changes::default(), Arc::<Clock>::default(), Accounts::new(&pool));
        Self {
            app_host,
            history: History::starting_with(past::of(&pool, clock.now())),
            pool,
            faults: Faults::of_service(changes.clone(), Arc::clone(&clock), accounts.lag()),
            clock,
            codes: Codes::default(),
            captchas: Captchas::default(),
            lockout: Lockout::default(),
            next_steps: NextSteps::default(),
            mfa_secret: MfaSecret::default(),
            hosted: Hosted::default(),
            accounts,
            providers: Providers::default(),
            seen: SeenRequests::noted_in(changes.clone()),
            changes,
            keys: Arc::default(),
            tokens: Mutex::default(),
            lifetimes: Mutex::default(),
        }
    }

    /// The issuer of every token (reference section 8.1).
    pub(super) fn issuer(&self) -> String {
        format!("{}/oidc", self.app_host)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lifetimes(&self) -> MutexGuard<'_, Lifetimes> {
        self.lifetimes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The application of this ID.
    pub(super) fn application(&self, app_id: &str) -> Option<&Arc<Application>> {
        self.pool.application(app_id)
    }

    /// The grant and the account of an access token that is signed by us, neither expired nor revoked, whichever
    /// application it was issued to. An ID token is none: it has no `jti`.
    pub(super) fn access(&self, token: Option<&str>) -> Result<(Grant, Arc<Account>), TokenTrouble> {
        let claims = self.keys.ready().and_then(|key| key.verify(token?));
        let claims = match (token, claims) {
            (None, _) => return Err(TokenTrouble::Missing),
            (Some(_), None) => return Err(TokenTrouble::NotOurs),
            (Some(_), Some(claims)) => claims,
        };
        let text = |key: &str| claims.get(key).and_then(|value| value.as_str());
        if text("iss") != Some(&self.issuer()) {
            return Err(TokenTrouble::NotOurs);
        }
        let token_id = text("jti").ok_or(TokenTrouble::IdToken)?;
        let expires_at = claims.get("exp").and_then(|value| value.as_i64()).unwrap_or_default();
        if expires_at <= self.clock.now().as_second() {
            return Err(TokenTrouble::Expired);
        }
        let grant = self.tokens().access_grant(token_id)?;
        let account = self.accounts.get(&grant.user_id).ok_or(TokenTrouble::NoAccount)?;
        Ok((grant, account))
    }

    /// Back to what it was at the start: accounts, tokens, codes, history, faults, clock and lifetimes. Keys stay, since nobody holds a
    /// token that they would make good again; what was seen stays too.
    pub(super) fn reset(&self) {
        self.accounts.reset(&self.pool);
        *self.tokens() = Tokens::default();
        *self.lifetimes() = Lifetimes::default();
        self.codes.reset();
        self.captchas.reset();
        self.lockout.reset();
        self.next_steps.reset();
        self.hosted.reset();
        self.faults.clear();
        self.providers.reset();
        self.clock.set_offset(jiff::SignedDuration::ZERO);
        self.history.start_with(past::of(&self.pool, self.clock.now()));
        self.changes.note();
    }
}
