//! New accounts, and what their owners change in them.

use serde_json::{Value, json};

use crate::raw::{access_token, call, call_as, code_by_email, code_by_phone, read, start, text};

#[tokio::test]
async fn signing_up_with_a_password_answers_the_user_and_no_token() {
    let sandbox = start().await;
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"email": "nia@example.com", "password": "a-password"},
        "profile": {"name": "Nia", "username": "nia", "gender": "F", "city": "Accra", "customData": {"team": "sales"}},
    });
    let user = call(&sandbox, "signup", body.clone()).await.data();
    assert_eq!(
        (&user["email"], &user["username"], &user["name"]),
        (&json!("nia@example.com"), &json!("nia"), &json!("Nia"))
    );
    assert_eq!((&user["gender"], &user["city"], &user["status"]), (&json!("F"), &json!("Accra"), &json!("Activated")));
    assert_eq!(user["userId"].as_str().map(str::len), Some(24));
    assert_eq!((user.get("access_token"), user.get("password")), (None, None));

    for name in ["nia@example.com", "nia"] {
        let signin = json!({"connection": "PASSWORD", "passwordPayload": {"account": name, "password": "a-password"}});
        let data = call(&sandbox, "signin", signin).await.data();
        let profile = read(&sandbox, &text(&data, "access_token"), "get-profile?withCustomData=true").await.data();
        assert_eq!((&profile["userId"], &profile["customData"]["team"]), (&user["userId"], &json!("sales")));
    }
    assert_eq!(call(&sandbox, "signup", body).await.codes(), (409, Some(2026)));
    // A name that is an email address of somebody would let one sign in as the other.
    let stolen = json!({"connection": "PASSWORD", "passwordPayload": {"username": "lin@example.com", "password": "x"}});
    assert_eq!(call(&sandbox, "signup", stolen).await.codes(), (409, Some(2026)));
}

#[tokio::test]
async fn signing_up_with_a_code_takes_the_code_of_its_channel() {
    let sandbox = start().await;
    let body = |code: &str| {
        json!({
            "connection": "PASSCODE",
            "passCodePayload": {"phone": "2025550177", "phoneCountryCode": "+1", "passCode": code},
            "options": {"passwordForPhonePassCode": "a-password"},
        })
    };
    let login_code = code_by_phone(&sandbox, "CHANNEL_LOGIN", "2025550177").await;
    assert_eq!(call(&sandbox, "signup", body(&login_code)).await.codes(), (403, Some(2001)));
    let code = code_by_phone(&sandbox, "CHANNEL_REGISTER", "2025550177").await;
    let user = call(&sandbox, "signup", body(&code)).await.data();
    assert_eq!(
        (&user["phone"], &user["phoneCountryCode"], &user["phoneVerified"]),
        (&json!("2025550177"), &json!("+1"), &json!(true))
    );
    let signin =
        json!({"connection": "PASSWORD", "passwordPayload": {"phone": "2025550177", "password": "a-password"}});
    assert_eq!(call(&sandbox, "signin", signin).await.codes(), (200, None));
}

#[tokio::test]
async fn a_sign_in_registers_when_it_is_told_to() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "new@example.com").await;
    let body = |code: &str, options: Value| json!({"connection": "PASSCODE", "passCodePayload": {"email": "new@example.com", "passCode": code}, "options": options});
    let wrong = call(&sandbox, "signin", body("0000000", json!({"autoRegister": true}))).await;
    assert_eq!(wrong.codes(), (403, Some(2001)));
    let data = call(&sandbox, "signin", body(&code, json!({"autoRegister": true}))).await.data();
    let profile = read(&sandbox, &text(&data, "access_token"), "get-profile").await.data();
    assert_eq!(profile["email"], "new@example.com");

    let unknown = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"username": "kofi", "password": "a-password"},
        "options": {"autoRegister": true},
    });
    let first = call(&sandbox, "signin", unknown.clone()).await.data();
    let again = call(&sandbox, "signin", unknown).await.data();
    let who = |data: Value| {
        let sandbox = sandbox.clone();
        async move { text(&read(&sandbox, &text(&data, "access_token"), "get-profile").await.data(), "userId") }
    };
    assert_eq!(who(first).await, who(again).await, "registered once");
}

#[tokio::test]
async fn a_code_for_an_address_that_nobody_has_finds_no_user() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "new@example.com").await;
    let body = json!({"connection": "PASSCODE", "passCodePayload": {"email": "new@example.com", "passCode": code}});
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (404, Some(2004)));
}

#[tokio::test]
async fn a_profile_is_changed_in_what_was_sent_and_nothing_else() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let before = read(&sandbox, &token, "get-profile?withCustomData=true").await.data();
    let changes = json!({"nickname": "小林", "company": "Example", "photo": "", "birthdate": null, "customData": {"badge": 8}, "email": "x@example.com"});
    let user = call_as(&sandbox, &token, "update-profile", changes).await.data();
    let after = read(&sandbox, &token, "get-profile?withCustomData=true").await.data();
    assert_eq!(
        (&after["nickname"], &after["company"], &after["photo"]),
        (&json!("小林"), &json!("Example"), &json!(""))
    );
    assert_eq!(after["customData"], json!({"team": "identity", "badge": 8}));
    assert_eq!((&after["name"], &after["email"]), (&before["name"], &before["email"]));
    assert_eq!((&user["nickname"], &user["updatedAt"]), (&after["nickname"], &after["updatedAt"]));
    assert_ne!(after["updatedAt"], before["updatedAt"]);

    let taken = call_as(&sandbox, &token, "update-profile", json!({"username": "mia", "nickname": "x"})).await;
    assert_eq!(taken.codes(), (409, Some(1108)));
    let same = call_as(&sandbox, &token, "update-profile", json!({"username": "linxiao"})).await;
    assert_eq!(same.data()["nickname"], "小林", "a refused change changes nothing, and one's own name is free");
    for gender in ["X", ""] {
        let answer = call_as(&sandbox, &token, "update-profile", json!({"gender": gender})).await;
        assert_eq!(answer.codes(), (400, None), "{gender:?}");
    }
}
