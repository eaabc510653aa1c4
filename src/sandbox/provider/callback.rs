//! Where a provider returns to (reference section 6.2).

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::binding;
use super::delivery::Delivery;
use super::outcome::Outcome;
use super::pending::{Purpose, Visit};
use super::person::{self, KnownPerson};
use super::sign_in;
use crate::sandbox::body;
use crate::sandbox::oidc::interaction;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::pool::Source;
use crate::sandbox::service::Service;

/// `GET /connection/social/{identifier}/{user_pool_id}/callback`, with `code` or `error`, and `state`. Both are good once.
pub(super) async fn callback(
    State(service): State<Arc<Service>>,
    Path((identifier, user_pool_id)): Path<(String, String)>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let state = body::first(&query, "state").unwrap_or_default();
    let Some(visit) = service.providers.visits.take(state, service.clock.now()) else {
        return Delivery::Opener.tell(&headers, &Outcome::Spent);
    };
    let came_back = if visit.identifier == identifier && service.pool.user_pool_id == user_pool_id {
        who_came(&service, &visit, &query)
    } else {
        Err(Outcome::BadAnswer)
    };
    match (&visit.purpose, came_back) {
        (Purpose::Bind { user_id, delivery, .. }, came_back) => {
            let outcome = came_back.and_then(|(_, person)| {
                binding::bind(&service.accounts, user_id, &person.identities).map_err(Outcome::from)
            });
            delivery.tell(&headers, &outcome.map_or_else(|failed| failed, Outcome::Bound))
        }
        (Purpose::SignIn { interaction }, Ok((source, person))) => {
            match sign_in::account_of(&service, source, &person) {
                Some(user_id) => {
                    let method = sign_in::method(source);
                    interaction::signed_in_with_provider(&service, &headers, interaction, &user_id, method)
                }
                None => failed_to_sign_in(&service, &headers, interaction, &Outcome::Failed),
            }
        }
        (Purpose::SignIn { interaction }, Err(outcome)) => failed_to_sign_in(&service, &headers, interaction, &outcome),
    }
}

/// Who signed in at the provider, and at which source.
fn who_came<'service>(
    service: &'service Service,
    visit: &Visit,
    query: &[(String, String)],
) -> Result<(&'service Source, KnownPerson), Outcome> {
    match body::first(query, "error") {
        Some("access_denied") => return Err(Outcome::Cancelled),
        Some(_) => return Err(Outcome::BadAnswer),
        None => {}
    }
    let (source, connection) = service.connection_of(visit).ok_or(Outcome::ConnectionDisabled)?;
    let code = body::first(query, "code").unwrap_or_default();
    let chosen = service.providers.codes.take(code, service.clock.now()).ok_or(Outcome::BadAnswer)?;
    if chosen.identifier != connection.identifier {
        return Err(Outcome::BadAnswer);
    }
    let mut everybody = person::everybody(&service.pool, source, connection).into_iter();
    let known = everybody.find(|known| known.key == chosen.person).ok_or(Outcome::BadAnswer)?;
    Ok((source, known))
}

fn failed_to_sign_in(service: &Arc<Service>, headers: &HeaderMap, interaction: &str, outcome: &Outcome) -> Response {
    let message = sign_in::failed(outcome, PageLanguage::of(headers));
    interaction::failed_at_provider(service, headers, interaction, message)
}
