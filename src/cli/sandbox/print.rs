//! What `bindery sandbox` prints once it accepts calls: words for a person, or one line of JSON for a program.

use std::fmt::Write as _;
use std::io;

use crate::sandbox::{ApplicationInfo, PersonaInfo, SandboxInfo};

/// Prints to standard output and flushes it. Nothing else is ever printed there.
///
/// # Errors
/// When standard output is closed, or whoever reads it left.
pub(super) fn print(info: &SandboxInfo, json: bool, to: &mut impl io::Write) -> io::Result<()> {
    let mut text = if json { in_ascii(&serde_json::to_string(info)?) } else { in_words(info) };
    text.push('\n');
    // In one piece, so that who reads a line never gets half of one.
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// JSON with everything beyond ASCII escaped (RFC 8259, section 7): what some readers take for the end of a line cannot
/// cut it, and it does not matter in which encoding it is read.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

fn in_words(info: &SandboxInfo) -> String {
    let mut text = String::new();
    line(&mut text, 0, "Base address", &info.app_host);
    line(&mut text, 0, "Issuer", &info.issuer);
    line(&mut text, 0, "User pool", &info.user_pool_id);
    if let Some(path) = &info.ca_file {
        line(&mut text, 0, "Trust the certificate in", path);
    }
    if let Some(admin) = &info.admin {
        line(&mut text, 0, "Admin API", &admin.url);
        line(&mut text, 0, "Admin token", admin.token.as_deref().unwrap_or("(not shown)"));
    }
    text.push_str("\nApplications\n");
    for application in &info.applications {
        describe_application(&mut text, application);
    }
    text.push_str("\nPersonas\n");
    for persona in &info.personas {
        describe_persona(&mut text, persona);
    }
    text.push_str("\nPress Ctrl+C to stop.");
    text
}

fn describe_application(text: &mut String, application: &ApplicationInfo) {
    let _ = writeln!(text, "  {}", visible(&application.name));
    line(text, 4, "App ID", &application.app_id);
    line(text, 4, "Secret", application.secret.as_deref().unwrap_or("(none)"));
    line(text, 4, "Token endpoint authentication", application.token_endpoint_auth_method);
    line(text, 4, "ID tokens signed with", application.id_token_signed_response_alg);
    line(text, 4, "Redirect addresses", &application.redirect_uris.join(" "));
    line(text, 4, "Sign-out addresses", &application.post_logout_redirect_uris.join(" "));
}

fn describe_persona(text: &mut String, persona: &PersonaInfo) {
    let names: Vec<&str> =
        [&persona.email, &persona.username, &persona.phone].into_iter().flatten().map(String::as_str).collect();
    let _ = writeln!(text, "  {}", visible(&persona.key));
    line(text, 4, "Sign in as", &names.join(", "));
    line(text, 4, "Password", persona.password.as_deref().unwrap_or("(none)"));
    line(text, 4, "Good for", &persona.description);
}

fn line(text: &mut String, indent: usize, label: &str, value: &str) {
    let _ = writeln!(text, "{:indent$}{label}: {}", "", visible(value));
}

/// A text of a personas file as a terminal may show it: what would move the cursor or turn the line around is escaped.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Marks that change the direction of writing or take no room (Unicode's general category Cf).
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                visible.extend(character.escape_unicode());
            }
            _ if character.is_control() => visible.extend(character.escape_default()),
            _ => visible.push(character),
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::AdminInfo;

    fn info() -> SandboxInfo {
        SandboxInfo {
            app_host: "https://127.0.0.1:4000".to_owned(),
            issuer: "https://127.0.0.1:4000/oidc".to_owned(),
            user_pool_id: "62f2093271a2b3cc10d96600".to_owned(),
            applications: vec![ApplicationInfo {
                app_id: "66f0a1b2c3d4e5f607182930".to_owned(),
                name: "Bindery".to_owned(),
                secret: None,
                token_endpoint_auth_method: "none",
                id_token_signed_response_alg: "RS256",
                redirect_uris: vec!["http://127.0.0.1:*/callback".to_owned()],
                post_logout_redirect_uris: Vec::new(),
            }],
            personas: vec![PersonaInfo {
                key: "hostile".to_owned(),
                account: "evil".to_owned(),
                email: None,
                username: Some("evil".to_owned()),
                phone: None,
                password: Some("pass\u{1b}[2Jword".to_owned()),
                description: "Turns \u{202e}around\nand on. \u{2028}\u{1f600}".to_owned(),
            }],
            admin: Some(AdminInfo { url: "http://127.0.0.1:4001".to_owned(), token: Some("5afe".to_owned()) }),
            ca_file: Some("/tmp/ca.pem".into()),
            ca_certificate: Some("-----BEGIN CERTIFICATE-----\n".to_owned()),
        }
    }

    fn printed(json: bool) -> String {
        let mut bytes = Vec::new();
        print(&info(), json, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_is_one_line_with_every_member() {
        let text = printed(true);
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(text.is_ascii(), "{text}");
        let said: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "appHost": "https://127.0.0.1:4000",
            "issuer": "https://127.0.0.1:4000/oidc",
            "userPoolId": "62f2093271a2b3cc10d96600",
            "applications": [{
                "appId": "66f0a1b2c3d4e5f607182930",
                "name": "Bindery",
                "secret": null,
                "tokenEndpointAuthMethod": "none",
                "idTokenSignedResponseAlg": "RS256",
                "redirectUris": ["http://127.0.0.1:*/callback"],
                "postLogoutRedirectUris": [],
            }],
            "personas": [{
                "key": "hostile",
                "account": "evil",
                "email": null,
                "username": "evil",
                "phone": null,
                "password": "pass\u{1b}[2Jword",
                "description": "Turns \u{202e}around\nand on. \u{2028}\u{1f600}",
            }],
            "admin": {"url": "http://127.0.0.1:4001", "token": "5afe"},
            "caFile": "/tmp/ca.pem",
            "caCertificate": "-----BEGIN CERTIFICATE-----\n",
        });
        assert_eq!(said, expected);
    }

    #[test]
    fn words_tell_the_same_and_cannot_move_the_cursor() {
        let text = printed(false);
        for said in [
            "Base address: https://127.0.0.1:4000\n",
            "App ID: 66f0a1b2c3d4e5f607182930\n",
            "Secret: (none)\n",
            "Redirect addresses: http://127.0.0.1:*/callback\n",
            "Sign in as: evil\n",
            "Password: pass\\u{1b}[2Jword\n",
            "Good for: Turns \\u{202e}around\\nand on. \\u{2028}\u{1f600}\n",
            "Admin API: http://127.0.0.1:4001\n",
            "Admin token: 5afe\n",
            "Trust the certificate in: /tmp/ca.pem\n",
        ] {
            assert!(text.contains(said), "{said} is missing in:\n{text}");
        }
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn a_reader_that_left_is_an_error_and_no_panic() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert_eq!(print(&info(), true, &mut Closed).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
