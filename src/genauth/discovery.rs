//! `GET /oidc/.well-known/openid-configuration`: where the sign-in endpoints are and what they can do.

use serde_json::Value;
use url::Url;

use super::envelope::BodyForm;
use super::excerpt::{LONGEST_EXCERPT, shorten};
use super::fields::{Fields, Misfit};
use super::issuer::is_issuer_at;
use super::redaction::Redactor;
use super::transport::Call;
use super::{Answer, AppHost, Client, Error, Failure};

/// What an OpenID provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as this program uses it.
///
/// Every address is on the application's own host: that is where the service puts them (reference section 8.1), and an
/// answer that sends a person or a token anywhere else is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderMetadata {
    /// `issuer`: what `iss` must be in ID tokens and in answers.
    pub issuer: String,
    /// Where a person signs in, in a browser.
    pub authorization_endpoint: Url,
    /// The path where codes and refresh tokens are traded.
    pub token_path: String,
    /// The path of the keys that sign ID tokens.
    pub key_set_path: Option<String>,
    /// Where a browser session is ended (OpenID Connect RP-Initiated Logout 1.0).
    pub end_session_endpoint: Option<Url>,
    /// Whether every answer to an authorization request carries `iss` (RFC 9207, section 3).
    pub answers_with_issuer: bool,
    /// `id_token_signing_alg_values_supported`.
    pub id_token_algorithms: Vec<String>,
    /// `grant_types_supported`; empty when it does not say.
    pub grant_types: Vec<String>,
    /// `token_endpoint_auth_methods_supported`; empty when it does not say.
    pub authentication_methods: Vec<String>,
}

impl Client {
    /// Reads what the service says of its sign-in: `GET /oidc/.well-known/openid-configuration` (reference section
    /// 8.1).
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::Untrustworthy`] when the issuer is not this host's (OpenID Connect Discovery 1.0, section
    /// 4.3), or an endpoint is missing or on another host.
    pub async fn discover(&self) -> Result<Answer<ProviderMetadata>, Failure> {
        let answer = BodyForm::BareOrEnveloped(&["issuer"]);
        let call = Call { answer, ..Call::get("/oidc/.well-known/openid-configuration") };
        let Answer { value, attempt } = self.call(call, read).await?;
        match value.checked(&self.settings().app_host) {
            Ok(metadata) => Ok(Answer { value: metadata, attempt }),
            Err(NotBelieved { what, found }) => {
                let redactor = Redactor::new(&attempt.path, Vec::new(), self.known_secrets());
                let found = found.map(|found| shorten(&redactor.text(&found), LONGEST_EXCERPT));
                Err(Failure::new(Error::Untrustworthy { what, found }, attempt))
            }
        }
    }
}

/// Which part of the document is not to be believed, and what stands there.
#[derive(Debug, PartialEq, Eq)]
struct NotBelieved {
    what: &'static str,
    found: Option<String>,
}

/// The document before it is believed.
struct Read {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    jwks_uri: Option<String>,
    end_session_endpoint: Option<String>,
    answers_with_issuer: bool,
    id_token_algorithms: Vec<String>,
    grant_types: Vec<String>,
    authentication_methods: Vec<String>,
}

pub(super) fn is_readable(data: Option<&Value>) -> Result<(), Misfit> {
    read(data).map(drop)
}

fn read(data: Option<&Value>) -> Result<Read, Misfit> {
    let fields = Fields::of_object("", data)?;
    let address = |name: &str| fields.optional_text(&[name]);
    Ok(Read {
        issuer: fields.text("issuer")?,
        authorization_endpoint: address("authorization_endpoint")?,
        token_endpoint: address("token_endpoint")?,
        jwks_uri: address("jwks_uri")?,
        end_session_endpoint: address("end_session_endpoint")?,
        answers_with_issuer: fields.boolean("authorization_response_iss_parameter_supported")?.unwrap_or(false),
        id_token_algorithms: fields.texts("id_token_signing_alg_values_supported")?,
        grant_types: fields.texts("grant_types_supported")?,
        authentication_methods: fields.texts("token_endpoint_auth_methods_supported")?,
    })
}

impl Read {
    /// Believes the document, or says which part of it is not to be believed.
    fn checked(self, host: &AppHost) -> Result<ProviderMetadata, NotBelieved> {
        if !is_issuer_at(host, &self.issuer) {
            return Err(NotBelieved { what: "issuer", found: Some(self.issuer) });
        }
        let missing = |what| NotBelieved { what, found: None };
        let on_host = |address: Option<String>, name: &'static str| match address {
            None => Ok(None),
            Some(address) => match Url::parse(&address) {
                Ok(url) if url.origin().ascii_serialization() == host.as_str() && has_no_user(&url) => Ok(Some(url)),
                _ => Err(NotBelieved { what: name, found: Some(address) }),
            },
        };
        let path = |url: Url| match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        Ok(ProviderMetadata {
            authorization_endpoint: on_host(self.authorization_endpoint, "authorization_endpoint")?
                .ok_or(missing("authorization_endpoint"))?,
            token_path: on_host(self.token_endpoint, "token_endpoint")?.map(path).ok_or(missing("token_endpoint"))?,
            key_set_path: on_host(self.jwks_uri, "jwks_uri")?.map(path),
            end_session_endpoint: on_host(self.end_session_endpoint, "end_session_endpoint")?,
            issuer: self.issuer,
            answers_with_issuer: self.answers_with_issuer,
            id_token_algorithms: self.id_token_algorithms,
            grant_types: self.grant_types,
            authentication_methods: self.authentication_methods,
        })
    }
}

fn has_no_user(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::genauth::fields::tests::any_json;

    fn host() -> AppHost {
        AppHost::parse("https://app.genauth.ai").unwrap()
    }

    fn document() -> Value {
        json!({
            "issuer": "https://app.genauth.ai/oidc",
            "authorization_endpoint": "https://app.genauth.ai/oidc/auth",
            "token_endpoint": "https://app.genauth.ai/oidc/token",
            "jwks_uri": "https://app.genauth.ai/oidc/.well-known/jwks.json",
            "end_session_endpoint": "https://app.genauth.ai/oidc/session/end",
        })
    }

    fn check(document: &Value) -> Result<ProviderMetadata, NotBelieved> {
        read(Some(document)).unwrap().checked(&host())
    }

    #[test]
    fn a_document_of_this_host_is_believed() {
        let metadata = check(&document()).unwrap();
        assert_eq!(metadata.token_path, "/oidc/token");
        assert_eq!(metadata.key_set_path.as_deref(), Some("/oidc/.well-known/jwks.json"));
        assert!(!metadata.answers_with_issuer);
        let mut slash = document();
        slash["issuer"] = "https://app.genauth.ai/oidc/".into();
        assert_eq!(check(&slash).unwrap().issuer, "https://app.genauth.ai/oidc/");
        let mut without_path = document();
        without_path["issuer"] = "https://app.genauth.ai".into();
        assert_eq!(check(&without_path).unwrap().issuer, "https://app.genauth.ai");
    }

    #[test]
    fn what_points_elsewhere_is_not() {
        for (name, value) in [
            ("issuer", "https://evil.example/oidc"),
            ("issuer", "https://app.genauth.ai/other"),
            ("authorization_endpoint", "https://evil.example/oidc/auth"),
            ("authorization_endpoint", "https://app.genauth.ai@evil.example/oidc/auth"),
            ("authorization_endpoint", "https://user@app.genauth.ai/oidc/auth"),
            ("token_endpoint", "http://app.genauth.ai/oidc/token"),
            ("jwks_uri", "https://app.genauth.ai:444/jwks"),
            ("end_session_endpoint", "javascript:alert(1)"),
        ] {
            let mut changed = document();
            changed[name] = value.into();
            assert_eq!(check(&changed), Err(NotBelieved { what: name, found: Some(value.to_owned()) }));
        }
        let mut without = document();
        without["token_endpoint"] = Value::Null;
        assert_eq!(check(&without), Err(NotBelieved { what: "token_endpoint", found: None }));
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json(), address in "\\PC{0,40}") {
            let _ = read(Some(&data)).map(|read| read.checked(&host()));
            let mut changed = document();
            changed["authorization_endpoint"] = address.into();
            let _ = check(&changed);
        }
    }
}
