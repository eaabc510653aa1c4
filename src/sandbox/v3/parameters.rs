//! Reading the parameters of a request, and refusing what is not as documented (reference section 1.7).
//!
//! A parameter is named by its path (`passwordPayload.password`), which is how a refusal names it; its key is the last
//! part. A missing parameter and one that is null are the same, as for a client that sends null for what it leaves out;
//! that is our guess, since the reference only says that clients leave it out.

use serde_json::{Map, Value};

use super::refused::Refused;

/// More characters than any parameter needs. Where the service draws the line is not documented.
const LONGEST: usize = 1024;

/// An object of parameters.
pub(crate) type Object = Map<String, Value>;

fn member<'object>(object: &'object Object, path: &'static str) -> Option<&'object Value> {
    let key = path.rsplit('.').next().unwrap_or(path);
    object.get(key).filter(|value| !value.is_null())
}

/// A text that has to be there.
pub(crate) fn text<'object>(object: &'object Object, path: &'static str) -> Result<&'object str, Refused> {
    optional_text(object, path)?.ok_or(Refused::Parameter(path))
}

/// A text that may be missing, and is not empty.
pub(crate) fn optional_text<'object>(
    object: &'object Object,
    path: &'static str,
) -> Result<Option<&'object str>, Refused> {
    match text_or_blank(object, path)? {
        Some("") => Err(Refused::Parameter(path)),
        text => Ok(text),
    }
}

/// A text that may be missing or empty.
pub(crate) fn text_or_blank<'object>(
    object: &'object Object,
    path: &'static str,
) -> Result<Option<&'object str>, Refused> {
    match member(object, path) {
        None => Ok(None),
        Some(Value::String(text)) if is_short(text) => Ok(Some(text)),
        Some(_) => Err(Refused::Parameter(path)),
    }
}

/// An object that has to be there.
pub(crate) fn object<'object>(object: &'object Object, path: &'static str) -> Result<&'object Object, Refused> {
    optional_object(object, path)?.ok_or(Refused::Parameter(path))
}

/// An object that may be missing.
pub(crate) fn optional_object<'object>(
    object: &'object Object,
    path: &'static str,
) -> Result<Option<&'object Object>, Refused> {
    match member(object, path) {
        None => Ok(None),
        Some(Value::Object(members)) => Ok(Some(members)),
        Some(_) => Err(Refused::Parameter(path)),
    }
}

/// A boolean, false when it is missing.
pub(crate) fn flag(object: &Object, path: &'static str) -> Result<bool, Refused> {
    match member(object, path) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(Refused::Parameter(path)),
    }
}

/// An email address that has to be there.
pub(crate) fn email<'object>(object: &'object Object, path: &'static str) -> Result<&'object str, Refused> {
    text(object, path).and_then(|text| if is_email(text) { Ok(text) } else { Err(Refused::Parameter(path)) })
}

/// A phone number without its country code that has to be there.
pub(crate) fn phone<'object>(object: &'object Object, path: &'static str) -> Result<&'object str, Refused> {
    text(object, path).and_then(|text| if is_phone(text) { Ok(text) } else { Err(Refused::Parameter(path)) })
}

/// A country code such as `+86` that may be missing.
pub(crate) fn country_code<'object>(
    object: &'object Object,
    path: &'static str,
) -> Result<Option<&'object str>, Refused> {
    match optional_text(object, path)? {
        Some(code) if !is_country_code(code) => Err(Refused::Parameter(path)),
        code => Ok(code),
    }
}

/// Whether a value is short enough to be meant.
pub(crate) fn is_short(text: &str) -> bool {
    text.len() <= LONGEST || text.chars().count() <= LONGEST
}

/// Whether this could be an email address; nobody but its owner can say whether it is one.
fn is_email(text: &str) -> bool {
    let odd = |character: char| character.is_whitespace() || character.is_control();
    // 254 octets is the longest path of SMTP without its brackets (RFC 5321, section 4.5.3.1.3).
    text.len() <= 254
        && !text.contains(odd)
        && text.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

/// Between 4 and 15 digits, the longest number there is (ITU-T E.164).
fn is_phone(text: &str) -> bool {
    (4..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_country_code(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object_of(value: &Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_text_is_a_text_that_is_neither_empty_nor_too_long() {
        let wrong = [json!(null), json!(1), json!(true), json!([]), json!({}), json!(""), json!("x".repeat(1025))];
        for value in wrong {
            let sent = object_of(&json!({"name": value}));
            assert_eq!(text(&sent, "name"), Err(Refused::Parameter("name")), "{value}");
        }
        assert_eq!(text(&Object::new(), "name"), Err(Refused::Parameter("name")));
        assert_eq!(optional_text(&object_of(&json!({"name": null})), "name"), Ok(None));
        assert_eq!(text(&object_of(&json!({"name": "林"})), "payload.name"), Ok("林"));
        let longest = "林".repeat(1024);
        assert_eq!(text(&object_of(&json!({"name": longest})), "name"), Ok(&*longest));
    }

    #[test]
    fn addresses_look_like_addresses() {
        for good in ["lin@example.com", "o'hara+x@例え.jp", "\"a@b\"@c"] {
            assert!(is_email(good), "{good}");
        }
        for wrong in ["lin", "@example.com", "lin@", "lin @example.com", "lin@example.com\n"] {
            assert!(!is_email(wrong), "{wrong:?}");
        }
        assert!(
            is_phone("2025550143") && !is_phone("+12025550143") && !is_phone("123") && !is_phone("1234567890123456")
        );
        assert!(is_country_code("+86") && !is_country_code("86") && !is_country_code("+") && !is_country_code("+1234"));
    }
}
