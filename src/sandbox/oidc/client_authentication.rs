//! Which application calls, and whether it is the one that it says (reference sections 8.4 and 8.6; RFC 6749, section
//! 2.3).

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::oauth_error::OauthError;
use super::parameters::Parameters;
use crate::sandbox::pool::{Application, TokenEndpointAuthMethod};
use crate::sandbox::service::Service;

/// What a client presents.
#[derive(Debug, PartialEq, Eq)]
struct Presented {
    client_id: String,
    secret: Option<String>,
    method: TokenEndpointAuthMethod,
}

/// The application that calls, authenticated by the very method that it is registered with.
///
/// # Errors
/// `invalid_client` with HTTP 401, and `invalid_request` when two methods are used at once.
pub(crate) fn authenticate(
    service: &Service,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<Arc<Application>, OauthError> {
    let presented = read(headers, form)?;
    let by_header = presented.method == TokenEndpointAuthMethod::ClientSecretBasic;
    let Some(application) = service.application(&presented.client_id) else {
        return Err(invalid_client("client_id is unknown", by_header));
    };
    let expected = application.token_endpoint_auth_method;
    if presented.method != expected {
        let description = format!("this application authenticates with {}", expected.as_str());
        return Err(invalid_client(&description, by_header || expected == TokenEndpointAuthMethod::ClientSecretBasic));
    }
    let is_right = match (&presented.secret, &application.secret) {
        (Some(sent), Some(secret)) => verify_slices_are_equal(sent.as_bytes(), secret.as_bytes()).is_ok(),
        (None, _) => expected == TokenEndpointAuthMethod::None,
        (Some(_), None) => false,
    };
    match is_right {
        true => Ok(Arc::clone(application)),
        false => Err(invalid_client("the client secret is wrong", by_header)),
    }
}

fn read(headers: &HeaderMap, form: &Parameters) -> Result<Presented, OauthError> {
    let (client_id, secret) = (form.get("client_id"), form.get("client_secret"));
    if let Some(credentials) = basic_credentials(headers) {
        let Some((name, password)) = decode(credentials) else {
            return Err(invalid_client("the Authorization header is malformed", true));
        };
        if secret.is_some() {
            return Err(OauthError::new("invalid_request", "the client authenticates in two ways at once"));
        }
        if client_id.is_some_and(|client_id| client_id != name) {
            return Err(OauthError::new("invalid_request", "client_id is not the one of the Authorization header"));
        }
        let method = TokenEndpointAuthMethod::ClientSecretBasic;
        return Ok(Presented { client_id: name, secret: Some(password), method });
    }
    let client_id = client_id.ok_or_else(|| invalid_client("client_id is missing", false))?.to_owned();
    let method = match secret {
        Some(_) => TokenEndpointAuthMethod::ClientSecretPost,
        None => TokenEndpointAuthMethod::None,
    };
    Ok(Presented { client_id, secret: secret.map(str::to_owned), method })
}

/// What stands after `Basic`. Any other scheme is passed over: the Node SDK attaches the user's token to revocation
/// (reference section 13).
fn basic_credentials(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credentials) = headers.get("authorization")?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| credentials.trim())
}

/// Name and secret, each encoded like a form's value (RFC 6749, section 2.3.1).
fn decode(credentials: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    Some((form_decoded(name), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // As the value of a form's only field; an ampersand that was not encoded is part of it.
    let field = format!("value={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(field.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

fn invalid_client(description: &str, challenge: bool) -> OauthError {
    let error = OauthError::new("invalid_client", description).status(StatusCode::UNAUTHORIZED);
    match challenge {
        true => error.challenge("Basic realm=\"the applications of the sandbox\""),
        false => error,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn basic(name: &str, secret: &str) -> HeaderMap {
        let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let value = format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(name), encode(secret))));
        HeaderMap::from_iter([("authorization".parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn another_scheme_is_passed_over() {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "some.users.token".parse().unwrap());
        let presented = read(&headers, &Parameters::read(b"client_id=a")).unwrap();
        assert_eq!(presented.method, TokenEndpointAuthMethod::None);
    }

    #[test]
    fn two_ways_at_once_are_refused() {
        let headers = basic("a", "b");
        assert_eq!(read(&headers, &Parameters::read(b"client_secret=b")).unwrap_err().error, "invalid_request");
        assert_eq!(read(&headers, &Parameters::read(b"client_id=c")).unwrap_err().error, "invalid_request");
        assert!(read(&headers, &Parameters::read(b"client_id=a")).is_ok());
    }

    proptest! {
        #[test]
        fn any_name_and_secret_can_be_presented(name in ".{1,30}", secret in ".{0,30}") {
            let presented = read(&basic(&name, &secret), &Parameters::default()).unwrap();
            let method = TokenEndpointAuthMethod::ClientSecretBasic;
            prop_assert_eq!(presented, Presented { client_id: name, secret: Some(secret), method });
        }

        #[test]
        fn any_header_is_read_or_refused(credentials in "[ -~]{0,60}") {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", format!("Basic {credentials}").parse().unwrap());
            let _ = read(&headers, &Parameters::default());
        }
    }
}
