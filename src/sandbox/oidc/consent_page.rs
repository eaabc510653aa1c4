//! `/consent`: may this application have that? (OpenID Connect Core, section 3.1.2.4).

use axum::response::Response;
use maud::html;

use super::interaction::{self, Progress};
use super::session::Session;
use super::visit::{Asked, Submitted, Visit};
use crate::sandbox::service::Service;

/// Shows what the application asks for, in plain words.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    match &visit.interaction.progress {
        Progress::SignedIn(session) => form_page(&service, &visit, session),
        _ => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Goes back to the application: with a code (`action=allow`), or without.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    let Progress::SignedIn(session) = &visit.interaction.progress else {
        return interaction::advance(&service, &headers, &visit.id);
    };
    match form.get("action") {
        Some("allow") => {
            let request = &visit.interaction.request;
            service.hosted.consents.add(&session.user_id, &request.application.app_id, &request.scope);
            interaction::complete(&service, &headers, &visit.id)
        }
        Some("deny") => interaction::deny(&service, &headers, &visit.id, "the person did not allow what was asked for"),
        _ => form_page(&service, &visit, session),
    }
}

/// A scope in plain words, in Chinese and English.
fn words(scope: &str) -> Option<(&'static str, &'static str)> {
    match scope {
        "openid" => Some(("确认您的身份", "know who you are")),
        "profile" => Some(("查看您的姓名和个人资料", "see your name and profile")),
        "username" => Some(("查看您的用户名", "see your username")),
        "email" => Some(("查看您的邮箱", "see your email address")),
        "phone" => Some(("查看您的手机号", "see your phone number")),
        "address" => Some(("查看您的地址", "see your address")),
        "offline_access" => {
            Some(("在您离开后保持登录", "stay signed in while you are away, until you or it signs out"))
        }
        "external_id" => Some(("查看您的外部 ID", "see your external ID")),
        _ => None,
    }
}

fn form_page(service: &Service, visit: &Visit, session: &Session) -> Response {
    let request = &visit.interaction.request;
    let account = service.accounts.get(&session.user_id);
    let account = account.as_ref().map_or("", |account| &account.persona.native_name);
    let body = html! {
        p {
            strong { bdi { (request.application.name) } } " "
            (visit.say("请求以下权限：", "would like to"))
        }
        ul {
            @for scope in request.scope.split(' ') {
                li {
                    @match words(scope) {
                        Some((chinese, english)) => (visit.say(chinese, english)),
                        None => bdi { (scope) },
                    }
                }
            }
        }
        (visit.form("/consent", &html! {
            button type="submit" name="action" value="allow" { (visit.say("允许", "Allow")) }
            button type="submit" name="action" value="deny" { (visit.say("拒绝", "Deny")) }
        }))
        p class="note" { (visit.say("当前账号：", "You are signed in as")) " " bdi { (account) } }
    };
    visit.page(visit.say("授权", "Allow access"), None, &body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::oidc::authorization_request::SCOPES;

    #[test]
    fn every_scope_has_words() {
        for scope in SCOPES {
            assert!(words(scope).is_some(), "{scope}");
        }
    }
}
