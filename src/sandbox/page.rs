//! What every page of the service has in common: the hosted sign-in's and the external providers'.
//!
//! Plain HTML with forms: they work in any browser, without scripts, from the keyboard and for a screen reader.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageLanguage {
    Chinese,
    English,
}

impl PageLanguage {
    /// The first of the browser's languages that there is; English if there is none (RFC 9110, section 12.5.4).
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self::first_of(wanted.split(',')).unwrap_or(Self::English)
    }

    /// The first of these language tags that there is; `ui_locales` is such a list (OpenID Connect Core, section
    /// 3.1.2.1).
    pub(super) fn first_of<'tag>(tags: impl Iterator<Item = &'tag str>) -> Option<Self> {
        tags.map(|tag| tag.trim().to_ascii_lowercase()).find_map(|tag| match tag.get(..2) {
            Some("zh") => Some(Self::Chinese),
            Some("en") => Some(Self::English),
            _ => None,
        })
    }

    /// Whichever of the two is in this language.
    pub(super) fn either<'text>(self, chinese: &'text str, english: &'text str) -> &'text str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    fn tag(self) -> &'static str {
        self.either("zh-CN", "en")
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; }
form { margin: 1rem 0; }
label { display: block; margin: .75rem 0; }
input:not([type=hidden]):not([type=checkbox]) { display: block; box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; }
button { padding: .5rem 1rem; margin: .25rem .5rem .25rem 0; font: inherit; }
.note { opacity: .75; font-size: .875rem; }
[role=alert] { border-left: .25rem solid #b92b25; padding-left: .75rem; }
";

/// A page with a title, which is also its heading. It runs no script, is not kept, and stands in no frame.
pub(super) fn page(status: StatusCode, language: PageLanguage, title: &str, body: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { h1 { (title) } (body) } }
        }
    };
    let mut response = (status, Html(page.into_string())).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_known_language_is_taken() {
        let of = |wanted: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, wanted.parse().unwrap());
            PageLanguage::of(&headers)
        };
        assert_eq!(of("zh-CN,en;q=0.8"), PageLanguage::Chinese);
        assert_eq!(of("de, en-GB;q=0.9, zh;q=0.1"), PageLanguage::English);
        assert_eq!(of("ja"), PageLanguage::English);
        assert_eq!(PageLanguage::of(&HeaderMap::new()), PageLanguage::English);
    }
}
