//! `POST /api/v3/send-email` and `POST /api/v3/send-sms`: codes to sign in with.

use serde_json::json;

use super::transport::{Call, RequestBody};
use super::{Answer, Client, Failure, PhoneNumber};

/// What a code that signs in is sent for; it is good for nothing else (reference section 3.3).
const CHANNEL: &str = "CHANNEL_LOGIN";

impl Client {
    /// Has a code sent by email that signs in: `POST /api/v3/send-email` (reference section 3.3). At most once a
    /// minute for each address; never sent again by itself.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; `statusCode` 429 when the minute is not over.
    pub async fn send_email_code(&self, email: &str) -> Result<Answer<()>, Failure> {
        let body = json!({ "channel": CHANNEL, "email": email });
        self.call(Call::post("/api/v3/send-email", RequestBody::Json(body.to_string())), |_| Ok(())).await
    }

    /// Has a code sent by text message that signs in: `POST /api/v3/send-sms` (reference section 3.4). At most once a
    /// minute for each number; never sent again by itself.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; `statusCode` 429 when the minute is not over.
    pub async fn send_sms_code(&self, phone: &PhoneNumber) -> Result<Answer<()>, Failure> {
        let mut body = json!({ "channel": CHANNEL, "phoneNumber": phone.number });
        if let Some(country_code) = &phone.country_code {
            body["phoneCountryCode"] = country_code.as_str().into();
        }
        self.call(Call::post("/api/v3/send-sms", RequestBody::Json(body.to_string())), |_| Ok(())).await
    }
}
