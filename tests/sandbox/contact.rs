//! Codes and their mailbox, email address and phone number, passwords, and the end of an account.

use bindery::sandbox::Delivery;
use serde_json::{Value, json};

use crate::raw::{access_token, call, call_as, code_by_email, code_by_phone, read, start, text};

#[tokio::test]
async fn a_code_goes_out_once_a_minute_for_each_address_and_channel() {
    let sandbox = start().await;
    let send = |endpoint: &'static str, body: Value| {
        let sandbox = sandbox.clone();
        async move { call(&sandbox, endpoint, body).await.codes() }
    };
    let email = json!({"channel": "CHANNEL_LOGIN", "email": "lin@example.com"});
    assert_eq!(send("send-email", email.clone()).await, (200, None));
    assert_eq!(send("send-email", email).await, (429, None));
    assert_eq!(send("send-email", json!({"channel": "CHANNEL_LOGIN", "email": "LIN@example.com"})).await, (429, None));
    assert_eq!(
        send("send-email", json!({"channel": "CHANNEL_REGISTER", "email": "lin@example.com"})).await,
        (200, None)
    );
    let sms = json!({"channel": "CHANNEL_BIND_MFA", "phoneNumber": "2025550143"});
    assert_eq!(send("send-sms", sms.clone()).await, (200, None));
    assert_eq!(send("send-sms", sms).await, (429, None));
    for (endpoint, body) in [
        ("send-email", json!({"channel": "CHANNEL_BIND_PHONE", "email": "lin@example.com"})),
        ("send-sms", json!({"channel": "CHANNEL_BIND_EMAIL", "phoneNumber": "2025550143"})),
        ("send-email", json!({"channel": "channel_login", "email": "lin@example.com"})),
        ("send-email", json!({"channel": "CHANNEL_LOGIN", "email": "lin"})),
        ("send-sms", json!({"channel": "CHANNEL_LOGIN", "phoneNumber": "+12025550143"})),
    ] {
        assert_eq!(send(endpoint, body.clone()).await, (400, None), "{body}");
    }
    let sent: Vec<_> = sandbox.mailbox().into_iter().map(|message| (message.by, message.channel)).collect();
    assert_eq!(
        sent,
        [
            (Delivery::Email, "CHANNEL_LOGIN".to_owned()),
            (Delivery::Email, "CHANNEL_REGISTER".to_owned()),
            (Delivery::Sms, "CHANNEL_BIND_MFA".to_owned()),
        ]
    );
}

#[tokio::test]
async fn every_documented_channel_is_known() {
    let sandbox = start().await;
    let by_email = "LOGIN REGISTER RESET_PASSWORD VERIFY_EMAIL_LINK UPDATE_EMAIL BIND_EMAIL UNBIND_EMAIL VERIFY_MFA \
        UNLOCK_ACCOUNT COMPLETE_EMAIL DELETE_ACCOUNT";
    for channel in by_email.split_whitespace() {
        code_by_email(&sandbox, &format!("CHANNEL_{channel}"), "lin@example.com").await;
    }
    let by_phone = "LOGIN REGISTER RESET_PASSWORD BIND_PHONE UNBIND_PHONE BIND_MFA VERIFY_MFA UNBIND_MFA \
        COMPLETE_PHONE IDENTITY_VERIFICATION DELETE_ACCOUNT";
    for channel in by_phone.split_whitespace() {
        code_by_phone(&sandbox, &format!("CHANNEL_{channel}"), "2025550143").await;
    }
}

#[tokio::test]
async fn a_code_can_be_checked_without_using_it_up() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "lin@example.com").await;
    let check = |code: &str, channel: &str| {
        json!({
            "codeType": "EMAIL",
            "emailCodePayload": {"email": "lin@example.com", "passCode": code, "channel": channel},
        })
    };
    for _ in 0..2 {
        let data = call(&sandbox, "pre-check-code", check(&code, "CHANNEL_LOGIN")).await.data();
        assert_eq!(data, json!({"isValid": true}));
    }
    let data = call(&sandbox, "pre-check-code", check(&code, "CHANNEL_REGISTER")).await.data();
    assert_eq!((&data["isValid"], data["message"].is_string()), (&json!(false), true));
    let code = code_by_phone(&sandbox, "CHANNEL_LOGIN", "2025550143").await;
    let payload =
        json!({"phone": "2025550143", "phoneCountryCode": "+1", "passCode": code, "channel": "CHANNEL_LOGIN"});
    let data = call(&sandbox, "pre-check-code", json!({"codeType": "SMS", "smsCodePayload": payload})).await.data();
    assert_eq!(data["isValid"], true);
}

/// `emailBinded` and `phoneBinded`.
async fn bound(sandbox: &bindery::sandbox::Sandbox, token: &str) -> (bool, bool) {
    let info = read(sandbox, token, "get-security-info").await.data();
    (info["emailBinded"] == true, info["phoneBinded"] == true)
}

#[tokio::test]
async fn email_and_phone_are_bound_and_unbound_with_codes() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "single").await;
    assert_eq!(bound(&sandbox, &token).await, (false, false));
    let code = code_by_email(&sandbox, "CHANNEL_BIND_EMAIL", "sakura@example.com").await;
    let body = json!({"email": "sakura@example.com", "passCode": code});
    let wrong = json!({"email": "other@example.com", "passCode": code});
    assert_eq!(call_as(&sandbox, &token, "bind-email", wrong).await.codes(), (403, Some(2001)));
    assert_eq!(call_as(&sandbox, &token, "bind-email", body.clone()).await.codes(), (200, None));
    assert_eq!(bound(&sandbox, &token).await, (true, false));
    assert_eq!(call_as(&sandbox, &token, "bind-email", body).await.codes(), (409, None), "there is one already");

    let code = code_by_phone(&sandbox, "CHANNEL_BIND_PHONE", "2025550143").await;
    let body = json!({"phoneNumber": "2025550143", "passCode": code});
    assert_eq!(call_as(&sandbox, &token, "bind-phone", body).await.codes(), (409, Some(1_320_004)), "it is Mia's");
    let code = code_by_phone(&sandbox, "CHANNEL_BIND_PHONE", "2025550199").await;
    let body = json!({"phoneNumber": "2025550199", "phoneCountryCode": "+1", "passCode": code});
    assert_eq!(call_as(&sandbox, &token, "bind-phone", body).await.codes(), (200, None));
    let profile = read(&sandbox, &token, "get-profile").await.data();
    assert_eq!((&profile["phone"], &profile["phoneCountryCode"]), (&json!("2025550199"), &json!("+1")));

    let code = code_by_phone(&sandbox, "CHANNEL_UNBIND_PHONE", "2025550199").await;
    assert_eq!(call_as(&sandbox, &token, "unbind-phone", json!({"passCode": code})).await.codes(), (200, None));
    let code = code_by_email(&sandbox, "CHANNEL_UNBIND_EMAIL", "sakura@example.com").await;
    assert_eq!(call_as(&sandbox, &token, "unbind-email", json!({"passCode": "0"})).await.codes(), (403, Some(2001)));
    assert_eq!(call_as(&sandbox, &token, "unbind-email", json!({"passCode": code})).await.codes(), (200, None));
    assert_eq!(bound(&sandbox, &token).await, (false, false));
    assert_eq!(call_as(&sandbox, &token, "unbind-email", json!({"passCode": code})).await.codes(), (404, None));
}

#[tokio::test]
async fn the_last_way_to_sign_in_cannot_be_unbound() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_REGISTER", "solo@example.com").await;
    let body = json!({"connection": "PASSCODE", "passCodePayload": {"email": "solo@example.com", "passCode": code}});
    call(&sandbox, "signup", body).await.data();
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "solo@example.com").await;
    let body = json!({"connection": "PASSCODE", "passCodePayload": {"email": "solo@example.com", "passCode": code}});
    let token = text(&call(&sandbox, "signin", body).await.data(), "access_token");
    let code = code_by_email(&sandbox, "CHANNEL_UNBIND_EMAIL", "solo@example.com").await;
    let unbind = json!({"passCode": code});
    assert_eq!(call_as(&sandbox, &token, "unbind-email", unbind.clone()).await.codes(), (422, None));
    assert_eq!(bound(&sandbox, &token).await, (true, false));

    // A password alone names nobody; a username and a password do.
    assert_eq!(call_as(&sandbox, &token, "update-password", json!({"newPassword": "x"})).await.codes(), (200, None));
    assert_eq!(call_as(&sandbox, &token, "unbind-email", unbind.clone()).await.codes(), (422, None));
    call_as(&sandbox, &token, "update-profile", json!({"username": "solo"})).await.data();
    assert_eq!(call_as(&sandbox, &token, "unbind-email", unbind).await.codes(), (200, None));
}

#[tokio::test]
async fn email_and_phone_are_changed_in_two_steps() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "empty").await;
    let other = access_token(&sandbox, "rich").await;
    let code = code_by_email(&sandbox, "CHANNEL_UPDATE_EMAIL", "mia.n@example.com").await;
    let payload = json!({"newEmail": "mia.n@example.com", "newEmailPassCode": code});
    let body = json!({"verifyMethod": "EMAIL_PASSCODE", "emailPassCodePayload": payload});
    let data = call_as(&sandbox, &token, "verify-update-email-request", body).await.data();
    assert_eq!(data["tokenExpiresIn"], 60);
    let update = json!({"updateEmailToken": data["updateEmailToken"]});
    assert_eq!(call_as(&sandbox, &other, "update-email", update.clone()).await.codes(), (403, None), "it is not Lin's");
    assert_eq!(call_as(&sandbox, &token, "update-email", update.clone()).await.data(), json!({"success": true}));
    assert_eq!(call_as(&sandbox, &token, "update-email", update).await.codes(), (403, None), "it is used up");
    assert_eq!(read(&sandbox, &token, "get-profile").await.data()["email"], "mia.n@example.com");

    let request = |number: &str, code: &str| {
        let payload = json!({"newPhoneNumber": number, "newPhonePassCode": code, "newPhoneCountryCode": "+1"});
        json!({"verifyMethod": "PHONE_PASSCODE", "phonePassCodePayload": payload})
    };
    let same = call_as(&sandbox, &token, "verify-update-phone-request", request("2025550143", "0")).await;
    assert_eq!(same.codes(), (409, Some(2230)));
    let code = code_by_phone(&sandbox, "CHANNEL_UPDATE_PHONE", "2025550188").await;
    let data = call_as(&sandbox, &token, "verify-update-phone-request", request("2025550188", &code)).await.data();
    let update = json!({"updatePhoneToken": data["updatePhoneToken"]});
    assert_eq!(call_as(&sandbox, &token, "update-phone", update).await.data(), json!({"success": true}));
    assert_eq!(read(&sandbox, &token, "get-profile").await.data()["phone"], "2025550188");
}

async fn signs_in(sandbox: &bindery::sandbox::Sandbox, account: &str, password: &str) -> bool {
    let body = json!({"connection": "PASSWORD", "passwordPayload": {"account": account, "password": password}});
    call(sandbox, "signin", body).await.codes() == (200, None)
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_old_one() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let change = |body: Value| call_as(&sandbox, &token, "update-password", body);
    assert_eq!(change(json!({"newPassword": "next"})).await.codes(), (400, None));
    assert_eq!(change(json!({"newPassword": "next", "oldPassword": "wrong"})).await.codes(), (403, Some(2006)));
    assert!(signs_in(&sandbox, "linxiao", "sandbox").await);
    assert_eq!(change(json!({"newPassword": "next", "oldPassword": "sandbox"})).await.codes(), (200, None));
    assert!(signs_in(&sandbox, "linxiao", "next").await);
    assert!(!signs_in(&sandbox, "linxiao", "sandbox").await);

    // Where none is set the old one may be left out.
    let token = access_token(&sandbox, "single").await;
    assert_eq!(
        call_as(&sandbox, &token, "update-password", json!({"newPassword": "first"})).await.codes(),
        (200, None)
    );
    assert_eq!(read(&sandbox, &token, "get-security-info").await.data()["passwordSet"], true);
}

#[tokio::test]
async fn a_forgotten_password_is_reset_with_a_code() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_RESET_PASSWORD", "lin@example.com").await;
    let payload = json!({"email": "lin@example.com", "passCode": code});
    let body = json!({"verifyMethod": "EMAIL_PASSCODE", "emailPassCodePayload": payload});
    let data = call(&sandbox, "verify-reset-password-request", body).await.data();
    let reset = json!({"password": "renewed", "passwordResetToken": data["passwordResetToken"]});
    assert_eq!(call(&sandbox, "reset-password", reset.clone()).await.data(), json!({"success": true}));
    assert!(signs_in(&sandbox, "linxiao", "renewed").await);
    assert_eq!(call(&sandbox, "reset-password", reset).await.codes(), (403, None));
}

#[tokio::test]
async fn a_deleted_account_is_gone() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "single").await;
    let wrong = json!({"verifyMethod": "PASSWORD", "passwordPayload": {"password": "wrong"}});
    let answer = call_as(&sandbox, &token, "verify-delete-account-request", wrong).await;
    assert_eq!(answer.codes(), (403, Some(2006)));
    let right = json!({"verifyMethod": "PASSWORD", "passwordPayload": {"password": "sandbox"}});
    let data = call_as(&sandbox, &token, "verify-delete-account-request", right).await.data();
    let delete = json!({"deleteAccountToken": data["deleteAccountToken"]});
    assert_eq!(call_as(&sandbox, &token, "delete-account", delete).await.data(), json!({"success": true}));
    assert_eq!(read(&sandbox, &token, "get-profile").await.codes(), (401, Some(2020)));
    assert!(!signs_in(&sandbox, "sakura", "sandbox").await);
    sandbox.reset();
    assert!(signs_in(&sandbox, "sakura", "sandbox").await, "a reset brings everybody back");
}
