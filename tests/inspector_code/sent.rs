//! What the texts send is what the program sent, for every kind of call, and whatever the secrets hold.

use bindery::genauth::{
    AccessToken, AppHost, AuthorizationCode, CaptchaAnswer, CaptchaToken, Client, ClientAuthentication, ClientSecret,
    ClientSettings, Credentials, HarmlessRead, HeaderFamily, IdToken, PassCode, Password, PhoneNumber,
    ProviderMetadata, RefreshToken, SignInOptions,
};
use bindery::inspector::as_code::{Language, write};
use url::Url;

use super::listener::{Listener, Seen, SeenBody};
use super::stage::{Recording, run_text};

/// What breaks a text that is quoted carelessly, in each language and each kind of body.
const AWKWARD: &str = "'\"$HOME `id` $(id) \\\\:\\=\\@ \\n\\ \t!! =@:;%41&+#?{}[] --x 密码 é😀\n\nlast";

/// The same with what an item of HTTPie, an option or a file name begins with, and with line breaks at its ends.
fn awkward_secrets() -> Vec<String> {
    let mut secrets: Vec<String> =
        ["=", "@", ":", ";", "-"].into_iter().map(|first| format!("{first}{AWKWARD}")).collect();
    secrets.push(format!("\n{AWKWARD}\n\n"));
    secrets
}

/// A listener and clients of it.
struct Meeting {
    listener: Listener,
    recording: Recording,
}

impl Meeting {
    async fn begin() -> Self {
        Self { listener: Listener::start().await, recording: Recording::start() }
    }

    fn client(&self, authentication: ClientAuthentication, header_family: HeaderFamily) -> Client {
        let host = AppHost::parse(self.listener.host()).unwrap();
        let settings = ClientSettings::of(host, "62f2093271a2b3cc10d90001".to_owned());
        self.recording.client(ClientSettings { authentication, header_family, ..settings })
    }

    fn public_client(&self) -> Client {
        self.client(ClientAuthentication::None, HeaderFamily::GenAuth)
    }

    /// Runs the newest call, which was made just now, in every language, and compares what comes.
    async fn is_sent_alike(&self, calls: usize, variables: &[(&str, &str)]) {
        let kept = self.recording.after_calls(calls).await;
        let exchange = &kept[calls - 1].exchange;
        let sent = self.listener.take();
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| (format!("GENAUTH_{name}"), (*value).to_owned())).collect();
        for language in Language::ALL {
            let code = write(exchange, language, &|warning| format!("{warning:?}"));
            for (_, value) in &variables {
                assert!(!code.text.contains(value), "{}", code.text);
            }
            run_text(language, &code, &variables).await;
            let seen = self.listener.take();
            assert_eq!(comparable(&seen, &code.text), comparable(&sent, &code.text), "{language:?}\n{}", code.text);
        }
    }
}

/// A request without what each program says of itself, and without what the SDK does otherwise: it sends the token
/// without `Bearer` under `/api/v3`, and none of the product's headers anywhere else (reference section 13).
pub(crate) fn comparable(seen: &Seen, text: &str) -> Seen {
    let by_sdk = text.contains("AuthenticationClient");
    let mut seen = seen.clone();
    seen.headers.retain(|(name, _)| match name.as_str() {
        "authorization" | "content-type" | "cookie" | "x-path" => true,
        "accept" => !by_sdk,
        "x-genauth-app-id" | "x-genauth-lang" | "x-authing-app-id" | "x-authing-lang" => {
            !by_sdk || seen.path.starts_with("/api/v3/")
        }
        _ => false,
    });
    for (name, value) in &mut seen.headers {
        if by_sdk && name == "authorization" {
            *value = value.trim_start_matches("Bearer ").to_owned();
        }
    }
    if let (true, SeenBody::Form(fields)) = (by_sdk, &mut seen.body) {
        // It has an order of its own.
        fields.sort();
    }
    seen.headers.sort();
    seen
}

fn access_token() -> AccessToken {
    AccessToken::new("at-eyJ_-.~+/==".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_program() {
    let meeting = Meeting::begin().await;
    let client = meeting.public_client();
    let (token, refresh) = (access_token(), RefreshToken::new("rt+/=&1234".to_owned()));
    let id_token = IdToken::new("id-token+/=&123".to_owned());
    let at = ("ACCESS_TOKEN", token.expose());
    let mut calls = 0;
    macro_rules! is_sent_alike {
        ($call:expr, $variables:expr) => {
            // The answer is the same to all, so that some are not what was asked for.
            let _ = $call.await;
            calls += 1;
            meeting.is_sent_alike(calls, $variables).await;
        };
    }
    for path in [
        "/api/v3/system",
        "/api/v3/get-application-enabled-extidps",
        "/api/v3/get-extidps",
        "/api/v3/get-profile?withIdentities=true&withCustomData=true&withDepartmentIds=true",
        "/api/v3/get-identities",
        "/api/v3/get-security-info",
        "/api/v3/get-my-login-history?page=1&limit=2&clientIp=127.0.0.1&success=true",
        "/api/v3/get-my-logged-in-apps",
        "/api/v3/get-my-accessible-apps",
        "/api/v3/mydevices/list?page=1",
        "/api/v3/list-enrolled-factors",
        "/api/v3/list-factors-to-enroll",
        "/api/v3/get-factor?factorId=a%20b%26c+d%E5%AF%86",
        "/oidc/.well-known/openid-configuration",
        "/oidc/.well-known/jwks.json",
        "/oidc/me",
    ] {
        let read = HarmlessRead::of("GET", path).unwrap();
        is_sent_alike!(client.read_again(&read, Some(&token)), &[at]);
    }
    is_sent_alike!(client.get_captcha(), &[]);
    is_sent_alike!(client.send_email_code("lin@example.com"), &[]);
    let phone = PhoneNumber { country_code: Some("+86".to_owned()), number: "13800138000".to_owned() };
    is_sent_alike!(client.send_sms_code(&phone), &[]);
    is_sent_alike!(client.unlink_ext_idp(&token, "a \"quoted\" \\ id 密"), &[at]);
    let target = Url::parse("http://127.0.0.1:1/done?a=b&c=[d]").unwrap();
    let link = [at, ("ID_TOKEN", id_token.expose())];
    is_sent_alike!(client.generate_link_ext_idp_url(&token, &id_token, "my-github", None), &link);
    is_sent_alike!(client.generate_link_ext_idp_url(&token, &id_token, "a&b 密", Some(&target)), &link);
    is_sent_alike!(client.refresh(&refresh), &[("REFRESH_TOKEN", refresh.expose())]);
    is_sent_alike!(client.revoke_refresh_token(&refresh), &[("REFRESH_TOKEN", refresh.expose())]);
    is_sent_alike!(client.revoke_access_token(&token), &[at]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_sign_in() {
    let meeting = Meeting::begin().await;
    let client = meeting.client(ClientAuthentication::None, HeaderFamily::Authing);
    let (account, code) = ("a \"b\" 密".to_owned(), PassCode::new("12\"3'4".to_owned()));
    let phone = PhoneNumber { country_code: None, number: "13800138000".to_owned() };
    let password = Password::new(AWKWARD.to_owned());
    let ways = [
        Credentials::Password { account: account.clone(), password: password.clone() },
        Credentials::EmailCode { email: "lin@example.com".to_owned(), code: code.clone() },
        Credentials::PhoneCode { phone, code: code.clone() },
        Credentials::Ldap { account: account.clone(), password: password.clone() },
        Credentials::ActiveDirectory { account, password },
    ];
    let captcha =
        CaptchaAnswer { code: PassCode::new("a'\"\\".to_owned()), token: CaptchaToken::new("captcha-1".to_owned()) };
    let variables = [
        ("PASSWORD", AWKWARD),
        ("PASS_CODE", code.expose()),
        ("CAPTCHA_CODE", "a'\"\\"),
        ("CAPTCHA_TOKEN", "captcha-1"),
    ];
    for (at, way) in ways.iter().enumerate() {
        let options = SignInOptions { captcha: Some(&captcha), ..SignInOptions::default() };
        client.sign_in(way, options).await.unwrap();
        meeting.is_sent_alike(at + 1, &variables).await;
    }
}

/// The service as the browser would be sent to it, for a code that comes back.
fn provider(host: &str) -> ProviderMetadata {
    ProviderMetadata {
        issuer: format!("{host}/oidc"),
        authorization_endpoint: Url::parse(&format!("{host}/oidc/auth")).unwrap(),
        token_path: "/oidc/token".to_owned(),
        key_set_path: None,
        end_session_endpoint: None,
        answers_with_issuer: false,
        id_token_algorithms: Vec::new(),
        grant_types: Vec::new(),
        authentication_methods: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_with_a_secret() {
    let meeting = Meeting::begin().await;
    let refresh = RefreshToken::new("rt-1234567".to_owned());
    let redirect = Url::parse("http://127.0.0.1:1/callback").unwrap();
    let mut calls = 0;
    for secret in awkward_secrets() {
        let post = meeting.client(ClientAuthentication::Post(ClientSecret::new(secret.clone())), HeaderFamily::GenAuth);
        let variables =
            [("CLIENT_SECRET", secret.as_str()), ("REFRESH_TOKEN", refresh.expose()), ("PASSWORD", secret.as_str())];
        // A form, and JSON.
        let _ = post.refresh(&refresh).await;
        calls += 1;
        meeting.is_sent_alike(calls, &variables).await;
        let _ = post.sign_in_with_password("lin", &Password::new(secret.clone())).await;
        calls += 1;
        meeting.is_sent_alike(calls, &variables).await;
    }
    for authentication in [
        ClientAuthentication::None,
        ClientAuthentication::Post(ClientSecret::new("s3cr3t \"".to_owned())),
        ClientAuthentication::Basic(ClientSecret::new("s3cr3t \"".to_owned())),
    ] {
        let client = meeting.client(authentication, HeaderFamily::GenAuth);
        let request =
            client.authorization_request(&provider(meeting.listener.host()), redirect.as_str(), "openid").unwrap();
        let _ = client.redeem_code(&request, &AuthorizationCode::new("code=&+1".to_owned())).await;
        calls += 1;
        let verifier = verifier_and_credentials(&meeting.listener.peek());
        let mut variables = vec![("CODE", "code=&+1"), ("CLIENT_SECRET", "s3cr3t \"")];
        variables.extend(verifier.iter().map(|(name, value)| (*name, value.as_str())));
        meeting.is_sent_alike(calls, &variables).await;
    }
}

/// What only the request knows.
fn verifier_and_credentials(seen: &Seen) -> Vec<(&'static str, String)> {
    let SeenBody::Form(fields) = &seen.body else { panic!("no form: {seen:?}") };
    let verifier = fields.iter().find(|(name, _)| name == "code_verifier").unwrap().1.clone();
    let credentials = seen.header("authorization").map(|value| value.trim_start_matches("Basic ").to_owned());
    [("CODE_VERIFIER", Some(verifier)), ("CREDENTIALS", credentials)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}
