//! How the result of an attempt to bind is told (reference sections 6.1 and 6.2).
//!
//! What it holds is not documented. This follows the sibling for social sign-in: `code`, `message`, `data` and an
//! `event`, posted to the window's opener; as parameters or fields of a form it is the same without the event. `message`
//! is in the browser's language; `data` lists the account's identities of the source, without the provider's tokens.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::address;
use super::outcome::Outcome;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::pool::Identity;
use crate::sandbox::seen::Reason;

/// Posts the result to the window that opened this one, whoever that is: the allowed origins are not documented, and
/// the result holds no secret.
const POST_TO_OPENER: &str = "\
const result = JSON.parse(document.currentScript.dataset.result);
if (window.opener) { window.opener.postMessage(result, \"*\"); }
";

/// Sends the form that stands before it.
const SEND_FORM: &str = "document.forms[0].submit();\n";

/// How a result is told.
pub(crate) enum Delivery {
    /// To the window that opened this one.
    Opener,
    /// By a redirect to an address (`need_url_redirect`).
    Redirect {
        /// `target_url`.
        target: String,
        /// With `only_redirect_token`: the ID token that the link was asked for with, which is then all that a success
        /// brings, as `token`. Which token is meant is not documented, so this is a guess.
        only_token: Option<String>,
    },
    /// By a form that the browser sends to an address (`need_form_post`).
    FormPost {
        /// `target_url`.
        target: String,
    },
}

impl Delivery {
    /// Tells the result.
    pub(super) fn tell(&self, headers: &HeaderMap, outcome: &Outcome) -> Response {
        let language = PageLanguage::of(headers);
        let mut response = match self {
            Self::Opener => to_opener(language, outcome),
            Self::Redirect { target, only_token } => redirect(target, only_token.as_deref(), language, outcome)
                .unwrap_or_else(|| to_opener(language, outcome)),
            Self::FormPost { target } => form_post(target, language, outcome),
        };
        if let Some(reason) = outcome.reason() {
            response.extensions_mut().insert(Reason(reason.to_owned()));
        }
        response
    }
}

fn to_opener(language: PageLanguage, outcome: &Outcome) -> Response {
    let words = outcome.words(language);
    let result = json!({
        "code": outcome.code(),
        "message": words.title,
        "data": data(outcome),
        "event": {"source": "authing", "eventType": "bindExtIdp"},
    });
    let body = html! {
        (told(outcome, words.text))
        script data-result=(result) { (PreEscaped(POST_TO_OPENER)) }
    };
    let response = page(outcome.status(), language, words.title, &body);
    running(response, POST_TO_OPENER)
}

fn form_post(target: &str, language: PageLanguage, outcome: &Outcome) -> Response {
    let words = outcome.words(language);
    let body = html! {
        (told(outcome, words.text))
        form method="post" action=(target) {
            input type="hidden" name="code" value=(outcome.code());
            input type="hidden" name="message" value=(words.title);
            input type="hidden" name="data" value=(data(outcome));
            button { (language.either("继续", "Continue")) }
        }
        script { (PreEscaped(SEND_FORM)) }
    };
    let response = page(outcome.status(), language, words.title, &body);
    running(response, SEND_FORM)
}

fn redirect(target: &str, only_token: Option<&str>, language: PageLanguage, outcome: &Outcome) -> Option<Response> {
    let address = match (outcome, only_token) {
        (Outcome::Bound(_), Some(token)) => address::with(target, &[("token", token)])?,
        _ => {
            let (code, data) = (outcome.code().to_string(), data(outcome).to_string());
            let message = outcome.words(language).title;
            address::with(target, &[("code", &code), ("message", message), ("data", &data)])?
        }
    };
    address::redirect(&address)
}

/// The identities that are bound now; null when nothing was.
fn data(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Bound(identities) => json!({"identities": identities.iter().map(open).collect::<Vec<_>>()}),
        _ => Value::Null,
    }
}

/// The `IdentityDto` without the provider's tokens, which come only when a user fetches the own data (reference section
/// 2.1).
fn open(identity: &Identity) -> Value {
    let mut dto = identity.to_json();
    if let Some(members) = dto.as_object_mut() {
        members.remove("accessToken");
        members.remove("refreshToken");
    }
    dto
}

fn told(outcome: &Outcome, text: &str) -> Markup {
    match outcome {
        Outcome::Bound(_) | Outcome::Cancelled => html! { p role="status" { (text) } },
        _ => html! { p role="alert" { (text) } },
    }
}

/// Lets the page run this script and no other (CSP Level 3, section 2.3.1).
fn running(mut response: Response, script: &str) -> Response {
    let hash = STANDARD.encode(digest(&SHA256, script.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; frame-ancestors 'none'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
