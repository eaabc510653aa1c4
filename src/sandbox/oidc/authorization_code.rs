//! Authorization codes (reference section 8.2; RFC 6749, section 4.1.2).

use super::oauth_error::OauthError;
use super::pkce;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::{Grant, random_text};

/// For how long a code is good, in seconds (reference section 8.4).
const GOOD_FOR: i64 = 600;

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationCode {
    pub(crate) grant: Grant,
    /// Where the answer went; the token request has to repeat it byte for byte (reference section 8.3).
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: Option<String>,
    /// It was traded before. It is kept for its time, so that a second use is noticed.
    pub(crate) used: bool,
}

/// What a client brings with a code.
#[derive(Debug)]
pub(crate) struct Redemption<'form> {
    pub(crate) client_id: &'form str,
    pub(crate) redirect_uri: &'form str,
    pub(crate) code_verifier: Option<&'form str>,
}

impl AuthorizationCode {
    /// Whether the client that brings this may have what the code stands for, and if not, why.
    fn refusal(&self, brought: &Redemption<'_>) -> Option<&'static str> {
        let wrong_verifier = match (&self.code_challenge, brought.code_verifier) {
            (Some(challenge), Some(verifier)) => !pkce::matches(challenge, verifier),
            // A verifier that nobody asked for means that the challenge got lost on its way (RFC 9700, section 4.8.2).
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => false,
        };
        if *self.grant.client_id != *brought.client_id {
            Some("the code was issued to another application")
        } else if self.used {
            Some("the code was used before, so everything that came of it is revoked")
        } else if self.redirect_uri != brought.redirect_uri {
            Some("redirect_uri is not the one of the authorization request")
        } else if wrong_verifier {
            Some("code_verifier does not match the code_challenge of the authorization request")
        } else {
            None
        }
    }
}

impl Service {
    /// Makes a code.
    pub(crate) fn make_authorization_code(&self, code: AuthorizationCode) -> Option<String> {
        // It says what it is, so that a search for leaked ones can find it.
        let name = format!("sandbox-code-{}", random_text()?);
        let now = self.clock.now().as_second();
        self.hosted.authorization_codes.insert(name.clone(), code, now.saturating_add(GOOD_FOR), now);
        Some(name)
    }

    /// Trades a code for what it stands for, once. A second time revokes what came of the first (RFC 6749, section
    /// 4.1.2); any other refusal leaves it good.
    ///
    /// # Errors
    /// `invalid_grant`.
    pub(crate) fn redeem_authorization_code(&self, code: &str, brought: &Redemption<'_>) -> Result<Grant, OauthError> {
        let now = self.clock.now();
        let outcome = self.hosted.authorization_codes.change(code, now.as_second(), |kept| {
            let refusal = kept.refusal(brought);
            let again = kept.used && *kept.grant.client_id == *brought.client_id;
            kept.used = kept.used || refusal.is_none();
            (refusal, again, kept.grant.clone())
        });
        match outcome {
            None => Err(OauthError::new("invalid_grant", "the code is expired, or not from here")),
            Some((None, _, grant)) => Ok(grant),
            Some((Some(refusal), again, grant)) => {
                if again {
                    self.tokens().revoke_grant(grant, now);
                }
                Err(OauthError::new("invalid_grant", refusal))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::sandbox::pool::Pool;

    const BROUGHT: Redemption<'_> =
        Redemption { client_id: "app", redirect_uri: "http://127.0.0.1:1/callback", code_verifier: None };

    fn with_code() -> (Service, String) {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        let redirect_uri = BROUGHT.redirect_uri.to_owned();
        let code = AuthorizationCode { grant: Grant::sample(), redirect_uri, code_challenge: None, used: false };
        let name = service.make_authorization_code(code).unwrap();
        (service, name)
    }

    #[test]
    fn a_code_is_good_for_ten_minutes() {
        let (service, code) = with_code();
        service.clock.set_offset(SignedDuration::from_secs(GOOD_FOR + 1));
        assert_eq!(service.redeem_authorization_code(&code, &BROUGHT).unwrap_err().error, "invalid_grant");
        service.clock.set_offset(SignedDuration::from_secs(GOOD_FOR - 5));
        assert!(service.redeem_authorization_code(&code, &BROUGHT).is_ok());
    }

    #[test]
    fn another_application_that_brings_a_used_code_revokes_nothing() {
        let (service, code) = with_code();
        let grant = service.redeem_authorization_code(&code, &BROUGHT).unwrap();
        let refresh_token = service.tokens().add_refresh(grant, 0, i64::MAX).unwrap();
        let is_good = || service.tokens().family(&refresh_token, service.clock.now()).is_some();
        let other = Redemption { client_id: "other", ..BROUGHT };
        assert!(service.redeem_authorization_code(&code, &other).is_err() && is_good());
        assert!(service.redeem_authorization_code(&code, &BROUGHT).is_err() && !is_good());
    }
}
