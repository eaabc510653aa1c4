//! What a client of a sandbox has to be told: addresses, applications, personas.

use serde::Serialize;

use super::pool::{Application, Persona};
use super::service::Service;
use super::start::Trust;

/// A running sandbox in the words of who configures a client. It holds secrets, which is its purpose, and so it has no
/// `Debug`. Its JSON is what `bindery sandbox --json` prints and `docs/admin-api.md` describes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SandboxInfo {
    /// The base address of everything (reference section 1.1).
    pub app_host: String,
    /// The issuer of ID tokens (reference section 8.1).
    pub issuer: String,
    /// The user pool's ID.
    pub user_pool_id: String,
    /// The applications; the first is the one that the program itself uses.
    pub applications: Vec<ApplicationInfo>,
    /// Everybody who had an account at the start.
    pub personas: Vec<PersonaInfo>,
    /// The admin API, if there is one.
    pub admin: Option<AdminInfo>,
    /// With TLS, the file with the certificate to trust.
    pub ca_file: Option<String>,
    /// With TLS, the certificate to trust, as PEM.
    pub ca_certificate: Option<String>,
}

/// One application.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationInfo {
    /// `appId`, which is OAuth's `client_id`.
    pub app_id: String,
    /// What its pages call it.
    pub name: String,
    /// The client secret, if it has one.
    pub secret: Option<String>,
    /// `none`, `client_secret_post` or `client_secret_basic` (RFC 7591, section 2).
    pub token_endpoint_auth_method: &'static str,
    /// `RS256` or `HS256`.
    pub id_token_signed_response_alg: &'static str,
    /// Addresses a sign-in may return to; a port may be `*`.
    pub redirect_uris: Vec<String>,
    /// Addresses a sign-out may return to; a port may be `*`.
    pub post_logout_redirect_uris: Vec<String>,
}

/// Somebody who can sign in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonaInfo {
    /// A short name that never changes.
    pub key: String,
    /// The name to sign in with: the first of email, username and phone that there is.
    pub account: String,
    /// The email, if there is one.
    pub email: Option<String>,
    /// The username, if there is one.
    pub username: Option<String>,
    /// The phone number without its country code, if there is one.
    pub phone: Option<String>,
    /// The password, if one is set.
    pub password: Option<String>,
    /// What this account is good for.
    pub description: String,
}

/// The admin API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdminInfo {
    /// Its address.
    pub url: String,
    /// What has to follow `Bearer` in every request; left out where it is not to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl SandboxInfo {
    /// All but the admin API.
    pub(super) fn of(service: &Service, trust: Option<&Trust>) -> Self {
        Self {
            app_host: service.app_host.clone(),
            issuer: service.issuer(),
            user_pool_id: service.pool.user_pool_id().to_owned(),
            applications: service.pool.applications().map(ApplicationInfo::from).collect(),
            personas: service.pool.personas().map(PersonaInfo::from).collect(),
            admin: None,
            ca_file: trust.map(|trust| trust.file.path().to_string_lossy().into_owned()),
            ca_certificate: trust.map(|trust| trust.certificate.clone()),
        }
    }
}

impl From<&Application> for ApplicationInfo {
    fn from(application: &Application) -> Self {
        Self {
            app_id: application.app_id.clone(),
            name: application.name.clone(),
            secret: application.secret.clone(),
            token_endpoint_auth_method: application.token_endpoint_auth_method.as_str(),
            id_token_signed_response_alg: application.id_token_signed_response_alg.as_str(),
            redirect_uris: application.redirect_uris.clone(),
            post_logout_redirect_uris: application.post_logout_redirect_uris.clone(),
        }
    }
}

impl From<&Persona> for PersonaInfo {
    fn from(persona: &Persona) -> Self {
        Self {
            key: persona.key.clone(),
            account: persona.account().to_owned(),
            email: persona.email.clone(),
            username: persona.username.clone(),
            phone: persona.phone.clone(),
            password: persona.password.clone(),
            description: persona.description.clone(),
        }
    }
}
