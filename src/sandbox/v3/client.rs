//! Whether a sign-in comes from the application that it names: client authentication at `signin` (reference section 4).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::parameters::{self, Object};
use super::refused::Refused;
use crate::sandbox::pool::{Application, TokenEndpointAuthMethod};

/// Checks the secret in the place where the application's method puts it. An application without a secret needs none,
/// and what it sends instead is not looked at: Python's default constructor puts something there (reference section 13).
pub(crate) fn authenticate(application: &Application, headers: &HeaderMap, sent: &Object) -> Result<(), Refused> {
    let (app_id, secret) = match application.token_endpoint_auth_method {
        TokenEndpointAuthMethod::None => return Ok(()),
        TokenEndpointAuthMethod::ClientSecretPost => {
            let app_id = parameters::optional_text(sent, "client_id")?;
            let secret = parameters::optional_text(sent, "client_secret")?;
            app_id.zip(secret).map(|(app_id, secret)| (app_id.to_owned(), secret.to_owned())).ok_or(Refused::Client)?
        }
        TokenEndpointAuthMethod::ClientSecretBasic => basic(headers).ok_or(Refused::Client)?,
    };
    let expected = application.secret.as_deref().unwrap_or_default();
    let same = verify_slices_are_equal(secret.as_bytes(), expected.as_bytes()).is_ok();
    if app_id == application.app_id && same && !expected.is_empty() { Ok(()) } else { Err(Refused::Client) }
}

/// Name and password of `Authorization: Basic` (RFC 7617).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, credentials) = headers.get("authorization")?.to_str().ok()?.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let credentials = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (name, password) = credentials.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::sandbox::pool::Pool;

    const POST: &str = "66f0a1b2c3d4e5f607182931";
    const BASIC: &str = "66f0a1b2c3d4e5f607182932";

    fn check(app_id: &str, authorization: Option<&str>, sent: &serde_json::Value) -> Result<(), Refused> {
        let pool = Pool::built_in();
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert("authorization", value.parse().unwrap());
        }
        authenticate(pool.application(app_id).unwrap(), &headers, sent.as_object().unwrap())
    }

    #[test]
    fn the_secret_has_to_be_right_and_where_it_belongs() {
        let posted = json!({"client_id": POST, "client_secret": "sandbox-secret-of-web-post"});
        assert_eq!(check(POST, None, &posted), Ok(()));
        let header = format!("Basic {}", STANDARD.encode(format!("{BASIC}:sandbox-secret-of-web-basic")));
        assert_eq!(check(BASIC, Some(&header), &json!({})), Ok(()));

        for wrong in [
            json!({}),
            json!({"client_id": POST}),
            json!({"client_id": POST, "client_secret": "other"}),
            json!({"client_id": BASIC, "client_secret": "sandbox-secret-of-web-post"}),
        ] {
            assert_eq!(check(POST, Some(&header), &wrong), Err(Refused::Client), "{wrong}");
        }
        let right_but_posted = json!({"client_id": BASIC, "client_secret": "sandbox-secret-of-web-basic"});
        assert_eq!(check(BASIC, None, &right_but_posted), Err(Refused::Client));
        for wrong in ["Basic", "Basic ?", "Basic Og==", "Bearer abc"] {
            assert_eq!(check(BASIC, Some(wrong), &json!({})), Err(Refused::Client), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(value in "[ -~]{0,60}") {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", value.parse().unwrap());
            let _ = basic(&headers);
        }
    }
}
