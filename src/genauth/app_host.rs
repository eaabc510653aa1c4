//! The address that every call goes to.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The origin of an application: scheme, host and port, nothing after it.
///
/// Both `/api/v3/*` and `/oidc/*` live under it (reference section 1.1). It is `https`, or `http` when the host is a
/// literal loopback address (reference section 14, item 12). A name such as `localhost` is not taken for loopback,
/// because what a name resolves to is not ours to say.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AppHost {
    origin: String,
    loopback: bool,
}

impl AppHost {
    /// Reads an address such as `https://example.genauth.ai` or `http://127.0.0.1:8080`.
    ///
    /// One trailing slash is allowed. Case and the default port are normalised away, so that two spellings of one
    /// origin are equal.
    ///
    /// # Errors
    ///
    /// An [`AppHostError`] that names the first part that may not be there.
    pub fn parse(text: &str) -> Result<Self, AppHostError> {
        let url =
            Url::parse(text.trim()).map_err(|reason| AppHostError::NotAnAddress { reason: reason.to_string() })?;
        let Some(host) = url.host() else {
            return Err(AppHostError::NoHost);
        };
        let loopback = is_loopback(&host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(AppHostError::PlainHttp),
            other => {
                return Err(AppHostError::Scheme { scheme: other.to_owned() });
            }
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AppHostError::UserInfo);
        }
        if url.query().is_some() {
            return Err(AppHostError::Query);
        }
        if url.fragment().is_some() {
            return Err(AppHostError::Fragment);
        }
        if url.path() != "/" {
            return Err(AppHostError::Path);
        }
        Ok(Self { origin: url.origin().ascii_serialization(), loopback })
    }

    /// Whether the host is a literal address in `127.0.0.0/8`, or `[::1]`.
    ///
    /// Such a host may be spoken to without TLS, and is never reached through a proxy.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The origin, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Host and port, without the scheme (RFC 3986 section 3.2).
    pub fn authority(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin.as_str(), |(_, authority)| authority)
    }

    /// Whether TLS protects the connection.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => Ipv4Addr::is_loopback(address),
        Host::Ipv6(address) => Ipv6Addr::is_loopback(address),
        Host::Domain(_) => false,
    }
}

impl fmt::Display for AppHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

impl fmt::Debug for AppHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AppHost({})", self.origin)
    }
}

impl std::str::FromStr for AppHost {
    type Err = AppHostError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Why a text is not an [`AppHost`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppHostError {
    /// The text is not an absolute URL.
    #[error("not an address: {reason}")]
    NotAnAddress {
        /// What the URL parser said.
        reason: String,
    },
    /// There is no host in it.
    #[error("the address has no host")]
    NoHost,
    /// Neither `https` nor `http`.
    #[error("the address must begin with https, not {scheme}")]
    Scheme {
        /// The scheme that was given.
        scheme: String,
    },
    /// `http` to something else than a literal loopback address.
    #[error("the address must begin with https; http is allowed only for a loopback address such as 127.0.0.1")]
    PlainHttp,
    /// A user name or password stands before the host.
    #[error("the address may not hold a user name or password")]
    UserInfo,
    /// A path stands after the host.
    #[error("the address may not have a path")]
    Path,
    /// A query stands after the host.
    #[error("the address may not have a query")]
    Query,
    /// A fragment stands after the host.
    #[error("the address may not have a fragment")]
    Fragment,
}

#[cfg(test)]
mod tests {
    use super::{AppHost, AppHostError};

    #[test]
    fn accepts_https_and_normalises() {
        let host = AppHost::parse(" HTTPS://Example.GenAuth.ai:443/ ").unwrap();
        assert_eq!(host.to_string(), "https://example.genauth.ai");
        assert!(!host.is_loopback());
        assert_eq!(host, AppHost::parse("https://example.genauth.ai").unwrap());
        assert_eq!(AppHost::parse("https://10.0.0.1:8443").unwrap().as_str(), "https://10.0.0.1:8443");
    }

    #[test]
    fn accepts_plain_http_only_for_literal_loopback() {
        for text in ["http://127.0.0.1:4000", "http://127.9.8.7", "http://[::1]:4000"] {
            let host = AppHost::parse(text).unwrap();
            assert!(host.is_loopback(), "{text}");
            assert_eq!(host.as_str(), text);
        }
        for text in [
            "http://localhost:4000",
            "http://example.com",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "http://[::ffff:127.0.0.1]",
            "http://127.0.0.1.example.com",
        ] {
            assert_eq!(AppHost::parse(text), Err(AppHostError::PlainHttp), "{text}");
        }
        assert!(!AppHost::parse("https://localhost").unwrap().is_loopback());
    }

    #[test]
    fn names_the_part_that_may_not_be_there() {
        assert_eq!(AppHost::parse("https://a.example/path"), Err(AppHostError::Path));
        assert_eq!(AppHost::parse("https://a.example//"), Err(AppHostError::Path));
        assert_eq!(AppHost::parse("https://a.example/?"), Err(AppHostError::Query));
        assert_eq!(AppHost::parse("https://a.example/?a=b"), Err(AppHostError::Query));
        assert_eq!(AppHost::parse("https://a.example/#"), Err(AppHostError::Fragment));
        assert_eq!(AppHost::parse("https://u@a.example"), Err(AppHostError::UserInfo));
        assert_eq!(AppHost::parse("https://u:p@a.example"), Err(AppHostError::UserInfo));
        assert_eq!(AppHost::parse("https://:p@a.example"), Err(AppHostError::UserInfo));
        assert_eq!(AppHost::parse("ftp://a.example"), Err(AppHostError::Scheme { scheme: "ftp".to_owned() }));
        assert_eq!(AppHost::parse("mailto:a@a.example"), Err(AppHostError::NoHost));
        assert!(matches!(AppHost::parse("a.example"), Err(AppHostError::NotAnAddress { .. })));
        assert!(matches!(AppHost::parse(""), Err(AppHostError::NotAnAddress { .. })));
        assert!(matches!(AppHost::parse("https://"), Err(AppHostError::NotAnAddress { .. })));
    }
}
