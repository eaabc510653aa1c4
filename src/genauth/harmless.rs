//! The reads that change nothing and use nothing up, so that they may be made again at any time.

use serde_json::Value;

use super::envelope::{self, BodyForm};
use super::ext_idps::read_connections;
use super::fields::{Fields, Misfit};
use super::identities::read_identities;
use super::profile::read_profile;
use super::security_info::read_security_info;
use super::system::read_system;
use super::transport::Call;
use super::{AccessToken, Answer, Client, Failure, discovery, key_set};

/// Paths of reads, and whether they need the access token (reference sections 3, 5, 8.1 and 9).
const READS: [(&str, bool); 16] = [
    ("/api/v3/system", false),
    ("/api/v3/get-application-enabled-extidps", false),
    ("/api/v3/get-extidps", false),
    ("/api/v3/get-profile", true),
    ("/api/v3/get-identities", true),
    ("/api/v3/get-security-info", true),
    ("/api/v3/get-my-login-history", true),
    ("/api/v3/get-my-logged-in-apps", true),
    ("/api/v3/get-my-accessible-apps", true),
    ("/api/v3/mydevices/list", true),
    ("/api/v3/list-enrolled-factors", true),
    ("/api/v3/list-factors-to-enroll", true),
    ("/api/v3/get-factor", true),
    ("/oidc/.well-known/openid-configuration", false),
    ("/oidc/.well-known/jwks.json", false),
    ("/oidc/me", true),
];

/// A `GET` that may be made again: it is on the list of reads without effect, and nothing in its query is secret.
///
/// Sign-in, token, link and session calls are not on it, nor is anything that is a `POST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HarmlessRead {
    path: String,
    needs_token: bool,
}

impl HarmlessRead {
    /// The read with this method and this path with its query, if it is one. A query that holds a marker of redaction
    /// cannot be sent again.
    pub fn of(method: &str, path_and_query: &str) -> Option<Self> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let (_, needs_token) = READS.into_iter().find(|(read, _)| method == "GET" && path == *read)?;
        let can_be_sent =
            query.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'[' | b'"' | b'<'));
        can_be_sent.then(|| Self { path: path_and_query.to_owned(), needs_token })
    }

    /// Whether the access token is sent with it.
    pub fn needs_token(&self) -> bool {
        self.needs_token
    }

    /// The path with its query.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Whether the answer can be read as what it should be. What this program reads elsewhere is read in the same way here;
/// of the rest, what kind of thing `data` is (reference sections 5.5, 5.6, 8.5 and 9).
fn is_readable(path: &str, data: Option<&Value>) -> Result<(), Misfit> {
    match path {
        "/api/v3/system" => read_system(data).map(drop),
        "/api/v3/get-application-enabled-extidps" | "/api/v3/get-extidps" => read_connections(data).map(drop),
        "/api/v3/get-profile" => read_profile(data).map(drop),
        "/api/v3/get-identities" => read_identities(data).map(drop),
        "/api/v3/get-security-info" => read_security_info(data).map(drop),
        "/oidc/.well-known/openid-configuration" => discovery::is_readable(data),
        "/oidc/.well-known/jwks.json" => key_set::read(data).map(drop),
        "/oidc/me" => Fields::of_object("", data)?.text("sub").map(drop),
        "/api/v3/get-my-login-history" | "/api/v3/get-factor" => envelope::object(data).map(drop),
        _ => envelope::list(data).map(drop),
    }
}

impl Client {
    /// Makes a read once more. What came is in the exchange that the observer gets.
    ///
    /// The token is sent only where the read needs it.
    ///
    /// # Errors
    ///
    /// Every [`Error`](super::Error) of a call, and that the answer is not what it should be.
    pub async fn read_again(
        &self,
        read: &HarmlessRead,
        access_token: Option<&AccessToken>,
    ) -> Result<Answer<()>, Failure> {
        let answer = match read.path.starts_with("/api/v3/") && !read.path.starts_with("/api/v3/system") {
            true => BodyForm::Enveloped,
            false => BodyForm::BareOrEnveloped(&["issuer", "keys", "sub", "rsa", "sm2", "version"]),
        };
        let call = Call { answer, bearer: access_token.filter(|_| read.needs_token), ..Call::get(&read.path) };
        let (path, _) = read.path.split_once('?').unwrap_or((&read.path, ""));
        self.call(call, |data| is_readable(path, data)).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{HarmlessRead, READS, is_readable};

    #[test]
    fn an_answer_of_another_shape_is_not_taken_for_one() {
        for (path, _) in READS {
            for data in [json!("text"), json!(42), json!(true)] {
                assert!(is_readable(path, Some(&data)).is_err(), "{path} {data}");
            }
        }
        for path in ["/api/v3/get-identities", "/api/v3/get-profile"] {
            is_readable(path, Some(&Value::Null)).expect("nothing counts as empty (reference section 14, item 3)");
        }
    }

    #[test]
    fn reads_are_found_by_their_whole_path() {
        for path in ["/api/v3/get-identities", "/api/v3/get-profile?withIdentities=true", "/oidc/me"] {
            let read = HarmlessRead::of("GET", path).unwrap();
            assert!(read.needs_token());
            assert_eq!(read.path(), path);
        }
        assert!(!HarmlessRead::of("GET", "/api/v3/system").unwrap().needs_token());
    }

    #[test]
    fn nothing_with_an_effect_is_one() {
        for (method, path) in [
            ("POST", "/api/v3/get-identities"),
            ("POST", "/api/v3/unlink-extidp"),
            ("POST", "/api/v3/signin"),
            ("POST", "/oidc/token"),
            ("GET", "/api/v3/generate-link-extidp-url?app_id=1"),
            ("GET", "/api/v3/get-captcha-code"),
            ("GET", "/oidc/session/end"),
            ("GET", "/oidc/auth"),
            ("GET", "/api/v3/get-identities/"),
            ("GET", "/api/v3/get-identities#x"),
            ("GET", "/oidc/me?access_token=[redacted access token, 9 characters]"),
            ("GET", "/api/v3/get-profile?a=b\r\nX: y"),
        ] {
            assert_eq!(HarmlessRead::of(method, path), None, "{method} {path}");
        }
    }
}
