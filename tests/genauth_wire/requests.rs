//! What goes over the wire, to the byte where it matters.

use std::sync::Arc;

use bindery::genauth::{AccessToken, Client, HeaderFamily, Language, NoObserver, Outcome, Password, RefreshToken};

use super::server::{Server, answer, body_in, client, header_in, ok};

fn token() -> AccessToken {
    AccessToken::new("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl".to_owned())
}

const SUCCESS: &str = r#"{"statusCode":200,"message":"操作成功","requestId":"934108e5-9fbf-4d24-8da1-c330328abd6c"}"#;

#[tokio::test]
async fn unlink_is_exactly_one_post_for_both_brands() {
    for (family, language, brand, lang) in [
        (HeaderFamily::GenAuth, Language::English, "x-genauth-", "en-US"),
        (HeaderFamily::Authing, Language::SimplifiedChinese, "x-authing-", "zh-CN"),
    ] {
        let server = Server::answering(ok(SUCCESS)).await;
        let mut settings = server.settings();
        settings.header_family = family;
        settings.language = language;
        let (client, _) = client(settings);
        client.unlink_ext_idp(&token(), "62f2093271a2b3cc10d966ee").await.unwrap();

        let request = server.request();
        let body = r#"{"extIdpId":"62f2093271a2b3cc10d966ee"}"#;
        let expected_head = [
            "POST /api/v3/unlink-extidp HTTP/1.1".to_owned(),
            format!("{brand}app-id: 62f2093271a2b3cc10d90001"),
            format!("{brand}lang: {lang}"),
            "accept: application/json".to_owned(),
            "accept-encoding: gzip".to_owned(),
            format!("user-agent: bindery/{}", env!("CARGO_PKG_VERSION")),
            "content-type: application/json".to_owned(),
            format!("authorization: Bearer {}", token().expose()),
            format!("host: {}", server.address),
            format!("content-length: {}", body.len()),
        ];
        let (head, sent_body) = request.split_once("\r\n\r\n").unwrap();
        assert_eq!(sent_body, body);
        let mut lines: Vec<&str> = head.split("\r\n").collect();
        assert_eq!(lines.remove(0), expected_head[0]);
        lines.sort_unstable();
        let mut expected: Vec<&str> = expected_head[1..].iter().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(lines, expected);
    }
}

#[tokio::test]
async fn every_get_is_one_line_and_carries_the_right_headers() {
    let body = r#"{"statusCode":200,"message":"","data":{}}"#;
    for (path, signed_in) in [
        ("/api/v3/get-profile", true),
        ("/api/v3/get-identities", true),
        ("/api/v3/get-security-info", true),
        ("/api/v3/get-application-enabled-extidps", false),
        ("/api/v3/system", false),
    ] {
        let server = Server::answering(ok(body)).await;
        let client = server.client();
        let attempt = match path {
            "/api/v3/get-profile" => client.get_profile(&token()).await.unwrap().attempt,
            "/api/v3/get-identities" => client.get_identities(&token()).await.unwrap().attempt,
            "/api/v3/get-security-info" => client.get_security_info(&token()).await.unwrap().attempt,
            "/api/v3/system" => client.system().await.unwrap().attempt,
            _ => client.get_application_enabled_ext_idps().await.unwrap().attempt,
        };
        let request = server.request();
        assert!(request.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{request}");
        assert_eq!(header_in(&request, "x-genauth-app-id").unwrap(), "62f2093271a2b3cc10d90001");
        assert_eq!(header_in(&request, "authorization").is_some(), signed_in, "{request}");
        assert_eq!(header_in(&request, "content-type"), None);
        for never in ["origin", "cookie", "referer"] {
            assert_eq!(header_in(&request, never), None, "{request}");
        }
        assert_eq!((attempt.method, attempt.path.as_str()), ("GET", path));
        assert_eq!((attempt.http_status, attempt.status_code), (Some(200), Some(200)));
    }
}

#[tokio::test]
async fn sign_in_sends_what_the_reference_captured_and_the_scope() {
    let server = Server::answering(ok(
        r#"{"statusCode":200,"message":"","data":{"access_token":"a.b.c","id_token":"d.e.f","expire_in":7200}}"#,
    ))
    .await;
    let (client, kept) = client(server.settings());
    let password = Password::new("passw0rd \"quoted\" ü".to_owned());
    let tokens = client.sign_in_with_password("alice", &password).await.unwrap().value;
    assert_eq!(tokens.access_token.expose(), "a.b.c");
    assert_eq!(tokens.id_token.unwrap().expose(), "d.e.f");
    assert!(tokens.refresh_token.is_none());

    let request = server.request();
    assert!(request.starts_with("POST /api/v3/signin HTTP/1.1\r\n"), "{request}");
    assert_eq!(header_in(&request, "authorization"), None);
    let body: serde_json::Value = serde_json::from_str(body_in(&request)).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "connection": "PASSWORD",
            "passwordPayload": {"account": "alice", "password": "passw0rd \"quoted\" ü"},
            "options": {"scope": "openid profile username email phone external_id offline_access"},
        })
    );

    let exchange = kept.only();
    assert_eq!(exchange.outcome, Outcome::Succeeded);
    let shown = format!("{exchange:?}");
    for secret in ["passw0rd", "quoted", "a.b.c", "d.e.f"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("alice"), "{shown}");
    assert!(shown.contains("[redacted access token, 5 characters]"), "{shown}");
}

#[tokio::test]
async fn refresh_is_a_form_without_a_secret() {
    let server = Server::answering(ok(
        r#"{"access_token":"new-access","expires_in":3600,"id_token":"new-id","refresh_token":"new+refresh","scope":"openid","token_type":"Bearer"}"#,
    ))
    .await;
    let (client, kept) = client(server.settings());
    let answer = client.refresh(&RefreshToken::new("old/refresh+token=".to_owned())).await.unwrap();
    assert_eq!(answer.value.access_token.expose(), "new-access");
    assert_eq!(answer.value.refresh_token.unwrap().expose(), "new+refresh");
    assert_eq!(answer.value.scope.as_deref(), Some("openid"));
    let left = answer.value.expires_at.unwrap().duration_since(answer.attempt.started_at).as_secs();
    assert!((3600..3630).contains(&left), "{left}");

    let request = server.request();
    assert!(request.starts_with("POST /oidc/token HTTP/1.1\r\n"), "{request}");
    assert_eq!(header_in(&request, "content-type").unwrap(), "application/x-www-form-urlencoded");
    assert_eq!(header_in(&request, "authorization"), None);
    assert_eq!(
        body_in(&request),
        "client_id=62f2093271a2b3cc10d90001&grant_type=refresh_token&refresh_token=old%2Frefresh%2Btoken%3D"
    );
    let exchange = kept.only();
    assert_eq!(
        exchange.request.body.unwrap().text,
        "client_id=62f2093271a2b3cc10d90001&grant_type=refresh_token&refresh_token=[redacted refresh token, 18 characters]"
    );
    let response = exchange.response.unwrap().body.text;
    assert!(!response.contains("new-access") && !response.contains("new+refresh"), "{response}");
}

#[tokio::test]
async fn revocation_is_a_form_with_a_hint() {
    let empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let server = Server::answering(empty).await;
    server.client().revoke_refresh_token(&RefreshToken::new("r-1".to_owned())).await.unwrap();
    let request = server.request();
    assert!(request.starts_with("POST /oidc/token/revocation HTTP/1.1\r\n"), "{request}");
    assert_eq!(body_in(&request), "client_id=62f2093271a2b3cc10d90001&token=r-1&token_type_hint=refresh_token");

    let server = Server::answering(empty).await;
    server.client().revoke_access_token(&AccessToken::new("a-1".to_owned())).await.unwrap();
    assert_eq!(body_in(&server.request()), "client_id=62f2093271a2b3cc10d90001&token=a-1&token_type_hint=access_token");
}

#[tokio::test]
async fn the_exchange_is_redacted_and_whole() {
    let body = format!(r#"{{"statusCode":200,"message":"for {}","data":[]}}"#, token().expose());
    let server = Server::answering(answer("200 OK", "application/json", &body)).await;
    let (client, kept) = client(server.settings());
    let answer = client.get_identities(&token()).await.unwrap();
    let marker = format!("[redacted access token, {} characters]", token().expose().len());
    assert_eq!(answer.attempt.message, Some(format!("for {marker}")));

    let exchange = kept.only();
    assert_eq!(exchange.attempt, answer.attempt);
    assert_eq!(exchange.request.url, format!("http://{}/api/v3/get-identities", server.address));
    let authorization = exchange.request.headers.iter().find(|header| header.name == "authorization").unwrap();
    assert_eq!(authorization.value, format!("Bearer {marker}"));
    let response = exchange.response.as_ref().unwrap();
    assert_eq!((response.http_status, response.http_version), (200, "HTTP/1.1"));
    assert_eq!(response.body.true_length, body.len() as u64);
    assert!(response.body.complete && !response.body.shortened);
    assert!(response.headers.iter().any(|header| header.name == "content-type" && header.value == "application/json"));
    assert!(exchange.headers_after.unwrap() <= exchange.took);
    assert!(!format!("{exchange:?}").contains("c2lnbmF0dXJl"));
}

#[tokio::test]
async fn of_a_long_body_a_part_is_kept() {
    let body = format!(r#"{{"statusCode":200,"message":"","data":[],"more":"{}"}}"#, "ü".repeat(300_000));
    let server = Server::answering(ok(&body)).await;
    let (client, kept) = client(server.settings());
    client.get_identities(&token()).await.unwrap();
    let recorded = kept.only().response.unwrap().body;
    assert_eq!(recorded.true_length, body.len() as u64);
    assert!(recorded.shortened && recorded.complete);
    assert!((262_140..=262_144).contains(&recorded.text.len()), "{}", recorded.text.len());
}

#[test]
fn calls_can_be_spawned() {
    fn is_send(_: impl Send) {}
    let settings = super::server::settings("http://127.0.0.1:1");
    let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
    let token = token();
    let password = Password::new("p".to_owned());
    is_send(client.get_identities(&token));
    is_send(client.unlink_ext_idp(&token, "x"));
    is_send(client.sign_in_with_password("a", &password));
    is_send(client.clone());
}
