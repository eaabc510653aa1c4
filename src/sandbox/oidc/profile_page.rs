//! `/login/profile`: a name that is missing (reference section 1.6, 1642).

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::credentials;
use super::interaction::{self, Obstacle, Progress};
use super::visit::{Asked, Problem, Submitted, Visit};
use crate::sandbox::pool::{Account, Standing};
use crate::sandbox::service::Service;

/// Asks for the name, if it is missing.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    match needed(&service, &visit) {
        Some(_) => form_page(&visit, None),
        None => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Completes the profile.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    let Some(account) = needed(&service, &visit) else {
        return interaction::advance(&service, &headers, &visit.id);
    };
    let name = form.get("name").unwrap_or_default();
    if !credentials::is_name(name) {
        let message = visit.say("请输入姓名，最多 200 个字符。", "Enter a name of up to 200 characters.");
        return form_page(&visit, Some((StatusCode::BAD_REQUEST, message)));
    }
    service.accounts.change(&account.user_id, |account| complete(account, name.trim()));
    interaction::advance(&service, &headers, &visit.id)
}

fn complete(account: &mut Account, name: &str) {
    Arc::make_mut(&mut account.persona).native_name = name.to_owned();
    account.standing = Standing::Good;
}

fn needed(service: &Service, visit: &Visit) -> Option<Arc<Account>> {
    let Progress::Identified { user_id, second_factor, .. } = &visit.interaction.progress else { return None };
    let account = service.accounts.get(user_id)?;
    (interaction::obstacle(&account, *second_factor) == Some(Obstacle::Profile)).then_some(account)
}

fn form_page(visit: &Visit, problem: Option<Problem>) -> Response {
    let title = visit.say("完善个人资料", "Complete your profile");
    let body = html! {
        p { (visit.say("继续登录前，请填写缺少的资料。", "Before you go on, this account needs a name.")) }
        (visit.form("/login/profile", &html! {
            label {
                (visit.say("姓名", "Name"))
                input name="name" autocomplete="name" maxlength="200" required autofocus;
            }
            button type="submit" name="action" value="save" { (visit.say("保存", "Save")) }
            (visit.cancel_button())
        }))
    };
    visit.page(title, problem, &body)
}
