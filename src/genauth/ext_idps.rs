//! `GET /api/v3/get-application-enabled-extidps`.

use serde_json::Value;

use super::fields::{Fields, Misfit};
use super::transport::Call;
use super::{Answer, Client, Failure, envelope};

/// One way of signing in or binding that the application offers (reference section 2.2).
///
/// Required strings that are missing or `null` on the wire are empty here; optional ones that are empty are `None`.
/// `bindUrl` is not kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EnabledConnection {
    /// The connection's identifier, chosen by an administrator; what binding takes.
    pub identifier: String,
    /// `extIdpId`: the identity source that it belongs to.
    pub ext_idp_id: String,
    /// `type`: the provider, for example `github` (reference section 12.1; open-ended).
    pub provider: String,
    /// `extIdpType`.
    pub kind: ExtIdpKind,
    /// The name to show.
    pub name: String,
    /// `name_en`: the same in English.
    pub name_en: Option<String>,
    /// `desc`.
    pub description: Option<String>,
    /// `desc_en`: the same in English.
    pub description_en: Option<String>,
    /// The URL of a picture.
    pub logo: Option<String>,
}

/// What kind of identity source a connection belongs to (reference section 2.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ExtIdpKind {
    /// `social`.
    Social,
    /// `enterprise`.
    Enterprise,
    /// Another value, as it came; empty when there was none.
    Other(String),
}

impl Client {
    /// The connections that the application offers: `GET /api/v3/get-application-enabled-extidps`
    /// (reference section 3.2). No sign-in is needed.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::Unreadable`](super::Error::Unreadable) when an element of the list is not an object.
    pub async fn get_application_enabled_ext_idps(&self) -> Result<Answer<Vec<EnabledConnection>>, Failure> {
        self.call(Call::get("/api/v3/get-application-enabled-extidps"), read_connections).await
    }
}

pub(super) fn read_connections(data: Option<&Value>) -> Result<Vec<EnabledConnection>, Misfit> {
    envelope::list(data)?.iter().map(read_connection).collect()
}

fn read_connection(fields: &Fields<'_>) -> Result<EnabledConnection, Misfit> {
    Ok(EnabledConnection {
        identifier: fields.text("identifier")?,
        ext_idp_id: fields.text("extIdpId")?,
        provider: fields.text("type")?,
        kind: match fields.text("extIdpType")?.as_str() {
            "social" => ExtIdpKind::Social,
            "enterprise" => ExtIdpKind::Enterprise,
            other => ExtIdpKind::Other(other.to_owned()),
        },
        name: fields.text("name")?,
        name_en: fields.optional_text(&["name_en"])?,
        description: fields.optional_text(&["desc"])?,
        description_en: fields.optional_text(&["desc_en"])?,
        logo: fields.optional_text(&["logo"])?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{EnabledConnection, ExtIdpKind, read_connections};
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn reads_every_field() {
        let data = json!([{
            "identifier": "my-github", "extIdpId": "62f2093271a2b3cc10d966ee", "type": "github",
            "extIdpType": "social", "bindUrl": "https://core.genauth.ai/x", "name": "GitHub",
            "name_en": "GitHub (en)", "desc": "d", "desc_en": "", "logo": "https://files.example/logo.svg"
        }]);
        assert_eq!(
            read_connections(Some(&data)).unwrap(),
            [EnabledConnection {
                identifier: "my-github".to_owned(),
                ext_idp_id: "62f2093271a2b3cc10d966ee".to_owned(),
                provider: "github".to_owned(),
                kind: ExtIdpKind::Social,
                name: "GitHub".to_owned(),
                name_en: Some("GitHub (en)".to_owned()),
                description: Some("d".to_owned()),
                description_en: None,
                logo: Some("https://files.example/logo.svg".to_owned()),
            }]
        );
    }

    #[test]
    fn other_kinds_are_kept() {
        let data = json!([{"extIdpType": "enterprise"}, {"extIdpType": "galactic"}, {"extIdpType": null}]);
        let kinds: Vec<_> = read_connections(Some(&data)).unwrap().into_iter().map(|one| one.kind).collect();
        assert_eq!(
            kinds,
            [ExtIdpKind::Enterprise, ExtIdpKind::Other("galactic".to_owned()), ExtIdpKind::Other(String::new())]
        );
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_connections(Some(&data));
        }
    }
}
