//! The real command, `bindery sandbox`: what it prints, how it ends, what it leaves alone.

use std::net::TcpListener;

use serde_json::json;

use crate::process::{Process, address};
use crate::raw::{Answer, FORM, JSON, Request, WECHAT, text};
use crate::scratch::Scratch;

const APP_ID: &str = "66f0a1b2c3d4e5f607182930";

/// The `data` of a sign-in by the persona `rich`.
async fn sign_in(info: &serde_json::Value) -> serde_json::Value {
    let persona = &info["personas"][0];
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": persona["account"], "password": persona["password"]},
        "options": {"scope": "openid offline_access"},
    });
    let request = Request::post("/api/v3/signin", JSON, body.to_string());
    send(info, request).await.data()
}

async fn send(info: &serde_json::Value, request: Request) -> Answer {
    let app_id = info["applications"][0]["appId"].as_str().expect("an app ID");
    request.header("x-genauth-app-id", app_id).send_to(address(&info["appHost"])).await
}

async fn providers(info: &serde_json::Value, token: &str) -> Vec<String> {
    let data = send(info, Request::get("/api/v3/get-identities").bearer(token)).await.data();
    data.as_array().unwrap().iter().map(|identity| text(identity, "provider")).collect()
}

/// Starts the command where it must refuse to, and gives the status and the one line that it said.
#[track_caller]
fn refused(words: &[&str]) -> (i32, String) {
    let ended = Process::start(words).ended();
    assert_eq!(ended.printed, [""; 0]);
    let [said] = ended.complained.as_slice() else { panic!("{ended:?}") };
    assert!(said.starts_with("bindery: "), "{said}");
    (ended.status.code().expect("a status"), said.clone())
}

#[tokio::test]
async fn one_line_of_json_says_all_that_a_client_needs() {
    let process = Process::start(&["--json"]);
    let info = process.json();
    assert_eq!(info["issuer"], format!("{}/oidc", info["appHost"].as_str().unwrap()));
    assert_eq!(info["applications"][0]["appId"], APP_ID);
    assert_eq!(info["applications"][0]["secret"], serde_json::Value::Null);
    assert_eq!((&info["caFile"], &info["caCertificate"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    let methods: Vec<&str> = info["applications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|application| application["tokenEndpointAuthMethod"].as_str().unwrap())
        .collect();
    for method in ["none", "client_secret_post", "client_secret_basic"] {
        assert!(methods.contains(&method), "{methods:?}");
    }

    let token = text(&sign_in(&info).await, "access_token");
    assert_eq!(providers(&info, &token).await.len(), 7);
    let admin = Request::get("/info")
        .header("Host", &address(&info["admin"]["url"]).to_string())
        .bearer(&text(&info["admin"], "token"));
    let mut told = admin.send_to(address(&info["admin"]["url"])).await.json();
    told["admin"]["token"] = info["admin"]["token"].clone();
    assert_eq!(told, info);
}

#[test]
fn words_say_the_same_to_a_person() {
    let process = Process::start(&[]);
    let first = process.line();
    assert!(first.starts_with("Base address: http://127.0.0.1:"), "{first}");
    let mut found = Vec::new();
    while found.last().is_none_or(|line: &String| line != "Press Ctrl+C to stop.") {
        found.push(process.line());
    }
    for said in [&format!("    App ID: {APP_ID}"), "    Sign in as: lin@example.com, linxiao", "    Password: sandbox"]
    {
        assert!(found.iter().any(|line| line == said), "{said} is missing in {found:?}");
    }
    assert!(found.iter().any(|line| line.starts_with("Admin token: ")));
}

#[test]
fn two_at_once_have_ports_of_their_own() {
    let (one, other) = (Process::start(&["--json"]), Process::start(&["--json"]));
    let (one, other) = (one.json(), other.json());
    assert_ne!(one["appHost"], other["appHost"]);
    assert_ne!(one["admin"]["url"], other["admin"]["url"]);
    assert_ne!(one["admin"]["token"], other["admin"]["token"]);
}

#[test]
fn a_port_that_is_asked_for_is_used_or_said_to_be_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for option in ["--port", "--admin-port"] {
        let (status, said) = refused(&["--json", option, &port]);
        assert_eq!(status, 75, "{said}");
        assert!(said.contains(&format!("port {port} of 127.0.0.1 is already in use")), "{said}");
        assert!(said.contains(option), "{said}");
    }
    drop(taken);
    let process = Process::start(&["--json", "--port", &port]);
    assert_eq!(process.json()["appHost"], format!("http://127.0.0.1:{port}"));
}

#[test]
fn a_fault_of_the_command_line_waits() {
    assert_eq!(Process::start(&["--fault", "signin=explode"]).ended().status.code(), Some(2));
    let process = Process::start(&["--json", "--fault", "*=429x2", "--fault", "system=stall"]);
    let info = process.json();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(send(&info, Request::get("/api/v3/system")));
    assert_eq!(answer.json()["statusCode"], 429);
}

#[tokio::test]
async fn a_scenario_plays_from_the_start() {
    let folder = Scratch::new("scenario");
    let file = folder.path().join("scenario.txt");
    let path = file.to_str().unwrap();
    std::fs::write(&file, "seed 42\n# A gateway that fails at first.\nsystem=http-502x2\n").unwrap();
    let process = Process::start(&["--json", "--scenario", path, "--fault", "system=429"]);
    let info = process.json();
    let mut answers = Vec::new();
    for _ in 0..4 {
        let answer = send(&info, Request::get("/api/v3/system")).await;
        answers.push((answer.status, answer.text().contains("\"statusCode\":429")));
    }
    assert_eq!(answers, [(502, false), (502, false), (200, true), (200, false)]);

    std::fs::write(&file, "seed 42\n\nsystem=explode\n").unwrap();
    let (status, said) = refused(&["--scenario", path]);
    assert_eq!(status, 65, "{said}");
    assert!(said.contains("scenario.txt: line 3: \"explode\" is not a kind of fault"), "{said}");
}

#[tokio::test]
async fn a_persona_of_ones_own_signs_in() {
    let folder = Scratch::new("own-persona");
    let file = folder.path().join("personas.toml");
    let path = file.to_str().unwrap();
    let own = "[[persona]]\nkey = \"own\"\nname = \"Own\"\nusername = \"own\"\npassword = \"mine\"\ndescription = \"Mine.\"\n";
    std::fs::write(&file, own).unwrap();
    let process = Process::start(&["--json", "--personas", path]);
    let info = process.json();
    let persona = info["personas"].as_array().unwrap().iter().find(|persona| persona["key"] == "own").unwrap();
    let info = json!({"personas": [persona], "applications": info["applications"], "appHost": info["appHost"]});
    assert!(sign_in(&info).await["access_token"].is_string());

    std::fs::write(&file, own.replace("username", "colour")).unwrap();
    let (status, said) = refused(&["--personas", path]);
    assert_eq!(status, 65, "{said}");
    assert!(said.contains("personas.toml: line 4: "), "{said}");
    let (status, said) = refused(&["--personas", folder.path().join("none.toml").to_str().unwrap()]);
    assert_eq!(status, 66, "{said}");
    assert!(said.contains("none.toml cannot be read"), "{said}");
}

#[test]
fn a_state_file_that_is_not_ours_is_left_alone() {
    let folder = Scratch::new("not-ours");
    let file = folder.path().join("state.json");
    let path = file.to_str().unwrap();
    let foreign = "{\n  \"someone\": \"else's\"\n}\n";
    std::fs::write(&file, foreign).unwrap();
    let (status, said) = refused(&["--state", path]);
    assert_eq!(status, 65, "{said}");
    assert!(said.contains("state.json: line 3: this is no state file of the sandbox"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), foreign);
    let (status, said) = refused(&["--state", folder.path().join("no/state.json").to_str().unwrap()]);
    assert_eq!(status, 66, "{said}");
}

#[test]
fn a_state_file_belongs_to_one_at_a_time() {
    let folder = Scratch::new("one-at-a-time");
    let file = folder.path().join("state.json");
    let path = file.to_str().unwrap();
    let process = Process::start(&["--json", "--state", path]);
    process.json();
    let (status, said) = refused(&["--state", path]);
    assert_eq!(status, 75, "{said}");
    assert!(said.contains("state.json is used by another sandbox"), "{said}");
}

#[cfg(unix)]
#[test]
fn every_signal_to_stop_ends_it_well_and_frees_the_ports() {
    for signal in ["TERM", "INT", "HUP"] {
        let process = Process::start(&["--json"]);
        let info = process.json();
        process.stop(signal);
        for url in [&info["appHost"], &info["admin"]["url"]] {
            TcpListener::bind(address(url)).unwrap_or_else(|error| panic!("{url} after {signal}: {error}"));
        }
    }
}

#[cfg(unix)]
#[test]
fn without_a_reader_it_serves_and_ends_well() {
    let process = Process::start_unread(&["--json"]);
    let said = process.complaint();
    assert!(said.contains("nobody reads standard output"), "{said}");
    process.signal("TERM");
    let ended = process.ended();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn what_was_bound_and_who_was_signed_in_survive_a_stop() {
    let folder = Scratch::new("command-state");
    let file = folder.path().join("state.json");
    let words = ["--json", "--state", file.to_str().unwrap()];
    let process = Process::start(&words);
    let info = process.json();
    let tokens = sign_in(&info).await;
    let body = json!({"extIdpId": WECHAT}).to_string();
    let unlink = Request::post("/api/v3/unlink-extidp", JSON, body).bearer(&text(&tokens, "access_token"));
    assert_eq!(send(&info, unlink).await.codes(), (200, None));
    process.stop("TERM");

    let process = Process::start(&words);
    let info = process.json();
    let form = format!("client_id={APP_ID}&grant_type=refresh_token&refresh_token={}", text(&tokens, "refresh_token"));
    let refreshed = send(&info, Request::post("/oidc/token", FORM, form)).await.json();
    let providers = providers(&info, &text(&refreshed, "access_token")).await;
    assert_eq!(providers, ["github", "lark", "lark", "lark", "azure-ad"]);
    process.stop("TERM");
}

#[cfg(unix)]
#[tokio::test]
async fn with_tls_it_names_the_certificate_to_trust() {
    use tokio::io::AsyncWriteExt as _;

    let process = Process::start(&["--json", "--tls"]);
    let info = process.json();
    let (file, certificate) = (text(&info, "caFile"), text(&info, "caCertificate"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), certificate);
    assert!(text(&info, "appHost").starts_with("https://127.0.0.1:"));
    assert!(text(&info["admin"], "url").starts_with("http://127.0.0.1:"));

    let mut stream = crate::tls::connect(address(&info["appHost"]).port(), &certificate).await.unwrap();
    let request = Request::get("/api/v3/system").header("x-genauth-app-id", APP_ID).header("Connection", "close");
    stream.write_all(&request.bytes()).await.unwrap();
    let mut bytes = Vec::new();
    crate::raw::read_to_the_end(&mut stream, &mut bytes).await.unwrap();
    assert!(Answer::parse(&bytes).unwrap().json()["rsa"]["publicKey"].is_string());
    process.stop("TERM");
    assert!(!std::path::Path::new(&file).exists());
}
