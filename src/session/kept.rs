//! The forms in which the keyring keeps a session, and the accounts of a space.

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SignatureCheck;
use crate::genauth::{AccessToken, IdToken, RefreshToken, TokenSet};

/// An account that the keyring keeps, without its tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAccount {
    /// `sub` of its ID token; where there was none, a name made up for this session, which begins with `?`.
    pub subject: String,
    /// What to call the person, from the ID token.
    pub name: Option<String>,
    /// What the person signs in with, as far as the ID token tells: user name, email address or phone number.
    pub login: Option<String>,
}

impl KeptAccount {
    /// An account that no ID token names. Each has a name of its own, so that no two share an entry: nobody could tell
    /// then whose tokens stand there.
    pub(super) fn without_claims() -> Self {
        let name: String = std::iter::repeat_with(fastrand::alphanumeric).take(16).collect();
        Self { subject: format!("?{name}"), ..Self::default() }
    }

    /// The account that an ID token's claims tell of (OpenID Connect Core 1.0, section 5.1; `username` is the
    /// service's own, reference section 8.5).
    pub(super) fn of_claims(claims: &Map<String, Value>) -> Self {
        let first = |names: &[&str]| {
            let texts = names.iter().filter_map(|name| claims.get(*name)?.as_str()).map(str::trim);
            texts.into_iter().find(|text| !text.is_empty()).map(str::to_owned)
        };
        Self {
            subject: first(&["sub"]).unwrap_or_default(),
            name: first(&["name", "nickname", "preferred_username"]),
            login: first(&["username", "email", "phone_number"]),
        }
    }
}

/// A session as the keyring keeps it.
#[derive(Clone, Debug)]
pub(super) struct KeptSession {
    pub(super) account: KeptAccount,
    pub(super) tokens: TokenSet,
    /// When the access token came; version 1 did not say.
    pub(super) obtained_at: Option<Timestamp>,
    pub(super) signature: SignatureCheck,
}

/// What stands in the keyring; its own type, so that the kept form does not change with the program's.
#[derive(Serialize, Deserialize)]
struct Form {
    version: u32,
    #[serde(default)]
    account: KeptAccount,
    access_token: String,
    id_token: Option<String>,
    refresh_token: Option<String>,
    expires_at: Option<Timestamp>,
    #[serde(default)]
    obtained_at: Option<Timestamp>,
    scope: Option<String>,
    #[serde(default)]
    signature: SignatureCheck,
}

/// Which accounts a space has, the one used last first; it stands under the name that version 1 kept its only session
/// under.
#[derive(Serialize, Deserialize)]
struct AccountsForm {
    version: u32,
    accounts: Vec<KeptAccount>,
}

const VERSION: u32 = 2;
/// The form without account, signature and time; there was one session for each space.
const VERSION_WITHOUT_ACCOUNT: u32 = 1;
/// More accounts of one space than this are not kept: an entry of a keyring is small on some systems.
pub(super) const MOST_ACCOUNTS: usize = 32;

impl KeptSession {
    /// Opens the tokens for the vault: one of the few places that may.
    pub(super) fn to_secret(&self) -> SecretString {
        let form = Form {
            version: VERSION,
            account: self.account.clone(),
            access_token: self.tokens.access_token.expose().to_owned(),
            id_token: self.tokens.id_token.as_ref().map(|token| token.expose().to_owned()),
            refresh_token: self.tokens.refresh_token.as_ref().map(|token| token.expose().to_owned()),
            expires_at: self.tokens.expires_at,
            obtained_at: self.obtained_at,
            scope: self.tokens.scope.clone(),
            signature: self.signature,
        };
        // Strings, numbers and options always serialise; an empty entry would only mean a new sign-in.
        SecretString::from(serde_json::to_string(&form).unwrap_or_default())
    }

    /// Reads what the vault kept; `None` when it is of a later version or damaged, which means a new sign-in.
    pub(super) fn read(kept: &SecretString) -> Option<Self> {
        let form: Form = serde_json::from_str(kept.expose_secret()).ok()?;
        if !matches!(form.version, VERSION | VERSION_WITHOUT_ACCOUNT) || form.access_token.is_empty() {
            return None;
        }
        let id_token = form.id_token.map(IdToken::new);
        let account = match form.version {
            VERSION => form.account,
            _ => id_token
                .as_ref()
                .and_then(IdToken::claims)
                .as_ref()
                .map_or_else(KeptAccount::without_claims, KeptAccount::of_claims),
        };
        let tokens = TokenSet {
            access_token: AccessToken::new(form.access_token),
            id_token,
            refresh_token: form.refresh_token.map(RefreshToken::new),
            expires_at: form.expires_at,
            scope: form.scope,
        };
        Some(Self { account, tokens, obtained_at: form.obtained_at, signature: form.signature })
    }
}

/// What stands under a space's own name.
#[derive(Debug)]
pub(super) enum SpaceEntry {
    /// Its accounts, the one used last first.
    Accounts(Vec<KeptAccount>),
    /// The only session of a space, as version 1 kept it.
    OnlySession(Box<KeptSession>),
}

impl SpaceEntry {
    /// Reads it; what is damaged names no account.
    pub(super) fn read(kept: Option<&SecretString>) -> Self {
        let Some(kept) = kept else { return Self::Accounts(Vec::new()) };
        match serde_json::from_str::<AccountsForm>(kept.expose_secret()) {
            Ok(form) if form.version == VERSION => Self::Accounts(form.accounts),
            _ => match KeptSession::read(kept) {
                Some(session) => Self::OnlySession(Box::new(session)),
                None => Self::Accounts(Vec::new()),
            },
        }
    }

    pub(super) fn of(accounts: Vec<KeptAccount>) -> SecretString {
        let form = AccountsForm { version: VERSION, accounts };
        SecretString::from(serde_json::to_string(&form).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn session(access: &str, id: Option<&str>, refresh: Option<&str>) -> KeptSession {
        KeptSession {
            account: KeptAccount { subject: "lin".to_owned(), name: Some("林晓".to_owned()), login: None },
            tokens: TokenSet {
                access_token: AccessToken::new(access.to_owned()),
                id_token: id.map(|token| IdToken::new(token.to_owned())),
                refresh_token: refresh.map(|token| RefreshToken::new(token.to_owned())),
                expires_at: Timestamp::from_second(9).ok(),
                scope: None,
            },
            obtained_at: Timestamp::from_second(5).ok(),
            signature: SignatureCheck::Verified,
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_again(access in ".+", id in proptest::option::of(".*"), refresh in proptest::option::of(".*")) {
            let kept = session(&access, id.as_deref(), refresh.as_deref());
            let read = KeptSession::read(&kept.to_secret()).unwrap();
            prop_assert_eq!(read.account, kept.account);
            prop_assert_eq!(read.tokens.access_token.expose(), access);
            prop_assert_eq!(read.tokens.id_token.map(|token| token.expose().to_owned()), id);
            prop_assert_eq!(read.tokens.refresh_token.map(|token| token.expose().to_owned()), refresh);
            prop_assert_eq!(read.tokens.expires_at, kept.tokens.expires_at);
            prop_assert_eq!(read.obtained_at, kept.obtained_at);
            prop_assert_eq!(read.signature, kept.signature);
        }

        #[test]
        fn a_damaged_entry_never_panics(text in ".*", version in 0..4, field in "[a-z_]{0,12}") {
            let _ = KeptSession::read(&SecretString::from(text.as_str()));
            let _ = SpaceEntry::read(Some(&SecretString::from(text.as_str())));
            let form = json!({"version": version, "accounts": [{"subject": text}], "access_token": text, field: text});
            let _ = SpaceEntry::read(Some(&SecretString::from(form.to_string())));
        }
    }

    #[test]
    fn the_form_before_accounts_is_read_and_its_id_token_names_the_account() {
        // {"alg":"none"} and {"sub":"lin","name":" ","nickname":"Lin","email":"lin@example.com"}.
        let id_token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJsaW4iLCJuYW1lIjoiICIsIm5pY2tuYW1lIjoiTGluIiwiZW1haWwiOiJsaW5AZXhhbXBsZS5jb20ifQ.";
        let kept = json!({
            "version": 1, "access_token": "a", "id_token": id_token, "refresh_token": "r", "expires_at": null, "scope": null,
        });
        let SpaceEntry::OnlySession(read) = SpaceEntry::read(Some(&SecretString::from(kept.to_string()))) else {
            panic!("it is a session");
        };
        let account = KeptAccount {
            subject: "lin".to_owned(),
            name: Some("Lin".to_owned()),
            login: Some("lin@example.com".to_owned()),
        };
        assert_eq!(read.account, account);
        assert_eq!(read.tokens.refresh_token.unwrap().expose(), "r");
        assert_eq!(read.signature, SignatureCheck::NotChecked);
    }

    #[test]
    fn a_later_version_means_a_new_sign_in() {
        let kept = SecretString::from(
            r#"{"version":3,"access_token":"a","id_token":null,"refresh_token":null,"expires_at":null,"scope":null}"#,
        );
        assert!(KeptSession::read(&kept).is_none());
        assert!(matches!(SpaceEntry::read(Some(&kept)), SpaceEntry::Accounts(accounts) if accounts.is_empty()));
    }

    #[test]
    fn the_accounts_of_a_space_are_read_again() {
        let accounts = vec![session("a", None, None).account, KeptAccount::default()];
        let SpaceEntry::Accounts(read) = SpaceEntry::read(Some(&SpaceEntry::of(accounts.clone()))) else {
            panic!("they are accounts");
        };
        assert_eq!(read, accounts);
    }
}
