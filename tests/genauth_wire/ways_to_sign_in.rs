//! What each way of signing in puts on the wire.

use bindery::genauth::{
    CaptchaAnswer, CaptchaToken, Credentials, EncryptionKey, Error, PassCode, Password, PhoneNumber, SignInOptions,
    SystemInfo,
};
use serde_json::{Value, json};

use super::server::{Server, body_in, client, ok};

const TOKENS: &str = r#"{"statusCode":200,"message":"","data":{"access_token":"a.b.c"}}"#;
const SCOPE: &str = "openid profile username email phone external_id offline_access";

fn password() -> Password {
    Password::new("correct-horse".to_owned())
}

fn code() -> PassCode {
    PassCode::new("482913".to_owned())
}

/// The body that was sent, and the exchange as it is kept.
async fn sent(credentials: &Credentials, options: SignInOptions<'_>) -> (Value, String) {
    let server = Server::answering(ok(TOKENS)).await;
    let (client, kept) = client(server.settings());
    client.sign_in(credentials, options).await.unwrap();
    let body = serde_json::from_str(body_in(&server.request())).unwrap();
    (body, format!("{:?}", kept.only()))
}

#[tokio::test]
async fn each_connection_has_its_payload() {
    let phone = |country_code: Option<&str>| PhoneNumber {
        country_code: country_code.map(str::to_owned),
        number: "2025550143".to_owned(),
    };
    let account = || "lin.xiao".to_owned();
    for (credentials, connection, name, payload) in [
        (
            Credentials::EmailCode { email: "lin@example.com".to_owned(), code: code() },
            "PASSCODE",
            "passCodePayload",
            json!({"email": "lin@example.com", "passCode": "482913"}),
        ),
        (
            Credentials::PhoneCode { phone: phone(Some("+1")), code: code() },
            "PASSCODE",
            "passCodePayload",
            json!({"phone": "2025550143", "phoneCountryCode": "+1", "passCode": "482913"}),
        ),
        (
            Credentials::PhoneCode { phone: phone(None), code: code() },
            "PASSCODE",
            "passCodePayload",
            json!({"phone": "2025550143", "passCode": "482913"}),
        ),
        (
            Credentials::Ldap { account: account(), password: password() },
            "LDAP",
            "ldapPayload",
            json!({"sAMAccountName": "lin.xiao", "password": "correct-horse"}),
        ),
        (
            Credentials::ActiveDirectory { account: account(), password: password() },
            "AD",
            "adPayload",
            json!({"sAMAccountName": "lin.xiao", "password": "correct-horse"}),
        ),
    ] {
        let (body, kept) = sent(&credentials, SignInOptions::default()).await;
        assert_eq!(body, json!({"connection": connection, name: payload, "options": {"scope": SCOPE}}));
        for secret in ["correct-horse", "482913", "a.b.c"] {
            assert!(!kept.contains(secret), "{kept}");
        }
    }
}

#[tokio::test]
async fn a_captchas_answer_goes_along_and_is_not_kept() {
    let captcha =
        CaptchaAnswer { code: PassCode::new("x7Kp2".to_owned()), token: CaptchaToken::new("tkn-1".to_owned()) };
    let options = SignInOptions { captcha: Some(&captcha), ..SignInOptions::default() };
    let credentials = Credentials::Password { account: "lin".to_owned(), password: password() };
    let (body, kept) = sent(&credentials, options).await;
    assert_eq!(body["options"], json!({"scope": SCOPE, "captchaCode": "x7Kp2", "captchaToken": "tkn-1"}));
    for secret in ["x7Kp2", "tkn-1"] {
        assert!(!kept.contains(secret), "{kept}");
    }
}

/// A key of 1024 bits, as the public cloud has one (reference section 10).
fn key() -> EncryptionKey {
    let key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB";
    EncryptionKey::of(&SystemInfo { rsa_public_key: Some(key.to_owned()), ..SystemInfo::default() }).unwrap()
}

#[tokio::test]
async fn passwords_are_encrypted_where_the_space_wants_it_and_codes_never_are() {
    let key = key();
    let options = SignInOptions { encryption: Some(&key), ..SignInOptions::default() };
    let account = || "lin".to_owned();
    for (credentials, payload) in [
        (Credentials::Password { account: account(), password: password() }, "passwordPayload"),
        (Credentials::Ldap { account: account(), password: password() }, "ldapPayload"),
        (Credentials::ActiveDirectory { account: account(), password: password() }, "adPayload"),
    ] {
        let (body, _) = sent(&credentials, options).await;
        // 128 bytes in base64.
        assert_eq!(body[payload]["password"].as_str().map(str::len), Some(172), "{body}");
        assert_eq!(body["options"]["passwordEncryptType"], "rsa");
    }
    let credentials = Credentials::EmailCode { email: "lin@example.com".to_owned(), code: code() };
    let (body, _) = sent(&credentials, options).await;
    assert_eq!(body["options"], json!({"scope": SCOPE}));
}

#[tokio::test]
async fn a_password_that_cannot_be_encrypted_is_not_sent() {
    let server = Server::answering(ok(TOKENS)).await;
    let key = key();
    let options = SignInOptions { encryption: Some(&key), ..SignInOptions::default() };
    let credentials = Credentials::Password { account: "lin".to_owned(), password: Password::new("x".repeat(118)) };
    let failure = server.client().sign_in(&credentials, options).await.unwrap_err();
    assert_eq!(failure.error, Error::NotEncrypted);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn codes_are_asked_for_on_the_channel_that_signs_in() {
    let done = r#"{"statusCode":200,"message":""}"#;
    let server = Server::answering(ok(done)).await;
    server.client().send_email_code("lin@example.com").await.unwrap();
    assert!(server.request().starts_with("POST /api/v3/send-email HTTP/1.1\r\n"));
    let body: Value = serde_json::from_str(body_in(&server.request())).unwrap();
    assert_eq!(body, json!({"channel": "CHANNEL_LOGIN", "email": "lin@example.com"}));

    let server = Server::answering(ok(done)).await;
    let phone = PhoneNumber { country_code: Some("+86".to_owned()), number: "13800000000".to_owned() };
    server.client().send_sms_code(&phone).await.unwrap();
    assert!(server.request().starts_with("POST /api/v3/send-sms HTTP/1.1\r\n"));
    let body: Value = serde_json::from_str(body_in(&server.request())).unwrap();
    let expected = json!({"channel": "CHANNEL_LOGIN", "phoneNumber": "13800000000", "phoneCountryCode": "+86"});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_captcha_is_read_and_its_token_not_kept() {
    let answer = r#"{"statusCode":200,"message":"","data":{"captchaCodeSvg":"<svg>x</svg>","captchaToken":"tkn-7"}}"#;
    let server = Server::answering(ok(answer)).await;
    let (client, kept) = client(server.settings());
    let captcha = client.get_captcha().await.unwrap().value;
    assert_eq!(captcha.svg, "<svg>x</svg>");
    assert!(!format!("{:?} {captcha:?}", kept.only()).contains("tkn-7"));
}
