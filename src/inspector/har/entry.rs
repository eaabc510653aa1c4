//! One entry of a HAR file, as it is written.

use std::time::Duration;

use serde::Serialize;

use crate::genauth::{Exchange, Header, Outcome, RecordedBody, ToldFailure};
use crate::inspector::Entry;
use crate::inspector::timing::{self, Length};

/// What stands for a size or a time that is not known.
const UNKNOWN: f64 = -1.0;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HarEntry {
    started_date_time: String,
    /// In milliseconds.
    time: f64,
    request: Request,
    response: Response,
    cache: Empty,
    timings: Timings,
    /// For readers that know nothing of `_bindery`.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(rename = "_bindery")]
    bindery: Bindery,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: &'static str,
    url: String,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Pair>,
    query_string: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i64,
    body_size: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Pair>,
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: String,
    headers_size: i64,
    body_size: i64,
}

#[derive(Serialize)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: String,
    params: [(); 0],
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: u64,
    mime_type: String,
    text: String,
}

/// In milliseconds; [`UNKNOWN`] where the format allows it.
#[derive(Serialize)]
struct Timings {
    blocked: f64,
    dns: f64,
    connect: f64,
    ssl: f64,
    send: f64,
    wait: f64,
    receive: f64,
    comment: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bindery {
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    /// How many requests this entry stands for; the last of them is what it holds.
    count: u64,
    /// When the first of them began, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_started_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_code: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    outcome: &'static str,
    /// In English, as the log says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The same for a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<WrittenFailure>,
    request_body_shortened: bool,
    response_body_shortened: bool,
    response_body_complete: bool,
}

#[derive(Serialize)]
struct WrittenFailure {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

pub(super) fn of(entry: &Entry) -> HarEntry {
    let exchange = entry.exchange.as_ref();
    let timings = timings(exchange);
    let parts = [timings.dns, timings.connect, timings.send, timings.wait, timings.receive];
    let response = exchange.response.as_ref();
    let first_started_date_time = (entry.count > 1).then(|| entry.first_started_at.to_string());
    let comment = first_started_date_time.as_ref().map(|first| {
        let count = entry.count;
        format!("The last of {count} requests that were answered the same; the first began at {first}.")
    });
    let (outcome, error) = match &exchange.outcome {
        Outcome::Succeeded => ("succeeded", None),
        Outcome::Failed(error) => ("failed", Some(error.to_string())),
        Outcome::Abandoned => ("abandoned", None),
    };
    let failure = match &exchange.outcome {
        Outcome::Failed(error) => ToldFailure::of(error),
        Outcome::Succeeded | Outcome::Abandoned => None,
    };
    let failure = failure.map(|ToldFailure { kind, detail, limit }| WrittenFailure { kind, detail, limit });
    HarEntry {
        started_date_time: exchange.started_at.to_string(),
        // The format wants the sum of the parts.
        time: parts.into_iter().filter(|part| *part > 0.0).sum(),
        request: request(exchange),
        response: response_of(exchange),
        cache: Empty {},
        timings,
        comment,
        bindery: Bindery {
            cause: exchange.cause.map(crate::genauth::Cause::name),
            count: entry.count,
            first_started_date_time,
            status_code: exchange.attempt.status_code,
            api_code: exchange.attempt.api_code,
            request_id: exchange.attempt.request_id.clone(),
            outcome,
            error,
            failure,
            request_body_shortened: exchange.request.body.as_ref().is_some_and(|body| body.shortened),
            response_body_shortened: response.is_some_and(|response| response.body.shortened),
            response_body_complete: response.is_some_and(|response| response.body.complete),
        },
    }
}

fn request(exchange: &Exchange) -> Request {
    let request = &exchange.request;
    let query = request.url.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    let query_string = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| Pair { name: name.into_owned(), value: value.into_owned() })
        .collect();
    Request {
        method: request.method,
        url: sendable(&request.url),
        http_version: exchange.response.as_ref().map_or("HTTP/1.1", |response| response.http_version),
        cookies: [],
        headers: pairs(&request.headers),
        query_string,
        post_data: request.body.as_ref().map(|body| PostData {
            mime_type: content_type(&request.headers),
            params: [],
            text: body.text.clone(),
        }),
        headers_size: -1,
        body_size: request.body.as_ref().map_or(0, |body| body.true_length),
    }
}

fn response_of(exchange: &Exchange) -> Response {
    let nothing = RecordedBody::default();
    let response = exchange.response.as_ref();
    let headers = response.map_or(&[][..], |response| &response.headers);
    let body = response.map_or(&nothing, |response| &response.body);
    let status = response.map_or(0, |response| response.http_status);
    Response {
        status,
        status_text: reqwest::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or(""),
        http_version: response.map_or("", |response| response.http_version),
        cookies: [],
        headers: pairs(headers),
        content: Content { size: body.true_length, mime_type: content_type(headers), text: body.text.clone() },
        redirect_url: headers
            .iter()
            .find(|header| header.name == "location")
            .map(|header| header.value.clone())
            .unwrap_or_default(),
        headers_size: -1,
        // The body is kept unpacked, so how long it was on the wire is not known.
        body_size: -1,
    }
}

fn pairs(headers: &[Header]) -> Vec<Pair> {
    headers.iter().map(|header| Pair { name: header.name.clone(), value: header.value.clone() }).collect()
}

fn content_type(headers: &[Header]) -> String {
    headers
        .iter()
        .find(|header| header.name == "content-type")
        .map_or_else(|| "x-unknown".to_owned(), |header| header.value.clone())
}

fn timings(exchange: &Exchange) -> Timings {
    let [lookup, connecting, waiting, receiving] = timing::parts(exchange).map(|(_, length)| length);
    let optional = |length: Length| length.duration().map_or(UNKNOWN, milliseconds);
    let was_answered = exchange.headers_after.is_some();
    Timings {
        blocked: UNKNOWN,
        dns: optional(lookup),
        connect: optional(connecting),
        ssl: UNKNOWN,
        send: 0.0,
        wait: match was_answered {
            true => waiting.duration().map_or(0.0, milliseconds),
            false => {
                let connected = [lookup, connecting].into_iter().filter_map(Length::duration);
                let connected = connected.fold(Duration::ZERO, Duration::saturating_add);
                milliseconds(exchange.took.saturating_sub(connected))
            }
        },
        receive: receiving.duration().map_or(0.0, milliseconds),
        comment: "send is part of wait, and ssl of connect; -1 is not measured",
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The URL with what RFC 3986 does not allow encoded: the markers of what was taken out have spaces and brackets.
fn sendable(url: &str) -> String {
    let mut sendable = String::with_capacity(url.len());
    let authority_end =
        url.find("://").map_or(0, |at| url[at + 3..].find(['/', '?', '#']).map_or(url.len(), |end| at + 3 + end));
    for (at, character) in url.char_indices() {
        let is_allowed = character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(character);
        // The brackets of an IPv6 address stay.
        if is_allowed || (at < authority_end && matches!(character, '[' | ']')) {
            sendable.push(character);
        } else {
            sendable.extend(
                url::form_urlencoded::byte_serialize(character.encode_utf8(&mut [0; 4]).as_bytes())
                    .map(|part| if part == "+" { "%20" } else { part }),
            );
        }
    }
    sendable
}
