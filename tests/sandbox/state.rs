//! What outlives the program in a state file, and what does not.

use std::path::Path;

use bindery::sandbox::{Sandbox, Setup, StartError, StateFileError};
use serde_json::Value;

use crate::browser::{Browser, exchange, request, with};
use crate::raw::{ALL_OF_LIN, Answer, FORM, Request, WECHAT, access_token, bound, read, sign_in, text, unlink};
use crate::scratch::Scratch;

async fn start(state_file: &Path) -> Sandbox {
    Sandbox::start_with(setup(state_file)).await.expect("a free port")
}

fn setup(state_file: &Path) -> Setup {
    Setup { state_file: Some(state_file.to_owned()), ..Setup::default() }
}

async fn refresh(sandbox: &Sandbox, refresh_token: &str) -> Answer {
    let form = format!("client_id={}&grant_type=refresh_token&refresh_token={refresh_token}", sandbox.app_id());
    Request::post("/oidc/token", FORM, form).send(sandbox).await
}

async fn key_set(sandbox: &Sandbox) -> Value {
    Request::get("/oidc/.well-known/jwks.json").send(sandbox).await.json()
}

#[tokio::test]
async fn bindings_tokens_and_keys_survive_a_restart() {
    let folder = Scratch::new("survive");
    let file = folder.path().join("state.json");
    let first = start(&file).await;
    let tokens = sign_in(&first, "rich").await;
    let (access, spent) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let good = text(&refresh(&first, &spent).await.json(), "refresh_token");
    unlink(&first, &access, WECHAT).send(&first).await;
    let left = bound(&first, &access).await;
    assert_ne!(left, ALL_OF_LIN);
    let (app_host, keys) = (first.app_host(), key_set(&first).await);
    first.stop().await;

    let second = start(&file).await;
    assert_eq!(second.app_host(), app_host);
    assert_eq!(key_set(&second).await, keys);
    assert_eq!(bound(&second, &access).await, left);
    let newest = refresh(&second, &good).await.json();
    assert_eq!(bound(&second, &text(&newest, "access_token")).await, left);

    // One that was traded before the restart is still known to be spent, and its use revokes the rest.
    for token in [spent, text(&newest, "refresh_token")] {
        let refused = refresh(&second, &token).await;
        assert_eq!((refused.status, text(&refused.json(), "error")), (400, "invalid_grant".to_owned()));
    }
}

#[tokio::test]
async fn a_browser_stays_signed_in_and_is_not_asked_again() {
    let folder = Scratch::new("browser");
    let file = folder.path().join("state.json");
    let first = start(&file).await;
    let asked = request(&first, "openid email");
    let mut browser = Browser::new(&first);
    browser.sign_in_as("rich", &asked).await.code();
    let cookies = std::mem::take(&mut browser.cookies);
    let mut other = Browser::new(&first);
    let login = other.authorize(&asked).await;
    let page = other.open(&login.path.replace("/login?", "/login/code?")).await;
    other.submit(&page, &[("account", "lin@example.com"), ("action", "send-code")]).await;
    let mailbox = first.mailbox();
    first.stop().await;

    let second = start(&file).await;
    assert_eq!((mailbox.len(), second.mailbox()), (1, mailbox));
    let mut browser = Browser::new(&second);
    browser.cookies = cookies;
    let code = browser.authorize(&with(asked, "prompt", "none")).await.code();
    assert!(exchange(&second, &code).await["access_token"].is_string());
}

#[tokio::test]
async fn a_change_is_in_the_file_before_the_end() {
    let folder = Scratch::new("soon");
    let file = folder.path().join("state.json");
    let sandbox = start(&file).await;
    let tokens = sign_in(&sandbox, "rich").await;
    let refresh_token = text(&tokens, "refresh_token");
    let written = async {
        while !std::fs::read_to_string(&file).unwrap().contains(&refresh_token) {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), written).await.expect("it is written");
    assert_eq!(sandbox.unsaved(), None);
}

#[tokio::test]
async fn a_reset_and_an_expiry_survive_too_and_faults_do_not() {
    let folder = Scratch::new("reset");
    let file = folder.path().join("state.json");
    let first = start(&file).await;
    let token = access_token(&first, "rich").await;
    unlink(&first, &token, WECHAT).send(&first).await;
    first.stop().await;

    let second = start(&file).await;
    second.reset();
    let token = access_token(&second, "rich").await;
    second.expire_access_tokens();
    second.faults().inject("*=stall".parse().unwrap());
    second.stop().await;

    let third = start(&file).await;
    assert_eq!(third.faults().pending(), []);
    assert_eq!(read(&third, &token, "get-identities").await.codes(), (401, Some(2020)));
    let token = access_token(&third, "rich").await;
    assert_eq!(bound(&third, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn the_authority_survives_also_a_start_without_tls() {
    let folder = Scratch::new("authority");
    let file = folder.path().join("state.json");
    let certificate = async |tls| {
        let sandbox = Sandbox::start_with(Setup { tls, ..setup(&file) }).await.unwrap();
        let info = sandbox.info();
        if tls {
            crate::tls::connect(sandbox.address().port(), info.ca_certificate.as_ref().unwrap()).await.unwrap();
        }
        sandbox.stop().await;
        info.ca_certificate
    };
    let first = certificate(true).await;
    assert!(first.is_some());
    assert_eq!(certificate(false).await, None);
    assert_eq!(certificate(true).await, first);
}

#[tokio::test]
async fn the_port_of_the_last_time_is_taken_again_only_if_it_is_free() {
    let folder = Scratch::new("port");
    let file = folder.path().join("state.json");
    let first = start(&file).await;
    let address = first.address();
    first.stop().await;
    let taken = std::net::TcpListener::bind(address).expect("the port is free");
    let second = start(&file).await;
    assert_ne!(second.address(), address);
    drop(taken);
}

#[tokio::test]
async fn a_start_that_fails_changes_no_file() {
    let folder = Scratch::new("failing");
    let file = folder.path().join("state.json");
    let first = start(&file).await;
    let error = Sandbox::start_with(setup(&file)).await.unwrap_err();
    assert!(matches!(error, StartError::State(StateFileError::InUse { .. })), "{error}");
    access_token(&first, "rich").await;
    first.stop().await;
    let before = std::fs::read(&file).unwrap();

    let taken = Sandbox::start().await.unwrap();
    let port = taken.address().port();
    let error = Sandbox::start_with(Setup { port, ..setup(&file) }).await.unwrap_err();
    assert!(matches!(error, StartError::Port { .. }), "{error}");
    let admin_port = Some(port);
    let error = Sandbox::start_with(Setup { admin_port, ..setup(&file) }).await.unwrap_err();
    assert!(matches!(error, StartError::AdminPort { .. }), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
