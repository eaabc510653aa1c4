//! Pages for what cannot go on. Each says what happened and what to do.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::authorization_request::Untrusted;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::seen::Reason;

/// Words in Chinese and in English.
type Words = (&'static str, &'static str);

/// The address or the form that led here is not one of ours.
pub(crate) fn untrusted(language: PageLanguage, trouble: Untrusted) -> Response {
    let what: Words = match trouble {
        Untrusted::Repeated => {
            ("client_id 或 redirect_uri 出现了两次。", "client_id or redirect_uri stands in the request twice.")
        }
        Untrusted::NoClient => ("请求缺少 client_id。", "The request has no client_id."),
        Untrusted::UnknownClient => {
            ("应用不存在：client_id 未知。", "The client_id is not one of an application here.")
        }
        Untrusted::NoRedirectUri => ("请求缺少 redirect_uri。", "The request has no redirect_uri."),
        Untrusted::UnregisteredRedirectUri => (
            "redirect_uri 不在该应用的登录回调列表中。",
            "The redirect_uri is not among the login callback addresses that are registered for this application.",
        ),
    };
    let next: Words = (
        "请检查应用发送的登录请求。为避免把结果发给他人，登录已停止。",
        "Check the sign-in request that the application sends. The sign-in stops here, so that nothing is sent to the wrong place.",
    );
    error(StatusCode::BAD_REQUEST, language, what, next, &trouble.to_string())
}

/// No such sign-in is under way.
pub(crate) fn gone(language: PageLanguage) -> Response {
    let what = ("此次登录已结束或已过期。", "This sign-in is over, or it took too long.");
    let next = ("请回到应用，重新登录。", "Go back to the application and sign in again.");
    error(StatusCode::BAD_REQUEST, language, what, next, "no such sign-in is under way")
}

/// The page was opened without a sign-in.
pub(crate) fn no_interaction(language: PageLanguage) -> Response {
    let what = ("此页面是登录流程的一部分。", "This page is part of a sign-in that begins at an application.");
    let next = ("请从应用开始登录。", "Open the application and sign in there.");
    error(StatusCode::BAD_REQUEST, language, what, next, "the page was opened without an interaction")
}

/// The sign-in began in another browser.
pub(crate) fn other_browser(language: PageLanguage) -> Response {
    let what = ("此次登录是在另一个浏览器中开始的。", "This sign-in began in another browser, or cookies are off.");
    let next = (
        "请允许 Cookie，并在同一个浏览器中重新登录。",
        "Allow cookies for this address, and sign in again in one browser.",
    );
    error(StatusCode::FORBIDDEN, language, what, next, "the browser's cookie is not that of the sign-in")
}

/// The form was not made by the page.
pub(crate) fn foreign_form(language: PageLanguage) -> Response {
    let what = ("提交的表单不是来自此页面。", "The form did not come from this page.");
    let next = ("请返回上一页，重新提交。", "Go back, reload the page and send it again.");
    error(StatusCode::FORBIDDEN, language, what, next, "the form's csrf value is missing or wrong")
}

/// The body is no form.
pub(crate) fn no_form(language: PageLanguage) -> Response {
    let what = ("请求体必须是表单。", "The body must be a form, sent as application/x-www-form-urlencoded.");
    let next = ("请返回上一页，重新提交。", "Go back, reload the page and send it again.");
    error(StatusCode::BAD_REQUEST, language, what, next, "the body is no form")
}

/// The request is longer than any needs to be.
pub(crate) fn too_long(language: PageLanguage) -> Response {
    let what = ("登录请求过长。", "The sign-in request is too long.");
    let next = ("请缩短应用发送的参数。", "Let the application send shorter parameters.");
    error(StatusCode::URI_TOO_LONG, language, what, next, "the authorization request is longer than 16 KiB")
}

/// A registered address that no header can hold.
pub(crate) fn bad_address(language: PageLanguage) -> Response {
    let what = ("注册的回调地址无法使用。", "The registered address cannot be redirected to.");
    let next = ("请在人物文件中更正该地址。", "Correct the address in the personas file.");
    error(StatusCode::INTERNAL_SERVER_ERROR, language, what, next, "the registered address fits in no header")
}

/// The sandbox has no randomness.
pub(crate) fn server(language: PageLanguage) -> Response {
    let what = ("沙盒无法生成随机数。", "The sandbox could not make a random number.");
    let next = ("请重新启动沙盒。", "Start the sandbox again.");
    error(StatusCode::INTERNAL_SERVER_ERROR, language, what, next, "no randomness")
}

/// The hint of a sign-out is no ID token of ours.
pub(crate) fn bad_hint(language: PageLanguage) -> Response {
    let what = ("id_token_hint 不是由此服务签发的。", "The id_token_hint is no ID token of this service.");
    let next = ("请检查应用发送的登出请求。", "Check the sign-out request that the application sends.");
    error(StatusCode::BAD_REQUEST, language, what, next, "id_token_hint is no ID token of this service")
}

/// The address after a sign-out is not registered, or nothing says for which application it should be.
pub(crate) fn bad_logout_address(language: PageLanguage, reason: &str) -> Response {
    let what = (
        "登出回调地址不在该应用的列表中，或缺少 id_token_hint。",
        "The address to return to is not among the logout addresses of the application, or no id_token_hint says which application it is.",
    );
    let next = ("请检查应用发送的登出请求。", "Check the sign-out request that the application sends.");
    error(StatusCode::BAD_REQUEST, language, what, next, reason)
}

fn error(status: StatusCode, language: PageLanguage, what: Words, next: Words, reason: &str) -> Response {
    let body = html! {
        p role="alert" { (language.either(what.0, what.1)) }
        p { (language.either(next.0, next.1)) }
    };
    let title = language.either("无法继续", "This cannot go on");
    with_reason(page(status, language, title, &body), reason)
}

/// The response with why it refuses, for the list of requests.
pub(crate) fn with_reason(mut response: Response, reason: &str) -> Response {
    response.extensions_mut().insert(Reason(reason.to_owned()));
    response
}
