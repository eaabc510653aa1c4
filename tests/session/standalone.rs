//! The sandbox as a program of its own, and its admin API (docs/admin-api.md).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use bindery::genauth::Language;
use bindery::session::{AccountSpace, Keep};
use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{PATIENCE, space_at};

/// `bindery sandbox --json`; it is killed when this is dropped.
pub(crate) struct Standalone {
    process: Child,
    facts: Value,
    http: reqwest::Client,
}

impl Standalone {
    pub(crate) async fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(["sandbox", "--json"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let reading = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            stdout.read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENCE, reading).await.expect("the sandbox says nothing").unwrap().unwrap();
        let facts = serde_json::from_str(&line).expect("the sandbox starts and says where it is");
        Self { process, facts, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    pub(crate) fn space(&self) -> AccountSpace {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        space_at(&text(&self.facts["appHost"]), &text(&self.facts["applications"][0]["appId"]), Keep::Keyring)
    }

    /// Has access tokens issued so far refused.
    pub(crate) async fn expire_access_tokens(&self) {
        self.admin(Method::POST, "/tokens/expire", None).await;
    }

    pub(crate) async fn inject(&self, fault: &str) {
        self.admin(Method::POST, "/faults", Some(json!({"faults": [fault]}))).await;
    }

    pub(crate) async fn clear_faults(&self) {
        self.admin(Method::DELETE, "/faults", None).await;
    }

    /// Forgets the requests that were seen, which are kept up to a number.
    pub(crate) async fn forget_requests(&self) {
        self.admin(Method::DELETE, "/requests", None).await;
    }

    /// How many requests to an endpoint it saw.
    pub(crate) async fn count(&self, endpoint: &str) -> usize {
        self.seen(endpoint).await.len()
    }

    /// How many of them asked for answers in this language.
    pub(crate) async fn count_in(&self, language: Language, endpoint: &str) -> usize {
        let wanted = json!({"name": "x-genauth-lang", "value": language.header_value()});
        let asks = |request: &&Value| request["headers"].as_array().is_some_and(|headers| headers.contains(&wanted));
        self.seen(endpoint).await.iter().filter(asks).count()
    }

    pub(crate) async fn seen(&self, endpoint: &str) -> Vec<Value> {
        let mut seen = self.admin(Method::GET, "/requests", None).await;
        let mut requests: Vec<Value> = serde_json::from_value(seen["requests"].take()).unwrap();
        requests.retain(|request| request["path"].as_str().is_some_and(|path| path.ends_with(endpoint)));
        requests
    }

    pub(crate) async fn admin(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let admin = &self.facts["admin"];
        let address = format!("{}{path}", admin["url"].as_str().unwrap());
        let request = self.http.request(method, address).bearer_auth(admin["token"].as_str().unwrap());
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {response:?}");
        response.json().await.unwrap()
    }
}

impl Drop for Standalone {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
