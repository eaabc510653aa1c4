//! `GET /api/v3/system`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::envelope::BodyForm;
use super::fields::{Fields, Misfit};
use super::transport::Call;
use super::{Answer, Client, Failure};

/// What the server says of itself (reference section 3.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SystemInfo {
    /// `version.server`.
    pub server_version: Option<String>,
    /// `version.console`.
    pub console_version: Option<String>,
    /// `version.login`.
    pub login_version: Option<String>,
    /// `rsa.publicKey`, as it came: PEM, or bare base64 of DER.
    pub rsa_public_key: Option<String>,
    /// `sm2.publicKey`, as it came: hexadecimal.
    pub sm2_public_key: Option<String>,
    /// `publicIps`: the addresses that the server's own requests come from.
    pub public_ips: Vec<String>,
}

impl SystemInfo {
    /// The RSA key as DER (SubjectPublicKeyInfo), from either writing; `None` when there is none or it is damaged.
    pub fn rsa_public_key_der(&self) -> Option<Vec<u8>> {
        let key = self.rsa_public_key.as_deref()?;
        let base64: String = key.lines().filter(|line| !line.trim_start().starts_with("-----")).collect();
        let base64: String = base64.split_whitespace().collect();
        STANDARD.decode(base64).ok().filter(|der| !der.is_empty())
    }
}

impl Client {
    /// What the server says of itself: `GET /api/v3/system` (reference section 3.1). No sign-in is needed; suits a
    /// check whether the host is reachable and is the service.
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn system(&self) -> Result<Answer<SystemInfo>, Failure> {
        let answer = BodyForm::BareOrEnveloped(&["version", "rsa", "sm2", "publicIps"]);
        self.call(Call { answer, ..Call::get("/api/v3/system") }, read_system).await
    }
}

/// The answer comes bare; one client reads it as `data` (reference section 14, item 7). By here both look the same.
pub(super) fn read_system(data: Option<&Value>) -> Result<SystemInfo, Misfit> {
    let fields = Fields::of_object("", data)?;
    let version = fields.object("version")?;
    Ok(SystemInfo {
        server_version: version.optional_text(&["server"])?,
        console_version: version.optional_text(&["console"])?,
        login_version: version.optional_text(&["login"])?,
        rsa_public_key: fields.object("rsa")?.optional_text(&["publicKey"])?,
        sm2_public_key: fields.object("sm2")?.optional_text(&["publicKey"])?,
        public_ips: fields.texts("publicIps")?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{SystemInfo, read_system};
    use crate::genauth::fields::tests::any_json;

    #[test]
    fn says_where_something_does_not_fit() {
        let data = json!({"version": {"server": []}});
        assert_eq!(
            crate::genauth::Error::from(read_system(Some(&data)).unwrap_err()).to_string(),
            "unexpected answer at version.server: expected a string, found an array"
        );
    }

    #[test]
    fn a_damaged_key_is_none() {
        for key in ["", "-----BEGIN PUBLIC KEY-----", "not base64!"] {
            let system = SystemInfo { rsa_public_key: Some(key.to_owned()), ..SystemInfo::default() };
            assert_eq!(system.rsa_public_key_der(), None, "{key}");
        }
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json(), key in ".{0,40}") {
            let _ = read_system(Some(&data));
            let _ = SystemInfo { rsa_public_key: Some(key), ..SystemInfo::default() }.rsa_public_key_der();
        }
    }
}
