//! The texts are run and give the answer that the program got.

use std::process::Command;

use bindery::genauth::{Exchange, HarmlessRead, RefreshToken};
use bindery::inspector::as_code::{Language, write};
use serde_json::Value;

use super::stage::{Stage, body, installed, run};

/// An answer without what is different each time.
fn masked(mut answer: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(walk),
            Value::Object(fields) => {
                for (name, value) in fields {
                    let varies = name == "requestId"
                        || name.ends_with("oken")
                        || matches!(name.as_str(), "lastLogin" | "updatedAt" | "loginsCount" | "loginAt" | "expire_in" | "expires_in" | "url");
                    match varies {
                        true => *value = Value::from("masked"),
                        false => walk(value),
                    }
                }
            }
            _ => {}
        }
    }
    walk(&mut answer);
    answer
}

fn parsed(text: &str) -> Value {
    masked(serde_json::from_str(text).unwrap_or_else(|_| panic!("no JSON: {text}")))
}

/// Runs an exchange as each kind of code, after `reset`, and compares the answers with the program's.
async fn runs_alike(stage: &Stage, exchange: &Exchange, variables: &[(&str, &str)], reset: impl Fn()) {
    let expected = parsed(body(exchange));
    for language in [Language::Curl, Language::Python] {
        reset();
        let code = write(exchange, language, &|warning| format!("{warning:?}"));
        for variable in &code.variables {
            assert!(variables.iter().any(|(name, _)| name == variable), "{variable} is not set for\n{}", code.text);
        }
        let command = match language {
            Language::Python => {
                let mut python = Command::new(installed("python/bin/python"));
                python.args(["-c", &code.text]);
                python
            }
            _ => {
                let mut shell = Command::new("/bin/sh");
                shell.args(["-c", &code.text]);
                shell
            }
        };
        let output = run(command, variables).await;
        let answer = String::from_utf8(output.stdout).unwrap();
        assert_eq!(parsed(&answer), expected, "{language:?}\n{}", code.text);
    }
    assert!(!stage.sandbox.app_id().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_give_the_same_answer() {
    let stage = Stage::start().await;
    let tokens = stage.signed_in().await;
    let paths = [
        "/api/v3/system",
        "/api/v3/get-application-enabled-extidps",
        "/api/v3/get-profile",
        "/api/v3/get-profile?withIdentities=true&withCustomData=true",
        "/api/v3/get-identities",
        "/api/v3/get-security-info",
        "/api/v3/get-my-login-history?page=1&limit=2",
        "/api/v3/get-my-logged-in-apps",
        "/oidc/.well-known/openid-configuration",
        "/oidc/.well-known/jwks.json",
    ];
    for path in paths {
        let read = HarmlessRead::of("GET", path).unwrap();
        stage.client.read_again(&read, Some(&tokens.access_token)).await.unwrap_or_else(|failure| panic!("{failure}"));
    }
    let kept = stage.after_calls(1 + paths.len()).await;
    let variables = [("GENAUTH_ACCESS_TOKEN", tokens.access_token.expose())];
    for entry in &kept[1..] {
        runs_alike(&stage, &entry.exchange, &variables, || {}).await;
    }
    stage.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_with_an_effect_give_the_same_answer() {
    let stage = Stage::start().await;
    let tokens = stage.signed_in().await;
    let github = stage.client.get_identities(&tokens.access_token).await.unwrap().value;
    let github = github.into_iter().find(|identity| identity.provider == "github").unwrap();
    let refresh = tokens.refresh_token.clone().map(|token: RefreshToken| token.expose().to_owned()).unwrap();
    stage.client.unlink_ext_idp(&tokens.access_token, &github.ext_idp_id).await.unwrap();
    stage.client.send_email_code("lin@example.com").await.unwrap();
    let kept = stage.after_calls(4).await;
    let password = stage.password();
    let variables = [
        ("GENAUTH_ACCESS_TOKEN", tokens.access_token.expose()),
        ("GENAUTH_REFRESH_TOKEN", refresh.as_str()),
        ("GENAUTH_PASSWORD", password.as_str()),
    ];
    for entry in [&kept[0], &kept[2], &kept[3]] {
        runs_alike(&stage, &entry.exchange, &variables, || stage.sandbox.reset()).await;
    }
    stage.sandbox.stop().await;
}
