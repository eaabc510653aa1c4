//! An account that was not there at the start.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use crate::sandbox::pool::{Account, Persona, Standing};
use crate::sandbox::tokens::random_text;

/// An account that signs in with this email address and password; `None` without randomness.
pub(crate) fn with_email(email: &str, name: &str, password: &str, now: Timestamp) -> Option<Account> {
    let user_id: String = random_text()?.chars().take(24).collect();
    let persona = Persona {
        key: user_id.clone(),
        name: name.to_owned(),
        native_name: name.to_owned(),
        email: Some(email.to_owned()),
        username: None,
        phone: None,
        password: Some(password.to_owned()),
        directory_name: None,
        description: "Created on the sign-up page.".to_owned(),
        offered: false,
    };
    Some(Account {
        user_id: user_id.into(),
        persona: Arc::new(persona),
        nickname: None,
        phone_country_code: None,
        department_ids: Vec::new(),
        created_at: now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        custom_data: json!({}),
        password_set: true,
        odd: false,
        standing: Standing::Good,
        flow_code_in_status: false,
        identities: Vec::new().into(),
    })
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
