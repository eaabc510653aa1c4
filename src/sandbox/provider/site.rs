//! The provider's own page: who one is there, or not at all.
//!
//! It stands in for the provider's sign-in and consent, and speaks OAuth with the service as a provider does (RFC 6749,
//! sections 4.1.1 and 4.1.2): the identity source is the client, and the answer goes to a connection's callback only.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{Markup, html};

use super::address;
use super::brand;
use super::pending::Chosen;
use super::person::{self, KnownPerson};
use crate::sandbox::body;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::pool::{Connection, Source};
use crate::sandbox::seen::Reason;
use crate::sandbox::service::Service;

/// How much of a name is shown: the longest there are would push everybody else off the page.
const LONGEST_NAME: usize = 60;

/// An authorization request to the provider.
struct Asked<'service> {
    source: &'service Source,
    connection: &'service Connection,
    redirect_uri: String,
    state: String,
}

/// `GET /providers/{provider}/authorize`: the page.
pub(super) async fn show(
    State(service): State<Arc<Service>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let language = PageLanguage::of(&headers);
    match asked(&service, &provider, &query) {
        Ok(asked) => choice(language, &asked, &person::everybody(&service.pool, asked.source, asked.connection)),
        Err(wrong) => refuse(language, wrong),
    }
}

/// `POST /providers/{provider}/authorize`: the page's form, with `person`, or with `action` as `cancel`.
pub(super) async fn choose(
    State(service): State<Arc<Service>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let language = PageLanguage::of(&headers);
    let form = body::form(&headers, &bytes).unwrap_or_default();
    let asked = match asked(&service, &provider, &form) {
        Ok(asked) => asked,
        Err(wrong) => return refuse(language, wrong),
    };
    if body::first(&form, "action") == Some("cancel") {
        let description = "the person cancelled";
        return answer(language, &asked, &[("error", "access_denied"), ("error_description", description)]);
    }
    if asked.connection.mobile_only {
        return refuse(language, "this connection works in a mobile app only");
    }
    let key = body::first(&form, "person").unwrap_or_default();
    let everybody = person::everybody(&service.pool, asked.source, asked.connection);
    if everybody.iter().all(|known| known.key != key) {
        return refuse(language, "person is missing, or nobody known here");
    }
    let chosen = Chosen { identifier: asked.connection.identifier.clone(), person: key.to_owned() };
    match service.providers.codes.add(chosen, service.clock.now()) {
        Some(code) => answer(language, &asked, &[("code", &code)]),
        None => answer(language, &asked, &[("error", "server_error")]),
    }
}

/// Reads the request. Whom it names wrongly gets no redirect (RFC 6749, section 4.1.2.1).
fn asked<'service>(
    service: &'service Service,
    provider: &str,
    parameters: &[(String, String)],
) -> Result<Asked<'service>, &'static str> {
    let client_id = body::first(parameters, "client_id").ok_or("client_id is missing")?;
    let source = service
        .pool
        .source(client_id)
        .filter(|source| source.provider == provider)
        .ok_or("client_id is no identity source of this provider")?;
    let redirect_uri = body::first(parameters, "redirect_uri").ok_or("redirect_uri is missing")?;
    let leads_back = |one: &&Connection| address::callback(service, &one.identifier).as_deref() == Some(redirect_uri);
    let connection =
        source.connections.iter().find(leads_back).ok_or("redirect_uri is no callback of this identity source")?;
    if body::first(parameters, "response_type") != Some("code") {
        return Err("response_type is not code");
    }
    let state = body::first(parameters, "state").ok_or("state is missing")?;
    Ok(Asked { source, connection, redirect_uri: redirect_uri.to_owned(), state: state.to_owned() })
}

/// Back to the callback with an answer.
fn answer(language: PageLanguage, asked: &Asked<'_>, parameters: &[(&str, &str)]) -> Response {
    address::with(&asked.redirect_uri, parameters)
        .and_then(|address| address::with(&address, &[("state", &asked.state)]))
        .and_then(|address| address::redirect(&address))
        .unwrap_or_else(|| refuse(language, "redirect_uri cannot be redirected to"))
}

fn choice(language: PageLanguage, asked: &Asked<'_>, everybody: &[KnownPerson]) -> Response {
    let provider = brand::name(&asked.source.provider, language);
    let title = match language {
        PageLanguage::Chinese => format!("{provider}（沙盒）"),
        PageLanguage::English => format!("{provider} (sandbox)"),
    };
    let body = html! {
        p.note {
            (language.either("此页面代替身份源自己的登录页。", "This page stands in for the provider's own."))
            " "
            (language.either("连接：", "Connection: ")) (shortened(&asked.connection.name))
        }
        form method="post" action=(format!("/providers/{}/authorize", path_segment(&asked.source.provider))) {
            input type="hidden" name="response_type" value="code";
            input type="hidden" name="client_id" value=(asked.source.source_id);
            input type="hidden" name="redirect_uri" value=(asked.redirect_uri);
            input type="hidden" name="state" value=(asked.state);
            @if asked.connection.mobile_only {
                p role="alert" {
                    (language.either(
                        "此连接只能在移动应用或小程序中使用，无法在电脑的浏览器中完成。请取消，并使用其他连接。",
                        "This connection works in a mobile app or mini program only, and cannot be completed in a \
                         desktop browser. Cancel, and use another connection.",
                    ))
                }
            } @else {
                (people(language, everybody))
            }
            p { button name="action" value="cancel" { (language.either("取消", "Cancel")) } }
        }
    };
    page(StatusCode::OK, language, &title, &body)
}

fn people(language: PageLanguage, everybody: &[KnownPerson]) -> Markup {
    html! {
        fieldset {
            legend { (language.either("您是谁？", "Who are you?")) }
            @for known in everybody {
                p {
                    button name="person" value=(known.key) {
                        bdi { (shortened(&known.name)) } " · " bdi { (shortened(&known.login)) }
                    }
                }
            }
        }
    }
}

fn refuse(language: PageLanguage, wrong: &'static str) -> Response {
    let body = html! {
        p role="alert" {
            (language.either(
                "身份源无法处理该请求，没有任何变化。请回到应用重新开始。",
                "The provider cannot work with this request, and nothing changed. Go back to the application and \
                 start again.",
            ))
        }
        p.note { (wrong) }
    };
    let title = language.either("请求无效", "The request is no good");
    let mut response = page(StatusCode::BAD_REQUEST, language, title, &body);
    response.extensions_mut().insert(Reason(wrong.to_owned()));
    response
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A text as one segment of a path.
fn path_segment(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
