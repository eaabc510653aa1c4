//! The way back to the application, with a code or an error (reference section 8.2; RFC 6749, section 4.1.2).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{PreEscaped, html};
use url::form_urlencoded;

use super::error_page;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::seen::Reason;

/// How the parameters travel (OAuth 2.0 Multiple Response Type Encoding Practices; OAuth 2.0 Form Post Response Mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    #[default]
    Query,
    Fragment,
    FormPost,
}

impl ResponseMode {
    /// Reads `response_mode`. The reference's `web_message` is not served: it needs scripts on both sides.
    pub(crate) fn read(name: &str) -> Option<Self> {
        match name {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }
}

/// Where the answer to an authorization request goes: an address that is registered for the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReturnAddress {
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    /// Repeated as it came.
    pub(crate) state: Option<String>,
}

/// Submits the form at once where scripts run; where they do not, there is the button.
const SUBMIT: &str = "document.forms[0].submit()";

impl ReturnAddress {
    /// Back with a code.
    pub(crate) fn with_code(&self, issuer: &str, code: &str, language: PageLanguage) -> Response {
        self.send(&[("code", code)], issuer, language)
    }

    /// Back with an error, which is also kept for the list of requests.
    pub(crate) fn with_error(&self, issuer: &str, error: &str, description: &str, language: PageLanguage) -> Response {
        let mut response = self.send(&[("error", error), ("error_description", description)], issuer, language);
        response.extensions_mut().insert(Reason(format!("{error}: {description}")));
        response
    }

    /// `iss` names who answers, so that an answer of another service is noticed (RFC 9207).
    fn send(&self, answer: &[(&str, &str)], issuer: &str, language: PageLanguage) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<(&str, &str)> = answer.iter().copied().chain(state).chain([("iss", issuer)]).collect();
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(&parameters).finish();
        let address = &self.redirect_uri;
        match self.response_mode {
            ResponseMode::Query => {
                // What is registered is kept to the byte, its own query included (RFC 6749, section 3.1.2).
                let separator = if address.contains('?') { '&' } else { '?' };
                see_other(&format!("{address}{separator}{encoded}"))
            }
            ResponseMode::Fragment => see_other(&format!("{address}#{encoded}")),
            ResponseMode::FormPost => form_post(address, &parameters, language),
        }
    }
}

/// A redirect that is followed with `GET`, whatever was asked with.
pub(crate) fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => {
            let headers = [(header::LOCATION, address), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        // A registered address that no header can hold: a mistake in the personas file.
        Err(_) => error_page::bad_address(PageLanguage::English),
    }
}

fn form_post(address: &str, parameters: &[(&str, &str)], language: PageLanguage) -> Response {
    let body = html! {
        form method="post" action=(address) {
            @for (name, value) in parameters { input type="hidden" name=(name) value=(value); }
            p { (language.either("正在返回应用。", "You are on your way back to the application.")) }
            button type="submit" { (language.either("继续", "Continue")) }
        }
        script { (PreEscaped(SUBMIT)) }
    };
    let mut response = page(StatusCode::OK, language, language.either("返回应用", "Back to the application"), &body);
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SUBMIT.as_bytes());
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; frame-ancestors 'none'",
        STANDARD.encode(hash)
    );
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn location(redirect_uri: &str, response_mode: ResponseMode, state: &str) -> String {
        let back =
            ReturnAddress { redirect_uri: redirect_uri.to_owned(), response_mode, state: Some(state.to_owned()) };
        let response = back.with_code("http://127.0.0.1:1/oidc", "abc", PageLanguage::English);
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers().get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_query_that_is_registered_is_kept() {
        let address = location("https://app.example/cb?x=1", ResponseMode::Query, "s");
        assert_eq!(address, "https://app.example/cb?x=1&code=abc&state=s&iss=http%3A%2F%2F127.0.0.1%3A1%2Foidc");
        let address = location("https://app.example/cb", ResponseMode::Fragment, "s");
        assert!(address.starts_with("https://app.example/cb#code=abc&state=s&iss="), "{address}");
    }

    proptest! {
        #[test]
        fn any_state_comes_back_as_it_was(state in ".{1,60}") {
            let address = url::Url::parse(&location("http://127.0.0.1:1/cb", ResponseMode::Query, &state)).unwrap();
            let values: Vec<(String, String)> = address.query_pairs().into_owned().collect();
            prop_assert_eq!(values.len(), 3);
            prop_assert_eq!(&values[1], &("state".to_owned(), state));
        }
    }
}
