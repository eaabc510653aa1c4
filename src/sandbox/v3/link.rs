//! `GET /api/v3/generate-link-extidp-url`, and the older `GET /api/v3/link-extidp` (reference sections 6.1 and 6.2).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::envelope::{Quirk, Success, answer};
use super::id_token;
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::pool::{Account, Application};
use crate::sandbox::provider::address::is_loopback;
use crate::sandbox::provider::delivery::Delivery;
use crate::sandbox::provider::pending::{Purpose, Visit};
use crate::sandbox::provider::start;
use crate::sandbox::service::Service;

/// Answers with an address that binds whatever identity its visitor signs in with to the ID token's account. It is good
/// once, for ten minutes.
pub(crate) async fn generate_link_extidp_url(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = generate(&service, &headers, &query.unwrap_or_default());
    answer(&headers, outcome)
}

fn generate(service: &Service, headers: &HeaderMap, query: &str) -> Result<Success, Refused> {
    let query = body::pairs(query.as_bytes());
    let application = service.calling_application(headers)?;
    if required(&query, "app_id")? != application.app_id {
        return Err(Refused::AppIdMismatch);
    }
    let (visit, account) = visit(service, application, &query)?;
    let url = start::link_address(service, visit).ok_or(Refused::NoKeys)?;
    Ok(Success::of(json!({"url": url})).quirky(account.odd.then_some(Quirk::ApiCodeZero)))
}

/// The same, opened by the browser itself: it goes on to the provider at once. No header names the application, since a
/// browser sends none. A refusal is an envelope, as everywhere under `/api/v3`.
pub(crate) async fn link_extidp(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let begun = required(&query, "app_id")
        .and_then(|app_id| service.application(app_id).ok_or(Refused::UnknownApp))
        .and_then(|application| visit(&service, application, &query));
    match begun {
        Ok((visit, _)) => start::begin(&service, &headers, visit),
        Err(refused) => answer(&headers, Err(refused)),
    }
}

/// The visit that a query asks for, and whose it is. Names are in snake case (reference section 1.7).
fn visit(
    service: &Service,
    application: &Application,
    query: &[(String, String)],
) -> Result<(Visit, Arc<Account>), Refused> {
    let identifier = required(query, "ext_idp_conn_identifier")?;
    let id_token = required(query, "id_token")?;
    let delivery = delivery(application, id_token, query)?;
    let account = id_token::account(service, application, id_token).map_err(Refused::IdToken)?;
    if service.usable_connection(application, identifier).is_none() {
        return Err(why_not_usable(service, identifier));
    }
    let purpose = Purpose::Bind { user_id: Arc::clone(&account.user_id), app_id: application.app_id.clone(), delivery };
    Ok((Visit { identifier: identifier.to_owned(), purpose }, account))
}

fn why_not_usable(service: &Service, identifier: &str) -> Refused {
    if service.pool.connection(identifier).is_some() {
        return Refused::ConnectionNotEnabled;
    }
    let is_id = service.pool.source(identifier).is_some()
        || service.pool.connections().any(|(_, connection)| connection.connection_id == identifier);
    if is_id { Refused::IdAsIdentifier } else { Refused::UnknownConnection }
}

/// How the result is to be told. That a form comes after a redirect when both are asked for, that neither does anything
/// without `target_url`, and that every value but `1` and `true` is a no, are guesses: nothing of it is documented.
fn delivery(application: &Application, id_token: &str, query: &[(String, String)]) -> Result<Delivery, Refused> {
    let asked =
        |key: &str| body::first(query, key).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"));
    let Some(target) = body::first(query, "target_url") else {
        return Ok(Delivery::Opener);
    };
    if !is_loopback(target) && !application.may_redirect_to(target) {
        return Err(Refused::TargetUrl);
    }
    let target = target.to_owned();
    if asked("need_url_redirect") {
        let only_token = asked("only_redirect_token").then(|| id_token.to_owned());
        return Ok(Delivery::Redirect { target, only_token });
    }
    Ok(if asked("need_form_post") { Delivery::FormPost { target } } else { Delivery::Opener })
}

fn required<'query>(query: &'query [(String, String)], key: &'static str) -> Result<&'query str, Refused> {
    body::first(query, key).ok_or(Refused::Parameter(key))
}
