//! Tokens that came when nobody wanted them any more: of a sign-in that was cancelled while the service answered.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Session;
use super::ending::revoke;
use crate::genauth::{Client, TokenSet};

/// How long it may take to revoke them. A window may wait for it before it closes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Tokens that nobody wants. They are good at the service until they are revoked, and nobody else will do it.
pub struct Unwanted(Kind);

enum Kind {
    Tokens(Client, Box<TokenSet>),
    Session(Session),
}

impl fmt::Debug for Unwanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Unwanted").finish_non_exhaustive()
    }
}

impl Unwanted {
    /// Tokens that came through this client, and were not looked into.
    pub fn tokens(client: Client, tokens: TokenSet) -> Self {
        Self(Kind::Tokens(client, Box::new(tokens)))
    }

    /// A session that was never kept nor used.
    pub fn session(session: Session) -> Self {
        Self(Kind::Session(session))
    }

    /// Revokes them, the refresh token first (reference section 8.6; RFC 7009, section 2.1), as far as that can be done
    /// in a bounded time.
    pub async fn revoke(self) {
        let revoked = tokio::time::timeout(PATIENCE, async {
            let mut attempts = Vec::new();
            match &self.0 {
                Kind::Tokens(client, tokens) => revoke(client, tokens, &mut attempts).await,
                Kind::Session(session) => {
                    let held = session.inner.tokens.lock().await;
                    session.inner.ended.store(true, Ordering::SeqCst);
                    revoke(&session.inner.client, &held.tokens, &mut attempts).await
                }
            }
        });
        if !matches!(revoked.await, Ok((None, None))) {
            tracing::warn!("the tokens of a cancelled sign-in could not be revoked and end when they expire");
        }
    }
}
