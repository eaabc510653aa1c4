//! What the service stores: accounts with their identities, and identity sources with their connections
//! (reference section 2).

use serde_json::{Value, json};

use super::persona::Persona;

/// A user of the pool.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) user_id: &'static str,
    pub(super) persona: &'static Persona,
    pub(super) nickname: Option<&'static str>,
    pub(super) phone_country_code: Option<&'static str>,
    pub(super) department_ids: &'static [&'static str],
    pub(super) created_at: &'static str,
    pub(super) custom_data: Value,
    /// What `get-security-info` says of the password, whether or not one signs in.
    pub(super) password_set: bool,
    /// Every answer wears an odd shape.
    pub(super) odd: bool,
    pub(super) identities: Vec<Identity>,
}

impl Account {
    /// Whether `account` names this account: by username, email or phone (reference section 4).
    pub(super) fn is_called(&self, account: &str) -> bool {
        let Persona { email, username, phone, .. } = self.persona;
        same_email(*email, account) || *username == Some(account) || *phone == Some(account)
    }
}

/// Email addresses are the same in any case.
pub(super) fn same_email(stored: Option<&str>, given: &str) -> bool {
    stored.is_some_and(|stored| stored.eq_ignore_ascii_case(given))
}

/// One record of one account under one identity source (reference section 2.1).
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) identity_id: &'static str,
    pub(super) source_id: &'static str,
    pub(super) provider: &'static str,
    /// `openid`, `unionid`, …
    pub(super) kind: &'static str,
    pub(super) user_id_at_provider: &'static str,
    /// The profile the provider gave; null leaves `userInfoInIdp` out, as every documentation sample does.
    pub(super) profile: Value,
    /// Whether the provider's tokens are stored and answered.
    pub(super) has_tokens: bool,
    pub(super) connection_ids: Vec<&'static str>,
}

impl Identity {
    /// The `IdentityDto` (reference section 2.1).
    pub(super) fn to_json(&self) -> Value {
        let mut answer = json!({
            "identityId": self.identity_id,
            "extIdpId": self.source_id,
            "provider": self.provider,
            "type": self.kind,
            "userIdInIdp": self.user_id_at_provider,
            "originConnIds": self.connection_ids,
        });
        if let Some(members) = answer.as_object_mut() {
            if !self.profile.is_null() {
                members.insert("userInfoInIdp".to_owned(), self.profile.clone());
            }
            if self.has_tokens {
                // Recognisable, so that a test can look for them where they must not be.
                let token = |kind| format!("sandbox-provider-{kind}-token-{}", self.identity_id);
                members.insert("accessToken".to_owned(), token("access").into());
                members.insert("refreshToken".to_owned(), token("refresh").into());
            }
        }
        answer
    }

    /// The `IdentityDto` with `originConnIds` as a text that holds JSON, as the documentation's sample has it
    /// (reference section 2.1).
    pub(super) fn to_odd_json(&self) -> Value {
        let mut answer = self.to_json();
        if let Some(connections) = answer.get_mut("originConnIds") {
            *connections = connections.to_string().into();
        }
        answer
    }
}

/// A configured identity source (reference section 2).
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) source_id: &'static str,
    pub(super) provider: &'static str,
    /// `social` or `enterprise`.
    pub(super) family: &'static str,
    pub(super) connections: &'static [Connection],
}

/// One way of using an identity source (reference section 2).
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub(super) connection_id: &'static str,
    pub(super) identifier: &'static str,
    pub(super) name: &'static str,
    pub(super) description: Option<(&'static str, &'static str)>,
    /// Whether the application lists it.
    pub(super) enabled: bool,
}

impl Source {
    /// One `ExtIdpInfoDto` for each enabled connection (reference section 2.2).
    pub(super) fn to_json(&self) -> impl Iterator<Item = Value> {
        self.connections.iter().filter(|connection| connection.enabled).map(|connection| {
            // What `bindUrl` holds is not documented beyond "may be empty or relative".
            let bind_url = match self.family {
                "social" => format!("/connections/social/{}", connection.identifier),
                _ => String::new(),
            };
            let mut answer = json!({
                "identifier": connection.identifier,
                "extIdpId": self.source_id,
                "type": self.provider,
                "extIdpType": self.family,
                "bindUrl": bind_url,
                "name": connection.name,
            });
            if let (Some(members), Some((chinese, english))) = (answer.as_object_mut(), connection.description) {
                members.insert("name_en".to_owned(), connection.name.into());
                members.insert("desc".to_owned(), chinese.into());
                members.insert("desc_en".to_owned(), english.into());
            }
            answer
        })
    }
}
