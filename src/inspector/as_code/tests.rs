use std::process::Command;

use proptest::prelude::*;

use super::shell::{json_word, quote, word};
use super::template::pieces_of;
use super::{Code, Language, Warning, write};
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
    assert!(httpie.text.contains("http --ignore-stdin --form"), "{}", httpie.text);
    assert!(httpie.text.contains("'refresh_token='\"$GENAUTH_REFRESH_TOKEN\""), "{}", httpie.text);
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
    assert!(
        !signed_in.contains("AuthenticationClient"),
        "the sample sends a token, which the SDK does not: {signed_in}"
    );
    let other = code(&exchange("GET", "/api/v3/list-enrolled-factors", None, "{}"), Language::Python).text;
    assert!(other.contains("requests.request(\n    \"GET\","), "{other}");
    let unknown = exchange("GET", "/api/v3/get-profile?withDepartmentIds=true", None, "{}");
    assert!(code(&unknown, Language::Python).text.contains("requests"), "the SDK does not send this parameter");
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

/// What a shell makes of a script.
fn shell(script: &str, variable: &str) -> String {
    let output = Command::new("/bin/sh").args(["-c", script]).env("GENAUTH_X", variable).output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_shell_takes_any_text_as_it_is(text in "[^\0]{0,40}") {
        prop_assert_eq!(shell(&format!("printf '%s' {}", quote(&text)), ""), text);
    }

    #[test]
    fn a_shell_takes_any_secret_as_it_is(text in "['\"$`\\\\a-z \n!*?~#-]{0,10}", secret in "['\"$`\\\\a-z !*?~#-]{0,10}") {
        let template = pieces_of(&format!("{text}[redacted x]{text}"), None);
        prop_assert_eq!(shell(&format!("printf '%s' {}", word(&template)), &secret), format!("{text}{secret}{text}"));
    }

    #[test]
    fn json_stays_json_whatever_the_secret_holds(secret in "['\"$`\\\\a-zäß€ !*?~#/-]{0,20}") {
        let template = pieces_of(r#"{"a":"it's","x":"[redacted password]"}"#, Some(&"x".to_owned()));
        let script = format!("{}printf '%s' {}", super::shell::JSON_FUNCTION, json_word(&template));
        let value: serde_json::Value = serde_json::from_str(&shell(&script, &secret)).unwrap();
        prop_assert_eq!(&value["x"], &secret);
        prop_assert_eq!(&value["a"], "it's");
    }

    #[test]
    fn any_exchange_can_be_written(url in "[a-z:/?&=\\[\\]{}#% ]{0,40}", body in "[\\[\\]{}\",:a-z=& ]{0,40}") {
        let mut sample = exchange("POST", "", Some(&body), "");
        sample.request.url = url;
        for language in Language::ALL {
            prop_assert!(write(&sample, language, &|_| String::new()).text.ends_with('\n'));
        }
    }
}
