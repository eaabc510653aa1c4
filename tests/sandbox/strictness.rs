//! Every V3 endpoint against every kind of wrongness: what is not as documented is refused as documented, with a reason.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use bindery::sandbox::{Lifetimes, Sandbox, v3_endpoints};
use serde_json::{Value, json};

use crate::raw::{Answer, EVERYTHING, FORM, JSON, Request, WECHAT, persona, sign_in, sign_in_with, start, text};

/// What a parameter may be. What it may not be is tried.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A text that has to be there.
    Required,
    /// A text that may be missing.
    Optional,
    /// A text that may be missing or empty.
    Blank,
    /// One of two texts of which exactly one has to be there: taken away, the refusal names both.
    Either,
    Object,
    OptionalObject,
    Flag,
    /// Of a query: `true` or `false`.
    QueryFlag,
    /// Of a query: a number.
    QueryNumber,
    /// Of a query: a text.
    QueryText,
    /// Of a query: a text that has to be there.
    QueryRequired,
}

use Kind::{
    Blank, Either, Flag, Object, Optional, OptionalObject, QueryFlag, QueryNumber, QueryRequired, QueryText, Required,
};

/// `statusCode` and `apiCode`.
type Codes = (i64, Option<i64>);

/// One way of calling an endpoint: what is right, and of what kind its parameters are.
struct Line {
    path: &'static str,
    /// Whether it needs an access token.
    signed_in: bool,
    /// The query of a GET in which nothing is wrong. `ID_TOKEN` stands for a good one.
    query: &'static str,
    /// The body of a POST in which nothing is wrong.
    body: Option<Value>,
    parameters: Vec<(&'static str, Kind)>,
    /// IDs of the wrong kind: the parameter, the ID, and what it is answered with.
    wrong_ids: Vec<(&'static str, &'static str, Codes)>,
}

const APP: &str = "66f0a1b2c3d4e5f607182930";
const USER_POOL: &str = "62f2093271a2b3cc10d96600";
const USER: &str = "62f20932a1b2c3bcc10d9601";
const CONNECTION: &str = "605492ac41b2c3d4e5f60701";
const IDENTITY: &str = "62f20932a1b2c3bcc10d966e";
/// Parses as a token of a next step, and is none.
const NO_TOKEN: &str = "0000000000000000";

fn get(path: &'static str, signed_in: bool, parameters: &[(&'static str, Kind)]) -> Line {
    Line { path, signed_in, query: "", body: None, parameters: parameters.to_vec(), wrong_ids: Vec::new() }
}

fn post(path: &'static str, signed_in: bool, body: Value, parameters: &[(&'static str, Kind)]) -> Line {
    Line { body: Some(body), ..get(path, signed_in, parameters) }
}

fn lines() -> Vec<Line> {
    let page = [("page", QueryNumber), ("limit", QueryNumber)];
    let mut lines = vec![
        get("/system", false, &[]),
        get("/get-application-enabled-extidps", false, &[]),
        get("/get-extidps", false, &[]),
        get("/get-captcha-code", false, &[]),
        get(
            "/get-profile",
            true,
            &["withCustomData", "withIdentities", "withDepartmentIds"].map(|key| (key, QueryFlag)),
        ),
        get("/get-identities", true, &[]),
        get("/get-security-info", true, &[]),
        get("/get-my-logged-in-apps", true, &[]),
        get("/get-my-accessible-apps", true, &[]),
        get("/mydevices/list", true, &page),
        get("/list-enrolled-factors", true, &[]),
        get("/list-factors-to-enroll", true, &[]),
    ];
    lines.push(Line {
        wrong_ids: [USER_POOL, USER, WECHAT, CONNECTION, IDENTITY, "wechat-pc"]
            .map(|id| ("appId", id, (404, Some(2011))))
            .to_vec(),
        ..get(
            "/get-my-login-history",
            true,
            &[
                ("page", QueryNumber),
                ("limit", QueryNumber),
                ("start", QueryNumber),
                ("end", QueryNumber),
                ("success", QueryFlag),
                ("clientIp", QueryText),
                ("appId", QueryText),
            ],
        )
    });
    lines.push(Line {
        query: "ext_idp_conn_identifier=github&app_id=66f0a1b2c3d4e5f607182930&id_token=ID_TOKEN",
        wrong_ids: vec![
            ("ext_idp_conn_identifier", WECHAT, (400, None)),
            ("ext_idp_conn_identifier", CONNECTION, (400, None)),
            ("ext_idp_conn_identifier", USER, (404, None)),
            ("app_id", USER_POOL, (400, None)),
            ("app_id", USER, (400, None)),
        ],
        ..get(
            "/generate-link-extidp-url",
            false,
            &[("ext_idp_conn_identifier", QueryRequired), ("app_id", QueryRequired), ("id_token", QueryRequired)],
        )
    });
    lines.push(Line {
        wrong_ids: vec![
            ("extIdpId", CONNECTION, (400, None)),
            ("extIdpId", "wechat-pc", (400, None)),
            ("extIdpId", IDENTITY, (400, None)),
            ("extIdpId", USER, (404, None)),
            ("extIdpId", APP, (404, None)),
            ("extIdpId", USER_POOL, (404, None)),
        ],
        ..post("/unlink-extidp", true, json!({"extIdpId": "62f2093271a2b3cc10d966f2"}), &[("extIdpId", Required)])
    });
    lines.extend(without_token());
    lines.extend(with_token());
    lines
}

fn without_token() -> Vec<Line> {
    let options = json!({
        "scope": "openid", "clientIp": "192.0.2.1", "tenantId": "t", "passwordEncryptType": "none",
        "captchaCode": "ABCD", "captchaToken": "abc", "autoRegister": false, "context": {}, "customData": {},
    });
    let by_password = json!({
        "connection": "PASSWORD", "passwordPayload": {"account": "nobody", "password": "x"}, "options": options,
    });
    let directory = json!({"sAMAccountName": "no.body", "password": "x"});
    vec![
        post(
            "/signin",
            false,
            by_password,
            &[
                ("connection", Required),
                ("passwordPayload", Object),
                ("passwordPayload.password", Required),
                ("passwordPayload.account", Either),
                ("options", OptionalObject),
                ("options.scope", Optional),
                ("options.clientIp", Optional),
                ("options.tenantId", Optional),
                ("options.passwordEncryptType", Optional),
                ("options.captchaCode", Optional),
                ("options.captchaToken", Optional),
                ("options.autoRegister", Flag),
                ("options.context", OptionalObject),
                ("options.customData", OptionalObject),
            ],
        ),
        post(
            "/signin",
            false,
            json!({"connection": "PASSCODE", "passCodePayload": {"email": "lin@example.com", "passCode": "0"}}),
            &[("passCodePayload", Object), ("passCodePayload.passCode", Required), ("passCodePayload.email", Either)],
        ),
        post(
            "/signin",
            false,
            json!({"connection": "PASSCODE", "passCodePayload": {"phone": "13800000000", "phoneCountryCode": "+86", "passCode": "0"}}),
            &[("passCodePayload.phone", Either), ("passCodePayload.phoneCountryCode", Optional)],
        ),
        post(
            "/signin",
            false,
            json!({"connection": "LDAP", "ldapPayload": directory}),
            &[("ldapPayload", Object), ("ldapPayload.sAMAccountName", Required), ("ldapPayload.password", Required)],
        ),
        post(
            "/signin",
            false,
            json!({"connection": "AD", "adPayload": directory}),
            &[("adPayload", Object), ("adPayload.sAMAccountName", Required), ("adPayload.password", Required)],
        ),
        post(
            "/signup",
            false,
            json!({
                "connection": "PASSWORD", "passwordPayload": {"username": "lin@example.com", "password": "x"},
                "profile": {"name": "x"}, "options": {"passwordEncryptType": "none"},
            }),
            &[
                ("connection", Required),
                ("passwordPayload", Object),
                ("passwordPayload.password", Required),
                ("passwordPayload.username", Either),
                ("profile", OptionalObject),
                ("profile.name", Blank),
                ("options", OptionalObject),
                ("options.passwordEncryptType", Optional),
            ],
        ),
        post(
            "/signup",
            false,
            json!({"connection": "PASSCODE", "passCodePayload": {"email": "new@example.com", "passCode": "0"}}),
            &[("passCodePayload", Object), ("passCodePayload.passCode", Required), ("passCodePayload.email", Either)],
        ),
        post(
            "/send-email",
            false,
            json!({"channel": "CHANNEL_LOGIN", "email": "new@example.com"}),
            &[("channel", Required), ("email", Required)],
        ),
        post(
            "/send-sms",
            false,
            json!({"channel": "CHANNEL_LOGIN", "phoneNumber": "13800000000", "phoneCountryCode": "+86"}),
            &[("channel", Required), ("phoneNumber", Required), ("phoneCountryCode", Optional)],
        ),
        post(
            "/pre-check-code",
            false,
            json!({
                "codeType": "EMAIL",
                "emailCodePayload": {"email": "new@example.com", "passCode": "0", "channel": "CHANNEL_LOGIN"},
            }),
            &[
                ("codeType", Required),
                ("emailCodePayload", Object),
                ("emailCodePayload.email", Required),
                ("emailCodePayload.passCode", Required),
                ("emailCodePayload.channel", Required),
            ],
        ),
        post(
            "/pre-check-code",
            false,
            json!({
                "codeType": "SMS",
                "smsCodePayload": {
                    "phone": "13800000000", "passCode": "0", "phoneCountryCode": "+86", "channel": "CHANNEL_LOGIN",
                },
            }),
            &[
                ("smsCodePayload", Object),
                ("smsCodePayload.phone", Required),
                ("smsCodePayload.passCode", Required),
                ("smsCodePayload.phoneCountryCode", Optional),
                ("smsCodePayload.channel", Required),
            ],
        ),
        post(
            "/verify-reset-password-request",
            false,
            json!({"verifyMethod": "EMAIL_PASSCODE", "emailPassCodePayload": {"email": "lin@example.com", "passCode": "0"}}),
            &[
                ("verifyMethod", Required),
                ("emailPassCodePayload", Object),
                ("emailPassCodePayload.email", Required),
                ("emailPassCodePayload.passCode", Required),
            ],
        ),
        post(
            "/verify-reset-password-request",
            false,
            json!({"verifyMethod": "PHONE_PASSCODE", "phonePassCodePayload": {"phoneNumber": "2025550143", "passCode": "0"}}),
            &[
                ("phonePassCodePayload", Object),
                ("phonePassCodePayload.phoneNumber", Required),
                ("phonePassCodePayload.passCode", Required),
            ],
        ),
        post(
            "/reset-password",
            false,
            json!({"password": "x", "passwordResetToken": NO_TOKEN, "passwordEncryptType": "none"}),
            &[("password", Required), ("passwordResetToken", Required), ("passwordEncryptType", Optional)],
        ),
    ]
}

fn with_token() -> Vec<Line> {
    let new_email =
        json!({"newEmail": "new@example.com", "newEmailPassCode": "0", "oldEmail": "x", "oldEmailPassCode": "0"});
    let new_phone = json!({
        "newPhoneNumber": "13800000000", "newPhonePassCode": "0", "newPhoneCountryCode": "+86", "oldPhonePassCode": "0",
    });
    let mut profile: Vec<(&str, Kind)> = [
        "name",
        "nickname",
        "photo",
        "externalId",
        "birthdate",
        "country",
        "province",
        "city",
        "address",
        "streetAddress",
        "postalCode",
        "company",
        "identityNumber",
    ]
    .map(|key| (key, Blank))
    .to_vec();
    profile.extend([("gender", Optional), ("username", Optional), ("customData", OptionalObject)]);
    vec![
        post("/update-profile", true, json!({"name": "林晓"}), &profile),
        post(
            "/bind-email",
            true,
            json!({"email": "new@example.com", "passCode": "0"}),
            &[("email", Required), ("passCode", Required)],
        ),
        post("/unbind-email", true, json!({"passCode": "0"}), &[("passCode", Required)]),
        post(
            "/bind-phone",
            true,
            json!({"phoneNumber": "13800000000", "passCode": "0", "phoneCountryCode": "+86"}),
            &[("phoneNumber", Required), ("passCode", Required), ("phoneCountryCode", Optional)],
        ),
        post("/unbind-phone", true, json!({"passCode": "0"}), &[("passCode", Required)]),
        post(
            "/verify-update-email-request",
            true,
            json!({"verifyMethod": "EMAIL_PASSCODE", "emailPassCodePayload": new_email}),
            &[
                ("verifyMethod", Required),
                ("emailPassCodePayload", Object),
                ("emailPassCodePayload.newEmail", Required),
                ("emailPassCodePayload.newEmailPassCode", Required),
                ("emailPassCodePayload.oldEmail", Optional),
                ("emailPassCodePayload.oldEmailPassCode", Optional),
            ],
        ),
        post("/update-email", true, json!({"updateEmailToken": NO_TOKEN}), &[("updateEmailToken", Required)]),
        post(
            "/verify-update-phone-request",
            true,
            json!({"verifyMethod": "PHONE_PASSCODE", "phonePassCodePayload": new_phone}),
            &[
                ("verifyMethod", Required),
                ("phonePassCodePayload", Object),
                ("phonePassCodePayload.newPhoneNumber", Required),
                ("phonePassCodePayload.newPhonePassCode", Required),
                ("phonePassCodePayload.newPhoneCountryCode", Optional),
                ("phonePassCodePayload.oldPhonePassCode", Optional),
            ],
        ),
        post("/update-phone", true, json!({"updatePhoneToken": NO_TOKEN}), &[("updatePhoneToken", Required)]),
        post(
            "/update-password",
            true,
            json!({"newPassword": "x", "oldPassword": "y", "passwordEncryptType": "none"}),
            &[("newPassword", Required), ("oldPassword", Required), ("passwordEncryptType", Optional)],
        ),
        post(
            "/verify-delete-account-request",
            true,
            json!({"verifyMethod": "PASSWORD", "passwordPayload": {"password": "x", "passwordEncryptType": "none"}}),
            &[
                ("verifyMethod", Required),
                ("passwordPayload", Object),
                ("passwordPayload.password", Required),
                ("passwordPayload.passwordEncryptType", Optional),
            ],
        ),
        post("/delete-account", true, json!({"deleteAccountToken": NO_TOKEN}), &[("deleteAccountToken", Required)]),
    ]
}

impl Line {
    fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }

    fn address(&self) -> String {
        format!("/api/v3{}", self.path)
    }

    /// The call with this body or this query.
    fn with(&self, body: &Value, query: &str) -> Request {
        match self.body {
            Some(_) => Request::post(&self.address(), JSON, body.to_string()),
            None if query.is_empty() => Request::get(&self.address()),
            None => Request::get(&format!("{}?{query}", self.address())),
        }
    }

    /// The call in which nothing is wrong, but for the headers that are still missing.
    fn right(&self) -> Request {
        self.with(&self.body.clone().unwrap_or_default(), self.query)
    }

    /// The query in which this parameter is something else, or missing.
    fn query_with(&self, path: &str, value: Option<&str>) -> String {
        let others = url::form_urlencoded::parse(self.query.as_bytes()).filter(|(key, _)| key != path);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(others).extend_pairs(value.map(|value| (path, value))).finish()
    }

    /// Every call with one parameter that is wrong, with the name that the refusal has to give.
    fn wrong_parameters(&self) -> Vec<(String, Request)> {
        let mut wrong = Vec::new();
        for (path, kind) in &self.parameters {
            if self.body.is_none() {
                let long = "x".repeat(1025);
                let values: &[Option<&str>] = match kind {
                    QueryFlag => &[Some("yes"), Some("1"), Some("null")],
                    QueryNumber => &[Some("x"), Some("1.5"), Some("99999999999999999999")],
                    QueryText => &[Some(&long)],
                    QueryRequired => &[None, Some("")],
                    other => panic!("{other:?} is of a body"),
                };
                let with = |value: &Option<&str>| self.with(&Value::Null, &self.query_with(path, *value));
                wrong.extend(values.iter().map(|value| ((*path).to_owned(), with(value))));
                continue;
            }
            for value in wrong_values(*kind) {
                let mut body = self.body.clone().unwrap();
                let place = path.split('.').fold(&mut body, |object, key| &mut object[key]);
                *place = value.clone();
                let named = match kind {
                    Either if value.is_null() => "exactly one".to_owned(),
                    // The same fields are a profile of their own elsewhere, so they go by their own names.
                    Blank => path.trim_start_matches("profile.").to_owned(),
                    _ => (*path).to_owned(),
                };
                wrong.push((named, self.with(&body, "")));
            }
        }
        wrong
    }
}

fn wrong_values(kind: Kind) -> Vec<Value> {
    let mut values = vec![json!(7), json!(["x"])];
    match kind {
        Required | Either => values.extend([json!(null), json!(true), json!({}), json!(""), json!("x".repeat(1025))]),
        Optional => values.extend([json!(true), json!({}), json!(""), json!("x".repeat(1025))]),
        Blank => values.extend([json!(true), json!({}), json!("x".repeat(1025))]),
        Object => values.extend([json!(null), json!(true), json!("x")]),
        OptionalObject => values.extend([json!(true), json!("x")]),
        Flag => values.extend([json!("true"), json!({})]),
        QueryFlag | QueryNumber | QueryText | QueryRequired => panic!("{kind:?} is of a query"),
    }
    values
}

/// Sends a request, and holds that it was refused so, with this in the reason that the service keeps.
async fn refused(sandbox: &Sandbox, request: Request, codes: Codes, reason: &str) -> Answer {
    let what = format!("{} {} {:?}", request.method, request.path, String::from_utf8_lossy(&request.body));
    let answer = request.send(sandbox).await;
    assert_eq!(answer.codes(), codes, "{what}: {}", answer.text());
    let seen = sandbox.requests().pop().expect("a request");
    let kept = seen.reason.unwrap_or_default();
    assert!(kept.contains(reason), "{what}: the reason is {kept:?}, which says nothing of {reason:?}");
    assert_eq!(seen.answered.and_then(|answered| answered.status_code), Some(codes.0));
    answer
}

#[test]
fn every_endpoint_has_its_line() {
    let served: BTreeSet<_> = v3_endpoints().map(|endpoint| (endpoint.method, endpoint.path)).collect();
    let tried: BTreeSet<_> = lines().iter().map(|line| (line.method(), line.path)).collect();
    assert_eq!(tried, served);
}

#[tokio::test]
async fn the_application_and_the_method_are_checked_everywhere() {
    let sandbox = start().await;
    for line in lines() {
        refused(&sandbox, line.right(), (400, None), "app-id").await;
        let empty = line.right().header("x-genauth-app-id", "");
        refused(&sandbox, empty, (400, None), "app-id").await;
        for other in ["000000000000000000000000", USER_POOL, USER] {
            let request = line.right().header("x-authing-app-id", other);
            refused(&sandbox, request, (404, Some(2011)), "application does not exist").await;
        }
        let elsewhere = line.right().app(&sandbox).header("x-genauth-userpool-id", APP);
        refused(&sandbox, elsewhere, (404, Some(2224)), "user pool").await;

        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            if method != line.method() {
                let request = Request { method, ..line.right() };
                refused(&sandbox, request.app(&sandbox), (404, None), "no such endpoint").await;
            }
        }
    }
}

#[tokio::test]
async fn a_body_is_one_json_object_and_says_so() {
    let sandbox = start().await;
    let token = text(&sign_in(&sandbox, "rich").await, "access_token");
    for line in lines().iter().filter(|line| line.body.is_some()) {
        let address = line.address();
        let body = line.body.clone().unwrap_or_default().to_string();
        let untyped = Request { body: body.clone().into_bytes(), method: "POST", ..Request::get(&address) };
        for request in [
            Request::post(&address, JSON, ""),
            Request::post(&address, JSON, "{"),
            Request::post(&address, JSON, "null"),
            Request::post(&address, JSON, format!("[{body}]")),
            Request::post(&address, JSON, format!("{body}}}")),
            Request::post(&address, JSON, vec![b'[', 0xff, b']']),
            Request::post(&address, JSON, "[".repeat(10_000)),
            Request::post(&address, FORM, body.clone()),
            Request::post(&address, "text/plain", body.clone()),
            Request::post(&address, "", body.clone()),
            Request::post(&address, JSON, body.clone()).header("Content-Type", JSON),
            Request::post(&address, JSON, body.clone()).header("Content-Type", FORM),
            untyped,
        ] {
            refused(&sandbox, request.app(&sandbox).bearer(&token), (400, None), "JSON object").await;
        }
    }
}

#[tokio::test]
async fn every_parameter_is_of_its_type() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let (token, id_token) = (text(&tokens, "access_token"), text(&tokens, "id_token"));
    let mut tried = 0;
    for line in lines() {
        // Whatever becomes of it, it is no parameter that is wrong with this one.
        let mut right = line.right();
        right.path = right.path.replace("ID_TOKEN", &id_token);
        let right = right.app(&sandbox).bearer(&token).send(&sandbox).await;
        let code = right.json()["statusCode"].clone();
        assert!(![json!(400), json!(401), json!(501)].contains(&code), "{}: {}", line.path, right.text());
        for (name, request) in line.wrong_parameters() {
            refused(&sandbox, request.app(&sandbox).bearer(&token), (400, None), &name).await;
            tried += 1;
        }
    }
    assert!(tried > 400, "only {tried}");
}

#[tokio::test]
async fn an_id_of_the_wrong_kind_is_refused_wherever_one_is_taken() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let (token, id_token) = (text(&tokens, "access_token"), text(&tokens, "id_token"));
    let mut tried = 0;
    for line in lines() {
        let takes_id = line
            .parameters
            .iter()
            .any(|(path, _)| matches!(*path, "extIdpId" | "appId" | "app_id" | "factorId" | "deviceId"));
        assert_eq!(takes_id, !line.wrong_ids.is_empty(), "{}", line.path);
        for (path, id, codes) in &line.wrong_ids {
            let mut request = line.with(&json!({*path: id}), &line.query_with(path, Some(id)));
            request.path = request.path.replace("ID_TOKEN", &id_token);
            refused(&sandbox, request.app(&sandbox).bearer(&token), *codes, "").await;
            tried += 1;
        }
    }
    assert_eq!(tried, 17);
}

/// A persona's tokens at another application of the pool.
async fn signed_in_elsewhere(sandbox: &Sandbox) -> Value {
    let elsewhere = sandbox.pool().applications().find(|one| one.name.starts_with("Native")).expect("another one");
    let lin = persona("rich");
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": lin.account(), "password": lin.password},
        "options": {"scope": EVERYTHING},
    });
    let request = Request::post("/api/v3/signin", JSON, body.to_string()).header("x-genauth-app-id", &elsewhere.app_id);
    request.send(sandbox).await.data()
}

#[tokio::test]
async fn a_token_is_good_ours_this_applications_and_an_access_token() {
    let sandbox = start().await;
    sandbox.set_lifetimes(Lifetimes { access_token: Duration::ZERO, ..Lifetimes::default() });
    let expired = text(&sign_in(&sandbox, "rich").await, "access_token");
    sandbox.set_lifetimes(Lifetimes::default());
    let revoked = text(&sign_in(&sandbox, "rich").await, "access_token");
    let form = format!("client_id={}&token={revoked}", sandbox.app_id());
    assert_eq!(Request::post("/oidc/token/revocation", FORM, form).send(&sandbox).await.status, 200);
    let (good, foreign) = (sign_in(&sandbox, "rich").await, signed_in_elsewhere(&sandbox).await);
    let nobody = start().await;
    let wrong = [
        (expired, "expired"),
        (revoked, "revoked"),
        (text(&foreign, "access_token"), "another application"),
        (text(&good, "id_token"), "ID token"),
        (text(&good, "refresh_token"), "not signed here"),
        (text(&sign_in(&nobody, "rich").await, "access_token"), "not signed here"),
        ("nonsense".to_owned(), "not signed here"),
        ("a.b.c".to_owned(), "not signed here"),
    ];
    let mut endpoints = 0;
    for line in lines().iter().filter(|line| line.signed_in) {
        let request = line.right().app(&sandbox);
        refused(&sandbox, request.clone(), (401, Some(2020)), "no access token was sent").await;
        refused(&sandbox, request.clone().header("Authorization", "Bearer "), (401, Some(2020)), "no access token")
            .await;
        for (token, reason) in &wrong {
            let answer = refused(&sandbox, request.clone().bearer(token), (401, Some(2020)), reason).await;
            assert!(!answer.text().contains(reason), "what is wrong with it is nobody's business but the service's");
        }
        endpoints += 1;
    }
    assert!(endpoints >= 20, "only {endpoints}");
}

thread_local! {
    /// What was logged on this thread. A test has a thread of its own, and the service that it starts runs there too.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct LogOfThisThread;

impl io::Write for LogOfThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_refusal_is_logged_with_its_reason_and_without_secrets() {
    // For the whole process: one that is set for a thread misses what another thread was the first to log.
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_ansi(false);
    tracing::subscriber::set_global_default(subscriber.with_writer(|| LogOfThisThread).finish()).unwrap();
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "rich").await, "id_token");
    let password = "not-the-password";
    let body = json!({"connection": "PASSWORD", "passwordPayload": {"account": "linxiao", "password": password}});
    sign_in_with(&sandbox, &body).send(&sandbox).await;
    Request::get("/api/v3/get-identities").app(&sandbox).bearer(&id_token).send(&sandbox).await;

    let log = LOG.with_borrow(|log| String::from_utf8_lossy(log).into_owned());
    let of = |endpoint: &str| log.lines().find(|line| line.contains("refused") && line.contains(endpoint));
    assert!(of("signin").is_some_and(|line| line.contains("password is incorrect")), "{log}");
    assert!(of("get-identities").is_some_and(|line| line.contains("this is an ID token")), "{log}");
    assert!(!log.contains(password) && !log.contains(&id_token), "{log}");
}
