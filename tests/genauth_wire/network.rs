//! What the machine around the program has to do with it: names, proxies, root certificates.

use std::sync::Arc;

use bindery::genauth::{
    AccessToken, Certainty, Client, ClientError, ClientSettings, Error, NoObserver, ProxyChoice, Unreachable,
};

use super::server::{Server, client, in_process_of_its_own, ok, runtime, settings};
use super::tls::trusting;

const LIST: &str = r#"{"statusCode":200,"message":"","data":[]}"#;

fn token() -> AccessToken {
    AccessToken::new("access-token".to_owned())
}

#[test]
fn a_name_that_does_not_exist() {
    // RFC 6761 section 6.4: nothing under `.invalid` exists, so no network is needed to say so.
    let trusted = trusting("name");
    if !in_process_of_its_own(
        "network::a_name_that_does_not_exist",
        &[("SSL_CERT_FILE", trusted.path()), ("NO_PROXY", "*"), ("no_proxy", "*")],
    ) {
        return;
    }
    runtime().block_on(async {
        let (client, _) = client(settings("https://no-such-host.invalid"));
        let failure = client.get_identities(&token()).await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::NameNotFound));
        assert_eq!(failure.error.certainty(), Certainty::NothingDone);
        assert_eq!(failure.attempt.http_status, None);
    });
}

/// Nothing listens on port 1, so whatever goes through these proxies does not arrive.
const PROXIES: [(&str, &str); 8] = [
    ("HTTP_PROXY", "http://127.0.0.1:1"),
    ("http_proxy", "http://127.0.0.1:1"),
    ("HTTPS_PROXY", "http://127.0.0.1:1"),
    ("https_proxy", "http://127.0.0.1:1"),
    ("ALL_PROXY", "http://127.0.0.1:1"),
    ("all_proxy", "http://127.0.0.1:1"),
    ("NO_PROXY", ""),
    ("no_proxy", ""),
];

#[test]
fn loopback_is_never_reached_through_a_proxy_and_other_hosts_are() {
    let trusted = trusting("proxy");
    let variables: Vec<_> = PROXIES.into_iter().chain([("SSL_CERT_FILE", trusted.path())]).collect();
    if !in_process_of_its_own("network::loopback_is_never_reached_through_a_proxy_and_other_hosts_are", &variables) {
        return;
    }
    runtime().block_on(async {
        let server = Server::answering(ok(LIST)).await;
        server.client().get_identities(&token()).await.unwrap();
        server.request();
        // That the variables count at all: the proxy refuses, and the name is never looked up.
        let (client, _) = client(settings("https://no-such-host.invalid"));
        let failure = client.get_identities(&token()).await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::Refused));
        // Without a proxy it is.
        let straight = ClientSettings { proxy: ProxyChoice::None, ..settings("https://no-such-host.invalid") };
        let failure = super::server::client(straight).0.get_identities(&token()).await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::NameNotFound));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_root_certificates() {
    if !in_process_of_its_own(
        "network::a_machine_without_root_certificates",
        &[("SSL_CERT_FILE", "/nonexistent/bundle.pem"), ("SSL_CERT_DIR", "/nonexistent")],
    ) {
        return;
    }
    runtime().block_on(async {
        let server = Server::answering(ok(LIST)).await;
        server.client().get_identities(&token()).await.unwrap();
    });
    let refused = Client::new(settings("https://example.genauth.ai"), Arc::new(NoObserver)).unwrap_err();
    assert!(matches!(&refused, ClientError::NoRootCertificates { .. }), "{refused:?}");
    assert!(refused.to_string().starts_with("no root certificates on this machine"), "{refused}");
}

#[test]
fn an_app_id_that_cannot_be_sent() {
    for app_id in ["", " ", "a\nb", " a"] {
        let mut settings = settings("http://127.0.0.1:1");
        settings.app_id = app_id.to_owned();
        assert_eq!(Client::new(settings, Arc::new(NoObserver)).unwrap_err(), ClientError::AppId, "{app_id:?}");
    }
}
