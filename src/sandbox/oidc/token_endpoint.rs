//! `POST /oidc/token`: codes and refresh tokens become tokens (reference section 8.4; RFC 6749, sections 4.1.3 and 6).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::authorization_code::Redemption;
use super::client_authentication::authenticate;
use super::oauth_error::OauthError;
use super::parameters::Parameters;
use super::pkce;
use crate::sandbox::pool::Application;
use crate::sandbox::service::{Issued, Service};
use crate::sandbox::tokens::{Grant, RefreshTrouble};
use crate::sandbox::v3::envelope::{Success, answer};

/// Issues tokens. Grants other than `authorization_code` and `refresh_token` are unsupported, also those that the
/// reference has found elsewhere: they sign in without the person.
pub(crate) async fn token(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let allowed = check(&service, &headers, &bytes);
    let (grant, scope) = match allowed {
        Ok(allowed) => allowed,
        Err(error) => return error.into_response(),
    };
    let odd = service.accounts.get(&grant.user_id).is_some_and(|account| account.odd);
    let mut response = match service.issue_narrowed(grant, scope).await {
        Ok(issued) if odd => answer(&headers, Ok(Success::of(token_set(issued, "expire_in")))),
        Ok(issued) => Json(token_set(issued, "expires_in")).into_response(),
        Err(_) => return OauthError::server().into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// What the client may have, and the scope that it asks for now.
fn check(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<(Grant, Arc<str>), OauthError> {
    let form = Parameters::of_client(headers, bytes)?;
    let application = authenticate(service, headers, &form)?;
    let missing = |name: &str| OauthError::new("invalid_request", format!("{name} is missing"));
    match form.get("grant_type") {
        Some("authorization_code") => {
            let code = form.get("code").ok_or_else(|| missing("code"))?;
            let redirect_uri = form.get("redirect_uri").ok_or_else(|| missing("redirect_uri"))?;
            let code_verifier = form.get("code_verifier");
            if code_verifier.is_some_and(|verifier| !pkce::is_verifier(verifier)) {
                return Err(OauthError::new("invalid_request", "code_verifier is not 43 to 128 unreserved characters"));
            }
            let brought = Redemption { client_id: &application.app_id, redirect_uri, code_verifier };
            let grant = service.redeem_authorization_code(code, &brought)?;
            let scope = Arc::clone(&grant.scope);
            Ok((grant, scope))
        }
        Some("refresh_token") => {
            let refresh_token = form.get("refresh_token").ok_or_else(|| missing("refresh_token"))?;
            redeem(service, &application, refresh_token, form.get("scope"))
        }
        Some(_) => {
            let description = "only authorization_code and refresh_token are supported";
            Err(OauthError::new("unsupported_grant_type", description))
        }
        None => Err(missing("grant_type")),
    }
}

fn redeem(
    service: &Service,
    application: &Application,
    refresh_token: &str,
    scope: Option<&str>,
) -> Result<(Grant, Arc<str>), OauthError> {
    let redeemed = service.tokens().redeem(refresh_token, &application.app_id, scope, service.clock.now());
    match redeemed {
        Ok(grant) => {
            let scope = scope.map_or_else(|| Arc::clone(&grant.scope), Arc::from);
            Ok((grant, scope))
        }
        Err(trouble @ RefreshTrouble::WiderScope) => Err(OauthError::new("invalid_scope", trouble.to_string())),
        Err(trouble) => Err(OauthError::new("invalid_grant", trouble.to_string())),
    }
}

/// The token response. One documentation sample shows it enveloped with `expire_in`, so the odd persona gets that
/// (reference section 8.4).
fn token_set(issued: Issued, expiry_key: &str) -> Value {
    let mut set = Map::new();
    set.insert("access_token".to_owned(), issued.access_token.into());
    set.insert(expiry_key.to_owned(), issued.expires_in.into());
    if let Some(id_token) = issued.id_token {
        set.insert("id_token".to_owned(), id_token.into());
    }
    if let Some(refresh_token) = issued.refresh_token {
        set.insert("refresh_token".to_owned(), refresh_token.into());
    }
    set.insert("scope".to_owned(), issued.scope.into());
    set.insert("token_type".to_owned(), "Bearer".into());
    set.into()
}
