//! A request for one of the pages of a sign-in.

use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::interaction::{self, Interaction};
use super::parameters::Parameters;
use super::{error_page, interaction::address};
use crate::sandbox::body;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::service::Service;

/// A page of one sign-in, asked for by the browser that it began in.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) id: String,
    pub(crate) interaction: Interaction,
}

/// Shows a page.
pub(crate) fn show(
    service: &Service,
    headers: &HeaderMap,
    query: Option<&str>,
    page: impl FnOnce(&Visit) -> Response,
) -> Response {
    match Visit::open(service, headers, query) {
        Ok(visit) => page(&visit),
        Err(response) => *response,
    }
}

/// Acts on a page's form, which must bring what the page was given along. `cancel` is the same on each.
pub(crate) fn submit(
    service: &Service,
    headers: &HeaderMap,
    query: Option<&str>,
    bytes: &[u8],
    act: impl FnOnce(&Visit, &Parameters) -> Response,
) -> Response {
    let visit = match Visit::open(service, headers, query) {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    if body::form(headers, bytes).is_none() {
        return error_page::no_form(visit.language());
    }
    let form = Parameters::read(bytes);
    if form.get("csrf") != Some(&visit.interaction.csrf) {
        return error_page::foreign_form(visit.language());
    }
    match form.get("action") {
        Some("cancel") => interaction::deny(service, headers, &visit.id, "the person cancelled the sign-in"),
        _ => act(&visit, &form),
    }
}

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

/// What went wrong, for the eye and for a screen reader.
pub(crate) fn alert(problem: Option<&str>) -> Markup {
    html! { @if let Some(problem) = problem { p role="alert" { (problem) } } }
}
