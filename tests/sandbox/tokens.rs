//! Tokens: their signatures, how they end, and how they are renewed.

use std::time::Duration;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bindery::sandbox::{Lifetimes, Sandbox};
use serde_json::{Value, json};

use crate::raw::{Answer, FORM, Request, access_token, read, sign_in, start, text};

async fn refresh(sandbox: &Sandbox, refresh_token: &str) -> Answer {
    let form = format!("client_id={}&grant_type=refresh_token&refresh_token={refresh_token}", sandbox.app_id());
    Request::post("/oidc/token", FORM, form).send(sandbox).await
}

async fn revoke(sandbox: &Sandbox, token: &str) {
    let form = format!("client_id={}&token={token}&token_type_hint=access_token", sandbox.app_id());
    let answer = Request::post("/oidc/token/revocation", FORM, form).send(sandbox).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, ""));
}

#[track_caller]
fn assert_oauth_error(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.json()["error"], error);
    assert!(answer.json()["error_description"].is_string());
}

async fn is_signed_in(sandbox: &Sandbox, token: &str) -> bool {
    match read(sandbox, token, "get-identities").await.codes() {
        (200, None) => true,
        (401, Some(2020)) => false,
        codes => panic!("{codes:?}"),
    }
}

fn part(token: &str, number: usize) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(number).unwrap()).unwrap()
}

fn json_part(token: &str, number: usize) -> Value {
    serde_json::from_slice(&part(token, number)).unwrap()
}

#[tokio::test]
async fn the_published_key_verifies_both_tokens() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let discovery = Request::get("/oidc/.well-known/openid-configuration").send(&sandbox).await.json();
    let issuer = text(&discovery, "issuer");
    assert_eq!(issuer, format!("{}/oidc", sandbox.app_host()));
    let path = text(&discovery, "jwks_uri").replace(&sandbox.app_host(), "");
    let key = Request::get(&path).send(&sandbox).await.json()["keys"][0].clone();
    let number = |name| URL_SAFE_NO_PAD.decode(text(&key, name)).unwrap();
    let public_key = RsaPublicKeyComponents { n: number("n"), e: number("e") };

    for kind in ["access_token", "id_token"] {
        let token = text(&tokens, kind);
        let (signed, _) = token.rsplit_once('.').unwrap();
        public_key
            .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &part(&token, 2))
            .unwrap_or_else(|_| panic!("the {kind} is signed by the published key"));
        assert_eq!(json_part(&token, 0)["kid"], key["kid"]);
        let claims = json_part(&token, 1);
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(issuer), &json!(sandbox.app_id())));
        assert!(claims["exp"].as_i64() > claims["iat"].as_i64());
    }
    let claims = json_part(&text(&tokens, "access_token"), 1);
    assert!(text(&claims, "scope").contains("openid"));
    assert_eq!(json_part(&text(&tokens, "id_token"), 1)["email"], "lin@example.com");
}

#[tokio::test]
async fn what_is_no_access_token_of_this_service_is_401_2020() {
    let sandbox = start().await;
    let answer = Request::get("/api/v3/get-identities").app(&sandbox).send(&sandbox).await;
    assert_eq!(answer.codes(), (401, Some(2020)));
    let tokens = sign_in(&sandbox, "rich").await;
    let mut forged = text(&tokens, "access_token");
    forged.replace_range(forged.len() - 8.., "AAAAAAAA");
    let other = start().await;
    for token in [
        "nonsense".to_owned(),
        forged,
        text(&tokens, "id_token"),
        text(&tokens, "refresh_token"),
        access_token(&other, "rich").await,
    ] {
        for endpoint in ["get-profile", "get-identities", "get-security-info"] {
            let answer = read(&sandbox, &token, endpoint).await;
            assert_eq!(answer.codes(), (401, Some(2020)), "{endpoint}");
        }
        let answer = crate::raw::unlink(&sandbox, &token, crate::raw::WECHAT).send(&sandbox).await;
        assert_eq!(answer.codes(), (401, Some(2020)));
    }
}

#[tokio::test]
async fn access_tokens_expire_on_demand_and_by_themselves() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let token = text(&tokens, "access_token");
    assert!(is_signed_in(&sandbox, &token).await);
    sandbox.expire_access_tokens();
    assert!(!is_signed_in(&sandbox, &token).await);
    let renewed = refresh(&sandbox, &text(&tokens, "refresh_token")).await.json();
    assert!(is_signed_in(&sandbox, &text(&renewed, "access_token")).await);

    sandbox.set_lifetimes(Lifetimes { access_token: Duration::ZERO, ..Lifetimes::default() });
    let tokens = sign_in(&sandbox, "rich").await;
    assert_eq!(tokens["expire_in"], 0);
    assert!(!is_signed_in(&sandbox, &text(&tokens, "access_token")).await);
}

#[tokio::test]
async fn a_refresh_token_is_good_once() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let first = text(&tokens, "refresh_token");
    let answer = refresh(&sandbox, &first).await;
    assert_eq!(answer.status, 200);
    let renewed = answer.json();
    let second = text(&renewed, "refresh_token");
    assert_ne!(second, first);
    assert_eq!((&renewed["expires_in"], &renewed["scope"]), (&json!(7200), &tokens["scope"]));
    assert!(renewed["id_token"].is_string());

    let third = text(&refresh(&sandbox, &second).await.json(), "access_token");
    assert!(is_signed_in(&sandbox, &third).await);
    // Whoever brings an old one again has it from somewhere else, so nothing of that sign-in is good any more.
    assert_oauth_error(&refresh(&sandbox, &first).await, 400, "invalid_grant");
    assert!(!is_signed_in(&sandbox, &third).await);
    assert_oauth_error(&refresh(&sandbox, &second).await, 400, "invalid_grant");
}

#[tokio::test]
async fn of_two_who_bring_a_refresh_token_at_once_one_is_served() {
    let sandbox = start().await;
    for _ in 0..20 {
        let token = text(&sign_in(&sandbox, "rich").await, "refresh_token");
        let (one, other) = tokio::join!(refresh(&sandbox, &token), refresh(&sandbox, &token));
        let (served, refused) = if one.status == 200 { (one, other) } else { (other, one) };
        assert_eq!(served.status, 200);
        assert_oauth_error(&refused, 400, "invalid_grant");
        assert!(!is_signed_in(&sandbox, &text(&served.json(), "access_token")).await);
    }
}

#[tokio::test]
async fn the_odd_account_is_refreshed_in_an_envelope() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "odd").await;
    let data = refresh(&sandbox, &text(&tokens, "refresh_token")).await.data();
    assert_eq!(data["expire_in"], 7200);
    assert!(data["refresh_token"].is_string());
}

#[tokio::test]
async fn revoked_tokens_are_worth_nothing() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let (token, refresh_token) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    revoke(&sandbox, "nonsense").await;
    assert!(is_signed_in(&sandbox, &token).await);
    revoke(&sandbox, &token).await;
    assert!(!is_signed_in(&sandbox, &token).await);
    revoke(&sandbox, &refresh_token).await;
    assert_oauth_error(&refresh(&sandbox, &refresh_token).await, 400, "invalid_grant");

    let refresh_token = text(&sign_in(&sandbox, "rich").await, "refresh_token");
    sandbox.revoke_refresh_tokens();
    assert_oauth_error(&refresh(&sandbox, &refresh_token).await, 400, "invalid_grant");
}

#[tokio::test]
async fn the_token_endpoint_says_what_is_wrong() {
    let sandbox = start().await;
    let app = sandbox.app_id();
    for (form, status, error) in [
        (format!("client_id={app}"), 400, "invalid_request"),
        (format!("client_id={app}&grant_type=refresh_token"), 400, "invalid_request"),
        (format!("client_id={app}&grant_type=password&username=lin&password=sandbox"), 400, "unsupported_grant_type"),
        (format!("client_id={app}&grant_type=refresh_token&refresh_token=1"), 400, "invalid_grant"),
        (format!("client_id={app}&grant_type=refresh_token&refresh_token=1&scope=a&scope=b"), 400, "invalid_request"),
        ("grant_type=refresh_token&refresh_token=1".to_owned(), 401, "invalid_client"),
        ("client_id=other&grant_type=refresh_token&refresh_token=1".to_owned(), 401, "invalid_client"),
    ] {
        let answer = Request::post("/oidc/token", FORM, form.clone()).send(&sandbox).await;
        assert_oauth_error(&answer, status, error);
    }
    let answer = Request::post("/oidc/token", "application/json", "{}").send(&sandbox).await;
    assert_oauth_error(&answer, 400, "invalid_request");
}

#[tokio::test]
async fn user_info_takes_bearer_and_no_raw_token() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let claims = Request::get("/oidc/me").bearer(&token).send(&sandbox).await.json();
    assert_eq!((&claims["name"], &claims["email"]), (&json!("林晓"), &json!("lin@example.com")));
    assert_eq!(claims["sub"], json_part(&token, 1)["sub"]);
    let answer = Request::get("/oidc/me").header("Authorization", &token).send(&sandbox).await;
    assert_oauth_error(&answer, 401, "invalid_token");
    assert!(answer.header("www-authenticate").is_some());
}
