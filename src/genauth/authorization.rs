//! Signing in through the browser: the authorization request, and trading the code that comes back (RFC 6749, section
//! 4.1, with PKCE, RFC 7636).
//!
//! The protocol is the `oauth2` crate's; this file gives it our transport, which records and redacts, and our reading
//! of the answer, which tolerates what the service is known to send (reference section 14).

use std::fmt;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use oauth2::basic::{BasicClient, BasicErrorResponse};
use oauth2::{
    AuthUrl, CsrfToken, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::client_authentication::ProvenAt;
use super::envelope::BodyForm;
use super::issuer::is_same_issuer;
use super::redaction::LiveSecret;
use super::transport::{Call, RequestBody};
use super::{Answer, AuthorizationCode, Client, ClientAuthentication, Error, Failure, ProviderMetadata, TokenSet};

/// An authorization request that a person takes to the browser, with what its answer is checked against.
///
/// Each is good for one sign-in. Nothing of it may be shown: its address carries `state` and `nonce`.
pub struct AuthorizationRequest {
    address: SecretString,
    state: CsrfToken,
    nonce: SecretString,
    verifier: SecretString,
    redirect_uri: RedirectUrl,
    issuer: String,
    issuer_required: bool,
    token_path: String,
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthorizationRequest").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why an answer that came to the redirect address is not the one to this request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTheAnswer {
    /// `state` is missing or another one: a stranger's request (RFC 6749, section 10.12).
    #[error("the answer's state is not this sign-in's")]
    State,
    /// `iss` is missing where the service sends it, or names another service (RFC 9207, section 2.4).
    #[error("the answer comes from another issuer")]
    Issuer,
}

impl AuthorizationRequest {
    /// The address to open in the browser. It carries no secret of the account, but `state` and `nonce` of this
    /// sign-in: it goes to the browser and nowhere else.
    pub fn address(&self) -> &SecretString {
        &self.address
    }

    /// Whether these parameters can be the answer to this request. To be asked before anything else in them is
    /// believed, an error too.
    ///
    /// # Errors
    ///
    /// [`NotTheAnswer`].
    pub fn check(&self, state: Option<&str>, issuer: Option<&str>) -> Result<(), NotTheAnswer> {
        let same_state = state.is_some_and(|state| {
            aws_lc_rs::constant_time::verify_slices_are_equal(state.as_bytes(), self.state.secret().as_bytes()).is_ok()
        });
        if !same_state {
            return Err(NotTheAnswer::State);
        }
        match issuer {
            Some(issuer) if !is_same_issuer(issuer, &self.issuer) => Err(NotTheAnswer::Issuer),
            None if self.issuer_required => Err(NotTheAnswer::Issuer),
            _ => Ok(()),
        }
    }

    /// What the ID token must repeat (OpenID Connect Core 1.0, section 3.1.3.7, item 11).
    pub fn nonce(&self) -> &SecretString {
        &self.nonce
    }
}

/// 256 bits from the system's random source, in characters that stand in a URL.
fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

impl Client {
    /// Makes an authorization request; nothing is sent. Asks for consent, without which no refresh token comes
    /// (reference section 8.2). The redirect address goes out byte for byte, because it is compared so (reference
    /// section 8.3).
    ///
    /// # Errors
    ///
    /// [`Error::NoRandomness`]; [`Error::Untrustworthy`] when an address cannot be used.
    pub fn authorization_request(
        &self,
        provider: &ProviderMetadata,
        redirect_uri: &str,
        scope: &str,
    ) -> Result<AuthorizationRequest, Error> {
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let redirect_uri = RedirectUrl::new(redirect_uri.to_owned());
        let redirect_uri = redirect_uri.map_err(|_| Error::Untrustworthy { what: "redirect_uri", found: None })?;
        let pkce_verifier = PkceCodeVerifier::new(verifier.clone());
        let (address, state) = BasicClient::new(oauth2::ClientId::new(self.settings().app_id.clone()))
            .set_auth_uri(AuthUrl::from_url(provider.authorization_endpoint.clone()))
            .set_redirect_uri(redirect_uri.clone())
            .authorize_url(|| CsrfToken::new(state))
            .add_scopes(scope.split_whitespace().map(|one| Scope::new(one.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&pkce_verifier))
            .add_extra_param("nonce", nonce.clone())
            .add_extra_param("prompt", "consent")
            .add_extra_param("ui_locales", self.settings().language.header_value())
            .url();
        Ok(AuthorizationRequest {
            address: SecretString::from(String::from(address)),
            state,
            nonce: SecretString::from(nonce),
            verifier: SecretString::from(verifier),
            redirect_uri,
            issuer: provider.issuer.clone(),
            issuer_required: provider.answers_with_issuer,
            token_path: provider.token_path.clone(),
        })
    }

    /// Trades the code that came back for tokens: `POST /oidc/token` with `grant_type=authorization_code` (RFC 6749,
    /// section 4.1.3; reference section 8.4). A code is good once, so this is never sent again.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::OAuth`] with `invalid_grant` when the code was used, is too old, or is not from this
    /// request.
    pub async fn redeem_code(
        &self,
        request: &AuthorizationRequest,
        code: &AuthorizationCode,
    ) -> Result<Answer<TokenSet>, Failure> {
        let ended = Arc::new(Mutex::new(None));
        let secrets = vec![LiveSecret::authorization_code(code), LiveSecret::code_verifier(&request.verifier)];
        // The crate writes the request; ours sends it, and keeps how it ended, because the crate knows no attempts.
        // It owns what it needs, without which the compiler does not see that another thread can go on with it.
        let send = |sending: HttpRequest| {
            let (client, token_path) = (self.clone(), request.token_path.clone());
            let (ended, secrets) = (Arc::clone(&ended), secrets.clone());
            async move {
                let form = String::from_utf8_lossy(sending.body()).into_owned();
                let call = Call {
                    secrets,
                    proven_at: Some(ProvenAt::Oidc),
                    answer: BodyForm::BareOrEnveloped(&["access_token"]),
                    ..Call::post(&token_path, RequestBody::Form(form))
                };
                let end = client.call(call, |data| TokenSet::read("", data, Timestamp::now())).await;
                let response = match &end {
                    Ok(answer) => Ok(standard_response(&answer.value)),
                    Err(failure) => Err(failure.error.clone()),
                };
                *ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(end);
                response
            }
        };
        let token_uri = format!("{}{}", self.settings().app_host, request.token_path);
        let traded = match TokenUrl::new(token_uri) {
            Err(_) => Err(RequestTokenError::Request(Error::Untrustworthy { what: "token_endpoint", found: None })),
            Ok(token_uri) => {
                self.oauth2_client()
                    .set_token_uri(token_uri)
                    .set_redirect_uri(request.redirect_uri.clone())
                    .exchange_code(oauth2::AuthorizationCode::new(code.expose().to_owned()))
                    .set_pkce_verifier(PkceCodeVerifier::new(request.verifier.expose_secret().to_owned()))
                    .request_async(&send)
                    .await
            }
        };
        let ended = ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        match (ended, traded) {
            (Some(end), Ok(_)) => end,
            (Some(Err(failure)), Err(_)) => Err(failure),
            (Some(Ok(answer)), Err(error)) => Err(Failure::new(not_as_specified(&error), answer.attempt)),
            (None, traded) => {
                let error =
                    traded.err().map_or(Error::Untrustworthy { what: "token_endpoint", found: None }, |error| {
                        match error {
                            RequestTokenError::Request(error) => error,
                            other => not_as_specified(&other),
                        }
                    });
                Err(Failure::unsent("POST", &request.token_path, error))
            }
        }
    }
}

impl Client {
    /// The crate's client, which writes the body for our way of authentication; the header is our transport's.
    fn oauth2_client(&self) -> BasicClient {
        let client = BasicClient::new(oauth2::ClientId::new(self.settings().app_id.clone()));
        let secret = |secret: &super::ClientSecret| oauth2::ClientSecret::new(secret.expose().to_owned());
        match &self.settings().authentication {
            ClientAuthentication::None => client.set_auth_type(oauth2::AuthType::RequestBody),
            ClientAuthentication::Post(post) => {
                client.set_client_secret(secret(post)).set_auth_type(oauth2::AuthType::RequestBody)
            }
            ClientAuthentication::Basic(basic) => {
                client.set_client_secret(secret(basic)).set_auth_type(oauth2::AuthType::BasicAuth)
            }
        }
    }
}

/// The answer in the words of RFC 6749, section 5.1, whatever words it came in: the crate checks it again in those.
fn standard_response(tokens: &TokenSet) -> HttpResponse {
    let body = json!({ "access_token": tokens.access_token.expose(), "token_type": "bearer" });
    let mut response = HttpResponse::new(body.to_string().into_bytes());
    response
        .headers_mut()
        .insert(reqwest::header::CONTENT_TYPE, reqwest::header::HeaderValue::from_static("application/json"));
    response
}

fn not_as_specified(_: &RequestTokenError<Error, BasicErrorResponse>) -> Error {
    // What the crate says can hold the answer, and with it a token.
    Error::Unreadable { place: "the token endpoint's answer".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use url::Url;

    use super::*;
    use crate::genauth::{AppHost, ClientSettings, NoObserver};

    fn client() -> Client {
        let settings =
            ClientSettings::of(AppHost::parse("http://127.0.0.1:9").unwrap(), "66f0a1b2c3d4e5f607182930".to_owned());
        Client::new(settings, Arc::new(NoObserver)).unwrap()
    }

    fn request(answers_with_issuer: bool) -> AuthorizationRequest {
        request_back_to("http://127.0.0.1:41873/callback", answers_with_issuer)
    }

    fn request_back_to(redirect_uri: &str, answers_with_issuer: bool) -> AuthorizationRequest {
        let provider = ProviderMetadata {
            issuer: "http://127.0.0.1:9/oidc".to_owned(),
            authorization_endpoint: Url::parse("http://127.0.0.1:9/oidc/auth").unwrap(),
            token_path: "/oidc/token".to_owned(),
            key_set_path: None,
            end_session_endpoint: None,
            answers_with_issuer,
            id_token_algorithms: Vec::new(),
            grant_types: Vec::new(),
            authentication_methods: Vec::new(),
        };
        client().authorization_request(&provider, redirect_uri, "openid offline_access").unwrap()
    }

    fn parameters(request: &AuthorizationRequest) -> HashMap<String, String> {
        Url::parse(request.address().expose_secret()).unwrap().query_pairs().into_owned().collect()
    }

    #[test]
    fn the_request_holds_what_the_reference_asks_for() {
        let request = request(false);
        let sent = parameters(&request);
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "66f0a1b2c3d4e5f607182930"),
            ("redirect_uri", "http://127.0.0.1:41873/callback"),
            ("scope", "openid offline_access"),
            ("code_challenge_method", "S256"),
            ("prompt", "consent"),
            ("ui_locales", "en-US"),
        ] {
            assert_eq!(sent.get(name).map(String::as_str), Some(value), "{name}");
        }
        for name in ["state", "nonce", "code_challenge"] {
            // 256 bits in base64url.
            assert_eq!(sent.get(name).map(String::len), Some(43), "{name}");
        }
        assert_eq!(sent.get("nonce").map(String::as_str), Some(request.nonce().expose_secret()));
    }

    #[test]
    fn the_redirect_address_goes_out_as_it_is_written() {
        for redirect_uri in ["http://127.0.0.1:80/callback", "http://127.0.0.1/callback", "http://127.0.0.1:80/"] {
            let sent = parameters(&request_back_to(redirect_uri, false));
            assert_eq!(sent.get("redirect_uri").map(String::as_str), Some(redirect_uri));
        }
    }

    #[test]
    fn no_two_requests_share_anything_random() {
        let (one, other) = (parameters(&request(false)), parameters(&request(false)));
        for name in ["state", "nonce", "code_challenge"] {
            assert_ne!(one.get(name), other.get(name), "{name}");
        }
    }

    #[test]
    fn only_the_answer_to_this_request_is_taken() {
        let request = request(false);
        let state = parameters(&request).remove("state");
        let state = state.as_deref();
        assert_eq!(request.check(state, None), Ok(()));
        assert_eq!(request.check(state, Some("http://127.0.0.1:9/oidc")), Ok(()));
        assert_eq!(request.check(state, Some("http://127.0.0.1:9/oidc/")), Ok(()));
        assert_eq!(request.check(state, Some("http://127.0.0.1:9/oidc//")), Err(NotTheAnswer::Issuer));
        assert_eq!(request.check(state, Some("http://127.0.0.1:9/other")), Err(NotTheAnswer::Issuer));
        assert_eq!(request.check(None, None), Err(NotTheAnswer::State));
        assert_eq!(request.check(Some(""), None), Err(NotTheAnswer::State));
        assert_eq!(request.check(Some("another"), None), Err(NotTheAnswer::State));
    }

    #[test]
    fn an_issuer_that_is_promised_must_come() {
        let request = request(true);
        let state = parameters(&request).remove("state");
        assert_eq!(request.check(state.as_deref(), None), Err(NotTheAnswer::Issuer));
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let request = request(false);
        let printed = format!("{request:?}");
        for value in parameters(&request).values().filter(|value| value.len() == 43) {
            assert!(!printed.contains(value.as_str()), "{printed}");
        }
    }
}
