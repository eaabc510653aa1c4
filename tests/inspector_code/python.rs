//! Python texts are right whatever a call holds, and the SDK checks certificates.

use std::io::{Seek as _, Write as _};
use std::process::Command;

use bindery::genauth::{Exchange, Header, RecordedBody};
use bindery::inspector::as_code::{Language, write};
use bindery::sandbox::{Sandbox, Setup};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::stage::{Stage, installed, run, text_command};

/// What means something to Python, JSON, a URL or a form, and some that cannot be seen.
const HOSTILE: &str = "'\"\\{}()[]#%&=+?:;,/ \n\t\r\u{0}\u{1}\u{7f}\u{85}\u{2028}\u{202e}\u{2066}\u{feff}aN0é密😀";

/// Reads every text, and runs it with modules that only say what they were asked for.
const READER: &str = r#"
import ast, json, os, sys, types

class Answer:
    text = "answered"

seen = []
requests = types.ModuleType("requests")
requests.request = lambda method, url, **named: seen.append((method, url, named)) or Answer()
sys.modules["requests"] = requests
for case in json.load(sys.stdin):
    ast.parse(case["text"])
    assert case["text"].replace("\n", "").isprintable(), case
    os.environ.clear()
    os.environ.update(GENAUTH_X="secret", GENAUTH_X_ANY="secret")
    exec(compile(case["text"], "text", "exec"), {"print": lambda answer: None})
    method, url, named = seen.pop()
    assert (method, url) == (case["method"], case["url"]), (url, case)
    body = named.get("json", named.get("data"))
    body = body.decode() if isinstance(body, bytes) else json.loads(json.dumps(body))
    assert body == case["body"], (body, case)
    header = named["headers"]["x-any"]
    header = header.decode() if isinstance(header, bytes) else header
    assert header == case["header"], (header, case)
print("read")
"#;

fn any_text(runner: &mut TestRunner) -> String {
    let characters = proptest::collection::vec(select(HOSTILE.chars().collect::<Vec<_>>()), 0..8);
    String::from_iter(characters.new_tree(runner).unwrap().current())
}

#[tokio::test(flavor = "multi_thread")]
async fn any_text_is_right() {
    let stage = Stage::start().await;
    stage.client.system().await.unwrap();
    let pattern = Exchange::clone(&stage.after_calls(1).await[0].exchange);
    stage.sandbox.stop().await;
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let mut cases = Vec::new();
    for number in 0..400 {
        let mut exchange = pattern.clone();
        let text = any_text(&mut runner);
        let marked = format!("{}[redacted x]{}", any_text(&mut runner), any_text(&mut runner));
        let meant = marked.replace("[redacted x]", "secret");
        let (recorded, kind, body) = match number % 3 {
            0 => {
                let object = |x: &str| json!({"n": [1, null, true, -2.5, {}, []], "x": x, "y": [{&text: text}]});
                (object(&marked).to_string(), "application/json", object(&meant))
            }
            1 => {
                let form = form_urlencoded::Serializer::new(String::new()).append_pair("a", &text).finish();
                let pairs = json!([["a", text], ["x", "secret"]]);
                (format!("{form}&x=[redacted x]"), "application/x-www-form-urlencoded", pairs)
            }
            _ => (marked.clone(), "text/plain", meant.into()),
        };
        let line: String = marked.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).collect();
        exchange.request.method = "POST";
        exchange.request.url = "http://127.0.0.1:1/a%20b?c=d".to_owned();
        exchange.request.headers = vec![
            Header { name: "x-any".to_owned(), value: line.trim().to_owned() },
            Header { name: "content-type".to_owned(), value: kind.to_owned() },
        ];
        let length = recorded.len() as u64;
        exchange.request.body = Some(RecordedBody { text: recorded, true_length: length, ..RecordedBody::default() });
        cases.push(json!({
            "text": write(&exchange, Language::Python, &|_| String::new()).text,
            "method": "POST",
            "url": exchange.request.url,
            "header": line.trim().replace("[redacted x]", "secret"),
            "body": body,
        }));
    }
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(Value::from(cases).to_string().as_bytes()).unwrap();
    file.rewind().unwrap();
    let mut python = Command::new(installed("python/bin/python"));
    python.args(["-c", READER]).stdin(file);
    assert_eq!(run(python, &[]).await.stdout, b"read\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_checks_certificates() {
    let stage = Stage::start().await;
    let tokens = stage.signed_in().await;
    stage.client.get_identities(&tokens.access_token).await.unwrap();
    stage.client.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
    let calls = stage.after_calls(3).await;
    let safe = Sandbox::start_with(Setup { tls: true, ..Setup::default() }).await.unwrap();
    let authority = safe.info().ca_file.unwrap();
    let variables = ["ACCESS_TOKEN", "REFRESH_TOKEN"].map(|name| (format!("GENAUTH_{name}"), "wrong".to_owned()));
    for call in &calls[1..] {
        let mut exchange = Exchange::clone(&call.exchange);
        exchange.request.url = exchange.request.url.replace(&stage.sandbox.app_host(), &safe.app_host());
        let code = write(&exchange, Language::Python, &|warning| format!("{warning:?}"));
        assert!(code.text.contains("AuthenticationClient"), "{}", code.text);
        let mut untrusting = text_command(Language::Python, &code.text);
        untrusting.envs(variables.clone());
        let output = tokio::task::spawn_blocking(move || untrusting.output().unwrap()).await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("CERTIFICATE_VERIFY_FAILED"), "{said}");
        let mut trusting = text_command(Language::Python, &code.text);
        trusting.env("REQUESTS_CA_BUNDLE", &authority);
        run(trusting, &variables).await;
    }
    safe.stop().await;
    stage.sandbox.stop().await;
}
