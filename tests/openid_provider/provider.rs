//! The provider as a process, which never outlives its test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bindery::genauth::{AppHost, ClientSecret};
use bindery::session::{AccountSpace, AuthenticationMethod, RedirectUri, SpaceId, SpaceName};
use serde_json::{Value, json};

/// How long it may take for anything. Generous, because a machine that tests is often busy.
const DEADLINE: Duration = Duration::from_secs(30);

/// The provider, running.
pub(crate) struct Provider {
    process: Child,
    talk: Mutex<(ChildStdin, Receiver<String>)>,
    facts: Value,
}

/// A request as the provider saw it; it tells no value that is a secret.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) status: u64,
    /// The names of the query's or the form's fields, sorted.
    pub(crate) fields: Vec<String>,
    /// `grant_type`, `token_type_hint` or `code_challenge_method`, whichever there is.
    pub(crate) kind: Option<String>,
    /// The scheme of `Authorization`.
    pub(crate) scheme: Option<String>,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/node");
        let modules = std::path::Path::new(folder).join("node_modules/oidc-provider");
        assert!(modules.exists(), "{} is missing: conformance/run installs it", modules.display());
        let mut process = Command::new("node")
            .arg(format!("{folder}/openid-provider.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts");
        let (stdin, stdout) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let facts = read(&lines);
        Self { process, talk: Mutex::new((stdin, lines)), facts }
    }

    pub(crate) fn app_host(&self) -> &str {
        self.facts["appHost"].as_str().unwrap()
    }

    /// The account space of the application with this token endpoint authentication method.
    pub(crate) fn space(&self, method: AuthenticationMethod) -> AccountSpace {
        AccountSpace {
            id: SpaceId::parse("provider").unwrap(),
            authentication: method,
            // Each test listens where there is room.
            redirect_uri: RedirectUri::of_sandbox(),
            ..AccountSpace::of(
                SpaceName::Named("Provider".to_owned()),
                AppHost::parse(self.app_host()).unwrap(),
                self.application(method)["appId"].as_str().unwrap().to_owned(),
            )
        }
    }

    /// The secret of that application, where it has one.
    pub(crate) fn secret(&self, method: AuthenticationMethod) -> Option<ClientSecret> {
        self.application(method)["secret"].as_str().map(|secret| ClientSecret::new(secret.to_owned()))
    }

    fn application(&self, method: AuthenticationMethod) -> &Value {
        let name = match method {
            AuthenticationMethod::None => "none",
            AuthenticationMethod::Post => "client_secret_post",
            AuthenticationMethod::Basic => "client_secret_basic",
        };
        let mut applications = self.facts["applications"].as_array().unwrap().iter();
        applications.find(|application| application["tokenEndpointAuthMethod"] == name).expect("the application")
    }

    /// Has it sign with another key from now on, and publish that one only.
    pub(crate) fn take_new_keys(&self) {
        self.ask(&json!({"do": "new-keys"}));
    }

    /// Has it serve an account with nothing bound, to whoever has a good access token.
    pub(crate) fn serve_accounts(&self) {
        self.ask(&json!({"do": "serve-accounts"}));
    }

    /// How long access tokens live that are issued from now on.
    pub(crate) fn let_access_tokens_live(&self, seconds: u64) {
        self.ask(&json!({"do": "access-tokens-live", "seconds": seconds}));
    }

    /// The requests to a path that ends so, oldest first.
    pub(crate) fn seen(&self, end: &str) -> Vec<Seen> {
        let answer = self.ask(&json!({"do": "requests"}));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let all = answer["requests"].as_array().unwrap().iter().map(|request| Seen {
            path: text(&request["path"]).unwrap(),
            status: request["status"].as_u64().unwrap(),
            fields: request["fields"].as_array().unwrap().iter().filter_map(text).collect(),
            kind: text(&request["kind"]),
            scheme: text(&request["scheme"]),
        });
        all.filter(|request| request.path.ends_with(end)).collect()
    }

    /// How many times tokens were traded for a code or for a refresh token, with an answer of this HTTP status.
    pub(crate) fn traded(&self, grant_type: &str, status: u64) -> usize {
        let wanted = |request: &&Seen| request.kind.as_deref() == Some(grant_type) && request.status == status;
        self.seen("/oidc/token").iter().filter(wanted).count()
    }

    fn ask(&self, command: &Value) -> Value {
        let mut talk = self.talk.lock().unwrap();
        talk.0.write_all(format!("{command}\n").as_bytes()).unwrap();
        read(&talk.1)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(lines: &Receiver<String>) -> Value {
    let line = lines.recv_timeout(DEADLINE).expect("the provider says something");
    serde_json::from_str(&line).expect("a line of JSON")
}
