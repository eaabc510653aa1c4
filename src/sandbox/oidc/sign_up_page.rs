//! `/login/sign-up`: a new account, once its email address is confirmed by a code (reference section 3.7).

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;

use super::code_request;
use super::interaction::{self, Sent};
use super::parameters::Parameters;
use super::visit::{Asked, Problem, Submitted, Visit};
use super::{credentials, new_account};
use crate::sandbox::codes::Delivery;
use crate::sandbox::service::Service;

const CHANNEL: &str = "CHANNEL_REGISTER";
const PATH: &str = "/login/sign-up";

/// Asks for an email address, or for the code that was sent there, a name and a password.
pub(crate) async fn show(Asked { visit, .. }: Asked) -> Response {
    form_page(&visit, None)
}

/// Sends a code (`action=send-code`), or creates the account, which is signed in with at once.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    act(&service, &headers, &visit, &form).unwrap_or_else(|problem| form_page(&visit, Some(problem)))
}

fn act(service: &Service, headers: &HeaderMap, visit: &Visit, form: &Parameters) -> Result<Response, Problem> {
    let refuse = |chinese, english| (StatusCode::BAD_REQUEST, visit.say(chinese, english));
    let taken = || {
        refuse("该邮箱已注册，请直接登录。", "There is an account with this email address already. Sign in with it.")
    };
    if form.get("action") == Some("send-code") {
        let known = code_request::sent(visit, CHANNEL).map(|sent| sent.to.as_str());
        let email = form.get("email").or(known).unwrap_or_default().trim();
        if !new_account::is_email(email) {
            return Err(refuse("请输入邮箱地址。", "Enter an email address."));
        }
        if credentials::by_address(service, email).is_some() {
            return Err(taken());
        }
        code_request::send(service, visit, Sent { channel: CHANNEL, by: Delivery::Email, to: email.to_owned() })?;
        return Ok(interaction::to_page(PATH, &visit.id));
    }
    let (name, password) = (form.get("name").unwrap_or_default(), form.get("password").unwrap_or_default());
    if !credentials::is_name(name) {
        return Err(refuse("请输入姓名，最多 200 个字符。", "Enter a name of up to 200 characters."));
    }
    if let Some((chinese, english)) = credentials::password_problem(password) {
        return Err(refuse(chinese, english));
    }
    let sent = code_request::sent(visit, CHANNEL).ok_or_else(|| code_request::wrong(visit))?;
    if !code_request::redeem(service, visit, CHANNEL, form.get("code")) {
        return Err(code_request::wrong(visit));
    }
    let account = new_account::with_email(&sent.to, name.trim(), password, service.clock.now());
    let account =
        account.ok_or_else(|| refuse("沙盒无法生成随机数。", "The sandbox could not make a random number."))?;
    let user_id = Arc::clone(&account.user_id);
    let account = service.accounts.find_or_add(|other| other.persona.has_email(&sent.to), || account);
    if account.user_id != user_id {
        // Somebody was faster since the code was sent.
        return Err(taken());
    }
    Ok(interaction::identified(service, headers, &visit.id, &account, "registerByEmail"))
}

fn form_page(visit: &Visit, problem: Option<Problem>) -> Response {
    let title = visit.say("注册账号", "Create an account");
    let body = html! {
        @if let Some(sent) = code_request::sent(visit, CHANNEL) {
            p { (visit.say("验证码已发送至：", "A code was sent to")) " " bdi { (sent.to) } }
            (visit.form(PATH, &html! {
                (code_request::code_field(visit))
                label {
                    (visit.say("姓名", "Name"))
                    input name="name" autocomplete="name" maxlength="200" required;
                }
                label {
                    (visit.say("密码（至少 6 个字符）", "Password (at least 6 characters)"))
                    input name="password" type="password" autocomplete="new-password" minlength="6" required;
                }
                button type="submit" name="action" value="sign-up" { (visit.say("注册", "Create account")) }
                (code_request::send_another_button(visit))
                (visit.cancel_button())
            }))
        } @else {
            (visit.form(PATH, &html! {
                label {
                    (visit.say("邮箱", "Email"))
                    input name="email" type="email" autocomplete="email" required autofocus;
                }
                (code_request::send_button(visit))
                (visit.cancel_button())
            }))
        }
        (code_request::note(visit))
        p { (visit.link("/login", visit.say("返回登录", "Back to sign-in"))) }
    };
    visit.page(title, problem, &body)
}
