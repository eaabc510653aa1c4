//! Why a sign-in failed, in words, with the way on.

use std::borrow::Cow;

use egui::{Response, Ui};

use crate::app::{Action, BrowserPurpose, SignIn, SignInFailure};
use crate::genauth::{Error, IdTokenError};
use crate::session::BrowserError;
use crate::ui::Words;
use crate::ui::explain::{Explanation, Purpose, asks_to_wait, explain};
use crate::ui::text::plain;
use crate::ui::widgets::{ButtonKind, Mood, banner, button, explanation as explanation_rest};

/// Shows why the last try failed; returns the button that leads on, where there is one.
pub(super) fn failure_ui(
    ui: &mut Ui,
    words: &Words,
    failure: &SignInFailure,
    state: &SignIn,
    host: &str,
    actions: &mut Vec<Action>,
) -> Option<Response> {
    let next_step = flow_code(failure);
    // What a captcha needs stands with its picture.
    if next_step == Some(2000) && state.captcha.is_some() {
        return None;
    }
    let explanation = explain_failure(words, failure, host);
    let mood = if next_step.is_some() { Mood::Warning } else { Mood::Bad };
    explained_banner(ui, mood, &explanation, |ui| {
        let (text, purpose) = match failure {
            _ if state.is_busy() => return None,
            _ if next_step.is_some() => (words.text("sign-in-continue-in-browser"), BrowserPurpose::SignIn),
            SignInFailure::Browser(_) | SignInFailure::IdToken(_) => {
                (words.text("sign-in-browser-again"), BrowserPurpose::SignIn)
            }
            SignInFailure::Crashed | SignInFailure::Call(_) => return None,
        };
        let leads_on = button(ui, ButtonKind::Plain, &text, &text);
        if leads_on.clicked() {
            actions.push(Action::SignInInBrowser(purpose));
        }
        Some(leads_on)
    })
}

/// A banner with an explanation in it and, below, what can be done.
pub(super) fn explained_banner<R>(
    ui: &mut Ui,
    mood: Mood,
    explanation: &Explanation,
    below: impl FnOnce(&mut Ui) -> R,
) -> R {
    banner(ui, mood, &explanation.what, &[], |ui| {
        explanation_rest(ui, explanation);
        below(ui)
    })
}

/// The code of the step that the service asks for before it lets somebody in, if that is why it did not.
fn flow_code(failure: &SignInFailure) -> Option<i64> {
    match failure {
        SignInFailure::Call(Error::Refused(refusal)) => refusal.flow_code(),
        _ => None,
    }
}

/// Says why a sign-in failed.
pub(super) fn explain_failure(words: &Words, failure: &SignInFailure, host: &str) -> Explanation {
    match failure {
        SignInFailure::Crashed => said(words, "error-crashed"),
        // Only the token endpoint says this, and at a sign-in it says it of the code or of the application (RFC 6749,
        // section 5.2).
        SignInFailure::Call(error @ Error::OAuth { error: code, .. }) => {
            let mut facts = vec![(words.text("fact-error").into_owned(), plain(code, 60))];
            facts.extend(explain(words, error, host, Purpose::SignIn).facts);
            let explanation = said(words, not_traded(code));
            Explanation { facts, next: asks_to_wait(words, error).unwrap_or(explanation.next), ..explanation }
        }
        SignInFailure::Call(error) => explain(words, error, host, Purpose::SignIn),
        SignInFailure::Browser(error) => browser(words, error),
        SignInFailure::IdToken(error) => Explanation {
            what: words.text(id_token(error)).into_owned(),
            next: words.text("sign-in-id-token-refused").into_owned(),
            facts: match error {
                IdTokenError::Algorithm(name) => vec![(words.text("fact-algorithm").into_owned(), plain(name, 40))],
                _ => Vec::new(),
            },
            excerpt: None,
        },
    }
}

fn said(words: &Words, key: &str) -> Explanation {
    let find = |key: &str| words.find(key).map(Cow::into_owned).unwrap_or_default();
    Explanation { what: find(key), next: find(&format!("{key}.next")), ..Explanation::default() }
}

fn browser(words: &Words, error: &BrowserError) -> Explanation {
    let fact = |key: &str, value: &str| (words.find(key).unwrap_or_default().into_owned(), plain(value, 300));
    match error {
        BrowserError::PortsTaken(ports) => {
            let listed: Vec<String> = ports.iter().map(u16::to_string).collect();
            Explanation { facts: vec![fact("fact-ports", &listed.join(", "))], ..said(words, "sign-in-ports-taken") }
        }
        BrowserError::CannotListen(reason) => {
            Explanation { facts: vec![fact("fact-reason", reason)], ..said(words, "sign-in-cannot-listen") }
        }
        BrowserError::Denied => said(words, "sign-in-denied"),
        BrowserError::Answered { error, description } => {
            let mut facts = vec![fact("fact-error", error)];
            facts.extend(description.as_ref().map(|description| fact("fact-message", description)));
            Explanation { facts, ..said(words, answered(error)) }
        }
        BrowserError::NoCode => said(words, "sign-in-no-code"),
        BrowserError::NobodyCame => said(words, "sign-in-nobody-came"),
    }
}

/// The words for an `error` of the token endpoint (RFC 6749, section 5.2).
fn not_traded(error: &str) -> &'static str {
    match error {
        "invalid_grant" => "sign-in-code-refused",
        "invalid_client" => "sign-in-client-refused",
        _ => answered(error),
    }
}

/// The words for an `error=` that came back (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
fn answered(error: &str) -> &'static str {
    match error {
        "login_required" => "sign-in-answer-login-required",
        "consent_required" => "sign-in-answer-consent-required",
        "interaction_required" => "sign-in-answer-interaction-required",
        "account_selection_required" => "sign-in-answer-account-selection-required",
        "temporarily_unavailable" => "sign-in-answer-temporarily-unavailable",
        "server_error" => "sign-in-answer-server-error",
        "invalid_scope" => "sign-in-answer-invalid-scope",
        "unauthorized_client" | "unsupported_response_type" => "sign-in-answer-unauthorized-client",
        "invalid_request" => "sign-in-answer-invalid-request",
        _ => "sign-in-answer-other",
    }
}

fn id_token(error: &IdTokenError) -> &'static str {
    match error {
        IdTokenError::NotAToken => "sign-in-id-token-missing",
        IdTokenError::Algorithm(_) => "sign-in-id-token-algorithm",
        IdTokenError::UnknownKey => "sign-in-id-token-unknown-key",
        IdTokenError::Signature => "sign-in-id-token-signature",
        IdTokenError::Issuer => "sign-in-id-token-issuer",
        IdTokenError::Audience => "sign-in-id-token-audience",
        IdTokenError::Subject => "sign-in-id-token-subject",
        IdTokenError::Expired => "sign-in-id-token-expired",
        IdTokenError::Nonce => "sign-in-id-token-nonce",
        IdTokenError::AccessTokenHash => "sign-in-id-token-access-token",
    }
}
