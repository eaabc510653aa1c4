//! `GET /api/v3/get-identities` and `POST /api/v3/unlink-extidp`.

use serde_json::{Map, Value, json};

use super::fields::{Fields, Misfit};
use super::transport::{Call, RequestBody};
use super::{AccessToken, Answer, Client, Failure, envelope, redaction};

/// One record of a person at an external identity provider (reference section 2.1).
///
/// Strings that are missing or `null` on the wire are empty here. The provider's own tokens are dropped while
/// reading and never kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// `identityId`: this record.
    pub identity_id: String,
    /// `extIdpId`: the identity source; what unlinking takes.
    pub ext_idp_id: String,
    /// The provider, for example `github` (reference section 12.1; open-ended).
    pub provider: String,
    /// `type`: the kind of id, for example `openid` or `unionid`; free-form.
    pub kind: String,
    /// `userIdInIdp`: the person's id at the provider.
    pub user_id_in_idp: String,
    /// `userInfoInIdp`: the provider's profile, any keys; keys that look like tokens or passwords are removed.
    pub user_info_in_idp: Map<String, Value>,
    /// `originConnIds`: ids of the connections that this came through. They cannot be joined to the list of enabled
    /// connections, which carries no such id (reference section 2).
    pub origin_connection_ids: Vec<String>,
}

impl Client {
    /// The identities of the signed-in person: `GET /api/v3/get-identities` (reference section 5.3).
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::Unreadable`](super::Error::Unreadable) when an element of the list is not an object.
    pub async fn get_identities(&self, access_token: &AccessToken) -> Result<Answer<Vec<Identity>>, Failure> {
        self.call(Call::get("/api/v3/get-identities").by(access_token), read_identities).await
    }

    /// Unbinds an identity source from the signed-in person, with all the person's identities of that source:
    /// `POST /api/v3/unlink-extidp` (reference section 6.3).
    ///
    /// # Errors
    ///
    /// A [`Failure`]; also when the answer is 200 and says `data.success: false`.
    pub async fn unlink_ext_idp(&self, access_token: &AccessToken, ext_idp_id: &str) -> Result<Answer<()>, Failure> {
        let body = RequestBody::Json(json!({ "extIdpId": ext_idp_id }).to_string());
        self.call(Call::post("/api/v3/unlink-extidp", body).by(access_token), |_| Ok(())).await
    }
}

pub(super) fn read_identities(data: Option<&Value>) -> Result<Vec<Identity>, Misfit> {
    envelope::list(data)?.iter().map(read_identity).collect()
}

fn read_identity(fields: &Fields<'_>) -> Result<Identity, Misfit> {
    let mut user_info_in_idp = fields.object("userInfoInIdp")?.all();
    remove_secrets(&mut user_info_in_idp);
    Ok(Identity {
        identity_id: fields.text("identityId")?,
        ext_idp_id: fields.text("extIdpId")?,
        provider: fields.text("provider")?,
        kind: fields.text("type")?,
        user_id_in_idp: fields.text("userIdInIdp")?,
        user_info_in_idp,
        origin_connection_ids: fields.texts("originConnIds")?,
    })
}

/// Providers put tokens into their profiles too.
fn remove_secrets(fields: &mut Map<String, Value>) {
    fields.retain(|name, _| !redaction::is_secret_name(name));
    fields.values_mut().for_each(remove_secrets_inside);
}

fn remove_secrets_inside(value: &mut Value) {
    match value {
        Value::Object(fields) => remove_secrets(fields),
        Value::Array(elements) => elements.iter_mut().for_each(remove_secrets_inside),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::read_identities;
    use crate::genauth::Error;
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn reads_every_field_and_drops_the_providers_tokens() {
        let data = json!([{
            "identityId": "62f20932a1b2c3bcc10d966e",
            "extIdpId": "62f2093271a2b3cc10d966ee",
            "provider": "github",
            "type": "openid",
            "userIdInIdp": 583231,
            "userInfoInIdp": {
                "login": "octocat",
                "access_token": "gho_1",
                "raw": {"refreshToken": "ghr_1", "plan": [{"idToken": "x", "name": "free"}]}
            },
            "accessToken": "gho_2",
            "refreshToken": "ghr_2",
            "originConnIds": "[\"605492ac41\"]",
            "somethingNew": 1
        }]);
        let identities = read_identities(Some(&data)).unwrap();
        let identity = &identities[0];
        assert_eq!(identity.identity_id, "62f20932a1b2c3bcc10d966e");
        assert_eq!(identity.ext_idp_id, "62f2093271a2b3cc10d966ee");
        assert_eq!((identity.provider.as_str(), identity.kind.as_str()), ("github", "openid"));
        assert_eq!(identity.user_id_in_idp, "583231");
        assert_eq!(
            Value::Object(identity.user_info_in_idp.clone()),
            json!({"login": "octocat", "raw": {"plan": [{"name": "free"}]}})
        );
        assert_eq!(identity.origin_connection_ids, ["605492ac41"]);
        let shown = format!("{identity:?}");
        assert!(!shown.contains("gho_") && !shown.contains("ghr_"), "{shown}");
    }

    #[test]
    fn a_list_with_something_else_in_it_is_not_shown_without_it() {
        let data = json!([{"identityId": "1"}, "lost"]);
        assert_eq!(
            Error::from(read_identities(Some(&data)).unwrap_err()),
            Error::Unreadable { place: "data[1]: expected an object, found a string".to_owned() }
        );
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_identities(Some(&data));
        }
    }
}
