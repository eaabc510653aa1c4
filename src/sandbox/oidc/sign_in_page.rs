//! `/login`: who are you? By password, or by one of the other ways (reference sections 1.1 and 7).

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use url::form_urlencoded::byte_serialize;

use super::credentials;
use super::interaction::{self, Interaction, Progress};
use super::parameters::Parameters;
use super::visit::{Asked, Submitted, Visit};
use crate::sandbox::service::Service;

/// Shows the form, unless somebody has signed in already.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    match visit.interaction.progress {
        Progress::Nobody => {
            let hint = visit.interaction.request.login_hint.clone().unwrap_or_default();
            form_page(&service, &visit, &hint, None)
        }
        _ => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Signs in with a password.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    if !matches!(visit.interaction.progress, Progress::Nobody) {
        return interaction::advance(&service, &headers, &visit.id);
    }
    sign_in(&service, &headers, &visit, &form)
}

fn sign_in(service: &Service, headers: &HeaderMap, visit: &Visit, form: &Parameters) -> Response {
    let name = form.get("account").unwrap_or_default();
    let (Some(password), false) = (form.get("password"), name.is_empty()) else {
        let message = visit.say("请输入账号和密码。", "Enter account and password.");
        return with_problem(service, &visit.id, &visit.interaction, name, message);
    };
    let application = &visit.interaction.request.application;
    match credentials::by_password(service, headers, application, name.trim(), password) {
        Ok((account, method)) => interaction::identified(service, headers, &visit.id, &account, method),
        Err((chinese, english)) => {
            with_problem(service, &visit.id, &visit.interaction, name, visit.say(chinese, english))
        }
    }
}

/// The page with what went wrong. HTTP 400; nothing of what was typed is shown again but the account's name.
pub(crate) fn with_problem(
    service: &Service,
    id: &str,
    interaction: &Interaction,
    name: &str,
    message: &str,
) -> Response {
    let visit = Visit { id: id.to_owned(), interaction: interaction.clone() };
    form_page(service, &visit, name, Some((StatusCode::BAD_REQUEST, message)))
}

fn title(visit: &Visit) -> String {
    let name = &visit.interaction.request.application.name;
    match visit.say("zh", "en") {
        "zh" => format!("登录 {name}"),
        _ => format!("Sign in to {name}"),
    }
}

fn form_page(service: &Service, visit: &Visit, name: &str, problem: Option<(StatusCode, &str)>) -> Response {
    let fields = html! {
        label {
            (visit.say("用户名、邮箱或手机号", "Username, email or phone number"))
            input name="account" value=(name) autocomplete="username" required autofocus[name.is_empty()];
        }
        label {
            (visit.say("密码", "Password"))
            input name="password" type="password" autocomplete="current-password" required autofocus[!name.is_empty()];
        }
        button type="submit" name="action" value="sign-in" { (visit.say("登录", "Sign in")) }
        (visit.cancel_button())
    };
    let body = html! {
        (visit.form("/login", &fields))
        ul {
            li { (visit.link("/login/code", visit.say("使用验证码登录", "Sign in with a code"))) }
            li { (visit.link("/login/forgot-password", visit.say("忘记密码", "Forgot password"))) }
            li { (visit.link("/login/sign-up", visit.say("注册账号", "Create an account"))) }
        }
        (providers(service, visit))
    };
    visit.page(&title(visit), problem, &body)
}

/// A link for each connection that is enabled for the application.
fn providers(service: &Service, visit: &Visit) -> Markup {
    let application = &visit.interaction.request.application;
    let enabled: Vec<_> = service.pool.enabled(application).map(|(_, connection)| connection).collect();
    html! {
        @if !enabled.is_empty() {
            nav aria-label=(visit.say("其他登录方式", "Other ways to sign in")) {
                h2 { (visit.say("其他登录方式", "Other ways to sign in")) }
                ul {
                    @for connection in enabled {
                        @let identifier: String = byte_serialize(connection.identifier.as_bytes()).collect();
                        li {
                            (visit.link(&format!("/connections/social/{identifier}"), &connection.name))
                        }
                    }
                }
            }
        }
    }
}
