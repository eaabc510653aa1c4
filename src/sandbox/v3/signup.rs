//! New accounts: `POST /api/v3/signup`, and a sign-in with `options.autoRegister` (reference sections 3.7 and 4).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::attempt::{AccountName, Address};
use super::envelope::{Success, answer};
use super::parameters::{self, Object};
use super::password_key::PasswordEncryption;
use super::profile::{self, Seen};
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::newcomer::newcomer;
use crate::sandbox::pool::Account;
use crate::sandbox::service::Service;

/// The channel of codes to sign up with (reference section 3.3).
const REGISTER_CHANNEL: &str = "CHANNEL_REGISTER";

/// `POST /api/v3/signup`: answers the new user, and no token (reference section 3.7).
pub(crate) async fn signup(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = sign_up(&service, &headers, &bytes);
    answer(&headers, outcome)
}

fn sign_up(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let sent = body::json_object(headers, bytes)?;
    let options = parameters::optional_object(&sent, "options")?.cloned().unwrap_or_default();
    let encryption = PasswordEncryption::read(
        parameters::optional_text(&options, "options.passwordEncryptType")?,
        "options.passwordEncryptType",
    )?;
    let changes = match parameters::optional_object(&sent, "profile")? {
        Some(sent) => profile::Changes::read(sent)?,
        None => profile::Changes::default(),
    };
    let now = service.clock.now();
    let mut account = newcomer(now).ok_or(Refused::NoKeys)?;
    match parameters::text(&sent, "connection")? {
        "PASSWORD" => {
            let (name, password) = with_password(&sent, encryption)?;
            name_it(&mut account, &name);
            set_password(&mut account, &password);
        }
        "PASSCODE" => {
            let payload = parameters::object(&sent, "passCodePayload")?;
            let code = parameters::text(payload, "passCodePayload.passCode")?;
            let address = address(payload)?;
            if !service.codes.redeem(address.delivery(), REGISTER_CHANNEL, address.to(), code, now) {
                return Err(Refused::WrongCode);
            }
            reach_it(&mut account, &address);
            if let Some(sent) = parameters::optional_text(&options, "options.passwordForPhonePassCode")? {
                set_password(&mut account, &encryption.open(sent, "options.passwordForPhonePassCode")?);
            }
        }
        _ => return Err(Refused::Parameter("connection")),
    }
    changes.apply(&mut account);
    let account = put(service, account)?;
    Ok(Success::of(profile::user(service, &account, Seen::Whole)))
}

fn with_password(sent: &Object, encryption: PasswordEncryption) -> Result<(AccountName, String), Refused> {
    let payload = parameters::object(sent, "passwordPayload")?;
    let sent = parameters::text(payload, "passwordPayload.password")?;
    let password = encryption.open(sent, "passwordPayload.password")?;
    let email = parameters::optional_text(payload, "passwordPayload.email")?;
    let username = parameters::optional_text(payload, "passwordPayload.username")?;
    let name = match (email, username) {
        (Some(_), None) => AccountName::Email(parameters::email(payload, "passwordPayload.email")?.to_owned()),
        (None, Some(username)) => AccountName::Username(username.to_owned()),
        _ => return Err(Refused::NotOneAccountName),
    };
    Ok((name, password))
}

fn address(payload: &Object) -> Result<Address, Refused> {
    let country_code = parameters::country_code(payload, "passCodePayload.phoneCountryCode")?.map(str::to_owned);
    let has = |path| parameters::optional_text(payload, path).map(|text| text.is_some());
    match (has("passCodePayload.email")?, has("passCodePayload.phone")?) {
        (true, false) => Ok(Address::Email(parameters::email(payload, "passCodePayload.email")?.to_owned())),
        (false, true) => {
            let number = parameters::phone(payload, "passCodePayload.phone")?.to_owned();
            Ok(Address::Phone(number, country_code))
        }
        _ => Err(Refused::NotOneAddress),
    }
}

/// The account that a sign-in with `options.autoRegister` makes of a name that nobody has.
pub(crate) fn register_with_password(
    service: &Service,
    name: &AccountName,
    password: &str,
) -> Result<Arc<Account>, Refused> {
    let mut account = newcomer(service.clock.now()).ok_or(Refused::NoKeys)?;
    name_it(&mut account, name);
    set_password(&mut account, password);
    put(service, account)
}

/// The account that a sign-in with `options.autoRegister` makes of an address that nobody has.
pub(crate) fn register_with_code(service: &Service, address: &Address) -> Result<Arc<Account>, Refused> {
    let mut account = newcomer(service.clock.now()).ok_or(Refused::NoKeys)?;
    reach_it(&mut account, address);
    put(service, account)
}

fn name_it(account: &mut Account, name: &AccountName) {
    let persona = Arc::make_mut(&mut account.persona);
    match name {
        AccountName::Email(email) => persona.email = Some(email.clone()),
        AccountName::Phone(phone) => persona.phone = Some(phone.clone()),
        AccountName::Username(name) | AccountName::Account(name) => persona.username = Some(name.clone()),
    }
}

fn reach_it(account: &mut Account, address: &Address) {
    let persona = Arc::make_mut(&mut account.persona);
    match address {
        Address::Email(email) => persona.email = Some(email.clone()),
        Address::Phone(number, code) => {
            persona.phone = Some(number.clone());
            account.phone_country_code = Some(code.clone().unwrap_or_else(|| "+86".to_owned()));
        }
    }
}

fn set_password(account: &mut Account, password: &str) {
    Arc::make_mut(&mut account.persona).password = Some(password.to_owned());
    account.password_set = true;
}

/// Adds it, unless somebody has one of its names.
fn put(service: &Service, account: Account) -> Result<Arc<Account>, Refused> {
    let user_id = Arc::clone(&account.user_id);
    let persona = Arc::clone(&account.persona);
    let names = [&persona.email, &persona.username, &persona.phone];
    let taken = |other: &Account| names.iter().copied().flatten().any(|name| other.persona.is_called(name));
    if !service.accounts.put_unless(account, taken) {
        return Err(Refused::UserExists);
    }
    service.accounts.get(&user_id).ok_or(Refused::NoSuchUser)
}
