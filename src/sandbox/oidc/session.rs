//! The browser's session: who signed in there last (reference section 8.8).

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::credentials;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::random_text;

/// For how long a session lasts, in seconds: 14 days (reference section 8.8).
const LASTS: i64 = 1_209_600;

/// Somebody who is signed in in a browser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Session {
    /// `sid`, which tokens repeat; the cookie's value is another.
    pub(crate) session_id: Arc<str>,
    pub(crate) user_id: Arc<str>,
    /// In Unix seconds (`auth_time`).
    pub(crate) signed_in_at: i64,
    /// `loginMethod` of the history (reference section 5.5).
    pub(crate) method: String,
    /// What a form must bring that ends the session.
    pub(crate) csrf: String,
}

impl Service {
    /// The session of the browser that asks, if its account may still sign in.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<Session> {
        let value = cookie(headers, &self.session_cookie())?;
        let session = self.hosted.sessions.get(value, self.clock.now().as_second())?;
        let account = self.accounts.get(&session.user_id)?;
        credentials::barred(account.standing).is_none().then_some(session)
    }

    /// Begins a session, in the place of the one that the browser had. Returns it with the cookie to set; `None` without
    /// randomness.
    pub(crate) fn begin_session(
        &self,
        headers: &HeaderMap,
        user_id: &Arc<str>,
        method: &str,
    ) -> Option<(Session, String)> {
        let (value, now) = (random_text()?, self.clock.now().as_second());
        self.end_session(headers);
        let session = Session {
            session_id: random_text()?.into(),
            user_id: Arc::clone(user_id),
            signed_in_at: now,
            method: method.to_owned(),
            csrf: random_text()?,
        };
        self.hosted.sessions.insert(value.clone(), session.clone(), now.saturating_add(LASTS), now);
        Some((session, self.cookie(&self.session_cookie(), &value, LASTS)))
    }

    /// Ends the browser's session. Returns the cookie that forgets it.
    pub(crate) fn end_session(&self, headers: &HeaderMap) -> String {
        let name = self.session_cookie();
        if let Some(value) = cookie(headers, &name) {
            self.hosted.sessions.remove(value, self.clock.now().as_second());
        }
        self.cookie(&name, "", 0)
    }

    /// What says that a form comes from the browser that it was shown in: the cookie's value, and the cookie to set. One
    /// that the browser has already is kept, so that several sign-ins can be open at once.
    pub(crate) fn browser(&self, headers: &HeaderMap) -> Option<(String, String)> {
        let known = cookie(headers, &self.browser_cookie()).filter(|value| looks_random(value)).map(str::to_owned);
        let value = known.or_else(random_text)?;
        let set = self.cookie(&self.browser_cookie(), &value, LASTS);
        Some((value, set))
    }

    /// Whether the request comes from the browser with this value.
    pub(crate) fn is_browser(&self, headers: &HeaderMap, value: &str) -> bool {
        cookie(headers, &self.browser_cookie()) == Some(value)
    }

    fn session_cookie(&self) -> String {
        format!("sandbox_session_{}", self.port())
    }

    fn browser_cookie(&self) -> String {
        format!("sandbox_browser_{}", self.port())
    }

    /// Cookies do not tell ports apart (RFC 6265, section 8.5), so their names do: several sandboxes run on one host.
    fn port(&self) -> &str {
        self.app_host.rsplit_once(':').map_or("", |(_, port)| port)
    }

    fn cookie(&self, name: &str, value: &str, max_age: i64) -> String {
        let secure = if self.app_host.starts_with("https:") { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The response with a cookie to set.
pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The first cookie of this name (RFC 6265, section 4.2.1).
fn cookie<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

fn looks_random(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::pool::Pool;

    fn headers(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookies.parse().unwrap())])
    }

    #[test]
    fn a_session_belongs_to_the_browser_with_its_cookie_until_it_ends() {
        let service = Service::new("https://127.0.0.1:4".to_owned(), Pool::built_in());
        let user_id = Arc::clone(&service.pool.accounts.first().unwrap().user_id);
        let (session, set) = service.begin_session(&HeaderMap::new(), &user_id, "loginByEmail").unwrap();
        assert!(set.contains("; HttpOnly; SameSite=Lax; Secure"), "{set}");
        let (sent, _) = set.split_once(';').unwrap();
        let browser = headers(sent);
        assert_eq!(service.session(&browser), Some(session));
        assert_eq!(service.session(&HeaderMap::new()), None);

        service.clock.set_offset(jiff::SignedDuration::from_secs(LASTS + 1));
        assert_eq!(service.session(&browser), None);
        service.clock.set_offset(jiff::SignedDuration::ZERO);
        assert!(service.session(&browser).is_some());
        assert!(service.end_session(&browser).contains("Max-Age=0"));
        assert_eq!(service.session(&browser), None);
    }

    #[test]
    fn the_browsers_value_is_kept_if_it_could_be_ours() {
        let service = Service::new("http://127.0.0.1:4".to_owned(), Pool::built_in());
        let (value, set) = service.browser(&HeaderMap::new()).unwrap();
        let browser = headers(set.split(';').next().unwrap());
        assert!(service.is_browser(&browser, &value) && !service.is_browser(&HeaderMap::new(), &value));
        assert_eq!(service.browser(&browser).unwrap().0, value);
        let (other, _) = service.browser(&headers("sandbox_browser_4=short")).unwrap();
        assert_ne!(other, "short");
    }

    proptest! {
        #[test]
        fn a_cookie_is_found_among_any_others(before in "[ -~&&[^;]]{0,30}", value in "[a-f0-9]{64}") {
            let sent = headers(&format!("{before}; wanted={value}"));
            let expected = before.trim().strip_prefix("wanted=").unwrap_or(&value);
            prop_assert_eq!(cookie(&sent, "wanted"), Some(expected));
        }

        #[test]
        fn any_header_can_be_read(sent in "[ -~]{0,80}") {
            let _ = cookie(&headers(&sent), "wanted");
        }
    }
}
