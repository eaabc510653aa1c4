//! What a sandbox holds when it starts: a user pool with its applications, identity sources and personas.
//!
//! All of it is data: `assets/sandbox/personas.toml`, and a person's own file on top of that.

mod account;
mod application;
mod build;
mod file;
mod persona;
mod source;

use std::sync::{Arc, LazyLock};

pub(crate) use account::{Account, Identity};
pub use application::{Application, SigningAlgorithm, TokenEndpointAuthMethod};
pub use build::PoolError;
pub use persona::Persona;
pub(crate) use persona::Standing;
pub(crate) use source::{Connection, Source};

/// The personas file that comes with the program.
const BUILT_IN: &str = include_str!("../../../assets/sandbox/personas.toml");

static BUILT_IN_POOL: LazyLock<Pool> = LazyLock::new(|| build::read(&[BUILT_IN]).unwrap_or_else(|_| Pool::empty()));

/// A user pool as it is before anybody signs in (reference sections 1.1 and 2).
#[derive(Clone, Debug)]
pub struct Pool {
    pub(crate) user_pool_id: String,
    pub(crate) applications: Vec<Arc<Application>>,
    pub(crate) sources: Vec<Source>,
    pub(crate) accounts: Vec<Arc<Account>>,
    pub(crate) people: Vec<Person>,
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
        BUILT_IN_POOL.clone()
    }

    /// The pool that comes with the program, with what the text of a personas file adds. An entry with a key that is
    /// there already takes its place.
    ///
    /// # Errors
    /// When the text is no personas file, or names what is nowhere, or names one thing twice.
    pub fn with(text: &str) -> Result<Self, PoolError> {
        build::read(&[BUILT_IN, text])
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
        self.sources.iter().find(|source| source.source_id == source_id)
    }

    /// The connection with this identifier, and the source that it is a way into.
    pub(crate) fn connection(&self, identifier: &str) -> Option<(&Source, &Connection)> {
        self.connections().find(|(_, connection)| connection.identifier == identifier)
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

    fn empty() -> Self {
        Self {
            user_pool_id: String::new(),
            applications: Vec::new(),
            sources: Vec::new(),
            accounts: Vec::new(),
            people: Vec::new(),
        }
    }
}

/// Everybody who can sign in to a sandbox with nothing added.
pub fn personas() -> Vec<Persona> {
    BUILT_IN_POOL.personas().cloned().collect()
}
