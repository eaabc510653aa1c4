//! A real browser: Chromium without a window on the screen, driven through ChromeDriver (W3C WebDriver).

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desktop::Started;
use crate::http::Http;
use crate::wait::{DEADLINE, until};

/// How WebDriver names an element in JSON (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser that nobody has used before, with one empty tab. It ends with its owner.
pub(crate) struct Browser {
    http: Http,
    /// The address of its session at the driver.
    session: String,
    /// Chromium itself.
    process: u64,
    /// The driver; what it prints is held open, because it ends when it cannot print.
    _driver: (Started, BufReader<ChildStdout>),
    _folder: TempDir,
}

impl Browser {
    /// Starts the driver, and Chromium through it.
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (driver, address) = start_driver(folder.path());
        let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
        // Root has no sandbox, and a container little shared memory. The others keep Chromium from calling home.
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--lang=en",
            &profile,
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"implicit": DEADLINE.as_millis()},
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"performance": "ALL"},
        }}});
        let http = Http::new();
        let answer = http.call(Method::POST, &format!("{address}/session"), &[], Some(&capabilities)).unwrap();
        let begun = answer.get("value").filter(|value| value.get("error").is_none());
        let begun = begun.unwrap_or_else(|| panic!("Chromium did not open: {answer}"));
        let session = format!("{address}/session/{}", begun["sessionId"].as_str().unwrap());
        let process = begun["capabilities"]["goog:processID"].as_u64().unwrap();
        Self { http, session, process, _driver: driver, _folder: folder }
    }

    fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let answer = self.http.call(method, &format!("{}/{path}", self.session), &[], body).unwrap();
        let value = answer.get("value").filter(|value| value.get("error").is_none());
        value.cloned().unwrap_or_else(|| panic!("{path}: {answer}"))
    }

    fn read(&self, what: &str) -> String {
        self.call(Method::GET, what, None).as_str().unwrap().to_owned()
    }

    /// Opens an address in the tab.
    pub(crate) fn visit(&self, address: &str) {
        self.call(Method::POST, "url", Some(&json!({"url": address})));
    }

    /// The address of the page that is shown.
    pub(crate) fn address(&self) -> String {
        self.read("url")
    }

    /// Waits for a page whose address has this path.
    pub(crate) fn at(&self, path: &str) {
        let there = until(DEADLINE, || {
            let address = url::Url::parse(&self.address()).unwrap();
            (address.path() == path).then_some(())
        });
        assert!(there.is_some(), "{path} never came; this is {}:\n{}", self.address(), self.read("source"));
    }

    /// The page's text, as a person reads it.
    pub(crate) fn text(&self) -> String {
        let body = self.element("body");
        self.read(&format!("element/{body}/text"))
    }

    /// Waits for the one element that this CSS selector finds first.
    fn element(&self, selector: &str) -> String {
        let found = self.call(Method::POST, "element", Some(&json!({"using": "css selector", "value": selector})));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    /// Types into the field of this name, as keys do.
    pub(crate) fn type_into(&self, name: &str, text: &str) {
        let field = self.element(&format!("input[name={name}]"));
        self.call(Method::POST, &format!("element/{field}/value"), Some(&json!({"text": text})));
    }

    /// Presses the button that submits a form with this `action`.
    pub(crate) fn press(&self, action: &str) {
        self.choose("action", action);
    }

    /// Presses the button that submits a form with this field.
    pub(crate) fn choose(&self, name: &str, value: &str) {
        let button = self.element(&format!("button[name={name}][value={value}]"));
        self.call(Method::POST, &format!("element/{button}/click"), Some(&json!({})));
    }

    /// Signs in with a password on the service's page.
    pub(crate) fn sign_in(&self, account: &str, password: &str) {
        self.at("/login");
        self.type_into("account", account);
        self.type_into("password", password);
        self.press("sign-in");
    }

    /// Closes the tab, and with it the browser.
    pub(crate) fn close(&self) {
        let left = self.call(Method::DELETE, "window", None);
        assert_eq!(left, json!([]), "it was the only one");
    }

    /// The addresses that were asked for since this was last called, in order, with those of redirects.
    pub(crate) fn requests(&self) -> Vec<String> {
        let entries = self.call(Method::POST, "se/log", Some(&json!({"type": "performance"})));
        let messages = entries.as_array().unwrap().iter().map(|entry| {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            message["message"].clone()
        });
        let sent = messages.filter(|message| message["method"] == "Network.requestWillBeSent");
        sent.map(|message| message["params"]["request"]["url"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends with its session; where that does not work any more, by its process.
        let ended = self.http.call(Method::DELETE, &self.session, &[], None);
        let runs = || Path::new(&format!("/proc/{}", self.process)).exists();
        if ended.is_err() && runs() {
            let kill = Command::new("sh").args(["-c", "kill \"$0\"", &self.process.to_string()]).status();
            drop(kill);
        }
        // Its folder goes next, and it may still be writing there.
        let _ = until(DEADLINE, || (!runs()).then_some(()));
    }
}

/// How often ChromeDriver may be started in vain.
const TRIES: usize = 5;

/// Starts ChromeDriver on a port that is free, and gives its address. The port that it chooses by itself has to be free
/// for both families of addresses, and it ends when it finds the other one taken.
fn start_driver(folder: &Path) -> ((Started, BufReader<ChildStdout>), String) {
    let mut complaints = String::new();
    for _ in 0..TRIES {
        match try_driver(folder) {
            Ok(started) => return started,
            Err(printed) => complaints += &printed,
        }
    }
    panic!("ChromeDriver ended at once:\n{complaints}")
}

/// Starts ChromeDriver, or gives what it printed before it ended.
fn try_driver(folder: &Path) -> Result<((Started, BufReader<ChildStdout>), String), String> {
    let mut command = Command::new("chromedriver");
    command
        .arg("--port=0")
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .env("LANG", "C.UTF-8")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut driver = Started::start(&mut command);
    let mut output = BufReader::new(driver.child().stdout.take().unwrap());
    let mut printed = String::new();
    loop {
        let before = printed.len();
        if output.read_line(&mut printed).unwrap() == 0 {
            return Err(printed);
        }
        if let Some((_, port)) = printed[before..].split_once("started successfully on port ") {
            let address = format!("http://127.0.0.1:{}", port.trim().trim_end_matches('.'));
            return Ok(((driver, output), address));
        }
    }
}
