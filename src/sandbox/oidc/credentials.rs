//! Who somebody is, by password or by code, and what the history keeps of it.

use std::sync::Arc;

use axum::http::HeaderMap;

use crate::sandbox::codes::Delivery;
use crate::sandbox::history::SignInEvent;
use crate::sandbox::pool::{Account, Application, Standing};
use crate::sandbox::service::Service;

/// What keeps an account from signing in at all, in Chinese and English.
pub(crate) fn barred(standing: Standing) -> Option<(&'static str, &'static str)> {
    match standing {
        Standing::Locked => {
            Some(("该账号已被锁定，请联系管理员。", "This account is locked. Ask your administrator to unlock it."))
        }
        Standing::LockedAfterFailures => Some((
            "登录失败次数过多，账号已被锁定。请稍后再试。",
            "This account is locked after too many failed sign-ins. Try again later.",
        )),
        Standing::Disabled => {
            Some(("该账号已被停用，请联系管理员。", "This account is disabled. Ask your administrator to enable it."))
        }
        Standing::NotInTenant => {
            Some(("该账号无权登录此租户。", "This account may not sign in here. Ask your administrator for access."))
        }
        _ => None,
    }
}

/// What a wrong name and a wrong password are both answered with, in Chinese and English.
pub(crate) const WRONG_CREDENTIALS: (&str, &str) =
    ("账号不存在或密码错误。", "There is no such account, or the password is wrong.");

/// The account of this name and password.
///
/// # Errors
/// What the person is told, in Chinese and English. A failure for a known account goes into its history.
pub(crate) fn by_password(
    service: &Service,
    headers: &HeaderMap,
    application: &Application,
    name: &str,
    password: &str,
) -> Result<(Arc<Account>, &'static str), (&'static str, &'static str)> {
    let account = service.accounts.find(|account| account.persona.is_called(name)).ok_or(WRONG_CREDENTIALS)?;
    let method = if account.persona.has_email(name) {
        "loginByEmail"
    } else if account.persona.has_username(name) {
        "loginByUsername"
    } else {
        "loginByPhone"
    };
    let now = service.clock.now();
    let words = if service.lockout.is_locked(&account.user_id, now) {
        // Whatever the password is: a guess shall learn nothing.
        barred(Standing::LockedAfterFailures).unwrap_or(WRONG_CREDENTIALS)
    } else if !account.persona.has_password(password) {
        service.lockout.failed(&account.user_id, now);
        WRONG_CREDENTIALS
    } else {
        service.lockout.succeeded(&account.user_id);
        return Ok((account, method));
    };
    record(service, headers, application, &account.user_id, method, Some(words.1));
    Err(words)
}

/// The account with this email address or phone number, with the address as codes are sent to it.
pub(crate) fn by_address(service: &Service, name: &str) -> Option<(Arc<Account>, Delivery, String)> {
    if name.contains('@') {
        let account = service.accounts.find(|account| account.persona.has_email(name))?;
        let email = account.persona.email.clone()?;
        return Some((account, Delivery::Email, email));
    }
    let digits: String = name.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let account = service.accounts.find(|account| has_number(account, &digits))?;
    let phone = account.persona.phone.clone()?;
    Some((account, Delivery::Sms, phone))
}

/// A phone number is given with its country code or without.
fn has_number(account: &Account, digits: &str) -> bool {
    let country_code = account.phone_country_code.as_deref().unwrap_or_default();
    account.persona.has_phone(digits)
        || digits.strip_prefix(country_code).is_some_and(|rest| account.persona.has_phone(rest))
}

/// Where codes for an account go: to its email address, else to its phone.
pub(crate) fn address(account: &Account) -> Option<(Delivery, String)> {
    let persona = &account.persona;
    let email = persona.email.clone().map(|email| (Delivery::Email, email));
    email.or_else(|| persona.phone.clone().map(|phone| (Delivery::Sms, phone)))
}

/// Keeps a sign-in, or why it failed (reference section 5.5).
pub(crate) fn record(
    service: &Service,
    headers: &HeaderMap,
    application: &Application,
    user_id: &Arc<str>,
    method: &str,
    error: Option<&str>,
) {
    let user_agent = headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default();
    service.history.record(SignInEvent {
        user_id: Arc::clone(user_id),
        app_id: application.app_id.as_str().into(),
        at: service.clock.now(),
        method: method.to_owned(),
        success: error.is_none(),
        error: error.map(str::to_owned),
        user_agent: user_agent.to_owned(),
        client_ip: "127.0.0.1".to_owned(),
    });
}

/// The address as somebody may see it who has not yet shown that it is theirs.
pub(crate) fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, host)) => format!("{}•••@{host}", name.chars().take(1).collect::<String>()),
        None => {
            let last = address.chars().count().saturating_sub(4);
            format!("•••{}", address.chars().skip(last).collect::<String>())
        }
    }
}

/// The shortest password that is taken as a new one. Not documented; pools have their own rules.
const SHORTEST_PASSWORD: usize = 6;

/// The longest text that a form is asked for.
const LONGEST_TEXT: usize = 200;

/// What is wrong with a new password, in Chinese and English.
pub(crate) fn password_problem(password: &str) -> Option<(&'static str, &'static str)> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        Some(("新密码至少需要 6 个字符。", "The new password needs at least 6 characters."))
    } else if length > LONGEST_TEXT {
        Some(("新密码最多 200 个字符。", "The new password can have at most 200 characters."))
    } else {
        None
    }
}

/// Whether this can be a name to show.
pub(crate) fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= LONGEST_TEXT
}

/// Sets a password, after which none has to be set any more.
pub(crate) fn set_password(account: &mut Account, password: &str) {
    Arc::make_mut(&mut account.persona).password = Some(password.to_owned());
    account.password_set = true;
    if matches!(account.standing, Standing::FirstPassword | Standing::MustReset) {
        account.standing = Standing::Good;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::Pool;

    #[test]
    fn a_phone_number_is_found_however_it_is_written() {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        for name in ["2025550143", "+12025550143", "+1 (202) 555-0143"] {
            let (account, by, to) = by_address(&service, name).unwrap();
            assert_eq!((account.persona.key.as_str(), by, to.as_str()), ("empty", Delivery::Sms, "2025550143"));
        }
        assert!(by_address(&service, "5550143").is_none() && by_address(&service, "mia").is_none());
        assert_eq!(by_address(&service, "LIN@example.com").unwrap().2, "lin@example.com");
    }

    #[test]
    fn an_address_is_shown_in_part() {
        assert_eq!(masked("lin@example.com"), "l•••@example.com");
        assert_eq!(masked("2025550143"), "•••0143");
        assert_eq!(masked("12"), "•••12");
    }

    #[test]
    fn a_wrong_password_goes_into_the_history_of_whose_it_is_not() {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        let application = service.pool.applications.first().unwrap();
        let sign_in = |name, password| by_password(&service, &HeaderMap::new(), application, name, password);
        assert!(sign_in("lin@example.com", "guess").is_err() && sign_in("nobody", "guess").is_err());
        let (account, method) = sign_in("linxiao", "sandbox").unwrap();
        assert_eq!(method, "loginByUsername");
        let events = service.history.of(&account.user_id);
        let kept = events.first().map(|event| (event.method.as_str(), event.success));
        assert_eq!(kept, Some(("loginByEmail", false)));
    }

    #[test]
    fn ten_wrong_passwords_lock_the_account_for_the_right_one_too() {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        let application = service.pool.applications.first().unwrap();
        let sign_in = |password| by_password(&service, &HeaderMap::new(), application, "linxiao", password);
        for _ in 0..10 {
            assert_eq!(sign_in("guess").err(), Some(WRONG_CREDENTIALS));
        }
        assert_eq!(sign_in("sandbox").err(), barred(Standing::LockedAfterFailures));
        service.clock.set_offset(jiff::SignedDuration::from_mins(11));
        assert!(sign_in("sandbox").is_ok());
    }
}
