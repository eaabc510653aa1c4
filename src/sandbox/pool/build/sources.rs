//! Identity sources and their connections, those that are listed and those of a series.

use std::collections::HashMap;

use super::limits::Limits;
use super::place::Spot;
use super::taken::Taken;
use super::{Placed, written_or_derived};
use crate::sandbox::pool::derived::{derived_id, series_key};
use crate::sandbox::pool::error::{PoolError, shown};
use crate::sandbox::pool::file::{SourceEntry, SourceSeries};
use crate::sandbox::pool::source::{Connection, Source};

/// The most characters of a connection's identifier (reference section 2).
const LONGEST_IDENTIFIER: usize = 31;

/// Sources by their keys.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) all: Vec<Source>,
    by_key: HashMap<String, usize>,
    series: HashMap<String, SeriesOfSources>,
}

/// What identities of a series have to know of its sources.
pub(super) struct SeriesOfSources {
    pub(super) provider: String,
    pub(super) count: usize,
}

impl Sources {
    pub(super) fn add<'text>(
        &mut self,
        Placed { origin, entry }: Placed<'text, SourceEntry>,
        limits: &mut Limits,
        taken: &mut Taken<'text>,
    ) -> Result<(), PoolError> {
        let spot = origin.spot(&entry.key);
        limits.connections.take(entry.connections.len().saturating_add(1), spot)?;
        taken.source_keys.take(entry.key.get_ref(), spot)?;
        let (source_id, spot) = written_or_derived(entry.id, "source", &entry.key, origin);
        taken.take_id(&source_id, spot)?;
        let mut connections = Vec::new();
        for connection in entry.connections {
            let spot = origin.spot(&connection.identifier);
            take_identifier(connection.identifier.get_ref(), spot, taken)?;
            let (connection_id, spot) = written_or_derived(connection.id, "connection", &connection.identifier, origin);
            taken.take_id(&connection_id, spot)?;
            let description = match connection.description {
                None => None,
                Some(both) => Some((limits.text(origin, both.chinese)?, limits.text(origin, both.english)?)),
            };
            connections.push(Connection {
                connection_id,
                identifier: connection.identifier.into_inner(),
                name: limits.text(origin, connection.name)?,
                mobile_only: connection.mobile_only,
                description,
            });
        }
        let family = entry.family.as_str().to_owned();
        self.put(entry.key.into_inner(), Source { source_id, provider: entry.provider, family, connections });
        Ok(())
    }

    pub(super) fn add_series<'text>(
        &mut self,
        Placed { origin, entry }: Placed<'text, SourceSeries>,
        limits: &mut Limits,
        taken: &mut Taken<'text>,
    ) -> Result<(), PoolError> {
        let spot = origin.spot(&entry.key);
        limits.connections.take(entry.count.saturating_mul(2), spot)?;
        let series = entry.key.into_inner();
        for number in 1..=entry.count {
            let key = series_key(&series, number);
            taken.source_keys.take(&key, spot)?;
            take_identifier(&key, spot, taken)?;
            let connection = Connection {
                connection_id: derived_id("connection", &key),
                identifier: key.clone(),
                name: entry.name.replace("{n}", &number.to_string()),
                mobile_only: false,
                description: None,
            };
            let source = Source {
                source_id: derived_id("source", &key),
                provider: entry.provider.clone(),
                family: entry.family.as_str().to_owned(),
                connections: vec![connection],
            };
            taken.take_id(&source.source_id, spot)?;
            for connection in &source.connections {
                taken.take_id(&connection.connection_id, spot)?;
            }
            self.put(key, source);
        }
        self.series.insert(series, SeriesOfSources { provider: entry.provider, count: entry.count });
        Ok(())
    }

    pub(super) fn find(&self, key: &str) -> Option<&Source> {
        self.all.get(*self.by_key.get(key)?)
    }

    /// The series with this key, unless it is empty.
    pub(super) fn series(&self, key: &str) -> Option<&SeriesOfSources> {
        self.series.get(key).filter(|series| series.count > 0)
    }

    fn put(&mut self, key: String, source: Source) {
        self.by_key.insert(key, self.all.len());
        self.all.push(source);
    }
}

/// Takes an identifier, which is part of addresses (reference section 2).
fn take_identifier<'text>(identifier: &str, spot: Spot<'text>, taken: &mut Taken<'text>) -> Result<(), PoolError> {
    taken.identifiers.take(identifier, spot)?;
    let known = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if identifier.len() <= LONGEST_IDENTIFIER && identifier.bytes().all(known) {
        return Ok(());
    }
    Err(PoolError::Unusable {
        place: spot.place(),
        what: format!("the connection identifier {:?}", shown(identifier)),
        rule: "must have lower-case letters, digits and - only, and fewer than 32 of them",
    })
}
