//! The texts are run and give the answer that the program got.

use bindery::genauth::{Exchange, HarmlessRead, Password, PhoneNumber, RefreshToken, TokenSet};
use bindery::inspector::as_code::{Language, write};
use serde_json::Value;

use super::stage::{Stage, body, run_text};

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
                                | "url"
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

/// An answer that can be compared; a revocation has none.
fn parsed(text: &str) -> Value {
    if text.trim().is_empty() {
        return Value::Null;
    }
    masked(serde_json::from_str(text).unwrap_or_else(|_| panic!("no JSON: {text}")))
}

/// The environment in which a text is run.
fn variables(stage: &Stage, tokens: &TokenSet) -> Vec<(String, String)> {
    let refresh_token = tokens.refresh_token.as_ref().map(|token| token.expose().to_owned());
    let variable = |name: &str, value: String| (name.to_owned(), value);
    vec![
        variable("GENAUTH_ACCESS_TOKEN", tokens.access_token.expose().to_owned()),
        variable("GENAUTH_REFRESH_TOKEN", refresh_token.unwrap_or_default()),
        variable(
            "GENAUTH_ID_TOKEN",
            tokens.id_token.as_ref().map(|token| token.expose().to_owned()).unwrap_or_default(),
        ),
        variable("GENAUTH_PASSWORD", stage.password()),
    ]
}

/// Runs an exchange as code and compares the answer with the program's.
async fn runs_alike(exchange: &Exchange, language: Language, variables: &[(String, String)]) {
    let code = write(exchange, language, &|warning| format!("{warning:?}"));
    let answer = run_text(language, &code, variables).await;
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
        "/api/v3/get-my-accessible-apps",
        "/api/v3/mydevices/list?page=1&limit=2",
        "/api/v3/list-enrolled-factors",
        "/api/v3/list-factors-to-enroll",
        "/oidc/me",
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
        for language in Language::ALL {
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
    let phone = PhoneNumber { country_code: Some("+86".to_owned()), number: "13800138000".to_owned() };
    stage.client.send_sms_code(&phone).await.unwrap();
    let id_token = tokens.id_token.as_ref().unwrap();
    stage.client.generate_link_ext_idp_url(&tokens.access_token, id_token, "github", None).await.unwrap();
    let renewed = stage.client.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap().value;
    stage.client.revoke_refresh_token(renewed.refresh_token.as_ref().unwrap()).await.unwrap();
    let kept = stage.after_calls(8).await;
    for entry in kept.iter().filter(|entry| entry.exchange.attempt.path != "/api/v3/get-identities") {
        for language in Language::ALL {
            // As it was before the program's call, and then nobody is signed in.
            stage.sandbox.reset();
            let tokens = stage.signed_in().await;
            runs_alike(&entry.exchange, language, &variables(&stage, &tokens)).await;
        }
    }
    stage.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_gives_the_same_answer() {
    let stage = Stage::start().await;
    let wrong = "wrong-and-\"awkward\" \\ 密".to_owned();
    stage.client.refresh(&RefreshToken::new(wrong.clone())).await.unwrap_err();
    let password = Password::new(wrong.clone());
    stage.client.sign_in_with_password(stage.persona().account(), &password).await.unwrap_err();
    let variables = ["REFRESH_TOKEN", "PASSWORD"].map(|name| (format!("GENAUTH_{name}"), wrong.clone()));
    for entry in stage.after_calls(2).await {
        for language in Language::ALL {
            // Failures are counted.
            stage.sandbox.reset();
            runs_alike(&entry.exchange, language, &variables).await;
        }
    }
    stage.sandbox.stop().await;
}
