//! Which scopes a person has allowed an application.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Every consent that was given.
#[derive(Debug, Default)]
pub(crate) struct Consents {
    given: Mutex<Given>,
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
