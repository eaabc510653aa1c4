//! `/login/code`: signing in with a code by email or text message (reference sections 3.3, 3.4 and 4).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;

use super::code_request::{self, Problem};
use super::credentials;
use super::error_page::with_reason;
use super::interaction;
use super::parameters::Parameters;
use super::visit::{self, Visit, alert};
use crate::sandbox::codes::Delivery;
use crate::sandbox::page::page;
use crate::sandbox::service::Service;

const CHANNEL: &str = "CHANNEL_LOGIN";
const PATH: &str = "/login/code";

/// Asks for an address, or for the code that was sent there.
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    visit::show(&service, &headers, query.as_deref(), |visit| form_page(visit, None))
}

/// Sends a code (`action=send-code`), or signs in with it.
pub(crate) async fn submit(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    bytes: Bytes,
) -> Response {
    visit::submit(&service, &headers, query.as_deref(), &bytes, |visit, form| {
        match act(&service, &headers, visit, form) {
            Ok(response) => response,
            Err(problem) => form_page(visit, Some(problem)),
        }
    })
}

fn act(service: &Service, headers: &HeaderMap, visit: &Visit, form: &Parameters) -> Result<Response, Problem> {
    if form.get("action") == Some("send-code") {
        let known = code_request::sent(visit, CHANNEL).map(|sent| sent.to.as_str());
        let empty = visit.say("请输入邮箱或手机号。", "Enter an email address or phone number.");
        let name = form.get("account").or(known).ok_or((StatusCode::BAD_REQUEST, empty))?;
        code_request::request(service, visit, CHANNEL, name.trim())?;
        return Ok(interaction::to_page(PATH, &visit.id));
    }
    let sent = code_request::sent(visit, CHANNEL).ok_or_else(|| code_request::wrong(visit))?;
    let (account, by, _) = credentials::by_address(service, &sent.to).ok_or_else(|| code_request::wrong(visit))?;
    let method = match by {
        Delivery::Email => "loginByEmailCode",
        Delivery::Sms => "loginByPhoneCode",
    };
    if !code_request::redeem(service, visit, CHANNEL, form.get("code")) {
        let application = &visit.interaction.request.application;
        credentials::record(service, headers, application, &account.user_id, method, Some("The code is wrong."));
        return Err(code_request::wrong(visit));
    }
    Ok(interaction::identified(service, headers, &visit.id, &account, method))
}

fn form_page(visit: &Visit, problem: Option<Problem>) -> Response {
    let (status, message) = problem.map_or((StatusCode::OK, None), |(status, message)| (status, Some(message)));
    let title = visit.say("使用验证码登录", "Sign in with a code");
    let body = html! {
        (alert(message))
        @if let Some(sent) = code_request::sent(visit, CHANNEL) {
            p {
                (visit.say("如果该账号存在，验证码已发送至：", "If there is an account with it, a code was sent to"))
                " " bdi { (sent.to) }
            }
            (visit.form(PATH, &html! {
                (code_request::code_field(visit))
                button type="submit" name="action" value="sign-in" { (visit.say("登录", "Sign in")) }
                button type="submit" name="action" value="send-code" formnovalidate {
                    (visit.say("重新发送", "Send another"))
                }
                (visit.cancel_button())
            }))
        } @else {
            (visit.form(PATH, &html! {
                (code_request::address_field(visit, visit.interaction.request.login_hint.as_deref().unwrap_or_default()))
                button type="submit" name="action" value="send-code" { (visit.say("发送验证码", "Send a code")) }
                (visit.cancel_button())
            }))
        }
        (code_request::note(visit))
        p { (visit.link("/login", visit.say("使用密码登录", "Sign in with a password"))) }
    };
    let response = page(status, visit.language(), title, &body);
    match message {
        Some(message) => with_reason(response, message),
        None => response,
    }
}
