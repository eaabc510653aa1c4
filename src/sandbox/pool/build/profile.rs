//! What a profile or custom data looks like as JSON, and the filler that makes a profile big.

use serde_json::{Map, Value};
use toml::Spanned;

use super::limits::{DEEPEST, Limits};
use super::place::Origin;
use crate::sandbox::pool::error::PoolError;
use crate::sandbox::pool::file::Filler;

/// TOML as JSON: a time becomes text, and a number that JSON does not have becomes null.
pub(super) fn to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(to_json).collect(),
        toml::Value::Table(members) => {
            members.into_iter().map(|(name, member)| (name, to_json(member))).collect::<Map<_, _>>().into()
        }
    }
}

/// A profile as it is written, with its filler; null when there is neither.
pub(super) fn profile(
    origin: Origin<'_>,
    written: Option<toml::Value>,
    filler: Option<Spanned<Filler>>,
    limits: &mut Limits,
) -> Result<Value, PoolError> {
    let profile = written.map_or(Value::Null, to_json);
    let Some(filler) = filler else { return Ok(profile) };
    let spot = origin.spot(&filler);
    let filler = filler.into_inner();
    let unusable = |rule| PoolError::Unusable { place: spot.place(), what: "the filler".to_owned(), rule };
    if filler.depth > DEEPEST {
        return Err(unusable("is deeper than 1000"));
    }
    limits.filler.take(filler.keys.saturating_add(filler.depth), spot)?;
    let mut members = match profile {
        Value::Object(members) => members,
        Value::Null => Map::new(),
        _ => return Err(unusable("needs a profile that is a table")),
    };
    members.extend((1..=filler.keys).map(|number| (format!("filler-{number:05}"), number.into())));
    if filler.depth > 0 {
        let nested = (1..filler.depth)
            .fold(Value::Object(Map::new()), |inner, _| Value::Object(Map::from_iter([("deeper".to_owned(), inner)])));
        members.insert("deeper".to_owned(), nested);
    }
    Ok(members.into())
}
