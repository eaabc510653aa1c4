//! Reads fields out of JSON that others wrote, as leniently as reference section 14 asks, and says where something
//! does not fit.

use serde_json::{Map, Value};

use super::Error;

/// Something in an answer is not of the documented kind: where, and what was expected and found. Holds no value from
/// the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit(String);

impl Misfit {
    pub(super) fn new(place: &str, expected: &str, found: Option<&Value>) -> Self {
        Self(format!("{place}: expected {expected}, found {}", kind_of(found)))
    }
}

impl From<Misfit> for Error {
    fn from(Misfit(place): Misfit) -> Self {
        Self::Unreadable { place }
    }
}

fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None => "nothing",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a string",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    }
}

/// A whole number, also when it is written as a string or as `200.0`.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Beyond 2^53 a float does not tell which integer was meant.
            (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The fields of one object, with the place where it stands in the answer.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    place: String,
    fields: Option<&'a Map<String, Value>>,
}

impl<'a> Fields<'a> {
    /// An object; missing and `null` count as `{}` (reference section 14, item 3).
    pub(super) fn of_object(place: &str, value: Option<&'a Value>) -> Result<Self, Misfit> {
        let fields = match value {
            None | Some(Value::Null) => None,
            Some(Value::Object(fields)) => Some(fields),
            other => return Err(Misfit::new(place, "an object", other)),
        };
        Ok(Self { place: place.to_owned(), fields })
    }

    /// The elements of a list. A single object counts as a list of it, `{}`, missing and `null` as an empty list
    /// (reference section 14, item 3). An element that is not an object is a misfit: dropping it would hide it.
    pub(super) fn of_list(place: &str, value: Option<&'a Value>) -> Result<Vec<Self>, Misfit> {
        match value {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(fields)) if fields.is_empty() => Ok(Vec::new()),
            Some(Value::Object(fields)) => Ok(vec![Self { place: place.to_owned(), fields: Some(fields) }]),
            Some(Value::Array(elements)) => elements
                .iter()
                .enumerate()
                .map(|(index, element)| match element {
                    Value::Object(fields) => Ok(Self { place: format!("{place}[{index}]"), fields: Some(fields) }),
                    other => Err(Misfit::new(&format!("{place}[{index}]"), "an object", Some(other))),
                })
                .collect(),
            other => Err(Misfit::new(place, "an array", other)),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.and_then(|fields| fields.get(name))
    }

    fn misfit(&self, name: &str, expected: &str) -> Misfit {
        Misfit::new(&self.place_of(name), expected, self.get(name))
    }

    pub(super) fn place_of(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A text; missing and `null` are empty (reference section 14, item 9). A number counts as its digits, because
    /// identifiers at providers often are numbers.
    pub(super) fn text(&self, name: &str) -> Result<String, Misfit> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(_) => Err(self.misfit(name, "a string")),
        }
    }

    /// The first of these texts that is there and not empty.
    pub(super) fn optional_text(&self, names: &[&str]) -> Result<Option<String>, Misfit> {
        for name in names {
            let text = self.text(name)?;
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A boolean, also when it is written as a string.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Misfit> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(_) => Err(self.misfit(name, "a boolean")),
        }
    }

    /// A number, rounded to a whole one.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Misfit> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match (integer(value), value.as_f64()) {
                (Some(number), _) => Ok(Some(number)),
                // A cast from a float saturates, so no number is out of range.
                (None, Some(float)) => Ok(Some(float.round() as i64)),
                (None, None) => Err(self.misfit(name, "a number")),
            },
        }
    }

    /// A whole number when there is one; anything else counts as missing.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(integer)
    }

    /// A list of texts, written as an array, as a JSON text of one, as one scalar, or as `null` (reference
    /// section 14, item 4).
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Misfit> {
        let parsed;
        let value = match self.get(name) {
            Some(Value::String(text)) if text.trim_start().starts_with('[') => {
                match serde_json::from_str::<Value>(text) {
                    Ok(list) => {
                        parsed = list;
                        Some(&parsed)
                    }
                    Err(_) => self.get(name),
                }
            }
            other => other,
        };
        let elements = match value {
            None | Some(Value::Null) => &[][..],
            Some(Value::Array(elements)) => elements,
            Some(scalar) => std::slice::from_ref(scalar),
        };
        let mut texts = Vec::with_capacity(elements.len());
        for element in elements {
            match element {
                Value::Null => {}
                Value::String(text) if text.is_empty() => {}
                Value::String(text) => texts.push(text.clone()),
                Value::Number(number) => texts.push(number.to_string()),
                other @ (Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                    return Err(Misfit::new(&self.place_of(name), "a list of strings", Some(other)));
                }
            }
        }
        Ok(texts)
    }

    /// An object inside of this one.
    pub(super) fn object(&self, name: &str) -> Result<Self, Misfit> {
        Self::of_object(&self.place_of(name), self.get(name))
    }

    /// All fields as they came; none when the object is missing.
    pub(super) fn all(&self) -> Map<String, Value> {
        self.fields.cloned().unwrap_or_default()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{Fields, Misfit, integer};

    /// JSON of any kind, with the names of the wire among its keys, so that the readers find something to read.
    pub(in crate::genauth) fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            Just(Value::from("[\"a\"]")),
            Just(Value::from("200")),
        ];
        let name = prop_oneof![
            "[a-zA-Z]{0,8}",
            proptest::sample::select(vec![
                "statusCode",
                "code",
                "apiCode",
                "message",
                "requestId",
                "data",
                "success",
                "error",
                "identityId",
                "extIdpId",
                "type",
                "userInfoInIdp",
                "originConnIds",
                "userId",
                "id",
                "departmentIds",
                "version",
                "server",
                "rsa",
                "publicKey",
                "publicIps",
                "access_token",
                "expires_in",
                "passwordSet",
                "securityScore",
            ])
            .prop_map(str::to_owned),
        ];
        leaf.prop_recursive(4, 48, 6, move |inside| {
            prop_oneof![
                prop::collection::vec(inside.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((name.clone(), inside), 0..8)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn integers_in_any_writing() {
        assert_eq!(integer(&json!(200)), Some(200));
        assert_eq!(integer(&json!("200")), Some(200));
        assert_eq!(integer(&json!(200.0)), Some(200));
        assert_eq!(integer(&json!(200.5)), None);
        assert_eq!(integer(&json!("200.5")), None);
        assert_eq!(integer(&json!(1e300)), None);
        assert_eq!(integer(&json!(true)), None);
    }

    #[test]
    fn lists_of_texts_in_any_writing() {
        for (written, read) in [
            (json!(["a", "b"]), vec!["a", "b"]),
            (json!("[\"605492ac41\"]"), vec!["605492ac41"]),
            (json!("605492ac41"), vec!["605492ac41"]),
            (json!("[not json"), vec!["[not json"]),
            (json!(605), vec!["605"]),
            (json!(["a", null, 7, ""]), vec!["a", "7"]),
            (json!(""), vec![]),
            (json!("[]"), vec![]),
            (Value::Null, vec![]),
        ] {
            let object = json!({ "originConnIds": written });
            assert_eq!(Fields::of_object("data", Some(&object)).unwrap().texts("originConnIds").unwrap(), read);
        }
        let object = json!({"ids": [{"a": 1}]});
        assert_eq!(
            Fields::of_object("data[2]", Some(&object)).unwrap().texts("ids"),
            Err(Misfit("data[2].ids: expected a list of strings, found an object".to_owned()))
        );
    }

    #[test]
    fn says_where_something_does_not_fit() {
        let list = json!([{}, {"extIdpId": {"secret": 1}}, 3]);
        assert_eq!(
            Fields::of_list("data", Some(&list)).unwrap_err(),
            Misfit("data[2]: expected an object, found a number".to_owned())
        );
        let list = json!([{}, {"extIdpId": {"secret": 1}}]);
        let elements = Fields::of_list("data", Some(&list)).unwrap();
        assert_eq!(
            elements[1].text("extIdpId"),
            Err(Misfit("data[1].extIdpId: expected a string, found an object".to_owned()))
        );
        assert_eq!(elements[0].text("extIdpId"), Ok(String::new()));
    }

    #[test]
    fn booleans_and_numbers() {
        let object = json!({"a": true, "b": "False", "c": null, "d": 1, "e": 85.6, "f": "x", "g": 1e300});
        let fields = Fields::of_object("data", Some(&object)).unwrap();
        assert_eq!(fields.boolean("a"), Ok(Some(true)));
        assert_eq!(fields.boolean("b"), Ok(Some(false)));
        assert_eq!(fields.boolean("c"), Ok(None));
        assert!(fields.boolean("d").is_err());
        assert_eq!(fields.number("d"), Ok(Some(1)));
        assert_eq!(fields.number("e"), Ok(Some(86)));
        assert_eq!(fields.number("g"), Ok(Some(i64::MAX)));
        assert!(fields.number("f").is_err());
        assert_eq!(fields.integer("f"), None);
    }
}
