//! Binding what a provider gave to an account (reference section 6.2).

use crate::sandbox::accounts::{Accounts, NotChanged};
use crate::sandbox::pool::{Account, Identity};

/// Why nothing was bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotBound {
    /// One of the identities belongs to another account.
    ToAnotherAccount,
    /// The account has somebody else's identity of this source and type. There is one record for each account, source
    /// and type (reference section 2); that a second is refused rather than put in its place is a guess.
    AnotherPerson,
    /// The account is gone.
    NoAccount,
}

/// Binds these identities to an account and gives back its identities of their sources. What it has already stays as it
/// is, with the new connection beside the old ones; that this succeeds is a guess.
pub(super) fn bind(accounts: &Accounts, user_id: &str, given: &[Identity]) -> Result<Vec<Identity>, NotBound> {
    let changed = accounts.change_unless(
        user_id,
        |other| holds_any(other, given),
        |account| {
            let taken = given.iter().any(|new| account.identities.iter().any(|old| is_another_person(old, new)));
            if taken {
                return Err(NotBound::AnotherPerson);
            }
            take_in(account, given);
            let of_sources = |one: &&Identity| given.iter().any(|new| new.source_id == one.source_id);
            Ok(account.identities.iter().filter(of_sources).cloned().collect())
        },
    );
    match changed {
        Ok(bound) => bound,
        Err(NotChanged::InTheWay) => Err(NotBound::ToAnotherAccount),
        Err(NotChanged::NoAccount) => Err(NotBound::NoAccount),
    }
}

/// Whether an account has one of these identities.
pub(super) fn holds_any(account: &Account, given: &[Identity]) -> bool {
    account.identities.iter().any(|own| given.iter().any(|new| is_same(own, new)))
}

/// Adds what the account does not have, and the connection to what it has.
pub(super) fn take_in(account: &mut Account, given: &[Identity]) {
    for new in given {
        match account.identities.iter_mut().find(|own| is_same(own, new)) {
            None => account.identities.push(new.clone()),
            Some(own) => {
                for connection in &new.connection_ids {
                    if !own.connection_ids.contains(connection) {
                        own.connection_ids.push(connection.clone());
                    }
                }
            }
        }
    }
}

fn is_same(own: &Identity, new: &Identity) -> bool {
    own.source_id == new.source_id && own.kind == new.kind && own.user_id_at_provider == new.user_id_at_provider
}

fn is_another_person(own: &Identity, new: &Identity) -> bool {
    own.source_id == new.source_id && own.kind == new.kind && own.user_id_at_provider != new.user_id_at_provider
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::Pool;
    use crate::sandbox::provider::person;

    const LIN: &str = "62f20932a1b2c3bcc10d9601";
    const MIA: &str = "62f20932a1b2c3bcc10d9602";

    fn given(pool: &Pool, identifier: &str, key: &str) -> Vec<Identity> {
        let (source, connection) = pool.connection(identifier).unwrap();
        let known = person::everybody(pool, source, connection).into_iter().find(|known| known.key == key);
        known.unwrap().identities
    }

    #[test]
    fn what_is_new_is_added_and_what_is_there_stays() {
        let pool = Pool::built_in();
        let accounts = Accounts::new(&pool);
        assert_eq!(bind(&accounts, MIA, &given(&pool, "wechat-pc", "noor")).unwrap().len(), 2);
        assert_eq!(bind(&accounts, MIA, &given(&pool, "wechat-mini", "noor")).unwrap().len(), 2);
        let mia = accounts.get(MIA).unwrap();
        assert_eq!(mia.identities.len(), 2);
        let connections = ["605492ac41b2c3d4e5f60701", "605492ac41b2c3d4e5f60702"];
        assert!(mia.identities.iter().all(|one| one.connection_ids == connections));
    }

    #[test]
    fn what_belongs_to_somebody_else_is_refused_and_changes_nothing() {
        let pool = Pool::built_in();
        let accounts = Accounts::new(&pool);
        let bound = bind(&accounts, MIA, &given(&pool, "github", "rich"));
        assert_eq!(bound.unwrap_err(), NotBound::ToAnotherAccount);
        let bound = bind(&accounts, LIN, &given(&pool, "github", "noor"));
        assert_eq!(bound.unwrap_err(), NotBound::AnotherPerson);
        let bound = bind(&accounts, "nobody", &given(&pool, "google", "noor"));
        assert_eq!(bound.unwrap_err(), NotBound::NoAccount);
        let left = |user_id: &str| accounts.get(user_id).unwrap().identities.len();
        assert_eq!((left(LIN), left(MIA)), (7, 0));
    }

    #[test]
    fn of_two_who_want_the_same_identity_one_gets_it() {
        let pool = Pool::built_in();
        let accounts = Accounts::new(&pool);
        let wanted = given(&pool, "google", "wen");
        let bound = std::thread::scope(|scope| {
            let both = [LIN, MIA].map(|user_id| scope.spawn(|| bind(&accounts, user_id, &wanted).is_ok()));
            both.map(|one| one.join().unwrap())
        });
        assert!(bound[0] != bound[1], "{bound:?}");
    }
}
