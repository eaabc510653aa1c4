//! Who has an account at a provider, as far as its page here goes.

use super::identities;
use crate::sandbox::pool::{Account, Connection, Identity, Pool, Source};

/// Somebody who can sign in at a provider.
pub(super) struct KnownPerson {
    /// What the page's form sends: the key of a person or of a persona.
    pub(super) key: String,
    /// The name as the provider knows it.
    pub(super) name: String,
    /// What tells two people of one name apart: a login or an ID.
    pub(super) login: String,
    /// What the provider tells the service, with the connection through which it does.
    pub(super) identities: Vec<Identity>,
}

/// Everybody a source knows: each persona that had an identity of it at the start, with that identity, so that binding
/// it again after an unbind gives the same one; then the people who have an account everywhere.
pub(super) fn everybody(pool: &Pool, source: &Source, connection: &Connection) -> Vec<KnownPerson> {
    let mut everybody: Vec<KnownPerson> =
        pool.accounts.iter().filter_map(|account| persona(account, source, connection)).collect();
    for person in &pool.people {
        // A persona of the same key comes first, and a form's button can name one of them only.
        if everybody.iter().all(|known| known.key != person.key) {
            everybody.push(KnownPerson {
                key: person.key.clone(),
                name: person.name.clone(),
                login: person.login.clone(),
                identities: through(connection, identities::given(source, person)),
            });
        }
    }
    everybody
}

fn persona(account: &Account, source: &Source, connection: &Connection) -> Option<KnownPerson> {
    let own = |identity: &&Identity| identity.source_id == source.source_id;
    let identities: Vec<Identity> = account.identities.iter().filter(own).cloned().collect();
    let first = identities.first()?;
    let text = |key: &str| first.profile.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    Some(KnownPerson {
        key: account.persona.key.clone(),
        name: ["name", "displayName", "nickname"]
            .into_iter()
            .find_map(text)
            .unwrap_or_else(|| account.persona.native_name.clone()),
        login: text("login").unwrap_or_else(|| first.user_id_at_provider.clone()),
        identities: through(connection, identities),
    })
}

fn through(connection: &Connection, mut identities: Vec<Identity>) -> Vec<Identity> {
    for identity in &mut identities {
        identity.connection_ids = vec![connection.connection_id.clone()];
    }
    identities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personas_come_with_their_own_identities_and_people_with_derived_ones() {
        let pool = Pool::built_in();
        let (source, connection) = pool.connection("github").unwrap();
        let known = everybody(&pool, source, connection);
        let shown: Vec<(&str, &str, &str)> =
            known.iter().take(2).map(|one| (&*one.key, &*one.name, &*one.login)).collect();
        assert_eq!(shown, [("rich", "Lin Xiao", "lin-xiao"), ("single", "Sakura Tanaka", "sakura-t")]);
        let ids = |key: &str| {
            let person = known.iter().find(|one| one.key == key).unwrap();
            person.identities.iter().map(|one| one.user_id_at_provider.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids("rich"), ["5829113"]);
        assert_eq!(ids("noor").len(), 1);
        assert!(known.iter().all(|one| one.identities.iter().all(|one| one.connection_ids.len() == 1)));
    }

    #[test]
    fn a_persona_comes_before_a_person_of_the_same_key() {
        let own = "[[person]]\nkey = \"rich\"\nname = \"Another\"\nlogin = \"another\"\n";
        let pool = Pool::with(own).unwrap();
        let (source, connection) = pool.connection("github").unwrap();
        let names: Vec<String> = everybody(&pool, source, connection)
            .into_iter()
            .filter(|one| one.key == "rich")
            .map(|one| one.name)
            .collect();
        assert_eq!(names, ["Lin Xiao"]);
    }
}
