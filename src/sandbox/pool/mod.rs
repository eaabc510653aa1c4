//! What a sandbox holds when it starts: a user pool with its applications, identity sources and personas.
//!
//! All of it is data: `assets/sandbox/personas.toml`, and a person's own file on top of that.

mod account;
mod application;
mod build;
mod built_in;
mod derived;
mod error;
mod file;
mod identities;
mod persona;
mod source;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use account::{Account, Identity};
pub use application::{Application, SigningAlgorithm, TokenEndpointAuthMethod};
pub use build::Place;
pub use error::PoolError;
pub(crate) use identities::Identities;
pub use persona::Persona;
pub(crate) use persona::Standing;
pub(crate) use source::{Connection, Source};

/// A user pool as it is before anybody signs in (reference sections 1.1 and 2).
#[derive(Clone, Debug)]
pub struct Pool {
    pub(crate) user_pool_id: String,
    pub(crate) applications: Vec<Arc<Application>>,
    pub(crate) sources: Vec<Source>,
    pub(crate) accounts: Vec<Arc<Account>>,
    pub(crate) people: Vec<Person>,
    /// Where in `sources` an ID is.
    source_indexes: HashMap<String, usize>,
    /// Where in `sources` a connection's identifier is, and where among that source's connections.
    connection_indexes: HashMap<String, (usize, usize)>,
}

/// Somebody who has an account at every external provider and none here, unless it gets bound.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) login: String,
}

impl Default for Pool {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Pool {
    /// The pool that comes with the program.
    pub fn built_in() -> Self {
        built_in::pool().clone()
    }

    /// The pool that comes with the program, with what the text of a personas file adds. An entry with a key that is
    /// there already takes its place. `docs/personas.md` describes the form.
    ///
    /// # Errors
    /// When the text is no personas file, names what is nowhere, names one thing twice, or asks for too much.
    pub fn with(text: &str) -> Result<Self, PoolError> {
        build::read(&[built_in::FILE, build::Origin { text, built_in: false }])
    }

    fn new(
        user_pool_id: String,
        applications: Vec<Arc<Application>>,
        sources: Vec<Source>,
        accounts: Vec<Arc<Account>>,
        people: Vec<Person>,
    ) -> Self {
        let numbered = || sources.iter().enumerate();
        let source_indexes = numbered().map(|(index, source)| (source.source_id.clone(), index)).collect();
        let connection_indexes = numbered()
            .flat_map(|(index, source)| {
                let connections = source.connections.iter().enumerate();
                connections.map(move |(at, connection)| (connection.identifier.clone(), (index, at)))
            })
            .collect();
        Self { user_pool_id, applications, sources, accounts, people, source_indexes, connection_indexes }
    }

    /// Everybody who has an account, in the file's order.
    pub fn personas(&self) -> impl Iterator<Item = &Persona> {
        self.accounts.iter().map(|account| &*account.persona)
    }

    /// The applications; the first is the one that the program itself uses.
    pub fn applications(&self) -> impl Iterator<Item = &Application> {
        self.applications.iter().map(|application| &**application)
    }

    /// The user pool's ID.
    pub fn user_pool_id(&self) -> &str {
        &self.user_pool_id
    }

    pub(crate) fn application(&self, app_id: &str) -> Option<&Arc<Application>> {
        self.applications.iter().find(|application| application.app_id == app_id)
    }

    pub(crate) fn source(&self, source_id: &str) -> Option<&Source> {
        self.sources.get(*self.source_indexes.get(source_id)?)
    }

    /// The connection with this identifier, and the source that it is a way into.
    pub(crate) fn connection(&self, identifier: &str) -> Option<(&Source, &Connection)> {
        let (index, at) = self.connection_indexes.get(identifier)?;
        let source = self.sources.get(*index)?;
        Some((source, source.connections.get(*at)?))
    }

    /// Every connection with its source.
    pub(crate) fn connections(&self) -> impl Iterator<Item = (&Source, &Connection)> {
        self.sources.iter().flat_map(|source| source.connections.iter().map(move |connection| (source, connection)))
    }

    /// The connections that are enabled for an application, in its order.
    pub(crate) fn enabled<'pool>(
        &'pool self,
        application: &'pool Application,
    ) -> impl Iterator<Item = (&'pool Source, &'pool Connection)> {
        application.connections.iter().filter_map(|identifier| self.connection(identifier))
    }
}

/// Everybody who can sign in to a sandbox with nothing added.
pub fn personas() -> Vec<Persona> {
    built_in::pool().personas().cloned().collect()
}
