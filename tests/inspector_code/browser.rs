//! What a browser sent comes out of its HAR file as texts that send it again.

use bindery::inspector::as_code::{Language, Warning, write};
use bindery::inspector::har;
use serde_json::{Value, json};

use super::listener::Listener;
use super::sent::comparable;
use super::stage::run_text;

/// What a cookie can hold at its worst, on one line and in ASCII.
const COOKIE: &str = r#"=a="b\"c\:d\=e\\@f"; %s=$HOME`id`@:=;\"#;
const PASSWORD: &str = "=p&a+s%41s'w\"o\\r d\n密";
const JSON_WEB_TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

fn entry(method: &str, url: &str, headers: &Value, form: Option<&str>) -> Value {
    let mut request = json!({ "method": method, "url": url, "headers": headers });
    if let Some(form) = form {
        request["postData"] = json!({ "mimeType": "application/x-www-form-urlencoded", "text": form });
    }
    json!({ "request": request, "response": { "status": 302, "headers": [], "content": {} } })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_through_the_hosted_pages() {
    let listener = Listener::start().await;
    let host = listener.host();
    let cookie = json!([{ "name": "Cookie", "value": COOKIE }, { "name": "Accept", "value": "text/html,*/*;q=0.8" }]);
    let posts = json!([
        { "name": "cookie", "value": COOKIE },
        { "name": "Content-Type", "value": "application/x-www-form-urlencoded" },
        { "name": "Content-Length", "value": "9999" },
        { "name": "Accept", "value": "text/html" },
        { "name": "X-Path", "value": r"C:\=\\;\@ é" },
    ]);
    let encoded =
        |pairs: &[(&str, &str)]| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let ask = encoded(&[("client_id", "1"), ("redirect_uri", "http://127.0.0.1:1/cb?a=b"), ("state", "s/t+a=te12")]);
    let end = encoded(&[("id_token_hint", JSON_WEB_TOKEN), ("post_logout_redirect_uri", "http://127.0.0.1:1/")]);
    let back = encoded(&[("code", "c/o+d=e123"), ("state", "s/t+a=te12")]);
    let login = encoded(&[("account", "lin 密"), ("password", PASSWORD)]);
    let calls = [
        (entry("GET", &format!("{host}/oidc/auth?{ask}"), &cookie, None), vec![]),
        (entry("POST", &format!("{host}/login?{ask}"), &posts, Some(&login)), vec![Warning::ChangesAccount]),
        (entry("GET", &format!("{host}/cb?{back}"), &cookie, None), vec![Warning::UsesUpCode]),
        (entry("GET", &format!("{host}/connections/{JSON_WEB_TOKEN}/x[1]?{ask}"), &cookie, None), vec![]),
        (entry("GET", &format!("{host}/oidc/session/end?{end}"), &cookie, None), vec![Warning::EndsSession]),
    ];
    let variables = [
        ("COOKIE", COOKIE),
        ("PASSWORD", PASSWORD),
        ("CODE", "c/o+d=e123"),
        ("STATE", "s/t+a=te12"),
        ("ID_TOKEN", JSON_WEB_TOKEN),
        ("TOKEN", JSON_WEB_TOKEN),
    ]
    .map(|(name, value)| (format!("GENAUTH_{name}"), value.to_owned()));
    for (entry, warnings) in &calls {
        let file = json!({ "log": { "entries": [entry] } }).to_string();
        let exchange = har::import(file.as_bytes()).unwrap().entries[0].exchange.clone();
        let mut first = None;
        for language in Language::ALL {
            let code = write(&exchange, language, &|warning| format!("{warning:?}"));
            assert_eq!(&code.warnings, warnings, "{}", code.text);
            assert!(variables.iter().all(|(_, value)| !code.text.contains(value)), "{}", code.text);
            run_text(language, &code, &variables).await;
            let seen = comparable(&listener.take(), &code.text);
            let url = url::Url::parse(entry["request"]["url"].as_str().unwrap()).unwrap();
            assert_eq!(seen.path.replace("%5B", "[").replace("%5D", "]"), url.path(), "{language:?}\n{}", code.text);
            let mut query: Vec<_> = url.query_pairs().into_owned().collect();
            query.sort();
            assert_eq!(seen.query, query, "{language:?}\n{}", code.text);
            assert_eq!(seen.header("cookie"), Some(COOKIE), "{language:?}\n{}", code.text);
            if let Some(form) = entry["request"]["postData"]["text"].as_str() {
                assert_eq!(seen.header("x-path"), Some(r"C:\=\\;\@ é"), "{language:?}\n{}", code.text);
                let fields = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
                assert_eq!(seen.body, super::listener::SeenBody::Form(fields), "{language:?}\n{}", code.text);
            }
            assert_eq!(*first.get_or_insert_with(|| seen.clone()), seen, "{language:?}\n{}", code.text);
        }
    }
}
