//! Accounts and the identities bound to them (reference sections 2 and 5.1).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::identities::Identities;
use super::persona::{Persona, Standing};

/// A user of the pool, as it is now.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Account {
    pub(crate) user_id: Arc<str>,
    pub(crate) persona: Arc<Persona>,
    pub(crate) nickname: Option<String>,
    pub(crate) phone_country_code: Option<String>,
    pub(crate) department_ids: Vec<String>,
    pub(crate) created_at: String,
    /// When the profile or a way to sign in was last changed, once it was.
    pub(crate) updated_at: Option<String>,
    pub(crate) custom_data: Value,
    /// What `update-profile` set of the fields that no persona comes with (reference section 5.2).
    pub(crate) profile: Map<String, Value>,
    /// What `get-security-info` says of the password, whether or not one signs in.
    pub(crate) password_set: bool,
    /// Every answer wears an odd shape.
    pub(crate) odd: bool,
    pub(crate) standing: Standing,
    /// A flow code stands in `statusCode` instead of `apiCode`; clients have to look in both (reference section 4).
    pub(crate) flow_code_in_status: bool,
    pub(crate) identities: Identities,
}

/// One record of one account under one identity source (reference section 2.1).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Identity {
    pub(crate) identity_id: String,
    pub(crate) source_id: String,
    pub(crate) provider: String,
    /// `openid`, `unionid`, …
    pub(crate) kind: String,
    pub(crate) user_id_at_provider: String,
    /// The profile the provider gave; null leaves `userInfoInIdp` out, as every documentation sample does.
    pub(crate) profile: Value,
    /// Whether the provider's tokens are stored and answered.
    pub(crate) has_tokens: bool,
    pub(crate) connection_ids: Vec<String>,
}

impl Identity {
    /// The `IdentityDto` (reference section 2.1).
    pub(crate) fn to_json(&self) -> Value {
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
    pub(crate) fn to_odd_json(&self) -> Value {
        let mut answer = self.to_json();
        if let Some(connections) = answer.get_mut("originConnIds") {
            *connections = connections.to_string().into();
        }
        answer
    }
}
