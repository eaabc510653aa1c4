//! `POST /oidc/token` for refreshing, and `POST /oidc/token/revocation`.

use jiff::Timestamp;

use super::client_authentication::ProvenAt;
use super::envelope::BodyForm;
use super::redaction::LiveSecret;
use super::transport::{Call, RequestBody};
use super::{AccessToken, Answer, Client, Failure, RefreshToken, TokenSet};

impl Client {
    /// Buys new tokens: `POST /oidc/token` with `grant_type=refresh_token` (RFC 6749 section 6, reference
    /// section 8.4). When the answer has no refresh token, the old one stays in use.
    ///
    /// # Errors
    ///
    /// A [`Failure`]; [`Error::OAuth`](super::Error::OAuth) with `invalid_grant` means that a sign-in is needed.
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<Answer<TokenSet>, Failure> {
        let form = self.form(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose())]);
        let call = Call {
            secrets: vec![LiveSecret::refresh_token(refresh_token)],
            proven_at: Some(ProvenAt::Oidc),
            answer: BodyForm::BareOrEnveloped(&["access_token"]),
            ..Call::post("/oidc/token", form)
        };
        self.call(call, |data| TokenSet::read("", data, Timestamp::now())).await
    }

    /// Makes a refresh token worthless: `POST /oidc/token/revocation` (RFC 7009 section 2.1). Do this before
    /// [`Client::revoke_access_token`] (reference section 8.6).
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn revoke_refresh_token(&self, refresh_token: &RefreshToken) -> Result<Answer<()>, Failure> {
        self.revoke(refresh_token.expose(), "refresh_token", LiveSecret::refresh_token(refresh_token)).await
    }

    /// Makes an access token worthless: `POST /oidc/token/revocation` (RFC 7009 section 2.1).
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn revoke_access_token(&self, access_token: &AccessToken) -> Result<Answer<()>, Failure> {
        self.revoke(access_token.expose(), "access_token", LiveSecret::access_token(access_token)).await
    }

    /// The hint is sent because a page of the vendor's lists it as required (reference section 8.6). A server that
    /// does not know the token says that it is done (RFC 7009 section 2.2).
    async fn revoke(&self, token: &str, hint: &str, secret: LiveSecret) -> Result<Answer<()>, Failure> {
        let form = self.form(&[("token", token), ("token_type_hint", hint)]);
        let call = Call {
            secrets: vec![secret],
            proven_at: Some(ProvenAt::Oidc),
            answer: BodyForm::Ignored,
            ..Call::post("/oidc/token/revocation", form)
        };
        self.call(call, |_| Ok(())).await
    }

    /// A form that says who is asking, as the application's method has it (RFC 6749 section 2.3.1; reference section
    /// 8.4): a native application has no secret, so its `client_id` stands in the form.
    fn form(&self, fields: &[(&str, &str)]) -> RequestBody {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(self.settings().authentication.form_fields(&self.settings().app_id));
        form.extend_pairs(fields);
        RequestBody::Form(form.finish())
    }
}
