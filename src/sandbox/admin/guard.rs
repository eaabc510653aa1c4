//! Who may call the admin API: a program that was given the token, and never a web page.
//!
//! A page in a browser on the same machine can send requests to any loopback port. It cannot know the token, and even
//! so it is told nothing: its requests carry `Origin` or `Sec-Fetch-Site`, and one whose name was rebound to loopback
//! carries that name in `Host`. No answer carries a CORS header.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Access;
use super::answer::Refused;
use crate::sandbox::body::has_type;

/// More than any request needs.
const LARGEST_BODY: usize = 1 << 20;

/// Lets a request through, or refuses it.
pub(super) async fn guard(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(refused) = access.admits(&parts.uri, &parts.headers) {
        tracing::warn!(method = %parts.method, path = parts.uri.path(), ?refused, "the admin API refused a caller");
        return refused.into_response();
    }
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return Refused::TooLarge.into_response();
    };
    if !body.is_empty() && !has_type(&parts.headers, "application/json") {
        return Refused::ContentType.into_response();
    }
    tracing::debug!(method = %parts.method, path = parts.uri.path(), "the admin API was called");
    let mut response = next.run(Request::from_parts(parts, Body::from(body))).await;
    // What is answered holds secrets.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl Access {
    /// Whether a request with these headers comes from who may call.
    fn admits(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        let expected = format!("127.0.0.1:{}", self.port);
        let mut hosts = headers.get_all(header::HOST).iter();
        let named = match (hosts.next(), hosts.next()) {
            (Some(host), None) => self.is_host(host.as_bytes()),
            _ => false,
        };
        // A request line with a whole address names a host as well (RFC 9112, section 3.2.2).
        let addressed = uri.authority().is_none_or(|authority| self.is_host(authority.as_str().as_bytes()));
        if !named || !addressed {
            return Err(Refused::Host { expected });
        }
        if headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site") {
            return Err(Refused::WebPage);
        }
        let presented = headers.get(header::AUTHORIZATION).and_then(|value| bearer(value.as_bytes()));
        match presented.map(|token| verify_slices_are_equal(token, self.token.as_bytes())) {
            Some(Ok(())) => Ok(()),
            _ => Err(Refused::Token),
        }
    }

    /// Whether this is the listener's own address, as it stands in `Host`. Port 80 is left out by clients (RFC 9110,
    /// section 4.2.3).
    fn is_host(&self, host: &[u8]) -> bool {
        host == format!("127.0.0.1:{}", self.port).as_bytes() || (self.port == 80 && host == b"127.0.0.1")
    }
}

/// The token of `Bearer TOKEN` (RFC 6750, section 2.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(b"Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "5afe";

    fn access(port: u16) -> Access {
        Access { port, token: TOKEN.to_owned() }
    }

    fn admits(access: &Access, uri: &str, headers: &[(&'static str, &str)]) -> Result<(), Refused> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        access.admits(&uri.parse().unwrap(), &map)
    }

    #[test]
    fn a_program_with_the_token_is_let_through() {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let authorization = format!("{scheme} {TOKEN}");
            let headers = [("host", "127.0.0.1:4000"), ("authorization", authorization.as_str())];
            assert_eq!(admits(&access(4000), "/info", &headers), Ok(()));
            assert_eq!(admits(&access(4000), "http://127.0.0.1:4000/info", &headers), Ok(()));
        }
        let headers = [("host", "127.0.0.1"), ("authorization", "Bearer 5afe")];
        assert_eq!(admits(&access(80), "/info", &headers), Ok(()));
    }

    #[test]
    fn another_host_is_refused_whatever_else_is_right() {
        let hosts: [&[&str]; 9] = [
            &[],
            &[""],
            &["127.0.0.1"],
            &["127.0.0.1:4001"],
            &["localhost:4000"],
            &["attacker.example:4000"],
            &["127.0.0.1:4000.attacker.example"],
            &["127.0.0.1:4000", "127.0.0.1:4000"],
            &["127.0.0.1:4000", "attacker.example"],
        ];
        for hosts in hosts {
            let mut headers = vec![("authorization", "Bearer 5afe")];
            headers.extend(hosts.iter().map(|host| ("host", *host)));
            let refused = admits(&access(4000), "/info", &headers).unwrap_err();
            assert!(matches!(refused, Refused::Host { .. }), "{hosts:?}");
        }
        let headers = [("host", "127.0.0.1:4000"), ("authorization", "Bearer 5afe")];
        let refused = admits(&access(4000), "http://attacker.example:4000/info", &headers).unwrap_err();
        assert!(matches!(refused, Refused::Host { .. }));
    }

    #[test]
    fn a_web_page_is_refused_even_with_the_token() {
        for (name, value) in [
            ("origin", "http://127.0.0.1:4000"),
            ("origin", "null"),
            ("sec-fetch-site", "none"),
            ("sec-fetch-site", ""),
        ] {
            let headers = [("host", "127.0.0.1:4000"), ("authorization", "Bearer 5afe"), (name, value)];
            assert_eq!(admits(&access(4000), "/info", &headers), Err(Refused::WebPage), "{name}: {value}");
        }
    }

    #[test]
    fn nothing_but_the_token_is_taken_for_it() {
        assert_eq!(admits(&access(4000), "/info", &[("host", "127.0.0.1:4000")]), Err(Refused::Token));
        for value in ["", "5afe", "Bearer", "Bearer ", "Bearer 5af", "Bearer 5afe0", "Bearer 5AFE", "Basic 5afe", "é"]
        {
            let headers = [("host", "127.0.0.1:4000"), ("authorization", value)];
            assert_eq!(admits(&access(4000), "/info", &headers), Err(Refused::Token), "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_is_taken_for_the_token(value in "[ -~]{0,40}") {
            proptest::prop_assume!(!value.to_ascii_lowercase().starts_with("bearer 5afe"));
            let headers = [("host", "127.0.0.1:4000"), ("authorization", value.as_str())];
            proptest::prop_assert_eq!(admits(&access(4000), "/info", &headers), Err(Refused::Token));
        }
    }
}
