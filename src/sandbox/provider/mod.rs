//! The external providers' side: binding an identity and signing in with one, in the browser (reference sections 6 and
//! 7).
//!
//! How it goes: a link or the sign-in page begins a visit (`start`), which leads to the provider's own page (`site`),
//! where one says who one is (`person`, `identities`). The provider returns to the service (`callback`), which binds the
//! identities (`binding`) or signs in with them (`sign_in`), and tells what came of it (`outcome`, `delivery`).

pub(super) mod address;
mod binding;
mod brand;
mod callback;
pub(super) mod delivery;
mod identities;
mod one_use;
mod outcome;
pub(super) mod pending;
mod person;
mod sign_in;
mod site;
pub(super) mod start;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::oidc;
use super::service::Service;

/// The paths that a browser visits.
pub(super) fn paths() -> Router<Arc<Service>> {
    Router::new()
        .route("/connections/link", get(start::open_link))
        .route("/connections/social/{identifier}", get(start::start_sign_in))
        .route("/providers/{provider}/authorize", get(site::show).post(site::choose))
        .route("/connection/social/{identifier}/{user_pool_id}/callback", get(callback::callback))
        .method_not_allowed_fallback(oidc::no_such_path)
}
