//! `POST /api/v3/signin`.

use jiff::Timestamp;
use serde_json::json;

use super::redaction::LiveSecret;
use super::transport::{Call, RequestBody};
use super::{Answer, Client, Failure, Password, TokenSet};

/// What is asked for: `openid`, without which no user endpoint answers; what the screens show of a person; and
/// `offline_access`, without which no refresh token comes (reference sections 4 and 8.2).
const SCOPE: &str = "openid profile username email phone external_id offline_access";

impl Client {
    /// Signs in with an account (user name, email or phone) and its password: `POST /api/v3/signin`
    /// (reference section 4). Sent once and never again by itself, because every attempt counts towards a lock-out
    /// (reference section 11).
    ///
    /// # Errors
    ///
    /// A [`Failure`]. When [`Refusal::flow_code`](super::Refusal::flow_code) says so, the sign-in goes on in the
    /// browser.
    pub async fn sign_in_with_password(&self, account: &str, password: &Password) -> Result<Answer<TokenSet>, Failure> {
        // `passwordEncryptType` is left out: its default is clear text, which is right inside TLS (reference section 10).
        let body = json!({
            "connection": "PASSWORD",
            "passwordPayload": { "account": account, "password": password.expose() },
            "options": { "scope": SCOPE },
        });
        let call = Call {
            secrets: vec![LiveSecret::password(password)],
            ..Call::post("/api/v3/signin", RequestBody::Json(body.to_string()))
        };
        self.call(call, |data| TokenSet::read("data", data, Timestamp::now())).await
    }
}
