//! Forty kinds of secrets, planted in real calls, and none of them in anything that comes out.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bindery::genauth::{
    AccessToken, CaptchaAnswer, CaptchaToken, ClientAuthentication, ClientSecret, ClientSettings, Credentials,
    PassCode, Password, RefreshToken, SignInOptions,
};
use bindery::inspector::as_code::{self, Language};
use bindery::inspector::har;
use bindery::inspector::masking::Shown;
use serde_json::json;

use super::server::{Server, Then, answer, ok};
use super::stage::{after_calls, recorded};

/// The value of a planted secret: each has a word of its own, and a quote, a space and a slash where one can have them.
fn plant(kind: usize) -> String {
    format!("planted{kind:02}secret")
}

fn token(kind: usize) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        part(r#"{"alg":"RS256"}"#),
        part(&format!(r#"{{"exp":1790000000,"sub":"{}"}}"#, plant(kind))),
        part(&plant(kind))
    )
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn unicode(text: &str) -> String {
    text.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect()
}

fn references(text: &str) -> String {
    text.chars().map(|character| format!("&#{};", u32::from(character))).collect()
}

const KINDS: usize = 43;

#[tokio::test]
async fn nothing_planted_comes_out() {
    let password = format!("{} \"'\\/&", plant(0));
    let access = plant(5);
    let signed_in = json!({"statusCode": 200, "message": format!("hello {password}, {}", serde_json::Value::from(password.as_str())), "data": {
        "access_token": access, "refresh_token": plant(6), "id_token": token(7), "token_type": "Bearer",
        "echo": {"raw": [&password, {"again": format!("x{}", plant(1))}]},
        "asBase64": STANDARD.encode(format!("lin:{password}")),
        "asJsonInJson": json!({"password": plant(8), "deeper": json!({"newPassword": plant(9)}).to_string()}).to_string(),
    }});
    let identities = format!(
        r#"{{"statusCode":200,"message":"see https://core.genauth.ai/x?id_token={}&code={}&state={}","data":[{{
            "extIdpId":"e","provider":"github","accessToken":"{}","refreshToken":"{}",
            "userInfoInIdp":{{"deep":{{"access_token":"{}","tokens":["{}"],"Cookie":"{}"}},"session_key":"{}","apiKey":"{}"}},
            "bindUrl":"https://core.genauth.ai/{}","mfaToken":"{}","totp":{{"secret":"{}"}},"recoveryCode":"{}","qrCodeUri":"otpauth://{}",
            "tickets":{{"ticket":"{}"}},"p\u0061ssCode":"{}","client_assertion":"{}","note":"of {} too","plain":"{}"}}]}}"#,
        plant(10),
        plant(11),
        plant(12),
        plant(13),
        plant(14),
        plant(15),
        plant(16),
        plant(17),
        plant(18),
        plant(19),
        plant(20),
        plant(21),
        plant(22),
        plant(23),
        plant(24),
        plant(25),
        plant(26),
        plant(27),
        plant(13),
        token(28),
    );
    let identities = format!(
        "HTTP/1.1 200 OK\r\nSet-Cookie: sid={}\r\nLocation: https://a/cb?code={}&state={}#id_token={}\r\nX-Auth-Token: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{identities}",
        plant(29),
        plant(30),
        plant(31),
        plant(32),
        plant(33),
        identities.len()
    );
    let page = format!(
        "<html><title>Bad gateway</title><pre>Authorization: Bearer {access}\n{}\n{}\n{}\n{}\nat /cb?access_token={}\npassword={}\n&quot;refresh_token&quot;:&quot;{}&quot; Cookie: sid={}</pre>",
        percent(&access),
        unicode(&access),
        references(&access),
        STANDARD.encode(format!("token={access};")),
        plant(34),
        plant(35),
        plant(36),
        plant(37)
    );
    let secret = format!("{}+/:", plant(38));
    let renewed = json!({"access_token": plant(39), "id_token": token(40), "refresh_token": plant(41), "expires_in": 60,
        "echo": format!("grant_type=refresh_token&refresh_token={}&client_secret={}", plant(6), url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>())});
    let refused = json!({"error": "invalid_grant", "error_description": format!("{} is not {} nor {}", plant(6), plant(41), URL_SAFE_NO_PAD.encode(&secret))});
    let cut = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{\"statusCode\":200,\"data\":{{\"refresh_token\":\"{}",
        plant(42)
    );
    let server = Server::start(vec![
        Then::Write(ok(&signed_in.to_string())),
        Then::Write(identities.into_bytes()),
        Then::Write(answer("502 Bad Gateway", "text/html", &page)),
        Then::Write(ok(&renewed.to_string())),
        Then::Write(answer("400 Bad Request", "application/json", &refused.to_string())),
        Then::Write(ok(&json!({"statusCode": 403, "message": format!("{} {}", plant(2), plant(3))}).to_string())),
        Then::Write(ok(&json!({"statusCode": 200, "data": {"captchaToken": plant(4), "captchaCodeSvg": "<svg/>", "later": plant(39)}}).to_string())),
        Then::Write(cut.into_bytes()),
    ])
    .await;
    let authentication = ClientAuthentication::Post(ClientSecret::new(secret.clone()));
    let (client, ring) = recorded(ClientSettings { authentication, ..server.settings() });

    let captcha = CaptchaAnswer { code: PassCode::new(plant(1)), token: CaptchaToken::new(plant(4)) };
    let options = SignInOptions { captcha: Some(&captcha), ..SignInOptions::default() };
    let by_password = Credentials::Password { account: "lin".to_owned(), password: Password::new(password.clone()) };
    let mut shown = String::new();
    shown += &format!("{:?}", client.sign_in(&by_password, options).await.unwrap().attempt);
    let access = AccessToken::new(access);
    shown += &format!("{:?}", client.get_identities(&access).await.unwrap().attempt);
    shown += &format!("{:?}", client.get_identities(&access).await.unwrap_err());
    shown += &format!("{:?}", client.refresh(&RefreshToken::new(plant(6))).await.unwrap().attempt);
    shown += &format!("{:?}", client.revoke_refresh_token(&RefreshToken::new(plant(41))).await.unwrap_err());
    let by_code = Credentials::EmailCode { email: "lin@example.com".to_owned(), code: PassCode::new(plant(2)) };
    let captcha = CaptchaAnswer { code: PassCode::new(plant(3)), token: CaptchaToken::new(plant(4)) };
    let options = SignInOptions { captcha: Some(&captcha), ..SignInOptions::default() };
    shown += &format!("{:?}", client.sign_in(&by_code, options).await.unwrap_err());
    shown += &format!("{:?}", client.get_captcha().await.unwrap().attempt);
    shown += &format!("{:?}", client.get_security_info(&access).await.unwrap_err());

    let kept = after_calls(&ring, 8).await;
    shown += &format!("{kept:?}");
    for bytes in [
        har::write(&kept.entries, Shown::default()),
        har::write_lines(&kept.entries, Shown { emails: true, phones: true, provider_ids: true }),
    ] {
        let file = String::from_utf8(bytes).unwrap();
        if let Ok(read) = har::import(file.as_bytes()) {
            shown += &format!("{read:?}");
        }
        shown += &file;
    }
    for entry in &kept.entries {
        for language in Language::ALL {
            shown += &as_code::write(&entry.exchange, language, &|_| String::new()).text;
        }
    }
    for kind in 0..KINDS {
        let secret = plant(kind);
        let forms =
            [secret.clone(), percent(&secret), unicode(&secret), references(&secret), URL_SAFE_NO_PAD.encode(&secret)];
        for form in forms {
            let stands = shown.find(&form);
            assert!(
                stands.is_none(),
                "{form}, number {kind}, in …{:.300}",
                stands.map_or("", |at| &shown[at.saturating_sub(200)..])
            );
        }
    }
    // Base64 of a text with the secret inside of it, wherever it begins.
    for before in ["", "a", "ab"] {
        let encoded = STANDARD.encode(format!("{before}planted"));
        let own = &encoded[4..8];
        assert!(!shown.contains(own), "{own}");
    }
    assert!(shown.contains("expires 2026-09-21T14:13:20Z"), "a token's expiry stays");
    assert!(shown.contains("[redacted password]"));
}
