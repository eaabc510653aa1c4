//! The identities of an account, of which those of a series are made when somebody first looks.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::Identity;
use super::derived::{derived_id, series_key};

/// How many digits of an identity's ID say of which series it is; the rest is its number there.
pub(super) const PREFIX: usize = 16;

/// A list of identities. Thousands of them cost nothing while nobody signs in to their account.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "Vec<Identity>", into = "Vec<Identity>")]
pub(crate) struct Identities {
    /// All of them, unless there are series.
    listed: Vec<Identity>,
    series: Vec<IdentitySeries>,
    /// With series: those that are listed, and those of the series after them.
    all: OnceLock<Vec<Identity>>,
}

/// Many identities, dealt out to the sources of a series one after the other.
#[derive(Clone, Debug)]
pub(super) struct IdentitySeries {
    pub(super) persona: String,
    pub(super) source_series: String,
    pub(super) provider: String,
    /// How many sources the series has.
    pub(super) sources: usize,
    pub(super) count: usize,
}

impl IdentitySeries {
    /// How the IDs of its identities begin.
    pub(super) fn id_prefix(&self) -> String {
        let mut id = derived_id("identity", &format!("{}/{}", self.persona, self.source_series));
        id.truncate(PREFIX);
        id
    }

    fn make(&self) -> impl Iterator<Item = Identity> {
        let prefix = self.id_prefix();
        let sources: Vec<(String, String)> = (1..=self.sources)
            .map(|number| series_key(&self.source_series, number))
            .map(|key| (derived_id("source", &key), derived_id("connection", &key)))
            .collect();
        let numbers = (0..self.sources).cycle().zip(1..=self.count);
        numbers.filter_map(move |(source, number)| {
            let (source_id, connection_id) = sources.get(source)?;
            Some(Identity {
                identity_id: format!("{prefix}{number:08x}"),
                source_id: source_id.clone(),
                provider: self.provider.clone(),
                kind: format!("id-{}", (number - 1) / self.sources + 1),
                user_id_at_provider: format!("{}-{number:05}", self.persona),
                profile: Value::Null,
                has_tokens: false,
                connection_ids: vec![connection_id.clone()],
            })
        })
    }
}

impl Identities {
    pub(super) fn new(listed: Vec<Identity>, series: Vec<IdentitySeries>) -> Self {
        Self { listed, series, all: OnceLock::new() }
    }

    fn make_all(&self) -> Vec<Identity> {
        let count = self.listed.len() + self.series.iter().map(|series| series.count).sum::<usize>();
        let mut all = Vec::with_capacity(count);
        all.extend(self.listed.iter().cloned());
        all.extend(self.series.iter().flat_map(IdentitySeries::make));
        all
    }
}

impl Deref for Identities {
    type Target = Vec<Identity>;

    fn deref(&self) -> &Vec<Identity> {
        match self.series.is_empty() {
            true => &self.listed,
            false => self.all.get_or_init(|| self.make_all()),
        }
    }
}

impl DerefMut for Identities {
    fn deref_mut(&mut self) -> &mut Vec<Identity> {
        if !self.series.is_empty() {
            self.listed = self.all.take().unwrap_or_else(|| self.make_all());
            self.series.clear();
        }
        &mut self.listed
    }
}

impl From<Vec<Identity>> for Identities {
    fn from(listed: Vec<Identity>) -> Self {
        Self::new(listed, Vec::new())
    }
}

impl From<Identities> for Vec<Identity> {
    fn from(mut identities: Identities) -> Self {
        std::mem::take(&mut *identities)
    }
}

impl<'identities> IntoIterator for &'identities Identities {
    type Item = &'identities Identity;
    type IntoIter = std::slice::Iter<'identities, Identity>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Identities {
        let series = IdentitySeries {
            persona: "many".to_owned(),
            source_series: "idp".to_owned(),
            provider: "oidc".to_owned(),
            sources: 3,
            count: 7,
        };
        Identities::new(Vec::new(), vec![series])
    }

    #[test]
    fn a_series_is_dealt_out_when_somebody_looks_and_not_before() {
        let identities = series();
        assert!(identities.all.get().is_none());
        let made: Vec<(&str, &str)> =
            identities.iter().map(|one| (one.user_id_at_provider.as_str(), one.kind.as_str())).collect();
        assert_eq!(made.len(), 7);
        assert_eq!(
            (made[0], made[2], made[3]),
            (("many-00001", "id-1"), ("many-00003", "id-1"), ("many-00004", "id-2"))
        );
        assert_eq!(identities[0].source_id, derived_id("source", "idp-1"));
        assert_eq!(identities[6].source_id, identities[0].source_id);
        assert_ne!(identities[1].source_id, identities[0].source_id);
        assert!(identities.iter().all(|one| one.identity_id.len() == 24));
    }

    #[test]
    fn what_is_taken_away_of_a_series_stays_away() {
        let mut identities = series();
        let copy = identities.clone();
        let first = identities[0].source_id.clone();
        identities.retain(|one| one.source_id != first);
        assert_eq!((identities.len(), copy.len()), (4, 7));
        let kept = serde_json::to_string(&identities).unwrap();
        let read: Identities = serde_json::from_str(&kept).unwrap();
        assert_eq!(read.len(), 4);
    }
}
