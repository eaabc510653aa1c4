//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::post;

use super::service::Service;
use super::v3::{endpoints, mfa};
use super::{faults, oidc, provider};

/// All paths. The layer that watches and strikes is around everything, also around what is not found.
pub(super) fn router(service: &Arc<Service>) -> Router {
    let watched = middleware::from_fn_with_state(Arc::clone(service), faults::strike);
    Router::new()
        .nest("/api/v3", endpoints::router(service))
        .route("/mfa/token/introspection", post(mfa::introspect).fallback(oidc::no_such_path))
        .nest("/oidc", oidc::paths::endpoints())
        .merge(oidc::paths::pages())
        .merge(provider::paths())
        .fallback(oidc::no_such_path)
        .layer(watched)
        .with_state(Arc::clone(service))
}
