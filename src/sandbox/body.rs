//! Reading what was sent: JSON objects, forms, queries (reference section 1.7).

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use super::v3::refused::Refused;

/// The body as a JSON object, if it is one and is declared as one.
pub(super) fn json_object(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>, Refused> {
    if !has_type(headers, "application/json") {
        return Err(Refused::BadJson);
    }
    serde_json::from_slice(bytes).map_err(|_| Refused::BadJson)
}

/// The body as a form, if it is declared as one.
pub(super) fn form(headers: &HeaderMap, bytes: &[u8]) -> Option<Vec<(String, String)>> {
    has_type(headers, "application/x-www-form-urlencoded").then(|| pairs(bytes))
}

/// The pairs of a form or a query.
pub(super) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(encoded).into_owned().collect()
}

/// The first value of a key that is not empty.
pub(super) fn first<'pairs>(pairs: &'pairs [(String, String)], key: &str) -> Option<&'pairs str> {
    let value = pairs.iter().find(|(name, _)| name == key)?.1.as_str();
    (!value.is_empty()).then_some(value)
}

/// A boolean of a query, false when it is missing. Any case is accepted (reference section 1.7).
pub(super) fn flag(pairs: &[(String, String)], key: &'static str) -> Result<bool, Refused> {
    match first(pairs, key) {
        None => Ok(false),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(Refused::Parameter(key)),
    }
}

/// Whether the content type is said once and is this one, whatever its parameters. Of two nobody knows which is meant
/// (RFC 9110, section 5.3).
pub(super) fn has_type(headers: &HeaderMap, expected: &str) -> bool {
    let mut types = headers.get_all("content-type").iter();
    let (Some(said), None) = (types.next(), types.next()) else {
        return false;
    };
    let essence = said.to_str().ok().and_then(|value| value.split(';').next());
    essence.is_some_and(|value| value.trim().eq_ignore_ascii_case(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_comes_in_any_case_and_nothing_else_is_one() {
        let query = pairs(b"a=True&b=FALSE&c=1&d=");
        assert_eq!(flag(&query, "a"), Ok(true));
        assert_eq!(flag(&query, "b"), Ok(false));
        assert_eq!(flag(&query, "c"), Err(Refused::Parameter("c")));
        assert_eq!(flag(&query, "d"), Ok(false));
        assert_eq!(flag(&query, "e"), Ok(false));
    }

    #[test]
    fn json_must_be_declared_and_be_an_object() {
        let mut headers = HeaderMap::new();
        assert_eq!(json_object(&headers, b"{}"), Err(Refused::BadJson));
        headers.insert("content-type", "application/json; charset=utf-8".parse().unwrap());
        assert_eq!(json_object(&headers, b"{}"), Ok(Map::new()));
        assert_eq!(json_object(&headers, b"[]"), Err(Refused::BadJson));
        assert_eq!(json_object(&headers, b"{"), Err(Refused::BadJson));
        headers.append("content-type", "application/json".parse().unwrap());
        assert_eq!(json_object(&headers, b"{}"), Err(Refused::BadJson), "said twice");
    }
}
