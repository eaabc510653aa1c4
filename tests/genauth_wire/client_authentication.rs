//! How an application with a secret proves itself, to the byte, and that the secret stays one.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::genauth::{
    AccessToken, AuthorizationCode, Client, ClientAuthentication, ClientSecret, ClientSettings, Password,
    ProviderMetadata, RefreshToken,
};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use url::Url;

use super::server::{Kept, Server, Then, answer, body_in, client, header_in, ok};

const APP_ID: &str = "62f2093271a2b3cc10d90001";
/// With characters that a form escapes.
const SECRET: &str = "s3cr3t+of/the:app";
const TOKENS: &str = r#"{"statusCode":200,"message":"","data":{"access_token":"a.b.c"}}"#;
const RENEWED: &str = r#"{"access_token":"new-access","expires_in":3600,"token_type":"Bearer"}"#;

fn post() -> ClientAuthentication {
    ClientAuthentication::Post(ClientSecret::new(SECRET.to_owned()))
}

fn basic() -> ClientAuthentication {
    ClientAuthentication::Basic(ClientSecret::new(SECRET.to_owned()))
}

fn proving(server: &Server, authentication: ClientAuthentication) -> (Client, Arc<Kept>) {
    client(ClientSettings { authentication, ..server.settings() })
}

/// What stands in `Authorization`, decoded.
fn credentials(request: &str) -> Option<String> {
    let value = header_in(request, "authorization")?;
    Some(String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ").unwrap()).unwrap()).unwrap())
}

/// Neither the secret nor its header stands anywhere in what is kept.
#[track_caller]
fn assert_hidden(kept: &Kept) {
    for exchange in kept.exchanges() {
        let shown = format!("{exchange:?}");
        let encoded = [
            SECRET.to_owned(),
            "s3cr3t%2Bof".to_owned(),
            STANDARD.encode(format!("{APP_ID}:{SECRET}")),
            STANDARD.encode(format!("{APP_ID}:s3cr3t%2Bof%2Fthe%3Aapp")),
        ];
        for secret in encoded {
            assert!(!shown.contains(&secret), "{secret} in {shown}");
        }
    }
}

#[tokio::test]
async fn signing_in_with_post_adds_two_keys_to_the_body() {
    let server = Server::answering(ok(TOKENS)).await;
    let (client, kept) = proving(&server, post());
    client.sign_in_with_password("alice", &Password::new("passw0rd".to_owned())).await.unwrap();
    let request = server.request();
    let body: Value = serde_json::from_str(body_in(&request)).unwrap();
    assert_eq!((&body["client_id"], &body["client_secret"]), (&APP_ID.into(), &SECRET.into()));
    assert_eq!(body["passwordPayload"]["account"], "alice");
    assert_eq!(header_in(&request, "authorization"), None);
    assert_hidden(&kept);
}

#[tokio::test]
async fn signing_in_with_basic_sends_the_header_and_nothing_in_the_body() {
    let server = Server::answering(ok(TOKENS)).await;
    let (client, kept) = proving(&server, basic());
    client.sign_in_with_password("alice", &Password::new("passw0rd".to_owned())).await.unwrap();
    let request = server.request();
    assert_eq!(credentials(&request), Some(format!("{APP_ID}:{SECRET}")));
    assert!(!body_in(&request).contains("client_"), "{request}");
    assert_hidden(&kept);
    let headers = kept.only().request.headers;
    let shown = headers.iter().find(|header| header.name == "authorization").unwrap();
    assert_eq!(shown.value, "Basic [redacted credentials]");
}

#[tokio::test]
async fn refreshing_and_revoking_prove_it_too() {
    let encoded = "s3cr3t%2Bof%2Fthe%3Aapp";
    let server = Server::start(vec![Then::Write(ok(RENEWED)), Then::Write(ok("")), Then::Write(ok(""))]).await;
    let (client, kept) = proving(&server, post());
    client.refresh(&RefreshToken::new("r-1".to_owned())).await.unwrap();
    client.revoke_refresh_token(&RefreshToken::new("r-1".to_owned())).await.unwrap();
    client.revoke_access_token(&AccessToken::new("a-1".to_owned())).await.unwrap();
    let bodies: Vec<_> = server.requests().iter().map(|request| body_in(request).to_owned()).collect();
    let who = format!("client_id={APP_ID}&client_secret={encoded}");
    assert_eq!(
        bodies,
        [
            format!("{who}&grant_type=refresh_token&refresh_token=r-1"),
            format!("{who}&token=r-1&token_type_hint=refresh_token"),
            format!("{who}&token=a-1&token_type_hint=access_token"),
        ]
    );
    assert_hidden(&kept);

    let server = Server::start(vec![Then::Write(ok(RENEWED)), Then::Write(ok(""))]).await;
    let (client, kept) = proving(&server, basic());
    client.refresh(&RefreshToken::new("r-1".to_owned())).await.unwrap();
    client.revoke_access_token(&AccessToken::new("a-1".to_owned())).await.unwrap();
    let requests = server.requests();
    assert_eq!(body_in(&requests[0]), "grant_type=refresh_token&refresh_token=r-1");
    assert_eq!(body_in(&requests[1]), "token=a-1&token_type_hint=access_token");
    for request in &requests {
        // RFC 6749, section 2.3.1: both are form-encoded first.
        assert_eq!(credentials(request), Some(format!("{APP_ID}:{encoded}")));
    }
    assert_hidden(&kept);
}

#[tokio::test]
async fn trading_a_code_proves_it_too() {
    for (authentication, in_body, in_header) in [(post(), true, false), (basic(), false, true)] {
        let server = Server::answering(ok(RENEWED)).await;
        let here = format!("http://{}", server.address);
        let (client, kept) = proving(&server, authentication);
        let provider = ProviderMetadata {
            issuer: format!("{here}/oidc"),
            authorization_endpoint: Url::parse(&format!("{here}/oidc/auth")).unwrap(),
            token_path: "/oidc/token".to_owned(),
            key_set_path: None,
            end_session_endpoint: None,
            answers_with_issuer: false,
            id_token_algorithms: Vec::new(),
            grant_types: Vec::new(),
            authentication_methods: Vec::new(),
        };
        let redirect_uri = "http://127.0.0.1:41873/callback";
        let request = client.authorization_request(&provider, redirect_uri, "openid").unwrap();
        assert!(!request.address().expose_secret().contains("s3cr3t"), "the browser never sees the secret");
        client.redeem_code(&request, &AuthorizationCode::new("c0de-1234".to_owned())).await.unwrap();
        let sent = server.request();
        let body = body_in(&sent);
        assert!(body.contains("grant_type=authorization_code&code=c0de-1234"), "{body}");
        assert_eq!(body.contains(&format!("client_id={APP_ID}")), in_body, "{body}");
        assert_eq!(body.contains("client_secret=s3cr3t%2Bof%2Fthe%3Aapp"), in_body, "{body}");
        assert_eq!(credentials(&sent).is_some(), in_header);
        assert_hidden(&kept);
    }
}

#[tokio::test]
async fn a_service_that_echoes_the_secret_does_not_get_it_shown() {
    for authentication in [post(), basic()] {
        let encoded = STANDARD.encode(format!("{APP_ID}:{SECRET}"));
        let page = format!("<html>cannot use {SECRET} nor {encoded}</html>");
        let server = Server::answering(answer("502 Bad Gateway", "text/html", &page)).await;
        let (client, kept) = proving(&server, authentication.clone());
        let failure = client.sign_in_with_password("a", &Password::new("passw0rd".to_owned())).await.unwrap_err();
        assert!(!format!("{failure:?}").contains(SECRET), "{failure:?}");
        if matches!(authentication, ClientAuthentication::Basic(_)) {
            assert_hidden(&kept);
        }
    }
}
