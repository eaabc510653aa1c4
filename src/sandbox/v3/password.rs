//! Passwords changed and forgotten, and the end of an account (reference section 5.7).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::attempt::Address;
use super::envelope::{Success, answer};
use super::parameters::{self, Object};
use super::password_key::PasswordEncryption;
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::next_steps::{GOOD_FOR, NextStep};
use crate::sandbox::pool::{Account, Standing};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::TokenTrouble;

/// `POST /api/v3/update-password`. The old password may be left out only if none is set. Tokens that are out stay good,
/// since nothing says that they do not.
pub(crate) async fn update_password(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = update(&service, &headers, &bytes);
    answer(&headers, outcome)
}

fn update(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let (_, account) = service.signed_in(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let encryption = encryption(&sent)?;
    let new = encryption.open(parameters::text(&sent, "newPassword")?, "newPassword")?;
    let old = match parameters::optional_text(&sent, "oldPassword")? {
        Some(sent) => Some(encryption.open(sent, "oldPassword")?),
        None if account.password_set => return Err(Refused::Parameter("oldPassword")),
        None => None,
    };
    let changed_at = service.clock.now();
    let changed = service.accounts.change(&account.user_id, |account| {
        if account.password_set && !old.is_some_and(|old| account.persona.has_password(&old)) {
            return Err(Refused::WrongPassword);
        }
        set(account, new);
        account.updated_at = Some(format!("{changed_at:.3}"));
        Ok(Success::default())
    });
    changed.ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))?
}

fn encryption(sent: &Object) -> Result<PasswordEncryption, Refused> {
    PasswordEncryption::read(parameters::optional_text(sent, "passwordEncryptType")?, "passwordEncryptType")
}

fn set(account: &mut Account, password: String) {
    Arc::make_mut(&mut account.persona).password = Some(password);
    account.password_set = true;
}

/// The address and the code of a request that proves itself with one.
fn by_code(sent: &Object) -> Result<Option<(Address, String)>, Refused> {
    match parameters::text(sent, "verifyMethod")? {
        "EMAIL_PASSCODE" => {
            let payload = parameters::object(sent, "emailPassCodePayload")?;
            let email = parameters::email(payload, "emailPassCodePayload.email")?.to_owned();
            let code = parameters::text(payload, "emailPassCodePayload.passCode")?.to_owned();
            Ok(Some((Address::Email(email), code)))
        }
        "PHONE_PASSCODE" => {
            let payload = parameters::object(sent, "phonePassCodePayload")?;
            let number = parameters::phone(payload, "phonePassCodePayload.phoneNumber")?.to_owned();
            let country = parameters::country_code(payload, "phonePassCodePayload.phoneCountryCode")?;
            let code = parameters::text(payload, "phonePassCodePayload.passCode")?.to_owned();
            Ok(Some((Address::Phone(number, country.map(str::to_owned)), code)))
        }
        _ => Ok(None),
    }
}

fn redeem(service: &Service, address: &Address, channel: &str, code: &str) -> Result<(), Refused> {
    let good = service.codes.redeem(address.delivery(), channel, address.to(), code, service.clock.now());
    if good { Ok(()) } else { Err(Refused::WrongCode) }
}

/// `POST /api/v3/verify-reset-password-request`, without a token. A code on `CHANNEL_RESET_PASSWORD` proves the address.
pub(crate) async fn verify_reset_password(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let outcome = body::json_object(&headers, &bytes).and_then(|sent| {
        let (address, code) = by_code(&sent)?.ok_or(Refused::Parameter("verifyMethod"))?;
        redeem(&service, &address, "CHANNEL_RESET_PASSWORD", &code)?;
        let account = service.accounts.find(|account| address.is_of(account)).ok_or(Refused::NoSuchUser)?;
        allow(&service, NextStep::ResetPassword, &account, "passwordResetToken")
    });
    answer(&headers, outcome)
}

fn allow(service: &Service, step: NextStep, account: &Account, key: &str) -> Result<Success, Refused> {
    let token = service.next_steps.allow(step, &account.user_id, service.clock.now()).ok_or(Refused::NoKeys)?;
    Ok(Success::of(json!({key: token, "tokenExpiresIn": GOOD_FOR.as_secs()})))
}

/// `POST /api/v3/reset-password`, without a token. It also takes the `data.token` of a sign-in that demands a reset, which
/// is settled by it; that is our guess, since native SDKs take that token to an older endpoint.
pub(crate) async fn reset_password(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = body::json_object(&headers, &bytes).and_then(|sent| {
        let encryption = encryption(&sent)?;
        let password = encryption.open(parameters::text(&sent, "password")?, "password")?;
        let token = parameters::text(&sent, "passwordResetToken")?;
        let is_meant = |step: &NextStep, _: &str| *step == NextStep::ResetPassword;
        let (_, user_id) = service.next_steps.take(token, service.clock.now(), is_meant).ok_or(Refused::StepToken)?;
        let changed_at = service.clock.now();
        service
            .accounts
            .change(&user_id, |account| {
                set(account, password);
                account.updated_at = Some(format!("{changed_at:.3}"));
                if matches!(account.standing, Standing::FirstPassword | Standing::MustReset) {
                    account.standing = Standing::Good;
                }
            })
            .ok_or(Refused::NoSuchUser)?;
        service.lockout.succeeded(&user_id);
        Ok(Success::of(json!({"success": true})))
    });
    answer(&headers, outcome)
}

/// `POST /api/v3/verify-delete-account-request`.
pub(crate) async fn verify_delete_account(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(_, account)| {
        let sent = body::json_object(&headers, &bytes)?;
        if let Some((address, code)) = by_code(&sent)? {
            if !address.is_of(&account) {
                return Err(Refused::WrongCode);
            }
            redeem(&service, &address, "CHANNEL_DELETE_ACCOUNT", &code)?;
        } else if parameters::text(&sent, "verifyMethod")? == "PASSWORD" {
            let payload = parameters::object(&sent, "passwordPayload")?;
            let encryption = PasswordEncryption::read(
                parameters::optional_text(payload, "passwordPayload.passwordEncryptType")?,
                "passwordPayload.passwordEncryptType",
            )?;
            let sent = parameters::text(payload, "passwordPayload.password")?;
            if !account.persona.has_password(&encryption.open(sent, "passwordPayload.password")?) {
                return Err(Refused::WrongPassword);
            }
        } else {
            return Err(Refused::Parameter("verifyMethod"));
        }
        allow(&service, NextStep::DeleteAccount, &account, "deleteAccountToken")
    });
    answer(&headers, outcome)
}

/// `POST /api/v3/delete-account`: the account is gone, and with it what its tokens were good for.
pub(crate) async fn delete_account(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(grant, _)| {
        let sent = body::json_object(&headers, &bytes)?;
        let token = parameters::text(&sent, "deleteAccountToken")?;
        let taken = service.next_steps.take(token, service.clock.now(), |step, user_id| {
            *step == NextStep::DeleteAccount && *user_id == *grant.user_id
        });
        taken.ok_or(Refused::StepToken)?;
        service.accounts.remove(&grant.user_id);
        Ok(Success::of(json!({"success": true})))
    });
    answer(&headers, outcome)
}
