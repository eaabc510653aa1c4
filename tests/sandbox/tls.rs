//! The same service over TLS: who trusts its authority is served, and faults break it as they break TCP.

use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bindery::sandbox::{CaFileError, Sandbox, Setup, StartError};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::raw::{Answer, Request, WECHAT, read_to_the_end, sign_in_with, text};
use crate::scratch::Scratch;

async fn start() -> Sandbox {
    Sandbox::start_with(Setup { tls: true, ..Setup::default() }).await.expect("a free port")
}

fn certificate(sandbox: &Sandbox) -> String {
    sandbox.info().ca_certificate.expect("a certificate")
}

fn ca_file(sandbox: &Sandbox) -> PathBuf {
    sandbox.info().ca_file.expect("a file").into()
}

/// A connection by a client that trusts only this certificate.
pub(crate) async fn connect(port: u16, trusted: &str) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(trusted.as_bytes()).expect("PEM")).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.expect("versions").with_root_certificates(roots).with_no_client_auth();
    let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    TlsConnector::from(Arc::new(config)).connect(Ipv4Addr::LOCALHOST.into(), socket).await
}

/// Sends a request and reads what comes until the end, which may come early.
async fn send(sandbox: &Sandbox, request: Request) -> (Option<Answer>, io::Result<()>) {
    let mut stream = connect(sandbox.address().port(), &certificate(sandbox)).await.expect("a connection");
    stream.write_all(&request.header("Connection", "close").bytes()).await.expect("the request is sent");
    let mut bytes = Vec::new();
    let end = read_to_the_end(&mut stream, &mut bytes).await;
    (Answer::parse(&bytes), end)
}

async fn answer(sandbox: &Sandbox, request: Request) -> Answer {
    let (answer, end) = send(sandbox, request).await;
    end.expect("the connection ends well");
    answer.expect("an answer")
}

async fn access_token(sandbox: &Sandbox) -> String {
    let body = serde_json::json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": "lin@example.com", "password": "sandbox"},
    });
    text(&answer(sandbox, sign_in_with(sandbox, &body)).await.json()["data"], "access_token")
}

#[tokio::test]
async fn who_trusts_the_authority_is_served() {
    let sandbox = start().await;
    assert_eq!(sandbox.app_host(), format!("https://127.0.0.1:{}", sandbox.address().port()));
    let token = access_token(&sandbox).await;
    let identities = Request::get("/api/v3/get-identities").app(&sandbox).bearer(&token);
    assert_eq!(answer(&sandbox, identities).await.data().as_array().map(Vec::len), Some(7));
    let discovery = answer(&sandbox, Request::get("/oidc/.well-known/openid-configuration")).await.json();
    assert_eq!(discovery["issuer"], sandbox.info().issuer);
    assert!(sandbox.info().issuer.starts_with("https://"));
}

#[tokio::test]
async fn who_trusts_another_authority_refuses_it() {
    let (sandbox, other) = (start().await, start().await);
    let error = connect(sandbox.address().port(), &certificate(&other)).await.unwrap_err();
    let reason = error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>());
    assert_eq!(reason, Some(&rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)));
    assert_eq!(sandbox.requests(), []);
}

#[tokio::test]
async fn plain_http_gets_no_answer() {
    let sandbox = start().await;
    let mut socket = TcpStream::connect(sandbox.address()).await.unwrap();
    socket.write_all(&Request::get("/api/v3/system").app(&sandbox).bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let _ = read_to_the_end(&mut socket, &mut bytes).await;
    assert!(Answer::parse(&bytes).is_none());
    assert_eq!(sandbox.requests(), []);
}

#[tokio::test]
async fn a_reset_is_a_reset_of_tcp_under_tls() {
    let sandbox = start().await;
    let token = access_token(&sandbox).await;
    for fault in ["unlink-extidp=reset-before", "unlink-extidp=reset-after"] {
        sandbox.faults().inject(fault.parse().unwrap());
        let (answer, end) = send(&sandbox, crate::raw::unlink(&sandbox, &token, WECHAT)).await;
        assert!(answer.is_none(), "{fault}");
        assert_eq!(end.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset), "{fault}");
    }
    let unlinked: Vec<bool> =
        sandbox.requests().iter().filter(|seen| seen.path.ends_with("unlink-extidp")).map(|seen| seen.ran).collect();
    assert_eq!(unlinked, [false, true]);
}

#[tokio::test]
async fn a_cut_counts_the_bytes_of_http() {
    let sandbox = start().await;
    let whole = answer(&sandbox, Request::get("/api/v3/system").app(&sandbox)).await;
    sandbox.faults().inject("system=truncate".parse().unwrap());
    let (cut, end) = send(&sandbox, Request::get("/api/v3/system").app(&sandbox)).await;
    let cut = cut.expect("a head");
    assert_eq!(cut.content_length(), whole.body.len());
    assert_eq!(cut.body, whole.body[..whole.body.len() / 2]);
    // No word of farewell (close_notify, RFC 8446, section 6.1), so that the client knows that it was cut.
    assert_eq!(end.map_err(|error| error.kind()), Err(ErrorKind::UnexpectedEof));
}

#[tokio::test]
async fn the_file_to_trust_holds_the_certificate_and_goes_with_the_service() {
    let sandbox = start().await;
    let path = ca_file(&sandbox);
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, certificate(&sandbox));
    assert_eq!(written.matches("-----BEGIN").count(), 1, "{written}");
    assert!(written.starts_with("-----BEGIN CERTIFICATE-----"));
    sandbox.stop().await;
    assert!(!path.exists());
}

#[tokio::test]
async fn a_file_that_was_asked_for_stays_and_nothing_else_is_overwritten() {
    let folder = Scratch::new("ca");
    let path = folder.path().join("ca.pem");
    let setup = |path: &Path| Setup { tls: true, ca_file: Some(path.to_owned()), ..Setup::default() };
    for _ in 0..2 {
        let sandbox = Sandbox::start_with(setup(&path)).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), certificate(&sandbox));
        assert_eq!(ca_file(&sandbox), path.canonicalize().unwrap());
        sandbox.stop().await;
    }
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "do not lose this").unwrap();
    let error = Sandbox::start_with(setup(&notes)).await.unwrap_err();
    assert!(matches!(error, StartError::CaFile(CaFileError::NoCertificate { .. })), "{error}");
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "do not lose this");
}
