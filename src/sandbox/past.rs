//! What had happened before the service started: a few sign-ins of every persona, so that an account just opened has a
//! history to look at.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::history::SignInEvent;
use super::pool::{Account, Pool, Standing};

const CHROME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// One sign-in long ago.
struct Before {
    hours: i64,
    user_agent: &'static str,
    /// An address for documentation (RFC 5737), which nobody has.
    client_ip: &'static str,
    success: bool,
    /// Which of the pool's applications, from 0; the first one if there are not so many.
    application: usize,
}

/// The same for everybody, oldest first.
const BEFORE: [Before; 4] = [
    Before { hours: 26 * 24, user_agent: FIREFOX, client_ip: "203.0.113.20", success: true, application: 0 },
    Before { hours: 9 * 24 + 5, user_agent: SAFARI, client_ip: "198.51.100.7", success: true, application: 1 },
    Before { hours: 51, user_agent: CHROME, client_ip: "192.0.2.81", success: false, application: 0 },
    Before { hours: 50, user_agent: CHROME, client_ip: "192.0.2.81", success: true, application: 0 },
];

/// The sign-ins of every persona before this time, oldest first. Who cannot sign in never did.
pub(super) fn of(pool: &Pool, start: Timestamp) -> Vec<SignInEvent> {
    let signed_in = |account: &&Arc<Account>| match account.standing {
        Standing::FirstPassword | Standing::BindExisting | Standing::BindOrCreate | Standing::NotInTenant => false,
        Standing::Good
        | Standing::PersonalMfa
        | Standing::ApplicationMfa
        | Standing::IncompleteProfile
        | Standing::Unlockable
        | Standing::Locked
        | Standing::LockedAfterFailures
        | Standing::MustReset
        | Standing::Disabled => true,
    };
    let mut events = Vec::new();
    for before in &BEFORE {
        let Some(application) = pool.applications.get(before.application).or_else(|| pool.applications.first()) else {
            continue;
        };
        let app_id: Arc<str> = application.app_id.as_str().into();
        let at = start.checked_sub(SignedDuration::from_hours(before.hours)).unwrap_or(start);
        events.extend(pool.accounts.iter().filter(signed_in).map(|account| SignInEvent {
            user_id: Arc::clone(&account.user_id),
            app_id: Arc::clone(&app_id),
            at,
            method: method(account).to_owned(),
            success: before.success,
            error: (!before.success).then(|| "Account not exists or password is incorrect.".to_owned()),
            user_agent: before.user_agent.to_owned(),
            client_ip: before.client_ip.to_owned(),
        }));
    }
    events
}

/// `loginMethod`, by the name that the account has.
fn method(account: &Account) -> &'static str {
    let persona = &account.persona;
    if persona.email.is_some() {
        "loginByEmail"
    } else if persona.username.is_some() {
        "loginByUsername"
    } else {
        "loginByPhonePassCode"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_past_in_order_and_none_of_it_ahead() {
        let pool = Pool::built_in();
        let start = Timestamp::from_second(1_800_000_000).unwrap();
        let events = of(&pool, start);
        assert!(events.is_sorted_by_key(|event| event.at));
        assert!(events.iter().all(|event| event.at < start));
        let rich = pool.accounts.first().unwrap();
        let of_rich: Vec<bool> =
            events.iter().filter(|event| event.user_id == rich.user_id).map(|event| event.success).collect();
        assert_eq!(of_rich, [true, true, false, true]);
    }
}
