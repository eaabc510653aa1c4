//! The sandbox with a client that records, and the programs that are not ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use bindery::genauth::{AppHost, Client, ClientSettings, Exchange, ExchangeObserver, Password, TokenSet};
use bindery::inspector::as_code::{Code, Language};
use bindery::inspector::{Entry, Recorder, Ring};
use bindery::sandbox::{Persona, Sandbox};

/// What clients record.
pub(crate) struct Recording {
    recorder: Arc<Recorder>,
    ring: Ring,
}

impl Recording {
    pub(crate) fn start() -> Self {
        let recorder = Recorder::start(Ring::default());
        let ring = recorder.ring().clone();
        Self { recorder, ring }
    }

    pub(crate) fn client(&self, settings: ClientSettings) -> Client {
        Client::new(settings, Arc::clone(&self.recorder) as Arc<dyn ExchangeObserver>).unwrap()
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

pub(crate) struct Stage {
    recording: Recording,
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Stage {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let recording = Recording::start();
        let host = AppHost::parse(&format!("http://{}", sandbox.address())).unwrap();
        let client = recording.client(ClientSettings::of(host, sandbox.app_id().to_owned()));
        Self { recording, sandbox, client }
    }

    /// A client for another host, recorded like the first.
    pub(crate) fn other_client(&self, host: &str) -> Client {
        let host = AppHost::parse(host).unwrap();
        self.recording.client(ClientSettings::of(host, "62f2093271a2b3cc10d90001".to_owned()))
    }

    pub(crate) fn persona(&self) -> &Persona {
        self.sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap()
    }

    pub(crate) fn password(&self) -> String {
        self.persona().password.clone().unwrap()
    }

    pub(crate) async fn signed_in(&self) -> TokenSet {
        let password = Password::new(self.password());
        self.client.sign_in_with_password(self.persona().account(), &password).await.unwrap().value
    }

    pub(crate) async fn after_calls(&self, calls: usize) -> Vec<Arc<Entry>> {
        self.recording.after_calls(calls).await
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

/// What runs a text as a person would who has pasted it.
pub(crate) fn text_command(language: Language, text: &str) -> Command {
    let mut command = match language {
        Language::Python => Command::new(installed("python/bin/python")),
        Language::Curl | Language::Httpie => Command::new("/bin/sh"),
    };
    command.args(["-c", text]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let http = installed("python/bin/http").parent().unwrap().to_owned();
    command.env("PATH", std::env::join_paths(std::iter::once(http).chain(std::env::split_paths(&path))).unwrap());
    command
}

/// Runs a text and gives back what it says.
pub(crate) async fn run_text(language: Language, code: &Code, variables: &[(String, String)]) -> String {
    for variable in &code.variables {
        assert!(variables.iter().any(|(name, _)| name == variable), "{variable} is not set for\n{}", code.text);
    }
    let mut command = text_command(language, &code.text);
    // Without this file HTTPie would ask a server whether there is a newer one.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("config.json"), r#"{"disable_update_warnings": true}"#).unwrap();
    command.env("HTTPIE_CONFIG_DIR", folder.path());
    String::from_utf8(run(command, variables).await.stdout).unwrap()
}
