//! Secrets that are sent, by every call that sends one, to a server that shows them to whoever asks.

use bindery::genauth::{
    AccessToken, AuthorizationCode, CaptchaAnswer, CaptchaToken, Client, ClientAuthentication, ClientSecret,
    ClientSettings, Credentials, EncryptionKey, IdToken, PassCode, Password, PhoneNumber, ProviderMetadata,
    RefreshToken, SignInOptions, SystemInfo,
};
use url::Url;

use super::kinds::SPELLINGS;
use super::places::Places;
use super::spelled::{forms, plant};
use crate::log::Log;
use crate::server::{Server, Then, answer, body_in};
use crate::stage::{after_calls, recorded};

/// What is sent, by number. Between the numbers and what plants them in [`send`] stands nothing else.
const SENT: [(usize, &str, &str); 19] = [
    (900, "4", "password"),
    (901, "4", "password of LDAP"),
    (902, "4", "password of Active Directory"),
    (903, "4", "code by email"),
    (904, "4", "code by SMS"),
    (905, "3.5", "captcha code"),
    (906, "3.5", "captcha token"),
    (907, "1.3", "access token of a read"),
    (908, "6.3", "access token of an unbind"),
    (909, "6.1", "access token of a link"),
    (910, "6.1", "ID token in a query"),
    (911, "8.4", "refresh token"),
    (912, "8.6", "refresh token that is revoked"),
    (913, "8.6", "access token that is revoked"),
    (914, "8.4", "authorization code"),
    (915, "4", "secret of the application in JSON"),
    (915, "8.4", "secret of the application in a form"),
    (916, "4", "secret of the application in Basic"),
    (917, "10", "password that is encrypted"),
];

/// A secret with characters that every spelling writes in another way.
fn odd(number: usize) -> String {
    format!("{} \"'\\/&+=?#%<ä😀", plant(number))
}

/// A key of 1024 bits, as the public cloud has one (reference section 10).
fn key() -> EncryptionKey {
    let key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB";
    EncryptionKey::of(&SystemInfo { rsa_public_key: Some(key.to_owned()), ..SystemInfo::default() }).unwrap()
}

/// Makes every call that sends a secret, each written by `secret`. Gives what came of it.
async fn send(client: &Client, secret: fn(usize) -> String) -> Vec<String> {
    let lin = || "lin".to_owned();
    let captcha = CaptchaAnswer { code: PassCode::new(secret(905)), token: CaptchaToken::new(secret(906)) };
    let options = SignInOptions { captcha: Some(&captcha), ..SignInOptions::default() };
    let key = key();
    let encrypted = SignInOptions { encryption: Some(&key), ..SignInOptions::default() };
    let phone = PhoneNumber { country_code: Some("+86".to_owned()), number: "13800000000".to_owned() };
    let mut said = Vec::new();
    for (credentials, options) in [
        (Credentials::Password { account: lin(), password: Password::new(secret(900)) }, options),
        (Credentials::Ldap { account: lin(), password: Password::new(secret(901)) }, options),
        (Credentials::ActiveDirectory { account: lin(), password: Password::new(secret(902)) }, options),
        (Credentials::EmailCode { email: lin(), code: PassCode::new(secret(903)) }, options),
        (Credentials::PhoneCode { phone, code: PassCode::new(secret(904)) }, options),
        (Credentials::Password { account: lin(), password: Password::new(secret(917)) }, encrypted),
    ] {
        said.push(format!("{:?}", client.sign_in(&credentials, options).await.unwrap_err()));
    }
    said.push(format!("{:?}", client.get_identities(&AccessToken::new(plant(907))).await.unwrap_err()));
    said.push(format!("{:?}", client.unlink_ext_idp(&AccessToken::new(plant(908)), "e").await.unwrap_err()));
    let (access, id) = (AccessToken::new(plant(909)), IdToken::new(secret(910)));
    said.push(format!("{:?}", client.generate_link_ext_idp_url(&access, &id, "my-github", None).await.unwrap_err()));
    said.push(format!("{:?}", client.refresh(&RefreshToken::new(secret(911))).await.unwrap_err()));
    said.push(format!("{:?}", client.revoke_refresh_token(&RefreshToken::new(secret(912))).await.unwrap_err()));
    said.push(format!("{:?}", client.revoke_access_token(&AccessToken::new(secret(913))).await.unwrap_err()));
    let here = client.settings().app_host.to_string();
    let provider = ProviderMetadata {
        issuer: format!("{here}/oidc"),
        authorization_endpoint: Url::parse(&format!("{here}/oidc/auth")).unwrap(),
        token_path: "/oidc/token".to_owned(),
        key_set_path: None,
        end_session_endpoint: None,
        answers_with_issuer: false,
        id_token_algorithms: Vec::new(),
        grant_types: Vec::new(),
        authentication_methods: Vec::new(),
    };
    let redirect_uri = Url::parse("http://127.0.0.1:41873/callback").unwrap();
    let request = client.authorization_request(&provider, redirect_uri.as_str(), "openid").unwrap();
    said.push(format!("{request:?}"));
    let code = AuthorizationCode::new(secret(914));
    said.push(format!("{:?}", client.redeem_code(&request, &code).await.unwrap_err()));
    said
}

/// How many calls [`send`] makes.
const CALLS: usize = 13;

#[tokio::test]
async fn nothing_that_is_sent_comes_out() {
    let log = Log::of_this_process();
    let all: Vec<String> = SENT.iter().flat_map(|(number, ..)| [odd(*number), plant(*number)]).collect();
    // No call's answer shows but its own secrets, as a server can know them.
    let page = |number: usize| {
        let spelled = SPELLINGS.iter().map(|(name, spell)| format!("<p>{name} {}</p>", spell(&all[number])));
        Then::Write(answer("502 Bad Gateway", "text/html", &spelled.collect::<String>()))
    };
    let number_of_call = [900, 901, 902, 903, 904, 917, 907, 908, 910, 911, 912, 913, 914];
    let place = |number: usize| {
        let at = SENT.iter().position(|(other, ..)| *other == number).unwrap() * 2;
        // These are sent without the odd characters, because a header cannot carry them.
        if [907, 908, 909].contains(&number) { at + 1 } else { at }
    };
    let pages: Vec<Then> = number_of_call.iter().map(|number| page(place(*number))).collect();
    let mut places = Places::default();
    let mut requests = Vec::new();
    let echoes = || std::iter::repeat_n(Then::Echo, CALLS).collect();
    let post = ClientAuthentication::Post(ClientSecret::new(plant(915)));
    let basic = ClientAuthentication::Basic(ClientSecret::new(plant(916)));
    // The echo leaves out what the odd characters are among, so that no name stands beside a value.
    for (script, secret, authentication) in [
        (pages, odd as fn(usize) -> String, ClientAuthentication::None),
        (echoes(), plant, ClientAuthentication::None),
        (echoes(), plant, post),
        (echoes(), plant, basic),
    ] {
        let server = Server::start(script).await;
        let (client, ring) = recorded(ClientSettings { authentication, ..server.settings() });
        for said in send(&client, secret).await {
            places.add("a failure", said);
        }
        places.add_ring(&after_calls(&ring, CALLS as u64).await);
        assert_eq!(server.requests().len(), CALLS);
        requests.extend(server.requests());
    }
    places.add("the log", log.text());
    let sent = requests.concat();
    for (number, section, what) in SENT {
        let was_sent = number == 917 || forms(&plant(number)).iter().any(|form| sent.contains(form));
        assert!(was_sent, "{what} went over the wire");
        places.are_free_of(&format!("{what} (section {section})"), &plant(number));
    }
    // What nobody but the program knows before it is sent.
    for request in &requests {
        for (name, value) in url::form_urlencoded::parse(body_in(request).as_bytes()) {
            if name == "code_verifier" {
                places.are_free_of("the code verifier (section 8.4)", &value);
            }
        }
        let json: serde_json::Value = serde_json::from_str(body_in(request)).unwrap_or_default();
        if json["options"]["passwordEncryptType"] == "rsa" {
            let ciphertext = json["passwordPayload"]["password"].as_str().unwrap();
            places.are_free_of("the encrypted password (section 10)", ciphertext);
        }
        if let Some((_, basic)) = request.split_once("Basic ") {
            places.are_free_of("what follows Basic (section 8.4)", basic.lines().next().unwrap());
        }
    }
    for text in ["code_verifier", "passwordEncryptType", "Basic [redacted credentials]", "[redacted password]"] {
        places.hold(text);
    }
}
