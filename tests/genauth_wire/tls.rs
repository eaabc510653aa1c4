//! Secure connections that do not come about, and one that does.
//!
//! Every test runs in a process of its own, because which certificates are trusted is a matter of the environment.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::genauth::{
    AccessToken, Certainty, ClientSettings, Deadlines, Error, Failure, RootCertificates, Unreachable,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::server::{Server, Then, client, in_process_of_its_own, ok, runtime, settings};

/// A certificate for `127.0.0.1`, signed by itself, as base64 of DER; valid until 2120.
const CERTIFICATE: &str = concat!(
    "MIIBbTCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNiaW5kZXJ5IHRlc3Qgc2VydmVkMCAXDTIwMD",
    "EwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAeMRwwGgYDVQQDDBNiaW5kZXJ5IHRlc3Qgc2VydmVkMFkwEwYHKoZI",
    "zj0CAQYIKoZIzj0DAQcDQgAE+t1REqCRRRFI2yXc+SfW0l8HCdKdwppMexPzbVid2O98KX/7S9k3zYHQX2xzX6c0tx",
    "dk+IdfDPY7OW5GpvskF6NAMD4wDwYDVR0RBAgwBocEfwAAATAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBQMNZbq1lW6",
    "oC/E2oOkaxqVC5IjbzAKBggqhkjOPQQDAgNIADBFAiEAlKBy6hyQhzfQk6w9k9xsDMLspmnOs37pd937GYxJiu4CIE",
    "NPd1dktZVm9jWGttP/dZtPgG0YVOq7zAUWTgiHYUIi",
);

/// Its key, as base64 of PKCS #8. It protects nothing.
const KEY: &str = concat!(
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTzz1PfcZvSl//bOA3eMRY8y+aMYe1UihqxeO0SPafa",
    "yhRANCAAT63VESoJFFEUjbJdz5J9bSXwcJ0p3Cmkx7E/NtWJ3Y73wpf/tL2TfNgdBfbHNfpzS3F2T4h18M9js5bkam",
    "+yQX",
);

/// Another such certificate, for a machine that trusts somebody else.
const OTHER_CERTIFICATE: &str = concat!(
    "MIIBbDCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJiaW5kZXJ5IHRlc3Qgb3RoZXIwIBcNMjAwMT",
    "AxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0xGzAZBgNVBAMMEmJpbmRlcnkgdGVzdCBvdGhlcjBZMBMGByqGSM49",
    "AgEGCCqGSM49AwEHA0IABNvGHZUN7OnpEix9XxDBTji8Q9onaNDgoZgUOgVLNbAr3aPDxqkOjQjiduJlFlEQqqF76s",
    "uMIfzC+LsoGOSSFlOjQDA+MA8GA1UdEQQIMAaHBH8AAAEwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUS5le06KDRXfZ",
    "S1G+1Kzo0f5/8fgwCgYIKoZIzj0EAwIDSQAwRgIhAOb/g8WspqMZLxijcpiieBxu7eoc9vFA8Gw+gM4r3dUZAiEA28",
    "Il5ebdv/OmXZ+u0Yu+VVdxKfEmlUin/bT2TVKYrE0=",
);

/// A file of trusted certificates, for `SSL_CERT_FILE`. It goes away with the value.
pub(crate) struct Trusted(PathBuf);

impl Trusted {
    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Trusted {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Trusts the certificate that the server here has.
pub(crate) fn trusting(test: &str) -> Trusted {
    trust(test, CERTIFICATE)
}

fn trust(test: &str, certificate: &str) -> Trusted {
    let path = std::env::temp_dir().join(format!("bindery-wire-{}-{test}.pem", std::process::id()));
    let pem = format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n");
    std::fs::write(&path, pem).unwrap();
    Trusted(path)
}

async fn call(app_host: &str, deadlines: Deadlines) -> Result<(), Failure> {
    let mut settings = settings(app_host);
    settings.deadlines = deadlines;
    let token = AccessToken::new("access-token".to_owned());
    client(settings).0.unlink_ext_idp(&token, "x").await.map(|_| ())
}

const PATIENT: Deadlines = Deadlines { connect: Duration::from_secs(10), whole: Duration::from_secs(20) };

/// Answers one request over TLS, if it comes to that.
fn tls_server() -> std::net::SocketAddr {
    let key = PrivateKeyDer::try_from(STANDARD.decode(KEY).unwrap()).unwrap();
    let certificate = CertificateDer::from(STANDARD.decode(CERTIFICATE).unwrap());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = rustls::Stream::new(&mut connection, &mut stream);
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.ends_with(br#"{"extIdpId":"x"}"#) {
            match tls.read(&mut buffer) {
                Ok(length) if length > 0 => request.extend_from_slice(&buffer[..length]),
                _ => return,
            }
        }
        let _ = tls.write_all(&ok(r#"{"statusCode":200,"message":""}"#));
        tls.conn.send_close_notify();
        let _ = tls.flush();
    });
    address
}

// Elsewhere the system's own store decides what is trusted.
#[cfg(target_os = "linux")]
#[test]
fn https_to_a_trusted_loopback_address_works() {
    let trusted = trusting("trusted");
    if !in_process_of_its_own("tls::https_to_a_trusted_loopback_address_works", &[("SSL_CERT_FILE", trusted.path())]) {
        return;
    }
    runtime().block_on(call(&format!("https://{}", tls_server()), PATIENT)).unwrap();
}

#[test]
fn an_extra_certificate_is_trusted_in_addition() {
    let trusted = trust("extra", OTHER_CERTIFICATE);
    if !in_process_of_its_own("tls::an_extra_certificate_is_trusted_in_addition", &[("SSL_CERT_FILE", trusted.path())])
    {
        return;
    }
    let pem = format!("-----BEGIN CERTIFICATE-----\n{CERTIFICATE}\n-----END CERTIFICATE-----\n");
    let settings = ClientSettings {
        extra_roots: RootCertificates::from_pem(pem.as_bytes()).unwrap(),
        ..settings(&format!("https://{}", tls_server()))
    };
    let token = AccessToken::new("access-token".to_owned());
    runtime().block_on(client(settings).0.unlink_ext_idp(&token, "x")).unwrap();
}

#[test]
fn a_certificate_that_is_not_trusted() {
    let trusted = trust("untrusted", OTHER_CERTIFICATE);
    if !in_process_of_its_own("tls::a_certificate_that_is_not_trusted", &[("SSL_CERT_FILE", trusted.path())]) {
        return;
    }
    let failure = runtime().block_on(call(&format!("https://{}", tls_server()), PATIENT)).unwrap_err();
    let Error::NotReachable(Unreachable::Tls(reason)) = &failure.error else { panic!("{failure:?}") };
    assert!(reason.contains("certificate"), "{reason}");
    assert_eq!(failure.error.certainty(), Certainty::NothingDone);
}

#[test]
fn https_to_a_server_that_speaks_no_tls() {
    let trusted = trusting("plain");
    if !in_process_of_its_own("tls::https_to_a_server_that_speaks_no_tls", &[("SSL_CERT_FILE", trusted.path())]) {
        return;
    }
    // One answers what looks like a request with HTTP, the other closes.
    for answer in [b"HTTP/1.1 400 Bad Request\r\n\r\n".as_slice(), b""] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
        });
        let failure = runtime().block_on(call(&format!("https://{address}"), PATIENT)).unwrap_err();
        assert!(matches!(failure.error, Error::NotReachable(Unreachable::Tls(_))), "{failure:?}");
        assert_eq!(failure.error.certainty(), Certainty::NothingDone);
    }
}

#[test]
fn a_handshake_that_hangs_is_no_connection_in_time() {
    let trusted = trusting("hang");
    if !in_process_of_its_own(
        "tls::a_handshake_that_hangs_is_no_connection_in_time",
        &[("SSL_CERT_FILE", trusted.path())],
    ) {
        return;
    }
    runtime().block_on(async {
        let server = Server::start(vec![Then::WriteAndHang(Vec::new())]).await;
        let hasty = Deadlines { connect: Duration::from_millis(300), ..PATIENT };
        let failure = call(&format!("https://{}", server.address), hasty).await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::NoConnectionInTime));
        assert_eq!(failure.error.certainty(), Certainty::NothingDone);
    });
}
