//! Opens the body of an answer: the envelope of reference section 1.4 and everything that can come in its place.

use serde_json::{Map, Value};

use super::excerpt::{LONGEST_EXCERPT, excerpt, shorten};
use super::fields::{Fields, Misfit, integer};
use super::redaction::Redactor;
use super::{Error, Refusal};

/// The longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 2000;

/// How the body of a successful answer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyForm {
    /// In an envelope (reference section 1.4).
    Enveloped,
    /// Bare, and then it has one of these fields; or in an envelope (reference section 14, item 7; section 8.4).
    BareOrEnveloped(&'static [&'static str]),
    /// Anything; the HTTP status decides (reference section 14, item 8).
    Ignored,
}

/// What an HTTP answer says outside of its body.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) http_status: u16,
    pub(super) content_type: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) request_id: Option<String>,
}

impl Head {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.http_status)
    }
}

/// What the body says of itself, for the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Codes {
    pub(super) status_code: Option<i64>,
    pub(super) api_code: Option<i64>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

/// Reads a body as JSON; a byte order mark before it does not count.
pub(super) fn parse(body: &[u8]) -> Option<Value> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    serde_json::from_slice(body).ok()
}

/// Opens a body. `json` is what [`parse`] made of it, and `text` gives it redacted, which only a failure asks for.
/// Success gives the data, which can be missing.
pub(super) fn open(
    head: &Head,
    json: Option<Value>,
    text: &dyn Fn() -> String,
    form: BodyForm,
    redactor: &Redactor,
) -> (Codes, Result<Option<Value>, Error>) {
    let mut codes = Codes { request_id: head.request_id.as_deref().map(|id| redactor.text(id)), ..Codes::default() };
    // A redirect is never followed and never taken for an answer (reference section 14, item 12).
    if (300..400).contains(&head.http_status) {
        return (codes, Err(not_the_api(head, text, redactor)));
    }
    if form == BodyForm::Ignored && head.is_success() {
        return (codes, Ok(None));
    }
    let Some(Value::Object(mut fields)) = json else {
        return (codes, Err(not_the_api(head, text, redactor)));
    };
    if let Some(status_code) = status_code(&fields) {
        codes.status_code = Some(status_code);
        codes.api_code = fields.get("apiCode").and_then(integer);
        codes.message = message(fields.get("message"), redactor);
        codes.request_id = request_id(&fields, redactor).or(codes.request_id);
        let says_no = fields.get("data").and_then(|data| data.get("success")) == Some(&Value::Bool(false));
        let result = match status_code {
            200 if !says_no => Ok(fields.remove("data")),
            _ => Err(Error::Refused(refusal(status_code, &codes, retry_after(head, redactor)))),
        };
        return (codes, result);
    }
    if let BodyForm::BareOrEnveloped(names) = form
        && head.is_success()
        && names.iter().any(|name| fields.contains_key(*name))
    {
        return (codes, Ok(Some(Value::Object(fields))));
    }
    let result = match fields.get("error") {
        Some(Value::String(error)) => Err(Error::OAuth {
            http_status: head.http_status,
            error: shorten(&redactor.text(error), LONGEST_MESSAGE),
            description: message(fields.get("error_description"), redactor),
            retry_after: retry_after(head, redactor),
        }),
        Some(Value::Object(error)) => {
            codes.message = agent_message(error, redactor);
            codes.request_id = request_id(error, redactor).or(codes.request_id);
            match error.get("code").and_then(integer) {
                Some(status_code) => Err(Error::Refused(refusal(status_code, &codes, retry_after(head, redactor)))),
                // The HTTP status stays what it is: taken for a `statusCode`, 401 would be answered by sending again.
                None => Err(Error::OAuth {
                    http_status: head.http_status,
                    error: match error.get("code") {
                        Some(Value::String(word)) => shorten(&redactor.text(word), LONGEST_MESSAGE),
                        _ => "error".to_owned(),
                    },
                    description: message(error.get("message"), redactor),
                    retry_after: retry_after(head, redactor),
                }),
            }
        }
        _ if head.is_success() => Err(match form {
            BodyForm::BareOrEnveloped([name, ..]) => Misfit::new(name, "a value", None),
            _ => Misfit::new("statusCode", "a number", fields.get("statusCode")),
        }
        .into()),
        _ => Err(not_the_api(head, text, redactor)),
    };
    (codes, result)
}

/// `statusCode`, or the `code` of older bodies. A body with a text in `error` is OAuth's, and its `code` is not that.
fn status_code(fields: &Map<String, Value>) -> Option<i64> {
    match fields.get("statusCode") {
        None | Some(Value::Null) if !fields.get("error").is_some_and(Value::is_string) => {
            fields.get("code").and_then(integer)
        }
        value => value.and_then(integer),
    }
}

fn refusal(status_code: i64, codes: &Codes, retry_after: Option<String>) -> Refusal {
    Refusal {
        status_code,
        api_code: codes.api_code,
        message: codes.message.clone().unwrap_or_default(),
        request_id: codes.request_id.clone(),
        retry_after,
    }
}

/// A header as it came, redacted and not too long.
fn header(value: Option<&str>, redactor: &Redactor) -> Option<String> {
    value.map(|value| shorten(&redactor.text(value), LONGEST_EXCERPT))
}

pub(super) fn retry_after(head: &Head, redactor: &Redactor) -> Option<String> {
    header(head.retry_after.as_deref(), redactor)
}

/// A message: a text, or several, as some frameworks write them.
fn message(value: Option<&Value>, redactor: &Redactor) -> Option<String> {
    let text = match value? {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(parts) if parts.iter().all(Value::is_string) => {
            parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    Some(shorten(&redactor.text(&text), LONGEST_MESSAGE))
}

fn agent_message(error: &Map<String, Value>, redactor: &Redactor) -> Option<String> {
    let text = message(error.get("message"), redactor);
    match error.get("code") {
        // A code that is a word has no other place.
        Some(Value::String(word)) if word.trim().parse::<i64>().is_err() => {
            let word = shorten(&redactor.text(word), LONGEST_MESSAGE);
            Some(text.map_or(word.clone(), |text| format!("{word}: {text}")))
        }
        _ => text,
    }
}

fn request_id(fields: &Map<String, Value>, redactor: &Redactor) -> Option<String> {
    ["requestId", "request_id"]
        .iter()
        .filter_map(|name| fields.get(*name)?.as_str())
        .find(|id| !id.is_empty())
        .map(|id| shorten(&redactor.text(id), LONGEST_EXCERPT))
}

pub(super) fn not_the_api(head: &Head, text: &dyn Fn() -> String, redactor: &Redactor) -> Error {
    Error::NotTheApi {
        http_status: head.http_status,
        content_type: header(head.content_type.as_deref(), redactor),
        // Taking tags out can join what was apart, so the excerpt is redacted once more.
        excerpt: redactor.text(&excerpt(&text())),
        retry_after: retry_after(head, redactor),
    }
}

/// The fields of an answer whose `data` is an object.
pub(super) fn object(data: Option<&Value>) -> Result<Fields<'_>, Misfit> {
    Fields::of_object("data", data)
}

/// The elements of an answer whose `data` is a list.
pub(super) fn list(data: Option<&Value>) -> Result<Vec<Fields<'_>>, Misfit> {
    Fields::of_list("data", data)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{BodyForm, Head, open, parse};
    use crate::genauth::fields::tests::any_json;
    use crate::genauth::redaction::{KnownSecrets, LiveSecret, Redactor};
    use crate::genauth::{Error, Password};

    const FORMS: [BodyForm; 3] =
        [BodyForm::Enveloped, BodyForm::BareOrEnveloped(&["access_token", "version"]), BodyForm::Ignored];

    fn open_with(http_status: u16, body: &str, form: BodyForm) -> Result<Option<Value>, Error> {
        let head = Head { http_status, ..Head::default() };
        open(&head, parse(body.as_bytes()), &|| body.to_owned(), form, &Redactor::default()).1
    }

    fn refusal(http_status: u16, body: &str) -> (i64, Option<i64>, String) {
        match open_with(http_status, body, BodyForm::Enveloped) {
            Err(Error::Refused(refusal)) => (refusal.status_code, refusal.api_code, refusal.message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_body_decides_and_not_the_http_status() {
        let body = r#"{"statusCode":200,"data":[1]}"#;
        for http_status in [200, 201, 404, 500] {
            assert_eq!(open_with(http_status, body, BodyForm::Enveloped), Ok(Some(json!([1]))), "{http_status}");
        }
        assert!(matches!(open_with(302, body, BodyForm::Enveloped), Err(Error::NotTheApi { http_status: 302, .. })));
        assert_eq!(refusal(200, r#"{"statusCode":200.5e0,"code":200,"error":{"code":"7"}}"#).0, 7);
    }

    #[test]
    fn a_byte_order_mark_does_not_count() {
        assert_eq!(open_with(200, "\u{feff}{\"statusCode\":200}", BodyForm::Enveloped), Ok(None));
    }

    #[test]
    fn messages_of_any_kind() {
        assert_eq!(refusal(400, r#"{"statusCode":400,"message":["a","b"],"error":"Bad Request"}"#).2, "a; b");
        assert_eq!(refusal(400, r#"{"statusCode":400,"message":{"a":1}}"#).2, r#"{"a":1}"#);
        let long = format!(r#"{{"statusCode":400,"message":"{}"}}"#, "ü".repeat(5000));
        assert_eq!(refusal(400, &long).2.chars().count(), 2001);
    }

    #[test]
    fn a_framework_error_has_both_and_oauth_has_no_status_code() {
        assert_eq!(refusal(404, r#"{"statusCode":404,"message":"Cannot GET","error":"Not Found"}"#).0, 404);
        let body = r#"{"error":"server_error","code":500}"#;
        assert!(matches!(open_with(500, body, BodyForm::Enveloped), Err(Error::OAuth { http_status: 500, .. })));
    }

    proptest! {
        #[test]
        fn any_body_is_opened_or_refused(
            value in any_json(), bytes in prop::collection::vec(any::<u8>(), 0..200), http_status in 100..600_u16
        ) {
            let json = value.to_string();
            for body in [json.as_bytes(), &bytes] {
                let text = String::from_utf8_lossy(body);
                let head = Head { http_status, ..Head::default() };
                for form in FORMS {
                    let (codes, result) = open(&head, parse(body), &|| text.to_string(), form, &Redactor::default());
                    if form == BodyForm::Enveloped && result.is_ok() {
                        prop_assert_eq!(codes.status_code, Some(200));
                    }
                    if let Err(error) = result {
                        let _ = (error.certainty(), error.is_lack_of_sign_in(), error.to_string());
                    }
                }
            }
        }

        #[test]
        fn no_error_holds_a_secret_of_the_call(
            secret in "[A-Z][A-Z0-9]{5,20}", before in "[a-z<>/\"{}:, ]{0,12}", http_status in 200..600_u16,
            shape in 0..6_u8
        ) {
            let echo = format!("{before}{secret}");
            let body = match shape {
                0 => json!({"statusCode": 400, "message": echo, "requestId": echo}).to_string(),
                1 => json!({"error": echo, "error_description": echo}).to_string(),
                2 => json!({"error": {"code": echo, "message": echo, "request_id": echo}}).to_string(),
                3 => json!({"statusCode": 400, "message": [echo]}).to_string(),
                4 => json!({"other": echo}).to_string(),
                _ => echo.clone(),
            };
            let redactor = Redactor::new("", vec![LiveSecret::password(&Password::new(secret.clone()))], &KnownSecrets::default());
            let head = Head {
                http_status,
                content_type: Some(secret.clone()),
                retry_after: Some(secret.clone()),
                request_id: Some(secret.clone()),
            };
            let text = redactor.text(&body);
            let (codes, result) = open(&head, parse(body.as_bytes()), &|| text.clone(), BodyForm::Enveloped, &redactor);
            let shown = format!("{codes:?} {result:?}");
            prop_assert!(!shown.contains(&secret), "{shown}");
        }
    }
}
