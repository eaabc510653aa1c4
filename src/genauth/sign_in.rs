//! `POST /api/v3/signin`, with each of its connections.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::client_authentication::ProvenAt;
use super::password_encryption::EncryptionKey;
use super::redaction::LiveSecret;
use super::transport::{Call, RequestBody};
use super::{Answer, CaptchaAnswer, Client, Error, Failure, PassCode, Password, TokenSet};

/// What is asked for: `openid`, without which no user endpoint answers; what the screens show of a person; and
/// `offline_access`, without which no refresh token comes (reference sections 4 and 8.2).
pub const DEFAULT_SCOPE: &str = "openid profile username email phone external_id offline_access";

/// What a person proves to be themselves with (reference section 4).
#[derive(Debug, Clone)]
pub enum Credentials {
    /// `PASSWORD`: a username, email or phone number, and its password.
    Password {
        /// The account, by any of its names.
        account: String,
        /// Its password.
        password: Password,
    },
    /// `PASSCODE` with a code that came by email.
    EmailCode {
        /// Where the code was sent.
        email: String,
        /// The code.
        code: PassCode,
    },
    /// `PASSCODE` with a code that came by text message.
    PhoneCode {
        /// Where the code was sent.
        phone: PhoneNumber,
        /// The code.
        code: PassCode,
    },
    /// `LDAP`: a name in a directory, and its password.
    Ldap {
        /// `sAMAccountName`.
        account: String,
        /// The directory's password.
        password: Password,
    },
    /// `AD`: a name in Active Directory, and its password.
    ActiveDirectory {
        /// `sAMAccountName`.
        account: String,
        /// The directory's password.
        password: Password,
    },
}

/// A phone number as the service takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// With its plus sign, such as `+86`; left out of the request when there is none.
    pub country_code: Option<String>,
    /// The number without the country code.
    pub number: String,
}

/// What goes along with credentials.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignInOptions<'a> {
    /// The answer to a captcha, when the service asked for one (`apiCode` 2000, reference section 11).
    pub captcha: Option<&'a CaptchaAnswer>,
    /// Encrypts passwords before they are sent, where the account space wants that (reference section 10).
    pub encryption: Option<&'a EncryptionKey>,
    /// What is asked for, separated by spaces; what the screens of this program show of a person when `None`.
    pub scope: Option<&'a str>,
}

impl Client {
    /// Signs in with an account (user name, email or phone) and its password, with no options.
    ///
    /// # Errors
    ///
    /// Those of [`Client::sign_in`].
    pub async fn sign_in_with_password(&self, account: &str, password: &Password) -> Result<Answer<TokenSet>, Failure> {
        let credentials = Credentials::Password { account: account.to_owned(), password: password.clone() };
        self.sign_in(&credentials, SignInOptions::default()).await
    }

    /// Signs in: `POST /api/v3/signin` (reference section 4). Sent once and never again by itself, because every
    /// attempt counts towards a lock-out (reference section 11).
    ///
    /// # Errors
    ///
    /// A [`Failure`]. When [`Refusal::flow_code`](super::Refusal::flow_code) says so, the sign-in goes on in the
    /// browser. [`Error::NotEncrypted`], with nothing sent, when the service's key cannot encrypt the password.
    pub async fn sign_in(
        &self,
        credentials: &Credentials,
        options: SignInOptions<'_>,
    ) -> Result<Answer<TokenSet>, Failure> {
        let mut secrets = secrets_of(credentials, options);
        let (body, unencrypted) = match body_of(credentials, options) {
            Ok(mut body) => {
                secrets.extend(ciphertext_in(&body, options));
                self.settings().authentication.add_to_json(&self.settings().app_id, &mut body);
                (Value::from(body), None)
            }
            Err(error) => (Value::Null, Some(error)),
        };
        let call = Call {
            secrets,
            proven_at: Some(ProvenAt::SignIn),
            withheld: unencrypted,
            ..Call::post("/api/v3/signin", RequestBody::Json(body.to_string()))
        };
        self.call(call, |data| TokenSet::read("data", data, Timestamp::now())).await
    }
}

fn body_of(credentials: &Credentials, options: SignInOptions<'_>) -> Result<Map<String, Value>, Error> {
    let sent = |password: &Password| match options.encryption {
        None => Ok(password.expose().to_owned()),
        Some(key) => key.encrypt(password).ok_or(Error::NotEncrypted),
    };
    let (connection, payload_name, payload) = match credentials {
        Credentials::Password { account, password } => {
            ("PASSWORD", "passwordPayload", json!({ "account": account, "password": sent(password)? }))
        }
        Credentials::EmailCode { email, code } => {
            ("PASSCODE", "passCodePayload", json!({ "email": email, "passCode": code.expose() }))
        }
        Credentials::PhoneCode { phone, code } => {
            let mut payload = json!({ "phone": phone.number, "passCode": code.expose() });
            if let Some(country_code) = &phone.country_code {
                payload["phoneCountryCode"] = country_code.as_str().into();
            }
            ("PASSCODE", "passCodePayload", payload)
        }
        Credentials::Ldap { account, password } => {
            ("LDAP", "ldapPayload", json!({ "sAMAccountName": account, "password": sent(password)? }))
        }
        Credentials::ActiveDirectory { account, password } => {
            ("AD", "adPayload", json!({ "sAMAccountName": account, "password": sent(password)? }))
        }
    };
    let mut settings = Map::new();
    settings.insert("scope".to_owned(), options.scope.unwrap_or(DEFAULT_SCOPE).into());
    // Without encryption `passwordEncryptType` is left out: its default is clear text, which is right inside TLS
    // (reference section 10).
    if options.encryption.is_some() && carries_a_password(credentials) {
        settings.insert("passwordEncryptType".to_owned(), "rsa".into());
    }
    if let Some(captcha) = options.captcha {
        settings.insert("captchaCode".to_owned(), captcha.code.expose().into());
        settings.insert("captchaToken".to_owned(), captcha.token.expose().into());
    }
    let mut body = Map::new();
    body.insert("connection".to_owned(), connection.into());
    body.insert(payload_name.to_owned(), payload);
    body.insert("options".to_owned(), settings.into());
    Ok(body)
}

fn carries_a_password(credentials: &Credentials) -> bool {
    match credentials {
        Credentials::Password { .. } | Credentials::Ldap { .. } | Credentials::ActiveDirectory { .. } => true,
        Credentials::EmailCode { .. } | Credentials::PhoneCode { .. } => false,
    }
}

fn secrets_of(credentials: &Credentials, options: SignInOptions<'_>) -> Vec<LiveSecret> {
    let mut secrets = vec![match credentials {
        Credentials::Password { password, .. }
        | Credentials::Ldap { password, .. }
        | Credentials::ActiveDirectory { password, .. } => LiveSecret::password(password),
        Credentials::EmailCode { code, .. } | Credentials::PhoneCode { code, .. } => LiveSecret::code(code),
    }];
    if let Some(captcha) = options.captcha {
        secrets.extend([LiveSecret::code(&captcha.code), LiveSecret::captcha_token(&captcha.token)]);
    }
    secrets
}

/// The encrypted password in a sign-in's body.
fn ciphertext_in(body: &Map<String, Value>, options: SignInOptions<'_>) -> Option<LiveSecret> {
    options.encryption?;
    let ciphertext = body.values().find_map(|payload| payload.get("password")?.as_str())?;
    Some(LiveSecret::encrypted_password(ciphertext))
}
