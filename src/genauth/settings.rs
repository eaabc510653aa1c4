//! What a client is told once, before its first call.

use std::time::Duration;

use super::{AppHost, ClientAuthentication, RootCertificates};

/// Which of the two brands' names the request headers carry (reference section 1.2).
///
/// The two brands differ in nothing else on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HeaderFamily {
    /// `x-genauth-*`, the international brand.
    #[default]
    GenAuth,
    /// `x-authing-*`, the brand in China.
    Authing,
}

impl HeaderFamily {
    /// What the names of the product's own request headers begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::GenAuth => "x-genauth-",
            Self::Authing => "x-authing-",
        }
    }
}

/// The language that the service is asked to write its `message` in (reference section 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English as in the United States.
    #[default]
    English,
    /// Chinese in simplified characters.
    SimplifiedChinese,
}

impl Language {
    /// The value of the `lang` header.
    pub fn header_value(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::SimplifiedChinese => "zh-CN",
        }
    }
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deadlines {
    /// Until a connection stands, name lookup and TLS handshake included. 5 s by default.
    pub connect: Duration,
    /// From the start of the call to the last byte of the answer. 20 s by default.
    pub whole: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), whole: Duration::from_secs(20) }
    }
}

/// Whether calls go through a proxy. A literal loopback address is never reached through one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ProxyChoice {
    /// Through the one that the system or the environment names, if it names one.
    #[default]
    System,
    /// Straight to the host, whatever the system says.
    None,
}

/// Everything that a [`Client`](super::Client) needs to know.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// Where the calls go.
    pub app_host: AppHost,
    /// The application's identifier; OpenID Connect calls it `client_id`.
    pub app_id: String,
    /// Which header names the host understands.
    pub header_family: HeaderFamily,
    /// The language of the service's messages.
    pub language: Language,
    /// How long a call may take.
    pub deadlines: Deadlines,
    /// Certificates that are trusted in addition to this machine's.
    pub extra_roots: RootCertificates,
    /// Whether calls go through a proxy.
    pub proxy: ProxyChoice,
    /// How the application proves itself where tokens are given out.
    pub authentication: ClientAuthentication,
}

impl ClientSettings {
    /// What a native application at a public host needs; the rest is as by default.
    pub fn of(app_host: AppHost, app_id: String) -> Self {
        Self {
            app_host,
            app_id,
            header_family: HeaderFamily::default(),
            language: Language::default(),
            deadlines: Deadlines::default(),
            extra_roots: RootCertificates::default(),
            proxy: ProxyChoice::default(),
            authentication: ClientAuthentication::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadlines, HeaderFamily, Language};

    #[test]
    fn the_wire_spellings() {
        assert_eq!(HeaderFamily::GenAuth.prefix(), "x-genauth-");
        assert_eq!(HeaderFamily::Authing.prefix(), "x-authing-");
        assert_eq!(Language::English.header_value(), "en-US");
        assert_eq!(Language::SimplifiedChinese.header_value(), "zh-CN");
        assert_eq!(Deadlines::default().connect.as_secs(), 5);
        assert_eq!(Deadlines::default().whole.as_secs(), 20);
    }
}
