//! What a sign-in brings: the body of `POST /api/v3/signin` (reference section 4).

use super::parameters::{self, Object};
use super::password_key::PasswordEncryption;
use super::refused::Refused;
use crate::sandbox::codes::Delivery;
use crate::sandbox::pool::Account;

/// What is granted when `options.scope` is not sent: what the Python SDK asks for (reference section 13).
const DEFAULT_SCOPE: &str = "openid profile email phone address";

/// A sign-in as it was sent, with every parameter of its type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) credentials: Credentials,
    pub(crate) scope: String,
    /// Create the user if missing.
    pub(crate) auto_register: bool,
    /// `captchaToken` and `captchaCode`.
    pub(crate) captcha: Option<(String, String)>,
    /// The person's address, where a server relays.
    pub(crate) client_ip: Option<String>,
}

/// Who it says it is, and how it proves it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Credentials {
    Password { name: AccountName, password: String },
    PassCode { address: Address, code: String },
    Ldap { name: String, password: String },
    ActiveDirectory { name: String, password: String },
}

/// The one way in which an account is named.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AccountName {
    /// Whichever of the others it is.
    Account(String),
    Email(String),
    Username(String),
    Phone(String),
}

impl AccountName {
    pub(crate) fn is_of(&self, account: &Account) -> bool {
        let persona = &account.persona;
        match self {
            Self::Account(name) => persona.is_called(name),
            Self::Email(email) => persona.has_email(email),
            Self::Username(username) => persona.has_username(username),
            Self::Phone(phone) => persona.has_phone(phone),
        }
    }
}

/// Where a code was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    Email(String),
    /// The number, and its country code if it was given.
    Phone(String, Option<String>),
}

impl Address {
    /// How codes get there.
    pub(crate) fn delivery(&self) -> Delivery {
        match self {
            Self::Email(_) => Delivery::Email,
            Self::Phone(..) => Delivery::Sms,
        }
    }

    /// The email address, or the number alone: the country code is optional everywhere.
    pub(crate) fn to(&self) -> &str {
        match self {
            Self::Email(email) => email,
            Self::Phone(number, _) => number,
        }
    }

    /// Whether an account is reached there. A country code counts when both sides have one.
    pub(crate) fn is_of(&self, account: &Account) -> bool {
        match self {
            Self::Email(email) => account.persona.has_email(email),
            Self::Phone(number, code) => {
                let codes = code.as_deref().zip(account.phone_country_code.as_deref());
                account.persona.has_phone(number) && codes.is_none_or(|(sent, own)| sent == own)
            }
        }
    }
}

impl Attempt {
    /// Reads the body.
    pub(crate) fn read(sent: &Object) -> Result<Self, Refused> {
        let options = parameters::optional_object(sent, "options")?.cloned().unwrap_or_default();
        let encryption = PasswordEncryption::read(
            parameters::optional_text(&options, "options.passwordEncryptType")?,
            "options.passwordEncryptType",
        )?;
        let credentials = match parameters::text(sent, "connection")? {
            "PASSWORD" => password(parameters::object(sent, "passwordPayload")?, encryption)?,
            "PASSCODE" => pass_code(parameters::object(sent, "passCodePayload")?)?,
            "LDAP" => {
                let payload = parameters::object(sent, "ldapPayload")?;
                let name = parameters::text(payload, "ldapPayload.sAMAccountName")?.to_owned();
                let password =
                    encryption.open(parameters::text(payload, "ldapPayload.password")?, "ldapPayload.password")?;
                Credentials::Ldap { name, password }
            }
            "AD" => {
                let payload = parameters::object(sent, "adPayload")?;
                let name = parameters::text(payload, "adPayload.sAMAccountName")?.to_owned();
                let password =
                    encryption.open(parameters::text(payload, "adPayload.password")?, "adPayload.password")?;
                Credentials::ActiveDirectory { name, password }
            }
            _ => return Err(Refused::Parameter("connection")),
        };
        let auto_register = parameters::flag(&options, "options.autoRegister")?;
        if auto_register && matches!(credentials, Credentials::Password { name: AccountName::Account(_), .. }) {
            // Whether it would be an email, a username or a phone number nobody could say.
            return Err(Refused::Parameter("options.autoRegister"));
        }
        for path in ["options.context", "options.customData"] {
            parameters::optional_object(&options, path)?;
        }
        parameters::optional_text(&options, "options.tenantId")?;
        Ok(Self {
            credentials,
            scope: scope(&options)?,
            auto_register,
            captcha: captcha(&options)?,
            client_ip: parameters::optional_text(&options, "options.clientIp")?.map(str::to_owned),
        })
    }
}

fn password(payload: &Object, encryption: PasswordEncryption) -> Result<Credentials, Refused> {
    let sent = parameters::text(payload, "passwordPayload.password")?;
    let password = encryption.open(sent, "passwordPayload.password")?;
    let named = |path| parameters::optional_text(payload, path).map(|text| text.map(str::to_owned));
    let mut names = [
        named("passwordPayload.account")?.map(AccountName::Account),
        named("passwordPayload.email")?.map(AccountName::Email),
        named("passwordPayload.username")?.map(AccountName::Username),
        named("passwordPayload.phone")?.map(AccountName::Phone),
    ]
    .into_iter()
    .flatten();
    match (names.next(), names.next()) {
        (Some(name), None) => Ok(Credentials::Password { name, password }),
        _ => Err(Refused::NotOneAccountName),
    }
}

fn pass_code(payload: &Object) -> Result<Credentials, Refused> {
    let code = parameters::text(payload, "passCodePayload.passCode")?.to_owned();
    let country_code = parameters::country_code(payload, "passCodePayload.phoneCountryCode")?.map(str::to_owned);
    let has = |path| parameters::optional_text(payload, path).map(|text| text.is_some());
    let address = match (has("passCodePayload.email")?, has("passCodePayload.phone")?) {
        (true, false) => Address::Email(parameters::email(payload, "passCodePayload.email")?.to_owned()),
        (false, true) => Address::Phone(parameters::phone(payload, "passCodePayload.phone")?.to_owned(), country_code),
        _ => return Err(Refused::NotOneAddress),
    };
    Ok(Credentials::PassCode { address, code })
}

fn scope(options: &Object) -> Result<String, Refused> {
    let Some(scope) = parameters::optional_text(options, "options.scope")? else {
        return Ok(DEFAULT_SCOPE.to_owned());
    };
    if !scope.split(' ').any(|one| one == "openid") {
        return Err(Refused::ScopeWithoutOpenid);
    }
    Ok(scope.to_owned())
}

/// `captchaCode` and `captchaToken` go together (reference section 4).
fn captcha(options: &Object) -> Result<Option<(String, String)>, Refused> {
    let code = parameters::optional_text(options, "options.captchaCode")?;
    let token = parameters::optional_text(options, "options.captchaToken")?;
    match (token, code) {
        (Some(token), Some(code)) => Ok(Some((token.to_owned(), code.to_owned()))),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Refused::Parameter("options.captchaToken")),
        (Some(_), None) => Err(Refused::Parameter("options.captchaCode")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(sent: &Value) -> Result<Attempt, Refused> {
        Attempt::read(sent.as_object().unwrap())
    }

    #[test]
    fn the_captured_bodies_are_read() {
        let sent = json!({"connection": "PASSWORD", "passwordPayload": {"account": "alice", "password": "passw0rd"}});
        let attempt = read(&sent).unwrap();
        let name = AccountName::Account("alice".to_owned());
        assert_eq!(attempt.credentials, Credentials::Password { name, password: "passw0rd".to_owned() });
        assert_eq!(attempt.scope, DEFAULT_SCOPE);
        let sent =
            json!({"connection": "PASSCODE", "passCodePayload": {"email": "alice@example.com", "passCode": "123456"}});
        let address = Address::Email("alice@example.com".to_owned());
        let code = "123456".to_owned();
        assert_eq!(read(&sent).unwrap().credentials, Credentials::PassCode { address, code });
    }

    #[test]
    fn half_a_captcha_and_a_nameless_registration_are_refused() {
        let with = |options: Value| {
            json!({
                "connection": "PASSWORD", "passwordPayload": {"account": "a", "password": "b"}, "options": options,
            })
        };
        for (options, path) in [
            (json!({"captchaCode": "ABCD"}), "options.captchaToken"),
            (json!({"captchaToken": "abc"}), "options.captchaCode"),
            (json!({"autoRegister": true}), "options.autoRegister"),
            (json!({"autoRegister": "true"}), "options.autoRegister"),
        ] {
            assert_eq!(read(&with(options)), Err(Refused::Parameter(path)));
        }
    }

    proptest! {
        #[test]
        fn no_payload_panics(connection in "PASSWORD|PASSCODE|LDAP|AD", key in "account|email|phone|passCode", text in "\\PC*") {
            let mut payload = json!({"password": "x", "passCode": "1", "sAMAccountName": "y"});
            payload[key] = text.clone().into();
            let _ = read(&json!({
                "connection": connection, "passwordPayload": payload, "passCodePayload": payload,
                "ldapPayload": payload, "adPayload": payload, "options": {"scope": text},
            }));
        }
    }
}
