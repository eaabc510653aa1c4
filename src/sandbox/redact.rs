//! What of a request may be kept: everything but what signs somebody in.

use axum::http::{HeaderMap, HeaderName};
use serde_json::Value;

use super::seen::SeenHeader;

/// The largest body that is kept, in bytes: no request of the protocol comes near it, and parsed JSON takes many times the
/// room of its text.
pub(super) const LARGEST_BODY: usize = 16 << 10;

/// What stands where a secret stood.
pub(super) const REDACTED: &str = "[redacted]";

/// Keys that hold one of the words below, but no secret.
const HARMLESS: &[&str] = &["passwordencrypttype", "token_type_hint", "token_type", "only_redirect_token"];

const SECRET_WORDS: &[&str] =
    &["api-key", "apikey", "password", "token", "secret", "passcode", "captchacode", "verifier", "assertion", "csrf"];

/// What the credentials begin with that are made here and travel in addresses, under whatever key they come back.
const CREDENTIALS: &[&str] =
    &["sandbox-link-", "sandbox-visit-", "sandbox-provider-", "sandbox-refresh-", "sandbox-code-"];

/// Header names and the values that may be seen.
pub(super) fn headers(headers: &HeaderMap) -> Vec<SeenHeader> {
    headers
        .iter()
        .map(|(name, value)| SeenHeader {
            name: name.as_str().to_owned(),
            value: value
                .to_str()
                .ok()
                .filter(|value| !is_secret_header(name) && !holds_credential(value))
                .map(str::to_owned),
        })
        .collect()
}

fn is_secret_header(name: &HeaderName) -> bool {
    let name = name.as_str();
    name.ends_with("authorization") || name.ends_with("cookie") || is_secret(name)
}

/// A query or a form, with its secrets replaced.
pub(super) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(encoded)
        .map(|(key, value)| {
            let value = if is_secret(&key) || holds_credential(&value) { REDACTED.into() } else { value };
            (key.into_owned(), value.into_owned())
        })
        .collect()
}

/// A body, with its secrets replaced. One that is neither JSON nor a form could hold a secret anywhere, so only its
/// length is kept.
pub(super) fn body(content_type: &str, bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    if bytes.len() > LARGEST_BODY {
        return Value::String(format!("[{} bytes, too many to keep]", bytes.len()));
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        return pairs(bytes).into_iter().map(|(key, value)| (key, Value::String(value))).collect();
    }
    match serde_json::from_slice(bytes) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => json(value, false),
        _ => Value::String(format!("[{} bytes that are no JSON object]", bytes.len())),
    }
}

/// A path. Nothing in the protocol puts a credential there, and a client that does so by mistake is no reason to keep it.
pub(super) fn path(path: &str) -> String {
    let part = |part| if holds_credential(part) { REDACTED } else { part };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn json(value: Value, secret: bool) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(key, member)| {
                let secret = (secret || is_secret(&key)) && !is_payload(&key);
                (key, json(member, secret))
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(|item| json(item, secret)).collect(),
        Value::Null => Value::Null,
        _ if secret => REDACTED.into(),
        Value::String(text) if holds_credential(&text) => REDACTED.into(),
        open => open,
    }
}

/// `passwordPayload` holds the account's name beside the password.
fn is_payload(key: &str) -> bool {
    key.ends_with("Payload")
}

fn holds_credential(value: &str) -> bool {
    CREDENTIALS.iter().any(|credential| value.contains(credential)) || value.split_whitespace().any(is_token)
}

/// Whether it has the shape of a JSON Web Token: two dots, and a header that is a JSON object (RFC 7515, section 7.1).
fn is_token(word: &str) -> bool {
    word.contains("eyJ") && word.matches('.').count() >= 2
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    !HARMLESS.contains(&key.as_str()) && (key == "code" || SECRET_WORDS.iter().any(|word| key.contains(word)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sign_in_keeps_the_account_and_loses_the_password() {
        let sent = json!({
            "connection": "PASSWORD",
            "passwordPayload": {"account": "lin", "password": "hunter2"},
            "options": {"scope": "openid", "passwordEncryptType": "none"},
        });
        let kept = body("application/json", sent.to_string().as_bytes());
        assert_eq!(
            kept,
            json!({
                "connection": "PASSWORD",
                "passwordPayload": {"account": "lin", "password": REDACTED},
                "options": {"scope": "openid", "passwordEncryptType": "none"},
            })
        );
    }

    #[test]
    fn a_secret_of_the_wrong_shape_is_still_a_secret() {
        let sent = json!({"password": {"value": ["hunter2", 7]}});
        let kept = body("application/json", sent.to_string().as_bytes());
        assert_eq!(kept, json!({"password": {"value": [REDACTED, REDACTED]}}));
    }

    #[test]
    fn of_a_body_that_cannot_be_read_only_the_length_stays() {
        let kept = body("application/json", br#"{"password":"hunter2""#);
        assert!(!kept.to_string().contains("hunter2"));
        assert_eq!(kept, json!("[21 bytes that are no JSON object]"));
    }

    #[test]
    fn a_token_is_found_wherever_it_stands() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJsaW4ifQ.c2ln";
        assert_eq!(path(&format!("/api/v3/x/{token}")), format!("/api/v3/x/{REDACTED}"));
        let sent = json!({"passwordPayload": {"account": token}, "list": [token, format!("Bearer {token}")]});
        let kept = body("application/json", sent.to_string().as_bytes());
        assert_eq!(kept, json!({"passwordPayload": {"account": REDACTED}, "list": [REDACTED, REDACTED]}));
        assert_eq!(path("/api/v3/get-identities"), "/api/v3/get-identities");
    }

    #[test]
    fn a_form_loses_its_tokens() {
        let kept = body(
            "application/x-www-form-urlencoded",
            b"grant_type=refresh_token&refresh_token=abc&code=1&token_type_hint=access_token",
        );
        assert_eq!(
            kept,
            json!({
                "grant_type": "refresh_token", "refresh_token": REDACTED, "code": REDACTED,
                "token_type_hint": "access_token",
            })
        );
    }

    #[test]
    fn a_credential_of_ours_is_one_under_any_key() {
        let kept = pairs(b"state=sandbox-visit-ab&link=http%3A%2F%2Fx%2F%3Fa%3Dsandbox-link-ab&only_redirect_token=1");
        let kept: Vec<&str> = kept.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(kept, [REDACTED, REDACTED, "1"]);
        assert_eq!(body("application/json", br#"{"seen":["sandbox-link-ab"]}"#), json!({"seen": [REDACTED]}));
        let mut map = HeaderMap::new();
        map.insert("referer", "http://127.0.0.1/connections/link?link_token=sandbox-link-ab".parse().unwrap());
        assert_eq!(headers(&map).first().map(|header| header.value.clone()), Some(None));
    }

    #[test]
    fn headers_that_sign_in_lose_their_value() {
        let mut map = HeaderMap::new();
        map.insert("authorization", "Bearer abc".parse().unwrap());
        map.insert("cookie", "session=abc".parse().unwrap());
        map.insert("x-genauth-lang", "en-US".parse().unwrap());
        for header in headers(&map) {
            assert_eq!(header.value.is_some(), header.name == "x-genauth-lang", "{header:?}");
        }
    }
}
