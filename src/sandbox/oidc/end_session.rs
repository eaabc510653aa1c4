//! Signing out in the browser (reference section 8.8; OpenID Connect RP-Initiated Logout 1.0).
//!
//! It ends the browser's session only: tokens stay good until they are revoked, as the reference's "full sign-out" has
//! it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;
use url::form_urlencoded;

use super::authorization_response::see_other;
use super::error_page;
use super::parameters::Parameters;
use super::session::{Session, with_cookie};
use super::visit::form;
use crate::sandbox::body;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::IdToken;

/// `GET /oidc/session/end`.
pub(crate) async fn end_session(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&service, &headers, &Parameters::read(query.unwrap_or_default().as_bytes()))
}

/// The same as a form, which is also how the page's question is answered.
pub(crate) async fn end_session_by_form(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    match body::form(&headers, &bytes) {
        Some(_) => answer(&service, &headers, &Parameters::read(&bytes)),
        None => error_page::no_form(PageLanguage::of(&headers)),
    }
}

/// The older `GET /login/profile/logout?redirect_uri=…` (reference section 8.8). It names no application, so the address
/// has to be a logout address of any; that is not documented.
pub(crate) async fn legacy_logout(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = Parameters::read(query.unwrap_or_default().as_bytes());
    let address = query.get("redirect_uri");
    let is_registered =
        |address: &str| service.pool.applications.iter().any(|application| application.may_log_out_to(address));
    match address {
        Some(address) if !is_registered(address) => {
            let reason = "redirect_uri is not registered as a logout address";
            error_page::bad_logout_address(PageLanguage::of(&headers), reason)
        }
        _ => signed_out(&service, &headers, address.map(str::to_owned), language(&query, &headers)),
    }
}

fn answer(service: &Service, headers: &HeaderMap, sent: &Parameters) -> Response {
    let language = language(sent, headers);
    if sent.is_repeated(|_| true) {
        return error_page::bad_logout_address(language, "a parameter stands there twice");
    }
    // Its age does not matter (RP-Initiated Logout, section 2).
    let hint = match sent.get("id_token_hint") {
        None => None,
        Some(hint) => match service.id_token(hint) {
            Some(hint) => Some(hint),
            None => return error_page::bad_hint(language),
        },
    };
    let names_another = |hint: &IdToken| sent.get("client_id").is_some_and(|id| id != hint.application.app_id);
    if hint.as_ref().is_some_and(names_another) {
        return error_page::bad_logout_address(language, "client_id is not the application of id_token_hint");
    }
    let address = match (sent.get("post_logout_redirect_uri"), &hint) {
        (None, _) => None,
        (Some(_), None) => {
            let reason = "post_logout_redirect_uri came without id_token_hint";
            return error_page::bad_logout_address(language, reason);
        }
        (Some(address), Some(hint)) if hint.application.may_log_out_to(address) => {
            Some(with_state(address, sent.get("state")))
        }
        (Some(_), Some(_)) => {
            let reason = "post_logout_redirect_uri is not registered for this application";
            return error_page::bad_logout_address(language, reason);
        }
    };
    match service.session(headers) {
        Some(session) if sent.get("csrf") == Some(&session.csrf) => match sent.get("action") {
            Some("sign-out") => signed_out(service, headers, address, language),
            _ => stayed(language),
        },
        Some(session) if hint.is_none_or(|hint| *hint.user_id != *session.user_id) => ask(&session, sent, language),
        _ => signed_out(service, headers, address, language),
    }
}

fn language(sent: &Parameters, headers: &HeaderMap) -> PageLanguage {
    let wanted = sent.get("ui_locales").and_then(|tags| PageLanguage::first_of(tags.split(' ')));
    wanted.unwrap_or_else(|| PageLanguage::of(headers))
}

fn with_state(address: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return address.to_owned() };
    let separator = if address.contains('?') { '&' } else { '?' };
    let encoded = form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    format!("{address}{separator}{encoded}")
}

/// Asks first: nothing shows that whoever is signed in wants this.
fn ask(session: &Session, sent: &Parameters, language: PageLanguage) -> Response {
    let fields = html! {
        @for name in ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"] {
            @if let Some(value) = sent.get(name) { input type="hidden" name=(name) value=(value); }
        }
        button type="submit" name="action" value="sign-out" { (language.either("退出登录", "Sign out")) }
        button type="submit" name="action" value="stay" { (language.either("保持登录", "Stay signed in")) }
    };
    let body = html! {
        p { (language.either("确定要在此浏览器中退出登录吗？", "Do you want to sign out in this browser?")) }
        (form("/oidc/session/end", &session.csrf, &fields))
    };
    page(StatusCode::OK, language, language.either("退出登录", "Sign out"), &body)
}

fn signed_out(service: &Service, headers: &HeaderMap, address: Option<String>, language: PageLanguage) -> Response {
    let forget = service.end_session(headers);
    let response = match address {
        Some(address) => see_other(&address),
        None => {
            let words = language.either("可以关闭此窗口。", "You can close this window.");
            let title = language.either("已退出登录", "You are signed out");
            page(StatusCode::OK, language, title, &html! { p role="status" { (words) } })
        }
    };
    with_cookie(response, &forget)
}

fn stayed(language: PageLanguage) -> Response {
    let words = language.either("可以关闭此窗口。", "You can close this window.");
    let title = language.either("您仍处于登录状态", "You are still signed in");
    page(StatusCode::OK, language, title, &html! { p role="status" { (words) } })
}
