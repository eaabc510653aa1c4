//! The browser's session: signing in once for several applications, and signing out.

use serde_json::json;

use crate::browser::{Browser, application, claims, exchange, request, request_of, with};
use crate::raw::{start, text};

const SIGNED_OUT: &str = "http://127.0.0.1:41234/signed-out";

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[tokio::test]
async fn whoever_is_signed_in_is_not_asked_again() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let asked = request(&sandbox, "openid email");
    let first = browser.sign_in_as("rich", &asked).await.code();
    let second = browser.authorize(&asked).await.code();
    let silent = browser.authorize(&with(asked.clone(), "prompt", "none")).await.code();
    let tokens =
        [exchange(&sandbox, &first).await, exchange(&sandbox, &second).await, exchange(&sandbox, &silent).await];
    let [one, other, third] = tokens.map(|tokens| claims(&tokens["id_token"]));
    assert!(one["sid"] == other["sid"] && one["auth_time"] == third["auth_time"] && one["sub"] == third["sub"]);

    // Another browser knows nothing of it.
    assert!(Browser::new(&sandbox).authorize(&asked).await.path.starts_with("/login?"));
}

#[tokio::test]
async fn consent_is_asked_for_by_application_and_scope() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    browser.sign_in_as("rich", &request(&sandbox, "openid")).await.code();
    let more = request(&sandbox, "openid email");
    let refused = browser.authorize(&with(more.clone(), "prompt", "none")).await.returned();
    assert_eq!(refused["error"], "consent_required");
    let page = browser.authorize(&more).await;
    assert!(page.path.starts_with("/consent?") && page.text().contains("see your email address"));
    let denied = browser.submit(&page, &[("action", "deny")]).await.returned();
    assert_eq!((&denied["error"], &denied["state"]), (&json!("access_denied"), &json!("a state&more")));

    let other = request_of(&application(&sandbox, "client_secret_post").app_id, "openid");
    assert!(browser.authorize(&other).await.path.starts_with("/consent?"));
    let again = with(request(&sandbox, "openid"), "prompt", "consent");
    assert!(browser.authorize(&again).await.path.starts_with("/consent?"));
}

#[tokio::test]
async fn a_sign_in_is_renewed_when_the_application_wants_it() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let asked = request(&sandbox, "openid");
    browser.sign_in_as("rich", &asked).await.code();
    for (name, value, silent) in [("prompt", "login", false), ("max_age", "0", false), ("max_age", "3600", true)] {
        let page = browser.authorize(&with(asked.clone(), name, value)).await;
        assert_eq!(page.path.starts_with("/login?"), !silent, "{name}={value}");
    }
    let both = with(with(asked.clone(), "prompt", "none"), "max_age", "0");
    assert_eq!(browser.authorize(&both).await.returned()["error"], "login_required");
}

#[tokio::test]
async fn another_account_can_be_chosen() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let asked = with(request(&sandbox, "openid email"), "prompt", "select_account");
    // Nobody is signed in, so there is nothing to choose from.
    browser.sign_in_as("rich", &asked).await.code();

    let page = browser.authorize(&asked).await;
    assert!(page.path.starts_with("/login/select-account?") && page.text().contains("林晓"), "{}", page.path);
    let same = browser.submit(&page, &[("action", "continue")]).await.code();
    assert_eq!(claims(&exchange(&sandbox, &same).await["id_token"])["email"], "lin@example.com");

    let page = browser.authorize(&asked).await;
    let page = browser.submit(&page, &[("action", "other")]).await;
    let page = browser.sign_in(&page, "mia@example.com", "ginkgo-lantern-47").await;
    let other = browser.submit(&page, &[("action", "allow")]).await.code();
    assert_eq!(claims(&exchange(&sandbox, &other).await["id_token"])["email"], "mia@example.com");
}

#[tokio::test]
async fn a_hint_names_who_has_to_be_signed_in() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let asked = request(&sandbox, "openid");
    let lin = text(&exchange(&sandbox, &browser.sign_in_as("rich", &asked).await.code()).await, "id_token");
    let mia = Browser::new(&sandbox).sign_in_as("empty", &asked).await.code();
    let mia = text(&exchange(&sandbox, &mia).await, "id_token");
    let silent = with(asked.clone(), "prompt", "none");
    browser.authorize(&with(silent.clone(), "id_token_hint", &lin)).await.code();
    let refused = browser.authorize(&with(silent, "id_token_hint", &mia)).await.returned();
    assert_eq!(refused["error"], "login_required");
    // Signing in as somebody else than the hint names is refused too.
    let page = browser.sign_in_as("rich", &with(with(asked, "id_token_hint", &mia), "prompt", "consent")).await;
    assert_eq!(page.returned()["error"], "login_required");
}

#[tokio::test]
async fn signing_out_with_a_hint_ends_the_session_and_returns() {
    let sandbox = start().await;
    for legacy in [false, true] {
        let mut browser = Browser::new(&sandbox);
        let asked = request(&sandbox, "openid");
        let tokens = exchange(&sandbox, &browser.sign_in_as("rich", &asked).await.code()).await;
        let hint = text(&tokens, "id_token");
        let path = match legacy {
            true => format!("/login/profile/logout?{}", query(&[("redirect_uri", SIGNED_OUT)])),
            false => {
                let pairs =
                    [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", SIGNED_OUT), ("state", "a b")];
                format!("/oidc/session/end?{}", query(&pairs))
            }
        };
        let page = browser.open(&path).await;
        let expected = if legacy { SIGNED_OUT.to_owned() } else { format!("{SIGNED_OUT}?state=a+b") };
        assert_eq!(page.answer.header("location"), Some(expected.as_str()));
        assert!(browser.authorize(&asked).await.path.starts_with("/login?"), "nobody is signed in");
        browser.sign_in_as("rich", &with(asked, "prompt", "consent")).await.code();
    }
}

#[tokio::test]
async fn signing_out_goes_nowhere_that_is_not_registered() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let tokens = exchange(&sandbox, &browser.sign_in_as("rich", &request(&sandbox, "openid")).await.code()).await;
    let (hint, access) = (text(&tokens, "id_token"), text(&tokens, "access_token"));
    for path in [
        format!(
            "/oidc/session/end?{}",
            query(&[("id_token_hint", &hint), ("post_logout_redirect_uri", "https://evil.example/")])
        ),
        format!("/oidc/session/end?{}", query(&[("post_logout_redirect_uri", SIGNED_OUT)])),
        format!("/oidc/session/end?{}", query(&[("id_token_hint", "nonsense")])),
        format!("/oidc/session/end?{}", query(&[("id_token_hint", &access)])),
        format!("/oidc/session/end?{}", query(&[("state", "a"), ("state", "b")])),
        format!("/oidc/session/end?{}", query(&[("id_token_hint", &hint), ("client_id", "another")])),
        format!("/login/profile/logout?{}", query(&[("redirect_uri", "https://evil.example/")])),
    ] {
        let page = browser.open(&path).await;
        assert_eq!((page.answer.status, page.answer.header("location")), (400, None), "{path}");
        page.alert();
    }
    browser.authorize(&with(request(&sandbox, "openid"), "prompt", "none")).await.code();
}

#[tokio::test]
async fn without_a_hint_the_person_is_asked() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let silent = with(request(&sandbox, "openid"), "prompt", "none");
    browser.sign_in_as("rich", &request(&sandbox, "openid")).await.code();
    let page = browser.open("/oidc/session/end").await;
    browser.submit(&page, &[("action", "stay")]).await;
    browser.authorize(&silent).await.code();

    // A form that did not come from the page asks again, and ends nothing.
    let (_, hidden) = page.form();
    assert_eq!(hidden[0].0, "csrf");
    let forged = crate::raw::Request::post("/oidc/session/end", crate::raw::FORM, "csrf=guess&action=sign-out");
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    forged.header("Cookie", &cookies.join("; ")).send(&sandbox).await;
    browser.authorize(&silent).await.code();

    let page = browser.submit(&page, &[("action", "sign-out")]).await;
    assert!(page.text().contains("You are signed out"));
    assert_eq!(browser.authorize(&silent).await.returned()["error"], "login_required");
    assert!(browser.open("/oidc/session/end").await.text().contains("You are signed out"), "there is nobody to ask");
}

#[tokio::test]
async fn a_hint_of_somebody_else_signs_nobody_out_unasked() {
    let sandbox = start().await;
    let asked = request(&sandbox, "openid");
    let mia = Browser::new(&sandbox).sign_in_as("empty", &asked).await.code();
    let hint = text(&exchange(&sandbox, &mia).await, "id_token");
    let mut browser = Browser::new(&sandbox);
    browser.sign_in_as("rich", &asked).await.code();
    let pairs = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", SIGNED_OUT)];
    let page = browser.open(&format!("/oidc/session/end?{}", query(&pairs))).await;
    assert_eq!(page.answer.status, 200);
    let page = browser.submit(&page, &[("action", "sign-out")]).await;
    assert_eq!(page.answer.header("location"), Some(SIGNED_OUT));
}
