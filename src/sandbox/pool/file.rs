//! The form of a personas file: TOML, as `docs/personas.md` describes it for people.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::application::{SigningAlgorithm, TokenEndpointAuthMethod};
use super::persona::Standing;

/// A personas file as it is written. Every part may be missing; IDs that are missing are derived from keys. What an
/// error may have to point at knows where it stands.
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
    pub(super) key: Spanned<String>,
    pub(super) app_id: Option<Spanned<String>>,
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
    pub(super) connections: Option<Vec<Spanned<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    pub(super) key: Spanned<String>,
    pub(super) id: Option<Spanned<String>>,
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
    pub(super) identifier: Spanned<String>,
    pub(super) id: Option<Spanned<String>>,
    pub(super) name: Spanned<Text>,
    pub(super) description: Option<Description>,
    #[serde(default)]
    pub(super) mobile_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    #[serde(rename = "zh-CN")]
    pub(super) chinese: Spanned<Text>,
    #[serde(rename = "en")]
    pub(super) english: Spanned<Text>,
}

/// Many sources that differ by a number only, each with one connection. `{n}` in the name stands for the number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceSeries {
    pub(super) key: Spanned<String>,
    pub(super) count: usize,
    pub(super) provider: String,
    pub(super) family: Family,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaEntry {
    pub(super) key: Spanned<String>,
    pub(super) user_id: Option<Spanned<String>>,
    pub(super) name: Spanned<Text>,
    pub(super) native_name: Option<Spanned<Text>>,
    pub(super) nickname: Option<Spanned<Text>>,
    pub(super) email: Option<Spanned<String>>,
    pub(super) username: Option<Spanned<String>>,
    pub(super) phone: Option<Spanned<String>>,
    pub(super) phone_country_code: Option<String>,
    pub(super) password: Option<String>,
    /// What `get-security-info` says, where it is not what `password` says.
    pub(super) password_set: Option<bool>,
    pub(super) directory_name: Option<Spanned<String>>,
    pub(super) description: String,
    #[serde(default)]
    pub(super) offered: bool,
    #[serde(default)]
    pub(super) department_ids: Vec<String>,
    #[serde(default, deserialize_with = "timestamp")]
    pub(super) created_at: Option<jiff::Timestamp>,
    pub(super) custom_data: Option<toml::Value>,
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
    pub(super) source: Spanned<String>,
    pub(super) id: Option<Spanned<String>>,
    #[serde(rename = "type")]
    pub(super) kind: Spanned<Text>,
    pub(super) user_id_in_idp: Spanned<Text>,
    pub(super) profile: Option<toml::Value>,
    pub(super) filler: Option<Spanned<Filler>>,
    #[serde(default)]
    pub(super) tokens: bool,
    /// Identifiers of connections of its source; the first one when it is missing.
    pub(super) connections: Option<Vec<Spanned<String>>>,
}

/// What makes a profile bigger than anybody would want to write out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filler {
    /// How many members more it has: `filler-00001` and so on.
    #[serde(default)]
    pub(super) keys: usize,
    /// How many objects lie in one another in its member `deeper`.
    #[serde(default)]
    pub(super) depth: usize,
}

/// Many identities, dealt out to the sources of a series one after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentitySeries {
    pub(super) source_series: Spanned<String>,
    pub(super) count: usize,
}

/// Somebody who has an account at every external provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) key: Spanned<String>,
    pub(super) name: Spanned<Text>,
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
    pub(super) repeat: String,
    pub(super) times: usize,
}

/// A time, as text or as TOML's own.
fn timestamp<'de, From: Deserializer<'de>>(from: From) -> Result<Option<jiff::Timestamp>, From::Error> {
    let text = match toml::Value::deserialize(from)? {
        toml::Value::String(text) => text,
        toml::Value::Datetime(datetime) => datetime.to_string(),
        other => return Err(From::Error::custom(format!("a time is expected, not {}", other.type_str()))),
    };
    let rule = "a time with its zone is expected, such as 2024-02-29T12:00:00Z";
    text.parse().map(Some).map_err(|_| From::Error::custom(rule))
}
