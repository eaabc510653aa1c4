//! What may stand between the right password and a session.

use serde_json::json;

use crate::browser::{Browser, Page, claims, exchange, last_code, request, start_with};

async fn signed_in(browser: &mut Browser<'_>, sandbox: &bindery::sandbox::Sandbox) -> Page {
    let page = browser.authorize(&request(sandbox, "openid profile")).await;
    browser.sign_in(&page, "pat@example.com", "old password").await
}

fn pat(standing: &str, more: &str) -> String {
    format!(
        "[[persona]]\nkey = \"pat\"\nname = \"Pat\"\nusername = \"pat@example.com\"\npassword = \"old password\"\n\
         description = \"For a test.\"\nstanding = \"{standing}\"\n{more}\n"
    )
}

const EMAIL: &str = "email = \"pat.doe@example.com\"";

#[tokio::test]
async fn a_second_factor_is_asked_for_each_time() {
    for standing in ["personal-mfa", "application-mfa"] {
        for (contact, shown) in [(EMAIL, "p•••@example.com"), ("phone = \"2025550199\"", "•••0199")] {
            let sandbox = start_with(&pat(standing, contact)).await;
            let mut browser = Browser::new(&sandbox);
            let page = signed_in(&mut browser, &sandbox).await;
            assert!(page.path.starts_with("/login/second-factor?") && page.text().contains(shown), "{}", page.text());
            // Signed in is nobody yet.
            let silent = crate::browser::with(request(&sandbox, "openid"), "prompt", "none");
            assert_eq!(browser.authorize(&silent).await.returned()["error"], "login_required");

            let code = last_code(&sandbox);
            let wrong = if code == "000000" { "111111" } else { "000000" };
            let refused = browser.submit(&page, &[("code", wrong), ("action", "verify")]).await;
            assert_eq!(refused.answer.status, 400);
            let again = browser.submit(&page, &[("action", "send-code")]).await;
            assert_eq!(again.answer.status, 429);
            let page = browser.submit(&page, &[("code", &code), ("action", "verify")]).await;
            assert!(page.path.starts_with("/consent?"), "{}", page.path);
            browser.submit(&page, &[("action", "allow")]).await.code();
            let page = signed_in(&mut Browser::new(&sandbox), &sandbox).await;
            assert!(page.path.starts_with("/login/second-factor?"));
        }
    }
}

#[tokio::test]
async fn without_an_address_a_second_factor_cannot_be_given() {
    let sandbox = start_with(&pat("personal-mfa", "")).await;
    let page = signed_in(&mut Browser::new(&sandbox), &sandbox).await;
    assert!(page.alert().contains("neither an email address nor a phone number"));
    assert!(sandbox.mailbox().is_empty());
}

#[tokio::test]
async fn an_account_is_unlocked_by_a_code() {
    let sandbox = start_with(&pat("unlockable", EMAIL)).await;
    let mut browser = Browser::new(&sandbox);
    let page = signed_in(&mut browser, &sandbox).await;
    assert!(page.path.starts_with("/login/unlock?"), "{}", page.path);
    assert_eq!(sandbox.mailbox()[0].channel, "CHANNEL_UNLOCK_ACCOUNT");
    let page = browser.submit(&page, &[("code", &last_code(&sandbox)), ("action", "verify")]).await;
    browser.submit(&page, &[("action", "allow")]).await.code();
    // For good: what was allowed is not asked for again either.
    signed_in(&mut Browser::new(&sandbox), &sandbox).await.code();
}

#[tokio::test]
async fn a_password_is_set_before_the_sign_in_goes_on() {
    for (standing, old_one_asked) in [("first-password", false), ("must-reset", true)] {
        let sandbox = start_with(&pat(standing, EMAIL)).await;
        let mut browser = Browser::new(&sandbox);
        let page = signed_in(&mut browser, &sandbox).await;
        assert!(page.path.starts_with("/login/new-password?"), "{}", page.path);
        assert_eq!(page.text().contains("name=\"old_password\""), old_one_asked);
        let mut refused = vec![("old password", "short"), ("old password", "old password")];
        if old_one_asked {
            refused.push(("not it", "new password"));
        }
        for (old, new) in refused {
            let fields = [("old_password", old), ("new_password", new), ("action", "set-password")];
            let page = browser.submit(&page, &fields).await;
            assert_eq!(page.answer.status, 400, "{old} {new}");
            page.alert();
        }
        let fields = [("old_password", "old password"), ("new_password", "new password"), ("action", "set-password")];
        let page = browser.submit(&page, &fields).await;
        browser.submit(&page, &[("action", "allow")]).await.code();

        let mut browser = Browser::new(&sandbox);
        let page = signed_in(&mut browser, &sandbox).await;
        assert_eq!(page.answer.status, 400, "the old one is gone");
        browser.sign_in(&page, "pat@example.com", "new password").await.code();
    }
}

#[tokio::test]
async fn a_missing_name_is_asked_for_once() {
    let sandbox = start_with(&pat("incomplete-profile", EMAIL)).await;
    let mut browser = Browser::new(&sandbox);
    let page = signed_in(&mut browser, &sandbox).await;
    assert!(page.path.starts_with("/login/profile?"), "{}", page.path);
    let long = "x".repeat(201);
    for name in ["", "  ", long.as_str()] {
        assert_eq!(browser.submit(&page, &[("name", name), ("action", "save")]).await.answer.status, 400);
    }
    let page = browser.submit(&page, &[("name", "Pat Doe"), ("action", "save")]).await;
    let code = browser.submit(&page, &[("action", "allow")]).await.code();
    assert_eq!(claims(&exchange(&sandbox, &code).await["id_token"])["name"], "Pat Doe");
    signed_in(&mut Browser::new(&sandbox), &sandbox).await.code();
}

#[tokio::test]
async fn who_may_not_sign_in_is_told_why() {
    for (standing, word) in [
        ("locked", "locked"),
        ("locked-after-failures", "too many failed sign-ins"),
        ("disabled", "disabled"),
        ("not-in-tenant", "may not sign in here"),
    ] {
        let sandbox = start_with(&pat(standing, EMAIL)).await;
        let mut browser = Browser::new(&sandbox);
        let page = signed_in(&mut browser, &sandbox).await;
        assert_eq!(page.answer.status, 400);
        assert!(page.alert().contains(word), "{}", page.alert());
        assert!(sandbox.requests().last().unwrap().reason.as_ref().unwrap().contains(word));
        // With a wrong password nothing is told.
        let page = browser.sign_in(&page, "pat@example.com", "guess").await;
        assert!(!page.alert().contains(word));
    }
}

#[tokio::test]
async fn what_a_provider_would_ask_for_is_not_asked_for_here() {
    for standing in ["good", "bind-existing", "bind-or-create"] {
        let sandbox = start_with(&pat(standing, EMAIL)).await;
        let mut browser = Browser::new(&sandbox);
        let page = signed_in(&mut browser, &sandbox).await;
        let returned = browser.submit(&page, &[("action", "allow")]).await.returned();
        assert_eq!(returned.get("error"), None::<&serde_json::Value>);
        assert_eq!(returned["state"], json!("a state&more"));
    }
}
