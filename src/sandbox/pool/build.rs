//! Makes a pool of personas files: puts them together, gives IDs to what has none, and checks what they name.

use std::collections::HashSet;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use super::account::{Account, Identity};
use super::application::Application;
use super::file::{
    ApplicationEntry, ConnectionEntry, IdentityEntry, IdentitySeries, PersonaEntry, PoolFile, SourceEntry, SourceSeries,
};
use super::persona::Persona;
use super::source::{Connection, Source};
use super::{Person, Pool};

/// When an account was made whose entry does not say so.
const CREATED_AT: &str = "2024-01-01T00:00:00.000Z";

/// The most that one series may hold: enough to try any program's patience, and not all memory.
const LONGEST_SERIES: u32 = 100_000;

/// Why a text is no personas file that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// It is no TOML, or not of the form of a personas file. The text names line and column.
    #[error("{0}")]
    Form(String),
    /// It names something that is nowhere.
    #[error("{whose} names the {what} {name:?}, which is not in the file")]
    Unknown {
        /// Which entry.
        whose: String,
        /// What it names: a source, a connection, a series.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two entries claim the same name or ID.
    #[error("{what} {name:?} stands there twice")]
    Twice {
        /// What kind of name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A series is longer than any use for it.
    #[error("the series {0:?} is longer than 100,000")]
    TooLong(String),
    /// There is no application to sign in to.
    #[error("there is no application")]
    NoApplication,
}

/// Puts files together; an entry of a later one takes the place of an earlier one with the same key.
pub(super) fn read(texts: &[&str]) -> Result<Pool, PoolError> {
    let mut all = PoolFile::default();
    for text in texts {
        let file: PoolFile = toml::from_str(text).map_err(|error| PoolError::Form(error.to_string()))?;
        all.user_pool_id = file.user_pool_id.or(all.user_pool_id);
        put(&mut all.applications, file.applications, "application", |entry| &entry.key)?;
        put(&mut all.sources, file.sources, "source", |entry| &entry.key)?;
        put(&mut all.source_series, file.source_series, "series", |entry| &entry.key)?;
        put(&mut all.personas, file.personas, "persona", |entry| &entry.key)?;
        put(&mut all.people, file.people, "person", |entry| &entry.key)?;
    }
    build(all)
}

fn put<Entry>(
    all: &mut Vec<Entry>,
    more: Vec<Entry>,
    what: &'static str,
    key: impl Fn(&Entry) -> &str,
) -> Result<(), PoolError> {
    unique(what, more.iter().map(&key))?;
    for entry in more {
        match all.iter_mut().find(|old| key(old) == key(&entry)) {
            Some(old) => *old = entry,
            None => all.push(entry),
        }
    }
    Ok(())
}

fn build(file: PoolFile) -> Result<Pool, PoolError> {
    let mut sources = Sources::default();
    for entry in file.sources {
        sources.add(entry);
    }
    for series in file.source_series {
        sources.add_series(&series)?;
    }
    let accounts: Vec<Arc<Account>> =
        file.personas.into_iter().map(|entry| account(entry, &sources).map(Arc::new)).collect::<Result<_, _>>()?;
    let sources: Vec<Source> = sources.all.into_iter().map(|(_, source)| source).collect();
    let applications: Vec<Arc<Application>> = file
        .applications
        .into_iter()
        .map(|entry| application(entry, &sources).map(Arc::new))
        .collect::<Result<_, _>>()?;
    let people =
        file.people.into_iter().map(|entry| Person { key: entry.key, name: entry.name.into(), login: entry.login });
    let pool = Pool {
        user_pool_id: file.user_pool_id.unwrap_or_else(|| derived_id("user pool", "")),
        applications,
        sources,
        accounts,
        people: people.collect(),
    };
    check(&pool)?;
    Ok(pool)
}

/// Sources by their keys.
#[derive(Default)]
struct Sources {
    all: Vec<(String, Source)>,
}

impl Sources {
    fn add(&mut self, entry: SourceEntry) {
        let connection = |entry: ConnectionEntry| Connection {
            connection_id: entry.id.unwrap_or_else(|| derived_id("connection", &entry.identifier)),
            identifier: entry.identifier,
            name: entry.name.into(),
            mobile_only: entry.mobile_only,
            description: entry.description.map(|both| (both.chinese.into(), both.english.into())),
        };
        let source = Source {
            source_id: entry.id.unwrap_or_else(|| derived_id("source", &entry.key)),
            provider: entry.provider,
            family: entry.family.as_str().to_owned(),
            connections: entry.connections.into_iter().map(connection).collect(),
        };
        self.all.push((entry.key, source));
    }

    fn add_series(&mut self, series: &SourceSeries) -> Result<(), PoolError> {
        if series.count > LONGEST_SERIES {
            return Err(PoolError::TooLong(series.key.clone()));
        }
        for number in 1..=series.count {
            let key = series_key(&series.key, number);
            let connection = Connection {
                connection_id: derived_id("connection", &key),
                identifier: key.clone(),
                name: series.name.replace("{n}", &number.to_string()),
                mobile_only: false,
                description: None,
            };
            let source = Source {
                source_id: derived_id("source", &key),
                provider: series.provider.clone(),
                family: series.family.as_str().to_owned(),
                connections: vec![connection],
            };
            self.all.push((key, source));
        }
        Ok(())
    }

    fn find(&self, key: &str) -> Option<&Source> {
        self.all.iter().find(|(own, _)| own == key).map(|(_, source)| source)
    }

    /// The sources that a series made.
    fn of_series(&self, series: &str) -> Vec<&Source> {
        let mut found = Vec::new();
        let mut number = 1;
        while let Some(source) = self.find(&series_key(series, number)) {
            found.push(source);
            number += 1;
        }
        found
    }
}

fn series_key(series: &str, number: u32) -> String {
    format!("{series}-{number}")
}

fn application(entry: ApplicationEntry, sources: &[Source]) -> Result<Application, PoolError> {
    let all = || sources.iter().flat_map(|source| &source.connections).map(|connection| &connection.identifier);
    let connections = match entry.connections {
        None => all().cloned().collect(),
        Some(chosen) => {
            if let Some(unknown) = chosen.iter().find(|identifier| all().all(|known| known != *identifier)) {
                let whose = format!("the application {:?}", entry.key);
                return Err(PoolError::Unknown { whose, what: "connection", name: unknown.clone() });
            }
            chosen
        }
    };
    Ok(Application {
        app_id: entry.app_id.unwrap_or_else(|| derived_id("application", &entry.key)),
        name: entry.name,
        secret: entry.secret,
        token_endpoint_auth_method: entry.token_endpoint_auth_method,
        id_token_signed_response_alg: entry.id_token_signed_response_alg,
        redirect_uris: entry.redirect_uris,
        post_logout_redirect_uris: entry.post_logout_redirect_uris,
        connections,
    })
}

fn account(entry: PersonaEntry, sources: &Sources) -> Result<Account, PoolError> {
    let mut identities = Vec::new();
    for (number, identity) in entry.identities.into_iter().enumerate() {
        identities.push(self::identity(identity, &entry.key, number, sources)?);
    }
    for series in &entry.identity_series {
        identities.extend(identity_series(series, &entry.key, sources)?);
    }
    let name: String = entry.name.into();
    let persona = Persona {
        native_name: entry.native_name.map_or_else(|| name.clone(), Into::into),
        name,
        email: entry.email,
        username: entry.username,
        phone: entry.phone,
        directory_name: entry.directory_name,
        description: entry.description,
        offered: entry.offered,
        password: entry.password,
        key: entry.key,
    };
    Ok(Account {
        user_id: entry.user_id.unwrap_or_else(|| derived_id("user", &persona.key)).into(),
        nickname: entry.nickname.map(Into::into),
        phone_country_code: entry.phone_country_code,
        department_ids: entry.department_ids,
        created_at: entry.created_at.map_or_else(|| CREATED_AT.to_owned(), |at| format!("{at:.3}")),
        custom_data: entry.custom_data,
        password_set: entry.password_set.unwrap_or(persona.password.is_some()),
        odd: entry.odd,
        standing: entry.standing,
        flow_code_in_status: entry.flow_code_in_status,
        identities,
        persona: Arc::new(persona),
    })
}

fn identity(entry: IdentityEntry, persona: &str, number: usize, sources: &Sources) -> Result<Identity, PoolError> {
    let unknown = |what, name: &str| PoolError::Unknown {
        whose: format!("the persona {persona:?}"),
        what,
        name: name.to_owned(),
    };
    let source = sources.find(&entry.source).ok_or_else(|| unknown("source", &entry.source))?;
    let connection_ids = match entry.connections {
        None => source.connections.iter().take(1).map(|connection| connection.connection_id.clone()).collect(),
        Some(identifiers) => {
            let mut ids = Vec::new();
            for identifier in identifiers {
                let found = source.connections.iter().find(|connection| connection.identifier == identifier);
                ids.push(found.ok_or_else(|| unknown("connection", &identifier))?.connection_id.clone());
            }
            ids
        }
    };
    Ok(Identity {
        identity_id: entry.id.unwrap_or_else(|| derived_id("identity", &format!("{persona}/{number}"))),
        source_id: source.source_id.clone(),
        provider: source.provider.clone(),
        kind: entry.kind.into(),
        user_id_at_provider: entry.user_id_in_idp.into(),
        profile: entry.profile,
        has_tokens: entry.tokens,
        connection_ids,
    })
}

fn identity_series(series: &IdentitySeries, persona: &str, sources: &Sources) -> Result<Vec<Identity>, PoolError> {
    if series.count > LONGEST_SERIES {
        return Err(PoolError::TooLong(series.source_series.clone()));
    }
    let dealt = sources.of_series(&series.source_series);
    if dealt.is_empty() {
        return Err(PoolError::Unknown {
            whose: format!("the persona {persona:?}"),
            what: "series",
            name: series.source_series.clone(),
        });
    }
    let identities = dealt.iter().cycle().zip(1..=series.count).map(|(source, number)| Identity {
        identity_id: derived_id("identity", &format!("{persona}/{}/{number}", series.source_series)),
        source_id: source.source_id.clone(),
        provider: source.provider.clone(),
        kind: format!("id-{}", (number as usize - 1) / dealt.len() + 1),
        user_id_at_provider: format!("{persona}-{number:05}"),
        profile: Value::Null,
        has_tokens: false,
        connection_ids: source.connections.iter().map(|connection| connection.connection_id.clone()).collect(),
    });
    Ok(identities.collect())
}

/// 24 hexadecimal digits that are the same for the same key each time, as the service's IDs look (reference section
/// 1.7).
fn derived_id(what: &str, key: &str) -> String {
    let hash = digest(&SHA256, format!("{what}\n{key}").as_bytes());
    hash.as_ref().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// What has to be one of a kind is.
fn check(pool: &Pool) -> Result<(), PoolError> {
    if pool.applications.is_empty() {
        return Err(PoolError::NoApplication);
    }
    let personas = || pool.accounts.iter().map(|account| &*account.persona);
    unique("the application ID", pool.applications.iter().map(|one| one.app_id.as_str()))?;
    unique("the email", personas().filter_map(|one| one.email.as_deref()))?;
    unique("the username", personas().filter_map(|one| one.username.as_deref()))?;
    unique("the phone number", personas().filter_map(|one| one.phone.as_deref()))?;
    unique("the directory name", personas().filter_map(|one| one.directory_name.as_deref()))?;
    unique("the connection", pool.connections().map(|(_, connection)| connection.identifier.as_str()))?;
    let identities = pool.accounts.iter().flat_map(|account| &account.identities);
    let ids = (pool.sources.iter().map(|source| source.source_id.as_str()))
        .chain(pool.connections().map(|(_, connection)| connection.connection_id.as_str()))
        .chain(pool.accounts.iter().map(|account| &*account.user_id))
        .chain(identities.map(|identity| identity.identity_id.as_str()));
    unique("the ID", ids)
}

fn unique<'name>(what: &'static str, names: impl Iterator<Item = &'name str>) -> Result<(), PoolError> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(PoolError::Twice { what, name: name.to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::BUILT_IN;

    #[test]
    fn the_file_that_comes_with_the_program_is_good() {
        let pool = read(&[BUILT_IN]).unwrap();
        let offered: Vec<&str> =
            pool.personas().filter(|persona| persona.offered).map(|persona| persona.key.as_str()).collect();
        assert_eq!(offered, ["rich", "empty", "single", "odd"]);
        for id in pool.sources.iter().map(|source| &source.source_id) {
            assert_eq!(id.len(), 24, "{id}");
            assert!(id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
        }
    }

    #[test]
    fn an_entry_with_the_same_key_takes_the_place_of_the_first() {
        let own = "[[persona]]\nkey = \"rich\"\nname = \"Somebody\"\nusername = \"somebody\"\ndescription = \"\"\n";
        let pool = read(&[BUILT_IN, own]).unwrap();
        let names: Vec<&str> = pool.personas().take(2).map(|persona| persona.name.as_str()).collect();
        assert_eq!(names, ["Somebody", "Mia Novakova"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let persona = |more: &str| format!("[[persona]]\nkey = \"own\"\nname = \"Own\"\ndescription = \"\"\n{more}");
        let identity = "[[persona.identity]]\nsource = \"nowhere\"\ntype = \"openid\"\nuser_id_in_idp = \"1\"\n";
        for (text, said) in [
            (persona(identity), "the persona \"own\" names the source \"nowhere\", which is not in the file"),
            (persona("email = \"lin@example.com\""), "the email \"lin@example.com\" stands there twice"),
            (persona("standing = \"strange\""), "line 5"),
            (persona("colour = \"red\""), "line 5"),
            ("[[persona]".to_owned(), "line 1"),
        ] {
            let error = read(&[BUILT_IN, &text]).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn a_derived_id_is_the_same_each_time_and_for_that_key_only() {
        assert_eq!(derived_id("source", "a"), derived_id("source", "a"));
        assert_ne!(derived_id("source", "a"), derived_id("source", "b"));
        assert_ne!(derived_id("source", "a"), derived_id("user", "a"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = read(&[&text]);
        }
    }
}
