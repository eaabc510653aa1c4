//! Looking for secrets in what a program leaves behind.

use std::path::{Path, PathBuf};

/// Every file below a folder, with what is in it. Sockets and links are no files; what goes while this looks is left out.
pub(crate) fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                match std::fs::read(entry.path()) {
                    Ok(content) => files.push((entry.path(), content)),
                    Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{error}"),
                }
            }
        }
    }
    files
}

/// Whether these bytes are somewhere in it.
pub(crate) fn holds(content: &[u8], wanted: &str) -> bool {
    content.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

/// How the sandbox's refresh tokens and the providers' own tokens begin.
const OPAQUE_TOKENS: [&str; 2] = ["sandbox-refresh-", "sandbox-provider-"];

/// Fails where there is a token of any kind.
#[track_caller]
pub(crate) fn is_clean_of_tokens(place: &str, content: &[u8]) {
    assert_eq!(token_in(content), None, "{place} holds a token");
    for token in OPAQUE_TOKENS {
        assert!(!holds(content, token), "{place} holds a token that begins with {token}");
    }
}

/// What is in it that has the form of a signed token: `eyJ`, ten or more characters of base64url, a full stop.
fn token_in(content: &[u8]) -> Option<String> {
    let starts = content.windows(3).enumerate().filter(|(_, window)| window == b"eyJ");
    starts.map(|(start, _)| &content[start..]).find_map(|rest| {
        let is_base64url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let length = rest.iter().take_while(|byte| is_base64url(byte)).count();
        let found = length >= 13 && rest.get(length) == Some(&b'.');
        found.then(|| String::from_utf8_lossy(&rest[..length.min(40)]).into_owned())
    })
}

#[test]
fn a_token_is_found_where_there_is_one() {
    let token = b"token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
    assert_eq!(token_in(token).as_deref(), Some("eyJhbGciOiJSUzI1NiJ9"));
    assert_eq!(token_in(b"eyJhbGci. keyJustAWord eyJhbGciOiJSUzI1NiJ9"), None);
    assert!(holds(b"\0\xffhunter2\0", "hunter2"));
    assert!(!holds(b"hunter", "hunter2"));
}
