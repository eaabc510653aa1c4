//! `/oidc/auth`: what it takes, what it refuses, and where the refusal goes.

use serde_json::json;

use crate::browser::{
    Browser, CALLBACK, application, claims, encode, exchange, last_code, post, request, request_of, with,
};
use crate::raw::{FORM, Request, read, start, text};

#[tokio::test]
async fn a_sign_in_goes_from_the_request_to_tokens_that_work() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let asked = with(request(&sandbox, "openid profile email offline_access"), "prompt", "consent");
    let page = browser.sign_in_as("rich", &asked).await;
    let returned = page.returned();
    assert_eq!(page.answer.status, 303);
    assert_eq!(returned["state"], "a state&more");
    assert_eq!(returned["iss"], format!("{}/oidc", sandbox.app_host()));

    let tokens = exchange(&sandbox, &page.code()).await;
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(7200)));
    assert_eq!(tokens["scope"], "openid profile email offline_access");
    assert!(tokens["refresh_token"].is_string());
    let id = claims(&tokens["id_token"]);
    assert_eq!((&id["nonce"], &id["email"]), (&json!("a nonce"), &json!("lin@example.com")));
    assert!(id["at_hash"].is_string() && id["s_hash"].is_string() && id["sid"].is_string());
    assert!(id["auth_time"].as_i64() <= id["iat"].as_i64() && id["auth_time"].as_i64() > Some(1_600_000_000));
    let token = text(&tokens, "access_token");
    assert_eq!(read(&sandbox, &token, "get-profile").await.data()["name"], "林晓");
    let claims = Request::get("/oidc/me").bearer(&token).send(&sandbox).await.json();
    assert_eq!(claims["sub"], id["sub"]);
}

#[tokio::test]
async fn an_answer_that_cannot_be_trusted_goes_nowhere() {
    let sandbox = start().await;
    let good = request(&sandbox, "openid");
    let twice = |name: &str, value: &str| [good.clone(), vec![(name.to_owned(), value.to_owned())]].concat();
    for (case, status) in [
        (with(good.clone(), "client_id", ""), 400),
        (with(good.clone(), "client_id", "nobody"), 400),
        (with(good.clone(), "redirect_uri", ""), 400),
        (with(good.clone(), "redirect_uri", "https://evil.example/callback"), 400),
        (with(good.clone(), "redirect_uri", "http://127.0.0.1:41234/callback/"), 400),
        (with(good.clone(), "redirect_uri", "http://127.0.0.1:41234/callback?x=1"), 400),
        (twice("client_id", "nobody"), 400),
        (twice("redirect_uri", "https://evil.example/"), 400),
        (with(good.clone(), "state", &"s".repeat(17_000)), 414),
    ] {
        for form in [false, true] {
            let answer = match form {
                false => Request::get(&format!("/oidc/auth?{}", encode(&case))).send(&sandbox).await,
                true => post(&sandbox, "/oidc/auth", &case).await,
            };
            assert_eq!(answer.status, status, "{case:?}");
            assert_eq!(answer.header("location"), None, "{case:?}");
            assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
            assert!(answer.text().contains("role=\"alert\""));
            let seen = sandbox.requests();
            assert!(seen.last().and_then(|seen| seen.reason.as_ref()).is_some(), "{case:?}");
        }
    }
    let answer = Request::post("/oidc/auth", "application/json", "{}").send(&sandbox).await;
    assert_eq!((answer.status, answer.header("location")), (400, None));
}

#[tokio::test]
async fn every_other_error_goes_back_to_the_application() {
    let sandbox = start().await;
    let good = request(&sandbox, "openid");
    let challenge = good.iter().find(|(name, _)| name == "code_challenge").unwrap().1.clone();
    for (name, value, error) in [
        ("response_type", "", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "code id_token", "unsupported_response_type"),
        ("response_mode", "web_message", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("scope", "unheard-of", "invalid_scope"),
        ("scope", "openid \"x\"", "invalid_scope"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "too-short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "create", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("max_age", "soon", "invalid_request"),
        ("id_token_hint", "nonsense", "invalid_request"),
        ("request", "e30.e30.", "request_not_supported"),
        ("request_uri", "https://app.example/request", "request_uri_not_supported"),
        ("registration", "{}", "registration_not_supported"),
        ("prompt", "none", "login_required"),
    ] {
        let case = with(good.clone(), name, value);
        let page = Browser::new(&sandbox).authorize(&case).await;
        let returned = page.returned();
        assert_eq!(returned["error"], error, "{name}={value}");
        assert!(returned["error_description"].is_string());
        assert_eq!(returned["state"], "a state&more");
        assert_eq!(returned["iss"], format!("{}/oidc", sandbox.app_host()));
        assert!(sandbox.requests().last().unwrap().reason.as_ref().unwrap().starts_with(error));
    }
    let repeated = [good, vec![("code_challenge".to_owned(), challenge)]].concat();
    assert_eq!(Browser::new(&sandbox).authorize(&repeated).await.returned()["error"], "invalid_request");
}

#[tokio::test]
async fn the_answer_travels_as_asked() {
    let sandbox = start().await;
    let asked = with(request(&sandbox, "openid"), "response_mode", "fragment");
    let page = Browser::new(&sandbox).sign_in_as("rich", &asked).await;
    let location = page.answer.header("location").unwrap();
    assert!(location.starts_with(&format!("{CALLBACK}#code=sandbox-code-")), "{location}");

    let asked = with(request(&sandbox, "openid"), "response_mode", "form_post");
    let page = Browser::new(&sandbox).sign_in_as("rich", &asked).await;
    assert_eq!((page.answer.status, page.answer.header("location")), (200, None));
    let (action, fields) = page.form();
    assert_eq!(action, CALLBACK);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "state", "iss"]);
    assert_eq!(fields[1].1, "a state&more");
    let policy = page.answer.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'sha256-") && policy.contains("default-src 'none'"), "{policy}");

    let refused = with(asked, "scope", "");
    let page = Browser::new(&sandbox).authorize(&refused).await;
    assert_eq!(page.form().1[0], ("error".to_owned(), "invalid_scope".to_owned()));
}

#[tokio::test]
async fn a_request_may_come_as_a_form() {
    let sandbox = start().await;
    let answer = post(&sandbox, "/oidc/auth", &request(&sandbox, "openid")).await;
    assert_eq!(answer.status, 303);
    assert!(answer.header("location").unwrap().starts_with("/login?interaction="));
}

#[tokio::test]
async fn a_confidential_application_may_do_without_pkce_but_not_with_plain() {
    let sandbox = start().await;
    let application = application(&sandbox, "client_secret_post");
    let good = request_of(&application.app_id, "openid");
    let without = with(with(good.clone(), "code_challenge", ""), "code_challenge_method", "");
    let page = Browser::new(&sandbox).authorize(&without).await;
    assert!(page.path.starts_with("/login?"), "{}", page.path);
    let plain = with(good, "code_challenge_method", "plain");
    assert_eq!(Browser::new(&sandbox).authorize(&plain).await.returned()["error"], "invalid_request");
}

#[tokio::test]
async fn a_refresh_token_needs_offline_access_and_consent() {
    let sandbox = start().await;
    for (scope, prompt, expected) in
        [("openid offline_access", "", false), ("openid", "consent", false), ("openid offline_access", "consent", true)]
    {
        let asked = with(request(&sandbox, scope), "prompt", prompt);
        let page = Browser::new(&sandbox).sign_in_as("rich", &asked).await;
        let code = page.code();
        let tokens = exchange(&sandbox, &code).await;
        assert_eq!(tokens.get("refresh_token").is_some(), expected, "{scope} {prompt}");
        sandbox.reset();
    }
}

#[tokio::test]
async fn the_login_hint_and_the_language_reach_the_page() {
    let sandbox = start().await;
    let asked = with(with(request(&sandbox, "openid"), "login_hint", "l\"<in"), "ui_locales", "fr zh-CN en");
    let page = Browser::new(&sandbox).authorize(&asked).await;
    assert!(page.text().contains("<html lang=\"zh-CN\">") && page.text().contains("登录 Bindery"));
    assert!(page.text().contains("value=\"l&quot;&lt;in\""));
    let page = Browser::new(&sandbox).chinese().authorize(&request(&sandbox, "openid")).await;
    assert!(page.text().contains("<html lang=\"zh-CN\">"));
}

#[tokio::test]
async fn discovery_tells_the_truth() {
    let sandbox = start().await;
    let discovery = Request::get("/oidc/.well-known/openid-configuration").send(&sandbox).await.json();
    assert_eq!(discovery["authorization_response_iss_parameter_supported"], true);
    assert_eq!(discovery["code_challenge_methods_supported"], json!(["S256"]));
    let methods = json!(["none", "client_secret_post", "client_secret_basic"]);
    assert_eq!(discovery["token_endpoint_auth_methods_supported"], methods);
    for (name, value) in discovery.as_object().unwrap() {
        let Some(path) = value.as_str().and_then(|value| value.strip_prefix(&sandbox.app_host())) else { continue };
        let status = match name.as_str() {
            "issuer" => continue,
            "jwks_uri" | "end_session_endpoint" => 200,
            "userinfo_endpoint" => 401,
            _ => 400,
        };
        let request = match name.as_str() {
            "token_endpoint" | "revocation_endpoint" | "introspection_endpoint" => {
                let form = format!("client_id={}", sandbox.app_id());
                Request::post(path, FORM, form)
            }
            _ => Request::get(path),
        };
        assert_eq!(request.send(&sandbox).await.status, status, "{name}");
    }
}

#[tokio::test]
async fn what_is_kept_of_a_sign_in_holds_no_secret() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    let csrf = page.form().1[0].1.clone();
    let page = browser.open(&page.path.replace("/login?", "/login/code?")).await;
    let page = browser.submit(&page, &[("account", "lin@example.com"), ("action", "send-code")]).await;
    let sent = last_code(&sandbox);
    let page = browser.submit(&page, &[("code", &sent), ("action", "sign-in")]).await;
    let code = browser.submit(&page, &[("action", "allow")]).await.code();
    let tokens = exchange(&sandbox, &code).await;
    let kept = format!("{:?}", sandbox.requests());
    let cookies: Vec<String> = browser.cookies.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(cookies.len(), 2);
    for secret in [cookies, vec![csrf, sent, code, text(&tokens, "access_token")]].concat() {
        assert!(!kept.contains(&format!("\"{secret}\"")), "{secret} is kept");
    }
}
