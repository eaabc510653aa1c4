//! `/login/forgot-password`: a code, then a new password (reference section 5.7).

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
use crate::sandbox::page::page;
use crate::sandbox::service::Service;

const CHANNEL: &str = "CHANNEL_RESET_PASSWORD";
const PATH: &str = "/login/forgot-password";

/// Asks for an address, or for the code that was sent there and a new password.
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    visit::show(&service, &headers, query.as_deref(), |visit| form_page(visit, None))
}

/// Sends a code (`action=send-code`), or sets the password.
pub(crate) async fn submit(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    bytes: Bytes,
) -> Response {
    visit::submit(&service, &headers, query.as_deref(), &bytes, |visit, form| match act(&service, visit, form) {
        Ok(response) => response,
        Err(problem) => form_page(visit, Some(problem)),
    })
}

fn act(service: &Service, visit: &Visit, form: &Parameters) -> Result<Response, Problem> {
    if form.get("action") == Some("send-code") {
        let known = code_request::sent(visit, CHANNEL).map(|sent| sent.to.as_str());
        let empty = visit.say("请输入邮箱或手机号。", "Enter an email address or phone number.");
        let name = form.get("account").or(known).ok_or((StatusCode::BAD_REQUEST, empty))?;
        code_request::request(service, visit, CHANNEL, name.trim())?;
        return Ok(interaction::to_page(PATH, &visit.id));
    }
    let password = form.get("new_password").unwrap_or_default();
    if let Some((chinese, english)) = credentials::password_problem(password) {
        // Before the code is used up.
        return Err((StatusCode::BAD_REQUEST, visit.say(chinese, english)));
    }
    let account = code_request::sent(visit, CHANNEL).and_then(|sent| credentials::by_address(service, &sent.to));
    match account {
        Some((account, ..)) if code_request::redeem(service, visit, CHANNEL, form.get("code")) => {
            service.accounts.change(&account.user_id, |account| credentials::set_password(account, password));
            Ok(done(visit))
        }
        _ => Err(code_request::wrong(visit)),
    }
}

fn done(visit: &Visit) -> Response {
    let title = visit.say("密码已更改", "The password is changed");
    let body = html! {
        p role="status" { (visit.say("现在可以使用新密码登录。", "You can sign in with the new password now.")) }
        p { (visit.link("/login", visit.say("登录", "Sign in"))) }
    };
    page(StatusCode::OK, visit.language(), title, &body)
}

fn form_page(visit: &Visit, problem: Option<Problem>) -> Response {
    let (status, message) = problem.map_or((StatusCode::OK, None), |(status, message)| (status, Some(message)));
    let title = visit.say("忘记密码", "Forgot password");
    let body = html! {
        (alert(message))
        @if let Some(sent) = code_request::sent(visit, CHANNEL) {
            p {
                (visit.say("如果该账号存在，验证码已发送至：", "If there is an account with it, a code was sent to"))
                " " bdi { (sent.to) }
            }
            (visit.form(PATH, &html! {
                (code_request::code_field(visit))
                label {
                    (visit.say("新密码（至少 6 个字符）", "New password (at least 6 characters)"))
                    input name="new_password" type="password" autocomplete="new-password" minlength="6" required;
                }
                button type="submit" name="action" value="set-password" { (visit.say("设置密码", "Set password")) }
                button type="submit" name="action" value="send-code" formnovalidate {
                    (visit.say("重新发送", "Send another"))
                }
                (visit.cancel_button())
            }))
        } @else {
            (visit.form(PATH, &html! {
                (code_request::address_field(visit, ""))
                button type="submit" name="action" value="send-code" { (visit.say("发送验证码", "Send a code")) }
                (visit.cancel_button())
            }))
        }
        (code_request::note(visit))
        p { (visit.link("/login", visit.say("返回登录", "Back to sign-in"))) }
    };
    let response = page(status, visit.language(), title, &body);
    match message {
        Some(message) => with_reason(response, message),
        None => response,
    }
}
