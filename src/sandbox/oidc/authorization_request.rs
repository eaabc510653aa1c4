//! Reading and judging an authorization request (reference section 8.2; OpenID Connect Core, section 3.1.2).

use std::sync::Arc;

use super::authorization_response::{ResponseMode, ReturnAddress};
use super::parameters::Parameters;
use super::pkce;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::pool::{Application, TokenEndpointAuthMethod};
use crate::sandbox::service::Service;

/// The scopes that do something here. Others are passed over (OpenID Connect Core, section 3.1.2.1).
pub(crate) const SCOPES: &[&str] =
    &["openid", "profile", "username", "email", "phone", "address", "offline_access", "external_id"];

/// What an application asks for.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) application: Arc<Application>,
    pub(crate) back: ReturnAddress,
    /// Separated by blanks, and without what is passed over.
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) prompt: Prompt,
    /// After how many seconds a sign-in is too old.
    pub(crate) max_age: Option<i64>,
    pub(crate) login_hint: Option<String>,
    /// Who has to be signed in, if an `id_token_hint` says so.
    pub(crate) expected_user: Option<String>,
    /// The language that `ui_locales` asks for.
    pub(crate) language: Option<PageLanguage>,
}

/// What the person must be asked, or may not be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) none: bool,
    pub(crate) login: bool,
    pub(crate) consent: bool,
    pub(crate) select_account: bool,
}

/// Why a request leads to no sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadRequest {
    /// Nobody knows where an answer may go, so that the person is told (RFC 6749, section 4.1.2.1).
    Untrusted(Untrusted),
    /// The application is told.
    Refused { back: ReturnAddress, error: &'static str, description: String },
}

/// What is wrong with a request whose sender cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Untrusted {
    #[error("client_id or redirect_uri stands there twice")]
    Repeated,
    #[error("client_id is missing")]
    NoClient,
    #[error("client_id is unknown")]
    UnknownClient,
    #[error("redirect_uri is missing")]
    NoRedirectUri,
    #[error("redirect_uri is not registered for this application")]
    UnregisteredRedirectUri,
}

impl AuthorizationRequest {
    /// Reads a request. Application and address are judged first, because everything else is answered there.
    pub(crate) fn read(service: &Service, sent: &Parameters) -> Result<Self, BadRequest> {
        let (application, redirect_uri) = trusted(service, sent).map_err(BadRequest::Untrusted)?;
        let mode = sent.get("response_mode");
        let back = ReturnAddress {
            redirect_uri,
            response_mode: mode.and_then(ResponseMode::read).unwrap_or_default(),
            state: sent.get("state").map(str::to_owned),
        };
        match Self::judge(service, sent, &application, &back) {
            Ok(request) => Ok(request),
            Err((error, description)) => Err(BadRequest::Refused { back, error, description: description.to_owned() }),
        }
    }

    fn judge(
        service: &Service,
        sent: &Parameters,
        application: &Arc<Application>,
        back: &ReturnAddress,
    ) -> Result<Self, (&'static str, &'static str)> {
        if sent.is_repeated(|_| true) {
            return Err(("invalid_request", "a parameter stands there twice"));
        }
        if sent.get("response_mode").is_some_and(|mode| ResponseMode::read(mode).is_none()) {
            return Err(("invalid_request", "response_mode is none of query, fragment and form_post"));
        }
        let unsupported = [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
            ("registration", "registration_not_supported"),
        ];
        for (name, error) in unsupported {
            if sent.get(name).is_some() {
                return Err((error, "the service does not take this parameter"));
            }
        }
        match sent.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(("unsupported_response_type", "only the response_type code is supported")),
            None => return Err(("invalid_request", "response_type is missing")),
        }
        let prompt = Prompt::read(sent.get("prompt").unwrap_or_default())?;
        let max_age = match sent.get("max_age").map(str::parse::<u32>) {
            None => None,
            Some(Ok(seconds)) => Some(i64::from(seconds)),
            Some(Err(_)) => return Err(("invalid_request", "max_age is no number of seconds")),
        };
        let expected_user = match sent.get("id_token_hint") {
            None => None,
            Some(hint) => match service.id_token(hint) {
                Some(token) => Some(token.user_id),
                None => return Err(("invalid_request", "id_token_hint is no ID token of this service")),
            },
        };
        Ok(Self {
            scope: scope(sent.get("scope"), prompt)?,
            code_challenge: code_challenge(sent, application)?,
            application: Arc::clone(application),
            back: back.clone(),
            nonce: sent.get("nonce").map(str::to_owned),
            prompt,
            max_age,
            login_hint: sent.get("login_hint").map(str::to_owned),
            expected_user,
            language: sent.get("ui_locales").and_then(|tags| PageLanguage::first_of(tags.split(' '))),
        })
    }
}

fn trusted(service: &Service, sent: &Parameters) -> Result<(Arc<Application>, String), Untrusted> {
    if sent.is_repeated(|name| matches!(name, "client_id" | "redirect_uri")) {
        return Err(Untrusted::Repeated);
    }
    let client_id = sent.get("client_id").ok_or(Untrusted::NoClient)?;
    let application = service.application(client_id).ok_or(Untrusted::UnknownClient)?;
    let redirect_uri = sent.get("redirect_uri").ok_or(Untrusted::NoRedirectUri)?;
    match application.may_redirect_to(redirect_uri) {
        true => Ok((Arc::clone(application), redirect_uri.to_owned())),
        false => Err(Untrusted::UnregisteredRedirectUri),
    }
}

impl Prompt {
    fn read(text: &str) -> Result<Self, (&'static str, &'static str)> {
        let mut prompt = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                "select_account" => prompt.select_account = true,
                _ => return Err(("invalid_request", "prompt has an unknown value")),
            }
        }
        match prompt.none && prompt != (Self { none: true, ..Self::default() }) {
            true => Err(("invalid_request", "prompt=none goes with no other prompt")),
            false => Ok(prompt),
        }
    }
}

/// The scopes that are asked for and do something. `offline_access` is one of them with `prompt=consent` only: the
/// documentation says that without it no refresh token is issued (reference section 8.2). That an application's setting
/// can waive this is not documented beyond one client that asks without it, so here none does.
fn scope(sent: Option<&str>, prompt: Prompt) -> Result<String, (&'static str, &'static str)> {
    let sent = sent.ok_or(("invalid_scope", "scope is missing"))?;
    // The characters of a scope (RFC 6749, section 3.3).
    let allowed = |c: char| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~');
    if !sent.chars().all(allowed) {
        return Err(("invalid_scope", "scope has a character that no scope has"));
    }
    let mut scopes: Vec<&str> = Vec::new();
    for one in sent.split(' ') {
        let waits_for_consent = one == "offline_access" && !prompt.consent;
        if SCOPES.contains(&one) && !scopes.contains(&one) && !waits_for_consent {
            scopes.push(one);
        }
    }
    match scopes.is_empty() {
        true => Err(("invalid_scope", "scope names nothing that the service knows")),
        false => Ok(scopes.join(" ")),
    }
}

/// The challenge, which a public client must send. The method counts as `plain` when it is missing (RFC 7636, section
/// 4.3), and `plain` is refused.
fn code_challenge(
    sent: &Parameters,
    application: &Application,
) -> Result<Option<String>, (&'static str, &'static str)> {
    let is_public = application.token_endpoint_auth_method == TokenEndpointAuthMethod::None;
    match (sent.get("code_challenge"), sent.get("code_challenge_method")) {
        (None, None) if is_public => Err(("invalid_request", "code_challenge is missing; this application needs PKCE")),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(("invalid_request", "code_challenge_method without code_challenge")),
        (Some(challenge), Some("S256")) if pkce::is_challenge(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err(("invalid_request", "code_challenge is not the base64url of 32 bytes")),
        (Some(_), _) => Err(("invalid_request", "code_challenge_method must be S256")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::pool::Pool;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn offline_access_needs_consent() {
        let (with, without) = (Prompt::read("consent").unwrap(), Prompt::default());
        assert_eq!(scope(Some("openid offline_access"), with).unwrap(), "openid offline_access");
        assert_eq!(scope(Some("openid offline_access"), without).unwrap(), "openid");
        assert_eq!(scope(Some("email unheard-of openid email"), without).unwrap(), "email openid");
        for bad in [None, Some("unheard-of"), Some("offline_access"), Some("openid \"x\""), Some("openid\u{fc}")] {
            assert_eq!(scope(bad, without).unwrap_err().0, "invalid_scope", "{bad:?}");
        }
    }

    #[test]
    fn no_prompt_goes_beside_none() {
        assert!(Prompt::read("none").unwrap().none);
        assert!(Prompt::read("login consent").is_ok_and(|prompt| prompt.login && prompt.consent));
        assert!(Prompt::read("none login").is_err() && Prompt::read("create").is_err());
    }

    proptest! {
        /// Whatever else is sent, an answer goes to a registered address or nowhere.
        #[test]
        fn nothing_is_sent_to_an_address_that_is_not_registered(
            address in prop_oneof![
                "[ -~]{0,60}",
                "http://127\\.0\\.0\\.1:[0-9]{0,6}/callback.{0,3}",
                Just("http://127.0.0.1:80/callback".to_owned()),
            ],
            name in "(state|scope|prompt|max_age|response_mode|code_challenge|nonce|ui_locales)",
            value in ".{0,30}",
        ) {
            let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
            let application = Arc::clone(service.pool.applications.first().unwrap());
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", &application.app_id)
                .append_pair("redirect_uri", &address)
                .append_pair("response_type", "code")
                .append_pair("scope", "openid")
                .append_pair("code_challenge", CHALLENGE)
                .append_pair("code_challenge_method", "S256")
                .append_pair(&name, &value)
                .finish();
            let back = match AuthorizationRequest::read(&service, &Parameters::read(query.as_bytes())) {
                Ok(request) => Some(request.back),
                Err(BadRequest::Refused { back, .. }) => Some(back),
                Err(BadRequest::Untrusted(_)) => None,
            };
            prop_assert_eq!(back.is_some(), application.may_redirect_to(&address));
            prop_assert!(back.is_none_or(|back| back.redirect_uri == address));
        }
    }
}
