//! The addresses between which a browser is sent.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::Url;

use crate::sandbox::pool::{Connection, Source};
use crate::sandbox::service::Service;

/// Where a link to bind is opened; it holds a credential that is good once.
pub(super) fn link(service: &Service, credential: &str) -> Option<String> {
    let mut address = on(service, &["connections", "link"])?;
    address.query_pairs_mut().append_pair("link_token", credential);
    Some(address.into())
}

/// Where a provider returns to (reference section 6.2). Enterprise connections have the same path here.
pub(super) fn callback(service: &Service, identifier: &str) -> Option<String> {
    on(service, &["connection", "social", identifier, &service.pool.user_pool_id, "callback"]).map(Into::into)
}

/// The provider's own page, on this service (RFC 6749, section 4.1.1). The source is the client there.
pub(super) fn authorization(
    service: &Service,
    source: &Source,
    connection: &Connection,
    state: &str,
) -> Option<String> {
    let mut address = on(service, &["providers", &source.provider, "authorize"])?;
    address
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &source.source_id)
        .append_pair("redirect_uri", &callback(service, &connection.identifier)?)
        .append_pair("state", state);
    Some(address.into())
}

/// An address with more parameters behind those that it has.
pub(super) fn with(address: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let mut address = Url::parse(address).ok()?;
    address.query_pairs_mut().extend_pairs(pairs);
    Some(address.into())
}

/// Whether an address stays on this machine: HTTP or HTTPS to `localhost` or a literal loopback address.
pub(crate) fn is_loopback(address: &str) -> bool {
    let Ok(address) = Url::parse(address) else { return false };
    let local = match address.host() {
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(url::Host::Ipv4(host)) => host.is_loopback(),
        Some(url::Host::Ipv6(host)) => host.is_loopback(),
        None => false,
    };
    local
        && matches!(address.scheme(), "http" | "https")
        && address.username().is_empty()
        && address.password().is_none()
}

/// HTTP 302 to an address, without a word about where from.
pub(super) fn redirect(address: &str) -> Option<Response> {
    let mut location = HeaderValue::from_str(address).ok()?;
    // The address may hold a credential, which no log of ours should show.
    location.set_sensitive(true);
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Some((StatusCode::FOUND, headers).into_response())
}

/// A path on this service, each segment encoded.
fn on(service: &Service, segments: &[&str]) -> Option<Url> {
    let mut address = Url::parse(&service.app_host).ok()?;
    address.path_segments_mut().ok()?.clear().extend(segments);
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for address in ["http://127.0.0.1:4000/x?y=1", "http://localhost/", "https://[::1]:9/", "http://127.9.9.9/"] {
            assert!(is_loopback(address), "{address}");
        }
        for address in [
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://user@127.0.0.1/",
            "http://localhost.evil.example/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "//127.0.0.1/",
            "127.0.0.1:80",
            "",
        ] {
            assert!(!is_loopback(address), "{address}");
        }
    }

    #[test]
    fn parameters_go_behind_those_that_are_there() {
        let address = with("http://127.0.0.1:1/done?from=here#top", &[("code", "200"), ("message", "已 & done")]);
        assert_eq!(
            address.as_deref(),
            Some("http://127.0.0.1:1/done?from=here&code=200&message=%E5%B7%B2+%26+done#top")
        );
        assert_eq!(with("nowhere", &[]), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_loopback_stays_here_with_more_parameters(address in "https?://(127\\.0\\.0\\.1|localhost)[a-z0-9@.:/?#]{0,20}|\\PC*") {
            if is_loopback(&address) {
                let longer = with(&address, &[("code", "200")]);
                proptest::prop_assert!(longer.is_some_and(|longer| is_loopback(&longer)));
            }
        }
    }
}
