//! A secret that is known goes, however it is spelled and wherever it stands; and what is no secret stays.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{KnownSecrets, LiveSecret, Redactor};
use crate::genauth::Password;

type Spelling = fn(&str) -> String;

/// What a server can make of a text before it writes it somewhere.
const ESCAPES: [(&str, Spelling); 12] = [
    ("as it is", str::to_owned),
    ("form", |text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect()),
    ("every byte percent-encoded", |text| each_byte(text, |byte| format!("%{byte:02X}"))),
    ("the same in lower case", |text| each_byte(text, |byte| format!("%{byte:02x}"))),
    ("JSON", |text| json(text)),
    ("JSON with every character escaped", |text| each_unit(text, |unit| format!("\\u{unit:04x}"))),
    ("the same in upper case", |text| each_unit(text, |unit| format!("\\u{unit:04X}"))),
    ("bytes as Python writes them", |text| each_byte(text, |byte| format!("\\x{byte:02x}"))),
    ("HTML by number", |text| each_character(text, |character| format!("&#{};", u32::from(character)))),
    ("HTML by hexadecimal number", |text| each_character(text, |character| format!("&#x{:X};", u32::from(character)))),
    ("HTML by name", |text| html(text)),
    ("JSON with escaped slashes", |text| json(text).replace('/', "\\/")),
];

/// What stands for the whole of a text.
const ENCODINGS: [(&str, Spelling); 6] = [
    ("base64", |text| STANDARD.encode(text)),
    ("base64 for URLs", |text| URL_SAFE.encode(text)),
    ("base64 without padding", |text| STANDARD_NO_PAD.encode(text)),
    ("base64 for URLs without padding", |text| URL_SAFE_NO_PAD.encode(text)),
    ("hexadecimal", |text| each_byte(text, |byte| format!("{byte:02x}"))),
    ("hexadecimal in upper case", |text| each_byte(text, |byte| format!("{byte:02X}"))),
];

fn each_byte(text: &str, write: fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

fn each_unit(text: &str, write: fn(u16) -> String) -> String {
    text.encode_utf16().map(write).collect()
}

fn each_character(text: &str, write: fn(char) -> String) -> String {
    text.chars().map(write).collect()
}

fn json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn html(text: &str) -> String {
    each_character(text, |character| match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&apos;".to_owned(),
        '/' => "&sol;".to_owned(),
        '=' => "&equals;".to_owned(),
        '\\' => "&bsol;".to_owned(),
        other => other.to_string(),
    })
}

/// At least as long as what is looked for, with all that can be escaped in it.
fn secret() -> impl Strategy<Value = String> {
    "[0-9A-Z]{2}[0-9A-Z \"\\\\/&<>%+='{}:,;#\u{e4}\u{6f22}\u{1f600}\n\t-]{0,20}[0-9A-Z]{2}"
}

fn redactor(secret: &str) -> Redactor {
    Redactor::new("", vec![LiveSecret::password(&Password::new(secret.to_owned()))], &KnownSecrets::default())
}

/// Every way in which a text is redacted. A text that is cut is one of them.
fn redacted(secret: &str, text: &str) -> [String; 5] {
    let redactor = redactor(secret);
    [
        redactor.text(text),
        redactor.cut_text(text),
        redactor.form(text),
        redactor.url(&format!("https://a.example/{text}")),
        redactor.header("x-echo", text),
    ]
}

#[test]
fn escapes_inside_of_escapes() {
    let secret = "p\u{e4}\"\\/ &<\u{1f600}z";
    for (outer_name, outer) in ESCAPES {
        for (inner_name, inner) in ESCAPES {
            let spelled = outer(&inner(secret));
            for redacted in redacted(secret, &format!("x {spelled} y")) {
                assert!(
                    redacted.contains("[redacted password]") && !redacted.contains(&spelled),
                    "{inner_name} in {outer_name}: {spelled} became {redacted}"
                );
            }
        }
    }
}

#[test]
fn one_escape_again_and_again() {
    let secret = "a\"b\\c\u{e4}/d";
    for (name, escape) in ESCAPES {
        let mut spelled = secret.to_owned();
        for times in 1..=2 {
            spelled = escape(&spelled);
            let redacted = redactor(secret).text(&format!("x {spelled} y"));
            assert_eq!(redacted, "x [redacted password] y", "{name}, {times} times: {spelled}");
        }
    }
}

proptest! {
    #[test]
    fn a_known_secret_goes_in_any_spelling_at_any_place(
        secret in secret(),
        inner in proptest::sample::select(&ESCAPES[..]),
        outer in proptest::sample::select(&ESCAPES[..]),
        encoding in proptest::sample::select(&ENCODINGS[..]),
        before in "[a-z .:={}&?\"'<>\u{e9}\u{fffd}%\\\\-]{0,12}",
        behind in "[a-z .:={}&?\"'<>\u{e9}\u{fffd}%\\\\-]{0,12}",
    ) {
        for spelled in [inner.1(&secret), outer.1(&inner.1(&secret)), encoding.1(&secret), outer.1(&encoding.1(&secret))] {
            let text = format!("{before}{spelled}{behind}");
            for redacted in redacted(&secret, &text) {
                prop_assert!(!redacted.contains(&spelled), "{}, {}, {}: {text} became {redacted}", inner.0, outer.0, encoding.0);
            }
        }
    }

    #[test]
    fn a_known_secret_goes_in_base64_of_more_than_itself(
        secret in "[ -~]{5,20}", before in "[ -~]{0,6}", behind in "[ -~]{0,6}", alphabet in 0..4_usize
    ) {
        let spelled = ENCODINGS[alphabet].1(&format!("{before}{secret}{behind}"));
        let redacted = redactor(&secret).text(&spelled);
        prop_assert!(redacted.contains("[redacted password]"), "{spelled} became {redacted}");
    }

    #[test]
    fn a_secret_in_a_body_that_is_no_text_goes(
        secret in secret(), before in prop::collection::vec(any::<u8>(), 0..8), behind in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let bytes = [before.as_slice(), secret.as_bytes(), behind.as_slice()].concat();
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(!redactor(&secret).text(&text).contains(&secret), "{text}");
    }

    #[test]
    fn ordinary_answers_stay_as_they_are(
        id in "[0-9a-f]{24}", request in "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{12}", code in 0..6000_u16,
        word in "[a-z]{2,12}", at in "20[0-9]{2}-0[1-9]-1[0-9]T0[0-9]:[0-5][0-9]:00\\.[0-9]{3}Z",
        secret in "[A-Z]{3}[!-~]{8,20}[A-Z]{3}",
    ) {
        let redactor = redactor(&secret);
        for text in [
            json!({"statusCode": code, "apiCode": code, "code": code, "state": word, "message": word, "requestId": request,
                "data": [{"identityId": id, "extIdpId": id, "provider": word, "userIdInIdp": id, "createdAt": at,
                    "originConnIds": [id], "passwordSet": true, "token_type": "Bearer", "expires_in": code}]}).to_string(),
            format!("<html><body><h1>{word}</h1><p>code {code}: see {request} at {at}</p></body></html>"),
            format!("{word} (code={code}) {at} https://{word}.example/{id}?page=1#{word}"),
        ] {
            prop_assert_eq!(redactor.text(&text), text.clone());
            prop_assert_eq!(redactor.cut_text(&text), text);
        }
        let query = format!("https://{word}.example/api/v3/x?app_id={id}&page={code}&start={at}");
        prop_assert_eq!(redactor.url(&query), query);
    }
}

/// Texts that are made so that something in them must be gone through again and again.
#[test]
fn no_text_takes_much_longer_than_another() {
    const LENGTH: usize = 256 * 1024;
    const PARTS: [&str; 25] = [
        "eyJ",
        "\\",
        "%",
        "%25",
        "&",
        "&amp;",
        "&#",
        "a",
        "=",
        ":",
        "<",
        "<a '",
        "<td>",
        "<input name=\"",
        "\"",
        "{\"a\":",
        "[",
        "form-data; name=\"password\"",
        "password=",
        "password:\"",
        "://",
        "bearer ",
        "p%C3",
        "%5C",
        "\\u005c",
    ];
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let redactor = redactor("p\u{e4}\"\\/ &<\u{1f600}z");
        for part in PARTS {
            let text = format!("x{}", part.repeat(LENGTH / part.len()));
            let _ = redactor.cut_text(&text);
            let _ = redactor.form(&text);
            let _ = done.send(());
        }
    });
    for part in PARTS {
        // Each takes a second or two even where nothing is optimised; what grows with the square of the length takes
        // minutes.
        let in_time = ended.recv_timeout(std::time::Duration::from_secs(60));
        assert!(in_time.is_ok(), "{part:?} again and again takes too long");
    }
}
