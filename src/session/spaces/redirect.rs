//! Where the browser comes back to: the address that is registered with the application.

use url::{Host, Url};

use super::Reason;
use crate::session::RedirectAddress;

/// Stands for the port in a redirect address.
const PORT: &str = "{port}";

/// The address that this program proposes. The ports are ours; the reference knows of no fixed ones (section 8.3).
const PROPOSED: &str = "http://127.0.0.1:{port}/callback";
const PROPOSED_PORTS: [u16; 3] = [41873, 41874, 41875];

/// A redirect address on loopback with the ports that are registered (reference section 8.3; RFC 8252, section 7.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri {
    written: String,
    path: String,
    ports: Vec<u16>,
    any_free_port: bool,
}

impl Default for RedirectUri {
    fn default() -> Self {
        Self {
            written: PROPOSED.to_owned(),
            path: "/callback".to_owned(),
            ports: PROPOSED_PORTS.to_vec(),
            any_free_port: false,
        }
    }
}

impl RedirectUri {
    /// The address of the sandbox inside the program, which takes any port, as the vendor's own command line asks for it
    /// (reference section 8.3).
    pub fn of_sandbox() -> Self {
        Self { ports: Vec::new(), any_free_port: true, ..Self::default() }
    }

    /// Reads an address such as `http://127.0.0.1:{port}/callback`, or one with a port of its own.
    ///
    /// # Errors
    ///
    /// The [`Reason`] why it cannot be one. It has to be repeated byte for byte, so nothing is put right silently.
    pub fn parse(text: &str, ports: &[u16], any_free_port: bool) -> Result<Self, Reason> {
        let holds_port = text.contains(PORT);
        // Any port will do to check the rest.
        let url = Url::parse(&text.replacen(PORT, "1", 1)).map_err(|_| Reason::NotAnAddress)?;
        if url.scheme() != "http" || url.host() != Some(Host::Ipv4(std::net::Ipv4Addr::LOCALHOST)) {
            return Err(Reason::NotLoopback);
        }
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
            return Err(Reason::MoreThanPath);
        }
        let own_port = match (holds_port, url.port()) {
            (true, _) => None,
            (false, Some(port)) => Some(port),
            // The default port is none to the crate, even where it is written.
            (false, None) if text.starts_with("http://127.0.0.1:80/") => Some(80),
            (false, None) => return Err(Reason::NoPortInAddress),
        };
        let written_again = match own_port {
            Some(port) => format!("http://127.0.0.1:{port}{}", url.path()),
            None => format!("http://127.0.0.1:{PORT}{}", url.path()),
        };
        if written_again != text {
            return Err(Reason::NotAsSent { sent: written_again });
        }
        let ports = match own_port {
            Some(port) if ports.is_empty() || ports == [port] => vec![port],
            Some(_) => return Err(Reason::PortTwiceGiven),
            None if ports.is_empty() && !any_free_port => return Err(Reason::NoPorts),
            None => ports.to_vec(),
        };
        Ok(Self { written: text.to_owned(), path: url.path().to_owned(), ports, any_free_port })
    }

    /// As it was written, with `{port}` where the port stands.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The ports to listen on, in order.
    pub fn ports(&self) -> &[u16] {
        &self.ports
    }

    /// Whether any other free port will do when none of them is free.
    pub fn any_free_port(&self) -> bool {
        self.any_free_port
    }

    /// What to listen on.
    pub fn address(&self) -> RedirectAddress {
        RedirectAddress { path: self.path.clone(), ports: self.ports.clone(), any_free_port: self.any_free_port }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_proposed_address_is_a_good_one() {
        assert_eq!(RedirectUri::parse(PROPOSED, &PROPOSED_PORTS, false), Ok(RedirectUri::default()));
    }

    #[test]
    fn an_address_can_have_a_port_of_its_own() {
        let own = RedirectUri::parse("http://127.0.0.1:5000/a/b", &[], false).unwrap();
        assert_eq!(own.address(), RedirectAddress { path: "/a/b".to_owned(), ports: vec![5000], any_free_port: false });
        assert_eq!(RedirectUri::parse("http://127.0.0.1:5000/", &[1], false), Err(Reason::PortTwiceGiven));
        let default = RedirectUri::parse("http://127.0.0.1:80/a", &[], false).unwrap();
        assert_eq!((default.as_str(), default.ports()), ("http://127.0.0.1:80/a", [80].as_slice()));
    }

    #[test]
    fn what_cannot_come_back_here_is_refused() {
        let refused = |text: &str| RedirectUri::parse(text, &[1], false).unwrap_err();
        assert_eq!(refused(""), Reason::NotAnAddress);
        assert_eq!(refused("http://localhost:{port}/callback"), Reason::NotLoopback);
        assert_eq!(refused("https://127.0.0.1:{port}/callback"), Reason::NotLoopback);
        assert_eq!(refused("http://127.0.0.1:{port}/callback?a=b"), Reason::MoreThanPath);
        assert_eq!(refused("http://127.0.0.1/callback"), Reason::NoPortInAddress);
        let sent = "http://127.0.0.1:{port}/".to_owned();
        assert_eq!(refused("http://127.0.0.1:{port}"), Reason::NotAsSent { sent });
        assert_eq!(RedirectUri::parse(PROPOSED, &[], false), Err(Reason::NoPorts));
        assert!(RedirectUri::parse(PROPOSED, &[], true).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*", path in ".*", ports in proptest::collection::vec(any::<u16>(), 0..3)) {
            let _ = RedirectUri::parse(&text, &ports, false);
            let _ = RedirectUri::parse(&format!("http://127.0.0.1:{{port}}/{path}"), &ports, true);
        }
    }
}
