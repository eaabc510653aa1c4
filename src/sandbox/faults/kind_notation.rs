//! How what happens when a fault strikes is read from its text: what stands after the `=`.

use std::time::Duration;

use super::error::FaultError;
use super::fault::{FaultKind, Latency, Page, Shape};

/// The largest answer that a fault makes: 64 MiB.
const LARGEST_ANSWER: u32 = 1 << 26;

/// The farthest that the clock can be off, in seconds: a hundred years.
pub(super) const FARTHEST_CLOCK: i64 = 3_155_760_000;

pub(super) fn read_kind(text: &str) -> Result<FaultKind, FaultError> {
    if let Some(status) = text.strip_prefix("http-") {
        return read_http(status).ok_or_else(|| FaultError::HttpStatus(status.to_owned()));
    }
    read_word(text)
        .or_else(|| read_connection_kind(text))
        .or_else(|| read_service_kind(text))
        .or_else(|| read_envelope(text))
        .ok_or_else(|| FaultError::Kind(text.to_owned()))
}

/// A kind without numbers.
fn read_word(text: &str) -> Option<FaultKind> {
    let shape = match text {
        "reset-before" => return Some(FaultKind::ResetBefore),
        "reset-after" => return Some(FaultKind::ResetAfter),
        "stall" => return Some(FaultKind::Stall),
        "truncate" => return Some(FaultKind::Truncate),
        "malformed" => return Some(FaultKind::Malformed),
        "token-expired" => return Some(FaultKind::TokenExpired),
        "token-revoked" => return Some(FaultKind::TokenRevoked),
        "refresh-refused" => return Some(FaultKind::RefreshRefused),
        "shape-null" => Shape::Null,
        "shape-text" => Shape::Text,
        "shape-number" => Shape::Number,
        "shape-list" => Shape::List,
        "shape-object" => Shape::Object,
        "shape-nested" => Shape::Nested,
        _ => return None,
    };
    Some(FaultKind::Shape(shape))
}

/// What happens to one request's answer or its connection.
fn read_connection_kind(text: &str) -> Option<FaultKind> {
    if let Some(latency) = text.strip_prefix("latency-") {
        return read_latency(latency).map(FaultKind::Latency);
    }
    if let Some(drip) = text.strip_prefix("drip-") {
        let (bytes, every) = drip.split_once('/')?;
        let bytes = read_number(bytes).filter(|bytes| *bytes > 0)?;
        return Some(FaultKind::Drip { bytes, every: read_time(every)? });
    }
    if let Some(by) = text.strip_prefix("length") {
        let (sign, by) = read_signed(by)?;
        let by = i32::try_from(by).ok().filter(|by| *by > 0 && by.unsigned_abs() <= LARGEST_ANSWER)?;
        return Some(FaultKind::WrongLength(if sign == '-' { -by } else { by }));
    }
    if let Some(size) = text.strip_prefix("huge-") {
        let (number, unit) = match size.split_at_checked(size.find(|c: char| !c.is_ascii_digit())?)? {
            (number, "MiB") => (number, 1 << 20),
            (number, "KiB") => (number, 1 << 10),
            (number, "B") => (number, 1),
            _ => return None,
        };
        let bytes = read_number(number)?.checked_mul(unit)?;
        return (1..=LARGEST_ANSWER).contains(&bytes).then_some(FaultKind::Huge { bytes });
    }
    if let Some(error) = text.strip_prefix("oauth-") {
        let named = !error.is_empty() && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        return named.then(|| FaultKind::OauthError { error: error.to_owned() });
    }
    let to = text.strip_prefix("redirect-")?;
    let plain = !to.is_empty() && to.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then(|| FaultKind::Redirect { to: to.to_owned() })
}

/// What can happen to the service as a whole.
fn read_service_kind(text: &str) -> Option<FaultKind> {
    if let Some(time) = text.strip_prefix("refuse-") {
        return read_time(time).map(FaultKind::Refuse);
    }
    if let Some(offset) = text.strip_prefix("clock") {
        let (sign, seconds) = read_signed(offset.strip_suffix('s')?)?;
        let seconds = i64::from(seconds);
        let seconds = if sign == '-' { -seconds } else { seconds };
        return (seconds.abs() <= FARTHEST_CLOCK).then_some(FaultKind::Clock { seconds });
    }
    let reads = text.strip_prefix("lag-").and_then(read_number).filter(|reads| *reads > 0)?;
    Some(FaultKind::Lag { reads })
}

/// `502`, `502-text`, `502-empty`, and any of them with `-retry-7s`. `None` when the HTTP status is at fault.
fn read_http(text: &str) -> Option<FaultKind> {
    let (text, retry_after) = split_retry(text)?;
    let (status, page) = match text.split_once('-') {
        None => (text, Page::Html),
        Some((status, "text")) => (status, Page::Text),
        Some((status, "empty")) => (status, Page::Empty),
        Some(_) => return None,
    };
    let http_status = read_number(status).and_then(|status| u16::try_from(status).ok());
    let http_status = http_status.filter(|status| may_have_a_body(*status))?;
    Some(FaultKind::Http { http_status, page, retry_after })
}

/// Whether an answer with this HTTP status is a final one that has a body (RFC 9110, section 6.4.1).
pub(super) fn may_have_a_body(http_status: u16) -> bool {
    (200..=599).contains(&http_status) && !matches!(http_status, 204 | 205 | 304)
}

/// `403`, `403/2020`, and either with `-retry-7s`.
fn read_envelope(text: &str) -> Option<FaultKind> {
    let (text, retry_after) = split_retry(text)?;
    let (status_code, api_code) = match text.split_once('/') {
        Some((status_code, api_code)) => (status_code, Some(read_number(api_code)?)),
        None => (text, None),
    };
    let status_code = u16::try_from(read_number(status_code)?).ok()?;
    Some(FaultKind::Envelope { status_code, api_code, retry_after })
}

/// Takes `-retry-7s` off the end; `None` when it is there and no number of seconds.
fn split_retry(text: &str) -> Option<(&str, Option<u32>)> {
    let Some((before, seconds)) = text.split_once("-retry-") else { return Some((text, None)) };
    Some((before, Some(read_number(seconds.strip_suffix('s')?)?)))
}

/// `1500ms`, `100..900ms` or `100ms+200ms`.
fn read_latency(text: &str) -> Option<Latency> {
    if let Some((from, to)) = text.split_once("..") {
        // One unit for both is enough: 100..900ms.
        let unit = to.trim_start_matches(|c: char| c.is_ascii_digit());
        let from = if is_digits(from) { read_time(&format!("{from}{unit}"))? } else { read_time(from)? };
        let to = read_time(to)?;
        return (from <= to).then_some(Latency::Spread { from, to });
    }
    match text.split_once('+') {
        Some((first, step)) => Some(Latency::Growing { first: read_time(first)?, step: read_time(step)? }),
        None => read_time(text).map(Latency::Fixed),
    }
}

/// `200ms` or `3s`.
fn read_time(text: &str) -> Option<Duration> {
    let (number, milliseconds) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s')?, 1000),
    };
    let number: u64 = is_digits(number).then(|| number.parse().ok()).flatten()?;
    Some(Duration::from_millis(number.checked_mul(milliseconds)?))
}

/// `+10` or `-10`, as the sign and the number.
fn read_signed(text: &str) -> Option<(char, u32)> {
    let sign = text.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    Some((sign, read_number(text.get(1..)?)?))
}

pub(super) fn read_number(text: &str) -> Option<u32> {
    is_digits(text).then(|| text.parse().ok()).flatten()
}

/// Digits and nothing else: Rust also reads "+502" as a number.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
