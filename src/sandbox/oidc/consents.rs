//! Which scopes a person has allowed an application.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// Every consent that was given.
#[derive(Debug, Default)]
pub(crate) struct Consents {
    given: Mutex<Given>,
}

/// What one person has allowed one application.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Consent {
    user_id: Arc<str>,
    client_id: String,
    scopes: BTreeSet<String>,
}

/// The scopes, by user and application.
type Given = HashMap<(Arc<str>, String), HashSet<String>>;

impl Consents {
    /// Whether all of these scopes, separated by blanks, were allowed before.
    pub(crate) fn cover(&self, user_id: &Arc<str>, client_id: &str, scope: &str) -> bool {
        let given = self.given();
        let allowed = given.get(&(Arc::clone(user_id), client_id.to_owned()));
        allowed.is_some_and(|allowed| scope.split(' ').all(|one| allowed.contains(one)))
    }

    /// Remembers what was allowed, beside what was before.
    pub(crate) fn add(&self, user_id: &Arc<str>, client_id: &str, scope: &str) {
        let mut given = self.given();
        let allowed = given.entry((Arc::clone(user_id), client_id.to_owned())).or_default();
        allowed.extend(scope.split(' ').map(str::to_owned));
    }

    /// Every consent, as the state file keeps it.
    pub(crate) fn all(&self) -> Vec<Consent> {
        let given = self.given();
        let consent = |((user_id, client_id), scopes): (&(Arc<str>, String), &HashSet<String>)| Consent {
            user_id: Arc::clone(user_id),
            client_id: client_id.clone(),
            scopes: scopes.iter().cloned().collect(),
        };
        given.iter().map(consent).collect()
    }

    /// Takes over what an earlier program kept.
    pub(crate) fn restore(&self, all: Vec<Consent>) {
        let given = all.into_iter();
        *self.given() = given.map(|one| ((one.user_id, one.client_id), one.scopes.into_iter().collect())).collect();
    }

    pub(crate) fn clear(&self) {
        self.given().clear();
    }

    fn given(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_for_one_person_one_application_and_its_scopes() {
        let consents = Consents::default();
        let (lin, mia) = (Arc::from("lin"), Arc::from("mia"));
        consents.add(&lin, "app", "openid email");
        assert!(consents.cover(&lin, "app", "email"));
        assert!(!consents.cover(&lin, "app", "openid phone"));
        assert!(!consents.cover(&lin, "other", "openid"));
        assert!(!consents.cover(&mia, "app", "openid"));
        consents.add(&lin, "app", "phone");
        assert!(consents.cover(&lin, "app", "openid phone"));
    }
}
