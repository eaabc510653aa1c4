//! `/login/second-factor` and `/login/unlock`: a code that shows once more whose account it is (reference sections 9 and
//! 11).

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::code_request;
use super::interaction::{self, Obstacle, Progress, Sent};
use super::visit::{Asked, Problem, Submitted, Visit};
use super::{credentials, parameters::Parameters};
use crate::sandbox::pool::{Account, Standing};
use crate::sandbox::service::Service;

/// Asks for the code, if one is needed.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    match needed(&service, &visit) {
        Some(step) => form_page(&visit, &step, None),
        None => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Checks the code, or sends another (`action=send-code`).
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    let Some(step) = needed(&service, &visit) else {
        return interaction::advance(&service, &headers, &visit.id);
    };
    match act(&service, &visit, &step, &form) {
        Ok(()) => interaction::advance(&service, &headers, &visit.id),
        Err(problem) => form_page(&visit, &step, Some(problem)),
    }
}

/// Whose code is asked for, and what for.
struct Step {
    account: Arc<Account>,
    obstacle: Obstacle,
    channel: &'static str,
    path: &'static str,
}

fn needed(service: &Service, visit: &Visit) -> Option<Step> {
    let Progress::Identified { user_id, second_factor, .. } = &visit.interaction.progress else { return None };
    let account = service.accounts.get(user_id)?;
    let obstacle = interaction::obstacle(&account, *second_factor)?;
    let (channel, path) = interaction::verification(obstacle)?;
    Some(Step { account, obstacle, channel, path })
}

fn act(service: &Service, visit: &Visit, step: &Step, form: &Parameters) -> Result<(), Problem> {
    if form.get("action") == Some("send-code") {
        let no_address =
            visit.say("该账号没有邮箱和手机号。", "The account has neither an email address nor a phone number.");
        let (by, to) = credentials::address(&step.account).ok_or((StatusCode::BAD_REQUEST, no_address))?;
        return code_request::send(service, visit, Sent { channel: step.channel, by, to });
    }
    if !code_request::redeem(service, visit, step.channel, form.get("code")) {
        return Err(code_request::wrong(visit));
    }
    match step.obstacle {
        Obstacle::Unlock => {
            service.accounts.change(&step.account.user_id, |account| account.standing = Standing::Good);
        }
        _ => {
            let now = service.clock.now().as_second();
            service.hosted.interactions.change(&visit.id, now, |kept| {
                if let Progress::Identified { second_factor, .. } = &mut kept.progress {
                    *second_factor = true;
                }
            });
        }
    }
    Ok(())
}

fn form_page(visit: &Visit, step: &Step, problem: Option<Problem>) -> Response {
    let title = match step.obstacle {
        Obstacle::Unlock => visit.say("解锁账号", "Unlock the account"),
        _ => visit.say("多因素认证", "Second factor"),
    };
    let body = html! {
        @match code_request::sent(visit, step.channel) {
            Some(sent) => p {
                (visit.say("请输入发送至以下地址的验证码：", "Enter the code that was sent to"))
                " " bdi { (credentials::masked(&sent.to)) }
            },
            None => p role="alert" {
                (visit.say(
                    "该账号没有邮箱和手机号，无法接收验证码，请联系管理员。",
                    "The account has neither an email address nor a phone number to send a code to. Ask your administrator.",
                ))
            },
        }
        (visit.form(step.path, &html! {
            (code_request::code_field(visit))
            button type="submit" name="action" value="verify" { (visit.say("验证", "Verify")) }
            (code_request::send_another_button(visit))
            (visit.cancel_button())
        }))
        p class="note" { (visit.say("每分钟最多发送一次。", "One is sent at most once a minute.")) }
        (code_request::note(visit))
    };
    visit.page(title, problem, &body)
}
