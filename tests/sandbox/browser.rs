//! A browser without a screen: it keeps cookies, follows redirects within the sandbox, and submits forms.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bindery::sandbox::{Application, Pool, Sandbox, Setup};
use serde_json::Value;

use crate::raw::{Answer, FORM, Request, persona};

pub(crate) const CALLBACK: &str = "http://127.0.0.1:41234/callback";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// What an application has to know of an authorization request, in the order of its query.
pub(crate) type Pairs = Vec<(String, String)>;

pub(crate) fn encode(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The request of the first application, with PKCE, state and nonce.
pub(crate) fn request(sandbox: &Sandbox, scope: &str) -> Pairs {
    request_of(sandbox.app_id(), scope)
}

pub(crate) fn request_of(app_id: &str, scope: &str) -> Pairs {
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()));
    [
        ("client_id", app_id),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", scope),
        ("state", "a state&more"),
        ("nonce", "a nonce"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// The same with a parameter set, or taken out when its value is empty.
pub(crate) fn with(mut pairs: Pairs, name: &str, value: &str) -> Pairs {
    pairs.retain(|(known, _)| known != name);
    if !value.is_empty() {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    pairs
}

pub(crate) fn application(sandbox: &Sandbox, method: &str) -> Application {
    let found = sandbox.pool().applications().find(|one| one.token_endpoint_auth_method.as_str() == method);
    found.expect("an application").clone()
}

/// A sandbox with somebody in it beside the built-in personas.
pub(crate) async fn start_with(persona: &str) -> Sandbox {
    let pool = Pool::with(persona).expect("a personas file");
    Sandbox::start_with(Setup { pool, ..Setup::default() }).await.expect("a free port")
}

/// The code that was last sent.
pub(crate) fn last_code(sandbox: &Sandbox) -> String {
    sandbox.mailbox().last().expect("a code was sent").code.clone()
}

/// A page, and where it came from.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) answer: Answer,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        self.answer.text()
    }

    /// The parameters of an answer that went to the application, which this must be.
    #[track_caller]
    pub(crate) fn returned(&self) -> Value {
        let location = self.answer.header("location").unwrap_or_else(|| panic!("{} {}", self.path, self.text()));
        assert!(location.starts_with(CALLBACK), "{location}");
        let address = url::Url::parse(location).unwrap();
        address.query_pairs().map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect()
    }

    #[track_caller]
    pub(crate) fn code(&self) -> String {
        let returned = self.returned();
        returned["code"].as_str().unwrap_or_else(|| panic!("{returned}")).to_owned()
    }

    /// What the page says went wrong.
    #[track_caller]
    pub(crate) fn alert(&self) -> String {
        let text = self.text();
        let (_, alert) = text.split_once("role=\"alert\">").unwrap_or_else(|| panic!("no alert in {text}"));
        alert.split("</p>").next().unwrap().to_owned()
    }

    /// The first form: where it goes, and its hidden fields.
    #[track_caller]
    pub(crate) fn form(&self) -> (String, Pairs) {
        let text = self.text();
        let (_, form) = text.split_once("<form ").unwrap_or_else(|| panic!("no form in {} {text}", self.path));
        let (form, _) = form.split_once("</form>").expect("the form ends");
        assert!(form.contains("method=\"post\""));
        let hidden = form.split("<input ").filter(|input| input.starts_with("type=\"hidden\""));
        let fields = hidden.map(|input| (attribute(input, "name"), attribute(input, "value")));
        (attribute(form, "action"), fields.collect())
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{name} in {tag}"));
    let (value, _) = rest.split_once('"').expect("the attribute ends");
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub(crate) struct Browser<'sandbox> {
    sandbox: &'sandbox Sandbox,
    pub(crate) cookies: Vec<(String, String)>,
    language: &'static str,
}

impl<'sandbox> Browser<'sandbox> {
    pub(crate) fn new(sandbox: &'sandbox Sandbox) -> Self {
        Self { sandbox, cookies: Vec::new(), language: "en-GB,en" }
    }

    pub(crate) fn chinese(self) -> Self {
        Self { language: "zh-CN,zh;q=0.9", ..self }
    }

    /// Opens a path and follows to where it leads, but not out of the sandbox.
    pub(crate) async fn open(&mut self, path: &str) -> Page {
        self.go(Request::get(path)).await
    }

    /// Begins a sign-in.
    pub(crate) async fn authorize(&mut self, request: &[(String, String)]) -> Page {
        self.open(&format!("/oidc/auth?{}", encode(request))).await
    }

    /// Submits the page's first form with these fields beside its hidden ones.
    pub(crate) async fn submit(&mut self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let (action, mut all) = page.form();
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.go(Request::post(&action, FORM, encode(&all))).await
    }

    /// Signs in with a password on the sign-in page.
    pub(crate) async fn sign_in(&mut self, page: &Page, account: &str, password: &str) -> Page {
        self.submit(page, &[("account", account), ("password", password), ("action", "sign-in")]).await
    }

    /// Signs in as this persona, and allows what is asked for if it was not allowed before.
    pub(crate) async fn sign_in_as(&mut self, key: &str, request: &[(String, String)]) -> Page {
        let persona = persona(key);
        let page = self.authorize(request).await;
        let page = self.sign_in(&page, persona.account(), persona.password.as_deref().unwrap_or_default()).await;
        match page.path.starts_with("/consent?") {
            true => self.submit(&page, &[("action", "allow")]).await,
            false => page,
        }
    }

    async fn go(&mut self, request: Request) -> Page {
        let mut request = request;
        loop {
            let path = request.path.clone();
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("Accept-Language", self.language);
            if !cookies.is_empty() {
                request = request.header("Cookie", &cookies.join("; "));
            }
            let answer = request.send(self.sandbox).await;
            self.keep_cookies(&answer);
            let location = answer.header("location").unwrap_or_default();
            let location = location.strip_prefix(&self.sandbox.app_host()).unwrap_or(location);
            match location.starts_with('/') {
                true => request = Request::get(location),
                false => return Page { path, answer },
            }
        }
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for set in answer.every("set-cookie") {
            assert!(set.contains("; HttpOnly; SameSite=Lax") && !set.contains("Secure"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !set.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// The form that trades a code of the first application.
pub(crate) fn exchange_form(sandbox: &Sandbox, code: &str) -> Pairs {
    [
        ("client_id", sandbox.app_id()),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// A request to `/oidc/token` and the like.
pub(crate) async fn post(sandbox: &Sandbox, path: &str, form: &[(String, String)]) -> Answer {
    Request::post(path, FORM, encode(form)).send(sandbox).await
}

/// The tokens for a code.
pub(crate) async fn exchange(sandbox: &Sandbox, code: &str) -> Value {
    let answer = post(sandbox, "/oidc/token", &exchange_form(sandbox, code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The claims of a JWT, believed as they stand.
pub(crate) fn claims(token: &Value) -> Value {
    let token = token.as_str().expect("a token");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
