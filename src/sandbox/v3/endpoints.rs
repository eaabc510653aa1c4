//! Every V3 endpoint: its method, its path and what answers it.
//!
//! One list leads requests and says what there is, so that a test can go through all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, post};

use super::envelope::answer;
use super::refused::Refused;
use super::{activity, contact, link, mfa, passcodes, password, profile, public, signin, signup, unlink, user};
use crate::sandbox::seen::Reason;
use crate::sandbox::service::Service;

/// One endpoint of the V3 API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The HTTP method.
    pub method: &'static str,
    /// The path below `/api/v3`, with its first slash.
    pub path: &'static str,
}

type Answers = fn() -> MethodRouter<Arc<Service>>;

const GET: &str = "GET";
const POST: &str = "POST";

/// What is served. `/get-extidps` is the older name of the list of enabled connections (reference section 3.2).
const SERVED: &[(&str, &str, Answers)] = &[
    (GET, "/system", || get(public::system)),
    (GET, "/get-application-enabled-extidps", || get(public::get_application_enabled_extidps)),
    (GET, "/get-extidps", || get(public::get_application_enabled_extidps)),
    (GET, "/get-captcha-code", || get(public::get_captcha_code)),
    (POST, "/send-email", || post(passcodes::send_email)),
    (POST, "/send-sms", || post(passcodes::send_sms)),
    (POST, "/pre-check-code", || post(passcodes::pre_check_code)),
    (POST, "/signup", || post(signup::signup)),
    (POST, "/signin", || post(signin::signin)),
    (POST, "/verify-reset-password-request", || post(password::verify_reset_password)),
    (POST, "/reset-password", || post(password::reset_password)),
    (GET, "/get-profile", || get(user::get_profile)),
    (POST, "/update-profile", || post(profile::update_profile)),
    (GET, "/get-identities", || get(user::get_identities)),
    (GET, "/get-security-info", || get(user::get_security_info)),
    (GET, "/get-my-login-history", || get(activity::get_my_login_history)),
    (GET, "/get-my-logged-in-apps", || get(activity::get_my_logged_in_apps)),
    (GET, "/get-my-accessible-apps", || get(activity::get_my_accessible_apps)),
    (GET, "/mydevices/list", || get(activity::my_devices)),
    (GET, "/list-enrolled-factors", || get(mfa::list_enrolled_factors)),
    (GET, "/list-factors-to-enroll", || get(mfa::list_factors_to_enroll)),
    (POST, "/bind-email", || post(contact::bind_email)),
    (POST, "/unbind-email", || post(contact::unbind_email)),
    (POST, "/verify-update-email-request", || post(contact::verify_update_email)),
    (POST, "/update-email", || post(contact::update_email)),
    (POST, "/bind-phone", || post(contact::bind_phone)),
    (POST, "/unbind-phone", || post(contact::unbind_phone)),
    (POST, "/verify-update-phone-request", || post(contact::verify_update_phone)),
    (POST, "/update-phone", || post(contact::update_phone)),
    (POST, "/update-password", || post(password::update_password)),
    (POST, "/verify-delete-account-request", || post(password::verify_delete_account)),
    (POST, "/delete-account", || post(password::delete_account)),
    (GET, "/generate-link-extidp-url", || get(link::generate_link_extidp_url)),
    (POST, "/unlink-extidp", || post(unlink::unlink_extidp)),
];

/// Endpoints of the reference that a client may well call and the sandbox does not serve: refused as unsupported, not as
/// unknown (reference sections 3 to 6 and 9).
const NOT_SERVED: &[&str] = &[
    "/check-app-id-secret",
    "/signin-by-mobile",
    "/signin-by-push",
    "/gene-qrcode",
    "/check-qrcode-status",
    "/exchange-tokenset-with-qrcode-ticket",
    "/change-qrcode-status",
    "/mydevices/revoke-session",
    "/mydevices/unbind",
    "/get-factor",
    "/send-enroll-factor-request",
    "/enroll-factor",
    "/reset-factor",
    "/mfa-totp-verify",
    "/webauthn/mfa-verify/initialize",
    "/webauthn/mfa-bind/initialize",
];

/// Every V3 endpoint that is served to clients. A browser opens one more, `/link-extidp` (reference section 6.2).
pub fn v3_endpoints() -> impl Iterator<Item = Endpoint> {
    SERVED.iter().map(|(method, path, _)| Endpoint { method, path })
}

/// All paths below `/api/v3`.
///
/// A wrong method is answered like an unknown path: the reference's table of `statusCode` is complete and has no 405, and
/// its 404 is "no such resource" (section 1.5).
pub(crate) fn router(service: &Arc<Service>) -> Router<Arc<Service>> {
    let watched = middleware::from_fn_with_state(Arc::clone(service), names_its_application);
    let mut paths = Router::new();
    for (_, path, answers) in SERVED {
        paths = paths.route(path, answers());
    }
    for path in NOT_SERVED {
        paths = paths.route(path, any(not_served));
    }
    let opened_by_browsers = get(link::link_extidp).fallback(no_such_path);
    paths
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_path)
        .layer(watched)
        // Outside of the layer: a browser that opens a link sends no header.
        .route("/link-extidp", opened_by_browsers)
}

/// Every V3 request must name an application (reference section 1.2). A refusal is logged with its reason, which holds
/// nothing secret.
async fn names_its_application(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers();
    let named = service.calling_application(headers).and_then(|_| service.calling_user_pool(headers));
    let response = match named {
        Ok(()) => next.run(request).await,
        Err(refused) => answer(request.headers(), Err(refused)),
    };
    if let Some(Reason(reason)) = response.extensions().get() {
        tracing::info!(endpoint = path, reason, "refused");
    }
    response
}

async fn not_served(headers: HeaderMap) -> Response {
    answer(&headers, Err(Refused::NotServed))
}

async fn no_such_path(headers: HeaderMap) -> Response {
    answer(&headers, Err(Refused::NoSuchPath))
}
