//! Calls that end in another way than with an answer of the service.

use std::time::Duration;

use bindery::genauth::{AccessToken, Certainty, Error, Outcome, RefreshToken, Unreachable};
use tokio::net::TcpListener;

use super::server::{Server, Then, answer, client, ok, settings};

fn token() -> AccessToken {
    AccessToken::new("live-access-token-0001".to_owned())
}

const LIST: &str = r#"{"statusCode":200,"message":"","data":[]}"#;

#[tokio::test]
async fn a_reset_after_the_request_leaves_it_open_and_is_not_sent_again() {
    for then in [Then::Reset, Then::Close] {
        let server = Server::start(vec![then]).await;
        let (client, kept) = client(server.settings());
        let failure = client.unlink_ext_idp(&token(), "62f2093271a2b3cc10d966ee").await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::ConnectionLost));
        assert_eq!(failure.error.certainty(), Certainty::Unknown);
        assert_eq!(failure.attempt.http_status, None);
        assert!(server.request().starts_with("POST /api/v3/unlink-extidp "));
        let exchange = kept.only();
        assert_eq!(exchange.outcome, Outcome::Failed(failure.error));
        assert_eq!((exchange.response, exchange.headers_after), (None, None));
    }
}

#[tokio::test]
async fn a_kept_connection_that_dies_under_a_post_does_not_send_it_twice() {
    let list = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n";
    let first = [list.as_slice(), LIST.as_bytes()].concat();
    for then in [Then::Reset, Then::Close] {
        let server = Server::start(vec![Then::WriteAndKeep(first.clone()), then]).await;
        let client = server.client();
        client.get_identities(&token()).await.unwrap();
        let failure = client.unlink_ext_idp(&token(), "62f2093271a2b3cc10d966ee").await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::ConnectionLost));
        let requests = server.requests();
        assert_eq!(requests.len(), 2, "{requests:#?}");
        assert!(requests[0].starts_with("GET ") && requests[1].starts_with("POST "));
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_it_open() {
    for bytes in [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"statusCode\":200,\"access_token\":\"half-a-tok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"statusCode\":200,\"access_token\":\"half-a-tok",
    ] {
        let server = Server::answering(bytes).await;
        let (client, kept) = client(server.settings());
        let failure = client.get_identities(&token()).await.unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::ConnectionLost));
        assert_eq!(failure.attempt.http_status, Some(200));
        let body = kept.only().response.unwrap().body;
        assert!(!body.complete);
        assert!(!body.text.contains("half-a-tok"), "{}", body.text);
    }
}

#[tokio::test]
async fn what_is_not_http_is_something_else() {
    let server = Server::answering("SSH-2.0-OpenSSH_9.6\r\n").await;
    let failure = server.client().get_identities(&token()).await.unwrap_err();
    assert!(
        matches!(&failure.error, Error::NotReachable(Unreachable::Other(reason)) if !reason.is_empty()),
        "{failure:?}"
    );
    assert_eq!(failure.error.certainty(), Certainty::Unknown);
}

#[tokio::test]
async fn the_whole_deadline_covers_the_headers_and_the_body() {
    let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"statusCode\"".to_vec();
    for (bytes, status) in [(Vec::new(), None), (begun, Some(200))] {
        let server = Server::start(vec![Then::WriteAndHang(bytes)]).await;
        let mut settings = server.settings();
        settings.deadlines.whole = Duration::from_millis(300);
        let (client, kept) = client(settings);
        let token = token();
        let call = client.unlink_ext_idp(&token, "x");
        // So that a call without an end fails this test and does not hang it.
        let ended = tokio::time::timeout(Duration::from_secs(10), call);
        let failure = ended.await.unwrap().unwrap_err();
        assert_eq!(failure.error, Error::NotReachable(Unreachable::NoAnswerInTime));
        assert_eq!(failure.error.certainty(), Certainty::Unknown);
        assert_eq!(failure.attempt.http_status, status);
        assert!(failure.attempt.took >= Duration::from_millis(300));
        assert_eq!(kept.only().attempt, *failure.attempt);
        server.request();
    }
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_is_recorded_as_abandoned() {
    let server = Server::start(vec![Then::WriteAndHang(Vec::new())]).await;
    let (client, kept) = client(server.settings());
    let token = token();
    let call = client.unlink_ext_idp(&token, "x");
    assert!(tokio::time::timeout(Duration::from_millis(200), call).await.is_err());
    assert_eq!(kept.only().outcome, Outcome::Abandoned);
}

#[tokio::test]
async fn nothing_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (client, kept) = client(settings(&format!("http://{address}")));
    let failure = client.unlink_ext_idp(&token(), "x").await.unwrap_err();
    assert_eq!(failure.error, Error::NotReachable(Unreachable::Refused));
    assert_eq!(failure.error.certainty(), Certainty::NothingDone);
    assert_eq!(kept.only().outcome, Outcome::Failed(failure.error));
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_not_sent() {
    let server = Server::answering(ok(LIST)).await;
    let (client, kept) = client(server.settings());
    let failure = client.get_identities(&AccessToken::new("to\nken".to_owned())).await.unwrap_err();
    assert_eq!(failure.error.certainty(), Certainty::NothingDone, "{failure:?}");
    assert!(server.requests().is_empty());
    assert_eq!(kept.only().outcome, Outcome::Failed(failure.error));
}

#[tokio::test]
async fn a_gateway_page_is_quoted_without_the_secrets_in_it() {
    let page = "<html><head><style>h1 {}</style><title>502 Bad Gateway</title></head><body>\n<h1>Oops</h1>\
        <script>var x = 1;</script><p>Token live-access-<b></b>token-0001, again live%2Daccess-token-0001 \
        &amp; eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln</p></body></html>";
    let server = Server::answering(answer("502 Bad Gateway", "text/html; charset=utf-8", page)).await;
    let (client, kept) = client(server.settings());
    let failure = client.unlink_ext_idp(&token(), "x").await.unwrap_err();
    let Error::NotTheApi { http_status: 502, content_type, excerpt, .. } = &failure.error else {
        panic!("{failure:?}");
    };
    assert_eq!(content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(
        excerpt,
        "502 Bad Gateway Oops Token live-access- token-0001, again [redacted access token, 22 characters] &amp; [redacted token, 46 characters]"
    );
    assert_eq!(failure.error.certainty(), Certainty::Unknown);
    assert_eq!(failure.attempt.http_status, Some(502));
    assert!(kept.only().response.unwrap().body.text.starts_with("<html><head><style>"));
}

#[tokio::test]
async fn success_that_says_no_is_a_refusal() {
    let body = r#"{"statusCode":200,"message":"last way to sign in","requestId":"r","data":{"success":false}}"#;
    let server = Server::answering(ok(body)).await;
    let failure = server.client().unlink_ext_idp(&token(), "x").await.unwrap_err();
    let Error::Refused(refusal) = &failure.error else { panic!("{failure:?}") };
    assert_eq!((refusal.status_code, refusal.message.as_str()), (200, "last way to sign in"));
    let body = r#"{"statusCode":200,"message":"","data":{"success":true}}"#;
    let server = Server::answering(ok(body)).await;
    server.client().unlink_ext_idp(&token(), "x").await.unwrap();
}

#[tokio::test]
async fn a_spent_refresh_token_is_an_oauth_error() {
    let body = r#"{"error":"invalid_grant","error_description":"grant request is invalid: spent-token-77"}"#;
    let server = Server::answering(answer("400 Bad Request", "application/json", body)).await;
    let failure = server.client().refresh(&RefreshToken::new("spent-token-77".to_owned())).await.unwrap_err();
    assert_eq!(
        failure.error,
        Error::OAuth {
            http_status: 400,
            error: "invalid_grant".to_owned(),
            description: Some("grant request is invalid: [redacted refresh token, 14 characters]".to_owned()),
            retry_after: None,
        }
    );
    assert_eq!(failure.error.certainty(), Certainty::NothingDone);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".to_vec();
    bytes.resize(bytes.len() + 9 * 1024 * 1024, b' ');
    let server = Server::answering(bytes).await;
    let (client, kept) = client(server.settings());
    let failure = client.get_identities(&token()).await.unwrap_err();
    assert_eq!(failure.error, Error::TooLarge { limit: 8 * 1024 * 1024 });
    assert_eq!(failure.error.certainty(), Certainty::Unknown);
    let body = kept.only().response.unwrap().body;
    assert_eq!((body.text.len(), body.shortened, body.complete), (256 * 1024, true, false));
    assert!((8_000_000..=8_388_608).contains(&body.true_length), "{}", body.true_length);
}

#[tokio::test]
async fn a_compressed_body_is_measured_unpacked() {
    let bomb = gzip_of_zeros(64 * 1024 * 1024);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    let server = Server::answering(compressed(&bomb)).await;
    let failure = server.client().get_identities(&token()).await.unwrap_err();
    assert_eq!(failure.error, Error::TooLarge { limit: 8 * 1024 * 1024 });
}

#[tokio::test]
async fn a_compressed_body_is_unpacked() {
    let server = Server::answering(compressed(&gzip_stored(LIST.as_bytes()))).await;
    let (client, kept) = client(server.settings());
    client.get_identities(&token()).await.unwrap();
    assert_eq!(kept.only().response.unwrap().body.text, LIST);
}

#[tokio::test]
async fn a_page_that_shows_the_request_is_shown_without_the_password() {
    let server = Server::start(vec![Then::Echo]).await;
    let password = bindery::genauth::Password::new("Quokka-7f3d-right".to_owned());
    let failure = server.client().sign_in_with_password("lin", &password).await.unwrap_err();
    let Error::NotTheApi { excerpt, .. } = failure.error else { panic!("{}", failure.error) };
    assert!(excerpt.contains("POST /api/v3/signin") && !excerpt.contains("Quokka"), "{excerpt}");
    assert!(server.request().contains("Quokka-7f3d-right"));
}

#[tokio::test]
async fn damaged_compression_is_unreadable() {
    let server = Server::answering(compressed(b"this is not gzip at all, is it")).await;
    let failure = server.client().get_identities(&token()).await.unwrap_err();
    assert_eq!(failure.error, Error::Unreadable { place: "body: its compression is damaged".to_owned() });
}

fn compressed(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The fixed header of RFC 1952: no name, no time.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// One stored block (RFC 1951 section 3.2.4).
fn gzip_stored(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let mut crc = u32::MAX;
    for byte in content {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    let mut bytes = GZIP_HEADER.to_vec();
    bytes.push(1);
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(content);
    bytes.extend((!crc).to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    bytes
}

/// One block with fixed codes (RFC 1951 section 3.2.6): a zero, and then "258 bytes from one byte back" over and over.
/// The checksum at the end is wrong, but nobody should get that far.
fn gzip_of_zeros(length: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::new();
    let mut write = |text: &str| bits.extend(text.bytes().map(|digit| digit == b'1'));
    write("110");
    write("00110000");
    for _ in 0..length / 258 {
        write("1100010100000");
    }
    write("0000000");
    let mut bytes = GZIP_HEADER.to_vec();
    bytes.extend(bits.chunks(8).map(|chunk| chunk.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))));
    bytes.extend([0; 8]);
    bytes
}
