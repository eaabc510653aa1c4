//! The GenAuth V3 and OpenID Connect protocol, as on the wire.
//!
//! A [`Client`] speaks to one [`AppHost`] for one application. Every call is one HTTP request and ends as an
//! [`Answer`] or a [`Failure`]; both carry the [`Attempt`], which is safe to show. While the call runs, its
//! [`Exchange`] is recorded, redacted as it is made, and handed to an [`ExchangeObserver`].
//!
//! Where to look:
//! - `app_host`, `settings`, `secrets`: what a client is told;
//! - `client`, `transport`, `unreachable`: how one request goes out and comes back;
//! - `envelope`, `fields`, `excerpt`, `retry_after`: how an answer is read, as leniently as section 14 of the wire reference asks;
//! - `exchange`, `recording`, `redaction`, `cause`, `phases`: what is kept of it; `foreign`: the same for what others recorded;
//! - `harmless`: the reads that may be made again at any time;
//! - `sign_in`, `send_code`, `captcha`, `password_encryption`, `discovery`,
//!   `authorization`, `id_token`, `issuer`, `web_token`, `key_set`, `profile`, `identities`, `link`, `ext_idps`, `security_info`, `system`, `oidc`: one family of calls each.
//!
//! "Reference section N" in these pages means the project's wire reference of the V3 Authentication API.

mod app_host;
mod attempt;
mod authorization;
mod captcha;
mod cause;
mod client;
mod client_authentication;
pub mod codes;
mod discovery;
mod envelope;
mod error;
mod excerpt;
mod exchange;
mod ext_idps;
mod fields;
mod foreign;
mod harmless;
mod id_token;
mod identities;
mod issuer;
mod key_set;
mod link;
mod oidc;
mod password_encryption;
mod phases;
mod profile;
mod recording;
mod redaction;
mod retry_after;
mod root_certificates;
mod secrets;
mod security_info;
mod send_code;
mod settings;
mod sign_in;
mod system;
mod token_set;
mod told_outcome;
mod transport;
mod unreachable;
mod web_token;

pub use app_host::{AppHost, AppHostError};
pub use attempt::{Answer, Attempt, Failure};
pub use authorization::{AuthorizationRequest, NotTheAnswer};
pub use captcha::{Captcha, CaptchaAnswer};
pub use cause::Cause;
pub use client::{Client, ClientError};
pub use client_authentication::ClientAuthentication;
pub use discovery::ProviderMetadata;
pub use error::{Certainty, Error, Refusal, Unreachable};
pub use exchange::{
    Exchange, ExchangeObserver, Header, NoObserver, Outcome, RecordedBody, RecordedRequest, RecordedResponse,
};
pub use ext_idps::{EnabledConnection, ExtIdpKind};
pub use foreign::{ForeignBody, ForeignExchange};
pub use harmless::HarmlessRead;
pub use id_token::{Expected, IdClaims, IdTokenError, Signature};
pub use identities::Identity;
pub(crate) use issuer::is_issuer_at;
pub use key_set::KeySet;
pub use password_encryption::EncryptionKey;
pub use phases::{ConnectionUse, MeasuredElsewhere, Phases};
pub use profile::Profile;
pub use recording::EndedCall;
pub use retry_after::RetryAfter;
pub use root_certificates::{RootCertificates, RootCertificatesError};
pub use secrets::{
    AccessToken, AuthorizationCode, CaptchaToken, ClientSecret, IdToken, LinkAddress, PassCode, Password, RefreshToken,
};
pub use security_info::SecurityInfo;
pub use settings::{ClientSettings, Deadlines, HeaderFamily, Language, ProxyChoice};
pub use sign_in::{Credentials, DEFAULT_SCOPE, PhoneNumber, SignInOptions};
pub use system::SystemInfo;
pub use token_set::TokenSet;
pub use told_outcome::{ToldFailure, ToldOutcome};
pub use web_token::claims_to_show;
