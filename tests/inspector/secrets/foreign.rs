//! HAR files of browsers, in which everything stands that a person should not pass on.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bindery::inspector::har;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::places::Places;
use super::spelled::plant;

/// Where a browser's file has secrets.
const PLACES: [&str; 22] = [
    "Cookie header",
    "cookies",
    "Authorization header",
    "value of a header of the browser's own",
    "queryString",
    "query of the URL",
    "fragment of the URL",
    "user of the URL",
    "postData.params",
    "postData.text as JSON",
    "code in postData.text",
    "parts of postData.text",
    "Set-Cookie header",
    "cookies of the response",
    "redirectURL and Location",
    "content in base64",
    "content of a page with a form",
    "WebSocket frames",
    "comments",
    "fields with an underscore",
    "name of the creator",
    "echo of the session cookie",
];

fn file() -> Value {
    let p = |place: &str| plant(700 + PLACES.iter().position(|other| *other == place).unwrap());
    let echo = format!("{}-long", p("echo of the session cookie"));
    let hidden = json!({"access_token": p("content in base64")}).to_string();
    let parts = format!(
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{}\r\n--b--\r\n",
        p("parts of postData.text")
    );
    let entry = |url: String, post_data: Value, content: Value| {
        json!({
            "startedDateTime": "2026-11-23T20:00:00.123+01:00", "time": 30.5, "comment": p("comments"),
            "_initiator": {"url": p("fields with an underscore")}, "_bindery": {"cause": p("fields with an underscore")},
            "_webSocketMessages": [{"type": "send", "data": p("WebSocket frames")}],
            "request": {
                "method": "POST", "url": url, "httpVersion": "h2", "comment": p("comments"),
                "headers": [
                    {"name": "Cookie", "value": format!("sid={}; other={echo}", p("Cookie header"))},
                    {"name": "Authorization", "value": format!("Bearer {}", p("Authorization header"))},
                    {"name": "X-Client-Token", "value": p("value of a header of the browser's own")},
                ],
                "cookies": [{"name": "sid", "value": p("cookies")}],
                "queryString": [{"name": "id_token", "value": p("queryString")}],
                "postData": post_data,
            },
            "response": {
                "status": 302, "headers": [
                    {"name": "Set-Cookie", "value": format!("sid={}; Path=/", p("Set-Cookie header"))},
                    {"name": "Location", "value": format!("https://a/cb?code={}", p("redirectURL and Location"))},
                ],
                "cookies": [{"name": "sid", "value": p("cookies of the response")}],
                "redirectURL": format!("https://a/cb?code={}", p("redirectURL and Location")),
                "content": content,
            },
        })
    };
    let url =
        format!("https://a.genauth.ai/cb?id_token={}#access_token={}", p("query of the URL"), p("fragment of the URL"));
    json!({"log": {"version": "1.2", "comment": p("comments"), "creator": {"name": format!("token={}", p("name of the creator"))}, "entries": [
        entry(url, json!({"mimeType": "application/x-www-form-urlencoded", "params": [
            {"name": "client_secret", "value": p("postData.params"), "comment": p("comments")}]}),
            json!({"size": 60, "encoding": "base64", "text": STANDARD.encode(hidden)})),
        entry(format!("https://lin:{}@a.genauth.ai/", p("user of the URL")),
            json!({"text": json!({"passwordPayload": {"password": p("postData.text as JSON")}}).to_string()}),
            json!({"text": format!("<input name=\"code\" value=\"{}\">", p("content of a page with a form"))})),
        entry("https://a.genauth.ai/api/v2/applications/mfa/sms/verify".to_owned(),
            json!({"text": json!({"code": p("code in postData.text")}).to_string()}), json!({"text": format!("<p>of {echo}</p>")})),
        entry("https://a.genauth.ai/x".to_owned(), json!({"mimeType": "multipart/form-data", "text": parts}), json!({})),
    ]}})
}

#[test]
fn nothing_secret_is_held_of_a_browsers_file() {
    let text = file().to_string();
    let read = har::import(text.as_bytes()).unwrap();
    assert_eq!((read.entries.len(), read.left_out), (4, 0));
    let mut places = Places::default();
    places.add_entries(&read);
    for (number, place) in PLACES.iter().enumerate() {
        assert!(*place == "content in base64" || text.contains(&plant(700 + number)), "{place} is in the file");
        places.are_free_of(place, &plant(700 + number));
    }
    places.hold("[redacted code]");
}

/// Thousands of secrets, each of which is looked for in every call of the file.
#[test]
fn a_hostile_file_takes_a_bounded_time() {
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let many: Vec<Value> = (0..400)
            .map(|call| {
                let fields: serde_json::Map<String, Value> =
                    (0..32).map(|field| (format!("f{field}Token"), format!("{call:06}{field:06}").into())).collect();
                json!({"request": {"method": "POST", "url": "https://a/b", "postData": {"text": Value::from(fields).to_string()}},
                    "response": {"status": 200, "content": {"text": "000".repeat(300)}}})
            })
            .collect();
        let read = har::import(json!({"log": {"entries": many}}).to_string().as_bytes()).unwrap();
        let _ = done.send(read.entries.len());
    });
    assert_eq!(ended.recv_timeout(std::time::Duration::from_secs(120)), Ok(400));
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = har::import(&bytes);
    }

    #[test]
    fn a_damaged_file_is_refused_or_read(at in any::<prop::sample::Index>(), put in prop::collection::vec(any::<u8>(), 0..8), cut in any::<bool>()) {
        let mut bytes = file().to_string().into_bytes();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        }
        bytes.splice(at..at, put);
        if let Ok(read) = har::import(&bytes) {
            prop_assert!(read.entries.len() <= 4);
        }
    }
}
