//! The tokens of a session, and the form in which the vault keeps them.

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::genauth::{AccessToken, IdToken, RefreshToken, TokenSet};

/// What is known about the session from the outside, without its tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// When the access token ends, where the service said so.
    pub expires_at: Option<Timestamp>,
    /// Whether the service gave a refresh token, so that the session can outlast the access token.
    pub can_refresh: bool,
    /// Whether the service refused the session for good: only a new sign-in helps.
    pub over: bool,
    /// Whether a keyring keeps it, so that it is there at the next start.
    pub kept: bool,
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

/// What stands in the keyring; its own type, so that the kept form does not change with the program's.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    access_token: String,
    id_token: Option<String>,
    refresh_token: Option<String>,
    expires_at: Option<Timestamp>,
    scope: Option<String>,
}

const KEPT_VERSION: u32 = 1;

/// Opens the tokens for the vault: one of the few places that may.
pub(super) fn to_kept(tokens: &TokenSet) -> SecretString {
    let kept = Kept {
        version: KEPT_VERSION,
        access_token: tokens.access_token.expose().to_owned(),
        id_token: tokens.id_token.as_ref().map(|token| token.expose().to_owned()),
        refresh_token: tokens.refresh_token.as_ref().map(|token| token.expose().to_owned()),
        expires_at: tokens.expires_at,
        scope: tokens.scope.clone(),
    };
    // Strings, numbers and options always serialise; an empty entry would only mean a new sign-in.
    SecretString::from(serde_json::to_string(&kept).unwrap_or_default())
}

/// Reads what the vault kept; `None` when it is of another version or damaged, which means a new sign-in.
pub(super) fn from_kept(kept: &SecretString) -> Option<TokenSet> {
    let kept: Kept = serde_json::from_str(kept.expose_secret()).ok()?;
    (kept.version == KEPT_VERSION && !kept.access_token.is_empty()).then(|| TokenSet {
        access_token: AccessToken::new(kept.access_token),
        id_token: kept.id_token.map(IdToken::new),
        refresh_token: kept.refresh_token.map(RefreshToken::new),
        expires_at: kept.expires_at,
        scope: kept.scope,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    proptest! {
        #[test]
        fn what_is_kept_is_read_again(access in ".+", id in proptest::option::of(".*"), refresh in proptest::option::of(".*")) {
            let read = from_kept(&to_kept(&tokens(&access, id.as_deref(), refresh.as_deref()))).unwrap();
            prop_assert_eq!(read.access_token.expose(), access);
            prop_assert_eq!(read.id_token.map(|token| token.expose().to_owned()), id);
            prop_assert_eq!(read.refresh_token.map(|token| token.expose().to_owned()), refresh);
        }

        #[test]
        fn a_damaged_entry_never_panics(text in ".*") {
            let _ = from_kept(&SecretString::from(text));
        }
    }

    #[test]
    fn another_version_means_a_new_sign_in() {
        let kept =
            r#"{"version":2,"access_token":"a","id_token":null,"refresh_token":null,"expires_at":null,"scope":null}"#;
        assert!(from_kept(&SecretString::from(kept)).is_none());
    }
}
