//! Reads HAR files that this program, a browser or anything else wrote. Whatever is missing or of another kind is left out;
//! only a file that is no HAR at all is refused.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeSeed as _, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;

use super::bounded::Room;
use crate::genauth::{
    Cause, ConnectionUse, ForeignBody, ForeignExchange, MeasuredElsewhere, Phases, ToldFailure, ToldOutcome,
};
use crate::inspector::ring::{Entry, MOST_BYTES, MOST_ENTRIES, weight};

/// The largest file that is read, in bytes: 64 MiB. Look at the size before reading the file into memory.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// How much of a body is looked at, in bytes: 1 MiB.
const LARGEST_BODY: usize = 1024 * 1024;

/// What came out of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The exchanges, redacted, in the order of the file.
    pub entries: Vec<Arc<Entry>>,
    /// What wrote the file, as it says itself.
    pub creator: Option<String>,
    /// How many entries were left out because there were too many, or because they had no request.
    pub left_out: usize,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is larger than [`LARGEST_FILE`].
    #[error("the file is larger than {LARGEST_FILE} bytes")]
    TooLarge,
    /// It is not JSON, or not a HAR.
    #[error("not a HAR file: line {line}, column {column}")]
    NotHar {
        /// Where reading stopped, counted from 1; 0 when the end was reached.
        line: usize,
        /// Where in the line.
        column: usize,
    },
}

/// Reads a file.
///
/// # Errors
///
/// An [`ImportError`].
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ImportError::TooLarge);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let file: File = serde_json::from_slice(bytes)
        .map_err(|reason| ImportError::NotHar { line: reason.line(), column: reason.column() })?;
    let Entries { foreign, folded, mut left_out } = file.log.entries;
    let creator = ["name", "version"].map(|field| text(&file.log.creator, field));
    let creator = creator.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let (exchanges, creator) = ForeignExchange::redact(foreign, &creator);
    let mut entries = Vec::new();
    let mut weighs = 0;
    for (exchange, folded) in exchanges.into_iter().zip(folded) {
        weighs += weight(&exchange);
        if weighs > MOST_BYTES {
            left_out += 1;
            continue;
        }
        let (number, count) = (entries.len() as u64, folded.count);
        let first = folded.first_started_at.filter(|first| count > 1 && *first <= exchange.started_at);
        let first_started_at = first.unwrap_or(exchange.started_at);
        entries.push(Arc::new(Entry { number, exchange: Arc::new(exchange), count, first_started_at }));
    }
    let creator = creator.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    Ok(Imported { entries, creator: Some(creator).filter(|creator| !creator.is_empty()), left_out })
}

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    #[serde(default, deserialize_with = "small")]
    creator: Value,
    entries: Entries,
}

/// A value that takes no more room than it should.
fn small<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Room::default().seed().deserialize(deserializer)
}

/// The entries, each made small before the next is read.
#[derive(Default)]
struct Entries {
    foreign: Vec<ForeignExchange>,
    folded: Vec<Folded>,
    left_out: usize,
}

/// How many requests an entry of this program's stands for.
struct Folded {
    count: u64,
    first_started_at: Option<Timestamp>,
}

impl Folded {
    fn of(entry: &Value) -> Self {
        let bindery = &entry["_bindery"];
        Self {
            count: bindery["count"].as_u64().unwrap_or(1).max(1),
            first_started_at: text(bindery, "firstStartedDateTime").and_then(|text| text.parse().ok()),
        }
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of entries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
                let mut entries = Entries::default();
                while entries.foreign.len() < MOST_ENTRIES {
                    let Some(entry) = list.next_element_seed(Room::default().seed())? else { return Ok(entries) };
                    match foreign(&entry) {
                        Some(foreign) => {
                            entries.foreign.push(foreign);
                            entries.folded.push(Folded::of(&entry));
                        }
                        None => entries.left_out += 1,
                    }
                }
                while list.next_element::<IgnoredAny>()?.is_some() {
                    entries.left_out += 1;
                }
                Ok(entries)
            }
        }

        deserializer.deserialize_seq(Reader)
    }
}

fn foreign(entry: &Value) -> Option<ForeignExchange> {
    let (request, response) = (&entry["request"], &entry["response"]);
    let url = marked(&text(request, "url")?);
    let (timings, bindery) = (&entry["timings"], &entry["_bindery"]);
    let length = |name: &str| milliseconds(&timings[name]);
    let headers_after = length("wait").map(|wait| {
        ["blocked", "dns", "connect", "send"].into_iter().filter_map(length).fold(wait, Duration::saturating_add)
    });
    // What did not come is written with status 0, by browsers too.
    let http_status =
        response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).filter(|status| *status > 0);
    let came = |length: Option<Duration>| length.filter(|_| http_status.is_some());
    let waiting = length("wait").map(|wait| length("send").unwrap_or_default().saturating_add(wait));
    let phases = Phases {
        connection: ConnectionUse::Unknown,
        name_lookup: length("dns"),
        // HAR counts TLS among it.
        connecting: length("connect"),
        elsewhere: Some(MeasuredElsewhere { waiting: came(waiting), receiving: came(length("receive")) }),
    };
    Some(ForeignExchange {
        started_at: text(entry, "startedDateTime").and_then(|text| text.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH),
        cause: text(bindery, "cause").and_then(|cause| Cause::named(&cause)),
        took: milliseconds(&entry["time"]).unwrap_or_default(),
        headers_after: came(headers_after),
        phases,
        method: text(request, "method").unwrap_or_default().to_ascii_uppercase(),
        url,
        request_headers: headers(request),
        request_body: request_body(request, entry),
        http_status,
        http_version: text(response, "httpVersion").unwrap_or_default(),
        response_headers: headers(response),
        response_body: response_body(&response["content"], entry),
        told: told(response, bindery),
        told_codes: (bindery["statusCode"].as_i64(), bindery["apiCode"].as_i64()),
        broke_off: http_status.is_some() && bindery["responseBodyComplete"] == Value::Bool(false),
    })
}

/// What the file says of the end: this program's own words, or the name that a browser gives an error.
fn told(response: &Value, bindery: &Value) -> ToldOutcome {
    match bindery["outcome"].as_str() {
        Some("succeeded") => ToldOutcome::Succeeded,
        Some("abandoned") => ToldOutcome::Abandoned,
        Some("failed") => {
            let failure = &bindery["failure"];
            let (kind, detail) = (text(failure, "kind"), text(failure, "detail"));
            ToldOutcome::Failed(ToldFailure {
                // Without a kind there are only the words.
                detail: detail.or_else(|| text(bindery, "error").filter(|_| kind.is_none())),
                kind: kind.unwrap_or_default(),
                limit: failure["limit"].as_u64(),
            })
        }
        _ => text(response, "_error").map_or(ToldOutcome::Nothing, |name| ToldFailure::of_browser(&name)),
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

/// A time in milliseconds; negative ones were not measured.
fn milliseconds(value: &Value) -> Option<Duration> {
    let milliseconds = value.as_f64().filter(|milliseconds| *milliseconds >= 0.0)?;
    Duration::try_from_secs_f64(milliseconds / 1000.0).ok()
}

fn headers(message: &Value) -> Vec<(String, String)> {
    let headers = message["headers"].as_array().map_or(&[][..], Vec::as_slice);
    headers.iter().filter_map(|header| Some((text(header, "name")?, text(header, "value")?))).collect()
}

fn request_body(request: &Value, entry: &Value) -> Option<ForeignBody> {
    let data = request.get("postData").filter(|data| data.is_object())?;
    let written = text(data, "text").filter(|text| !text.is_empty());
    let body = written.unwrap_or_else(|| {
        let fields = data["params"].as_array().map_or(&[][..], Vec::as_slice);
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for field in fields {
            form.append_pair(&text(field, "name").unwrap_or_default(), &text(field, "value").unwrap_or_default());
        }
        form.finish()
    });
    let size = request["bodySize"].as_u64();
    let shortened = entry["_bindery"]["requestBodyShortened"] == Value::Bool(true);
    Some(bounded(body, size.filter(|_| shortened), true))
}

fn response_body(content: &Value, entry: &Value) -> ForeignBody {
    let size = content["size"].as_u64();
    let written = text(content, "text");
    let is_there = written.is_some();
    let body = match text(content, "encoding") {
        // What is no text is not shown, but its length is.
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            let bytes = STANDARD.decode(written.unwrap_or_default()).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        }
        _ => written.unwrap_or_default(),
    };
    let bindery = &entry["_bindery"];
    let shortened = bindery["responseBodyShortened"] == Value::Bool(true) || body.is_empty();
    let complete = is_there && bindery["responseBodyComplete"] != Value::Bool(false);
    bounded(body, size.filter(|_| shortened), complete)
}

fn bounded(text: String, true_length: Option<u64>, complete: bool) -> ForeignBody {
    let whole = text.len();
    let mut end = whole.min(LARGEST_BODY);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut text = text;
    text.truncate(end);
    ForeignBody {
        true_length: true_length.or((end < whole).then_some(whole as u64)),
        complete: complete && end == whole,
        text,
    }
}

/// The URL with its markers of redaction as they were before they were written into a file.
fn marked(url: &str) -> String {
    const OPENING: &str = "%5Bredacted%20";
    let mut marked = String::new();
    let mut rest = url;
    while let Some(start) = rest.find(OPENING) {
        let (before, marker) = rest.split_at(start);
        let Some(end) = marker.find("%5D") else { break };
        marked.push_str(before);
        marked.push_str(&marker[..end + 3].replace("%5B", "[").replace("%20", " ").replace("%5D", "]"));
        rest = &marker[end + 3..];
    }
    marked.push_str(rest);
    marked
}
