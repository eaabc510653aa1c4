//! Beginning a visit to a provider: from a link to bind, or from the sign-in page.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;

use super::address;
use super::brand;
use super::delivery::Delivery;
use super::outcome::Outcome;
use super::pending::{Purpose, Visit};
use crate::sandbox::body;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::seen::Reason;
use crate::sandbox::service::Service;

/// The address of a link that begins this visit once; `None` if no credential could be made.
pub(crate) fn link_address(service: &Service, visit: Visit) -> Option<String> {
    let credential = service.providers.links.add(visit, service.clock.now())?;
    address::link(service, &credential)
}

/// `GET /connections/link`: opens a link to bind (reference section 6.2). Its form is not documented.
pub(super) async fn open_link(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let credential = body::first(&query, "link_token").unwrap_or_default();
    match service.providers.links.take(credential, service.clock.now()) {
        Some(visit) => begin(&service, &headers, visit),
        None => Delivery::Opener.tell(&headers, &Outcome::Spent),
    }
}

/// Sends the browser to the provider's page, or says why not.
pub(crate) fn begin(service: &Service, headers: &HeaderMap, visit: Visit) -> Response {
    let Some((source, connection)) = service.connection_of(&visit) else {
        return match &visit.purpose {
            Purpose::Bind { delivery, .. } => delivery.tell(headers, &Outcome::ConnectionDisabled),
            Purpose::SignIn { .. } => Delivery::Opener.tell(headers, &Outcome::ConnectionDisabled),
        };
    };
    let state = service.providers.visits.add(visit, service.clock.now());
    state
        .and_then(|state| address::authorization(service, source, connection, &state))
        .and_then(|address| address::redirect(&address))
        .unwrap_or_else(|| Delivery::Opener.tell(headers, &Outcome::Failed))
}

/// `GET /connections/social/{identifier}` (reference section 7): goes on to the provider for the authorization request
/// that `interaction` names. Without one, as the web SDK opens it with `app_id`, a page says where a sign-in starts.
pub(super) async fn start_sign_in(
    State(service): State<Arc<Service>>,
    Path(identifier): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let language = PageLanguage::of(&headers);
    let Some((source, _)) = service.pool.connection(&identifier) else {
        return no_such_connection(language);
    };
    if let Some(interaction) = body::first(&query, "interaction") {
        let purpose = Purpose::SignIn { interaction: interaction.to_owned() };
        return begin(&service, &headers, Visit { identifier, purpose });
    }
    let application = body::first(&query, "app_id").and_then(|app_id| service.application(app_id));
    if application.is_some_and(|application| service.usable_connection(application, &identifier).is_none()) {
        return Delivery::Opener.tell(&headers, &Outcome::ConnectionDisabled);
    }
    explain(language, brand::name(&source.provider, language))
}

fn no_such_connection(language: PageLanguage) -> Response {
    let body = html! {
        p role="alert" {
            (language.either(
                "没有这个标识的身份源连接。请回到应用重新开始。",
                "No connection has this identifier. Go back to the application and start again.",
            ))
        }
    };
    let title = language.either("身份源连接不存在", "There is no such connection");
    let mut response = page(StatusCode::NOT_FOUND, language, title, &body);
    response.extensions_mut().insert(Reason("no connection has this identifier".to_owned()));
    response
}

fn explain(language: PageLanguage, provider: &str) -> Response {
    let body = html! {
        p {
            (language.either(
                "请从应用的登录页开始，并在那里选择该身份源。此地址仅供 Web SDK 使用，沙盒不支持这种方式。",
                "Start on the application's sign-in page, and choose the provider there. This address alone is meant \
                 for the web SDK, which the sandbox does not serve.",
            ))
        }
    };
    let title = match language {
        PageLanguage::Chinese => format!("使用{provider}登录"),
        PageLanguage::English => format!("Sign in with {provider}"),
    };
    page(StatusCode::OK, language, &title, &body)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::sandbox::pool::Pool;

    const MIA: &str = "62f20932a1b2c3bcc10d9602";

    fn service() -> Arc<Service> {
        Arc::new(Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in()))
    }

    fn visit(service: &Service) -> Visit {
        let app_id = service.pool.applications.first().unwrap().app_id.clone();
        let purpose = Purpose::Bind { user_id: MIA.into(), app_id, delivery: Delivery::Opener };
        Visit { identifier: "github".to_owned(), purpose }
    }

    async fn open(service: &Arc<Service>, address: &str) -> StatusCode {
        let query = address.split_once('?').map(|(_, query)| query.to_owned());
        open_link(State(Arc::clone(service)), HeaderMap::new(), RawQuery(query)).await.status()
    }

    #[tokio::test]
    async fn a_link_is_good_for_ten_minutes() {
        let service = service();
        let [in_time, too_late] = [(); 2].map(|()| link_address(&service, visit(&service)).unwrap());
        service.clock.set_offset(SignedDuration::from_secs(595));
        assert_eq!(open(&service, &in_time).await, StatusCode::FOUND);
        service.clock.set_offset(SignedDuration::from_secs(601));
        assert_eq!(open(&service, &too_late).await, StatusCode::GONE);
    }

    #[tokio::test]
    async fn a_reset_forgets_links_and_switches_connections_on() {
        let service = service();
        let address = link_address(&service, visit(&service)).unwrap();
        service.providers.switch("github", false);
        service.reset();
        assert_eq!(open(&service, &address).await, StatusCode::GONE);
        assert!(service.providers.is_on("github"));
    }
}
