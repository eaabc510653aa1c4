use proptest::prelude::*;
use serde_json::{Value, json};

use super::{KnownSecrets, LiveSecret, Redactor};
use crate::genauth::{AccessToken, Password};

const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI2MmYyMDkzMiJ9.c2lnbmF0dXJlLW9mLXRva2Vu";

fn redactor() -> Redactor {
    Redactor::new(
        "/api/v3/signin",
        vec![
            LiveSecret::password(&Password::new("hunter2 & \"co\"".to_owned())),
            LiveSecret::access_token(&AccessToken::new("opaque-access-token".to_owned())),
        ],
        &KnownSecrets::default(),
    )
}

fn anonymous() -> Redactor {
    Redactor::default()
}

#[test]
fn json_by_name_at_any_depth() {
    let text = r#"{"a":[{"accessToken":"abc","passwordSet":true,"n":1.50}], "password" : "x" ,"expire_in":7200,"code":"c","token_type":"Bearer","tokens":["u","v"]}"#;
    assert_eq!(
        anonymous().text(text),
        r#"{"a":[{"accessToken":"[redacted access token, 3 characters]","passwordSet":true,"n":1.50}], "password" : "[redacted password]" ,"expire_in":7200,"code":"c","token_type":"Bearer","tokens":["[redacted token, 1 characters]","[redacted token, 1 characters]"]}"#
    );
}

#[test]
fn json_numbers_and_nothing() {
    assert_eq!(
        anonymous().text(r#"{"passCode":123456,"idToken":null,"token":"","mfaToken":false}"#),
        r#"{"passCode":"[redacted code]","idToken":null,"token":"","mfaToken":false}"#
    );
}

#[test]
fn json_inside_json() {
    let inner = json!({"access_token": "abc\"def", "x": 1}).to_string();
    let innermost = json!({ "message": inner }).to_string();
    let text = json!({ "message": innermost }).to_string();
    let redacted = anonymous().text(&text);
    assert!(!redacted.contains("abc"), "{redacted}");
    assert!(!redacted.contains("def"), "{redacted}");
    let outer: Value = serde_json::from_str(&redacted).unwrap();
    let middle: Value = serde_json::from_str(outer["message"].as_str().unwrap()).unwrap();
    let inner: Value = serde_json::from_str(middle["message"].as_str().unwrap()).unwrap();
    assert_eq!(inner, json!({"access_token": "[redacted access token, 7 characters]", "x": 1}));
}

#[test]
fn json_keys_are_read_with_their_escapes() {
    let text = r#"{"p\u0061ssword":"x-y-z"}"#;
    assert_eq!(anonymous().text(text), r#"{"p\u0061ssword":"[redacted password]"}"#);
    assert_eq!(anonymous().text(&text[..text.len() - 1]), r#"{"p\u0061ssword":"[redacted password]""#);
}

#[test]
fn json_that_was_cut_off() {
    assert_eq!(
        anonymous().cut_text(r#"{"data":{"refresh_token":"abcdefgh"#),
        r#"{"data":{"refresh_token":"[redacted refresh token, 8 characters]"#
    );
    assert_eq!(
        anonymous().cut_text(r#"{"message":"{\"password\":\"a\\\"b\",\"x\":\"y\"}"#),
        r#"{"message":"{\"password\":\"[redacted password]\",\"x\":\"y\"}"#
    );
}

#[test]
fn pages_and_messages() {
    for (text, expected) in [
        (
            "<p>x&quot;password&quot;:&quot;abc&quot;</p>",
            "<p>x&quot;password&quot;:&quot;[redacted password]&quot;</p>",
        ),
        ("GET /?id_token=abc&app_id=1 failed", "GET /?id_token=[redacted ID token, 3 characters]&app_id=1 failed"),
        ("see https://a/cb?code=abc&state=def.", "see https://a/cb?code=[redacted code]&state=[redacted state]"),
        (
            "to=https%3A%2F%2Fa%3Fid_token%3Dabc%26x%3D1",
            "to=https%3A%2F%2Fa%3Fid_token%3D[redacted ID token, 3 characters]%26x%3D1",
        ),
        ("error code=404 state=bad", "error code=404 state=bad"),
        ("password=a,b c", "password=[redacted password] c"),
        ("Authorization: Bearer abc\nnext", "Authorization: Bearer [redacted credentials]\nnext"),
        ("cookie: a=b; c=d\nnext", "cookie: [redacted cookie]\nnext"),
        ("sent Bearer abcdefgh12345678", "sent Bearer [redacted token, 16 characters]"),
        ("the bearer presented", "the bearer presented"),
        ("操作成功", "操作成功"),
    ] {
        assert_eq!(anonymous().text(text), expected);
    }
}

#[test]
fn web_tokens_wherever_they_stand() {
    let marker = format!("[redacted token, {} characters]", JWT.len());
    for (before, after) in [("", ""), ("x=", "&y"), ("\"", "\""), ("/", "/"), ("token was ", ", sorry"), ("é", "é")] {
        assert_eq!(anonymous().text(&format!("{before}{JWT}{after}")), format!("{before}{marker}{after}"));
    }
    assert_eq!(anonymous().text(&JWT[..28]), "[redacted token, 28 characters]");
    assert_eq!(anonymous().text("eyes.example.com"), "eyes.example.com");
}

#[test]
fn forms_and_queries() {
    assert_eq!(
        redactor().form("client_id=abc&grant_type=refresh_token&refresh_token=r-1&code=c&state=s&q=a+b"),
        "client_id=abc&grant_type=refresh_token&refresh_token=[redacted refresh token, 3 characters]&code=[redacted code]&state=[redacted state]&q=a+b"
    );
    assert_eq!(
        redactor().form("token=opaque-access-token&token_type_hint=access_token"),
        "token=[redacted access token, 19 characters]&token_type_hint=access_token"
    );
    assert_eq!(
        redactor().url("https://a.example/p?id_token=x&app_id=1#access_token=y"),
        "https://a.example/p?id_token=[redacted ID token, 1 characters]&app_id=1#access_token=[redacted access token, 1 characters]"
    );
}

#[test]
fn headers() {
    assert_eq!(
        redactor().header("authorization", "Bearer opaque-access-token"),
        "Bearer [redacted access token, 19 characters]"
    );
    assert_eq!(redactor().header("Authorization", "Basic YTpi"), "Basic [redacted credentials]");
    assert_eq!(redactor().header("authorization", "raw"), "[redacted credentials]");
    assert_eq!(redactor().header("set-cookie", "sid=1; Path=/"), "[redacted cookie]");
    assert_eq!(redactor().header("location", "/cb?code=abc"), "/cb?code=[redacted code]");
    assert_eq!(redactor().header("x-request-id", "934108e5"), "934108e5");
}

#[test]
fn the_link_of_a_binding() {
    let redactor = Redactor::new("/api/v3/generate-link-extidp-url", Vec::new(), &KnownSecrets::default());
    let text = r#"{"statusCode":200,"data":{"url":"https://core.genauth.ai/x?y=z"}}"#;
    assert_eq!(redactor.text(text), r#"{"statusCode":200,"data":{"url":"[redacted link]"}}"#);
    assert!(!redactor.cut_text(&text[..text.len() - 2]).contains("core.genauth"));
    assert_eq!(anonymous().text(text), text);
    assert_eq!(anonymous().text(r#"{"bindUrl":"https://a"}"#), r#"{"bindUrl":"[redacted link]"}"#);
}

#[test]
fn tokens_of_an_answer_are_found_in_its_other_texts() {
    let mut redactor = anonymous();
    redactor.learn_from(&json!({"data": [{"accessToken": "provider-token"}]}));
    assert_eq!(redactor.text("for provider-token."), "for [redacted access token, 14 characters].");
}

/// A value that stands out: none of its parts occurs in a marker, a name or the text around.
fn secret() -> impl Strategy<Value = String> {
    "[0-9A-Z]{2}[0-9A-Z \"\\\\/&<>%+='{}:,;#ä漢😀\n\t-]{0,20}[0-9A-Z]{4}"
}

/// JSON with the secret under a name that announces it, at some depth, among other things.
fn json_with(secret: &str, names: &'static [&'static str]) -> impl Strategy<Value = Value> + use<> {
    let planted = Value::from(secret);
    (proptest::sample::select(names), prop::collection::vec(0..4_u8, 0..5), "[a-z\"{:=]{0,6}").prop_map(
        move |(name, path, noise)| {
            path.iter().fold(json!({ "a": noise, (name): planted }), |inside, step| match step {
                0 => json!([1, inside, null]),
                1 => json!({ "b": inside, "c": noise }),
                2 => json!({ "message": inside.to_string() }),
                _ => json!({ (noise.clone()): inside }),
            })
        },
    )
}

const NAMES: &[&str] =
    &["password", "passCode", "access_token", "accessToken", "idToken", "refresh_token", "client_secret", "mfaToken"];

/// The secret must not be there in any way of writing it that was planted.
fn survives(redacted: &str, secret: &str) -> bool {
    let as_json = Value::from(secret).to_string();
    let as_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    redacted.contains(secret) || redacted.contains(as_json.trim_matches('"')) || redacted.contains(&as_form)
}

proptest! {
    #[test]
    fn secrets_under_a_name_never_survive(
        (secret, value) in secret().prop_flat_map(|secret| (Just(secret.clone()), json_with(&secret, NAMES)))
    ) {
        for text in [value.to_string(), format!("{value:#}")] {
            let redacted = anonymous().text(&text);
            prop_assert!(!survives(&redacted, &secret), "{redacted}");
            prop_assert!(serde_json::from_str::<Value>(&redacted).is_ok(), "{redacted}");
            // The same where it is not JSON any more.
            let redacted = anonymous().cut_text(&format!("<pre>{text}"));
            prop_assert!(!survives(&redacted, &secret), "{redacted}");
        }
    }

    #[test]
    fn live_secrets_never_survive(secret in secret(), before in "[a-z \"{:=&%\\\\]{0,8}", after in "[a-z \"}:=&]{0,8}") {
        let redactor = Redactor::new("", vec![LiveSecret::password(&Password::new(secret.clone()))], &KnownSecrets::default());
        let as_json = Value::from(secret.as_str()).to_string();
        let as_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let inside = as_json.trim_matches('"');
        let twice = Value::from(as_json.as_str()).to_string();
        for spelling in [secret.as_str(), inside, &as_form, &twice] {
            let text = format!("{before}{spelling}{after}");
            let redacted = redactor.text(&text);
            prop_assert!(!survives(&redacted, &secret), "{text} became {redacted}");
            prop_assert!(!survives(&redactor.form(&text), &secret), "{text} became {}", redactor.form(&text));
        }
    }

    #[test]
    fn secrets_that_are_cut_leave_at_most_three_characters(
        secret in "[A-Z0-9]{12,30}", name in proptest::sample::select(NAMES), keep in 0..60_usize
    ) {
        let text = json!({ (name): &secret, "z": &secret }).to_string();
        let redactor = Redactor::new("", vec![LiveSecret::password(&Password::new(secret.clone()))], &KnownSecrets::default());
        let redacted = redactor.cut_text(&text[..keep.min(text.len())]);
        prop_assert!(!redacted.contains(&secret[..4]), "{redacted}");
    }

    #[test]
    fn web_tokens_never_survive(before in ".{0,12}", after in ".{0,12}") {
        let redacted = anonymous().text(&format!("{before}{JWT}{after}"));
        prop_assert!(!redacted.contains(JWT), "{redacted}");
        prop_assert!(!redacted.contains("c2lnbmF0dXJl"), "{redacted}");
    }

    #[test]
    fn any_bytes_are_no_trouble(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[\"\\\\:={}\\[\\],%&;a-z0-9 eyJBearer.é]{0,200}") {
        let lossy = String::from_utf8_lossy(&bytes);
        for text in [lossy.as_ref(), text.as_str()] {
            let redactor = redactor();
            let _ = redactor.text(text);
            let _ = redactor.cut_text(text);
            let _ = redactor.form(text);
            let _ = redactor.url(text);
            let _ = redactor.header(text, text);
            let _ = redactor.header("authorization", text);
            let _ = Redactor::new("/generate-link-extidp-url", Vec::new(), &KnownSecrets::default()).text(text);
        }
    }

    #[test]
    fn ordinary_json_is_left_as_it_was_written(
        value in "[a-zA-Z0-9 .,äöü漢]{0,20}", number in any::<i64>(), flag in any::<bool>()
    ) {
        prop_assume!(!value.contains("ey"));
        let text = json!({"statusCode": number, "message": value, "data": [{"extIdpId": value, "on": flag}]}).to_string();
        prop_assert_eq!(anonymous().text(&text), text);
    }
}

#[test]
fn a_json_web_token_leaves_its_expiry() {
    // {"exp":1790000000}
    let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTAwMDAwMDB9.c2lnbmF0dXJl";
    assert_eq!(
        anonymous().text(&json!({"access_token": token, "note": format!("see {token}")}).to_string()),
        json!({
            "access_token": "[redacted access token, 57 characters, expires 2026-09-21T14:13:20Z]",
            "note": "see [redacted token, 57 characters, expires 2026-09-21T14:13:20Z]",
        })
        .to_string()
    );
    let url = anonymous().url(&format!("https://a/b?id_token={token}&x=1"));
    assert_eq!(url, "https://a/b?id_token=[redacted ID token, 57 characters, expires 2026-09-21T14:13:20Z]&x=1");
    assert_eq!(anonymous().url(&url), url, "what is redacted stays as it is");
}

#[test]
fn tokens_of_earlier_calls_are_known_to_later_ones() {
    let known = KnownSecrets::default();
    let mut first =
        Redactor::new("/api/v3/signin", vec![LiveSecret::password(&Password::new("hunter2".to_owned()))], &known);
    first.learn_from(&json!({"data": {"refresh_token": "opaque-refresh-token"}}));
    let second = Redactor::new("/api/v3/system", Vec::new(), &known);
    assert_eq!(
        second.text("proxy error: opaque-refresh-token, hunter2"),
        "proxy error: [redacted refresh token, 20 characters], hunter2"
    );
}
