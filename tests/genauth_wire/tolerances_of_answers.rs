//! Section 14 of the wire reference, the client's tolerance checklist, from literal bytes: how an answer is told from
//! another, items 1, 2, 3, 7 and 8.

use std::time::Duration;

use base64::Engine as _;
use bindery::genauth::{AccessToken, Error, RefreshToken, RetryAfter};

use super::server::{Server, answer, ok};

fn token() -> AccessToken {
    AccessToken::new("access-token".to_owned())
}

/// What a call to `get-identities` makes of an answer.
pub(crate) async fn identities(answer: Vec<u8>) -> Result<usize, Error> {
    let server = Server::answering(answer).await;
    server.client().get_identities(&token()).await.map(|answer| answer.value.len()).map_err(|failure| failure.error)
}

fn refused(error: Error) -> (i64, Option<i64>, String, Option<String>) {
    match error {
        Error::Refused(refusal) => (refusal.status_code, refusal.api_code, refusal.message, refusal.request_id),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn tolerance_01_success_is_a_body_status_code_of_200_whatever_the_api_code() {
    for body in [
        r#"{"statusCode":200,"message":"操作成功","requestId":"934108e5-9fbf-4d24-8da1-c330328abd6c","data":[]}"#,
        r#"{"statusCode":"200","message":"","data":[]}"#,
        r#"{"statusCode":200,"apiCode":0,"data":[]}"#,
        r#"{"statusCode":200,"apiCode":20001,"message":null,"data":[]}"#,
        r#"{"code":200,"message":"ok","data":[]}"#,
    ] {
        assert_eq!(identities(ok(body)).await, Ok(0), "{body}");
    }
    assert_eq!(identities(answer("201 Created", "application/json", r#"{"statusCode":200}"#)).await, Ok(0));

    let body = r#"{"statusCode":403,"apiCode":2333,"message":"Account not exists or password is incorrect.","requestId":"r-1"}"#;
    assert_eq!(
        refused(identities(ok(body)).await.unwrap_err()),
        (403, Some(2333), "Account not exists or password is incorrect.".to_owned(), Some("r-1".to_owned()))
    );
    let body = r#"{"statusCode":201,"message":"almost","data":[]}"#;
    assert_eq!(refused(identities(ok(body)).await.unwrap_err()).0, 201);
    let body = r#"{"statusCode":"403","apiCode":"2333"}"#;
    assert_eq!(refused(identities(ok(body)).await.unwrap_err()), (403, Some(2333), String::new(), None));
    let body = r#"{"code":499,"message":"V2"}"#;
    assert_eq!(refused(identities(ok(body)).await.unwrap_err()).0, 499);
}

#[tokio::test]
async fn tolerance_02_other_http_answers_are_tried_as_envelope_and_oauth_first() {
    let body = r#"{"statusCode":429,"message":"…"}"#;
    assert_eq!(
        refused(identities(answer("429 Too Many Requests", "application/json", body)).await.unwrap_err()),
        (429, None, "…".to_owned(), None)
    );
    let body = r#"{"error":"invalid_token","error_description":"expired"}"#;
    let error = identities(answer("401 Unauthorized", "application/json", body)).await.unwrap_err();
    assert_eq!(
        error,
        Error::OAuth {
            http_status: 401,
            error: "invalid_token".to_owned(),
            description: Some("expired".to_owned()),
            retry_after: None
        }
    );
    assert!(!error.is_lack_of_sign_in(), "only the body's own codes are definite enough to send again");
    let body = r#"{"error":{"code":"NOT_ALLOWED","message":"no","request_id":"r-2"}}"#;
    let error = identities(answer("401 Unauthorized", "application/json", body)).await.unwrap_err();
    assert_eq!(
        error,
        Error::OAuth {
            http_status: 401,
            error: "NOT_ALLOWED".to_owned(),
            description: Some("no".to_owned()),
            retry_after: None
        }
    );
    assert!(!error.is_lack_of_sign_in(), "an HTTP status is no statusCode");

    let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    for (status, content_type, body, excerpt) in [
        ("502 Bad Gateway", "text/html", page, "502 Bad Gateway 502 Bad Gateway"),
        ("200 OK", "text/html", page, "502 Bad Gateway 502 Bad Gateway"),
        ("500 Internal Server Error", "text/plain", "", ""),
        ("404 Not Found", "application/json", r#"{"what":"ever"}"#, r#"{"what":"ever"}"#),
        ("200 OK", "application/json", r#"{"statusCode":200,"#, r#"{"statusCode":200,"#),
        ("200 OK", "application/json", "[]", "[]"),
    ] {
        let error = identities(answer(status, content_type, body)).await.unwrap_err();
        let Error::NotTheApi { http_status, content_type: found, excerpt: shown, retry_after: None } = error else {
            panic!("{error:?}");
        };
        assert_eq!(http_status.to_string(), status[..3]);
        assert_eq!(found.as_deref(), Some(content_type));
        assert_eq!(shown, excerpt);
    }

    // The request's id in a header, and how long to wait.
    let bytes = b"HTTP/1.1 200 OK\r\nX-Request-Id: h-1\r\nContent-Length: 18\r\n\r\n{\"statusCode\":500}";
    assert_eq!(refused(identities(bytes.to_vec()).await.unwrap_err()).3.as_deref(), Some("h-1"));
    let bytes = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n";
    assert!(matches!(
        identities(bytes.to_vec()).await.unwrap_err(),
        Error::NotTheApi { http_status: 503, retry_after: Some(seconds), .. } if seconds == "120"
    ));
    // The same beside an envelope, at whatever HTTP status, and beside an OAuth error.
    for (body, status, seconds) in [
        (r#"{"statusCode":429,"message":"slow"}"#, "200 OK", 7),
        (r#"{"statusCode":503,"message":"down"}"#, "503 Service Unavailable", 7),
        (r#"{"error":"temporarily_unavailable"}"#, "503 Service Unavailable", 7),
        (r#"{"error":{"code":"429","message":"slow"}}"#, "429 Too Many Requests", 7),
    ] {
        let length = body.len();
        let bytes = format!("HTTP/1.1 {status}\r\nRetry-After: {seconds}\r\nContent-Length: {length}\r\n\r\n{body}");
        let error = identities(bytes.into_bytes()).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(RetryAfter::In(Duration::from_secs(seconds))), "{error:?}");
    }
    // An envelope without its code.
    assert_eq!(
        identities(ok(r#"{"message":"hello"}"#)).await,
        Err(Error::Unreadable { place: "statusCode: expected a number, found nothing".to_owned() })
    );
}

#[tokio::test]
async fn tolerance_03_data_of_another_shape() {
    // The documented sample of get-identities is one object, that of the enabled connections only an identifier.
    for (data, count) in [
        (r#","data":{"identityId":"62f20932a1b2c3bcc10d966e","extIdpId":"62f2093271a2b3cc10d966ee"}"#, 1),
        (r#","data":null"#, 0),
        ("", 0),
        (r#","data":{}"#, 0),
        (r#","data":[{"identityId":"a"},{"identityId":"b"}]"#, 2),
    ] {
        assert_eq!(identities(ok(&format!(r#"{{"statusCode":200,"message":""{data}}}"#))).await, Ok(count), "{data}");
    }
    let server = Server::answering(ok(r#"{"statusCode":200,"data":{"identifier":"my-github"}}"#)).await;
    let connections = server.client().get_application_enabled_ext_idps().await.unwrap().value;
    assert_eq!(connections.len(), 1);
    assert_eq!((connections[0].identifier.as_str(), connections[0].ext_idp_id.as_str()), ("my-github", ""));
    for body in [r#"{"statusCode":200,"data":{}}"#, r#"{"statusCode":200}"#, r#"{"statusCode":200,"data":null}"#] {
        let server = Server::answering(ok(body)).await;
        assert_eq!(server.client().get_security_info(&token()).await.unwrap().value.password_set, None, "{body}");
    }
    // What is lost would not be seen, so it is said.
    assert_eq!(
        identities(ok(r#"{"statusCode":200,"data":[{},{},{},{"extIdpId":{}}]}"#)).await,
        Err(Error::Unreadable { place: "data[3].extIdpId: expected a string, found an object".to_owned() })
    );
    assert_eq!(
        identities(ok(r#"{"statusCode":200,"data":"none"}"#)).await,
        Err(Error::Unreadable { place: "data: expected an array, found a string".to_owned() })
    );
}

#[tokio::test]
async fn tolerance_07_system_bare_or_enveloped_and_the_key_in_either_writing() {
    let key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB";
    let der = base64::engine::general_purpose::STANDARD.decode(key).unwrap();
    let pem = format!("-----BEGIN PUBLIC KEY-----\\n{}\\n{}\\n-----END PUBLIC KEY-----\\n", &key[..64], &key[64..]);
    for written in [key, pem.as_str()] {
        let bare = format!(
            r#"{{"rsa":{{"publicKey":"{written}"}},"sm2":{{"publicKey":"04"}},"version":{{"server":"2.0.0","console":"2.0.0","login":"2.0.0"}},"publicIps":["203.0.113.10"]}}"#
        );
        let enveloped = format!(r#"{{"statusCode":200,"message":"","data":{bare}}}"#);
        for body in [bare, enveloped] {
            let server = Server::answering(ok(&body)).await;
            let system = server.client().system().await.unwrap().value;
            assert_eq!(system.server_version.as_deref(), Some("2.0.0"), "{body}");
            assert_eq!(system.public_ips, ["203.0.113.10"]);
            assert_eq!(system.sm2_public_key.as_deref(), Some("04"));
            assert_eq!(system.rsa_public_key_der(), Some(der.clone()));
        }
    }
    let server = Server::answering(ok(r#"{"version":{"server":"2.0.0"}}"#)).await;
    assert!(server.client().system().await.unwrap().value.public_ips.is_empty());
    let server = Server::answering(ok("{}")).await;
    let failure = server.client().system().await.unwrap_err();
    assert_eq!(failure.error, Error::Unreadable { place: "version: expected a value, found nothing".to_owned() });
}

#[tokio::test]
async fn tolerance_08_the_body_of_a_revocation_does_not_count() {
    for body in ["", "OK", "{", "<html>", r#"{"error":"ignored"}"#] {
        let server = Server::answering(answer("200 OK", "text/plain", body)).await;
        server.client().revoke_refresh_token(&RefreshToken::new("r".to_owned())).await.unwrap();
    }
    let body = r#"{"error":"invalid_client","error_description":"no"}"#;
    let server = Server::answering(answer("400 Bad Request", "application/json", body)).await;
    let failure = server.client().revoke_refresh_token(&RefreshToken::new("r".to_owned())).await.unwrap_err();
    assert!(matches!(failure.error, Error::OAuth { http_status: 400, .. }), "{failure:?}");
}
