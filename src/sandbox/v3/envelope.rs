//! The envelope of every V3 answer (reference section 1.4), and what every V3 request carries (section 1.2).

use aws_lc_rs::rand;
use axum::Json;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::refused::Refused;
use crate::sandbox::seen::Reason;

/// The two header families; both are accepted for every header (reference section 1.2).
const HEADER_FAMILIES: [&str; 2] = ["x-genauth-", "x-authing-"];

/// The language of a `message`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    Chinese,
    English,
}

impl Language {
    /// Reads `{p}lang`; what is neither `zh-CN` nor `en-US` falls back to the default, Chinese (reference section 1.2).
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match family_header(headers, "lang") {
            Some(language) if language.eq_ignore_ascii_case("en-US") => Self::English,
            _ => Self::Chinese,
        }
    }
}

/// The value of a header in either family.
pub(crate) fn family_header<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    HEADER_FAMILIES
        .iter()
        .find_map(|family| headers.get(format!("{family}{name}")))
        .and_then(|value| value.to_str().ok())
}

/// The access token of a V3 request, raw or after `Bearer` (reference section 1.3).
pub(crate) fn v3_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization")?.to_str().ok()?.trim();
    let token = without_bearer(value).unwrap_or(value);
    // The scheme with nothing after it is no token either.
    (!token.is_empty() && !token.eq_ignore_ascii_case("bearer")).then_some(token)
}

/// The token after `Bearer`, which `/oidc/me` insists on (reference section 8.5).
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    without_bearer(headers.get("authorization")?.to_str().ok()?.trim())
}

fn without_bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A successful V3 answer before it gets its language.
#[derive(Debug, Default)]
pub(crate) struct Success {
    /// `data`, if the endpoint has any.
    pub(crate) data: Option<Value>,
    /// The success wears one of the shapes that only documentation samples have.
    pub(crate) quirk: Option<Quirk>,
}

/// What documentation samples of successful answers do to the envelope (reference section 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quirk {
    /// `apiCode` 0.
    ApiCodeZero,
    /// `apiCode` 20001.
    ApiCode20001,
    /// `statusCode` as the text "200", and no `requestId`.
    TextStatusCode,
}

impl Success {
    pub(crate) fn of(data: Value) -> Self {
        Self { data: Some(data), quirk: None }
    }

    /// The same answer with a quirk, if there is one.
    pub(crate) fn quirky(mut self, quirk: Option<Quirk>) -> Self {
        self.quirk = quirk;
        self
    }
}

/// Writes the envelope. HTTP status is 200 whatever the envelope says (reference section 1.4).
pub(crate) fn answer(headers: &HeaderMap, outcome: Result<Success, Refused>) -> Response {
    let language = Language::of(headers);
    let mut envelope = Map::new();
    let reason = outcome.as_ref().err().map(|refused| Reason(refused.reason()));
    match outcome {
        Ok(Success { data, quirk }) => {
            let status_code = match quirk {
                Some(Quirk::TextStatusCode) => json!("200"),
                _ => json!(200),
            };
            envelope.insert("statusCode".to_owned(), status_code);
            let message = match language {
                Language::Chinese => "操作成功",
                Language::English => "Success",
            };
            envelope.insert("message".to_owned(), message.into());
            match quirk {
                Some(Quirk::ApiCodeZero) => envelope.insert("apiCode".to_owned(), 0.into()),
                Some(Quirk::ApiCode20001) => envelope.insert("apiCode".to_owned(), 20001.into()),
                Some(Quirk::TextStatusCode) | None => None,
            };
            if quirk != Some(Quirk::TextStatusCode) {
                envelope.insert("requestId".to_owned(), request_id().into());
            }
            if let Some(data) = data {
                envelope.insert("data".to_owned(), data);
            }
        }
        Err(refused) => {
            envelope.insert("statusCode".to_owned(), refused.status_code().into());
            if let Some(api_code) = refused.api_code() {
                envelope.insert("apiCode".to_owned(), api_code.into());
            }
            envelope.insert("message".to_owned(), refused.message(language).into());
            envelope.insert("requestId".to_owned(), request_id().into());
            if let Some(data) = refused.data() {
                envelope.insert("data".to_owned(), data.clone());
            }
        }
    }
    let mut response = Json(Value::Object(envelope)).into_response();
    if let Some(reason) = reason {
        response.extensions_mut().insert(reason);
    }
    response
}

/// A random UUID, version 4.
fn request_id() -> String {
    let mut bytes = [0; 16];
    if rand::fill(&mut bytes).is_err() {
        // An ID that is not random is better than no answer.
        bytes = [0x5a; 16];
    }
    let number = u128::from_be_bytes(bytes) & !(0xf << 76 | 0b11 << 62) | 4 << 76 | 0b10 << 62;
    let digits = format!("{number:032x}");
    let mut id = String::with_capacity(36);
    for (position, digit) in digits.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_header_is_found_in_either_family() {
        assert_eq!(family_header(&headers(&[("x-genauth-app-id", "a")]), "app-id"), Some("a"));
        assert_eq!(family_header(&headers(&[("x-authing-app-id", "b")]), "app-id"), Some("b"));
        assert_eq!(family_header(&headers(&[("x-other-app-id", "c")]), "app-id"), None);
    }

    #[test]
    fn a_token_comes_raw_or_after_bearer() {
        assert_eq!(v3_token(&headers(&[("authorization", "abc")])), Some("abc"));
        assert_eq!(v3_token(&headers(&[("authorization", "bearer abc")])), Some("abc"));
        assert_eq!(v3_token(&headers(&[("authorization", " ")])), None);
        assert_eq!(v3_token(&headers(&[("authorization", "Bearer ")])), None);
        assert_eq!(bearer_token(&headers(&[("authorization", "Bearer abc")])), Some("abc"));
        assert_eq!(bearer_token(&headers(&[("authorization", "abc")])), None);
    }

    #[test]
    fn an_unknown_language_is_the_default() {
        assert_eq!(Language::of(&headers(&[("x-authing-lang", "en-us")])), Language::English);
        assert_eq!(Language::of(&headers(&[("x-genauth-lang", "ja-JP")])), Language::Chinese);
        assert_eq!(Language::of(&headers(&[])), Language::Chinese);
    }

    #[test]
    fn request_ids_are_random_uuids() {
        let (one, other) = (request_id(), request_id());
        assert_ne!(one, other);
        for id in [one, other] {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(id.chars().nth(14), Some('4'), "{id}");
            assert!(matches!(id.chars().nth(19), Some('8' | '9' | 'a' | 'b')), "{id}");
        }
    }
}
