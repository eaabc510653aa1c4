//! The sandbox with a client that records, and the programs that are not ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use bindery::genauth::{AppHost, Client, ClientSettings, Exchange, ExchangeObserver, Password, TokenSet};
use bindery::inspector::{Entry, Recorder, Ring};
use bindery::sandbox::Sandbox;

pub(crate) struct Stage {
    recorder: Arc<Recorder>,
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) ring: Ring,
}

impl Stage {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let recorder = Recorder::start(Ring::default());
        let ring = recorder.ring().clone();
        let host = AppHost::parse(&format!("http://{}", sandbox.address())).unwrap();
        let settings = ClientSettings::of(host, sandbox.app_id().to_owned());
        let client = Client::new(settings, Arc::clone(&recorder) as Arc<dyn ExchangeObserver>).unwrap();
        Self { recorder, sandbox, client, ring }
    }

    /// A client for another host, recorded like the first.
    pub(crate) fn other_client(&self, host: &str) -> Client {
        let settings = ClientSettings::of(AppHost::parse(host).unwrap(), "62f2093271a2b3cc10d90001".to_owned());
        Client::new(settings, Arc::clone(&self.recorder) as Arc<dyn ExchangeObserver>).unwrap()
    }

    pub(crate) fn password(&self) -> String {
        self.sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap().password.clone().unwrap()
    }

    pub(crate) async fn signed_in(&self) -> TokenSet {
        let account =
            self.sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap().account().to_owned();
        self.client.sign_in_with_password(&account, &Password::new(self.password())).await.unwrap().value
    }

    /// What is kept once it stands for so many calls.
    pub(crate) async fn after_calls(&self, calls: usize) -> Vec<Arc<Entry>> {
        let mut changed = self.ring.changed();
        loop {
            let kept = self.ring.snapshot().entries;
            if kept.len() >= calls {
                return kept;
            }
            changed.changed().await.unwrap();
        }
    }
}

pub(crate) fn body(exchange: &Exchange) -> &str {
    &exchange.response.as_ref().unwrap().body.text
}

/// Where `conformance/run` installs what is not ours.
pub(crate) fn installed(path: &str) -> PathBuf {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/conformance").join(path);
    assert!(found.exists(), "{} is missing: conformance/run installs it", found.display());
    found
}

/// Runs a program to its end with these variables in its environment.
pub(crate) async fn run(mut command: Command, variables: &[(String, String)]) -> Output {
    command.envs(variables.iter().cloned()).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stdout));
    output
}
