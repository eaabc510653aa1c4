//! `/login/forgot-password`: a code, then a new password (reference section 5.7).

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::parameters::Parameters;
use super::visit::{Asked, Problem, Submitted, Visit};
use super::{code_request, credentials, interaction};
use crate::sandbox::service::Service;

const CHANNEL: &str = "CHANNEL_RESET_PASSWORD";
const PATH: &str = "/login/forgot-password";

/// Asks for an address, or for the code that was sent there and a new password.
pub(crate) async fn show(Asked { visit, .. }: Asked) -> Response {
    form_page(&visit, None)
}

/// Sends a code (`action=send-code`), or sets the password.
pub(crate) async fn submit(Submitted { service, visit, form, .. }: Submitted) -> Response {
    act(&service, &visit, &form).unwrap_or_else(|problem| form_page(&visit, Some(problem)))
}

fn act(service: &Service, visit: &Visit, form: &Parameters) -> Result<Response, Problem> {
    if form.get("action") == Some("send-code") {
        code_request::request(service, visit, CHANNEL, form)?;
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
    visit.page(title, None, &body)
}

fn form_page(visit: &Visit, problem: Option<Problem>) -> Response {
    let title = visit.say("忘记密码", "Forgot password");
    let body = html! {
        @if let Some(sent) = code_request::sent(visit, CHANNEL) {
            (code_request::sent_if_known(visit, sent))
            (visit.form(PATH, &html! {
                (code_request::code_field(visit))
                (visit.new_password_field())
                button type="submit" name="action" value="set-password" { (visit.say("设置密码", "Set password")) }
                (code_request::send_another_button(visit))
                (visit.cancel_button())
            }))
        } @else {
            (visit.form(PATH, &html! {
                (code_request::address_field(visit, ""))
                (code_request::send_button(visit))
                (visit.cancel_button())
            }))
        }
        (code_request::note(visit))
        p { (visit.link("/login", visit.say("返回登录", "Back to sign-in"))) }
    };
    visit.page(title, problem, &body)
}
