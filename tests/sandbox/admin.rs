//! The admin API: who may call it, and what every endpoint does.

use std::net::SocketAddr;

use bindery::sandbox::{Sandbox, Setup};
use serde_json::{Value, json};

use crate::browser::{Browser, request};
use crate::raw::{ALL_OF_LIN, Answer, JSON, Request, WECHAT, access_token, bound, read, sign_in, text, unlink};

/// A sandbox with its admin API.
struct Stage {
    sandbox: Sandbox,
    address: SocketAddr,
    token: String,
}

impl Stage {
    async fn start() -> Self {
        let setup = Setup { admin_port: Some(0), ..Setup::default() };
        let sandbox = Sandbox::start_with(setup).await.expect("free ports");
        let admin = sandbox.info().admin.expect("an admin API");
        let address = admin.url.strip_prefix("http://").expect("plain HTTP").parse().expect("an address");
        Self { sandbox, address, token: admin.token.expect("a token") }
    }

    /// Sends a request with all that it needs to be let through.
    async fn call(&self, request: Request) -> Answer {
        self.as_it_is(request.bearer(&self.token)).await
    }

    /// Sends a request with the right host and nothing added.
    async fn as_it_is(&self, request: Request) -> Answer {
        request.header("Host", &self.address.to_string()).send_to(self.address).await
    }

    /// Sends a request that must be understood, and gives what it answers.
    #[track_caller]
    fn good(&self, request: Request) -> impl Future<Output = Value> {
        let sent = format!("{} {}", request.method, request.path);
        async move {
            let answer = self.call(request).await;
            assert_eq!(answer.status, 200, "{sent}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            answer.json()
        }
    }

    async fn get(&self, path: &str) -> Value {
        self.good(Request::get(path)).await
    }
}

fn delete(path: &str) -> Request {
    Request { method: "DELETE", ..Request::get(path) }
}

fn post(path: &str, body: &Value) -> Request {
    Request::post(path, JSON, body.to_string())
}

fn put(path: &str, body: &Value) -> Request {
    Request { method: "PUT", ..post(path, body) }
}

/// The name of a refusal, which always comes with words.
#[track_caller]
fn refusal(answer: &Answer) -> (u16, String) {
    let said = answer.json();
    assert!(said["message"].as_str().is_some_and(|words| words.ends_with('.')), "{said}");
    assert_eq!(answer.header("access-control-allow-origin"), None);
    (answer.status, text(&said, "error"))
}

#[tokio::test]
async fn without_the_token_nothing_is_told() {
    let stage = Stage::start().await;
    let wrong = stage.token.replace(|digit: char| digit.is_ascii_digit(), "0");
    for path in ["/info", "/mailbox", "/nowhere"] {
        let request = Request::get(path);
        for request in [request.clone(), request.clone().bearer(&wrong), request.header("Authorization", &stage.token)]
        {
            let answer = stage.as_it_is(request).await;
            assert_eq!(refusal(&answer), (401, "unauthorized".to_owned()));
            assert!(answer.header("www-authenticate").is_some_and(|challenge| challenge.starts_with("Bearer")));
        }
    }
    assert_eq!(stage.token.len(), 64);
    assert_ne!(stage.token, Stage::start().await.token);
}

#[tokio::test]
async fn a_name_that_was_rebound_to_loopback_is_refused() {
    let stage = Stage::start().await;
    let port = stage.address.port();
    let other = format!("127.0.0.1:{}", stage.sandbox.address().port());
    for host in
        ["", "127.0.0.1", "attacker.example", &format!("attacker.example:{port}"), &format!("localhost:{port}"), &other]
    {
        let request = Request::get("/info").bearer(&stage.token).header("Host", host);
        assert_eq!(refusal(&request.send_to(stage.address).await), (403, "wrong_host".to_owned()), "{host}");
    }
}

#[tokio::test]
async fn a_web_page_is_refused_whatever_it_knows() {
    let stage = Stage::start().await;
    let own = format!("http://{}", stage.address);
    for (name, value) in [("Origin", own.as_str()), ("Origin", "null"), ("Sec-Fetch-Site", "same-origin")] {
        for method in ["GET", "OPTIONS", "DELETE"] {
            let request = Request { method, ..Request::get("/requests") }.header(name, value);
            let answer = stage.call(request).await;
            assert_eq!(refusal(&answer), (403, "from_a_web_page".to_owned()), "{method} with {name}");
            assert_eq!(answer.header("access-control-allow-methods"), None);
        }
    }
}

#[tokio::test]
async fn a_body_has_to_be_json_that_the_endpoint_takes() {
    let stage = Stage::start().await;
    let faults = json!({"faults": ["signin=429"]}).to_string();
    let plain = stage.call(Request::post("/faults", "text/plain", faults.clone())).await;
    assert_eq!(refusal(&plain), (415, "unsupported_media_type".to_owned()));
    let undeclared = stage.call(Request { body: faults.into_bytes(), method: "POST", ..Request::get("/faults") }).await;
    assert_eq!(refusal(&undeclared), (415, "unsupported_media_type".to_owned()));
    for body in ["", "{", "[]", r#"{"faults": "signin=429"}"#, r#"{"faults": [], "more": 1}"#] {
        let answer = stage.call(Request::post("/faults", JSON, body)).await;
        assert_eq!(refusal(&answer), (400, "invalid_body".to_owned()), "{body}");
    }
    let large = stage.call(Request::post("/faults", JSON, vec![b' '; (1 << 20) + 1])).await;
    assert_eq!(refusal(&large), (413, "body_too_large".to_owned()));
    assert_eq!(stage.get("/faults").await, json!({"faults": []}));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_told_apart() {
    let stage = Stage::start().await;
    assert_eq!(refusal(&stage.call(Request::get("/api/v3/system")).await), (404, "not_found".to_owned()));
    let answer = stage.call(delete("/info")).await;
    assert_eq!(refusal(&answer), (405, "method_not_allowed".to_owned()));
    assert!(answer.header("allow").is_some_and(|methods| methods.contains("GET")), "{answer:?}");
}

#[tokio::test]
async fn info_is_what_the_command_prints_without_the_token() {
    let stage = Stage::start().await;
    let mut expected = serde_json::to_value(stage.sandbox.info()).unwrap();
    let admin = expected["admin"].as_object_mut().unwrap();
    assert_eq!(admin.remove("token"), Some(stage.token.clone().into()));
    let info = stage.get("/info").await;
    assert_eq!(info, expected);
    assert_eq!(info["appHost"], stage.sandbox.app_host());
    assert_eq!(info["applications"][0]["appId"], stage.sandbox.app_id());
    assert_eq!(stage.get("/personas").await["personas"], info["personas"]);
    assert_eq!(info["personas"][0]["account"], "lin@example.com");
}

#[tokio::test]
async fn requests_are_shown_as_the_service_saw_them() {
    let stage = Stage::start().await;
    let token = access_token(&stage.sandbox, "rich").await;
    unlink(&stage.sandbox, &token, "wechat-pc").send(&stage.sandbox).await;
    stage.sandbox.faults().inject("get-profile=429".parse().unwrap());
    read(&stage.sandbox, &token, "get-profile?withIdentities=true").await;

    let seen = stage.get("/requests").await;
    let [signin, unlinked, profile] = seen["requests"].as_array().unwrap().as_slice() else { panic!("{seen}") };
    assert_eq!(
        (&signin["number"], &signin["method"], &signin["path"]),
        (&json!(1), &json!("POST"), &json!("/api/v3/signin"))
    );
    assert_eq!(signin["body"]["passwordPayload"], json!({"account": "lin@example.com", "password": "[redacted]"}));
    assert_eq!(signin["answered"], json!({"httpStatus": 200, "statusCode": 200, "apiCode": null}));
    assert_eq!(signin["reason"], Value::Null);
    assert!(signin["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{signin}");
    let authorization = json!({"name": "authorization", "value": null});
    assert!(unlinked["headers"].as_array().unwrap().contains(&authorization), "{unlinked}");
    assert_eq!(unlinked["answered"]["statusCode"], 400);
    assert!(unlinked["reason"].is_string(), "{unlinked}");
    assert_eq!(profile["query"], json!([{"name": "withIdentities", "value": "true"}]));
    assert_eq!((&profile["ran"], &profile["fault"]), (&json!(false), &json!("429")));
    assert!(!seen.to_string().contains(&token));

    let later = stage.get("/requests?after=2").await;
    assert_eq!(later["requests"], json!([profile]));
    assert_eq!(refusal(&stage.call(Request::get("/requests?after=x")).await), (400, "invalid_query".to_owned()));

    assert_eq!(stage.good(delete("/requests")).await, json!({"requests": []}));
    read(&stage.sandbox, &token, "get-profile").await;
    assert_eq!(stage.get("/requests").await["requests"][0]["number"], 4);
}

#[tokio::test]
async fn faults_wait_in_their_text_form() {
    let stage = Stage::start().await;
    let faults = json!({"faults": ["signin=http-502x2", "*=429"]});
    assert_eq!(stage.good(post("/faults", &faults)).await, faults);
    assert_eq!(stage.get("/faults").await, faults);
    let answer = stage.call(post("/faults", &json!({"faults": ["signin=stall", "signin=explode"]}))).await;
    assert_eq!(refusal(&answer), (400, "invalid_body".to_owned()));
    assert!(answer.text().contains("explode"), "{}", answer.text());
    assert_eq!(stage.get("/faults").await, faults);
    // They strike the service, and never the admin API.
    let struck = Request::get("/api/v3/system").app(&stage.sandbox).send(&stage.sandbox).await;
    assert_eq!(struck.json()["statusCode"], 429);
    assert_eq!(stage.good(delete("/faults")).await, json!({"faults": []}));
}

#[tokio::test]
async fn a_scenario_is_played_and_read_back() {
    let stage = Stage::start().await;
    stage.good(post("/faults", &json!({"faults": ["signin=stall"]}))).await;
    let scenario = json!({"scenario": "seed 42\nsystem=http-502,p0.5\nsystem=429\n"});
    assert_eq!(stage.good(put("/scenario", &scenario)).await, scenario);
    assert_eq!(stage.get("/faults").await, json!({"faults": ["system=http-502,p0.5", "system=429"]}));
    while stage.get("/faults").await != json!({"faults": []}) {
        Request::get("/api/v3/system").app(&stage.sandbox).send(&stage.sandbox).await;
    }
    // What struck is over, and can still be saved.
    assert_eq!(stage.get("/scenario").await, scenario);
    let wrong = stage.call(put("/scenario", &json!({"scenario": "seed 42\nsystem=explode"}))).await;
    assert_eq!(refusal(&wrong), (400, "invalid_body".to_owned()));
    assert!(wrong.text().contains("line 2"), "{}", wrong.text());
    assert_eq!(stage.get("/scenario").await, scenario);
}

#[tokio::test]
async fn a_closed_port_is_not_the_admin_apis() {
    let stage = Stage::start().await;
    stage.good(post("/faults", &json!({"faults": ["service=refuse-600s"]}))).await;
    let refused = async {
        while tokio::net::TcpStream::connect(stage.sandbox.address()).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), refused).await.expect("the port is closed");
    stage.good(delete("/faults")).await;
    let open = async {
        while tokio::net::TcpStream::connect(stage.sandbox.address()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), open).await.expect("the port is open again");
}

#[tokio::test]
async fn the_mailbox_holds_codes_until_it_is_emptied() {
    let stage = Stage::start().await;
    assert_eq!(stage.get("/mailbox").await, json!({"messages": []}));
    let mut browser = Browser::new(&stage.sandbox);
    let login = browser.authorize(&request(&stage.sandbox, "openid")).await;
    let page = browser.open(&login.path.replace("/login?", "/login/code?")).await;
    let page = browser.submit(&page, &[("account", "lin@example.com"), ("action", "send-code")]).await;

    let mailbox = stage.get("/mailbox").await;
    let [message] = mailbox["messages"].as_array().unwrap().as_slice() else { panic!("{mailbox}") };
    let said = ["by", "channel", "to"].map(|key| text(message, key));
    assert_eq!(said, ["email", "CHANNEL_LOGIN", "lin@example.com"]);
    let [sent, good_until]: [jiff::Timestamp; 2] = ["at", "expiresAt"].map(|key| text(message, key).parse().unwrap());
    assert_eq!(good_until.duration_since(sent).as_secs(), 300);

    assert_eq!(stage.good(delete("/mailbox")).await, json!({"messages": []}));
    let code = text(message, "code");
    let page = browser.submit(&page, &[("code", &code), ("action", "sign-in")]).await;
    assert!(page.path.starts_with("/consent?"), "the code is still good: {}", page.path);
}

#[tokio::test]
async fn tokens_expire_and_are_revoked() {
    let stage = Stage::start().await;
    let sandbox = &stage.sandbox;
    let tokens = sign_in(sandbox, "rich").await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let refreshed = |refresh_token: String| async move {
        let form = format!("client_id={}&grant_type=refresh_token&refresh_token={refresh_token}", sandbox.app_id());
        Request::post("/oidc/token", crate::raw::FORM, form).send(sandbox).await
    };

    stage.good(Request { method: "POST", ..Request::get("/tokens/expire") }).await;
    assert_eq!(read(sandbox, &access, "get-identities").await.codes(), (401, Some(2020)));
    let tokens = refreshed(refresh).await.json();
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    assert_eq!(read(sandbox, &access, "get-identities").await.codes(), (200, None));

    stage.good(Request { method: "POST", ..Request::get("/tokens/revoke") }).await;
    assert_eq!(read(sandbox, &access, "get-identities").await.codes(), (401, Some(2020)));
    assert_eq!(refreshed(refresh).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn the_clock_moves_and_says_so() {
    let stage = Stage::start().await;
    let token = access_token(&stage.sandbox, "rich").await;
    assert_eq!(stage.get("/clock").await["offsetSeconds"], 0);
    let moved = stage.good(put("/clock", &json!({"offsetSeconds": 7201}))).await;
    assert_eq!(moved["offsetSeconds"], 7201);
    let now: jiff::Timestamp = text(&moved, "now").parse().unwrap();
    let ahead = now.duration_since(jiff::Timestamp::now()).as_secs();
    assert!((7190..=7201).contains(&ahead), "{ahead} s");
    assert_eq!(read(&stage.sandbox, &token, "get-identities").await.codes(), (401, Some(2020)));
    stage.good(put("/clock", &json!({"offsetSeconds": -3600}))).await;
    assert_eq!(read(&stage.sandbox, &token, "get-identities").await.codes(), (200, None));
    for body in [json!({"offsetSeconds": i64::MAX}), json!({"offsetSeconds": 1.5}), json!({"offset": 1})] {
        assert_eq!(refusal(&stage.call(put("/clock", &body)).await), (400, "invalid_body".to_owned()), "{body}");
    }
}

#[tokio::test]
async fn after_a_reset_everything_is_as_at_the_start() {
    let stage = Stage::start().await;
    let token = access_token(&stage.sandbox, "rich").await;
    unlink(&stage.sandbox, &token, WECHAT).send(&stage.sandbox).await;
    stage.good(post("/faults", &json!({"faults": ["signin=429"]}))).await;
    stage.good(put("/clock", &json!({"offsetSeconds": 60}))).await;

    stage.good(Request { method: "POST", ..Request::get("/reset") }).await;
    assert_eq!(stage.get("/requests").await, json!({"requests": []}));
    assert_eq!(stage.get("/faults").await, json!({"faults": []}));
    assert_eq!(stage.get("/clock").await["offsetSeconds"], 0);
    assert_eq!(read(&stage.sandbox, &token, "get-identities").await.codes(), (401, Some(2020)));
    let token = access_token(&stage.sandbox, "rich").await;
    assert_eq!(bound(&stage.sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn there_is_none_unless_asked_for_and_it_stops_with_the_service() {
    let setup = Setup { admin_port: Some(0), ..Setup::default() };
    assert!(crate::raw::start().await.info().admin.is_none());
    let sandbox = Sandbox::start_with(setup).await.unwrap();
    let url = sandbox.info().admin.unwrap().url;
    let address: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
    sandbox.stop().await;
    std::net::TcpListener::bind(address).expect("the port is free");
}
