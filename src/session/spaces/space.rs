//! Where one signs in.

use std::fmt;
use std::path::PathBuf;

use super::RedirectUri;
use crate::genauth::{AppHost, DEFAULT_SCOPE, HeaderFamily, ProxyChoice};

/// What an account space is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpaceName {
    /// The sandbox that runs inside the program.
    Sandbox,
    /// A real service, or one running elsewhere on this machine, which nobody gave a name: called by its host.
    Host,
    /// As a person named it.
    Named(String),
}

/// What tells account spaces apart: the key of its table in the file, such as `acme` in `[spaces.acme]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpaceId(String);

impl SpaceId {
    /// The sandbox inside the program, which stands in no file.
    pub fn sandbox() -> Self {
        Self("sandbox".to_owned())
    }

    /// The space that the command line gave, which stands in no file.
    pub fn unsaved() -> Self {
        Self("unsaved".to_owned())
    }

    /// The key of a table in the file: up to 64 small letters of ASCII, digits and hyphens. `None` for anything else,
    /// and for the two that stand in no file.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let id = Self(text.to_owned());
        let reserved = [Self::sandbox(), Self::unsaved()].contains(&id);
        (!text.is_empty() && text.len() <= 64 && text.chars().all(fits) && !reserved).then_some(id)
    }

    /// A key for a space of this name, which is none of those that are `taken`.
    pub fn for_name(name: &str, taken: &[Self]) -> Self {
        let mut words = String::new();
        for character in name.chars().take(40) {
            match character.to_ascii_lowercase() {
                c if c.is_ascii_alphanumeric() => words.push(c),
                _ if words.is_empty() || words.ends_with('-') => {}
                _ => words.push('-'),
            }
        }
        let words = words.trim_end_matches('-');
        let words = if words.is_empty() { "space" } else { words };
        let numbered = (2_u64..).map(|number| format!("{words}-{number}"));
        std::iter::once(words.to_owned())
            .chain(numbered)
            .filter_map(|text| Self::parse(&text))
            .find(|id| !taken.contains(id))
            .unwrap_or_else(Self::unsaved)
    }

    /// As it stands in the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SpaceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the tokens of an account space may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In memory, until the program ends: the embedded sandbox forgets its sessions too.
    Memory,
    /// In the keyring of the operating system.
    Keyring,
}

/// The application's *token endpoint auth method* (reference section 4). The secret itself is in the keyring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthenticationMethod {
    /// `none`, as for every native application.
    #[default]
    None,
    /// `client_secret_post`.
    Post,
    /// `client_secret_basic`.
    Basic,
}

/// Whether passwords are encrypted before they are sent (reference section 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordEncryption {
    /// `none`: TLS protects them.
    #[default]
    None,
    /// `rsa`, with the key that the service gives.
    Rsa,
}

/// Where one signs in, and how this program reaches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSpace {
    /// What tells it apart.
    pub id: SpaceId,
    /// What it is called.
    pub name: SpaceName,
    /// The base of every call (reference section 1.1).
    pub app_host: AppHost,
    /// The application's identifier, which is also its `client_id`.
    pub app_id: String,
    /// `x-genauth-` or `x-authing-` (reference section 1.2).
    pub header_family: HeaderFamily,
    /// Where its tokens may be kept.
    pub keep: Keep,
    /// Where the browser comes back to (reference section 8.3).
    pub redirect_uri: RedirectUri,
    /// What is asked for at the sign-in, separated by single spaces (reference section 8.2).
    pub scope: String,
    /// A file of certificates that are trusted in addition, in PEM.
    pub extra_ca: Option<PathBuf>,
    /// Whether calls go through a proxy.
    pub proxy: ProxyChoice,
    /// How the application proves itself.
    pub authentication: AuthenticationMethod,
    /// Whether passwords are encrypted before they are sent.
    pub password_encryption: PasswordEncryption,
}

impl AccountSpace {
    /// A space that stands in no file, with everything else as by default: tokens in memory for the sandbox, in the
    /// keyring for a service.
    pub fn of(name: SpaceName, app_host: AppHost, app_id: String) -> Self {
        let is_sandbox = name == SpaceName::Sandbox;
        Self {
            id: if is_sandbox { SpaceId::sandbox() } else { SpaceId::unsaved() },
            name,
            app_host,
            app_id,
            header_family: HeaderFamily::default(),
            keep: if is_sandbox { Keep::Memory } else { Keep::Keyring },
            redirect_uri: if is_sandbox { RedirectUri::of_sandbox() } else { RedirectUri::default() },
            scope: DEFAULT_SCOPE.to_owned(),
            extra_ca: None,
            proxy: ProxyChoice::default(),
            authentication: AuthenticationMethod::default(),
            password_encryption: PasswordEncryption::default(),
        }
    }

    /// The name of this space's entry in the keyring: one session for each host and application.
    pub fn keyring_entry(&self) -> String {
        format!("{}|{}", self.app_host, self.app_id)
    }

    /// The name of the application's secret in the keyring.
    ///
    /// It goes by host and application, not by the space: whoever edits the file cannot have the secret of one
    /// application sent to another host.
    pub fn secret_entry(&self) -> String {
        format!("client-secret|{}|{}", self.app_host, self.app_id)
    }

    /// Whether it is the same application at the same host, and so has the same sessions and the same secret.
    pub fn is_same_application(&self, other: &Self) -> bool {
        self.app_host == other.app_host && self.app_id == other.app_id
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_come_from_names_and_are_never_taken_twice() {
        let key = |name: &str, taken: &[SpaceId]| SpaceId::for_name(name, taken).as_str().to_owned();
        assert_eq!(key("Acme, Staging!", &[]), "acme-staging");
        assert_eq!(key("测试", &[]), "space");
        assert_eq!(key("Sandbox", &[]), "sandbox-2");
        let taken = [SpaceId::parse("acme").unwrap(), SpaceId::parse("acme-2").unwrap()];
        assert_eq!(key("ACME", &taken), "acme-3");
    }

    #[test]
    fn the_two_that_stand_in_no_file_are_no_keys() {
        for text in ["sandbox", "unsaved", "", "Acme", "a b", "ä"] {
            assert_eq!(SpaceId::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_name_has_a_key(name in ".*") {
            let id = SpaceId::for_name(&name, &[]);
            prop_assert_eq!(SpaceId::parse(id.as_str()), Some(id));
        }
    }
}
