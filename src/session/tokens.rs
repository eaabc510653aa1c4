//! The tokens of a session, and what may be known of them.

use jiff::Timestamp;
use tokio::time::Instant;

use super::freshness::Freshness;
use crate::genauth::{AccessToken, Error, IdTokenError, TokenSet};

/// What is known about the session from the outside, without its tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// When the access token ends, where the service said so.
    pub expires_at: Option<Timestamp>,
    /// Whether the service gave a refresh token, so that the session can outlast the access token.
    pub can_refresh: bool,
    /// Whether the session has ended: only a new sign-in helps.
    pub over: bool,
    /// Why it has ended, when it has.
    pub ended_by: Option<EndedBy>,
    /// Whether a keyring keeps it, so that it is there at the next start.
    pub kept: bool,
}

/// What ended a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndedBy {
    /// The service, which refused it.
    Service,
    /// A sign-out in another program: what the keyring kept of this account is gone.
    OtherProgram,
    /// This program, because the service answered a refresh with an ID token that cannot be accepted, such as another
    /// person's (OpenID Connect Core 1.0, section 12.2).
    IdToken,
}

impl Standing {
    pub(super) fn end(&mut self, by: EndedBy) {
        self.over = true;
        self.ended_by = Some(by);
    }

    /// An answer is proof that the session lives, whatever another call was told; but what was ended here is not begun
    /// again.
    pub(super) fn answered(&mut self) {
        if self.ended_by == Some(EndedBy::Service) {
            self.over = false;
            self.ended_by = None;
        }
    }
}

/// The tokens in use, and what is known of them.
pub(super) struct Held {
    pub(super) tokens: TokenSet,
    /// When the access token came.
    pub(super) obtained_at: Timestamp,
    pub(super) freshness: Freshness,
    /// The access token that the keyring was last known to hold. One that is neither this nor the one in use was put
    /// there by another program, later.
    pub(super) in_keyring: Option<AccessToken>,
    /// Why the service refused the refresh token, when it did. It is not sent again.
    pub(super) refresh_refused: Option<Error>,
    /// When a refresh last did not work out, and why: whoever waited for it meanwhile does not try it again.
    pub(super) not_renewed: Option<(Instant, Error)>,
    /// The ID token that ended the session, and why; nothing is sent any more.
    pub(super) closed: Option<IdTokenError>,
}

/// Takes over what a refresh brought; what it left out stays as it was (reference section 8.4).
pub(super) fn merge(current: &TokenSet, refreshed: TokenSet) -> TokenSet {
    TokenSet {
        access_token: refreshed.access_token,
        id_token: refreshed.id_token.or_else(|| current.id_token.clone()),
        refresh_token: refreshed.refresh_token.or_else(|| current.refresh_token.clone()),
        expires_at: refreshed.expires_at,
        scope: refreshed.scope.or_else(|| current.scope.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::{AccessToken, IdToken, RefreshToken};

    fn tokens(access: &str, id: Option<&str>, refresh: Option<&str>) -> TokenSet {
        TokenSet {
            access_token: AccessToken::new(access.to_owned()),
            id_token: id.map(|token| IdToken::new(token.to_owned())),
            refresh_token: refresh.map(|token| RefreshToken::new(token.to_owned())),
            expires_at: None,
            scope: None,
        }
    }

    #[test]
    fn a_refresh_without_a_refresh_token_keeps_the_old_one() {
        let merged = merge(&tokens("a1", Some("i1"), Some("r1")), tokens("a2", None, None));
        assert_eq!(merged.access_token.expose(), "a2");
        assert_eq!(merged.refresh_token.unwrap().expose(), "r1");
        assert_eq!(merged.id_token.unwrap().expose(), "i1");
    }

    #[test]
    fn a_refresh_with_a_refresh_token_replaces_the_old_one() {
        let merged = merge(&tokens("a1", None, Some("r1")), tokens("a2", None, Some("r2")));
        assert_eq!(merged.refresh_token.unwrap().expose(), "r2");
    }
}
