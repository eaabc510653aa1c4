//! The hosted sign-in: its ways in, and what its forms refuse.

use serde_json::json;

use crate::browser::{Browser, Page, claims, exchange, last_code, request};
use crate::raw::{FORM, Request, start};

/// The address of another page of the same sign-in.
fn beside(page: &Page, name: &str) -> String {
    let (_, interaction) = page.path.split_once('?').expect("an interaction");
    format!("{name}?{interaction}")
}

#[tokio::test]
async fn a_wrong_password_can_be_corrected() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    for (account, password) in
        [("lin@example.com", "wrong"), ("nobody", "sandbox"), ("", "sandbox"), ("lin@example.com", "")]
    {
        let page = browser.sign_in(&page, account, password).await;
        assert_eq!(page.answer.status, 400);
        assert!(!page.alert().is_empty());
        assert!(!page.text().contains("sandbox\""), "the password is not shown again");
    }
    let page = browser.sign_in(&page, "LINXIAO", "sandbox").await;
    assert_eq!(page.answer.status, 400, "usernames are as they are written");
    let page = browser.sign_in(&page, "linxiao", "sandbox").await;
    assert!(page.path.starts_with("/consent?"), "{}", page.path);
    browser.submit(&page, &[("action", "allow")]).await.code();
}

#[tokio::test]
async fn the_person_can_give_up_on_every_page() {
    let sandbox = start().await;
    for name in ["/login", "/login/code", "/login/forgot-password", "/login/sign-up"] {
        let mut browser = Browser::new(&sandbox);
        let page = browser.authorize(&request(&sandbox, "openid")).await;
        let page = browser.open(&beside(&page, name)).await;
        let returned = browser.submit(&page, &[("action", "cancel")]).await.returned();
        assert_eq!((&returned["error"], &returned["state"]), (&json!("access_denied"), &json!("a state&more")));
        // It is over: the same form does nothing any more.
        let page = browser.submit(&page, &[("action", "cancel")]).await;
        assert_eq!(page.answer.status, 400);
        page.alert();
    }
}

#[tokio::test]
async fn a_code_signs_in_by_email_and_by_phone() {
    let sandbox = start().await;
    for (key, account) in [("rich", "lin@example.com"), ("empty", "+1 202-555-0143")] {
        let mut browser = Browser::new(&sandbox);
        let page = browser.authorize(&request(&sandbox, "openid")).await;
        let page = browser.open(&beside(&page, "/login/code")).await;
        let page = browser.submit(&page, &[("account", account), ("action", "send-code")]).await;
        let again = browser.submit(&page, &[("action", "send-code")]).await;
        assert_eq!(again.answer.status, 429, "once a minute");
        let code = last_code(&sandbox);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let refused = browser.submit(&page, &[("code", wrong), ("action", "sign-in")]).await;
        assert_eq!(refused.answer.status, 400);
        refused.alert();
        let page = browser.submit(&page, &[("code", &code), ("action", "sign-in")]).await;
        let code = browser.submit(&page, &[("action", "allow")]).await.code();
        let subject = claims(&exchange(&sandbox, &code).await["id_token"])["sub"].clone();
        let expected = if key == "rich" { "62f20932a1b2c3bcc10d9601" } else { "62f20932a1b2c3bcc10d9602" };
        assert_eq!(subject, expected);
    }
}

#[tokio::test]
async fn an_external_provider_signs_in_or_leads_back() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let login = browser.authorize(&request(&sandbox, "openid profile")).await;
    let path = beside(&login, "/connections/social/github");
    assert!(login.text().contains(&format!("href=\"{path}\"")));
    let page = browser.open(&path).await;
    let page = browser.submit(&page, &[("action", "cancel")]).await;
    assert_eq!((page.answer.status, page.alert().as_str()), (400, "You cancelled at the provider."));

    let page = browser.open(&path).await;
    let page = browser.submit(&page, &[("person", "single")]).await;
    assert!(page.path.starts_with("/consent?"), "{} {}", page.path, page.text());
    let code = browser.submit(&page, &[("action", "allow")]).await.code();
    assert_eq!(claims(&exchange(&sandbox, &code).await["id_token"])["name"], "田中さくら");
}

#[tokio::test]
async fn what_a_provider_says_counts_in_the_browser_that_asked_only() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let login = browser.authorize(&request(&sandbox, "openid")).await;
    let mut elsewhere = Browser::new(&sandbox);
    let page = elsewhere.open(&beside(&login, "/connections/social/github")).await;
    let page = elsewhere.submit(&page, &[("person", "single")]).await;
    assert_eq!(page.answer.status, 403, "{}", page.text());
    let page = browser.open(&login.path).await;
    assert!(page.path.starts_with("/login?"), "nobody has signed in here");
}

#[tokio::test]
async fn who_has_an_account_is_not_told() {
    let sandbox = start().await;
    for name in ["/login/code", "/login/forgot-password"] {
        let mut browser = Browser::new(&sandbox);
        let page = browser.authorize(&request(&sandbox, "openid")).await;
        let page = browser.open(&beside(&page, name)).await;
        let page = browser.submit(&page, &[("account", "nobody@example.com"), ("action", "send-code")]).await;
        assert_eq!(page.answer.status, 200);
        assert!(page.text().contains("If there is an account") && sandbox.mailbox().is_empty());
        let fields = [("code", "000000"), ("new_password", "long enough"), ("action", "go")];
        let page = browser.submit(&page, &fields).await;
        assert_eq!(page.answer.status, 400);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let login = browser.authorize(&request(&sandbox, "openid")).await;
    let page = browser.open(&beside(&login, "/login/forgot-password")).await;
    let page = browser.submit(&page, &[("account", "lin@example.com"), ("action", "send-code")]).await;
    let code = last_code(&sandbox);
    let short = browser.submit(&page, &[("code", &code), ("new_password", "12345"), ("action", "set-password")]).await;
    assert!(short.alert().contains("6 characters"));
    let fields = [("code", code.as_str()), ("new_password", "another one"), ("action", "set-password")];
    let done = browser.submit(&page, &fields).await;
    assert!(done.text().contains("The password is changed"));
    let again = browser.submit(&page, &fields).await;
    assert_eq!(again.answer.status, 400, "a code is good once");

    let page = browser.open(&login.path).await;
    assert_eq!(browser.sign_in(&page, "lin@example.com", "sandbox").await.answer.status, 400);
    let page = browser.sign_in(&page, "lin@example.com", "another one").await;
    browser.submit(&page, &[("action", "allow")]).await.code();
}

#[tokio::test]
async fn an_account_can_be_created_once() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let login = browser.authorize(&request(&sandbox, "openid profile email")).await;
    let page = browser.open(&beside(&login, "/login/sign-up")).await;
    for email in ["", "no address", "lin@example.com"] {
        let page = browser.submit(&page, &[("email", email), ("action", "send-code")]).await;
        assert_eq!(page.answer.status, 400, "{email}");
        page.alert();
    }
    let page = browser.submit(&page, &[("email", "new@example.com"), ("action", "send-code")]).await;
    let code = last_code(&sandbox);
    let fields = [("code", code.as_str()), ("name", "新人 <b>"), ("password", "first one"), ("action", "sign-up")];
    let page = browser.submit(&page, &fields).await;
    assert!(page.text().contains("新人 &lt;b&gt;"));
    let code = browser.submit(&page, &[("action", "allow")]).await.code();
    let claims = claims(&exchange(&sandbox, &code).await["id_token"]);
    assert_eq!((&claims["name"], &claims["email"]), (&json!("新人 <b>"), &json!("new@example.com")));

    let mut browser = Browser::new(&sandbox);
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    let page = browser.sign_in(&page, "new@example.com", "first one").await;
    // What was allowed stays allowed.
    page.code();
}

#[tokio::test]
async fn a_form_from_elsewhere_does_nothing() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    let (action, hidden) = page.form();
    let cookies = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let csrf = format!("csrf={}", hidden[0].1);
    let rest = "account=lin%40example.com&password=sandbox&action=sign-in";
    for (body, cookie, kind, status) in [
        (rest.to_owned(), cookies.as_str(), FORM, 403),
        (format!("csrf=guess&{rest}"), cookies.as_str(), FORM, 403),
        (format!("{csrf}&{rest}"), "", FORM, 403),
        (format!("{csrf}&{rest}"), "sandbox_browser_1=other", FORM, 403),
        (format!("{csrf}&{rest}"), cookies.as_str(), "text/plain", 400),
        (format!("{csrf}&{rest}"), cookies.as_str(), FORM, 303),
    ] {
        let answer = Request::post(&action, kind, body.clone()).header("Cookie", cookie).send(&sandbox).await;
        assert_eq!(answer.status, status, "{body} {cookie} {kind}");
    }
    // The sign-in is of no use in another browser either, however far it has come.
    let elsewhere = Browser::new(&sandbox).open(&beside(&page, "/consent")).await;
    assert_eq!(elsewhere.answer.status, 403);
}

#[tokio::test]
async fn a_page_without_a_sign_in_says_where_it_begins() {
    let sandbox = start().await;
    for name in ["/login", "/login/code", "/login/second-factor", "/login/new-password", "/login/profile", "/consent"] {
        for path in [name.to_owned(), format!("{name}?interaction=unknown")] {
            let page = Browser::new(&sandbox).open(&path).await;
            assert_eq!(page.answer.status, 400, "{path}");
            page.alert();
        }
    }
    let answer = Request::post("/login/profile/logout", FORM, "").send(&sandbox).await;
    assert_eq!((answer.status, &answer.json()["error"]), (404, &json!("invalid_request")));
}

#[tokio::test]
async fn no_step_can_be_skipped() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox);
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    for name in ["/consent", "/login/second-factor", "/login/unlock", "/login/new-password", "/login/profile"] {
        assert!(browser.open(&beside(&page, name)).await.path.starts_with("/login?"), "{name}");
    }
    let consent = Page { path: beside(&page, "/consent"), answer: page.answer };
    let (_, hidden) = consent.form();
    let body = format!("csrf={}&action=allow", hidden[0].1);
    let cookies = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let answer = Request::post(&consent.path, FORM, body).header("Cookie", &cookies).send(&sandbox).await;
    assert!(answer.header("location").unwrap().starts_with("/login?"));
}

#[tokio::test]
async fn every_page_is_kept_by_nobody_and_stands_in_no_frame() {
    let sandbox = start().await;
    let mut browser = Browser::new(&sandbox).chinese();
    let page = browser.authorize(&request(&sandbox, "openid")).await;
    for name in ["/login", "/login/code", "/login/forgot-password", "/login/sign-up"] {
        let page = browser.open(&beside(&page, name)).await;
        assert_eq!(page.answer.header("cache-control"), Some("no-store"));
        assert!(page.answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
        let text = page.text();
        assert!(text.contains("<html lang=\"zh-CN\">") && !text.contains("<script"));
        // Each field stands in its label.
        let fields = text.matches("<input name=").count();
        assert_eq!(fields, text.matches("<label>").count(), "{name}");
        assert!(fields > 0);
    }
    let page = browser.open(&page.path).await;
    assert!(page.text().contains("/connections/social/github?interaction="));
}
