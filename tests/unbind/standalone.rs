//! `bindery sandbox` as a program of its own, which never outlives its test.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use bindery::session::AccountSpace;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::headless::space;

/// The sandbox, running.
pub(crate) struct Standalone {
    process: Child,
    /// Kept open: what the program prints is to go somewhere.
    _printed: BufReader<ChildStdout>,
    app_host: String,
    app_id: String,
    admin: String,
    token: String,
    runtime: Runtime,
    client: reqwest::Client,
}

impl Standalone {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
        command.args(["sandbox", "--json", "--port", "0", "--admin-port", "0"]);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        printed.read_line(&mut line).unwrap();
        let info: Value = serde_json::from_str(&line).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            process,
            _printed: printed,
            app_host: text(&info["appHost"]),
            app_id: text(&info["applications"][0]["appId"]),
            admin: text(&info["admin"]["url"]),
            token: text(&info["admin"]["token"]),
            runtime: tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub(crate) fn space(&self) -> AccountSpace {
        space(&self.app_host, &self.app_id)
    }

    pub(crate) fn app_host(&self) -> &str {
        &self.app_host
    }

    pub(crate) fn app_id(&self) -> &str {
        &self.app_id
    }

    /// Puts everything back to what it was at the start; nothing was seen then.
    pub(crate) fn reset(&self) {
        let request = self.client.post(format!("{}/reset", self.admin)).bearer_auth(&self.token);
        let answer = self.runtime.block_on(request.send()).unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// How many unbinds were asked for since the last reset, and how many of them were carried out.
    pub(crate) fn unbinds(&self) -> (usize, usize) {
        let request = self.client.get(format!("{}/requests", self.admin)).bearer_auth(&self.token);
        let seen: Value = self
            .runtime
            .block_on(async { serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()) })
            .unwrap();
        let requests = seen["requests"].as_array().unwrap();
        let unbinds = requests.iter().filter(|one| one["path"].as_str().unwrap().ends_with("/unlink-extidp"));
        let done = unbinds.clone().filter(|one| one["answered"]["statusCode"] == 200);
        (unbinds.clone().count(), done.count())
    }
}

impl Drop for Standalone {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
