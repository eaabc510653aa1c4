//! Asking for a code by email or text message, on the pages that begin with an address.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::credentials;
use super::interaction::{self, Sent};
use super::parameters::Parameters;
use super::visit::{Problem, Visit};
use crate::sandbox::codes::{Delivery, NotSent};
use crate::sandbox::service::Service;

/// Sends a code to an account with the address that the form has, or again to the one that it had. When there is none,
/// nothing is sent and nothing is said: who has an account is nobody else's business.
///
/// # Errors
/// What the person is told.
pub(crate) fn request(
    service: &Service,
    visit: &Visit,
    channel: &'static str,
    form: &Parameters,
) -> Result<(), Problem> {
    let known = sent(visit, channel).map(|sent| sent.to.as_str());
    let empty = visit.say("请输入邮箱或手机号。", "Enter an email address or phone number.");
    let name = form.get("account").or(known).ok_or((StatusCode::BAD_REQUEST, empty))?.trim();
    match credentials::by_address(service, name) {
        Some((_, by, to)) => send(service, visit, Sent { channel, by, to }),
        None => {
            let by = if name.contains('@') { Delivery::Email } else { Delivery::Sms };
            let sent = Sent { channel, by, to: name.to_owned() };
            let now = service.clock.now().as_second();
            service.hosted.interactions.change(&visit.id, now, |kept| kept.sent = Some(sent));
            Ok(())
        }
    }
}

/// Sends a code.
///
/// # Errors
/// What the person is told.
pub(crate) fn send(service: &Service, visit: &Visit, sent: Sent) -> Result<(), Problem> {
    interaction::send_code(service, &visit.id, sent).map_err(|not_sent| match not_sent {
        NotSent::TooSoon => (
            StatusCode::TOO_MANY_REQUESTS,
            visit.say(
                "验证码发送过于频繁，请一分钟后再试。",
                "A code was sent there less than a minute ago. Use it, or wait a minute and send another.",
            ),
        ),
        NotSent::NoRandomness => {
            (StatusCode::INTERNAL_SERVER_ERROR, visit.say("沙盒无法生成验证码。", "The sandbox could not make a code."))
        }
    })
}

/// What is told when a code is not the one that was sent.
pub(crate) fn wrong(visit: &Visit) -> Problem {
    let message = visit
        .say("验证码错误或已过期，请重试或重新发送。", "The code is wrong or too old. Try again, or send another.");
    (StatusCode::BAD_REQUEST, message)
}

/// The code that was sent for this sign-in on this channel, if one was.
pub(crate) fn sent<'visit>(visit: &'visit Visit, channel: &str) -> Option<&'visit Sent> {
    visit.interaction.sent.as_ref().filter(|sent| sent.channel == channel)
}

/// Whether this is the code that was sent on this channel; it is used up.
pub(crate) fn redeem(service: &Service, visit: &Visit, channel: &str, code: Option<&str>) -> bool {
    let (Some(sent), Some(code)) = (sent(visit, channel), code) else { return false };
    service.codes.redeem(sent.by, channel, &sent.to, code.trim(), service.clock.now())
}

/// The field for a code.
pub(crate) fn code_field(visit: &Visit) -> Markup {
    html! {
        label {
            (visit.say("验证码", "Code"))
            input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus;
        }
    }
}

/// The field for an email address or phone number.
pub(crate) fn address_field(visit: &Visit, value: &str) -> Markup {
    html! {
        label {
            (visit.say("邮箱或手机号", "Email or phone number"))
            input name="account" value=(value) autocomplete="username" required;
        }
    }
}

/// The button that has a code sent.
pub(crate) fn send_button(visit: &Visit) -> Markup {
    html! { button type="submit" name="action" value="send-code" { (visit.say("发送验证码", "Send a code")) } }
}

/// The button that has another one sent. It does not ask for the fields to be filled in.
pub(crate) fn send_another_button(visit: &Visit) -> Markup {
    html! {
        button type="submit" name="action" value="send-code" formnovalidate { (visit.say("重新发送", "Send another")) }
    }
}

/// Where a code went, without saying whether anybody has an account there.
pub(crate) fn sent_if_known(visit: &Visit, sent: &Sent) -> Markup {
    html! {
        p {
            (visit.say("如果该账号存在，验证码已发送至：", "If there is an account with it, a code was sent to"))
            " " bdi { (sent.to) }
        }
    }
}

/// Where the code comes from, in a sandbox.
pub(crate) fn note(visit: &Visit) -> Markup {
    html! {
        p class="note" {
            (visit.say(
                "沙盒不会真正发送消息：验证码在沙盒的邮箱中。",
                "The sandbox sends nothing for real: the code is in the sandbox's mailbox.",
            ))
        }
    }
}
