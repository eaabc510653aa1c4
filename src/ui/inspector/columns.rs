//! Where the columns of the list stand, and what its rows have to say besides the time of day and the path.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::facts::{host, target};
use crate::genauth::Exchange;
use crate::inspector::Entry;
use crate::ui::text::{clock, plain};

/// Below this width the method has no room.
const VERY_NARROW: f32 = 540.0;

/// How wide the columns are whose content is known, in points: the longest fits.
const METHOD: f32 = 66.0;
const HTTP: f32 = 48.0;
const CODES: f32 = 142.0;
const TOOK: f32 = 70.0;
const REQUEST_ID: f32 = 98.0;
const CAUSE: f32 = 102.0;

/// How much room the path keeps before another column gets any, in points.
const PATH: f32 = 156.0;
/// With more room than this for the path, requestId is shortened less.
const LONG_PATH: f32 = 320.0;
/// How wide a requestId is as a whole, in points.
const WHOLE_REQUEST_ID: f32 = 280.0;
/// How wide a character of it and of a path is, in points.
const CHARACTER: f32 = 7.3;

/// Where the columns of a row begin, from its left.
pub(super) struct Columns {
    pub(super) method: Option<f32>,
    pub(super) path: f32,
    pub(super) http: Option<f32>,
    pub(super) codes: f32,
    pub(super) took: Option<f32>,
    pub(super) request_id: Option<f32>,
    pub(super) cause: f32,
}

impl Columns {
    /// The columns for a list of this width, in points. What there is no room for goes in this order: requestId, then how
    /// long it took with the HTTP status, then the method.
    pub(super) fn of(width: f32, with_day: bool) -> Self {
        let cause = width - CAUSE;
        let time = if with_day { 184.0 } else { 103.0 };
        let room = cause - time - METHOD - HTTP - CODES - TOOK;
        if room < PATH {
            let time = if with_day { 120.0 } else { 76.0 };
            let (method, path, codes) = match width < VERY_NARROW {
                true => (None, time, 92.0),
                false => (Some(time), time + METHOD, 116.0),
            };
            return Self { method, path, http: None, codes: cause - codes, took: None, request_id: None, cause };
        }
        let left = room - REQUEST_ID;
        let more = (left - LONG_PATH).clamp(0.0, WHOLE_REQUEST_ID - REQUEST_ID);
        let request_id = (left >= PATH).then_some(cause - REQUEST_ID - more);
        let took = request_id.unwrap_or(cause) - TOOK;
        let codes = took - CODES;
        let (http, path) = (Some(codes - HTTP), time + METHOD);
        Self { method: Some(time), path, http, codes, took: Some(took), request_id, cause }
    }

    /// Whether there is only room for the time to the second, the method, the path, what was answered and the cause.
    pub(super) fn is_narrow(&self) -> bool {
        self.http.is_none()
    }

    /// How many characters of a requestId there is room for.
    pub(super) fn of_request_id(&self) -> usize {
        let room = self.request_id.map_or(0.0, |at| self.cause - at - 16.0);
        ((room / CHARACTER) as usize).max(11)
    }
}

/// What the rows of a list have to say so that one can tell them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowLook {
    /// The day: not all were made today.
    pub(super) day: bool,
    /// The host: they did not all go to one.
    pub(super) host: bool,
}

impl RowLook {
    /// What the rows of these entries have to say.
    pub(super) fn of(entries: &[Arc<Entry>], now: Timestamp, time_zone: &TimeZone) -> Self {
        let today = now.to_zoned(time_zone.clone()).date();
        let is_today = |at: Timestamp| at.to_zoned(time_zone.clone()).date() == today;
        let first = entries.first().map(|entry| host(&entry.exchange));
        Self {
            day: entries.iter().any(|entry| !is_today(entry.exchange.started_at)),
            host: entries.iter().any(|entry| Some(host(&entry.exchange)) != first),
        }
    }

    /// When it was, as far as there is room.
    pub(super) fn time(self, at: Timestamp, time_zone: &TimeZone, narrow: bool) -> String {
        let zoned = || at.to_zoned(time_zone.clone());
        match (self.day, narrow) {
            (false, true) => clock(at, time_zone),
            (false, false) => precise_clock(at, time_zone),
            (true, true) => zoned().strftime("%m-%d %H:%M:%S").to_string(),
            (true, false) => zoned().strftime("%Y-%m-%d %H:%M:%S%.3f").to_string(),
        }
    }

    /// Where it went, in a line of its own font that is so wide: its beginning goes first, as the endpoint stands at the
    /// end.
    pub(super) fn target_within(self, exchange: &Exchange, width: f32) -> String {
        let target = self.target(exchange);
        let fits = target.chars().count() as f32 * CHARACTER <= width;
        if fits { target } else { end_of(&target) }
    }

    /// Where it went.
    pub(super) fn target(self, exchange: &Exchange) -> String {
        let target = plain(target(exchange), 200);
        if self.host { format!("{}{target}", host(exchange)) } else { target }
    }
}

/// How much room a text of one line takes in the font of the paths, with what keeps it from its neighbours, in points; none
/// where there is none.
pub(super) fn room_for(text: &str) -> f32 {
    match text.chars().count() {
        0 => 0.0,
        characters => characters as f32 * CHARACTER + 18.0,
    }
}

/// A time of day, to the millisecond.
pub(super) fn precise_clock(at: Timestamp, time_zone: &TimeZone) -> String {
    at.to_zoned(time_zone.clone()).strftime("%H:%M:%S%.3f").to_string()
}

/// The last part of a path, with its query.
fn end_of(target: &str) -> String {
    let path_end = target.find('?').unwrap_or(target.len());
    match target.get(..path_end).and_then(|path| path.rfind('/')) {
        Some(start) if start > 0 => format!("…{}", target.get(start..).unwrap_or_default()),
        Some(_) | None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_path_the_end_stays_with_its_query() {
        assert_eq!(end_of("/api/v3/get-profile?withIdentities=true"), "…/get-profile?withIdentities=true");
        assert_eq!(end_of("/oidc/authorize?redirect_uri=/a/b"), "…/authorize?redirect_uri=/a/b");
        for whole in ["/me", "/", "", "?a=/b/c"] {
            assert_eq!(end_of(whole), whole);
        }
    }

    #[test]
    fn how_many_calls_a_row_stands_for_is_never_cut() {
        assert_eq!(room_for(""), 0.0);
        // 400 points is less than the list has in the smallest window.
        for width in (400_u16..1700).map(f32::from) {
            let columns = Columns::of(width, false);
            let path = columns.http.unwrap_or(columns.codes) - columns.path;
            assert!(path - room_for("×1000") > 40.0, "{width}");
        }
    }

    #[test]
    fn a_column_goes_only_where_the_path_needs_its_room() {
        // 798 points is the list in a window of 1100.
        for (width, all, http) in
            [(960.0, true, true), (806.0, true, true), (780.0, false, true), (620.0, false, false)]
        {
            let columns = Columns::of(width, false);
            assert_eq!((columns.request_id.is_some(), columns.http.is_some()), (all, http), "{width}");
        }
        assert_eq!(Columns::of(1600.0, false).of_request_id(), 36);
        for with_day in [false, true] {
            for width in (360_u16..1700).map(f32::from) {
                let columns = Columns::of(width, with_day);
                let begins = [columns.method, Some(columns.path), columns.http, Some(columns.codes), columns.took];
                let begins = begins.into_iter().chain([columns.request_id, Some(columns.cause), Some(width)]).flatten();
                let begins: Vec<f32> = begins.collect();
                assert!(begins.is_sorted_by(|one, next| one + 40.0 <= *next), "{width}: {begins:?}");
            }
        }
    }
}
