//! Asking for a link that binds an identity: who gets one, who does not and why, and what is kept of it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::sandbox::{Application, Lifetimes, Sandbox};
use serde_json::{Value, json};

use crate::raw::{Answer, EVERYTHING, JSON, Request, persona, sign_in, start, text};
use crate::visitor::open;

/// The request for a link, with these parameters more.
pub(crate) fn link_request(app_id: &str, identifier: &str, id_token: &str, more: &[(&str, &str)]) -> Request {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("ext_idp_conn_identifier", identifier), ("app_id", app_id), ("id_token", id_token)])
        .extend_pairs(more)
        .finish();
    Request::get(&format!("/api/v3/generate-link-extidp-url?{query}")).header("x-genauth-app-id", app_id).english()
}

async fn ask(sandbox: &Sandbox, identifier: &str, id_token: &str) -> Answer {
    link_request(sandbox.app_id(), identifier, id_token, &[]).send(sandbox).await
}

/// Why the last request was refused.
fn reason(sandbox: &Sandbox) -> String {
    sandbox.requests().last().and_then(|request| request.reason.clone()).expect("a reason")
}

fn application(sandbox: &Sandbox, method: &str) -> Application {
    let found = sandbox.pool().applications().find(|one| {
        one.token_endpoint_auth_method.as_str() == method && one.id_token_signed_response_alg.as_str() == "HS256"
    });
    found.expect("an application").clone()
}

async fn sign_in_to(sandbox: &Sandbox, app_id: &str) -> Value {
    let persona = persona("empty");
    let application = sandbox.pool().applications().find(|one| one.app_id == app_id).expect("an application");
    let secret = application.secret.as_deref().unwrap_or_default();
    // Whichever way the application has to prove itself, it does.
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": persona.account(), "password": persona.password},
        "options": {"scope": EVERYTHING},
        "client_id": app_id,
        "client_secret": secret,
    });
    let basic = format!("Basic {}", STANDARD.encode(format!("{app_id}:{secret}")));
    let request = Request::post("/api/v3/signin", JSON, body.to_string()).header("x-genauth-app-id", app_id);
    request.header("Authorization", &basic).send(sandbox).await.data()
}

#[tokio::test]
async fn a_link_points_here_and_is_another_each_time() {
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    let mut links = Vec::new();
    for _ in 0..2 {
        let url = text(&ask(&sandbox, "github", &id_token).await.data(), "url");
        assert!(url.starts_with(&format!("{}/", sandbox.app_host())), "{url}");
        assert!(url.contains("sandbox-link-") && !url.contains(&id_token), "{url}");
        links.push(url);
    }
    assert_ne!(links[0], links[1]);
    let odd = text(&sign_in(&sandbox, "odd").await, "id_token");
    assert_eq!(ask(&sandbox, "github", &odd).await.json()["apiCode"], 0);
}

#[tokio::test]
async fn a_connection_must_exist_and_be_enabled_for_the_application() {
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    for (identifier, expected, word) in [
        ("nowhere", 404, "No connection"),
        ("azure-contoso", 403, "not enabled"),
        ("62f2093271a2b3cc10d966ef", 400, "looks like the ID"),
        ("605492ac41b2c3d4e5f60703", 400, "looks like the ID"),
    ] {
        let answer = ask(&sandbox, identifier, &id_token).await;
        assert_eq!(answer.codes(), (expected, None), "{identifier}");
        assert!(text(&answer.json(), "message").contains(word), "{}", answer.text());
    }
    sandbox.set_connection_enabled("github", false);
    assert_eq!(ask(&sandbox, "github", &id_token).await.codes(), (403, None));
    let listed = Request::get("/api/v3/get-application-enabled-extidps").app(&sandbox).send(&sandbox).await.text();
    assert!(!listed.contains("\"github\"") && listed.contains("\"google\""), "{listed}");
    sandbox.set_connection_enabled("github", true);
    assert_eq!(ask(&sandbox, "github", &id_token).await.codes(), (200, None));
}

#[tokio::test]
async fn three_parameters_are_needed_and_in_snake_case() {
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    let all = [("ext_idp_conn_identifier", "github"), ("app_id", sandbox.app_id()), ("id_token", &*id_token)];
    for missing in all {
        let given = all.into_iter().filter(|one| *one != missing);
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
        let request = Request::get(&format!("/api/v3/generate-link-extidp-url?{query}")).app(&sandbox).english();
        let answer = request.send(&sandbox).await;
        assert_eq!(answer.codes(), (400, None), "{}", missing.0);
        assert!(text(&answer.json(), "message").contains(missing.0), "{}", answer.text());
    }
    let camel = format!("extIdpConnIdentifier=github&appId={}&idToken={id_token}", sandbox.app_id());
    let request = Request::get(&format!("/api/v3/generate-link-extidp-url?{camel}")).app(&sandbox);
    assert_eq!(request.send(&sandbox).await.codes(), (400, None));

    let other = application(&sandbox, "none").app_id;
    let mut request = link_request(sandbox.app_id(), "github", &id_token, &[]);
    request.headers.retain(|(name, _)| name != "x-genauth-app-id");
    assert_eq!(request.clone().send(&sandbox).await.codes(), (400, None), "the header is needed as everywhere");
    let answer = request.header("x-authing-app-id", &other).english().send(&sandbox).await;
    assert_eq!(answer.codes(), (400, None));
    assert!(text(&answer.json(), "message").contains("app_id"), "{}", answer.text());
}

#[tokio::test]
async fn only_a_good_id_token_of_this_application_gets_a_link() {
    let sandbox = start().await;
    let signed_in = sign_in(&sandbox, "empty").await;
    let other = application(&sandbox, "none").app_id;
    let foreign = text(&sign_in_to(&sandbox, &other).await, "id_token");
    let good = text(&signed_in, "id_token");
    let (head, _) = good.rsplit_once('.').unwrap();
    let unsigned = format!("{head}.");
    for (id_token, why) in [
        ("abc", "not signed here"),
        (&*unsigned, "not signed here"),
        (&*text(&signed_in, "access_token"), "access token"),
        (&*text(&signed_in, "refresh_token"), "not signed here"),
        (&*foreign, "not signed here"),
    ] {
        let answer = ask(&sandbox, "github", id_token).await;
        assert_eq!(answer.codes(), (401, None), "{why}");
        assert_eq!(answer.json()["message"], "The id_token is not valid, or no longer.");
        assert!(reason(&sandbox).contains(why), "{}", reason(&sandbox));
    }

    sandbox.set_lifetimes(Lifetimes { id_token: Duration::ZERO, ..Lifetimes::default() });
    let expired = text(&sign_in(&sandbox, "empty").await, "id_token");
    assert_eq!(ask(&sandbox, "github", &expired).await.codes(), (401, None));
    assert!(reason(&sandbox).contains("expired"));
    assert_eq!(ask(&sandbox, "github", &good).await.codes(), (200, None), "the older one is still good");
}

#[tokio::test]
async fn an_id_token_of_another_application_with_the_same_key_is_refused() {
    let sandbox = start().await;
    let web = "66f0a1b2c3d4e5f607182931";
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    assert_eq!(link_request(web, "github", &id_token, &[]).send(&sandbox).await.codes(), (401, None));
    assert!(reason(&sandbox).contains("another application"), "{}", reason(&sandbox));
}

#[tokio::test]
async fn an_id_token_that_is_signed_with_the_applications_secret_is_checked_with_it() {
    let sandbox = start().await;
    let app_id = application(&sandbox, "none").app_id;
    let signed_in = sign_in_to(&sandbox, &app_id).await;
    let id_token = text(&signed_in, "id_token");
    assert_eq!(link_request(&app_id, "azure-contoso", &id_token, &[]).send(&sandbox).await.codes(), (200, None));
    let (head, signature) = id_token.rsplit_once('.').unwrap();
    let other_end = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{head}.{other_end}{}", &signature[1..]);
    let own_key = text(&sign_in(&sandbox, "empty").await, "id_token");
    for (id_token, why) in
        [(&*forged, "not signed here"), (&*own_key, "not signed here"), (&*text(&signed_in, "access_token"), "access")]
    {
        assert_eq!(link_request(&app_id, "github", id_token, &[]).send(&sandbox).await.codes(), (401, None));
        assert!(reason(&sandbox).contains(why), "{}", reason(&sandbox));
    }
}

#[tokio::test]
async fn the_result_goes_to_this_machine_or_where_the_application_said() {
    let sandbox = start().await;
    let web = "66f0a1b2c3d4e5f607182931";
    let id_token = text(&sign_in_to(&sandbox, web).await, "id_token");
    for (target, expected) in [
        ("http://127.0.0.1:4100/linked?from=here", 200),
        ("http://localhost:4100/linked", 200),
        ("https://app.example/callback", 200),
        ("https://app.example/elsewhere", 400),
        ("http://127.0.0.1.evil.example/", 400),
        ("javascript:alert(1)", 400),
        ("linked", 400),
    ] {
        let answer = link_request(web, "github", &id_token, &[("target_url", target)]).send(&sandbox).await;
        assert_eq!(answer.codes(), (expected, None), "{target}");
    }
}

#[tokio::test]
async fn the_older_link_is_opened_by_the_browser_itself() {
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    let address = |identifier: &str, app_id: &str| {
        let host = sandbox.app_host();
        format!("{host}/api/v3/link-extidp?ext_idp_conn_identifier={identifier}&app_id={app_id}&id_token={id_token}")
    };
    let page = open(&sandbox, &address("github", sandbox.app_id())).await;
    assert_eq!(page.answer.status, 200);
    assert!(page.answer.text().contains("<h1>GitHub (sandbox)</h1>"), "{}", page.answer.text());
    let refused = open(&sandbox, &address("nowhere", sandbox.app_id())).await;
    assert_eq!(refused.answer.codes(), (404, None));
    let refused = open(&sandbox, &address("github", "000000000000000000000000")).await;
    assert_eq!(refused.answer.codes(), (404, Some(2011)));
    let wrong_method = Request::post("/api/v3/link-extidp", JSON, "{}").app(&sandbox).send(&sandbox).await;
    assert_eq!(wrong_method.codes(), (404, None));
}

#[tokio::test]
async fn nothing_that_binds_stays_in_the_list_of_requests() {
    let sandbox = start().await;
    let id_token = text(&sign_in(&sandbox, "empty").await, "id_token");
    let more = [("need_url_redirect", "1"), ("only_redirect_token", "1"), ("target_url", "http://127.0.0.1:9/linked")];
    let answer = link_request(sandbox.app_id(), "github", &id_token, &more).send(&sandbox).await;
    let page = open(&sandbox, &text(&answer.data(), "url")).await;
    let done = page.press(&sandbox, "person", "noor").await;
    let visited = [&page.addresses[..], &done.addresses[..]].concat().join(" ");
    let kept = format!("{:?}", sandbox.requests());
    for secret in ["sandbox-link-", "sandbox-visit-", "sandbox-provider-code-"] {
        assert!(visited.contains(secret), "{secret} was never sent");
        assert!(!kept.contains(secret), "{secret} stays");
    }
    assert!(!kept.contains(&id_token));
    let asked = &sandbox.requests()[1];
    assert!(asked.query.contains(&("only_redirect_token".to_owned(), "1".to_owned())), "that one is no secret");
}
