//! A person's way through the program: one provider, one keyring, and as many starts as it takes.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use bindery::app::{Choice, KeyringState, Phase};
use bindery::genauth::{Client, ClientSecret, Deadlines, Language, NoObserver};
use bindery::session::{AccountSpace, AuthenticationMethod, Session, Storage, client_settings, store_secret};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use url::Url;

use crate::provider::Provider;
use crate::stage::{Keyring, Scene, Stage, runtime};
use crate::visitor::{Page, Visitor, address_bar};

/// Whom the provider takes for signed in, whatever the password.
pub(crate) const SUBJECT: &str = "lin";

/// What outlives each start of the program.
pub(crate) struct Journey {
    pub(crate) provider: Provider,
    pub(crate) space: AccountSpace,
    pub(crate) keyring: Keyring,
    secret: Option<ClientSecret>,
    folder: tempfile::TempDir,
    /// Where the tests' own requests run.
    pub(crate) runtime: tokio::runtime::Runtime,
}

/// The program as it was started once, with its browser.
pub(crate) struct Start {
    pub(crate) stage: Stage,
    pub(crate) visitor: Visitor,
    opened: Receiver<String>,
}

/// An answer to a request of the test's own.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Journey {
    pub(crate) fn with(method: AuthenticationMethod) -> Self {
        let provider = Provider::start();
        let (space, secret) = (provider.space(method), provider.secret(method));
        let (keyring, runtime) = (Keyring::new(), runtime());
        if let Some(secret) = &secret {
            runtime.block_on(store_secret(&keyring.vault(), &space, secret)).unwrap();
        }
        Self { provider, space, keyring, secret, folder: tempfile::tempdir().unwrap(), runtime }
    }

    /// Starts the program.
    pub(crate) fn start(&self) -> Start {
        let (open_address, opened) = address_bar();
        let scene = Scene {
            choice: Choice::Service(self.space.clone()),
            vault: self.keyring.vault(),
            data_folder: Some(self.data_folder().to_owned()),
            open_address,
            ..Scene::default()
        };
        Start { stage: Stage::set(runtime(), scene), visitor: Visitor::default(), opened }
    }

    /// Signs in with the browser and waits until the keyring has the session.
    pub(crate) fn signed_in(&self) -> Start {
        let mut start = self.start();
        let address = start.begin();
        start.come_back(&address);
        start.is_home();
        start
    }

    fn data_folder(&self) -> &Path {
        self.folder.path()
    }

    /// The kept session as a program of its own takes it up.
    pub(crate) fn restored(&self) -> Session {
        let settings =
            client_settings(&self.space, self.secret.clone(), Language::English, Deadlines::default()).unwrap();
        let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
        let folder = Some(self.data_folder().to_owned());
        let storage = Storage { vault: Some(self.keyring.vault()), folder, checkpoints: None };
        let restored = self.runtime.block_on(Session::restore(client, &self.space, storage));
        restored.unwrap().expect("a session is kept")
    }

    fn entry(&self) -> String {
        format!("{}|{SUBJECT}", self.space.keyring_entry())
    }

    /// What the keyring has of the session.
    pub(crate) fn kept(&self) -> Option<Value> {
        let kept = self.runtime.block_on(self.keyring.vault().load(self.entry())).unwrap();
        kept.map(|kept| serde_json::from_str(kept.expose_secret()).unwrap())
    }

    /// A token that the keyring has.
    pub(crate) fn token(&self, name: &str) -> String {
        self.kept().expect("a session is kept")[name].as_str().expect("a token").to_owned()
    }

    /// Lets the kept access token be about to end, so that the next call renews it.
    pub(crate) fn let_pass(&self) {
        let mut kept = self.kept().expect("a session is kept");
        let at = |seconds| Timestamp::now().checked_add(SignedDuration::from_secs(seconds)).unwrap().to_string();
        kept["obtained_at"] = at(-3570).into();
        kept["expires_at"] = at(30).into();
        let kept = SecretString::from(kept.to_string());
        self.runtime.block_on(self.keyring.vault().store(self.entry(), kept)).unwrap();
    }

    /// Posts a form to the provider as the application without a secret, or whoever has stolen something from it.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![("client_id", self.space.app_id.as_str())];
        form.extend(fields);
        self.answer(|client| client.post(format!("{}{path}", self.provider.app_host())).form(&form))
    }

    /// Asks the provider who it is that this access token is of.
    pub(crate) fn user_info(&self, access_token: &str) -> Answer {
        self.answer(|client| client.get(format!("{}/oidc/me", self.provider.app_host())).bearer_auth(access_token))
    }

    fn answer(&self, request: impl FnOnce(&reqwest::Client) -> reqwest::RequestBuilder) -> Answer {
        self.runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let response = request(&client).send().await.unwrap();
            let status = response.status().as_u16();
            Answer { status, body: response.json().await.unwrap_or_default() }
        })
    }
}

impl Start {
    /// Begins to sign in with the browser, and waits for the address that is opened.
    pub(crate) fn begin(&mut self) -> String {
        self.opened_by("Sign in with the browser")
    }

    /// Presses a button and waits for the address that is opened.
    pub(crate) fn opened_by(&mut self, button: &str) -> String {
        self.stage.press(button);
        let (mut address, opened) = (None, &self.opened);
        self.stage.until("an address to be opened", |_| {
            address = address.take().or_else(|| opened.try_recv().ok());
            address.is_some()
        });
        address.unwrap()
    }

    /// Where the browser is sent to by the address that was opened: the authorization request.
    pub(crate) fn request(&mut self, address: &str) -> Url {
        self.visitor.stops_before = Some("/oidc/auth");
        let request = self.visitor.open(address).address;
        self.visitor.stops_before = None;
        request
    }

    /// Signs in on the provider's pages and allows what is asked for.
    pub(crate) fn come_back(&mut self, address: &str) -> Page {
        let page = self.visitor.open(address);
        assert!(page.text.contains("name=\"login\""), "{page:?}");
        let page = self.visitor.submit(&page, &[("login", SUBJECT), ("password", "any")]);
        assert!(page.text.contains("value=\"consent\""), "{page:?}");
        self.visitor.submit(&page, &[])
    }

    /// The address with the code, which the browser is sent to at the end and does not open.
    pub(crate) fn answer(&mut self, address: &str) -> Url {
        self.visitor.stops_before = Some("/callback");
        let answer = self.come_back(address).address;
        self.visitor.stops_before = None;
        answer
    }

    /// Waits until somebody is signed in, the keyring knows it, and the window says what is bound, or that it could not
    /// be read.
    #[track_caller]
    pub(crate) fn is_home(&mut self) {
        let kept = |phase: &Phase| matches!(phase, Phase::Home(home) if home.keyring == KeyringState::Kept);
        self.stage.until("the session to be kept", |stage| kept(&stage.harness.state().program().state().phase));
        let said = ["The list could not be read", "Nothing is bound to this account"];
        self.stage.until("the list", |stage| said.iter().any(|said| stage.shows(said)));
    }
}

/// The address with one of its parameters changed, or left out.
pub(crate) fn changed(address: &Url, name: &str, value: Option<&str>) -> String {
    let mut changed = address.clone();
    changed.query_pairs_mut().clear();
    for (known, sent) in address.query_pairs() {
        match value {
            _ if known != name => changed.query_pairs_mut().append_pair(&known, &sent),
            Some(value) => changed.query_pairs_mut().append_pair(name, value),
            None => continue,
        };
    }
    assert_ne!(&changed, address);
    changed.into()
}

/// A parameter of an address.
pub(crate) fn parameter(address: &Url, name: &str) -> String {
    address.query_pairs().find(|(known, _)| known == name).expect("the parameter").1.into_owned()
}
