//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{any, get, post};

use super::service::Service;
use super::v3::envelope::answer;
use super::v3::refused::Refused;
use super::v3::{link, public, signin, unlink, user};
use super::{faults, oidc, provider};

/// Endpoints of the reference that a client may well call and the sandbox does not serve (sections 3, 4 and 5):
/// refused as unsupported, not as unknown.
const NOT_SERVED: &[&str] = &[
    "/send-email",
    "/send-sms",
    "/get-captcha-code",
    "/pre-check-code",
    "/signup",
    "/signin-by-mobile",
    "/signin-by-push",
    "/update-profile",
    "/get-my-login-history",
    "/get-my-logged-in-apps",
    "/get-my-accessible-apps",
    "/update-password",
];

/// All paths. The layer that watches and strikes is around everything, also around what is not found.
pub(super) fn router(service: &Arc<Service>) -> Router {
    let watched = middleware::from_fn_with_state(Arc::clone(service), faults::strike);
    Router::new()
        .nest("/api/v3", v3(service))
        .nest("/oidc", oidc::paths::endpoints())
        .merge(oidc::paths::pages())
        .merge(provider::paths())
        .fallback(oidc::no_such_path)
        .layer(watched)
        .with_state(Arc::clone(service))
}

fn v3(service: &Arc<Service>) -> Router<Arc<Service>> {
    let named = middleware::from_fn_with_state(Arc::clone(service), names_its_application);
    let mut paths = Router::new()
        .route("/system", get(public::system))
        .route("/get-application-enabled-extidps", get(public::get_application_enabled_extidps))
        .route("/signin", post(signin::signin))
        .route("/get-profile", get(user::get_profile))
        .route("/get-identities", get(user::get_identities))
        .route("/get-security-info", get(user::get_security_info))
        .route("/generate-link-extidp-url", get(link::generate_link_extidp_url))
        .route("/unlink-extidp", post(unlink::unlink_extidp));
    for path in NOT_SERVED {
        paths = paths.route(path, any(not_served));
    }
    let opened_by_browsers = get(link::link_extidp).fallback(no_such_path);
    paths
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_path)
        .layer(named)
        // Outside of the layer: a browser that opens a link sends no header.
        .route("/link-extidp", opened_by_browsers)
}

/// Every V3 request must name an application (reference section 1.2).
async fn names_its_application(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    match service.calling_application(request.headers()) {
        Ok(_) => next.run(request).await,
        Err(refused) => answer(request.headers(), Err(refused)),
    }
}

async fn not_served(headers: HeaderMap) -> Response {
    answer(&headers, Err(Refused::NotServed))
}

async fn no_such_path(headers: HeaderMap) -> Response {
    answer(&headers, Err(Refused::NoSuchPath))
}
