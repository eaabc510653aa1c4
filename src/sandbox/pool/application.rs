//! The applications that clients sign in to (reference section 1.1).

use serde::Deserialize;

/// An application of the user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// `appId`, which is OAuth's `client_id`.
    pub app_id: String,
    /// What its pages call it.
    pub name: String,
    /// The secret of a confidential client; also the key of an HS256 ID token (reference section 8.7).
    pub secret: Option<String>,
    /// How it says who it is, at the token endpoint and at `signin` (reference sections 4 and 8.4).
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// How its ID tokens are signed (reference section 8.7).
    pub id_token_signed_response_alg: SigningAlgorithm,
    /// Addresses a sign-in may return to. A port may be `*` (reference section 8.3).
    pub redirect_uris: Vec<String>,
    /// Addresses a sign-out may return to.
    pub post_logout_redirect_uris: Vec<String>,
    /// The identifiers of the connections that are enabled for it, in the order in which they are listed.
    pub(crate) connections: Vec<String>,
}

/// How a client authenticates (RFC 7591, section 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// It has no secret; PKCE is required of it instead.
    #[default]
    None,
    /// Its secret stands in the body.
    ClientSecretPost,
    /// Its secret stands in the `Authorization` header.
    ClientSecretBasic,
}

impl TokenEndpointAuthMethod {
    /// Its name in metadata.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretBasic => "client_secret_basic",
        }
    }
}

/// How an ID token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum SigningAlgorithm {
    /// With the service's RSA key, which is published.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// With the application's secret.
    #[serde(rename = "HS256")]
    Hs256,
}

impl SigningAlgorithm {
    /// Its name in a token's header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Hs256 => "HS256",
        }
    }
}

impl Application {
    /// Whether a sign-in may return to this address: one of those registered, byte for byte, but that a registered port
    /// `*` stands for any (reference section 8.3).
    pub(crate) fn may_redirect_to(&self, address: &str) -> bool {
        self.redirect_uris.iter().any(|registered| matches_registered(registered, address))
    }

    /// Whether a sign-out may return to this address.
    pub(crate) fn may_log_out_to(&self, address: &str) -> bool {
        self.post_logout_redirect_uris.iter().any(|registered| matches_registered(registered, address))
    }
}

fn matches_registered(registered: &str, address: &str) -> bool {
    let Some((before, after)) = registered.split_once(":*") else {
        return registered == address;
    };
    let Some(rest) = address.strip_prefix(before).and_then(|rest| rest.strip_prefix(':')) else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (port, path) = rest.split_at(digits);
    // As it is usually written: no zeros before it.
    port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port) && path == after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_a_port_and_for_nothing_else() {
        let registered = "http://127.0.0.1:*/callback";
        for address in ["http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback"] {
            assert!(matches_registered(registered, address), "{address}");
        }
        for address in [
            "http://127.0.0.1:/callback",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:080/callback",
            "http://127.0.0.1:80@evil.example/callback",
            "http://127.0.0.1:80/callback/",
            "http://127.0.0.1:80/callback?x=1",
            "https://127.0.0.1:80/callback",
            "http://127.0.0.1:*/callback",
        ] {
            assert!(!matches_registered(registered, address), "{address}");
        }
    }

    #[test]
    fn without_a_star_every_byte_counts() {
        assert!(matches_registered("https://app.example/callback", "https://app.example/callback"));
        assert!(!matches_registered("https://app.example/callback", "https://app.example/Callback"));
    }
}
