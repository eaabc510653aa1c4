//! Signing in, and what each persona sees.

use serde_json::{Value, json};

use crate::raw::{
    ALL_OF_LIN, Request, WECHAT, access_token, bound, persona, read, sign_in, sign_in_with, start, text, unlink,
};

fn payload(body: Value) -> Value {
    let mut signin = json!({"connection": "PASSWORD"});
    signin["passwordPayload"] = body;
    signin
}

#[tokio::test]
async fn every_name_of_an_account_signs_in() {
    let sandbox = start().await;
    for key in ["rich", "empty", "single"] {
        let persona = persona(key);
        let named = [("email", &persona.email), ("username", &persona.username), ("phone", &persona.phone)];
        for (kind, name) in named {
            let Some(name) = name else { continue };
            for kind in [kind, "account"] {
                let mut body = payload(json!({"password": persona.password}));
                body["passwordPayload"][kind] = name.as_str().into();
                let data = sign_in_with(&sandbox, &body).send(&sandbox).await.data();
                assert!(data["access_token"].is_string(), "{key} by {kind}");
                assert_eq!(data["expire_in"], 7200);
                assert_eq!(data["refresh_token"], Value::Null, "only with offline_access");
            }
        }
    }
}

#[tokio::test]
async fn offline_access_brings_a_refresh_token() {
    let sandbox = start().await;
    let data = sign_in(&sandbox, "rich").await;
    assert!(data["refresh_token"].is_string());
    assert_eq!(data["token_type"], "Bearer");
    assert!(text(&data, "scope").contains("offline_access"));
}

#[tokio::test]
async fn wrong_credentials_are_403_2333_in_the_language_asked_for() {
    let sandbox = start().await;
    for body in [
        json!({"account": "lin@example.com", "password": "wrong"}),
        json!({"account": "nobody@example.com", "password": "sandbox"}),
        json!({"phone": "lin@example.com", "password": "sandbox"}),
    ] {
        let request = sign_in_with(&sandbox, &payload(body));
        let answer = request.clone().send(&sandbox).await;
        assert_eq!(answer.codes(), (403, Some(2333)));
        assert_eq!(answer.json()["message"], "账号不存在或密码错误");
        let answer = request.english().send(&sandbox).await;
        assert_eq!(answer.json()["message"], "Account not exists or password is incorrect.");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_not_as_documented_is_refused() {
    let sandbox = start().await;
    let good = json!({"account": "linxiao", "password": "sandbox"});
    let with = |key: &str, value: Value| {
        let mut body = payload(good.clone());
        body[key] = value;
        body
    };
    for (body, expected) in [
        (json!({}), 400),
        (json!({"connection": "PASSWORD"}), 400),
        (with("connection", json!("password")), 400),
        (payload(json!({"account": "linxiao"})), 400),
        (payload(json!({"password": "sandbox"})), 400),
        (payload(json!({"account": "linxiao", "username": "linxiao", "password": "sandbox"})), 400),
        (with("options", json!({"scope": "profile"})), 400),
        (with("options", json!({"passwordEncryptType": "rsa"})), 400),
        (with("options", json!({"passwordEncryptType": "sm2"})), 501),
        (with("connection", json!("PASSCODE")), 400),
        (with("connection", json!("LDAP")), 400),
    ] {
        let answer = sign_in_with(&sandbox, &body).send(&sandbox).await;
        assert_eq!(answer.codes(), (expected, None), "{body}");
    }
}

#[tokio::test]
async fn lin_sees_seven_identities_under_four_sources() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let data = read(&sandbox, &token, "get-identities").await.data();
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    let kinds: Vec<&str> = data.as_array().unwrap().iter().filter_map(|one| one["type"].as_str()).collect();
    assert_eq!(kinds, ["unionid", "openid", "openid", "union_id", "open_id", "user_id", "primary"]);
    assert_eq!(data[0]["extIdpId"], data[1]["extIdpId"]);
    assert_eq!(data[0]["originConnIds"].as_array().map(Vec::len), Some(2));
    assert_eq!(data[0]["userInfoInIdp"]["nickname"], "晓林");
    assert_eq!(data[2]["userInfoInIdp"]["login"], "lin-xiao");
    assert!(data[2]["accessToken"].is_string());

    let enabled = Request::get("/api/v3/get-application-enabled-extidps").app(&sandbox).send(&sandbox).await.data();
    let enabled = enabled.as_array().unwrap();
    let of_wechat: Vec<&str> =
        enabled.iter().filter(|one| one["extIdpId"] == WECHAT).filter_map(|one| one["identifier"].as_str()).collect();
    assert_eq!(of_wechat, ["wechat-pc", "wechat-mini"]);
    assert!(enabled.iter().all(|one| one["type"] != "azure-ad"), "bound, but not enabled here");
    assert!(enabled.iter().any(|one| one["name"] == "Okta SAML" && one["extIdpType"] == "enterprise"));

    let info = read(&sandbox, &token, "get-security-info").await.data();
    assert_eq!(
        (&info["passwordSet"], &info["emailBinded"], &info["phoneBinded"]),
        (&json!(true), &json!(true), &json!(false))
    );
}

#[tokio::test]
async fn the_profile_holds_what_was_asked_for_and_what_the_scopes_allow() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let plain = read(&sandbox, &token, "get-profile").await.data();
    assert_eq!((&plain["name"], &plain["email"]), (&json!("林晓"), &json!("lin@example.com")));
    assert_eq!((plain.get("identities"), plain.get("customData")), (None, None));
    for flag in ["true", "True", "TRUE"] {
        let query = format!("get-profile?withIdentities={flag}&withCustomData={flag}");
        let full = read(&sandbox, &token, &query).await.data();
        assert_eq!(full["identities"].as_array().map(Vec::len), Some(7));
        assert_eq!(full["customData"]["team"], "identity");
    }
    let answer = read(&sandbox, &token, "get-profile?withIdentities=yes").await;
    assert_eq!(answer.codes(), (400, None));

    let mut body = payload(json!({"username": "linxiao", "password": "sandbox"}));
    body["options"] = json!({"scope": "openid"});
    let data = sign_in_with(&sandbox, &body).send(&sandbox).await.data();
    let bare = read(&sandbox, &text(&data, "access_token"), "get-profile").await.data();
    assert_eq!((bare.get("name"), bare.get("email")), (None, None));
    assert_eq!(bare["userId"], plain["userId"]);
}

#[tokio::test]
async fn the_empty_and_the_single_account_are_as_described() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "empty").await;
    assert_eq!(bound(&sandbox, &token).await, [""; 0]);
    let token = access_token(&sandbox, "single").await;
    assert_eq!(bound(&sandbox, &token).await, ["github"]);
    let info = read(&sandbox, &token, "get-security-info").await.data();
    for way in ["passwordSet", "emailBinded", "phoneBinded"] {
        assert_eq!(info[way], false, "{way}");
    }
}

#[tokio::test]
async fn the_odd_account_answers_in_the_shapes_of_the_samples() {
    let sandbox = start().await;
    let persona = persona("odd");
    let body = payload(json!({"account": persona.account(), "password": persona.password}));
    let signed_in = sign_in_with(&sandbox, &body).send(&sandbox).await.json();
    assert_eq!(signed_in["statusCode"], "200");
    assert_eq!(signed_in["data"]["expires_in"], "7200");
    assert_eq!(signed_in["data"].get("expire_in"), None);
    let token = text(&signed_in["data"], "access_token");

    let identities = read(&sandbox, &token, "get-identities").await.json();
    assert_eq!(identities["apiCode"], 0);
    assert_eq!(identities["data"]["originConnIds"], "[\"605492ac41b2c3d4e5f6070b\"]");
    assert_eq!(identities["data"].get("userInfoInIdp"), None);

    let profile = read(&sandbox, &token, "get-profile?withIdentities=true").await.json();
    assert_eq!(profile["apiCode"], 20001);
    assert!(profile["data"]["identities"].is_object());
    assert_eq!(profile["data"]["departmentIds"], "[\"62f20932716fbcc10d966ee5\"]");
    assert_eq!(profile["data"]["nickname"], Value::Null);

    let info = read(&sandbox, &token, "get-security-info").await.json();
    assert_eq!((&info["statusCode"], &info["data"]), (&json!("200"), &json!({})));
    let enabled = read(&sandbox, &token, "get-application-enabled-extidps").await.json();
    assert_eq!(enabled["data"], json!({"identifier": "wechat-pc"}));

    let source = text(&identities["data"], "extIdpId");
    let unbound = unlink(&sandbox, &token, &source).send(&sandbox).await.json();
    assert_eq!((&unbound["statusCode"], &unbound["apiCode"]), (&json!(200), &json!(20001)));
    let identities = read(&sandbox, &token, "get-identities").await.json();
    assert_eq!(identities.get("data"), None, "nothing bound, nothing answered");
}

#[tokio::test]
async fn unbinding_removes_both_wechat_identities_and_only_those() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let other = access_token(&sandbox, "single").await;
    let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
    assert_eq!(answer.codes(), (200, None));
    assert_eq!(answer.json().get("data"), None);
    assert_eq!(bound(&sandbox, &token).await, ["github", "lark", "lark", "lark", "azure-ad"]);

    let github = "62f2093271a2b3cc10d966ef";
    assert_eq!(unlink(&sandbox, &token, github).send(&sandbox).await.codes(), (200, None));
    assert_eq!(bound(&sandbox, &other).await, ["github"], "somebody else's GitHub stays");
}

#[tokio::test]
async fn other_kinds_of_ids_are_refused_by_name() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    for (id, expected, word) in [
        ("605492ac41b2c3d4e5f60701", 400, "connection ID"),
        ("wechat-pc", 400, "connection identifier"),
        ("62f20932a1b2c3bcc10d966e", 400, "identity ID"),
        ("62f2093271a2b3cc10d966f2", 404, "Nothing"),
        ("000000000000000000000000", 404, "no such identity source"),
    ] {
        let answer = unlink(&sandbox, &token, id).send(&sandbox).await;
        assert_eq!(answer.codes(), (expected, None), "{id}");
        assert!(text(&answer.json(), "message").contains(word), "{}", answer.text());
    }
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}
