//! What an account did: its sign-ins, the applications they were to, and the devices they came from (reference sections
//! 5.5 and 5.6).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::envelope::{Success, answer};
use super::refused::Refused;
use super::{parameters, visitor};
use crate::sandbox::body;
use crate::sandbox::history::SignInEvent;
use crate::sandbox::pool::Application;
use crate::sandbox::service::Service;

/// The most that one page holds, and what it holds when nothing is said (reference section 5.5).
const LARGEST_PAGE: usize = 50;
const USUAL_PAGE: usize = 10;

/// The `limit` and `page` of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    /// From 1.
    number: usize,
    size: usize,
}

impl Page {
    /// A page larger than the largest becomes the largest, which is our guess: the reference gives the maximum and not
    /// what happens beyond.
    fn read(query: &[(String, String)]) -> Result<Self, Refused> {
        let number = |key: &'static str, usual: usize| match body::first(query, key).map(str::parse::<usize>) {
            None => Ok(usual),
            Some(Ok(number)) if number > 0 => Ok(number),
            Some(_) => Err(Refused::Parameter(key)),
        };
        Ok(Self { number: number("page", 1)?, size: number("limit", USUAL_PAGE)?.min(LARGEST_PAGE) })
    }

    fn of<Item>(self, items: Vec<Item>) -> Vec<Item> {
        items.into_iter().skip((self.number - 1).saturating_mul(self.size)).take(self.size).collect()
    }
}

/// Which sign-ins are wanted.
#[derive(Debug, Default)]
struct Filter {
    app_id: Option<String>,
    client_ip: Option<String>,
    success: Option<bool>,
    /// In Unix milliseconds, both ends included.
    start: Option<i64>,
    end: Option<i64>,
}

impl Filter {
    fn read(service: &Service, query: &[(String, String)]) -> Result<Self, Refused> {
        let time = |key: &'static str| match body::first(query, key).map(str::parse) {
            None => Ok(None),
            Some(Ok(milliseconds)) => Ok(Some(milliseconds)),
            Some(Err(_)) => Err(Refused::Parameter(key)),
        };
        let text = |key: &'static str| match body::first(query, key) {
            Some(text) if !parameters::is_short(text) => Err(Refused::Parameter(key)),
            text => Ok(text.map(str::to_owned)),
        };
        let app_id = text("appId")?;
        if app_id.as_deref().is_some_and(|app_id| service.application(app_id).is_none()) {
            return Err(Refused::UnknownApp);
        }
        let success = match body::first(query, "success") {
            None => None,
            Some(_) => Some(body::flag(query, "success")?),
        };
        Ok(Self { app_id, client_ip: text("clientIp")?, success, start: time("start")?, end: time("end")? })
    }

    fn lets_through(&self, event: &SignInEvent) -> bool {
        self.app_id.as_deref().is_none_or(|app_id| app_id == &*event.app_id)
            && self.client_ip.as_deref().is_none_or(|client_ip| client_ip == event.client_ip)
            && self.success.is_none_or(|success| success == event.success)
            && self.start.is_none_or(|start| event.at.as_millisecond() >= start)
            && self.end.is_none_or(|end| event.at.as_millisecond() <= end)
    }
}

/// `GET /api/v3/get-my-login-history`, newest first (reference section 5.5).
pub(crate) async fn get_my_login_history(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(grant, _)| {
        let query = body::pairs(query.unwrap_or_default().as_bytes());
        let (page, filter) = (Page::read(&query)?, Filter::read(&service, &query)?);
        let mut events = service.history.of(&grant.user_id);
        events.retain(|event| filter.lets_through(event));
        let total = events.len();
        let list: Vec<Value> = page.of(events).iter().map(|event| to_json(&service, event)).collect();
        Ok(Success::of(json!({"totalCount": total, "list": list})))
    });
    answer(&headers, outcome)
}

fn to_json(service: &Service, event: &SignInEvent) -> Value {
    let application = service.application(&event.app_id);
    let mut answer = json!({
        "userId": &*event.user_id,
        "appId": &*event.app_id,
        "appName": application.map(|application| &application.name),
        "appLoginUrl": login_url(service, &event.app_id),
        "appLogo": "",
        "clientIp": event.client_ip,
        "loginAt": format!("{:.3}", event.at),
        "success": event.success,
        "userAgent": event.user_agent,
        "parsedUserAgent": visitor::parsed_user_agent(&event.user_agent),
        "loginMethod": event.method,
        "geoip": visitor::geoip(&event.client_ip),
    });
    if let (Some(members), Some(error)) = (answer.as_object_mut(), &event.error) {
        members.insert("errorMessage".to_owned(), error.clone().into());
    }
    answer
}

fn login_url(service: &Service, app_id: &str) -> String {
    format!("{}/login?app_id={app_id}", service.app_host)
}

/// `GET /api/v3/get-my-logged-in-apps`: those that the account ever signed in to (reference section 5.6).
pub(crate) async fn get_my_logged_in_apps(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(grant, _)| {
        let events = service.history.of(&grant.user_id);
        let was_there = |app: &&Arc<Application>| {
            *app.app_id == *grant.client_id || events.iter().any(|event| event.success && *event.app_id == *app.app_id)
        };
        applications(&service, &grant.user_id, was_there)
    });
    answer(&headers, outcome)
}

/// `GET /api/v3/get-my-accessible-apps`: all of them, since nothing keeps anybody out (reference section 5.6).
pub(crate) async fn get_my_accessible_apps(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let outcome = service.signed_in(&headers).map(|(grant, _)| applications(&service, &grant.user_id, |_| true));
    answer(&headers, outcome)
}

/// What `active` means is not documented; here, that the account has a good access token for the application.
fn applications(service: &Service, user_id: &str, chosen: impl Fn(&&Arc<Application>) -> bool) -> Success {
    let now = service.clock.now().as_second();
    let list = service.pool.applications.iter().filter(chosen).map(|application| {
        json!({
            "appId": application.app_id,
            "appName": application.name,
            "appLoginUrl": login_url(service, &application.app_id),
            "appLogo": "",
            "active": service.tokens().has_access(user_id, &application.app_id, now),
        })
    });
    Success::of(list.collect())
}

/// `GET /api/v3/mydevices/list`, a plain array (reference section 5.6). A device is whatever sends the same `User-Agent`,
/// and none is ever said to be online.
pub(crate) async fn my_devices(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = service.signed_in(&headers).and_then(|(grant, _)| {
        let page = Page::read(&body::pairs(query.unwrap_or_default().as_bytes()))?;
        let mut seen: Vec<SignInEvent> = Vec::new();
        for event in service.history.of(&grant.user_id) {
            if event.success && seen.iter().all(|other| other.user_agent != event.user_agent) {
                seen.push(event);
            }
        }
        Ok(Success::of(page.of(seen).iter().map(device).collect()))
    });
    answer(&headers, outcome)
}

fn device(event: &SignInEvent) -> Value {
    let parsed = visitor::parsed_user_agent(&event.user_agent);
    let kind = if parsed.get("device") == Some(&json!("Mobile")) { "Mobile" } else { "Browser" };
    json!({
        "device": {
            "deviceId": visitor::device_id(&event.user_id, &event.user_agent),
            "name": parsed.get("browser"),
            "type": kind,
            "os": parsed.get("os"),
            "status": "activated",
            "userAgent": event.user_agent,
        },
        "lastLoginTime": format!("{:.3}", event.at),
        "lastIp": event.client_ip,
        "online": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_number_from_1_and_at_most_fifty() {
        let read = |query: &str| Page::read(&body::pairs(query.as_bytes()));
        assert_eq!(read(""), Ok(Page { number: 1, size: 10 }));
        assert_eq!(read("page=2&limit=51"), Ok(Page { number: 2, size: 50 }));
        for (query, key) in [("page=0", "page"), ("page=x", "page"), ("limit=-1", "limit"), ("limit=0", "limit")] {
            assert_eq!(read(query), Err(Refused::Parameter(key)), "{query}");
        }
        assert_eq!(Page { number: 2, size: 2 }.of(vec![1, 2, 3]), [3]);
        assert_eq!(Page { number: usize::MAX, size: 50 }.of(vec![1, 2, 3]), [0; 0]);
    }
}
