//! The session that a browser has with the service, which a sign-out here does not end.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::genauth::{Cause, Client, IdToken, ProviderMetadata};

/// How long the service may take to say where a browser's session is ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is left of a session after the sign-out: enough to end the browser's session too, and nothing else.
pub struct BrowserSession {
    client: Client,
    provider: Option<ProviderMetadata>,
    id_token: IdToken,
}

impl fmt::Debug for BrowserSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BrowserSession").finish_non_exhaustive()
    }
}

impl BrowserSession {
    /// `provider` is what the service said of itself, where it was asked already.
    pub(super) fn new(client: Client, provider: Option<ProviderMetadata>, id_token: IdToken) -> Self {
        Self { client, provider, id_token }
    }

    /// Where a browser is sent to end its session (reference section 8.8; OpenID Connect RP-Initiated Logout 1.0): where
    /// the service says, else the documented path. `None` when that is no address.
    ///
    /// It carries the ID token as `id_token_hint`, without which the service asks whether the person means it. So it goes
    /// to the browser through [`OneShot`](super::OneShot) and nowhere else.
    pub async fn address(&self) -> Option<SecretString> {
        let mut address = self.endpoint().await?;
        address.query_pairs_mut().append_pair("id_token_hint", self.id_token.expose());
        Some(SecretString::from(String::from(address)))
    }

    async fn endpoint(&self) -> Option<Url> {
        let provider = match &self.provider {
            Some(provider) => Some(provider.clone()),
            None => {
                let discovered =
                    tokio::time::timeout(PATIENCE, Cause::Preparation.during(self.client.discover())).await;
                discovered.ok().and_then(Result::ok).map(|answer| answer.value)
            }
        };
        provider
            .and_then(|provider| provider.end_session_endpoint)
            .or_else(|| Url::parse(&format!("{}/oidc/session/end", self.client.settings().app_host)).ok())
    }
}
