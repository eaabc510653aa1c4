//! What to know before a call is run again.

use crate::genauth::Exchange;

/// A reason to think before running the text of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// The code in it is good once (reference sections 3.3 and 8.2), and most likely used up already.
    UsesUpCode,
    /// The service may replace the refresh token, and the program that holds the old one is then signed out (reference
    /// section 8.4).
    RotatesToken,
    /// It ends a session or revokes a token (reference sections 5.6, 8.6 and 8.8).
    EndsSession,
    /// Every attempt counts towards a lock-out (reference section 11).
    CountsAsAttempt,
    /// It sends an email or a text message (reference sections 3.3, 3.4 and 9).
    SendsMessage,
    /// It changes the account.
    ChangesAccount,
    /// The answer holds a link that is a credential (reference section 6.1).
    GivesLink,
    /// Not all of the body was kept, so this is not the same call.
    BodyIncomplete,
    /// What the variables hold goes to a host that is not the account space's, or that a file names.
    SendsSecretsElsewhere,
}

impl Warning {
    /// Every warning.
    pub const ALL: [Self; 9] = [
        Self::UsesUpCode,
        Self::RotatesToken,
        Self::EndsSession,
        Self::CountsAsAttempt,
        Self::SendsMessage,
        Self::ChangesAccount,
        Self::GivesLink,
        Self::BodyIncomplete,
        Self::SendsSecretsElsewhere,
    ];

    /// The warnings for a call to the account space's own host.
    pub fn of(exchange: &Exchange) -> Vec<Self> {
        let path = exchange.attempt.path.as_str();
        let body = exchange.request.body.as_ref();
        let holds = |text: &str| body.is_some_and(|body| body.text.contains(text));
        let posts = !matches!(exchange.request.method, "GET" | "HEAD" | "OPTIONS");
        let mut warnings = Vec::new();
        // A browser brings one back in the query (reference section 8.2).
        if holds("[redacted code]") || exchange.request.url.contains("[redacted code]") {
            warnings.push(Self::UsesUpCode);
        }
        match path {
            // Where the token endpoint is, the service says itself, so what it is asked for tells more than its path.
            _ if posts && holds("grant_type=refresh_token") => warnings.push(Self::RotatesToken),
            _ if posts && holds("grant_type=password") => warnings.push(Self::CountsAsAttempt),
            _ if posts && (holds("grant_type=") || path.ends_with("/oidc/token")) => {}
            _ if path.ends_with("/revocation") || path.contains("/session/end") || path.contains("logout") => {
                warnings.push(Self::EndsSession);
            }
            "/api/v3/mydevices/revoke-session" => warnings.push(Self::EndsSession),
            "/api/v3/signin" | "/api/v3/signin-by-mobile" => warnings.push(Self::CountsAsAttempt),
            "/api/v3/send-email" | "/api/v3/send-sms" | "/api/v3/send-enroll-factor-request" => {
                warnings.push(Self::SendsMessage);
            }
            // The older one leads on to the provider at once (reference section 6.2).
            "/api/v3/generate-link-extidp-url" | "/api/v3/link-extidp" => warnings.push(Self::GivesLink),
            "/api/v3/pre-check-code" | "/oidc/me" | "/oidc/token/introspection" => {}
            _ if posts => warnings.push(Self::ChangesAccount),
            _ => {}
        }
        if body.is_some_and(|body| body.shortened || !body.complete) {
            warnings.push(Self::BodyIncomplete);
        }
        warnings
    }
}
