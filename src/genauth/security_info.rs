//! `GET /api/v3/get-security-info`.

use serde_json::Value;

use super::fields::Misfit;
use super::transport::Call;
use super::{AccessToken, Answer, Client, Failure, envelope};

/// How well the account is protected, and by what (reference section 5.4). Every field may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SecurityInfo {
    /// `passwordSet`: whether the account has a password.
    pub password_set: Option<bool>,
    /// `emailBinded`: whether an email address is bound. The spelling on the wire is that.
    pub email_bound: Option<bool>,
    /// `phoneBinded`: whether a phone number is bound.
    pub phone_bound: Option<bool>,
    /// `mfaEnrolled`: whether a second factor is enrolled.
    pub mfa_enrolled: Option<bool>,
    /// `passwordSecurityLevel`; the reference gives no scale.
    pub password_security_level: Option<i64>,
    /// `securityScore`; the reference gives no scale.
    pub security_score: Option<i64>,
}

impl Client {
    /// How the account is protected: `GET /api/v3/get-security-info` (reference section 5.4).
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn get_security_info(&self, access_token: &AccessToken) -> Result<Answer<SecurityInfo>, Failure> {
        self.call(Call::get("/api/v3/get-security-info").by(access_token), read_security_info).await
    }
}

pub(super) fn read_security_info(data: Option<&Value>) -> Result<SecurityInfo, Misfit> {
    let fields = envelope::object(data)?;
    Ok(SecurityInfo {
        password_set: fields.boolean("passwordSet")?,
        email_bound: fields.boolean("emailBinded")?,
        phone_bound: fields.boolean("phoneBinded")?,
        mfa_enrolled: fields.boolean("mfaEnrolled")?,
        password_security_level: fields.number("passwordSecurityLevel")?,
        security_score: fields.number("securityScore")?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{SecurityInfo, read_security_info};
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn reads_every_field() {
        let data = json!({"passwordSecurityLevel": 2, "mfaEnrolled": false, "passwordSet": true, "emailBinded": true,
            "phoneBinded": false, "securityScore": 55});
        assert_eq!(
            read_security_info(Some(&data)).unwrap(),
            SecurityInfo {
                password_set: Some(true),
                email_bound: Some(true),
                phone_bound: Some(false),
                mfa_enrolled: Some(false),
                password_security_level: Some(2),
                security_score: Some(55),
            }
        );
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json()) {
            let _ = read_security_info(Some(&data));
        }
    }
}
