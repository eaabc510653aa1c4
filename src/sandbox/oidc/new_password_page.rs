//! `/login/new-password`: a password that has to be set before the sign-in goes on (reference section 1.6, 1639 and
//! 2058).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;

use super::credentials;
use super::error_page::with_reason;
use super::interaction::{self, Obstacle, Progress};
use super::parameters::Parameters;
use super::visit::{self, Visit, alert};
use crate::sandbox::page::page;
use crate::sandbox::pool::Account;
use crate::sandbox::service::Service;

const PATH: &str = "/login/new-password";

/// Asks for the new password, if one has to be set.
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    visit::show(&service, &headers, query.as_deref(), |visit| match needed(&service, visit) {
        Some((_, old_one_asked)) => form_page(visit, old_one_asked, None),
        None => interaction::advance(&service, &headers, &visit.id),
    })
}

/// Sets the new password.
pub(crate) async fn submit(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    bytes: Bytes,
) -> Response {
    visit::submit(&service, &headers, query.as_deref(), &bytes, |visit, form| {
        let Some((account, old_one_asked)) = needed(&service, visit) else {
            return interaction::advance(&service, &headers, &visit.id);
        };
        match problem(&account, old_one_asked, form) {
            Some((chinese, english)) => form_page(visit, old_one_asked, Some(visit.say(chinese, english))),
            None => {
                let password = form.get("new_password").unwrap_or_default();
                service.accounts.change(&account.user_id, |account| credentials::set_password(account, password));
                interaction::advance(&service, &headers, &visit.id)
            }
        }
    })
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

fn form_page(visit: &Visit, old_one_asked: bool, problem: Option<&str>) -> Response {
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let title = visit.say("设置新密码", "Set a new password");
    let body = html! {
        (alert(problem))
        p { (visit.say("继续登录前，请设置新密码。", "Before you go on, this account needs a new password.")) }
        (visit.form(PATH, &html! {
            @if old_one_asked {
                label {
                    (visit.say("原密码", "Old password"))
                    input name="old_password" type="password" autocomplete="current-password" required;
                }
            }
            label {
                (visit.say("新密码（至少 6 个字符）", "New password (at least 6 characters)"))
                input name="new_password" type="password" autocomplete="new-password" minlength="6" required;
            }
            button type="submit" name="action" value="set-password" { (visit.say("设置密码", "Set password")) }
            (visit.cancel_button())
        }))
    };
    let response = page(status, visit.language(), title, &body);
    match problem {
        Some(problem) => with_reason(response, problem),
        None => response,
    }
}
