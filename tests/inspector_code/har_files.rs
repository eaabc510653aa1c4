//! HAR files for programs that are not ours, and from them.

use std::path::Path;
use std::process::Command;

use bindery::inspector::har;
use bindery::inspector::masking::Shown;

use super::stage::{Stage, installed, run};

fn node(script: &str) -> Command {
    installed("har/node_modules");
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/har").join(script));
    node
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_accepts_what_is_written() {
    let stage = Stage::start().await;
    let tokens = stage.signed_in().await;
    stage.client.get_identities(&tokens.access_token).await.unwrap();
    stage.client.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
    stage.client.unlink_ext_idp(&tokens.access_token, "no such id").await.unwrap_err();
    stage.client.revoke_access_token(&tokens.access_token).await.unwrap();
    // Nobody answers this one, which must be valid too.
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    stage.other_client(&format!("http://{nowhere}")).system().await.unwrap_err();
    let kept = stage.after_calls(6).await;
    let folder = tempfile::tempdir().unwrap();
    for (name, shown) in
        [("masked.har", Shown::default()), ("open.har", Shown { emails: true, phones: true, provider_ids: true })]
    {
        let file = folder.path().join(name);
        std::fs::write(&file, har::write(&kept, shown)).unwrap();
        let mut validator = node("validate.js");
        validator.arg(&file);
        assert_eq!(run(validator, &[]).await.stdout, b"valid\n");
    }
    // The validator can say no.
    let mut file: serde_json::Value = serde_json::from_slice(&har::write(&kept, Shown::default())).unwrap();
    file["log"]["entries"][0]["timings"]["wait"] = serde_json::Value::Null;
    let wrong = folder.path().join("wrong.har");
    std::fs::write(&wrong, file.to_string()).unwrap();
    assert!(!node("validate.js").arg(&wrong).output().unwrap().status.success());
    stage.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_recorded_is_read() {
    let stage = Stage::start().await;
    let host = format!("http://{}", stage.sandbox.address());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("browser.har");
    let mut recorder = node("record.js");
    recorder.arg(&file);
    recorder.args([
        format!("{host}/oidc/.well-known/openid-configuration"),
        format!("{host}/cb?code=planted-code&state=planted-state"),
    ]);
    run(recorder, &[]).await;
    let bytes = std::fs::read(&file).unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("planted-code"), "the browser recorded it");
    let read = har::import(&bytes).unwrap();
    assert!(read.creator.as_deref().is_some_and(|creator| creator.starts_with("Playwright")), "{:?}", read.creator);
    assert_eq!(read.left_out, 0);
    let found = |path: &str| read.entries.iter().find(|entry| entry.exchange.attempt.path == path).unwrap();
    let metadata = &found("/oidc/.well-known/openid-configuration").exchange;
    assert_eq!(metadata.attempt.http_status, Some(200));
    assert!(metadata.response.as_ref().unwrap().body.text.contains("issuer"));
    assert!(metadata.took > std::time::Duration::ZERO && metadata.headers_after.is_some());
    assert!(found("/cb").exchange.request.url.ends_with("/cb?code=[redacted code]&state=[redacted state]"));
    assert!(!format!("{read:?}").contains("planted"));
    stage.sandbox.stop().await;
}
