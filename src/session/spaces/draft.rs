//! An account space as it is typed or as it stands in the file, and what is wrong with it.

use std::path::PathBuf;

use super::{AccountSpace, AuthenticationMethod, Keep, PasswordEncryption, RedirectUri, SpaceId, SpaceName};
use crate::genauth::{AppHost, AppHostError, DEFAULT_SCOPE, HeaderFamily, ProxyChoice};

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// A field of an account space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the space's own fields")]
pub enum Field {
    Id,
    Name,
    AppHost,
    AppId,
    HeaderFamily,
    RedirectUri,
    Ports,
    AnyFreePort,
    Scopes,
    ExtraCa,
    Proxy,
    Authentication,
    PasswordEncryption,
}

impl Field {
    /// The key in the file; that of the table itself for [`Field::Id`].
    pub fn key(self) -> &'static str {
        match self {
            Self::Id => "spaces",
            Self::Name => "name",
            Self::AppHost => "app-host",
            Self::AppId => "app-id",
            Self::HeaderFamily => "header-family",
            Self::RedirectUri => "redirect-uri",
            Self::Ports => "ports",
            Self::AnyFreePort => "any-free-port",
            Self::Scopes => "scopes",
            Self::ExtraCa => "extra-ca",
            Self::Proxy => "proxy",
            Self::Authentication => "token-endpoint-auth-method",
            Self::PasswordEncryption => "password-encryption",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is nothing in it.
    Missing,
    /// It is longer than this many characters.
    TooLong(usize),
    /// The app host is none.
    AppHost(AppHostError),
    /// It holds characters that cannot be sent.
    Unsendable,
    /// It is no address.
    NotAnAddress,
    /// It does not begin with `http://127.0.0.1`.
    NotLoopback,
    /// It has a user, a query or a fragment.
    MoreThanPath,
    /// It has neither `{port}` nor a port of its own.
    NoPortInAddress,
    /// It would be sent otherwise than it is written.
    NotAsSent {
        /// How it would be sent.
        sent: String,
    },
    /// It has a port of its own, and there are others in the list.
    PortTwiceGiven,
    /// There is no port, and not any free one will do.
    NoPorts,
    /// It is no port: those are 1 to 65535.
    NotAPort(String),
    /// The port stands there twice.
    PortTwice(u16),
    /// `openid` is missing, without which no user endpoint answers (reference section 1.3).
    NoOpenId,
    /// The path does not begin at the root of a disk.
    NotAbsolute,
    /// The value is none of those that are known.
    UnknownValue {
        /// What stands there.
        found: String,
    },
    /// It is of the wrong kind: a number where a text belongs, for example.
    WrongKind,
    /// The key of the table is none: small letters, digits and hyphens, and not `sandbox`.
    NotAKey,
    /// Another space has the same application at the same host, or the same name.
    UsedBy(String),
}

/// A field at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which.
    pub field: Field,
    /// Why.
    pub reason: Reason,
    /// Its line in the file, from 1; `None` where it was typed.
    pub line: Option<usize>,
}

impl Mistake {
    /// A mistake in what was typed.
    pub fn typed(field: Field, reason: Reason) -> Self {
        Self { field, reason, line: None }
    }
}

/// An account space before it is checked. What is a choice cannot be wrong; all else is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceDraft {
    /// What it is called.
    pub name: String,
    /// The address of the application.
    pub app_host: String,
    /// The application's identifier.
    pub app_id: String,
    /// The family of headers.
    pub header_family: HeaderFamily,
    /// The redirect address with `{port}`.
    pub redirect_uri: String,
    /// The ports, separated by commas or spaces.
    pub ports: String,
    /// Whether any free port will do.
    pub any_free_port: bool,
    /// The scopes, separated by spaces.
    pub scopes: String,
    /// The file of extra certificates; empty for none.
    pub extra_ca: String,
    /// Whether calls go through a proxy.
    pub proxy: ProxyChoice,
    /// How the application proves itself.
    pub authentication: AuthenticationMethod,
    /// Whether passwords are encrypted.
    pub password_encryption: PasswordEncryption,
}

impl Default for SpaceDraft {
    fn default() -> Self {
        let redirect_uri = RedirectUri::default();
        Self {
            name: String::new(),
            app_host: String::new(),
            app_id: String::new(),
            header_family: HeaderFamily::default(),
            ports: written_ports(redirect_uri.ports()),
            redirect_uri: redirect_uri.as_str().to_owned(),
            any_free_port: false,
            scopes: DEFAULT_SCOPE.to_owned(),
            extra_ca: String::new(),
            proxy: ProxyChoice::default(),
            authentication: AuthenticationMethod::default(),
            password_encryption: PasswordEncryption::default(),
        }
    }
}

impl From<&AccountSpace> for SpaceDraft {
    fn from(space: &AccountSpace) -> Self {
        Self {
            name: match &space.name {
                SpaceName::Named(name) => name.clone(),
                SpaceName::Sandbox | SpaceName::Host => space.app_host.authority().to_owned(),
            },
            app_host: space.app_host.to_string(),
            app_id: space.app_id.clone(),
            header_family: space.header_family,
            redirect_uri: space.redirect_uri.as_str().to_owned(),
            ports: written_ports(space.redirect_uri.ports()),
            any_free_port: space.redirect_uri.any_free_port(),
            scopes: space.scope.clone(),
            extra_ca: space.extra_ca.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
            proxy: space.proxy,
            authentication: space.authentication,
            password_encryption: space.password_encryption,
        }
    }
}

fn written_ports(ports: &[u16]) -> String {
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

impl SpaceDraft {
    /// Makes a space of it. Its tokens are kept in the keyring.
    ///
    /// # Errors
    ///
    /// Every [`Mistake`], in the order of the fields.
    pub fn check(&self, id: SpaceId) -> Result<AccountSpace, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut note = |field, reason| mistakes.push(Mistake::typed(field, reason));
        let name = self.name.trim();
        match name.chars().count() {
            0 => note(Field::Name, Reason::Missing),
            1..=LONGEST_NAME if name.chars().any(char::is_control) => note(Field::Name, Reason::Unsendable),
            1..=LONGEST_NAME => {}
            _ => note(Field::Name, Reason::TooLong(LONGEST_NAME)),
        }
        let app_host = match AppHost::parse(&self.app_host) {
            _ if self.app_host.trim().is_empty() => {
                note(Field::AppHost, Reason::Missing);
                None
            }
            Ok(app_host) => Some(app_host),
            Err(error) => {
                note(Field::AppHost, Reason::AppHost(error));
                None
            }
        };
        let app_id = self.app_id.trim();
        if app_id.is_empty() {
            note(Field::AppId, Reason::Missing);
        } else if !app_id.chars().all(|c| c.is_ascii_graphic()) {
            note(Field::AppId, Reason::Unsendable);
        }
        let redirect_uri = match self.read_ports() {
            Ok(ports) => match RedirectUri::parse(self.redirect_uri.trim(), &ports, self.any_free_port) {
                Ok(redirect_uri) => Some(redirect_uri),
                Err(reason @ (Reason::NoPorts | Reason::PortTwiceGiven)) => {
                    note(Field::Ports, reason);
                    None
                }
                Err(reason) => {
                    note(Field::RedirectUri, reason);
                    None
                }
            },
            Err(reason) => {
                note(Field::Ports, reason);
                None
            }
        };
        let scopes: Vec<&str> = self.scopes.split_whitespace().collect();
        // RFC 6749, section 3.3.
        let is_scope = |scope: &&str| scope.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '\\');
        if !scopes.iter().all(is_scope) {
            note(Field::Scopes, Reason::Unsendable);
        } else if !scopes.contains(&"openid") {
            note(Field::Scopes, Reason::NoOpenId);
        }
        let extra_ca = Some(self.extra_ca.trim()).filter(|path| !path.is_empty()).map(PathBuf::from);
        if extra_ca.as_ref().is_some_and(|path| !path.is_absolute()) {
            note(Field::ExtraCa, Reason::NotAbsolute);
        }
        match (app_host, redirect_uri) {
            (Some(app_host), Some(redirect_uri)) if mistakes.is_empty() => Ok(AccountSpace {
                id,
                name: SpaceName::Named(name.to_owned()),
                app_host,
                app_id: app_id.to_owned(),
                header_family: self.header_family,
                keep: Keep::Keyring,
                redirect_uri,
                scope: scopes.join(" "),
                extra_ca,
                proxy: self.proxy,
                authentication: self.authentication,
                password_encryption: self.password_encryption,
            }),
            _ => Err(mistakes),
        }
    }

    fn read_ports(&self) -> Result<Vec<u16>, Reason> {
        let mut ports = Vec::new();
        for text in self.ports.split([',', ' ', '，', '、']).map(str::trim).filter(|text| !text.is_empty()) {
            let port = text.parse().ok().filter(|port| *port > 0);
            let port: u16 = port.ok_or_else(|| Reason::NotAPort(text.chars().take(20).collect()))?;
            if ports.contains(&port) {
                return Err(Reason::PortTwice(port));
            }
            ports.push(port);
        }
        Ok(ports)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn draft() -> SpaceDraft {
        SpaceDraft {
            name: " Acme ".to_owned(),
            app_host: "https://acme.genauth.ai/".to_owned(),
            app_id: "62f2093271a2b3cc10d90001".to_owned(),
            ..SpaceDraft::default()
        }
    }

    fn id() -> SpaceId {
        SpaceId::parse("acme").unwrap()
    }

    #[test]
    fn a_good_draft_becomes_a_space_and_back() {
        let space = draft().check(id()).unwrap();
        assert_eq!(space.name, SpaceName::Named("Acme".to_owned()));
        assert_eq!(space.redirect_uri, RedirectUri::default());
        assert_eq!(space.scope, DEFAULT_SCOPE);
        let again = SpaceDraft::from(&space);
        assert_eq!(again.check(id()), Ok(space));
    }

    #[test]
    fn every_field_at_fault_is_named() {
        let wrong = SpaceDraft {
            name: "x".repeat(61),
            app_host: "http://acme.genauth.ai".to_owned(),
            app_id: "has space".to_owned(),
            ports: "80, 99999".to_owned(),
            scopes: "profile".to_owned(),
            extra_ca: "ca.pem".to_owned(),
            ..SpaceDraft::default()
        };
        let fields: Vec<_> = wrong.check(id()).unwrap_err().into_iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, [Field::Name, Field::AppHost, Field::AppId, Field::Ports, Field::Scopes, Field::ExtraCa]);
    }

    #[test]
    fn ports_are_read_in_order_and_once() {
        let ports = |text: &str| SpaceDraft { ports: text.to_owned(), ..draft() }.read_ports();
        assert_eq!(ports("5, 4 3"), Ok(vec![5, 4, 3]));
        assert_eq!(ports("5,5"), Err(Reason::PortTwice(5)));
        assert_eq!(ports("0"), Err(Reason::NotAPort("0".to_owned())));
    }

    proptest! {
        #[test]
        fn any_draft_is_read_or_refused(name in ".*", host in ".*", app in ".*", ports in ".*", scopes in ".*", ca in ".*") {
            let draft = SpaceDraft {
                name, app_host: host, app_id: app, ports, scopes, extra_ca: ca, ..SpaceDraft::default()
            };
            let _ = draft.check(id());
        }
    }
}
