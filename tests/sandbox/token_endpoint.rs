//! `/oidc/token`: codes, clients that say who they are, and scopes.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bindery::sandbox::{Application, Sandbox};
use serde_json::{Value, json};

use crate::browser::{
    Browser, Pairs, application, claims, encode, exchange, exchange_form, post, request, request_of, with,
};
use crate::raw::{Answer, FORM, Request, access_token, read, sign_in, start, text};

#[track_caller]
fn assert_error(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

fn basic(name: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")))
}

async fn code_for(sandbox: &Sandbox, request: &Pairs) -> String {
    Browser::new(sandbox).sign_in_as("rich", request).await.code()
}

async fn signed_in(sandbox: &Sandbox, tokens: &Value) -> bool {
    read(sandbox, &text(tokens, "access_token"), "get-identities").await.codes() == (200, None)
}

#[tokio::test]
async fn what_a_code_is_not_good_for() {
    let sandbox = start().await;
    let other = sandbox.pool().applications().nth(3).unwrap().app_id.clone();
    let code = code_for(&sandbox, &request(&sandbox, "openid")).await;
    let good = exchange_form(&sandbox, &code);
    let another_verifier = "a".repeat(43);
    for (name, value, status, error) in [
        ("code", "", 400, "invalid_request"),
        ("code", "sandbox-code-other", 400, "invalid_grant"),
        ("redirect_uri", "", 400, "invalid_request"),
        ("redirect_uri", "http://127.0.0.1:41235/callback", 400, "invalid_grant"),
        ("redirect_uri", "http://127.0.0.1:41234/Callback", 400, "invalid_grant"),
        ("code_verifier", "", 400, "invalid_grant"),
        ("code_verifier", "short", 400, "invalid_request"),
        ("code_verifier", another_verifier.as_str(), 400, "invalid_grant"),
        ("client_id", "", 401, "invalid_client"),
        ("client_id", "nobody", 401, "invalid_client"),
        ("client_id", other.as_str(), 400, "invalid_grant"),
        ("grant_type", "client_credentials", 400, "unsupported_grant_type"),
        ("client_secret", "guess", 401, "invalid_client"),
    ] {
        let answer = post(&sandbox, "/oidc/token", &with(good.clone(), name, value)).await;
        assert_error(&answer, status, error);
        assert!(sandbox.requests().last().unwrap().reason.as_ref().unwrap().starts_with(error));
    }
    // None of that used it up.
    let answer = post(&sandbox, "/oidc/token", &good).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
}

#[tokio::test]
async fn a_code_used_twice_revokes_what_it_gave() {
    let sandbox = start().await;
    let asked = with(request(&sandbox, "openid offline_access"), "prompt", "consent");
    let code = code_for(&sandbox, &asked).await;
    let tokens = exchange(&sandbox, &code).await;
    assert!(signed_in(&sandbox, &tokens).await);
    assert_error(&post(&sandbox, "/oidc/token", &exchange_form(&sandbox, &code)).await, 400, "invalid_grant");
    assert!(!signed_in(&sandbox, &tokens).await);
    let form = [("client_id", sandbox.app_id()), ("grant_type", "refresh_token")];
    let form: Pairs = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let form = with(form, "refresh_token", &text(&tokens, "refresh_token"));
    assert_error(&post(&sandbox, "/oidc/token", &form).await, 400, "invalid_grant");
}

#[tokio::test]
async fn of_two_who_bring_a_code_at_once_one_is_served() {
    let sandbox = start().await;
    let code = code_for(&sandbox, &request(&sandbox, "openid")).await;
    let form = exchange_form(&sandbox, &code);
    let (one, other) = tokio::join!(post(&sandbox, "/oidc/token", &form), post(&sandbox, "/oidc/token", &form));
    let (served, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    assert_eq!(served.status, 200);
    assert_error(&refused, 400, "invalid_grant");
    assert!(!signed_in(&sandbox, &served.json()).await);
}

#[tokio::test]
async fn a_verifier_that_nobody_asked_for_is_refused() {
    let sandbox = start().await;
    let application = application(&sandbox, "client_secret_post");
    let asked = request_of(&application.app_id, "openid");
    let asked = with(with(asked, "code_challenge", ""), "code_challenge_method", "");
    let code = code_for(&sandbox, &asked).await;
    let secret = application.secret.as_deref().unwrap();
    let form = with(exchange_form(&sandbox, &code), "client_id", &application.app_id);
    let form = with(form, "client_secret", secret);
    assert_error(&post(&sandbox, "/oidc/token", &form).await, 400, "invalid_grant");
    assert_eq!(post(&sandbox, "/oidc/token", &with(form, "code_verifier", "")).await.status, 200);
}

/// How one may say who one is: in the form, in the header, or not at all.
fn ways(application: &Application, secret: &str) -> [(&'static str, Pairs, Option<String>); 3] {
    let name = || vec![("client_id".to_owned(), application.app_id.clone())];
    [
        ("none", name(), None),
        ("client_secret_post", with(name(), "client_secret", secret), None),
        ("client_secret_basic", Vec::new(), Some(basic(&application.app_id, secret))),
    ]
}

#[tokio::test]
async fn an_application_says_who_it_is_in_its_own_way_only() {
    let sandbox = start().await;
    for endpoint in ["/oidc/token", "/oidc/token/revocation", "/oidc/token/introspection"] {
        for registered in ["none", "client_secret_post", "client_secret_basic"] {
            let application = application(&sandbox, registered);
            for secret in [application.secret.as_deref().unwrap_or("guess"), "wrong"] {
                for (way, form, header) in ways(&application, secret) {
                    let form = with(with(form, "token", "x"), "grant_type", "refresh_token");
                    let mut request = Request::post(endpoint, FORM, encode(&with(form, "refresh_token", "x")));
                    if let Some(header) = &header {
                        request = request.header("Authorization", header);
                    }
                    let answer = request.send(&sandbox).await;
                    if way == registered && (secret != "wrong" || way == "none") {
                        let expected = if endpoint == "/oidc/token" { 400 } else { 200 };
                        assert_eq!(answer.status, expected, "{endpoint} {registered} {way}");
                        continue;
                    }
                    assert_error(&answer, 401, "invalid_client");
                    let challenged = answer.header("www-authenticate").is_some_and(|value| value.starts_with("Basic"));
                    assert_eq!(challenged, header.is_some() || registered == "client_secret_basic", "{way}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_client_that_says_who_it_is_in_two_ways_is_refused() {
    let sandbox = start().await;
    let application = application(&sandbox, "client_secret_basic");
    let secret = application.secret.as_deref().unwrap();
    for form in
        [format!("client_secret={secret}&grant_type=refresh_token&refresh_token=x"), "client_id=other".to_owned()]
    {
        let request = Request::post("/oidc/token", FORM, form);
        let answer = request.header("Authorization", &basic(&application.app_id, secret)).send(&sandbox).await;
        assert_error(&answer, 400, "invalid_request");
    }
    for header in ["Basic", "Basic !", "Basic bm9jb2xvbg=="] {
        let request = Request::post("/oidc/token", FORM, "grant_type=refresh_token&refresh_token=x");
        assert_error(&request.header("Authorization", header).send(&sandbox).await, 401, "invalid_client");
    }
}

#[tokio::test]
async fn an_hs256_application_gets_id_tokens_signed_with_its_secret() {
    let sandbox = start().await;
    let application = application(&sandbox, "client_secret_basic");
    let secret = application.secret.as_deref().unwrap();
    let code = code_for(&sandbox, &request_of(&application.app_id, "openid")).await;
    let form = with(exchange_form(&sandbox, &code), "client_id", "");
    let request = Request::post("/oidc/token", FORM, encode(&form));
    let answer = request.header("Authorization", &basic(&application.app_id, secret)).send(&sandbox).await;
    let token = text(&answer.json(), "id_token");
    let header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!(header, json!({"alg": "HS256", "typ": "JWT"}));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    aws_lc_rs::hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_and_never_for_more() {
    let sandbox = start().await;
    let asked = with(request(&sandbox, "openid email offline_access"), "prompt", "consent");
    let tokens = exchange(&sandbox, &code_for(&sandbox, &asked).await).await;
    let first = claims(&tokens["id_token"]);
    let refresh = async |token: &str, scope: &str| {
        let form = vec![
            ("client_id".to_owned(), sandbox.app_id().to_owned()),
            ("grant_type".to_owned(), "refresh_token".to_owned()),
            ("refresh_token".to_owned(), token.to_owned()),
        ];
        post(&sandbox, "/oidc/token", &with(form, "scope", scope)).await
    };
    let token = text(&tokens, "refresh_token");
    assert_error(&refresh(&token, "openid phone").await, 400, "invalid_scope");
    let narrower = refresh(&token, "openid").await.json();
    assert_eq!(narrower["scope"], "openid");
    let claims_of_it = claims(&narrower["id_token"]);
    assert_eq!(claims_of_it.get("email"), None);
    assert_eq!(claims_of_it.get("nonce"), None, "once is enough");
    for same in ["iss", "sub", "aud", "auth_time", "sid"] {
        assert_eq!(claims_of_it[same], first[same], "{same}");
    }
    let whole = refresh(&text(&narrower, "refresh_token"), "").await.json();
    assert_eq!(whole["scope"], "openid email offline_access");
}

#[tokio::test]
async fn another_applications_refresh_token_is_refused_and_stays_good() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let other = sandbox.pool().applications().nth(3).unwrap().app_id.clone();
    let form = |app_id: &str| {
        format!("client_id={app_id}&grant_type=refresh_token&refresh_token={}", text(&tokens, "refresh_token"))
    };
    let answer = Request::post("/oidc/token", FORM, form(&other)).send(&sandbox).await;
    assert_error(&answer, 400, "invalid_grant");
    assert_eq!(Request::post("/oidc/token", FORM, form(sandbox.app_id())).send(&sandbox).await.status, 200);
}

#[tokio::test]
async fn user_info_takes_the_token_in_one_of_three_places() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let form = format!("access_token={token}");
    for request in [
        Request::get("/oidc/me").bearer(&token),
        Request::get(&format!("/oidc/me?{form}")),
        Request::post("/oidc/me", FORM, form.clone()),
        Request::post("/oidc/me", FORM, "").bearer(&token),
        // The Node SDK also puts the raw token into the header (reference section 13).
        Request::get(&format!("/oidc/me?{form}")).header("Authorization", &token),
    ] {
        let answer = request.send(&sandbox).await;
        assert_eq!((answer.status, &answer.json()["email"]), (200, &json!("lin@example.com")));
    }
    let both = Request::get(&format!("/oidc/me?{form}")).bearer(&token).send(&sandbox).await;
    assert_error(&both, 400, "invalid_request");
    let nothing = Request::get("/oidc/me").send(&sandbox).await;
    assert_error(&nothing, 401, "invalid_token");
    assert_eq!(nothing.header("www-authenticate"), Some("Bearer"));
}

#[tokio::test]
async fn user_info_needs_the_scope_openid() {
    let sandbox = start().await;
    let code = code_for(&sandbox, &request(&sandbox, "email")).await;
    let tokens = exchange(&sandbox, &code).await;
    assert_eq!(tokens.get("id_token"), None);
    let answer = Request::get("/oidc/me").bearer(&text(&tokens, "access_token")).send(&sandbox).await;
    assert_error(&answer, 403, "insufficient_scope");
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("error=\"insufficient_scope\"") && challenge.contains("scope=\"openid\""),
        "{challenge}"
    );
}
