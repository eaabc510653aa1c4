//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{
    authorize, code_page, consent_page, discovery, end_session, forgot_password_page, introspection, new_password_page,
    no_such_path, profile_page, revocation, select_account_page, sign_in_page, sign_up_page, token_endpoint, user_info,
    verification_page,
};
use crate::sandbox::service::Service;

/// Below `/oidc` (reference section 8.1).
pub(crate) fn endpoints() -> Router<Arc<Service>> {
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery::discovery))
        .route("/.well-known/jwks.json", get(discovery::key_set))
        .route("/auth", get(authorize::authorize).post(authorize::authorize_by_form))
        .route("/token", post(token_endpoint::token))
        .route("/token/revocation", post(revocation::revocation))
        .route("/token/introspection", post(introspection::introspection))
        .route("/me", get(user_info::user_info).post(user_info::user_info))
        .route("/session/end", get(end_session::end_session).post(end_session::end_session_by_form))
        .method_not_allowed_fallback(no_such_path)
}

/// The hosted pages (reference sections 1.1 and 8.8).
pub(crate) fn pages() -> Router<Arc<Service>> {
    Router::new()
        .route("/login", get(sign_in_page::show).post(sign_in_page::submit))
        .route("/login/code", get(code_page::show).post(code_page::submit))
        .route("/login/select-account", get(select_account_page::show).post(select_account_page::submit))
        .route("/login/second-factor", get(verification_page::show).post(verification_page::submit))
        .route("/login/unlock", get(verification_page::show).post(verification_page::submit))
        .route("/login/new-password", get(new_password_page::show).post(new_password_page::submit))
        .route("/login/profile", get(profile_page::show).post(profile_page::submit))
        .route("/login/forgot-password", get(forgot_password_page::show).post(forgot_password_page::submit))
        .route("/login/sign-up", get(sign_up_page::show).post(sign_up_page::submit))
        .route("/login/profile/logout", get(end_session::legacy_logout))
        .route("/consent", get(consent_page::show).post(consent_page::submit))
        .method_not_allowed_fallback(no_such_path)
}
