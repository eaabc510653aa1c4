//! The login history, and the applications and devices of an account.

use serde_json::{Value, json};

use crate::raw::{JSON, Request, access_token, call, persona, read, sign_in_with, start, text};

async fn history(sandbox: &bindery::sandbox::Sandbox, token: &str, query: &str) -> (u64, Vec<Value>) {
    let data = read(sandbox, token, &format!("get-my-login-history{query}")).await.data();
    (data["totalCount"].as_u64().expect("a number"), data["list"].as_array().expect("a list").clone())
}

fn milliseconds(item: &Value) -> i64 {
    text(item, "loginAt").parse::<jiff::Timestamp>().expect("an ISO time").as_millisecond()
}

#[tokio::test]
async fn every_sign_in_is_in_the_history_also_the_failed_ones() {
    let sandbox = start().await;
    let mut wrong = json!({"connection": "PASSWORD", "passwordPayload": {"username": "linxiao", "password": "wrong"}});
    let answer = sign_in_with(&sandbox, &wrong).header("User-Agent", "curl/8.0").header("x-real-ip", "198.51.100.9");
    assert_eq!(answer.send(&sandbox).await.codes(), (403, Some(2333)));
    wrong["passwordPayload"]["password"] = persona("rich").password.into();
    wrong["options"] = json!({"clientIp": "192.0.2.44"});
    let data = sign_in_with(&sandbox, &wrong).send(&sandbox).await.data();
    let token = text(&data, "access_token");

    let (total, list) = history(&sandbox, &token, "").await;
    assert_eq!((total, list.len()), (6, 6), "four before the start, and two now");
    assert!(list.is_sorted_by(|one, other| milliseconds(one) >= milliseconds(other)), "newest first");
    let (good, failed) = (&list[0], &list[1]);
    assert_eq!(
        (&good["success"], &good["clientIp"], &good["loginMethod"]),
        (&json!(true), &json!("192.0.2.44"), &json!("loginByUsername"))
    );
    assert_eq!((good["appId"].as_str(), good.get("errorMessage")), (Some(sandbox.app_id()), None));
    assert_eq!(good["geoip"]["city_name"], "Hangzhou");
    assert_eq!((&failed["success"], &failed["userAgent"]), (&json!(false), &json!("curl/8.0")));
    assert_eq!(failed["errorMessage"], "Account not exists or password is incorrect.");
    assert_eq!(failed["parsedUserAgent"]["browser"], "curl");
    assert_eq!(failed["geoip"]["timezone"], "America/Los_Angeles");
    for item in &list {
        assert_eq!(item["userId"], list[0]["userId"]);
        for key in ["appName", "appLoginUrl", "appLogo", "userAgent"] {
            assert!(item[key].is_string(), "{key}");
        }
    }

    let profile = read(&sandbox, &token, "get-profile").await.data();
    assert_eq!((&profile["loginsCount"], &profile["lastLogin"]), (&json!(4), &good["loginAt"]));
    assert_eq!((&profile["lastIp"], &profile["lastLoginApp"]), (&json!("192.0.2.44"), &good["appId"]));
}

#[tokio::test]
async fn the_history_is_filtered_and_paged() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let (_, all) = history(&sandbox, &token, "").await;
    let of = |keep: &dyn Fn(&Value) -> bool| all.iter().filter(|item| keep(item)).count();

    let failed = history(&sandbox, &token, "?success=False").await;
    assert_eq!((failed.0, failed.1.len()), (1, 1));
    assert_eq!(history(&sandbox, &token, "?success=true").await.0, 4);
    let here = history(&sandbox, &token, &format!("?appId={}", sandbox.app_id())).await;
    assert_eq!(here.0 as usize, of(&|item| item["appId"] == sandbox.app_id()));
    assert!(here.0 < all.len() as u64, "one was to another application");
    assert_eq!(history(&sandbox, &token, "?clientIp=192.0.2.81").await.0, 2);

    let middle = milliseconds(&all[2]);
    let since = history(&sandbox, &token, &format!("?start={middle}")).await;
    let until = history(&sandbox, &token, &format!("?end={middle}")).await;
    assert_eq!((since.0, until.0), (3, 3), "both ends belong to it");

    let page = history(&sandbox, &token, "?page=2&limit=2").await;
    assert_eq!((page.0, page.1.as_slice()), (5, &all[2..4]));
    assert_eq!(history(&sandbox, &token, "?page=9").await.1, [Value::Null; 0]);
    for _ in 0..60 {
        access_token(&sandbox, "rich").await;
    }
    let clamped = history(&sandbox, &token, "?limit=1000").await;
    assert_eq!((clamped.0, clamped.1.len()), (65, 50));
    assert_eq!(history(&sandbox, &token, "").await.1.len(), 10);
}

#[tokio::test]
async fn applications_are_those_one_was_at_and_those_one_may_go_to() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    let apps = |data: Value| -> Vec<(String, bool)> {
        let list = data.as_array().expect("a list").clone();
        list.iter().map(|app| (text(app, "appId"), app["active"].as_bool().expect("a boolean"))).collect()
    };
    let accessible = apps(read(&sandbox, &token, "get-my-accessible-apps").await.data());
    let everywhere: Vec<String> = sandbox.pool().applications().map(|app| app.app_id.clone()).collect();
    assert_eq!(accessible.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), everywhere);
    let logged_in = apps(read(&sandbox, &token, "get-my-logged-in-apps").await.data());
    assert_eq!(logged_in, [(everywhere[0].clone(), true), (everywhere[1].clone(), false)]);

    let last = sandbox.pool().applications().last().expect("one").app_id.clone();
    let body = json!({"connection": "PASSWORD", "passwordPayload": {"account": "linxiao", "password": "sandbox"}});
    let request = Request::post("/api/v3/signin", JSON, body.to_string()).header("x-genauth-app-id", &last);
    assert_eq!(request.send(&sandbox).await.codes(), (200, None));
    let logged_in = apps(read(&sandbox, &token, "get-my-logged-in-apps").await.data());
    assert_eq!(logged_in.last(), Some(&(last, true)));
}

#[tokio::test]
async fn a_device_is_what_signed_in_with_one_user_agent() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "empty").await;
    let devices = read(&sandbox, &token, "mydevices/list").await.data();
    let devices = devices.as_array().expect("a plain list");
    let kinds: Vec<&str> = devices.iter().filter_map(|one| one["device"]["type"].as_str()).collect();
    assert_eq!(kinds, ["Browser", "Browser", "Mobile", "Browser"], "this client without a name, and three before it");
    assert_eq!(devices[1]["device"]["deviceId"].as_str().map(str::len), Some(24));
    assert!(devices[1]["lastLoginTime"].is_string());
    let second = read(&sandbox, &token, "mydevices/list?page=2&limit=1").await.data();
    assert_eq!(second[0], devices[1]);
}

#[tokio::test]
async fn a_new_account_has_no_past() {
    let sandbox = start().await;
    let payload = json!({"username": "newcomer", "password": "x"});
    let user = call(&sandbox, "signup", json!({"connection": "PASSWORD", "passwordPayload": payload})).await.data();
    assert_eq!((&user["loginsCount"], &user["lastLogin"]), (&json!(0), &Value::Null));
}
