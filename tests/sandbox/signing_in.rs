//! Every way to sign in, and everything that can stand in the way.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bindery::sandbox::{Pool, Sandbox, Setup};
use rsa::pkcs8::DecodePublicKey as _;
use serde_json::{Value, json};

use crate::raw::{Answer, FORM, JSON, Request, call, code_by_email, code_by_phone, read, sign_in_with, start, text};

const WEB_POST: (&str, &str) = ("66f0a1b2c3d4e5f607182931", "sandbox-secret-of-web-post");
const WEB_BASIC: (&str, &str) = ("66f0a1b2c3d4e5f607182932", "sandbox-secret-of-web-basic");

fn by_password(account: &str, password: &str) -> Value {
    json!({"connection": "PASSWORD", "passwordPayload": {"account": account, "password": password}})
}

async fn user_id(sandbox: &Sandbox, signed_in: &Answer) -> String {
    let token = text(&signed_in.data(), "access_token");
    text(&read(sandbox, &token, "get-profile").await.data(), "userId")
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let sandbox = start().await;
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "mia@example.com").await;
    let body = json!({"connection": "PASSCODE", "passCodePayload": {"email": "Mia@example.com", "passCode": code}});
    let answer = call(&sandbox, "signin", body.clone()).await;
    assert_eq!(user_id(&sandbox, &answer).await, "62f20932a1b2c3bcc10d9602");
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (403, Some(2001)));

    let by_phone = |code: &str, country: &str| {
        let payload = json!({"phone": "2025550143", "phoneCountryCode": country, "passCode": code});
        json!({"connection": "PASSCODE", "passCodePayload": payload})
    };
    let code = code_by_phone(&sandbox, "CHANNEL_LOGIN", "2025550143").await;
    assert_eq!(call(&sandbox, "signin", by_phone(&code, "+1")).await.codes(), (200, None));
    let both = json!({"email": "mia@example.com", "phone": "2025550143", "passCode": "0"});
    let body = json!({"connection": "PASSCODE", "passCodePayload": both});
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (400, None));
}

#[tokio::test]
async fn another_country_code_is_another_number() {
    let sandbox = start().await;
    let code = code_by_phone(&sandbox, "CHANNEL_LOGIN", "2025550143").await;
    let payload = json!({"phone": "2025550143", "phoneCountryCode": "+49", "passCode": code});
    let body = json!({"connection": "PASSCODE", "passCodePayload": payload});
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (404, Some(2004)));
}

#[tokio::test]
async fn the_directory_knows_people_by_its_own_names() {
    let sandbox = start().await;
    for (connection, payload) in [("LDAP", "ldapPayload"), ("AD", "adPayload")] {
        let body = |name: &str, password: &str| json!({"connection": connection, payload: {"sAMAccountName": name, "password": password}});
        let answer = call(&sandbox, "signin", body("lin.xiao", "sandbox")).await;
        assert_eq!(user_id(&sandbox, &answer).await, "62f20932a1b2c3bcc10d9601", "{connection}");
        assert_eq!(call(&sandbox, "signin", body("lin.xiao", "wrong")).await.codes(), (403, Some(2333)));
        assert_eq!(call(&sandbox, "signin", body("linxiao", "sandbox")).await.codes(), (403, Some(2_820_002)));
    }
}

/// The password as a client sends it that reads the key of `/api/v3/system`.
async fn encrypted(sandbox: &Sandbox, password: &str) -> String {
    let system = Request::get("/api/v3/system").app(sandbox).send(sandbox).await.json();
    let der = STANDARD.decode(text(&system["rsa"], "publicKey")).unwrap();
    let key = rsa::RsaPublicKey::from_public_key_der(&der).unwrap();
    let mut random = rsa::rand_core::OsRng;
    STANDARD.encode(key.encrypt(&mut random, rsa::Pkcs1v15Encrypt, password.as_bytes()).unwrap())
}

#[tokio::test]
async fn a_password_may_come_encrypted_with_the_published_key() {
    let sandbox = start().await;
    for (password, codes) in [("sandbox", (200, None)), ("wrong", (403, Some(2333)))] {
        let mut body = by_password("linxiao", &encrypted(&sandbox, password).await);
        body["options"] = json!({"passwordEncryptType": "rsa"});
        assert_eq!(call(&sandbox, "signin", body).await.codes(), codes, "{password}");
    }
    let mut body = json!({"connection": "LDAP", "ldapPayload": {"sAMAccountName": "lin.xiao"}});
    body["ldapPayload"]["password"] = encrypted(&sandbox, "sandbox").await.into();
    body["options"] = json!({"passwordEncryptType": "rsa"});
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (200, None));
    // Without the flag it is a password like any other, and the wrong one.
    let body = by_password("linxiao", &encrypted(&sandbox, "sandbox").await);
    assert_eq!(call(&sandbox, "signin", body).await.codes(), (403, Some(2333)));
    for kind in ["sm2", "md5", "RSA"] {
        let mut body = by_password("linxiao", "sandbox");
        body["options"] = json!({"passwordEncryptType": kind});
        let expected = if kind == "sm2" { 501 } else { 400 };
        assert_eq!(call(&sandbox, "signin", body).await.codes(), (expected, None), "{kind}");
    }
}

#[tokio::test]
async fn an_application_proves_itself_as_it_is_registered() {
    let sandbox = start().await;
    let send = |app: &'static str, body: Value, authorization: Option<String>| {
        let mut request = Request::post("/api/v3/signin", JSON, body.to_string()).header("x-authing-app-id", app);
        if let Some(value) = authorization {
            request = request.header("Authorization", &value);
        }
        let sandbox = sandbox.clone();
        async move { request.send(&sandbox).await.codes() }
    };
    let basic = |(app, secret): (&str, &str)| Some(format!("Basic {}", STANDARD.encode(format!("{app}:{secret}"))));
    let posted = |(app, secret): (&str, &str)| {
        let mut body = by_password("linxiao", "sandbox");
        body["client_id"] = app.into();
        body["client_secret"] = secret.into();
        body
    };
    let plain = by_password("linxiao", "sandbox");
    assert_eq!(send(WEB_POST.0, posted(WEB_POST), None).await, (200, None));
    assert_eq!(send(WEB_BASIC.0, plain.clone(), basic(WEB_BASIC)).await, (200, None));
    for (app, body, authorization) in [
        (WEB_POST.0, plain.clone(), None),
        (WEB_POST.0, plain.clone(), basic(WEB_POST)),
        (WEB_POST.0, posted((WEB_POST.0, "wrong")), None),
        (WEB_POST.0, posted(WEB_BASIC), None),
        (WEB_BASIC.0, plain.clone(), None),
        (WEB_BASIC.0, posted(WEB_BASIC), None),
        (WEB_BASIC.0, plain, basic((WEB_BASIC.0, "wrong"))),
    ] {
        assert_eq!(send(app, body.clone(), authorization).await, (403, None), "{app} {body}");
    }
    // The first application has no secret; what Python's default constructor sends all the same changes nothing.
    let answer = sign_in_with(&sandbox, &posted(("x", "y"))).send(&sandbox).await;
    assert_eq!(answer.codes(), (200, None));
}

/// Reads a new captcha as a person would.
async fn captcha(sandbox: &Sandbox) -> Value {
    let data = Request::get("/api/v3/get-captcha-code?r=0.5").app(sandbox).send(sandbox).await.data();
    let svg = text(&data, "captchaCodeSvg");
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
    let (_, written) = svg.rsplit_once("\">").unwrap();
    let code = written.strip_suffix("</text></svg>").unwrap();
    json!({"captchaCode": code, "captchaToken": data["captchaToken"]})
}

#[tokio::test]
async fn failures_lead_to_a_captcha_and_then_to_a_lock() {
    let sandbox = start().await;
    let attempt = |password: &str, options: Value| {
        let mut body = by_password("linxiao", password);
        body["options"] = options;
        let sandbox = sandbox.clone();
        async move { call(&sandbox, "signin", body).await.codes() }
    };
    for _ in 0..3 {
        assert_eq!(attempt("wrong", json!({})).await, (403, Some(2333)));
    }
    assert_eq!(attempt("sandbox", json!({})).await, (403, Some(2000)), "even with the right password");
    let solved = captcha(&sandbox).await;
    let mut misread = solved.clone();
    misread["captchaCode"] = "0000".into();
    assert_eq!(attempt("sandbox", misread).await, (403, Some(2000)));
    assert_eq!(attempt("sandbox", solved).await, (403, Some(2000)), "used up by the wrong guess");
    let solved = captcha(&sandbox).await;
    assert_eq!(attempt("sandbox", solved.clone()).await, (200, None));
    assert_eq!(attempt("sandbox", json!({})).await, (200, None), "failures are forgiven");

    for _ in 0..3 {
        assert_eq!(attempt("wrong", json!({})).await, (403, Some(2333)));
    }
    assert_eq!(attempt("wrong", solved).await, (403, Some(2000)), "a captcha is good once");
    for _ in 3..10 {
        assert_eq!(attempt("wrong", captcha(&sandbox).await).await, (403, Some(2333)));
    }
    assert_eq!(attempt("sandbox", captcha(&sandbox).await).await, (403, Some(2057)));
    assert_eq!(call(&sandbox, "signin", by_password("mia", "ginkgo-lantern-47")).await.codes(), (200, None));
    sandbox.reset();
    assert_eq!(attempt("sandbox", json!({})).await, (200, None));
}

/// A sandbox with a persona for each standing, named after it.
async fn with_standings() -> Sandbox {
    let mut text = String::new();
    for (standing, _) in STANDINGS {
        text.push_str(&format!(
            "[[persona]]\nkey = \"own-{standing}\"\nname = \"Own\"\nemail = \"own-{standing}@example.com\"\n\
             password = \"sandbox\"\ndescription = \"Made for a test.\"\nstanding = \"{standing}\"\n\
             [[persona]]\nkey = \"status-{standing}\"\nname = \"Own\"\nusername = \"status-{standing}\"\n\
             password = \"sandbox\"\ndescription = \"Made for a test.\"\nstanding = \"{standing}\"\n\
             flow_code_in_status = true\n"
        ));
    }
    let pool = Pool::with(&text).expect("a personas file");
    Sandbox::start_with(Setup { pool, ..Setup::default() }).await.expect("a free port")
}

const STANDINGS: [(&str, i64); 12] = [
    ("personal-mfa", 1635),
    ("application-mfa", 1636),
    ("first-password", 1639),
    ("bind-existing", 1640),
    ("bind-or-create", 1641),
    ("incomplete-profile", 1642),
    ("unlockable", 1643),
    ("locked", 2005),
    ("locked-after-failures", 2057),
    ("must-reset", 2058),
    ("disabled", 2_120_008),
    ("not-in-tenant", 2_130_010),
];

#[tokio::test]
async fn every_standing_answers_right_credentials_with_its_code() {
    let sandbox = with_standings().await;
    for (standing, code) in STANDINGS {
        let account = format!("own-{standing}@example.com");
        let answer = call(&sandbox, "signin", by_password(&account, "sandbox")).await;
        assert_eq!(answer.codes(), (403, Some(code)), "{standing}");
        assert_eq!(answer.json()["data"].get("access_token"), None);
        let answer = call(&sandbox, "signin", by_password(&account, "wrong")).await;
        assert_eq!(answer.codes(), (403, Some(2333)), "{standing}: nothing is told to who has not the password");
        let answer = call(&sandbox, "signin", by_password(&format!("status-{standing}"), "sandbox")).await;
        assert_eq!(answer.codes(), (code, None), "{standing} in statusCode");
    }
    let code = code_by_email(&sandbox, "CHANNEL_LOGIN", "own-locked@example.com").await;
    let payload = json!({"email": "own-locked@example.com", "passCode": code});
    let answer = call(&sandbox, "signin", json!({"connection": "PASSCODE", "passCodePayload": payload})).await;
    assert_eq!(answer.codes(), (403, Some(2005)), "with a code too");
}

#[tokio::test]
async fn a_second_factor_comes_with_what_the_next_step_needs() {
    let sandbox = with_standings().await;
    for standing in ["personal-mfa", "application-mfa"] {
        let email = format!("own-{standing}@example.com");
        let data = call(&sandbox, "signin", by_password(&email, "sandbox")).await.json()["data"].clone();
        assert_eq!((&data["email"], &data["mfaEmail"], &data["phone"]), (&json!(email), &json!(email), &Value::Null));
        assert_eq!((&data["totpMfaEnabled"], &data["faceMfaEnabled"]), (&json!(false), &json!(false)));
        assert_eq!(data["applicationMfa"][0], json!({"mfaPolicy": "EMAIL", "status": 1, "sort": 0}));
        assert_eq!(data["applicationMfa"][1]["status"], 0, "there is no phone");

        let token = text(&data, "mfaToken");
        let part = |number| -> Value {
            let part = token.split('.').nth(number).expect("a part");
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        assert_eq!(part(0)["alg"], "HS256");
        let claims = part(1);
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 360);

        let answers = [
            Request::post("/mfa/token/introspection", JSON, json!({"token": token}).to_string()),
            Request::post("/mfa/token/introspection", FORM, format!("token={token}")),
        ];
        for request in answers {
            let answer = request.send(&sandbox).await.json();
            assert_eq!((&answer["active"], &answer["userId"]), (&json!(true), &claims["userId"]));
            assert_eq!(
                (&answer["exp"], answer["userPoolId"].as_str()),
                (&claims["exp"], Some("62f2093271a2b3cc10d96600"))
            );
        }
        // Signed with a secret that anybody could guess.
        let (signed, _) = token.rsplit_once('.').unwrap();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, b""), signed.as_bytes());
        let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag));
        let request = Request::post("/mfa/token/introspection", JSON, json!({"token": forged}).to_string());
        assert_eq!(request.send(&sandbox).await.json(), json!({"active": false}));
        assert_eq!(read(&sandbox, &token, "get-profile").await.codes(), (401, Some(2020)), "it is no access token");
    }
    let answer = Request::post("/mfa/token/introspection", JSON, "{}").send(&sandbox).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
    assert_eq!(Request::get("/mfa/token/introspection").send(&sandbox).await.status, 404);
}

#[tokio::test]
async fn a_demanded_reset_comes_with_the_token_to_do_it() {
    let sandbox = with_standings().await;
    for standing in ["first-password", "must-reset"] {
        let email = format!("own-{standing}@example.com");
        let data = call(&sandbox, "signin", by_password(&email, "sandbox")).await.json()["data"].clone();
        let reset = json!({"password": "renewed", "passwordResetToken": data["token"]});
        assert_eq!(call(&sandbox, "reset-password", reset).await.data(), json!({"success": true}));
        assert_eq!(call(&sandbox, "signin", by_password(&email, "renewed")).await.codes(), (200, None), "{standing}");
    }
}

#[tokio::test]
async fn nobody_without_a_second_factor_has_one() {
    let sandbox = start().await;
    let token = text(&call(&sandbox, "signin", by_password("mia", "ginkgo-lantern-47")).await.data(), "access_token");
    assert_eq!(read(&sandbox, &token, "list-enrolled-factors").await.data(), json!([]));
    let missing = read(&sandbox, &token, "list-factors-to-enroll").await.data();
    let kinds: Vec<&str> = missing.as_array().unwrap().iter().filter_map(|one| one["factorType"].as_str()).collect();
    assert_eq!(kinds, ["OTP", "SMS", "EMAIL", "FACE"]);
}

#[tokio::test]
async fn the_older_name_of_the_enabled_connections_is_still_served() {
    let sandbox = start().await;
    let by = |path: &'static str| Request::get(path).app(&sandbox).send(&sandbox);
    let (old, new) = (by("/api/v3/get-extidps").await, by("/api/v3/get-application-enabled-extidps").await);
    assert_eq!(old.data(), new.data());
    assert!(old.data().as_array().is_some_and(|list| !list.is_empty()));
}
