//! Email address and phone number of an account: bound, changed and unbound with codes (reference section 5.7).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::attempt::Address;
use super::envelope::{Success, answer};
use super::parameters::{self, Object};
use super::refused::Refused;
use crate::sandbox::accounts::NotChanged;
use crate::sandbox::body;
use crate::sandbox::next_steps::{GOOD_FOR, NextStep};
use crate::sandbox::pool::Account;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::TokenTrouble;

/// `POST /api/v3/bind-email`.
pub(crate) async fn bind_email(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, bind(&service, &headers, &bytes, "CHANNEL_BIND_EMAIL", new_email))
}

/// `POST /api/v3/bind-phone`.
pub(crate) async fn bind_phone(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, bind(&service, &headers, &bytes, "CHANNEL_BIND_PHONE", new_phone))
}

fn new_email(sent: &Object) -> Result<Address, Refused> {
    Ok(Address::Email(parameters::email(sent, "email")?.to_owned()))
}

fn new_phone(sent: &Object) -> Result<Address, Refused> {
    let number = parameters::phone(sent, "phoneNumber")?.to_owned();
    Ok(Address::Phone(number, parameters::country_code(sent, "phoneCountryCode")?.map(str::to_owned)))
}

fn bind(
    service: &Service,
    headers: &HeaderMap,
    bytes: &[u8],
    channel: &str,
    read: fn(&Object) -> Result<Address, Refused>,
) -> Result<Success, Refused> {
    let (_, account) = service.signed_in(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let address = read(&sent)?;
    let code = parameters::text(&sent, "passCode")?;
    let bound = match &address {
        Address::Email(_) => account.persona.email.is_some(),
        Address::Phone(..) => account.persona.phone.is_some(),
    };
    if bound {
        // To put another in its place there are endpoints of their own.
        return Err(Refused::AlreadyBound);
    }
    redeem(service, &address, channel, code)?;
    set(service, &account.user_id, address)
}

fn redeem(service: &Service, address: &Address, channel: &str, code: &str) -> Result<(), Refused> {
    let good = service.codes.redeem(address.delivery(), channel, address.to(), code, service.clock.now());
    if good { Ok(()) } else { Err(Refused::WrongCode) }
}

/// Puts an address into an account, unless somebody else has it.
fn set(service: &Service, user_id: &str, address: Address) -> Result<Success, Refused> {
    let name = address.to().to_owned();
    let changed_at = service.clock.now();
    let is_phone = matches!(address, Address::Phone(..));
    let changed = service.accounts.change_unless(
        user_id,
        |other| other.persona.is_called(&name),
        |account| {
            account.updated_at = Some(format!("{changed_at:.3}"));
            let persona = Arc::make_mut(&mut account.persona);
            match address {
                Address::Email(email) => persona.email = Some(email),
                Address::Phone(number, code) => {
                    persona.phone = Some(number);
                    account.phone_country_code = Some(code.unwrap_or_else(|| "+86".to_owned()));
                }
            }
        },
    );
    changed.map(|()| Success::default()).map_err(|not_changed| match not_changed {
        NotChanged::InTheWay if is_phone => Refused::PhoneTaken,
        NotChanged::InTheWay => Refused::UserExists,
        NotChanged::NoAccount => Refused::NotSignedIn(TokenTrouble::NoAccount),
    })
}

/// `POST /api/v3/unbind-email`: refused when no other way to sign in remains.
pub(crate) async fn unbind_email(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, unbind(&service, &headers, &bytes, "CHANNEL_UNBIND_EMAIL", own_email))
}

/// `POST /api/v3/unbind-phone`: refused when no other way to sign in remains.
pub(crate) async fn unbind_phone(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, unbind(&service, &headers, &bytes, "CHANNEL_UNBIND_PHONE", own_phone))
}

fn own_email(account: &Account) -> Option<Address> {
    account.persona.email.clone().map(Address::Email)
}

fn own_phone(account: &Account) -> Option<Address> {
    account.persona.phone.clone().map(|number| Address::Phone(number, account.phone_country_code.clone()))
}

fn unbind(
    service: &Service,
    headers: &HeaderMap,
    bytes: &[u8],
    channel: &str,
    own: fn(&Account) -> Option<Address>,
) -> Result<Success, Refused> {
    let (_, account) = service.signed_in(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let code = parameters::text(&sent, "passCode")?;
    let address = own(&account).ok_or(Refused::NoAddressBound)?;
    if !remains_without(&account, &address) {
        return Err(Refused::LastLoginMethod);
    }
    redeem(service, &address, channel, code)?;
    let changed_at = service.clock.now();
    let changed = service.accounts.change(&account.user_id, |account| {
        // Once more, and now nothing comes between: another request may have taken the other way away.
        if !remains_without(account, &address) {
            return Err(Refused::LastLoginMethod);
        }
        let persona = Arc::make_mut(&mut account.persona);
        match address {
            Address::Email(_) => persona.email = None,
            Address::Phone(..) => {
                persona.phone = None;
                account.phone_country_code = None;
            }
        }
        account.updated_at = Some(format!("{changed_at:.3}"));
        Ok(Success::default())
    });
    changed.ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))?
}

/// Whether somebody can still sign in without this address: with a code to the other one, through a provider, or with a
/// password and a username to go with it.
fn remains_without(account: &Account, address: &Address) -> bool {
    let persona = &account.persona;
    let other_address = match address {
        Address::Email(_) => persona.phone.is_some(),
        Address::Phone(..) => persona.email.is_some(),
    };
    other_address || !account.identities.is_empty() || (account.password_set && persona.username.is_some())
}

/// `POST /api/v3/verify-update-email-request`. A code to the old address is looked at if it is sent; no pool demands it
/// here.
pub(crate) async fn verify_update_email(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(_, account)| {
        let sent = body::json_object(&headers, &bytes)?;
        if parameters::text(&sent, "verifyMethod")? != "EMAIL_PASSCODE" {
            return Err(Refused::Parameter("verifyMethod"));
        }
        let payload = parameters::object(&sent, "emailPassCodePayload")?;
        let email = parameters::email(payload, "emailPassCodePayload.newEmail")?.to_owned();
        let code = parameters::text(payload, "emailPassCodePayload.newEmailPassCode")?;
        parameters::optional_text(payload, "emailPassCodePayload.oldEmail")?;
        let old_code = parameters::optional_text(payload, "emailPassCodePayload.oldEmailPassCode")?;
        let step = NextStep::UpdateEmail(email.clone());
        allow(&service, &account, &Address::Email(email), code, own_email(&account).zip(old_code), "EMAIL", step)
    });
    answer(&headers, outcome)
}

/// `POST /api/v3/verify-update-phone-request`.
pub(crate) async fn verify_update_phone(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(_, account)| {
        let sent = body::json_object(&headers, &bytes)?;
        if parameters::text(&sent, "verifyMethod")? != "PHONE_PASSCODE" {
            return Err(Refused::Parameter("verifyMethod"));
        }
        let payload = parameters::object(&sent, "phonePassCodePayload")?;
        let number = parameters::phone(payload, "phonePassCodePayload.newPhoneNumber")?.to_owned();
        let code = parameters::text(payload, "phonePassCodePayload.newPhonePassCode")?;
        let country = parameters::country_code(payload, "phonePassCodePayload.newPhoneCountryCode")?.map(str::to_owned);
        parameters::optional_text(payload, "phonePassCodePayload.oldPhoneNumber")?;
        let old_code = parameters::optional_text(payload, "phonePassCodePayload.oldPhonePassCode")?;
        if account.persona.has_phone(&number) {
            return Err(Refused::SamePhone);
        }
        let step = NextStep::UpdatePhone(number.clone(), country.clone());
        let address = Address::Phone(number, country);
        allow(&service, &account, &address, code, own_phone(&account).zip(old_code), "PHONE", step)
    });
    answer(&headers, outcome)
}

/// Checks the codes and answers the token for the next step.
fn allow(
    service: &Service,
    account: &Account,
    new: &Address,
    code: &str,
    old: Option<(Address, &str)>,
    what: &str,
    step: NextStep,
) -> Result<Success, Refused> {
    let channel = format!("CHANNEL_UPDATE_{what}");
    redeem(service, new, &channel, code)?;
    if let Some((address, code)) = old {
        redeem(service, &address, &channel, code)?;
    }
    let token = service.next_steps.allow(step, &account.user_id, service.clock.now()).ok_or(Refused::NoKeys)?;
    let key = if what == "EMAIL" { "updateEmailToken" } else { "updatePhoneToken" };
    Ok(Success::of(json!({key: token, "tokenExpiresIn": GOOD_FOR.as_secs()})))
}

/// `POST /api/v3/update-email`.
pub(crate) async fn update_email(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, update(&service, &headers, &bytes, "updateEmailToken"))
}

/// `POST /api/v3/update-phone`.
pub(crate) async fn update_phone(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    answer(&headers, update(&service, &headers, &bytes, "updatePhoneToken"))
}

fn update(service: &Service, headers: &HeaderMap, bytes: &[u8], path: &'static str) -> Result<Success, Refused> {
    let (grant, _) = service.signed_in(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let token = parameters::text(&sent, path)?;
    let taken = service.next_steps.take(token, service.clock.now(), |step, user_id| {
        let meant = match step {
            NextStep::UpdateEmail(_) => path == "updateEmailToken",
            NextStep::UpdatePhone(..) => path == "updatePhoneToken",
            NextStep::ResetPassword | NextStep::DeleteAccount => false,
        };
        meant && *user_id == *grant.user_id
    });
    let address = match taken {
        Some((NextStep::UpdateEmail(email), _)) => Address::Email(email),
        Some((NextStep::UpdatePhone(number, code), _)) => Address::Phone(number, code),
        _ => return Err(Refused::StepToken),
    };
    set(service, &grant.user_id, address)?;
    Ok(Success::of(json!({"success": true})))
}
