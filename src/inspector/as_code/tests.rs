use proptest::prelude::*;

use super::{Code, Language, Warning, write, write_elsewhere};
use crate::genauth::Exchange;
use crate::inspector::samples::{exchange, identities, refusal};

fn code(exchange: &Exchange, language: Language) -> Code {
    write(exchange, language, &|warning| format!("{warning:?}\r\nsecond line"))
}

#[test]
fn a_read_for_curl() {
    let code = code(&identities(), Language::Curl);
    assert_eq!(
        code.text,
        "curl --silent --show-error \\\n  --header 'x-genauth-app-id: 62f2093271a2b3cc10d90001' \\\n  --header 'accept: application/json' \\\n  --header 'authorization: Bearer '\"$GENAUTH_ACCESS_TOKEN\" \\\n  https://bindery-test.genauth.ai/api/v3/get-identities\n"
    );
    assert_eq!(code.variables, ["GENAUTH_ACCESS_TOKEN"]);
    assert_eq!(code.warnings, []);
}

#[test]
fn a_form_for_curl_and_httpie() {
    let body = "grant_type=refresh_token&client_id=a%26b&refresh_token=[redacted refresh token, 20 characters]&client_secret=[redacted secret]";
    let refresh = exchange("POST", "/oidc/token", Some(body), "{}");
    let curl = code(&refresh, Language::Curl);
    for argument in [
        "--data-urlencode 'grant_type=refresh_token'",
        "--data-urlencode 'client_id=a&b'",
        "--data-urlencode 'refresh_token='\"$GENAUTH_REFRESH_TOKEN\"",
        "--data-urlencode 'client_secret='\"$GENAUTH_CLIENT_SECRET\"",
        "# RotatesToken\n# second line\n",
    ] {
        assert!(curl.text.contains(argument), "{argument} in {}", curl.text);
    }
    assert_eq!(curl.variables, ["GENAUTH_ACCESS_TOKEN", "GENAUTH_REFRESH_TOKEN", "GENAUTH_CLIENT_SECRET"]);
    assert_eq!(curl.warnings, [Warning::RotatesToken]);
    let httpie = code(&refresh, Language::Httpie);
    let form = "http --ignore-stdin --raw 'grant_type=refresh_token&client_id=a%26b&refresh_token='\"$(encoded \"$GENAUTH_REFRESH_TOKEN\")\"'&client_secret='\"$(encoded \"$GENAUTH_CLIENT_SECRET\")\" \\\n";
    assert!(httpie.text.contains(form), "{}", httpie.text);
    assert!(httpie.text.contains("encoded() {"), "{}", httpie.text);
}

#[test]
fn a_password_is_escaped_for_json() {
    let curl = code(&refusal(), Language::Curl);
    assert!(curl.text.contains("\"$(json \"$GENAUTH_PASSWORD\")\""), "{}", curl.text);
    assert!(curl.text.contains("json() {"), "{}", curl.text);
    assert_eq!(curl.warnings, [Warning::CountsAsAttempt]);
}

#[test]
fn secrets_in_a_query_are_encoded_by_curl() {
    let path = "/api/v3/generate-link-extidp-url?ext_idp_conn_identifier=my-github&app_id=1&id_token=[redacted ID token, 9 characters]";
    let link = exchange("GET", path, None, "{}");
    let curl = code(&link, Language::Curl);
    assert!(curl.text.contains("--get \\\n"), "{}", curl.text);
    assert!(curl.text.contains("--data-urlencode 'id_token='\"$GENAUTH_ID_TOKEN\""), "{}", curl.text);
    assert!(curl.text.ends_with("url?ext_idp_conn_identifier=my-github&app_id=1'\n"), "{}", curl.text);
    assert_eq!(curl.warnings, [Warning::GivesLink]);
    let python = code(&link, Language::Python);
    assert!(python.text.contains("client.generate_link_ext_idp_url("), "{}", python.text);
    assert!(python.text.contains("id_token=os.environ[\"GENAUTH_ID_TOKEN\"],"), "{}", python.text);
}

#[test]
fn python_uses_the_sdk_where_it_has_the_call() {
    let python = code(&identities(), Language::Python).text;
    assert!(python.contains("from genauth import AuthenticationClient"), "{python}");
    assert!(python.contains("client.get_identities()"), "{python}");
    let signed_in = code(&refusal(), Language::Python).text;
    assert!(signed_in.contains("client.sign_in_by_credentials("), "{signed_in}");
    assert!(python.contains("client.http_client.use_unverified_ssl = False\n"), "certificates are checked: {python}");
    let factors = code(&exchange("GET", "/api/v3/list-enrolled-factors", None, "{}"), Language::Python).text;
    assert!(factors.contains("client.list_enrolled_factors()"), "{factors}");
    let unknown = exchange("GET", "/api/v3/get-profile?withDepartmentIds=true", None, "{}");
    assert!(code(&unknown, Language::Python).text.contains("requests"), "the SDK does not send this parameter");
}

#[test]
fn python_uses_requests_where_the_sdk_would_send_something_else() {
    let body = |body: &str| exchange("POST", "/api/v3/unlink-extidp", Some(body), "{}");
    let calls = [
        body(r#"{"extIdpId":null}"#),
        body(r#"{"ext_idp_id":"1"}"#),
        body("{}"),
        body(r#"{"extIdpId":"1","more":2}"#),
        exchange("POST", "/api/v3/unlink-extidp?a=1", Some(r#"{"extIdpId":"1"}"#), "{}"),
        exchange("GET", "/api/v3/get-my-login-history?page=1&page=2", None, "{}"),
        body(r#"{"":"1","extIdpId":"1"}"#),
        exchange("GET", "/api/v3/get-identities?=1", None, "{}"),
        // It reads every answer as JSON.
        exchange("GET", "/api/v3/get-identities", None, "<html>502 Bad Gateway</html>"),
    ];
    for call in calls {
        let python = code(&call, Language::Python).text;
        assert!(python.contains("requests.request("), "{python}");
    }
    assert!(code(&body(r#"{"extIdpId":"1"}"#), Language::Python).text.contains("client.unlink_ext_idp("));
}

#[test]
fn tokens_come_from_the_sdk_too() {
    let sent = |form: &str| {
        let mut call = exchange("POST", "/oidc/token", Some(form), "{}");
        call.request.headers.retain(|header| header.name != "authorization");
        code(&call, Language::Python).text
    };
    let app = "client_id=62f2093271a2b3cc10d90001";
    let refresh =
        sent(&format!("grant_type=refresh_token&{app}&refresh_token=[redacted refresh token, 20 characters]"));
    for part in [
        "token_endpoint_auth_method=\"none\",",
        "client.get_new_access_token_by_refresh_token(\n    refresh_token=os.environ[\"GENAUTH_REFRESH_TOKEN\"],\n)",
        "client.protocol_http_client.use_unverified_ssl = False\n",
    ] {
        assert!(refresh.contains(part), "{part} in {refresh}");
    }
    let code = "grant_type=authorization_code&code=[redacted code]&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb";
    let by_code = sent(&format!("{app}&client_secret=[redacted secret]&{code}&code_verifier=[redacted secret]"));
    for part in [
        "app_secret=os.environ[\"GENAUTH_CLIENT_SECRET\"],",
        "redirect_uri=\"http://127.0.0.1/cb\",",
        "client.get_access_token_by_code(\n    code=os.environ[\"GENAUTH_CODE\"],",
        "code_verifier=os.environ[\"GENAUTH_CODE_VERIFIER\"],",
    ] {
        assert!(by_code.contains(part), "{part} in {by_code}");
    }
    let other = "grant_type=refresh_token&refresh_token=[redacted refresh token, 20 characters]";
    for form in [format!("{app}&{other}&scope=openid"), format!("client_id=another&{other}"), other.to_owned()] {
        assert!(sent(&form).contains("requests.request("), "{form}");
    }
}

#[test]
fn what_uses_up_or_ends_something_says_so() {
    let refresh = "grant_type=refresh_token&refresh_token=[redacted refresh token, 20 characters]";
    let by_code = "grant_type=authorization_code&code=[redacted code]";
    for (method, path, body, warnings) in [
        ("GET", "/api/v3/get-identities", None, vec![]),
        ("GET", "/oidc/auth?client_id=1&state=[redacted state]", None, vec![]),
        ("GET", "/callback?code=[redacted code]&state=[redacted state]", None, vec![Warning::UsesUpCode]),
        ("POST", "/oidc/token", Some(by_code), vec![Warning::UsesUpCode]),
        ("POST", "/oidc/token", Some(refresh), vec![Warning::RotatesToken]),
        ("POST", "/where/the/service/says", Some(refresh), vec![Warning::RotatesToken]),
        ("POST", "/oidc/token", Some("grant_type=password&username=a"), vec![Warning::CountsAsAttempt]),
        ("POST", "/oidc/token/revocation", Some("token=[redacted token, 9 characters]"), vec![Warning::EndsSession]),
        ("GET", "/oidc/session/end?id_token_hint=[redacted ID token, 9 characters]", None, vec![Warning::EndsSession]),
        ("POST", "/api/v3/mydevices/revoke-session", Some(r#"{"deviceId":"1"}"#), vec![Warning::EndsSession]),
        ("POST", "/api/v3/send-enroll-factor-request", Some("{}"), vec![Warning::SendsMessage]),
        ("GET", "/api/v3/link-extidp?id_token=[redacted ID token, 9 characters]", None, vec![Warning::GivesLink]),
        ("POST", "/api/v3/unlink-extidp", Some(r#"{"extIdpId":"1"}"#), vec![Warning::ChangesAccount]),
    ] {
        assert_eq!(Warning::of(&exchange(method, path, body, "{}")), warnings, "{method} {path}");
    }
}

#[test]
fn a_recorded_file_brings_in_no_options_and_no_other_headers() {
    let mut call = exchange("GET", "", None, "{}");
    call.request.url = "--output=/tmp/x".to_owned();
    for (name, value) in [("@/etc/passwd", "1"), ("-x", "1"), ("", "1"), ("a b", "1"), ("content-length", "1")] {
        call.request.headers.push(crate::genauth::Header { name: name.to_owned(), value: value.to_owned() });
    }
    for language in [Language::Curl, Language::Httpie] {
        let text = code(&call, language).text;
        assert!(text.contains("-- ") || text.contains("-- \\\n"), "{text}");
        assert!(!text.contains("passwd") && !text.contains("a b") && !text.contains("content-length"), "{text}");
    }
}

#[test]
fn two_passwords_have_two_variables() {
    let body = r#"{"newPassword":"[redacted password]","oldPassword" : "[redacted password]"}"#;
    let change = exchange("POST", "/api/v3/update-password", Some(body), "{}");
    for language in [Language::Curl, Language::Httpie, Language::Python] {
        let code = code(&change, language);
        for variable in ["GENAUTH_NEW_PASSWORD", "GENAUTH_OLD_PASSWORD"] {
            assert!(code.text.contains(variable), "{variable} in {}", code.text);
        }
        assert_eq!(code.warnings, [Warning::ChangesAccount]);
    }
}

#[test]
fn a_comment_is_not_left_by_what_it_holds() {
    let code = write(&refusal(), Language::Curl, &|_| "a\nrm -rf /\r\u{b}b".to_owned());
    let lines: Vec<&str> = code.text.lines().take(2).collect();
    assert_eq!(lines, ["# a", "# rm -rf /  b"]);
    assert!(!code.text.contains('\r'));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_exchange_can_be_written(url in "[a-z:/?&=\\[\\]{}#% ]{0,40}", body in "[\\[\\]{}\",:a-z=& ]{0,40}") {
        let mut sample = exchange("POST", "", Some(&body), "");
        sample.request.url = url;
        for language in Language::ALL {
            prop_assert!(write(&sample, language, &|_| String::new()).text.ends_with('\n'));
        }
    }
}

#[test]
fn secrets_that_go_to_a_foreign_host_are_warned_of_first() {
    for language in Language::ALL {
        let code = write_elsewhere(&refusal(), language, &|warning| format!("{warning:?}"));
        assert_eq!(code.warnings, [Warning::SendsSecretsElsewhere, Warning::CountsAsAttempt]);
        assert!(code.text.starts_with("# SendsSecretsElsewhere\n"), "{}", code.text);
        let mut open = exchange("GET", "/api/v3/system", None, "{}");
        open.request.headers.clear();
        assert_eq!(write_elsewhere(&open, language, &|_| String::new()).warnings, [], "there is nothing to send");
    }
}
