//! How the application proves itself to the service, beside the person (RFC 6749, section 2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

use super::ClientSecret;
use super::redaction::LiveSecret;

/// The application's *token endpoint auth method* (reference sections 4 and 8.4).
///
/// A native application has no secret, so `none` is the rule; the others are for an application that was set up
/// otherwise, and are proved by the first sign-in only.
#[derive(Debug, Clone, Default)]
pub enum ClientAuthentication {
    /// `none`: `client_id` says who asks, and PKCE does the rest.
    #[default]
    None,
    /// `client_secret_post`: `client_id` and `client_secret` stand in the body.
    Post(ClientSecret),
    /// `client_secret_basic`: both stand in the `Authorization` header.
    Basic(ClientSecret),
}

/// Where the proof is shown, which decides how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProvenAt {
    /// `/api/v3/signin`: the two are joined as they are, as the official clients were seen to (reference section 4).
    SignIn,
    /// `/oidc/*`: the two are form-encoded before they are joined (RFC 6749, section 2.3.1).
    Oidc,
}

impl ClientAuthentication {
    fn secret(&self) -> Option<&ClientSecret> {
        match self {
            Self::None => None,
            Self::Post(secret) | Self::Basic(secret) => Some(secret),
        }
    }

    /// The fields that say who asks, for a form at `/oidc/*` (reference section 8.4): none with `client_secret_basic`.
    pub(super) fn form_fields<'a>(&'a self, app_id: &'a str) -> Vec<(&'static str, &'a str)> {
        match self {
            Self::None => vec![("client_id", app_id)],
            Self::Post(secret) => vec![("client_id", app_id), ("client_secret", secret.expose())],
            Self::Basic(_) => Vec::new(),
        }
    }

    /// Adds the keys of `client_secret_post` to the top level of a sign-in's body (reference section 4); the other
    /// methods add nothing there.
    pub(super) fn add_to_json(&self, app_id: &str, body: &mut Map<String, Value>) {
        if let Self::Post(secret) = self {
            body.insert("client_id".to_owned(), app_id.into());
            body.insert("client_secret".to_owned(), secret.expose().into());
        }
    }

    /// What follows `Basic` in the header; `None` with the other methods.
    pub(super) fn credentials(&self, app_id: &str, at: ProvenAt) -> Option<SecretString> {
        let Self::Basic(secret) = self else { return None };
        let joined = match at {
            ProvenAt::SignIn => SecretString::from(format!("{app_id}:{}", secret.expose())),
            ProvenAt::Oidc => SecretString::from(format!("{}:{}", form_encoded(app_id), form_encoded(secret.expose()))),
        };
        Some(SecretString::from(STANDARD.encode(joined.expose_secret())))
    }

    /// The secrets to look for in what comes back: the secret itself and, where it was sent so, its header.
    pub(super) fn live_secrets(&self, credentials: Option<&SecretString>) -> Vec<LiveSecret> {
        let secret = self.secret().map(LiveSecret::client_secret);
        secret.into_iter().chain(credentials.map(LiveSecret::client_credentials)).collect()
    }
}

/// The header's value for these credentials; base64 always fits into one.
pub(super) fn basic(credentials: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Basic {}", credentials.expose_secret())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_written_as_each_place_wants_it() {
        let basic = ClientAuthentication::Basic(ClientSecret::new("a:b c/密".to_owned()));
        let written = |at| {
            let credentials = basic.credentials("app", at).unwrap();
            String::from_utf8(STANDARD.decode(credentials.expose_secret()).unwrap()).unwrap()
        };
        assert_eq!(written(ProvenAt::SignIn), "app:a:b c/密");
        assert_eq!(written(ProvenAt::Oidc), "app:a%3Ab+c%2F%E5%AF%86");
        let post = ClientAuthentication::Post(ClientSecret::new("s".to_owned()));
        assert!(post.credentials("app", ProvenAt::Oidc).is_none());
    }

    #[test]
    fn nothing_of_the_secret_is_printed() {
        let basic = ClientAuthentication::Basic(ClientSecret::new("s3cr3t".to_owned()));
        assert!(!format!("{basic:?}").contains("s3cr3t"));
    }
}
