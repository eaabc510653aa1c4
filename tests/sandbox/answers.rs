//! What holds for every answer: header families, languages, the application's ID, wrong paths, and what is kept.

use bindery::sandbox::SeenRequest;
use serde_json::{Value, json};

use crate::raw::{FORM, JSON, Request, WECHAT, access_token, read, sign_in, start, text, unlink};

#[tokio::test]
async fn both_header_families_and_both_forms_of_the_token_are_accepted() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for family in ["x-genauth-", "x-authing-"] {
        for authorization in [token.clone(), format!("Bearer {token}")] {
            let answer = Request::get("/api/v3/get-identities")
                .header(&format!("{family}app-id"), sandbox.app_id())
                .header(&format!("{family}lang"), "en-US")
                .header("Authorization", &authorization)
                .send(&sandbox)
                .await;
            assert_eq!(answer.codes(), (200, None));
            assert_eq!(answer.json()["message"], "Success", "{family}");
        }
    }
    let answer = read(&sandbox, &token, "get-identities").await;
    assert_eq!(answer.json()["message"], "操作成功", "Chinese unless told otherwise");
}

#[tokio::test]
async fn the_application_must_be_named_and_known() {
    let sandbox = start().await;
    for path in ["system", "signin", "get-identities", "get-application-enabled-extidps"] {
        let request = Request::get(&format!("/api/v3/{path}"));
        assert_eq!(request.clone().send(&sandbox).await.codes(), (400, None));
        let other = request.header("x-authing-app-id", "000000000000000000000000");
        assert_eq!(other.send(&sandbox).await.codes(), (404, Some(2011)));
    }
}

#[tokio::test]
async fn wrong_paths_methods_and_bodies_are_enveloped() {
    let sandbox = start().await;
    for (request, expected) in [
        (Request::get("/api/v3/signin"), 404),
        (Request::post("/api/v3/get-identities", JSON, "{}"), 404),
        (Request::get("/api/v3/no-such-endpoint"), 404),
        (Request::get("/api/v3/signin-by-push"), 501),
        (Request::post("/api/v3/signin", JSON, "{"), 400),
        (Request::post("/api/v3/signin", JSON, "[]"), 400),
        (Request::post("/api/v3/signin", FORM, "connection=PASSWORD"), 400),
        (Request::post("/api/v3/signin", JSON, vec![b' '; (1 << 20) + 1]), 413),
    ] {
        let path = request.path.clone();
        let (answer, _) = request.app(&sandbox).send_and_see_the_end(&sandbox).await;
        assert_eq!(answer.expect("an answer").codes(), (expected, None), "{path}");
    }
    let answer = Request::get("/nowhere").send(&sandbox).await;
    assert_eq!((answer.status, &answer.json()["error"]), (404, &json!("invalid_request")));
}

#[tokio::test]
async fn the_system_answer_has_no_envelope() {
    let sandbox = start().await;
    let system = Request::get("/api/v3/system").app(&sandbox).send(&sandbox).await.json();
    assert_eq!(system.get("statusCode"), None);
    assert!(system["rsa"]["publicKey"].is_string() && system["version"]["server"].is_string());
}

#[tokio::test]
async fn every_request_is_kept_without_its_secrets() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let token = text(&tokens, "access_token");
    unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    let form = format!("client_id={}&token={}", sandbox.app_id(), text(&tokens, "refresh_token"));
    Request::post("/oidc/token/revocation?id_token=abcdef", FORM, form).send(&sandbox).await;

    let requests = sandbox.requests();
    let numbers: Vec<u64> = requests.iter().map(|request| request.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    let [signin, unlink, revocation] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_eq!((signin.method.as_str(), signin.path.as_str()), ("POST", "/api/v3/signin"));
    assert_eq!(signin.body["passwordPayload"]["account"], "lin@example.com");
    assert_eq!(header(signin, "x-genauth-app-id"), Some(Some(sandbox.app_id())));
    assert_eq!(header(unlink, "authorization"), Some(None), "there, but not its value");
    assert_eq!(unlink.body, json!({"extIdpId": WECHAT}));
    let answered = unlink.answered.expect("it was answered");
    assert_eq!((answered.http_status, answered.status_code, answered.api_code), (200, Some(200), None));
    assert!(unlink.ran && unlink.fault.is_none());
    assert_eq!(revocation.body["client_id"], sandbox.app_id());
    assert_eq!(revocation.query, [("id_token".to_owned(), "[redacted]".to_owned())]);

    let kept = format!("{requests:?} {sandbox:?}");
    let secrets = ["access_token", "id_token", "refresh_token"].map(|key| text(&tokens, key));
    for secret in secrets.iter().map(String::as_str).chain(["abcdef", "\"sandbox\""]) {
        assert!(!kept.contains(secret), "{secret} is kept");
    }
}

fn header<'request>(request: &'request SeenRequest, name: &str) -> Option<Option<&'request str>> {
    let header = request.headers.iter().find(|header| header.name == name)?;
    Some(header.value.as_deref())
}

#[tokio::test]
async fn what_was_refused_is_kept_with_its_codes() {
    let sandbox = start().await;
    Request::get("/api/v3/get-identities").app(&sandbox).send(&sandbox).await;
    let requests = sandbox.requests();
    let answered = requests[0].answered.expect("it was answered");
    assert_eq!((answered.status_code, answered.api_code), (Some(401), Some(2020)));
    assert_eq!(requests[0].body, Value::Null);
}
