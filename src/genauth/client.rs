//! The client: one host, one application.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::phases::{MeasuredConnecting, MeasuredResolver};
use super::redaction::KnownSecrets;
use super::{ClientSettings, ExchangeObserver, ProxyChoice, unreachable};

/// How long an idle connection is kept for the next call.
///
/// A request that is written to a connection which the server is closing at that moment is lost without anybody
/// knowing whether it was read. Servers that run on Node close idle connections after 5 s, which is the shortest
/// common default; keeping them for less avoids that race, and still serves the few calls that follow one another
/// when a screen loads.
const IDLE: Duration = Duration::from_secs(3);

/// Speaks to one [`AppHost`](super::AppHost) for one application. Cheap to clone; clones share their connections.
///
/// Every call follows no redirect, keeps no cookie, is sent once, ends within the
/// [`Deadlines`](super::Deadlines), and reads at most 8 MiB. A call needs a Tokio runtime with time and I/O enabled.
#[derive(Clone)]
pub struct Client {
    settings: Arc<ClientSettings>,
    observer: Arc<dyn ExchangeObserver>,
    http: reqwest::Client,
    headers: HeaderMap,
    known_secrets: KnownSecrets,
}

/// Why a client could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The application's identifier is empty or holds characters that an HTTP header cannot carry.
    #[error("the app ID is empty or holds characters that cannot be sent")]
    AppId,
    /// The host needs TLS, and this machine has no root certificates to check it against.
    #[error("no root certificates on this machine (install ca-certificates, or set SSL_CERT_FILE): {reason}")]
    NoRootCertificates {
        /// What the TLS library said.
        reason: String,
    },
    /// A certificate that is trusted in addition cannot be used.
    #[error("an extra certificate cannot be used: {reason}")]
    ExtraCertificates {
        /// What the HTTP library said.
        reason: String,
    },
    /// Something else, in the words of the HTTP library, without URLs.
    #[error("the HTTP client could not be made: {reason}")]
    Http {
        /// What the HTTP library said.
        reason: String,
    },
}

impl Client {
    /// Makes a client; nothing is sent.
    ///
    /// # Errors
    ///
    /// A [`ClientError`]; [`ClientError::NoRootCertificates`] only for an `https` host.
    pub fn new(settings: ClientSettings, observer: Arc<dyn ExchangeObserver>) -> Result<Self, ClientError> {
        let headers = standing_headers(&settings)?;
        let http = http_client(&settings)?;
        Ok(Self { settings: Arc::new(settings), observer, http, headers, known_secrets: KnownSecrets::default() })
    }

    /// What the client was told.
    pub fn settings(&self) -> &ClientSettings {
        &self.settings
    }

    pub(super) fn observer(&self) -> Arc<dyn ExchangeObserver> {
        Arc::clone(&self.observer)
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The tokens of earlier calls, which later answers can hold too.
    pub(super) fn known_secrets(&self) -> &KnownSecrets {
        &self.known_secrets
    }

    /// The headers that every request carries.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// The headers of reference section 1.2 that do not change from call to call. There is no `Origin`: that concerns
/// browsers only.
fn standing_headers(settings: &ClientSettings) -> Result<HeaderMap, ClientError> {
    let app_id = settings.app_id.as_str();
    if app_id.is_empty() || app_id.trim() != app_id {
        return Err(ClientError::AppId);
    }
    let app_id = HeaderValue::from_str(app_id).map_err(|_| ClientError::AppId)?;
    let named = |name: &str| {
        HeaderName::try_from(format!("{}{name}", settings.header_family.prefix()))
            .map_err(|reason| ClientError::Http { reason: reason.to_string() })
    };
    let mut headers = HeaderMap::new();
    headers.insert(named("app-id")?, app_id);
    headers.insert(named("lang")?, HeaderValue::from_static(settings.language.header_value()));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("bindery/", env!("CARGO_PKG_VERSION"))));
    Ok(headers)
}

fn http_client(settings: &ClientSettings) -> Result<reqwest::Client, ClientError> {
    let host = &settings.app_host;
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .gzip(true)
        .connect_timeout(settings.deadlines.connect)
        .dns_resolver(MeasuredResolver)
        .connector_layer(MeasuredConnecting)
        .pool_idle_timeout(IDLE);
    if host.is_loopback() || settings.proxy == ProxyChoice::None {
        // What is on this machine is not reached through another one, whatever the environment says.
        builder = builder.no_proxy();
    }
    builder = match host.is_https() {
        true => {
            let unusable = |error: reqwest::Error| ClientError::ExtraCertificates {
                reason: unreachable::last_words(&error.without_url()),
            };
            builder.https_only(true).tls_certs_merge(settings.extra_roots.to_http().map_err(unusable)?)
        }
        // Without TLS no root certificate is needed, and a machine without any must not stand in the way.
        false => builder.tls_certs_only([]),
    };
    builder.build().map_err(|error| {
        let error = error.without_url();
        match unreachable::tls_words(&error) {
            Some(reason) => ClientError::NoRootCertificates { reason },
            None => ClientError::Http { reason: unreachable::last_words(&error) },
        }
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}
