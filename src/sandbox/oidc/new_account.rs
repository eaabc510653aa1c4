//! An account that was not there at the start.

use std::sync::Arc;

use jiff::Timestamp;

use crate::sandbox::newcomer::newcomer;
use crate::sandbox::pool::Account;

/// An account that signs in with this email address and password; `None` without randomness.
pub(crate) fn with_email(email: &str, name: &str, password: &str, now: Timestamp) -> Option<Account> {
    let mut account = newcomer(now)?;
    let persona = Arc::make_mut(&mut account.persona);
    persona.name = name.to_owned();
    persona.native_name = name.to_owned();
    persona.email = Some(email.to_owned());
    persona.password = Some(password.to_owned());
    persona.description = "Created on the sign-up page.".to_owned();
    account.password_set = true;
    Some(account)
}

/// Whether this can be an email address: something on both sides of one `@`, without blanks or control characters.
pub(crate) fn is_email(text: &str) -> bool {
    let well_formed = |c: char| !c.is_whitespace() && !c.is_control();
    text.len() <= 254
        && text.chars().all(well_formed)
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_looks_like_those_of_the_pool() {
        let account = with_email("new@example.com", "New", "password", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(account.user_id.len(), 24);
        assert_eq!(account.created_at, "1970-01-01T00:00:00.000Z");
        assert!(account.persona.is_called("new@example.com") && account.persona.has_password("password"));
    }

    #[test]
    fn an_email_address_has_two_sides() {
        assert!(is_email("a@b") && is_email("林@example.com"));
        for text in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\n"] {
            assert!(!is_email(text), "{text:?}");
        }
    }
}
