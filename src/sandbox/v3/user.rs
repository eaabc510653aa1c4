//! What a signed-in user reads about the account (reference sections 5.1, 5.3 and 5.4).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::envelope::{Quirk, Success, answer};
use super::mfa;
use super::profile::{self, Seen};
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::pool::{Account, Identity};
use crate::sandbox::service::Service;

/// `GET /api/v3/get-identities` (reference section 5.3). For the odd persona `data` is one object, and missing when
/// nothing is bound.
pub(crate) async fn get_identities(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(_, account)| {
        let account = service.accounts.as_listed(account);
        Success { data: identities(&account), quirk: account.odd.then_some(Quirk::ApiCodeZero) }
    });
    answer(&headers, outcome)
}

fn identities(account: &Account) -> Option<Value> {
    if account.odd {
        return account.identities.first().map(Identity::to_odd_json);
    }
    Some(account.identities.iter().map(Identity::to_json).collect())
}

/// `GET /api/v3/get-security-info` (reference section 5.4). For the odd persona `data` is `{}`, as the sample is.
pub(crate) async fn get_security_info(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(_, account)| {
        if account.odd {
            return Success::of(json!({})).quirky(Some(Quirk::TextStatusCode));
        }
        let persona = &account.persona;
        let (email, phone) = (persona.email.is_some(), persona.phone.is_some());
        let ways_in = [account.password_set, email, phone].into_iter().filter(|way| *way).count();
        Success::of(json!({
            "passwordSecurityLevel": i32::from(account.password_set),
            "mfaEnrolled": mfa::is_enrolled(&account),
            "passwordSet": account.password_set,
            "emailBinded": email,
            "phoneBinded": phone,
            "securityScore": 20 + 25 * ways_in,
        }))
    });
    answer(&headers, outcome)
}

/// `GET /api/v3/get-profile` (reference section 5.1).
pub(crate) async fn get_profile(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&headers, profile_answer(&service, &headers, &query.unwrap_or_default()))
}

fn profile_answer(service: &Service, headers: &HeaderMap, query: &str) -> Result<Success, Refused> {
    let (grant, account) = service.signed_in(headers)?;
    let query = body::pairs(query.as_bytes());
    let Value::Object(mut profile) = profile::user(service, &account, Seen::By(&grant)) else {
        return Ok(Success::default());
    };
    if body::flag(&query, "withCustomData")? {
        profile.insert("customData".to_owned(), account.custom_data.clone());
    }
    if body::flag(&query, "withIdentities")? {
        let listed = service.accounts.as_listed(Arc::clone(&account));
        profile.insert("identities".to_owned(), identities(&listed).unwrap_or_default());
    }
    if body::flag(&query, "withDepartmentIds")? || account.odd {
        let departments = json!(account.department_ids);
        profile.insert(
            "departmentIds".to_owned(),
            // A text that holds JSON, as the documentation's sample has it.
            if account.odd { departments.to_string().into() } else { departments },
        );
    }
    Ok(Success::of(profile.into()).quirky(account.odd.then_some(Quirk::ApiCode20001)))
}
