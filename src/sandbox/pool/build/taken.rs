//! What has to be one of a kind, and who has it.

use std::collections::{HashMap, HashSet};

use super::place::Spot;
use crate::sandbox::pool::error::{PoolError, shown};
use crate::sandbox::pool::identities::PREFIX;

/// Names of one kind.
pub(super) struct Names<'text> {
    what: &'static str,
    taken: HashMap<String, Spot<'text>>,
}

impl<'text> Names<'text> {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, taken: HashMap::new() }
    }

    /// Takes a name for good; an empty one is none.
    pub(super) fn take(&mut self, name: &str, spot: Spot<'text>) -> Result<(), PoolError> {
        self.take_shown_as(name, name, spot)
    }

    /// Whether somebody has it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// The same as `take`, where what a person wrote is not what has to be one of a kind.
    fn take_shown_as(&mut self, name: &str, written: &str, spot: Spot<'text>) -> Result<(), PoolError> {
        if name.is_empty() {
            let what = format!("the {}", self.what);
            return Err(PoolError::Unusable { place: spot.place(), what, rule: "must not be empty" });
        }
        match self.taken.insert(name.to_owned(), spot) {
            None => Ok(()),
            Some(first) => Err(PoolError::Twice {
                place: spot.place(),
                what: self.what,
                name: shown(written),
                first: first.place(),
            }),
        }
    }
}

/// Everything that has to be one of a kind over all files.
pub(super) struct Taken<'text> {
    pub(super) application_ids: Names<'text>,
    pub(super) source_keys: Names<'text>,
    pub(super) identifiers: Names<'text>,
    pub(super) directory_names: Names<'text>,
    ids: Names<'text>,
    series_prefixes: HashMap<String, Spot<'text>>,
    login_names: Names<'text>,
    users_at_providers: Names<'text>,
}

impl Default for Taken<'_> {
    fn default() -> Self {
        Self {
            application_ids: Names::new("application ID"),
            source_keys: Names::new("source"),
            identifiers: Names::new("connection identifier"),
            directory_names: Names::new("directory name"),
            ids: Names::new("ID"),
            series_prefixes: HashMap::new(),
            login_names: Names::new("name to sign in with"),
            users_at_providers: Names::new("user at the provider"),
        }
    }
}

impl<'text> Taken<'text> {
    /// Takes an ID: no two sources, connections, accounts or identities share one.
    pub(super) fn take_id(&mut self, id: &str, spot: Spot<'text>) -> Result<(), PoolError> {
        self.ids.take(id, spot)
    }

    /// Takes every ID that begins so: the identities of a series are not made yet.
    pub(super) fn take_series(&mut self, id_prefix: &str, series: &str, spot: Spot<'text>) -> Result<(), PoolError> {
        match self.series_prefixes.insert(id_prefix.to_owned(), spot) {
            None => Ok(()),
            Some(first) => Err(PoolError::Twice {
                place: spot.place(),
                what: "series of the persona",
                name: shown(series),
                first: first.place(),
            }),
        }
    }

    /// Once every ID is taken: none of them lies in a series.
    pub(super) fn check_series(&self) -> Result<(), PoolError> {
        if self.series_prefixes.is_empty() {
            return Ok(());
        }
        for (id, spot) in &self.ids.taken {
            let series = id.get(..PREFIX).and_then(|prefix| self.series_prefixes.get(prefix));
            if let Some(first) = series {
                let (place, first) = (spot.place(), first.place());
                return Err(PoolError::Twice { place, what: "ID", name: shown(id), first });
            }
        }
        Ok(())
    }

    /// Takes the names that one persona signs in with. Case does not count, since an email is the same in any; one
    /// persona may use a name for two things.
    pub(super) fn take_login_names(&mut self, names: &[(&str, Spot<'text>)]) -> Result<(), PoolError> {
        let mut own = HashSet::new();
        for (name, spot) in names {
            let lower = name.to_lowercase();
            if own.insert(lower.clone()) {
                self.login_names.take_shown_as(&lower, name, *spot)?;
            }
        }
        Ok(())
    }

    /// Takes the users at providers whom one persona is: source ID, user ID there, place. One persona may have the same
    /// under several types, but two who are the same user there could not be told apart when that user signs in.
    pub(super) fn take_users_at_providers(&mut self, users: &[(&str, &str, Spot<'text>)]) -> Result<(), PoolError> {
        let mut own = HashSet::new();
        for (source_id, user_id, spot) in users {
            if own.insert((source_id, user_id)) {
                self.users_at_providers.take_shown_as(&format!("{source_id}\n{user_id}"), user_id, *spot)?;
            }
        }
        Ok(())
    }
}
