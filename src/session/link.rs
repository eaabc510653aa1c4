//! A link that binds, with an ID token that is still good (reference section 6.1).

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::Session;
use super::authorized::recorded;
use super::renewal::NoToken;
use super::tokens::Held;
use crate::genauth::{AccessToken, Attempt, Cause, Error, IdToken, LinkAddress};

/// An ID token that ends within this time is renewed first: the person still has to reach the service with the link.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);

/// Why there is no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The session has no ID token, without which nothing can be bound.
    #[error("the session has no ID token")]
    NoIdToken,
    /// The ID token is expired, and no newer one can be had.
    #[error("the ID token is expired")]
    IdTokenExpired,
    /// The call, or the renewal before it, did not succeed.
    #[error("{0}")]
    Call(Error),
}

/// The end of asking for a link, with every HTTP request that it took.
#[derive(Debug)]
pub struct Linked {
    /// The link, to be opened once.
    pub result: Result<LinkAddress, LinkError>,
    /// Every request, in order.
    pub attempts: Vec<Attempt>,
}

impl Session {
    /// Asks for a link that binds an identity to this account through a connection.
    ///
    /// Making a link binds nothing, so it may be asked for again: after a refresh when the ID token was refused, and
    /// without `target_url` when the service does not take that.
    pub async fn link(&self, identifier: &str, target_url: Option<&Url>) -> Linked {
        let mut attempts = Vec::new();
        let result = self.link_recording(identifier, target_url, &mut attempts).await;
        Linked { result, attempts }
    }

    async fn link_recording(
        &self,
        identifier: &str,
        target_url: Option<&Url>,
        attempts: &mut Vec<Attempt>,
    ) -> Result<LinkAddress, LinkError> {
        let mut target_url = target_url;
        let (mut access_token, mut id_token) = self.tokens_for_link(None, attempts).await?;
        let (mut renewed, mut refused) = (false, false);
        loop {
            let send = self.inner.client.generate_link_ext_idp_url(&access_token, &id_token, identifier, target_url);
            let sent = if refused { Cause::Resending.during(send).await } else { send.await };
            let result = recorded(attempts, sent);
            refused = result.is_err();
            match result {
                Ok(address) => return Ok(address),
                Err(error) if error.is_lack_of_sign_in() && !renewed => {
                    renewed = true;
                    (access_token, id_token) = self.tokens_for_link(Some((&access_token, &error)), attempts).await?;
                }
                Err(error) if target_url.is_some() && is_about_a_parameter(&error) => target_url = None,
                Err(error) => return Err(LinkError::Call(error)),
            }
        }
    }

    /// Both tokens, renewed first where the ID token is near its end or the access token was refused.
    async fn tokens_for_link(
        &self,
        refused: Option<(&AccessToken, &Error)>,
        attempts: &mut Vec<Attempt>,
    ) -> Result<(AccessToken, IdToken), LinkError> {
        let mut held = self.inner.tokens.lock().await;
        if let Some(reason) = &held.closed {
            return Err(LinkError::Call(Error::IdToken(reason.clone())));
        }
        let Some(left) = time_left(&held) else { return Err(LinkError::NoIdToken) };
        let mut renewed = false;
        let is_refused = refused.is_some_and(|(token, _)| token.expose() == held.tokens.access_token.expose());
        if is_refused || left < MARGIN {
            let before = held.tokens.id_token.clone();
            match self.renew(Cause::Renewal, &mut held, attempts).await {
                Ok(()) => renewed = is_another(before.as_ref(), held.tokens.id_token.as_ref()),
                Err(NoToken::Closed(reason)) => return Err(LinkError::Call(Error::IdToken(reason))),
                // Where it is not expired yet, the service may still take it.
                Err(_) if refused.is_none() && left.is_positive() => {}
                Err(NoToken::NotNow(error)) => return Err(LinkError::Call(Error::NotRenewed(Box::new(error)))),
                Err(NoToken::SignedOut) => {
                    return Err(match refused {
                        Some((_, error)) if left.is_positive() => LinkError::Call(error.clone()),
                        _ => LinkError::IdTokenExpired,
                    });
                }
            }
        }
        match (&held.tokens.id_token, time_left(&held)) {
            // One that came just now is good, whatever this computer's clock makes of it; else the service refuses it.
            (Some(_), Some(left)) if !left.is_positive() && !renewed => Err(LinkError::IdTokenExpired),
            (Some(id_token), _) => Ok((held.tokens.access_token.clone(), id_token.clone())),
            (None, _) => Err(LinkError::NoIdToken),
        }
    }
}

fn is_another(before: Option<&IdToken>, now: Option<&IdToken>) -> bool {
    now.is_some_and(|now| before.is_none_or(|before| before.expose() != now.expose()))
}

/// How long the ID token is good; `None` without one. Of one that does not say, only the service knows.
fn time_left(held: &Held) -> Option<SignedDuration> {
    let claims = held.tokens.id_token.as_ref()?.claims();
    let second = claims.as_ref().and_then(|claims| claims.get("exp")).and_then(Value::as_i64);
    let end = second.and_then(|second| Timestamp::from_second(second).ok());
    Some(end.map_or(SignedDuration::MAX, |end| end.duration_since(Timestamp::now())))
}

/// Whether the service says that it does not understand what it was asked, which may be about `target_url`: its rules
/// are not documented (reference section 15, item 3).
fn is_about_a_parameter(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if matches!(refusal.status_code, 400 | 422))
}
