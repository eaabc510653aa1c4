//! `/oidc/token/introspection` and `/oidc/token/revocation`.

use bindery::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::browser::{claims, post};
use crate::raw::{FORM, Request, read, sign_in, start, text};

async fn ask(sandbox: &Sandbox, endpoint: &str, app_id: &str, token: &str, hint: &str) -> Value {
    let form = [("client_id", app_id), ("token", token), ("token_type_hint", hint)];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = post(sandbox, &format!("/oidc/token/{endpoint}"), &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

#[tokio::test]
async fn a_good_token_is_described_to_its_application_only() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let app = sandbox.app_id();
    let in_token = claims(&tokens["access_token"]);
    for hint in ["access_token", "refresh_token", "", "nonsense"] {
        let answer = ask(&sandbox, "introspection", app, &access, hint).await;
        assert_eq!(answer["active"], true);
        assert_eq!((&answer["client_id"], &answer["token_type"]), (&json!(app), &json!("Bearer")));
        for same in ["sub", "exp", "iat", "iss", "jti", "scope"] {
            assert_eq!(answer[same], in_token[same], "{same}");
        }
    }
    let answer = ask(&sandbox, "introspection", app, &refresh, "refresh_token").await;
    assert_eq!((&answer["active"], &answer["scope"]), (&json!(true), &in_token["scope"]));
    assert!(answer["exp"].as_i64() > answer["iat"].as_i64() && answer["jti"].is_string());

    let other = sandbox.pool().applications().nth(3).unwrap().app_id.clone();
    let inactive = json!({"active": false});
    for (app, token) in [
        (other.as_str(), access.as_str()),
        (other.as_str(), refresh.as_str()),
        (app, tokens["id_token"].as_str().unwrap()),
        (app, "nonsense"),
        (app, "sandbox-refresh-a-b"),
    ] {
        assert_eq!(ask(&sandbox, "introspection", app, token, "").await, inactive);
    }
}

#[tokio::test]
async fn without_a_token_there_is_nothing_to_ask_for() {
    let sandbox = start().await;
    for endpoint in ["revocation", "introspection"] {
        let form = format!("client_id={}", sandbox.app_id());
        let answer = Request::post(&format!("/oidc/token/{endpoint}"), FORM, form).send(&sandbox).await;
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
    }
}

#[tokio::test]
async fn revoking_a_refresh_token_revokes_the_access_tokens_beside_it() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let another = sign_in(&sandbox, "rich").await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let app = sandbox.app_id();

    let other = sandbox.pool().applications().nth(3).unwrap().app_id.clone();
    for token in [&access, &refresh] {
        assert_eq!(ask(&sandbox, "revocation", &other, token, "").await, Value::Null);
    }
    assert_eq!(ask(&sandbox, "introspection", app, &access, "").await["active"], true, "not by another application");

    ask(&sandbox, "revocation", app, &refresh, "access_token").await;
    for token in [&access, &refresh] {
        assert_eq!(ask(&sandbox, "introspection", app, token, "").await, json!({"active": false}));
    }
    let token = text(&another, "access_token");
    assert_eq!(read(&sandbox, &token, "get-identities").await.codes(), (200, None), "another sign-in stays");
}
