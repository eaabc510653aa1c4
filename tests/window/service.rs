//! The sandbox as a program of its own, with accounts and secrets that are nowhere else in the world.

use std::process::{Command, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desktop::Started;
use crate::http::Http;

/// The password of [`ACCOUNT`], here and in her directory.
pub(crate) const PASSWORD: &str = "Quokka+7f3d/right";
/// Her email address.
pub(crate) const ACCOUNT: &str = "vera@example.com";
/// Her name in the directory.
pub(crate) const DIRECTORY_NAME: &str = "vera.lindqvist";
/// Her phone number: country code and number.
pub(crate) const PHONE: (&str, &str) = ("+1", "2025550199");
/// An application that has a secret.
pub(crate) const APP_WITH_SECRET: &str = "66f0a1b2c3d4e5f6071829aa";
/// Its secret.
pub(crate) const CLIENT_SECRET: &str = "Tamarin+5c1e/of-the-application";

/// The service.
pub(crate) struct Service {
    http: Http,
    info: Value,
    process: Started,
    _folder: TempDir,
}

impl Service {
    pub(crate) fn start() -> Self {
        // Not where the program may write, because the secrets stand here.
        let folder = tempfile::tempdir().unwrap();
        let personas = folder.path().join("personas.toml");
        let (country_code, phone) = PHONE;
        let text = format!(
            r#"[[application]]
            key = "with-secret"
            app_id = "{APP_WITH_SECRET}"
            name = "An application with a secret"
            secret = "{CLIENT_SECRET}"
            token_endpoint_auth_method = "client_secret_post"
            redirect_uris = ["http://127.0.0.1:*/callback"]

            [[persona]]
            key = "vera"
            name = "Vera Lindqvist"
            email = "{ACCOUNT}"
            phone = "{phone}"
            phone_country_code = "{country_code}"
            password = "{PASSWORD}"
            directory_name = "{DIRECTORY_NAME}"
            description = "Her secrets are nowhere else."

            [[persona.identity]]
            source = "github"
            type = "openid"
            user_id_in_idp = "4711"
            tokens = true
            "#
        );
        std::fs::write(&personas, text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
        command.args(["sandbox", "--json", "--personas"]).arg(personas);
        let mut process = Started::start(command.stdin(Stdio::null()).stdout(Stdio::piped()));
        let info = serde_json::from_str(&process.first_line()).unwrap();
        Self { http: Http::new(), info, process, _folder: folder }
    }

    /// The address of the application.
    pub(crate) fn app_host(&self) -> String {
        self.info["appHost"].as_str().unwrap().to_owned()
    }

    fn app_id(&self) -> &str {
        self.info["applications"][0]["appId"].as_str().unwrap()
    }

    /// What has the program open on it.
    pub(crate) fn arguments(&self) -> [String; 4] {
        ["--app-host".to_owned(), self.app_host(), "--app-id".to_owned(), self.app_id().to_owned()]
    }

    fn admin(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let (url, token) = (&self.info["admin"]["url"], &self.info["admin"]["token"]);
        let address = format!("{}/{path}", url.as_str().unwrap());
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let answer = self.http.call(method, &address, &[("authorization", &bearer)], body).unwrap();
        assert!(answer.get("error").is_none(), "{path}: {answer}");
        answer
    }

    /// The code that was sent last.
    pub(crate) fn last_code(&self) -> String {
        let mailbox = self.admin(Method::GET, "mailbox", None);
        mailbox["messages"].as_array().unwrap().last().unwrap()["code"].as_str().unwrap().to_owned()
    }

    /// Makes the access tokens that are out old ones.
    pub(crate) fn expire_access_tokens(&self) {
        self.admin(Method::POST, "tokens/expire", None);
    }

    /// Has the next requests fail in this way.
    pub(crate) fn inject(&self, fault: &str) {
        self.admin(Method::POST, "faults", Some(&json!({"faults": [fault]})));
    }

    /// How many requests to this path there were.
    pub(crate) fn count(&self, path: &str) -> usize {
        let seen = self.admin(Method::GET, "requests", None);
        seen["requests"].as_array().unwrap().iter().filter(|request| request["path"] == path).count()
    }

    /// An access token that somebody else's client got.
    pub(crate) fn access_token(&self) -> String {
        let address = format!("{}/api/v3/signin", self.app_host());
        let payload = json!({"account": ACCOUNT, "password": PASSWORD});
        let body = json!({"connection": "PASSWORD", "passwordPayload": payload});
        let answer =
            self.http.call(Method::POST, &address, &[("x-genauth-app-id", self.app_id())], Some(&body)).unwrap();
        answer["data"]["access_token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Ends it; its port is free then.
    pub(crate) fn stop(self) -> String {
        let address = self.app_host();
        drop(self.process);
        address
    }
}
