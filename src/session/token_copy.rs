//! The one way in which a token leaves the session for a person: the access token, to be copied deliberately.

use super::Session;
use crate::genauth::AccessToken;

impl Session {
    /// The access token in use, for the clipboard and nothing else; waits while a refresh runs. `None` once the session
    /// was ended here.
    pub async fn access_token_to_copy(&self) -> Option<AccessToken> {
        let held = self.inner.tokens.lock().await;
        (!self.is_ended() && held.closed.is_none()).then(|| held.tokens.access_token.clone())
    }
}
