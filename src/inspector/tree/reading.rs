//! Reads a JSON text into rows, in the order of the text and without a value of its own in between.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::{Kind, MOST_NODES, Node, Place};

/// Reads one value with everything in it.
pub(super) struct Reading<'a> {
    nodes: &'a mut Vec<Node>,
    place: Place,
    parent: Option<usize>,
    depth: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn of(nodes: &'a mut Vec<Node>) -> Self {
        Self { nodes, place: Place::Root, parent: None, depth: 0 }
    }

    fn push<E: serde::de::Error>(&mut self, kind: Kind) -> Result<usize, E> {
        let at = self.nodes.len();
        if at >= MOST_NODES {
            return Err(E::custom("too many values"));
        }
        let place = std::mem::replace(&mut self.place, Place::Root);
        self.nodes.push(Node { depth: self.depth, place, kind, parent: self.parent, end: at + 1 });
        Ok(at)
    }

    fn close(&mut self, at: usize, kind: Kind) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(at) {
            node.kind = kind;
            node.end = end;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(mut self) -> Result<(), E> {
        self.push(Kind::Null).map(drop)
    }

    fn visit_bool<E: serde::de::Error>(mut self, value: bool) -> Result<(), E> {
        self.push(Kind::Bool(value)).map(drop)
    }

    fn visit_i64<E: serde::de::Error>(mut self, value: i64) -> Result<(), E> {
        self.push(Kind::Number(value.into())).map(drop)
    }

    fn visit_u64<E: serde::de::Error>(mut self, value: u64) -> Result<(), E> {
        self.push(Kind::Number(value.into())).map(drop)
    }

    fn visit_f64<E: serde::de::Error>(mut self, value: f64) -> Result<(), E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a number of JSON"))?;
        self.push(Kind::Number(number)).map(drop)
    }

    fn visit_str<E: serde::de::Error>(mut self, value: &str) -> Result<(), E> {
        self.push(Kind::String(value.to_owned())).map(drop)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        let at = self.push::<A::Error>(Kind::Array(0))?;
        let mut count = 0;
        while elements
            .next_element_seed(Reading {
                nodes: self.nodes,
                place: Place::Index(count),
                parent: Some(at),
                depth: self.depth + 1,
            })?
            .is_some()
        {
            count += 1;
        }
        self.close(at, Kind::Array(count));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let at = self.push::<A::Error>(Kind::Object(0))?;
        let mut count = 0;
        while let Some(name) = fields.next_key::<String>()? {
            fields
                .next_value_seed(Reading {
                    nodes: self.nodes,
                    place: Place::Name(name),
                    parent: Some(at),
                    depth: self.depth + 1,
                })
                .map_err(A::Error::custom)?;
            count += 1;
        }
        self.close(at, Kind::Object(count));
        Ok(())
    }
}
