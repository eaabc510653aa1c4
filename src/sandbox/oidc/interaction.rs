//! A sign-in under way: what it is for, how far it has come, and what is next.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;

use super::authorization_code::AuthorizationCode;
use super::authorization_request::AuthorizationRequest;
use super::authorization_response::see_other;
use super::session::{Session, with_cookie};
use super::{credentials, error_page, sign_in_page};
use crate::sandbox::codes::Delivery;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::pool::{Account, Standing};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::{Grant, keys, random_text};

/// For how long a person may take, in seconds. Not documented.
const LASTS: i64 = 3600;

/// A sign-in under way in one browser.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) request: AuthorizationRequest,
    /// The cookie's value of the browser that it began in: no other may go on with it.
    pub(crate) browser: String,
    /// What every form of it brings along.
    pub(crate) csrf: String,
    pub(crate) language: PageLanguage,
    pub(crate) progress: Progress,
    /// The code that was last sent for it.
    pub(crate) sent: Option<Sent>,
}

/// How far a sign-in has come.
#[derive(Clone, Debug)]
pub(crate) enum Progress {
    /// Nobody has said who they are.
    Nobody,
    /// Somebody has shown who they are, and something may still stand in the way.
    Identified {
        user_id: Arc<str>,
        /// `loginMethod` of the history (reference section 5.5).
        method: String,
        /// The second factor was given, if one is needed.
        second_factor: bool,
    },
    /// Signed in; only consent may be missing.
    SignedIn(Session),
}

/// Where a code went, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// `CHANNEL_LOGIN` and the like (reference section 3.3).
    pub(crate) channel: &'static str,
    pub(crate) by: Delivery,
    pub(crate) to: String,
}

/// What stands between somebody who is identified and a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// A code as a second factor (reference section 9).
    SecondFactor,
    /// A code that unlocks the account (reference section 11).
    Unlock,
    /// A new password; the old one is asked for or not.
    NewPassword {
        old_one_asked: bool,
    },
    Profile,
}

impl Interaction {
    /// Begins one. Returns its ID with the cookie to set; `None` without randomness.
    pub(crate) fn start(
        service: &Service,
        headers: &HeaderMap,
        request: AuthorizationRequest,
        language: PageLanguage,
        progress: Progress,
    ) -> Option<(String, String)> {
        let (browser, set_cookie) = service.browser(headers)?;
        let (id, csrf) = (random_text()?, random_text()?);
        let interaction = Self { request, browser, csrf, language, progress, sent: None };
        let now = service.clock.now().as_second();
        service.hosted.interactions.insert(id.clone(), interaction, now.saturating_add(LASTS), now);
        Some((id, set_cookie))
    }
}

/// The first obstacle in the way of this account. An account that a sign-in through a provider would ask to be bound
/// (reference section 2.3) has none here: who knows its password or reads its mail has shown whose it is.
pub(crate) fn obstacle(account: &Account, second_factor: bool) -> Option<Obstacle> {
    match account.standing {
        Standing::PersonalMfa | Standing::ApplicationMfa if !second_factor => Some(Obstacle::SecondFactor),
        Standing::Unlockable => Some(Obstacle::Unlock),
        Standing::FirstPassword => Some(Obstacle::NewPassword { old_one_asked: false }),
        Standing::MustReset => Some(Obstacle::NewPassword { old_one_asked: true }),
        Standing::IncompleteProfile => Some(Obstacle::Profile),
        _ => None,
    }
}

/// Goes on to whatever is next: a page, or back to the application.
pub(crate) fn advance(service: &Service, headers: &HeaderMap, id: &str) -> Response {
    let now = service.clock.now().as_second();
    let Some(interaction) = service.hosted.interactions.get(id, now) else {
        return error_page::gone(PageLanguage::of(headers));
    };
    match &interaction.progress {
        Progress::Nobody => to_page("/login", id),
        Progress::Identified { user_id, method, second_factor } => {
            let Some(account) = service.accounts.get(user_id) else {
                return error_page::gone(interaction.language);
            };
            match obstacle(&account, *second_factor) {
                Some(obstacle) => meet(service, id, &interaction, &account, obstacle),
                None => match service.begin_session(headers, user_id, method) {
                    Some((session, set_cookie)) => {
                        let progress = Progress::SignedIn(session.clone());
                        service.hosted.interactions.change(id, now, |kept| kept.progress = progress);
                        with_cookie(ask_or_finish(service, headers, id, &interaction, &session), &set_cookie)
                    }
                    None => error_page::server(interaction.language),
                },
            }
        }
        Progress::SignedIn(session) => ask_or_finish(service, headers, id, &interaction, session),
    }
}

/// The channel and the page of an obstacle that a code overcomes.
pub(crate) fn verification(obstacle: Obstacle) -> Option<(&'static str, &'static str)> {
    match obstacle {
        Obstacle::SecondFactor => Some(("CHANNEL_VERIFY_MFA", "/login/second-factor")),
        Obstacle::Unlock => Some(("CHANNEL_UNLOCK_ACCOUNT", "/login/unlock")),
        Obstacle::NewPassword { .. } | Obstacle::Profile => None,
    }
}

/// Leads to the page where the obstacle is overcome, and sends the code that it needs, once.
fn meet(service: &Service, id: &str, interaction: &Interaction, account: &Account, obstacle: Obstacle) -> Response {
    let Some((channel, page)) = verification(obstacle) else {
        let page = if obstacle == Obstacle::Profile { "/login/profile" } else { "/login/new-password" };
        return to_page(page, id);
    };
    let is_sent = interaction.sent.as_ref().is_some_and(|sent| sent.channel == channel);
    if let (false, Some((by, to))) = (is_sent, credentials::address(account)) {
        // One that was sent less than a minute ago is still good; the page says that another can be sent.
        let _ = send_code(service, id, Sent { channel, by, to });
    }
    to_page(page, id)
}

/// Sends a code and notes where it went.
///
/// # Errors
/// When none can be sent; that it was meant to go there is noted all the same.
pub(crate) fn send_code(service: &Service, id: &str, sent: Sent) -> Result<(), crate::sandbox::codes::NotSent> {
    let now = service.clock.now();
    let outcome = service.codes.send(sent.by, sent.channel, &sent.to, now);
    service.hosted.interactions.change(id, now.as_second(), |kept| kept.sent = Some(sent));
    outcome
}

fn ask_or_finish(
    service: &Service,
    headers: &HeaderMap,
    id: &str,
    interaction: &Interaction,
    session: &Session,
) -> Response {
    let request = &interaction.request;
    let is_allowed = service.hosted.consents.cover(&session.user_id, &request.application.app_id, &request.scope);
    if request.prompt.consent || !is_allowed {
        return to_page("/consent", id);
    }
    complete(service, headers, id)
}

/// Ends an interaction of somebody who is signed in and has allowed what is asked for; of two who try, one does.
pub(crate) fn complete(service: &Service, headers: &HeaderMap, id: &str) -> Response {
    let taken = service.hosted.interactions.remove(id, service.clock.now().as_second());
    match taken {
        Some(Interaction { request, progress: Progress::SignedIn(session), language, .. }) => {
            finish(service, headers, &request, &session, language)
        }
        _ => error_page::gone(PageLanguage::of(headers)),
    }
}

/// Back to the application with a code.
pub(crate) fn finish(
    service: &Service,
    headers: &HeaderMap,
    request: &AuthorizationRequest,
    session: &Session,
    language: PageLanguage,
) -> Response {
    let issuer = service.issuer();
    if request.expected_user.as_deref().is_some_and(|expected| *expected != *session.user_id) {
        let description = "somebody else is signed in than id_token_hint names";
        return request.back.with_error(&issuer, "login_required", description, language);
    }
    let Some(account) = service.accounts.get(&session.user_id) else {
        return error_page::gone(language);
    };
    let grant = Grant {
        nonce: request.nonce.as_deref().map(Arc::from),
        state_hash: request.back.state.as_deref().map(|state| keys::half_hash(state).into()),
        authenticated_at: session.signed_in_at,
        session_id: Some(Arc::clone(&session.session_id)),
        ..Grant::new(&account, &request.application, &request.scope, service.clock.now())
    };
    let code = AuthorizationCode {
        grant,
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        used: false,
    };
    let Some(code) = service.make_authorization_code(code) else {
        return error_page::server(language);
    };
    credentials::record(service, headers, &request.application, &session.user_id, &session.method, None);
    request.back.with_code(&issuer, &code, language)
}

/// Back to the application, because the person does not want to.
pub(crate) fn deny(service: &Service, headers: &HeaderMap, id: &str, description: &str) -> Response {
    match service.hosted.interactions.remove(id, service.clock.now().as_second()) {
        Some(Interaction { request, language, .. }) => {
            request.back.with_error(&service.issuer(), "access_denied", description, language)
        }
        None => error_page::gone(PageLanguage::of(headers)),
    }
}

/// Notes that somebody has shown who they are, and goes on. Whoever may not sign in is told so on the sign-in page.
pub(crate) fn identified(
    service: &Service,
    headers: &HeaderMap,
    id: &str,
    account: &Account,
    method: &str,
) -> Response {
    let now = service.clock.now().as_second();
    if let Some((chinese, english)) = credentials::barred(account.standing) {
        let Some(interaction) = service.hosted.interactions.get(id, now) else {
            return error_page::gone(PageLanguage::of(headers));
        };
        let application = &interaction.request.application;
        credentials::record(service, headers, application, &account.user_id, method, Some(english));
        let message = interaction.language.either(chinese, english);
        return sign_in_page::with_problem(service, id, &interaction, account.persona.account(), message);
    }
    let user_id = Arc::clone(&account.user_id);
    let progress = Progress::Identified { user_id, method: method.to_owned(), second_factor: false };
    service.hosted.interactions.change(id, now, |kept| kept.progress = progress);
    advance(service, headers, id)
}

/// Somebody has signed in with an external provider (reference section 7): sets the browser's session and goes on to
/// what is missing, or back to the application. `method` is the history's `loginMethod`.
pub(crate) fn signed_in_with_provider(
    service: &Service,
    headers: &HeaderMap,
    interaction_id: &str,
    user_id: &str,
    method: &str,
) -> Response {
    match (open(service, headers, interaction_id), service.accounts.get(user_id)) {
        (Ok(_), Some(account)) => identified(service, headers, interaction_id, &account, method),
        (Err(response), _) => *response,
        (_, None) => error_page::gone(PageLanguage::of(headers)),
    }
}

/// The external provider's side came to nothing: back to the sign-in page, which says so in the given words.
pub(crate) fn failed_at_provider(
    service: &Service,
    headers: &HeaderMap,
    interaction_id: &str,
    message: &str,
) -> Response {
    match open(service, headers, interaction_id) {
        Ok(interaction) => sign_in_page::with_problem(service, interaction_id, &interaction, "", message),
        Err(response) => *response,
    }
}

/// An interaction that this browser may go on with.
///
/// # Errors
/// The page that says why there is none.
pub(crate) fn open(service: &Service, headers: &HeaderMap, id: &str) -> Result<Interaction, Box<Response>> {
    let Some(interaction) = service.hosted.interactions.get(id, service.clock.now().as_second()) else {
        return Err(Box::new(error_page::gone(PageLanguage::of(headers))));
    };
    match service.is_browser(headers, &interaction.browser) {
        true => Ok(interaction),
        false => Err(Box::new(error_page::other_browser(interaction.language))),
    }
}

/// Leads to where one of several accounts is chosen, or another (`prompt=select_account`).
pub(crate) fn select_account(id: &str) -> Response {
    to_page("/login/select-account", id)
}

/// The address of one of its pages.
pub(crate) fn address(page: &str, id: &str) -> String {
    format!("{page}?interaction={id}")
}

/// Leads to one of its pages.
pub(crate) fn to_page(page: &str, id: &str) -> Response {
    see_other(&address(page, id))
}
