//! A call for Python: with the official SDK where it has the call, and with `requests` where it has not.

use std::fmt::Write as _;

use serde_json::Value;

use super::template::{Body, Parts, Piece, pieces_of, plain, upper_snake};

/// Calls that the SDK for Python has: method, path, its name for the call, whether it sends the access token, and the
/// parameters that it takes (PyPI `genauth` and `authing` 5.1.0; the brands differ in the name of the package only).
const CALLS: [(&str, &str, &str, bool, &[&str]); 13] = [
    ("GET", "/api/v3/system", "get_system_info", false, &[]),
    ("GET", "/api/v3/get-application-enabled-extidps", "get_application_enabled_ext_idps", false, &[]),
    ("GET", "/api/v3/get-profile", "get_profile", true, &["with_custom_data", "with_identities"]),
    ("GET", "/api/v3/get-identities", "get_identities", true, &[]),
    ("GET", "/api/v3/get-security-info", "get_security_level", true, &[]),
    (
        "GET",
        "/api/v3/get-my-login-history",
        "get_login_history",
        true,
        &["app_id", "client_ip", "success", "start", "end", "page", "limit"],
    ),
    ("GET", "/api/v3/get-my-logged-in-apps", "get_logged_in_apps", true, &[]),
    ("GET", "/api/v3/get-my-accessible-apps", "get_accessible_apps", true, &[]),
    (
        "GET",
        "/api/v3/generate-link-extidp-url",
        "generate_link_ext_idp_url",
        true,
        &["ext_idp_conn_identifier", "app_id", "id_token"],
    ),
    ("POST", "/api/v3/unlink-extidp", "unlink_ext_idp", true, &["ext_idp_id"]),
    (
        "POST",
        "/api/v3/signin",
        "sign_in_by_credentials",
        false,
        &["connection", "password_payload", "pass_code_payload", "ad_payload", "ldap_payload", "options"],
    ),
    ("POST", "/api/v3/send-email", "send_email", false, &["channel", "email"]),
    ("POST", "/api/v3/send-sms", "send_sms", false, &["channel", "phone_number", "phone_country_code"]),
];

pub(super) fn write(parts: &Parts) -> String {
    with_sdk(parts).unwrap_or_else(|| with_requests(parts))
}

/// With the SDK, when it has this call with these parameters and would send it as it was sent.
fn with_sdk(parts: &Parts) -> Option<String> {
    let (_, _, call, with_token, parameters) =
        CALLS.into_iter().find(|(method, path, ..)| *method == parts.method && *path == parts.path)?;
    let (package, app_id) = ["genauth", "authing"]
        .into_iter()
        .find_map(|brand| Some((brand, parts.header(&format!("x-{brand}-app-id"))?)))?;
    let token = parts.headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_slice());
    let token = match token {
        None => None,
        Some([Piece::Text(scheme), Piece::Secret(token)]) if with_token && scheme == "Bearer " => Some(token),
        Some(_) => return None,
    };
    let mut arguments: Vec<(String, String)> = Vec::new();
    for (name, value) in &parts.query {
        arguments.push((snake(name), text(value)));
    }
    match &parts.body {
        None => {}
        Some(Body::Json(_, Value::Object(fields))) => {
            for (name, value) in fields {
                arguments.push((snake(name), literal(value, Some(name), 1)));
            }
        }
        Some(_) => return None,
    }
    if !arguments.iter().all(|(name, _)| parameters.contains(&name.as_str())) {
        return None;
    }
    let mut options = vec![("app_id", quote(app_id)), ("app_host", quote(&parts.origin))];
    options.extend(token.map(|token| ("access_token", variable(&token.variable))));
    options.extend(parts.header(&format!("x-{package}-lang")).map(|language| ("lang", quote(language))));
    let mut code = format!(
        "import json\nimport os\n\nfrom {package} import AuthenticationClient\n\nclient = AuthenticationClient(\n"
    );
    if token.is_none() && !arguments.iter().any(|(_, value)| value.contains("os.environ")) {
        code = code.replace("import os\n", "");
    }
    for (name, value) in options {
        // Writing to a string cannot fail.
        let _ = writeln!(code, "    {name}={value},");
    }
    let _ = write!(code, ")\nanswer = client.{call}(");
    if !arguments.is_empty() {
        code.push('\n');
    }
    for (name, value) in arguments {
        let _ = writeln!(code, "    {name}={value},");
    }
    code.push_str(")\nprint(json.dumps(answer, ensure_ascii=False))\n");
    Some(code)
}

fn with_requests(parts: &Parts) -> String {
    let mut code = "import os\n\nimport requests\n\nresponse = requests.request(\n".to_owned();
    let _ = writeln!(code, "    {},\n    {},", quote(parts.method), text(&parts.url));
    if !parts.secret_query.is_empty() {
        let _ = writeln!(code, "    params={},", pairs(&parts.secret_query));
    }
    let _ = writeln!(code, "    headers={{");
    for (name, value) in &parts.headers {
        // What `json=` and `data=` send is written anew, and says by itself what it is.
        if name != "content-type" || matches!(parts.body, Some(Body::Text(_)) | None) {
            let _ = writeln!(code, "        {}: {},", quote(name), text(value));
        }
    }
    code.push_str("    },\n");
    match &parts.body {
        None => {}
        Some(Body::Form(fields)) => {
            let _ = writeln!(code, "    data={},", pairs(fields));
        }
        Some(Body::Json(_, value)) => {
            let _ = writeln!(code, "    json={},", literal(value, None, 1));
        }
        Some(Body::Text(body)) => {
            let _ = writeln!(code, "    data=({}).encode(),", text(body));
        }
    }
    code.push_str("    allow_redirects=False,\n)\nprint(response.text)\n");
    if !code.contains("os.environ") {
        code = code.replacen("import os\n\n", "", 1);
    }
    code
}

/// A list of pairs, because a name can come twice.
fn pairs(fields: &[(String, Vec<Piece>)]) -> String {
    let mut list = "[\n".to_owned();
    for (name, value) in fields {
        let _ = writeln!(list, "        ({}, {}),", quote(name), text(value));
    }
    list.push_str("    ]");
    list
}

/// A value of JSON. `name` is the field that it stands in.
fn literal(value: &Value, name: Option<&String>, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(value) => text(&pieces_of(value, name)),
        Value::Array(elements) if elements.is_empty() => "[]".to_owned(),
        Value::Array(elements) => {
            let elements: String = elements
                .iter()
                .map(|element| format!("{indent}    {},\n", literal(element, name, depth + 1)))
                .collect();
            format!("[\n{elements}{indent}]")
        }
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let fields: String = fields
                .iter()
                .map(|(name, value)| {
                    format!("{indent}    {}: {},\n", quote(name), literal(value, Some(name), depth + 1))
                })
                .collect();
            format!("{{\n{fields}{indent}}}")
        }
    }
}

/// An expression for a text with its holes.
fn text(template: &[Piece]) -> String {
    if let Some(text) = plain(template) {
        return quote(text);
    }
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => quote(text),
        Piece::Secret(secret) => variable(&secret.variable),
    };
    template.iter().map(piece).collect::<Vec<_>>().join(" + ")
}

fn variable(name: &str) -> String {
    format!("os.environ[{}]", quote(name))
}

/// A string literal, whatever the text holds.
fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // What cannot be seen is written out, so that the text is what it looks like.
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}') => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// `extIdpId` as `ext_idp_id`.
fn snake(name: &str) -> String {
    upper_snake(name).to_ascii_lowercase()
}
