//! Makes a pool of personas files: puts them together, gives IDs to what has none, and checks what they name.

mod accounts;
mod limits;
mod place;
mod profile;
mod sources;
mod taken;

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;

use super::application::{Application, SigningAlgorithm, TokenEndpointAuthMethod};
use super::derived::derived_id;
use super::error::{PoolError, shown};
use super::file::{ApplicationEntry, PersonEntry, PersonaEntry, PoolFile, SourceEntry, SourceSeries};
use super::{Person, Pool};
use accounts::account;
use limits::{BIGGEST_FILE, Limits};
pub(crate) use place::Origin;
pub use place::Place;
use sources::Sources;
use taken::{Names, Taken};

/// Puts files together; an entry of a later one takes the place of an earlier one with the same key.
pub(super) fn read(files: &[Origin<'_>]) -> Result<Pool, PoolError> {
    let mut all = Merged::default();
    for origin in files {
        if origin.text.len() > BIGGEST_FILE {
            return Err(PoolError::TooBig { most: BIGGEST_FILE });
        }
        let file: PoolFile = toml::from_str(origin.text).map_err(|error| malformed(*origin, &error))?;
        all.add(*origin, file)?;
    }
    build(all)
}

/// TOML's complaint, in one line.
fn malformed(origin: Origin<'_>, error: &toml::de::Error) -> PoolError {
    let place = origin.at(error.span().map_or(0, |span| span.start)).place();
    PoolError::Form { place, reason: error.message().split('\n').collect::<Vec<_>>().join("; ") }
}

/// An entry and the file that it stands in.
struct Placed<'text, Entry> {
    origin: Origin<'text>,
    entry: Entry,
}

/// The entries of one kind, in the order in which their keys were first seen.
struct Entries<'text, Entry> {
    all: Vec<Placed<'text, Entry>>,
    by_key: HashMap<String, usize>,
}

impl<Entry> Default for Entries<'_, Entry> {
    fn default() -> Self {
        Self { all: Vec::new(), by_key: HashMap::new() }
    }
}

impl<'text, Entry> Entries<'text, Entry> {
    fn add(
        &mut self,
        origin: Origin<'text>,
        more: Vec<Entry>,
        what: &'static str,
        key: impl Fn(&Entry) -> &Spanned<String>,
    ) -> Result<(), PoolError> {
        let mut in_this_file = Names::new(what);
        for entry in more {
            let name = key(&entry);
            in_this_file.take(name.get_ref(), origin.spot(name))?;
            let index = self.by_key.get(name.get_ref()).copied();
            match index.and_then(|index| self.all.get_mut(index)) {
                Some(old) => *old = Placed { origin, entry },
                None => {
                    self.by_key.insert(name.get_ref().clone(), self.all.len());
                    self.all.push(Placed { origin, entry });
                }
            }
        }
        Ok(())
    }
}

/// Files put together.
#[derive(Default)]
struct Merged<'text> {
    user_pool_id: Option<String>,
    applications: Entries<'text, ApplicationEntry>,
    sources: Entries<'text, SourceEntry>,
    source_series: Entries<'text, SourceSeries>,
    personas: Entries<'text, PersonaEntry>,
    people: Entries<'text, PersonEntry>,
}

impl<'text> Merged<'text> {
    fn add(&mut self, origin: Origin<'text>, file: PoolFile) -> Result<(), PoolError> {
        self.user_pool_id = file.user_pool_id.or(self.user_pool_id.take());
        self.applications.add(origin, file.applications, "application", |entry| &entry.key)?;
        self.sources.add(origin, file.sources, "source", |entry| &entry.key)?;
        self.source_series.add(origin, file.source_series, "series", |entry| &entry.key)?;
        self.personas.add(origin, file.personas, "persona", |entry| &entry.key)?;
        self.people.add(origin, file.people, "person", |entry| &entry.key)
    }
}

fn build(merged: Merged<'_>) -> Result<Pool, PoolError> {
    let (mut limits, mut taken) = (Limits::default(), Taken::default());
    let mut sources = Sources::default();
    for source in merged.sources.all {
        sources.add(source, &mut limits, &mut taken)?;
    }
    for series in merged.source_series.all {
        sources.add_series(series, &mut limits, &mut taken)?;
    }
    let mut accounts = Vec::new();
    for persona in merged.personas.all {
        accounts.push(Arc::new(account(persona, &sources, &mut limits, &mut taken)?));
    }
    taken.check_series()?;
    let mut applications = Vec::new();
    for entry in merged.applications.all {
        applications.push(Arc::new(application(entry, &sources, &mut limits, &mut taken)?));
    }
    if applications.is_empty() {
        return Err(PoolError::NoApplication);
    }
    let mut people = Vec::new();
    for Placed { origin, entry } in merged.people.all {
        limits.people.take(1, origin.spot(&entry.key))?;
        let name = limits.text(origin, entry.name)?;
        people.push(Person { key: entry.key.into_inner(), name, login: entry.login });
    }
    let user_pool_id = merged.user_pool_id.unwrap_or_else(|| derived_id("user pool", ""));
    Ok(Pool::new(user_pool_id, applications, sources.all, accounts, people))
}

fn application<'text>(
    Placed { origin, entry }: Placed<'text, ApplicationEntry>,
    sources: &Sources,
    limits: &mut Limits,
    taken: &mut Taken<'text>,
) -> Result<Application, PoolError> {
    let spot = origin.spot(&entry.key);
    limits.applications.take(1, spot)?;
    let whose = format!("the application {:?}", shown(entry.key.get_ref()));
    let needs_secret = entry.token_endpoint_auth_method != TokenEndpointAuthMethod::None
        || entry.id_token_signed_response_alg == SigningAlgorithm::Hs256;
    if needs_secret && entry.secret.as_deref().unwrap_or_default().is_empty() {
        let rule = "needs a secret, by its token_endpoint_auth_method or id_token_signed_response_alg";
        return Err(PoolError::Unusable { place: spot.place(), what: whose, rule });
    }
    let (app_id, spot) = written_or_derived(entry.app_id, "application", &entry.key, origin);
    taken.application_ids.take(&app_id, spot)?;
    let connections = match entry.connections {
        None => sources.all.iter().flat_map(|source| &source.connections).map(|one| one.identifier.clone()).collect(),
        Some(chosen) => {
            let mut listed = Names::new("connection of the application");
            for identifier in &chosen {
                let (spot, name) = (origin.spot(identifier), identifier.get_ref());
                listed.take(name, spot)?;
                if !taken.identifiers.has(name) {
                    let (place, name) = (spot.place(), shown(name));
                    return Err(PoolError::Unknown { place, whose, what: "connection", name });
                }
            }
            chosen.into_iter().map(Spanned::into_inner).collect()
        }
    };
    Ok(Application {
        app_id,
        name: entry.name,
        secret: entry.secret,
        token_endpoint_auth_method: entry.token_endpoint_auth_method,
        id_token_signed_response_alg: entry.id_token_signed_response_alg,
        redirect_uris: entry.redirect_uris,
        post_logout_redirect_uris: entry.post_logout_redirect_uris,
        connections,
    })
}

/// An ID that is written, or one that is derived from a key; and what an error about it points at.
fn written_or_derived<'text>(
    id: Option<Spanned<String>>,
    what: &str,
    key: &Spanned<String>,
    origin: Origin<'text>,
) -> (String, place::Spot<'text>) {
    match id {
        Some(id) => {
            let spot = origin.spot(&id);
            (id.into_inner(), spot)
        }
        None => (derived_id(what, key.get_ref()), origin.spot(key)),
    }
}

#[cfg(test)]
mod tests;
