//! `/login/select-account`: as who is signed in, or as another (`prompt=select_account`).

use axum::response::Response;
use maud::html;

use super::interaction::{self, Progress};
use super::visit::{Asked, Submitted, Visit};

/// Shows who is signed in.
pub(crate) async fn show(Asked { service, headers, visit }: Asked) -> Response {
    let account = service.session(&headers).and_then(|session| service.accounts.get(&session.user_id));
    match (&visit.interaction.progress, account) {
        (Progress::Nobody, Some(account)) => form_page(&visit, &account.persona.native_name, account.persona.account()),
        _ => interaction::advance(&service, &headers, &visit.id),
    }
}

/// Goes on with the session (`action=continue`), or to the sign-in page.
pub(crate) async fn submit(Submitted { service, headers, visit, form }: Submitted) -> Response {
    let is_open = matches!(visit.interaction.progress, Progress::Nobody);
    if let (true, Some("continue"), Some(session)) = (is_open, form.get("action"), service.session(&headers)) {
        let now = service.clock.now().as_second();
        let progress = Progress::SignedIn(session);
        service.hosted.interactions.change(&visit.id, now, |kept| kept.progress = progress);
    }
    interaction::advance(&service, &headers, &visit.id)
}

fn form_page(visit: &Visit, name: &str, account: &str) -> Response {
    let body = html! {
        (visit.form("/login/select-account", &html! {
            button type="submit" name="action" value="continue" {
                (visit.say("继续使用", "Continue as")) " " bdi { (name) } " (" bdi { (account) } ")"
            }
            button type="submit" name="action" value="other" {
                (visit.say("使用其他账号", "Use another account"))
            }
            (visit.cancel_button())
        }))
    };
    visit.page(visit.say("选择账号", "Choose an account"), None, &body)
}
