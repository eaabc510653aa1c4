//! JSON that takes no more room than it should. In memory one value takes many times what it takes in a file, so a file of
//! nothing but empty objects would fill a machine.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The most values that are read of one entry. Those of browsers have some hundreds.
const MOST_VALUES: usize = 100_000;

/// Reads one value with what is in it, and leaves out what comes after the first [`MOST_VALUES`].
pub(super) struct Bounded<'a> {
    left: &'a Cell<usize>,
}

/// How many values may still be read.
pub(super) struct Room(Cell<usize>);

impl Default for Room {
    fn default() -> Self {
        Self(Cell::new(MOST_VALUES))
    }
}

impl Room {
    pub(super) fn seed(&self) -> Bounded<'_> {
        Bounded { left: &self.0 }
    }
}

impl Bounded<'_> {
    fn has_room(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while self.has_room() {
            let Some(element) = list.next_element_seed(Bounded { left: self.left })? else {
                return Ok(elements.into());
            };
            elements.push(element);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(elements.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while self.has_room() {
            let Some(name) = fields.next_key::<String>()? else { return Ok(read.into()) };
            read.insert(name, fields.next_value_seed(Bounded { left: self.left })?);
        }
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(read.into())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeSeed as _;
    use serde_json::{Value, json};

    use super::{MOST_VALUES, Room};

    fn read(text: &str) -> Value {
        Room::default().seed().deserialize(&mut serde_json::Deserializer::from_str(text)).unwrap()
    }

    fn count(value: &Value) -> usize {
        1 + match value {
            Value::Array(elements) => elements.iter().map(count).sum(),
            Value::Object(fields) => fields.values().map(count).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }

    #[test]
    fn what_has_room_is_read_as_it_is() {
        let value = json!({"a": [1, -2, 2.5, true, null, "x\"y"], "b": {"c": {}}});
        assert_eq!(read(&value.to_string()), value);
    }

    #[test]
    fn what_would_take_too_much_room_is_left_out() {
        for part in [r#"{"":0}"#, "[]", "0", r#"{"a":[{}]}"#] {
            let text = format!("[{part}{}]", format!(",{part}").repeat(3 * MOST_VALUES));
            let read = count(&read(&text));
            assert!((MOST_VALUES / 4..=MOST_VALUES + 1).contains(&read), "{part}: {read}");
        }
    }
}
