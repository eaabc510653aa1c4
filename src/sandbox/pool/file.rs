//! The form of a personas file: TOML, as `docs/personas.md` describes it for people.

use serde::Deserialize;
use serde_json::Value;

use super::application::{SigningAlgorithm, TokenEndpointAuthMethod};
use super::persona::Standing;

/// A personas file as it is written. Every part may be missing; IDs that are missing are derived from keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PoolFile {
    pub(super) user_pool_id: Option<String>,
    #[serde(default, rename = "application")]
    pub(super) applications: Vec<ApplicationEntry>,
    #[serde(default, rename = "source")]
    pub(super) sources: Vec<SourceEntry>,
    #[serde(default, rename = "source_series")]
    pub(super) source_series: Vec<SourceSeries>,
    #[serde(default, rename = "persona")]
    pub(super) personas: Vec<PersonaEntry>,
    #[serde(default, rename = "person")]
    pub(super) people: Vec<PersonEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationEntry {
    pub(super) key: String,
    pub(super) app_id: Option<String>,
    pub(super) name: String,
    pub(super) secret: Option<String>,
    #[serde(default)]
    pub(super) token_endpoint_auth_method: TokenEndpointAuthMethod,
    #[serde(default)]
    pub(super) id_token_signed_response_alg: SigningAlgorithm,
    #[serde(default)]
    pub(super) redirect_uris: Vec<String>,
    #[serde(default)]
    pub(super) post_logout_redirect_uris: Vec<String>,
    /// Identifiers of connections; all of them when it is missing.
    pub(super) connections: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    pub(super) key: String,
    pub(super) id: Option<String>,
    pub(super) provider: String,
    pub(super) family: Family,
    #[serde(default, rename = "connection")]
    pub(super) connections: Vec<ConnectionEntry>,
}

/// The two kinds of identity sources (reference section 2.2).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Family {
    Social,
    Enterprise,
}

impl Family {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Social => "social",
            Self::Enterprise => "enterprise",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectionEntry {
    pub(super) identifier: String,
    pub(super) id: Option<String>,
    pub(super) name: Text,
    pub(super) description: Option<Description>,
    #[serde(default)]
    pub(super) mobile_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    #[serde(rename = "zh-CN")]
    pub(super) chinese: Text,
    #[serde(rename = "en")]
    pub(super) english: Text,
}

/// Many sources that differ by a number only, each with one connection. `{n}` in the name stands for the number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceSeries {
    pub(super) key: String,
    pub(super) count: u32,
    pub(super) provider: String,
    pub(super) family: Family,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaEntry {
    pub(super) key: String,
    pub(super) user_id: Option<String>,
    pub(super) name: Text,
    pub(super) native_name: Option<Text>,
    pub(super) nickname: Option<Text>,
    pub(super) email: Option<String>,
    pub(super) username: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) phone_country_code: Option<String>,
    pub(super) password: Option<String>,
    /// What `get-security-info` says, where it is not what `password` says.
    pub(super) password_set: Option<bool>,
    pub(super) directory_name: Option<String>,
    pub(super) description: String,
    #[serde(default)]
    pub(super) offered: bool,
    #[serde(default)]
    pub(super) department_ids: Vec<String>,
    pub(super) created_at: Option<jiff::Timestamp>,
    #[serde(default)]
    pub(super) custom_data: Value,
    #[serde(default)]
    pub(super) odd: bool,
    #[serde(default)]
    pub(super) standing: Standing,
    #[serde(default)]
    pub(super) flow_code_in_status: bool,
    #[serde(default, rename = "identity")]
    pub(super) identities: Vec<IdentityEntry>,
    #[serde(default, rename = "identity_series")]
    pub(super) identity_series: Vec<IdentitySeries>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentityEntry {
    /// The key of its source.
    pub(super) source: String,
    pub(super) id: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) user_id_in_idp: Text,
    #[serde(default)]
    pub(super) profile: Value,
    #[serde(default)]
    pub(super) tokens: bool,
    /// Identifiers of connections of its source; the first one when it is missing.
    pub(super) connections: Option<Vec<String>>,
}

/// Many identities, dealt out to the sources of a series one after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentitySeries {
    pub(super) source_series: String,
    pub(super) count: u32,
}

/// Somebody who has an account at every external provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) key: String,
    pub(super) name: Text,
    pub(super) login: String,
}

/// A text as it is, or one repeated so often that nobody would want to write it out.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    Plain(String),
    Repeated(Repeated),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeated {
    repeat: String,
    times: u16,
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text {
            Text::Plain(text) => text,
            Text::Repeated(Repeated { repeat, times }) => repeat.repeat(times.into()),
        }
    }
}
