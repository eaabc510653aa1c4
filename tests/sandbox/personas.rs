//! Who can sign in, and that each answers on the wire as its description says.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use bindery::sandbox::{Pool, Sandbox, Setup};
use serde_json::{Value, json};

use crate::raw::{Request, access_token, read, sign_in, sign_in_with, start, text, unlink};

const DOCUMENT: &str = include_str!("../../docs/personas.md");
const NATIVE_HS256: &str = "66f0a1b2c3d4e5f607182933";

/// The identities that an account has now.
async fn identities(sandbox: &Sandbox, key: &str) -> Vec<Value> {
    let token = access_token(sandbox, key).await;
    let data = read(sandbox, &token, "get-identities").await.data();
    data.as_array().expect("a list").clone()
}

/// The connections that are enabled for an application.
async fn enabled(sandbox: &Sandbox, app_id: &str) -> Vec<Value> {
    let request = Request::get("/api/v3/get-application-enabled-extidps").header("x-genauth-app-id", app_id);
    request.send(sandbox).await.data().as_array().expect("a list").clone()
}

#[tokio::test]
async fn many_is_answered_whole_and_soon() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "many").await;
    let started = Instant::now();
    let answer = read(&sandbox, &token, "get-identities").await;
    let took = started.elapsed();
    let list = answer.data();
    let list = list.as_array().unwrap();
    let ids: HashSet<&str> = list.iter().filter_map(|one| one["identityId"].as_str()).collect();
    let sources: HashSet<&str> = list.iter().filter_map(|one| one["extIdpId"].as_str()).collect();
    assert_eq!((list.len(), ids.len(), sources.len()), (10_000, 10_000, 300));
    assert!((1_000_000..4_000_000).contains(&answer.content_length()), "{}", answer.content_length());
    // Far more than it takes, far less than anything quadratic would.
    assert!(took < Duration::from_secs(10), "{took:?}");

    let (first, of_first) = (list[0]["extIdpId"].as_str().unwrap(), 10_000_usize.div_ceil(300));
    assert_eq!(unlink(&sandbox, &token, first).send(&sandbox).await.codes(), (200, None));
    let left = read(&sandbox, &token, "get-identities").await.data();
    assert_eq!(left.as_array().map(Vec::len), Some(10_000 - of_first));
    sandbox.reset();
    assert_eq!(identities(&sandbox, "many").await.len(), 10_000, "a reset brings them back");
}

#[tokio::test]
async fn every_is_bound_to_what_the_application_with_everything_lists() {
    let sandbox = start().await;
    let bound = identities(&sandbox, "every").await;
    assert_eq!(bound.len(), 41);
    let listed = enabled(&sandbox, NATIVE_HS256).await;
    assert!(listed.len() > 340);
    for identity in &bound {
        let found = listed.iter().find(|one| one["extIdpId"] == identity["extIdpId"]);
        assert_eq!(found.map(|one| &one["type"]), Some(&identity["provider"]), "{identity}");
    }
}

#[tokio::test]
async fn hostile_text_arrives_unchanged() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "hostile").await;
    let profile = read(&sandbox, &token, "get-profile?withIdentities=true&withCustomData=true").await.data();
    let name = text(&profile, "name");
    for what in ["\u{202E}", "<script>", "\u{1F468}\u{200D}\u{1F469}", "\u{0}"] {
        assert!(name.contains(what), "{what:?} in {name:?}");
    }
    assert_eq!(profile["nickname"].as_str().map(|nickname| nickname.chars().count()), Some(3 * 3_334));
    assert_eq!(profile["customData"]["\u{0}"], "\u{0}");
    let last = profile["identities"].as_array().and_then(|list| list.last()).unwrap();
    assert_eq!(last["userInfoInIdp"].as_object().map(serde_json::Map::len), Some(3_001));

    let listed = enabled(&sandbox, NATIVE_HS256).await;
    let long = listed.iter().find(|one| one["identifier"] == "hostile-length").unwrap();
    assert_eq!(text(long, "name").chars().count(), 10_000);
    assert!(enabled(&sandbox, sandbox.app_id()).await.iter().all(|one| !text(one, "identifier").contains("hostile")));
}

#[tokio::test]
async fn sources_and_connections_come_apart() {
    let sandbox = start().await;
    let two = identities(&sandbox, "same-provider").await;
    assert_eq!((two.len(), &two[0]["provider"], &two[1]["provider"]), (2, &json!("github"), &json!("github")));
    assert_ne!(two[0]["extIdpId"], two[1]["extIdpId"]);
    let token = access_token(&sandbox, "same-provider").await;
    let answer = unlink(&sandbox, &token, &text(&two[0], "extIdpId")).send(&sandbox).await;
    assert_eq!(answer.codes(), (200, None));
    assert_eq!(identities(&sandbox, "same-provider").await, two[1..], "the other GitHub stays");

    let three = identities(&sandbox, "several-connections").await;
    let connections: Vec<usize> = three.iter().map(|one| one["originConnIds"].as_array().unwrap().len()).collect();
    assert_eq!(connections, [1, 2, 0]);
    let of_source = |one: &&Value| one["extIdpId"] == three[0]["extIdpId"];
    assert_eq!(enabled(&sandbox, NATIVE_HS256).await.iter().filter(of_source).count(), 4);
}

#[tokio::test]
async fn a_phone_signs_in_and_nothing_does_without_a_password() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "phone").await;
    let profile = read(&sandbox, &token, "get-profile").await.data();
    assert_eq!((&profile["phone"], &profile["phoneCountryCode"]), (&json!("7700900123"), &json!("+44")));
    assert_eq!((&profile["email"], &profile["username"]), (&Value::Null, &Value::Null));
    for password in ["sandbox", "null"] {
        let payload = json!({"email": "code-only@example.com", "password": password});
        let body = json!({"connection": "PASSWORD", "passwordPayload": payload});
        assert_eq!(sign_in_with(&sandbox, &body).send(&sandbox).await.codes(), (403, Some(2333)));
    }
}

/// The one example of a whole file in the document.
fn example() -> &'static str {
    let (_, rest) = DOCUMENT.split_once("```toml file\n").expect("an example");
    rest.split("```").next().unwrap()
}

#[tokio::test]
async fn the_documents_example_works() {
    let pool = Pool::with(example()).unwrap();
    let sandbox = Sandbox::start_with(Setup { pool, ..Setup::default() }).await.unwrap();
    let payload = json!({"account": "zoe@example.com", "password": "correct horse"});
    let body = json!({"connection": "PASSWORD", "passwordPayload": payload});
    let data = sign_in_with(&sandbox, &body).send(&sandbox).await.data();
    let token = text(&data, "access_token");
    let list = read(&sandbox, &token, "get-identities").await.data();
    let list = list.as_array().unwrap();
    let providers: Vec<String> = list.iter().take(2).map(|one| text(one, "provider")).collect();
    assert_eq!((providers.as_slice(), list.len()), (["oidc".to_owned(), "github".to_owned()].as_slice(), 42));
    assert_eq!(list[0]["userInfoInIdp"]["department"], "Design");
    assert!(list[2]["provider"] == "saml" && list[41]["userIdInIdp"] == "zoe-00040", "{}", list[41]);

    let listed = enabled(&sandbox, "aaaaaaaaaaaaaaaaaaaaaaaa").await;
    let identifiers: Vec<String> = listed.iter().map(|one| text(one, "identifier")).collect();
    assert_eq!(identifiers, ["acme-oidc", "github", "campus-3"]);
    let taken_over = sandbox.pool().personas().find(|persona| persona.key == "empty").unwrap();
    assert_eq!(taken_over.name, "Nobody In Particular");
    assert!(sign_in(&sandbox, "rich").await["access_token"].is_string(), "the others are still there");
}

/// The keys that an entry may have, as the error about a key that it may not have lists them.
fn keys_of(opened: &str) -> Vec<String> {
    let error = Pool::with(&format!("{opened}nonsense = 1{}", if opened.contains('{') { " }" } else { "" }));
    let error = error.unwrap_err().to_string();
    let (_, listed) = error.split_once("expected ").unwrap_or_else(|| panic!("{error}"));
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_document_describes_every_key_and_every_persona() {
    let identity = "[[persona]]\n[[persona.identity]]\n";
    for (heading, opened) in [
        ("## The file", String::new()),
        ("## `[[application]]`", "[[application]]\n".to_owned()),
        ("## `[[source]]`", "[[source]]\n".to_owned()),
        ("### `[[source.connection]]`", "[[source]]\n[[source.connection]]\n".to_owned()),
        ("### `[[source.connection]]`", "[[source]]\n[[source.connection]]\ndescription = { ".to_owned()),
        ("## `[[source_series]]`", "[[source_series]]\n".to_owned()),
        ("## `[[persona]]`", "[[persona]]\n".to_owned()),
        ("### `[[persona.identity]]`", identity.to_owned()),
        ("### `[[persona.identity]]`", format!("{identity}filler = {{ ")),
        ("### `[[persona.identity_series]]`", "[[persona]]\n[[persona.identity_series]]\n".to_owned()),
        ("## `[[person]]`", "[[person]]\n".to_owned()),
    ] {
        let (_, section) = DOCUMENT.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading}"));
        let section = section.split("\n## ").next().unwrap().split("\n### ").next().unwrap();
        let keys = keys_of(&opened);
        assert!(keys.len() > 1, "{opened}");
        for key in keys {
            assert!(section.contains(&format!("`{key}`")), "{key} under {heading}");
        }
    }
    for persona in Pool::built_in().personas() {
        assert!(DOCUMENT.contains(&format!("\n| `{}` | ", persona.key)), "{}", persona.key);
    }
}
