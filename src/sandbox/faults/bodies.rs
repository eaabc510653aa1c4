//! What a fault makes of an answer's body: broken, of another shape, or huge.

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::fault::Shape;

/// How deep lists in lists go: four times what parsers commonly put up with.
const NESTED: usize = 512;

/// Half of the body, so that what was JSON is none.
pub(super) fn malformed(body: &Bytes) -> Bytes {
    let body = body.slice(..body.trim_ascii_end().len());
    match body.first() {
        Some(b'{' | b'[') => body.slice(..body.len().div_ceil(2).min(body.len() - 1)),
        _ => [b"{", &*body.slice(..body.len() / 2)].concat().into(),
    }
}

/// The envelope with `data` of another shape; what is no envelope is of another shape as a whole.
pub(super) fn of_another_shape(body: &Bytes, shape: Shape) -> Bytes {
    let other = match shape {
        Shape::Null => Value::Null,
        Shape::Text => json!("neither a list nor an object"),
        Shape::Number => json!(42),
        Shape::List => json!([null, 7, "text", ["list"], {}]),
        Shape::Object => json!({"unexpected": {"key": true}}),
        Shape::Nested => (1..NESTED).fold(json!([]), |inner, _| json!([inner])),
    };
    match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(mut envelope) if envelope.contains_key("statusCode") => {
            envelope.insert("data".to_owned(), other);
            Value::Object(envelope).to_string().into()
        }
        _ => other.to_string().into(),
    }
}

/// The body grown to this many bytes: an object by one more member, anything else by blanks at its end, which JSON
/// permits.
pub(super) fn grown(body: &Bytes, size: usize) -> Bytes {
    let missing = size.saturating_sub(body.len());
    let mut grown = body.to_vec();
    let padding = match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(members) if members.is_empty() => "\"padding\":\"",
        Ok(_) => ",\"padding\":\"",
        Err(_) => "",
    };
    // What the member needs beside the filling: the quotation mark that ends it.
    let framed = !padding.is_empty() && missing > padding.len() && body.ends_with(b"}");
    if framed {
        grown.pop();
        grown.extend_from_slice(padding.as_bytes());
        grown.resize(size.saturating_sub(2), b'.');
        grown.extend_from_slice(b"\"}");
    } else {
        grown.resize(size.max(body.len()), b' ');
    }
    grown.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_malformed_body_is_never_json() {
        for body in ["", "1", "12", "{}", "[]", "[1]", "null", "{\"a\":1}", "{}    ", "<html>", "\"text\""] {
            let malformed = malformed(&Bytes::from_static(body.as_bytes()));
            assert!(serde_json::from_slice::<Value>(&malformed).is_err(), "{body} became {malformed:?}");
        }
    }

    #[test]
    fn an_envelope_keeps_its_codes_and_anything_else_nothing() {
        let envelope = Bytes::from_static(br#"{"statusCode":200,"data":[1],"message":""}"#);
        let shaped = of_another_shape(&envelope, Shape::Number);
        assert_eq!(shaped, r#"{"data":42,"message":"","statusCode":200}"#);
        assert_eq!(of_another_shape(&Bytes::from_static(b"{\"sub\":1}"), Shape::Null), "null");
        let nested = of_another_shape(&Bytes::new(), Shape::Nested);
        assert_eq!(nested, [vec![b'['; NESTED], vec![b']'; NESTED]].concat());
    }

    proptest! {
        #[test]
        fn a_grown_body_is_as_large_as_told_and_says_the_same(
            members in prop::collection::btree_map("[a-c]{1,3}", ".{0,8}", 0..4),
            size in 0..300_usize,
        ) {
            let body: Bytes = json!(members).to_string().into();
            let grown = grown(&body, size);
            prop_assert_eq!(grown.len(), size.max(body.len()));
            let mut read: Map<String, Value> = serde_json::from_slice(&grown).unwrap();
            read.remove("padding");
            prop_assert_eq!(Value::Object(read), json!(members));
        }
    }
}
