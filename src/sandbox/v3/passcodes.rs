//! Verification codes: sending and checking them (reference sections 3.3, 3.4 and 3.6).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::attempt::Address;
use super::envelope::{Language, Success, answer};
use super::parameters::{self, Object};
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::codes::{Delivery, NotSent};
use crate::sandbox::service::Service;

/// What a code by email can be for (reference section 3.3).
const EMAIL_CHANNELS: &[&str] = &[
    "CHANNEL_LOGIN",
    "CHANNEL_REGISTER",
    "CHANNEL_RESET_PASSWORD",
    "CHANNEL_VERIFY_EMAIL_LINK",
    "CHANNEL_UPDATE_EMAIL",
    "CHANNEL_BIND_EMAIL",
    "CHANNEL_UNBIND_EMAIL",
    "CHANNEL_VERIFY_MFA",
    "CHANNEL_UNLOCK_ACCOUNT",
    "CHANNEL_COMPLETE_EMAIL",
    "CHANNEL_DELETE_ACCOUNT",
];

/// What a code by text message can be for (reference section 3.4). `CHANNEL_UPDATE_PHONE` is not in the reference's list,
/// but nothing else in it could go with `verify-update-phone-request`.
const SMS_CHANNELS: &[&str] = &[
    "CHANNEL_LOGIN",
    "CHANNEL_REGISTER",
    "CHANNEL_RESET_PASSWORD",
    "CHANNEL_BIND_PHONE",
    "CHANNEL_UNBIND_PHONE",
    "CHANNEL_BIND_MFA",
    "CHANNEL_VERIFY_MFA",
    "CHANNEL_UNBIND_MFA",
    "CHANNEL_COMPLETE_PHONE",
    "CHANNEL_IDENTITY_VERIFICATION",
    "CHANNEL_DELETE_ACCOUNT",
    "CHANNEL_UPDATE_PHONE",
];

/// `POST /api/v3/send-email` (reference section 3.3). Whether somebody has the address is not told.
pub(crate) async fn send_email(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = body::json_object(&headers, &bytes).and_then(|sent| {
        let channel = channel(&sent, "channel", EMAIL_CHANNELS)?;
        send(&service, Delivery::Email, channel, parameters::email(&sent, "email")?)
    });
    answer(&headers, outcome)
}

/// `POST /api/v3/send-sms` (reference section 3.4).
pub(crate) async fn send_sms(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = body::json_object(&headers, &bytes).and_then(|sent| {
        let channel = channel(&sent, "channel", SMS_CHANNELS)?;
        let number = parameters::phone(&sent, "phoneNumber")?;
        parameters::country_code(&sent, "phoneCountryCode")?;
        send(&service, Delivery::Sms, channel, number)
    });
    answer(&headers, outcome)
}

fn channel<'sent>(sent: &'sent Object, path: &'static str, known: &[&str]) -> Result<&'sent str, Refused> {
    let channel = parameters::text(sent, path)?;
    if known.contains(&channel) { Ok(channel) } else { Err(Refused::Parameter(path)) }
}

fn send(service: &Service, by: Delivery, channel: &str, to: &str) -> Result<Success, Refused> {
    match service.codes.send(by, channel, to, service.clock.now()) {
        Ok(()) => Ok(Success::default()),
        Err(NotSent::TooSoon) => Err(Refused::TooSoon),
        Err(NotSent::NoRandomness) => Err(Refused::NoKeys),
    }
}

/// `POST /api/v3/pre-check-code` (reference section 3.6). The code stays good.
pub(crate) async fn pre_check_code(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = body::json_object(&headers, &bytes).and_then(|sent| {
        let (address, channel, code) = to_check(&sent)?;
        let now = service.clock.now();
        let good = service.codes.is_good(address.delivery(), &channel, address.to(), &code, now);
        let message = Refused::WrongCode.message(Language::of(&headers));
        Ok(Success::of(if good { json!({"isValid": true}) } else { json!({"isValid": false, "message": message}) }))
    });
    answer(&headers, outcome)
}

fn to_check(sent: &Object) -> Result<(Address, String, String), Refused> {
    match parameters::text(sent, "codeType")? {
        "EMAIL" => {
            let payload = parameters::object(sent, "emailCodePayload")?;
            let address = Address::Email(parameters::email(payload, "emailCodePayload.email")?.to_owned());
            let channel = channel(payload, "emailCodePayload.channel", EMAIL_CHANNELS)?;
            let code = parameters::text(payload, "emailCodePayload.passCode")?;
            Ok((address, channel.to_owned(), code.to_owned()))
        }
        "SMS" => {
            let payload = parameters::object(sent, "smsCodePayload")?;
            let number = parameters::phone(payload, "smsCodePayload.phone")?.to_owned();
            let code = parameters::country_code(payload, "smsCodePayload.phoneCountryCode")?;
            let address = Address::Phone(number, code.map(str::to_owned));
            let channel = channel(payload, "smsCodePayload.channel", SMS_CHANNELS)?;
            let code = parameters::text(payload, "smsCodePayload.passCode")?;
            Ok((address, channel.to_owned(), code.to_owned()))
        }
        _ => Err(Refused::Parameter("codeType")),
    }
}
