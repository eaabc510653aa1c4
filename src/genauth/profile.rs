//! `GET /api/v3/get-profile`.

use serde_json::Value;

use super::fields::Misfit;
use super::transport::Call;
use super::{AccessToken, Answer, Client, Failure, envelope};

/// Who is signed in (reference section 5.1).
///
/// Which fields come depends on the token's scopes. Missing, `null` and empty strings are `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Profile {
    /// `userId`, else `id`, else `sub`; empty when none of them came.
    pub user_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// `emailVerified`.
    pub email_verified: Option<bool>,
    /// The phone number, without the country code.
    pub phone: Option<String>,
    /// `phoneCountryCode`, for example `+86`.
    pub phone_country_code: Option<String>,
    /// `phoneVerified`.
    pub phone_verified: Option<bool>,
    /// The full name.
    pub name: Option<String>,
    /// What the person likes to be called.
    pub nickname: Option<String>,
    /// The URL of a picture: `photo`, else `picture`.
    pub photo: Option<String>,
    /// `Activated`, `Suspended`, `Deactivated`, `Resigned`, `Archived` or another word.
    pub status: Option<String>,
    /// `createdAt`, as it came (ISO 8601, UTC).
    pub created_at: Option<String>,
    /// `lastLogin`, as it came (ISO 8601, UTC).
    pub last_login: Option<String>,
    /// `lastIp`: where the last sign-in came from.
    pub last_ip: Option<String>,
    /// `loginsCount`: how many sign-ins there were.
    pub logins_count: Option<i64>,
    /// `departmentIds`.
    pub department_ids: Vec<String>,
}

impl Profile {
    /// What to call this person: the first of name, nickname, username, email, phone and user id that is there.
    pub fn display_name(&self) -> &str {
        [&self.name, &self.nickname, &self.username, &self.email, &self.phone]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .find(|text| !text.is_empty())
            .unwrap_or(&self.user_id)
    }
}

impl Client {
    /// Who is signed in: `GET /api/v3/get-profile` (reference section 5.1).
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn get_profile(&self, access_token: &AccessToken) -> Result<Answer<Profile>, Failure> {
        self.call(Call::get("/api/v3/get-profile").by(access_token), read_profile).await
    }
}

pub(super) fn read_profile(data: Option<&Value>) -> Result<Profile, Misfit> {
    let fields = envelope::object(data)?;
    Ok(Profile {
        user_id: fields.optional_text(&["userId", "id", "sub"])?.unwrap_or_default(),
        username: fields.optional_text(&["username"])?,
        email: fields.optional_text(&["email"])?,
        email_verified: fields.boolean("emailVerified")?,
        phone: fields.optional_text(&["phone"])?,
        phone_country_code: fields.optional_text(&["phoneCountryCode"])?,
        phone_verified: fields.boolean("phoneVerified")?,
        name: fields.optional_text(&["name"])?,
        nickname: fields.optional_text(&["nickname"])?,
        photo: fields.optional_text(&["photo", "picture"])?,
        status: fields.optional_text(&["status"])?,
        created_at: fields.optional_text(&["createdAt"])?,
        last_login: fields.optional_text(&["lastLogin"])?,
        last_ip: fields.optional_text(&["lastIp"])?,
        logins_count: fields.integer("loginsCount"),
        department_ids: fields.texts("departmentIds")?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Profile, read_profile};
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn older_names_count_when_the_newer_are_missing() {
        let profile = read_profile(Some(&json!({"id": "a", "sub": "b", "picture": "p"}))).unwrap();
        assert_eq!((profile.user_id.as_str(), profile.photo.as_deref()), ("a", Some("p")));
        let profile = read_profile(Some(&json!({"userId": null, "sub": "b", "photo": "q", "picture": "p"}))).unwrap();
        assert_eq!((profile.user_id.as_str(), profile.photo.as_deref()), ("b", Some("q")));
    }

    #[test]
    fn what_to_call_a_person() {
        let named = |json| read_profile(Some(&json)).unwrap().display_name().to_owned();
        assert_eq!(named(json!({"userId": "1", "nickname": "Al", "name": "  ", "email": "a@b"})), "Al");
        assert_eq!(named(json!({"userId": "1", "email": "a@b"})), "a@b");
        assert_eq!(named(json!({"userId": "1"})), "1");
        assert_eq!(Profile::default().display_name(), "");
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_profile(Some(&data));
        }
    }
}
