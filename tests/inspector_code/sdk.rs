//! Every call that the vendor's SDK for Python has is written with it, and it sends what was sent.

use std::collections::BTreeMap;
use std::io::{Seek as _, Write as _};
use std::process::Command;

use bindery::genauth::{Exchange, Header, RecordedBody};
use bindery::inspector::as_code::{Language, write};
use serde::Deserialize;
use serde_json::{Value, json};

use super::stage::{Stage, installed, run};

/// Asks the SDK what it sends for which of its calls. One opens a socket for events, which is no call.
const ASKED: &str = r#"
import inspect, json
from genauth import AuthenticationClient

client = AuthenticationClient(app_id="1", app_host="http://127.0.0.1:1")
client.http_client.request = lambda method, url, json=None, params=None: sent.append((method, url, json or params or {}))
calls = []
for name, call in inspect.getmembers(client, inspect.ismethod):
    if name.startswith("_") or name == "sub_event":
        continue
    sent, arguments = [], {name: name for name in inspect.signature(call).parameters}
    try:
        call(**arguments)
    except Exception:
        continue
    for method, path, fields in sent:
        # The others are short forms of a call that takes everything as it is sent.
        if sorted(map(str, fields.values())) == sorted(arguments):
            calls.append({"name": name, "method": method, "path": path, "fields": list(fields)})
print(json.dumps(calls))
"#;

/// Runs every text without a network, and says what would have been sent.
const RUN: &str = r#"
import json, sys, requests

class Answer:
    text = "{}"
    json = dict

sent = []
requests.request = lambda **named: sent.append(named) or Answer()
for text in json.load(sys.stdin):
    exec(compile(text, "text", "exec"), {"print": lambda answer: None})
fields = lambda named: named.get("json") or {name: value for name, value in (named.get("params") or {}).items() if value}
print(json.dumps([[named["method"], named["url"], fields(named)] for named in sent]))
"#;

#[derive(Deserialize)]
struct SdkCall {
    name: String,
    method: String,
    path: String,
    fields: Vec<String>,
}

impl SdkCall {
    fn values(&self) -> BTreeMap<&str, String> {
        self.fields.iter().map(|field| (field.as_str(), format!("a {field}"))).collect()
    }

    /// The call with all its parameters, as if it had been recorded.
    fn exchange(&self, pattern: &Exchange, host: &str) -> Exchange {
        let mut exchange = pattern.clone();
        exchange.request.url = format!("{host}{}", self.path);
        exchange.request.headers.retain(|header| header.name.starts_with("x-"));
        exchange.request.method = "GET";
        if self.method == "POST" {
            exchange.request.method = "POST";
            let text = json!(self.values()).to_string();
            exchange
                .request
                .headers
                .push(Header { name: "content-type".to_owned(), value: "application/json".to_owned() });
            exchange.request.body =
                Some(RecordedBody { true_length: text.len() as u64, text, ..RecordedBody::default() });
        } else if !self.fields.is_empty() {
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.values()).finish();
            exchange.request.url = format!("{}?{query}", exchange.request.url);
        }
        exchange
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_that_it_has() {
    let stage = Stage::start().await;
    stage.client.system().await.unwrap();
    let pattern = Exchange::clone(&stage.after_calls(1).await[0].exchange);
    let host = stage.sandbox.app_host();
    stage.sandbox.stop().await;
    let python = installed("python/bin/python");
    let mut asked = Command::new(&python);
    asked.args(["-c", ASKED]);
    let calls: Vec<SdkCall> = serde_json::from_slice(&run(asked, &[]).await.stdout).unwrap();
    // The calls beyond this table are not described anywhere.
    let document = include_str!("../../docs/sdk-coverage.md");
    let table = document.split("\n## The OpenID relying party").next().unwrap();
    let described = |call: &&SdkCall| table.contains(&format!("`{}`", call.name));
    let calls: Vec<&SdkCall> = calls.iter().filter(described).collect();
    assert!(calls.len() > 40, "{}", calls.len());
    let mut texts = Vec::new();
    for call in &calls {
        let text = write(&call.exchange(&pattern, &host), Language::Python, &|_| String::new()).text;
        assert!(text.contains(&format!("client.{}(", call.name)), "{text}");
        texts.push(text);
    }
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(json!(texts).to_string().as_bytes()).unwrap();
    file.rewind().unwrap();
    let mut every = Command::new(&python);
    every.args(["-c", RUN]).stdin(file);
    let sent: Vec<Value> = serde_json::from_slice(&run(every, &[]).await.stdout).unwrap();
    let meant: Vec<Value> =
        calls.iter().map(|call| json!([call.method, format!("{host}{}", call.path), call.values()])).collect();
    assert_eq!(sent, meant);
}
