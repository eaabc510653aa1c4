//! A planted secret, and every way in which it is looked for.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The planted secret of this number: a word that stands nowhere else.
pub(crate) fn plant(number: usize) -> String {
    format!("planted{number:03}secret")
}

pub(crate) fn raw(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn form(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

pub(crate) fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub(crate) fn percent_twice(text: &str) -> String {
    percent(text).replace('%', "%25")
}

pub(crate) fn unicode(text: &str) -> String {
    text.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect()
}

pub(crate) fn references(text: &str) -> String {
    text.chars().map(|character| format!("&#{};", u32::from(character))).collect()
}

pub(crate) fn references_in_hexadecimal(text: &str) -> String {
    text.chars().map(|character| format!("&#x{:x};", u32::from(character))).collect()
}

pub(crate) fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn hexadecimal_in_upper_case(text: &str) -> String {
    hexadecimal(text).to_uppercase()
}

pub(crate) fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

pub(crate) fn json_in_percent(text: &str) -> String {
    percent(&json(text))
}

pub(crate) fn base64(text: &str) -> String {
    STANDARD_NO_PAD.encode(text)
}

pub(crate) fn base64_for_urls(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Everything that is looked for to find this secret.
pub(crate) fn forms(secret: &str) -> Vec<String> {
    let mut forms: Vec<String> = [
        raw,
        form,
        percent,
        percent_twice,
        unicode,
        references,
        references_in_hexadecimal,
        hexadecimal,
        hexadecimal_in_upper_case,
    ]
    .iter()
    .map(|spell| spell(secret))
    .collect();
    for before in 0..3 {
        let shifted = format!("{}{secret}", &"ab"[..before]);
        // The first and last characters depend on what stands around it.
        let (from, to) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
        forms.extend([base64(&shifted)[from..to].to_owned(), base64_for_urls(&shifted)[from..to].to_owned()]);
    }
    forms
}
