//! `GET` and `POST /oidc/auth`: where a sign-in in the browser begins (reference section 8.2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::authorization_request::{AuthorizationRequest, BadRequest};
use super::error_page;
use super::interaction::{self, Interaction, Progress};
use super::parameters::Parameters;
use super::session::{Session, with_cookie};
use crate::sandbox::body;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::service::Service;

/// More than a request needs, and little enough that many can be kept.
const LONGEST: usize = 16 << 10;

/// The request in the query.
pub(crate) async fn authorize(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&service, &headers, query.unwrap_or_default().as_bytes())
}

/// The request as a form (OpenID Connect Core, section 3.1.2.1).
pub(crate) async fn authorize_by_form(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    match body::form(&headers, &bytes) {
        Some(_) => answer(&service, &headers, &bytes),
        None => error_page::no_form(PageLanguage::of(&headers)),
    }
}

fn answer(service: &Service, headers: &HeaderMap, encoded: &[u8]) -> Response {
    let language = PageLanguage::of(headers);
    if encoded.len() > LONGEST {
        return error_page::too_long(language);
    }
    match AuthorizationRequest::read(service, &Parameters::read(encoded)) {
        Err(BadRequest::Untrusted(trouble)) => error_page::untrusted(language, trouble),
        Err(BadRequest::Refused { back, error, description }) => {
            back.with_error(&service.issuer(), error, &description, language)
        }
        Ok(request) => begin(service, headers, request),
    }
}

fn begin(service: &Service, headers: &HeaderMap, request: AuthorizationRequest) -> Response {
    let language = request.language.unwrap_or_else(|| PageLanguage::of(headers));
    let session = service.session(headers).filter(|session| is_enough(service, &request, session));
    if request.prompt.none {
        return without_asking(service, headers, &request, session, language);
    }
    let select = request.prompt.select_account && session.is_some();
    let progress = match session {
        Some(session) if !select => Progress::SignedIn(session),
        _ => Progress::Nobody,
    };
    let started = Interaction::start(service, headers, request, language, progress);
    let Some((id, set_cookie)) = started else {
        return error_page::server(language);
    };
    let response = match select {
        true => interaction::select_account(&id),
        false => interaction::advance(service, headers, &id),
    };
    with_cookie(response, &set_cookie)
}

/// Whether a session does for this request: it is whose it must be, and neither too old nor to be renewed.
fn is_enough(service: &Service, request: &AuthorizationRequest, session: &Session) -> bool {
    let age = service.clock.now().as_second().saturating_sub(session.signed_in_at);
    // Zero means the same as prompt=login (OpenID Connect Core, section 3.1.2.1).
    let is_young = request.max_age.is_none_or(|longest| longest > 0 && age <= longest);
    let is_meant = request.expected_user.as_deref().is_none_or(|user_id| *user_id == *session.user_id);
    is_young && is_meant && !request.prompt.login
}

/// `prompt=none`: a code at once, or an error that says what would have had to be asked.
fn without_asking(
    service: &Service,
    headers: &HeaderMap,
    request: &AuthorizationRequest,
    session: Option<Session>,
    language: PageLanguage,
) -> Response {
    let refuse = |error, description| request.back.with_error(&service.issuer(), error, description, language);
    let Some(session) = session else {
        return refuse("login_required", "nobody is signed in who could be");
    };
    let client_id = &request.application.app_id;
    if !service.hosted.consents.cover(&session.user_id, client_id, &request.scope) {
        return refuse("consent_required", "the person has not allowed this application these scopes");
    }
    interaction::finish(service, headers, request, &session, language)
}
