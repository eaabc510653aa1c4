//! Accounts that are made while the service runs.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, json};

use super::pool::{Account, Identities, Persona, Standing};
use super::tokens::random_text;

/// An account of nobody in particular: a new user ID, and nothing to sign in with yet. `None` when no random numbers
/// can be made.
pub(super) fn newcomer(now: Timestamp) -> Option<Account> {
    // IDs are 24 hexadecimal digits (reference section 1.7).
    let user_id: String = random_text()?.chars().take(24).collect();
    let persona = Persona {
        key: user_id.clone(),
        name: String::new(),
        native_name: String::new(),
        email: None,
        username: None,
        phone: None,
        password: None,
        directory_name: None,
        description: String::new(),
        offered: false,
    };
    Some(Account {
        user_id: user_id.into(),
        persona: Arc::new(persona),
        nickname: None,
        phone_country_code: None,
        department_ids: Vec::new(),
        created_at: format!("{now:.3}"),
        updated_at: None,
        custom_data: json!({}),
        profile: Map::new(),
        password_set: false,
        odd: false,
        standing: Standing::Good,
        flow_code_in_status: false,
        identities: Identities::default(),
    })
}
