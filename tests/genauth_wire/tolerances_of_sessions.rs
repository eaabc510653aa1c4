//! Tolerance 11 as a session keeps it: one refresh, one retry, and nothing else sent twice.

use bindery::genauth::{Error, Password};
use bindery::session::{AccountSpace, Called, Keep, Session, SpaceName, Storage};

use super::server::{Server, Then, answer, ok};

const SIGNED_IN: &str = r#"{"statusCode":200,"message":"操作成功","data":{"access_token":"first","id_token":"id","refresh_token":"renew","token_type":"Bearer","expire_in":7200}}"#;
const RENEWED: &str = r#"{"access_token":"second","expires_in":3600,"id_token":"id","refresh_token":"renew-2","scope":"openid","token_type":"Bearer"}"#;
const UNBOUND: &str = r#"{"statusCode":200,"message":"操作成功","requestId":"934108e5-9fbf-4d24-8da1-c330328abd6c"}"#;

/// Signs in and unbinds; the answers after the sign-in are these.
async fn unbind(answers: Vec<Vec<u8>>) -> (Called<()>, Vec<String>) {
    let script = std::iter::once(ok(SIGNED_IN)).chain(answers).map(Then::Write).collect();
    let server = Server::start(script).await;
    let settings = server.settings();
    let space =
        AccountSpace { keep: Keep::Memory, ..AccountSpace::of(SpaceName::Host, settings.app_host, settings.app_id) };
    let password = Password::new("passw0rd".to_owned());
    let answer =
        Session::sign_in_with_password(server.client(), &space, Storage::none(), "alice", &password).await.unwrap();
    let session = answer.value;
    let client = session.client();
    let send = |token| async move { client.unlink_ext_idp(&token, "62f2093271a2b3cc10d966ee").await };
    (session.call(send).await, server.requests())
}

fn posts(requests: &[String], path: &str) -> usize {
    requests.iter().filter(|request| request.starts_with(&format!("POST {path} "))).count()
}

#[tokio::test]
async fn tolerance_11_401_or_2020_is_one_refresh_and_one_retry() {
    for refusal in [
        r#"{"statusCode":401,"message":"Unauthorized"}"#,
        r#"{"statusCode":401,"apiCode":2020,"message":"尚未登录，无权限访问此请求"}"#,
        r#"{"statusCode":403,"apiCode":2020,"message":"Not signed in"}"#,
    ] {
        let (called, requests) = unbind(vec![ok(refusal), ok(RENEWED), ok(UNBOUND)]).await;
        assert_eq!(called.result, Ok(()), "{refusal}");
        assert_eq!(posts(&requests, "/api/v3/unlink-extidp"), 2, "{refusal}");
        assert_eq!(posts(&requests, "/oidc/token"), 1, "{refusal}");
        assert!(requests[1].contains("authorization: Bearer first"), "{}", requests[1]);
        assert!(requests[3].contains("authorization: Bearer second"), "{}", requests[3]);
        let statuses: Vec<_> = called.attempts.iter().map(|attempt| attempt.status_code).collect();
        assert_eq!(statuses.len(), 3, "both sendings and the refresh between them are told");
        assert_eq!(statuses[2], Some(200));
    }
}

#[tokio::test]
async fn tolerance_11_otherwise_signed_out() {
    let refusal = r#"{"statusCode":401,"apiCode":2020,"message":"Not signed in"}"#;
    let no_grant = answer("400 Bad Request", "application/json", r#"{"error":"invalid_grant"}"#);
    let (called, requests) = unbind(vec![ok(refusal), no_grant]).await;
    assert!(called.result.unwrap_err().is_lack_of_sign_in());
    assert_eq!(posts(&requests, "/api/v3/unlink-extidp"), 1);

    let (called, requests) = unbind(vec![ok(refusal), ok(RENEWED), ok(refusal)]).await;
    assert!(called.result.unwrap_err().is_lack_of_sign_in());
    assert_eq!(posts(&requests, "/api/v3/unlink-extidp"), 2, "at most one retry");
}

#[tokio::test]
async fn tolerance_11_nothing_else_is_sent_twice() {
    for refusal in [
        ok(
            r#"{"statusCode":403,"apiCode":2333,"message":"Account not exists or password is incorrect.","requestId":"…"}"#,
        ),
        ok(r#"{"statusCode":403,"message":"no"}"#),
        answer("401 Unauthorized", "application/json", r#"{"error":"invalid_token"}"#),
        answer("401 Unauthorized", "application/json", r#"{"error":{"code":"UNAUTHORIZED","message":"no"}}"#),
        answer("401 Unauthorized", "text/html", "<html>Sign in</html>"),
    ] {
        let (called, requests) = unbind(vec![refusal, ok(RENEWED), ok(UNBOUND)]).await;
        assert!(called.result.is_err());
        assert_eq!(posts(&requests, "/api/v3/unlink-extidp"), 1, "{requests:#?}");
        assert_eq!(posts(&requests, "/oidc/token"), 0);
    }
}

#[tokio::test]
async fn a_refresh_that_does_not_work_out_is_told_from_the_end_of_the_session() {
    let refusal = r#"{"statusCode":401,"message":"Unauthorized"}"#;
    let busy = answer("503 Service Unavailable", "text/html", "busy");
    let (called, requests) = unbind(vec![ok(refusal), busy]).await;
    assert!(matches!(called.result, Err(Error::NotRenewed(_))), "{:?}", called.result);
    assert_eq!(posts(&requests, "/api/v3/unlink-extidp"), 1);
}
