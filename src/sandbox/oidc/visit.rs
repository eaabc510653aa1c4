//! A request for one of the pages of a sign-in.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::error_page::with_reason;
use super::interaction::{self, Interaction};
use super::parameters::Parameters;
use super::{error_page, interaction::address};
use crate::sandbox::body;
use crate::sandbox::page::{PageLanguage, page};
use crate::sandbox::service::Service;

/// A page of one sign-in, asked for by the browser that it began in.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) id: String,
    pub(crate) interaction: Interaction,
}

/// A request to show a page.
pub(crate) struct Asked {
    pub(crate) service: Arc<Service>,
    pub(crate) headers: HeaderMap,
    pub(crate) visit: Visit,
}

impl FromRequestParts<Arc<Service>> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Response> {
        let visit = Visit::open(service, &parts.headers, parts.uri.query()).map_err(|response| *response)?;
        Ok(Self { service: Arc::clone(service), headers: parts.headers.clone(), visit })
    }
}

/// A page's form, which brought what the page was given along. One that was cancelled does not come as far as the page:
/// that is the same on each.
pub(crate) struct Submitted {
    pub(crate) service: Arc<Service>,
    pub(crate) headers: HeaderMap,
    pub(crate) visit: Visit,
    pub(crate) form: Parameters,
}

impl FromRequest<Arc<Service>> for Submitted {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Asked { service, headers, visit } = Asked::from_request_parts(&mut parts, service).await?;
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, &service).await.map_err(IntoResponse::into_response)?;
        if body::form(&headers, &bytes).is_none() {
            return Err(error_page::no_form(visit.language()));
        }
        let form = Parameters::read(&bytes);
        if form.get("csrf") != Some(&visit.interaction.csrf) {
            return Err(error_page::foreign_form(visit.language()));
        }
        match form.get("action") {
            Some("cancel") => Err(interaction::deny(&service, &headers, &visit.id, "the person cancelled the sign-in")),
            _ => Ok(Self { service, headers, visit, form }),
        }
    }
}

/// Why a page is shown again: the status, and what the person is told.
pub(crate) type Problem = (StatusCode, &'static str);

impl Visit {
    fn open(service: &Service, headers: &HeaderMap, query: Option<&str>) -> Result<Self, Box<Response>> {
        let query = Parameters::read(query.unwrap_or_default().as_bytes());
        let Some(id) = query.get("interaction") else {
            return Err(Box::new(error_page::no_interaction(PageLanguage::of(headers))));
        };
        Ok(Self { interaction: interaction::open(service, headers, id)?, id: id.to_owned() })
    }

    pub(crate) fn language(&self) -> PageLanguage {
        self.interaction.language
    }

    /// Whichever of the two is in the page's language.
    pub(crate) fn say<'text>(&self, chinese: &'text str, english: &'text str) -> &'text str {
        self.language().either(chinese, english)
    }

    /// A form that is sent to one of the sign-in's pages.
    pub(crate) fn form(&self, page: &str, fields: &Markup) -> Markup {
        form(&address(page, &self.id), &self.interaction.csrf, fields)
    }

    /// A link to another of its pages. Its text may be a name in any direction of writing.
    pub(crate) fn link(&self, page: &str, text: &str) -> Markup {
        html! { a href=(address(page, &self.id)) { bdi { (text) } } }
    }

    /// One of its pages; with a problem, which stands at its top and in the list of requests.
    pub(crate) fn page(&self, title: &str, problem: Option<(StatusCode, &str)>, body: &Markup) -> Response {
        let Some((status, message)) = problem else {
            return page(StatusCode::OK, self.language(), title, body);
        };
        let body = html! {
            p role="alert" { (message) }
            (body)
        };
        with_reason(page(status, self.language(), title, &body), message)
    }

    /// The field for a password that is to be set.
    pub(crate) fn new_password_field(&self) -> Markup {
        html! {
            label {
                (self.say("新密码（至少 6 个字符）", "New password (at least 6 characters)"))
                input name="new_password" type="password" autocomplete="new-password" minlength="6" required;
            }
        }
    }

    /// The button that gives the sign-in up. It does not ask for the fields to be filled in.
    pub(crate) fn cancel_button(&self) -> Markup {
        html! {
            button type="submit" name="action" value="cancel" formnovalidate { (self.say("取消", "Cancel")) }
        }
    }
}

/// A form with what it has to bring along.
pub(crate) fn form(action: &str, csrf: &str, fields: &Markup) -> Markup {
    html! {
        form method="post" action=(action) {
            input type="hidden" name="csrf" value=(csrf);
            (fields)
        }
    }
}
