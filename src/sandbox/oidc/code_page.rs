//! `/login/code`: signing in with a code by email or text message (reference sections 3.3, 3.4 and 4).

use axum::http::HeaderMap;
use axum::response::Response;
use maud::html;

use super::parameters::Parameters;
use super::visit::{Asked, Problem, Submitted, Visit};
use super::{code_request, credentials, interaction};
use crate::sandbox::codes::Delivery;
use crate::sandbox::service::Service;

const CHANNEL: &str = "CHANNEL_LOGIN";
const PATH: &str = "/login/code";

/// Asks for an address, or for the code that was sent there.
pub(crate) async fn show(Asked { visit, .. }: Asked) -> Response {
    form_page(&visit, None)
}

/// Sends a code (`action=send-code`), or signs in with it.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    act(&service, &headers, &visit, &form).unwrap_or_else(|problem| form_page(&visit, Some(problem)))
}

fn act(service: &Service, headers: &HeaderMap, visit: &Visit, form: &Parameters) -> Result<Response, Problem> {
    if form.get("action") == Some("send-code") {
        code_request::request(service, visit, CHANNEL, form)?;
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
    let title = visit.say("使用验证码登录", "Sign in with a code");
    let body = html! {
        @if let Some(sent) = code_request::sent(visit, CHANNEL) {
            (code_request::sent_if_known(visit, sent))
            (visit.form(PATH, &html! {
                (code_request::code_field(visit))
                button type="submit" name="action" value="sign-in" { (visit.say("登录", "Sign in")) }
                (code_request::send_another_button(visit))
                (visit.cancel_button())
            }))
        } @else {
            (visit.form(PATH, &html! {
                (code_request::address_field(visit, visit.interaction.request.login_hint.as_deref().unwrap_or_default()))
                (code_request::send_button(visit))
                (visit.cancel_button())
            }))
        }
        (code_request::note(visit))
        p { (visit.link("/login", visit.say("使用密码登录", "Sign in with a password"))) }
    };
    visit.page(title, problem, &body)
}
