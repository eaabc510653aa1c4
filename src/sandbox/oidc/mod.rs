//! The OpenID Connect endpoints and the hosted sign-in (reference section 8). Nothing here is enveloped.
//!
//! How a sign-in goes: `authorize` judges the request (`authorization_request`) and starts an `interaction`, which leads
//! from page to page (`sign_in_page` and the others) until a `session` begins and the person has allowed what is asked
//! for (`consents`); then the answer goes back (`authorization_response`) with an `authorization_code`, which the
//! `token_endpoint` trades for tokens.

mod authorization_code;
mod authorization_request;
mod authorization_response;
mod authorize;
pub(super) mod claims;
mod client_authentication;
mod code_page;
mod code_request;
mod consent_page;
mod consents;
mod credentials;
mod discovery;
mod end_session;
mod error_page;
mod expiring;
mod forgot_password_page;
mod hosted;
pub(super) mod interaction;
mod introspection;
mod new_account;
mod new_password_page;
mod oauth_error;
mod parameters;
pub(super) mod paths;
mod pkce;
mod profile_page;
mod revocation;
mod select_account_page;
mod session;
mod sign_in_page;
mod sign_up_page;
mod token_endpoint;
mod user_info;
mod verification_page;
mod visit;

use axum::http::StatusCode;
use axum::response::Response;

pub(crate) use hosted::{Hosted, KeptSignIns};
pub(crate) use oauth_error::error;

/// Every other path and method under `/oidc/` and elsewhere.
pub(crate) async fn no_such_path() -> Response {
    error(StatusCode::NOT_FOUND, "invalid_request", "unrecognized route or not allowed method")
}
