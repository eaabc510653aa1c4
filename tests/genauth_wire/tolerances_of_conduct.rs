//! Section 14 of the wire reference, the client's tolerance checklist, from literal bytes: what the client does and does
//! not do, items 10, 11 and 12.

use bindery::genauth::{AccessToken, Error, Password};

use super::server::{Server, Then, client, ok};
use super::tolerances_of_answers::identities;

fn token() -> AccessToken {
    AccessToken::new("access-token".to_owned())
}

#[tokio::test]
async fn tolerance_10_nothing_secret_is_recorded() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2VjcmV0LXNpZ25hdHVyZQ";
    let body = format!(
        r#"{{"statusCode":200,"message":"see https://core.genauth.ai/x?id_token=in-a-query&code=in-a-code","data":[{{"extIdpId":"e","accessToken":"of-the-provider","refreshToken":"of-the-provider-too","userInfoInIdp":{{"deep":{{"accessToken":"deep-down"}}}},"bindUrl":"https://core.genauth.ai/link-url","note":"{jwt}","password":"in-a-field","passCode":"135790","again":"for of-the-provider","echo":"access-token"}}]}}"#
    );
    let bytes = format!(
        "HTTP/1.1 200 OK\r\nSet-Cookie: session=in-a-cookie\r\nLocation: /?state=in-a-state\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let server = Server::answering(bytes).await;
    let (client, kept) = client(server.settings());
    let answer = client.get_identities(&token()).await.unwrap();
    let exchange = kept.only();
    let shown = format!("{exchange:?} {answer:?}");
    for secret in [
        "in-a-query",
        "in-a-code",
        "of-the-provider",
        "deep-down",
        "link-url",
        "c2VjcmV0",
        "in-a-field",
        "135790",
        "in-a-cookie",
        "in-a-state",
        "Bearer access-token",
        "\"echo\\\":\\\"access-token",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("see https://core.genauth.ai/x?id_token=[redacted ID token, 10 characters]"), "{shown}");
}

#[tokio::test]
async fn tolerance_11_lack_of_sign_in_is_known_and_nothing_is_sent_again() {
    for (body, lacks) in [
        (r#"{"statusCode":401,"apiCode":2020,"message":"Unauthorized"}"#, true),
        (r#"{"statusCode":401,"message":"Unauthorized"}"#, true),
        (r#"{"statusCode":499,"apiCode":2020}"#, true),
        (r#"{"statusCode":403,"apiCode":2333}"#, false),
        (r#"{"statusCode":500}"#, false),
    ] {
        let server = Server::answering(ok(body)).await;
        let failure = server.client().get_identities(&token()).await.unwrap_err();
        assert_eq!(failure.error.is_lack_of_sign_in(), lacks, "{body}");
        server.request();
    }
    for then in [Then::Reset, Then::Close, Then::Write(ok(r#"{"statusCode":401,"apiCode":2020}"#))] {
        let server = Server::start(vec![then]).await;
        let password = Password::new("passw0rd".to_owned());
        server.client().sign_in_with_password("alice", &password).await.unwrap_err();
        server.request();
    }
}

#[tokio::test]
async fn tolerance_12_no_redirect_is_followed() {
    let elsewhere = Server::answering(ok(r#"{"statusCode":200,"data":[]}"#)).await;
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let bytes = format!(
            "HTTP/1.1 {status}\r\nLocation: http://{}/api/v3/get-identities\r\nContent-Type: application/json\r\nContent-Length: 28\r\n\r\n{}",
            elsewhere.address, r#"{"statusCode":200,"data":[]}"#
        );
        let error = identities(bytes.into_bytes()).await.unwrap_err();
        assert!(matches!(error, Error::NotTheApi { http_status: 301..=308, .. }), "{error:?}");
    }
    assert!(elsewhere.requests().is_empty());
}
