//! What is different between two exchanges.

use std::collections::BTreeMap;

use super::tree::{Kind, Tree};
use crate::genauth::{Exchange, Header, RecordedBody};

/// The most differences that are listed.
pub const MOST_DIFFERENCES: usize = 1000;

/// Which half of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What was sent.
    Request,
    /// What came back.
    Response,
}

/// Where in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The HTTP method.
    Method,
    /// The URL.
    Url,
    /// The HTTP status.
    HttpStatus,
    /// The header of this name.
    Header(String),
    /// The value at this JSON path of the body.
    Body(String),
    /// The body as a whole, when one of the two is no JSON.
    WholeBody,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which half.
    pub side: Side,
    /// Where.
    pub place: Place,
    /// What the first has there; `None` when nothing.
    pub first: Option<String>,
    /// What the second has there; `None` when nothing.
    pub second: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The differences, requests first.
    pub differences: Vec<Difference>,
    /// Whether there are more than are listed.
    pub shortened: bool,
}

/// Compares two exchanges. Bodies are compared by JSON path; an object in one stands for all in it when the other has
/// nothing there.
pub fn compare(first: &Exchange, second: &Exchange) -> Comparison {
    let mut found = Comparison::default();
    let (sent, sent_second) = (&first.request, &second.request);
    found.note(Side::Request, Place::Method, Some(sent.method), Some(sent_second.method));
    found.note(Side::Request, Place::Url, Some(sent.url.as_str()), Some(sent_second.url.as_str()));
    found.headers(Side::Request, &sent.headers, &sent_second.headers);
    found.bodies(Side::Request, sent.body.as_ref(), sent_second.body.as_ref());
    let status = |exchange: &Exchange| exchange.response.as_ref().map(|response| response.http_status.to_string());
    found.note(Side::Response, Place::HttpStatus, status(first).as_deref(), status(second).as_deref());
    let headers = |exchange: &'_ Exchange| {
        exchange.response.as_ref().map(|response| response.headers.clone()).unwrap_or_default()
    };
    found.headers(Side::Response, &headers(first), &headers(second));
    let body = |exchange: &Exchange| exchange.response.as_ref().map(|response| response.body.clone());
    found.bodies(Side::Response, body(first).as_ref(), body(second).as_ref());
    found
}

impl Comparison {
    fn note(&mut self, side: Side, place: Place, first: Option<&str>, second: Option<&str>) {
        if first == second {
            return;
        }
        if self.differences.len() >= MOST_DIFFERENCES {
            self.shortened = true;
            return;
        }
        let [first, second] = [first, second].map(|value| value.map(str::to_owned));
        self.differences.push(Difference { side, place, first, second });
    }

    /// Headers by name; several of one name are compared as one list (RFC 9110, section 5.3).
    fn headers(&mut self, side: Side, first: &[Header], second: &[Header]) {
        let by_name = |headers: &[Header]| {
            let mut joined: BTreeMap<String, String> = BTreeMap::new();
            for header in headers {
                let value = joined.entry(header.name.clone()).or_default();
                if !value.is_empty() {
                    value.push_str(", ");
                }
                value.push_str(&header.value);
            }
            joined
        };
        let (first, second) = (by_name(first), by_name(second));
        for name in first.keys().chain(second.keys().filter(|name| !first.contains_key(*name))) {
            let values = [&first, &second].map(|headers| headers.get(name).map(String::as_str));
            self.note(side, Place::Header(name.clone()), values[0], values[1]);
        }
    }

    fn bodies(&mut self, side: Side, first: Option<&RecordedBody>, second: Option<&RecordedBody>) {
        let text = |body: Option<&'_ RecordedBody>| body.map(|body| body.text.clone()).filter(|text| !text.is_empty());
        let (first, second) = (text(first), text(second));
        let tree = |text: &Option<String>| text.as_deref().and_then(Tree::parse);
        match (tree(&first), tree(&second)) {
            (Some(first), Some(second)) => self.trees(side, (&first, 0), (&second, 0)),
            _ => self.note(side, Place::WholeBody, first.as_deref(), second.as_deref()),
        }
    }

    fn trees(&mut self, side: Side, (first, at): (&Tree, usize), (second, other): (&Tree, usize)) {
        let (Some(node), Some(counterpart)) = (first.nodes().get(at), second.nodes().get(other)) else { return };
        let both_hold_more = matches!(
            (&node.kind, &counterpart.kind),
            (Kind::Array(_), Kind::Array(_)) | (Kind::Object(_), Kind::Object(_))
        );
        if !both_hold_more {
            if node.kind != counterpart.kind {
                let values = (written(first, at), written(second, other));
                self.note(side, Place::Body(first.path(at)), Some(&values.0), Some(&values.1));
            }
            return;
        }
        // The names of the second, so that a wide object is not gone through once for each of its names.
        let place = |tree: &Tree, node: usize| tree.nodes().get(node).map(|node| format!("{:?}", node.place));
        let mut left: BTreeMap<Option<String>, usize> =
            second.children(other).map(|child| (place(second, child), child)).collect();
        for child in first.children(at) {
            match left.remove(&place(first, child)) {
                Some(counterpart) => self.trees(side, (first, child), (second, counterpart)),
                None => self.note(side, Place::Body(first.path(child)), Some(&written(first, child)), None),
            }
        }
        let mut left: Vec<usize> = left.into_values().collect();
        left.sort_unstable();
        for child in left {
            self.note(side, Place::Body(second.path(child)), None, Some(&written(second, child)));
        }
    }
}

/// A value as JSON, so that `"1"` and `1` differ.
fn written(tree: &Tree, node: usize) -> String {
    match tree.nodes().get(node).map(|node| &node.kind) {
        Some(Kind::String(text)) => serde_json::Value::from(text.as_str()).to_string(),
        _ => tree.value(node),
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Side, compare};
    use crate::inspector::samples::{exchange, identities};

    #[test]
    fn an_exchange_is_like_itself() {
        assert_eq!(compare(&identities(), &identities()).differences, []);
    }

    #[test]
    fn differences_have_their_path() {
        let first = exchange(
            "POST",
            "/a",
            Some(r#"{"x":1}"#),
            r#"{"statusCode":200,"data":[{"id":"1","old":[1,2]},{"id":"2"}]}"#,
        );
        let second =
            exchange("POST", "/a?b=c", Some(r#"{"x":"1"}"#), r#"{"data":[{"id":"1","new":null}],"statusCode":403}"#);
        let found = compare(&first, &second);
        let listed: Vec<(Side, Place, Option<&str>, Option<&str>)> = found
            .differences
            .iter()
            .map(|one| (one.side, one.place.clone(), one.first.as_deref(), one.second.as_deref()))
            .collect();
        let body = |path: &str| Place::Body(path.to_owned());
        assert_eq!(
            listed,
            [
                (
                    Side::Request,
                    Place::Url,
                    Some("https://bindery-test.genauth.ai/a"),
                    Some("https://bindery-test.genauth.ai/a?b=c")
                ),
                (Side::Request, body("$.x"), Some("1"), Some("\"1\"")),
                (Side::Response, body("$.statusCode"), Some("200"), Some("403")),
                (Side::Response, body("$.data[0].old"), Some("[\n  1,\n  2\n]"), None),
                (Side::Response, body("$.data[0].new"), None, Some("null")),
                (Side::Response, body("$.data[1]"), Some("{\n  \"id\": \"2\"\n}"), None),
            ]
        );
    }

    #[test]
    fn bodies_that_are_no_json_are_compared_as_they_are() {
        let page = exchange("GET", "/a", None, "<p>Bad gateway</p>");
        let found = compare(&page, &exchange("GET", "/a", None, "{}"));
        assert_eq!(found.differences[0].place, Place::WholeBody);
        assert_eq!(found.differences.len(), 1);
    }

    #[test]
    fn the_list_is_bounded() {
        let many =
            |from: usize| format!("[{}]", (from..from + 3000).map(|n| n.to_string()).collect::<Vec<_>>().join(","));
        let found = compare(&exchange("GET", "/a", None, &many(0)), &exchange("GET", "/a", None, &many(1)));
        assert!(found.shortened);
        assert_eq!(found.differences.len(), super::MOST_DIFFERENCES);
    }
}
