//! `/login/new-password`: a password that has to be set before the sign-in goes on (reference section 1.6, 1639 and
//! 2058).

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::credentials;
use super::interaction::{self, Obstacle, Progress};
use super::parameters::Parameters;
use super::visit::{Asked, Problem, Submitted, Visit};
use crate::sandbox::pool::Account;
use crate::sandbox::service::Service;

const PATH: &str = "/login/new-password";

/// Asks for the new password, if one has to be set.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    match needed(&service, &visit) {
        Some((_, old_one_asked)) => form_page(&visit, old_one_asked, None),
        None => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Sets the new password.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    let Some((account, old_one_asked)) = needed(&service, &visit) else {
        return interaction::advance(&service, &headers, &visit.id);
    };
    match problem(&account, old_one_asked, &form) {
        Some((chinese, english)) => {
            let problem = (StatusCode::BAD_REQUEST, visit.say(chinese, english));
            form_page(&visit, old_one_asked, Some(problem))
        }
        None => {
            let password = form.get("new_password").unwrap_or_default();
            service.accounts.change(&account.user_id, |account| credentials::set_password(account, password));
            interaction::advance(&service, &headers, &visit.id)
        }
    }
}

/// Whose password has to be set, and whether the old one is asked for.
fn needed(service: &Service, visit: &Visit) -> Option<(Arc<Account>, bool)> {
    let Progress::Identified { user_id, second_factor, .. } = &visit.interaction.progress else { return None };
    let account = service.accounts.get(user_id)?;
    match interaction::obstacle(&account, *second_factor)? {
        Obstacle::NewPassword { old_one_asked } => Some((account, old_one_asked)),
        _ => None,
    }
}

fn problem(account: &Account, old_one_asked: bool, form: &Parameters) -> Option<(&'static str, &'static str)> {
    let password = form.get("new_password").unwrap_or_default();
    let old_password = form.get("old_password").unwrap_or_default();
    if old_one_asked && !account.persona.has_password(old_password) {
        Some(("原密码错误。", "The old password is wrong."))
    } else if account.persona.has_password(password) {
        Some(("新密码不能与原密码相同。", "The new password is the old one. Choose another."))
    } else {
        credentials::password_problem(password)
    }
}

fn form_page(visit: &Visit, old_one_asked: bool, problem: Option<Problem>) -> Response {
    let title = visit.say("设置新密码", "Set a new password");
    let body = html! {
        p { (visit.say("继续登录前，请设置新密码。", "Before you go on, this account needs a new password.")) }
        (visit.form(PATH, &html! {
            @if old_one_asked {
                label {
                    (visit.say("原密码", "Old password"))
                    input name="old_password" type="password" autocomplete="current-password" required;
                }
            }
            (visit.new_password_field())
            button type="submit" name="action" value="set-password" { (visit.say("设置密码", "Set password")) }
            (visit.cancel_button())
        }))
    };
    visit.page(title, problem, &body)
}
