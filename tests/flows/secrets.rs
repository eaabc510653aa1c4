//! What an unbind leaves behind: the receipt, the ledger's files, Activity's exports, the support bundle and what can be
//! copied, none of them with a secret in it, although the service answers with every one that it was sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::app::Choice;
use bindery::genauth::AppHost;
use bindery::session::{AccountSpace, Keep, SpaceName};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::stage::{Scene, Stage, runtime};
use crate::support_bundle;

const PASSWORD: &str = "Quokka 7f3d/right";
const ACCESS_TOKEN: &str = "planted-access-token-1";
const REFRESH_TOKEN: &str = "planted-refresh-token-2";
const PROVIDER_TOKEN: &str = "planted-provider-token-3";
/// Nobody knows it before the answer that names it.
const NAMED_TOKEN: &str = "planted-named-token-4";

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// What a service says that shows what it was sent; of the provider's token only where the program can have seen it.
fn chatter(of_provider: bool) -> String {
    let provider_token = if of_provider { PROVIDER_TOKEN } else { "another" };
    format!(
        "not for {ACCESS_TOKEN}, {}, {}, nor {REFRESH_TOKEN} or {provider_token}: see https://a/link?link_token={NAMED_TOKEN}",
        STANDARD.encode(format!("lin:{ACCESS_TOKEN}")),
        hexadecimal(REFRESH_TOKEN),
    )
}

fn answer(path: &str) -> Value {
    let identity = json!({"identityId": "i-1", "extIdpId": "62f2093271a2b3cc10d966ee", "provider": "github", "type": "openid",
        "userIdInIdp": "48213977", "originConnIds": ["c-1"], "accessToken": PROVIDER_TOKEN, "refreshToken": NAMED_TOKEN});
    let data = match path.rsplit('/').next().unwrap_or_default() {
        "signin" => {
            json!({"access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN, "token_type": "Bearer", "expires_in": 7200})
        }
        "get-identities" => json!([identity]),
        "get-application-enabled-extidps" => json!([]),
        "get-security-info" => json!({"passwordSet": true, "emailBinded": true, "phoneBinded": true}),
        "get-profile" => json!({"userId": "62f20932a1b2c3bcc10d966e", "username": "lin", "identities": [identity]}),
        "unlink-extidp" => {
            return json!({"statusCode": 403, "apiCode": 1234, "message": chatter(true), "requestId": format!("id of {ACCESS_TOKEN}")});
        }
        _ => return json!({"statusCode": 404, "message": chatter(false)}),
    };
    let of_provider = path.ends_with("/get-identities");
    json!({"statusCode": 200, "message": chatter(of_provider), "requestId": format!("token={NAMED_TOKEN}"), "data": data})
}

async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                let path = head.split(' ').nth(1).unwrap_or_default();
                let body = answer(path.split('?').next().unwrap_or_default()).to_string();
                let length = body.len();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
                return stream.write_all([head, body].concat().as_bytes()).await;
            }
        }
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
}

/// Every file below a folder, with the ledger's own that are not merged yet.
fn files_below(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files_below(&path)),
            false => found.push((path.display().to_string(), std::fs::read(&path).unwrap())),
        }
    }
    found
}

#[test]
fn nothing_that_an_unbind_leaves_behind_has_a_secret_in_it() {
    let runtime = runtime();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let app_host = AppHost::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let space = AccountSpace {
        keep: Keep::Memory,
        ..AccountSpace::of(SpaceName::Host, app_host, "62f2093271a2b3cc10d90001".to_owned())
    };
    let folder = tempfile::tempdir().unwrap();
    let data_folder = Some(folder.path().join("data"));
    let mut stage = Stage::set(runtime, Scene { choice: Choice::Service(space), data_folder, ..Scene::default() });
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "lin");
    stage.type_into("Password", PASSWORD);
    stage.press("Sign in");
    stage.see("Bound · 1");
    stage.unbind("GitHub");
    stage.see("apiCode 1234");
    stage.see_part("[redacted access token");
    let mut said = vec![("the card", stage.screen()), ("a copied receipt", stage.copied())];

    stage.harness.get_by_role_and_label(Role::Tab, "Activity").click_accesskit();
    stage.see_part("Unbind GitHub · ");
    for name in ["out.csv", "out.jsonl"] {
        stage.press("Export…");
        if name.ends_with("jsonl") {
            stage.harness.get_by_role_and_label(Role::RadioButton, "JSON lines, for a program").click_accesskit();
        }
        let offered =
            |stage: &Stage| stage.harness.get_by_role_and_label(Role::TextInput, "File").value().unwrap_or_default();
        stage.until("a place to be offered", |stage| offered(stage).ends_with(&name[3..]));
        stage.harness.get_by_role_and_label(Role::TextInput, "File").focus();
        stage.harness.step();
        stage.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        stage.harness.step();
        stage
            .harness
            .get_by_role_and_label(Role::TextInput, "File")
            .type_text(folder.path().join(name).to_str().unwrap());
        stage.harness.step();
        stage.press("Export");
        stage.see_part("written to");
        stage.press("Close");
    }
    let row = stage.texts().into_iter().find(|text| text.contains(" · Unbind GitHub · ")).unwrap();
    stage.press(&row);
    stage.see_part("Request 1: POST /api/v3/unlink-extidp");
    said.push(("Activity", stage.screen()));
    let texts = stage.copied();
    assert!(texts.contains("unlink-extidp") && texts.contains("[redacted access token"), "{texts}");
    said.push(("what Activity copies", texts));

    let bundle = support_bundle::unmasked(&mut stage, &folder.path().join("bundle.zip"));
    for name in ["calls.har", "receipts.json"] {
        let has_answer = |(file, text): &(String, String)| file == name && text.contains("[redacted access token");
        assert!(bundle.iter().any(has_answer), "{name} has the answer");
    }

    let files = files_below(folder.path());
    for part in ["ledger.sqlite3", "out.csv", "out.jsonl"] {
        let has_receipt = |content: &[u8]| String::from_utf8_lossy(content).contains("[redacted access token");
        assert!(
            files.iter().any(|(name, content)| name.contains(part) && has_receipt(content)),
            "{part} has the receipt"
        );
    }
    let texts = said.iter().map(|(place, text)| ((*place).to_owned(), text.clone().into_bytes()));
    let bundle = bundle.into_iter().map(|(name, text)| (format!("the bundle's {name}"), text.into_bytes()));
    for (place, content) in texts.chain(bundle).chain(files) {
        let content = String::from_utf8_lossy(&content);
        for secret in [PASSWORD, ACCESS_TOKEN, REFRESH_TOKEN, PROVIDER_TOKEN, NAMED_TOKEN] {
            for form in [secret.to_owned(), STANDARD.encode(secret), hexadecimal(secret), secret.replace('/', "%2F")] {
                assert!(!content.contains(&form), "{place} has {form}");
            }
        }
        assert!(!content.contains("cGxhbnRlZC"), "{place} has a token in base64");
    }
}
