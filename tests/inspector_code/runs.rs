//! The texts are run and give the answer that the program got.

use std::process::Command;

use bindery::genauth::{Exchange, HarmlessRead, TokenSet};
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
                        || matches!(
                            name.as_str(),
                            "lastLogin"
                                | "updatedAt"
                                | "loginsCount"
                                | "loginAt"
                                | "expire_in"
                                | "expires_in"
                                | "bindUrl"
                        );
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

/// The environment in which a text is run.
fn variables(stage: &Stage, tokens: &TokenSet) -> Vec<(String, String)> {
    let refresh_token = tokens.refresh_token.as_ref().map(|token| token.expose().to_owned());
    let variable = |name: &str, value: String| (name.to_owned(), value);
    vec![
        variable("GENAUTH_ACCESS_TOKEN", tokens.access_token.expose().to_owned()),
        variable("GENAUTH_REFRESH_TOKEN", refresh_token.unwrap_or_default()),
        variable("GENAUTH_PASSWORD", stage.password()),
    ]
}

/// Runs an exchange as code and compares the answer with the program's.
async fn runs_alike(exchange: &Exchange, language: Language, variables: &[(String, String)]) {
    let code = write(exchange, language, &|warning| format!("{warning:?}"));
    for variable in &code.variables {
        assert!(variables.iter().any(|(name, _)| name == variable), "{variable} is not set for\n{}", code.text);
    }
    let mut command = match language {
        Language::Python => Command::new(installed("python/bin/python")),
        _ => Command::new("/bin/sh"),
    };
    command.args(["-c", &code.text]);
    let answer = String::from_utf8(run(command, variables).await.stdout).unwrap();
    assert_eq!(parsed(&answer), parsed(body(exchange)), "{language:?}\n{}", code.text);
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
    let variables = variables(&stage, &tokens);
    for entry in &kept[1..] {
        for language in [Language::Curl, Language::Python] {
            runs_alike(&entry.exchange, language, &variables).await;
        }
    }
    stage.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_with_an_effect_give_the_same_answer() {
    let stage = Stage::start().await;
    let tokens = stage.signed_in().await;
    let github = stage.client.get_identities(&tokens.access_token).await.unwrap().value;
    let github = github.into_iter().find(|identity| identity.provider == "github").unwrap();
    stage.client.unlink_ext_idp(&tokens.access_token, &github.ext_idp_id).await.unwrap();
    stage.client.send_email_code("lin@example.com").await.unwrap();
    stage.client.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
    let kept = stage.after_calls(5).await;
    for entry in [&kept[0], &kept[2], &kept[3], &kept[4]] {
        for language in [Language::Curl, Language::Python] {
            // As it was before the program's call, and then nobody is signed in.
            stage.sandbox.reset();
            let tokens = stage.signed_in().await;
            runs_alike(&entry.exchange, language, &variables(&stage, &tokens)).await;
        }
    }
    stage.sandbox.stop().await;
}
